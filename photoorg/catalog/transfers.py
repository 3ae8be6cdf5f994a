"""Moves, copies and sidecars in the journal of operations, beside the deletions.

One row a file. `trash_path` is where the file goes, from the plan on, and so where it is once the
state says "moved" or "copied". A move to another disk is two rows: the copy, and then the original
(its role), which goes to the trash as in a deletion and belongs to the same photo.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from photoorg.catalog.clock import now
from photoorg.catalog.decisions import append

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.decisions import JournalRow


def begin(
    db: Connection, kind: str, title: str, payload: dict[str, Any], rows: Sequence[JournalRow]
) -> int:
    """Journal a transfer before anything is touched; returns the operation's id.

    `trash_path` of a row is where its file is to go.
    """
    with db.transaction():
        operation = db.insert(
            "INSERT INTO operations(created, title, state, kind, payload) "
            "VALUES (?, ?, 'running', ?, ?)",
            (now(), title, kind, json.dumps(payload)),
        )
        append(db, "operation", {"operation": operation})  # its turn among the decisions
        db.executemany(
            "INSERT INTO operation_files(operation, position, file_id, path, trash_path, hash, "
            "size, mtime_ns, role, belongs, state) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned')",
            [
                (
                    operation, row.position, row.file_id, os.fsencode(row.path),
                    os.fsencode(row.trash_path or row.path),
                    row.hash, row.size, row.mtime_ns, row.role, row.belongs,
                )
                for row in rows
            ],
        )  # fmt: skip
    return operation


def kind_and_payload(db: Connection, operation: int) -> tuple[str, dict[str, Any]]:
    """What an operation is ("delete", "move", "copy", "xmp"), and what it noted of itself."""
    row = db.execute("SELECT kind, payload FROM operations WHERE id = ?", (operation,)).fetchone()
    return str(row[0]), json.loads(row[1])


def set_hash(db: Connection, operation: int, position: int, digest: str) -> None:
    """Note the bytes of a file that were not known before. Call inside a transaction."""
    db.execute(
        "UPDATE operation_files SET hash = ? WHERE operation = ? AND position = ?",
        (digest, operation, position),
    )


def roots(db: Connection) -> list[tuple[int, str]]:
    """(id, path) of the folders of the library, without counting their photos."""
    return [(i, os.fsdecode(path)) for i, path in db.execute("SELECT id, path FROM roots")]


def expect(
    db: Connection, operation: int, position: int, where: str, digest: str, size: int
) -> None:
    """Mark a file as being written, and say what it will be. Call inside a transaction."""
    db.execute(
        "UPDATE operation_files SET state = 'moving', trash_path = ?, hash = ?, size = ? "
        "WHERE operation = ? AND position = ?",
        (os.fsencode(where), digest, size, operation, position),
    )


def add_original(db: Connection, operation: int, copied: JournalRow) -> int:
    """Journal that the original of a copy goes to the trash; its position. In a transaction."""
    position = db.execute(
        "SELECT max(position) + 1 FROM operation_files WHERE operation = ?", (operation,)
    ).fetchone()[0]
    db.execute(
        "INSERT INTO operation_files(operation, position, file_id, path, hash, size, mtime_ns, "
        "role, belongs, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'original', ?, 'moving')",
        (
            operation, position, copied.file_id, os.fsencode(copied.path), copied.hash,
            copied.size, copied.mtime_ns,
            copied.position if copied.belongs is None else copied.belongs,
        ),
    )  # fmt: skip
    return int(position)
