"""Corrections as they are kept among the decisions: their kinds, and what was said, as JSON."""

from __future__ import annotations

from typing import Any

from photoorg.records import (
    NO_CORRECTION,
    ClearDate,
    ClearPlace,
    Correction,
    DateChange,
    EstimatePlace,
    NoPlace,
    Place,
    PlaceChange,
    SetDate,
    SetPlace,
    SetZone,
    ShiftDate,
)

OF_DATES = ("date-set", "date-shift", "date-zone", "date-clear")
OF_PLACES = ("place-set", "place-none", "place-clear", "place-estimate")
Change = DateChange | PlaceChange


def kind_of(change: Change) -> str:
    """How a change is called among the decisions."""
    kinds: dict[type[Any], str] = {
        SetDate: "date-set", ShiftDate: "date-shift", SetZone: "date-zone",
        ClearDate: "date-clear", SetPlace: "place-set", NoPlace: "place-none",
        ClearPlace: "place-clear", EstimatePlace: "place-estimate",
    }  # fmt: skip
    return kinds[type(change)]


def value_of(change: Change) -> str | int | None:
    """What a change had set, as the history says it."""
    if isinstance(change, SetDate):
        return f"{change.taken}{change.utc_offset or ''}"
    if isinstance(change, ShiftDate):
        return change.seconds
    if isinstance(change, SetZone):
        return change.zone
    if isinstance(change, EstimatePlace):
        return change.within_seconds
    return place_text(change) if isinstance(change, SetPlace) else None


def place_text(change: SetPlace) -> str:
    """ "Kochi, Kerala, India", or the coordinates."""
    place = change.place
    if place is None:
        return f"{change.latitude:.4f}, {change.longitude:.4f}"
    return ", ".join(filter(None, (place.city, place.region, place.country)))


def plain(kind: str, said: Correction) -> list[Any] | None:
    """What a correction of this kind says, as JSON; None: nothing."""
    if kind in OF_DATES:
        return None if said.taken is said.utc_offset is None else [said.taken, said.utc_offset]
    if said.place_from is None:
        return None
    place = said.place
    names = place and [place.country_code, place.country, place.region, place.city]
    return [said.latitude, said.longitude, names, said.place_from]


def from_plain(kind: str, value: list[Any] | None) -> Correction:
    """The inverse of `plain`."""
    if value is None:
        return NO_CORRECTION
    if kind in OF_DATES:
        return Correction(taken=value[0], utc_offset=value[1])
    names = value[2]
    place = Place(names[0], names[1], names[2], names[3], 0.0) if names else None
    return Correction(latitude=value[0], longitude=value[1], place=place, place_from=value[3])
