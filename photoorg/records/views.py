"""What the window and the commands show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from photoorg.records.verdicts import NO_VERDICT

if TYPE_CHECKING:
    from photoorg.records.origins import Place
    from photoorg.records.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture file of the library, with everything the views need."""

    id: int
    path: str  # absolute
    hash: str
    bytes: int
    mtime_ns: int
    format: str
    width: int
    height: int
    mean_color: int
    taken: str | None
    taken_from: str
    utc_offset: str | None
    latitude: float | None
    longitude: float | None
    place: Place | None
    camera: str | None
    cluster: int | None  # leaf cluster; None: unsorted or not yet clustered
    cluster_title: str | None
    confidence: float | None  # 0..1; None: not yet clustered
    offline: bool = False
    details: dict[str, Any] = field(default_factory=dict)  # exposure, lens, ... for the side panel
    verdict: Verdict = NO_VERDICT
    place_from: str | None = None  # what says where it was taken; "estimate" is a guess
    guessed_date: bool = False  # by a weak rule, such as the file's own time
    note: str | None = None  # what is odd about its date or place
    placed: bool = False  # the user put it in its cluster, or pinned it there: training leaves it

    @property
    def unread(self) -> bool:
        """Whether only its head has been looked at: its picture and content are not known yet."""
        return self.id < 0


def read_ones(ids: Iterable[int]) -> list[int]:
    """Those photos that have been read whole: what can be chosen, judged, deleted or exported."""
    return [photo_id for photo_id in ids if photo_id > 0]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that should be a picture but could not be read."""

    path: str
    reason: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A semantic cluster folder. A folder with children holds its children's photos."""

    id: int
    parent: int | None
    title: str
    size: int
    bytes: int
    quality: float  # 0..1
    cover: tuple[int, ...]  # ids of up to four typical photos, most typical first
    year_span: tuple[int, int] | None = None
    unreviewed: int = 0  # photos that no review that was ended has shown
    reviewed: str | None = None  # when the last review ended, if nothing is left unreviewed: done
    named: bool = False  # the title is the user's
    placed: int = 0  # photos that the user put here or pinned


@dataclass(frozen=True, slots=True)
class DateCount:
    """A day with photos; months and years are sums of these."""

    year: int
    month: int
    day: int
    count: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A city with photos; regions and countries are sums of these. Names may be empty."""

    country_code: str
    country: str
    region: str
    city: str
    count: int


@dataclass(frozen=True, slots=True)
class Glimpsed:
    """The numbers of photos that are shown but have not been read; see `Photo.unread`."""

    photos: int = 0
    bytes: int = 0
    dates: tuple[DateCount, ...] = ()
    places: tuple[PlaceCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """A folder the user opened. `online` False: its disk is away; its photos stay known."""

    id: int
    path: str
    online: bool
    photos: int
