"""One learning run from its start on: DEC -> clusters and tree -> checkpoint; and the placing.

Joins learn/ (torch) and clusters/ (numpy); imported only through `pipeline.grouping`. n photos,
L leaf clusters, d numbers a code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from photoorg.clusters import communities, constraints, quality, titles, tree
from photoorg.files.pool import default_workers
from photoorg.learn import checkpoint as store
from photoorg.learn import refine, train
from photoorg.learn.autoencoder import design_for
from photoorg.learn.device import choose_device, with_fallback
from photoorg.learn.sources import views_for
from photoorg.pipeline import drawing, evidence, placing, starting
from photoorg.pipeline.grouping import Grouping, Leaf
from photoorg.pipeline.starting import (
    CODE,
    STAGE,
    Run,
    fixed_arithmetic,
    prepared_for,
    recipe_for,
)

if TYPE_CHECKING:
    from photoorg.clusters.constraints import Given
    from photoorg.learn.device import Device
    from photoorg.learn.sources import RowSource
    from photoorg.pipeline.starting import (
        Prepared,
        Start,
    )
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FOLDER_ALIKE = 0.4  # leaves share a folder from this cosine between their centres on
FOLDER_LINK = 0.5  # without frozen features: linked at least half as strongly as by chance
LIKENESS = 0.25  # of a cluster's links stay inside, or nobody can be said to resemble its photos
LOYAL = 0.95  # below it, of the photos its start was sure of, DEC has left its start


def group(
    rows: Bytes,
    model: str,
    *,
    seed: int,
    k: int | None,
    device: str,
    ctx: Context,
    path: Path | None,
    ready: Prepared | None = None,
    given: Given | None = None,
    augment: bool = True,
    draw: bool = True,
) -> Grouping:
    """See `pipeline.grouping.learn_grouping`. `ready`: what `prepare` made of the same input.

    Without `draw` photos get no place on the map.
    """
    run = Run(rows, model, seed, choose_device(device, ctx), ctx, given, augment, k)
    if len(rows) == 0:
        return nothing_to_group()
    with fixed_arithmetic():
        ready = ready or prepared_for(run)
        grouping = finish(run, ready, path)
        if not draw:
            return grouping
        return replace(grouping, positions=drawing.of_start(ready.start, ready.kinds.every, ctx))


def nothing_to_group() -> Grouping:
    """The grouping of an empty library."""
    none = np.zeros(0, dtype=np.int64)
    codes = np.zeros((0, CODE), dtype=np.float32)
    sure = np.zeros(0, dtype=np.float32)
    return Grouping(codes, none, sure, (), 0, none.reshape(0, 2), codes, {"clusters": 0}, none)


def finish(run: Run, ready: Prepared, path: Path | None) -> Grouping:
    """Refine, judge, save."""
    start = ready.start
    with starting.together("refine", run, votes=start.votes):
        refined = refine_network(run, ready.source, start.votes)
    run.ctx.progress(STAGE, 1, 3, "Judging the groups")
    chosen = guarded(start, refined)
    if not recipe_for(run.model).by_code:
        chosen = agreed(start, chosen)
    grouping = judge(run, refined, ready, chosen)
    grouping.report.update(report_of(chosen.kept, ready, refined))
    run.ctx.progress(STAGE, 2, 3, "Saving what was learned")
    if path is not None:
        save_model(run, path, ready, refined, chosen.labels, grouping)
    run.ctx.progress(STAGE, 3, 3)
    return grouping


def refine_network(run: Run, source: RowSource, votes: Floats) -> refine.Refined:
    """DEC from the start, given as votes (n, L). This process's share; the result is the whole."""
    recipe = recipe_for(run.model)
    how = refine.Refinement(
        fewest_steps=starting.FEWEST_STEPS,
        half=recipe.half,
        cores=default_workers(),
        replicas=recipe.replicas,
        sure=recipe.sure,
    )

    def attempt(device: Device, batch: int) -> refine.Refined:
        return refine.refine(
            design_for(source.channels, source.side, CODE),
            source,
            votes,
            replace(how, batch=batch),
            seed=run.seed,
            device=device,
            ctx=run.ctx,
            views=starting.views_of(run),
            mild=views_for(run.model, 1.0 if run.augment else 0.0),
        )

    return with_fallback(attempt, run.device, how.batch, run.ctx)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Clusters (n,) numbered by size, their centres (L, d) in DEC's code, the soft assignment."""

    labels: Ints
    centres: Floats
    q: Floats  # (n, L)
    kept: str  # "dec" or "start"


def guarded(start: Start, refined: refine.Refined) -> Chosen:
    """DEC's clusters, unless it left its start: the photos the start was sure of must stay.

    It is to settle the doubtful ones. DEC may not lose a cluster either.
    """
    labels = obeying(start, refined.q.argmax(axis=1), start.labels)
    lost = len(np.unique(labels)) < len(np.unique(start.labels))
    if not lost and loyalty_of(start, refined) >= LOYAL:
        return numbered(labels, refined.centres, refined.q, "dec")
    means = train.centres_of(refined.codes, start.labels, start.votes.shape[1])
    return numbered(start.labels, means, start.votes, "start")


def obeying(start: Start, labels: Ints, own: Ints) -> Ints:
    """The clusters (n,) with the photos that the user placed in their own."""
    return labels if start.fixed is None else np.where(start.fixed, own, labels)


def loyalty_of(start: Start, refined: refine.Refined) -> float:
    """See `Refined.loyalty`; that of the photos which the user did not place."""
    if start.fixed is None or start.fixed.all():
        return refined.loyalty
    loose = ~start.fixed
    return refine.loyalty_of(start.votes[loose], refined.q[loose])


def agreed(start: Start, chosen: Chosen) -> Chosen:
    """DEC's clusters with the neighbours heard once more: as `placing.Model.place` places photos.

    Two voices that err differently, where neighbours are those in frozen features. Neighbours in
    a learned code are what the network was taught by: heard twice, they would bring back the
    mistakes that it has corrected. Kept only if no cluster is lost by it.
    """
    if chosen.kept != "dec":
        return chosen
    share = neighbours_of(start, chosen.labels, len(chosen.centres))
    labels = obeying(start, (share + chosen.q).argmax(axis=1), chosen.labels)
    if len(np.unique(labels)) < len(chosen.centres):
        return chosen
    return numbered(labels, chosen.centres, chosen.q, "dec")


def numbered(labels: Ints, centres: Floats, q: Floats, kept: str) -> Chosen:
    """The clusters that have photos, the largest first."""
    ranks = communities.compact(labels)
    columns = np.zeros(int(ranks.max()) + 1, dtype=np.int64)
    columns[ranks] = labels
    return Chosen(ranks, centres[columns], q[:, columns], kept)


def judge(run: Run, refined: refine.Refined, ready: Prepared, chosen: Chosen) -> Grouping:
    """Confidence, Unsorted, quality, order and tree of the final clusters."""
    start = ready.start
    labels, count = chosen.labels, len(chosen.centres)
    own = np.arange(len(labels)), labels
    near = neighbours_of(start, labels, count)
    agree = near[own].astype(np.float64)
    sure = quality.confidence(agree, chosen.q, labels)
    lonely = np.ones(len(labels))
    if not recipe_for(run.model).by_code:  # a learned code squeezes some clusters more than others
        gaps = quality.loneliness(start.neighbours, start.distance)
        # who has copies is not alone, though they stand aside while the gaps are measured
        lonely[start.landmarks] = np.where(start.single[start.landmarks], gaps, 1.0)
    leaf = labels
    if run.k is None:  # who says how many clusters there are wants each photo in one of them
        leaf = np.where(quality.unsorted(agree, lonely, chosen.q[own], sure), -1, labels)
        leaf = obeying(start, leaf, labels)
    joined = joined_leaves(start, labels, count)
    worth = quality.leaf_quality(joined)
    fitting = np.where(worth >= LIKENESS, np.float32(0.5), np.float32(0.0))
    second = constraints.second_best((near + chosen.q) * fitting, labels)
    merges, folder = tree_of(run, ready, labels, joined)
    leaves = describe(run, leaf, sure, folder, worth)
    parents = int(folder.max()) + 1
    return Grouping(refined.codes, leaf, sure, leaves, parents, merges, chosen.centres, {}, second)


def tree_of(
    run: Run, ready: Prepared, labels: Ints, joined: NDArray[np.float64]
) -> tuple[Ints, Ints]:
    """The merges (L - 1, 2) and each leaf's folder (L,), see `clusters.tree`."""
    count = len(joined)
    if recipe_for(run.model).by_code:
        merges, similarity = tree.merge_tree(joined)
        return merges, tree.folders(merges, similarity, count, FOLDER_LINK)
    merges, similarity = tree.centre_tree(ready.kinds.trusted, labels, count)
    return merges, tree.folders(merges, similarity, count, FOLDER_ALIKE)


def joined_leaves(start: Start, labels: Ints, count: int) -> NDArray[np.float64]:
    """Weight between leaves (L, L) on the landmarks' graph."""
    joined = communities.between(start.weights, labels[start.landmarks]).toarray()
    return np.pad(joined, (0, count - len(joined)))


def neighbours_of(start: Start, labels: Ints, count: int) -> Floats:
    """Shares (n, L) of the clusters among each photo's neighbours."""
    chosen = start.landmarks
    inside = quality.shares(start.weights, labels[chosen], count)
    if len(chosen) == len(labels):
        return inside
    every = placing.shares(start.near, labels[chosen], count)
    every[chosen] = inside
    return every


def describe(
    run: Run, leaf: Ints, sure: Floats, folder: Ints, worth: NDArray[np.float64]
) -> tuple[Leaf, ...]:
    """One record per leaf cluster."""
    likely = evidence.likely_classes(run.rows, run.model)
    leaves = []
    for number in range(len(folder)):
        members = np.flatnonzero(leaf == number)
        order = members[np.argsort(-sure[members], kind="stable")]
        words = titles.agreed_words(likely[0][members], likely[1][members]) if likely else ()
        leaves.append(
            Leaf(
                parent=int(folder[number]),
                quality=float(np.clip(worth[number], 0.0, 1.0)),
                typical=order,
                words=words,
                cues=evidence.mean_cues(run.rows, members),
            )
        )
    return tuple(leaves)


def save_model(
    run: Run, path: Path, ready: Prepared, refined: refine.Refined, labels: Ints, grouping: Grouping
) -> None:
    """Write what `placing.Model.place` needs. `labels` (n,) are the leaves, before Unsorted."""
    chosen = ready.start.landmarks
    known = tuple(kind[chosen] for kind in ready.kinds.trusted)
    model = placing.Model(
        feature_model=run.model,
        network=refined.model,
        mean=ready.source.mean,
        spread=ready.source.spread,
        scale=1.0,
        kernel="gaussian",
        guides=ready.networks if recipe_for(run.model).by_code else (),
        views=ready.views,
        known=known,
        landmarks=chosen,
        labels=labels[chosen],
        centres=grouping.centres,
        reach=placing.reach_of(known[0], run.ctx.check_cancelled),
    )
    store.save(path, model.plain())


def place_rows(
    rows: Bytes,
    model: str,
    path: Path,
    *,
    device: str,
    ctx: Context,
    corrected: Ints | None = None,
) -> tuple[Ints, Floats, Ints]:
    """See `pipeline.grouping.place`."""
    known = placing.Model.from_plain(store.load(path), model)
    if len(rows) == 0:
        none = np.zeros(0, dtype=np.int64)
        return none, np.zeros(0, dtype=np.float32), none
    with fixed_arithmetic():
        return with_fallback(
            lambda where, _: known.place(rows, where, ctx, corrected),
            choose_device(device, ctx),
            1,
            ctx,
        )


def report_of(kept: str, ready: Prepared, refined: refine.Refined) -> dict[str, Any]:
    """Plain values about the run, for logs and benchmarks."""
    start = ready.start
    return {
        "kept": kept,
        "loss": ready.loss,
        "reconstruction_mse": ready.error,
        "dec_loss": refined.history.loss,
        "dec_changed": refined.history.changed,
        "dec_labels": refined.history.labels,
        "dec_loyalty": refined.loyalty,
        "start_modularity": communities.modularity(start.weights, start.labels[start.landmarks]),
    }
