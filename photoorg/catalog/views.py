"""What a view shows: `records.Filter` and `records.Order` as ids, counts, days and positions.

Everything is answered from `files` alone, which has copies of what the current run, the measures
and the user's verdicts say of each photo.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from photoorg.catalog import tallies
from photoorg.catalog.conditions import SHOWN, where
from photoorg.catalog.facets import FACET_KEYS
from photoorg.catalog.sources import CELLS, also, complement, counted, counting, source
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.records import Facet

__all__ = ["SHOWN", "count", "days", "facet", "photo_ids", "positions", "where"]

Positions = tuple["array[int]", "array[float]", "array[float]"]

_ORDERS = {
    # by path in the end, not by id: ids follow the order in which files happened to be read
    "date": "f.moment DESC, f.path",  # NULL, undated, comes last by itself
    "confidence": "f.rank IS NULL, f.rank, f.confidence DESC, f.path",
    "odd": "coalesce(f.confidence, 2), f.path",  # not yet clustered, without one, comes last
    "size": "f.size DESC, f.path",
    "sharpness": "coalesce(f.sharpness, 2), f.path",
}


def photo_ids(
    db: Connection, wanted: Filter, order: str, leaves: Sequence[int], limit: int | None = None
) -> array[int]:
    """Ids of the photos of a view, in order. `leaves` are the leaf ids that `wanted.cluster` means.

    8 bytes a photo, so that a view of a million photos is a list the window can hold; the first
    `limit` of them come sooner.
    """
    clause, values = where(db, wanted, leaves)
    using = source(db, wanted, leaves, order, limit)
    begin = f"SELECT f.id FROM files f {using} WHERE {clause}{also(wanted, using)}"
    if order != "oldest":
        return _ids(db, f"{begin} ORDER BY {_ORDERS[order]}", values, limit)
    found = _ids(
        db, f"{begin} AND f.moment IS NOT NULL ORDER BY f.moment, f.path", values, limit
    )  # in two parts, of which an index has the order
    if limit is None or len(found) < limit:
        left = None if limit is None else limit - len(found)
        found += _ids(db, f"{begin} AND f.moment IS NULL ORDER BY f.path", values, left)
    return found


def _ids(db: Connection, sql: str, values: Sequence[Any], limit: int | None) -> array[int]:
    return columns(db, sql + ("" if limit is None else f" LIMIT {limit:d}"), values, "q")[0]


def count(db: Connection, wanted: Filter, leaves: Sequence[int]) -> int:
    """How many photos a view shows."""
    known = counted(db, wanted, leaves)
    if known is not None:
        return known
    most = complement(db, wanted)
    if most is not None:
        wider, others, using = most
        return count(db, wider, leaves) - _counted(db, others, leaves, using)
    return _counted(db, wanted, leaves)


def _counted(
    db: Connection, wanted: Filter, leaves: Sequence[int], using: str | None = None
) -> int:
    clause, values = where(db, wanted, leaves)
    using = using or counting(db, wanted, leaves)
    sql = f"SELECT count(*) FROM files f {using} WHERE {clause}{also(wanted, using)}"
    return int(db.execute(sql, values).fetchone()[0])


def days(db: Connection, wanted: Filter, leaves: Sequence[int]) -> list[tuple[int, int]]:
    """(`ymd`, photos) of the days of a view, newest first; undated ones are left out."""
    if wanted == Filter():
        found = tallies.photos(db, "day").items()
        return sorted(((day, n) for day, n in found if day), reverse=True)
    clause, values = where(db, wanted, leaves)
    using = counting(db, wanted, leaves)
    return db.execute(
        f"SELECT f.ymd, count(*) FROM files f {using} "
        f"WHERE {clause}{also(wanted, using)} AND f.ymd IS NOT NULL "
        "GROUP BY f.ymd ORDER BY f.ymd DESC",
        values,
    ).fetchall()


def facet(
    db: Connection, name: Facet, wanted: Filter, leaves: Sequence[int]
) -> list[tuple[str | int, int, int]]:
    """(value, photos, bytes) of the values of a facet in a view, by value; "" for none."""
    if wanted == Filter():
        return tallies.rows(db, name)
    clause, values = where(db, wanted, leaves)
    using = counting(db, wanted, leaves)
    return db.execute(
        f"SELECT {FACET_KEYS[name][1].format('f')}, count(*), sum(f.size) "
        f"FROM files f {using} WHERE {clause}{also(wanted, using)} GROUP BY 1 ORDER BY 1",
        values,
    ).fetchall()


def positions(db: Connection, wanted: Filter, leaves: Sequence[int]) -> Positions:
    """Ids, latitudes and longitudes of the photos of a view that have a position; in no order."""
    clause, values = where(db, wanted, leaves)
    using = CELLS if wanted == Filter() else counting(db, wanted, leaves)
    ids, latitudes, longitudes = columns(
        db,
        f"SELECT f.id, f.latitude, f.longitude FROM files f {using} WHERE {clause}"
        f"{also(wanted, using)} "
        "AND f.latitude IS NOT NULL AND f.longitude IS NOT NULL",
        values,
        "qdd",
    )
    return ids, latitudes, longitudes


def columns(db: Connection, sql: str, values: Sequence[Any], types: str) -> list[array[Any]]:
    """The columns of an answer as arrays: 8 bytes a value."""
    found: list[array[Any]] = [array(kind) for kind in types]
    rows = db.execute(sql, values)
    while part := rows.fetchmany():
        for column, items in zip(found, zip(*part, strict=True), strict=True):
            column.extend(items)
    return found
