"""The map of the library: where each photo lies in it. Machine output, by run and content.

`files` has a copy for the current run, as it has of its cluster: 100,000 photos of a view are read
in 60 ms from one index, while joining them by hash would take half a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from photoorg.catalog import views
from photoorg.catalog.conditions import where
from photoorg.catalog.sources import counting
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

#: ids, x, y in the unit square, and leaf clusters (-1: in none)
Spots = tuple["array[int]", "array[float]", "array[float]", "array[int]"]


#: What `machine.show_run` does to the copies: those of the run come, all others go.
SHOW_POSITIONS = (
    """UPDATE files SET map_x = p.x, map_y = p.y FROM positions p
       WHERE p.run = :run AND p.hash = files.hash
             AND (files.map_x IS NOT p.x OR files.map_y IS NOT p.y)""",
    """UPDATE files SET map_x = NULL, map_y = NULL WHERE map_x IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM positions p WHERE p.run = :run AND p.hash = files.hash)""",
)


def put_positions(db: Connection, run: int, rows: Iterable[tuple[str, float, float]]) -> None:
    """Store (hash, x, y) of a run, in one transaction; of the current one they show at once."""
    with db.transaction():
        db.executemany(
            "INSERT OR REPLACE INTO positions(run, hash, x, y) VALUES (?, ?, ?, ?)",
            [(run, digest, x, y) for digest, x, y in rows],
        )
        if db.execute("SELECT 1 FROM runs WHERE id = ? AND current", (run,)).fetchone():
            db.execute(SHOW_POSITIONS[0], {"run": run})


def without_position(db: Connection, run: int) -> list[str]:
    """Contents of present photos that the run knows and that are not on its map, sorted."""
    rows = db.execute(
        """SELECT DISTINCT f.hash FROM files f JOIN assignments a ON a.run = ? AND a.hash = f.hash
           LEFT JOIN positions p ON p.run = a.run AND p.hash = a.hash
           WHERE f.state = 'photo' AND f.gone IS NULL AND p.hash IS NULL ORDER BY f.hash""",
        (run,),
    )
    return [row[0] for row in rows]


def any_without_position(db: Connection, run: int) -> bool:
    """Whether there are such."""
    row = db.execute(
        """SELECT 1 FROM files f WHERE f.state = 'photo' AND f.gone IS NULL AND f.grouped
           AND f.map_x IS NULL AND NOT EXISTS
           (SELECT 1 FROM positions p WHERE p.run = ? AND p.hash = f.hash) LIMIT 1""",
        (run,),
    ).fetchone()
    return row is not None


def positions_of(db: Connection, run: int) -> list[tuple[str, float, float]]:
    """(hash, x, y) of the contents on the map of a run that have features, sorted."""
    return db.execute(
        """SELECT p.hash, p.x, p.y FROM positions p WHERE p.run = ?
           AND EXISTS (SELECT 1 FROM features v JOIN runs r ON r.id = p.run
                       WHERE v.model = r.model AND v.hash = p.hash) ORDER BY p.hash""",
        (run,),
    ).fetchall()


def spots(db: Connection, wanted: Filter, leaves: Sequence[int]) -> Spots:
    """The photos of a view that are on the map, in no order."""
    clause, values = where(db, wanted, leaves)
    using = "INDEXED BY files_map" if wanted == Filter() else counting(db, wanted, leaves)
    ids, x, y, leaf = views.columns(
        db,
        f"SELECT f.id, f.map_x, f.map_y, coalesce(f.cluster, -1) FROM files f {using} "
        f"WHERE {clause} AND f.map_x IS NOT NULL",
        values,
        "qddq",
    )
    return ids, x, y, leaf
