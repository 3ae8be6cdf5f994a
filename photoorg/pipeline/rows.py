"""The catalogue's rows of photos, dated and placed: one way for a scan, a correction and an undo.

What the user said comes first, then what lies in the picture and beside it; a place then gets the
name that the user gave it. Nothing here depends on what a row said before, so that any row can be
worked out anew at any time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from photoorg.catalog import corrections
from photoorg.catalog.facts import FileRow
from photoorg.records import (
    NO_CORRECTION,
    Located,
)

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.places import Gazetteer
    from photoorg.records import (
        Correction,
        Metadata,
        NamedPlace,
        Place,
        Sidecar,
    )

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture file as it lies on the disk. `relative` is its path below its root."""

    relative: bytes
    path: str
    size: int
    mtime_ns: int
    hash: str
    metadata: Metadata
    sidecar: Sidecar | None = None


class Rows:
    """Makes rows by what the catalogue knows of the user's corrections when it is made.

    `instead` are corrections that hold instead of those: what a change would come to.
    """

    def __init__(self, db: Connection, instead: Mapping[str, Correction] | None = None) -> None:
        self._db = db
        self._instead = instead or {}
        self._names = Names(corrections.named_places(db))

    def make(self, seen: Sequence[Seen]) -> list[FileRow]:
        """The rows of these files, in order; positions are named in one go, 30 us each."""
        said = corrections.of_hashes(self._db, sorted({s.hash for s in seen}))
        said.update((s.hash, self._instead[s.hash]) for s in seen if s.hash in self._instead)
        own = [said.get(s.hash, NO_CORRECTION) for s in seen]
        spots = [_located(s, c) for s, c in zip(seen, own, strict=True)]
        places = self._places(spots, own)
        return [_row(*parts) for parts in zip(seen, own, spots, places, strict=True)]

    def _places(
        self, spots: Sequence[Located | None], own: Sequence[Correction]
    ) -> list[Place | None]:
        unnamed = [
            (spot.latitude, spot.longitude)
            for spot, correction in zip(spots, own, strict=True)
            if spot is not None and correction.place is None
        ]
        found = _places_of(unnamed)
        places: list[Place | None] = []
        for spot, correction in zip(spots, own, strict=True):
            if spot is None:
                places.append(None)
            else:
                at = (spot.latitude, spot.longitude)
                place = correction.place or found[at]
                places.append(place and self._names.applied(place, *at))
        return places


def photo_row(db: Connection, seen: Seen) -> FileRow:
    """The row of one file."""
    return Rows(db).make([seen])[0]


def _row(seen: Seen, own: Correction, spot: Located | None, place: Place | None) -> FileRow:
    from photoorg.dates import date_photo

    sure = spot is not None and spot.source != "estimate"  # an estimate must set no time zone
    dated = date_photo(
        seen.metadata, seen.path, seen.mtime_ns, sidecar=seen.sidecar, user=own,
        position=(spot.latitude, spot.longitude) if spot and sure else None,
    )  # fmt: skip
    odd = (dated.note, *seen.metadata.notes, *(seen.sidecar.notes if seen.sidecar else ()))
    return FileRow(
        seen.relative, seen.size, seen.mtime_ns, "photo", seen.hash, dated=dated, place=place,
        latitude=spot.latitude if spot else None, longitude=spot.longitude if spot else None,
        place_from=spot.source if spot else None, note=" ".join(filter(None, odd)) or None,
        sidecar=_json(seen.sidecar) if seen.sidecar else None,
    )  # fmt: skip


def _json(sidecar: Sidecar) -> str:
    from photoorg.files.beside import to_json

    return to_json(sidecar)


def _located(seen: Seen, own: Correction) -> Located | None:
    """Where the user says it is, else where the photo or what lies beside it says.

    An estimate is for photos that say nothing: what is found later takes its place.
    """
    from photoorg.places.located import located

    if own.place_from == "none":
        return None
    set_by_user = own.latitude is not None and own.longitude is not None
    if set_by_user and own.place_from == "user":
        return Located(own.latitude or 0.0, own.longitude or 0.0, "user")
    found = located(seen.metadata, seen.sidecar)
    if found is None and set_by_user:
        return Located(own.latitude or 0.0, own.longitude or 0.0, "estimate")
    return found


# --- names of places -----------------------------------------------------------------------------


class Names:
    """The user's names for places, ready to be looked up."""

    def __init__(self, named: Sequence[NamedPlace]) -> None:
        self._cities = {
            (n.place.country_code, n.place.region, n.place.city): n.name
            for n in named
            if not n.radius_km
        }
        self._circles = [n for n in named if n.radius_km]

    def applied(self, place: Place, latitude: float, longitude: float) -> Place:
        """The place under the user's name; where circles overlap, that of the nearest centre."""
        near = [
            (km, n.name)
            for n in self._circles
            if (km := distance_km(latitude, longitude, n.latitude or 0.0, n.longitude or 0.0))
            <= n.radius_km
        ]
        if near:
            return replace(place, city=min(near)[1], distance_km=0.0)
        name = self._cities.get((place.country_code, place.region, place.city))
        return replace(place, city=name) if name else place


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """The way over the ground, on a sphere; exact enough for circles drawn by hand."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    over = math.radians(lon_b - lon_a)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(over / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def _places_of(positions: Sequence[tuple[float, float]]) -> dict[tuple[float, float], Place | None]:
    """Position -> its place; the gazetteer is not touched where there is no position."""
    once = list(dict.fromkeys(positions))
    return dict(zip(once, gazetteer().places(once), strict=True)) if once else {}


@cache
def gazetteer() -> Gazetteer:
    """Read once a process, at the first photo with coordinates (0.2 s)."""
    from photoorg.places import Gazetteer

    return Gazetteer()
