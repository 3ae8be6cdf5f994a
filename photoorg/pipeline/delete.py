"""Deleting: to the trash, journalled before, checked on disk after, undoable (`pipeline.undo`).

The order of writing makes a kill harmless at any point: a batch is first marked "moving", then its
files are moved, then each is marked "trashed" with its place in the trash. `recover` settles what a
kill left "moving" by looking at the disk. Nothing here, or below it, removes a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from photoorg.catalog import decisions, facts
from photoorg.catalog.decisions import JournalRow
from photoorg.errors import Cancelled, UsageError
from photoorg.pipeline.library import Library
from photoorg.pipeline.lock import held
from photoorg.records import (
    Changes,
    Context,
    DeleteReport,
    Failure,
    Filter,
    Forecast,
    Photo,
    VolumeForecast,
    file_time,
)

BATCH = 32  # files between two commits: 0.3 to 10 ms each, and what a kill leaves to settle


class DeletionStopped(Cancelled):
    """The user stopped a deletion; `report` says how far it came."""

    def __init__(self, report: DeleteReport) -> None:
        super().__init__()
        self.report = report

    def __str__(self) -> str:
        moved = len(self.report.trashed)
        return f"Stopped. {moved} photos are in the trash; take them back with: photoorg undo"


def forecast(library: Library, ids: Sequence[int]) -> Forecast:
    """What deleting these photos would do: files, bytes, disks and their trash. Touches nothing."""
    from photoorg.files import trash

    photos = library.photos(ids)
    here = [p for p in photos if not p.offline]
    by_volume: dict[str, list[Photo]] = {}
    for photo in here:
        by_volume.setdefault(trash.volume_of(photo.path), []).append(photo)
    return Forecast(
        photo_ids=tuple(p.id for p in here),
        paths=tuple(p.path for p in here),
        bytes=sum(p.bytes for p in here),
        volumes=tuple(
            VolumeForecast(root, len(found), trash.has_trash(found[0].path))
            for root, found in sorted(by_volume.items())
        ),
        offline=tuple(p.path for p in photos if p.offline),
    )


def delete(ctx: Context, library: Library, ids: Sequence[int], title: str) -> DeleteReport:
    """Move photos to the trash as one operation; stopping keeps what was moved, undoable.

    Files that changed since they were shown, or whose disk has no trash, stay and are reported.
    """
    with held(library.paths.writer_lock):
        recover(library)
        photos = [p for p in library.photos(ids) if not p.offline]
        if not photos:
            raise UsageError("There is nothing to delete: none of these photos is on disk.")
        files = [(p.id, p.path, p.hash, p.bytes, p.mtime_ns) for p in photos]
        operation = decisions.begin_operation(library.db, title, files)
        stopped: Cancelled | None = None
        try:
            _move_all(ctx, library, operation)
        except Cancelled as error:
            stopped = error
        finally:
            _finish(library, operation)
            ctx.changed(Changes(photos=True, clusters=True, decisions=True))
        report = _report(library, operation)
        if stopped:
            raise DeletionStopped(report) from stopped
        return report


def _move_all(ctx: Context, library: Library, operation: int) -> None:
    rows = decisions.journal(library.db, operation, ["planned"])
    for batch in batches(rows):
        with library.db.transaction():
            for row in batch:
                decisions.mark(library.db, operation, row.position, "moving")
        moved = [(row, *_move(row)) for row in batch]
        with library.db.transaction():
            for row, trash_path, reason in moved:
                _settle(library, operation, row, trash_path, reason)
        ctx.progress("Moving to trash", batch[-1].position + 1, len(rows))
        ctx.check_cancelled()


def batches(rows: Sequence[JournalRow]) -> Iterator[Sequence[JournalRow]]:
    """The rows in the batches in which they are moved and noted."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _move(row: JournalRow) -> tuple[str | None, str | None]:
    """(path in the trash, None) or (None, why the file stays)."""
    from photoorg.files import trash

    changed = changed_since(row)
    if changed:
        return None, changed
    try:
        return trash.move_to_trash(row.path), None
    except trash.TrashError as error:
        return None, str(error)


def changed_since(row: JournalRow) -> str | None:
    """Why the file on disk is not the one that was shown; None if it is."""
    try:
        found = os.lstat(row.path)
    except OSError:
        return "It is no longer there. Scan the folder again."
    if (found.st_size, file_time(found)) != (row.size, row.mtime_ns):
        return "It changed since it was last read. Scan the folder again, then decide."
    return None


def _settle(
    library: Library, operation: int, row: JournalRow, trash_path: str | None, reason: str | None
) -> None:
    if trash_path is None:
        decisions.mark(library.db, operation, row.position, "failed", reason=reason)
        return
    decisions.mark(library.db, operation, row.position, "trashed", trash_path=trash_path)
    facts.set_gone(library.db, [row.file_id], "trashed")


def recover(library: Library) -> None:
    """Settle deletions that a kill interrupted, by what is on disk. Call under the lock."""
    for operation in decisions.unfinished(library.db):
        for row in decisions.journal(library.db, operation, ["moving"]):
            found, reason = _after_a_kill(row)
            with library.db.transaction():
                _settle(library, operation, row, found, reason)
        _finish(library, operation)


def _after_a_kill(row: JournalRow) -> tuple[str | None, str | None]:
    from photoorg.files.trash_search import find_in_trash

    if os.path.lexists(row.path):
        return None, "The deletion was interrupted before this file."
    found = find_in_trash(row.path, size=row.size, mtime_ns=row.mtime_ns)
    return found, "The deletion was interrupted, and the trash does not hold this file."


def _finish(library: Library, operation: int) -> None:
    with library.db.transaction():
        for row in decisions.journal(library.db, operation, ["planned"]):
            decisions.mark(
                library.db, operation, row.position, "failed", reason="Stopped before this file."
            )
        decisions.set_state(library.db, operation, "done")


def _report(library: Library, operation: int) -> DeleteReport:
    trashed = decisions.journal(library.db, operation, ["trashed"])
    failed = decisions.failures(library.db, operation)
    return DeleteReport(
        operation if trashed else None,
        tuple(row.path for row in trashed),
        tuple(Failure(path, reason) for path, reason in failed),
        sum(row.size for row in trashed),
    )


def title_of(library: Library, wanted: Filter) -> str:
    """How the history names a deletion of a whole view."""
    if wanted.cluster is None:
        return "Photos"
    titles = {c.id: c.title for c in library.clusters()}
    return titles.get(wanted.cluster, "Photos")
