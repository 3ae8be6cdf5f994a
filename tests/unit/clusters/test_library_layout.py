"""The layout of the map of the library: what is similar lies together, nothing lies on nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from photoorg.clusters import layout
from photoorg.clusters.evidence import joint_graph

Floats = NDArray[np.float32]


def nothing() -> None:
    """No one cancels."""


def mapped(x: Floats) -> Floats:
    weights = joint_graph([x], nothing)[0]
    return layout.finished(layout.layout(weights, layout.principal(x)))


def blobs(sizes: tuple[int, ...], parts: int = 16, seed: int = 0) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    middles = rng.normal(0, 1, (len(sizes), parts))
    of = np.repeat(np.arange(len(sizes)), sizes)
    x = middles[of] + rng.normal(0, 0.15, (len(of), parts))
    return x.astype(np.float32), of


def nearest_distance(y: Floats) -> NDArray[np.float64]:
    gap = np.hypot(*(y[:, None] - y[None]).transpose(2, 0, 1)).astype(np.float64)
    np.fill_diagonal(gap, np.inf)
    return gap.min(axis=1)


def test_kinds_of_photos_are_islands_with_gaps_between_them() -> None:
    x, of = blobs((150, 90, 60))
    y = mapped(x)
    within = float(np.median(nearest_distance(y)))
    for island in range(3):
        inside, outside = y[of == island], y[of != island]
        gap = np.hypot(*(inside[:, None] - outside[None]).transpose(2, 0, 1)).min()
        assert gap > 1.5 * within


def test_neighbours_in_the_features_are_neighbours_on_the_map() -> None:
    from sklearn.manifold import trustworthiness

    x, _ = blobs((60,) * 12)
    kept, plain = (trustworthiness(x, y, n_neighbors=10) for y in (mapped(x), layout.principal(x)))
    assert 1 - kept < 0.6 * (1 - plain)


def test_the_same_photos_give_the_same_map() -> None:
    x, _ = blobs((80, 40))
    assert np.array_equal(mapped(x), mapped(x))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 12])
def test_a_few_photos_have_places_of_their_own(count: int) -> None:
    x = np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)
    y = mapped(x)
    assert y.shape == (count, 2)
    assert ((y >= 0) & (y <= 1)).all()
    if count > 1:
        assert nearest_distance(y).min() > 0.05


def test_identical_photos_do_not_hide_each_other() -> None:
    y = mapped(np.ones((200, 8), dtype=np.float32))
    apart = nearest_distance(y)
    assert apart.min() > 0.3 / np.sqrt(200)


def test_the_map_fills_the_square_and_is_wider_than_high() -> None:
    x, _ = blobs((100, 100, 30))
    y = mapped(x)
    wide, high = np.ptp(y, axis=0)
    assert wide > 0.9
    assert high <= wide + 1e-6


def test_a_grid_repels_as_the_sum_over_all_pairs() -> None:
    y = np.random.default_rng(2).normal(0, 6, (120, 2))
    gap = y[:, None] - y[None]
    near = 1 / (1 + (gap**2).sum(axis=2))
    total = near.sum() - len(y)
    exact = (gap * near[:, :, None] ** 2).sum(axis=1) / total
    found = layout.repulsion(y)
    assert np.abs(found - exact).max() < 0.25 * np.abs(exact).max()
    assert np.corrcoef(found.ravel(), exact.ravel())[0, 1] > 0.99
    assert np.abs(found.sum(axis=0)).max() < 1e-3 * np.abs(exact).max()  # no drift


def test_a_photo_between_two_islands_goes_to_the_one_that_has_most_of_its_neighbours() -> None:
    known = np.array([[0.1, 0.1], [0.1, 0.12], [0.12, 0.1], [0.9, 0.9], [0.9, 0.88]], np.float32)
    near = [(np.arange(5, dtype=np.int32)[None], np.ones((1, 5), np.float32))]
    (spot,) = layout.among(near, known)
    assert np.hypot(*(spot - [0.1, 0.1])) < 0.1


def test_new_photos_stay_on_the_map_and_off_each_other() -> None:
    known = np.array([[0.0, 0.0], [1.0, 1.0]], np.float32)
    near = [(np.zeros((50, 1), np.int32), np.ones((50, 1), np.float32))]
    y = layout.beside(near, known)
    assert ((y >= 0) & (y <= 1)).all()
    assert len(np.unique(y, axis=0)) > 10
