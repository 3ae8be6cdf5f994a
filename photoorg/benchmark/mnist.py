"""`photoorg benchmark mnist`: every method on four idx files, scored against their labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from photoorg.benchmark import idx, literature, methods, tables
from photoorg.benchmark.gallery import Gallery
from photoorg.benchmark.harness import Board, Plan, Truth, runs
from photoorg.benchmark.method import Pixels
from photoorg.errors import UsageError
from photoorg.learn import ranks
from photoorg.learn.device import choose_device
from photoorg.learn.train import THREADS
from photoorg.records import Context


@dataclass(frozen=True, slots=True)
class MnistArgs:
    """What the command line says.

    `data` None: torchvision's copy. `images`: "all", or only the "train" or "test" files.
    `split` "all": everything is clustered; "test": the training images are, and the test images
    are put into their clusters unseen. `limit` 0: all images. `k` 0: as many as there are labels.
    """

    data: Path | None
    methods: tuple[str, ...] = methods.DEFAULT
    seeds: tuple[int, ...] = (0,)
    limit: int = 0
    out: Path | None = None
    device: str = "auto"
    images: str = "all"
    split: str = "all"
    k: int = 0
    budget: float = 1.0


def run_mnist(args: MnistArgs, ctx: Context) -> dict[str, Any]:
    """Run all methods and seeds; returns (and writes, with `out`) the document of CLI.md.

    Raises `Cancelled` after Ctrl+C; what was finished is then under `out`.
    """
    methods.check(args.methods, list(methods.METHODS))
    check(args)
    train, test = chosen(args)
    data, unseen, labels, hidden = divide(args, train, test)
    kinds = [str(kind) for kind in np.unique(labels)]
    plan = Plan(
        {name: methods.METHODS[name] for name in dict.fromkeys(args.methods)},
        args.seeds,
        lambda _: args.k or len(kinds),
        args.device,
        args.budget,
    )
    board = Board(
        head(args, train, test, len(kinds), ctx),
        Truth(labels, hidden, kinds),
        args.out,
        Gallery(data.images, args.seeds[0], kinds, ink=True),
    )
    for run in runs(plan, data, unseen, ctx):
        board.add(run)
    return board.document()


def check(args: MnistArgs) -> None:
    """Raises `UsageError` for options that contradict one another."""
    if args.split == "test" and args.images != "all":
        raise UsageError("--split test needs both parts: leave --images out.")
    if args.budget <= 0:
        raise UsageError("--budget must be above 0; 1 is the usual number of epochs.")


def chosen(args: MnistArgs) -> tuple[idx.Part, idx.Part]:
    """The training and the test part; the one that is not wanted is empty."""
    if args.images == "all":
        return idx.load(args.data, args.limit)
    train, test = idx.load(args.data, 0)
    count = args.limit or len(train.labels) + len(test.labels)
    if args.images == "train":
        return train.first(count), test.first(0)
    return train.first(0), test.first(count)


def divide(
    args: MnistArgs, train: idx.Part, test: idx.Part
) -> tuple[Pixels, Pixels | None, idx.Ints, idx.Ints | None]:
    """The images to cluster and those to place unseen, and the labels of both."""
    if args.split == "test":
        return Pixels(train.images), Pixels(test.images), train.labels, test.labels
    images = np.concatenate([train.images, test.images])
    return Pixels(images), None, np.concatenate([train.labels, test.labels]), None


def head(
    args: MnistArgs, train: idx.Part, test: idx.Part, classes: int, ctx: Context
) -> dict[str, Any]:
    """What the document says about data and machine."""
    n_train, n_test = len(train.labels), len(test.labels)
    return {
        "dataset": str(args.data or "torchvision MNIST"),
        "mnist": literature.is_mnist(train.images if n_train else test.images),
        "n": n_train + n_test,
        "n_train": n_train,
        "n_test": n_test,
        "classes": classes,
        "device": choose_device(args.device, ctx).type,
        "threads": THREADS,
        "processes": ranks.count(),
        "machine": tables.machine(),
        "versions": tables.versions(*(["clustpy"] if "clustpy-dec" in args.methods else [])),
        "command": command_of(args),
    }


def command_of(args: MnistArgs) -> str:
    """The command that makes this table again, without the paths of this machine."""
    words = ["photoorg benchmark mnist", "--data DIR" if args.data else ""]
    words += [f"--methods {','.join(args.methods)}", f"--seeds {','.join(map(str, args.seeds))}"]
    words += [f"--limit {args.limit}"] if args.limit else []
    words += [f"--images {args.images}"] if args.images != "all" else []
    words += [f"--split {args.split}"] if args.split != "all" else []
    words += [f"--k {args.k}"] if args.k else []
    words += [f"--budget {args.budget:g}"] if args.budget != 1.0 else []
    return " ".join(word for word in words if word)
