"""Numbers, sizes, dates and rules as words in the user's language and formats.

Counted things go through Qt's plural forms ("%Ln"), everything else through QLocale.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from photoorg.gui import place_texts
from photoorg.gui.counted import COUNTED

if TYPE_CHECKING:
    from photoorg.records import Photo, Place, Progress

translate = QCoreApplication.translate


def number(value: int) -> str:
    """A whole number with the locale's separators."""
    return QLocale().toString(value)


def photos(count: int) -> str:
    """ "72 photos" """
    return COUNTED.photos(count)


def scanned(result: Mapping[str, Any]) -> str:
    """What a scan found: "12 new photos · 1 moved", or that all is as it was."""
    phrases = {
        "new": COUNTED.new,
        "changed": COUNTED.changed,
        "moved": COUNTED.moved,
        "missing": COUNTED.missing,
        "offline": COUNTED.offline,
    }
    found = [phrase(result[name]) for name, phrase in phrases.items() if result.get(name)]
    return " · ".join(found) or translate("texts", "Nothing new: all is as it was.")


def selected(count: int) -> str:
    """ "3 photos selected" """
    return COUNTED.selected(count)


def size(value: int) -> str:
    """A number of bytes in units of 1,000 as a person says it: "18 MB", "2.4 GB"."""
    power = 0
    while value >= 1000 ** (power + 1):
        power += 1
    digits = 1 if power and value < 10 * 1000**power else 0
    return QLocale().formattedDataSize(value, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def percent(share: float) -> str:
    """A share from 0 to 1 as "93 %"; never rounded up to 100."""
    return translate("texts", "{0} %").format(
        number(min(99, int(share * 100)) if share < 1 else 100)
    )


def month(value: int) -> str:
    """The name of a month standing alone, e.g. "May"."""
    return QLocale().standaloneMonthName(value)


def day(year: int, month_: int, day_: int) -> str:
    """A day within its month: "Sunday 12"."""
    name = QLocale().standaloneDayName(QDate(year, month_, day_).dayOfWeek())
    return translate("texts", "{weekday} {day}").format(day=number(day_), weekday=name)


def date_title(date: tuple[int, ...]) -> str:
    """The heading of a year, a month or a day."""
    if len(date) == 1:
        return str(date[0])
    if len(date) == 2:
        return translate("texts", "{month} {year}").format(month=month(date[1]), year=date[0])
    return QLocale().toString(QDate(*date), QLocale.FormatType.LongFormat)


def taken(photo: Photo) -> tuple[str, str]:
    """Day and time of a photo as two strings; empty when no rule gave a date."""
    if photo.taken is None:
        return translate("texts", "Date unknown"), ""
    try:
        moment = datetime.fromisoformat(photo.taken)
    except ValueError:
        return photo.taken, ""
    locale = QLocale()
    words = locale.toString(
        QDate(moment.year, moment.month, moment.day), QLocale.FormatType.LongFormat
    )
    if len(photo.taken) <= 10:
        return words, ""
    clock = locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    return words, f"{clock} {photo.utc_offset}" if photo.utc_offset else clock


def moment(iso: str) -> str:
    """An ISO 8601 time as day and time in the user's format, and zone if it has an offset."""
    try:
        then = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if then.tzinfo is not None:
        then = then.astimezone()
    stamp = QDateTime(
        QDate(then.year, then.month, then.day), QTime(then.hour, then.minute, then.second)
    )
    return QLocale().toString(stamp, QLocale.FormatType.ShortFormat)


def date_of(iso: str) -> str:
    """The user's own day of an ISO 8601 time that has an offset: "3 May 2021"."""
    try:
        then = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return iso
    return QLocale().toString(
        QDate(then.year, then.month, then.day), QLocale.FormatType.ShortFormat
    )


def rule(name: str) -> str:
    """Which rule gave a photo its date, in words; an unknown rule by its own name."""
    known = {
        "user": translate("texts", "set by you"),
        "exif-original": translate("texts", "written by the camera"),
        "exif-digitized": translate("texts", "written when it was digitised"),
        "exif-modified": translate("texts", "written by the camera or an editor"),
        "xmp": translate("texts", "from the picture's XMP data"),
        "xmp-sidecar": translate("texts", "from the XMP file beside it"),
        "takeout": translate("texts", "from Google Takeout's file beside it"),
        "movie": translate("texts", "from the movie beside it"),
        "gps-time": translate("texts", "from the satellite clock"),
        "file-name": translate("texts", "read from the file name"),
        "file-name-day": translate("texts", "the day in the file name"),
        "folder-name": translate("texts", "the day in the folder's name, a guess"),
        "file-time": translate("texts", "the file's own time, a guess"),
        "none": translate("texts", "nothing says when it was taken"),
    }
    return known.get(name, name.replace("-", " "))


def place(photo: Photo) -> str:
    """City, region and country of a photo, as far as known; empty when unknown."""
    if photo.place is None:
        return ""
    return place_names(photo.place)


def place_names(found: Place) -> str:
    """City, region and country, as far as known."""
    return place_texts.names(found)


def place_source(name: str | None) -> str:
    """What a position is from, in words."""
    known = {
        "exif": translate("texts", "from the camera"),
        "xmp": translate("texts", "from XMP data"),
        "takeout": translate("texts", "from Google Takeout's file beside it"),
        "user": translate("texts", "set by you"),
        "estimate": translate("texts", "an estimate"),
    }
    return known.get(name or "", name or "")


def nameless() -> str:
    """What stands for an empty name of a country, region or city."""
    return translate("texts", "Elsewhere")


def on_map(count: int) -> str:
    """What a map shows: "72 photos on the map, N goes from bubble to bubble"."""
    words = translate(
        "texts", "{0} on the map. N goes to the next bubble, Return shows its photos."
    )
    return words.format(photos(count))


def days(first: int, last: int) -> str:
    """A span of days given as 20190512: a year, a month, a day, or from day to day."""
    start, end = (QDate(d // 10_000, d // 100 % 100, d % 100) for d in (first, last))
    if start == end:
        return QLocale().toString(start, QLocale.FormatType.LongFormat)
    whole_month = start.day() == 1 and end == start.addMonths(1).addDays(-1)
    if whole_month:
        return date_title((start.year(), start.month()))
    if (start.dayOfYear(), end.addDays(1).dayOfYear()) == (1, 1) and start.year() == end.year():
        return date_title((start.year(),))
    words = translate("texts", "{0} to {1}")
    short = QLocale.FormatType.ShortFormat
    return words.format(QLocale().toString(start, short), QLocale().toString(end, short))


def tick(day_: int, unit: str) -> str:
    """What is written below a timeline: "2019", "May" or "12"."""
    year, month_, number_ = day_ // 10_000, day_ // 100 % 100, day_ % 100
    if unit == "year":
        return str(year)
    if unit == "month":
        return QLocale().standaloneMonthName(month_, QLocale.FormatType.ShortFormat)
    return number(number_)


def distance(metres: float) -> str:
    """A round length: "500 m", "20 km"."""
    if metres < 1000:
        return translate("texts", "{0} m").format(number(round(metres)))
    return translate("texts", "{0} km").format(number(round(metres / 1000)))


def file_name(path: str) -> str:
    """The last part of a path, also of one whose name is not valid text."""
    return shown(os.path.basename(path))


def shown(path: str) -> str:
    """A path that can be displayed: undecodable bytes become a mark instead of an error."""
    return os.fsencode(path).decode("utf-8", "replace")


def left(seconds: float) -> str:
    """How long something still takes, roughly: "about 2 min left"."""
    if seconds < 60:
        whole = max(5, round(seconds / 5) * 5)
        return translate("texts", "about {0} s left").format(number(whole))
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("texts", "about {0} min left").format(number(minutes))
    return translate("texts", "about {0} h left").format(number(round(seconds / 3600)))


def rate(per_second: float) -> str:
    """Items per second."""
    value = (
        number(round(per_second)) if per_second >= 10 else QLocale().toString(per_second, "f", 1)
    )
    return translate("texts", "{0}/s").format(value)


def stage(name: str) -> str:
    """The name of a job's stage in the user's language."""
    known = {
        "Looking for photos": translate("texts", "Looking for photos"),
        "Looking at photos for the first time": translate(
            "texts", "Looking at photos for the first time"
        ),
        "Reading photos": translate("texts", "Reading photos"),
        "Recognising contents": translate("texts", "Recognising contents"),
        "Learning your photos": translate("texts", "Learning your photos"),
        "Grouping": translate("texts", "Grouping"),
        "Looking closely": translate("texts", "Looking closely"),
        "Comparing photos": translate("texts", "Comparing photos"),
        "Moving to trash": translate("texts", "Moving to the trash"),
        "Restoring": translate("texts", "Bringing photos back"),
        "Moving photos": translate("texts", "Moving photos"),
        "Copying photos": translate("texts", "Copying photos"),
        "Writing sidecars": translate("texts", "Writing sidecars"),
        "Writing the list": translate("texts", "Writing the list"),
        "Drawing the demo": translate("texts", "Drawing the demo"),
    }
    return known.get(name, name)


def step(name: str) -> str:
    """What a job says of its stage, in the user's language."""
    known = {
        "Learning to describe each photo briefly": translate(
            "texts", "Learning to describe each photo briefly"
        ),
        "Sharpening the groups": translate("texts", "Sharpening the groups"),
        "Looking for photos that belong together": translate(
            "texts", "Looking for photos that belong together"
        ),
        "Judging the groups": translate("texts", "Judging the groups"),
        "Saving what was learned": translate("texts", "Saving what was learned"),
    }
    return known.get(name, name)


def progress_line(progress: Progress, per_second: float, seconds_left: float | None) -> str:
    """One line on how far a job is: stage, count, rate and time left, as far as known."""
    parts = [stage(progress.stage)]
    if progress.total:
        counted = translate("texts", "{done} of {total}")
        parts.append(counted.format(done=number(progress.done), total=number(progress.total)))
    elif progress.done:
        parts.append(number(progress.done))
    if per_second >= 1:
        parts.append(rate(per_second))
    if seconds_left is not None:
        parts.append(left(seconds_left))
    if progress.text:
        parts.append(step(progress.text))
    return " · ".join(parts)
