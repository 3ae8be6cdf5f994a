"""Which photos a view shows, and in which order: `records.Filter` and `records.Order` as SQL.

Everything is answered from `files` alone, which has copies of what the current run, the measures
and the user's verdicts say of each photo.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from photoorg.catalog import verdicts
from photoorg.catalog.connection import Connection
from photoorg.records import Filter

#: Photos on disk, or on a disk that is away; `f` is `files`.
SHOWN = "f.state = 'photo' AND f.gone IS NULL"

_ORDERS = {
    # by path in the end, not by id: ids follow the order in which files happened to be read
    "date": "f.ymd DESC, f.taken DESC, f.path",  # NULL, undated, comes last by itself
    "oldest": "f.ymd IS NULL, f.ymd, f.taken, f.path",
    "confidence": "f.rank IS NULL, f.rank, f.confidence DESC, f.path",
    "odd": "coalesce(f.confidence, 2), f.path",  # not yet clustered, without one, comes last
    "size": "f.size DESC, f.path",
    "sharpness": "coalesce(f.sharpness, 2), f.path",
}


def photo_ids(db: Connection, wanted: Filter, order: str, leaves: Sequence[int]) -> array[int]:
    """Ids of the photos of a view, in order. `leaves` are the leaf ids that `wanted.cluster` means.

    8 bytes a photo, so that a view of a million photos is a list the window can hold.
    """
    where, values = _where(db, wanted, leaves)
    rows = db.execute(
        f"SELECT f.id FROM files f {_source(wanted, order)} WHERE {where} "
        f"ORDER BY {_ORDERS[order]}",
        values,
    )
    found = array("q")
    while part := rows.fetchmany():
        found.extend(row[0] for row in part)
    return found


def _source(wanted: Filter, order: str) -> str:
    """The index of the narrowest condition: SQLite, without statistics, prefers to avoid a sort.

    What no index covers reads the table from end to end instead of row by row through an index:
    70 ms for 100,000 photos, not 300.
    """
    if wanted.cluster is not None or wanted.unsorted:
        return "INDEXED BY files_cluster"
    if wanted.place or wanted.unplaced:
        return "INDEXED BY files_place"
    if wanted.date or wanted.undated:
        return "INDEXED BY files_date"
    covered = Filter() == wanted and order in ("date", "oldest")
    return "INDEXED BY files_date" if covered else "NOT INDEXED"


def _where(db: Connection, wanted: Filter, leaves: Sequence[int]) -> tuple[str, list[Any]]:
    clauses: list[str] = [SHOWN]
    values: list[Any] = []
    for part, more in (*_judged(wanted), *_protected(db, wanted), *_in_folder(db, wanted.folder)):
        clauses.append(part)
        values += more
    if wanted.cluster is not None:
        clauses.append(f"f.cluster IN ({', '.join('?' * len(leaves))})")
        values += list(leaves)
    if wanted.unsorted:
        clauses.append("f.cluster IS NULL")
    if wanted.date:
        clauses.append("f.ymd BETWEEN ? AND ?")
        values += _day_range(wanted.date)
    if wanted.undated:
        clauses.append("f.ymd IS NULL")
    if wanted.place:
        names = ("f.country_code", "f.region", "f.city")
        clauses += [f"{name} = ?" for name, _ in zip(names, wanted.place, strict=False)]
        values += list(wanted.place)
    if wanted.unplaced:
        clauses.append("f.country_code IS NULL")
    return " AND ".join(clauses), values


_Clause = tuple[str, list[Any]]


def _judged(wanted: Filter) -> Iterator[_Clause]:
    """The conditions on marks, ratings, favourites and reviews; `files` has a copy of them."""
    if wanted.mark is not None:
        yield "f.mark = ?", [wanted.mark]
    if wanted.marked is not None:
        yield f"f.mark IS {'NOT ' if wanted.marked else ''}NULL", []
    if wanted.least_rating:
        yield "f.rating >= ?", [wanted.least_rating]
    if wanted.favourite:
        yield "f.favourite", []
    if wanted.unreviewed:
        yield "f.reviewed IS NULL", []


def _protected(db: Connection, wanted: Filter) -> Iterator[_Clause]:
    if not wanted.protected:
        return
    inside = [_inside(db, folder) for folder in verdicts.protected_folders(db)]
    parts = ["f.protected", "f.favourite", *(part for part, _ in inside)]
    yield f"({' OR '.join(parts)})", [value for _, values in inside for value in values]


def _in_folder(db: Connection, folder: str | None) -> Iterator[_Clause]:
    if folder is not None:
        yield _inside(db, folder)


def _inside(db: Connection, folder: str) -> _Clause:
    """The condition for files below an absolute folder: by root, and by a range of paths in it."""
    parts, values = ["0"], []
    for root_id, path in db.execute("SELECT id, path FROM roots").fetchall():
        root = os.fsdecode(path)
        if verdicts.folder_over(root, [folder]):
            parts.append("f.root_id = ?")
            values.append(root_id)
        elif verdicts.folder_over(folder, [root]):
            first = os.fsencode(os.path.join(os.path.relpath(folder, root), ""))
            last = first[:-1] + bytes([first[-1] + 1])  # the first name after "folder/..."
            parts.append("(f.root_id = ? AND f.path >= ? AND f.path < ?)")
            values += [root_id, first, last]
    return f"({' OR '.join(parts)})", values


def _day_range(date: tuple[int, ...]) -> list[int]:
    """First and last `ymd` of a year, a month or a day."""
    year, month, day = (*date, 0, 0)[:3]
    first = year * 10_000 + month * 100 + day
    last = year * 10_000 + (month or 99) * 100 + (day or 99)
    return [first, last]
