"""`photoorg benchmark folder`: every method on a labelled folder of pictures.

Pictures are read as `index` reads them (strictly, to a 256-px thumbnail). Labels go to `metrics`
and nowhere else: `harness.runs` is not even given them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from photoorg.benchmark import methods, ours, tables, trivial
from photoorg.benchmark.gallery import Gallery
from photoorg.benchmark.harness import Board, Plan, Truth, runs
from photoorg.benchmark.labels import read_labels
from photoorg.benchmark.space import Space, read_pictures
from photoorg.errors import UsageError
from photoorg.learn import ranks
from photoorg.learn.train import THREADS
from photoorg.records import Context

METHODS = {**trivial.METHODS, **methods.METHODS}
DEFAULT = (*trivial.ALWAYS, "features-kmeans", "cae-dec")


@dataclass(frozen=True, slots=True)
class FolderArgs:
    """What the command line says.

    `k` 0: found by the method where it can, else the true number. `kind`: what our own methods
    learn from, see `space.Space`.
    """

    folder: Path
    labels: Path
    methods: tuple[str, ...] = DEFAULT
    seeds: tuple[int, ...] = (0, 1, 2)
    k: int = 0
    junk: tuple[str, ...] = ()
    out: Path | None = None
    device: str = "auto"
    budget: float = 1.0
    kind: str = "auto"


def run_folder(args: FolderArgs, ctx: Context) -> dict[str, Any]:
    """Run all methods and seeds; returns (and writes, with `out`) the document of CLI.md.

    Raises `Cancelled` after Ctrl+C; what was finished is then under `out`.
    """
    methods.check(args.methods, list(METHODS))
    paths, names = read_labels(args.labels)
    pictures, kept = read_pictures(args.folder, paths, ctx)
    kinds, labels = np.unique([names[i] for i in kept], return_inverse=True)
    junk = numbers_of(args.junk, kinds.tolist())
    space = Space(pictures, args.device, ctx, args.kind)
    chosen = dict.fromkeys((*trivial.ALWAYS, *args.methods))
    plan = Plan(
        {name: METHODS[name] for name in chosen},
        args.seeds,
        lambda name: args.k or (None if name in ours.FINDS_K else len(kinds)),
        args.device,
        args.budget,
    )
    board = Board(
        head(args, space, len(kinds)),
        Truth(labels, None, kinds.tolist(), junk),
        args.out,
        Gallery(space.images, args.seeds[0], kinds.tolist()),
    )
    for run in runs(plan, space, None, ctx):
        board.add(run)
    return {**board.document(), "embed_seconds": space.embed_seconds}


def head(args: FolderArgs, space: Space, classes: int) -> dict[str, Any]:
    """What the document says about data and machine."""
    n = len(space.pictures.thumbnails)
    return {
        "dataset": str(args.folder),
        "n": n,
        "n_train": n,
        "n_test": 0,
        "classes": classes,
        "device": space.device_name(),
        "threads": THREADS,
        "processes": ranks.count(),
        "machine": tables.machine(),
        "versions": tables.versions(),
        "command": command_of(args),
    }


def command_of(args: FolderArgs) -> str:
    """The command that makes this table again, without the paths of this machine."""
    words = ["photoorg benchmark folder DIR --labels CSV", f"--methods {','.join(args.methods)}"]
    words += [f"--seeds {','.join(map(str, args.seeds))}"]
    words += [f"--k {args.k}"] if args.k else []
    words += [f"--junk {','.join(args.junk)}"] if args.junk else []
    words += [f"--input {args.kind}"] if args.kind != "auto" else []
    words += [f"--budget {args.budget:g}"] if args.budget != 1.0 else []
    return " ".join(words)


def numbers_of(junk: Sequence[str], kinds: list[str]) -> tuple[int, ...]:
    """Label numbers of the junk names; raises `UsageError` for a name that is no label."""
    unknown = [name for name in junk if name not in kinds]
    if unknown:
        raise UsageError(f"No photo has the label {unknown[0]!r}. Labels: {', '.join(kinds)}.")
    return tuple(kinds.index(name) for name in junk)
