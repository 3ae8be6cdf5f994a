"""Groupings around the user's corrections: all of them hold, whatever was learned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_grouping_libraries import MODEL, check_whole, group, library

from photoorg.clusters.constraints import Given
from photoorg.pipeline import grouping, learning, starting
from photoorg.records import NULL_CONTEXT


@pytest.fixture(autouse=True)
def short_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "FEWEST_STEPS", 20)
    monkeypatch.setattr(starting, "PIXELS", replace(starting.PIXELS, epochs=4))


def around(
    rows: np.ndarray, placed: np.ndarray, before: np.ndarray, path: Path | None = None
) -> grouping.Grouping:
    """`before`: the groups in which photos were shown; those above the placed are the machine's."""
    users = int(placed.max()) + 1
    said = Given(placed, np.where(before < users, before, users), users)
    return learning.group(
        rows, MODEL, seed=0, k=None, device="cpu", ctx=NULL_CONTEXT, path=path, given=said
    )


def leaf_of(result: grouping.Grouping, photos: np.ndarray) -> int:
    (leaf,) = set(result.leaf[photos].tolist())
    assert leaf >= 0
    return int(leaf)


def test_without_corrections_nothing_is_different() -> None:
    rows, _ = library([40, 30, 20])
    one = group(rows)
    other = learning.group(
        rows, MODEL, seed=0, k=None, device="cpu", ctx=NULL_CONTEXT, path=None, given=None
    )
    said = Given(np.where(np.arange(90) < 9, 0, -1), np.zeros(90, dtype=np.int64), 1)
    given_number = learning.group(
        rows, MODEL, seed=0, k=3, device="cpu", ctx=NULL_CONTEXT, path=None, given=said
    )
    for left, right in ((one, other), (group(rows, 3), given_number)):
        for name in ("leaf", "confidence", "codes", "merges", "centres", "second"):
            assert np.array_equal(getattr(left, name), getattr(right, name)), name


@pytest.mark.parametrize("landmarks", [20_000, 80])
def test_moved_merged_and_split_photos_are_where_they_were_put(
    monkeypatch: pytest.MonkeyPatch, landmarks: int
) -> None:
    """Two themes are merged, a third is split at random, and one photo of each is moved away."""
    monkeypatch.setattr(starting, "PIXELS", replace(starting.PIXELS, landmarks=landmarks))
    rows, theme = library([40, 40, 40, 40])
    rng = np.random.default_rng(1)
    placed = np.where(theme < 2, 0, -1)
    third = np.flatnonzero(theme == 2)
    placed[third] = 1 + rng.integers(0, 2, len(third))
    placed[np.flatnonzero(theme == 3)[:1]] = 0
    placed[np.flatnonzero(theme == 0)[:1]] = 1
    before = np.where(placed >= 0, placed, 3)
    result = around(rows, placed, before)
    check_whole(result, len(rows))
    leaves = {leaf_of(result, np.flatnonzero(placed == user)) for user in range(3)}
    assert len(leaves) == 3
    rest = np.flatnonzero(placed < 0)
    assert leaf_of(result, rest[result.leaf[rest] >= 0]) not in leaves


def test_photos_at_random_in_groups_of_any_kind_all_stay() -> None:
    rows, _ = library([30, 30, 30], spread=60.0)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        placed = rng.integers(-1, 5, 90)
        result = around(rows, placed, np.where(placed >= 0, placed, rng.integers(0, 7, 90)))
        check_whole(result, 90)
        leaves = [leaf_of(result, np.flatnonzero(placed == user)) for user in range(5)]
        assert len(set(leaves)) == 5


def test_the_photos_like_those_that_were_moved_follow_them() -> None:
    """Half of a theme is put into a group of its own, out of a group of two themes."""
    rows, theme = library([40, 40, 40])
    placed = np.full(len(rows), -1)
    placed[np.flatnonzero(theme == 0)[:20]] = 0
    before = np.where(placed >= 0, 0, 1 + theme // 2)
    result = around(rows, placed, before)
    own = leaf_of(result, np.flatnonzero(placed == 0))
    assert (result.leaf[theme == 0] == own).mean() > 0.95
    assert (result.leaf[theme != 0] == own).mean() < 0.05


def test_a_photo_that_was_moved_takes_nothing_along() -> None:
    rows, theme = library([40, 40])
    placed = np.full(len(rows), -1)
    placed[np.flatnonzero(theme == 0)[:1]] = 0  # into the group that the other theme is
    before = np.where((theme == 1) | (placed == 0), 0, 1)
    result = around(rows, placed, before)
    other = leaf_of(result, np.flatnonzero(theme == 1))
    assert (result.leaf == other).sum() == 41
    assert (result.leaf[placed == 0] == other).all()


def test_new_photos_are_placed_by_the_corrections_made_since(tmp_path: Path) -> None:
    """Without training: one theme was made a new group, another was merged into a third."""
    rows, theme = library([50, 50, 50])
    known, new = rows[:120], rows[120:]
    path = tmp_path / "run-1.pt"
    result = group(known, path=path)
    leaves = len(result.leaves)
    leaf = {t: int(np.bincount(result.leaf[theme[:120] == t] + 1).argmax()) - 1 for t in range(3)}
    corrected = np.full(120, -1)
    corrected[theme[:120] == 0] = leaves
    corrected[theme[:120] == 1] = leaf[2]
    found, sure, second = learning.place_rows(
        new, MODEL, path, device="cpu", ctx=NULL_CONTEXT, corrected=corrected
    )
    right = np.where(theme[120:] == 0, leaves, leaf[2])
    placed = found >= 0
    assert placed.mean() > 0.9
    assert (found[placed] == right[placed]).mean() > 0.95
    assert ((sure >= 0) & (sure <= 1 + 1e-6)).all()
    assert (second != found).all() or (second[second == found] == -1).all()
    plain = learning.place_rows(new, MODEL, path, device="cpu", ctx=NULL_CONTEXT)
    none = learning.place_rows(
        new, MODEL, path, device="cpu", ctx=NULL_CONTEXT, corrected=np.full(120, -1)
    )
    assert np.array_equal(plain[0], none[0])
    assert plain[0].max() < leaves
