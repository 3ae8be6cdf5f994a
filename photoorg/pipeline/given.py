"""The user's corrections as a training and the placing of new photos need them: as arrays.

A group of the user's is one that photos were put in, or one that was named. Of a named one the
most typical photos stand for it in a training, so that the name goes on with what it was given to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photoorg.catalog import machine, placements
from photoorg.pipeline.titles import user_titles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.connection import Connection
    from photoorg.clusters.constraints import Given

TYPICAL = 10  # photos that stand for a named group, at most half of it


@dataclass(frozen=True, slots=True)
class Corrections:
    """`clusters`: the ids of the user's groups; `given` numbers them in this order."""

    clusters: tuple[int, ...]
    given: Given

    def leaves(self, leaf: Sequence[int]) -> dict[int, int]:
        """Leaf of a new grouping -> the id it keeps, of all leaves that the user's groups became.

        `leaf` (n,) are the leaves of all photos.
        """
        placed = self.given.placed.tolist()
        return {one: self.clusters[g] for one, g in zip(leaf, placed, strict=True) if g >= 0}


def corrections(db: Connection, hashes: Sequence[str]) -> Corrections | None:
    """What the user said of these contents; None: nothing."""
    placed = _placed(db, hashes)
    if not placed:
        return None
    import numpy as np

    from photoorg.clusters.constraints import Given

    clusters = tuple(sorted(set(placed.values())))
    number = {cluster: n for n, cluster in enumerate(clusters)}
    run = machine.current_run(db)
    known = set(machine.trained(db, run.id)) if run else set()
    shown = placements.grouping_of(db, sorted(known))
    before = [
        number.get(shown.get(h, -1), len(clusters)) if h in shown or h in known else -1
        for h in hashes
    ]
    return Corrections(
        clusters,
        Given(
            np.array([number.get(placed.get(h, -1), -1) for h in hashes], dtype=np.int64),
            np.array(before, dtype=np.int64),
            len(clusters),
        ),
    )


def _placed(db: Connection, hashes: Sequence[str]) -> dict[str, int]:
    """Content -> the group it must be in: where it was placed, or typical of a named one."""
    wanted = set(hashes)
    placed = {h: c for h, c in placements.all_placed(db).items() if h in wanted}
    have = set(placed.values())
    for leaf in sorted(user_titles(db)):
        inside = placements.typical_in(db, leaf, 2 * TYPICAL) if leaf not in have else []
        typical = [h for h in inside if h in wanted]
        placed |= dict.fromkeys(typical[: max(1, min(TYPICAL, len(typical) // 2))], leaf)
    return placed


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What `pipeline.grouping.place` is told: the cluster of each number, and `corrected`."""

    clusters: Mapping[int, int]
    corrected: NDArray[np.int64] | None


def landmarks(db: Connection, run: int) -> Landmarks:
    """Where the photos of a run's training are after the corrections made since."""
    leaves = machine.leaf_ids(db, run)
    placed = placements.all_placed(db)
    barred = placements.all_barred(db)
    if not placed and not barred:
        return Landmarks(leaves, None)
    import numpy as np

    trained = machine.trained(db, run)
    shown = placements.clusters_of(db, [h for h in trained if h in placed or h in barred])
    number = {cluster: n for n, cluster in leaves.items()}
    for cluster in sorted(set(shown.values()) - set(number)):
        number[cluster] = max(number.values(), default=-1) + 1
    corrected = [number.get(shown.get(h, -1), -1) for h in trained]
    clusters = {n: cluster for cluster, n in number.items()}
    return Landmarks(clusters, np.array(corrected, dtype=np.int64))
