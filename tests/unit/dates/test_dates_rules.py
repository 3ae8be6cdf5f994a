"""Which source dates a photo, what is done with offsets, and which dates are impossible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from photoorg.dates import RULES, date_photo
from photoorg.records import Correction, Dated, Metadata, Sidecar

NOW = datetime(2026, 11, 1, 12, 0)
FILE_TIME = datetime(2024, 8, 8, 9, 10, 11)
MTIME_NS = int(FILE_TIME.timestamp()) * 10**9
AS_FILE = Dated("2024-08-08T09:10:11", None, "file-time", guess=True)


def dated(path: str = "/photos/DSC01234.JPG", mtime_ns: int = MTIME_NS, **metadata: str) -> Dated:
    return date_photo(Metadata(**metadata), path, mtime_ns, NOW)  # type: ignore[arg-type]


def test_every_rule_in_order() -> None:
    """Taking the sources away one by one, the next rule dates the photo."""
    user = Correction(taken="2000-12-24T18:00:00")
    beside = {
        "xmp_date": "2005-05-05T05:05:05",
        "takeout_time": "2006-06-06T06:06:06+00:00",
        "movie_time": "2007-07-07T07:07:07+02:00",
    }
    embedded = {
        "date_time_original": "2001:01:01 01:01:01",
        "date_time_digitized": "2002:02:02 02:02:02",
        "gps_time": "2003:03:03 03:03:03",
        "xmp_date": "2004-04-04T04:04:04",
        "date_time": "2019:10:10 10:10:10",
    }
    folder = "/photos/2011-11-11"
    full, day, plain = (
        f"{folder}/IMG_20080808_080808.jpg",
        f"{folder}/20090909.jpg",
        f"{folder}/a.jpg",
    )

    def seen(path: str, user: Correction | None = None) -> Dated:
        sidecar = Sidecar("", **beside)  # type: ignore[arg-type]
        metadata = Metadata(**embedded)  # type: ignore[arg-type]
        return date_photo(metadata, path, MTIME_NS, NOW, sidecar=sidecar, user=user)

    found = [seen(full, user)]
    for said in ("date_time_original", "date_time_digitized", "gps_time", "xmp_date"):
        found.append(seen(full))
        del embedded[said]
    for said in list(beside):
        found.append(seen(full))
        del beside[said]
    found += [seen(full), seen(day), seen(plain)]
    del embedded["date_time"]
    found += [seen(plain), seen("/a/a.jpg")]
    assert [photo.rule for photo in found] == [rule.name for rule in RULES]
    assert [(photo.taken or "")[:4] for photo in found] == [
        "2000", "2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2009", "2019",
        "2011", "2024",
    ]  # fmt: skip


def test_local_time_is_never_shifted_and_offset_is_kept() -> None:
    photo = dated(date_time_original="2019:05:12 23:59:06", offset_time_original="+05:30")
    assert photo == Dated("2019-05-12T23:59:06", "+05:30", "exif-original")


def test_unknown_offset_stays_unknown() -> None:
    assert dated(date_time_original="2019:05:12 23:59:06").utc_offset is None


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("+05:30", "+05:30"),
        ("-08:00", "-08:00"),
        ("+05:45", "+05:45"),
        ("+14:00", "+14:00"),
        ("+0200", "+02:00"),
        ("+2:00", "+02:00"),
        ("+02", "+02:00"),
        ("Z", "+00:00"),
        ("+00:00", "+00:00"),
        (" +02:00\0", "+02:00"),
        ("+25:00", None),
        ("-13:00", None),
        ("+05:75", None),
        ("   :  ", None),
        ("", None),
        ("Europe/Paris", None),
    ],
)
def test_offsets_as_cameras_write_them(written: str, offset: str | None) -> None:
    photo = dated(date_time_original="2019:05:12 13:37:06", offset_time_original=written)
    assert photo.taken == "2019-05-12T13:37:06"
    assert photo.utc_offset == offset


def test_offset_of_date_time_serves_the_same_moment_only() -> None:
    moment = "2019:05:12 13:37:06"
    same = dated(date_time_original=moment, date_time=moment, offset_time="+02:00")
    other = dated(date_time_original=moment, date_time="2020:01:01 00:00:01", offset_time="+01:00")
    assert (same.utc_offset, other.utc_offset) == ("+02:00", None)
    alone = dated(date_time_original=moment, offset_time="+02:00")
    saved_later = dated(
        date_time_original=moment, date_time="2019:05:12 13:37:09", offset_time="+02:00"
    )
    assert (alone.utc_offset, saved_later.utc_offset) == ("+02:00", "+02:00")


@pytest.mark.parametrize(
    ("digits", "taken"),
    [
        ("123", "2019-05-12T13:37:06.123"),
        ("12", "2019-05-12T13:37:06.120"),
        ("5", "2019-05-12T13:37:06.500"),
        ("123456789", "2019-05-12T13:37:06.123456"),
        ("000", "2019-05-12T13:37:06"),
        ("", "2019-05-12T13:37:06"),
        ("abc", "2019-05-12T13:37:06"),
        ("-5", "2019-05-12T13:37:06"),
        ("²", "2019-05-12T13:37:06"),
    ],
)
def test_fractions_of_a_second(digits: str, taken: str) -> None:
    photo = dated(date_time_original="2019:05:12 13:37:06", sub_sec_original=digits)
    assert photo.taken == taken


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2019:05:12 13:37:06", "2019-05-12T13:37:06"),
        ("2019:05:12 13:37:06\0", "2019-05-12T13:37:06"),
        ("2019-05-12 13:37:06", "2019-05-12T13:37:06"),
        ("2019/05/12 13:37:06", "2019-05-12T13:37:06"),
        ("2019:05:12T13:37:06", "2019-05-12T13:37:06"),
        ("2019: 5:12  1:37: 6", "2019-05-12T01:37:06"),
        ("2019:05:12 13:37", "2019-05-12T13:37:00"),
        ("2019:05:12 13:37:60", "2019-05-12T13:37:59"),
        ("2019:05:12 01:37:06 PM", "2019-05-12T13:37:06"),
        ("2019:05:12 13:37:06.25", "2019-05-12T13:37:06.250"),
        ("2019:05:12", "2019-05-12T00:00:00"),
        ("1850:05:12 13:37:06", "1850-05-12T13:37:06"),
    ],
)
def test_exif_dates_as_cameras_write_them(written: str, taken: str) -> None:
    photo = dated(date_time_original=written)
    assert (photo.taken, photo.rule) == (taken, "exif-original")


@pytest.mark.parametrize(
    "impossible",
    [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "",
        "\0" * 19,
        "1970:01:01 00:00:00",
        "1970:01:01 01:00:00",
        "1969:12:31 19:00:00",
        "1904:01:01 00:00:00",
        "1980:01:01 00:00:00",
        "2000:00:00 00:00:00",
        "2019:02:30 12:00:00",
        "2019:05:12 25:00:00",
        "1825:12:31 23:59:59",
        "2097:05:12 13:37:06",
        "2026:11:04 12:00:01",
        "9999:12:31 23:59:59",
        "123456:01:01 00:00:00",
        "yesterday",
        "2019:05:12 13:37:06 and more",
    ],
)
def test_impossible_dates_leave_it_to_the_next_rule(impossible: str) -> None:
    photo = dated(date_time_original=impossible)
    assert replace(photo, note="") == AS_FILE
    said = any(c in "123456789" for c in impossible)  # blanks and zeros say "unknown"
    assert ("so it was passed over" in photo.note) == said
    assert dated(date_time_original=impossible, xmp_date="2019-05-12T13:37:06").rule == "xmp"


@pytest.mark.parametrize(
    "possible",
    ["1969:12:31 19:12:33", "1970:01:02 00:00:00", "1980:01:01 00:00:01", "2026:11:03 11:59:00"],
)
def test_possible_dates_near_the_impossible_ones(possible: str) -> None:
    assert dated(date_time_original=possible).rule == "exif-original"


def test_gps_time_is_utc_and_says_so() -> None:
    photo = dated(gps_time="2018:02:28 23:50:00")
    assert photo == Dated("2018-02-28T23:50:00", "+00:00", "gps-time")


def test_gps_time_becomes_local_where_an_offset_is_known() -> None:
    photo = dated(gps_time="2018:02:28 23:50:00", offset_time="+05:30")
    assert photo == Dated("2018-03-01T05:20:00", "+05:30", "gps-time")


@pytest.mark.parametrize(
    ("written", "taken", "offset"),
    [
        ("2019-05-12T13:37:06+02:00", "2019-05-12T13:37:06", "+02:00"),
        ("2019-05-12T13:37:06.25Z", "2019-05-12T13:37:06.250", "+00:00"),
        ("2019-05-12T13:37", "2019-05-12T13:37:00", None),
        ("2019-05-12", "2019-05-12T00:00:00", None),
    ],
)
def test_xmp_dates(written: str, taken: str, offset: str | None) -> None:
    assert dated(xmp_date=written) == Dated(taken, offset, "xmp")


@pytest.mark.parametrize("no_day", ["2019", "2019-05"])
def test_xmp_dates_without_a_day_date_nothing(no_day: str) -> None:
    assert replace(dated(xmp_date=no_day), note="") == AS_FILE


@pytest.mark.parametrize("seconds", [0, -(10**10), 10**12, 4102444800])
def test_impossible_file_time_leaves_the_photo_undated(seconds: int) -> None:
    if seconds == 0:  # the epoch in this computer's zone may be the evening before
        seconds = int(datetime(1970, 1, 1, 0, 0).timestamp())
    photo = dated(mtime_ns=seconds * 10**9)
    assert replace(photo, note="") == Dated(None, None, "none")


def test_now_with_a_zone_is_understood() -> None:
    soon = datetime.now().replace(microsecond=0) + timedelta(hours=30)
    metadata = Metadata(date_time_original=soon.strftime("%Y:%m:%d %H:%M:%S"))
    photo = date_photo(metadata, "/a.jpg", MTIME_NS, datetime.now(UTC))
    assert photo.taken == soon.isoformat()


def test_day_of_daylight_saving_keeps_the_clock_as_written() -> None:
    """Two photos an hour apart across the end of summer time stay as the camera wrote them."""
    first = dated(date_time_original="2021:10:31 02:30:00", offset_time_original="+02:00")
    second = dated(date_time_original="2021:10:31 02:30:00", offset_time_original="+01:00")
    assert first.taken == second.taken
    assert (first.utc_offset, second.utc_offset) == ("+02:00", "+01:00")


# --- notes, the user's own date, names against the file's own record -----------------------------


def test_a_note_says_which_date_was_passed_over_and_why() -> None:
    photo = dated("/a/IMG_20190512_133706.jpg", date_time_original="2097:05:12 13:37:06")
    assert (photo.taken, photo.rule) == ("2019-05-12T13:37:06", "file-name")
    assert photo.note == (
        "EXIF DateTimeOriginal (2097:05:12 13:37:06) lies in the future, so it was passed over."
    )


def test_what_the_user_says_holds_against_everything() -> None:
    metadata = Metadata(date_time_original="2019:05:12 13:37:06", offset_time_original="+02:00")
    own = Correction(taken="1820-06-01T12:00:00", utc_offset="+01:00")
    assert date_photo(metadata, "/a.jpg", MTIME_NS, NOW, user=own) == Dated(
        "1820-06-01T12:00:00", "+01:00", "user"
    )


def test_an_offset_set_by_the_user_leaves_the_clock_alone() -> None:
    metadata = Metadata(date_time_original="2019:05:12 13:37:06", offset_time_original="+02:00")
    photo = date_photo(metadata, "/a.jpg", MTIME_NS, NOW, user=Correction(utc_offset="-07:00"))
    assert photo == Dated("2019-05-12T13:37:06", "-07:00", "exif-original")


def test_an_offset_set_by_the_user_turns_utc_into_local_time() -> None:
    metadata = Metadata(gps_time="2019:05:12 20:37:06")
    photo = date_photo(metadata, "/a.jpg", MTIME_NS, NOW, user=Correction(utc_offset="-07:00"))
    assert photo == Dated("2019-05-12T13:37:06", "-07:00", "gps-time")


def test_a_name_later_than_the_file_was_written_is_of_a_download() -> None:
    early = dated("/a/2021-03-04 05.06.07.jpg", date_time="2010:09:08 07:06:05")
    same = dated("/a/2010-09-08 07.06.05.jpg", date_time="2021:03:04 05:06:07")
    assert (early.taken, early.rule) == ("2010-09-08T07:06:05", "exif-modified")
    assert (same.taken, same.rule) == ("2010-09-08T07:06:05", "file-name")


def test_a_day_takes_its_time_from_what_was_written_on_it() -> None:
    by_exif = dated("/a/IMG-20190512-WA0003.jpg", date_time="2019:05:12 18:19:20")
    assert (by_exif.taken, by_exif.rule) == ("2019-05-12T18:19:20", "file-name-day")
    by_file = dated("/a/IMG-20240808-WA0003.jpg")
    assert (by_file.taken, by_file.rule) == ("2024-08-08T09:10:11", "file-time")
    assert by_file.guess
    neither = dated("/a/IMG-20190512-WA0003.jpg", date_time="2019:05:13 00:00:01")
    assert (neither.taken, neither.rule) == ("2019-05-12T00:00:00", "file-name-day")
