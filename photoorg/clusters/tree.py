"""The merge tree over leaf clusters, its cuts ("broader .. finer"), and the folders above leaves.

With frozen features, clusters are joined in the order of how alike their centres are: kitchens and
bathrooms, then bedrooms; cats and dogs (`centre_tree`). The graph of neighbours could not tell:
between good clusters it has hardly any links, and what few there are join by accident.

Where there is only the graph (`merge_tree`), clusters are joined in the order of how much more
they are linked than chance would link them: s(a, b) = w(a, b) w / (d(a) d(b)), w(a, b) the weight
between them, d a cluster's total weight, w the graph's (Bonald et al. 2018, "Paris"). s = 1 is
chance. Along both trees s only falls.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


def centre_tree(
    kinds: Sequence[NDArray[np.float32]], labels: Ints, leaves: int
) -> tuple[Ints, Doubles]:
    """All merges of the leaves, most alike first, by average linkage (Sokal and Michener 1958).

    The similarity of two leaves is the cosine between their centres, averaged over the kinds of
    evidence (n, d), whose mean over the library is 0: 1 is the same direction, two things that have
    nothing in common are at 0 or below. `labels` (n,) are leaves 0..leaves-1, none empty. Returns
    as `merge_tree`.
    """
    if leaves < 2:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    alike = sum(cosines(centres_of(kind, labels, leaves)) for kind in kinds) / len(kinds)
    apart = 1.0 - np.clip(alike, -1.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    joins = linkage(squareform(apart, checks=False), "average")
    pairs = np.sort(joins[:, :2], axis=1).astype(np.int64)
    return pairs, np.minimum.accumulate(1.0 - joins[:, 2])


def centres_of(kind: NDArray[np.float32], labels: Ints, leaves: int) -> Doubles:
    """Mean vector (leaves, d) of each leaf."""
    return np.stack([kind[labels == leaf].mean(axis=0) for leaf in range(leaves)]).astype(float)


def cosines(centres: Doubles) -> Doubles:
    """Cosine (L, L) of the angle between each two rows; 0 for rows of zeros."""
    unit = centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    alike: Doubles = unit @ unit.T
    return alike


def merge_tree(joined: Doubles) -> tuple[Ints, Doubles]:
    """All merges of L leaves, most alike first.

    `joined` (L, L) is the weight between leaves, the diagonal counting inner edges twice. Returns
    pairs (L-1, 2) in scipy's numbering (the result of row r is L + r) and similarities (L-1,),
    made never to rise. Cost L^3 on small arrays: 0.1 s for 200 leaves.
    """
    weight = np.array(joined, dtype=np.float64)
    total = max(float(weight.sum()), 1e-12)
    names = list(range(len(weight)))
    pairs: list[tuple[int, int]] = []
    heights: list[float] = []
    while len(names) > 1:
        degree = np.maximum(weight.sum(axis=1), 1e-12)
        alike = weight * total / np.outer(degree, degree)
        np.fill_diagonal(alike, -1.0)
        a, b = sorted(divmod(int(alike.argmax()), len(names)))
        pairs.append((min(names[a], names[b]), max(names[a], names[b])))
        heights.append(float(alike[a, b]))
        weight = join(weight, a, b)
        names[a] = len(joined) + len(pairs) - 1
        del names[b]
    similarity = np.minimum.accumulate(np.array(heights, dtype=np.float64))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), similarity


def join(weight: Doubles, a: int, b: int) -> Doubles:
    """The weights after cluster b was added to cluster a."""
    weight = weight.copy()
    weight[a] += weight[b]
    weight[:, a] += weight[:, b]
    return np.delete(np.delete(weight, b, axis=0), b, axis=1)


def cut(merges: Ints, leaves: int, groups: int) -> Ints:
    """Group number of each leaf (leaves,) when the tree is cut into `groups` (1..leaves).

    Groups are numbered by their first leaf.
    """
    steps = leaves - max(1, min(groups, leaves))
    owner = list(range(leaves + steps))
    for row in range(steps):
        for child in merges[row].tolist():
            owner[child] = leaves + row
    tops = [top_of(owner, leaf) for leaf in range(leaves)]
    numbers = {top: number for number, top in enumerate(dict.fromkeys(tops))}
    return np.array([numbers[top] for top in tops], dtype=np.int64)


def top_of(owner: Sequence[int], node: int) -> int:
    """The highest node above one in the tree as far as it was built."""
    while owner[node] != node:
        node = owner[node]
    return node


def folders(merges: Ints, similarity: Doubles, leaves: int, least: float) -> Ints:
    """Folder of each leaf (leaves,), numbered from 0; -1 for a leaf that stands alone.

    Leaves share a folder if the tree joins them at a similarity of at least `least`.
    """
    groups = leaves - int((similarity >= least).sum())
    group = cut(merges, leaves, groups)
    several = np.flatnonzero(np.bincount(group, minlength=groups) > 1)
    number = np.full(groups, -1, dtype=np.int64)
    number[several] = np.arange(len(several))
    return number[group]


def ward_to(kinds: Sequence[NDArray[np.float32]], labels: Ints, k: int) -> Ints:
    """Group (0..k-1) of each cluster after joining, again and again, the pair that costs least.

    The cost is the growth of the squared distances to the centres (Ward 1963), summed over the
    kinds of evidence (n, d). Used when the number of clusters is given.
    """
    counts = np.bincount(labels).astype(np.float64)
    sums = np.concatenate(
        [np.stack([x[labels == c].sum(axis=0) for c in range(len(counts))]) for x in kinds], axis=1
    ).astype(np.float64)
    members = [[i] for i in range(len(counts))]
    while len(members) > max(k, 1):
        centres = sums / counts[:, None]
        squares = (centres**2).sum(axis=1)
        apart = squares[:, None] + squares[None, :] - 2.0 * centres @ centres.T
        cost = apart * np.outer(counts, counts) / np.add.outer(counts, counts)
        np.fill_diagonal(cost, np.inf)
        a, b = sorted(divmod(int(cost.argmin()), len(members)))
        sums[a] += sums[b]
        counts[a] += counts[b]
        sums, counts = np.delete(sums, b, axis=0), np.delete(counts, b)
        members[a] += members.pop(b)
    return numbered(members)


def modular_to(joined: Doubles, k: int, least: float) -> Ints:
    """Group (0..k-1) of each cluster after joining, again and again, the pair that costs least.

    The cost is the loss of modularity (Clauset, Newman and Moore 2004). That alone would join two
    small clusters that have nothing to do with each other; pairs under a similarity of `least`
    (module docstring) wait until there are no others.
    """
    weight = np.array(joined, dtype=np.float64)
    total = max(float(weight.sum()), 1e-12)
    members = [[i] for i in range(len(weight))]
    while len(members) > max(k, 1):
        degree = np.maximum(weight.sum(axis=1), 1e-12)
        chance = np.outer(degree, degree) / total
        gain = (weight - chance) / total
        gain[weight < least * chance] -= 1.0  # below any true gain
        np.fill_diagonal(gain, -np.inf)
        a, b = sorted(divmod(int(gain.argmax()), len(members)))
        weight = join(weight, a, b)
        members[a] += members.pop(b)
    return numbered(members)


def numbered(members: list[list[int]]) -> Ints:
    """Group number of each cluster from the lists of clusters in each group."""
    group = np.empty(sum(len(part) for part in members), dtype=np.int64)
    for number, part in enumerate(members):
        group[part] = number
    return group


def join_coupled(joined: Doubles, most: float) -> Ints:
    """Group of each cluster after joining every pair that is too closely linked to be two things.

    Again and again the pair with the highest coupling w(a, b) / min(d(a), d(b)) is joined while
    that is over `most`, e.g. 0.1: one in ten links of the smaller leads into the other. A theme
    without inner gaps falls into arbitrary pieces of high coupling and is put together again.
    """
    weight = np.array(joined, dtype=np.float64)
    members = [[i] for i in range(len(weight))]
    while len(members) > 1:
        degree = np.maximum(weight.sum(axis=1), 1e-12)
        coupling = weight / np.minimum.outer(degree, degree)
        np.fill_diagonal(coupling, -1.0)
        a, b = sorted(divmod(int(coupling.argmax()), len(members)))
        if coupling[a, b] <= most:
            break
        weight = join(weight, a, b)
        members[a] += members.pop(b)
    return numbered(members)
