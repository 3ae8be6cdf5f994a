"""What a change makes of dates, and how durations, dates and zones are read."""

from __future__ import annotations

import pytest

from photoorg.decisions.corrections import (
    changed,
    parse_date,
    parse_offset,
    parse_shift,
    shift_text,
    zone_of,
)
from photoorg.decisions.words import said
from photoorg.records import ClearDate, Dated, SetDate, SetZone, ShiftDate

NOON = Dated("2019-05-12T12:00:00", "+02:00", "exif-original")
LATER = Dated("2019-05-12T13:30:00.25", None, "file-name")
NEVER = Dated(None, None, "none")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+1h30m", 5400), ("1h", 3600), ("-2d", -172_800), ("−45 min", -2700), ("05:30", 19_800),
        ("-00:00:07", -7), ("1 day 2 hours", 93_600), ("+1d 02:03:04", 93_784), ("90s", 90),
        ("2 weeks", 1_209_600), ("1 day, 1 hour", 90_000),
        ("", None), ("soon", None), ("1", None), ("05:61", None), ("1h later", None), ("+", None),
    ],
)  # fmt: skip
def test_durations_are_read_as_people_write_them(text: str, seconds: int | None) -> None:
    assert parse_shift(text) == seconds


@pytest.mark.parametrize("seconds", [0, 7, -7, 5400, -86_400, 93_784, 40_000_000])
def test_shift_is_said_so_that_it_can_be_read_again(seconds: int) -> None:
    assert parse_shift(shift_text(seconds).replace(" d ", "d ")) == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-05-12", ("2019-05-12T00:00:00", None, False)),
        ("2019-05-12 13:37", ("2019-05-12T13:37:00", None, True)),
        ("2019-05-12T13:37:06.25+05:30", ("2019-05-12T13:37:06.250", "+05:30", True)),
        ("2019-05-12 13:37:06Z", ("2019-05-12T13:37:06", "+00:00", True)),
        ("1839-01-01", ("1839-01-01T00:00:00", None, False)),
        ("2019-02-29", None), ("12.05.2019", None), ("1500-01-01", None),
        ("2019-05-12 25:00", None),
        ("2019-05-12 13:37+15:00", None), ("2019-05-12+02:00", None), ("yesterday", None),
    ],
)  # fmt: skip
def test_dates_are_read_or_refused(
    text: str, expected: tuple[str, str | None, bool] | None
) -> None:
    assert parse_date(text) == expected


def test_zones_go_by_name_or_offset() -> None:
    assert zone_of("europe/paris") == zone_of("Europe/Paris")
    assert zone_of("America/New York") is not None
    assert zone_of("Mars/Olympus") is None
    assert zone_of("../../etc/passwd") is None
    assert zone_of("") is None
    assert parse_offset("UTC+5:30") == "+05:30"
    assert parse_offset("-12:00") == "-12:00"
    assert parse_offset("-13:00") is None


def test_shift_moves_what_has_a_date_and_keeps_fractions_and_offset() -> None:
    assert changed([NOON, LATER, NEVER], ShiftDate(-5400)) == [
        ("2019-05-12T10:30:00", "+02:00"), ("2019-05-12T12:00:00.250", None), None,
    ]  # fmt: skip


def test_shift_beyond_all_photographs_is_refused() -> None:
    assert changed([NOON], ShiftDate(-86_400 * 365 * 300)) == [None]
    assert changed([NOON], ShiftDate(10**15)) == [None]


def test_earliest_gets_the_date_and_the_others_keep_their_distance() -> None:
    change = SetDate("2000-01-01T00:00:00", None, "distances")
    assert changed([LATER, NOON, NEVER], change) == [
        ("2000-01-01T01:30:00.250", None), ("2000-01-01T00:00:00", "+02:00"), None,
    ]  # fmt: skip
    assert changed([NEVER], change) == [("2000-01-01T00:00:00", None)]


def test_day_alone_keeps_the_time_of_day() -> None:
    change = SetDate("2000-01-01T00:00:00", None, "time")
    assert changed([LATER, NEVER], change) == [
        ("2000-01-01T13:30:00.25", None), ("2000-01-01T00:00:00", None),
    ]  # fmt: skip


def test_zone_leaves_local_time_to_the_rules_with_the_offset_of_that_day() -> None:
    winter = Dated("2019-01-12T12:00:00", None, "exif-original")
    assert changed([NOON, winter, NEVER], SetZone("Europe/Lisbon")) == [
        (None, "+01:00"), (None, "+00:00"), None,
    ]  # fmt: skip
    mine = Dated("2019-01-12T12:00:00", None, "user")
    assert changed([mine], SetZone("Asia/Kathmandu")) == [("2019-01-12T12:00:00", "+05:45")]


def test_clock_that_stayed_at_home_is_moved_so_that_the_moment_stays() -> None:
    tokyo = SetZone("Asia/Tokyo", moves=True)
    assert changed([NOON, LATER], tokyo) == [("2019-05-12T19:00:00", "+09:00"), None]
    berlin = SetZone("Asia/Tokyo", moves=True, clock="Europe/Berlin")
    assert changed([LATER], berlin) == [("2019-05-12T20:30:00.250", "+09:00")]


def test_hour_that_comes_twice_and_hour_that_never_comes_have_an_offset() -> None:
    twice = Dated("2019-10-27T02:30:00", None, "exif-original")
    never = Dated("2019-03-31T02:30:00", None, "exif-original")
    assert changed([twice, never], SetZone("Europe/Paris")) == [(None, "+02:00"), (None, "+01:00")]


def test_clearing_says_nothing_any_more() -> None:
    assert changed([NOON, NEVER], ClearDate()) == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("date-shift", -90, "moved the date of 2 photos by -00:01:30"),
        ("date-set", "2019-05-12T00:00:00", "set the date of 2 photos to 2019-05-12T00:00:00"),
        ("date-zone", "Asia/Tokyo", "set the time zone of 2 photos to Asia/Tokyo"),
        ("date-clear", None, "cleared the corrected date of 2 photos"),
        ("place-set", "Kochi", "set the place of 2 photos to Kochi"),
        ("place-none", None, "took the place of 2 photos away"),
        ("place-clear", None, "cleared the corrected place of 2 photos"),
        ("place-estimate", 60, "estimated the place of 2 photos"),
        ("place-name", "Home", "named Kochi Home"),
        ("place-name", "", "gave Kochi its own name back"),
    ],
)
def test_corrections_are_said_in_words(kind: str, value: object, words: str) -> None:
    assert said(kind, value, 2, "Kochi") == words
