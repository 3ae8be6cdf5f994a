"""What a picture says about itself: EXIF and XMP to `Metadata`.

EXIF 2.32 (CIPA DC-008) tag numbers; XMP by the properties' usual prefixes. Everything here takes
garbage: a value of the wrong type or out of range counts as absent, never as an error.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from photoorg.files.tiff import Directory, Tiff, Value
from photoorg.records import Metadata

_LONGEST_TEXT = 200
_NULL_ISLAND = 1e-6  # degrees: nearer to (0, 0) than 11 cm is a device without a fix


def exif_metadata(exif: bytes) -> tuple[Metadata, int]:
    """The metadata and the orientation (1 to 8, 1 if absent or wrong) of an EXIF block.

    `exif` is the TIFF structure, with or without the "Exif\\0\\0" in front that JPEG wants.
    """
    tiff = Tiff(exif[6:] if exif.startswith(b"Exif\x00\x00") else exif)
    main = _Tags(tiff, tiff.directory(tiff.first_at()))
    photo = main.below(0x8769)
    gps = main.below(0x8825)
    return _metadata(main, photo, gps), main.orientation()


def with_xmp(metadata: Metadata, xmp: bytes) -> Metadata:
    """`metadata` with what only the XMP packet says: its date, and coordinates EXIF lacks."""
    date = _xmp_date(xmp)
    if metadata.latitude is not None:
        return replace(metadata, xmp_date=date)
    latitude, longitude = _checked_position(
        _xmp_degrees(xmp, b"exif:GPSLatitude"), _xmp_degrees(xmp, b"exif:GPSLongitude")
    )
    return replace(metadata, xmp_date=date, latitude=latitude, longitude=longitude)


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
    latitude, longitude = _position(gps)
    iso = photo.positive(0x8827)
    return Metadata(
        date_time_original=photo.date(0x9003),
        sub_sec_original=photo.text(0x9291),
        offset_time_original=photo.text(0x9011),
        date_time_digitized=photo.date(0x9004),
        offset_time_digitized=photo.text(0x9012),
        date_time=main.date(0x0132),
        offset_time=photo.text(0x9010),
        gps_time=_gps_time(gps),
        latitude=latitude,
        longitude=longitude,
        altitude=_altitude(gps),
        camera_make=main.text(0x010F),
        camera_model=main.text(0x0110),
        lens=photo.text(0xA434),
        software=main.text(0x0131),
        exposure_time=photo.positive(0x829A),
        f_number=photo.positive(0x829D),
        iso=None if iso is None else int(iso),
        focal_length=photo.positive(0x920A),
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


def _position(gps: _Tags) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.numbers(0x0002), gps.text(0x0001), "NS")
    longitude = _degrees(gps.numbers(0x0004), gps.text(0x0003), "EW")
    return _checked_position(latitude, longitude)


def _degrees(parts: list[float | None], hemisphere: str | None, signs: str) -> float | None:
    """Degrees, minutes and seconds to signed degrees.

    Without a hemisphere the sign is unknown, and a place on the wrong half of the earth is worse
    than none. Minutes and seconds may be missing or 0/0.
    """
    letter = (hemisphere or " ")[0].upper()
    if not parts or parts[0] is None or letter not in signs:
        return None
    degrees, minutes, seconds = ([part or 0.0 for part in parts] + [0.0, 0.0])[:3]
    if min(degrees, minutes, seconds) < 0 or minutes >= 60 or seconds >= 60:
        return None
    size = degrees + minutes / 60 + seconds / 3600
    return size if letter == signs[0] else -size


def _checked_position(
    latitude: float | None, longitude: float | None
) -> tuple[float | None, float | None]:
    """Both or neither: inside the earth's ranges, and not the (0, 0) of a device without a fix."""
    if latitude is None or longitude is None:
        return None, None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None, None
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return None, None
    return latitude, longitude


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
    date = re.fullmatch(r"(\d{4})[:-](\d\d)[:-](\d\d)", gps.text(0x001D) or "")
    parts = gps.numbers(0x0007)
    if date is None or len(parts) != 3 or any(part is None for part in parts):
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds <= 60):
        return None
    return f"{':'.join(date.groups())} {hours:02}:{minutes:02}:{min(seconds, 59):02}"


# --- XMP -----------------------------------------------------------------------------------------

# The most telling first: when the picture was taken, then when its file was made.
_XMP_DATES = (b"exif:DateTimeOriginal", b"photoshop:DateCreated", b"xmp:CreateDate")


def _xmp_value(xmp: bytes, name: bytes) -> str | None:
    """A simple property, written as an attribute or as an element.

    A search instead of an XML parser: packets are often cut or badly nested, and a parser would
    have to be guarded against entity bombs.
    """
    pattern = rb"""\b%s\s*(?:=\s*["']([^"'<>]{1,80})["']|>\s*([^<>]{1,80}?)\s*<)""" % name
    match = re.search(pattern, xmp)
    return _clean_text(match[1] or match[2]) if match else None


def _xmp_date(xmp: bytes) -> str | None:
    for name in _XMP_DATES:
        value = _xmp_value(xmp, name)
        if value is not None and re.match(r"[12]\d{3}(-\d\d)?", value):
            return value
    return None


def _xmp_degrees(xmp: bytes, name: bytes) -> float | None:
    """ "52,31,12.5N" or "52,31.208N" (XMP specification, part 2, GPSCoordinate)."""
    value = _xmp_value(xmp, name) or ""
    match = re.fullmatch(r"(\d{1,3}),(\d{1,2}(?:\.\d*)?)(?:,(\d{1,2}(?:\.\d*)?))?([NSEW])", value)
    if match is None:
        return None
    parts: list[float | None] = [float(match[1]), float(match[2]), float(match[3] or 0)]
    return _degrees(parts, match[4], "NS" if match[4] in "NS" else "EW")
