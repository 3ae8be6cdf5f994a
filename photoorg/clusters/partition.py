"""The manifold-aware start: a partition of the neighbour graph, its number found or given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from photoorg.clusters.communities import Check, best_of, between, compact, nothing
from photoorg.clusters.tree import join_coupled, ward_to

Ints = NDArray[np.int64]

LEAF_GAMMA = 2.0  # leaves first err on the fine side: what is deleted together must be alike
COUPLED = 0.1  # then pieces with more than one link in ten across belong together
RESTARTS = 5


def find(weights: sparse.csr_matrix, seed: int, check: Check = nothing) -> Ints:
    """Leaf clusters, their number found without labels. (n,) numbered by size.

    Criterion: best modularity at twice the chance level, then every pair of clusters of which the
    smaller has more than a tenth of its links in the other is joined.
    """
    fine = best_of(weights, LEAF_GAMMA, seed, RESTARTS, check)
    group = join_coupled(between(weights, fine).toarray(), COUPLED)
    return compact(group[fine])


def split_into(
    weights: sparse.csr_matrix,
    kinds: Sequence[NDArray[np.float32]],
    k: int,
    seed: int,
    check: Check = nothing,
) -> Ints:
    """Exactly min(k, n) clusters: what `find` gives, made finer until there are enough, then joined
    by Ward's rule in the frozen features `kinds`.
    """
    n = weights.shape[0]
    k = max(1, min(k, n))
    labels, gamma = find(weights, seed, check), LEAF_GAMMA
    while labels.max() + 1 < k and gamma < 4.0 * n:
        labels = best_of(weights, gamma, seed, RESTARTS, check)
        gamma *= 2.0
    if labels.max() + 1 < k:
        labels = np.arange(n)
    return compact(ward_to(kinds, labels, k)[labels])
