"""Corrections of dates, worked out: what a change makes of a photo's local time and offset.

All on local time as it is written, so that nothing is shifted unless the user said so. The result
is stored as it stands: a photo that was shifted keeps its date when its file is renamed or read
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from photoorg.records import ClearDate, SetZone, ShiftDate

if TYPE_CHECKING:
    from photoorg.records import DateChange, Dated, SetDate

FIRST_YEAR, LAST_YEAR = 1826, 2261  # from the first photograph to the last that a file's time holds
_FARTHEST = 1000 * 366 * 86_400  # seconds: farther than any date, and within what timedelta holds
UserDate = tuple[str | None, str | None]  # taken, offset: as in `records.Correction`

_UNITS = {
    "w": 604_800, "week": 604_800, "d": 86_400, "day": 86_400, "h": 3600, "hour": 3600,
    "m": 60, "min": 60, "minute": 60, "s": 1, "sec": 1, "second": 1,
}  # fmt: skip
_PART = re.compile(r"(\d+)\s*([a-z]+)\s*")
_CLOCK = re.compile(r"(\d{1,4}):(\d\d)(?::(\d\d))?")
_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?$"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)


# --- reading what was typed ----------------------------------------------------------------------


def parse_shift(text: str) -> int | None:
    """Seconds of "+1h30m", "-2 days 4:30", "+05:30:00"; None for anything else.

    Without a sign it is forward. A clock alone is hours and minutes, and seconds if three parts.
    """
    rest = text.strip().lower().replace("−", "-").replace(",", " ")
    sign = -1 if rest.startswith("-") else 1
    rest = rest.lstrip("+-").strip()
    total, found = 0, False
    while rest:
        part, clock = _PART.match(rest), _CLOCK.match(rest)
        if clock:
            hours, minutes, seconds = clock[1], clock[2], clock[3] or "0"
            if int(minutes) > 59 or int(seconds) > 59:
                return None
            total += int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            rest = rest[clock.end() :].strip()
        elif part:
            name = part[2] if part[2] in _UNITS else part[2].removesuffix("s")
            if name not in _UNITS:
                return None
            total += int(part[1]) * _UNITS[name]
            rest = rest[part.end() :]
        else:
            return None
        found = True
    return sign * total if found else None


def shift_text(seconds: int) -> str:
    """ "+1 d 02:30:00": how far a shift goes, without doubt about its units."""
    days, rest = divmod(abs(seconds), 86_400)
    hours, minutes = divmod(rest // 60, 60)
    clock = f"{hours:02}:{minutes:02}:{rest % 60:02}"
    return f"{'-' if seconds < 0 else '+'}{f'{days} d ' if days else ''}{clock}"


def parse_date(text: str) -> tuple[str, str | None, bool] | None:
    """(local ISO 8601, offset or None, whether a time of day was said), or None if it is no date.

    Reads "2019-05-12", "2019-05-12 13:37" with or without seconds, and "+05:30" or "Z" after it.
    """
    match = _DATE.match(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = round(float(fraction or 0) * 1_000_000)
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            min(micro, 999_999),
        )  # fmt: skip
    except ValueError:
        return None
    offset = parse_offset(zone) if zone else None
    if not FIRST_YEAR <= local.year <= LAST_YEAR or (zone and (offset is None or hour is None)):
        return None
    return iso(local), offset, hour is not None


def parse_offset(text: str) -> str | None:
    """ "+05:30" of "+5:30", "UTC+0530", "Z"; None for what is no offset, or beyond the world's."""
    text = text.strip()
    if text.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    match = _OFFSET.match(text)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if int(match[3] or 0) > 59 or minutes > (14 if match[1] == "+" else 12) * 60:
        return None
    return f"{match[1]}{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo | None:
    """The zone of "Europe/Paris", "europe/paris" or "+05:30"; None if there is none of that name.

    The names come with the system, or with the package tzdata where it has none.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    offset = parse_offset(name)
    if offset is not None:
        return timezone(_delta(offset))
    exact = _zone_names().get(name.strip().lower().replace(" ", "_"))
    try:
        return ZoneInfo(exact) if exact else None
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """All time zones by name ("Africa/Abidjan", ...), without the abbreviations of old."""
    from zoneinfo import available_timezones

    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


# --- what a change makes of dates ----------------------------------------------------------------


def changed(dates: Sequence[Dated], change: DateChange) -> list[UserDate | None]:
    """What each photo's correction becomes, in order; None: this photo can not be changed so.

    `dates` are what holds now. A photo without a date can not be shifted, nor have a zone.
    """
    work = _worker(dates, change)
    return [work(dated) for dated in dates]


def _worker(dates: Sequence[Dated], change: DateChange) -> Callable[[Dated], UserDate | None]:
    if isinstance(change, ClearDate):
        return lambda dated: (None, None)
    if isinstance(change, ShiftDate):
        by = timedelta(seconds=max(-_FARTHEST, min(_FARTHEST, change.seconds)))
        return lambda dated: _shifted(dated, by)
    if isinstance(change, SetZone):
        return lambda dated: _zoned(dated, change)
    if change.keep == "distances":
        return _from_the_first(dates, change)
    if change.keep == "time":
        return lambda dated: (f"{change.taken[:10]}{(dated.taken or change.taken)[10:]}",
                              change.utc_offset or dated.utc_offset)  # fmt: skip
    return lambda dated: (change.taken, change.utc_offset)


def _from_the_first(dates: Sequence[Dated], change: SetDate) -> Callable[[Dated], UserDate | None]:
    """The earliest photo gets the date, the others follow at their distance."""
    known = [datetime.fromisoformat(dated.taken) for dated in dates if dated.taken]
    if not known:
        return lambda dated: (change.taken, change.utc_offset)
    by = datetime.fromisoformat(change.taken) - min(known)

    def follow(dated: Dated) -> UserDate | None:
        moved = _shifted(dated, by)
        return moved and (moved[0], change.utc_offset or moved[1])

    return follow


def _shifted(dated: Dated, by: timedelta) -> UserDate | None:
    if dated.taken is None:
        return None
    try:
        local = datetime.fromisoformat(dated.taken) + by
    except OverflowError:
        return None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return None
    return iso(local), dated.utc_offset


def _zoned(dated: Dated, change: SetZone) -> UserDate | None:
    """The offset that a zone has at a photo's time, with daylight saving as it was then."""
    zone = zone_of(change.zone)
    if dated.taken is None or zone is None:
        return None
    local = datetime.fromisoformat(dated.taken)
    if not change.moves:
        return None if dated.rule == "none" else (_stays(dated), offset_at(zone, local))
    clock = zone_of(change.clock or dated.utc_offset or "")
    if clock is None:
        return None
    there = local.replace(tzinfo=clock).astimezone(zone)
    return iso(there.replace(tzinfo=None)), _offset_text(there)


def _stays(dated: Dated) -> str | None:
    """A local time that the user gave stays the user's; another is left to the rules."""
    return dated.taken if dated.rule == "user" else None


def offset_at(zone: tzinfo, local: datetime) -> str:
    """The offset "+02:00" of a zone at a local time; of the hour that came twice, the first."""
    return _offset_text(local.replace(tzinfo=zone))


def _offset_text(moment: datetime) -> str:
    """To the minute: before 1900 clocks went by the sun, to the second."""
    seconds = (moment.utcoffset() or timedelta()).total_seconds()
    minutes = round(abs(seconds) / 60)
    return f"{'-' if seconds < 0 and minutes else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _delta(offset: str) -> timedelta:
    size = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return -size if offset[0] == "-" else size


def iso(local: datetime) -> str:
    """ISO 8601 without an offset; fractions only where there are any."""
    if local.microsecond % 1000:
        return local.isoformat(timespec="microseconds")
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")
