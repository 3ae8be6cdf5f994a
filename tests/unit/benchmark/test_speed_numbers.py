"""Ratios, percentiles, exponents, bars and comparisons, by numbers worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from photoorg.benchmark.speed import against, table
from photoorg.benchmark.speed.measure import Pair, exponent, in_turn, percentile, several
from photoorg.benchmark.speed.plan import sizes_for
from photoorg.benchmark.speed.rows import (
    AT_LEAST,
    Bar,
    Row,
    not_measured,
    of_pair,
    of_value,
    rounded,
)
from photoorg.errors import Cancelled, UsageError


class Clock:
    """A clock that work moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, *seconds: float) -> Any:
        """What takes so long the first time, so long the second, ...; then the last again."""
        left = list(seconds)

        def act() -> None:
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return act


def test_a_ratio_is_the_median_over_neighbouring_turns() -> None:
    pair = Pair((1.0, 8.0, 3.0), (1.0, 2.0, 1.5))  # 1, 4, 2
    assert pair.ratio == 2.0
    assert (pair.value, pair.floor) == (3.0, 1.5)


def test_a_machine_that_slows_down_leaves_the_ratio_as_it_is() -> None:
    slow = [1.0, 1.0, 2.0, 4.0, 8.0]
    pair = Pair(tuple(3 * s for s in slow), tuple(2 * s for s in slow))
    assert pair.ratio == 1.5
    assert pair.times(1000).ratio == 1.5
    assert pair.times(1000).value == 6000.0


def test_both_are_run_in_turn_and_the_first_turn_only_warms_up() -> None:
    clock, order = Clock(), []
    own, other = clock.work(9.0, 2.0), clock.work(7.0, 1.0)
    pair = in_turn(
        lambda: (order.append("a"), own()), lambda: (order.append("b"), other()), 3, clock=clock
    )
    assert order == ["a", "b"] * 4
    assert pair == Pair((2.0, 2.0, 2.0), (1.0, 1.0, 1.0))


def test_a_wish_to_stop_is_heard_between_turns() -> None:
    def check() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        in_turn(lambda: None, lambda: None, 3, check=check)


def test_several_leaves_out_the_first() -> None:
    assert len(several(lambda: None, 4)) == 4


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 50.0), (99, 99.0), (99.5, 100.0), (100, 100.0), (0, 1.0)]
)
def test_percentiles_are_values_that_occurred(percent: float, expected: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == expected


def test_exponents() -> None:
    sizes = [1000, 3000, 10_000, 100_000]
    assert exponent(sizes, [n / 500 for n in sizes]) == pytest.approx(1.0)
    assert exponent(sizes, [3.0] * 4) == pytest.approx(0.0)
    assert exponent(sizes, [7 * n**1.5 for n in sizes]) == pytest.approx(1.5)


def test_bars_hold_up_to_their_limit() -> None:
    assert Bar(1.25).holds(1.25)
    assert Bar(0.3).holds(0.1 + 0.2)  # 0.30000000000000004
    assert not Bar(1.25).holds(1.26)
    assert Bar(1.85, sign=AT_LEAST).holds(1.85)
    assert not Bar(1.85, sign=AT_LEAST).holds(1.84)
    assert not Bar(5).holds(math.nan)
    assert Bar(50, "ms", of_value=True).text == "<= 50 ms"
    assert Bar(1.85, sign=AT_LEAST).text == ">= 1.85"


def test_a_miss_stays_in_the_table_with_a_reason() -> None:
    row = of_pair("rescan", Pair((6.0,), (2.0,)), "s", Bar(2), "os.scandir")
    assert (row.ratio, row.holds) == (3.0, False)
    assert row.reason == "Measured 3, the bar is <= 2."
    kept = of_pair("rescan", Pair((6.0,), (2.0,)), "s", Bar(2), "os.scandir", why="Known.")
    assert kept.reason == "Known."
    assert of_pair("rescan", Pair((2.0,), (2.0,)), "s", Bar(2), "x", why="Known.").reason == ""


def test_values_are_judged_where_there_is_no_peer() -> None:
    row = of_value("a page", 5.1, "ms", Bar(5, "ms", of_value=True))
    assert (row.value, row.ratio, row.against, row.holds) == (5.1, None, None, False)


def test_what_could_not_be_measured_says_why_and_does_not_hold() -> None:
    row = not_measured("HEIC", Bar(1.25), "there is no file.").plain()
    assert (row["ratio"], row["value"], row["holds"]) == (None, None, False)
    assert row["reason"] == "Not measured: there is no file."


def test_the_json_of_a_row_has_the_keys_of_the_contract() -> None:
    row = of_pair("a", Pair((1.23456789,), (1.0,)), "ms", Bar(2), "peer").plain()
    assert {"name", "value", "unit", "against", "ratio", "bar", "holds"} <= row.keys()
    assert row["ratio"] == 1.235
    assert json.loads(json.dumps(row)) == row
    assert rounded(123456.0) == 123500.0


# --- Comparing with an earlier run ----------------------------------------------------------------


def a_run(*rows: Row) -> dict[str, Any]:
    return {"rows": [row.plain() for row in rows]}


def test_runs_are_compared_by_ratio_else_by_value(tmp_path: Path) -> None:
    before = a_run(
        of_pair("pass", Pair((40.0,), (20.0,)), "ms", Bar(1.25), "x"),
        of_value("page", 8.0, "ms", Bar(5, "ms", of_value=True)),
        of_value("gone", 1.0, "ms", Bar(5, "ms", of_value=True)),
    )
    now = a_run(
        of_pair("pass", Pair((3.0,), (3.0,)), "ms", Bar(1.25), "x"),
        of_value("page", 4.0, "ms", Bar(5, "ms", of_value=True)),
        of_value("new", 1.0, "ms", Bar(5, "ms", of_value=True)),
    )
    found = against.compared(tmp_path / "old.json", before, now["rows"])["rows"]
    assert [row["name"] for row in found] == ["pass", "page"]
    assert (found[0]["by"], found[0]["before"], found[0]["now"]) == ("ratio", 2.0, 1.0)
    assert found[0]["factor"] == 0.5
    assert (found[1]["by"], found[1]["factor"]) == ("value", 0.5)
    assert found[0]["said"] == found[1]["said"] == "the bar holds now"


def test_what_was_not_measured_then_or_now_has_no_factor() -> None:
    measured = of_value("page", 4.0, "ms", Bar(5, "ms", of_value=True)).plain()
    absent = not_measured("page", Bar(5, "ms", of_value=True), "no screen.").plain()
    assert against.change(absent, measured)["factor"] is None
    assert against.change(measured, absent)["factor"] is None
    assert against.change(measured, absent)["said"] == "the bar no longer holds"


@pytest.mark.parametrize("content", ["", "[]", '{"rows": [{"name": "x"}]}', "{}"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(UsageError, match="is not the JSON"):
        against.load(path)


# --- Sizes, tables --------------------------------------------------------------------------------


def test_at_the_usual_size_every_row_has_what_its_bar_names() -> None:
    sizes = sizes_for(2000)
    assert (sizes.library, sizes.rows) == (100_000, 1_000_000)
    assert (sizes.settled, sizes.added) == (20_000, 50)
    assert sizes.shape == (4000, 3000)
    assert sizes.scanned > 5000
    with pytest.raises(UsageError, match="at least 20"):
        sizes_for(3)


def test_tables_hold_every_row_and_say_why_one_misses() -> None:
    rows = a_run(
        of_pair("pass", Pair((1500.0,), (1000.0,)), "ms", Bar(1.25), "a peer", why="It is slow."),
        not_measured("HEIC", Bar(1.25), "there is no file."),
    )["rows"]
    document = {
        "rows": rows, "curves": [], "files": [], "seconds": 1.0, "command": "photoorg x",
        "machine": {"system": "Linux"}, "versions": {"python": "3.11"},
    }  # fmt: skip
    lines = "\n".join(table.lines(document))
    assert "1,500    1,000    1.5" in lines
    assert "It is slow." in lines
    assert "0 of 2 bars hold" in lines
    made = table.markdown(document)
    assert "| pass<br>*It is slow.* | a peer | 1,500 ms | 1,000 | 1.5 | <= 1.25 | **no** |" in made
    assert "Made by `photoorg x`" in made
    assert table.as_csv(rows).splitlines()[2].startswith("HEIC,,,,,<= 1.25,False")
