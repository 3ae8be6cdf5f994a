"""What file and folder names say about the date of a photo.

Programs agree on little but the order year, month, day, so a few general shapes cover most of
them; names with a meaning of their own (Telegram exports, Pixel phones, clocks that count
milliseconds) come first. Local time is kept as written, except in names known to be in UTC, which
say so by the offset "+00:00".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from photoorg.dates.month_names import month_of
from photoorg.dates.stamp import Stamp, make_datetime, microseconds, twelve_hours

_YEAR = r"(?<!\d)((?:18|19|20)\d\d)"
_MORNING = r"a\.?\s?m\.?|上午|凌晨|清晨|早上|오전|午前|π\.?μ\.?|ص"
_AFTERNOON = r"p\.?\s?m\.?|下午|中午|晚上|오후|午後|μ\.?μ\.?|م"
_HALF = rf"(?:({_MORNING}|{_AFTERNOON})(?![^\W\d_]))"

# photo_12@12-05-2019_13-37-06.jpg: exports of Telegram put the day first
_TELEGRAM_EXPORT = re.compile(
    r"@(\d\d)-(\d\d)-(\d{4})_(\d\d)-(\d\d)-(\d\d)(?!\d)",
)
# Halo 5_12_2019 1_37_06 PM (Xbox on Windows), CamScanner 05-12-2019 13.37: the month first
_MONTH_FIRST = re.compile(
    r"""(?:^CamScanner\ (\d\d)-(\d\d)-(\d{4})\ (\d\d)\.(\d\d)(?:\.(\d\d))?(?!\d)
    | (?<!\d)(\d{1,2})_(\d{1,2})_(\d{4})\ (\d{1,2})_(\d\d)_(\d\d)\ ([AP]M))""",
    re.VERBOSE,
)
# IMG_20190512_133706, 20190512133706, PXL_20201225_183045123, BURST20190512133706123,
# 2019_0512_133706 (dash cameras), 2019051213370600-... (consoles, which count shots of a second)
_COMPACT = re.compile(
    rf"{_YEAR}_?(\d\d)(\d\d)[\s_.T-]{{0,3}}(\d\d)(\d\d)(\d\d)(\d{{2,3}})?(?!\d)(Z(?![^\W_]))?",
)
# 2019-05-12 133706 (Windows, Signal), 2019-05-12-133706_1920x1080_scrot
_DASHED_COMPACT = re.compile(
    rf"{_YEAR}([-_.])(\d\d)\2(\d\d)[\s_.T-]{{1,3}}(\d\d)(\d\d)(\d\d)(\d{{3}})?(?!\d)",
)
# Screenshot_2020-01-02-03-04-05-678, WP_20141225_10_30_45_Pro, Screen Shot 2020-01-02 at 3.04.05 PM
_SPELLED = re.compile(
    rf"""{_YEAR} ([-_.:]?) (\d\d) \2 (\d\d)
    (?: [^\d]{{1,14}}? ) {_HALF}? \s?
    (\d{{1,2}}) ([-_.:h]) (\d\d) (?: [-_.:m] (\d\d) (?: [-.](\d{{3}})(?!\d) )? )? (?!\d)
    (?: \s? {_HALF} )? (Z(?![^\W_]))?""",
    re.VERBOSE | re.IGNORECASE,
)
# Photo 2019-05-12 13 37 06
_SPACED = re.compile(rf"{_YEAR}-(\d\d)-(\d\d),? (\d\d) (\d\d) (\d\d)(?!\d)")
# 12.05.2019 13.37.06, Foto 12.05.2019: dots are for the day first; 13-05-2019, 05-13-2019
_YEAR_LAST = re.compile(
    r"(?<!\d)(?<!\d[._-])(\d\d)([._-])(\d\d)\2((?:18|19|20)\d\d)(?!\d)"
    r"(?:(?:[ _,T-]{1,3}| at | um )(\d\d)[.: -](\d\d)(?:[.: -](\d\d))?(?!\d))?",
)
# Photo on 5-12-19 at 1.37 PM (Photo Booth)
_PHOTO_BOOTH = re.compile(
    r"^Photo on (\d{1,2})-(\d{1,2})-(\d\d) at (\d{1,2})\.(\d\d)(?: ([AP]M))?",
)
# 2019年5月12日 13時37分06秒, 2019년 5월 12일 오후 3시 4분
_EAST_ASIAN = re.compile(
    rf"""{_YEAR}\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日일]
    (?: \s* {_HALF}? \s* (\d{{1,2}})\s?[時时点點시]\s?(\d{{1,2}})\s?[分분]
    (?: \s?(\d{{1,2}})\s?[秒초] )? )?""",
    re.VERBOSE,
)
# Adobe Scan May 12, 2019; Scan 12 May 2019; 12. Mai 2019; 12 de mayo de 2019
_WORD = r"([^\W\d_]{3,10})"
_IN_WORDS = re.compile(
    rf"(?<![^\W\d_])(?:{_WORD}\.? (\d{{1,2}}),? (\d{{4}})"
    rf"|(?<!\d)(\d{{1,2}})\.?(?: de)? {_WORD}\.?(?: de)? (\d{{4}}))(?!\d)",
)
# IMG-20190512-WA0003, 2019-05-12 Birthday, LINE_ALBUM_2019_05_12
_DAY = re.compile(rf"{_YEAR}([-_.]?)(\d\d)\2(\d\d)(?!\d)")
# 2019-5-3: to be read as 2019-05-03
_SHORT = re.compile(rf"{_YEAR}([-.])(\d{{1,2}})\2(\d{{1,2}})(?!\d)")
# mmexport1557667026123 (WeChat), FB_IMG_1557667026123, 1557667026123: milliseconds since 1970
_MILLISECONDS = re.compile(
    r"^(?:mmexport|wx_camera_|microMsg\.|FB_IMG_|line_|image_?|img_?|pic_|photo_|Screenshot_"
    r"|PhotoGrid_|Picsart_|collage_)?"
    r"(1[0-9]{12})(?:[ _(~-].*)?$",
    re.IGNORECASE,
)
# Folders named after the day somebody copied things, which is not when the photos were taken
_COPIED = re.compile(
    r"takeout|back-?up|export|import|archive|copy|kopie|sicherung|copia|sauvegarde|download|备份",
    re.IGNORECASE,
)


def date_in_name(stem: str) -> Stamp | None:
    """The date and time a file name states, or only the day; None if it states neither."""
    stem = _plain(stem)
    for read in _READERS:
        stamp = read(stem)
        if stamp:
            return stamp
    return None


def date_in_folders(folders: Sequence[str]) -> Stamp | None:
    """The day that the nearest dated folder states; `folders` go from the root to the photo.

    Understands "2019-05-12 Birthday" and "2019/05/12". Always a guess: folders are also named after
    the day of copying; those that say so, and spans of two days, are passed over.
    """
    for depth in range(len(folders), max(0, len(folders) - 4), -1):
        day = _one_day(folders[depth - 1]) or _nested_day(folders[:depth])
        if day:
            return replace(day, guess=True)
    return None


def _telegram_export(stem: str) -> Stamp | None:
    match = _TELEGRAM_EXPORT.search(stem)
    if not match:
        return None
    day, month, year, hour, minute, second = match.groups()
    return _stamp(make_datetime(year, month, day, hour, minute, second))


def _month_first(stem: str) -> Stamp | None:
    match = _MONTH_FIRST.search(stem)
    if not match:
        return None
    month, day, year, hour, minute, second, half = (*match.groups()[:6], None)
    if year is None:
        month, day, year, hour, minute, second, half = match.groups()[6:]
    return _stamp(make_datetime(year, month, day, twelve_hours(hour, half), minute, second))


def _compact(stem: str) -> Stamp | None:
    """Pixel phones write UTC into their names (PXL_), all others local time unless a Z follows."""
    match = _COMPACT.search(stem)
    if not match:
        return None
    year, month, day, hour, minute, second, more, utc = match.groups()
    fraction = microseconds(more) if more and len(more) == 3 else 0
    stamp = _stamp(make_datetime(year, month, day, hour, minute, second, fraction))
    pixel = stem[: match.start()].upper().endswith("PXL_")
    return _utc(stamp) if stamp and (utc or pixel) else stamp


def _dashed_compact(stem: str) -> Stamp | None:
    match = _DASHED_COMPACT.search(stem)
    if not match:
        return None
    year, _, month, day, hour, minute, second, milliseconds = match.groups()
    return _stamp(make_datetime(year, month, day, hour, minute, second, microseconds(milliseconds)))


def _spelled(stem: str) -> Stamp | None:
    match = _SPELLED.search(stem)
    if not match:
        return None
    year, _, month, day, before, hour, _, minute, second, fraction, after, utc = match.groups()
    hour24 = twelve_hours(hour, _half(before or after))
    stamp = _stamp(make_datetime(year, month, day, hour24, minute, second, microseconds(fraction)))
    return _utc(stamp) if stamp and utc else stamp


def _spaced(stem: str) -> Stamp | None:
    match = _SPACED.search(stem)
    if not match:
        return None
    year, month, day, hour, minute, second = match.groups()
    return _stamp(make_datetime(year, month, day, hour, minute, second))


def _year_last(stem: str) -> Stamp | None:
    """Dots are for the day first; dashes are so in most countries, so they make a guess."""
    match = _YEAR_LAST.search(stem)
    if not match:
        return None
    day, mark, month, year, hour, minute, second = match.groups()
    guess = mark != "." and int(day) <= 12 and int(month) <= 12 and day != month
    if mark != "." and int(month) > 12:
        day, month = month, day
    local = make_datetime(year, month, day, hour, minute, second)
    return Stamp(local, day_only=hour is None, guess=guess) if local else None


def _photo_booth(stem: str) -> Stamp | None:
    match = _PHOTO_BOOTH.match(stem)
    if not match:
        return None
    month, day, year, hour, minute, half = match.groups()
    if int(month) > 12:
        month, day = day, month
    return _stamp(make_datetime(f"20{year}", month, day, twelve_hours(hour, half), minute))


def _east_asian(stem: str) -> Stamp | None:
    match = _EAST_ASIAN.search(stem)
    if not match:
        return None
    year, month, day, half, hour, minute, second = match.groups()
    hour24 = twelve_hours(hour, _half(half))
    local = make_datetime(year, month, day, hour24, minute, second)
    return Stamp(local, day_only=hour is None) if local else None


def _in_words(stem: str) -> Stamp | None:
    for match in _IN_WORDS.finditer(stem):
        name, day, year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
        month = month_of(name)
        local = make_datetime(year, str(month), day) if month else None
        if local:
            return Stamp(local, day_only=True)
    return None


def _day(stem: str) -> Stamp | None:
    match = _DAY.search(stem)
    if not match:
        return None
    year, _, month, day = match.groups()
    local = make_datetime(year, month, day)
    return Stamp(local, day_only=True) if local else None


def _milliseconds(stem: str) -> Stamp | None:
    """Names that count time are made when a picture is saved or sent, so they are guesses."""
    match = _MILLISECONDS.match(stem)
    if not match:
        return None
    moment = datetime.fromtimestamp(int(match[1]) / 1000, UTC)
    return Stamp(moment.replace(tzinfo=None), "+00:00", guess=True, instant=True)


_READERS: tuple[Callable[[str], Stamp | None], ...] = (
    _telegram_export,
    _month_first,
    _milliseconds,
    _compact,
    _dashed_compact,
    _spelled,
    _spaced,
    _east_asian,
    _photo_booth,
    _year_last,
    _day,
    _in_words,
)
_DAYS = (_EAST_ASIAN, _YEAR_LAST, _DAY, _IN_WORDS)  # of the readers that may say only a day


def _plain(name: str) -> str:
    """A name in composed letters (macOS takes them apart), months and days in two digits."""
    composed = unicodedata.normalize("NFC", name)
    return _SHORT.sub(lambda m: f"{m[1]}{m[2]}{m[3]:0>2}{m[2]}{m[4]:0>2}", composed)


def _half(text: str | None) -> str | None:
    """ "am" or "pm" of the words for them in the languages that systems put into names."""
    if not text:
        return None
    return "am" if re.fullmatch(_MORNING, text, re.IGNORECASE) else "pm"


def _utc(stamp: Stamp) -> Stamp:
    return replace(stamp, offset="+00:00", instant=True)


def _stamp(local: datetime | None) -> Stamp | None:
    return Stamp(local) if local else None


def _one_day(folder: str) -> Stamp | None:
    folder = _plain(folder)
    if _COPIED.search(folder) or sum(len(day.findall(folder)) for day in _DAYS) != 1:
        return None
    stamp = _east_asian(folder) or _year_last(folder) or _day(folder) or _in_words(folder)
    return stamp if stamp and stamp.day_only else None


def _nested_day(folders: Sequence[str]) -> Stamp | None:
    """Read ".../2019/05/12" and ".../2019/05/12 Birthday"."""
    if len(folders) < 3:
        return None
    year, month = folders[-3], folders[-2]
    day = re.match(r"\d\d(?!\d)", folders[-1])
    in_year = re.match(r"\d\d(?!\d)", month)
    if not (day and re.fullmatch(r"(18|19|20)\d\d", year) and in_year):
        return None
    local = make_datetime(year, in_year[0], day[0])
    return Stamp(local, day_only=True) if local else None
