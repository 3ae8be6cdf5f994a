"""Whose ground a position is, by the borders and coasts of Natural Earth (1:10m).

The globe is cut into cells of a quarter degree, and it is known whose the middle of each one is.
From a position to the middle of its cell runs a straight line: the first border it meets has the
position on one of its sides, and that side's country is the answer; a line that meets none ends in
the same country it began in. Only the borders inside one cell are looked at.

Right to within about a kilometre: time zones (`zones`) know borders to a hundred metres and come
first; this settles what they leave open, and what is land and what is sea.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from photoorg.log import log_time
from photoorg.places import outlines
from photoorg.places.outlines import Arcs, Division

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.integer]

SEA = 0
_PAIRS = 500_000  # positions times borders at once: some 60 MB


@dataclass(frozen=True, slots=True)
class _Edges:
    """Straight pieces of border by cell: those of cell c are start[c]:start[c + 1]."""

    start: Ints
    origin: Floats  # (n, 2) longitude, latitude
    step: Floats
    right: Ints
    left: Ints


class Borders:
    """Who owns the ground, of countries or of another division.

    Answers for many positions at once; reads the outlines (0.2 s, 40 MB) at the first one.
    """

    def __init__(self, division: Callable[[], Division] = outlines.countries) -> None:
        self._division = division

    @property
    def codes(self) -> list[str]:
        """What the numbers stand for: number n > 0 is the code at n - 1."""
        return self._division().codes

    def owners(self, lat: Floats, lon: Floats) -> Ints:
        """The numbers of those whose ground the positions are on; 0 is sea or nobody's."""
        import numpy as np

        centres = self._division().centres
        rows, columns = centres.shape
        cell = 180 / rows
        row = np.clip(((lat + 90) / cell).astype(np.int64), 0, rows - 1)
        column = np.clip(((lon + 180) / cell).astype(np.int64), 0, columns - 1)
        result: Ints = centres[row, column].astype(np.int64)
        middle = np.stack([(column + 0.5) * cell - 180, (row + 0.5) * cell - 90], axis=1)
        position = np.stack([lon, lat], axis=1)
        number = row * columns + column
        for part in _parts(np.diff(self._edges.start)[number]):
            self._settle(position[part], middle[part], number[part], result[part])
        return result

    def _settle(self, position: Floats, middle: Floats, cell: Ints, result: Ints) -> None:
        """Set `result` where a border lies between a position and the middle of its cell."""
        import numpy as np

        edges = self._edges
        first, count = edges.start[cell], np.diff(edges.start)[cell]
        query = np.repeat(np.arange(len(cell)), count)
        edge = np.arange(len(query)) + np.repeat(first - (np.cumsum(count) - count), count)
        way, step = (middle - position)[query], edges.step[edge]
        apart = edges.origin[edge] - position[query]
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = _cross(way, step)
            along, where = _cross(apart, step) / turn, _cross(apart, way) / turn
        met = np.flatnonzero((along >= 0) & (along <= 1) & (where >= 0) & (where < 1))
        met = met[np.lexsort((along[met], query[met]))]
        met = met[np.diff(query[met], prepend=-1) > 0]  # of each position, the nearest
        on_left = _cross(step[met], -apart[met]) > 0
        result[query[met]] = np.where(on_left, edges.left[edge[met]], edges.right[edge[met]])

    @cached_property
    def _edges(self) -> _Edges:
        with log_time("places", "sorting the borders into cells"):
            division = self._division()
            return _sorted_edges(division.arcs, division.centres.shape)


def _parts(pairs: Ints) -> list[slice]:
    """Slices of positions with together so many pairs that they fit in memory."""
    import numpy as np

    shelf = np.cumsum(pairs) // _PAIRS
    bounds = [0, *(np.flatnonzero(np.diff(shelf)) + 1).tolist(), len(pairs)]
    return [slice(a, b) for a, b in pairwise(bounds)]


def _cross(a: Floats, b: Floats) -> Floats:
    product: Floats = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product


def _sorted_edges(arcs: Arcs, shape: tuple[int, ...]) -> _Edges:
    """All pieces of all lines, each listed in every cell that it may pass through."""
    import numpy as np

    rows, columns = shape
    cell = 180 / rows
    points, starts = arcs.lines.points.astype(np.float64), arcs.lines.starts
    keep = np.ones(len(points), bool)
    keep[starts[1:] - 1] = False  # the last point of a line begins nothing
    a = np.flatnonzero(keep & (np.repeat(arcs.right != arcs.left, np.diff(starts))))
    line = np.repeat(np.arange(len(starts) - 1), np.diff(starts))[a]
    origin, step = points[a], points[a + 1] - points[a]
    pieces = np.ceil(np.abs(step).max(axis=1) / cell).astype(np.int64).clip(1)
    nth = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step = np.repeat(step / pieces[:, None], pieces, axis=0)
    origin = np.repeat(origin, pieces, axis=0) + step * nth[:, None]
    line = np.repeat(line, pieces)
    corner = ((np.stack([origin, origin + step]) + np.array([180, 90])) / cell).astype(np.int64)
    x, y = corner[..., 0].clip(0, columns - 1), corner[..., 1].clip(0, rows - 1)
    touched = np.stack([y[i] * columns + x[j] for i in (0, 1) for j in (0, 1)], axis=1)
    fresh = np.ones(touched.shape, bool)
    fresh[:, 1] = fresh[:, 2] = False
    fresh[:, 3] = touched[:, 3] != touched[:, 0]
    both = (x[0] != x[1]) & (y[0] != y[1])
    fresh[both, 1] = fresh[both, 2] = True
    edge, which = np.nonzero(fresh)
    cells = touched[edge, which]
    order = np.argsort(cells, kind="stable")
    edge = edge[order]
    start = np.concatenate([[0], np.cumsum(np.bincount(cells, minlength=rows * columns))])
    return _Edges(start, origin[edge], step[edge], arcs.right[line[edge]], arcs.left[line[edge]])
