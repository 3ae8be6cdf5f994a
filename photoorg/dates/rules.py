"""The ordered rules that date a photo. The first rule with a possible date wins.

| rule           | source                                                 | offset from UTC        |
|----------------|--------------------------------------------------------|------------------------|
| user           | the date that the user set                             | as set, else position  |
| exif-original  | EXIF DateTimeOriginal with SubSecTimeOriginal          | OffsetTimeOriginal     |
| exif-digitized | EXIF DateTimeDigitized (CreateDate)                    | OffsetTimeDigitized    |
| gps-time       | EXIF GPS date and time, which are UTC                  | see below              |
| xmp            | XMP in the picture                                     | as written             |
| xmp-sidecar    | XMP in a file beside it                                | as written             |
| takeout        | Google Takeout's JSON beside it, which counts in UTC   | see below              |
| movie          | the movie of a live photo: its own date, or its UTC    | as written; see below  |
| file-name      | date and time in the file's name                       | only if in UTC         |
| file-name-day  | a day in the file's name                               | unknown                |
| exif-modified  | EXIF DateTime: when the file was last written          | OffsetTime             |
| folder-name    | a day in a folder's name (a guess)                     | unknown                |
| file-time      | the file's own time (a guess); before a day in a name  | unknown                |
|                | when it falls on that day                              |                        |
| none           | nothing said anything possible                         |                        |

Local time is what the camera's owner saw on the clock. Written local time is never shifted; its
offset is the one beside it, else that of the time zone at the photo's position (daylight saving
included), else None: unknown. An hour that clocks showed twice is settled by the GPS time. Sources
that count in UTC are shifted to local time by an offset tag, else by the zone at the position; with
neither they stay in UTC and say so by "+00:00". An offset that the user set stands above all.

A day without a time of day takes it from what was written on that very day: EXIF DateTime, or the
file's time; otherwise it counts as midnight. Of a photo whose name (or folder) says only the day,
the file's time of that day is what dates it (messengers keep the second but not the metadata). A
date in a name is passed over when EXIF says that the file was written days before it: then it is
the date of a download or an export.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from photoorg.dates.evidence import Evidence, file_time, localised, naive_local
from photoorg.dates.names import date_in_folders, date_in_name
from photoorg.dates.stamp import (
    Stamp,
    iso,
    microseconds,
    parse_metadata_date,
    parse_offset,
    possible,
    why_impossible,
    with_time_of_file,
)
from photoorg.dates.zones import zone_at
from photoorg.records import NO_CORRECTION, Correction, Dated, Metadata, Sidecar

# Bump when the rules change: the next scan then dates all photos anew (pipeline.correcting).
VERSION = 3
_NAMED_DAYS = ("file-name-day", "folder-name")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable name, its source in words, and the function that applies it.

    `written` gives the text it reads, where nonsense in it is worth a note.
    """

    name: str
    title: str
    read: Callable[[Evidence], Stamp | None]
    written: Callable[[Evidence], str | None] | None = None


def date_photo(
    metadata: Metadata,
    path: str,
    mtime_ns: int,
    now: datetime | None = None,
    *,
    sidecar: Sidecar | None = None,
    user: Correction | None = None,
    position: tuple[float, float] | None = None,
) -> Dated:
    """Date a photo by the first rule that gives a possible date.

    `mtime_ns` is the file's time in nanoseconds since 1970 (UTC), `now` the local time against
    which the future is judged (default: this computer's clock). `position` (latitude, longitude)
    is the one whose time zone counts: the user's or a measured one, no estimate.
    """
    zone = zone_at(*position) if position else None
    evidence = Evidence(
        metadata,
        sidecar or Sidecar(""),
        user or NO_CORRECTION,
        path,
        file_time(mtime_ns, zone),
        zone,
        naive_local(now or datetime.now()),
    )
    notes: list[str] = []
    for rule in RULES:
        stamp = rule.read(evidence)
        doubted = stamp and rule.name != "user"  # what the user says holds
        why = why_impossible(stamp, evidence.today) if stamp and doubted else None
        if stamp and not why:
            return _dated(rule.name, stamp, evidence, notes)
        if rule.written:
            notes += _note(rule, rule.written(evidence), why)
    return Dated(taken=None, utc_offset=None, rule="none", note=" ".join(notes))


def _note(rule: Rule, text: str | None, why: str | None) -> list[str]:
    """What to tell about a date that was passed over."""
    if not text or not re.search("[1-9]", text):  # blanks and zeros say "unknown"
        return []
    return [f"{rule.title} ({text}) {why or 'names no day'}, so it was passed over."]


def _dated(rule: str, stamp: Stamp, evidence: Evidence, notes: list[str]) -> Dated:
    exact = _with_time(stamp, evidence)
    if rule in _NAMED_DAYS and not exact.day_only and exact.local == evidence.file_time:
        rule, exact = "file-time", replace(exact, guess=True)
    known = localised(exact, evidence)
    return Dated(iso(known.local), known.offset, rule, known.guess, " ".join(notes))


def _with_time(stamp: Stamp, evidence: Evidence) -> Stamp:
    """A day with the time of day of what was written on that very day, if anything was."""
    if not stamp.day_only:
        return stamp
    written = _exif_modified(evidence)
    if written and not written.day_only and written.local.date() == stamp.local.date():
        return replace(stamp, local=written.local, offset=written.offset, day_only=False)
    return with_time_of_file(stamp, evidence.file_time) if evidence.file_time else stamp


# --- The rules -----------------------------------------------------------------------------------


def _user(evidence: Evidence) -> Stamp | None:
    return parse_metadata_date(evidence.user.taken)


def _exif_original(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    stamp = _exif(metadata, metadata.date_time_original, metadata.offset_time_original)
    return _with_fraction(stamp, metadata.sub_sec_original)


def _exif_digitized(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    stamp = _exif(metadata, metadata.date_time_digitized, metadata.offset_time_digitized)
    return _with_fraction(stamp, metadata.sub_sec_digitized)


def _gps_time(evidence: Evidence) -> Stamp | None:
    stamp = parse_metadata_date(evidence.metadata.gps_time)
    return _utc(stamp) if stamp and not stamp.day_only else stamp


def _xmp(evidence: Evidence) -> Stamp | None:
    return parse_metadata_date(evidence.metadata.xmp_date)


def _xmp_sidecar(evidence: Evidence) -> Stamp | None:
    return parse_metadata_date(evidence.sidecar.xmp_date)


def _takeout(evidence: Evidence) -> Stamp | None:
    stamp = parse_metadata_date(evidence.sidecar.takeout_time)  # written in UTC by files.beside
    return _utc(stamp) if stamp else None


def _movie(evidence: Evidence) -> Stamp | None:
    stamp = parse_metadata_date(evidence.sidecar.movie_time)
    return _utc(stamp) if stamp and stamp.offset == "+00:00" else stamp


def _file_name(evidence: Evidence) -> Stamp | None:
    stamp = _named(evidence)
    return None if stamp is None or stamp.day_only else stamp


def _file_name_day(evidence: Evidence) -> Stamp | None:
    stamp = _named(evidence)
    return stamp if stamp and stamp.day_only else None


def _exif_modified(evidence: Evidence) -> Stamp | None:
    metadata = evidence.metadata
    return _exif(metadata, metadata.date_time, metadata.offset_time)


def _folder_name(evidence: Evidence) -> Stamp | None:
    return date_in_folders(Path(evidence.path).parent.parts)


def _file_time_rule(evidence: Evidence) -> Stamp | None:
    return Stamp(evidence.file_time, guess=True) if evidence.file_time else None


def _file_time_text(evidence: Evidence) -> str | None:
    return iso(evidence.file_time) if evidence.file_time else None


RULES: tuple[Rule, ...] = (
    Rule("user", "Your own date", _user),
    Rule(
        "exif-original",
        "EXIF DateTimeOriginal",
        _exif_original,
        lambda e: e.metadata.date_time_original,
    ),
    Rule(
        "exif-digitized",
        "EXIF DateTimeDigitized",
        _exif_digitized,
        lambda e: e.metadata.date_time_digitized,
    ),
    Rule("gps-time", "GPS time", _gps_time, lambda e: e.metadata.gps_time),
    Rule("xmp", "XMP date", _xmp, lambda e: e.metadata.xmp_date),
    Rule("xmp-sidecar", "XMP sidecar", _xmp_sidecar, lambda e: e.sidecar.xmp_date),
    Rule("takeout", "Google Takeout", _takeout, lambda e: e.sidecar.takeout_time),
    Rule("movie", "Movie beside it", _movie, lambda e: e.sidecar.movie_time),
    Rule("file-name", "File name", _file_name),
    Rule("file-name-day", "Day in the file name", _file_name_day),
    Rule("exif-modified", "EXIF DateTime", _exif_modified, lambda e: e.metadata.date_time),
    Rule("folder-name", "Folder name", _folder_name),
    Rule("file-time", "File time", _file_time_rule, _file_time_text),
)


def _exif(metadata: Metadata, text: str | None, offset: str | None) -> Stamp | None:
    """An EXIF date with its own offset; else with that of a tag of the same hour."""
    stamp = parse_metadata_date(text)
    if not stamp or stamp.offset:
        return stamp
    tags = (
        (text, offset),
        (metadata.date_time_original, metadata.offset_time_original),
        (metadata.date_time_digitized, metadata.offset_time_digitized),
        (metadata.date_time or text, metadata.offset_time),
    )
    near = (written for other, written in tags if _same_hour(stamp, other))
    return replace(stamp, offset=next(filter(None, map(parse_offset, near)), None))


def _same_hour(stamp: Stamp, text: str | None) -> bool:
    """Whether a date is so near that no journey lies between: cameras save seconds later."""
    other = parse_metadata_date(text)
    return other is not None and abs(other.local - stamp.local) <= timedelta(hours=1)


def _with_fraction(stamp: Stamp | None, digits: str | None) -> Stamp | None:
    if stamp and not stamp.local.microsecond and not stamp.day_only:
        return replace(stamp, local=stamp.local.replace(microsecond=microseconds(digits)))
    return stamp


def _utc(stamp: Stamp) -> Stamp:
    return replace(stamp, offset="+00:00", instant=True)


def _named(evidence: Evidence) -> Stamp | None:
    """What the file's name states, unless the file was written days before that."""
    name = Path(evidence.path)
    stamp = date_in_name(name.name if name.suffix[1:].isdigit() else name.stem)
    written = _exif_modified(evidence)
    if stamp and written and possible(written, evidence.today):
        late = stamp.local - written.local > timedelta(days=2)
        return None if late else stamp
    return stamp
