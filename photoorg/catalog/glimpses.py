"""Photos of which only the head has been looked at: kept, dropped, and shown among the others.

The wall and the tree show them by date and place until their files have been read. Every other
query, and so every command and decision, knows nothing of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from photoorg.catalog import facts, views
from photoorg.catalog.conditions import where
from photoorg.catalog.queries import absolute
from photoorg.catalog.sources import also, set_fields, source
from photoorg.records import DateCount, Glimpsed, Photo, Place, PlaceCount

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.facts import Entry, FileRow
    from photoorg.records import Filter

_BATCH = 500  # placeholders a statement


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is kept of a file's head: the row that its file would get, and what that has not."""

    row: FileRow
    orientation: int
    camera: str | None


# --- Written by a scan ---------------------------------------------------------------------------


_COLUMNS = (
    "root_id, path, size, mtime_ns, orientation, taken, ymd, utc_offset, taken_from, taken_guess, "
    "country_code, country, region, city, place_km, latitude, longitude, place_from, note, moment, "
    "camera"
)
_PUT = (
    f"INSERT INTO glimpses(id, {_COLUMNS}) SELECT {facts.FREE_ID}, "
    f"{', '.join(f'?{n}' for n, _ in enumerate(_COLUMNS.split(', '), 1))} "
    "WHERE NOT EXISTS (SELECT 1 FROM files WHERE root_id = ?1 AND path = ?2) "
    "AND NOT EXISTS (SELECT 1 FROM glimpses WHERE root_id = ?1 AND path = ?2)"
)


def put(db: Connection, root_id: int, glimpses: Iterable[Glimpse]) -> None:
    """Keep these, but for files that have been read meanwhile. Call inside a transaction."""
    db.executemany(_PUT, [_values(root_id, glimpse) for glimpse in glimpses])


def _values(root_id: int, glimpse: Glimpse) -> tuple[object, ...]:
    row, dated = glimpse.row, glimpse.row.dated
    assert dated is not None  # it is made by `pipeline.rows`
    placed = astuple(row.place) if row.place else (None,) * 5
    return (
        root_id, row.path, row.size, row.mtime_ns, glimpse.orientation, dated.taken,
        facts.ymd(dated.taken), dated.utc_offset, dated.rule, int(dated.guess), *placed,
        row.latitude, row.longitude, row.place_from, row.note, facts.moment_of(dated),
        glimpse.camera,
    )  # fmt: skip


def entries(db: Connection, root_id: int, inside: str = "") -> set[Entry]:
    """(path, size, time) of those of a root, below the relative folder `inside`."""
    part, values = facts.below(inside)
    rows = db.execute(
        f"SELECT path, size, mtime_ns FROM glimpses WHERE root_id = ?{part}", (root_id, *values)
    )
    return set(rows.fetchall())


def drop(db: Connection, root_id: int, paths: Iterable[bytes]) -> None:
    """Forget those of these files. Call inside a transaction."""
    db.executemany(
        "DELETE FROM glimpses WHERE root_id = ? AND path = ?", [(root_id, path) for path in paths]
    )


def drop_all(db: Connection, root_id: int, inside: str = "") -> int:
    """Forget those of a root, below the relative folder `inside`; how many there were."""
    part, values = facts.below(inside)
    return int(
        db.execute(f"DELETE FROM glimpses WHERE root_id = ?{part}", (root_id, *values)).rowcount
    )


def files_of(db: Connection, root_id: int, ids: Sequence[int]) -> list[Entry]:
    """(path, size, time) of those of `ids` (negative) that are in a root, in that order."""
    found: dict[int, Entry] = {}
    for part, marks in _batches(ids):
        rows = db.execute(
            f"SELECT -id, path, size, mtime_ns FROM glimpses WHERE root_id = ? AND id IN ({marks})",
            (root_id, *part),
        )
        found.update((row[0], row[1:]) for row in rows.fetchall())
    return [found[i] for i in ids if i in found]


def _batches(ids: Sequence[int]) -> Iterator[tuple[list[int], str]]:
    """Their own ids, 500 at a time, with as many placeholders."""
    own = [-i for i in ids if i < 0]
    for start in range(0, len(own), _BATCH):
        part = own[start : start + _BATCH]
        yield part, ", ".join("?" * len(part))


# --- Shown among the others ----------------------------------------------------------------------

# of the conditions of a view, those that a glimpse can be asked about
_ASKED = {"date", "days", "undated", "place", "unplaced", "bounds", "folder"}


def photo_ids(
    db: Connection, wanted: Filter, order: str, leaves: Sequence[int], limit: int | None = None
) -> array[int]:
    """`views.photo_ids` with the glimpses that fit among them, by their negative ids.

    In the order of dates, both ways, each stands where its photo will; in the others, of which
    nothing is known yet, last. Without glimpses this costs one look-up more than without them.
    """
    if not _fit(db, wanted):
        return views.photo_ids(db, wanted, order, leaves, limit)
    if order in _MERGED:
        rows = (row for part in _MERGED[order] for row in _merged(db, wanted, order, part))
        found = array("q", (row[0] for row in rows))
    else:
        clause, values = where(db, wanted, leaves, _ANY)
        sql = f"SELECT -f.id FROM glimpses f WHERE {clause} ORDER BY f.moment DESC, f.path"
        found = views.photo_ids(db, wanted, order, leaves)
        found.extend(row[0] for row in db.execute(sql, values))
    return found if limit is None else found[:limit]


_ANY = "f.root_id IS NOT NULL"

# the parts of a view: a condition, and the order by its columns (id, moment, path)
_MERGED = {
    "date": (("", "2 DESC, 3"),),
    "oldest": ((" AND f.moment IS NOT NULL", "2, 3"), (" AND f.moment IS NULL", "3")),
}


def _merged(
    db: Connection, wanted: Filter, order: str, part: tuple[str, str]
) -> Iterator[tuple[Any, ...]]:
    """Both lists as one: each has its order by an index, and SQLite only joins them."""
    only, by = part
    clause, values = where(db, wanted, ())
    using = source(db, wanted, (), order)
    own, more = where(db, wanted, (), _ANY)
    yield from db.execute(
        f"SELECT f.id, f.moment, f.path FROM files f {using} "
        f"WHERE {clause}{also(wanted, using)}{only} "
        f"UNION ALL SELECT -f.id, f.moment, f.path FROM glimpses f WHERE {own}{only} "
        f"ORDER BY {by}",
        (*values, *more),
    )


def count(db: Connection, wanted: Filter) -> int:
    """How many glimpses a view shows."""
    if not _fit(db, wanted):
        return 0
    clause, values = where(db, wanted, (), _ANY)
    return int(db.execute(f"SELECT count(*) FROM glimpses f WHERE {clause}", values).fetchone()[0])


def _fit(db: Connection, wanted: Filter) -> bool:
    return not set(set_fields(wanted)) - _ASKED and _any(db)


def _any(db: Connection) -> bool:
    return db.execute("SELECT 1 FROM glimpses LIMIT 1").fetchone() is not None


def days(db: Connection, wanted: Filter) -> tuple[list[tuple[int, int]], int]:
    """(`ymd`, glimpses) of the days of a view, newest first, and how many of them are undated."""
    if not _fit(db, wanted):
        return [], 0
    clause, values = where(db, wanted, (), _ANY)
    rows = db.execute(
        f"SELECT f.ymd, count(*) FROM glimpses f WHERE {clause} GROUP BY 1 ORDER BY 1 DESC", values
    ).fetchall()
    return [row for row in rows if row[0]], sum(count for day, count in rows if not day)


def glimpsed(db: Connection) -> Glimpsed:
    """The numbers that the tree adds to those of the photos; 10 ms for 100,000."""
    if not _any(db):
        return Glimpsed()
    by_day = db.execute(
        "SELECT ymd, count(*), sum(size) FROM glimpses GROUP BY 1 ORDER BY 1 DESC"
    ).fetchall()
    by_place = db.execute(
        "SELECT country_code, country, region, city, count(*) FROM glimpses "
        "GROUP BY country_code, region, city, country"
    ).fetchall()
    return Glimpsed(
        photos=sum(row[1] for row in by_day),
        bytes=sum(row[2] for row in by_day),
        dates=tuple(DateCount(d // 10_000, d // 100 % 100, d % 100, n) for d, n, _ in by_day if d),
        places=tuple(
            PlaceCount(code, country or "", region or "", city or "", count)
            for code, country, region, city, count in by_place
            if code
        ),
    )


_PHOTO = """
SELECT -f.id, r.path, f.path, f.size, f.mtime_ns, f.taken, f.taken_from, f.utc_offset,
       f.latitude, f.longitude, f.country_code, f.country, f.region, f.city, f.place_km,
       f.camera, r.online, f.place_from, f.taken_guess, f.note
FROM glimpses f NOT INDEXED JOIN roots r ON r.id = f.root_id WHERE f.id IN
"""


def photos(db: Connection, ids: Sequence[int]) -> dict[int, Photo]:
    """Negative id -> what is known of a photo; those that have been read meanwhile are left out."""
    found: dict[int, Photo] = {}
    for part, marks in _batches(ids):
        rows = db.execute(f"{_PHOTO} ({marks})", part)
        found.update((row[0], _photo(row)) for row in rows.fetchall())
    return found


def _photo(row: tuple[Any, ...]) -> Photo:
    return Photo(
        id=row[0], path=absolute(row[1], row[2]), hash="", bytes=row[3], mtime_ns=row[4],
        format="JPEG", width=0, height=0, mean_color=0x808080, taken=row[5], taken_from=row[6],
        utc_offset=row[7], latitude=row[8], longitude=row[9],
        place=Place(*row[10:15]) if row[10] is not None else None, camera=row[15], cluster=None,
        cluster_title=None, confidence=None, offline=not row[16], place_from=row[17],
        guessed_date=bool(row[18]), note=row[19],
    )  # fmt: skip


def heads(db: Connection, ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """(negative id, path, orientation) of those whose disk is there: where their previews lie."""
    found: list[tuple[int, str, int]] = []
    for part, marks in _batches(ids):
        rows = db.execute(
            "SELECT -f.id, r.path, f.path, f.orientation FROM glimpses f "
            f"JOIN roots r ON r.id = f.root_id WHERE r.online AND f.id IN ({marks})",
            part,
        )
        found += [(i, absolute(root, path), turn) for i, root, path, turn in rows.fetchall()]
    return found
