"""The shape of the land in tiles: what a square of the map shows of polygons and lines.

Tiles are those of web maps: at depth z the world is 2^z by 2^z of them. A tile's polygons are
clipped from its parent's, so that the cost of a tile is that of what it shows, not of a continent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MARGIN = 0.02  # of a tile's side: strokes at its edge are those of the neighbour
_KEPT = 1500  # clipped tiles; about 20 kB each
_CHUNK = 24  # points of a line that are looked up together

Tile = tuple[int, int, int]  # depth, column, row


@dataclass(frozen=True, slots=True)
class Paths:
    """Rings or lines, one after the other: points (n, 2), and the index at which each begins."""

    points: Floats
    starts: Ints


def tile_box(tile: Tile, margin: float = MARGIN) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a tile in the square, with some room around."""
    depth, column, row = tile
    side = 0.5**depth
    room = side * margin
    left, top = column * side, row * side
    return left - room, top - room, left + side + room, top + side + room


def joined(parts: Sequence[Floats]) -> Paths:
    """Separate arrays (n, 2) of points as one."""
    import numpy as np

    lengths = [len(part) for part in parts]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if parts else np.zeros(0)
    points = np.concatenate(parts) if parts else np.zeros((0, 2))
    return Paths(points.astype(np.float64), starts.astype(np.int64))


class Polygons:
    """Closed rings; a hole is a ring in a ring (even-odd)."""

    def __init__(self, rings: Paths) -> None:
        self._rings = rings
        self._known: OrderedDict[Tile, Paths] = OrderedDict()

    def tile(self, tile: Tile) -> Paths:
        """The rings of a tile, cut along its edges."""
        depth, column, row = tile
        if not depth:
            return self._rings
        found = self._known.get(tile)
        if found is None:
            found = clipped(self.tile((depth - 1, column // 2, row // 2)), tile_box(tile))
            self._known[tile] = found
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found


def clipped(rings: Paths, box: tuple[float, float, float, float]) -> Paths:
    """Rings cut to a box, side by side (Sutherland and Hodgman 1974), all rings at once."""
    left, top, right, bottom = box
    for axis, sign, limit in ((0, 1, left), (0, -1, right), (1, 1, top), (1, -1, bottom)):
        rings = _half(rings, axis, sign, limit)
    return rings


def _half(rings: Paths, axis: int, sign: int, limit: float) -> Paths:
    """What of the rings lies on one side of a line; where they cross it, they go along it."""
    import numpy as np

    points, starts = rings.points, rings.starts
    count = len(points)
    if not count:
        return rings
    away = sign * (points[:, axis] - limit)
    inside = away >= 0
    if inside.all():
        return rings
    after = np.arange(1, count + 1)
    ends = np.append(starts[1:], count)
    after[ends - 1] = starts
    crosses = inside != inside[after]
    made = inside.astype(np.int64) + crosses
    offsets = np.concatenate([[0], np.cumsum(made)])
    result = np.empty((offsets[-1], 2))
    result[offsets[:-1][inside]] = points[inside]
    at = np.flatnonzero(crosses)
    share = (away[at] / (away[at] - away[after[at]]))[:, None]
    result[offsets[:-1][at] + inside[at]] = points[at] + share * (points[after[at]] - points[at])
    begins = offsets[starts]
    return Paths(result, begins[np.append(begins[1:], offsets[-1]) > begins])


class Lines:
    """Open lines, found by chunks of a few points."""

    def __init__(self, lines: Paths) -> None:
        import numpy as np

        self._points = lines.points
        ends = np.append(lines.starts, len(lines.points))[1:]
        first = [
            np.arange(start, max(end - 1, start + 1), _CHUNK)
            for start, end in zip(lines.starts, ends, strict=True)
        ]
        line = np.repeat(np.arange(len(first)), [len(part) for part in first])
        self._first = np.concatenate(first) if first else np.zeros(0, dtype=np.int64)
        # a chunk ends with the first point of the next, so that the line goes on
        self._last = np.minimum(self._first + _CHUNK + 1, ends[line])
        if len(self._first):
            low, high = _extremes(self._points, self._first, self._last)
            self._boxes = np.hstack([low, high])
        else:
            self._boxes = np.zeros((0, 4))

    def tile(self, tile: Tile) -> Paths:
        """The parts of lines that come near a tile."""
        left, top, right, bottom = tile_box(tile, 0.05)
        boxes = self._boxes
        hit = (boxes[:, 0] <= right) & (boxes[:, 2] >= left)
        hit &= (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        spans = zip(self._first[hit], self._last[hit], strict=True)
        return joined([self._points[first:last] for first, last in spans])


def _extremes(points: Floats, first: Ints, last: Ints) -> tuple[Floats, Floats]:
    """Least and greatest coordinates of each chunk."""
    import numpy as np

    # chunks overlap by a point, which `reduceat` can not say: take it in by hand
    final = points[last - 1]
    low = np.minimum(np.minimum.reduceat(points, first, axis=0), final)
    high = np.maximum(np.maximum.reduceat(points, first, axis=0), final)
    return low, high
