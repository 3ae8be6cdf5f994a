"""Machine output: features, runs, clusters, assignments. Keyed by content."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from photoorg.catalog.connection import Connection
from photoorg.catalog.facts import now


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """A leaf (`leaf` set) or a folder that joins two clusters (`step`, `first`, `second` set)."""

    id: int
    title: str
    quality: float
    leaf: int | None = None
    step: int | None = None
    first: int | None = None
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a content belongs; `cluster` None is unsorted."""

    hash: str
    cluster: int | None
    confidence: float
    rank: int | None
    trained: bool
    second: int | None = (
        None  # the next best cluster, for a photo that does not belong in the first
    )


@dataclass(frozen=True, slots=True)
class Run:
    """One clustering of the library."""

    id: int
    model: str
    photos: int
    checkpoint: str


# --- Features ------------------------------------------------------------------------------------


def hashes_without_features(db: Connection, model: str) -> list[str]:
    """Contents of present photos that this model has not seen, sorted."""
    rows = db.execute(
        """SELECT DISTINCT f.hash FROM files f
           LEFT JOIN features v ON v.model = ? AND v.hash = f.hash
           WHERE f.state = 'photo' AND f.gone IS NULL AND v.id IS NULL ORDER BY f.hash""",
        (model,),
    )
    return [row[0] for row in rows]


def hashes_with_features(db: Connection, model: str, hashes: Sequence[str]) -> list[str]:
    """Those of `hashes` that this model has seen, in that order."""
    return [
        digest
        for digest in hashes
        if db.execute(
            "SELECT 1 FROM features WHERE model = ? AND hash = ?", (model, digest)
        ).fetchone()
    ]


def put_features(db: Connection, model: str, rows: Iterable[tuple[str, bytes]]) -> None:
    """Store feature blobs by content hash, in one transaction."""
    with db.transaction():
        db.executemany(
            "INSERT OR REPLACE INTO features(model, hash, data) VALUES (?, ?, ?)",
            [(model, digest, blob) for digest, blob in rows],
        )


def features(db: Connection, model: str, hashes: Sequence[str]) -> Iterable[bytes]:
    """The blobs of `hashes`, in that order, one at a time (a library need not fit in memory)."""
    for digest in hashes:
        yield db.execute(
            "SELECT data FROM features WHERE model = ? AND hash = ?", (model, digest)
        ).fetchone()[0]


# --- Runs ----------------------------------------------------------------------------------------


def current_run(db: Connection) -> Run | None:
    """The clustering that the views show."""
    row = db.execute("SELECT id, model, photos, checkpoint FROM runs WHERE current = 1").fetchone()
    return Run(*row) if row else None


def unassigned(db: Connection, run: int) -> list[str]:
    """Contents of present photos that the run has not placed, sorted."""
    rows = db.execute(
        """SELECT DISTINCT f.hash FROM files f
           LEFT JOIN assignments a ON a.run = ? AND a.hash = f.hash
           WHERE f.state = 'photo' AND f.gone IS NULL AND a.hash IS NULL ORDER BY f.hash""",
        (run,),
    )
    return [row[0] for row in rows]


def assigned(db: Connection) -> set[str]:
    """The contents that the current run has placed or left unsorted."""
    rows = db.execute(
        "SELECT hash FROM assignments WHERE run = (SELECT id FROM runs WHERE current = 1)"
    )
    return {row[0] for row in rows.fetchall()}


def trained(db: Connection, run: int) -> list[str]:
    """The contents that a run was trained on, in the order of its training."""
    rows = db.execute(
        "SELECT hash FROM assignments WHERE run = ? AND trained ORDER BY hash", (run,)
    )
    return [row[0] for row in rows.fetchall()]


def leaf_ids(db: Connection, run: int) -> dict[int, int]:
    """Leaf index in the checkpoint -> cluster id."""
    rows = db.execute("SELECT leaf, id FROM clusters WHERE run = ? AND leaf IS NOT NULL", (run,))
    return dict(rows.fetchall())


def joins(db: Connection, run: int) -> dict[int, list[int]]:
    """Joined folder id -> its leaf cluster ids, in the order in which they were joined."""
    rows = db.execute(
        "SELECT id, first, second FROM clusters WHERE run = ? AND step IS NOT NULL ORDER BY step",
        (run,),
    )
    below: dict[int, list[int]] = {}
    for join, first, second in rows:
        below[join] = below.get(first, [first]) + below.get(second, [second])
    return below


def next_cluster_id(db: Connection) -> int:
    """An id that no run and no decision has used: never given twice, names and links stay true."""
    rows = db.execute(
        "SELECT max(id) FROM clusters UNION ALL SELECT max(id) FROM kept_clusters UNION ALL "
        "SELECT max(cluster) FROM decisions INDEXED BY decisions_of_clusters "
        "WHERE cluster IS NOT NULL"  # those that were made and taken back
    )
    return max(row[0] or 0 for row in rows) + 1


def next_run_id(db: Connection) -> int:
    """The id that the next run will get."""
    return int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()[0])


def trained_on(db: Connection, run: int) -> int:
    """How many contents of present photos the run was trained on (not placed later)."""
    return int(
        db.execute(
            """SELECT count(DISTINCT f.hash) FROM files f JOIN assignments a
                      ON a.run = ? AND a.hash = f.hash
               WHERE f.state = 'photo' AND f.gone IS NULL AND a.trained""",
            (run,),
        ).fetchone()[0]
    )


def checkpoints(db: Connection, newest: int) -> set[str]:
    """The file names that the newest runs need."""
    rows = db.execute("SELECT checkpoint FROM runs ORDER BY id DESC LIMIT ?", (newest,))
    return {row[0] for row in rows}


def put_run(
    db: Connection,
    *,
    model: str,
    checkpoint: str,
    level: int,
    parameters: dict[str, Any],
    clusters: Sequence[ClusterRow],
    assignments: Sequence[Assignment],
) -> int:
    """Store a clustering and make it the current one, in one transaction."""
    with db.transaction():
        db.execute("UPDATE runs SET current = 0 WHERE current = 1")
        run = db.insert(
            "INSERT INTO runs(created, model, photos, checkpoint, level, parameters, current) "
            "VALUES (?, ?, ?, ?, ?, ?, 1)",
            (now(), model, len(assignments), checkpoint, level, json.dumps(parameters)),
        )
        db.executemany(
            "INSERT INTO clusters(run, id, leaf, step, first, second, title, quality) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(run, c.id, c.leaf, c.step, c.first, c.second, c.title, c.quality) for c in clusters],
        )
        _insert_assignments(db, run, assignments)
    return run


def add_assignments(db: Connection, run: int, assignments: Sequence[Assignment]) -> None:
    """Place further contents in an existing clustering, in one transaction."""
    with db.transaction():
        _insert_assignments(db, run, assignments)


def _insert_assignments(db: Connection, run: int, assignments: Sequence[Assignment]) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO assignments(run, hash, cluster, confidence, rank, trained, "
        "second) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (run, a.hash, a.cluster, a.confidence, a.rank, int(a.trained), a.second)
            for a in assignments
        ],
    )
