"""k-means with many starts, nearest centres and principal components, by hand."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from photoorg.benchmark.kmeans import kmeans, nearest, principal, squared_error
from photoorg.errors import Cancelled
from photoorg.records import NullContext


def x(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def test_the_best_of_all_starts_is_scikit_learns() -> None:
    points = np.random.default_rng(0).normal(size=(300, 5)).astype(np.float32)
    theirs = KMeans(7, n_init=20, random_state=3).fit(points)
    ours = kmeans(points, 7, 3)
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-6)
    assert np.array_equal(ours.clusters, theirs.labels_)


def test_two_pairs() -> None:
    found = kmeans(x((0, 0), (0, 2), (10, 0), (10, 2)), 2, 0)
    assert sorted(found.centres.tolist()) == [[0.0, 1.0], [10.0, 1.0]]
    assert found.inertia == pytest.approx(4.0)


def test_more_clusters_than_points() -> None:
    assert sorted(kmeans(x((0,), (5,)), 9, 0).clusters.tolist()) == [0, 1]


def test_it_can_be_stopped_between_starts() -> None:
    class Impatient(NullContext):
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        kmeans(x((0,), (5,)), 2, 0, Impatient())


def test_nearest_centre() -> None:
    centres = x((0, 0), (4, 0), (0, 4))
    # squared distances of (1, 1): 2, 10, 10; of (2, 0): 4, 4, 20 (the first wins);
    # of (1, 3): 10, 18, 2
    assert nearest(x((1, 1), (2, 0), (1, 3)), centres).tolist() == [0, 0, 2]
    assert len(nearest(np.zeros((0, 2), dtype=np.float32), centres)) == 0


def test_principal_components_by_hand() -> None:
    # mean (1, 1); the points lie on the line (3, 4) / 5 at -5, 0, 5, but for +-1 across
    along, across = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    points = np.array([[1, 1]] * 4) + np.array([along * 5, -along * 5, across, -across])
    axes = principal(points.astype(np.float32), 2)
    assert axes.mean.tolist() == pytest.approx([1.0, 1.0])
    assert axes.axes[0].tolist() == pytest.approx([0.6, 0.8], abs=1e-6)
    assert np.abs(axes.axes[1]).tolist() == pytest.approx([0.8, 0.6], abs=1e-6)
    one = principal(points.astype(np.float32), 1)
    flat = one.project(points.astype(np.float32))
    assert flat[:, 0].tolist() == pytest.approx([5.0, -5.0, 0.0, 0.0], abs=1e-5)
    # what is lost: 1 squared for two of four points, over 8 numbers
    assert squared_error(points.astype(np.float32), one.rebuild(flat)) == pytest.approx(2 / 8)
