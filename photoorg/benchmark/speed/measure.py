"""How everything here is timed: in turn, and as a ratio of what was timed side by side.

A machine is never quiet, and its clock speed wanders. So a and b are run in turn (a b a b ...),
each turn gives a ratio of two neighbours, and the median of the turns is the result.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Act = Callable[[], object]
Clock = Callable[[], float]
Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """What was measured and what it was measured against, turn by turn, in the same unit."""

    own: tuple[float, ...]
    against: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the turns' ratios."""
        return statistics.median(a / b for a, b in zip(self.own, self.against, strict=True))

    @property
    def value(self) -> float:
        """The median of what was measured."""
        return statistics.median(self.own)

    @property
    def floor(self) -> float:
        """The median of what it was measured against."""
        return statistics.median(self.against)

    def times(self, factor: float) -> Pair:
        """The same in another unit, or per item."""
        return Pair(
            tuple(factor * one for one in self.own), tuple(factor * one for one in self.against)
        )


def in_turn(
    own: Act,
    against: Act,
    turns: int,
    *,
    clock: Clock = time.perf_counter,
    check: Check | None = None,
) -> Pair:
    """Time both `turns` times, one after the other, after a first turn that only warms up.

    `clock`: seconds; `time.process_time` where only this process works, as others then do not
    count. `check` may raise to stop.
    """
    own(), against()
    mine, others = [], []
    for _ in range(turns):
        if check is not None:
            check()
        mine.append(timed(own, clock))
        others.append(timed(against, clock))
    return Pair(tuple(mine), tuple(others))


def timed(act: Act, clock: Clock = time.perf_counter) -> float:
    """Seconds that one call takes."""
    start = clock()
    act()
    return clock() - start


def several(act: Act, turns: int) -> list[float]:
    """Seconds of each of so many calls, after one that only warms up."""
    act()
    return [timed(act) for _ in range(turns)]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size by least squares: 0 constant, 1 linear, 2 quadratic."""
    x, y = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    return statistics.linear_regression(x, y).slope
