"""The manifold-aware start: a partition of the neighbour graph, its number found or given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from photoorg.clusters.communities import Check, best_of, between, compact, modularity, nothing
from photoorg.clusters.tree import join_coupled, modular_to, ward_to

Ints = NDArray[np.int64]

LEAF_GAMMA = 2.0  # leaves first err on the fine side: what is deleted together must be alike
COUPLED = 0.1  # then pieces with more than one link in ten across belong together
LINKED = 0.25  # clusters linked less than a quarter as strongly as by chance are not joined
TIE = 0.005  # what joining two clusters of 5 % without links costs: 2 x 0.05 x 0.05
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
    """Exactly min(k, n) clusters, when the number is given.

    Two candidates: what `find` gives, joined by Ward's rule in the frozen features `kinds`; and
    the best modularity, joined at the least loss of it. Both are made finer first if they have too
    few clusters. The former is taken unless its modularity is lower by more than `TIE`: between
    clusters without links modularity knows only sizes, and joins the smallest, however unlike;
    features tell which are alike. Without frozen features there is only the latter.
    """
    k = max(1, min(k, weights.shape[0]))
    best = at_least(weights, best_of(weights, 1.0, seed, RESTARTS, check), k, seed, check)
    linked = compact(modular_to(between(weights, best).toarray(), k, LINKED)[best])
    if not kinds:
        return linked
    found = at_least(weights, find(weights, seed, check), k, seed, check)
    alike = compact(ward_to(kinds, found, k)[found])
    lost = modularity(weights, linked) - modularity(weights, alike)
    return alike if lost <= TIE else linked


def at_least(weights: sparse.csr_matrix, labels: Ints, k: int, seed: int, check: Check) -> Ints:
    """The partition, or a finer one of at least k clusters if it has fewer."""
    n, gamma = weights.shape[0], LEAF_GAMMA
    while labels.max() + 1 < k and gamma < 4.0 * n:
        labels = best_of(weights, gamma, seed, RESTARTS, check)
        gamma *= 2.0
    return labels if labels.max() + 1 >= k else np.arange(n)
