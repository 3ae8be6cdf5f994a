"""What the window wants first finds its way into the process that reads."""

from __future__ import annotations

import io
import json
import queue
from types import SimpleNamespace
from typing import Any

import pytest

from photoorg.pipeline import child
from photoorg.records import NullContext, wishes_of


def test_the_child_hears_wishes_between_its_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ['{"wishes": [-3, -1]}', '{"job": "index"}', ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    ctx, orders = child.PipeContext(io.StringIO()), queue.Queue[Any]()
    child._watch(ctx, orders)
    assert wishes_of(ctx) == (-3, -1)
    assert (orders.get(), orders.get()) == ({"job": "index"}, None)


def test_the_parent_says_them_when_they_change() -> None:
    pipe, ctx = io.StringIO(), NullContext()
    helper = child.Helper.__new__(child.Helper)
    helper._child = SimpleNamespace(stdin=pipe)  # type: ignore[assignment]
    helper._told = dict(child.AT_FIRST)
    for wishes in ((), (-2,), (-2,), (-4, -2)):
        ctx.wishes = wishes  # type: ignore[attr-defined]
        helper._turn(ctx)
    said = [json.loads(line) for line in pipe.getvalue().splitlines()]
    assert said == [{"wishes": [-2]}, {"wishes": [-4, -2]}]
