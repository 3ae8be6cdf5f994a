"""The command that groups all photos again, and that takes a grouping back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

from photoorg import output
from photoorg.commands.common import Document, add, open_library

LISTED = 20  # moves in the terminal; --json has them all


def add_command(commands: Any, add_device: Callable[[argparse.ArgumentParser], None]) -> None:
    """`photoorg regroup`."""
    parser = add(commands, "regroup", "group all photos again, or go back to before", _regroup)
    parser.set_defaults(lines=_lines)
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--back", dest="way", action="store_const", const="back",
        help="show the grouping before this one again; nothing is learned",
    )  # fmt: skip
    way.add_argument(
        "--forward", dest="way", action="store_const", const="forward",
        help="show the grouping again that --back left",
    )  # fmt: skip
    way.add_argument(
        "--dry-run", action="store_true",
        help="learn and say what would move, but keep the grouping that is there",
    )  # fmt: skip
    add_device(parser)


def _regroup(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.jobs import regroup_job

    with open_library(args) as library, output.console() as ctx:
        return regroup_job(
            ctx, library, device=args.device, way=args.way, dry_run=args.dry_run
        )  # fmt: skip


def _lines(document: Document) -> Iterator[str]:
    moved, kept, clusters = document["moved"], document["kept"], document["clusters"]
    verb = "would move" if document["dry_run"] else "moved"
    yield f"{moved:,} photos {verb}, {kept:,} stay; {clusters} clusters. {document['why']}"
    for name, words in (("clusters_new", "New"), ("clusters_gone", "Gone")):
        for ref in document[name]:
            yield f"{words}: {ref['title']} ({ref['photos']:,})"
    for move in document["moves"][:LISTED]:
        source, target = (move[side] or "Unsorted" for side in ("from_title", "to_title"))
        yield f"{move['photos']:>6,}  {source} -> {target}: {move['why']}"
    if len(document["moves"]) > LISTED:
        yield f"... and {len(document['moves']) - LISTED} more; --json lists all."
    if not document["dry_run"] and document["back"]:
        yield "Take it back with: photoorg regroup --back"
