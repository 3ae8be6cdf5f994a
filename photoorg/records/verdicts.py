"""What the user thinks of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["kept", "rejected"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the user decided about a picture; it holds for every copy of the same bytes.

    `rating` is 1 to 5, 0 without one. `protected_folder` is the protected folder the file lies in.
    `reviewed` is when a review that showed it was last ended (ISO 8601, UTC), None: never.
    """

    mark: Mark | None = None
    rating: int = 0
    favourite: bool = False
    protected: bool = False
    protected_folder: str | None = None
    reviewed: str | None = None

    @property
    def untouchable(self) -> bool:
        """Whether nothing may delete or move this photo, in no mode and from no command."""
        return self.protected or self.favourite or self.protected_folder is not None


NO_VERDICT = Verdict()
