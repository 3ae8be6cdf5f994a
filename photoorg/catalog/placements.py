"""What the user's decisions about groups come to, by content hash, and the groups they keep.

Each row could be rebuilt from `decisions`. Triggers bring it together with the current run in
`files.cluster`, which all views read. Write inside a transaction that also appends the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from photoorg.records import Kept

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

_BATCH = 500
Pair = tuple[str, int]


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _marks(items: Sequence[object]) -> str:
    return ", ".join("?" * len(items))


# --- Where the user put photos -------------------------------------------------------------------


def placed(db: Connection, hashes: Sequence[str]) -> list[int | None]:
    """The cluster that each content was put in, in that order; None: left to the machine."""
    found: dict[str, int] = {}
    for part in _batches(hashes):
        found.update(
            db.execute(
                f"SELECT hash, cluster FROM placements WHERE hash IN ({_marks(part)})", list(part)
            ).fetchall()
        )
    return [found.get(digest) for digest in hashes]


def all_placed(db: Connection) -> dict[str, int]:
    """Content hash -> the cluster it was put in, also for photos that are away."""
    return dict(db.execute("SELECT hash, cluster FROM placements ORDER BY hash").fetchall())


def put(db: Connection, rows: Iterable[tuple[str, int | None]]) -> None:
    """Place contents, or (None) leave them to the machine again."""
    todo = list(rows)
    db.executemany(
        "INSERT INTO placements(hash, cluster) VALUES (?, ?) "
        "ON CONFLICT(hash) DO UPDATE SET cluster = excluded.cluster",
        [row for row in todo if row[1] is not None],
    )
    db.executemany(
        "DELETE FROM placements WHERE hash = ?", [(h,) for h, cluster in todo if cluster is None]
    )


# --- Where photos do not belong ------------------------------------------------------------------


def barred(db: Connection, hashes: Sequence[str]) -> set[Pair]:
    """(content, cluster) of the clusters in which these contents must not be."""
    found: set[Pair] = set()
    for part in _batches(hashes):
        found.update(
            db.execute(
                f"SELECT hash, cluster FROM not_here WHERE hash IN ({_marks(part)})", list(part)
            ).fetchall()
        )
    return found


def all_barred(db: Connection) -> set[str]:
    """The contents that do not belong in some cluster."""
    return {row[0] for row in db.execute("SELECT hash FROM not_here").fetchall()}


def bar(db: Connection, pairs: Iterable[Pair], on: bool) -> None:
    """Note that contents do not belong in clusters, or no longer."""
    if on:
        db.executemany("INSERT OR IGNORE INTO not_here(hash, cluster) VALUES (?, ?)", pairs)
    else:
        db.executemany("DELETE FROM not_here WHERE hash = ? AND cluster = ?", pairs)


# --- Groups that live on -------------------------------------------------------------------------


def kept(db: Connection) -> dict[int, Kept]:
    """Cluster id -> what is kept of it, for all that the user put photos in."""
    rows = db.execute("SELECT id, title, named FROM kept_clusters ORDER BY id").fetchall()
    return {i: Kept(title, bool(named)) for i, title, named in rows}


def keep(db: Connection, rows: Mapping[int, Kept | None]) -> None:
    """Keep clusters under these titles, or (None) no longer."""
    db.executemany(
        "INSERT INTO kept_clusters(id, title, named) VALUES (?, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET title = excluded.title, named = excluded.named",
        [(i, row.title, int(row.named)) for i, row in rows.items() if row],
    )
    db.executemany(
        "DELETE FROM kept_clusters WHERE id = ?", [(i,) for i, row in rows.items() if row is None]
    )


def user_names(db: Connection) -> dict[int, str]:
    """Cluster id -> the name under which the user made it."""
    return dict(db.execute("SELECT id, title FROM kept_clusters WHERE named").fetchall())


# --- Where photos are now ------------------------------------------------------------------------


def clusters_of(db: Connection, hashes: Sequence[str]) -> dict[str, int]:
    """Content hash -> the leaf in which it is shown; those that are in none are left out."""
    found: dict[str, int] = {}
    for part in _batches(hashes):
        found.update(
            db.execute(
                "SELECT hash, cluster FROM files INDEXED BY files_hash "
                f"WHERE hash IN ({_marks(part)}) AND state = 'photo' AND cluster IS NOT NULL",
                list(part),
            ).fetchall()
        )
    return found


def hashes_in(db: Connection, leaves: Sequence[int]) -> list[str]:
    """The contents of these leaves, sorted; also those that are away or in the trash."""
    rows = db.execute(
        "SELECT DISTINCT hash FROM files INDEXED BY files_typical "
        f"WHERE cluster IN ({_marks(leaves)}) AND state = 'photo' ORDER BY hash",
        list(leaves),
    ).fetchall()
    return [row[0] for row in rows]


def typical_in(db: Connection, leaf: int, count: int) -> list[str]:
    """The contents of a leaf that are most typical of it, most typical first."""
    rows = db.execute(
        "SELECT DISTINCT hash FROM files INDEXED BY files_typical "
        "WHERE cluster = ? AND state = 'photo' AND gone IS NULL ORDER BY rank, hash LIMIT ?",
        (leaf, count),
    ).fetchall()
    return [row[0] for row in rows]


def grouping_of(db: Connection, hashes: Sequence[str]) -> dict[str, int]:
    """Content hash -> leaf in which it is shown, of these contents and of all that were placed."""
    wanted = {*hashes, *all_placed(db)}
    rows = db.execute(
        "SELECT DISTINCT hash, cluster FROM files WHERE state = 'photo' AND cluster IS NOT NULL"
    )
    return {digest: leaf for digest, leaf in rows.fetchall() if digest in wanted}
