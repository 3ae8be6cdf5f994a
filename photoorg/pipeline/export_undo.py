"""Taking moves, copies and sidecars back, and settling those that a kill interrupted.

What was moved goes back to where it was, what was copied or written goes to the trash: nothing is
removed here either. A file that was changed since is left alone, and said.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.catalog import decisions, facts, transfers
from photoorg.pipeline.rows import Seen, photo_row
from photoorg.records import Metadata, file_time

if TYPE_CHECKING:
    from photoorg.catalog.decisions import JournalRow
    from photoorg.pipeline.library import Library

INTERRUPTED = "The export was interrupted before this file."


def part_of(target: str, token: str, position: int) -> str:
    """The passing name of a file that is being written; found again after a kill."""
    return os.path.join(os.path.dirname(target), f".photoorg-{token}-{position}.part")


# --- what a kill left ----------------------------------------------------------------------------


def settle(library: Library, operation: int) -> None:
    """End an export, whether it ran through, was stopped or was killed: by what is on disk."""
    db = library.db
    kind, payload = transfers.kind_and_payload(db, operation)
    for row in decisions.journal(db, operation, ["moving"]):
        if row.role == "original":
            _settle_original(library, operation, row)
            continue
        state, digest = _state_on_disk(row, kind, str(payload.get("token", "")))
        with db.transaction():
            reason = INTERRUPTED if state == "failed" else None
            decisions.mark(db, operation, row.position, state, reason=reason)
            if state == "failed":
                continue
            if digest:
                transfers.set_hash(db, operation, row.position, digest)
            show_new_place(library, row)
            if state == "moved" and kind == "move" and row.file_id is not None:
                facts.set_gone(db, [row.file_id], "missing")
    with db.transaction():
        for row in decisions.journal(db, operation, ["planned"]):
            decisions.mark(
                db, operation, row.position, "failed", reason="Stopped before this file."
            )
        decisions.set_state(db, operation, "done")


def _state_on_disk(row: JournalRow, kind: str, token: str) -> tuple[str, str | None]:
    """("moved", "copied" or "failed", SHA-256 of a finished copy of unknown bytes)."""
    from photoorg.files import transfer

    target = row.trash_path
    assert target is not None
    if kind == "xmp":
        return _sidecar_on_disk(row, token), None
    transfer.drop_part(part_of(target, token, row.position))
    if kind == "move" and _second_name(row.path, target):
        transfer.drop_part(target)  # a rename by two names that was killed between them
        return "failed", None
    if not os.path.lexists(row.path):
        return ("moved" if kind == "move" and os.path.lexists(target) else "failed"), None
    if not os.path.lexists(target):
        return "failed", None
    digest = row.hash or transfer.sha256(row.path)
    return ("copied" if transfer.is_copy(target, row.size, digest) else "failed"), digest


def _second_name(path: str, other: str) -> bool:
    """Whether both are names of one file that has at least two."""
    try:
        one, two = os.lstat(path), os.lstat(other)
    except OSError:
        return False
    return os.path.samestat(one, two) and one.st_nlink > 1


def _sidecar_on_disk(row: JournalRow, token: str) -> str:
    """Whether the sidecar as it was to be written is there: beside a backup, or as a new file."""
    from photoorg.files import transfer

    transfer.drop_part(part_of(row.path, token, row.position))
    if not transfer.is_copy(row.path, row.size, row.hash):
        return "failed"
    return "copied" if row.trash_path == row.path else "moved"


def _settle_original(library: Library, operation: int, row: JournalRow) -> None:
    """The original of a copy on another disk: still at its place, or in the trash by now?"""
    from photoorg.files.trash_search import find_in_trash

    found: str | None = None
    if not os.path.lexists(row.path):
        found = find_in_trash(row.path, size=row.size, mtime_ns=row.mtime_ns)
    with library.db.transaction():
        note_original(library, operation, row.file_id, row.position, found, INTERRUPTED)


def note_original(
    library: Library,
    operation: int,
    file_id: int | None,
    position: int,
    where: str | None,
    reason: str | None,
) -> None:
    """Journal where in the trash an original is, or why it is not. Call inside a transaction."""
    if where is None:
        decisions.mark(library.db, operation, position, "failed", reason=reason)
        return
    decisions.mark(library.db, operation, position, "trashed", trash_path=where)
    if file_id is not None:
        facts.set_gone(library.db, [file_id], "trashed")


# --- the catalogue -------------------------------------------------------------------------------


def show_new_place(library: Library, row: JournalRow) -> None:
    """A photo at its new place, if that lies in a folder of the library. In a transaction."""
    if row.file_id is not None and row.trash_path is not None and row.hash is not None:
        show_at(library, row.trash_path, row.hash)


def show_at(library: Library, path: str, digest: str) -> None:
    """Add a photo of known content to the catalogue; elsewhere than in its roots: nothing."""
    inside = [r for r in transfers.roots(library.db) if path.startswith(os.path.join(r[1], ""))]
    content = facts.metadata_of(library.db, digest) if inside else None
    if content is None:
        return
    try:
        status = os.lstat(path)
    except OSError:
        return  # the next scan tells
    root_id, root = inside[0]
    relative = os.fsencode(path[len(os.path.join(root, "")) :])
    data = Metadata(**json.loads(content))
    seen = Seen(relative, path, status.st_size, file_time(status), digest, data)
    new = photo_row(library.db, seen)
    facts.put_files(library.db, root_id, [new])


def hide_at(library: Library, path: str, gone: str) -> None:
    """Note that the photo at a path has left it. Call inside a transaction."""
    ids = list(library.ids_of_paths([path]).values())
    facts.set_gone(library.db, ids, gone)


# --- and back ------------------------------------------------------------------------------------


def take_back(library: Library, operation: int, row: JournalRow) -> tuple[str, str | None]:
    """Undo one "moved" or "copied" file on disk: (its state in the journal, why it stays)."""
    from photoorg.files import transfer, trash

    kind, _ = transfers.kind_and_payload(library.db, operation)
    try:
        if kind == "xmp" and row.state == "moved":
            return _old_sidecar_back(library, row)
        if row.state == "moved":
            return _move_back(row)
        return _copy_away(library, row, kind)
    except (transfer.TransferError, trash.TrashError) as error:
        return row.state, error.reason


def _move_back(row: JournalRow) -> tuple[str, str | None]:
    from photoorg.files import transfer

    now = row.trash_path
    assert now is not None
    if not os.path.lexists(now):
        if _fits(row.path, row.size, row.mtime_ns):
            return "restored", None  # an undo that was killed before it noted this
        return _not_there(row, now)
    if os.path.lexists(row.path):
        name = os.path.basename(row.path)
        return row.state, f"Another file has taken the place of {name}; it is not overwritten."
    if not transfer.move_back(now, row.path, size=row.size, mtime_ns=row.mtime_ns):
        return row.state, "The folder it came from lies on another disk now. Move it yourself."
    return "restored", None


def _fits(path: str, size: int, mtime_ns: int) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return (status.st_size, file_time(status)) == (size, mtime_ns)


def _not_there(row: JournalRow, now: str) -> tuple[str, str | None]:
    folder = os.path.dirname(now)
    if os.path.isdir(folder):
        return "lost", f"It is no longer in {folder}: somebody moved or deleted it."
    return row.state, f"The folder {folder} is not there. Connect its disk, then undo again."


def _copy_away(library: Library, row: JournalRow, kind: str) -> tuple[str, str | None]:
    """A copy, or a sidecar that was new, goes to the trash; never if it may be all that is left."""
    from photoorg.files import transfer

    now = row.trash_path
    assert now is not None
    if not os.path.lexists(now):
        if kind != "xmp" and os.path.isdir(os.path.dirname(now)):
            return "restored", None  # there is no copy any more: nothing to take back
        return _not_there(row, now)
    if kind != "xmp" and not _fits(row.path, row.size, row.mtime_ns):
        return row.state, "Its original is not in its place or was changed, so the copy stays."
    if not transfer.is_copy(now, row.size, row.hash):
        return row.state, f"{now} was changed since, so it stays."
    _put_away(library, now)
    return "restored", None


def _put_away(library: Library, path: str) -> None:
    """Move a file of our own making to the trash: only a protected folder can keep it from that."""
    from photoorg.pipeline.protection import Guard

    Guard(library.db, []).move_to_trash(path, None)


def _old_sidecar_back(library: Library, row: JournalRow) -> tuple[str, str | None]:
    """The sidecar as it was before comes back from its backup; the later one goes to the trash."""
    from photoorg.files import transfer

    backup = row.trash_path
    assert backup is not None
    if not os.path.lexists(backup):
        return "lost", f"Its backup {backup} is gone, so the sidecar stays as it is."
    if not os.path.lexists(row.path) and not os.path.lexists(row.path.removesuffix(".xmp")):
        return _not_there(row, row.path)  # it went away with its photo
    if transfer.is_copy(row.path, row.size, row.hash):
        _put_away(library, row.path)
    elif os.path.lexists(row.path) and not _same_bytes(row.path, backup):
        return row.state, f"{row.path} was changed since, so it stays."
    if not os.path.lexists(row.path):
        transfer.copy(backup, row.path, f"{row.path}.part", None)
        transfer.sync_folder(row.path)
    return "restored", None


def _same_bytes(path: str, other: str) -> bool:
    from photoorg.files import transfer

    return transfer.is_copy(path, os.lstat(other).st_size, transfer.sha256(other))


def show_again(library: Library, row: JournalRow) -> None:
    """Bring the catalogue in line with a file that was taken back. Call inside a transaction."""
    if row.file_id is None or row.trash_path is None:
        return
    hide_at(library, row.trash_path, "missing" if row.state == "moved" else "trashed")
    if row.state != "moved":
        return
    if row.hash and facts.still_is(library.db, row.file_id, row.path, row.hash):
        facts.set_gone(library.db, [row.file_id], None)
    elif row.hash:
        show_at(library, row.path, row.hash)


def drop_made_folders(library: Library, operation: int) -> None:
    """The folders that an export made go again, once they are empty."""
    _, payload = transfers.kind_and_payload(library.db, operation)
    for folder in reversed(_texts(payload.get("made"))):
        with contextlib.suppress(OSError):
            Path(folder).rmdir()


def _texts(value: object) -> Sequence[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
