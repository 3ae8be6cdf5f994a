"""Coasts and borders of the world, offline, from Natural Earth (see resources/CREDITS.md).

Three levels of detail for drawing, and of the finest one also which country lies on each side of
every line, by which `borders` tells whose ground a position is. The table itself is
`resources/outlines.npz`, made by `packaging/build_outlines.py`.

Lines are kept once: a border between two countries is one arc that the rings of both pass over.
All coordinates here are (longitude, latitude) in degrees, float32: x before y, as maps draw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg import paths
from photoorg.log import log_time

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

LEVELS = ("coarse", "medium", "fine")  # Natural Earth 1:110m, 1:50m, 1:10m
_EDGE = (179.999, -85.1)  # longitude and latitude beyond which lines are the map's own edge
_BACK_AND_FORTH = 3  # points of a ring that encloses nothing
# A drawing a level is good for, up to so many pixels per degree of longitude.
PIXELS_PER_DEGREE = {"coarse": 4.0, "medium": 25.0, "fine": float("inf")}


@dataclass(frozen=True, slots=True)
class Lines:
    """Many lines end to end: line i is points[starts[i]:starts[i + 1]], (longitude, latitude)."""

    points: Floats
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[Floats]:
        for start, stop in zip(self.starts[:-1], self.starts[1:], strict=True):
            yield self.points[start:stop]


@dataclass(frozen=True, slots=True)
class Arcs:
    """Every line of a level, once. `right` and `left` are the countries on its sides, 0 is sea.

    A number n > 0 is the country `codes[n - 1]` (ISO 3166-1 alpha-2).
    """

    lines: Lines
    right: Ints
    left: Ints


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a map draws at one level.

    `land` are closed rings to be filled (odd-even: a ring inside another is water), `coasts` the
    lines where land meets sea, `borders` those between two countries.
    """

    land: Lines
    coasts: Lines
    borders: Lines


@dataclass(frozen=True, slots=True)
class CountryLabel:
    """Where to write a country's name, and how large it is (square kilometres), largest first."""

    country_code: str
    latitude: float
    longitude: float
    area_km2: float


def level_for(pixels_per_degree: float) -> str:
    """The coarsest level that still looks smooth when a degree is so many pixels wide."""
    return next(level for level in LEVELS if pixels_per_degree <= PIXELS_PER_DEGREE[level])


@cache
def outlines(level: str) -> Outlines:
    """What to draw at this level; read once (fine: some 40 ms and 12 MB), safe in any thread."""
    with log_time("places", f"reading the {level} outlines"):
        table = _table()
        arcs = _arcs(level)
        coast = (arcs.right == 0) != (arcs.left == 0)
        border = (arcs.right > 0) & (arcs.left > 0) & (arcs.right != arcs.left)
        return Outlines(
            land=_rings(arcs.lines, table[f"{level}_rings"], table[f"{level}_ring_starts"]),
            coasts=_off_the_frame(_some(arcs.lines, coast)),
            borders=_off_the_frame(_some(arcs.lines, border)),
        )


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the globe: all its lines, and whose the middle of each cell is.

    `codes` are what the numbers in `arcs` and `centres` stand for, `centres` cells of equal
    degrees from the south-west.
    """

    codes: list[str]
    arcs: Arcs
    centres: Ints


@cache
def countries() -> Division:
    """The countries (ISO 3166-1 alpha-2) at the finest level."""
    table = _table()
    return Division(_lines(table["codes"]), _arcs("fine"), table["centres"])


@cache
def states() -> Division:
    """The states of the USA (postal codes); nothing else is divided this way in the data."""
    table = _table()
    return Division(_lines(table["state_codes"]), _arcs("state"), table["state_centres"])


@cache
def country_labels() -> list[CountryLabel]:
    """A point well inside the largest part of every country, largest country first."""
    table = _table()
    labels = [
        CountryLabel(code, float(lat), float(lon), float(area))
        for code, (lon, lat), area in zip(
            countries().codes, table["label_points"], table["label_areas"], strict=True
        )
        if area > 0
    ]
    return sorted(labels, key=lambda label: -label.area_km2)


# --- Reading -------------------------------------------------------------------------------------


def _lines(raw: Ints) -> list[str]:
    return raw.tobytes().decode("ascii").split("\n")


def _path() -> Path:
    return paths.resources() / "outlines.npz"


@cache
def _table() -> dict[str, Ints]:
    import numpy as np

    with np.load(_path(), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _arcs(level: str) -> Arcs:
    """Undo the steps: each point is stored by what it is further than the one before."""
    import numpy as np

    table = _table()
    starts, scale = table[f"{level}_starts"], table[f"{level}_scale"]
    steps = np.stack([table[f"{level}_dx"], table[f"{level}_dy"]], axis=1).astype(np.int64)
    steps[starts[:-1]] = table[f"{level}_firsts"]
    sums = np.cumsum(steps, axis=0)
    before = sums[starts[:-1]] - steps[starts[:-1]]
    grid = sums - np.repeat(before, np.diff(starts), axis=0)
    points = (grid * scale[:2] + scale[2:]).astype(np.float32)
    return Arcs(Lines(points, starts), table[f"{level}_right"], table[f"{level}_left"])


def _some(lines: Lines, wanted: NDArray[np.bool_]) -> Lines:
    import numpy as np

    lengths = np.diff(lines.starts)
    return Lines(lines.points[np.repeat(wanted, lengths)], _starts(lengths[wanted]))


def _off_the_frame(lines: Lines) -> Lines:
    """Without the pieces that run along the edge of the map, where the drawing was cut."""
    import numpy as np

    x, y = lines.points.T
    at_edge = (np.abs(x) > _EDGE[0]) | (y < _EDGE[1])
    begins = np.zeros(len(lines.points) + 1, bool)
    begins[lines.starts] = True
    begins[1:-1] |= at_edge[:-1] & at_edge[1:]
    lengths = np.diff(np.flatnonzero(begins))
    return _some(Lines(lines.points, _starts(lengths)), lengths > 1)


def _rings(lines: Lines, order: Ints, ring_starts: Ints) -> Lines:
    """Rings out of arcs; a negative number ~i is arc i walked backwards.

    The first point of each following arc is the last of the one before, and is left out.
    """
    import numpy as np

    arc = np.where(order < 0, ~order, order)
    length = np.diff(lines.starts)[arc]
    follows = np.ones(len(order), np.int64)
    follows[ring_starts[:-1]] = 0
    taken = length - follows
    ends = np.cumsum(taken)
    place = np.arange(ends[-1]) - np.repeat(ends - taken, taken) + np.repeat(follows, taken)
    backwards = np.repeat(order < 0, taken)
    first, last = lines.starts[arc], lines.starts[arc] + length - 1
    index = np.where(backwards, np.repeat(last, taken) - place, np.repeat(first, taken) + place)
    per_ring = np.add.reduceat(taken, ring_starts[:-1])
    rings = Lines(lines.points[index], _starts(per_ring))
    return _some(rings, per_ring > _BACK_AND_FORTH)


def _starts(lengths: Ints) -> Ints:
    import numpy as np

    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
