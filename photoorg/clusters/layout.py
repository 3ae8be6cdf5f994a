"""A plane in which similar photos are near each other: the neighbour graph, laid out.

t-SNE's objective (van der Maaten and Hinton 2008, eq. 5) on the graph that also gives the clusters;
its attraction is a sum over the edges, its repulsion a convolution on a grid by FFT as in FIt-SNE
(Linderman et al. 2019), so that a step costs O(edges + cells). How strong one is against the other
decides how wide the gaps between islands are (Böhm, Berens and Kobak 2022). UMAP (McInnes et al.
2018) and LargeVis (Tang et al. 2016) sample the repulsion instead; without a compiler the grid is
both faster and steadier, and it fills islands evenly, which leaves room for thumbnails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft, sparse
from scipy.spatial import cKDTree

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Near = Sequence[tuple[NDArray[np.int32], Floats]]

EDGES = 12  # strongest neighbours of a photo that pull; more cost time and change little
EARLY, EARLY_STEPS = 12.0, 120  # exaggeration while islands form (Belkina et al. 2019)
LATE, LATE_STEPS, LATE_FROM = 1.0, 240, 1500
MOMENTUM = 0.8
MANY = 5_000
LONGEST = 4.0  # of a step, in the units of the kernel
CELL = 0.5  # of the grid, in the same units
MOST_CELLS = 640  # a side: on larger planes cells grow instead
MARGIN = 0.02  # of the unit square, left free around
SPREADS, SPREADS_OF_MANY = 40, 12
SPACING = 0.9  # of the side of the square that each point has, if all share what is covered


def layout(
    weights: sparse.csr_matrix, start: Floats, check: Callable[[], None] = lambda: None
) -> Floats:
    """Positions (n, 2) of a graph's nodes, in units of the kernel, centred.

    `weights` (n, n) symmetric, `start` (n, 2) of any scale, best the first principal components.
    The same input gives the same output. 10,000 nodes take some 9 s on one core.
    """
    n = weights.shape[0]
    if n < 2:
        return np.zeros((n, 2), dtype=np.float32)
    edges = edges_of(weights)
    y = started(start)
    speed, gains = np.zeros_like(y), np.ones_like(y)
    late = LATE * max(1.0, n / LATE_FROM) ** 0.4  # larger islands push each other more
    for step in range(EARLY_STEPS + LATE_STEPS):
        check()
        stretch = EARLY if step < EARLY_STEPS else late
        slope = stretch * attraction(edges, y) - repulsion(y)
        # delta-bar-delta gains (Jacobs 1988), as in every t-SNE
        gains = np.maximum(np.where(slope * speed < 0, gains + 0.2, gains * 0.8), 0.01)
        speed = MOMENTUM * speed - n / stretch * gains * slope
        speed *= np.minimum(1.0, LONGEST / np.maximum(np.hypot(*speed.T), 1e-9))[:, None]
        y = y + speed
        y -= y.mean(axis=0)
    return y.astype(np.float32)


def principal(x: Floats) -> Floats:
    """The first two principal components of rows (n, d): what a layout starts from."""
    if not len(x):
        return np.zeros((0, 2), dtype=np.float32)
    centred = x - x.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    made: Floats = centred @ axes[:, :-3:-1]
    return np.pad(made, ((0, 0), (0, 2 - made.shape[1])))


def started(start: Floats) -> Doubles:
    """The start, shrunk (Kobak and Berens 2019), with a little noise that parts equal photos."""
    y = start.astype(np.float64) - start.mean(axis=0)
    y /= max(float(y[:, 0].std()), 1e-12) / 1e-2
    noise: Doubles = np.random.default_rng(0).normal(0.0, 1e-3, y.shape)
    made: Doubles = np.clip(y, -0.1, 0.1) + noise
    return made


@dataclass(frozen=True, slots=True)
class Edges:
    """Each edge once: its two ends and its affinity; all affinities, both ways, sum to 1."""

    first: Ints
    second: Ints
    p: Doubles
    count: int


def edges_of(weights: sparse.csr_matrix) -> Edges:
    """The strongest edges of each node, its affinities scaled to one sum, both ways averaged."""
    n = weights.shape[0]
    rows, cols, value = strongest(weights.tocsr(), EDGES)
    total = np.bincount(rows, value, minlength=n)
    kept = sparse.csr_matrix((value / total[rows], (rows, cols)), shape=(n, n))
    upper = sparse.triu(kept + kept.T, k=1).tocoo()
    p = upper.data / max(2.0 * upper.data.sum(), 1e-12)
    return Edges(upper.row.astype(np.int64), upper.col.astype(np.int64), p, n)


def strongest(weights: sparse.csr_matrix, most: int) -> tuple[Ints, Ints, Doubles]:
    """Rows, columns and weights of the `most` largest entries of each row, above 0."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    order = np.lexsort((weights.indices, -weights.data, rows))
    place = np.arange(len(rows)) - weights.indptr[rows]
    keep = order[(place < most) & (weights.data[order] > 0)]
    return rows[keep], weights.indices[keep].astype(np.int64), weights.data[keep].astype(np.float64)


def attraction(edges: Edges, y: Doubles) -> Doubles:
    """sum_j p_ij (y_i - y_j) / (1 + |y_i - y_j|^2)."""
    gap = y[edges.first] - y[edges.second]
    pull = edges.p / (1.0 + np.einsum("ij,ij->i", gap, gap))
    made = np.empty_like(y)
    for axis in (0, 1):
        part = pull * gap[:, axis]
        made[:, axis] = np.bincount(edges.first, part, minlength=edges.count)
        made[:, axis] -= np.bincount(edges.second, part, minlength=edges.count)
    return made


def repulsion(y: Doubles) -> Doubles:
    """sum_j (y_i - y_j) / (1 + |y_i - y_j|^2)^2, divided by sum_kl 1 / (1 + |y_k - y_l|^2).

    Points are laid bilinearly on a grid, which is convolved with the kernels; what lies on it is
    read back in the same way, so that no point pushes itself.
    """
    low, extent = y.min(axis=0), float(np.ptp(y, axis=0).max())
    cell = max(CELL, extent / MOST_CELLS)
    side = 16 * int(extent / cell / 16 + 2)
    spot = (y - low) / cell
    corner = spot.astype(np.int64)
    share = spot - corner
    index, weight = corners(corner, share, side)
    density = np.bincount(index.ravel(), weight.ravel(), minlength=side * side)
    size, kernels = kernels_of(side, cell)
    turned = fft.rfft2(density.reshape(side, side).astype(np.float32), (size, size))
    fields = [fft.irfft2(turned * kernel, (size, size))[:side, :side].ravel() for kernel in kernels]
    read = [(field[index] * weight).sum(axis=0) for field in fields]
    total = float((read[0] - own_share(share, cell)).sum())
    return np.stack(read[1:], axis=1) / max(total, 1e-9)


def corners(corner: Ints, share: Doubles, side: int) -> tuple[Ints, Doubles]:
    """The four cells around each point, and the part of it that lies in each: (4, n) both."""
    (u, v), base = share.T, corner[:, 0] * side + corner[:, 1]
    index = np.stack([base, base + 1, base + side, base + side + 1])
    weight = np.stack([(1 - u) * (1 - v), (1 - u) * v, u * (1 - v), u * v])
    return index, weight


def own_share(share: Doubles, cell: float) -> Doubles:
    """What each point adds to its own reading of 1 / (1 + d^2), to be left out of the sum."""
    apart = 2.0 * share * (1.0 - share)
    same = 1.0 - apart
    straight = same[:, 0] * apart[:, 1] + apart[:, 0] * same[:, 1]
    across = apart.prod(axis=1)
    own: Doubles = same.prod(axis=1) + straight / (1 + cell**2) + across / (1 + 2 * cell**2)
    return own


@lru_cache(maxsize=4)
def kernels_of(side: int, cell: float) -> tuple[int, list[NDArray[np.complex64]]]:
    """Transforms of 1 / (1 + d^2) and of the two components of d / (1 + d^2)^2, and their size."""
    size = fft.next_fast_len(2 * side, real=True)
    line = fft.fftfreq(size, 1.0 / size) * cell
    x, y = line[:, None], line[None, :]
    near = 1.0 / (1.0 + x * x + y * y)
    made = [near, x * near * near, y * near * near]
    return size, [fft.rfft2(kernel.astype(np.float32)) for kernel in made]


# --- photos that were not part of the graph ------------------------------------------------------


def among(near: Near, known: Floats) -> Floats:
    """Where photos belong whose neighbours lie at `known` (l, 2): (m, 2).

    The geometric median of the neighbours' positions (Weiszfeld 1937), not their mean: a photo
    between two islands goes to one of them and not into the water.
    """
    index = np.concatenate([part for part, _ in near], axis=1)
    weight = np.concatenate([part for _, part in near], axis=1).astype(np.float64)
    points = known[index].astype(np.float64)
    scale = max(float(known.std()), 1e-9) * 1e-2
    middle = weighted_mean(points, weight)
    for _ in range(8):
        gap = points - middle[:, None, :]
        distance = np.sqrt(np.einsum("ijk,ijk->ij", gap, gap))
        middle = weighted_mean(points, weight / (distance + scale))
    return middle.astype(np.float32)


def beside(near: Near, known: Floats) -> Floats:
    """The same on a finished map, where `known` stay: a little beside what lies there already."""
    apart = SPACING * np.sqrt(covered(known.astype(np.float64)) / max(len(known), 1))
    noise = np.random.default_rng(2).normal(0.0, 0.3 * apart, (len(near[0][0]), 2))
    return np.clip(among(near, known) + noise, 0.0, 1.0).astype(np.float32)


def weighted_mean(points: Doubles, weight: Doubles) -> Doubles:
    """(m, k, 2) and (m, k) to (m, 2)."""
    total: Doubles = np.maximum(weight.sum(axis=1), 1e-12)
    mean: Doubles = np.einsum("ijk,ij->ik", points, weight) / total[:, None]
    return mean


# --- the finished map ----------------------------------------------------------------------------


def finished(y: Floats) -> Floats:
    """The positions in the unit square: the longer way across, no two photos on one spot."""
    if len(y) < 2:
        return np.full((len(y), 2), 0.5, dtype=np.float32)
    return fitted(spread(fitted(across(y.astype(np.float64))))).astype(np.float32)


def fitted(y: Doubles) -> Doubles:
    """Moved and scaled into the middle of the unit square, with a margin around."""
    low, extent = y.min(axis=0), np.ptp(y, axis=0)
    scale = (1 - 2 * MARGIN) / max(float(extent.max()), 1e-9)
    made: Doubles = (y - low - extent / 2) * scale + 0.5
    return made


def across(y: Doubles) -> Doubles:
    """Turned so that its longest way is level: windows are wider than high."""
    y = y - y.mean(axis=0)
    _, axes = np.linalg.eigh(y.T @ y)
    turned: Doubles = y @ axes[:, ::-1]
    skew = np.sign((turned**3).sum(axis=0))
    return turned * np.where(skew == 0, 1.0, skew)


def spread(y: Doubles) -> Doubles:
    """Points that are very close pushed apart, step by step; islands keep their places.

    Each step moves every pair that is closer than the wanted distance half of what it lacks.
    """
    n = len(y)
    apart = SPACING * np.sqrt(covered(y) / n)
    made = y + np.random.default_rng(1).normal(0.0, apart * 1e-2, y.shape)
    for _ in range(SPREADS if n < MANY else SPREADS_OF_MANY):
        first, second = close_pairs(made, apart)
        if not len(first):
            break
        gap = made[first] - made[second]
        length = np.maximum(np.hypot(*gap.T), 1e-12)
        push = gap * ((apart - length) / length * 0.25)[:, None]
        for axis in (0, 1):
            made[:, axis] += np.bincount(first, push[:, axis], minlength=n)
            made[:, axis] -= np.bincount(second, push[:, axis], minlength=n)
    return made


def close_pairs(y: Doubles, apart: float) -> tuple[Ints, Ints]:
    """Pairs closer than `apart`, among each point's eight nearest: a crowd has too many."""
    distance, index = cKDTree(y).query(y, k=min(9, len(y)))
    first = np.repeat(np.arange(len(y)), index.shape[1])
    second, close = index.ravel(), distance.ravel() < apart
    mutual = (index[second] == first[:, None]).any(axis=1)  # else listed from one side only
    keep = close & (first != second) & (second < len(y)) & ((first < second) | ~mutual)
    return first[keep], second[keep]


def covered(y: Doubles) -> float:
    """How much of the unit square the points cover, by a grid of some four points a cell."""
    side = max(1, int(np.sqrt(len(y) / 4)))
    cells = np.clip((y * side).astype(np.int64), 0, side - 1)
    return len(np.unique(cells[:, 0] * side + cells[:, 1])) / side**2
