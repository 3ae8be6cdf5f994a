"""How sure a photo's cluster is, how good a cluster is, and which photos belong nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_UNSORTED = 0.05  # of all photos: the folder of leftovers must not become the biggest
LONELY = 1.5  # the usual mark of an outlier by this factor
MIXED = 1.0 / 3.0  # below it over two thirds of a photo's neighbours are in other clusters
TORN = 0.5  # confidence below it: DEC's soft assignment does not make up for the neighbours


def smoothed(weights: sparse.csr_matrix, labels: Ints, k: int) -> Floats:
    """Share of each photo's neighbours (n, k) in each cluster, itself counted as one mean photo."""
    n = len(labels)
    own = sparse.csr_matrix((np.ones(n), (np.arange(n), labels)), shape=(n, k))
    degree = np.asarray(weights.sum(axis=1)).ravel()
    votes = (weights @ own + own * max(float(degree.mean()) if n else 0.0, 1e-12)).toarray()
    shares: Floats = (votes / votes.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def agreement(weights: sparse.csr_matrix, labels: Ints) -> Doubles:
    """Share (n,) of a photo's neighbour weight inside its own cluster; 1 without neighbours."""
    n, k = len(labels), int(labels.max(initial=0)) + 1
    own = sparse.csr_matrix((np.ones(n), (np.arange(n), labels)), shape=(n, k))
    votes = (weights @ own).tocsr()
    inside = np.asarray(votes[np.arange(n), labels]).ravel()
    degree = np.asarray(weights.sum(axis=1)).ravel()
    return np.where(degree > 0, inside / np.maximum(degree, 1e-12), 1.0)


def confidence(agree: Doubles, q: Floats, labels: Ints) -> Floats:
    """0..1: the mean of both kinds of evidence, the neighbours' and DEC's soft assignment."""
    soft = q[np.arange(len(labels)), labels].astype(np.float64)
    return ((agree + soft) / 2.0).astype(np.float32)


def loneliness(index: Ints, distance: Floats) -> Doubles:
    """How much farther (n,) a photo is from its neighbours than they are from theirs; about 1.

    The ratio of median neighbour distances, a simple local outlier factor (Breunig et al. 2000).
    `index`, `distance`: the k neighbours (n, k).
    """
    if distance.size == 0:
        return np.ones(len(distance))
    typical = np.median(distance, axis=1).astype(np.float64)
    around = typical[index].mean(axis=1)
    return np.where(around > 1e-9, typical / np.maximum(around, 1e-9), 1.0)


def unsorted(agree: Doubles, lonely: Doubles, sure: Floats) -> Flags:
    """Which photos (n,) belong nowhere: far from all others, or torn between clusters.

    Torn: over two thirds of the neighbours are elsewhere, and the soft assignment is no surer.

    At most `MOST_UNSORTED` of them, the least sure first; so under 20 photos none.
    """
    odd = (lonely > LONELY) | ((agree < MIXED) & (sure < TORN))
    most = int(MOST_UNSORTED * len(odd))
    chosen = np.flatnonzero(odd)
    chosen = chosen[np.argsort(sure[chosen], kind="stable")][:most]
    flags = np.zeros(len(odd), dtype=np.bool_)
    flags[chosen] = True
    return flags


def leaf_quality(joined: Doubles) -> Doubles:
    """Quality (L,) of each cluster: the share of its links that stay inside (1 - conductance)."""
    degree = joined.sum(axis=1)
    return np.where(degree > 0, np.diag(joined) / np.maximum(degree, 1e-12), 1.0)


def simplified_silhouette(x: Floats, labels: Ints) -> float:
    """Mean of (b - a) / max(a, b): distance to the own centre a, to the nearest other centre b.

    The silhouette with centres in place of all pairs (Hruschka et al. 2004): linear in n. In -1..1,
    higher is better; 0 for fewer than two clusters.
    """
    present, inverse = np.unique(labels, return_inverse=True)
    if len(present) < 2:
        return 0.0
    counts = np.bincount(inverse)
    own = sparse.csr_matrix((1.0 / counts[inverse], (inverse, np.arange(len(x)))))
    centres = (own @ x).astype(np.float32)
    squared = (x * x).sum(axis=1)[:, None] - 2.0 * (x @ centres.T) + (centres * centres).sum(axis=1)
    distance = np.sqrt(np.maximum(squared, 0.0))
    rows = np.arange(len(x))
    a = distance[rows, inverse].copy()
    distance[rows, inverse] = np.inf
    b = distance.min(axis=1)
    return float(np.mean((b - a) / np.maximum(np.maximum(a, b), 1e-12)))


def mean_silhouette(kinds: Sequence[Floats], labels: Ints) -> float:
    """The simplified silhouette averaged over several kinds of evidence."""
    return float(np.mean([simplified_silhouette(x, labels) for x in kinds]))
