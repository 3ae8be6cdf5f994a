"""Taking deletions back: files, times and catalogue rows, in any order, also weeks later.

A file is moved first and noted after, so that a kill in between is seen at the next undo: the trash
no longer holds it and its place does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from photoorg.catalog import decisions, facts
from photoorg.catalog.decisions import JournalRow
from photoorg.errors import UsageError
from photoorg.pipeline.delete import batches, changed_since, recover
from photoorg.pipeline.library import Library
from photoorg.pipeline.lock import held
from photoorg.pipeline.rows import photo_row
from photoorg.records import Changes, Context, Failure, Metadata, UndoReport


@dataclass(slots=True)
class _Outcome:
    """What became of the files of one deletion."""

    operation: int
    restored: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def report(self) -> UndoReport:
        return UndoReport(self.operation, tuple(self.restored), tuple(self.failed))


def undo(ctx: Context, library: Library, operation: int | None = None) -> UndoReport:
    """Take a deletion back; None: the newest of which a file can be.

    A file whose name was taken in the meantime stays in the trash, is reported, and is tried again
    by a later undo; one that was emptied from the trash is reported once.
    """
    with held(library.paths.writer_lock):
        recover(library)
        known = decisions.undoable(library.db)
        chosen = known if operation is None else [i for i in known if i == operation]
        if not chosen:
            raise UsageError("There is nothing to undo: the trash holds no file of a deletion.")
        outcomes: list[_Outcome] = []
        for one in chosen:
            outcomes.append(_undo_one(ctx, library, one))
            if outcomes[-1].restored:
                return outcomes[-1].report()
        return outcomes[0].report()


def _undo_one(ctx: Context, library: Library, operation: int) -> _Outcome:
    outcome = _Outcome(operation)
    rows = decisions.journal(library.db, operation, ["trashed"])
    done = 0
    try:
        for batch in batches(rows):
            _restore_batch(library, batch, outcome)
            done += len(batch)
            ctx.progress("Restoring", done, len(rows))
            ctx.check_cancelled()
    finally:
        left = decisions.journal(library.db, operation, ["trashed"])
        with library.db.transaction():
            decisions.set_state(library.db, operation, "partly undone" if left else "undone")
        ctx.changed(Changes(photos=True, clusters=True, decisions=True))
    return outcome


def _restore_batch(library: Library, batch: Sequence[JournalRow], outcome: _Outcome) -> None:
    results = [(row, *_restore(row)) for row in batch]
    with library.db.transaction():
        for row, state, reason in results:
            decisions.mark(library.db, outcome.operation, row.position, state, reason=reason)
            if state == "restored":
                _show_again(library, row)
    outcome.restored += [row.path for row, state, _ in results if state == "restored"]
    outcome.failed += [Failure(row.path, reason) for row, _, reason in results if reason]


def _restore(row: JournalRow) -> tuple[str, str | None]:
    """Put one file back: (its state in the journal, why it could not be put back)."""
    from photoorg.files import trash

    assert row.trash_path is not None
    if not os.path.lexists(row.trash_path) and changed_since(row) is None:
        trash.drop_info(row.trash_path, row.path)  # an undo that was killed before it noted this
        return "restored", None
    try:
        trash.restore(row.trash_path, row.path, size=row.size, mtime_ns=row.mtime_ns)
    except trash.TrashEmptiedError as error:
        return "lost", str(error)
    except trash.TrashError as error:
        return "trashed", str(error)
    return "restored", None


def _show_again(library: Library, row: JournalRow) -> None:
    """Bring the photo's catalogue row back: its own, or a new one if that was reused since."""
    if facts.still_is(library.db, row.file_id, row.path, row.hash):
        facts.set_gone(library.db, [row.file_id], None)
        return
    root = next((r for r in library.roots() if row.path.startswith(os.path.join(r.path, ""))), None)
    content = facts.metadata_of(library.db, row.hash)
    if root is None or content is None:
        return  # the next scan of its folder finds it
    relative = os.fsencode(row.path[len(os.path.join(root.path, "")) :])
    data = Metadata(**json.loads(content))
    new = photo_row(relative, row.path, row.size, row.mtime_ns, row.hash, data)
    facts.put_files(library.db, root.id, [new])
