"""Stable identity: which new cluster is which old one, so that ids and names persist."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Ints = NDArray[np.int64]

LEAST_OVERLAP = 1.0 / 3.0  # Jaccard; half of each shared by both gives exactly this


def match(old: Ints, new: Ints, old_count: int, new_count: int) -> Ints:
    """For each new cluster (new_count,) the old one it continues, or -1 for a new identity.

    `old`, `new`: cluster of the same photos (n,) before and after; -1 for none (unsorted, or not
    there before). The one-to-one matching of the largest summed overlap (Kuhn 1955) is taken; a
    pair with a Jaccard overlap under `LEAST_OVERLAP` is not the same cluster any more.
    """
    continued = np.full(new_count, -1, dtype=np.int64)
    if not old_count or not new_count:
        return continued
    known = old >= 0
    shared = np.zeros((new_count, old_count))
    both = known & (new >= 0)
    np.add.at(shared, (new[both], old[both]), 1.0)
    sizes_new = np.bincount(new[both], minlength=new_count)
    sizes_old = np.bincount(old[both], minlength=old_count)
    union = sizes_new[:, None] + sizes_old[None, :] - shared
    overlap = np.where(union > 0, shared / np.maximum(union, 1.0), 0.0)
    rows, columns = linear_sum_assignment(-shared)
    same = overlap[rows, columns] >= LEAST_OVERLAP
    continued[rows[same]] = columns[same]
    return continued
