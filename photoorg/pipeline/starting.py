"""A learning run up to DEC: rows -> autoencoder -> neighbour graph -> manifold-aware start.

`learning` goes on from there. n photos, L leaf clusters, d numbers a code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from photoorg.clusters import constraints, near_copies, neighbours, partition, quality
from photoorg.clusters.evidence import joined, neighbours_for, own_neighbours
from photoorg.files.pool import default_workers
from photoorg.learn import exchange, ranks, train
from photoorg.learn.autoencoder import ConvAutoencoder, design_for
from photoorg.learn.device import CPU, choose_device, with_fallback
from photoorg.learn.refine import SURE
from photoorg.learn.side_by_side import side_by_side
from photoorg.learn.sources import RowSource, moments, unpacker, views_for
from photoorg.pipeline import evidence, placing
from photoorg.weights import has_maps

if TYPE_CHECKING:
    from photoorg.clusters.constraints import Flags, Given
    from photoorg.clusters.evidence import Projection
    from photoorg.learn.device import Device
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CODE = 32
ANOTHER = 1000  # between the seeds of networks that are to differ by chance alone
FEWEST_STEPS = 240  # small libraries get more epochs, until the network has had so many steps
MOST_PLACED = 50
STAGE = "Grouping"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What differs between kinds of input.

    `epochs` at most, and `work`: photos times epochs, which bounds training on large libraries (2
    to 4 minutes). `neighbours`: of `train.Schedule`. `strength`: of the changed views. `landmarks`:
    the graph is made of at most so many photos; the others follow their neighbours. `by_code`: the
    code alone, by its angle, says which photos are alike; else it is one voice beside the frozen
    features. `half`: bfloat16 on processors that have it. Each was chosen by the modularity of the
    neighbour graph, on its own input.

    `voices`: so many autoencoders that differ in nothing but their random numbers are trained side
    by side, each code a kind of evidence of its own (Fred and Jain 2005, "Combining multiple
    clusterings using evidence accumulation"): photos that only chance brought together are then
    not together in both. Only where the number of clusters is given: where it is found, two
    together join themes that resemble each other (of 11 made-up ones 7 were found, by one code 9).
    `replicas`, `sure`: of `refine.Refinement`.
    """

    work: int
    epochs: int = 30
    batch: int = 128
    rate: float = 2e-3
    neighbours: int = 0
    strength: float = 1.0
    landmarks: int = 10_000
    by_code: bool = False
    half: bool = False
    voices: int = 1
    replicas: int = 1
    sure: float = SURE


MAPS = Recipe(work=200_000)
PIXELS = Recipe(
    work=2_016_000, batch=256, rate=4e-3, neighbours=10, strength=2.0, landmarks=20_000,
    by_code=True, half=True, voices=2, replicas=2, sure=0.5,
)  # fmt: skip  # a seventh of the cost a photo


def recipe_for(model: str) -> Recipe:
    """The recipe for a feature model."""
    return MAPS if has_maps(model) else PIXELS


@contextmanager
def fixed_arithmetic(threads: int = train.THREADS) -> Iterator[None]:
    """The same number of threads everywhere: sums are then added up in the same order."""
    with threadpool_limits(threads), train.fixed_threads(threads):
        yield


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    rows: Bytes
    model: str
    seed: int
    device: Device
    ctx: Context
    given: Given | None = None  # the user's corrections, where the number of clusters is found
    augment: bool = True  # learn from changed views; without only to compare
    k: int | None = None  # so many clusters; None: found

    @property
    def placed(self) -> Given | None:
        """The corrections that hold: none where the number of clusters is given."""
        return self.given if self.k is None else None


@dataclass(frozen=True, slots=True)
class Kinds:
    """What says which photos are alike, each (n, parts).

    `frozen` was not learned from this library; `learned` are the autoencoders' codes.
    """

    frozen: tuple[Floats, ...]
    learned: tuple[Floats, ...] = ()

    @property
    def every(self) -> list[Floats]:
        """All of them, the frozen first."""
        return [*self.frozen, *self.learned]

    @property
    def trusted(self) -> tuple[Floats, ...]:
        """Those by which new photos are placed: the frozen ones; without any, the codes."""
        return self.frozen or self.learned

    def of(self, chosen: Ints) -> Kinds:
        """Those of some photos."""
        return Kinds(
            tuple(kind[chosen] for kind in self.frozen),
            tuple(kind[chosen] for kind in self.learned),
        )


@dataclass(frozen=True, slots=True)
class Start:
    """The manifold-aware start, and the graph it was found on (of the landmarks only)."""

    landmarks: Ints
    weights: sparse.csr_matrix
    neighbours: Ints
    distance: Floats
    near: placing.Near  # of all photos, if there are others than landmarks
    labels: Ints  # (n,)
    votes: Floats  # (n, L) shares of the neighbours' clusters
    single: Flags  # (n,) whether a photo has no near copy
    fixed: Flags | None = None  # (n,) whether the user put a photo in its cluster


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that DEC begins with. `error`: the autoencoder's mean squared error; `loss`: by epoch.

    Where there are several autoencoders, both are of the first.
    """

    source: RowSource
    networks: tuple[ConvAutoencoder, ...]
    views: tuple[Projection, ...]
    kinds: Kinds
    start: Start
    error: float
    loss: list[float]

    @property
    def codes(self) -> Floats:
        """The (first) autoencoder's code of each photo, (n, d)."""
        return self.kinds.learned[0]


def prepare(
    rows: Bytes,
    model: str,
    *,
    seed: int,
    k: int | None,
    device: str,
    ctx: Context,
    augment: bool = True,
) -> Prepared:
    """The run up to DEC: autoencoder, evidence, start."""
    run = Run(rows, model, seed, choose_device(device, ctx), ctx, augment=augment, k=k)
    with fixed_arithmetic():
        return prepared_for(run)


def views_of(run: Run) -> train.Views:
    """The changed views that networks learn from."""
    return views_for(run.model, recipe_for(run.model).strength if run.augment else 0.0)


def prepared_for(run: Run) -> Prepared:
    """See `prepare`."""
    source = source_of(run.rows, run.model)
    trained = train_networks(run, source)
    networks = tuple(network for network, _ in trained)
    run.ctx.progress(STAGE, 0, 3, "Looking for photos that belong together")
    views, kinds = kinds_of(run, networks, source)
    start = find_start(run, kinds)
    error = train.reconstruction_error(networks[0], source, source.spread)
    return Prepared(source, networks, views, kinds, start, error, trained[0][1])


def kinds_of(
    run: Run, networks: Sequence[ConvAutoencoder], source: RowSource
) -> tuple[tuple[Projection, ...], Kinds]:
    """Which photos are alike, by frozen features (if any, by which projections) and codes."""
    jobs = [partial(train.encode, network, source, CPU) for network in networks]
    codes = side_by_side(jobs, CPU, run.ctx, default_workers())
    if recipe_for(run.model).by_code:
        return (), Kinds((), tuple(neighbours.unit_rows(code) for code in codes))
    views = evidence.fit(run.rows, run.model)
    frozen = evidence.apply(views, run.rows, run.model, run.ctx)
    return views, Kinds(tuple(frozen), tuple(codes))


def untrained_start(rows: Bytes, model: str, *, seed: int, k: int | None, ctx: Context) -> Start:
    """A start by frozen features alone, without any network of this library's."""
    with fixed_arithmetic():
        kinds = Kinds(tuple(evidence.frozen(rows, model, ctx)))
        return find_start(Run(rows, model, seed, CPU, ctx, k=k), kinds)


def source_of(rows: Bytes, model: str) -> RowSource:
    """The autoencoder's inputs, standardised over this library."""
    unpack = unpacker(model)
    return RowSource(rows, unpack, *moments(rows, unpack))


def schedule_for(n: int, recipe: Recipe) -> train.Schedule:
    """How long to train on n photos: 30 epochs; fewer on large libraries, more on tiny ones."""
    steps = -(-n // recipe.batch)
    most = recipe.epochs
    epochs = max(min(most, max(recipe.work // n, 4)), min(-(-FEWEST_STEPS // steps), 8 * most))
    return train.Schedule(
        epochs, recipe.batch, recipe.rate, neighbours=recipe.neighbours, half=recipe.half
    )


@contextmanager
def together(act: str, run: Run, **arrays: NDArray[Any]) -> Iterator[None]:
    """Work that all processes of the job do at the same time, if there are several.

    The others get the run's inputs (4 kB a photo) and `arrays`, see `pipeline.acts`.
    """
    team = ranks.team()
    if team is not None:
        plain = {
            "model": run.model, "seed": run.seed, "device": run.device.type,
            "augment": run.augment, "k": run.k,
        }  # fmt: skip
        team.order(act, plain, {"rows": run.rows, **arrays})
    with ranks.act():
        yield


Trained = tuple[ConvAutoencoder, list[float]]


def train_networks(run: Run, source: RowSource) -> list[Trained]:
    """The trained autoencoders on the CPU, each with its loss by epoch."""
    with together("train", run):
        return train_share(run, source)


def train_share(run: Run, source: RowSource) -> list[Trained]:
    """This process's share of `train_networks`; the result is the whole."""
    voices = voices_of(run)
    with ranks.crews(voices) as own:
        jobs = [partial(train_voice, run, source, voice) for voice in own]
        trained = side_by_side(jobs, run.device, run.ctx, default_workers())
    design = design_for(source.channels, source.side, CODE)
    found = dict(zip(own, trained, strict=True))
    for voice in range(voices):
        if voice not in found:  # its loss stays with those who trained it: nobody asks for it
            found[voice] = train.new_autoencoder(design, run.seed).eval(), []
        exchange.take_over(found[voice][0], voice, voices)
    return [found[voice] for voice in range(voices)]


def voices_of(run: Run) -> int:
    """How many autoencoders are trained."""
    return 1 if run.k is None else recipe_for(run.model).voices


def train_voice(run: Run, source: RowSource, voice: int, ctx: Context) -> Trained:
    """One of the autoencoders."""

    def attempt(device: Device, batch: int) -> tuple[ConvAutoencoder, train.History]:
        return train.train_autoencoder(
            design_for(source.channels, source.side, CODE),
            source,
            replace(plan, batch=batch),
            seed=run.seed + voice * ANOTHER,
            device=device,
            ctx=ctx,
            views=views_of(run),
            alike=lambda codes, k: neighbours.alike(codes, k, ctx.check_cancelled),
        )

    recipe = recipe_for(run.model)
    if voices_of(run) > 1:  # each for five sixths as long: on two cores that takes no more time
        recipe = replace(recipe, epochs=recipe.epochs * 5 // 6, work=recipe.work * 5 // 6)
    plan = schedule_for(source.count, recipe)
    network, history = with_fallback(attempt, run.device, plan.batch, ctx)
    return network.to("cpu"), history.loss


def find_start(run: Run, kinds: Kinds) -> Start:
    """Cluster the landmarks' graph; photos that are no landmarks follow their neighbours."""
    given = run.placed
    distinct = distinct_of(kinds, run)
    single = distinct.single
    chosen = landmarks(distinct.kept, recipe_for(run.model).landmarks, run.seed, given)
    known = kinds.of(chosen)
    weights, neighbours, distance = joined(neighbours_by_kind(known.every, run.ctx))
    found, near = clustered(run, kinds, known, chosen, weights)
    count = int(found.max()) + 1
    votes = quality.smoothed(weights, found, count)
    if not near:
        return around(Start(chosen, weights, neighbours, distance, [], found, votes, single), given)
    every = placing.shares(near, found, count)
    every[chosen] = votes
    labels = every.argmax(axis=1)
    labels[chosen] = found
    return around(Start(chosen, weights, neighbours, distance, near, labels, every, single), given)


def clustered(
    run: Run, kinds: Kinds, known: Kinds, chosen: Ints, weights: sparse.csr_matrix
) -> tuple[Ints, placing.Near]:
    """The clusters (m,) of the landmarks, and whom the others follow; nobody if all are landmarks.

    The two do not depend on one another: they are found side by side.
    """

    def cluster(ctx: Context) -> Ints:
        return clusters_of(weights, known, chosen, replace(run, ctx=ctx))

    def follow(ctx: Context) -> placing.Near:
        return placing.near(kinds.every, known.every, ctx)

    if len(chosen) == len(run.rows):
        return cluster(run.ctx), []
    jobs: list[Callable[[Context], Any]] = [cluster, follow]
    found, near = side_by_side(jobs, CPU, run.ctx, default_workers())
    return found, near


def clusters_of(weights: sparse.csr_matrix, known: Kinds, chosen: Ints, run: Run) -> Ints:
    """The clusters (m,) of the landmarks' graph; `known`: the evidence on the landmarks."""
    if run.placed is not None:
        return found_around(weights, run.placed.of(chosen), run)
    if run.k is None:
        return partition.find(weights, run.seed, run.ctx.check_cancelled)
    return partition.split_into(weights, known.frozen, run.k, run.seed, run.ctx.check_cancelled)


def neighbours_by_kind(kinds: Sequence[Floats], ctx: Context) -> list[tuple[Ints, Floats]]:
    """Each photo's neighbours by each kind of evidence, the kinds side by side."""

    def look(kind: Floats, own: Context) -> tuple[Ints, Floats]:
        return own_neighbours(kind, own.check_cancelled)

    return side_by_side([partial(look, kind) for kind in kinds], CPU, ctx, default_workers())


def found_around(weights: sparse.csr_matrix, given: Given, run: Run) -> Ints:
    """The clusters (m,) of the landmarks where the user made groups, numbered by size."""
    joined, node = constraints.contracted(weights, given.placed)
    found = partition.find(joined, run.seed, run.ctx.check_cancelled)[node]
    return constraints.arranged(weights, found, given)


def around(start: Start, given: Given | None) -> Start:
    """The start in which every photo that the user placed is where it was put, for certain."""
    if given is None:
        return start
    labels = start.labels.copy()
    for group in range(given.users):
        inside = np.flatnonzero(given.placed == group)
        labels[inside] = start.labels[inside[np.isin(inside, start.landmarks)][0]]
    votes = constraints.held(start.votes, labels, given.fixed)
    return replace(start, labels=labels, votes=votes, fixed=given.fixed)


def distinct_of(kinds: Kinds, run: Run) -> near_copies.Distinct:
    """The photos without near copies of others, see `near_copies`; all, if codes alone say so."""
    n = len(run.rows)
    if not kinds.frozen:  # a learned code squeezes some clusters more than others
        return near_copies.every(n)
    return near_copies.distinct(kinds.frozen[0], neighbours_for(n), run.ctx.check_cancelled)


def landmarks(among: Ints, most: int, seed: int, given: Given | None = None) -> Ints:
    """Indices, ascending, of the photos of which the graph is made: all of `among`, or a sample.

    Beside that sample `MOST_PLACED` of each group of the user's.
    """
    chosen = among
    if len(among) > most:
        chosen = np.sort(np.random.default_rng(seed).permutation(among)[:most])
    if given is None:
        return chosen
    placed = [np.flatnonzero(given.placed == g)[:MOST_PLACED] for g in range(given.users)]
    return np.unique(np.concatenate([chosen, *placed]))
