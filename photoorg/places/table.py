"""The gazetteer's table in memory: places, names split, and grids to find them by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import pi
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg import paths
from photoorg.log import log_time
from photoorg.places.grid import UNITS, Grid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

PEOPLE_PER_KM2 = 3000.0  # of a usual town; gives each place its radius
# Cells are in ten-thousandths of a degree.
FINE, CLOSE, LARGE, WIDE, VAST = 1_250, 3_750, 7_500, 20_000, 60_000
_FOR_SEARCH = {"aliases", "alias_of"}  # read by `search` alone
LARGE_RADIUS_KM = 4.0  # discs that reach beyond the fine cells are looked up in large cells too


@dataclass(frozen=True, slots=True)
class Level:
    """Some of the places (all, if `places` is None) by cells of one size."""

    cells: Grid
    places: Ints | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The places as arrays (n,), in the order of the fine grid.

    `vectors` are (n, 3) unit vectors, `radius` km, `country` an index into the countries, `city`
    the index of the place whose name stands for it (itself, or the city a quarter belongs to),
    `stray` true where the time zones say another country than GeoNames (enclaves, disputes).
    `zones` maps the name of a time zone to the countries (indices) that have towns in it.
    `beacons` are the indices of the largest place in each cell of two degrees. The levels are
    all places in finer and in wider cells, those with a large disc, and the largest of each half
    degree.
    """

    vectors: Floats
    population: Ints
    radius: Floats
    region: Ints
    country: Ints
    city: Ints
    stray: NDArray[np.bool_]
    names: list[str]
    region_names: list[str]
    region_codes: list[str]
    region_country: Ints
    country_codes: list[str]
    country_names: list[str]
    zones: dict[str, tuple[int, ...]]
    beacons: Ints
    fine: Level
    close: Level
    large: Level
    wide: Level
    vast: Level


@cache
def load(path: Path | None = None) -> Table:
    """Read the table (0.3 s, 100 MB of memory), once for all who ask."""
    import numpy as np

    with (
        log_time("places", "loading the gazetteer"),
        np.load(path or paths.resources() / "gazetteer.npz", allow_pickle=False) as file,
    ):
        data = {name: file[name] for name in file.files if name not in _FOR_SEARCH}
    lat, lon = data["lat"], data["lon"]
    radius = disc_radius(data["population"])
    city = np.arange(len(lat), dtype=np.int32)
    city[data["quarter"]] = data["parent"]
    stray = np.zeros(len(lat), bool)
    stray[data["strays"]] = True
    large, landmarks = np.flatnonzero(radius > LARGE_RADIUS_KM), data["landmarks"]
    return Table(
        vectors=unit_vectors(lat / np.float64(UNITS), lon / np.float64(UNITS)),
        population=data["population"],
        radius=radius,
        region=data["region"],
        country=data["region_country"][data["region"]],
        city=city,
        stray=stray,
        names=lines(data["names"]),
        region_names=lines(data["region_names"]),
        region_codes=lines(data["region_codes"]),
        region_country=data["region_country"],
        country_codes=lines(data["country_codes"]),
        country_names=lines(data["country_names"]),
        zones=_zones(lines(data["zones"])),
        beacons=data["beacons"],
        fine=Level(Grid(lat, lon, FINE, ordered=True)),
        close=Level(Grid(lat, lon, CLOSE)),
        large=Level(Grid(lat[large], lon[large], LARGE), large),
        wide=Level(Grid(lat, lon, WIDE)),
        vast=Level(Grid(lat[landmarks], lon[landmarks], VAST), landmarks),
    )


def lines(raw: Ints) -> list[str]:
    """The lines of a text that is kept as an array of bytes."""
    return raw.tobytes().decode("utf-8").split("\n")


def disc_radius(population: Ints) -> Floats:
    """Radius in km of a disc with so many people at a usual density; at least one."""
    import numpy as np

    radius: Floats = np.sqrt(1 + population / (PEOPLE_PER_KM2 * pi)).astype(np.float32)
    return radius


def unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Unit vectors (n, 3) float32 of degrees; exact to half a metre on the ground."""
    import numpy as np

    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1
    ).astype(np.float32)


def _zones(rows: list[str]) -> dict[str, tuple[int, ...]]:
    """From lines such as "Asia/Bangkok 219 240"."""
    split = (row.split() for row in rows)
    return {name: tuple(map(int, countries)) for name, *countries in split}
