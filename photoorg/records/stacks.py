"""Photos of which one is enough, and a plan to free space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# copies: the same bytes; variants: the same shot saved anew, resized, cropped, brightened;
# burst: shots of one camera, seconds apart, that look alike
StackKind = Literal["copies", "variants", "burst"]


@dataclass(frozen=True, slots=True)
class Stack:
    """Photos of which one is enough. `ids` are of photos on disk, the proposed best first.

    `reasons` say why it is the best, weightiest first, in the words of `clusters.best.REASONS`.
    `rejectable` are those that a mark can reject, `copies` have the very bytes of the best: a mark
    holds for all copies, so these can only be deleted as files. Neither holds what the user kept,
    rated or protected. `bytes` is what rejectable and copies take.
    """

    kind: StackKind
    ids: tuple[int, ...]
    reasons: tuple[str, ...]
    rejectable: tuple[int, ...]
    copies: tuple[int, ...]
    bytes: int
    certainty: float  # 0..1

    @property
    def best(self) -> int:
        """The photo to keep."""
        return self.ids[0]


ProposalKind = Literal["rejected", "copies", "variants", "burst", "cluster"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of a plan to win space: these photos take `bytes`.

    "rejected" are photos that the user rejected already. A "cluster" is only something to look
    through: photos of which there is no other copy are never proposed, so `sure` is False for it.
    `best` is the photo that stays in a stack's place.
    """

    kind: ProposalKind
    title: str
    ids: tuple[int, ...]
    bytes: int
    certainty: float
    best: int | None = None
    cluster: int | None = None

    @property
    def sure(self) -> bool:
        """Whether this is proposed for deletion, not only for review."""
        return self.kind != "cluster"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to win `goal` bytes: what is proposed, then what to review if that is not enough."""

    goal: int
    proposals: tuple[Proposal, ...]

    @property
    def won(self) -> int:
        """Bytes of all that is proposed for deletion."""
        return sum(p.bytes for p in self.proposals if p.sure)

    @property
    def to_review(self) -> int:
        """Bytes of the clusters to look through."""
        return sum(p.bytes for p in self.proposals if not p.sure)


@dataclass(frozen=True, slots=True)
class Freed:
    """Space won in a month: what deletions moved to the trash and nobody took back."""

    month: str  # "2026-11"
    photos: int
    bytes: int
