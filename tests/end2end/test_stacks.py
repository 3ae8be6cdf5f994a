"""`photoorg stacks` and `photoorg free` from outside."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from helpers.command import photoorg
from helpers.pictures import snapshot
from helpers.variants import variants

from photoorg.files.samples import Sample, draw, save


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(photos, library): one picture with a version and a copy, others alone."""
    home = tmp_path_factory.mktemp("stacks")
    folder = home / "photos"
    folder.mkdir()
    for n, kind in enumerate(("lake", "cat", "food", "houses")):
        save(draw(kind, n), folder / f"{kind}.jpg", Sample(datetime(2024, 5, n + 1)), quality=92)
    sent = dict(variants(draw("lake", 0), Random(1)))["sent on"]
    (folder / "lake-sent.jpg").write_bytes(sent)
    (folder / "lake-copy.jpg").write_bytes((folder / "lake.jpg").read_bytes())
    answer = photoorg("index", folder, library=home / "library")
    assert answer.status == 0, answer.err
    return folder, home / "library"


def test_index_finds_stacks_and_the_command_lists_them(indexed: tuple[Path, Path]) -> None:
    folder, library = indexed
    found = photoorg("stacks", "--json", library=library).document
    (stack,) = found["stacks"]
    assert stack["kind"] == "variants"
    assert stack["best"] in (str(folder / "lake.jpg"), str(folder / "lake-copy.jpg"))
    assert stack["rejectable"] == [str(folder / "lake-sent.jpg")]
    assert len(stack["copies"]) == 1
    assert photoorg("stacks", "--kind", "burst", "--json", library=library).document["stacks"] == []
    assert "1 stacks of 3 photos" in photoorg("stacks", library=library).out


def test_keeping_the_best_and_the_plan_mark_and_delete_nothing(
    indexed: tuple[Path, Path],
) -> None:
    folder, library = indexed
    before = snapshot(folder)
    sent = str(folder / "lake-sent.jpg")
    assert photoorg("stacks", "--keep-best", "--json", library=library).document["rejected"] == [
        sent
    ]
    photoorg("undo", "--decision", library=library)
    plan = photoorg("free", "1KB", "--json", library=library).document
    assert plan["reached"]
    assert plan["marked"] == []
    plan = photoorg("free", "5GB", "--mark", "--json", library=library).document
    assert not plan["reached"]
    assert plan["marked"] == [sent]
    assert {p["kind"] for p in plan["proposals"]} >= {"copies", "variants"}
    best = {p["best"] for p in plan["proposals"] if p["best"]}
    sure = [x for p in plan["proposals"] if p["kind"] != "cluster" for x in p["photos"]]
    assert not best & set(sure)
    assert snapshot(folder) == before
    again = photoorg("free", "5GB", "--json", library=library).document
    assert again["proposals"][0]["kind"] == "rejected"


def test_a_size_that_is_none_is_wrong_usage(indexed: tuple[Path, Path]) -> None:
    answer = photoorg("free", "lots", library=indexed[1])
    assert answer.status == 2
    assert "Write 5GB" in answer.err
