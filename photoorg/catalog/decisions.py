"""Decisions and deletions: written by a user's action alone, never by a scan or a training."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from photoorg.catalog.connection import Connection
from photoorg.catalog.facts import now
from photoorg.records import Operation


@dataclass(frozen=True, slots=True)
class Decision:
    """One action of the user, as stored."""

    id: int
    kind: str
    hash: str | None
    cluster: int | None
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One file of a deletion. `path` is absolute; `trash_path` None until it was moved."""

    position: int
    file_id: int
    path: str
    trash_path: str | None
    hash: str
    size: int
    mtime_ns: int
    state: str


def add_decision(
    db: Connection,
    kind: str,
    payload: dict[str, Any],
    *,
    digest: str | None = None,
    cluster: int | None = None,
) -> None:
    """Append a decision, in its own transaction."""
    with db.transaction():
        db.execute(
            "INSERT INTO decisions(created, kind, hash, cluster, payload) VALUES (?, ?, ?, ?, ?)",
            (now(), kind, digest, cluster, json.dumps(payload)),
        )


def decisions(db: Connection, kind: str) -> list[Decision]:
    """All decisions of a kind, oldest first."""
    rows = db.execute(
        "SELECT id, kind, hash, cluster, payload FROM decisions WHERE kind = ? ORDER BY id", (kind,)
    )
    return [Decision(i, k, h, c, json.loads(p)) for i, k, h, c, p in rows]


# --- Deletions -----------------------------------------------------------------------------------


def begin_operation(
    db: Connection, title: str, files: Sequence[tuple[int, str, str | None, int, int]]
) -> int:
    """Journal a deletion before anything is touched; files are (id, path, hash, size, mtime)."""
    with db.transaction():
        operation = db.insert(
            "INSERT INTO operations(created, title, state) VALUES (?, ?, 'running')",
            (now(), title),
        )
        db.executemany(
            "INSERT INTO operation_files(operation, position, file_id, path, hash, size, "
            "mtime_ns, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'planned')",
            [
                (operation, n, file_id, os.fsencode(path), digest, size, mtime_ns)
                for n, (file_id, path, digest, size, mtime_ns) in enumerate(files)
            ],
        )
    return operation


def journal(db: Connection, operation: int, states: Iterable[str]) -> list[JournalRow]:
    """The files of a deletion that are in one of `states`, in order."""
    wanted = list(states)
    rows = db.execute(
        "SELECT position, file_id, path, trash_path, hash, size, mtime_ns, state "
        f"FROM operation_files WHERE operation = ? AND state IN ({', '.join('?' * len(wanted))}) "
        "ORDER BY position",
        (operation, *wanted),
    )
    return [
        JournalRow(n, i, os.fsdecode(p), os.fsdecode(t) if t else None, digest, size, mtime, state)
        for n, i, p, t, digest, size, mtime, state in rows
    ]


def failures(db: Connection, operation: int) -> list[tuple[str, str]]:
    """(path, reason) of the files that a deletion left where they were."""
    rows = db.execute(
        "SELECT path, reason FROM operation_files WHERE operation = ? AND state = 'failed' "
        "ORDER BY position",
        (operation,),
    )
    return [(os.fsdecode(path), reason) for path, reason in rows]


def mark(
    db: Connection,
    operation: int,
    position: int,
    state: str,
    *,
    trash_path: str | None = None,
    reason: str | None = None,
) -> None:
    """Set the state of one file of a deletion. Call inside a transaction."""
    db.execute(
        "UPDATE operation_files SET state = ?, reason = ?, trash_path = coalesce(?, trash_path) "
        "WHERE operation = ? AND position = ?",
        (state, reason, os.fsencode(trash_path) if trash_path else None, operation, position),
    )


def set_state(db: Connection, operation: int, state: str) -> None:
    """Set the state of a deletion. Call inside a transaction."""
    db.execute("UPDATE operations SET state = ? WHERE id = ?", (state, operation))


def unfinished(db: Connection) -> list[int]:
    """Deletions that a crash or a kill interrupted."""
    rows = db.execute("SELECT id FROM operations WHERE state = 'running' ORDER BY id")
    return [row[0] for row in rows]


def undoable(db: Connection) -> list[int]:
    """Deletions of which files are still in the trash, as far as is known; newest first."""
    rows = db.execute(
        "SELECT DISTINCT operation FROM operation_files WHERE state = 'trashed' "
        "ORDER BY operation DESC"
    )
    return [row[0] for row in rows]


def operations(db: Connection) -> list[Operation]:
    """The history of deletions that moved anything, newest first."""
    rows = db.execute(
        """SELECT o.id, o.created, o.title, count(j.position), coalesce(sum(j.size), 0), o.state
           FROM operations o JOIN operation_files j
                ON j.operation = o.id AND j.state IN ('trashed', 'restored', 'lost')
           GROUP BY o.id ORDER BY o.id DESC"""
    )
    return [Operation(*row) for row in rows]
