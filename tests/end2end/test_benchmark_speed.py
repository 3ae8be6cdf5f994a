"""`photoorg benchmark speed` as a user calls it, on a scale that takes seconds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.command import photoorg

NAMES = [
    "full pass", "full pass on two cores", "first sight", "progressive JPEG", "HEIC", "AVIF",
    "WebP", "PNG", "RAW preview", "thumbnails on disk", "rescan",
    "window on screen, empty library", "window on screen, large library", "wall: first paint",
    "wall: frame while scrolling, 99th percentile", "memory of the window",
    "stall of the event loop, 99th percentile", "memory while scanning", "embedding",
    "embedding on a graphics card", "training step", "new photos in their clusters", "first page",
    "any jump", "any count",
]  # fmt: skip


@pytest.mark.long
@pytest.mark.slow
def test_every_row_of_the_table_is_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = photoorg("benchmark", "speed", "--size", "20", "--out", out, "--json", timeout=280)
    assert answer.status == 0, answer.err
    found = answer.document
    assert [row["name"] for row in found["rows"]] == NAMES
    for row in found["rows"]:
        assert {"name", "value", "unit", "against", "ratio", "bar", "holds"} <= row.keys()
        assert row["holds"] or row["reason"], row
        assert row["value"] is not None or row["reason"].startswith("Not measured"), row
    assert all(Path(name).is_file() for name in found["files"])
    assert {Path(name).suffix for name in found["files"]} == {".json", ".csv", ".md", ".png"}
    curves = {curve["name"]: curve["sizes"] for curve in found["curves"]}
    assert curves["rescan of unchanged files"][-1] == 1000
    assert json.loads((out / "speed.json").read_text())["rows"] == found["rows"]


def test_faults_of_the_user_are_told_before_anything_is_measured(tmp_path: Path) -> None:
    for more, status, words in (
        (("--size", "3"), 2, "at least 20"),
        (("--photos", "/nowhere"), 3, "no folder /nowhere"),
        (("--against", tmp_path / "none.json"), 2, "can not be read"),
    ):
        answer = photoorg("benchmark", "speed", *more)
        assert answer.status == status, answer.err
        assert words in answer.err
