"""Stable identity: which new cluster is which old one, so that ids and names persist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Ints = NDArray[np.int64]

LEAST_JOINED = 0.5
LEAST_OVERLAP = 1.0 / 3.0  # Jaccard; half of each shared by both gives exactly this


def match(
    old: Ints, new: Ints, old_count: int, new_count: int, fixed: Mapping[int, int] | None = None
) -> Ints:
    """For each new cluster (new_count,) the old one it continues, or -1 for a new identity.

    `old`, `new`: cluster of the same photos (n,) before and after; -1 for none (unsorted, or not
    there before). The one-to-one matching of the largest summed overlap (Kuhn 1955) is taken; a
    pair with a Jaccard overlap under `LEAST_OVERLAP` is not the same cluster any more. `fixed`: new
    clusters of which it is known which old one they continue.
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
    for row, column in (fixed or {}).items():
        shared[row], shared[:, column] = 0.0, 0.0
        shared[row, column] = overlap[row, column] = 1.0 + len(old)  # more than any other
    rows, columns = linear_sum_assignment(-shared)
    same = overlap[rows, columns] >= LEAST_OVERLAP
    continued[rows[same]] = columns[same]
    return continued


def match_joins(
    old: Ints,
    new: Ints,
    old_joins: Sequence[Sequence[int]],
    new_joins: Sequence[Sequence[int]],
    named: Sequence[bool] = (),
) -> Ints:
    """For each new join the old one it continues, or -1; joins are lists of leaf clusters.

    `old`, `new` as in `match`. One to one, by the largest summed Jaccard overlap of their photos;
    since joins lie inside each other, a pair must share at least half (`LEAST_JOINED`). An old one
    that the user `named` goes on as whatever is most like it.
    """
    continued = np.full(len(new_joins), -1, dtype=np.int64)
    if not old_joins or not new_joins:
        return continued
    both = (old >= 0) & (new >= 0)
    before = membership(old[both], old_joins)
    after = membership(new[both], new_joins)
    shared = after.T @ before
    union = after.sum(axis=0)[:, None] + before.sum(axis=0)[None, :] - shared
    overlap = shared / np.maximum(union, 1.0)
    wanted = np.array(named or [False] * len(old_joins), dtype=bool)
    worth = overlap + wanted[None, :] * (overlap > 0) * len(new_joins)  # before all others
    rows, columns = linear_sum_assignment(-worth)
    same = (overlap[rows, columns] >= LEAST_JOINED) | (worth[rows, columns] > 1.0)
    continued[rows[same]] = columns[same]
    return continued


def membership(leaf: Ints, joins: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Whether each photo (m,) lies in each join: (m, joins)."""
    inside = np.zeros((int(leaf.max(initial=-1)) + 1, len(joins)), dtype=np.float32)
    for column, leaves in enumerate(joins):
        inside[[i for i in leaves if i < len(inside)], column] = 1.0
    return inside[leaf]
