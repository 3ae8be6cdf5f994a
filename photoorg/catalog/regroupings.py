"""Two groupings of the same library beside each other: who is where, who came, who went.

Each is a join of the photos with two runs' assignments: 0.4 s for 100,000 photos, so off the
window's thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from photoorg.catalog.views import SHOWN

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

Group = int | None  # a leaf cluster; None: unsorted


@dataclass(frozen=True, slots=True)
class Moved:
    """A photo that two runs put into different groups, and how sure each was."""

    photo: int
    before: Group
    after: Group
    was_sure: float
    is_sure: float


def moved(db: Connection, before: int, after: int) -> list[Moved]:
    """The photos that both runs have placed, and not in the same group; the surest first.

    Not those that the user put where they are: no grouping moves these.
    """
    rows = db.execute(
        f"""SELECT f.id, a.cluster, b.cluster, a.confidence, b.confidence FROM files f
            JOIN assignments a ON a.run = ? AND a.hash = f.hash
            JOIN assignments b ON b.run = ? AND b.hash = f.hash
            WHERE {SHOWN} AND NOT f.placed AND a.cluster IS NOT b.cluster
            ORDER BY b.confidence DESC, f.id""",
        (before, after),
    )
    return [Moved(*row) for row in rows.fetchall()]


@dataclass(frozen=True, slots=True)
class Flow:
    """So many photos are in one group before and in one after; not `known`: not placed before.

    `learned`: the run before was trained on them, they were not placed later.
    """

    before: Group
    known: bool
    learned: bool
    after: Group
    photos: int


def flows(db: Connection, before: int, after: int) -> list[Flow]:
    """All photos that the run `after` has placed, by where they are in both runs.

    Those that the user put where they are stayed there, whatever the run before said.
    """
    rows = db.execute(
        f"""SELECT CASE WHEN f.placed THEN b.cluster ELSE a.cluster END,
                   a.hash IS NOT NULL, coalesce(a.trained, 0), b.cluster, count(*)
            FROM files f JOIN assignments b ON b.run = ? AND b.hash = f.hash
            LEFT JOIN assignments a ON a.run = ? AND a.hash = f.hash
            WHERE {SHOWN} GROUP BY 1, 2, 3, 4""",
        (after, before),
    )
    return [
        Flow(one, bool(known), bool(learned), other, photos)
        for one, known, learned, other, photos in rows.fetchall()
    ]


def leaf_titles(db: Connection, run: int) -> dict[int, str]:
    """Leaf cluster -> the machine's title in a run."""
    rows = db.execute("SELECT id, title FROM clusters WHERE run = ? AND leaf IS NOT NULL", (run,))
    return dict(rows.fetchall())
