"""Time zones: which one holds at a position, and how far from UTC its clocks are at a moment.

Positions go through `tzfpy` (polygons of all zones, the sea included, right to about 100 m; MIT
licence, its data ODbL of OpenStreetMap). The first question loads it: 0.1 s and 40 MB; each further
one takes a microsecond, so nothing is imported before a photo with a position needs it.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from photoorg.dates.stamp import offset_delta, parse_offset


def zone_at(latitude: float, longitude: float) -> str | None:
    """The name of the zone at a position ("Asia/Kolkata"), None where there is none."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    from tzfpy import get_tz

    return get_tz(longitude, latitude) or None


def offset_in(zone: str, local: datetime, near: datetime | None = None) -> str | None:
    """The offset "+05:30" that clocks of a zone had when they showed `local`.

    An hour that is shown twice, when summer time ends, is the one nearest to the UTC time `near`,
    else the first. None for an unknown zone, and before there were zones (times of the sun).
    """
    fixed = parse_offset(zone)
    if fixed:
        return fixed
    rules = _rules(zone)
    if rules is None:
        return None
    first, second = (_written(local.replace(tzinfo=rules, fold=n).utcoffset()) for n in (0, 1))
    if near is None or first == second or first is None or second is None:
        return first
    return min(first, second, key=lambda offset: abs(local - offset_delta(offset) - near))


def local_in(zone: str, utc: datetime) -> tuple[datetime, str] | None:
    """What the clocks of a zone show at a moment of UTC (both naive), and their offset."""
    rules = _rules(zone)
    offset = parse_offset(zone)
    try:
        if not offset and rules:
            offset = _written(utc.replace(tzinfo=UTC).astimezone(rules).utcoffset())
        return (utc + offset_delta(offset), offset) if offset else None
    except OverflowError:  # the last day of the year 9999
        return None


@lru_cache(maxsize=1024)
def _rules(zone: str) -> ZoneInfo | None:
    """A name without rules gives None: tzfpy may know zones newer than this computer's rules."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return None


def _written(delta: timedelta | None) -> str | None:
    if delta is None or delta.total_seconds() % 60:
        return None
    minutes = int(delta.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
