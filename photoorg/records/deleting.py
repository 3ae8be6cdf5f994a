"""What a deletion would do, did, and can be taken back of it."""

from __future__ import annotations

from dataclasses import dataclass


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
