"""Google Takeout's JSON beside a photo: when it was taken, in UTC, and where.

A file that is no JSON, too large or nested too deep leaves a note; JSON of another program says
nothing. Of the two positions `geoData` (what Google Photos shows, corrections included) stands
before `geoDataExif`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from photoorg.files import position
from photoorg.files.position import Position

LARGEST = 2**20  # bytes; real ones have some 1,000
_DAMAGED = "{} beside it is damaged, so nothing was read from it."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TakeoutFacts:
    """What the JSON says; `time` is ISO 8601 in UTC. `ours` False: another program's JSON."""

    time: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[str, ...] = ()
    ours: bool = False


def read_takeout(data: bytes, name: str) -> TakeoutFacts:
    """The facts of one file; `name` is for the notes."""
    if len(data) > LARGEST:
        return TakeoutFacts()
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return TakeoutFacts(notes=(_DAMAGED.format(name),))
    if not isinstance(said, dict) or "photoTakenTime" not in said:
        return TakeoutFacts()
    time, bad = _time(said["photoTakenTime"])
    place = _position(said)
    notes = (*place.notes, *([f"{name} beside it has no sensible time."] if bad else []))
    return TakeoutFacts(time, place.latitude, place.longitude, notes, ours=True)


def _time(said: object) -> tuple[str | None, bool]:
    """The time, and whether there is one that makes no sense."""
    stamp = said.get("timestamp") if isinstance(said, dict) else None
    if stamp is None:
        return None, False
    try:
        moment = _EPOCH + timedelta(
            seconds=int(stamp)
        )  # `fromtimestamp` can not do 1960 everywhere
    except (TypeError, ValueError, OverflowError):
        return None, True
    return moment.isoformat(timespec="seconds"), False


def _position(said: dict[str, object]) -> Position:
    """The first position that is one; (0, 0) is how Takeout writes that there is none."""
    notes: tuple[str, ...] = ()
    for key in ("geoData", "geoDataExif"):
        block = said.get(key)
        latitude, longitude = _coordinate(block, "latitude"), _coordinate(block, "longitude")
        if latitude is None or longitude is None or (not latitude and not longitude):
            continue
        place = position.checked(latitude, longitude)
        if place.latitude is not None:
            return place
        notes = notes or place.notes
    return Position(notes=notes)


def _coordinate(block: object, key: str) -> float | None:
    value = block.get(key) if isinstance(block, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:  # an integer of 400 digits
        return math.inf
