"""What the commands share: opening a library, naming photos and views, common arguments."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

from photoorg.errors import UsageError
from photoorg.records import Filter, Mark, Order

Document = dict[str, Any]
Run = Callable[[argparse.Namespace], Document]


def open_library(args: argparse.Namespace, *, create: bool = False) -> Any:
    """The library that --library names, closed at the end of the `with` block."""
    from photoorg.pipeline.library import Library

    return closing(Library.open(Path(args.library) if args.library else None, create=create))


# --- Naming photos -------------------------------------------------------------------------------


def known(paths: list[str], library: Any) -> dict[str, int]:
    """Ids of the photos at `paths`; one that is unknown stops the command before it does harm."""
    absolute = [os.path.join(os.path.realpath(os.path.dirname(p)), os.path.basename(p))
                for p in paths]  # fmt: skip
    found: dict[str, int] = library.ids_of_paths(absolute)
    for given, path in zip(paths, absolute, strict=True):
        if path not in found:
            raise UsageError(f"{given} is not a photo of this library. Nothing was done.")
    return found


def filter_of(args: argparse.Namespace, library: Any) -> Filter:
    """The view that the arguments of `add_view` describe."""
    if args.cluster is not None and not library.leaves(args.cluster):
        raise UsageError(f"There is no cluster {args.cluster}. List them with: photoorg clusters")
    return Filter(
        cluster=args.cluster,
        unsorted=args.unsorted,
        date=None if args.date is None else date_of(args.date),
        undated=args.undated,
        place=None if args.place is None else place_of(args.place),
        unplaced=args.unplaced,
        mark=None if args.mark == "none" else args.mark,
        marked=False if args.mark == "none" else None,
        least_rating=args.rating,
        favourite=args.favourite,
        protected=args.protected,
        unreviewed=args.unreviewed,
        folder=None if args.folder is None else os.path.realpath(args.folder),
    )


def place_of(text: str) -> tuple[str, ...]:
    """("IN",), ("IN", "Kerala") or ("IN", "Kerala", "Kochi"); a name that is not said is empty."""
    if not text.strip():
        raise UsageError("The place is empty. Write IN, IN/Kerala or IN/Kerala/Kochi.")
    return tuple(text.split("/", 2))


def date_of(text: str) -> tuple[int, ...]:
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


# --- Arguments -----------------------------------------------------------------------------------


def add(commands: Any, name: str, text: str, run: Run | None) -> argparse.ArgumentParser:
    """A command with the arguments that all have."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    add_common(parser)
    return parser


def add_common(parser: argparse.ArgumentParser) -> None:
    """--library and --json."""
    parser.add_argument(
        "--library", metavar="DIR", help="where the catalogue lives (default: your data folder)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def add_view(parser: argparse.ArgumentParser) -> None:
    """The conditions of a view; those that are given hold together."""
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--cluster", type=int, metavar="ID")
    kind.add_argument("--unsorted", action="store_true")
    parser.add_argument("--date", metavar="2024[-05[-17]]")
    parser.add_argument("--undated", action="store_true")
    parser.add_argument("--place", metavar="COUNTRY[/REGION[/CITY]]")
    parser.add_argument("--unplaced", action="store_true")
    parser.add_argument("--folder", metavar="DIR", help="the photos below this folder")
    parser.add_argument(
        "--mark", choices=(*get_args(Mark), "none"), help="kept, rejected, or neither of them"
    )
    parser.add_argument(
        "--rating", type=rating, default=0, metavar="N", help="rated N or better, 1 to 5"
    )
    parser.add_argument("--favourite", action="store_true", help="favourites only")
    parser.add_argument("--protected", action="store_true", help="what nothing deletes")
    parser.add_argument("--unreviewed", action="store_true", help="in no review that was ended")


def add_order(parser: argparse.ArgumentParser) -> None:
    """--order, one of `records.Order`."""
    parser.add_argument(
        "--order", choices=get_args(Order), default="date",
        help="newest first (the default), oldest first, surest or least sure of their cluster "
        "first, largest first, most blurred first",
    )  # fmt: skip


def rating(text: str) -> int:
    """0 to 5."""
    if text not in tuple("012345"):
        raise argparse.ArgumentTypeError(f"{text!r} is no rating; write 1 to 5, or 0 for none")
    return int(text)


def count(text: str) -> int:
    """A number of photos."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of photos")
    return int(text)
