"""What the user's corrections come to, by content hash, and the names the user gave to places.

Each row could be rebuilt from `decisions`. Write inside a transaction that also appends the
decision; `pipeline.correcting` then settles what `files` says of these contents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, TypeVar

from photoorg.records import Correction, NamedPlace, Place

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

_BATCH = 500
_Item = TypeVar("_Item")


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _marks(items: Sequence[object]) -> str:
    return ", ".join("?" * len(items))


# --- by content ----------------------------------------------------------------------------------

_PLACE = "latitude, longitude, country_code, country, region, city, place_from"


def of_hashes(db: Connection, hashes: Sequence[str]) -> dict[str, Correction]:
    """Content hash -> its correction; hashes without one are left out."""
    found: dict[str, Correction] = {}
    for part in _batches(hashes):
        rows = db.execute(
            f"SELECT hash, taken, utc_offset, {_PLACE} FROM corrections "
            f"WHERE hash IN ({_marks(part)})",
            list(part),
        )
        found.update((row[0], _correction(*row[1:])) for row in rows)
    return found


def _correction(
    taken: str | None, offset: str | None, latitude: float | None, longitude: float | None,
    code: str | None, country: str | None, region: str | None, city: str | None, source: Any,
) -> Correction:  # fmt: skip
    named = None if code is None else Place(code, country or "", region or "", city or "", 0.0)
    return Correction(taken, offset, latitude, longitude, named, source)


def put_dates(db: Connection, rows: Mapping[str, Correction]) -> None:
    """Set the date and offset of contents; what is said of their place stays."""
    db.executemany(
        "INSERT INTO corrections(hash, taken, utc_offset) VALUES (?, ?, ?) "
        "ON CONFLICT(hash) DO UPDATE SET taken = excluded.taken, utc_offset = excluded.utc_offset",
        [(digest, c.taken, c.utc_offset) for digest, c in rows.items()],
    )
    _drop_empty(db, rows)


def put_places(db: Connection, rows: Mapping[str, Correction]) -> None:
    """Set the place of contents; what is said of their date stays."""
    columns = _PLACE.split(", ")
    db.executemany(
        f"INSERT INTO corrections(hash, {_PLACE}) VALUES ({_marks(['hash', *columns])}) "
        f"ON CONFLICT(hash) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in columns)}",
        [
            (
                digest, c.latitude, c.longitude,
                *(astuple(c.place)[:4] if c.place else (None,) * 4), c.place_from,
            )
            for digest, c in rows.items()
        ],
    )  # fmt: skip
    _drop_empty(db, rows)


def _drop_empty(db: Connection, hashes: Iterable[str]) -> None:
    db.executemany(
        "DELETE FROM corrections WHERE hash = ? AND taken IS NULL AND utc_offset IS NULL "
        "AND place_from IS NULL",
        [(digest,) for digest in hashes],
    )


def estimated(db: Connection) -> list[str]:
    """The contents whose place is an estimate."""
    rows = db.execute("SELECT hash FROM corrections WHERE place_from = 'estimate' ORDER BY hash")
    return [row[0] for row in rows]


# --- names of places -----------------------------------------------------------------------------


def named_places(db: Connection) -> list[NamedPlace]:
    """The names that the user gave to places, oldest first."""
    rows = db.execute(
        "SELECT id, name, country_code, country, region, city, latitude, longitude, radius_km "
        "FROM named_places ORDER BY id"
    )
    return [
        NamedPlace(i, name, Place(code, country, region, city, 0.0), lat, lon, radius)
        for i, name, code, country, region, city, lat, lon, radius in rows
    ]


def next_name(db: Connection) -> int:
    """An id that no named place has had: one that was taken away may come back by an undo."""
    row = db.execute(
        "SELECT max(coalesce((SELECT max(id) FROM named_places), 0), "
        "coalesce((SELECT max(id) FROM decisions), 0)) + 1"
    ).fetchone()
    return int(row[0])


def put_named(db: Connection, named: NamedPlace) -> None:
    """Name a place, or name it anew."""
    place = named.place
    db.execute(
        "INSERT OR REPLACE INTO named_places(id, name, country_code, country, region, city, "
        "latitude, longitude, radius_km) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (named.id, named.name, place.country_code, place.country, place.region, place.city,
         named.latitude, named.longitude, named.radius_km),
    )  # fmt: skip


def drop_named(db: Connection, name_id: int) -> None:
    """A place has the gazetteer's name again."""
    db.execute("DELETE FROM named_places WHERE id = ?", (name_id,))


def hashes_in(db: Connection, place: Place, cities: Iterable[str]) -> set[str]:
    """The contents of files in a region that are shown under one of these names of cities."""
    names = sorted(set(cities))
    rows = db.execute(
        "SELECT DISTINCT hash FROM files WHERE state = 'photo' AND country_code = ? "
        f"AND region = ? AND city IN ({_marks(names)}) AND hash IS NOT NULL",
        (place.country_code, place.region, *names),
    )
    return {row[0] for row in rows}


def hashes_near(db: Connection, latitude: float, longitude: float, km: float) -> set[str]:
    """The contents of files in a box around a position; all of a circle are in it.

    Near the poles and the date line the box is a whole band of latitude.
    """
    high = km / 111.0
    wide = high / max(0.01, math.cos(math.radians(min(89.9, abs(latitude) + high))))
    west, east = longitude - wide, longitude + wide
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    rows = db.execute(
        "SELECT DISTINCT hash FROM files WHERE state = 'photo' AND latitude BETWEEN ? AND ? "
        "AND longitude BETWEEN ? AND ? AND hash IS NOT NULL",
        (latitude - high, latitude + high, west, east),
    )
    return {row[0] for row in rows}
