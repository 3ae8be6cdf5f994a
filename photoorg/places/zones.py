"""Which country a position is in, by time zones first and drawn borders second.

Time zones end at borders: nearly every one belongs to one country, and the polygons that `tzfpy`
brings know borders to about a hundred metres, out to the edge of the territorial waters. Which
countries have towns in a zone is kept in the gazetteer. Where a zone has towns of several (Europe/
Belgrade: Serbia and Kosovo), where there is no zone but that of the open sea, and wherever tzfpy
is missing, the borders of Natural Earth decide, which are right to about a kilometre.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from photoorg.places.borders import SEA, Borders
from photoorg.places.nearest import ANY
from photoorg.places.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

OPEN_SEA = -2  # no country's land, and beyond its waters
_DIVIDED = "US"
_OPEN_SEA_ZONE = "Etc/"


def countries(table: Table, borders: Borders, lat: Floats, lon: Floats) -> Ints:
    """The index of each position's country, or OPEN_SEA, or ANY where nothing is known."""
    import numpy as np

    zone_of = _zone_of()
    if zone_of is None:
        drawn = borders.owners(lat, lon)
        return np.where(drawn == SEA, ANY, drawn - 1)
    zones = [zone_of(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    owners = [table.zones.get(zone, ()) for zone in zones]
    result = np.array([own[0] if len(own) == 1 else ANY for own in owners], np.int64)
    unsettled = np.flatnonzero(result == ANY)
    if len(unsettled):
        drawn = borders.owners(lat[unsettled], lon[unsettled])
        for i, number in zip(unsettled.tolist(), drawn.tolist(), strict=True):
            result[i] = _settled(zones[i], owners[i], number)
    return result


def regions(table: Table, states: Borders, lat: Floats, lon: Floats, country: Ints) -> Ints:
    """The index of the region of each position in the USA, the only regions with borders here."""
    import numpy as np

    result = np.full(len(lat), ANY)
    there = np.flatnonzero(country == table.country_codes.index(_DIVIDED))
    if len(there):
        number = states.owners(lat[there], lon[there])
        result[there] = np.array([ANY, *_indices(table, states)])[number]
    return result


def _indices(table: Table, states: Borders) -> list[int]:
    country = table.country_codes.index(_DIVIDED)
    known = {
        code: i
        for i, code in enumerate(table.region_codes)
        if int(table.region_country[i]) == country
    }
    return [known.get(code, ANY) for code in states.codes]


def _settled(zone: str, owners: tuple[int, ...], number: int) -> int:
    """Of a zone with no owner or with several, what the drawn borders say."""
    if owners:
        return number - 1 if number - 1 in owners else ANY
    if number == SEA:
        return OPEN_SEA if zone.startswith(_OPEN_SEA_ZONE) else ANY
    return number - 1


@cache
def _zone_of() -> Callable[[float, float], str] | None:
    """From longitude and latitude to the zone's name; the polygons take 15 ms and 40 MB once."""
    try:
        from tzfpy import get_tz
    except ImportError:  # no wheel for this computer: the drawn borders do
        return None
    zone_of: Callable[[float, float], str] = get_tz
    return zone_of
