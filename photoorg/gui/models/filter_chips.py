"""The conditions of a filter in words, one by one, and how they join with an entry of the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from photoorg.gui import place_texts, texts
from photoorg.gui.counted import COUNTED
from photoorg.records import Filter

translate = QCoreApplication.translate

NOTHING = Filter()
_DEFAULTS: dict[str, Any] = {f.name: getattr(NOTHING, f.name) for f in fields(Filter)}

# conditions of which a photo's entry in the tree says one already: the newer choice holds
_SAME = (
    ("cluster", "unsorted"),
    ("date", "days", "undated"),
    ("place", "unplaced"),
    ("mark", "marked"),
    ("favourite",),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition: the fields it stands for, and what it says."""

    fields: tuple[str, ...]
    words: str


def chips(added: Filter, titles: Mapping[int, str]) -> list[Chip]:
    """The conditions that are set, in the order of the menu. `titles` are those of clusters."""
    found = [
        Chip(names, words(added, titles))
        for names, words in _WORDS
        if any(getattr(added, name) != _DEFAULTS[name] for name in names)
    ]
    return found


def merged(entry: Filter, added: Filter) -> Filter:
    """An entry of the tree, narrowed by what was added to it."""
    return replace(entry, **set_fields(added))


def set_fields(wanted: Filter) -> dict[str, Any]:
    """The fields of a filter that ask for anything."""
    values = {name: getattr(wanted, name) for name in _DEFAULTS}
    return {name: value for name, value in values.items() if value != _DEFAULTS[name]}


def without(added: Filter, names: tuple[str, ...]) -> Filter:
    """A filter with these conditions dropped."""
    return replace(added, **{name: _DEFAULTS[name] for name in names})


def narrowed(added: Filter, values: Mapping[str, Any]) -> Filter:
    """A filter with these fields set; what they contradict goes: a place is not "unplaced"."""
    for name, value in values.items():
        if value != _DEFAULTS[name]:
            added = without(added, _rivals(name))
        added = replace(added, **{name: value})
    return added


def beside(added: Filter, entry: Filter) -> Filter:
    """What stays added when another entry is chosen: not what the entry now says itself."""
    for name in set_fields(entry):
        added = without(added, _rivals(name))
    return added


def _rivals(name: str) -> tuple[str, ...]:
    return next((group for group in _SAME if name in group), (name,))


# --- words ---------------------------------------------------------------------------------------


def _cluster(wanted: Filter, titles: Mapping[int, str]) -> str:
    return titles.get(wanted.cluster or 0) or translate("chips", "A cluster")


def _days(wanted: Filter, _: Mapping[int, str]) -> str:
    first, last = wanted.days or (0, 0)
    if first == last:
        return _day(first)
    return translate("chips", "{0} to {1}").format(_day(first), _day(last))


def _day(ymd: int) -> str:
    day = QDate(ymd // 10_000, ymd // 100 % 100, ymd % 100)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else str(ymd)


def _place(wanted: Filter, _: Mapping[int, str]) -> str:
    place = wanted.place or ("",)
    name = place[-1] or texts.nameless()
    if len(place) == 3:
        return place_texts.city(place[0], name)
    return name if len(place) > 1 else country(place[0])


def country(code: str) -> str:
    """The name of a country in the user's language; no code is the sea."""
    territory = QLocale.codeToTerritory(code)
    return place_texts.country(code, QLocale.territoryToString(territory) if code else "sea")


def _bytes(wanted: Filter, _: Mapping[int, str]) -> str:
    least, most = wanted.least_bytes, wanted.most_bytes
    if most is None:
        return translate("chips", "Larger than {0}").format(texts.size(least))
    if not least:
        return translate("chips", "Smaller than {0}").format(texts.size(most))
    return translate("chips", "{0} to {1}").format(texts.size(least), texts.size(most))


def _pixels(wanted: Filter, _: Mapping[int, str]) -> str:
    return megapixels(wanted.least_pixels)


def megapixels(pixels: int) -> str:
    """ "12 megapixels or more" """
    return translate("chips", "{0} megapixels or more").format(texts.number(pixels // 1_000_000))


def stars(rating: int) -> str:
    """ "★★★ or better" """
    if rating >= 5:
        return "★" * rating
    return translate("chips", "{0} or better").format("★" * rating)


def source(name: str) -> str:
    """Where a position comes from, in words."""
    known = {
        "exif": translate("chips", "Position by the camera"),
        "xmp": translate("chips", "Position from XMP"),
        "takeout": translate("chips", "Position from Google Takeout"),
        "user": translate("chips", "Position set by you"),
        "estimate": translate("chips", "Position estimated"),
        "": translate("chips", "No position"),
    }
    return known.get(name, name)


def mark(name: str | None) -> str:
    """A verdict in words."""
    known = {"kept": translate("chips", "Kept"), "rejected": translate("chips", "Rejected")}
    return known.get(name or "", "")


_WORDS = (
    (("cluster",), _cluster),
    (("unsorted",), lambda w, _: translate("chips", "Unsorted")),
    (("date",), lambda w, _: texts.date_title(w.date or ())),
    (("days",), _days),
    (("undated",), lambda w, _: translate("chips", "Undated")),
    (
        ("rules",),
        lambda w, _: translate("chips", "Date: {0}").format(", ".join(map(texts.rule, w.rules))),
    ),
    (("guessed_dates",), lambda w, _: translate("chips", "Date is a guess")),
    (("place",), _place),
    (("unplaced",), lambda w, _: translate("chips", "Unplaced")),
    (("bounds",), lambda w, _: translate("chips", "Part of the map")),
    (("place_sources",), lambda w, _: ", ".join(map(source, w.place_sources))),
    (("estimated",), lambda w, _: translate("chips", "Position estimated")),
    (("formats",), lambda w, _: ", ".join(w.formats)),
    (("camera",), lambda w, _: w.camera or translate("chips", "No camera")),
    (("least_bytes", "most_bytes"), _bytes),
    (("least_pixels",), _pixels),
    (("least_rating",), lambda w, _: stars(w.least_rating)),
    (("mark",), lambda w, _: mark(w.mark)),
    (
        ("marked",),
        lambda w, _: translate("chips", "Decided") if w.marked else translate("chips", "Undecided"),
    ),
    (("favourite",), lambda w, _: translate("chips", "Favourites")),
    (("protected",), lambda w, _: translate("chips", "Protected")),
    (("unreviewed",), lambda w, _: translate("chips", "Not reviewed yet")),
    (("ids",), lambda w, _: COUNTED.selected(len(w.ids))),
    (("text",), lambda w, _: translate("chips", "“{0}”").format(w.text)),
)
