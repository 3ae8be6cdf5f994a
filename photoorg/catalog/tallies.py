"""How many photos each value of a facet has: kept ready by triggers (`facets`), so never counted.

The cost of a question is that of its answer, whatever the library holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from photoorg.catalog.facets import SEPARATOR

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

Key = Any  # an integer or a text, by the facet

# the key is what the name says; texts are "" for none. "day" has 0 for undated; "place" is code,
# region, city and country with a separator between them; "size" and "pixels" have `bucket`s;
# "placed" counts, by cluster, the photos that the user put there, and none of the others
Facet = Literal[
    "all", "day", "place", "cluster", "reviewed", "root", "rule", "guess", "source", "format",
    "camera", "mark", "rating", "favourite", "cell", "size", "pixels", "placed",
]  # fmt: skip

UNSORTED = -1  # the key of photos that the run left out of every cluster
UNGROUPED = -2  # of those that it has not placed yet


def rows(db: Connection, facet: Facet) -> list[tuple[Key, int, int]]:
    """(key, photos, bytes) of a facet's values that any photo has, by key."""
    found: list[tuple[Key, int, int]] = db.execute(
        "SELECT key, photos, bytes FROM tallies WHERE facet = ? AND photos > 0 ORDER BY key",
        (facet,),
    ).fetchall()
    return found


def photos(db: Connection, facet: Facet) -> dict[Key, int]:
    """Key -> photos."""
    return {key: count for key, count, _ in rows(db, facet)}


def total(db: Connection) -> int:
    """All photos."""
    return sum(photos(db, "all").values())


def between(db: Connection, facet: Facet, first: int | str, last: int | str) -> int:
    """Photos with a value of a facet from `first` to `last`."""
    row = db.execute(
        "SELECT coalesce(sum(photos), 0) FROM tallies WHERE facet = ? AND key BETWEEN ? AND ?",
        (facet, first, last),
    ).fetchone()
    return int(row[0])


def in_place(db: Connection, place: Sequence[str]) -> list[tuple[Key, int]]:
    """(key, photos) of the cities in a country, a region, or of one city."""
    first = SEPARATOR.join([*place, ""])
    last = first[:-1] + chr(ord(SEPARATOR) + 1)
    return db.execute(
        "SELECT key, photos FROM tallies WHERE facet = 'place' AND key >= ? AND key < ? "
        "AND photos > 0",
        (first, last),
    ).fetchall()


def bucket(number: int) -> int:
    """The class of a size: its number of digits and the first of them."""
    return len(str(number)) * 10 + int(str(number)[0])


def limits(number: int) -> tuple[int, int]:
    """The smallest number of a `bucket`, and that of the next one."""
    step = 10 ** (len(str(number)) - 1)
    first = number // step * step
    return first, first + step
