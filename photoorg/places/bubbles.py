"""Positions gathered into bubbles that split as the map comes nearer.

A tree of boxes: each box is split between two of its positions, preferably in a wide gap near its
middle, across its longer side. At a scale the bubbles are the highest boxes that are small enough
on the screen. So the boxes of two bubbles never overlap, the bounds of a bubble hold its own photos
and no others, and a city is not cut by a line of some raster. Where the middles of two come too
close to be told apart, `merged` makes one of them.

Boxes are split when they are first looked at: a first view of 100,000 positions costs 0.1 to
0.2 s (once, off the window's thread), every later one as much as there is to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photoorg.places.mercator import square_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

Box = tuple[float, float, float, float]  # left, top, right, bottom, in the square of `mercator`


@dataclass(frozen=True, slots=True)
class Bubble:
    """Photos that lie close together at a scale.

    `x` and `y` are their middle in the square of `mercator`; `bounds` are south, west, north, east
    in degrees, exactly around them. `first` is the first of them in the order they came in.
    """

    x: float
    y: float
    count: int
    first: int
    bounds: tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class _Node:
    members: Ints
    box: Box
    children: tuple[_Node, ...] = ()
    bubble: Bubble | None = field(default=None)


class BubbleTree:
    """Photos by position. Not to be asked by two threads at once."""

    def __init__(
        self, ids: Sequence[int], latitudes: Sequence[float], longitudes: Sequence[float]
    ) -> None:
        import numpy as np

        self._ids = np.array(ids, dtype=np.int64)
        self._lat = np.array(latitudes, dtype=np.float64)
        self._lon = np.array(longitudes, dtype=np.float64)
        self._x, self._y = square_of(self._lat, self._lon)
        everything = np.arange(len(self._ids), dtype=np.int32)
        self._root = self._node(everything) if len(everything) else None

    def __len__(self) -> int:
        return len(self._ids)

    def box(self) -> Box | None:
        """Around all positions, by the shorter way around the world; right may be beyond 1."""
        import numpy as np

        if self._root is None:
            return None
        left, top, right, bottom = self._root.box
        columns = np.unique(np.floor(self._x * 3600).astype(np.int64))
        gaps = np.diff(columns)
        around = columns[0] + 3600 - columns[-1]
        if len(gaps) and gaps.max() > around:  # the empty half lies between two of them
            after = int(gaps.argmax())
            left = float(columns[after + 1]) / 3600
            right = float(columns[after] + 1) / 3600 + 1
        return left, top, right, bottom

    def cut(self, extent: float, view: Box) -> list[Bubble]:
        """The bubbles that touch `view`, each of at most `extent` in the units of the square."""
        return [self._bubble(node) for node in self._cut(extent, view)]

    def _cut(self, extent: float, view: Box) -> Iterator[_Node]:
        waiting = [self._root] if self._root is not None else []
        while waiting:
            node = waiting.pop()
            left, top, right, bottom = node.box
            if right < view[0] or left > view[2] or bottom < view[1] or top > view[3]:
                continue
            if max(right - left, bottom - top) <= extent:
                yield node
            else:
                node.children = node.children or self._split(node)
                waiting += node.children

    def _split(self, node: _Node) -> tuple[_Node, _Node]:
        """In two, where the gap is wide and the middle near."""
        import numpy as np

        left, top, right, bottom = node.box
        values = (self._x if right - left >= bottom - top else self._y)[node.members]
        ordered = np.sort(values)
        low, width = ordered[0], ordered[-1] - ordered[0]
        share = ((ordered[:-1] + ordered[1:]) / 2 - low) / width
        score = np.diff(ordered) * (0.1 + np.minimum(share, 1 - share))
        before = values <= ordered[int(score.argmax())]
        return self._node(node.members[before]), self._node(node.members[~before])

    def _node(self, members: Ints) -> _Node:
        x, y = self._x[members], self._y[members]
        return _Node(members, (float(x.min()), float(y.min()), float(x.max()), float(y.max())))

    def _bubble(self, node: _Node) -> Bubble:
        if node.bubble is None:
            members = node.members
            lat, lon = self._lat[members], self._lon[members]
            node.bubble = Bubble(
                float(self._x[members].mean()),
                float(self._y[members].mean()),
                len(members),
                int(self._ids[members.min()]),
                (float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max())),
            )
        return node.bubble


def merged(bubbles: Sequence[Bubble], distance: float) -> list[Bubble]:
    """The same with no two of them closer than `distance` in both directions; large ones gather.

    Their bounds are those around all of them. About 2 microseconds a bubble.
    """
    groups: dict[tuple[int, int], list[list[Bubble]]] = {}
    for bubble in sorted(bubbles, key=lambda b: (-b.count, b.first)):
        column, row = int(bubble.x // distance), int(bubble.y // distance)
        near = [
            group
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for group in groups.get((across, down), ())
            if max(abs(group[0].x - bubble.x), abs(group[0].y - bubble.y)) < distance
        ]
        if near:
            nearest = min(near, key=lambda g: (g[0].x - bubble.x) ** 2 + (g[0].y - bubble.y) ** 2)
            nearest.append(bubble)
        else:
            groups.setdefault((column, row), []).append([bubble])
    return [_one(group) for cell in groups.values() for group in cell]


def _one(group: list[Bubble]) -> Bubble:
    """Where the largest of them is: a bubble does not move because a small one joins it."""
    if len(group) == 1:
        return group[0]
    south, west, north, east = zip(*(bubble.bounds for bubble in group), strict=True)
    return Bubble(
        group[0].x,
        group[0].y,
        sum(bubble.count for bubble in group),
        group[0].first,
        (min(south), min(west), max(north), max(east)),
    )
