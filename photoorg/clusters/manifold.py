"""Coordinates in which clusters are compact: eigenvectors of the neighbour graph.

Groups of photos are curved and stretched in the feature space, so that plain k-means cuts them
where they are long. On the graph of nearest neighbours they are well connected lumps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import eigsh

Doubles = NDArray[np.float64]


def normalised(weights: sparse.csr_matrix) -> tuple[sparse.csr_matrix, Doubles]:
    """D^-1/2 W D^-1/2 and the degrees (Ng, Jordan and Weiss 2002)."""
    degree = np.asarray(weights.sum(axis=1)).ravel()
    scale = sparse.diags(1.0 / np.sqrt(np.maximum(degree, 1e-12)))
    return (scale @ weights @ scale).tocsr(), degree


def spectrum(weights: sparse.csr_matrix, count: int) -> tuple[Doubles, Doubles]:
    """The `count` largest eigenvalues (descending, at most 1) and eigenvectors of the graph.

    Lanczos on the sparse matrix from a fixed start: cost grows with the number of edges. Signs are
    fixed so that each vector's largest entry is positive: the same graph gives the same numbers.
    """
    matrix, _ = normalised(weights)
    n = matrix.shape[0]
    count = min(count, n)
    if n <= max(2 * count + 2, 64):
        values, vectors = np.linalg.eigh(matrix.toarray())
        values, vectors = values[-count:], vectors[:, -count:]
    else:
        start = np.random.default_rng(0).standard_normal(n)
        shifted = matrix + sparse.identity(n, format="csr")  # all eigenvalues positive
        values, vectors = eigsh(shifted, k=count, which="LA", v0=start, tol=1e-5, maxiter=20 * n)
        values = values - 1.0
    order = np.argsort(-values, kind="stable")
    values, vectors = values[order], vectors[:, order]
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(count)])
    return values, vectors * np.where(signs == 0, 1.0, signs)
