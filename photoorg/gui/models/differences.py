"""What sets photos side by side apart, in one line. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from photoorg.gui import texts
from photoorg.gui.texts import translate

if TYPE_CHECKING:
    from photoorg.records import Photo

SHARPER_BY = 1.05  # less is noise


def sharpness(photo: Photo) -> float | None:
    """How sharp a photo is, as far as it was measured; comparable within one library."""
    value = photo.details.get("sharpness")
    return float(value) if value is not None else None


def differences(photos: Sequence[Photo]) -> str:
    """One line: size in pixels and bytes, time, place and sharpness, first what differs."""
    if len(photos) < 2:
        return ""
    if len({photo.hash for photo in photos}) == 1:
        return translate("differences", "exact copies: what you decide holds for all of them")
    parts = [_pixels(photos), _bytes(photos), _time(photos), _place(photos), _sharpest(photos)]
    different = [words for words, same in parts if words and not same]
    alike = [words for words, same in parts if words and same]
    return " · ".join(different + alike)


def _pixels(photos: Sequence[Photo]) -> tuple[str, bool]:
    sizes = [f"{texts.number(p.width)} × {texts.number(p.height)}" for p in photos]
    if len(set(sizes)) == 1:
        return translate("differences", "same size in pixels"), True
    return _listed(sizes), False


def _bytes(photos: Sequence[Photo]) -> tuple[str, bool]:
    sizes = [texts.size(photo.bytes) for photo in photos]
    if len(set(sizes)) == 1:
        return sizes[0], True
    return _listed(sizes), False


def _listed(values: Sequence[str]) -> str:
    return " | ".join(values)


def _time(photos: Sequence[Photo]) -> tuple[str, bool]:
    if any(photo.taken is None for photo in photos):
        return translate("differences", "date unknown for some"), False
    moments = [datetime.fromisoformat(photo.taken or "").replace(tzinfo=None) for photo in photos]
    seconds = (max(moments) - min(moments)).total_seconds()
    if seconds < 0.5:
        return translate("differences", "same moment"), True
    return apart(seconds), False


def apart(seconds: float) -> str:
    """A span of time as a person says it: "3 s apart", "2 days apart"."""
    year, day, hour, minute = 86400.0 * 365, 86400.0, 3600.0, 60.0
    steps = (
        (year, translate("differences", "{0} years apart")),
        (day, translate("differences", "{0} days apart")),
        (hour, translate("differences", "{0} h apart")),
        (minute, translate("differences", "{0} min apart")),
    )
    for length, words in steps:
        if seconds >= 2 * length:  # "90 min apart" rather than "2 h"
            return words.format(texts.number(round(seconds / length)))
    return translate("differences", "{0} s apart").format(texts.number(max(1, round(seconds))))


def _place(photos: Sequence[Photo]) -> tuple[str, bool]:
    places = [texts.place(photo) for photo in photos]
    if len(set(places)) == 1:
        words = translate("differences", "same place") if places[0] else ""
        return words, True
    unknown = translate("differences", "place unknown")
    return _listed([place.split(", ")[0] or unknown for place in places]), False


def _sharpest(photos: Sequence[Photo]) -> tuple[str, bool]:
    values = [sharpness(photo) for photo in photos]
    known = [value for value in values if value is not None]
    if len(known) < len(photos):
        return "", True
    ordered = sorted(known, reverse=True)
    if ordered[0] <= ordered[1] * SHARPER_BY:
        return translate("differences", "equally sharp"), True
    words = translate("differences", "number {0} is the sharpest")
    return words.format(texts.number(known.index(ordered[0]) + 1)), False
