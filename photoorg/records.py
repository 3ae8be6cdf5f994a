"""Frozen records that cross the borders between the stages, and the context of a long job.

Nothing here imports another module of photoorg but the errors.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Protocol

# --- Long work ---------------------------------------------------------------------------------


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

# --- Files: what the scanner saw -----------------------------------------------------------------

THUMBNAIL_SIDE = 256  # pixels, the longer side


LARGEST = 2**63 - 1


def file_time(status: os.stat_result) -> int:
    """A file's time in nanoseconds since 1970, within what SQLite stores (to the year 2262).

    Disks hold later ones (a camera without a battery, a broken archive); compare only clamped ones.
    """
    return max(-LARGEST, min(LARGEST, status.st_mtime_ns))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file as the walk saw it. `path` is absolute (surrogate-escaped where needed)."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a picture says about itself; every value as found, nothing interpreted or shifted.

    Dates are EXIF strings ("2019:05:12 13:37:06"), offsets "+05:30". `gps_time` is UTC in the same
    form. Latitude and longitude are in decimal degrees, WGS 84, None when absent or out of range.
    """

    date_time_original: str | None = None
    sub_sec_original: str | None = None
    offset_time_original: str | None = None
    date_time_digitized: str | None = None
    offset_time_digitized: str | None = None
    date_time: str | None = None
    offset_time: str | None = None
    gps_time: str | None = None
    xmp_date: str | None = None  # ISO 8601 as written
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None  # metres
    camera_make: str | None = None
    camera_model: str | None = None
    lens: str | None = None
    software: str | None = None
    exposure_time: float | None = None  # seconds
    f_number: float | None = None
    iso: int | None = None
    focal_length: float | None = None  # millimetres


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that was read and decoded strictly.

    `width` and `height` are of the upright picture, in pixels. `thumbnail` is a JPEG of at most
    256 pixels a side, upright, sRGB. `mean_color` is 0xRRGGBB. `format` is e.g. "JPEG", "HEIF".
    `size` and `mtime_ns` are those of the bytes that were read.
    """

    path: str
    size: int
    mtime_ns: int
    hash: str  # SHA-256 of the whole file, hexadecimal
    format: str
    width: int
    height: int
    orientation: int  # EXIF, 1 to 8
    thumbnail: bytes
    mean_color: int
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not a picture (`problem` False) or one that could not be read (True).

    `reason` is a sentence for the user. `retry` marks reasons that may pass by themselves
    (permission, a file still being written, a vanished file): such a file is read again by the
    next scan, others only after they changed. `hash` is None when the file was not read whole.
    """

    path: str
    size: int
    mtime_ns: int
    problem: bool
    reason: str
    retry: bool = False
    hash: str | None = None


# --- Dates and places --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dated:
    """When a photo was taken, and which rule says so.

    `taken` is local ISO 8601 without an offset ("2019-05-12T13:37:06" or with fraction), None if
    no rule applied. `utc_offset` is "+05:30" or None if unknown (then nothing was shifted).
    `rule` is a stable name ("exif-original", "file-name", ..., "none"); `guess` marks weak rules.
    """

    taken: str | None
    utc_offset: str | None
    rule: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where coordinates lie. `country_code` is ISO 3166-1 alpha-2, "" at sea or in no country."""

    country_code: str
    country: str
    region: str
    city: str
    distance_km: float


# --- Views: what the window and the commands show -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """Which photos a view shows; the conditions that are set hold together (AND).

    `date` is (year,), (year, month) or (year, month, day). `place` is (country code,),
    (country code, region) or (country code, region, city).
    """

    cluster: int | None = None
    unsorted: bool = False
    date: tuple[int, ...] | None = None
    undated: bool = False
    place: tuple[str, ...] | None = None
    unplaced: bool = False


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
class Counts:
    """The numbers beside the entries of the tree."""

    photos: int
    bytes: int
    clustered: int
    unsorted: int
    undated: int
    unplaced: int
    problems: int
    offline: int


@dataclass(frozen=True, slots=True)
class Root:
    """A folder the user opened. `online` False: its disk is away; its photos stay known."""

    id: int
    path: str
    online: bool
    photos: int


# --- Deleting ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VolumeForecast:
    """One disk in a deletion: mount point, how many photos lie there, whether it has a trash."""

    root: str
    photos: int
    trash: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a deletion would do, worked out before anything is touched."""

    photo_ids: tuple[int, ...]
    paths: tuple[str, ...]
    bytes: int
    companions: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    volumes: tuple[VolumeForecast, ...] = ()
    offline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file for which an operation did not happen, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeleteReport:
    """What a deletion really did, checked on disk."""

    operation: int | None
    trashed: tuple[str, ...]
    failed: tuple[Failure, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking a deletion back really did, checked on disk."""

    operation: int | None
    restored: tuple[str, ...]
    failed: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One deletion in the history."""

    id: int
    created: str  # ISO 8601, local with offset
    title: str
    photos: int
    bytes: int
    state: str  # "running", "done", "undone", "partly undone"
