"""Decisions and deletions: written by a user's action alone, never by a scan or a training."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from photoorg.catalog.clock import now

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
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
    """One file of an operation. `path` is absolute; `trash_path` None until it was moved.

    A companion that is no photo of the library has neither `file_id` nor `hash`. `belongs` is the
    position of the photo that a file goes and stays with; None for that photo itself.
    """

    position: int
    file_id: int | None
    path: str
    trash_path: str | None
    hash: str | None
    size: int
    mtime_ns: int
    state: str
    role: str = "photo"
    belongs: int | None = None


def append(
    db: Connection, kind: str, payload: dict[str, Any], *, cluster: int | None = None
) -> int:
    """Append a decision; its id. Call inside a transaction, with what it changes."""
    return db.insert(
        "INSERT INTO decisions(created, kind, cluster, payload) VALUES (?, ?, ?, ?)",
        (now(), kind, cluster, json.dumps(payload)),
    )


def decision(db: Connection, decision_id: int) -> Decision:
    """One decision that is known to be there."""
    i, kind, digest, cluster, payload = db.execute(
        "SELECT id, kind, hash, cluster, payload FROM decisions WHERE id = ?", (decision_id,)
    ).fetchone()
    return Decision(i, kind, digest, cluster, json.loads(payload))


def of_clusters(db: Connection, kinds: Sequence[str]) -> list[Decision]:
    """The decisions of these kinds that name a cluster, oldest first.

    Read with every view: an index holds the few rows that name one, whatever else was decided.
    """
    rows = db.execute(
        "SELECT id, kind, hash, cluster, payload FROM decisions INDEXED BY decisions_of_clusters "
        f"WHERE cluster IS NOT NULL AND kind IN ({', '.join('?' * len(kinds))}) ORDER BY id",
        list(kinds),
    )
    return [Decision(i, k, h, c, json.loads(p)) for i, k, h, c, p in rows]


def newest_first(
    db: Connection, kinds: Sequence[str]
) -> Generator[tuple[int, str, int | None], None, None]:
    """(id, kind, the decision it undoes or redoes) of the decisions of these kinds.

    One at a time, and without the lists of photos that they hold. Close it before writing.
    """
    yield from db.execute(
        "SELECT id, kind, CASE WHEN kind IN ('undo', 'redo') THEN "
        "json_extract(payload, '$.decision') END FROM decisions "
        f"WHERE kind IN ({', '.join('?' * len(kinds))}) ORDER BY id DESC",
        list(kinds),
    )


# --- Deletions -----------------------------------------------------------------------------------


def begin_operation(db: Connection, title: str, rows: Sequence[JournalRow]) -> int:
    """Journal a deletion before anything is touched; positions are those of `rows`."""
    with db.transaction():
        operation = db.insert(
            "INSERT INTO operations(created, title, state) VALUES (?, ?, 'running')",
            (now(), title),
        )
        append(db, "operation", {"operation": operation})  # its turn among the decisions
        db.executemany(
            "INSERT INTO operation_files(operation, position, file_id, path, hash, size, "
            "mtime_ns, state, role, belongs) VALUES (?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?)",
            [
                (
                    operation, row.position, row.file_id, os.fsencode(row.path), row.hash,
                    row.size, row.mtime_ns, row.role, row.belongs,
                )
                for row in rows
            ],
        )  # fmt: skip
    return operation


def journal(db: Connection, operation: int, states: Iterable[str]) -> list[JournalRow]:
    """The files of an operation that are in one of `states`, in order."""
    wanted = list(states)
    rows = db.execute(
        "SELECT position, file_id, path, trash_path, hash, size, mtime_ns, state, role, belongs "
        f"FROM operation_files WHERE operation = ? AND state IN ({', '.join('?' * len(wanted))}) "
        "ORDER BY position",
        (operation, *wanted),
    )
    return [
        JournalRow(n, i, os.fsdecode(p), os.fsdecode(t) if t else None, *rest)
        for n, i, p, t, *rest in rows
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


def kind_of(db: Connection, operation: int) -> str:
    """ "delete", "move", "copy" or "xmp"; "" if there is no such operation."""
    row = db.execute("SELECT kind FROM operations WHERE id = ?", (operation,)).fetchone()
    return str(row[0]) if row else ""


def unfinished(db: Connection) -> list[int]:
    """Operations that a crash or a kill interrupted, or that run now."""
    rows = db.execute("SELECT id FROM operations WHERE state = 'running' ORDER BY id")
    return [row[0] for row in rows]


def turn_of(db: Connection, operation: int) -> int:
    """The decision's id that an operation took when it began; 0 for one older than these."""
    row = db.execute(
        "SELECT max(id) FROM decisions WHERE kind = 'operation' "
        "AND json_extract(payload, '$.operation') = ?",
        (operation,),
    ).fetchone()
    return int(row[0] or 0)


def undoable(db: Connection) -> list[int]:
    """Operations of which files can be taken back, as far as is known; newest first."""
    rows = db.execute(
        "SELECT DISTINCT operation FROM operation_files "
        "WHERE state IN ('trashed', 'moved', 'copied') ORDER BY operation DESC"
    )
    return [row[0] for row in rows]


def operations(db: Connection) -> list[Operation]:
    """The history of operations that moved anything, newest first; `held` as far as is known."""
    rows = db.execute(
        """SELECT o.id, o.created, o.title, sum(j.role = 'photo'),
                  sum(j.size * (j.role != 'original')), o.state, o.kind,
                  sum(j.role = 'companion'),
                  sum(j.role = 'photo' AND j.state = 'restored'),
                  sum(j.role = 'photo' AND j.state = 'lost'),
                  sum(j.role = 'photo' AND j.state IN ('trashed', 'moved', 'copied'))
           FROM operations o JOIN operation_files j ON j.operation = o.id
                AND j.state IN ('trashed', 'restored', 'lost', 'moved', 'copied')
           GROUP BY o.id ORDER BY o.id DESC"""
    )
    from photoorg.records import Operation  # none of them is needed to open a library

    return [Operation(*row) for row in rows]
