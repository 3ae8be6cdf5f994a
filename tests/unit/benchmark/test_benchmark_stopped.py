"""What a benchmark that was stopped says of its results: where they are, or that there are none."""

from __future__ import annotations

import argparse

import pytest

from photoorg.benchmark import command
from photoorg.errors import Cancelled
from photoorg.records import NULL_CONTEXT


@pytest.mark.parametrize("stop", [Cancelled, KeyboardInterrupt])
@pytest.mark.parametrize(
    ("kind", "out", "words"),
    [
        ("mnist", "results", "finished are in results"),
        ("folder", None, "With --out DIR"),
        ("speed", "results", "none is kept"),
    ],
)
def test_what_is_left_is_told(
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException],
    kind: str,
    out: str | None,
    words: str,
) -> None:
    def interrupted(*_: object) -> None:
        raise stop

    monkeypatch.setattr(command, f"run_{kind}", interrupted)
    with pytest.raises(Cancelled, match="the next run begins anew") as found:
        command.run(argparse.Namespace(benchmark=kind, out=out), NULL_CONTEXT)
    assert words in str(found.value)
    assert "goes on from here" not in str(found.value)
