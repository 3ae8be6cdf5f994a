"""One learning run: rows -> autoencoder -> neighbour graph -> start -> DEC -> clusters and tree.

Joins learn/ (torch) and clusters/ (numpy); imported only through `pipeline.grouping`. n photos,
L leaf clusters, d numbers a code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from photoorg.clusters import communities, neighbours, partition, quality, titles, tree
from photoorg.clusters.evidence import Projection, joint_graph
from photoorg.learn import checkpoint as store
from photoorg.learn import train
from photoorg.learn.autoencoder import ConvAutoencoder, design_for
from photoorg.learn.device import CPU, Device, choose_device, with_fallback
from photoorg.learn.sources import RowSource, moments, unpacker, views_for
from photoorg.pipeline import evidence, placing
from photoorg.pipeline.grouping import Grouping, Leaf
from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CODE = 32
LANDMARKS = 10_000  # the graph is made of at most so many photos; the others follow neighbours
FOLDER_LINK = 0.5  # leaves linked at least half as strongly as by chance share a folder
EPOCHS = 30
FEWEST_STEPS = 240  # small libraries get more epochs, until the network has had so many steps
STAGE = "Grouping"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What differs between kinds of input.

    `work`: photos times epochs, which bounds training on large libraries (2 to 4 minutes).
    `neighbours`: of `train.Schedule`. `strength`: of the changed views. `unit`: codes are compared
    by their angle. Each was chosen by the modularity of the neighbour graph, on its own input.
    """

    work: int
    batch: int = 128
    rate: float = 2e-3
    neighbours: int = 0
    strength: float = 1.0
    unit: bool = False


MAPS = Recipe(work=200_000)
PIXELS = Recipe(
    work=1_300_000, batch=256, rate=4e-3, neighbours=10, strength=2.0, unit=True
)  # a seventh of the cost a photo


def recipe_for(model: str) -> Recipe:
    """The recipe for a feature model."""
    return MAPS if model.startswith("lite0") else PIXELS


@contextmanager
def fixed_arithmetic() -> Iterator[None]:
    """The same number of threads everywhere: sums are then added up in the same order."""
    with threadpool_limits(train.THREADS), train.fixed_threads():
        yield


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    rows: Bytes
    model: str
    seed: int
    device: Device
    ctx: Context


@dataclass(frozen=True, slots=True)
class Start:
    """The manifold-aware start, and the graph it was found on (of the landmarks only)."""

    landmarks: Ints
    weights: sparse.csr_matrix
    neighbours: Ints
    distance: Floats
    labels: Ints  # (n,)
    votes: Floats  # (n, L) shares of the neighbours' clusters


def group(
    rows: Bytes,
    model: str,
    *,
    seed: int,
    k: int | None,
    device: str,
    ctx: Context,
    path: Path | None,
) -> Grouping:
    """See `pipeline.grouping.learn_grouping`."""
    run = Run(rows, model, seed, choose_device(device, ctx), ctx)
    if len(rows) == 0:
        return nothing_to_group()
    with fixed_arithmetic():
        return learn(run, k, path)


def nothing_to_group() -> Grouping:
    """The grouping of an empty library."""
    none = np.zeros(0, dtype=np.int64)
    codes = np.zeros((0, CODE), dtype=np.float32)
    sure = np.zeros(0, dtype=np.float32)
    return Grouping(codes, none, sure, (), 0, none.reshape(0, 2), codes, {"clusters": 0})


def learn(run: Run, k: int | None, path: Path | None) -> Grouping:
    """Train, start, refine, judge, save."""
    source = source_of(run.rows, run.model)
    network, curve = train_network(run, source)
    codes = codes_of(network, source, run)
    run.ctx.progress(STAGE, 0, 3, "Looking for photos that belong together")
    views = evidence.fit(run.rows, run.model)
    frozen = evidence.apply(views, run.rows, run.model, run.ctx)
    start = find_start(run, [*frozen, codes], k)
    refined = refine_network(run, network, source, start)
    run.ctx.progress(STAGE, 1, 3, "Judging the groups")
    labels, kept = guarded(start.labels, refined.q.argmax(axis=1), frozen)
    grouping = judge(run, refined, start, labels, [*frozen, codes])
    grouping.report.update(report_of(kept, curve, refined, start))
    grouping.report["reconstruction_mse"] = train.reconstruction_error(
        network, source, source.spread
    )
    run.ctx.progress(STAGE, 2, 3, "Saving what was learned")
    if path is not None:
        known = [kind[start.landmarks] for kind in frozen]
        save_model(run, path, source, refined, views, known, start.landmarks, labels, grouping)
    run.ctx.progress(STAGE, 3, 3)
    return grouping


def before_dec(
    rows: Bytes, model: str, *, seed: int, k: int | None, device: str, ctx: Context
) -> tuple[Floats, Ints, float]:
    """What a run has before DEC, for comparison: codes (n, d), the start (n,), the mean error."""
    run = Run(rows, model, seed, choose_device(device, ctx), ctx)
    with fixed_arithmetic():
        source = source_of(rows, model)
        network, _ = train_network(run, source)
        codes = codes_of(network, source, run)
        frozen = evidence.apply(evidence.fit(rows, model), rows, model, ctx)
        error = train.reconstruction_error(network, source, source.spread)
        return codes, find_start(run, [*frozen, codes], k).labels, error


def source_of(rows: Bytes, model: str) -> RowSource:
    """The autoencoder's inputs, standardised over this library."""
    unpack = unpacker(model)
    return RowSource(rows, unpack, *moments(rows, unpack))


def schedule_for(n: int, recipe: Recipe) -> train.Schedule:
    """How long to train on n photos: 30 epochs; fewer on large libraries, more on tiny ones."""
    steps = -(-n // recipe.batch)
    epochs = max(min(EPOCHS, max(recipe.work // n, 4)), min(-(-FEWEST_STEPS // steps), 8 * EPOCHS))
    return train.Schedule(epochs, recipe.batch, recipe.rate, neighbours=recipe.neighbours)


def train_network(run: Run, source: RowSource) -> tuple[ConvAutoencoder, list[float]]:
    """The trained autoencoder on the CPU, and its loss in each epoch."""

    def attempt(device: Device, batch: int) -> tuple[ConvAutoencoder, train.History]:
        return train.train_autoencoder(
            design_for(source.channels, source.side, CODE),
            source,
            replace(plan, batch=batch),
            seed=run.seed,
            device=device,
            ctx=run.ctx,
            views=views_for(run.model, recipe.strength),
            alike=lambda codes, k: neighbours.alike(codes, k, run.ctx.check_cancelled),
        )

    recipe = recipe_for(run.model)
    plan = schedule_for(source.count, recipe)
    network, history = with_fallback(attempt, run.device, plan.batch, run.ctx)
    return network.to("cpu"), history.loss


def codes_of(network: ConvAutoencoder, source: RowSource, run: Run) -> Floats:
    """The code (n, d) as a kind of evidence."""
    codes = train.encode(network, source, CPU, run.ctx)
    return neighbours.unit_rows(codes) if recipe_for(run.model).unit else codes


def find_start(run: Run, kinds: list[Floats], k: int | None) -> Start:
    """Cluster the landmarks' graph; photos that are no landmarks follow their neighbours."""
    n, check = len(run.rows), run.ctx.check_cancelled
    chosen = landmarks(n, run.seed)
    weights, neighbours, distance = joint_graph([kind[chosen] for kind in kinds], check)
    if k is None:
        found = partition.find(weights, run.seed, check)
    else:
        frozen = [kind[chosen] for kind in kinds[:-1]]
        found = partition.split_into(weights, frozen, k, run.seed, check)
    count = int(found.max()) + 1
    votes = quality.smoothed(weights, found, count)
    if len(chosen) == n:
        return Start(chosen, weights, neighbours, distance, found, votes)
    known = [kind[chosen] for kind in kinds]
    every = placing.votes(kinds, known, found, count, check)
    every[chosen] = votes
    labels = every.argmax(axis=1)
    labels[chosen] = found
    return Start(chosen, weights, neighbours, distance, labels, every)


def landmarks(n: int, seed: int) -> Ints:
    """Indices, ascending, of the photos of which the graph is made: all, or a random sample."""
    if n <= LANDMARKS:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).permutation(n)[:LANDMARKS])


def refine_network(
    run: Run, network: ConvAutoencoder, source: RowSource, start: Start
) -> train.Refined:
    """DEC from the start."""

    def attempt(device: Device, batch: int) -> train.Refined:
        return train.refine(
            network,
            source,
            start.labels,
            start.votes,
            train.Refinement(batch=batch),
            seed=run.seed,
            device=device,
            ctx=run.ctx,
            views=views_for(run.model),
        )

    return with_fallback(attempt, run.device, train.Refinement().batch, run.ctx)


def guarded(start: Ints, refined: Ints, kinds: list[Floats]) -> tuple[Ints, str]:
    """DEC's clusters if they fit the photos at least as well as its start's, else the start's.

    Judged by the simplified silhouette in the frozen features, which DEC cannot bend to its liking,
    averaged over their kinds. DEC may not lose a cluster either.
    """
    lost = len(np.unique(refined)) < len(np.unique(start))
    if lost or quality.mean_silhouette(kinds, refined) < quality.mean_silhouette(kinds, start):
        return start, "start"
    return refined, "dec"


def judge(
    run: Run, refined: train.Refined, start: Start, labels: Ints, kinds: list[Floats]
) -> Grouping:
    """Confidence, Unsorted, quality, order and tree of the final clusters."""
    labels = communities.compact(labels)
    count = int(labels.max()) + 1
    centres, q = own_centres(refined, labels, count)
    agree = agreement_of(start, labels, count, kinds, run)
    sure = quality.confidence(agree, q, labels)
    lonely = np.ones(len(labels))
    lonely[start.landmarks] = quality.loneliness(start.neighbours, start.distance)
    leaf = np.where(quality.unsorted(agree, lonely, sure), -1, labels)
    joined = joined_leaves(start, labels, count)
    merges, similarity = tree.merge_tree(joined)
    folder = tree.folders(merges, similarity, count, FOLDER_LINK)
    leaves = describe(run, leaf, sure, folder, quality.leaf_quality(joined))
    parents = int(folder.max()) + 1
    return Grouping(refined.codes, leaf, sure, leaves, parents, merges, centres, {})


def joined_leaves(start: Start, labels: Ints, count: int) -> NDArray[np.float64]:
    """Weight between leaves (L, L) on the landmarks' graph."""
    joined = communities.between(start.weights, labels[start.landmarks]).toarray()
    return np.pad(joined, (0, count - len(joined)))


def own_centres(refined: train.Refined, labels: Ints, count: int) -> tuple[Floats, Floats]:
    """Centres (L, d) of the final clusters in DEC's code, and the soft assignment (n, L)."""
    centres = train.centres_of(refined.codes, labels, count)
    return centres, train.soft_assignment(refined.codes, centres)


def agreement_of(
    start: Start, labels: Ints, count: int, kinds: list[Floats], run: Run
) -> NDArray[np.float64]:
    """Share (n,) of a photo's neighbours that are in its cluster."""
    chosen = start.landmarks
    inside = quality.agreement(start.weights, labels[chosen])
    if len(chosen) == len(labels):
        return inside
    known = [kind[chosen] for kind in kinds]
    every = placing.votes(kinds, known, labels[chosen], count, run.ctx.check_cancelled)
    agree = every[np.arange(len(labels)), labels].astype(np.float64)
    agree[chosen] = inside
    return agree


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
    run: Run,
    path: Path,
    source: RowSource,
    refined: train.Refined,
    views: tuple[Projection, ...],
    known: list[Floats],
    landmarks: Ints,
    labels: Ints,
    grouping: Grouping,
) -> None:
    """Write what `placing.Model.place` needs."""
    out = grouping.leaf < 0
    model = placing.Model(
        feature_model=run.model,
        network=refined.model,
        mean=source.mean,
        spread=source.spread,
        scale=refined.scale,
        views=views,
        known=tuple(known),
        labels=communities.compact(labels)[landmarks],
        centres=grouping.centres,
        reach=placing.reach_of(known[0], run.ctx.check_cancelled),
        least_sure=float(grouping.confidence[out].max()) if out.any() else 0.0,
    )
    store.save(path, model.plain())


def place_rows(
    rows: Bytes, model: str, path: Path, *, device: str, ctx: Context
) -> tuple[Ints, Floats]:
    """See `pipeline.grouping.place`."""
    known = placing.Model.from_plain(store.load(path), model)
    if len(rows) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    with fixed_arithmetic():
        return with_fallback(
            lambda where, _: known.place(rows, where, ctx), choose_device(device, ctx), 1, ctx
        )


def report_of(
    kept: str, curve: list[float], refined: train.Refined, start: Start
) -> dict[str, Any]:
    """Plain values about the run, for logs and benchmarks."""
    return {
        "kept": kept,
        "loss": curve,
        "dec_loss": refined.history.loss,
        "dec_changed": refined.history.changed,
        "start_modularity": communities.modularity(start.weights, start.labels[start.landmarks]),
    }
