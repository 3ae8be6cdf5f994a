"""Places by what somebody types: names of the gazetteer, the user's own names, coordinates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from photoorg.catalog import corrections
from photoorg.pipeline.rows import Names, gazetteer
from photoorg.records import FoundPlace, Place

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

# "12.97, 77.59"; and inside of what map pages show and link to, where only exact ones are meant
_PAIR = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_LINKED = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{3,})[,;/\s]\s*(-?\d{1,3}\.\d{3,})")
# 12°58'17"N 77°35'40"E, minutes and seconds left out or not
_DEGREES = re.compile(
    r"(\d{1,3}(?:\.\d+)?)\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|'')\s*)?([NSEW])",
    re.IGNORECASE,
)


def find_places(db: Connection, text: str, limit: int, language: str = "") -> list[FoundPlace]:
    """What may be meant, the likeliest first; a position that was typed is the only answer."""
    at = position_in(text)
    if at is not None:
        place = gazetteer().place(*at)
        named = place and Names(corrections.named_places(db)).applied(place, *at)
        return [FoundPlace(named, *at, 0)] if named else []
    if _PAIR.fullmatch(text):
        return []  # two numbers that are no position are no name either
    from photoorg.places.search import find

    wanted = text.strip().casefold()
    own = [
        FoundPlace(Place(n.place.country_code, n.place.country, n.place.region, n.name, 0.0),
                   n.latitude, n.longitude, 0)
        for n in corrections.named_places(db)
        if wanted and n.name.casefold().startswith(wanted)
        and n.latitude is not None and n.longitude is not None
    ]  # fmt: skip
    found = [
        FoundPlace(Place(c.country_code, c.country, c.region, c.name, 0.0),
                   c.latitude, c.longitude, c.population)
        for c in find(text, limit, language)
    ]  # fmt: skip
    return [*own, *found][:limit]


def position_in(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of "12.97, 77.59", of degrees with N, S, E, W, of a map's address."""
    parts = _DEGREES.findall(text)
    if len(parts) == 2:
        signed = {part[3].upper(): _signed(*part) for part in parts}
        latitude = signed.get("N", signed.get("S"))
        longitude = signed.get("E", signed.get("W"))
    else:
        match = _PAIR.fullmatch(text) or _LINKED.search(text)
        latitude, longitude = (float(match[1]), float(match[2])) if match else (None, None)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _signed(degrees: str, minutes: str, seconds: str, letter: str) -> float:
    size = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -size if letter.upper() in "SW" else size
