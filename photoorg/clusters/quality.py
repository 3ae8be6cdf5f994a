"""How sure a photo's cluster is, how good a cluster is, and which photos belong nowhere."""

from __future__ import annotations

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
TORN = 0.5  # below it DEC's soft assignment gives more to others than to the cluster


def votes_of(weights: sparse.csr_matrix, labels: Ints, k: int) -> Doubles:
    """Weight (n, k) of each photo's neighbours in each cluster."""
    n = len(labels)
    own = sparse.csr_matrix((np.ones(n), (np.arange(n), labels)), shape=(n, k))
    votes: Doubles = (weights @ own).toarray()
    return votes


def smoothed(weights: sparse.csr_matrix, labels: Ints, k: int) -> Floats:
    """Share of each photo's neighbours (n, k) in each cluster, itself counted as one mean photo."""
    n = len(labels)
    votes = votes_of(weights, labels, k)
    degree = np.asarray(weights.sum(axis=1)).ravel()
    votes[np.arange(n), labels] += max(float(degree.mean()) if n else 0.0, 1e-12)
    shares: Floats = (votes / votes.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def shares(weights: sparse.csr_matrix, labels: Ints, k: int) -> Floats:
    """Share (n, k) of each photo's neighbour weight in each cluster; its own without neighbours."""
    votes = votes_of(weights, labels, k)
    degree = votes.sum(axis=1)
    alone = degree <= 0
    votes[alone, labels[alone]] = 1.0
    part: Floats = (votes / np.where(alone, 1.0, degree)[:, None]).astype(np.float32)
    return part


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


def unsorted(agree: Doubles, lonely: Doubles, soft: Floats, sure: Floats) -> Flags:
    """Which photos (n,) belong nowhere: far from all others, or torn between clusters.

    Torn: over two thirds of the neighbours are elsewhere, and the soft assignment to the own
    cluster, `soft` (n,), is below a half too.

    At most `MOST_UNSORTED` of them, the least sure first; so under 20 photos none.
    """
    odd = (lonely > LONELY) | ((agree < MIXED) & (soft < TORN))
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
