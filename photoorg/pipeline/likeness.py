"""What stored features say at once, without training: the parts of a group, who is like whom.

Imported only through `pipeline.grouping`. n photos, k neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from photoorg.clusters import near_copies, partition
from photoorg.clusters.evidence import joint_graph, neighbours_for
from photoorg.clusters.neighbours import local_weights, nearest
from photoorg.pipeline import evidence, placing, starting

if TYPE_CHECKING:
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

MOST_SEEDS = 2000  # placed photos whose like are looked for


def parts_of(rows: Bytes, model: str, parts: int | None, seed: int, ctx: Context) -> list[int]:
    """See `pipeline.grouping.parts_of`."""
    with starting.fixed_arithmetic():
        kinds = evidence.frozen(rows, model, ctx)
        check = ctx.check_cancelled
        among = np.arange(len(rows))
        if parts is None:  # who asks for a number may mean to part near copies
            among = near_copies.distinct(kinds[0], neighbours_for(len(rows)), check).kept
        chosen = starting.landmarks(among, starting.recipe_for(model).landmarks, seed)
        known = [kind[chosen] for kind in kinds]
        weights, _, _ = joint_graph(known, check)
        labels = partition.find(weights, seed, check) if parts is None else None
        if labels is None or labels.max() == 0:
            labels = partition.split_into(weights, known, parts or 2, seed, check)
        if len(chosen) < len(rows):
            count = int(labels.max()) + 1
            every = placing.shares(placing.near(kinds, known, ctx), labels, count).argmax(axis=1)
            every[chosen] = labels
            labels = every
    found: list[int] = labels.tolist()
    return found


def shares_placed(rows: Bytes, model: str, placed: Ints, ctx: Context) -> tuple[Ints, Floats]:
    """See `pipeline.grouping.shares_placed`.

    Only photos among the nearest neighbours of a placed one are looked at: 20,000 photos with 100
    placed take 4 s, nearly all of it to unpack the features.
    """
    with starting.fixed_arithmetic():
        kinds = evidence.frozen(rows, model, ctx)
        k, check = neighbours_for(len(rows)), ctx.check_cancelled
        seeds = np.flatnonzero(placed >= 0)
        seeds = seeds[:: max(1, -(-len(seeds) // MOST_SEEDS))]
        around = [nearest(kind[seeds], kind, k + 1, check)[0].ravel() for kind in kinds]
        near = np.unique(np.concatenate(around))
        near = near[placed[near] < 0]
        total = np.zeros((len(near), int(placed.max(initial=-1)) + 1), dtype=np.float32)
        for kind in kinds if len(near) else []:
            index, distance = nearest(kind[near], kind, k + 1, check)
            index, distance = without_self(index, distance, near)
            weight = local_weights(distance)
            weight /= np.maximum(weight.sum(axis=1, keepdims=True), np.float32(1e-12))
            row, column = np.nonzero(placed[index] >= 0)
            np.add.at(total, (row, placed[index[row, column]]), weight[row, column])
    return near, total / np.float32(len(kinds))


def without_self(index: Ints, distance: Floats, own: Ints) -> tuple[Ints, Floats]:
    """The neighbours (n, k) of points that were found among k + 1 with themselves."""
    keep = index != own[:, None]
    keep[keep.all(axis=1), -1] = False  # behind as many equal ones
    shape = len(index), index.shape[1] - 1
    return index[keep].reshape(shape), distance[keep].reshape(shape)
