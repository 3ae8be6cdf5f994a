"""What learns is imported while photos are read, and only if there are any to read."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image

from photoorg.pipeline import jobs, preloading
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT


def test_only_where_something_is_read_and_then_grouped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    calls: list[int] = []
    monkeypatch.setattr(preloading, "begin", lambda: calls.append(1))
    monkeypatch.setattr(jobs, "_learn", lambda *_: (0.0, 0.0, "none"))
    library = Library.open(tmp_path / "library")
    for number, cluster, begun in ((1, False, 0), (2, True, 1), (2, True, 1), (3, True, 2)):
        if not (folder / f"{number}.jpg").exists():
            Image.new("RGB", (40, 30), (number, 90, 160)).save(folder / f"{number}.jpg")
        jobs.index_job(NULL_CONTEXT, library, [str(folder)], cluster=cluster)
        assert len(calls) == begun
    library.close()


def test_a_module_that_is_missing_is_told_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted: list[str] = []

    def broken(name: str) -> None:
        wanted.append(name)
        raise ImportError(name)

    monkeypatch.setattr(preloading, "import_module", broken)
    preloading.begin()
    for thread in threading.enumerate():
        if thread.name == "photoorg-preloading":
            thread.join()
    assert wanted == list(preloading.NEEDED)
