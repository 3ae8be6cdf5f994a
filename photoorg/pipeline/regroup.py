"""Grouping again on request, and what a grouping changed against another: who moved, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from photoorg.catalog import machine, regroupings
from photoorg.catalog.regroupings import Group
from photoorg.errors import UsageError
from photoorg.pipeline import cluster, decide, runs
from photoorg.records import Changes, GroupMove, GroupRef, Regrouped

if TYPE_CHECKING:
    from photoorg.catalog.machine import Run
    from photoorg.catalog.regroupings import Flow, Moved
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

_Sizes = Mapping[Group, int]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Photos of each group before and after, and how many of those after are new."""

    was: _Sizes
    now: _Sizes
    new: _Sizes

    @staticmethod
    def of(flows: Sequence[Flow]) -> _Sides:
        was: Counter[Group] = Counter()
        now: Counter[Group] = Counter()
        new: Counter[Group] = Counter()
        for flow in flows:
            if flow.known:
                was[flow.before] += flow.photos
            now[flow.after] += flow.photos
            if not flow.learned:
                new[flow.after] += flow.photos
        return _Sides(was, now, new)


def group_again(ctx: Context, library: Library, device: str, dry_run: bool) -> Regrouped:
    """Learn all photos anew and show it (unless `dry_run`: then nothing stays of it).

    Raises `UsageError` for a library without photos that could be learned.
    """
    before = machine.current_run(library.db)
    made = cluster.learn(ctx, library, device)
    if made is None:
        raise UsageError("There are no photos to group yet. Open a folder first: photoorg index")
    if dry_run:
        return _tried(library, made, before)
    runs.drop_forward(library)
    run = made.put(library, "asked" if before else "first")
    if before is not None:
        decide.note_regrouping(library.db, before.id, run)
    runs.tidy(library)
    ctx.changed(Changes(clusters=True))
    return compared(library, before.id if before else run, run)


def _tried(library: Library, made: cluster.Learned, before: Run | None) -> Regrouped:
    run = made.put(library, "asked" if before else "first", current=False)
    try:
        return compared(library, before.id if before else run, run)
    finally:
        machine.drop_runs(library.db, [run])
        runs.drop_checkpoints(library)


def latest(library: Library) -> Regrouped | None:
    """What the grouping that is shown changed against the one before; None if there is none."""
    run = machine.current_run(library.db)
    before = runs.beside(library, run, -1)
    return compared(library, before.id, run.id) if run and before else None


def compared(library: Library, before: int, after: int) -> Regrouped:
    """What another grouping changes: pairs of clusters, the largest first."""
    db = library.db
    (run,) = [kept for kept in machine.kept_runs(db) if kept.id == after]
    flows, moved = regroupings.flows(db, before, after), regroupings.moved(db, before, after)
    sides = _Sides.of(flows)
    titles = {i: library.titles_of_run(i) for i in (before, after)}
    return Regrouped(
        run=after,
        before=before,
        created=run.created,
        why=run.parameters.get("why", "first"),
        new=int(run.parameters.get("new", 0)),
        clusters=sum(group is not None for group in sides.now),
        kept=sum(flow.photos for flow in flows if flow.known and flow.before == flow.after),
        moved=len(moved),
        came=_only_in(sides.now, sides.was, titles[after]),
        gone=_only_in(sides.was, sides.now, titles[before]),
        moves=_moves(moved, sides, {**titles[before], **titles[after]}),
    )


def _only_in(here: _Sizes, there: _Sizes, titles: Mapping[int, str]) -> tuple[GroupRef, ...]:
    found = [
        GroupRef(group, titles.get(group, ""), size)
        for group, size in here.items()
        if group is not None and group not in there
    ]
    return tuple(sorted(found, key=lambda ref: (-ref.photos, ref.id)))


def _moves(
    moved: Sequence[Moved], sides: _Sides, titles: Mapping[int, str]
) -> tuple[GroupMove, ...]:
    pairs: dict[tuple[Group, Group], list[Moved]] = defaultdict(list)
    for one in moved:
        pairs[one.before, one.after].append(one)
    made = [_move(*pair, photos, sides, titles) for pair, photos in pairs.items()]
    return tuple(sorted(made, key=lambda m: (-len(m.ids), m.source or 0, m.target or 0)))


def _move(
    source: Group,
    target: Group,
    photos: Sequence[Moved],
    sides: _Sides,
    titles: Mapping[int, str],
) -> GroupMove:
    from photoorg.clusters.moves import Pair, reason

    was_sure = sum(photo.was_sure for photo in photos) / len(photos)
    is_sure = sum(photo.is_sure for photo in photos) / len(photos)
    target_size, newcomers = sides.now[target], sides.new[target]
    pair = Pair(
        photos=len(photos),
        source=source is not None,
        target=target is not None,
        is_new=target not in sides.was,
        is_gone=source not in sides.now,
        source_size=sides.was[source],
        target_size=target_size,
        newcomers=newcomers,
        was_sure=was_sure,
        is_sure=is_sure,
    )
    return GroupMove(
        source=source,
        target=target,
        source_title=titles.get(source, "") if source is not None else "",
        target_title=titles.get(target, "") if target is not None else "",
        ids=tuple(photo.photo for photo in photos),
        reason=reason(pair),
        source_size=pair.source_size,
        target_size=target_size,
        newcomers=newcomers,
        was_sure=was_sure,
        is_sure=is_sure,
    )


# --- As the commands say it ----------------------------------------------------------------------


def document(found: Regrouped) -> dict[str, Any]:
    """The JSON of `photoorg regroup`."""
    return {
        "run": found.run,
        "before": found.before,
        "clusters": found.clusters,
        "kept": found.kept,
        "moved": found.moved,
        "new": found.new,
        "reason": found.why,
        "why": why(found),
        "clusters_new": [_ref(ref) for ref in found.came],
        "clusters_gone": [_ref(ref) for ref in found.gone],
        "moves": [_move_document(move) for move in found.moves],
    }


def _ref(ref: GroupRef) -> dict[str, Any]:
    return {"id": ref.id, "title": ref.title, "photos": ref.photos}


def _move_document(move: GroupMove) -> dict[str, Any]:
    return {
        "from": move.source,
        "to": move.target,
        "photos": len(move.ids),
        "from_title": move.source_title or None,
        "to_title": move.target_title or None,
        "reason": move.reason,
        "why": why_moved(move),
    }


def why(found: Regrouped) -> str:
    """Why the photos were grouped anew, as a sentence."""
    some = _photos(found.new)
    return {
        "first": "They were grouped for the first time.",
        "asked": f"You asked for it; {some} had come since the grouping before."
        if found.new
        else "You asked for it.",
        "share": f"{some} had come since the grouping before, more than a fifth of the library.",
        "features": "Their contents are recognised by another network now.",
        "lost": "What was learned before was lost or damaged.",
        "chosen": "You chose this grouping again.",
    }[found.why]


def why_moved(move: GroupMove) -> str:
    """Why photos are in another group, as a sentence."""
    count, source, target = len(move.ids), move.source_title, move.target_title
    return {
        "came": f"{_photos(move.newcomers)} made {target} a group of its own.",
        "parted": f"{count:,} of {_photos(move.source_size, new=False)} of {source} make a "
        "group of their own now.",
        "joined": f"{source} became a part of {target}.",
        "divided": f"{source} was divided among other groups.",
        "found": f"They resembled no group before; certainty {_percent(move.is_sure)}.",
        "torn": f"They resemble no group enough now; certainty {_percent(move.is_sure)}.",
        "border": "They were on the border of two groups: "
        f"certainty {_percent(move.was_sure)} before, {_percent(move.is_sure)} now.",
        "drawn": f"{_photos(move.newcomers)} in {target} resemble them.",
        "nearer": f"They resemble {target} more now: certainty {_percent(move.is_sure)}.",
    }[move.reason]


def _photos(count: int, new: bool = True) -> str:
    kind = "new photo" if new else "photo"
    return f"{count:,} {kind}{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{int(share * 100)} %"


Step = Literal["back", "forward"]


def step(ctx: Context, library: Library, way: Step) -> Regrouped:
    """Show the grouping before or after; what differs is what came of the step."""
    left = machine.current_run(library.db)
    changes = library.group_back() if way == "back" else library.group_forward()
    ctx.changed(changes)
    run = machine.current_run(library.db)
    assert left is not None  # else there was nothing to step to
    assert run is not None
    return replace(compared(library, left.id, run.id), why="chosen", new=0)
