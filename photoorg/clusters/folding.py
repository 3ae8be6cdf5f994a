"""From pairs that are alike to stacks. Pure Python: the window's views use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

LONGEST_BURST = 60.0  # seconds from first to last shot: a chain of likenesses may lead anywhere

Pair = tuple[str, str]


@dataclass(slots=True)
class Fold:
    """Contents that belong together. `burst`: held together by time, not by being one shot.

    `likeness` is that of the weakest pair that was needed to join them, 0..1.
    """

    members: list[str] = field(default_factory=list)
    burst: bool = False
    likeness: float = 1.0


def fold(
    links: Iterable[tuple[str, str, bool, float]],
    apart: set[Pair],
    seconds: Callable[[str], float | None],
) -> list[Fold]:
    """Join contents by `links` (a, b, is a burst, likeness), in that order: put the surest first.

    Two groups are not joined if the user said of a pair of theirs that it is not alike (`apart`,
    first < second), nor by a burst link if the shots would span over `LONGEST_BURST` seconds.
    Each content changes groups at most log n times (the smaller joins the larger).
    """
    group: dict[str, Fold] = {}
    strangers = _strangers(apart)
    for a, b, burst, likeness in links:
        one, other = _of(group, a), _of(group, b)
        if one is other or _kept_apart(one, other, strangers):
            continue
        if burst and _span(one, other, seconds) > LONGEST_BURST:
            continue
        _join(group, one, other, burst, likeness)
    unique = {id(found): found for found in group.values()}
    return [found for found in unique.values() if len(found.members) > 1]


def _of(group: dict[str, Fold], digest: str) -> Fold:
    found = group.get(digest)
    if found is None:
        found = group[digest] = Fold([digest])
    return found


def _join(group: dict[str, Fold], one: Fold, other: Fold, burst: bool, likeness: float) -> None:
    if len(one.members) < len(other.members):
        one, other = other, one
    one.members += other.members
    one.burst = one.burst or other.burst or burst
    one.likeness = min(one.likeness, other.likeness, likeness)
    group.update(dict.fromkeys(other.members, one))


def _strangers(apart: set[Pair]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in apart:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _kept_apart(one: Fold, other: Fold, strangers: Mapping[str, set[str]]) -> bool:
    if not strangers:
        return False
    smaller, larger = sorted((one.members, other.members), key=len)
    there = set(larger)
    return any(not there.isdisjoint(strangers.get(digest, ())) for digest in smaller)


def _span(one: Fold, other: Fold, seconds: Callable[[str], float | None]) -> float:
    known = [s for d in (*one.members, *other.members) if (s := seconds(d)) is not None]
    return max(known) - min(known) if known else 0.0
