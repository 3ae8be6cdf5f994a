"""The ordered rules that date a photo. The first rule with a possible date wins.

| rule              | source                                              | offset from UTC      |
|-------------------|-----------------------------------------------------|----------------------|
| exif-original     | EXIF DateTimeOriginal with SubSecTimeOriginal       | OffsetTimeOriginal   |
| exif-digitized    | EXIF DateTimeDigitized                              | OffsetTimeDigitized  |
| gps-time          | EXIF GPS date and time, which are UTC               | +00:00, or OffsetTime|
| xmp               | XMP date                                            | as written           |
| exif-modified     | EXIF DateTime: when the file was last written       | OffsetTime           |
| file-name         | date and time in the file's name                    | only if in UTC       |
| file-name-day     | a day in the file's name; the time of day is unknown| unknown              |
| folder-name       | a day in a folder's name (a guess)                  | unknown              |
| file-time         | the file's own time (a guess)                       | unknown              |
| none              | nothing said anything possible                      |                      |

Local time is what the camera's owner saw on the clock and is never shifted; where the offset is
unknown it stays None. The one conversion is from the UTC of GPS to local time, where an offset tag
says how. A day without a time of day takes the time of the file when that falls on that very day
(messengers keep the second but not the metadata); otherwise it counts as midnight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from photoorg.dates.names import date_in_folders, date_in_name
from photoorg.dates.stamp import (
    Stamp,
    iso,
    microseconds,
    offset_delta,
    parse_metadata_date,
    parse_offset,
    possible,
    with_time_of_file,
)
from photoorg.records import Dated, Metadata


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the rules may look at. `file_time` is local time of this computer, or None."""

    metadata: Metadata
    path: str
    file_time: datetime | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable name, and the function that applies it."""

    name: str
    read: Callable[[Evidence], Stamp | None]


def date_photo(metadata: Metadata, path: str, mtime_ns: int, now: datetime | None = None) -> Dated:
    """Date a photo by the first rule that gives a possible date.

    `mtime_ns` is the file's time in nanoseconds since 1970 (UTC), `now` the local time against
    which the future is judged (default: this computer's clock).
    """
    today = _naive_local(now or datetime.now())
    evidence = Evidence(metadata, path, _file_time(mtime_ns))
    for rule in RULES:
        stamp = rule.read(evidence)
        if stamp and possible(stamp, today):
            return _dated(rule.name, stamp, evidence.file_time)
    return Dated(taken=None, utc_offset=None, rule="none")


def _dated(rule: str, stamp: Stamp, file_time: datetime | None) -> Dated:
    known = with_time_of_file(stamp, file_time) if file_time else stamp
    return Dated(iso(known.local), known.offset, rule, guess=known.guess)


def _exif_original(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    stamp = _exif(metadata, metadata.date_time_original, metadata.offset_time_original)
    if stamp and not stamp.local.microsecond and not stamp.day_only:
        fraction = microseconds(metadata.sub_sec_original)
        return replace(stamp, local=stamp.local.replace(microsecond=fraction))
    return stamp


def _exif_digitized(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    return _exif(metadata, metadata.date_time_digitized, metadata.offset_time_digitized)


def _gps_time(evidence: Evidence) -> Stamp | None:
    """GPS gives UTC: local time where an offset tag is there, else UTC that says it is UTC."""
    metadata = evidence.metadata
    stamp = parse_metadata_date(metadata.gps_time)
    if not stamp or stamp.day_only:
        return stamp
    offsets = (metadata.offset_time_original, metadata.offset_time_digitized, metadata.offset_time)
    offset = next(filter(None, map(parse_offset, offsets)), "+00:00")
    try:
        return Stamp(stamp.local + offset_delta(offset), offset)
    except OverflowError:  # the last day of the year 9999
        return None


def _xmp(evidence: Evidence) -> Stamp | None:
    return parse_metadata_date(evidence.metadata.xmp_date)


def _exif_modified(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    return _exif(metadata, metadata.date_time, metadata.offset_time)


def _file_name(evidence: Evidence) -> Stamp | None:
    stamp = _named(evidence.path)
    return None if stamp is None or stamp.day_only else stamp


def _file_name_day(evidence: Evidence) -> Stamp | None:
    stamp = _named(evidence.path)
    return stamp if stamp and stamp.day_only else None


def _folder_name(evidence: Evidence) -> Stamp | None:
    return date_in_folders(Path(evidence.path).parent.parts)


def _file_time_rule(evidence: Evidence) -> Stamp | None:
    return Stamp(evidence.file_time, guess=True) if evidence.file_time else None


RULES: tuple[Rule, ...] = (
    Rule("exif-original", _exif_original),
    Rule("exif-digitized", _exif_digitized),
    Rule("gps-time", _gps_time),
    Rule("xmp", _xmp),
    Rule("exif-modified", _exif_modified),
    Rule("file-name", _file_name),
    Rule("file-name-day", _file_name_day),
    Rule("folder-name", _folder_name),
    Rule("file-time", _file_time_rule),
)


def _exif(metadata: Metadata, text: str | None, offset: str | None) -> Stamp | None:
    """An EXIF date with its own offset; else that of DateTime, if both are the same moment."""
    stamp = parse_metadata_date(text)
    if not stamp or stamp.offset:
        return stamp
    found = parse_offset(offset)
    if not found and text == metadata.date_time:
        found = parse_offset(metadata.offset_time)
    return replace(stamp, offset=found)


def _named(path: str) -> Stamp | None:
    name = Path(path)
    return date_in_name(name.name if name.suffix[1:].isdigit() else name.stem)


def _file_time(mtime_ns: int) -> datetime | None:
    """The file's time on this computer's clock, to the second; None beyond what clocks can say."""
    try:
        return datetime.fromtimestamp(mtime_ns // 1_000_000_000)
    except (OverflowError, OSError, ValueError):
        return None


def _naive_local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
