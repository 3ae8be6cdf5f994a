"""What the commands share: opening a library, naming photos and views, common arguments."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

from photoorg.commands.filters import add_view, date_of, filter_of, place_of, rating
from photoorg.errors import UsageError
from photoorg.records import Order

__all__ = [
    "Document", "Run", "add", "add_common", "add_order", "add_view", "count", "date_of",
    "filter_of", "known", "open_library", "place_of", "rating",
]  # fmt: skip

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


def add_order(parser: argparse.ArgumentParser) -> None:
    """--order, one of `records.Order`."""
    parser.add_argument(
        "--order", choices=get_args(Order), default="date",
        help="newest first (the default), oldest first, surest or least sure of their cluster "
        "first, largest first, most blurred first",
    )  # fmt: skip


def count(text: str) -> int:
    """A number of photos."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of photos")
    return int(text)
