"""Frozen records that cross the borders between the stages, and the context of a long job.

Nothing here imports another module of photoorg but the errors.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

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
    form. Latitude and longitude are in decimal degrees, WGS 84, None when absent or out of range;
    `position_from` is "exif" or "xmp". `notes` are sentences on values that make no sense.
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
    sub_sec_digitized: str | None = None
    position_from: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the files beside a photo say: XMP, Google Takeout's JSON, the movie of a live photo.

    `seen` tells these files by name, size and time: where it differs they are read again. Values
    are as written, as in `Metadata`; `takeout_time` and `movie_time` are ISO 8601 with an offset.
    """

    seen: str
    xmp_date: str | None = None
    xmp_latitude: float | None = None
    xmp_longitude: float | None = None
    takeout_time: str | None = None
    takeout_latitude: float | None = None
    takeout_longitude: float | None = None
    movie_time: str | None = None
    notes: tuple[str, ...] = ()


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
    `note` says which dates were passed over, and why; "" if none was.
    """

    taken: str | None
    utc_offset: str | None
    rule: str
    guess: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A position, and what it is from: "exif", "xmp", "takeout", "user" or "estimate"."""

    latitude: float
    longitude: float
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where coordinates lie. `country_code` is ISO 3166-1 alpha-2, "" at sea or in no country."""

    country_code: str
    country: str
    region: str
    city: str
    distance_km: float


PlaceSource = Literal["exif", "xmp", "takeout", "user", "estimate"]


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


# --- Verdicts: what the user thinks of a photo ---------------------------------------------------

Mark = Literal["kept", "rejected"]
# confidence: surest of its cluster first; odd: least sure first; sharpness: most blurred first
Order = Literal["date", "oldest", "confidence", "odd", "size", "sharpness"]


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


# --- Views: what the window and the commands show -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """Which photos a view shows; the conditions that are set hold together (AND).

    `date` is (year,), (year, month) or (year, month, day). `place` is (country code,),
    (country code, region) or (country code, region, city). `marked` False: neither kept nor
    rejected. `unreviewed`: never part of a review that was ended. `protected`: nothing deletes it
    (itself, as a favourite, or by its folder). `folder` is absolute; a root is one.

    `days` are the first and the last day, 20190512. `bounds` are (south, west, north, east) in
    degrees; with west > east they cross the date line. `rules` are names of `Dated.rule`, and
    `guessed_dates` those that are weak. `place_sources` are where positions come from ("exif",
    "xmp", "takeout", "user", "estimate"); `estimated` is the last alone. `formats` are as in
    `Photo.format`. `least_pixels` is width times height. `text` is in the path, the place's names
    or the camera's, whatever its case. `ids` are photos that were chosen by hand. Of several values
    in a tuple one must be true.
    """

    cluster: int | None = None
    unsorted: bool = False
    date: tuple[int, ...] | None = None
    undated: bool = False
    place: tuple[str, ...] | None = None
    unplaced: bool = False
    mark: Mark | None = None
    marked: bool | None = None
    least_rating: int = 0
    favourite: bool = False
    protected: bool = False
    unreviewed: bool = False
    folder: str | None = None
    days: tuple[int, int] | None = None
    bounds: tuple[float, float, float, float] | None = None
    rules: tuple[str, ...] = ()
    guessed_dates: bool = False
    place_sources: tuple[str, ...] = ()
    estimated: bool = False
    formats: tuple[str, ...] = ()
    camera: str | None = None
    least_bytes: int = 0
    most_bytes: int | None = None
    least_pixels: int = 0
    text: str = ""
    ids: tuple[int, ...] = ()


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


# the values that a filter chooses from; "rule" has the names of `Dated.rule`, "source" those of
# `Located.source`, "rating" 0 to 5, "favourite" and "guess" 0 or 1, "cluster" the ids of leaves
# (less than 0: unsorted), "place" what `place_names` takes apart
Facet = Literal[
    "rule", "source", "format", "camera", "rating", "mark", "favourite", "guess", "cluster", "place"
]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet, with how many photos have it; "" for those that have none."""

    value: str | int
    count: int
    bytes: int

    @property
    def place_names(self) -> tuple[str, ...]:
        """Country code, region, city and country of a value of "place"; () if unplaced."""
        return tuple(str(self.value).split("\x1f")) if self.value else ()


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
    kept: int = 0
    rejected: int = 0
    favourites: int = 0


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
    """One disk in a deletion: mount point, how many photos lie there, whether it has a trash.

    `bytes` counts the photos that were chosen there; `reason` says why nothing of it can go.
    """

    root: str
    photos: int
    trash: bool
    bytes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a deletion would do, worked out before anything is touched.

    `photo_ids` and `paths` are the chosen photos that would go, `companions` the files that go with
    them, `bytes` those of both. `protected`, `refused` and `offline` stay. `rated` of those that
    would go are rated or marked as kept; `sole` are one file of each picture of which no copy would
    stay. Their ids are what a second forecast is given to leave them out.
    """

    photo_ids: tuple[int, ...]
    paths: tuple[str, ...]
    bytes: int
    companions: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    volumes: tuple[VolumeForecast, ...] = ()
    offline: tuple[str, ...] = ()
    rated: tuple[str, ...] = ()
    sole: tuple[str, ...] = ()
    refused: tuple[Failure, ...] = ()
    rated_ids: tuple[int, ...] = ()
    sole_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file for which an operation did not happen, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeleteReport:
    """What a deletion really did, checked on disk. `bytes` are of all files that moved."""

    operation: int | None
    trashed: tuple[str, ...]
    failed: tuple[Failure, ...]
    bytes: int
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking an operation back really did, checked on disk. `operation` None: all deletions.

    Of a "copy" `restored` are the originals, whose copies are in the trash now; of "xmp" the
    sidecars that are as they were.
    """

    operation: int | None
    restored: tuple[str, ...]
    failed: tuple[Failure, ...]
    companions: tuple[str, ...] = ()
    kind: str = "delete"


@dataclass(frozen=True, slots=True)
class Operation:
    """One deletion (or move, or copy) in the history.

    The numbers count photos; companions are counted apart, their bytes are in `bytes`. Of the
    photos `restored` are back, `lost` are no longer where they were put, `held` can be taken back.
    """

    id: int
    created: str  # ISO 8601, local with offset
    title: str
    photos: int
    bytes: int
    state: str  # "running", "done", "undone", "partly undone"
    kind: str = "delete"
    companions: int = 0
    restored: int = 0
    lost: int = 0
    held: int = 0


# --- Stacks and free space -----------------------------------------------------------------------

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


# --- Export: files into a folder, sidecars beside photos -----------------------------------------

ExportKind = Literal["move", "copy", "xmp"]
ListingKind = Literal["list", "csv", "json", "sh"]


@dataclass(frozen=True, slots=True)
class ExportItem:
    """One file of a plan. For a sidecar, `target` is the sidecar and `path` its photo.

    `photo_id` None: no photo of the library. `belongs` is the index of the item it goes along
    with, None for a photo that was chosen. `hash` None: the bytes were not read yet.
    """

    path: str
    target: str
    bytes: int
    mtime_ns: int
    hash: str | None
    photo_id: int | None
    belongs: int | None = None


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export would do, worked out before anything is touched.

    `folder` is where files go ("" for sidecars). `free` is the free space on its disk in bytes,
    `needed` what is written there (None and 0 where nothing is: a move on one disk). `renamed`
    are (path, new name) of files whose name is taken there. `refused` stay, each with its reason.
    `silent` counts photos of which a sidecar would have nothing new to say.
    """

    kind: ExportKind
    folder: str
    items: tuple[ExportItem, ...]
    refused: tuple[Failure, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    free: int | None = None
    needed: int = 0
    silent: int = 0

    @property
    def photos(self) -> int:
        """How many of the chosen photos it is about."""
        return sum(item.belongs is None for item in self.items)

    @property
    def companions(self) -> int:
        """How many files go along with them."""
        return len(self.items) - self.photos

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(item.bytes for item in self.items)

    @property
    def fits(self) -> bool:
        """Whether the disk has room for what is written there."""
        return self.free is None or self.needed <= self.free


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export really did, checked on disk. `done` are (path, where it is now) of photos."""

    operation: int | None
    kind: ExportKind
    folder: str
    done: tuple[tuple[str, str], ...]
    companions: int
    failed: tuple[Failure, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of verdicts that was written: where, of how many photos, and which are not in it."""

    path: str
    photos: int
    left_out: tuple[Failure, ...] = ()
