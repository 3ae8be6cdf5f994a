"""Days on a line: where they are at a zoom, and in which years, months or days they are counted.

Pure; knows no widget. Days are proleptic ordinals (`date.toordinal`), so a year is 365 or 366 of
them; a range goes from its first day to the day after its last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from photoorg.records import DateCount

Unit = Literal["year", "month", "day"]
Range = tuple[int, int]  # first day, day after the last

LEAST_BAR = 4.0  # pixels; narrower ones are counted together
CLOSEST = 40.0  # pixels a day
SPAN = {"day": 1, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Bar:
    """A year, month or day with its photos."""

    days: Range
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Which days the strip shows, over how many pixels. `whole` is all there is to show."""

    first: float
    last: float
    whole: tuple[float, float]
    width: float

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return self.width / (self.last - self.first)

    @property
    def unit(self) -> Unit:
        """What a bar stands for at this zoom."""
        units: tuple[Unit, ...] = ("day", "month")
        return next((u for u in units if SPAN[u] * self.per_day >= LEAST_BAR), "year")

    def to_pixel(self, day: float) -> float:
        """Where a day begins."""
        return (day - self.first) * self.per_day

    def to_day(self, pixel: float) -> float:
        """The day under a pixel."""
        return self.first + pixel / self.per_day

    def zoomed(self, factor: float, pixel: float) -> Scale:
        """Nearer or farther; the day under `pixel` stays there."""
        day = self.to_day(pixel)
        span = (self.last - self.first) / factor
        least = min(self.width / CLOSEST, self.whole[1] - self.whole[0])
        span = min(self.whole[1] - self.whole[0], max(least, span))
        return self._from(day - pixel / self.width * span, span)

    def panned(self, pixels: float) -> Scale:
        """Moved along."""
        return self._from(self.first + pixels / self.per_day, self.last - self.first)

    def wide(self, width: float) -> Scale:
        """The same days on another width."""
        return Scale(self.first, self.last, self.whole, max(1.0, width))

    def over(self, days: Range) -> Scale:
        """These days and a little around them."""
        room = max(1.0, (days[1] - days[0]) * 0.04)
        span = max(self.width / CLOSEST, days[1] - days[0] + 2 * room)
        span = min(span, self.whole[1] - self.whole[0])
        return self._from((days[0] + days[1] - span) / 2, span)

    def _from(self, first: float, span: float) -> Scale:
        first = min(self.whole[1] - span, max(self.whole[0], first))
        return Scale(first, first + span, self.whole, self.width)


def scale_of(days: Sequence[DateCount], width: float) -> Scale | None:
    """All days on a width, whole years; None without days."""
    if not days:
        return None
    years = [day.year for day in days]
    whole = (float(start_of(min(years), 1)), float(start_of(min(9998, max(years)) + 1, 1)))
    return Scale(*whole, whole, max(1.0, width))


def start_of(year: int, month: int, day: int = 1) -> int:
    """A day as an ordinal."""
    return date(year, month, day).toordinal()


def unit_of(day: int, unit: Unit) -> Range:
    """The year, month or day that a day is in."""
    when = date.fromordinal(max(1, min(date.max.toordinal() - 1, day)))
    if unit == "day":
        return when.toordinal(), when.toordinal() + 1
    if unit == "month":
        late = when.month == 12
        after = start_of(when.year + 1, 1) if late else start_of(when.year, when.month + 1)
        return start_of(when.year, when.month), after
    return start_of(when.year, 1), start_of(when.year + 1, 1)


class Histogram:
    """Photos by day, month and year; each counted once, looked up by range."""

    def __init__(self, days: Iterable[DateCount]) -> None:
        counts: dict[Unit, dict[Range, int]] = {"day": {}, "month": {}, "year": {}}
        for day in sorted(days, key=lambda d: (d.year, d.month, d.day)):
            ordinal = start_of(day.year, day.month, day.day)
            for unit, known in counts.items():
                bar = unit_of(ordinal, unit)
                known[bar] = known.get(bar, 0) + day.count
        self._bars = {
            unit: [Bar(*item) for item in known.items()] for unit, known in counts.items()
        }
        self._starts = {unit: [bar.days[0] for bar in bars] for unit, bars in self._bars.items()}

    def bars(self, unit: Unit, first: float, last: float) -> list[Bar]:
        """The bars that lie in a range, also in part."""
        starts = self._starts[unit]
        begin = max(0, bisect_right(starts, first) - 1)
        found = self._bars[unit][begin : bisect_left(starts, last)]
        return [bar for bar in found if bar.days[1] > first]

    def count(self, days: Range) -> int:
        """Photos in a range of days."""
        starts = self._starts["day"]
        found = self._bars["day"][bisect_left(starts, days[0]) : bisect_left(starts, days[1])]
        return sum(bar.count for bar in found)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to write below the strip: a year, a month or a day."""

    days: Range
    unit: Unit


def ticks(scale: Scale, room: dict[Unit, float]) -> Iterator[Tick]:
    """What can be written at this zoom; `room` is the pixels that each unit's words take."""
    first, last = int(scale.first), int(scale.last)
    step = next((n for n in (1, 2, 5, 10, 20, 50) if n * 365 * scale.per_day >= room["year"]), 100)
    months = 28 * scale.per_day >= room["month"]
    days = scale.per_day >= room["day"]
    year = date.fromordinal(max(1, first)).year
    while (begin := start_of(year, 1)) < last and year < 9998:
        if year % step == 0 or months:
            yield Tick((begin, start_of(year + 1, 1)), "year")
        if months:
            for month in range(1, 13):
                yield from _month(start_of(year, month), first, last, days)
        year += 1


def _month(begin: int, first: int, last: int, days: bool) -> Iterator[Tick]:
    month = unit_of(begin, "month")
    if month[1] < first or month[0] > last:
        return
    yield Tick(month, "month")
    if days:
        for day in range(max(month[0], first), min(month[1], last + 1)):
            yield Tick((day, day + 1), "day")


def to_ymd(days: Range) -> tuple[int, int]:
    """A range as its first and its last day, like 20190512."""
    first, last = (date.fromordinal(day) for day in (days[0], max(days[0], days[1] - 1)))
    return _number(first), _number(last)


def from_ymd(days: tuple[int, int]) -> Range | None:
    """The other way; None for numbers that are no days."""
    try:
        first, last = (start_of(d // 10_000, d // 100 % 100, d % 100) for d in days)
    except ValueError:
        return None
    return first, last + 1


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
