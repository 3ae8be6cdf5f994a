"""A library of the first release goes on: its photos are away, new ones are indexed and grouped."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from photoorg.paths import LibraryPaths
from tests.helpers import pictures
from tests.helpers.command import photoorg

FIRST = Path(__file__).parents[1] / "unit" / "catalog" / "catalogue_v1.sql"


def test_indexing_with_photos_that_are_away_and_have_no_thumbnails(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "photos"
    library.mkdir()
    db = sqlite3.connect(LibraryPaths(library).catalog)
    db.executescript(FIRST.read_text(encoding="utf-8"))
    db.close()
    for seed in range(4):
        pictures.save(folder / f"{seed}.jpg", seed, taken="2020:01:02 03:04:05")
    answer = photoorg("index", folder, "--json", library=library)
    assert answer.status == 0, answer.err
    assert (answer.document["new"], answer.document["offline"]) == (4, 3)
    assert photoorg("index", folder, "--json", library=library).document["unchanged"] == 4
    grouped = photoorg("clusters", "--json", library=library).document
    unsorted = {Path(photo["path"]).name for photo in grouped["unsorted"]}
    assert {"h0.jpg", "h1.jpg", "h3.jpg"} <= unsorted
