"""Grouping the library: training or placing, and writing the result.

When which is due is the rule of `pipeline.runs`. After training, clusters keep the ids of those
they overlap with, and so the user's names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg.catalog import facts, machine, placements, queries
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import SurroundingsError
from photoorg.log import log_time
from photoorg.pipeline import drawing, given, grouping, runs
from photoorg.pipeline.titles import user_titles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.machine import Run
    from photoorg.clusters.titles import Evidence
    from photoorg.pipeline.grouping import Grouping, Leaf
    from photoorg.pipeline.library import Library
    from photoorg.records import Context, GroupingReason

SEED = 0


def is_due(library: Library) -> bool:
    """Whether a photo has no features or no place in the current clustering yet."""
    run = machine.current_run(library.db)
    if run is None or not runs.is_usable(library, run):
        return bool(facts.photo_hashes(library.db))
    return bool(machine.unassigned(library.db, run.id))


def cluster(ctx: Context, library: Library, device: str) -> None:
    """Place the photos that have no cluster yet, or train anew, by the rule."""
    run = machine.current_run(library.db)
    why = runs.due(library, run)
    if run is None or why is not None:
        train(ctx, library, device, why or "first")
        return
    todo = _learnable(library, machine.unassigned(library.db, run.id))
    try:
        if todo:
            _place(ctx, library, run, todo, device)
    except SurroundingsError as error:  # a damaged checkpoint: machine output, made anew
        ctx.message(f"{error.message} Your photos are learned anew.")
        train(ctx, library, device, "lost")


def _learnable(library: Library, hashes: Sequence[str]) -> list[str]:
    """Those that have features: all but photos that `embed` left for when their disk is back."""
    lost = set(machine.hashes_without_features(library.db, grouping.FEATURE_MODEL))
    return [digest for digest in hashes if digest not in lost]


def _features(library: Library, hashes: Sequence[str]) -> NDArray[np.uint8]:
    """The stored rows of these contents, (n, FEATURE_BYTES) uint8."""
    blobs = machine.features(library.db, grouping.FEATURE_MODEL, hashes)
    return grouping.stored_rows(blobs, len(hashes))


# --- Placing -------------------------------------------------------------------------------------


def _place(ctx: Context, library: Library, run: Run, todo: Sequence[str], device: str) -> None:
    ctx.progress("Grouping", 0, len(todo))
    checkpoint = library.paths.models / run.checkpoint
    known = given.landmarks(library.db, run.id)
    leaf, confidence, second = grouping.place(
        _features(library, todo), checkpoint, device, ctx, known.corrected
    )
    ids = known.clusters
    machine.add_assignments(
        library.db,
        run.id,
        [
            Assignment(digest, ids.get(int(one)), float(sure), None, False, ids.get(int(other)))
            for digest, one, sure, other in zip(todo, leaf, confidence, second, strict=True)
        ],
    )
    ctx.progress("Grouping", len(todo), len(todo))


# --- Training ------------------------------------------------------------------------------------


def train(ctx: Context, library: Library, device: str, why: GroupingReason) -> None:
    """Learn all photos anew and show the result, in place of what the user went back from."""
    made = learn(ctx, library, device)
    if made is not None:
        runs.drop_forward(library)
        made.put(library, why)
        runs.tidy(library)
        ctx.progress("Grouping", 1, 1)


@dataclass(frozen=True, slots=True)
class Learned:
    """A grouping that is not in the catalogue yet; its checkpoint is on disk."""

    hashes: list[str]
    grouping: Grouping
    checkpoint: Path
    device: str
    corrected: given.Corrections | None  # around which it was made

    def put(self, library: Library, why: GroupingReason, current: bool = True) -> int:
        """Write it, with the ids of the clusters that it continues; the id of the run."""
        before, result = machine.current_run(library.db), self.grouping
        kept = self.corrected.leaves(result.leaf.tolist()) if self.corrected else {}
        ids = _stable_ids(library, self.hashes, result, kept)
        said = {"why": why, "new": _unlearned(library, before)}
        run = machine.put_run(
            library.db,
            model=grouping.FEATURE_MODEL,
            checkpoint=self.checkpoint.name,
            level=_level(result),
            parameters={"seed": SEED, "device": self.device, **said, **_plain(result.report)},
            clusters=_rows(library, self.hashes, result, ids),
            assignments=_assignments(self.hashes, result, ids.leaves),
            current=current,
        )
        drawing.store(library, run, self.hashes, result)
        return run


def _unlearned(library: Library, run: Run | None) -> int:
    return machine.unlearned(library.db, run.id, grouping.FEATURE_MODEL) if run else 0


def learn(ctx: Context, library: Library, device: str) -> Learned | None:
    """Learn all photos anew, around the user's corrections; None if there are none.

    Nothing is written but the checkpoint.
    """
    hashes = _learnable(library, facts.photo_hashes(library.db))
    if not hashes:
        return None
    library.paths.models.mkdir(exist_ok=True)
    checkpoint = _new_checkpoint(library)
    corrected = given.corrections(library.db, hashes)
    with log_time("learn", f"grouping {len(hashes)} photos"):
        result = grouping.learn_grouping(
            _features(library, hashes),
            seed=SEED, k=None, device=device, ctx=ctx, checkpoint=checkpoint,
            given=corrected.given if corrected else None,
        )  # fmt: skip
    ctx.progress("Grouping", 0, 1)
    return Learned(hashes, result, checkpoint, device, corrected)


def _new_checkpoint(library: Library) -> Path:
    number = machine.next_run_id(library.db)
    return library.paths.models / f"run-{number}.pt"


def _plain(report: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in report.items() if isinstance(v, (str, int, float, bool))}


def _level(result: Grouping) -> int:
    """How many joins lead from the leaves to the folders that the grouping proposes."""
    folders = result.parents + sum(leaf.parent < 0 for leaf in result.leaves)
    return max(len(result.leaves) - folders, 0)


@dataclass(frozen=True, slots=True)
class _Ids:
    """Cluster ids of a new run: of its leaves, and of its joins in their order."""

    leaves: list[int]
    joins: list[int]


def _stable_ids(
    library: Library, hashes: Sequence[str], result: Grouping, kept: Mapping[int, int]
) -> _Ids:
    """The ids of the old clusters which the new ones continue, else new ones.

    The old clusters are as the user's corrections left them; `kept` are the leaves of the user's
    groups with their ids.
    """
    import numpy as np

    from photoorg.clusters.identity import match, match_joins

    run = machine.current_run(library.db)
    learned = machine.trained(library.db, run.id) if run else []
    before = placements.grouping_of(library.db, learned)
    known = sorted({*before.values(), *kept.values()})
    index = {cluster: n for n, cluster in enumerate(known)}
    old = np.array([index.get(before.get(h, -1), -1) for h in hashes], dtype=np.int64)
    fixed = {leaf: index[cluster] for leaf, cluster in kept.items()}
    leaves = match(old, result.leaf, len(known), len(result.leaves), fixed).tolist()
    joined = machine.joins(library.db, run.id) if run else {}
    inside = [[index[leaf] for leaf in below if leaf in index] for below in joined.values()]
    titled = user_titles(library.db)
    named = [join in titled for join in joined]
    joins = match_joins(old, result.leaf, inside, _below(result), named).tolist()
    fresh = count(machine.next_cluster_id(library.db))
    names = list(joined)
    return _Ids(
        [known[n] if n >= 0 else next(fresh) for n in leaves],
        [names[n] if n >= 0 else next(fresh) for n in joins],
    )


def _below(result: Grouping) -> list[list[int]]:
    """The leaves below each join, biggest first, in the order of the joins."""
    size = [len(leaf.typical) for leaf in result.leaves]
    below = [[n] for n in range(len(size))]
    for one, other in result.merges.tolist():
        below.append(sorted(below[one] + below[other], key=lambda n: -size[n]))
    return below[len(size) :]


def _rows(library: Library, hashes: Sequence[str], result: Grouping, ids: _Ids) -> list[ClusterRow]:
    """Leaves, then the joined folders in the order in which they are joined."""
    from photoorg.clusters.titles import title, titles

    about = queries.about(library.db)  # without photos that were deleted during the training
    evidence = [
        _evidence(leaf, [about[hashes[i]] for i in leaf.typical if hashes[i] in about])
        for leaf in result.leaves
    ]
    texts = titles(evidence)
    rows = [
        ClusterRow(ids.leaves[n], texts[n], leaf.quality, leaf=n)
        for n, leaf in enumerate(result.leaves)
    ]
    # a folder is named by what its leaves show, without the years that tell equal leaves apart
    return rows + _joined(result, ids, [title(one) for one in evidence])


def _evidence(leaf: Leaf, members: Sequence[queries.About]) -> Evidence:
    from photoorg.clusters.titles import Evidence

    return Evidence(
        size=len(members),
        words=leaf.words,
        cues=leaf.cues,
        names=[m.name for m in members],
        camera=sum(m.camera for m in members) / max(1, len(members)),
        years=[m.year for m in members if m.year is not None],
        places=[m.place for m in members if m.place],
    )


def _assignments(hashes: Sequence[str], result: Grouping, ids: Sequence[int]) -> list[Assignment]:
    rank = {int(i): n for leaf in result.leaves for n, i in enumerate(leaf.typical)}
    return [
        Assignment(
            digest,
            ids[one] if one >= 0 else None,
            float(result.confidence[n]),
            rank.get(n),
            True,
            ids[other] if other >= 0 else None,
        )
        for n, (digest, one, other) in enumerate(
            zip(hashes, result.leaf.tolist(), result.second.tolist(), strict=True)
        )
    ]


def _joined(result: Grouping, ids: _Ids, titles: Sequence[str]) -> list[ClusterRow]:
    """The folders above the leaves, in the order in which they are joined."""
    from photoorg.clusters.titles import folder_title

    nodes = ids.leaves + ids.joins
    rows = []
    for step, inside in enumerate(_below(result)):
        one, other = result.merges[step].tolist()
        size = [len(result.leaves[n].typical) for n in inside]
        quality = sum(result.leaves[n].quality * s for n, s in zip(inside, size, strict=True))
        rows.append(
            ClusterRow(
                ids.joins[step],
                folder_title([titles[n] for n in inside]),
                quality / max(1, sum(size)),
                step=step,
                first=nodes[one],
                second=nodes[other],
            )
        )
    return rows
