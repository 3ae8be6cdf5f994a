"""Bubbles of the map: every photo in one of them, each with exactly its own photos."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.places.bubbles import Bubble, BubbleTree, merged
from photoorg.places.mercator import square_of

WORLD = (0.0, 0.0, 1.0, 1.0)


def scattered(count: int = 3000) -> tuple[range, np.ndarray, np.ndarray]:
    """Photos around 40 towns, some of them at the very same spot."""
    rng = np.random.default_rng(7)
    towns = np.column_stack([rng.uniform(-60, 70, 40), rng.uniform(-179, 179, 40)])
    of = rng.integers(0, 40, count)
    lat = np.round(towns[of, 0] + rng.normal(0, 0.3, count) * rng.exponential(1, count), 3)
    lon = np.round(towns[of, 1] + rng.normal(0, 0.3, count) * rng.exponential(1, count), 3)
    return range(1, count + 1), np.clip(lat, -90, 90), np.clip(lon, -180, 180)


@pytest.mark.parametrize("extent", [0.3, 0.05, 0.004, 0.0002, 0.0])
def test_every_photo_is_in_one_bubble_whose_bounds_hold_no_other(extent: float) -> None:
    ids, lat, lon = scattered()
    bubbles = BubbleTree(ids, lat, lon).cut(extent, WORLD)
    assert sum(bubble.count for bubble in bubbles) == len(ids)
    for bubble in bubbles:
        south, west, north, east = bubble.bounds
        inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        assert inside.sum() == bubble.count
        assert inside[bubble.first - 1]


def test_a_bubble_is_no_larger_than_asked_and_splits_as_one_comes_near() -> None:
    ids, lat, lon = scattered()
    tree = BubbleTree(ids, lat, lon)
    before = 0
    for extent in (1.0, 0.1, 0.01, 0.001):
        bubbles = tree.cut(extent, WORLD)
        assert len(bubbles) > before
        before = len(bubbles)
        for bubble in bubbles:
            south, west, north, east = bubble.bounds
            x, y = square_of(np.array([south, north]), np.array([west, east]))
            assert abs(x[1] - x[0]) <= extent + 1e-12
            assert abs(y[1] - y[0]) <= extent + 1e-12


def test_a_gap_is_respected_a_town_is_not_cut() -> None:
    rng = np.random.default_rng(1)
    lat = np.concatenate([rng.normal(48.85, 0.02, 500), rng.normal(50.85, 0.02, 30)])
    lon = np.concatenate([rng.normal(2.35, 0.02, 500), rng.normal(4.35, 0.02, 30)])
    bubbles = BubbleTree(range(530), lat, lon).cut(0.004, WORLD)
    assert sorted(bubble.count for bubble in bubbles) == [30, 500]


def test_only_what_is_in_view_is_returned() -> None:
    tree = BubbleTree([1, 2], [48.0, -33.0], [11.0, 151.0])
    x, y = square_of(np.array([48.0]), np.array([11.0]))
    view = (x[0] - 0.01, y[0] - 0.01, x[0] + 0.01, y[0] + 0.01)
    assert [bubble.first for bubble in tree.cut(0.001, view)] == [1]


def test_no_photos_and_photos_at_one_spot() -> None:
    empty = BubbleTree([], [], [])
    assert (len(empty), empty.box(), empty.cut(0.1, WORLD)) == (0, None, [])
    (bubble,) = BubbleTree([5, 6, 7], [10.0] * 3, [20.0] * 3).cut(0.0, WORLD)
    assert (bubble.count, bubble.first, bubble.bounds) == (3, 5, (10.0, 20.0, 10.0, 20.0))


def test_the_box_goes_the_shorter_way_around_the_world() -> None:
    box = BubbleTree([1, 2, 3], [-17.0, -18.0, -16.0], [178.0, -179.0, -170.0]).box()
    assert box is not None
    left, _, right, _ = box
    assert left == pytest.approx(178 / 360 + 0.5, abs=0.001)
    assert right == pytest.approx(190 / 360 + 0.5, abs=0.001)
    box = BubbleTree([1, 2], [0.0, 10.0], [-70.0, 80.0]).box()
    assert box is not None
    assert (box[0], box[2]) == pytest.approx((110 / 360, 260 / 360))


def test_merged_bubbles_are_apart_and_none_is_lost() -> None:
    ids, lat, lon = scattered()
    bubbles = BubbleTree(ids, lat, lon).cut(0.01, WORLD)
    gathered = merged(bubbles, 0.008)
    assert len(gathered) < len(bubbles)
    assert sum(bubble.count for bubble in gathered) == len(ids)
    x = np.array([bubble.x for bubble in gathered])
    y = np.array([bubble.y for bubble in gathered])
    apart = np.maximum(abs(x[:, None] - x), abs(y[:, None] - y))
    np.fill_diagonal(apart, 1)
    assert apart.min() >= 0.008


def test_a_large_bubble_stays_where_it_is_and_its_bounds_grow() -> None:
    large = Bubble(0.5, 0.5, 100, 1, (10.0, 10.0, 11.0, 11.0))
    small = Bubble(0.501, 0.5, 2, 9, (10.5, 11.5, 10.6, 11.6))
    far = Bubble(0.6, 0.5, 3, 7, (10.0, 50.0, 10.0, 50.0))
    one, other = sorted(merged([small, far, large], 0.01), key=lambda b: -b.count)
    assert one == Bubble(0.5, 0.5, 102, 1, (10.0, 10.0, 11.0, 11.6))
    assert other == far
