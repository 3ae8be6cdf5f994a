"""Photos that nobody touched keep their cluster when a tenth of the library is new.

A thousand photos of made-up themes, large and small, some of them hard to tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photoorg.catalog import facts, machine
from photoorg.catalog.facts import FileRow
from photoorg.pipeline import cluster, grouping, regroup, runs, starting
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Metadata, Picture

BYTES = 8 * 8 * 3 + 8
SIZES = (180, 150, 130, 110, 100, 90, 80, 60, 50, 40, 30)  # 1,020
NEW = 102


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code as on photos, on pictures of 8 x 8 and with a tenth of the usual steps."""
    monkeypatch.setattr(grouping, "FEATURE_MODEL", "pixels-8x3-1")
    monkeypatch.setattr(grouping, "FEATURE_BYTES", BYTES)
    monkeypatch.setattr(starting, "FEWEST_STEPS", 40)
    monkeypatch.setattr(starting, "PIXELS", replace(starting.PIXELS, epochs=8))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def made(seed: int) -> tuple[dict[str, bytes], dict[str, int]]:
    """Name -> feature row, and name -> theme; every other theme resembles the one before it."""
    rng = np.random.default_rng(seed)
    themes = rng.integers(40, 216, size=(len(SIZES), BYTES)).astype(float)
    themes[1::2] = 0.5 * themes[1::2] + 0.5 * themes[:-1:2]
    labels = np.repeat(np.arange(len(SIZES)), SIZES)
    rows = themes[labels] + rng.normal(size=(len(labels), BYTES)) * 30
    rows = np.clip(rows, 0, 255).astype(np.uint8)
    names = [f"{n:04}" for n in rng.permutation(len(rows))]
    features = {name: row.tobytes() for name, row in zip(names, rows, strict=True)}
    return features, dict(zip(names, labels.tolist(), strict=True))


def add(library: Library, features: dict[str, bytes]) -> None:
    root, _ = facts.ensure_root(library.db, "/x")
    with library.db.transaction():
        facts.put_contents(
            library.db,
            [Picture(h, 9, 1, h, "JPEG", 1, 1, 1, b"", 0, Metadata()) for h in features],
        )
        rows = [FileRow(h.encode(), 9, 1, "photo", h) for h in features]
        facts.put_files(library.db, root, rows)
    machine.put_features(library.db, grouping.FEATURE_MODEL, features.items())


def shown(library: Library) -> dict[str, int | None]:
    return {p.hash: p.cluster for p in library.photos(library.photo_ids(Filter()))}


def kept(before: dict[str, int | None], after: dict[str, int | None]) -> float:
    return float(np.mean([after[name] == cluster for name, cluster in before.items()]))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_tenth_that_is_new_moves_few_others(library: Library, seed: int) -> None:
    features, _ = made(seed)
    names = sorted(features)
    new = set(np.random.default_rng(seed + 9).choice(names, NEW, replace=False))
    add(library, {name: features[name] for name in names if name not in new})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    before = shown(library)
    (biggest, *_) = library.clusters(0)
    library.rename_cluster(biggest.id, "Mine")
    add(library, {name: features[name] for name in new})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    placed = shown(library)
    assert kept(before, placed) == 1.0
    found = regroup.group_again(NULL_CONTEXT, library, "cpu", dry_run=False)
    after = shown(library)
    assert kept(before, after) >= 0.9
    assert kept(placed, after) == pytest.approx(found.kept / len(placed))
    assert (found.kept + found.moved, found.new) == (len(placed), NEW)
    assert "Mine" in {c.title for c in library.clusters(0)}
    library.group_back()
    assert shown(library) == placed


def test_a_theme_that_is_new_becomes_a_group_and_says_so(library: Library) -> None:
    features, themes = made(3)
    new = [name for name, theme in themes.items() if theme == 4]
    add(library, {name: row for name, row in features.items() if name not in new})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    before = shown(library)
    add(library, {name: features[name] for name in new})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    found = regroup.group_again(NULL_CONTEXT, library, "cpu", dry_run=False)
    after = shown(library)
    assert kept(before, after) >= 0.95  # the theme that resembles it stays what it was
    groups = [after[name] for name in new]
    most = max(set(groups), key=groups.count)
    assert groups.count(most) >= 0.9 * len(new)
    assert most in {ref.id for ref in found.came}


def test_a_dry_run_says_the_same_and_keeps_nothing(library: Library) -> None:
    features, _ = made(4)
    names = sorted(features)
    add(library, {name: features[name] for name in names[NEW:]})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    add(library, {name: features[name] for name in names[:NEW]})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    before, files = shown(library), sorted(library.paths.models.iterdir())
    tried = regroup.group_again(NULL_CONTEXT, library, "cpu", dry_run=True)
    assert shown(library) == before
    assert sorted(library.paths.models.iterdir()) == files
    assert library.groupings().before is None
    done = regroup.group_again(NULL_CONTEXT, library, "cpu", dry_run=False)
    assert (tried.moved, tried.kept) == (done.moved, done.kept)
    assert [len(m.ids) for m in tried.moves] == [len(m.ids) for m in done.moves]


def test_a_fifth_that_is_new_is_learned_without_being_asked(library: Library) -> None:
    features, _ = made(5)
    names = sorted(features)
    add(library, {name: features[name] for name in names[300:]})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    add(library, {name: features[name] for name in names[:300]})
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    found = library.regrouping()
    assert found is not None
    assert (found.why, found.new) == ("share", 300)
    library.group_back()  # the user does not like it: it stays as it is, the new ones are placed
    cluster.cluster(NULL_CONTEXT, library, "cpu")
    assert library.regrouping() is None
    assert not runs.state(library).unplaced
