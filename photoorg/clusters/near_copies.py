"""Near copies among photos: the shots of a burst, the same poster sent thirteen times.

They are each other's neighbours and nobody else's. In a neighbour graph made of all of them every
burst is an island, and becomes a cluster of its own; made of two of each, the graph says again
which scenes are alike. On 1,670 photos, 80 % of them in bursts of eight (shifted, turned, lit and
cropped a little), the clusters found fell from 97 to 14. A library with few copies is left whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoorg.clusters.neighbours import cells, smallest, unit_rows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CLOSE = 0.3  # of the distance to the photo that is `BEYOND` times as many neighbours away
BEYOND = 3
FEW = 0.05  # of the photos: so few islands do not tear the graph, and each photo says something
SMALL = 400  # fewer photos have under ten neighbours each, which say little of what is near
SHOTS = 2  # of a burst: a pair still says that its photos are alike, four are an island again


@dataclass(frozen=True, slots=True)
class Distinct:
    """What a graph is made of: the photos `kept`, ascending, (m,); `single` (n,): has no copy."""

    kept: Ints
    single: Flags


def distinct(x: Floats, neighbours: int, check: Callable[[], None] = lambda: None) -> Distinct:
    """Of the photos (n, d), those that are near copies of fewer than `SHOTS` kept before them.

    A near copy is nearer than `CLOSE` of the distance to the (`BEYOND` times `neighbours`)-th
    nearest. That scale is the neighbourhood's own: where all photos are much alike (receipts),
    copies must be more so. Larger bursts than that stay: they fill a cluster in their own right.
    If fewer than `FEW` of the photos are such copies, all are kept, and of fewer than `SMALL`.
    Cost: about 6,000 n d multiplications in large libraries.
    """
    n = len(x)
    far = BEYOND * neighbours
    if n < SMALL or n <= far + 1:
        return every(n)
    kept, single = np.ones(n, dtype=np.bool_), np.ones(n, dtype=np.bool_)
    for photo, near in enumerate(copies_of(x, far, check)):
        others = near[near != photo]
        single[photo] = len(others) == 0
        kept[photo] = np.count_nonzero(kept[others[others < photo]]) < SHOTS
    if n - np.count_nonzero(kept) < FEW * n:
        return every(n)
    return Distinct(np.flatnonzero(kept), single)


def every(n: int) -> Distinct:
    """Of n photos all, as if none had a copy."""
    return Distinct(np.arange(n), np.ones(n, dtype=np.bool_))


def copies_of(x: Floats, far: int, check: Callable[[], None]) -> list[Ints]:
    """The near copies of each photo among all, itself too as a rule."""
    copies: list[Ints] = [np.zeros(0, dtype=np.int64)] * len(x)
    squares = np.einsum("ij,ij->i", x, x)
    for members, others in cells(unit_rows(x)):
        check()
        gaps = squares[members, None] + squares[others] - 2.0 * (x[members] @ x[others].T)
        gaps = np.sqrt(np.maximum(gaps, 0.0))
        nearest = smallest(gaps, min(far + 1, len(others)))  # the first is the photo itself
        distance = np.take_along_axis(gaps, nearest, axis=1)
        close = distance < CLOSE * distance[:, -1:]
        for row, photo in enumerate(members):
            copies[photo] = others[nearest[row, close[row]]]
    return copies
