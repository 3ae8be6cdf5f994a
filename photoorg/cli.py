"""The commands: for scripts, tests and computers without a screen. Never imports Qt.

Results go to standard output (text, or one JSON document with --json), progress and messages to
standard error. Exit status: 0 done, 1 our bug, 2 wrong usage, 3 the user's surroundings, 130
cancelled.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from photoorg import __version__, output
from photoorg.errors import Cancelled, PhotoorgError, SurroundingsError, UsageError
from photoorg.records import Filter

OpenWindow = Callable[..., int]  # __main__.open_window
Document = dict[str, Any]


def main(argv: list[str], open_window: OpenWindow) -> int:
    """Run a command; never prints a traceback for anything the user caused."""
    return _guarded(lambda: _run(argv, open_window))


def _run(argv: list[str], open_window: OpenWindow) -> int:
    args = _parser().parse_args(argv)
    if args.command == "demo":
        return _demo(args, open_window)
    return _print(args, args.run(args))


def _print(args: argparse.Namespace, document: Document) -> int:
    """Print the result; 3 if something failed and nothing was done (no trash, no permission)."""
    try:
        if args.json:
            output.print_json(document)
        else:
            output.print_text(args.command, document)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `photoorg ... | head`
    done = document.get("trashed") or document.get("restored")
    return SurroundingsError.exit_status if document.get("failed") and not done else 0


def _guarded(run: Callable[[], int]) -> int:
    try:
        return run()
    except KeyboardInterrupt:
        output.say(str(Cancelled()))
        return Cancelled.exit_status
    except PhotoorgError as error:
        output.say(str(error))
        return error.exit_status
    except OSError as error:
        output.say(_os_advice(error))
        return SurroundingsError.exit_status
    except Exception:
        output.say(
            "photoorg failed; this is our fault. Please report the following lines "
            f"(photoorg {__version__}, Python {sys.version.split()[0]}, {sys.platform}):\n"
            + traceback.format_exc()
        )
        return 1


def _os_advice(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"The computer refused: {error.strerror or error}{where}. "
        "Check the disk's free space and the folder's permissions, then try again."
    )


# --- The window, or the terminal where there is no screen ----------------------------------------


def open_folder(argv: list[str], open_window: OpenWindow) -> int:
    """`photoorg [FOLDER]`."""
    parser = argparse.ArgumentParser(
        prog="photoorg",
        description="Open the photoorg window, on FOLDER if given.",
        epilog="Commands: index, clusters, dates, places, photos, delete, undo, demo, benchmark, "
        "doctor. Help on one: photoorg COMMAND --help",
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER")
    _add_common(parser)
    args = parser.parse_args(argv)
    return _guarded(lambda: _open(args.folder, args.library, args.json, open_window))


def _open(folder: str | None, library: str | None, as_json: bool, open_window: OpenWindow) -> int:
    why = _no_screen()
    if why is None:
        return open_window(folder, library)
    if folder is None:
        raise SurroundingsError(
            f"photoorg can not open its window: {why}",
            "Name a folder to do the same job in the terminal: photoorg FOLDER",
        )
    output.say(f"No window: {why} Doing the same job in the terminal.")
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


def _no_screen() -> str | None:
    """Why no window can be shown; None if it can."""
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc", "linuxfb"):
        return None
    if sys.platform.startswith("linux"):
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            return "there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)."
        if not os.environ.get("WAYLAND_DISPLAY") and not _x_answers(os.environ["DISPLAY"]):
            return f"the screen {os.environ['DISPLAY']} does not answer."
    return None


def _x_answers(display: str) -> bool:
    """Whether an X server listens; Qt would end the process if none does."""
    import socket

    host, _, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True  # a forwarded screen: Qt will tell
    try:
        with closing(socket.socket(socket.AF_UNIX)) as probe:
            probe.connect(f"/tmp/.X11-unix/X{number.split('.')[0]}")
    except OSError:
        return False
    return True


def _tree(args: argparse.Namespace) -> Document:
    return {"clusters": _clusters(args), "dates": _dates(args), "places": _places(args)}


# --- Commands ------------------------------------------------------------------------------------


def _open_library(args: argparse.Namespace, *, create: bool = False) -> Any:
    from photoorg.pipeline.library import Library

    return closing(Library.open(Path(args.library) if args.library else None, create=create))


def _demo(args: argparse.Namespace, open_window: OpenWindow) -> int:
    from photoorg.paths import default_library
    from photoorg.pipeline.demo import make_demo

    home = Path(args.out).absolute() if args.out else default_library().parent / "demo"
    if _no_screen() is None and not args.library and not args.json:
        return open_window(None, None, home)
    with output.console() as ctx:
        photos = make_demo(home / "photos", ctx)
    # a library of its own: generated pictures have no place among the user's
    library = args.library or str(home / "library")
    output.say(f"The demo photos are in {photos}.")
    return _open(str(photos), library, args.json, open_window)


def _index(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.jobs import index_job

    with _open_library(args, create=True) as library, output.console() as ctx:
        return index_job(
            ctx, library, args.folders, cluster=not args.no_cluster, device=args.device
        )


def _clusters(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with _open_library(args) as library:
        return report.clusters(library, getattr(args, "level", None))


def _dates(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with _open_library(args) as library:
        return report.dates(library)


def _places(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with _open_library(args) as library:
        return report.places(library)


def _photos(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with _open_library(args) as library:
        if args.problems:
            return report.problems(library, args.limit)
        return report.photos(library, _filter(args, library), args.limit)


def _filter(args: argparse.Namespace, library: Any) -> Filter:
    if args.cluster is not None and not library.leaves(args.cluster):
        raise UsageError(f"There is no cluster {args.cluster}. List them with: photoorg clusters")
    return Filter(
        cluster=args.cluster,
        unsorted=args.unsorted,
        date=None if args.date is None else _date(args.date),
        undated=args.undated,
        place=None if args.place is None else _place(args.place),
        unplaced=args.unplaced,
    )


def _place(text: str) -> tuple[str, ...]:
    """("IN",), ("IN", "Kerala") or ("IN", "Kerala", "Kochi"); a name that is not said is empty."""
    if not text.strip():
        raise UsageError("The place is empty. Write IN, IN/Kerala or IN/Kerala/Kochi.")
    return tuple(text.split("/", 2))


def _date(text: str) -> tuple[int, ...]:
    """(2024,), (2024, 5) or (2024, 5, 17) from "2024[-05[-17]]"."""
    from datetime import date

    try:
        parts = tuple(int(part) for part in text.split("-"))
        date(*(*parts, 1, 1)[:3])
        if len(parts) > 3:
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"{text} is no date. Write 2024, 2024-05 or 2024-05-17.") from None
    return parts


def _delete(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report
    from photoorg.pipeline.delete import DeletionStopped, forecast, title_of
    from photoorg.pipeline.jobs import delete_job

    with _open_library(args) as library:
        ids, title = _chosen(args, library), "Photos"
        if args.cluster is not None:
            title = title_of(library, Filter(cluster=args.cluster))
        seen = forecast(library, ids)
        if args.dry_run or not args.yes:
            if not args.dry_run:
                output.say("Nothing was deleted. To move these photos to the trash, add --yes.")
            return report.deletion(seen, None)
        try:
            with output.console() as ctx:
                return report.deletion(seen, delete_job(ctx, library, ids, title))
        except DeletionStopped as stopped:
            _print(args, report.deletion(seen, stopped.report))
            raise


def _chosen(args: argparse.Namespace, library: Any) -> list[int]:
    """Ids of the photos to delete: a cluster's or those named, less those to keep."""
    if args.cluster is not None:
        ids = list(library.photo_ids(_filter_of_cluster(args.cluster, library)))
    else:
        ids = list(_known(args.photos, library).values())
    kept = set(_known(args.keep or [], library).values())
    return [i for i in ids if i not in kept]


def _filter_of_cluster(cluster: int, library: Any) -> Filter:
    if not library.leaves(cluster):
        raise UsageError(f"There is no cluster {cluster}. List them with: photoorg clusters")
    return Filter(cluster=cluster)


def _known(paths: list[str], library: Any) -> dict[str, int]:
    """Ids of the photos at `paths`; one that is unknown stops the command before it does harm."""
    absolute = [os.path.join(os.path.realpath(os.path.dirname(p)), os.path.basename(p))
                for p in paths]  # fmt: skip
    found: dict[str, int] = library.ids_of_paths(absolute)
    for given, path in zip(paths, absolute, strict=True):
        if path not in found:
            raise UsageError(f"{given} is not a photo of this library. Nothing was done.")
    return found


def _undo(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.jobs import undo_job

    with _open_library(args) as library, output.console() as ctx:
        done = asdict(undo_job(ctx, library, args.operation))
    return {**done, "restored": list(done["restored"]), "failed": list(done["failed"])}


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
    _add_views(commands)
    _add_deletion(commands)
    demo = _add(commands, "demo", "make a small library of generated pictures and open it", None)
    demo.add_argument("--out", metavar="DIR", help="where to put the pictures and their library")
    _add(commands, "doctor", "versions, device in use and why, folders, catalogue health", _doctor)
    _add_benchmark(commands)
    return parser


def _add(
    commands: Any, name: str, text: str, run: Callable[[argparse.Namespace], Document] | None
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library", metavar="DIR", help="where the catalogue lives (default: your data folder)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _add_index(commands: Any) -> None:
    index = _add(commands, "index", "scan folders, date, place, embed and cluster", _index)
    index.add_argument("folders", nargs="+", metavar="FOLDER")
    index.add_argument("--no-cluster", action="store_true", help="stop before embedding")
    _add_device(index)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda", "mps"), default="auto",
        help="where to train (default: the fastest that works)",
    )  # fmt: skip


def _add_views(commands: Any) -> None:
    clusters = _add(commands, "clusters", "list the cluster folders", _clusters)
    clusters.add_argument("--level", type=int, metavar="N", help="0 is finest; more is broader")
    _add(commands, "dates", "list years, months and days with counts", _dates)
    _add(commands, "places", "list countries, regions and cities with counts", _places)
    photos = _add(commands, "photos", "list the photos of a view", _photos)
    kind = photos.add_mutually_exclusive_group()
    kind.add_argument("--cluster", type=int, metavar="ID")
    kind.add_argument("--unsorted", action="store_true")
    photos.add_argument("--date", metavar="2024[-05[-17]]")
    photos.add_argument("--undated", action="store_true")
    photos.add_argument("--place", metavar="COUNTRY[/REGION[/CITY]]")
    photos.add_argument("--unplaced", action="store_true")
    photos.add_argument("--problems", action="store_true", help="files that could not be read")
    photos.add_argument("--limit", type=_count, metavar="N")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of photos")
    return int(text)


def _add_deletion(commands: Any) -> None:
    delete = _add(commands, "delete", "move photos to the trash (undoable)", _delete)
    what = delete.add_mutually_exclusive_group(required=True)
    what.add_argument("--cluster", type=int, metavar="ID")
    what.add_argument("--photos", nargs="+", metavar="PATH")
    delete.add_argument("--keep", nargs="+", metavar="PATH", help="photos to leave alone")
    delete.add_argument("--dry-run", action="store_true", help="only say what would happen")
    delete.add_argument("--yes", action="store_true", help="do it")
    undo = _add(commands, "undo", "take the last deletion back", _undo)
    undo.add_argument("--operation", type=int, metavar="ID", help="that deletion, not the last")


def _add_benchmark(commands: Any) -> None:
    from photoorg.benchmark import command

    benchmark = commands.add_parser("benchmark", help="measure clustering against true labels")
    command.add_arguments(benchmark, _add_common, _add_device)
    benchmark.set_defaults(run=_benchmark)
