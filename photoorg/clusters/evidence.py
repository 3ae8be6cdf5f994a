"""Several kinds of evidence about the same photos, brought to one neighbour graph.

Each kind (the backbone's pooled features, its maps, the autoencoder's code) gives a graph of its
own; their mean is used. A wrong link of one kind is then outvoted, and no kind needs a scale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from photoorg.clusters.neighbours import graph, nearest, unit_rows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

PARTS = 256  # principal components kept: neighbours hardly change, distances cost a tenth
MOST_NEIGHBOURS = 20


def neighbours_for(n: int) -> int:
    """How many neighbours a photo is linked to: 20, in libraries under 1,500 photos fewer (3..)."""
    return int(min(MOST_NEIGHBOURS, max(3, round(0.5 * n**0.5)), max(n - 1, 0)))


@dataclass(frozen=True, slots=True)
class Projection:
    """Rows to unit length, minus their mean, on principal components: (n, d) to (n, parts)."""

    mean: Floats
    components: Floats  # (parts, d)

    def apply(self, x: Floats) -> Floats:
        """The projected rows."""
        return ((unit_rows(x) - self.mean) @ self.components.T).astype(np.float32, copy=False)


def fit_projection(x: Floats, parts: int = PARTS) -> Projection:
    """Principal components of the rows by randomised SVD (Halko et al. 2011) from a fixed seed."""
    from sklearn.utils.extmath import randomized_svd

    unit = unit_rows(x)
    mean = unit.mean(axis=0)
    parts = min(parts, *x.shape)
    _, _, components = randomized_svd(unit - mean, parts, n_iter=4, random_state=0)
    return Projection(mean, components.astype(np.float32))


def joint_graph(
    kinds: Sequence[Floats], check: Callable[[], None]
) -> tuple[sparse.csr_matrix, Ints, Floats]:
    """The mean of the kinds' graphs (n, n); the first kind's neighbours and distances (n, k)."""
    return joined([own_neighbours(kind, check) for kind in kinds])


def own_neighbours(kind: Floats, check: Callable[[], None]) -> tuple[Ints, Floats]:
    """Each photo's neighbours by one kind of evidence and their distances, (n, k)."""
    n = len(kind)
    k = neighbours_for(n)
    if k == 0:
        none = np.zeros((n, 0), dtype=np.int64)
        return none, none.astype(np.float32)
    return nearest(kind, kind, k, check, skip_self=True)


def joined(found: Sequence[tuple[Ints, Floats]]) -> tuple[sparse.csr_matrix, Ints, Floats]:
    """See `joint_graph`; of the neighbours by each kind."""
    n, k = found[0][0].shape
    if k == 0:
        return sparse.csr_matrix((n, n)), *found[0]
    total = graph(*found[0])
    for index, distance in found[1:]:
        total = total + graph(index, distance)
    return (total / len(found)).tocsr(), *found[0]
