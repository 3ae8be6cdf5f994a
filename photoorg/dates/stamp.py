"""A point in local time as a photo or its name states it, and the parser of metadata dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FIRST_PHOTOGRAPH = 1826  # Niépce, view from the window at Le Gras


@dataclass(frozen=True, slots=True)
class Stamp:
    """Local time as written (naive), its offset "+05:30" or None, and how much of it is known.

    `day_only` marks a stamp without a time of day: `local` is then midnight. `guess` marks a
    source that often means something else (when a file was saved, not when it was taken).
    `instant` marks a source that counts in UTC whatever the clocks around it showed: `local` is
    UTC then, to be shifted to the clock that the owner saw.
    """

    local: datetime
    offset: str | None = None
    day_only: bool = False
    guess: bool = False
    instant: bool = False


_DATE_TIME = re.compile(
    r"""^\s*
    (\d{4}) [:/.-] \s*(\d{1,2}) [:/.-] \s*(\d{1,2})
    (?: [\sT]+ (\d{1,2}) : \s*(\d{1,2}) (?: : \s*(\d{1,2}) (?: [.,](\d+) )? )?
        \s*([AaPp][Mm])? \s*(Z|[+-]\d{1,2}:?\d{0,2})? )?
    \s*$""",
    re.VERBOSE,
)
_OFFSET = re.compile(r"^([+-])(\d{1,2}):?(\d{2})?$")


def parse_metadata_date(text: str | None) -> Stamp | None:
    """Read a date of EXIF ("2019:05:12 13:37:06") or XMP (ISO 8601), as loosely as cameras write.

    Accepts other separators, blanks for leading zeros, a missing time, fractions, AM and PM, a
    trailing offset. Zeros and blanks for "unknown" and anything else give None.
    """
    match = _DATE_TIME.match((text or "").replace("\0", " "))
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, half, offset = match.groups()
    local = make_datetime(
        year, month, day, twelve_hours(hour, half), minute, second, microseconds(fraction)
    )
    if local is None:
        return None
    return Stamp(local, parse_offset(offset), day_only=hour is None)


def make_datetime(
    year: str,
    month: str,
    day: str,
    hour: str | int | None = None,
    minute: str | None = None,
    second: str | None = None,
    microsecond: int = 0,
) -> datetime | None:
    """The datetime of these digits; None if there is no such moment. A leap second becomes :59."""
    try:
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            59 if second == "60" else int(second or 0),
            microsecond,
        )
    except ValueError:
        return None


def twelve_hours(hour: str | None, half: str | None) -> str | int | None:
    """The hour of a 24-hour clock; `half` is "am", "pm" in any case, or None."""
    if hour is None or not half or int(hour) > 12:
        return hour
    return int(hour) % 12 + (12 if half.lower() == "pm" else 0)


def microseconds(fraction: str | None) -> int:
    """Microseconds of the digits after a decimal point; 0 for anything that is not digits."""
    digits = (fraction or "").strip().strip("\0")
    if not (digits.isascii() and digits.isdigit()):
        return 0
    return int(digits[:6].ljust(6, "0"))


def parse_offset(text: str | None) -> str | None:
    """An offset from UTC in the form "+05:30", or None. The world uses -12:00 to +14:00."""
    cleaned = (text or "").replace("\0", " ").strip()
    if cleaned in ("Z", "z"):
        return "+00:00"
    match = _OFFSET.match(cleaned)
    if not match:
        return None
    sign, hours, minutes = match[1], int(match[2]), int(match[3] or 0)
    if minutes > 59 or hours * 60 + minutes > (14 if sign == "+" else 12) * 60:
        return None
    return f"{sign}{hours:02}:{minutes:02}"


def offset_delta(offset: str) -> timedelta:
    """The duration of an offset in the form "+05:30"."""
    delta = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return -delta if offset[0] == "-" else delta


def possible(stamp: Stamp, now: datetime) -> bool:
    """Whether a photo can be that old, and not from the future (two days of grace for zones)."""
    return why_impossible(stamp, now) is None


def why_impossible(stamp: Stamp, now: datetime) -> str | None:
    """What is wrong with a date, as the end of a sentence; None if a photo can be of that time.

    Besides the future and the time before photography these are the zeros of common clocks: Unix
    (1970-01-01, and the evening before in the Americas), QuickTime (1904-01-01, and the evening
    before) and FAT (1980-01-01 at midnight).
    """
    local = stamp.local
    if local.year < FIRST_PHOTOGRAPH:
        return "lies before the first photograph"
    if local > now + timedelta(days=2):
        return "lies in the future"
    day = (local.year, local.month, local.day)
    seconds_into_day = local.hour * 3600 + local.minute * 60 + local.second
    evening = local.hour >= 12 and seconds_into_day % 1800 == 0
    if (
        day in ((1970, 1, 1), (1904, 1, 1))
        or (day in ((1969, 12, 31), (1903, 12, 31)) and evening)
        or (day == (1980, 1, 1) and not seconds_into_day)
    ):
        return "is where clocks begin that were never set"
    return None


def with_time_of_file(stamp: Stamp, file_time: datetime) -> Stamp:
    """Give a day-only stamp the file's own time of day, if the file is from that very day."""
    if not stamp.day_only or stamp.local.date() != file_time.date():
        return stamp
    return replace(stamp, local=file_time, day_only=False)


def iso(local: datetime) -> str:
    """ISO 8601 without an offset; fractions only where there are any."""
    if local.microsecond % 1000:
        return local.isoformat(timespec="microseconds")
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")
