"""One of each burst stands for it, and a library of bursts does not fall apart."""

import numpy as np

from photoorg.clusters import partition
from photoorg.clusters.evidence import joint_graph, neighbours_for
from photoorg.clusters.near_copies import distinct
from photoorg.clusters.neighbours import unit_rows


def scenes(count: int, size: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`count` themes of `size` different photos each, and their themes."""
    rng = np.random.default_rng(seed)
    themes = rng.normal(size=(count, 64))
    labels = np.repeat(np.arange(count), size)
    return (themes[labels] + rng.normal(size=(len(labels), 64)) * 0.7).astype(np.float32), labels


def bursts(x: np.ndarray, shots: int, spread: float, seed: int = 1) -> np.ndarray:
    """Each photo as so many shots that differ a little; the shots of a photo in a row."""
    many = np.repeat(x, shots, axis=0)
    noise = np.random.default_rng(seed).normal(size=many.shape) * spread
    return unit_rows((many + noise).astype(np.float32))


def clusters_of(x: np.ndarray) -> np.ndarray:
    weights, _, _ = joint_graph([x], lambda: None)
    return partition.find(weights, 0)


def test_two_shots_of_each_burst_are_kept() -> None:
    photos, _ = scenes(4, 60)
    many = bursts(photos, 8, 0.05)
    kept = distinct(many, neighbours_for(len(many))).kept
    first = np.arange(0, len(many), 8)
    assert np.array_equal(kept, np.sort(np.concatenate([first, first + 1])))


def test_photos_of_one_theme_are_no_copies() -> None:
    photos, _ = scenes(4, 100)
    x = unit_rows(photos)
    assert len(distinct(x, neighbours_for(len(x))).kept) == len(x)


def test_themes_made_of_bursts_stay_themes() -> None:
    photos, labels = scenes(5, 60)
    many = bursts(photos, 8, 0.05)
    assert clusters_of(many).max() + 1 > 20, "the islands that bursts are in a graph of all shots"
    kept = distinct(many, neighbours_for(len(many))).kept
    found = clusters_of(many[kept])
    assert found.max() + 1 == 5
    assert len(set(zip(found.tolist(), np.repeat(labels, 8)[kept].tolist(), strict=True))) == 5


def test_exact_copies_in_a_large_library_are_found_through_its_cells() -> None:
    photos, _ = scenes(40, 100)
    many = np.concatenate([unit_rows(photos)] * 3)  # 12,000: more than are compared in full
    kept = distinct(many, neighbours_for(len(many))).kept
    assert np.array_equal(kept, np.arange(2 * len(photos)))


def test_small_libraries_are_left_alone() -> None:
    for n in (0, 1, 2, 5, 399):
        x = np.ones((n, 8), dtype=np.float32)
        assert np.array_equal(distinct(x, neighbours_for(n)).kept, np.arange(n))


def test_photos_that_are_all_the_same_leave_one() -> None:
    x = np.ones((500, 8), dtype=np.float32)
    assert 1 <= len(distinct(x, neighbours_for(500)).kept) <= 500


def test_it_is_told_who_has_copies() -> None:
    photos, _ = scenes(4, 100)
    x = unit_rows(np.concatenate([photos, photos[:60], photos[:60]]))
    found = distinct(x, neighbours_for(len(x)))
    assert np.flatnonzero(found.single).tolist() == list(range(60, 400))
    assert np.array_equal(found.kept, np.arange(460))


def test_a_library_with_few_copies_is_left_whole() -> None:
    photos, _ = scenes(4, 100)
    x = unit_rows(np.concatenate([photos, photos[:9], photos[:9]]))
    found = distinct(x, neighbours_for(len(x)))
    assert np.array_equal(found.kept, np.arange(418))
    assert found.single.all()
