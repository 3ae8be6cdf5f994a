"""What a picture says about itself: EXIF and XMP to `Metadata`.

EXIF 2.32 (CIPA DC-008) tag numbers. Everything here takes garbage: a value of the wrong type or out
of range counts as absent, never as an error. Where that costs a photo its date or its place, a note
says so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from photoorg.files import position
from photoorg.files.position import Position
from photoorg.files.tiff import Directory, Tiff, Value
from photoorg.files.xmp_reading import read_xmp
from photoorg.records import Metadata

_LONGEST_TEXT = 200
_GPS_TIME = "Its GPS time makes no sense, so it was left out."


def exif_metadata(exif: bytes) -> tuple[Metadata, int]:
    """The metadata and the orientation (1 to 8, 1 if absent or wrong) of an EXIF block.

    `exif` is the TIFF structure, with or without the "Exif\\0\\0" in front that JPEG wants.
    """
    tiff = Tiff(exif[6:] if exif.startswith(b"Exif\x00\x00") else exif)
    main = _Tags(tiff, tiff.directory(tiff.first_at()))
    photo = main.below(0x8769)
    gps = main.below(0x8825)
    return _metadata(main, photo, gps), main.orientation()


def exif_preview(exif: bytes) -> bytes:
    """The small JPEG in the second directory of an EXIF block; b"" if there is none."""
    tiff = Tiff(exif[6:] if exif.startswith(b"Exif\x00\x00") else exif)
    second = tiff.directory(tiff.directory(tiff.first_at()).next_at)
    at, size = (tiff.integers(second.entries.get(tag)) for tag in (0x0201, 0x0202))
    jpeg = tiff.data[at[0] : at[0] + size[0]] if at and size else b""
    return jpeg if jpeg.startswith(b"\xff\xd8\xff") and len(jpeg) == size[0] else b""


def with_xmp(metadata: Metadata, xmp: bytes) -> Metadata:
    """`metadata` with what only the XMP packet says: its date, and coordinates EXIF lacks."""
    said = read_xmp(xmp)
    found = replace(metadata, xmp_date=said.date)
    if metadata.latitude is not None:
        return replace(found, notes=(*found.notes, *position.without_notes(said.notes)))
    if said.latitude is None:
        return replace(found, notes=tuple(dict.fromkeys((*found.notes, *said.notes))))
    return replace(
        found,
        latitude=said.latitude,
        longitude=said.longitude,
        position_from="xmp",
        notes=(*position.without_notes(found.notes), *said.notes),
    )


@dataclass(frozen=True, slots=True)
class _Tags:
    """One directory, read leniently."""

    tiff: Tiff
    directory: Directory

    def below(self, tag: int) -> _Tags:
        """The directory this tag points to."""
        offsets = self.tiff.integers(self.directory.entries.get(tag))
        return _Tags(self.tiff, self.tiff.directory(offsets[0] if offsets else 0))

    def value(self, tag: int) -> Value | None:
        return self.tiff.value(self.directory.entries.get(tag))

    def text(self, tag: int) -> str | None:
        value = self.value(tag)
        return _clean_text(value) if isinstance(value, bytes) else None

    def date(self, tag: int) -> str | None:
        """A date as written; None if it is blank or all zeros, the EXIF way to say "unknown"."""
        text = self.text(tag)
        return text if text is not None and re.search(r"[1-9]", text) else None

    def numbers(self, tag: int) -> list[float | None]:
        value = self.value(tag)
        if value is None or isinstance(value, bytes):
            return []
        return [n if n is not None and math.isfinite(n) else None for n in value]

    def positive(self, tag: int) -> float | None:
        first = next(iter(self.numbers(tag)), None)
        return first if first is not None and first > 0 else None

    def orientation(self) -> int:
        values = self.tiff.integers(self.directory.entries.get(0x0112))
        return values[0] if values and 1 <= values[0] <= 8 else 1


def _metadata(main: _Tags, photo: _Tags, gps: _Tags) -> Metadata:
    place = _position(gps)
    gps_time = _gps_time(gps)
    notes = [*place.notes, *([_GPS_TIME] if gps_time is None and gps.date(0x001D) else [])]
    iso = photo.positive(0x8827)
    return Metadata(
        date_time_original=photo.date(0x9003),
        sub_sec_original=photo.text(0x9291),
        offset_time_original=photo.text(0x9011),
        date_time_digitized=photo.date(0x9004),
        offset_time_digitized=photo.text(0x9012),
        date_time=main.date(0x0132),
        offset_time=photo.text(0x9010),
        gps_time=gps_time,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude=_altitude(gps),
        camera_make=main.text(0x010F),
        camera_model=main.text(0x0110),
        lens=photo.text(0xA434),
        software=main.text(0x0131),
        exposure_time=photo.positive(0x829A),
        f_number=photo.positive(0x829D),
        iso=None if iso is None else int(iso),
        focal_length=photo.positive(0x920A),
        sub_sec_digitized=photo.text(0x9292),
        position_from=None if place.latitude is None else "exif",
        notes=tuple(notes),
    )


def _clean_text(value: bytes) -> str | None:
    """Text up to the first NUL, UTF-8 or else Latin-1, no control characters; None if empty."""
    raw = value.split(b"\x00", 1)[0][: 4 * _LONGEST_TEXT]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    text = "".join(c for c in text if c.isprintable()).strip()
    return text[:_LONGEST_TEXT] or None


# --- GPS -----------------------------------------------------------------------------------------


def _position(gps: _Tags) -> Position:
    """The position of the GPS directory; with a note if there is one that makes no sense."""
    latitude, longitude = gps.numbers(0x0002), gps.numbers(0x0004)
    if not latitude and not longitude:
        return Position()
    known = [n for n in (*latitude, *longitude) if n is not None]
    if known and not any(known):
        return Position(notes=(position.NO_FIX,))
    return position.checked(
        position.degrees(latitude, gps.text(0x0001), "NS"),
        position.degrees(longitude, gps.text(0x0003), "EW"),
    )


def _altitude(gps: _Tags) -> float | None:
    """Metres above the sea; outside of -1 km to 100 km it is garbage."""
    value = next(iter(gps.numbers(0x0006)), None)
    if value is None:
        return None
    below = gps.tiff.integers(gps.directory.entries.get(0x0005))[:1] == [1]
    altitude = -value if below and value else value  # never -0.0
    return altitude if -1000 <= altitude <= 100_000 else None


def _gps_time(gps: _Tags) -> str | None:
    """UTC as "2019:05:12 11:37:06", from the date stamp and the time stamp."""
    date = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)(?!\d)", gps.text(0x001D) or "")
    parts = gps.numbers(0x0007)
    if date is None or len(parts) != 3 or any(part is None for part in parts):
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds <= 60):
        return None
    return f"{':'.join(date.groups())} {hours:02}:{minutes:02}:{min(seconds, 59):02}"
