"""One line of the result: what was measured, against what, and whether the bar holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from photoorg.benchmark.speed.measure import Pair

AT_MOST, AT_LEAST = "<=", ">="
_SAME = 1e-9  # relative: a bar that is met to the last digit of a float is met


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit, of the ratio or (where there is nothing to measure against) of the value itself."""

    limit: float
    unit: str = ""
    sign: str = AT_MOST
    of_value: bool = False

    @property
    def text(self) -> str:
        """E.g. "<= 1.25", "<= 50 ms"."""
        return f"{self.sign} {self.limit:g} {self.unit}".rstrip()

    def holds(self, number: float) -> bool:
        """Whether a number keeps to it."""
        room = abs(self.limit) * _SAME
        if self.sign == AT_LEAST:
            return number >= self.limit - room
        return number <= self.limit + room


@dataclass(frozen=True, slots=True)
class Row:
    """One result. `against` and `ratio` are None where there is nothing to compare with.

    `peer`: what it was measured against, in words. `note`: how, and on how many photos. `reason`:
    why the bar does not hold or why nothing could be measured, "" where it holds.
    """

    name: str
    value: float | None
    unit: str
    against: float | None
    ratio: float | None
    bar: str
    holds: bool
    peer: str = ""
    note: str = ""
    reason: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON: the keys of CLI.md, then ours."""
        return {
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "against": rounded(self.against),
            "ratio": rounded(self.ratio),
            "bar": self.bar,
            "holds": self.holds,
            "peer": self.peer,
            "note": self.note,
            "reason": self.reason,
        }


def of_pair(
    name: str, pair: Pair, unit: str, bar: Bar, peer: str, note: str = "", why: str = ""
) -> Row:
    """A row whose bar is on the ratio. `why`: what a miss is due to."""
    holds = bar.holds(pair.ratio)
    reason = "" if holds else why or missed(pair.ratio, bar)
    return Row(
        name, pair.value, unit, pair.floor, pair.ratio, bar.text, holds, peer, note, reason
    )  # fmt: skip


def of_value(name: str, value: float, unit: str, bar: Bar, note: str = "", why: str = "") -> Row:
    """A row whose bar is on the value itself."""
    holds = bar.holds(value)
    reason = "" if holds else why or missed(value, bar)
    return Row(name, value, unit, None, None, bar.text, holds, "", note, reason)


def not_measured(name: str, bar: Bar, why: str) -> Row:
    """A row that this machine can not measure."""
    return Row(name, None, "", None, None, bar.text, False, reason=f"Not measured: {why}")


def missed(number: float, bar: Bar) -> str:
    """What a miss says when nothing more is known about it."""
    return f"Measured {number:.3g}, the bar is {bar.text}."


def rounded(number: float | None) -> float | None:
    """Four digits: more than any of this repeats to."""
    return None if number is None else float(f"{number:.4g}")
