"""Why photos are in another group than before: the plainest reason that the numbers bear out.

Pure Python, from counts alone: nothing is trained or looked at again for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BORDER = 0.85  # certainty under which a photo lies between groups; 19 of 20 photos are surer
MANY = 1 / 3  # of a group: so many new photos make it what it is
MOST = 1 / 2

Reason = Literal[
    "came", "parted", "joined", "divided", "found", "torn", "border", "drawn", "nearer"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Photos that went from one group to another; `source` or `target` False: unsorted.

    `is_new`, `is_gone`: the target was not there before, the source is not there any more.
    `source_size` is before, `target_size` and the new photos in it (`newcomers`) are after.
    """

    photos: int
    source: bool
    target: bool
    is_new: bool
    is_gone: bool
    source_size: int
    target_size: int
    newcomers: int
    was_sure: float
    is_sure: float


def reason(pair: Pair) -> Reason:
    """What to tell a person of a pair.

    "came": new photos made the target a group of its own. "parted": it was a part of the source.
    "joined": the source became a part of the target. "divided": the source was given up, and its
    photos went to several. "found": they were unsorted. "torn": they are now. "border": they lay
    between groups. "drawn": new photos in the target resemble them. "nearer": none of these.
    """
    many = pair.newcomers >= MANY * pair.target_size
    whole = pair.photos >= MOST * pair.source_size
    if not pair.target:
        return "torn"
    if pair.is_new and many:
        return "came"
    if not pair.source:
        return "found"
    if pair.is_gone and whole:
        return "joined"
    if pair.is_new and pair.photos >= MANY * pair.target_size:
        return "parted"
    if pair.is_gone:
        return "divided"
    if pair.was_sure < BORDER:
        return "border"
    return "drawn" if many else "nearer"
