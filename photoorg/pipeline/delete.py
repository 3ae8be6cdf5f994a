"""Deleting: to the trash, journalled before, checked on disk after, undoable (`pipeline.undo`).

The order of writing makes a kill harmless at any point: a batch is first marked "moving", then its
files are moved, then each is marked "trashed" with its place in the trash. `settling.recover`
settles what a kill left "moving" by looking at the disk. Nothing here, or below it, removes a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from photoorg.catalog import decisions
from photoorg.catalog.decisions import JournalRow
from photoorg.errors import Cancelled, UsageError
from photoorg.pipeline.forecast import changed, plan
from photoorg.pipeline.lock import held
from photoorg.pipeline.protection import Guard
from photoorg.pipeline.settling import families, finish, names_of, note, recover
from photoorg.records import Changes, DeleteReport, Failure

if TYPE_CHECKING:
    from photoorg.pipeline.forecast import Plan
    from photoorg.pipeline.library import Library
    from photoorg.records import Context, Filter

PATIENCE_SECONDS = 60.0  # a training that runs meanwhile writes its result in one transaction
BATCH = 32  # files between two commits: 0.3 to 10 ms each, and what a kill leaves to settle


class DeletionStopped(Cancelled):
    """The user stopped a deletion; `report` says how far it came."""

    def __init__(self, report: DeleteReport) -> None:
        super().__init__()
        self.report = report

    def __str__(self) -> str:
        moved = len(self.report.trashed)
        return f"Stopped. {moved} photos are in the trash; take them back with: photoorg undo"


def delete(
    ctx: Context, library: Library, ids: Sequence[int], title: str, keep: Sequence[int] = ()
) -> DeleteReport:
    """Move photos to the trash as one operation; stopping keeps what was moved, undoable.

    What may not go stays and is reported with the reason: see `forecast.plan`. Photos of `keep`
    stay even where they belong to one that goes.
    """
    library.check_writable()
    with held(library.paths.writer_lock):
        library.db.wait_up_to(PATIENCE_SECONDS)
        recover(library)
        made = plan(library, ids, keep)
        if not made.families:
            return _nothing(made)
        operation = decisions.begin_operation(library.db, title, made.rows())
        stopped: Cancelled | None = None
        try:
            _move_all(ctx, library, operation)
        except Cancelled as error:
            stopped = error
        finally:
            finish(library, operation)
            ctx.changed(Changes(photos=True, clusters=True, decisions=True))
        report = _report(library, operation, made)
        if stopped:
            raise DeletionStopped(report) from stopped
        return report


def _nothing(made: Plan) -> DeleteReport:
    if not made.protected and not made.refused:
        raise UsageError("There is nothing to delete: none of these photos is on disk.")
    return DeleteReport(None, (), made.stays, 0)


def _move_all(ctx: Context, library: Library, operation: int) -> None:
    rows = decisions.journal(library.db, operation, ["planned"])
    for batch in batches(rows):
        guard = Guard(library.db, (row.hash for row in batch))
        with library.db.transaction():
            for row in batch:
                decisions.mark(library.db, operation, row.position, "moving")
        moved = [outcome for family in families(batch) for outcome in _move(guard, family)]
        with library.db.transaction():
            for row, where, reason in moved:
                note(library, operation, row, where, reason)
        ctx.progress("Moving to trash", batch[-1].position + 1, len(rows))
        ctx.check_cancelled()


def batches(rows: Sequence[JournalRow]) -> Iterator[Sequence[JournalRow]]:
    """The rows in the batches in which they are moved and noted; families stay together."""
    batch: list[JournalRow] = []
    for row in rows:
        if len(batch) >= BATCH and row.belongs is None:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


_Outcome = tuple[JournalRow, str | None, str | None]  # row, place in the trash, why it stays


def _move(guard: Guard, family: Sequence[JournalRow]) -> list[_Outcome]:
    """Move a photo and all that belongs to it; if one can not go, none does."""
    from photoorg.files import trash

    moved: list[_Outcome] = []
    for row in family:
        try:
            reason = changed(row.path, row.size, row.mtime_ns)
            if reason:
                raise trash.TrashError(reason)
            moved.append((row, guard.move_to_trash(row.path, row.hash), None))
        except trash.TrashError as error:
            return [*_put_back(moved, row), *_stay(family[len(moved) :], row, error.reason)]
    return moved


def _put_back(moved: Sequence[_Outcome], refused: JournalRow) -> list[_Outcome]:
    """Bring a family back of which a file could not go; what can not come back is listed."""
    from photoorg.files import trash

    settled: list[_Outcome] = []
    for row, where, _ in moved:
        assert where is not None
        try:
            trash.restore(where, row.path, size=row.size, mtime_ns=row.mtime_ns)
        except trash.TrashError:
            settled.append((row, where, None))
        else:
            settled.append((row, None, _with(refused)))
    return settled


def _stay(rows: Sequence[JournalRow], refused: JournalRow, reason: str) -> list[_Outcome]:
    return [(row, None, reason if row is refused else _with(refused)) for row in rows]


def _with(refused: JournalRow) -> str:
    return f"It stays with {os.path.basename(refused.path)}, which could not be moved."


def _report(library: Library, operation: int, made: Plan) -> DeleteReport:
    trashed = decisions.journal(library.db, operation, ["trashed"])
    failed = [Failure(path, reason) for path, reason in decisions.failures(library.db, operation)]
    return DeleteReport(
        operation if trashed else None,
        names_of(trashed, "photo"),
        (*made.stays, *failed),
        sum(row.size for row in trashed),
        names_of(trashed, "companion"),
    )


def title_of(library: Library, wanted: Filter) -> str:
    """How the history names a deletion of a whole view."""
    if wanted.cluster is None:
        return "Photos"
    titles = {c.id: c.title for c in library.clusters()}
    return titles.get(wanted.cluster, "Photos")
