"""When and where a photo was taken, and what says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Dated:
    """When a photo was taken, and which rule says so.

    `taken` is local ISO 8601 without an offset ("2019-05-12T13:37:06" or with fraction), None if
    no rule applied. `utc_offset` is "+05:30" or None if unknown (then nothing was shifted).
    `rule` is a stable name ("exif-original", "file-name", ..., "none"); `guess` marks weak rules.
    `note` says which dates were passed over, and why; "" if none was.
    """

    taken: str | None
    utc_offset: str | None
    rule: str
    guess: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """A position, and what it is from: "exif", "xmp", "takeout", "user" or "estimate"."""

    latitude: float
    longitude: float
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where coordinates lie. `country_code` is ISO 3166-1 alpha-2, "" at sea or in no country."""

    country_code: str
    country: str
    region: str
    city: str
    distance_km: float


PlaceSource = Literal["exif", "xmp", "takeout", "user", "estimate"]
