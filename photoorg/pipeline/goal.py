"""Winning space: a plan of what to let go of first, and what was won so far.

A plan only proposes. What has no other copy is never proposed for deletion, only lined up to be
looked through; what the user kept, rated or protected is in neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from photoorg.catalog import stacks as catalog
from photoorg.errors import UsageError
from photoorg.pipeline.stacks import is_free, is_on_disk, keep_best, spare_copies, stacks
from photoorg.records import Filter, Freed, Plan, Proposal

if TYPE_CHECKING:
    from photoorg.pipeline.library import Library
    from photoorg.records import Changes, Photo, Stack

_UNITS = {"": 1, "b": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BINARY = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


def parse_size(text: str) -> int:
    """Bytes of "5GB", "500 MB", "1.5 GiB" or a plain number; `UsageError` for anything else."""
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*([kmgt]?)(i?)b?\s*", text.lower())
    if match is None or (match[3] and not match[2]):
        raise UsageError(f"{text!r} is no size. Write 5GB, 500MB or 1.5GiB.")
    unit = _BINARY[match[2]] if match[3] else _UNITS[match[2]]
    size = round(float(match[1].replace(",", ".")) * unit)
    if size < 1:
        raise UsageError("The goal must be more than nothing. Write 5GB, 500MB or 1.5GiB.")
    return size


def plan(library: Library, goal: int) -> Plan:
    """What to delete and, if that is not enough, what to look through to win `goal` bytes.

    First what the user rejected already; then the spare photos of stacks, then clusters that were
    not reviewed, each by bytes times certainty. Stops where the goal is reached.
    """
    chosen: list[Proposal] = []
    reached = 0
    for proposal in _lined_up(library):
        if reached >= goal:
            break
        chosen.append(proposal)
        reached += proposal.bytes
    return Plan(goal, tuple(chosen))


def _lined_up(library: Library) -> Iterator[Proposal]:
    rejected = [
        p for p in library.photos(library.photo_ids(Filter(mark="rejected")))
        if not p.offline and not p.verdict.untouchable
    ]  # fmt: skip
    if rejected:
        yield _proposal("rejected", "Rejected already", rejected, 1.0)
    taken: set[int] = {p.id for p in rejected}
    for stack in sorted(stacks(library), key=lambda s: -s.bytes * s.certainty):
        for proposal in _of_stack(library, stack):
            taken.update(proposal.ids)
            yield proposal
    yield from _of_clusters(library, taken)


def _of_stack(library: Library, stack: Stack) -> Iterator[Proposal]:
    """What a stack can spare: copies are files to delete, the others photos to reject."""
    photos = {p.id: p for p in library.photos((stack.best, *stack.rejectable))}
    best = photos.get(stack.best)
    if best is None or not is_on_disk(best):
        return
    title = best.path
    copies = library.photos(spare_copies(library, [stack]))
    if copies:
        yield _proposal("copies", title, copies, 1.0, best=stack.best)
    others = [photos[i] for i in stack.rejectable if i in photos and not photos[i].offline]
    if others:
        kind = "burst" if stack.kind == "burst" else "variants"
        yield _proposal(kind, title, others, stack.certainty, best=stack.best)


def _of_clusters(library: Library, taken: set[int]) -> Iterator[Proposal]:
    """Clusters to look through, less what is proposed already and what the user spoke for."""
    tree = library.clusters()
    folders = {c.parent for c in tree}
    leaves = [c for c in tree if c.id not in folders and c.reviewed is None]
    for cluster in sorted(leaves, key=lambda c: -c.bytes * c.quality):
        ids = library.photo_ids(Filter(cluster=cluster.id, marked=False, unreviewed=True))
        free = [p for p in library.photos(ids)
                if p.id not in taken and is_free(p) and not p.offline]  # fmt: skip
        if free:
            yield _proposal("cluster", cluster.title, free, cluster.quality, cluster=cluster.id)


def _proposal(
    kind: str, title: str, photos: list[Photo], certainty: float,
    best: int | None = None, cluster: int | None = None,
) -> Proposal:  # fmt: skip
    ids, size = tuple(p.id for p in photos), sum(p.bytes for p in photos)
    return Proposal(kind, title, ids, size, round(certainty, 4), best, cluster)  # type: ignore[arg-type]


def mark_proposed(library: Library, made: Plan) -> tuple[Changes, list[int]]:
    """Reject the variants and bursts that a plan proposes, as one decision; their ids.

    Not the copies: a mark holds for all copies of a photo, the one that stays among them.
    """
    wanted = {i for p in made.proposals if p.kind in ("variants", "burst") for i in p.ids}
    chosen = [s for s in stacks(library, wanted) if wanted.intersection(s.rejectable)]
    return keep_best(library, chosen)


def freed(library: Library) -> list[Freed]:
    """Space won so far by deletions that were not taken back, by month, oldest first."""
    return [Freed(*row) for row in catalog.freed(library.db)]
