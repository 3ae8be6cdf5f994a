"""Proposals about groups: the natural parts of one, and photos like those the user put in one.

From the stored features alone, nothing is trained; nothing is changed either. That a photo goes
along at once, unasked, would be a surprise to whoever moves one: so they are offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from photoorg.catalog import facts, machine, placements, queries
from photoorg.errors import UsageError
from photoorg.pipeline import arranging, grouping
from photoorg.records import Follower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.connection import Connection
    from photoorg.records import Context

MOST_PARTS = 50
SEED = 0
LEAST_SHARE = 0.15  # of the photos most like it were put there; in a training it takes half


def propose_split(
    db: Connection, cluster: int, parts: int | None, ctx: Context
) -> list[tuple[int, ...]]:
    """The photos of each part of a leaf, the largest first; None: as many as it falls into.

    A leaf without an inner gap is cut in two. 2,000 photos take a second. Raises `UsageError` for
    an unknown cluster, and where there are fewer different pictures than parts.
    """
    if parts is not None and not 2 <= parts <= MOST_PARTS:
        raise UsageError(f"A group can be split into 2 to {MOST_PARTS} parts, not {parts}.")
    inside = placements.hashes_in(db, [arranging.leaf_of(db, cluster)])
    hashes = machine.hashes_with_features(db, grouping.FEATURE_MODEL, inside)
    if len(hashes) < (parts or 2):
        raise UsageError("There are too few pictures in this group to split it so.")
    labels = grouping.parts_of(_rows(db, hashes), parts, SEED, ctx)
    found: list[list[str]] = [[] for _ in range(max(labels) + 1)]
    for digest, label in zip(hashes, labels, strict=True):
        found[label].append(digest)
    return [tuple(queries.all_ids_of_hashes(db, part)) for part in found]


def followers(db: Connection, cluster: int | None, ctx: Context) -> list[Follower]:
    """Photos like those which the user put somewhere else, surest first.

    Of one cluster, or (None) of all that the user put photos in.
    """
    where = placements.all_placed(db)
    hashes = machine.hashes_with_features(db, grouping.FEATURE_MODEL, facts.photo_hashes(db))
    leaves = sorted({where[h] for h in hashes if h in where})
    if not leaves or (cluster is not None and arranging.leaf_of(db, cluster) not in leaves):
        return []
    from numpy import array, int64

    number = {leaf: n for n, leaf in enumerate(leaves)}
    placed = array([number[where[h]] if h in where else -1 for h in hashes], dtype=int64)
    near, shares = grouping.shares_placed(_rows(db, hashes), placed, ctx)
    found = [
        (hashes[i], leaves[n], float(share[n]))
        for i, share in zip(near.tolist(), shares, strict=True)
        for n in [int(share.argmax())]
        if share[n] >= LEAST_SHARE and cluster in (None, leaves[n])
    ]
    return sorted(_followers(db, found), key=lambda f: (-f.share, f.photo))


def _followers(db: Connection, found: list[tuple[str, int, float]]) -> Iterator[Follower]:
    """Those that are not there already, and of which the user did not say that they must not be."""
    hashes = [digest for digest, _, _ in found]
    here, barred = placements.clusters_of(db, hashes), placements.barred(db, hashes)
    for digest, leaf, share in found:
        if here.get(digest) != leaf and (digest, leaf) not in barred:
            for photo in queries.ids_of_hashes(db, [digest])[:1]:
                yield Follower(photo, leaf, round(share, 4))


def _rows(db: Connection, hashes: list[str]) -> NDArray[np.uint8]:
    blobs = machine.features(db, grouping.FEATURE_MODEL, hashes)
    return grouping.stored_rows(blobs, len(hashes))
