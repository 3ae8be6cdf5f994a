"""The commands for what the user thinks of photos: marks, ratings, favourites, protection.

None of them deletes anything; all can be undone one by one (`undo --decision`, `redo`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

from photoorg.commands.common import (
    Document,
    add,
    add_view,
    count,
    filter_of,
    known,
    open_library,
    rating,
)
from photoorg.errors import UsageError
from photoorg.records import Filter, Mark

Decide = Callable[[Any, Sequence[int]], object]


def add_commands(commands: Any) -> None:
    """`mark`, `rate`, `favourite`, `protect`, `reviewed`, `not-alike`, `verdicts`, `redo`."""
    mark = add(commands, "mark", "keep or reject photos; deletes nothing (undoable)", _mark)
    mark.add_argument("value", choices=(*get_args(Mark), "none"), metavar="kept|rejected|none")
    rate = add(commands, "rate", "rate photos 1 to 5, 0 for no rating (undoable)", _rate)
    rate.add_argument("value", type=rating, metavar="0..5")
    liked = add(commands, "favourite", "make photos favourites; nothing deletes one", _favourite)
    safe = add(commands, "protect", "protect photos and folders from every deletion", _protect)
    seen = add(commands, "reviewed", "count photos as reviewed; a cluster can be done", _reviewed)
    for parser in (mark, rate, liked, safe, seen):
        parser.add_argument("paths", nargs="*", metavar="PATH", help="photos, instead of a view")
        add_view(parser)
    for parser in (liked, safe):
        parser.add_argument("--off", action="store_true", help="no longer")
    apart = add(commands, "not-alike", "never stack these photos together", _not_alike)
    apart.add_argument("paths", nargs="+", metavar="PATH")
    verdicts = add(commands, "verdicts", "list marks, ratings, favourites, protection", _verdicts)
    add_view(verdicts)
    verdicts.add_argument("--limit", type=count, metavar="N")
    add(commands, "redo", "make the decision again that was undone last", _redo)


# --- Deciding ------------------------------------------------------------------------------------


def _mark(args: argparse.Namespace) -> Document:
    value = None if args.value == "none" else args.value
    return _decided(args, lambda library, ids: library.mark(ids, value))


def _rate(args: argparse.Namespace) -> Document:
    return _decided(args, lambda library, ids: library.rate(ids, args.value))


def _favourite(args: argparse.Namespace) -> Document:
    return _decided(args, lambda library, ids: library.favour(ids, not args.off))


def _reviewed(args: argparse.Namespace) -> Document:
    return _decided(args, lambda library, ids: library.finish_review(ids))


def _not_alike(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        ids = list(known(args.paths, library).values())
        return {"photos": len(ids), "changed": len(ids) * library.not_alike(ids).decisions}


def _protect(args: argparse.Namespace) -> Document:
    """Folders among the paths are protected as such, with whatever comes into them later."""
    folders = [path for path in args.paths if _is_folder(path)]
    photos = [path for path in args.paths if path not in folders]
    with open_library(args) as library:
        ids = _targets(args, photos, library) if photos or not folders else []
        done = _count(library, ids, lambda: library.protect(ids, not args.off))
        for folder in folders:
            library.protect_folder(folder, not args.off)
        return {**done, "protected_folders": library.protected_folders()}


def _is_folder(path: str) -> bool:
    """Whether a path names a folder; one that is away is known by its closing slash."""
    return Path(path).is_dir() or path.endswith("/")


def _decided(args: argparse.Namespace, decide: Decide) -> Document:
    with open_library(args) as library:
        ids = _targets(args, args.paths, library)
        return _count(library, ids, lambda: decide(library, ids))


def _count(library: Any, ids: Sequence[int], decide: Callable[[], object]) -> Document:
    before = library.verdicts(ids)
    decide()
    after = library.verdicts(ids)
    return {"photos": len(ids), "changed": sum(before[i] != after[i] for i in after)}


def _targets(args: argparse.Namespace, paths: list[str], library: Any) -> list[int]:
    """The photos that are named, or else those of the view; never all by leaving both out."""
    wanted = filter_of(args, library)
    if paths and wanted != Filter():
        raise UsageError("Name photos, or a view such as --cluster ID, not both.")
    if paths:
        return list(known(paths, library).values())
    if wanted == Filter():
        raise UsageError("Name the photos, or a view of them such as --cluster ID.")
    return list(library.photo_ids(wanted))


# --- Undo and redo -------------------------------------------------------------------------------


def undo_decision(args: argparse.Namespace) -> Document:
    """`photoorg undo --decision`: what was undone, and the photos it is about."""
    return _step(args, "undo_decision", "There is nothing to undo: no decision stands.")


def _redo(args: argparse.Namespace) -> Document:
    return _step(args, "redo_decision", "There is nothing to redo.")


def _step(args: argparse.Namespace, name: str, nothing: str) -> Document:
    with open_library(args) as library:
        decided = getattr(library, name)()
        if decided is None:
            raise UsageError(nothing)
        return {
            "decision": decided.id, "kind": decided.kind, "undone": decided.undone,
            "text": decided.text, "photos": [p.path for p in library.photos(decided.photos)],
        }  # fmt: skip


# --- Listing -------------------------------------------------------------------------------------


def _verdicts(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report

    with open_library(args) as library:
        return report.verdicts(library, filter_of(args, library), args.limit)
