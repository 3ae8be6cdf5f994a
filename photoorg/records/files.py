"""What the scanner saw of a file."""

from __future__ import annotations

import os
from dataclasses import dataclass

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
