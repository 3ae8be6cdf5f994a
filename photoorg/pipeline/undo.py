"""Taking operations back: files, times and catalogue rows, in any order, also weeks later.

A file is moved first and noted after; an operation counts as running meanwhile, so that what a kill
left unnoted is settled before the next one (`settling.recover`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photoorg.catalog import decisions
from photoorg.errors import UsageError
from photoorg.pipeline import export_undo
from photoorg.pipeline.delete import PATIENCE_SECONDS, batches
from photoorg.pipeline.lock import held
from photoorg.pipeline.settling import families, finish, is_back, recover, show_again
from photoorg.records import Changes, Failure, UndoReport

if TYPE_CHECKING:
    from photoorg.catalog.decisions import JournalRow
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

THERE = ("trashed", "moved", "copied")  # states of files that can be taken back
NOTHING = "There is nothing to undo: the trash holds no file of a deletion."


@dataclass(slots=True)
class _Outcome:
    """What became of the files of one operation, or of several."""

    operation: int | None
    kind: str = "delete"
    restored: list[str] = field(default_factory=list)
    companions: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def report(self) -> UndoReport:
        return UndoReport(
            self.operation, tuple(dict.fromkeys(self.restored)), tuple(self.failed),
            tuple(dict.fromkeys(self.companions)), self.kind,
        )  # fmt: skip

    def add(self, row: JournalRow) -> None:
        """A file is back; of a move to another disk its original, and then its copy is away."""
        photo = row.role == "photo" or (row.role == "original" and row.file_id is not None)
        (self.restored if photo else self.companions).append(row.path)


def undo(ctx: Context, library: Library, operation: int | None = None) -> UndoReport:
    """Take an operation back; None: the newest of which a file can be.

    A file whose name was taken in the meantime stays in the trash, is reported, and is tried again
    by a later undo; one that was emptied from the trash is reported once.
    """
    library.check_writable()
    with held(library.paths.writer_lock):
        library.db.wait_up_to(PATIENCE_SECONDS)
        recover(library)
        known = decisions.undoable(library.db)
        chosen = known if operation is None else [i for i in known if i == operation]
        if not chosen:
            raise UsageError(NOTHING if operation is None else _nothing_of(library, operation))
        outcomes: list[_Outcome] = []
        for one in chosen:
            outcomes.append(_Outcome(one, decisions.kind_of(library.db, one)))
            _undo_one(ctx, library, one, outcomes[-1])
            if outcomes[-1].restored or outcomes[-1].companions:
                return outcomes[-1].report()
        return outcomes[0].report()


def _nothing_of(library: Library, operation: int) -> str:
    if any(known.id == operation for known in decisions.operations(library.db)):
        return f"Nothing of operation {operation} can be taken back: it is back, or lost."
    return f"There is no operation {operation}. List them with: photoorg history"


def undo_all(ctx: Context, library: Library) -> UndoReport:
    """Take back every deletion as far as the trash still holds the files, the newest first.

    Where two deleted files had one name, the one that was deleted last gets it.
    """
    library.check_writable()
    with held(library.paths.writer_lock):
        library.db.wait_up_to(PATIENCE_SECONDS)
        recover(library)
        known = decisions.undoable(library.db)
        known = [i for i in known if decisions.kind_of(library.db, i) == "delete"]
        if not known:
            raise UsageError(NOTHING)
        outcome = _Outcome(None)
        for one in known:
            _undo_one(ctx, library, one, outcome)
        return outcome.report()


def _undo_one(ctx: Context, library: Library, operation: int, outcome: _Outcome) -> None:
    deletion = decisions.kind_of(library.db, operation) == "delete"
    if deletion:
        with library.db.transaction():
            decisions.set_state(library.db, operation, "running")
    try:
        _restore_all(ctx, library, operation, outcome)
    finally:
        finish(library, operation)
        if not deletion:
            export_undo.drop_made_folders(library, operation)
        ctx.changed(Changes(photos=True, clusters=True, decisions=True))


def _restore_all(ctx: Context, library: Library, operation: int, outcome: _Outcome) -> None:
    """All files; what lies in the trash first: a copy goes only when its original is back."""
    rows = decisions.journal(library.db, operation, THERE)
    rows.sort(
        key=lambda row: (
            row.position if row.belongs is None else row.belongs, row.state != "trashed"
        )
    )  # fmt: skip
    done = 0
    for batch in batches(rows):
        _restore_batch(library, operation, batch, outcome)
        done += len(batch)
        ctx.progress("Restoring", done, len(rows))
        ctx.check_cancelled()


def _restore_batch(
    library: Library, operation: int, batch: Sequence[JournalRow], outcome: _Outcome
) -> None:
    results = [
        found for family in families(batch) for found in _restore(library, operation, family)
    ]
    with library.db.transaction():
        for row, state, reason in results:
            decisions.mark(library.db, operation, row.position, state, reason=reason)
            if state == "restored" and row.state == "trashed":
                show_again(library, row)
            elif state == "restored":
                export_undo.show_again(library, row)
    for row, state, reason in results:
        if state == "restored":
            outcome.add(row)
        if reason:
            outcome.failed.append(Failure(row.path, reason))


def _restore(
    library: Library, operation: int, family: Sequence[JournalRow]
) -> Iterator[tuple[JournalRow, str, str | None]]:
    """(row, its state, why it could not be put back); what belongs to a photo waits for it."""
    waits_for: JournalRow | None = None
    for row in family:
        if waits_for is not None:
            name = os.path.basename(waits_for.path)
            yield row, row.state, f"It comes back together with {name}, which can not yet."
            continue
        if row.state == "trashed":
            state, reason = _out_of_trash(row)
        else:
            state, reason = export_undo.take_back(library, operation, row)
        if state == row.state and row.belongs is None:
            waits_for = row
        yield row, state, reason


def _out_of_trash(row: JournalRow) -> tuple[str, str | None]:
    """Put one file back: (its state in the journal, why it could not be put back)."""
    from photoorg.files import trash

    assert row.trash_path is not None
    if is_back(row):
        return "restored", None  # somebody put it back, or an undo did and was killed
    try:
        trash.restore(row.trash_path, row.path, size=row.size, mtime_ns=row.mtime_ns)
    except trash.TrashEmptiedError as error:
        return "lost", str(error)
    except trash.TrashError as error:
        return "trashed", str(error)
    return "restored", None
