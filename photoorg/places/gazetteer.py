"""Coordinates to country, region and city, offline, from GeoNames (see resources/CREDITS.md).

The rule. Every place has a disc with its population at 3,000 people a square kilometre: radius
r = sqrt(1 + population / 3000 / pi) in km, at least one. A position belongs to

1. the place in whose disc it lies; of several, the one with the smallest km / sqrt(r), so that a
   suburb keeps its own middle and the Eiffel Tower is in Paris, not in the nearest suburb;
2. else the place whose disc is nearest: smallest km - r.

Quarters of a city stand for their city. More than 60 km outside every disc nobody is "in" a city:
on land the city reads "near X" (nothing beyond 300 km), at sea the country reads "At sea".

Borders are as good as the towns on both sides of them: within a kilometre or two of one, the
country can be the neighbour's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg import paths
from photoorg.log import log_time
from photoorg.places.grid import UNITS, Grid
from photoorg.records import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

AT_SEA = "At sea"
EARTH_RADIUS_KM = 6371.0088
IN_CITY_KM = 60.0  # beyond this from a disc, a place only names the neighbourhood
NEAR_KM = 300.0  # beyond this, not even that
_REMOTE_BATCH = 256  # against five thousand places each: 5 MB
_BATCH = 4096  # positions at once: bounds memory to some 100 MB in the densest regions

# Cells are in ten-thousandths of a degree. Each step looks further, for those not settled before.
_FINE, _CLOSE, _LARGE, _WIDE, _VAST = 1_250, 3_750, 7_500, 20_000, 60_000
_LARGE_RADIUS_KM = 4.0  # discs that reach beyond the fine cells are looked up in large cells too
_KM_PER_DEGREE = 111.19
_INSIDE = 100.0  # puts every score inside a disc below every score outside


class Gazetteer:
    """Names positions. The table (100 MB of memory while it loads) is read at the first question.

    Safe to share between threads after the first answer.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.resources() / "gazetteer.npz"

    def place(self, lat: float, lon: float) -> Place | None:
        """The place of one position in degrees (WGS 84); None if it is not one, or is (0, 0)."""
        return self.places([(lat, lon)])[0]

    def places(self, positions: Sequence[tuple[float, float]]) -> list[Place | None]:
        """The places of many positions; the fast way: below 30 microseconds each."""
        import numpy as np

        found: list[Place | None] = [None] * len(positions)
        valid = [i for i, position in enumerate(positions) if is_position(*position)]
        for start in range(0, len(valid), _BATCH):
            part = valid[start : start + _BATCH]
            degrees = np.array([positions[i] for i in part], dtype=np.float64)
            for i, place in zip(part, self._name(degrees), strict=True):
                found[i] = place
        return found

    @cached_property
    def _table(self) -> _Table:
        with log_time("places", "loading the gazetteer"):
            return _load(self._path)

    def _name(self, degrees: Floats) -> list[Place]:
        """Places of positions (n, 2) in degrees."""
        table = self._table
        nearest, km = _nearest(table, degrees[:, 0], degrees[:, 1])
        beyond = km - table.radius[nearest]
        return [
            _settled(table, int(index), float(distance))
            if outside <= IN_CITY_KM
            else _remote(table, float(lat), float(lon), int(index), float(distance))
            for index, distance, outside, (lat, lon) in zip(
                nearest, km, beyond, degrees, strict=True
            )
        ]


def is_position(lat: float | None, lon: float | None) -> bool:
    """Whether these are degrees on the globe. (0, 0) is what devices without a fix write."""
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return False
    return abs(lat) <= 90 and abs(lon) <= 180 and not (lat == 0 and lon == 0)


@dataclass(frozen=True, slots=True)
class _Table:
    """The places as arrays (n,), names split, and grids to find them by.

    `units` are latitude and longitude in ten-thousandths of a degree, `vectors` (n, 3) unit
    vectors, `radius` km, `city` the index of the place whose name stands for it (itself, or the
    city a quarter belongs to), `beacons` the indices of the largest
    place in each cell of two degrees. The levels are all places in finer and in wider cells, those
    with a large disc, and the largest in each half degree.
    """

    vectors: Floats
    radius: Floats
    region: Ints
    city: Ints
    names: list[str]
    region_names: list[str]
    region_country: Ints
    country_codes: list[str]
    country_names: list[str]
    land: Ints
    beacons: Ints
    fine: _Level
    close: _Level
    large: _Level
    wide: _Level
    vast: _Level


@dataclass(frozen=True, slots=True)
class _Level:
    """Some of the places (all, if `places` is None) by cells of one size."""

    cells: Grid
    places: Ints | None = None


def _load(path: Path) -> _Table:
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    lat, lon = data["lat"], data["lon"]
    radius = data["radius"].astype(np.float32) / 100
    city = np.arange(len(lat), dtype=np.int32)
    city[data["quarter"]] = data["parent"]
    large, landmarks = np.flatnonzero(radius > _LARGE_RADIUS_KM), data["landmarks"]
    return _Table(
        vectors=_unit_vectors(lat / np.float64(UNITS), lon / np.float64(UNITS)),
        radius=radius,
        region=data["region"],
        city=city,
        names=_lines(data["names"]),
        region_names=_lines(data["region_names"]),
        region_country=data["region_country"],
        country_codes=_lines(data["country_codes"]),
        country_names=_lines(data["country_names"]),
        land=data["land"],
        beacons=data["beacons"],
        fine=_Level(Grid(lat, lon, _FINE, ordered=True)),
        close=_Level(Grid(lat, lon, _CLOSE)),
        large=_Level(Grid(lat[large], lon[large], _LARGE), large),
        wide=_Level(Grid(lat, lon, _WIDE)),
        vast=_Level(Grid(lat[landmarks], lon[landmarks], _VAST), landmarks),
    )


def _lines(raw: Ints) -> list[str]:
    return raw.tobytes().decode("utf-8").split("\n")


def _unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Unit vectors (n, 3) float32 of degrees; exact to half a metre on the ground."""
    import numpy as np

    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1
    ).astype(np.float32)


# --- The nearest place ---------------------------------------------------------------------------


def _nearest(table: _Table, lat: Floats, lon: Floats) -> tuple[Ints, Floats]:
    """Index and distance in km of the place each position (n,) belongs to.

    Looks in ever larger cells, until no place outside of them could be nearer: a disc of at most
    `_LARGE_RADIUS_KM` outside the fine cells is at least their size less that radius away. Exact
    within 200 km; beyond, where only the distance is told, among the larger places.
    """
    import numpy as np

    best = np.full(len(lat), np.inf, np.float32)
    index = np.full(len(lat), -1, np.int64)
    everybody = np.arange(len(lat))
    for grid, queries in ((table.fine, everybody), (table.large, everybody)):
        _improve(table, grid, lat, lon, queries, best, index)
    for grid, reach in ((table.close, _FINE), (table.wide, _CLOSE), (table.vast, _WIDE)):
        _improve(table, grid, lat, lon, np.flatnonzero(best > _settled_km(reach)), best, index)
    remote = np.flatnonzero(best > _settled_km(_VAST))
    for start in range(0, len(remote), _REMOTE_BATCH):
        _improve_by_beacons(table, lat, lon, remote[start : start + _REMOTE_BATCH], best, index)
    chosen = table.vectors[index]
    return index, _kilometres(_unit_vectors(lat, lon), chosen)


def _settled_km(reach: int) -> float:
    """The score below which no place outside cells of this size can be better."""
    return reach / UNITS * _KM_PER_DEGREE - _LARGE_RADIUS_KM


def _improve(
    table: _Table,
    grid: _Level,
    lat: Floats,
    lon: Floats,
    queries: Ints,
    best: Floats,
    index: Ints,
) -> None:
    """Lower `best` (scores) and set `index` where the grid has a better place for a query."""
    import numpy as np

    query, place = grid.cells.candidates(lat[queries], lon[queries])
    if not len(query):
        return
    place = place if grid.places is None else grid.places[place]
    vectors = _unit_vectors(lat[queries], lon[queries])
    score = _score(_kilometres(vectors[query], table.vectors[place]), table.radius[place])
    starts = np.flatnonzero(np.diff(query, prepend=-1))
    lowest = np.minimum.reduceat(score, starts)
    is_lowest = score == np.repeat(lowest, np.diff(starts, append=len(query)))
    hits = np.flatnonzero(is_lowest)
    hits = hits[np.diff(query[hits], prepend=-1) > 0]  # of equals, the first
    better = score[hits] < best[queries[query[hits]]]
    winners = queries[query[hits[better]]]
    best[winners] = score[hits[better]]
    index[winners] = place[hits[better]]


def _improve_by_beacons(
    table: _Table, lat: Floats, lon: Floats, queries: Ints, best: Floats, index: Ints
) -> None:
    """Over 600 km from everywhere: the nearest of some five thousand places all over the globe."""
    closeness = _unit_vectors(lat[queries], lon[queries]) @ table.vectors[table.beacons].T
    nearest = table.beacons[closeness.argmax(axis=1)]
    km = _kilometres(_unit_vectors(lat[queries], lon[queries]), table.vectors[nearest])
    score = _score(km, table.radius[nearest])
    better = score < best[queries]
    best[queries[better]] = score[better]
    index[queries[better]] = nearest[better]


def _score(km: Floats, radius: Floats) -> Floats:
    """Outside a disc km - r; inside one always less, growing with km / sqrt(r)."""
    import numpy as np

    score: Floats = np.where(km < radius, km / np.sqrt(radius) - _INSIDE, km - radius)
    return score


def _kilometres(a: Floats, b: Floats) -> Floats:
    """Great-circle distances of unit vectors (n, 3), by the chord: exact for short ones too."""
    import numpy as np

    apart = a - b
    chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    km: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1))
    return km


# --- Words ---------------------------------------------------------------------------------------


def _settled(table: _Table, index: int, km: float) -> Place:
    """A position in or about a town. The region is that of the town, not of its quarter."""
    city = int(table.city[index])
    region = int(table.region[city])
    country = int(table.region_country[region])
    return Place(
        country_code=table.country_codes[country],
        country=table.country_names[country],
        region=table.region_names[region],
        city=table.names[city],
        distance_km=round(km, 1),
    )


def _remote(table: _Table, lat: float, lon: float, index: int, km: float) -> Place:
    """A position far from every town: on somebody's land, or at sea."""
    rows, columns = table.land.shape
    row = min(int((90 - lat) / 180 * rows), rows - 1)
    column = min(int((lon + 180) / 360 * columns), columns - 1)
    number = int(table.land[row, column])
    distance = round(km, 1)
    if not number:
        return Place("", AT_SEA, "", "", distance)
    code, country = table.country_codes[number - 1], table.country_names[number - 1]
    town = _settled(table, index, km)
    if km > NEAR_KM or town.country_code != code:
        return Place(code, country, "", "", distance)
    return Place(code, country, town.region, f"near {town.city}", distance)
