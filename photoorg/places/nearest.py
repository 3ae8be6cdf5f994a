"""The place that each of many positions belongs to, by the discs of `gazetteer`'s rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoorg.places.grid import UNITS
from photoorg.places.table import (
    CLOSE,
    FINE,
    LARGE_RADIUS_KM,
    VAST,
    WIDE,
    Level,
    Table,
    unit_vectors,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

ANY = -1
EARTH_RADIUS_KM = 6371.0088
_KM_PER_DEGREE = 111.19
_CORE = 0.8  # of its radius, a disc counts as the place itself
_INSIDE = 100.0  # puts every score inside a disc below every score outside
_ABROAD = 30_000.0  # puts every place at home before every place across a border
_NEXT_DOOR_KM = 25.0  # in the next state a place has no disc, and counts as this much further
_REMOTE_BATCH = 256  # against five thousand places each: 5 MB


def nearest(
    table: Table, lat: Floats, lon: Floats, country: Ints, region: Ints
) -> tuple[Ints, Floats]:
    """Index and distance in km of the place each position (n,) belongs to.

    `country` and `region` are the indices of those a position lies in (or ANY). Only where a
    country has no place at all does one abroad come out; a region is left where all its places
    are far.

    Looks in ever larger cells, until no place outside of them could be nearer: a disc of at most
    `LARGE_RADIUS_KM` outside the fine cells is at least their size less that radius away. Exact
    within 200 km; beyond, where only the distance is told, among the larger places.
    """
    import numpy as np

    search = _Search(table, lat, lon, country, region)
    everybody = np.arange(len(lat))
    for level in (table.fine, table.large):
        search.improve(level, everybody)
    for level, reach in ((table.close, FINE), (table.wide, CLOSE), (table.vast, WIDE)):
        search.improve(level, np.flatnonzero(search.best > _settled_km(reach)))
    remote = np.flatnonzero(search.best > _settled_km(VAST))
    for start in range(0, len(remote), _REMOTE_BATCH):
        search.improve_by_beacons(remote[start : start + _REMOTE_BATCH])
    return search.index, kilometres(search.vectors, table.vectors[search.index])


def _settled_km(reach: int) -> float:
    """The score below which no place outside cells of this size can be better."""
    return reach / UNITS * _KM_PER_DEGREE - LARGE_RADIUS_KM


class _Search:
    """The best place of each position so far: its score and its index."""

    def __init__(self, table: Table, lat: Floats, lon: Floats, country: Ints, region: Ints) -> None:
        import numpy as np

        self.best: Floats = np.full(len(lat), np.inf, np.float32)
        self.index: Ints = np.full(len(lat), -1, np.int64)
        self.vectors = unit_vectors(lat, lon)
        self._table = table
        self._lat, self._lon, self._country, self._region = lat, lon, country, region

    def improve(self, level: Level, queries: Ints) -> None:
        """Take what the level has better for these positions."""
        import numpy as np

        query, place = level.cells.candidates(self._lat[queries], self._lon[queries])
        if not len(query):
            return
        place = place if level.places is None else level.places[place]
        value = self._scores(queries[query], place)
        starts = np.flatnonzero(np.diff(query, prepend=-1))
        lowest = np.minimum.reduceat(value, starts)
        is_lowest = value == np.repeat(lowest, np.diff(starts, append=len(query)))
        hits = np.flatnonzero(is_lowest)
        hits = hits[np.diff(query[hits], prepend=-1) > 0]  # of equals, the first
        self._take(queries[query[hits]], place[hits], value[hits])

    def improve_by_beacons(self, queries: Ints) -> None:
        """Over 600 km from everywhere: the nearest of some five thousand places of the globe."""
        import numpy as np

        beacons = self._table.beacons
        closeness = self.vectors[queries] @ self._table.vectors[beacons].T
        ashore = np.flatnonzero(self._country[queries] != ANY)
        abroad = self._table.country[beacons] != self._country[queries[ashore], None]
        closeness[ashore] -= 10 * abroad.astype(np.float32)
        place = beacons[closeness.argmax(axis=1)]
        self._take(queries, place, self._scores(queries, place))

    def _scores(self, query: Ints, place: Ints) -> Floats:
        import numpy as np

        table = self._table
        km = kilometres(self.vectors[query], table.vectors[place])
        country, region = self._country[query], self._region[query]
        abroad = (country != ANY) & (table.country[place] != country)
        abroad &= ~(table.stray[place] & (km < table.radius[place]))
        next_door = (region != ANY) & (table.region[place] != region)
        value = score(km, table.radius[place])
        value = np.where(next_door, km + np.float32(_NEXT_DOOR_KM), value)
        return value + np.where(abroad, np.float32(_ABROAD), np.float32(0))

    def _take(self, queries: Ints, place: Ints, value: Floats) -> None:
        better = value < self.best[queries]
        self.best[queries[better]] = value[better]
        self.index[queries[better]] = place[better]


def score(km: Floats, radius: Floats) -> Floats:
    """Outside the core of a disc km - core; inside always less, growing with km / r^0.3."""
    import numpy as np

    core = _CORE * radius
    value: Floats = np.where(km < core, km / radius**0.3 - _INSIDE, km - core)
    return value


def kilometres(a: Floats, b: Floats) -> Floats:
    """Great-circle distances of unit vectors (n, 3), by the chord: exact for short ones too."""
    import numpy as np

    apart = a - b
    chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    km: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1))
    return km
