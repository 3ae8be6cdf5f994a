"""Which index a view is read through: the one by which it costs least, by the tallies.

SQLite by itself, without statistics, prefers whatever avoids a sort, and reads a library of a
million photos for a view of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal

from photoorg.catalog import tallies
from photoorg.catalog.conditions import SHOWN, day_range, few_named, touched
from photoorg.catalog.counting_schema import CELL
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

# microseconds a photo
_LOOK_UP = 1.5  # in the table
_SORT = 1.0
_PASS = 0.12  # to the next one, in an index

_ORDERED = {  # without a filter, by these indexes nothing is sorted
    "date": "files_date",
    "oldest": "files_date",
    "confidence": "files_sure",
    "odd": "files_odd",
    "size": "files_size",
    "sharpness": "files_blurred",
}


def source(
    db: Connection, wanted: Filter, leaves: Sequence[int], order: str, limit: int | None = None
) -> str:
    """What follows `FROM files f`: the index by which the answer costs least.

    A small index leads to the table photo by photo, a large one holds all that filters ask for.
    Those that have the order of the view need no sorting, and a page of it ends early, if the
    conditions hold together as often as chance would have it; mostly they do so more often.
    """
    if wanted.ids or few_named(db, wanted.text):
        return BY_ID
    if wanted == Filter() and (limit is not None or order in ("date", "oldest")):
        return f"INDEXED BY {_ORDERED[order]}"
    total = tallies.total(db)
    found = list(_narrowing(db, wanted, leaves))
    fitting = total
    for count, _ in found:
        fitting = max(1, fitting * count // max(total, 1))
    costs = [(_cost(n, index, leaves, limit, order), index) for n, index in found]
    passed = total if limit is None else min(total, limit * total // fitting)
    if order in ("date", "oldest"):
        costs.append((passed * _PASS, "files_facets"))
    elif limit is not None:
        costs.append((passed * _LOOK_UP, _ORDERED[order]))
    for count, index in _rated_in(db, wanted, leaves, total):
        costs.append((count * (_PASS + _SORT), index))
    if not costs:
        return "NOT INDEXED"
    cost, index = min(costs)
    end_to_end = total * (_LOOK_UP / 3) + fitting * _SORT
    return "NOT INDEXED" if end_to_end < cost else f"INDEXED BY {index}"


_SORTED = ("files_cluster", "files_facets")  # large, with the dates' order for one value


def _cost(count: int, index: str, leaves: Sequence[int], limit: int | None, order: str) -> float:
    """Microseconds to get at `count` photos through an index."""
    if index not in (*_SORTED, "files_place"):
        return count * (_LOOK_UP + _SORT)
    if index in _SORTED and len(leaves) < 2 and order in ("date", "oldest"):
        return count * _PASS
    return count * (_PASS + _SORT)


def counting(db: Connection, wanted: Filter, leaves: Sequence[int]) -> str:
    """The same for a question of which the answer has no order."""
    if wanted.ids or few_named(db, wanted.text):
        return BY_ID
    found = [
        (n * (_PASS if index in (*_SORTED, "files_place") else _LOOK_UP), index)
        for n, index in _narrowing(db, wanted, leaves)
    ]
    total, asked = tallies.total(db), set(set_fields(wanted))
    if not asked - SHAPES:
        found.append((_of_format(db, wanted, total) * _PASS / 2, "files_shapes"))
    found += [(n * _PASS, index) for n, index in _rated_in(db, wanted, leaves, total)]
    if asked == {"bounds"}:
        return CELLS
    return f"INDEXED BY {min([*found, (total * _PASS, 'files_facets')])[1]}"


def _of_format(db: Connection, wanted: Filter, total: int) -> int:
    """How many photos the index of shapes has to pass over: by format, then by size."""
    if not wanted.formats:
        return total
    passed = _sum(db, "format", lambda key: key in wanted.formats)
    smaller = tallies.between(db, "size", 0, tallies.bucket(wanted.least_bytes) - 1)
    most = total if wanted.most_bytes is None else _up_to(db, wanted.most_bytes)
    return passed * max(0, most - smaller) // max(total, 1)


def _up_to(db: Connection, size: int) -> int:
    return tallies.between(db, "size", 0, tallies.bucket(size))


SHAPES = {
    "formats", "least_bytes", "most_bytes", "least_pixels", "least_rating", "mark", "marked",
    "favourite", "unreviewed", "guessed_dates", "rules", "camera",
}  # fmt: skip


def counted(db: Connection, wanted: Filter, leaves: Sequence[int]) -> int | None:
    """How many photos a filter of one condition leaves, from the tallies; None: it has others."""
    asked = set_fields(wanted)
    if not asked:
        return tallies.total(db)
    (name, *others) = asked
    if others or name in ("bounds", "text", "folder", "protected", "ids"):
        return None
    if name == "least_bytes":
        return _at_least(db, "size", wanted.least_bytes)
    if name == "most_bytes":
        return tallies.total(db) - _at_least(db, "size", (wanted.most_bytes or 0) + 1)
    if name == "least_pixels":
        return _at_least(db, "pixels", wanted.least_pixels)
    if name == "unreviewed":
        return _sum(db, "reviewed", lambda key: key == -1)
    if name == "marked" and not wanted.marked:
        return _sum(db, "mark", lambda key: not key)
    return next((n for n, _ in _narrowing(db, wanted, leaves)), None)


def complement(db: Connection, wanted: Filter) -> tuple[Filter, Filter, str] | None:
    """For a view that most photos are in: a wider one, and what to take out of it with its index.

    What is neither reviewed nor small are most photos: 0.1 us each to count them, so it is the
    others that are counted. None where that wins nothing.
    """
    asked = set(set_fields(wanted))
    if len(asked) < 2 or asked - SHAPES:
        return None
    total = tallies.total(db)
    if wanted.unreviewed:
        reviewed = total - _sum(db, "reviewed", lambda key: key == -1)
        wider = replace(wanted, unreviewed=False)
        return (wider, wider, SEEN) if reviewed * 4 < total else None
    if wanted.formats and wanted.least_bytes and wanted.most_bytes is None:
        smaller = _up_to(db, wanted.least_bytes - 1)
        wider = replace(wanted, least_bytes=0)
        others = replace(wider, most_bytes=wanted.least_bytes - 1)
        return (wider, others, "INDEXED BY files_shapes") if smaller * 2 < total else None
    return None


BY_ID = "NOT INDEXED"  # the primary key is none; without it SQLite would pass over all photos
SEEN = "INDEXED BY files_seen"  # of the photos that a review has shown
CELLS = "INDEXED BY files_cells"
_MOST_CELLS = 600  # of 2,592: beyond, to look each of them up costs as much as to read them all


def also(wanted: Filter, using: str) -> str:
    """What an index needs to be told beside the conditions of the view, to follow them."""
    if using == SEEN:
        return " AND f.reviewed IS NOT NULL"
    if using == CELLS and wanted.bounds:
        cells = touched(*wanted.bounds)
        if len(cells) <= _MOST_CELLS:
            return f" AND {CELL.format('f')} IN ({', '.join(map(str, cells))})"
    return ""


def _at_least(db: Connection, column: Literal["size", "pixels"], least: int) -> int:
    """Photos with so much: all of the larger buckets, and those of its own that reach it."""
    first, beyond = tallies.limits(least)
    larger = tallies.between(db, column, tallies.bucket(beyond), 999)
    row = db.execute(
        f"SELECT count(*) FROM files f INDEXED BY files_{column} WHERE {SHOWN} "
        f"AND f.{column} >= ? AND f.{column} < ?",
        (max(first, least), beyond),
    ).fetchone()
    return larger + int(row[0])


def set_fields(wanted: Filter) -> list[str]:
    """The fields of a filter that ask for anything."""
    return [f.name for f in fields(Filter) if getattr(wanted, f.name) != getattr(_ALL, f.name)]


_ALL = Filter()


def _narrowing(db: Connection, wanted: Filter, leaves: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(how many photos fulfil it, its index), of each condition that has one."""
    if wanted.cluster is not None:
        yield _sum(db, "cluster", lambda key: key in leaves), "files_cluster"
    if wanted.unsorted:
        yield _sum(db, "cluster", lambda key: key < 0), "files_cluster"
    if wanted.place:
        yield sum(n for _, n in tallies.in_place(db, wanted.place)), "files_place"
    if wanted.unplaced:
        yield tallies.between(db, "place", "", ""), "files_place"
    if wanted.date or wanted.days:
        first, last = day_range(wanted.date) if wanted.date else wanted.days or (0, 0)
        yield tallies.between(db, "day", max(1, first), last), "files_facets"
    if wanted.undated:
        yield tallies.between(db, "day", 0, 0), "files_facets"
    if wanted.bounds:
        yield _in_bounds(db, *wanted.bounds), "files_cells"
    yield from _listed(db, wanted)
    yield from _judged(db, wanted)
    if wanted.least_bytes:
        yield tallies.between(db, "size", tallies.bucket(wanted.least_bytes), 999), "files_size"
    if wanted.most_bytes is not None:
        yield _up_to(db, wanted.most_bytes), "files_size"


def _rated_in(
    db: Connection, wanted: Filter, leaves: Sequence[int], total: int
) -> Iterator[tuple[int, str]]:
    """The index of the rated photos of each cluster; how many there are by chance."""
    if wanted.least_rating and (wanted.cluster is not None or wanted.unsorted):
        (rated, _), *_ = _judged(db, replace(_ALL, least_rating=wanted.least_rating))
        (inside, _), *_ = _narrowing(db, wanted, leaves)
        yield inside * rated // max(total, 1), "files_best"


def _listed(db: Connection, wanted: Filter) -> Iterator[tuple[int, str]]:
    if wanted.rules:
        yield _sum(db, "rule", lambda key: key in wanted.rules), "files_rule"
    if wanted.guessed_dates:
        yield _sum(db, "guess", bool), "files_guessed"
    if wanted.place_sources:
        yield _sum(db, "source", lambda key: key in wanted.place_sources), "files_source"
    if wanted.estimated:
        yield _sum(db, "source", lambda key: key == "estimate"), "files_source"
    if wanted.formats:
        yield _sum(db, "format", lambda key: key in wanted.formats), "files_format"
    if wanted.camera is not None:
        yield _sum(db, "camera", lambda key: key == wanted.camera), "files_camera"


def _judged(db: Connection, wanted: Filter) -> Iterator[tuple[int, str]]:
    if wanted.mark is not None:
        yield _sum(db, "mark", lambda key: key == wanted.mark), "files_marked"
    if wanted.marked:
        yield _sum(db, "mark", bool), "files_marked"
    if wanted.least_rating:
        yield _sum(db, "rating", lambda key: key >= wanted.least_rating), "files_rated"
    if wanted.favourite:
        yield _sum(db, "favourite", bool), "files_favourites"


def _sum(db: Connection, facet: tallies.Facet, counts: Callable[[tallies.Key], bool]) -> int:
    return sum(n for key, n in tallies.photos(db, facet).items() if counts(key))


def _in_bounds(db: Connection, south: float, west: float, north: float, east: float) -> int:
    """Photos in the cells of 5 degrees that a rectangle touches."""
    cells = set(touched(south, west, north, east))
    return _sum(db, "cell", cells.__contains__)
