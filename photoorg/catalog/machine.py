"""Machine output: features, runs, clusters, assignments. Keyed by content.

Some runs before the current one are kept, so that their groupings can be shown again; of older ones
the row and the clusters stay (2 kB), so that no id is given twice, but not what they say of photos.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from photoorg.catalog.clock import now
from photoorg.catalog.library_map import SHOW_POSITIONS
from photoorg.catalog.placements_schema import GROUP_OF_FILE

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection


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
    """One clustering of the library.

    `parameters`: seed, device, criterion; "why" it was trained ("asked", "share", ...) and how many
    photos were "new" then; "accepted": how many it had not learned from when the user chose to go
    back to it.
    """

    id: int
    model: str
    photos: int
    checkpoint: str
    created: str
    current: bool
    parameters: dict[str, Any]


#: Tables with what a run says of each content, by (run, hash): these make a run large.
RUN_TABLES = ("assignments", "positions")
_RUNS = "SELECT id, model, photos, checkpoint, created, current, parameters FROM runs"


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
    row = db.execute(f"{_RUNS} WHERE current = 1").fetchone()
    return _run(row) if row else None


def kept_runs(db: Connection) -> list[Run]:
    """The clusterings that can be shown, oldest first."""
    rows = db.execute(
        f"{_RUNS} WHERE EXISTS (SELECT 1 FROM assignments a WHERE a.run = runs.id) ORDER BY id"
    )
    return [_run(row) for row in rows.fetchall()]


def _run(row: Sequence[Any]) -> Run:
    run, model, photos, checkpoint, created, current, parameters = row
    return Run(run, model, photos, checkpoint, created, bool(current), json.loads(parameters))


def unassigned(db: Connection, run: int) -> list[str]:
    """Contents of present photos that the run has not placed, sorted."""
    rows = db.execute(
        """SELECT DISTINCT f.hash FROM files f
           LEFT JOIN assignments a ON a.run = ? AND a.hash = f.hash
           WHERE f.state = 'photo' AND f.gone IS NULL AND a.hash IS NULL ORDER BY f.hash""",
        (run,),
    )
    return [row[0] for row in rows]


def trained(db: Connection, run: int) -> list[str]:
    """The contents that a run learned from, in the order of its training; not those placed since.

    These tell which cluster is which: a hundred new photos in a group of eighty must not carry its
    identity away when they get a group of their own.
    """
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


def unlearned(db: Connection, run: int, model: str) -> int:
    """How many contents of present photos the current run did not learn from: placed since, or
    recognised by the feature model and not placed yet. 30 ms for 100,000 photos.
    """
    row = db.execute(
        """SELECT (SELECT count(*) FROM assignments a WHERE a.run = ? AND NOT a.trained
                   AND EXISTS (SELECT 1 FROM files f WHERE f.hash = a.hash
                               AND f.state = 'photo' AND f.gone IS NULL))
                + (SELECT count(DISTINCT f.hash) FROM files f
                   JOIN features v ON v.model = ? AND v.hash = f.hash
                   WHERE f.state = 'photo' AND f.gone IS NULL AND f.cluster IS NULL
                         AND NOT f.grouped)""",
        (run, model),
    ).fetchone()
    return int(row[0])


def put_run(
    db: Connection,
    *,
    model: str,
    checkpoint: str,
    level: int,
    parameters: dict[str, Any],
    clusters: Sequence[ClusterRow],
    assignments: Sequence[Assignment],
    current: bool = True,
) -> int:
    """Store a clustering and make it the current one (unless told not to), in one transaction."""
    with db.transaction():
        run = db.insert(
            "INSERT INTO runs(created, model, photos, checkpoint, level, parameters, current) "
            "VALUES (?, ?, ?, ?, ?, ?, 0)",
            (now(), model, len(assignments), checkpoint, level, json.dumps(parameters)),
        )
        db.executemany(
            "INSERT INTO clusters(run, id, leaf, step, first, second, title, quality) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(run, c.id, c.leaf, c.step, c.first, c.second, c.title, c.quality) for c in clusters],
        )
        _insert_assignments(db, run, assignments)
        if current:
            show_run(db, run)
    return run


_UNRANKED = 1_000_000_000  # of photos that are not ranked: they come last
_SWITCHES = (
    # in two steps: the cluster is in the largest indexes, and few photos change theirs
    """UPDATE files SET grouped = 1, cluster = a.cluster FROM assignments a
       WHERE a.run = :run AND a.hash = files.hash AND NOT files.placed
             AND (files.cluster IS NOT a.cluster OR NOT files.grouped)""",
    f"""UPDATE files SET confidence = a.confidence, rank = coalesce(a.rank, {_UNRANKED})
        FROM assignments a WHERE a.run = :run AND a.hash = files.hash AND NOT files.placed
             AND (files.confidence IS NOT a.confidence
                  OR files.rank IS NOT coalesce(a.rank, {_UNRANKED}))""",
    """UPDATE files SET grouped = 0, cluster = NULL, confidence = NULL, rank = NULL
       WHERE grouped AND NOT placed AND NOT EXISTS
             (SELECT 1 FROM assignments a WHERE a.run = :run AND a.hash = files.hash)""",
    # the user has the last word; and what was placed in a group of the user's that is no more
    f"""{GROUP_OF_FILE} WHERE hash IN
            (SELECT hash FROM placements UNION SELECT hash FROM not_here UNION
             SELECT hash FROM assignments a WHERE run = :run AND cluster IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM clusters c
                                    WHERE c.run = :run AND c.id = a.cluster)
                    AND NOT EXISTS (SELECT 1 FROM kept_clusters k WHERE k.id = a.cluster))""",
)


def show_run(db: Connection, run: int) -> None:
    """Make a run the current one. Call inside a transaction.

    The one place where that happens; triggers (`placements_schema`) see to the single photos that
    change later. 100,000 photos: 3 s, where triggers took 30.
    """
    db.execute("UPDATE runs SET current = (id = ?) WHERE current OR id = ?", (run, run))
    for switch in (*_SWITCHES, *SHOW_POSITIONS):
        db.execute(switch, {"run": run})


def note_of_run(db: Connection, run: int, name: str, value: int | str) -> None:
    """Set one of the parameters of a run. Call inside a transaction."""
    db.execute(
        "UPDATE runs SET parameters = json_set(parameters, '$.' || ?, ?) WHERE id = ?",
        (name, value, run),
    )


def drop_runs(db: Connection, runs: Iterable[int]) -> None:
    """Delete what these runs say of photos (9 MB for 100,000 photos), in one transaction."""
    with db.transaction():
        for run in runs:
            for table in RUN_TABLES:
                db.execute(f"DELETE FROM {table} WHERE run = ?", (run,))


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
