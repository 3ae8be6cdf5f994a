"""A library many times over is counted as one that was written row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoorg.benchmark.speed import libraries
from photoorg.catalog import bulk, facts
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library")


def test_counts_and_views_agree_after_multiplying(library: Library) -> None:
    libraries.fill(library, 40, NULL_CONTEXT)
    before = library.counts()
    bulk.multiply(library.db, 3)
    after = library.counts()
    assert (after.photos, after.bytes) == (3 * before.photos, 3 * before.bytes)
    assert after.photos == len(library.photo_ids(Filter())) == 120
    assert after.clustered == 3 * before.clustered
    assert after.kept == len(library.photo_ids(Filter(mark="kept"))) == 3 * before.kept
    assert sum(day.count for day in library.dates()) == 120 - after.undated
    assert len(facts.photo_hashes(library.db)) == 120
    library.close()


def test_what_is_written_afterwards_is_still_counted(library: Library) -> None:
    libraries.fill(library, 40, NULL_CONTEXT)
    bulk.multiply(library.db, 2)
    ids = list(library.photo_ids(Filter(marked=False)))[:5]
    kept = library.counts().kept
    library.mark(ids, "kept")
    assert library.counts().kept == kept + 5
    library.close()
