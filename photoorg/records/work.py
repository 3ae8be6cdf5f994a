"""Long work: how far it is, what it changed, and the context it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Effort = Literal["auto", "full", "gentle", "paused"]  # auto: gentle on battery


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` 0 means unknown; `text` is one short sentence or empty."""

    stage: str
    done: int
    total: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Which parts of the library a write touched; each view decides whether to redraw."""

    photos: bool = False
    clusters: bool = False
    decisions: bool = False

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.photos or other.photos,
            self.clusters or other.clusters,
            self.decisions or other.decisions,
        )


class Context(Protocol):
    """What a job is given: it reports through it and asks it whether to go on."""

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Report; cheap enough to be called per item (receivers throttle by time)."""

    def check_cancelled(self) -> None:
        """Raise `errors.Cancelled` if the user asked to stop."""

    def changed(self, changes: Changes) -> None:
        """Say what a committed write touched, so that views can redraw while the job runs."""

    def message(self, text: str) -> None:
        """One sentence the user should read (a fall-back to the CPU, an offline disk)."""


def wishes_of(ctx: Context) -> tuple[int, ...]:
    """Ids of the photos that somebody is looking at: a job does well to begin with these.

    Only a context with a window behind it has any.
    """
    found: tuple[int, ...] = getattr(ctx, "wishes", ())
    return found


def effort_of(ctx: Context) -> Effort:
    """How hard a job may work; only a context with a window behind it says anything."""
    found: Effort = getattr(ctx, "effort", "auto")
    return found


class NullContext:
    """A context that reports to nobody and never stops; for tests and small jobs."""

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Nobody watches."""

    def check_cancelled(self) -> None:
        """Nobody stops."""

    def changed(self, changes: Changes) -> None:
        """Nobody redraws."""

    def message(self, text: str) -> None:
        """Nobody reads."""


NULL_CONTEXT = NullContext()
