"""The journal of an operation against the disk: what is noted after a move, and after a kill.

`recover` brings journal, catalogue and disk to agree again, whatever was interrupted: a deletion,
its undo, an export. It only looks, or puts back into its place what had left it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from photoorg.catalog import decisions, facts
from photoorg.pipeline.forecast import changed
from photoorg.pipeline.rows import Seen, photo_row
from photoorg.records import Metadata

if TYPE_CHECKING:
    from photoorg.catalog.decisions import JournalRow
    from photoorg.pipeline.library import Library

INTERRUPTED = "The deletion was interrupted before this file."
NOT_IN_TRASH = "The deletion was interrupted, and the trash does not hold this file."
STOPPED = "Stopped before this file."


def families(rows: Iterable[JournalRow]) -> list[list[JournalRow]]:
    """Rows by the photo that they belong to, in the order of these photos."""
    found: dict[int, list[JournalRow]] = {}
    for row in rows:
        found.setdefault(row.position if row.belongs is None else row.belongs, []).append(row)
    return list(found.values())


def note(
    library: Library, operation: int, row: JournalRow, where: str | None, reason: str | None
) -> None:
    """Journal a file as trashed (`where`) or as staying (`reason`). Call inside a transaction."""
    if where is None:
        decisions.mark(library.db, operation, row.position, "failed", reason=reason)
        return
    decisions.mark(library.db, operation, row.position, "trashed", trash_path=where)
    if row.file_id is not None:
        facts.set_gone(library.db, [row.file_id], "trashed")


def show_again(library: Library, row: JournalRow) -> None:
    """Bring the photo's catalogue row back: its own, or a new one if that was reused since."""
    if row.file_id is None or row.hash is None:
        return
    if facts.still_is(library.db, row.file_id, row.path, row.hash):
        facts.set_gone(library.db, [row.file_id], None)
        return
    root = next((r for r in library.roots() if row.path.startswith(os.path.join(r.path, ""))), None)
    content = facts.metadata_of(library.db, row.hash)
    if root is None or content is None:
        return  # the next scan of its folder finds it
    relative = os.fsencode(row.path[len(os.path.join(root.path, "")) :])
    data = Metadata(**json.loads(content))
    seen = Seen(relative, row.path, row.size, row.mtime_ns, row.hash, data)
    new = photo_row(library.db, seen)
    facts.put_files(library.db, root.id, [new])


def finish(library: Library, operation: int) -> None:
    """End a deletion or its undo: what was not begun stays, and the history says how it stands.

    While a file has moved and that could not be noted (a full disk) it goes on as unfinished.
    """
    if decisions.journal(library.db, operation, ["moving"]):
        return
    with library.db.transaction():
        for row in decisions.journal(library.db, operation, ["planned"]):
            decisions.mark(library.db, operation, row.position, "failed", reason=STOPPED)
        decisions.set_state(library.db, operation, state_of(library, operation))


def state_of(library: Library, operation: int) -> str:
    """ "done", "undone" or "partly undone", by the states of its files."""
    db = library.db
    there = decisions.journal(db, operation, ["trashed", "moved", "copied"])
    back = decisions.journal(db, operation, ["restored", "lost"])
    if not back:
        return "done"
    return "partly undone" if there else "undone"


# --- After a kill --------------------------------------------------------------------------------


def recover(library: Library) -> None:
    """Settle what a kill or a crash interrupted, by what is on disk. Call under the lock."""
    for operation in decisions.unfinished(library.db):
        if decisions.kind_of(library.db, operation) == "delete":
            _recover_deletion(library, operation)
            _recover_undo(library, operation)
            finish(library, operation)
        else:
            from photoorg.pipeline import export_undo

            export_undo.settle(library, operation)


def _recover_deletion(library: Library, operation: int) -> None:
    """The files that were being moved; of a family that was cut in two, all come back."""
    for family in families(decisions.journal(library.db, operation, ["moving"])):
        found = [(row, *_after_a_kill(row)) for row in family]
        if any(where is None for _, where, _ in found):
            found = [(row, *_back(row, where, reason)) for row, where, reason in found]
        with library.db.transaction():
            for row, where, reason in found:
                note(library, operation, row, where, reason)


def _after_a_kill(row: JournalRow) -> tuple[str | None, str | None]:
    """(path in the trash, None) or (None, why it is not there)."""
    from photoorg.files.trash_search import find_in_trash

    if changed(row.path, row.size, row.mtime_ns) is None:
        return None, INTERRUPTED
    found = find_in_trash(row.path, size=row.size, mtime_ns=row.mtime_ns)
    return found, INTERRUPTED if os.path.lexists(row.path) else NOT_IN_TRASH


def _back(row: JournalRow, where: str | None, reason: str | None) -> tuple[str | None, str | None]:
    from photoorg.files import trash

    if where is None:
        return None, reason
    try:
        trash.restore(where, row.path, size=row.size, mtime_ns=row.mtime_ns)
    except trash.TrashError:
        return where, None  # listed as in the trash, and so it is
    return None, INTERRUPTED


def _recover_undo(library: Library, operation: int) -> None:
    """The files that an undo had put back but not noted, and what belongs to them."""
    for family in families(decisions.journal(library.db, operation, ["trashed"])):
        back = [row for row in family if is_back(row)]
        if not back:
            continue
        back += [row for row in family if row not in back and _back(row, row.trash_path, None)[1]]
        with library.db.transaction():
            for row in back:
                decisions.mark(library.db, operation, row.position, "restored")
                show_again(library, row)


def is_back(row: JournalRow) -> bool:
    """Whether a trashed file lies in its place again; then the trash's own note goes, too."""
    from photoorg.files import trash

    assert row.trash_path is not None
    if os.path.lexists(row.trash_path) or changed(row.path, row.size, row.mtime_ns):
        return False
    trash.drop_info(row.trash_path, row.path)
    return True


def names_of(rows: Sequence[JournalRow], role: str) -> tuple[str, ...]:
    """The paths of the rows of a role."""
    return tuple(row.path for row in rows if row.role == role)
