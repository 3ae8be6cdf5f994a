"""What the user says about dates and places, and what that would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from photoorg.records.origins import Dated, Place


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user's decisions come to for one content; None: nothing was said, the rules decide.

    `taken` is local ISO 8601. `utc_offset` alone leaves the local time to the rules. `place` has
    the names that were picked; None: the gazetteer names the position. `place_from` is "user",
    "estimate", or "none": the user took the place away.
    """

    taken: str | None = None
    utc_offset: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    place: Place | None = None
    place_from: Literal["user", "estimate", "none"] | None = None


NO_CORRECTION = Correction()


@dataclass(frozen=True, slots=True)
class SetDate:
    """Give photos a date. `taken` is local ISO 8601, to the second.

    `keep` "time": only the day is set, each photo keeps its time of day. "distances": the earliest
    of them gets this date, and the others keep their distance to it.
    """

    taken: str
    utc_offset: str | None = None
    keep: Literal["nothing", "time", "distances"] = "nothing"


@dataclass(frozen=True, slots=True)
class ShiftDate:
    """Move photos by so many seconds: the camera's clock was wrong."""

    seconds: int


@dataclass(frozen=True, slots=True)
class SetZone:
    """Say in which time zone photos were taken: "Europe/Paris" or "+05:30".

    `moves` False: the clock showed local time, which stays. True: the clock had stayed in the zone
    `clock` (None: in the offset that is known), so the local time is moved, and the moment stays.
    """

    zone: str
    moves: bool = False
    clock: str | None = None


@dataclass(frozen=True, slots=True)
class ClearDate:
    """Take the user's own dates and offsets away: what the photos say holds again."""


@dataclass(frozen=True, slots=True)
class SetPlace:
    """Put photos at a position; `place` are names that were picked, None: the nearest ones."""

    latitude: float
    longitude: float
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Take the place of photos away, also the one that they name themselves."""


@dataclass(frozen=True, slots=True)
class ClearPlace:
    """Take the user's own places away: what the photos say holds again."""


@dataclass(frozen=True, slots=True)
class EstimatePlace:
    """Give photos without a place that of photos by the same camera, taken so near in time."""

    within_seconds: int


DateChange = SetDate | ShiftDate | SetZone | ClearDate


PlaceChange = SetPlace | NoPlace | ClearPlace | EstimatePlace


@dataclass(frozen=True, slots=True)
class Corrected:
    """One photo before and after a correction, as it is shown before anything is written."""

    id: int
    path: str
    before: Dated
    after: Dated
    place_before: Place | None
    place_after: Place | None


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """What a correction would do: `changed` photos of `photos`, the first of them as `examples`.

    `left_out` says why photos stay as they are, with how many; the most frequent reason first.
    """

    photos: int
    changed: int
    examples: tuple[Corrected, ...]
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of the gazetteer that somebody may mean by what was typed."""

    place: Place
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name that the user gave a place: a city of the gazetteer, or a circle on the map.

    `radius_km` 0: all that lies in `place`; else what is so near to the position, wherever it is.
    """

    id: int
    name: str
    place: Place
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
