"""How one grouping of all photos differs from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# "came": new photos made the target a group of its own. "parted": it was a part of the source.
# "joined": the source became a part of the target. "divided": the source went to several groups.
# "found": they were unsorted. "torn": they are now. "border": they lay between groups. "drawn": new
# photos in the target resemble them. "nearer": they resemble the target more now.
MoveReason = Literal[
    "came", "parted", "joined", "divided", "found", "torn", "border", "drawn", "nearer"
]  # fmt: skip


# why all photos were grouped anew: by the user, by the rule that so many are new, or since other
# features or a lost model left no choice; "chosen": nothing was learned, the user went back or on
GroupingReason = Literal["first", "asked", "share", "features", "lost", "chosen"]


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A cluster that came or went with a grouping, with its photos there."""

    id: int
    title: str
    photos: int


@dataclass(frozen=True, slots=True)
class GroupMove:
    """Photos that one grouping put elsewhere than another; `source`, `target` None: unsorted.

    `ids` are all of them, the surest in the target first. Of `source_size` photos of the source
    before, and with `newcomers` among the `target_size` photos of the target after; `was_sure` and
    `is_sure` are their mean certainty before and after, 0..1.
    """

    source: int | None
    target: int | None
    source_title: str
    target_title: str
    ids: tuple[int, ...]
    reason: MoveReason
    source_size: int
    target_size: int
    newcomers: int
    was_sure: float
    is_sure: float


@dataclass(frozen=True, slots=True)
class Regrouped:
    """How a grouping differs from another one, `before`; photos in neither do not count.

    `why` it was made, when `new` of the photos had come since; of all, `kept` are in the same
    cluster and `moved` are not. `moves` has the largest first.
    """

    run: int
    before: int
    created: str  # ISO 8601
    why: GroupingReason
    new: int
    clusters: int
    kept: int
    moved: int
    came: tuple[GroupRef, ...]
    gone: tuple[GroupRef, ...]
    moves: tuple[GroupMove, ...]


@dataclass(frozen=True, slots=True)
class Groupings:
    """What can be done about the grouping that is shown.

    `before` and `after` are when the groupings were made to which one can go back or forward, None
    if there is none. `new` photos came since it was learned, `unplaced` are in no group of it yet;
    `offered`: so many are new, or unsorted, that grouping again is worth it.
    """

    run: int | None = None
    created: str | None = None
    before: str | None = None
    after: str | None = None
    new: int = 0
    unsorted: int = 0
    unplaced: int = 0
    offered: bool = False
