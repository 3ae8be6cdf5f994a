"""The command `photoorg benchmark`: its arguments, and which benchmark they call.

Imports nothing heavy: the command line asks for the arguments at every start.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photoorg.errors import Cancelled, UsageError
from photoorg.records import Context

Adder = Callable[[argparse.ArgumentParser], None]


def add_arguments(parser: argparse.ArgumentParser, common: Adder, device: Adder) -> None:
    """Add the benchmarks and their options; `common` and `device` add what commands share."""
    kinds = parser.add_subparsers(dest="benchmark", required=True, metavar="KIND")
    folder = kinds.add_parser("folder", help="a folder of pictures with labels in a CSV file")
    folder.add_argument("folder", metavar="DIR")
    folder.add_argument(
        "--labels", required=True, metavar="CSV", help="columns: path (or filename), label"
    )
    folder.add_argument("--junk", default="", metavar="LABEL,...", help="what one would delete")
    folder.add_argument(
        "--input",
        default="auto",
        metavar="KIND",
        help="what our own methods learn from: features (as index does), pixels (as on MNIST), or "
        "auto: pixels for small grey squares of one size",
    )
    mnist = kinds.add_parser("mnist", help="four idx files: images and labels, train and test")
    mnist.add_argument("--data", metavar="DIR", help="default: torchvision's MNIST (a download)")
    mnist.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N images")
    mnist.add_argument(
        "--images", choices=("all", "train", "test"), default="all", help="which files to use"
    )
    mnist.add_argument(
        "--split",
        choices=("all", "test"),
        default="all",
        help="all: cluster everything; test: cluster the training images, then put the unseen "
        "test images into their clusters",
    )
    add_speed(kinds, common)
    for one, seeds in ((folder, "0,1,2"), (mnist, "0")):
        one.add_argument("--methods", default="", metavar="M,...", help="default: the main ones")
        one.add_argument("--seeds", default=seeds, metavar="N,...")
        one.add_argument("--k", default="auto", help="number of clusters (default: auto)")
        one.add_argument(
            "--budget", type=float, default=1.0, metavar="FACTOR", help="so many times the epochs"
        )
        one.add_argument("--out", metavar="DIR", help="write JSON, CSV, Markdown and plots there")
        common(one)
        device(one)


def add_speed(kinds: Any, common: Adder) -> None:
    """Speed, memory and start-up on this machine."""
    speed = kinds.add_parser("speed", help="throughput, memory, start-up, each against a floor")
    speed.add_argument(
        "--photos", metavar="DIR", help="read photos of yours, and not drawn ones (never changed)"
    )
    speed.add_argument(
        "--size", type=int, default=2000, metavar="N",
        help="scale of the run: at 2000 every row has the size that its bar names (default: 2000)",
    )  # fmt: skip
    speed.add_argument("--out", metavar="DIR", help="write JSON, CSV, Markdown and plots there")
    speed.add_argument("--against", metavar="FILE", help="compare with the JSON of an earlier run")
    common(speed)


def run(args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    """Run what the arguments ask for. Raises `UsageError`, `SurroundingsError`, `Cancelled`."""
    kinds = {"speed": run_speed, "folder": run_folder, "mnist": run_mnist}
    try:
        return kinds[args.benchmark](args, ctx)
    except (Cancelled, KeyboardInterrupt) as stop:
        raise Cancelled(stopped(args.benchmark, args.out)) from stop


def stopped(kind: str, out: str | None) -> str:
    """What is left of a benchmark that did not end: unlike a job, it does not resume."""
    if kind == "speed":
        return "Stopped. Results are written at the end, so none is kept; the next run begins anew."
    if out:
        return (
            f"Stopped. The methods and seeds that were finished are in {out}; "
            "the one that was not is lost, and the next run begins anew."
        )
    return (
        "Stopped. Results are printed at the end, so none is kept; the next run begins anew. "
        "With --out DIR each is written as soon as it is finished."
    )


def run_speed(args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    """Speed; the rows of its table come with words of their own for the terminal."""
    from photoorg.benchmark.speed import run, table

    args.lines = table.lines
    return run.run_speed(
        run.SpeedArgs(
            photos=Path(args.photos) if args.photos else None,
            size=args.size,
            out=Path(args.out) if args.out else None,
            earlier=Path(args.against) if args.against else None,
        ),
        ctx,
    )


def run_folder(args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    """A labelled folder."""
    from photoorg.benchmark import folder

    return folder.run_folder(
        folder.FolderArgs(
            folder=Path(args.folder),
            labels=Path(args.labels),
            methods=names(args.methods) or folder.DEFAULT,
            seeds=numbers(args.seeds),
            k=clusters(args.k),
            junk=names(args.junk),
            out=Path(args.out) if args.out else None,
            device=args.device,
            budget=args.budget,
            kind=args.input,
        ),
        ctx,
    )


def run_mnist(args: argparse.Namespace, ctx: Context) -> dict[str, Any]:
    """MNIST or any other set of idx files."""
    from photoorg.benchmark import methods, mnist

    return mnist.run_mnist(
        mnist.MnistArgs(
            data=Path(args.data) if args.data else None,
            methods=names(args.methods) or methods.DEFAULT,
            seeds=numbers(args.seeds),
            limit=args.limit,
            out=Path(args.out) if args.out else None,
            device=args.device,
            images=args.images,
            split=args.split,
            k=clusters(args.k),
            budget=args.budget,
        ),
        ctx,
    )


def names(text: str) -> tuple[str, ...]:
    """The parts of a list with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers of a list with commas; raises `UsageError`."""
    try:
        found = tuple(int(part) for part in names(text))
    except ValueError as fault:
        raise UsageError(f"{text!r} is not a list of whole numbers such as 0,1,2.") from fault
    if not found:
        raise UsageError("Name at least one seed, for instance --seeds 0.")
    return found


def clusters(text: str) -> int:
    """The value of --k: 0 for auto, else a whole number of at least 1; raises `UsageError`."""
    if text == "auto":
        return 0
    if not text.isdigit() or int(text) < 1:
        raise UsageError(f"--k must be auto or a whole number of at least 1, not {text!r}.")
    return int(text)
