"""Photos into a folder of the user's: planned, journalled before, checked on disk, undoable.

As in a deletion a batch is first marked "moving", then its files are moved or copied, then each is
marked "moved" or "copied"; a kill in between is settled by looking at the disk
(`pipeline.export_undo`). To another disk a move is a copy that was read back and compared, and then
the original goes to the trash. Nothing is overwritten, nothing is removed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg.catalog import decisions, transfers
from photoorg.catalog.decisions import JournalRow
from photoorg.errors import Cancelled, SurroundingsError, UsageError
from photoorg.pipeline import export_undo
from photoorg.pipeline.export_run import PROTECTED, STAGES, Transfer
from photoorg.pipeline.forecast import (
    OFFLINE,
    changed,
    families,
    with_belongings,
)
from photoorg.pipeline.lock import held
from photoorg.pipeline.protection import Guard
from photoorg.pipeline.settling import recover
from photoorg.records import (
    Changes,
    ExportItem,
    ExportPlan,
    ExportReport,
    Failure,
)

if TYPE_CHECKING:
    from photoorg.pipeline.export_run import TransferKind
    from photoorg.pipeline.forecast import (
        Family,
        Member,
    )
    from photoorg.pipeline.library import Library
    from photoorg.records import (
        Context,
        Photo,
    )

ROOM = 16_000_000  # bytes that are left free on a disk that is written to


class ExportStopped(Cancelled):
    """The user stopped an export; `report` says how far it came."""

    def __init__(self, report: ExportReport) -> None:
        super().__init__()
        self.report = report

    def __str__(self) -> str:
        done = len(self.report.done)
        return f"Stopped. {done} photos were done; take them back with: photoorg undo"


# --- the plan ------------------------------------------------------------------------------------


def plan(library: Library, ids: Sequence[int], folder: str, kind: TransferKind) -> ExportPlan:
    """What moving or copying these photos into a folder would do. Touches nothing.

    Raises `UsageError` for a folder that can not be one.
    """
    from photoorg.files import transfer

    folder = _checked(library, folder)
    names = transfer.FolderNames(folder)
    going, refused = _sort_out(library, library.photos(ids), folder, kind)
    items: list[ExportItem] = []
    needed = 0
    for family in with_belongings(going):
        if kind == "copy" or not transfer.same_disk(family[0].path, folder):
            needed += sum(member.size for member in family)
        first = len(items)
        taken = names.take([os.path.basename(member.path) for member in family])
        for member, name in zip(family, taken, strict=True):
            belongs = None if member.chosen else first
            items.append(_item(member, os.path.join(folder, name), belongs))
    return ExportPlan(
        kind, folder, tuple(items), tuple(refused), renamed(items),
        transfer.free_bytes(folder) if needed else None, needed,
    )  # fmt: skip


def _item(member: Member, target: str, belongs: int | None) -> ExportItem:
    photo_id = member.photo.id if member.photo else None
    return ExportItem(
        member.path, target, member.size, member.mtime_ns, member.hash, photo_id, belongs
    )


def renamed(items: Sequence[ExportItem]) -> tuple[tuple[str, str], ...]:
    """(path, new name) of the files that get another name."""
    pairs = ((item.path, os.path.basename(item.target)) for item in items)
    return tuple((path, name) for path, name in pairs if os.path.basename(path) != name)


def _checked(library: Library, folder: str) -> str:
    if not folder.strip():
        raise UsageError("Name a folder.")
    folder = os.path.realpath(os.path.expanduser(folder))
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError(f"{folder} is a file. Name a folder.")
    own = os.path.realpath(library.folder)
    if folder == own or folder.startswith(os.path.join(own, "")):
        raise UsageError(f"{folder} is photoorg's own. Name another folder.")
    return folder


def _sort_out(
    library: Library, photos: Sequence[Photo], folder: str, kind: TransferKind
) -> tuple[list[Family], list[Failure]]:
    """The photos that go, each with its other versions; and those that stay, with the reasons."""
    going: list[Family] = []
    refused = [Failure(photo.path, OFFLINE) for photo in photos if photo.offline]
    found = families(library, [photo for photo in photos if not photo.offline])
    guard = Guard(library.db, [m.hash for f in found for m in f]) if kind == "move" else None
    for family in found:
        reason = next(filter(None, (_refusal(m, folder, guard) for m in family)), None)
        if not reason and kind == "move":
            reason = _fixed(family[0].path, folder)
        if reason:
            refused += [Failure(member.path, reason) for member in family if member.chosen]
        else:
            going.append(family)
    return going, refused


def _refusal(member: Member, folder: str, guard: Guard | None) -> str | None:
    """Why a file stays; None if it may go. `guard` None: it is only copied."""
    if os.path.realpath(os.path.dirname(member.path)) == folder:
        return "It is in that folder already."
    if guard is not None and guard.reason(member.path, member.hash):
        return PROTECTED
    return changed(member.path, member.size, member.mtime_ns)


def _fixed(path: str, folder: str) -> str | None:
    """Why a file can not leave its place for the folder, though it can be copied there."""
    from photoorg.files import transfer, trash

    where = os.path.dirname(path)
    if not os.access(where, os.W_OK | os.X_OK):
        return f"Your user may not change the folder {where}. Allow it, or make a copy."
    if not transfer.same_disk(path, folder) and not trash.has_trash(path):
        disk = trash.volume_of(path)
        return f"The disk at {disk} has no trash for the original. A copy can be made."
    return None


# --- doing it ------------------------------------------------------------------------------------


def transfer_photos(
    ctx: Context, library: Library, ids: Sequence[int], folder: str, kind: TransferKind, title: str
) -> ExportReport:
    """Move or copy photos into a folder as one operation; stopping keeps what was done, undoable.

    Files that changed since they were read stay and are reported. Raises `SurroundingsError` when
    the disk has no room, `UsageError` when there is nothing to do.
    """
    library.check_writable()
    with held(library.paths.writer_lock):
        recover(library)
        ctx.progress(STAGES[kind], 0, 0)  # planning takes a second per 3,000 photos
        made = plan(library, ids, folder, kind)
        if not made.items:
            reason = f" {made.refused[0].reason}" if made.refused else ""
            raise UsageError(f"There is nothing to {kind}.{reason}")
        _check_room(made)
        payload = {
            "folder": made.folder, "token": secrets.token_hex(4), "made": _make_folder(made.folder)
        }  # fmt: skip
        operation = transfers.begin(library.db, kind, title, payload, list(_rows(made)))
        return _run(ctx, library, made, operation, payload)


def _check_room(made: ExportPlan) -> None:
    if made.free is not None and made.needed + ROOM > made.free:
        raise SurroundingsError(
            f"The disk of {made.folder} has no room for these photos.",
            "Free some space, choose fewer photos, or name a folder on another disk.",
        )


def _make_folder(folder: str) -> list[str]:
    """Make the folder and those above it; returns the new ones, the outermost first."""
    above = Path(folder)
    new = [str(f) for f in (above, *above.parents) if not f.is_dir()][::-1]
    try:
        above.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SurroundingsError(
            f"The folder {folder} can not be made: {error.strerror or error}.",
            "Name another folder, or correct the permissions of the one above it.",
        ) from error
    if not os.access(folder, os.W_OK):
        raise SurroundingsError(
            f"Your user may not write to the folder {folder}.",
            "Name another folder, or correct its permissions.",
        )
    return new


def _rows(made: ExportPlan) -> Iterator[JournalRow]:
    for position, item in enumerate(made.items):
        yield JournalRow(
            position, item.photo_id, item.path, item.target, item.hash, item.bytes, item.mtime_ns,
            "planned", "photo" if item.belongs is None else "companion", item.belongs,
        )  # fmt: skip


def _run(
    ctx: Context, library: Library, made: ExportPlan, operation: int, payload: dict[str, Any]
) -> ExportReport:
    assert made.kind != "xmp"
    work = Transfer(ctx, library, operation, made.kind, str(payload["token"]))
    stopped: Cancelled | None = None
    try:
        work.run()
    except Cancelled as error:
        stopped = error
    finally:
        export_undo.settle(library, operation)
        ctx.changed(Changes(photos=True, clusters=True, decisions=True))
    report = _report(library, operation, made)
    if stopped:
        raise ExportStopped(report) from stopped
    return report


def _report(library: Library, operation: int, made: ExportPlan) -> ExportReport:
    rows = decisions.journal(library.db, operation, ["moved", "copied"])
    photos = [row for row in rows if row.role == "photo"]
    failed = [Failure(path, reason) for path, reason in decisions.failures(library.db, operation)]
    return ExportReport(
        operation if rows else None,
        made.kind,
        made.folder,
        tuple((row.path, row.trash_path or "") for row in photos),
        len(rows) - len(photos),
        (*made.refused, *failed),
        sum(row.size for row in rows),
    )
