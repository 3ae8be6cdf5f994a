"""The date and the position that an XMP packet states, in a picture or in a sidecar.

By the properties' usual prefixes, with a search instead of an XML parser: packets are often cut or
badly nested, and a parser would have to be guarded against entity bombs. Only the beginning of a
huge packet is searched (extended XMP carries whole depth maps and may be 100 MB).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from photoorg.files import position
from photoorg.files.position import Position

LARGEST = 4 * 2**20  # bytes that are searched, 10 ms; sidecars with a long history have 100 kB
_NO_XMP = "Its XMP is damaged, so nothing was read from it."
_TOO_LARGE = "Its XMP is very large: only the first 4 MB of it were read."

# The most telling first: when the picture was taken, then when its file was made.
_DATES = (
    b"exif:DateTimeOriginal",
    b"photoshop:DateCreated",
    b"xmp:CreateDate",
    b"xap:CreateDate",  # before 2004
    b"exif:DateTimeDigitized",
)
# "52,31,12.5N" or "52,31.208N" (XMP specification, part 2, GPSCoordinate)
_COORDINATE = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d*)?)(?:,(\d{1,2}(?:\.\d*)?))?\s*([A-Za-z])?")
_DECIMAL = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*([A-Za-z])?")  # what other programs write


@dataclass(frozen=True, slots=True)
class XmpFacts:
    """What a packet says; `date` is ISO 8601 as written."""

    date: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[str, ...] = ()


def read_xmp(packet: bytes) -> XmpFacts:
    """Date and position of a packet; garbage says nothing, or leaves a note."""
    xmp = _as_utf8(packet[:LARGEST])
    place, date = _position(xmp), _date(xmp)
    notes = list(place.notes)
    if len(packet) > LARGEST:
        notes.append(_TOO_LARGE)
    says = b":RDF" in xmp or date or place.latitude is not None or notes
    if not says and xmp.strip(b"\0 \t\r\n"):
        notes.append(_NO_XMP)
    return XmpFacts(date, place.latitude, place.longitude, tuple(notes))


def _as_utf8(packet: bytes) -> bytes:
    """XMP may be in UTF-16; the searches want bytes that contain ASCII."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if packet.startswith(mark):
            return packet.decode(name, "replace").encode("utf-8", "replace")
    return packet


def _value(xmp: bytes, name: bytes) -> str | None:
    """A simple property, written as an attribute or as an element.

    Every repetition has a limit: garbage must not make the search slow.
    """
    pattern = (
        rb"""\b%s\s{0,40}(?:=\s{0,40}["']([^"'<>]{1,80})["']|>\s{0,80}([^<>\s][^<>]{0,79})<)"""
        % name
    )
    match = re.search(pattern, xmp)
    if not match:
        return None
    text = (match[1] or match[2]).decode("utf-8", "replace")
    return "".join(c for c in text if c.isprintable()).strip() or None


def _date(xmp: bytes) -> str | None:
    for name in _DATES:
        value = _value(xmp, name)
        if value is not None and re.match(r"[12]\d{3}(-\d\d)?", value):
            return value
    return None


def _position(xmp: bytes) -> Position:
    latitude, longitude = _value(xmp, b"exif:GPSLatitude"), _value(xmp, b"exif:GPSLongitude")
    if latitude is None and longitude is None:
        return Position()
    return position.checked(
        _degrees(latitude or "", _value(xmp, b"exif:GPSLatitudeRef"), "NS"),
        _degrees(longitude or "", _value(xmp, b"exif:GPSLongitudeRef"), "EW"),
    )


def _degrees(text: str, reference: str | None, letters: str) -> float | str:
    match = _COORDINATE.fullmatch(text)
    if match:
        parts = [float(match[1]), float(match[2]), float(match[3] or 0)]
        return position.degrees(parts, match[4] or reference, letters)
    decimal = _DECIMAL.fullmatch(text)
    if decimal is None:
        return position.degrees([], None, letters)
    value, letter = float(decimal[1]), decimal[2] or reference
    if letter is None or value < 0:
        return value
    return position.degrees([value], letter, letters)
