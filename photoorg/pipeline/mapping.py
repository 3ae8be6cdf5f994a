"""The world and a view's photos for the map of the window: shapes, names and bubbles.

Reading them costs 0.1 s and some 30 MB, so it happens when a map is first opened, off the window's
thread. What is drawn in every frame comes from tables in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.places.bubbles import Bubble as Bubble
    from photoorg.places.bubbles import BubbleTree
    from photoorg.places.land import Lines, Polygons, Tile
    from photoorg.places.land import Paths as Paths
    from photoorg.places.outlines import Lines as OutlineLines
    from photoorg.places.towns import Towns

Box = tuple[float, float, float, float]  # left, top, right, bottom in the map's square
Bounds = tuple[float, float, float, float]  # south, west, north, east in degrees
Positions = tuple["array[int]", "array[float]", "array[float]"]  # ids, latitudes, longitudes

TILE = 256  # pixels of a tile's side at which its depth is meant


@dataclass(frozen=True, slots=True)
class Shape:
    """What a tile shows: land to be filled, its coasts, and borders of countries."""

    land: Paths
    coasts: Paths
    borders: Paths


@dataclass(frozen=True, slots=True)
class Name:
    """Something to write on the map. `weight`: square kilometres of a country, people of a town."""

    text: str
    x: float
    y: float
    weight: float
    country: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    land: Polygons
    coasts: Lines
    borders: Lines


class PhotoMap:
    """The placed photos of a view, by position. For one thread at a time."""

    def __init__(self, positions: Positions) -> None:
        from photoorg.places.bubbles import BubbleTree

        self._tree: BubbleTree = BubbleTree(*positions)
        box = self._tree.box()
        if box is not None:  # the first view is the dearest; here nobody waits for it
            self._tree.cut(max(box[2] - box[0], box[3] - box[1]) / 16, (0.0, 0.0, 1.0, 1.0))
        self.box = box

    def __len__(self) -> int:
        return len(self._tree)

    def bubbles(self, extent: float, apart: float, view: Box) -> list[Bubble]:
        """What lies in `view`, which may reach over the edge of the world, in bubbles.

        Each gathers what is within `extent`; no two are closer than `apart`.
        """
        from photoorg.places.bubbles import merged

        found: dict[tuple[int, Bounds], Bubble] = {}
        for turn in (-1, 0, 1):
            part = (view[0] - turn, view[1], view[2] - turn, view[3])
            if part[2] >= 0 and part[0] <= 1:
                found.update({(b.first, b.bounds): b for b in self._tree.cut(extent, part)})
        return merged(list(found.values()), apart)


class World:
    """The shapes and names of the earth. The finest shapes come with `refine`."""

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._levels = {name: _level(name) for name in ("coarse", "medium")}
        self._towns: Towns | None = None
        self.countries: list[Name] = _countries(language)

    def refine(self) -> None:
        """Read the finest coasts and the towns; some 0.3 s, to be done beside the window."""
        from photoorg.places.towns import towns

        fine, known = _level("fine"), towns()
        for column in range(4):
            for row in range(4):
                fine.land.tile((2, column, row))
        self._levels["fine"], self._towns = fine, known

    def shape(self, tile: Tile, sharpness: float = 1.0) -> Shape:
        """What to draw in a tile, in the square. `sharpness`: physical per logical pixel."""
        from photoorg.places.outlines import level_for

        wanted = level_for(TILE * 2 ** tile[0] * sharpness / 360)
        level = self._levels.get(wanted, self._levels["medium"])
        return Shape(level.land.tile(tile), level.coasts.tile(tile), level.borders.tile(tile))

    def towns(self, view: Box, limit: int) -> list[Name]:
        """The largest towns in sight, largest first."""
        import numpy as np

        if self._towns is None:
            return []
        known = self._towns
        here = (known.y >= view[1]) & (known.y <= view[3])
        offset = np.floor(known.x - view[0])  # the repetition of each that is right of the edge
        here &= known.x - offset <= view[2]
        found = np.flatnonzero(here)[:limit]
        return [
            Name(known.name(int(i)), float(known.x[i]), float(known.y[i]), float(known.people[i]))
            for i in found
        ]


def bounds_of(corners: Sequence[tuple[float, float]]) -> Bounds:
    """The degrees of a rectangle on the map, from two of its opposite corners.

    West is greater than east where it crosses the date line.
    """
    from photoorg.places.mercator import to_degrees

    (x0, y0), (x1, y1) = corners
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    north, west = to_degrees(left, top)
    south, east = to_degrees(right, bottom)
    if top <= 0:
        north = 90.0
    if bottom >= 1:
        south = -90.0
    if right - left >= 1:
        west, east = -180.0, 180.0
    return south, west, north, east


def position_of(x: float, y: float) -> tuple[float, float]:
    """The latitude and longitude of a point of the map."""
    from photoorg.places.mercator import to_degrees

    return to_degrees(x, y)


def box_of(bounds: Bounds) -> Box:
    """Where bounds lie in the square; right is beyond 1 where they cross the date line."""
    from photoorg.places.mercator import to_square

    south, west, north, east = bounds
    left, top = to_square(north, west)
    right, bottom = to_square(south, east)
    return left, top, right + (1 if west > east else 0), bottom


def _level(name: str) -> _Level:
    from photoorg.places.land import Lines, Polygons
    from photoorg.places.outlines import outlines

    shapes = outlines(name)
    return _Level(
        Polygons(_projected(shapes.land)),
        Lines(_projected(shapes.coasts)),
        Lines(_projected(shapes.borders)),
    )


def _projected(lines: OutlineLines) -> Paths:
    import numpy as np

    from photoorg.places.land import Paths
    from photoorg.places.mercator import square_of

    points = lines.points.astype(np.float64)
    x, y = square_of(points[:, 1], points[:, 0])
    return Paths(np.stack([x, y], axis=1), lines.starts[:-1].astype(np.int64))


def _countries(language: str) -> list[Name]:
    """Countries by area, largest first."""
    from photoorg.places.mercator import to_square
    from photoorg.places.outlines import country_labels

    found = []
    for label in country_labels():
        x, y = to_square(label.latitude, label.longitude)
        text = _country_name(label.country_code, language)
        if text:
            found.append(Name(text, x, y, label.area_km2, country=True))
    return found


def _country_name(code: str, language: str) -> str:
    """A country in the user's language, as far as the tables have it."""
    from photoorg.places import names, towns

    return names.display(code, towns.country_names().get(code, ""), language)
