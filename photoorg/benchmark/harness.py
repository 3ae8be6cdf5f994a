"""Runs methods and seeds one after another, scores them, and keeps what is finished.

`runs` is where methods work: labels are not among its arguments. `Board` is where labels are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from photoorg.benchmark import gallery, metrics, tables
from photoorg.benchmark.gallery import Gallery
from photoorg.benchmark.method import Data, Found, Ints, Method, Named, Task
from photoorg.benchmark.outputs import write_file
from photoorg.pipeline import starting
from photoorg.records import Context

Row = dict[str, Any]
NAMES = ("results.json", "results.csv", "results.md", "clusters.npz")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. `k_of`: the number of clusters a method is told, None: it finds it."""

    methods: dict[str, Method]
    seeds: Sequence[int]
    k_of: Callable[[str], int | None]
    device: str = "auto"
    budget: float = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """One method with one seed, done."""

    method: str
    seed: int
    found: Found


def runs(plan: Plan, data: Data, unseen: Data | None, ctx: Context) -> Iterator[Run]:
    """Every method with every seed; a seed's methods follow one another and may share work.

    Arithmetic runs on a fixed number of threads, so that sums are added up in the same order:
    the same seed gives the same clusters on one machine.
    """
    number, count = 0, len(plan.methods) * len(plan.seeds)
    for seed in plan.seeds:
        shared: dict[str, Any] = {}
        for name, method in plan.methods.items():
            number += 1
            ctx.check_cancelled()
            named = Named(ctx, f"{name}, seed {seed} ({number} of {count})")
            task = Task(
                data, unseen, plan.k_of(name), seed, plan.device, plan.budget, named, shared
            )
            with starting.fixed_arithmetic():
                found = method(task)
            yield Run(name, seed, found)


@dataclass(frozen=True, slots=True)
class Truth:
    """The labels (n,) of the pictures that were clustered, and (m,) of the unseen ones, if any.

    `kinds`: names of the label numbers. `junk`: labels of what one would delete.
    """

    labels: Ints
    unseen: Ints | None
    kinds: Sequence[str]
    junk: Collection[int] = ()


def rows_of(run: Run, truth: Truth) -> list[Row]:
    """The lines of the results of one run. Here, and only here, labels meet clusters."""
    found = run.found
    if found.truth is not None:
        return [row(run, "all", found.clusters, found.truth, ())]
    split = "all" if truth.unseen is None else "train"
    rows = [row(run, split, found.clusters, truth.labels, truth.junk)]
    rows[0]["curves"] |= scored(found, truth.labels)
    if truth.unseen is not None and found.placed is not None:
        rows.append(row(run, "test", found.placed, truth.unseen, truth.junk))
    return rows


def row(run: Run, split: str, clusters: Ints, labels: Ints, junk: Collection[int]) -> Row:
    """One line of the results."""
    return {
        "method": run.method,
        "seed": run.seed,
        "split": split,
        **metrics.scores(clusters, labels, junk),
        "reconstruction_mse": run.found.mse if split != "test" else None,
        "seconds": run.found.seconds,
        "extra": run.found.extra,
        "curves": dict(run.found.curves) if split != "test" else {},
    }


def scored(found: Found, labels: Ints) -> dict[str, list[float]]:
    """Accuracy and NMI of each snapshot that was taken on the way."""
    if not found.snapshots:
        return {}
    steps = [snapshot.astype(np.int64) for snapshot in found.snapshots]
    return {
        "acc": [metrics.accuracy(step, labels) for step in steps],
        "nmi": [metrics.nmi(step, labels) for step in steps],
    }


@dataclass
class Board:
    """The results so far, written anew after each run: nothing that is finished is ever lost."""

    head: Row
    truth: Truth
    out: Path | None
    shows: Gallery
    results: list[Row] = field(default_factory=list)
    clusters: dict[str, Ints] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def add(self, run: Run) -> None:
        """Score a run, draw it, write all."""
        rows = rows_of(run, self.truth)
        self.results += rows
        self.clusters[f"{run.method}-{run.seed}"] = run.found.clusters
        if run.found.placed is not None:
            self.clusters[f"{run.method}-{run.seed}-test"] = run.found.placed
        if self.out is not None:
            self.write(self.out, self.shows.of_run(run, self.truth.labels, rows[0]))

    def document(self) -> Row:
        """The document of CLI.md, methods in the order in which they first came."""
        order = list(dict.fromkeys(row["method"] for row in self.results))
        results = sorted(self.results, key=lambda row: order.index(row["method"]))
        return {
            **self.head,
            "results": results,
            "summary": tables.summary(results),
            "files": [str(self.out / name) for name in self.files] if self.out else [],
        }

    def write(self, out: Path, plots: dict[str, bytes]) -> None:
        """Write new plots, and JSON, CSV, Markdown and all clusters anew.

        Raises `SurroundingsError`.
        """
        plots = {**plots, **gallery.overview(tables.summary(self.results), self.head["n"])}
        self.files = list(dict.fromkeys([*NAMES, *self.files, *plots]))
        document = self.document()
        contents = (
            json.dumps(document, indent=1).encode(),
            tables.table(document["results"]).encode(),
            tables.markdown(document).encode(),
            packed(self.clusters),
        )
        for name, content in (*plots.items(), *zip(NAMES, contents, strict=True)):
            write_file(out / name, content)


def packed(clusters: dict[str, Ints]) -> bytes:
    """All clusters as a compressed numpy archive, by method and seed."""
    stream = BytesIO()
    arrays: dict[str, Any] = {name: found.astype(np.int16) for name, found in clusters.items()}
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()
