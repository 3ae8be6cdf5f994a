"""The line of days: bars add up, words fit, zooming keeps the day under the pointer."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from photoorg.gui.views.timeline_scale import (
    Histogram,
    Scale,
    Unit,
    from_ymd,
    scale_of,
    start_of,
    ticks,
    to_ymd,
    unit_of,
)
from photoorg.records import DateCount

DAYS = [
    DateCount(2019, 12, 31, 4), DateCount(2020, 2, 29, 3), DateCount(2020, 2, 1, 2),
    DateCount(2015, 7, 4, 1), DateCount(2020, 12, 31, 7), DateCount(2021, 1, 1, 5),
]  # fmt: skip
ROOM: dict[Unit, float] = {"year": 44, "month": 34, "day": 24}


def whole(width: float = 800) -> Scale:
    made = scale_of(DAYS, width)
    assert made is not None
    return made


@pytest.mark.parametrize("unit", ["day", "month", "year"])
def test_bars_of_every_unit_add_up(unit: Unit) -> None:
    photos = Histogram(DAYS)
    bars = photos.bars(unit, start_of(2000, 1), start_of(2030, 1))
    assert sum(bar.count for bar in bars) == 22
    for bar in bars:
        assert photos.count(bar.days) == bar.count


def test_months_and_years_are_counted_by_the_calendar() -> None:
    photos = Histogram(DAYS)
    months = {to_ymd(bar.days): bar.count for bar in photos.bars("month", 0, 10**6)}
    assert months[(20200201, 20200229)] == 5
    years = {to_ymd(bar.days)[0] // 10_000: bar.count for bar in photos.bars("year", 0, 10**6)}
    assert years == {2015: 1, 2019: 4, 2020: 12, 2021: 5}


def test_only_bars_in_sight_are_given_also_those_in_part() -> None:
    photos = Histogram(DAYS)
    found = photos.bars("month", start_of(2020, 2, 15), start_of(2020, 12, 2))
    assert [bar.count for bar in found] == [5, 7]
    assert photos.bars("day", start_of(2020, 3, 1), start_of(2020, 4, 1)) == []


def test_the_whole_is_made_of_whole_years() -> None:
    scale = whole()
    assert scale.whole == (start_of(2015, 1), start_of(2022, 1))
    assert scale.to_pixel(scale.first) == 0
    assert scale.to_pixel(scale.last) == pytest.approx(800)
    assert scale_of([], 800) is None


def test_zooming_keeps_the_day_under_the_pointer_and_stays_within_what_there_is() -> None:
    scale = whole().zoomed(4, 300)
    assert scale.to_day(300) == pytest.approx(whole().to_day(300))
    assert scale.per_day == pytest.approx(4 * whole().per_day)
    assert scale.zoomed(1e-3, 300).last == whole().last
    assert scale.zoomed(1e9, 300).per_day == pytest.approx(40)
    assert scale.panned(-1e9).first == scale.whole[0]
    assert scale.panned(1e9).last == scale.whole[1]


def test_near_enough_years_become_months_and_months_days() -> None:
    units = [whole().zoomed(2**step, 700).unit for step in range(9)]
    assert units[0] == "month"
    assert units[-1] == "day"
    assert scale_of([DateCount(1900, 1, 1, 1), *DAYS], 500).unit == "year"  # type: ignore[union-attr]


@pytest.mark.parametrize("zoom", [1, 3, 10, 40, 150])
def test_ticks_lie_in_sight_in_order_and_leave_room_for_their_words(zoom: float) -> None:
    scale = whole().zoomed(zoom, 640)
    for unit in ("year", "month", "day"):
        found = [tick for tick in ticks(scale, ROOM) if tick.unit == unit]
        pixels = [scale.to_pixel(tick.days[0]) for tick in found]
        assert all(b - a >= 0.8 * ROOM[unit] for a, b in itertools.pairwise(pixels))
        assert all(tick.days == unit_of(tick.days[0], unit) for tick in found)
    assert list(ticks(scale, ROOM))


def test_a_span_over_a_thousand_years_has_few_ticks() -> None:
    scale = scale_of([DateCount(1826, 1, 1, 1), DateCount(2026, 1, 1, 1)], 400)
    assert scale is not None
    assert 2 <= len(list(ticks(scale, ROOM))) <= 12


def test_days_as_numbers_and_back() -> None:
    for days in ((20200229, 20200301), (20191231, 20191231), (10101, 99990101)):
        there = from_ymd(days)
        assert there is not None
        assert to_ymd(there) == days
    assert from_ymd((20230230, 20230301)) is None


def test_the_last_days_of_the_calendar_do_not_break_it() -> None:
    scale = scale_of([DateCount(9999, 12, 31, 1), DateCount(2020, 1, 1, 1)], 300)
    assert scale is not None
    assert list(ticks(scale, ROOM))
    assert unit_of(date.max.toordinal() + 50, "day")[0] <= date.max.toordinal()
