"""Coordinates as EXIF, XMP and sidecars write them to signed degrees, or to a note why not.

A place on the wrong half of the earth is worse than none, so nothing is guessed here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NULL_ISLAND = 1e-6  # degrees: nearer to (0, 0) than 11 cm is a device without a fix
_LEFT_OUT = "Its coordinates were left out: "
NO_FIX = f"{_LEFT_OUT}(0, 0) is what a device without a position writes."
_NO_NUMBER = f"{_LEFT_OUT}they are no numbers that make a position."
_NO_LETTER = f"{_LEFT_OUT}the letter for {{}} is missing or wrong."
_OUT_OF_RANGE = f"{_LEFT_OUT}{{:g}}, {{:g}} is not on the earth."


@dataclass(frozen=True, slots=True)
class Position:
    """Both coordinates (WGS 84) or neither; `notes` say what was wrong with those written."""

    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[str, ...] = ()


def without_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes that are not on coordinates: where others of the photo make sense, these do not."""
    return tuple(note for note in notes if not note.startswith(_LEFT_OUT))


def degrees(parts: Sequence[float | None], hemisphere: str | None, letters: str) -> float | str:
    """Degrees, minutes and seconds to signed degrees; a note where that can not be done.

    `letters` are the positive and the negative one, "NS" or "EW". Minutes and seconds may be
    missing or 0/0; 60 of them, as rounding makes them, carry over.
    """
    letter = (hemisphere or " ")[0].upper()
    if not parts or parts[0] is None:
        return _NO_NUMBER
    if letter not in letters:
        return _NO_LETTER.format("north or south" if letters == "NS" else "east or west")
    whole, minutes, seconds = ([part or 0.0 for part in parts] + [0.0, 0.0])[:3]
    if min(whole, minutes, seconds) < 0 or minutes > 60 or seconds > 60:
        return _NO_NUMBER
    size = whole + minutes / 60 + seconds / 3600
    return size if letter == letters[0] else -size


def checked(latitude: float | str, longitude: float | str) -> Position:
    """Two coordinates, or notes, as a position: inside the earth's ranges, not (0, 0)."""
    if isinstance(latitude, str) or isinstance(longitude, str):
        notes = [c for c in (latitude, longitude) if isinstance(c, str)]
        return Position(notes=tuple(dict.fromkeys(notes)))
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return Position(notes=(_NO_NUMBER,))
    if abs(latitude) > 90 or abs(longitude) > 180:
        return Position(notes=(_OUT_OF_RANGE.format(latitude, longitude),))
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return Position(notes=(NO_FIX,))
    return Position(latitude, longitude)
