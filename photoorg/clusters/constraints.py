"""The user's groups in the neighbour graph: law for the photos in them, a hint for others.

Photos that the user put together, and that are alike, are one node while the graph is parted
(must-link); afterwards each group of the user's has a cluster of its own, and no two the same
(cannot-link), with all that was put in it. Photos that were not placed may follow: see
`resembling`. m photos (nodes of the graph), U groups of the user's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from photoorg.clusters.communities import compact

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

FOLLOW = 0.5  # of the photos most like a photo were put in a group: then it follows them
COHERENT = 0.5  # of their links are among themselves: the photos of a group are alike
SAME = 0.5  # Jaccard overlap from which on a cluster found anew is the user's group again
ENDS = FOLLOW / (1 + FOLLOW)  # chance with which a walk ends at a photo that was not placed
STEPS = 30  # of the walk: what is left then, 1 in 200,000, moves nothing


@dataclass(frozen=True, slots=True)
class Given:
    """What the user said of m photos.

    `placed` (m,): the group, 0..users-1, that a photo must be in; -1: left to the machine.
    `before` (m,): the group it was shown in, users for any other, -1 for a photo that is new.
    """

    placed: Ints
    before: Ints
    users: int

    def of(self, chosen: Ints) -> Given:
        """The same of some of the photos."""
        return Given(self.placed[chosen], self.before[chosen], self.users)

    @property
    def fixed(self) -> Flags:
        """Whether a photo (m,) was placed."""
        flags: Flags = self.placed >= 0
        return flags


def contracted(weights: sparse.csr_matrix, placed: Ints) -> tuple[sparse.csr_matrix, Ints]:
    """The graph in which the photos placed in one group are one node, and each photo's node (m,).

    Edges inside a node are kept as its loop, counted twice, as `communities.between` does. Not
    those of a group whose photos are not alike, such as "the best of 2019": one node of them, with
    edges to everything, would draw pieces of all other clusters together.
    """
    m = len(placed)
    first = np.arange(m)
    for group in np.unique(placed[placed >= 0]):
        inside = np.flatnonzero(placed == group)
        links = weights[inside]
        if links[:, inside].sum() >= COHERENT * links.sum():
            first[inside] = inside[0]
    _, node = np.unique(first, return_inverse=True)
    nodes = int(node.max(initial=-1)) + 1
    member = sparse.csr_matrix((np.ones(m), (np.arange(m), node)), shape=(m, nodes))
    return (member.T @ weights @ member).tocsr(), node.astype(np.int64)


def homes(labels: Ints, given: Given) -> Ints:
    """The cluster (U,) that each group of the user's goes on as; -1: none is it any more.

    One to one by the largest summed Jaccard overlap of the photos that were there before, of
    which a pair must share half.
    """
    known = given.before >= 0
    count = int(labels.max(initial=-1)) + 1
    shared = np.zeros((given.users + 1, count))
    np.add.at(shared, (given.before[known], labels[known]), 1.0)
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    overlap = (shared / np.maximum(union, 1.0))[: given.users]
    rows, columns = linear_sum_assignment(-overlap)
    home = np.full(given.users, -1, dtype=np.int64)
    same = overlap[rows, columns] >= SAME
    home[rows[same]] = columns[same]
    return home


def arranged(weights: sparse.csr_matrix, labels: Ints, given: Given) -> Ints:
    """The clusters (m,) with every placed photo in its group's, numbered by size.

    `labels` are those of a partition. Groups that continue none of its clusters get new ones, made
    of their photos; others follow by `resembling`.
    """
    home = homes(labels, given)
    without = np.flatnonzero(home < 0)
    number = home.copy()
    number[without] = int(labels.max(initial=-1)) + 1 + np.arange(len(without))
    silent = (given.before < 0) & np.isin(labels, home)
    share = resembling(weights, given, without, silent)
    own = home[None, :] == labels[:, None]
    stay = share[:, -1] + np.where(own, share[:, :-1], 0.0).sum(axis=1)
    away = np.where(own, 0.0, share[:, :-1])
    best = away.argmax(axis=1)
    goes = away[np.arange(len(labels)), best] > stay
    found = np.where(goes, number[best], labels)
    found[given.fixed] = number[given.placed[given.fixed]]
    return compact(found)


def resembling(weights: sparse.csr_matrix, given: Given, without: Ints, silent: Flags) -> Floats:
    """How much each photo (m, U + 1) resembles the photos of each group; last: none of them.

    A walk along the graph from a photo to photos like it ends in a group when it meets a photo
    that was placed there, and at any other photo with a chance of `ENDS`, in none. If a share p
    of those it can meet were placed, p (1 - ENDS) : ENDS are the odds for the group, even at
    p = `FOLLOW` (Zhou et al. 2004, "Learning with local and global consistency"; placed ones held).
    `without`: groups without a cluster of their own; a photo that was shown there speaks for it.
    `silent` (m,): photos of which nobody has seen where they are, among the user's; no walk ends.
    """
    m, users = len(given.placed), given.users
    prior = np.zeros((m, users + 1), dtype=np.float32)
    speaks = np.where(np.isin(given.before, without), given.before, users)
    prior[np.arange(m), np.where(given.fixed, given.placed, speaks)] = 1.0
    degree = np.asarray(weights.sum(axis=1)).ravel()
    steps = sparse.diags(1.0 / np.maximum(degree, 1e-12)) @ weights
    ends = np.where(silent & (degree > 0), np.float32(0.0), np.float32(ENDS))
    ends = np.where(given.fixed | (degree <= 0), np.float32(1.0), ends)[:, None]
    share = prior
    for _ in range(STEPS):
        share = (1 - ends) * np.asarray(steps @ share, dtype=np.float32) + ends * prior
    return share


def held(votes: Floats, labels: Ints, fixed: Flags) -> Floats:
    """Votes (m, L) in which those of placed photos are for their own cluster alone.

    Of those whose neighbours agree: a network can learn nothing good from a house among the cats.
    """
    sure = votes.copy()
    clear = fixed & (votes.argmax(axis=1) == labels)
    sure[clear] = 0.0
    sure[clear, labels[clear]] = 1.0
    return sure


def second_best(both: Floats, labels: Ints) -> Ints:
    """The cluster (m,) that a photo would be in if it does not belong in its own; -1: none.

    `both` (m, L): evidence, rows summing to 1. Of what is left for the others it must have half.
    """
    if both.shape[1] < 2:
        return np.full(len(labels), -1, dtype=np.int64)
    rest = both.copy()
    rest[np.arange(len(labels)), labels] = 0.0
    second = rest.argmax(axis=1)
    top, total = rest[np.arange(len(labels)), second], rest.sum(axis=1)
    return np.where((top > 0) & (top >= total / 2), second, -1).astype(np.int64)


def transfer(learned: Ints, now: Ints, leaves: int, count: int) -> Floats:
    """Where what is known of each leaf (leaves, count) belongs after the user's corrections.

    `learned`, `now` (l,): the landmarks' clusters before and after. A leaf without landmarks stays.
    """
    moved = np.zeros((leaves, count), dtype=np.float32)
    np.add.at(moved, (learned, now), 1.0)
    empty = moved.sum(axis=1) == 0
    moved[empty, np.flatnonzero(empty)] = 1.0
    part: Floats = moved / moved.sum(axis=1, keepdims=True)
    return part
