"""What became of a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from photoorg.records.work import Changes


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was undone or redone.

    `kind` is "mark", "rate", "favour", "protect", "protect-folder", "review", "not-alike",
    "rename", one of groups ("move", "new-group", "merge", "split", "pin", "unpin", "not-here") or
    one of corrections ("date-shift", "place-set", ...), and `value` what it had set; of groups the
    ids of the clusters that photos were put in, or taken out of.
    `photos` are the ids of all shown photos it is about, `text` says it in English ("rejected 3
    photos"), `undone` False after a redo.
    """

    id: int
    kind: str
    value: Any
    photos: tuple[int, ...]
    text: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A cluster that lives on because the user put photos in it; `named`: the title is theirs."""

    title: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a decision about groups did.

    `clusters` are the ids of those that photos were put in (of a split: all parts, the one that
    keeps its id first), or taken out of. `photos`: how many pictures it changed, copies counted
    once, also those that are away; 0: nothing was to be done, and no decision was made.
    """

    clusters: tuple[int, ...] = ()
    photos: int = 0

    @property
    def changes(self) -> Changes:
        """What views are to draw anew."""
        return Changes(True, True, True) if self.photos else Changes()


@dataclass(frozen=True, slots=True)
class Follower:
    """A photo that resembles photos which the user put in a cluster. `share`: 0..1, of those that
    resemble it most, how many were put there."""

    photo: int
    cluster: int
    share: float
