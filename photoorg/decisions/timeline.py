"""Undo and redo over a list that only grows: which decision is next, either way.

Each undo or redo is an entry of its own that names its target. Both functions read the newest
entries first and stop as soon as they know: a step costs what was undone since, not the history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, or the undo or redo of one (`target`)."""

    id: int
    kind: Literal["decision", "undo", "redo"]
    target: int | None = None

    @classmethod
    def of(cls, row_id: int, kind: str, target: int | None) -> Entry:
        """The entry of a stored decision of any kind."""
        if kind == "undo":
            return cls(row_id, "undo", target)
        return cls(row_id, "redo" if kind == "redo" else "decision", target)


def to_undo(newest_first: Iterable[Entry]) -> int | None:
    """The newest decision that stands; None if none does."""
    undone: dict[int, bool] = {}
    for entry in newest_first:
        if entry.target is not None:
            undone.setdefault(entry.target, entry.kind == "undo")
        elif not undone.get(entry.id, False):
            return entry.id
    return None


def to_redo(newest_first: Iterable[Entry]) -> int | None:
    """The decision that was undone last, unless a new one was made since."""
    redone = 0
    for entry in newest_first:
        if entry.target is None:
            return None
        if entry.kind == "redo":
            redone += 1
        elif redone:
            redone -= 1
        else:
            return entry.target
    return None


def undone(oldest_first: Iterable[Entry]) -> set[int]:
    """The decisions that do not stand."""
    gone: set[int] = set()
    for entry in oldest_first:
        if entry.target is not None and entry.kind == "undo":
            gone.add(entry.target)
        elif entry.target is not None:
            gone.discard(entry.target)
    return gone
