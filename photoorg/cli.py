"""The commands: for scripts, tests and computers without a screen. Never imports Qt.

Results go to standard output (text, or one JSON document with --json), progress and messages to
standard error. Exit status: 0 done, 1 our bug, 2 wrong usage, 3 the user's surroundings, 130
cancelled.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg import __version__, output, start
from photoorg.commands import (
    corrections,
    deletion,
    export,
    grouping,
    regroup,
    stacks,
    verdicts,
)
from photoorg.commands.common import (
    Document,
    add,
    add_common,
    add_order,
    add_view,
    count,
    filter_of,
    open_library,
)
from photoorg.errors import SurroundingsError
from photoorg.pipeline import ranks

if TYPE_CHECKING:
    from photoorg.start import OpenWindow


def main(argv: list[str], open_window: OpenWindow) -> int:
    """Run a command; never prints a traceback for anything the user caused."""
    return ranks.end(start.guarded(lambda: _run(argv, open_window)))


def _run(argv: list[str], open_window: OpenWindow) -> int:
    with ranks.quiet():  # one of several processes is enough to say what is wrong
        args = _parser().parse_args(argv)
    if args.command == "demo":
        return ranks.run("demo", lambda: _demo(args, open_window))
    return ranks.run(args.command, lambda: _print(args, args.run(args)))


def _print(args: argparse.Namespace, document: Document) -> int:
    """Print the result; 3 if something failed and nothing was done (no trash, no permission)."""
    try:
        if args.json:
            output.print_json(document)
        else:
            lines = getattr(args, "lines", None)  # of commands that bring their own words
            if lines is None:
                output.print_text(args.command, document)
            else:
                output.print_lines(lines(document))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `photoorg ... | head`
    done = document.get("trashed") or document.get("restored") or document.get("done")
    return SurroundingsError.exit_status if document.get("failed") and not done else 0


def do_in_terminal(folder: str, library: str | None, as_json: bool) -> int:
    """What the window does with a folder: read it, and show what is in it."""
    args = argparse.Namespace(
        library=library, folders=[folder], no_cluster=False, device="auto", json=as_json
    )
    indexed = _index(args)
    document = {"index": indexed, **_tree(args)}
    if as_json:
        output.print_json(document)
    else:
        output.print_text("index", indexed)
        output.print_text("tree", document)
    return 0


def _tree(args: argparse.Namespace) -> Document:
    return {"clusters": _clusters(args), "dates": _dates(args), "places": _places(args)}


# --- Commands ------------------------------------------------------------------------------------


def _demo(args: argparse.Namespace, open_window: OpenWindow) -> int:
    from photoorg.paths import default_library
    from photoorg.pipeline.demo import make_demo

    home = Path(args.out).absolute() if args.out else default_library().parent / "demo"
    if start.no_screen() is None and not args.library and not args.json:
        return open_window(None, None, home)
    with output.console() as ctx:
        photos = make_demo(home / "photos", ctx)
    # a library of its own: generated pictures have no place among the user's
    library = args.library or str(home / "library")
    output.say(f"The demo photos are in {photos}.")
    return start.open_here(str(photos), library, args.json, open_window)


def _index(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.jobs import index_job

    with open_library(args, create=True) as library, output.console() as ctx:
        return index_job(
            ctx, library, args.folders, cluster=not args.no_cluster, device=args.device
        )


def _clusters(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        return report.clusters(library, getattr(args, "level", None))


def _dates(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        return report.dates(library)


def _places(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        return report.places(library)


def _map(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        return report.library_map(library, filter_of(args, library))


def _photos(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        if args.problems:
            return report.problems(library, args.limit)
        return report.photos(library, filter_of(args, library), args.limit, args.order)


def _doctor(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    return report.doctor(Path(args.library) if args.library else None)


def _benchmark(args: argparse.Namespace) -> Document:
    from photoorg.benchmark import command

    with output.console() as ctx:
        return command.run(args, ctx)


# --- Arguments -----------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="photoorg",
        description="A photo library grouped by what its pictures show.",
        epilog="Without a command: photoorg [FOLDER] opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"photoorg {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_index(commands)
    regroup.add_command(commands, _add_device)
    _add_views(commands)
    deletion.add_commands(commands)
    verdicts.add_commands(commands)
    grouping.add_commands(commands)
    corrections.add_commands(commands)
    stacks.add_commands(commands)
    export.add_command(commands)
    demo = add(commands, "demo", "make a small library of generated pictures and open it", None)
    demo.add_argument("--out", metavar="DIR", help="where to put the pictures and their library")
    add(commands, "doctor", "versions, device in use and why, folders, catalogue health", _doctor)
    _add_benchmark(commands)
    return parser


def _add_index(commands: Any) -> None:
    index = add(commands, "index", "scan folders, date, place, embed and cluster", _index)
    index.add_argument("folders", nargs="+", metavar="FOLDER")
    index.add_argument("--no-cluster", action="store_true", help="stop before embedding")
    _add_device(index)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda", "mps"), default="auto",
        help="where to train (default: the fastest that works)",
    )  # fmt: skip


def _add_views(commands: Any) -> None:
    clusters = add(commands, "clusters", "list the cluster folders", _clusters)
    clusters.add_argument("--level", type=int, metavar="N", help="0 is finest; more is broader")
    add(commands, "dates", "list years, months and days with counts", _dates)
    add(commands, "places", "list countries, regions and cities with counts", _places)
    plane = add(commands, "map", "where photos lie on the map of the library, by likeness", _map)
    plane.set_defaults(lines=output.map_text)
    add_view(plane)
    photos = add(commands, "photos", "list the photos of a view", _photos)
    add_view(photos)
    add_order(photos)
    photos.add_argument("--problems", action="store_true", help="files that could not be read")
    photos.add_argument("--limit", type=count, metavar="N")


def _add_benchmark(commands: Any) -> None:
    from photoorg.benchmark import command

    benchmark = commands.add_parser("benchmark", help="measure clustering against true labels")
    command.add_arguments(benchmark, add_common, _add_device)
    benchmark.set_defaults(run=_benchmark)
