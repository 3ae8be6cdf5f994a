"""The photos of a map in memory: which are in sight, under the pointer, in a lasso, as an image.

Everything is arrays of n photos and takes at most some milliseconds at 100,000 of them, so that a
frame is drawn from scratch each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Colors = NDArray[np.uint32]
Box = tuple[float, float, float, float]  # left, top, right, bottom

DEEPEST = 8  # grids of representatives: 256 cells a side; nearer, few photos are in sight
BEYOND = -1  # the group of photos that are in none


@dataclass(frozen=True, slots=True)
class Island:
    """A group of photos where most of it lies. `hue`: an index of the palette."""

    group: int
    x: float
    y: float
    count: int
    hue: int


class Plane:
    """Photos by position. `ids`, `x`, `y` in 0..1 and `leaf` (-1: none) of n photos each."""

    def __init__(
        self, ids: Sequence[int], x: Sequence[float], y: Sequence[float], leaf: Sequence[int]
    ) -> None:
        # from the top to the bottom: what is in sight is a slice, and an image is written in order
        order = np.lexsort((ids, y))
        self.ids: Ints = np.asarray(ids, dtype=np.int64)[order]
        self.x: Floats = np.asarray(x, dtype=np.float64)[order]
        self.y: Floats = np.asarray(y, dtype=np.float64)[order]
        self.leaf: Ints = np.asarray(leaf, dtype=np.int64)[order]
        # which of several photos stands for them: any fixed order, the same in every view
        self._turn: Ints = np.argsort((self.ids * 2_654_435_761) % 2**32, kind="stable")
        self._levels: dict[int, Ints] = {}
        self._groups: dict[tuple[object, int], tuple[Ints, list[Island]]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def box(self) -> Box:
        """What holds all photos."""
        if not len(self):
            return 0.0, 0.0, 1.0, 1.0
        return (
            float(self.x.min()), float(self.y.min()), float(self.x.max()), float(self.y.max()),
        )  # fmt: skip

    @cached_property
    def spacing(self) -> float:
        """How far apart photos are where there are any."""
        if len(self) < 2:
            return 0.1
        left, top, right, bottom = self.box
        extent = max(right - left, bottom - top, 1e-6)
        side = max(1, int(np.sqrt(len(self) / 4)))
        column = np.minimum((self.x - left) / extent * side, side - 1).astype(np.int64)
        row = np.minimum((self.y - top) / extent * side, side - 1).astype(np.int64)
        cells = len(np.unique(column * side + row))
        return float(extent * np.sqrt(cells / side**2 / len(self)))

    def box_of(self, indices: Ints) -> Box:
        """What holds these photos."""
        x, y = self.x[indices], self.y[indices]
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def indices_of(self, ids: Sequence[int]) -> Ints:
        """Where photos are in the arrays; those that are not on the map are left out."""
        return np.flatnonzero(np.isin(self.ids, np.asarray(ids, dtype=np.int64)))

    # --- what is where

    def inside(self, box: Box) -> Ints:
        """The photos in a box."""
        left, top, right, bottom = box
        first, last = self._rows(top, bottom)
        x = self.x[first:last]
        return first + np.flatnonzero((x >= left) & (x <= right))

    def _rows(self, top: float, bottom: float) -> tuple[int, int]:
        first, last = np.searchsorted(self.y, (top, np.nextafter(bottom, np.inf)))
        return int(first), int(last)

    def within(self, path: Sequence[tuple[float, float]]) -> Ints:
        """The photos inside a closed line, by the even-odd rule.

        Cost: the line's points times the photos in its box; thinned to some 200 points.
        """
        line = np.asarray(path, dtype=np.float64)[:: max(1, len(path) // 200)]
        if len(line) < 3:
            return np.zeros(0, dtype=np.int64)
        found = self.inside((*line.min(axis=0).tolist(), *line.max(axis=0).tolist()))
        x, y = self.x[found], self.y[found]
        odd = np.zeros(len(found), dtype=bool)
        for (x0, y0), (x1, y1) in zip(line, np.roll(line, -1, axis=0), strict=True):
            crosses = (y0 > y) != (y1 > y)
            if crosses.any():
                odd ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
        return found[odd]

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """The index of the photo nearest to a point, if one is within reach."""
        found = self.inside((x - reach, y - reach, x + reach, y + reach))
        if not len(found):
            return None
        gap = np.hypot(self.x[found] - x, self.y[found] - y)
        best = int(gap.argmin())
        return int(found[best]) if gap[best] <= reach else None

    # --- which photos are shown as pictures

    def shown(self, box: Box, apart: float, most: int) -> list[int]:
        """Photos in a box of which no two are nearer than `apart`, at most `most`.

        The same photos come first at every scale, so that others join them as one comes nearer.
        """
        depth = int(np.clip(np.floor(-np.log2(max(apart * 0.7, 1e-9))), 0, DEEPEST + 1))
        chosen = self._level(depth)
        x, y = self.x[chosen], self.y[chosen]
        here = chosen[(x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])]
        if apart <= self.spacing * 0.75:
            first: list[int] = here[:most].tolist()
            return first
        return _sparse(here.tolist(), self.x[here].tolist(), self.y[here].tolist(), apart)[:most]

    def prepare(self) -> None:
        """Find the representatives now (12 ms a grid at 100,000), not in the frames that ask."""
        for depth in range(DEEPEST + 1):
            self._level(depth)

    def _level(self, depth: int) -> Ints:
        """One photo for each cell of a grid, nested: those of a coarser grid are among them."""
        if depth > DEEPEST:
            return self._turn
        if depth not in self._levels:
            side = 2**depth
            turn = self._turn
            cells = np.minimum(self.x[turn] * side, side - 1).astype(np.int64) * side
            cells += np.minimum(self.y[turn] * side, side - 1).astype(np.int64)
            self._levels[depth] = turn[np.sort(np.unique(cells, return_index=True)[1])]
        return self._levels[depth]

    # --- groups

    def groups(self, group_of: Mapping[int, int], hues: int) -> tuple[Ints, list[Island]]:
        """The group (n,) of each photo, by that of its leaf, and where each group lies.

        A group's hue is the one whose other groups are farthest away; largest groups choose first.
        """
        key = (tuple(sorted(group_of.items())), hues)
        if key not in self._groups:
            self._groups[key] = self._grouped(group_of, hues)
        return self._groups[key]

    def _grouped(self, group_of: Mapping[int, int], hues: int) -> tuple[Ints, list[Island]]:
        leaves, back = np.unique(self.leaf, return_inverse=True)
        known = np.array([group_of.get(int(leaf), BEYOND) for leaf in leaves], dtype=np.int64)
        of = known[back] if len(leaves) else np.zeros(0, dtype=np.int64)
        numbers, count = np.unique(of[of != BEYOND], return_counts=True)
        islands: list[Island] = []
        for place in np.lexsort((numbers, -count)):
            members = np.flatnonzero(of == numbers[place])
            x, y = _thick(self.x[members], self.y[members])
            hue = _free_hue(islands, x, y, hues)
            islands.append(Island(int(numbers[place]), x, y, int(count[place]), hue))
        return of, islands

    # --- as an image

    def image(
        self, view: Box, size: tuple[int, int], side: int, colors: Colors, ground: int
    ) -> Colors:
        """Squares of `side` pixels for the photos in `view`, as 0xffRRGGBB.

        (height + 2 side, width + 2 side): squares may reach over the edges by as much. Cost: some
        2 ms for 100,000 photos in sight; a square's further pixels cost little, but the nearer one
        comes, the fewer photos there are.
        """
        width, height = size[0] + 2 * side, size[1] + 2 * side
        made = np.full(height * width, ground, dtype=np.uint32)
        scale = size[0] / (view[2] - view[0])
        first, last = self._rows(view[1] - side / scale, view[3] + side / scale)
        column = ((self.x[first:last] - view[0]) * scale + side / 2).astype(np.int32)
        row = ((self.y[first:last] - view[1]) * scale + side / 2).astype(np.int32)
        here = (column >= 0) & (column < size[0] + side) & (row >= 0) & (row < size[1] + side)
        spot, paint = (row * width + column)[here], colors[first:last][here]
        for down in range(side):
            for right in range(side):
                made[spot + (down * width + right)] = paint
        return made.reshape(height, width)


def _sparse(indices: list[int], x: list[float], y: list[float], apart: float) -> list[int]:
    """Those that are no nearer than `apart` to one before them."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    kept = []
    for index, px, py in zip(indices, x, y, strict=True):
        column, row = int(px / apart), int(py / apart)
        near = (
            spot
            for i in (column - 1, column, column + 1) for j in (row - 1, row, row + 1)
            for spot in taken.get((i, j), ())
        )  # fmt: skip
        if all(max(abs(px - a), abs(py - b)) >= apart for a, b in near):
            taken.setdefault((column, row), []).append((px, py))
            kept.append(index)
    return kept


def _thick(x: Floats, y: Floats) -> tuple[float, float]:
    """Where most points are: the middle, moved to the mean of what is near it, a few times."""
    middle = np.array([np.median(x), np.median(y)])
    reach = 0.7 * float(np.hypot(x.std(), y.std()))
    nearest = int(np.hypot(x - middle[0], y - middle[1]).argmin())
    middle = np.array([x[nearest], y[nearest]])
    for _ in range(6):
        near = np.hypot(x - middle[0], y - middle[1]) <= reach
        if near.any():
            middle = np.array([x[near].mean(), y[near].mean()])
    return float(middle[0]), float(middle[1])


def _free_hue(islands: Sequence[Island], x: float, y: float, hues: int) -> int:
    away = [1e9] * hues
    for island in islands:
        away[island.hue] = min(away[island.hue], np.hypot(island.x - x, island.y - y))
    return away.index(max(away))
