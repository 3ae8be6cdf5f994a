"""The commands for stacks and free space: `stacks` and `free`. Neither deletes anything."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, get_args

from photoorg.commands.common import Document, add, add_view, filter_of, open_library
from photoorg.output import size
from photoorg.records import Filter, Plan, Proposal, Stack, StackKind

_SHOWN_FILES = 3  # of a stack or proposal, in text; --json has all


def add_commands(commands: Any) -> None:
    """`stacks`, `free`."""
    stacks = add(commands, "stacks", "list copies, variants and bursts, with the best", _stacks)
    stacks.set_defaults(lines=stacks_text)
    add_view(stacks)
    stacks.add_argument("--kind", choices=get_args(StackKind), help="only these")
    stacks.add_argument(
        "--keep-best", action="store_true",
        help="mark the others as rejected (undoable; exact copies have one mark, so they stay)",
    )  # fmt: skip
    free = add(commands, "free", "a plan to win space; deletes nothing", _free)
    free.set_defaults(lines=free_text)
    free.add_argument("size", metavar="SIZE", help="the goal, such as 5GB, 500MB or 1.5GiB")
    free.add_argument(
        "--mark", action="store_true",
        help="mark the variants and bursts of the plan as rejected (undoable)",
    )  # fmt: skip


# --- Stacks --------------------------------------------------------------------------------------


def _stacks(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        wanted = filter_of(args, library)
        found = library.stacks(None if wanted == Filter() else library.photo_ids(wanted))
        found = [s for s in found if args.kind in (None, s.kind)]
        before = set(library.photo_ids(Filter(mark="rejected")))
        if args.keep_best:
            library.keep_best(found)
        rejected = set(library.photo_ids(Filter(mark="rejected"))) - before
        paths = _paths(library, [i for s in found for i in s.ids])
        return {
            "stacks": [_stack(s, paths) for s in found],
            "photos": sum(len(s.ids) for s in found),
            "bytes": sum(s.bytes for s in found),
            "rejected": [p.path for p in library.photos(sorted(rejected))],
        }


def _stack(stack: Stack, paths: dict[int, str]) -> Document:
    return {
        "kind": stack.kind,
        "best": paths[stack.best],
        "reasons": list(stack.reasons),
        "photos": [paths[i] for i in stack.ids],
        "rejectable": [paths[i] for i in stack.rejectable],
        "copies": [paths[i] for i in stack.copies],
        "bytes": stack.bytes,
        "certainty": round(stack.certainty, 4),
    }


def _paths(library: Any, ids: Sequence[int]) -> dict[int, str]:
    return {photo.id: photo.path for photo in library.photos(ids)}


# --- Free space ----------------------------------------------------------------------------------


def _free(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.goal import mark_proposed, parse_size

    goal = parse_size(args.size)
    with open_library(args) as library:
        plan: Plan = library.plan_space(goal)
        marked = mark_proposed(library, plan)[1] if args.mark else []
        ids = [i for p in plan.proposals for i in (*p.ids, *([p.best] if p.best else []))]
        paths = _paths(library, ids)
        return {
            "goal": goal,
            "won": plan.won,
            "to_review": plan.to_review,
            "reached": plan.won >= goal,
            "proposals": [_proposal(p, paths) for p in plan.proposals],
            "marked": [paths[i] for i in marked],
            "freed": [asdict(month) for month in library.freed()],
        }


def _proposal(proposal: Proposal, paths: dict[int, str]) -> Document:
    return {
        "kind": proposal.kind,
        "title": proposal.title,
        "cluster": proposal.cluster,
        "best": paths[proposal.best] if proposal.best else None,
        "photos": [paths[i] for i in proposal.ids],
        "bytes": proposal.bytes,
        "certainty": proposal.certainty,
    }


# --- Text ----------------------------------------------------------------------------------------


def stacks_text(d: Document) -> Iterator[str]:
    """The answer of `stacks` for a person."""
    from photoorg.pipeline.stacks import reason

    for stack in d["stacks"]:
        why = ", ".join(reason(key) for key in stack["reasons"])
        yield f"{stack['kind']}, {size(stack['bytes'])}: keep {stack['best']} ({why})"
        yield from _some([p for p in stack["photos"] if p != stack["best"]])
    won = size(d["bytes"])
    yield f"{len(d['stacks']):,} stacks of {d['photos']:,} photos; the others take {won}"
    if d["rejected"]:
        yield f"{len(d['rejected']):,} photos rejected. Take it back: photoorg undo --decision"


def _some(paths: Sequence[str]) -> Iterator[str]:
    for path in paths[:_SHOWN_FILES]:
        yield f"    {path}"
    if len(paths) > _SHOWN_FILES:
        yield f"    and {len(paths) - _SHOWN_FILES:,} more"


_KINDS = {
    "rejected": "rejected already", "copies": "exact copies of", "variants": "variants of",
    "burst": "other shots beside", "cluster": "to look through:",
}  # fmt: skip


def free_text(d: Document) -> Iterator[str]:
    """The answer of `free` for a person."""
    for p in d["proposals"]:
        what = "" if p["kind"] == "rejected" else f" {p['title']}"
        yield f"{size(p['bytes'])}: {len(p['photos']):,} photos, {_KINDS[p['kind']]}{what}"
    yield f"{size(d['won'])} of {size(d['goal'])} can go; the best of each stack stays"
    if not d["reached"] and d["to_review"]:
        yield f"The clusters to look through hold {size(d['to_review'])}; nothing of them is marked"
    if d["marked"]:
        yield f"{len(d['marked']):,} photos marked as rejected. Undo: photoorg undo --decision"
    if any(p["kind"] == "copies" for p in d["proposals"]):
        yield "Exact copies share one mark; delete them with: photoorg delete --keep-sole --photos"
    for month in d["freed"]:
        yield f"{month['month']}: {size(month['bytes'])} won, {month['photos']:,} photos"
