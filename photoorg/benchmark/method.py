"""What a method is given and what it returns. There is no place for a label in what it is given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from photoorg.records import Changes, Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

BATCH = 256  # pictures a step, in all tutorials
FEWEST_STEPS = 600  # small sets get more passes, or nothing would be learned on them
CUES = 8  # of the pixels, for titles; a benchmark has none
SHOWN = 12  # pictures in the plot of reconstructions


class Data(Protocol):
    """A set of unlabelled pictures."""

    @property
    def images(self) -> Bytes:
        """Pixels (n, side, side) or (n, side, side, 3)."""
        ...

    @property
    def embed_seconds(self) -> float:
        """How long it took to make the rows, if they had to be computed."""
        ...

    def rows(self) -> tuple[Bytes, str]:
        """The rows our own pipeline learns from, (n, bytes), and the name of their kind."""
        ...


@dataclass(frozen=True, slots=True)
class Pixels:
    """Square pictures, grey (n, side, side) or in colour (n, side, side, 3)."""

    images: Bytes

    @property
    def embed_seconds(self) -> float:
        """Pixels are rows already."""
        return 0.0

    def rows(self) -> tuple[Bytes, str]:
        """The rows that `index` stores for plain pixels, channels first, and their kind's name."""
        channels = 1 if self.images.ndim == 3 else 3
        first = self.images if channels == 1 else self.images.transpose(0, 3, 1, 2)
        cues = np.zeros((len(first), CUES), dtype=np.uint8)
        rows = np.concatenate([first.reshape(len(first), -1), cues], axis=1)
        return rows, f"pixels-{self.images.shape[1]}x{channels}-1"


@dataclass(frozen=True, slots=True)
class Task:
    """One run of one method.

    `unseen`: pictures to be put into the clusters that were found without them. `k` None: the
    method finds the number of clusters. `budget` multiplies the epochs. `shared`: what several
    methods of one seed have in common, by name.
    """

    data: Data
    unseen: Data | None
    k: int | None
    seed: int
    device: str
    budget: float
    ctx: Context
    shared: dict[str, Any]

    @property
    def clusters(self) -> int:
        """The number of clusters, for methods that cannot find it."""
        return max(1, min(self.k or 1, len(self.data.images)))

    def epochs(self, usual: int) -> int:
        """How many passes over the pictures to train for, see `passes`."""
        return passes(len(self.data.images), usual, self.budget)


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found.

    clusters (n,) and placed (m,) of the unseen ones: -1 unsorted. curves: a number per epoch or
    interval, by name. snapshots: the clusters (n,) at the end of each interval, to be scored when
    all is over. codes (n, c): for a picture of the space. originals, rebuilt: a few pictures
    and their reconstructions. truth: the labels of data that the method made itself. extra:
    further figures.
    """

    clusters: Ints
    seconds: dict[str, float]
    mse: float | None = None
    placed: Ints | None = None
    curves: dict[str, list[float]] = field(default_factory=dict)
    snapshots: list[NDArray[np.int16]] = field(default_factory=list)
    codes: Floats | None = None
    originals: Floats | None = None
    rebuilt: Floats | None = None
    truth: Ints | None = None
    extra: dict[str, float] = field(default_factory=dict)


Method = Callable[[Task], Found]


def passes(n: int, usual: int, budget: float, batch: int = BATCH) -> int:
    """The usual number of passes over n pictures, but at least 600 steps; times the budget."""
    steps = -(-n // batch)
    return max(1, round(max(usual, FEWEST_STEPS / max(steps, 1)) * budget))


class Clock:
    """Adds up seconds by stage."""

    def __init__(self, **before: float) -> None:
        self.seconds = {"embed": 0.0, "train": 0.0, "cluster": 0.0, **before}

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count what happens inside for this stage."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - begin

    def total(self) -> dict[str, float]:
        """Seconds by stage and in all."""
        return {**self.seconds, "total": sum(self.seconds.values())}


class Named:
    """A context whose stages carry the name of the run they belong to."""

    def __init__(self, ctx: Context, name: str) -> None:
        self.ctx, self.name = ctx, name

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Report under the run's name."""
        self.ctx.progress(f"{self.name}: {stage}", done, total, text)

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        self.ctx.check_cancelled()

    def changed(self, changes: Changes) -> None:
        """Pass it on."""
        self.ctx.changed(changes)

    def message(self, text: str) -> None:
        """Pass it on."""
        self.ctx.message(text)


def flat(images: Bytes) -> Bytes:
    """Pictures as rows (n, side * side [* 3])."""
    return images.reshape(len(images), -1)


def unit(images: Bytes) -> Floats:
    """Pictures as rows of numbers 0..1."""
    return flat(images).astype(np.float32) / np.float32(255.0)


def some(n: int) -> Ints:
    """Indices of the few pictures whose reconstructions are shown: the same for every method."""
    return np.sort(np.random.default_rng(0).permutation(n)[:SHOWN])
