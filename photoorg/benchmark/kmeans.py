"""k-means with many starts, and the principal components: what every tutorial begins with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from photoorg.records import NULL_CONTEXT, Context

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STARTS = 20
SLICE = 8192


@dataclass(frozen=True, slots=True)
class Means:
    """clusters (n,), centres (k, d), and the sum of squared distances to them."""

    clusters: Ints
    centres: Floats
    inertia: float


def kmeans(
    x: Floats, k: int, seed: int, ctx: Context = NULL_CONTEXT, starts: int = STARTS
) -> Means:
    """Lloyd's k-means from k-means++ starts; the start with the least inertia wins.

    The same as scikit-learn's `n_init=starts`, but it can be watched and stopped between starts.
    """
    from sklearn.cluster import KMeans

    draws = np.random.RandomState(seed)  # scikit-learn's own kind: it takes no Generator
    best: Means | None = None
    for number in range(starts):
        ctx.check_cancelled()
        ctx.progress("k-means", number, starts)
        one = KMeans(min(k, len(x)), n_init=1, random_state=draws).fit(x)
        if best is None or one.inertia_ < best.inertia:
            clusters = np.asarray(one.labels_, dtype=np.int64)
            best = Means(clusters, one.cluster_centers_.astype(np.float32), float(one.inertia_))
    ctx.progress("k-means", starts, starts)
    assert best is not None
    return best


def nearest(x: Floats, centres: Floats) -> Ints:
    """Index (n,) of the centre (k, d) at the least Euclidean distance; the first one of several.

    |x - c|^2 = |x|^2 - 2 x c + |c|^2, and |x|^2 is the same for all centres.
    """
    lengths = (centres * centres).sum(axis=1)
    parts = [
        (lengths - 2.0 * x[i : i + SLICE] @ centres.T).argmin(axis=1)
        for i in range(0, len(x), SLICE)
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


@dataclass(frozen=True, slots=True)
class Axes:
    """Principal components: mean (d,), axes (m, d) of length 1, by falling variance."""

    mean: Floats
    axes: Floats

    def project(self, x: Floats) -> Floats:
        """Coordinates (n, m) of rows (n, d)."""
        return np.asarray((x - self.mean) @ self.axes.T, dtype=np.float32)

    def rebuild(self, points: Floats) -> Floats:
        """Rows (n, d) back from coordinates (n, m)."""
        return np.asarray(points @ self.axes + self.mean, dtype=np.float32)


def principal(x: Floats, count: int) -> Axes:
    """The eigenvectors of the covariance matrix with the largest eigenvalues (Pearson 1901).

    Each is turned so that its largest entry is positive: the sign is otherwise left to chance.
    """
    mean = x.mean(axis=0, dtype=np.float64)
    covariance = np.zeros((x.shape[1], x.shape[1]))
    for i in range(0, len(x), SLICE):
        part = x[i : i + SLICE] - mean
        covariance += part.T @ part
    _, vectors = np.linalg.eigh(covariance)
    axes = vectors[:, ::-1][:, :count].T
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    return Axes(mean.astype(np.float32), (axes * signs[:, None]).astype(np.float32))


def squared_error(x: Floats, rebuilt: Floats) -> float:
    """Mean squared difference over all rows and all their numbers."""
    return float(np.square(x - rebuilt).mean(dtype=np.float64))
