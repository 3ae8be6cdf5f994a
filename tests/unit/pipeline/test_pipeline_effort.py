"""A job pauses, goes gently, and stops also while it rests."""

from __future__ import annotations

import io
import json
import queue
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.pictures import save

from photoorg.errors import Cancelled
from photoorg.pipeline import child, power
from photoorg.pipeline.effort import LONGEST_REST, Throttle
from photoorg.pipeline.library import Library
from photoorg.records import NullContext


def test_a_paused_job_rests_until_it_is_to_go_on() -> None:
    throttle, passed = Throttle(lambda: False), threading.Event()
    throttle.want("paused")
    thread = threading.Thread(target=lambda: (throttle.hold(), passed.set()))
    thread.start()
    assert not passed.wait(0.1)
    throttle.want("full")
    assert passed.wait(5)
    thread.join()


def test_a_paused_job_can_be_stopped() -> None:
    ctx = child.PipeContext(io.StringIO())
    ctx.throttle.want("paused")
    ended: queue.Queue[bool] = queue.Queue()

    def work() -> None:
        with pytest.raises(Cancelled):
            ctx.check_cancelled()
        ended.put(True)

    thread = threading.Thread(target=work)
    thread.start()
    ctx.stop()
    assert ended.get(timeout=5)
    thread.join()


@pytest.mark.parametrize(
    ("effort", "drained", "rests"),
    [
        ("auto", False, False),
        ("auto", True, True),
        ("gentle", False, True),
        ("full", True, False),
    ],
)
def test_when_a_job_leaves_half_of_the_time(
    monkeypatch: pytest.MonkeyPatch, effort: Any, drained: bool, rests: bool
) -> None:
    slept: list[float] = []
    clock = iter(range(1000))
    fake = SimpleNamespace(monotonic=lambda: float(next(clock)) / 20, sleep=slept.append)
    monkeypatch.setattr("photoorg.pipeline.effort.time", fake)
    throttle = Throttle(lambda: drained)
    throttle.want(effort)
    for _ in range(5):
        throttle.hold()
    assert (sum(slept) > 0) == rests
    assert max(slept, default=0.0) <= LONGEST_REST


def test_the_child_hears_the_pace_and_forgets_it_with_the_next_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = ['{"effort": "paused"}', '{"job": "index"}', ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    ctx, heard = child.PipeContext(io.StringIO()), list[str]()
    monkeypatch.setattr(ctx.throttle, "want", heard.append)
    monkeypatch.setattr(ctx, "stop", lambda: None)  # which the end of the stream asks for
    child._watch(ctx, queue.Queue[Any]())
    assert heard == ["paused", "auto"]


def test_the_parent_says_the_pace_when_it_changes() -> None:
    pipe, ctx = io.StringIO(), NullContext()
    helper = child.Helper.__new__(child.Helper)
    helper._child = SimpleNamespace(stdin=pipe)  # type: ignore[assignment]
    helper._told = dict(child.AT_FIRST)
    for effort in ("auto", "paused", "paused", "auto"):
        ctx.effort = effort  # type: ignore[attr-defined]
        helper._turn(ctx)
    said = [json.loads(line) for line in pipe.getvalue().splitlines()]
    assert said == [{"effort": "paused"}, {"effort": "auto"}]


@pytest.mark.parametrize(
    ("supplies", "drained"),
    [
        ({}, False),
        ({"AC": {"type": "Mains", "online": "1"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}}, True),
        ({"AC": {"type": "Mains", "online": "0"},
          "BAT0": {"type": "Battery", "status": "Discharging"}}, True),
        ({"AC": {"type": "Mains", "online": "1"},
          "BAT0": {"type": "Battery", "status": "Charging"}}, False),
        ({"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, False),
    ],
)  # fmt: skip
def test_what_the_kernel_says_of_the_battery(
    tmp_path: Path, supplies: dict[str, dict[str, str]], drained: bool
) -> None:
    for name, values in supplies.items():
        (tmp_path / name).mkdir()
        for key, value in values.items():
            (tmp_path / name / key).write_text(f"{value}\n")
    assert power.linux(tmp_path) == drained


def test_asking_for_the_battery_never_fails() -> None:
    begin = time.monotonic()
    assert power.on_battery() in (True, False)
    assert time.monotonic() - begin < 30


def test_an_index_rests_and_goes_on_in_its_process(tmp_path: Path) -> None:
    for n in range(4):
        save(tmp_path / "photos" / f"{n}.jpg", n)
    Library.open(tmp_path / "library").close()
    ctx, ended = NullContext(), list[dict[str, Any]]()
    ctx.effort = "paused"  # type: ignore[attr-defined]
    task = {"folders": [str(tmp_path / "photos")], "cluster": False}
    thread = threading.Thread(
        target=lambda: ended.append(child.run_in_child("index", task, tmp_path / "library", ctx))
    )
    thread.start()
    thread.join(timeout=4)
    assert not ended
    ctx.effort = "full"  # type: ignore[attr-defined]
    thread.join(timeout=60)
    assert [done["new"] for done in ended] == [4]
