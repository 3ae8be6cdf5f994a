"""Coordinates to country, region and city, offline, from GeoNames (see resources/CREDITS.md).

The rule. First the country: by time zone and drawn borders (`zones`); in the USA also the state.
Then, among its places: every place has a disc with its population at 3,000 people a square
kilometre: radius r = sqrt(1 + population / 3000 / pi) in km, at least one. A position belongs to

1. the place in whose core (0.8 r) it lies; of several, the one with the smallest km / r^0.3, so
   that a suburb keeps its own middle and the Eiffel Tower is in Paris, not in the nearest suburb;
2. else the place whose core is nearest: smallest km - 0.8 r.

The numbers were chosen on some 500 landmarks of the tests' tables; they matter for one in fifty.

Quarters of a city stand for their city. More than 30 km outside every disc nobody is "in" a city:
the city reads "near X" (nothing beyond 200 km). Beyond territorial waters the country reads
"At sea".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.places import outlines
from photoorg.places.borders import Borders
from photoorg.places.nearest import ANY, nearest
from photoorg.places.table import Table, load
from photoorg.places.zones import OPEN_SEA, countries, regions
from photoorg.records import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

AT_SEA = "At sea"
IN_CITY_KM = 30.0  # beyond this from a disc, a place only names the neighbourhood
NEAR_KM = 200.0  # beyond this, not even that
HARBOUR_KM = 3.0  # who is this near a town is there, whatever the chart says
_BATCH = 4096  # positions at once: bounds memory to some 100 MB in the densest regions


class Gazetteer:
    """Names positions. The table (100 MB of memory while it loads) is read at the first question.

    Safe to share between threads after the first answer.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._borders = Borders()
        self._states = Borders(outlines.states)

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
    def table(self) -> Table:
        """Everything the gazetteer knows."""
        return load(self._path)

    def _name(self, degrees: Floats) -> list[Place]:
        """Places of positions (n, 2) in degrees."""
        table, (lat, lon) = self.table, degrees.T
        country = countries(table, self._borders, lat, lon)
        region = regions(table, self._states, lat, lon, country)
        index, km = nearest(table, lat, lon, country.clip(min=ANY), region)
        columns = (country, region, index, km, km - table.radius[index])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [_named(table, *row) for row in rows]


def is_position(lat: float | None, lon: float | None) -> bool:
    """Whether these are degrees on the globe. (0, 0) is what devices without a fix write."""
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return False
    return abs(lat) <= 90 and abs(lon) <= 180 and not (lat == 0 and lon == 0)


# --- Words ---------------------------------------------------------------------------------------


def _named(table: Table, country: int, region: int, index: int, km: float, outside: float) -> Place:
    """The words for a position in `country`, `outside` km beyond the disc of its town."""
    distance = round(km, 1)
    if country == OPEN_SEA and outside > HARBOUR_KM:
        return Place("", AT_SEA, "", "", distance)
    town = _in_town(table, index, distance)
    if country in (OPEN_SEA, ANY):
        if outside > NEAR_KM:
            return Place("", AT_SEA, "", "", distance)
    elif table.country[index] != country and (outside > 0 or not table.stray[index]):
        return Place(table.country_codes[country], table.country_names[country], "", "", distance)
    if outside <= IN_CITY_KM:
        return town
    if outside > NEAR_KM:
        return Place(town.country_code, town.country, "", "", distance)
    there = town.region if region == ANY else table.region_names[region]
    return Place(town.country_code, town.country, there, f"near {town.city}", distance)


def _in_town(table: Table, index: int, km: float) -> Place:
    """A position in or about a town. The region is that of the town, not of its quarter."""
    city = int(table.city[index])
    region = int(table.region[city])
    country = int(table.region_country[region])
    return Place(
        country_code=table.country_codes[country],
        country=table.country_names[country],
        region=table.region_names[region],
        city=table.names[city],
        distance_km=km,
    )
