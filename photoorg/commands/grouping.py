"""The commands that correct groups: they hold at once and after every grouping to come.

None of them touches a file; all can be undone one by one (`undo --decision`, `redo`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from photoorg.commands.common import Document, add, add_view, count, filter_of, known, open_library
from photoorg.errors import UsageError
from photoorg.records import Arranged, Filter

_NO_CLUSTER = "There is no cluster {}. List them with: photoorg clusters"
_UNDO = "Take it back: photoorg undo --decision"


def add_commands(commands: Any) -> None:
    """`move`, `merge`, `split`, `pin`, `unpin`, `not-here`, `rename`, `followers`."""
    move = _add(commands, "move", "put photos into a group, for good", _move)
    _add_photos(move)
    where = move.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="ID|NAME", help="the group, by its number or title")
    where.add_argument("--new", metavar="NAME", help="a new group of this name ('': choose one)")
    merge = _add(commands, "merge", "make one group of several, for good", _merge)
    merge.add_argument("clusters", nargs="+", type=count, metavar="ID")
    split = _add(commands, "split", "part a group, for good", _split)
    split.add_argument("cluster", type=count, metavar="ID")
    how = split.add_mutually_exclusive_group()
    how.add_argument(
        "--parts", type=count, metavar="N", help="into so many (default: as is natural)"
    )
    how.add_argument("--photos", nargs="+", metavar="PATH", help="these apart from the others")
    for parser in (move, merge, split):
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    pin = _add(commands, "pin", "keep photos in the group where they are", _pin)
    unpin = _add(commands, "unpin", "leave photos to the grouping again", _unpin)
    out = _add(commands, "not-here", "say that photos do not belong in their group", _not_here)
    for parser in (pin, unpin, out):
        _add_photos(parser)
    followers = add(commands, "followers", "list photos like those you put in a group", _followers)
    followers.set_defaults(lines=follower_lines)
    followers.add_argument("--cluster", type=count, metavar="ID", help="of this group alone")
    rename = _add(commands, "rename", "name a group; '' gives its first name back", _rename)
    rename.add_argument("cluster", type=count, metavar="ID")
    rename.add_argument("name", metavar="NAME")


def _add(commands: Any, name: str, text: str, run: Any) -> argparse.ArgumentParser:
    parser = add(commands, name, f"{text} (undoable)", run)
    parser.set_defaults(lines=lines)
    return parser


def _add_photos(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--photos", nargs="+", metavar="PATH", help="photos, instead of a view")
    add_view(parser, ranges=False)


# --- Photos --------------------------------------------------------------------------------------


def _move(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        ids = _targets(args, library)
        if args.new is not None:
            return _said(args, library, ids, lambda: library.new_group(ids, args.new), args.new)
        cluster = _named(args.to, library)
        title = _titles(library).get(cluster, "")
        return _said(args, library, ids, lambda: library.move(ids, cluster), title)


def _pin(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        if _whole(args, library):
            ids = library.photo_ids(Filter(cluster=args.cluster))
            return _said(args, library, ids, lambda: library.pin_cluster(args.cluster))
        ids = _targets(args, library)
        return _said(args, library, ids, lambda: library.pin(ids))


def _unpin(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        if _whole(args, library):
            ids = library.photo_ids(Filter(cluster=args.cluster))
            return _said(args, library, ids, lambda: library.unpin_cluster(args.cluster))
        ids = _targets(args, library)
        return _said(args, library, ids, lambda: library.unpin(ids))


def _not_here(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        ids = _targets(args, library)
        return _said(args, library, ids, lambda: library.not_here(ids))


def _whole(args: argparse.Namespace, library: Any) -> bool:
    """Whether a cluster is meant, with the photos of it that are away, and nothing else."""
    wanted = filter_of(args, library)
    return args.cluster is not None and not args.photos and wanted == Filter(cluster=args.cluster)


def _targets(args: argparse.Namespace, library: Any) -> list[int]:
    """The photos that are named, or else those of the view; never all by leaving both out."""
    wanted = filter_of(args, library)
    if args.photos and wanted != Filter():
        raise UsageError("Name photos, or a view such as --cluster ID, not both.")
    if args.photos:
        return list(known(args.photos, library).values())
    if wanted == Filter():
        raise UsageError("Name the photos with --photos, or a view such as --cluster ID.")
    return list(library.photo_ids(wanted))


# --- Groups --------------------------------------------------------------------------------------


def _merge(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        for cluster in args.clusters:
            if not library.leaves(cluster):
                raise UsageError(_NO_CLUSTER.format(cluster))
        leaves = [x for cluster in args.clusters for x in library.leaves(cluster)]
        ids = [i for x in dict.fromkeys(leaves) for i in library.photo_ids(Filter(cluster=x))]
        return _said(args, library, ids, lambda: library.merge(args.clusters))


def _split(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        if args.photos:
            ids = list(known(args.photos, library).values())
            return _said(args, library, ids, lambda: library.split_off(args.cluster, ids))
        from photoorg import output

        with output.console() as ctx:
            parts = library.propose_split(args.cluster, args.parts, ctx)
        ids = [i for part in parts for i in part]
        document = _said(args, library, ids, lambda: library.split(args.cluster, parts))
        shown = [[photo.path for photo in library.photos(part)] for part in parts]
        return {**document, "parts": shown}


def _rename(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        library.rename_cluster(args.cluster, args.name)
        return _document(library, 0, Arranged((args.cluster,)), dry=False)


def _named(text: str, library: Any) -> int:
    """The leaf of this id or title."""
    if text.isdecimal() and library.leaves(int(text)):
        return int(text)
    titles = _titles(library)
    found = [i for i, title in titles.items() if title.casefold() == text.strip().casefold()]
    if not found:
        raise UsageError(_NO_CLUSTER.format(text))
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise UsageError(f"Several groups are called {text}. Name one by its number: {numbers}.")
    return found[0]


def _titles(library: Any) -> dict[int, str]:
    """The titles of all leaves that hold photos."""
    return {c.id: c.title for c in library.clusters(0)}


# --- Proposals -----------------------------------------------------------------------------------


def _followers(args: argparse.Namespace) -> Document:
    """For each group with such photos: what `move --photos PATH... --to ID` would take along."""
    from photoorg import output

    with open_library(args) as library, output.console() as ctx:
        found = library.followers(args.cluster, ctx)
        paths = {photo.id: photo.path for photo in library.photos([f.photo for f in found])}
        titles = _titles(library)
        groups: dict[int, list[Document]] = {}
        for one in found:
            groups.setdefault(one.cluster, []).append(
                {"path": paths[one.photo], "share": one.share}
            )
        return {
            "clusters": [
                {"id": i, "title": titles.get(i, ""), "photos": photos}
                for i, photos in sorted(groups.items())
            ]
        }


def follower_lines(document: Document) -> Iterator[str]:
    """The same for a person."""
    for cluster in document["clusters"]:
        yield f"{cluster['title']}  (cluster {cluster['id']})"
        for photo in cluster["photos"]:
            yield f"  {photo['path']}  {photo['share']:.0%} of its like are there"
    if not document["clusters"]:
        yield "No photo would follow."


# --- What was done -------------------------------------------------------------------------------


def _said(
    args: argparse.Namespace,
    library: Any,
    ids: Sequence[int],
    decide: Callable[[], Arranged],
    title: str = "",
) -> Document:
    if getattr(args, "dry_run", False):
        return {"dry_run": True, "photos": len(ids), "changed": 0, "to": title, "clusters": []}
    return _document(library, len(ids), decide(), dry=False)


def _document(library: Any, photos: int, done: Arranged, *, dry: bool) -> Document:
    """The groups it is about, as they are now; one that is empty now is left out."""
    shown = {c.id: c for c in library.clusters()}
    return {
        "dry_run": dry,
        "photos": photos,
        "changed": done.photos,
        "clusters": [
            {"id": c.id, "title": c.title, "size": c.size, "named": c.named, "placed": c.placed}
            for c in (shown[i] for i in done.clusters if i in shown)
        ],
    }


def lines(document: Document) -> Iterator[str]:
    """The same for a person."""
    if document["dry_run"]:
        yield f"{document['photos']:,} photos would change. Nothing was done."
    elif document["photos"]:
        yield f"{document['changed']:,} of {document['photos']:,} photos changed"
    for cluster in document["clusters"]:
        yield f"{cluster['title']}  {cluster['size']:,} photos  (cluster {cluster['id']})"
    for part in document.get("parts", []):
        yield f"A part of {len(part):,} photos, such as {part[0]}" if part else "An empty part"
    if not document["dry_run"]:
        yield _UNDO
