"""Confidence, Unsorted and quality."""

import numpy as np
import pytest
from scipy import sparse

from photoorg.clusters import quality

# 0-1 strong, 2-3 strong, 1-2 weak
WEIGHTS = sparse.csr_matrix(
    np.array([[0, 3, 0, 0], [3, 0, 1, 0], [0, 1, 0, 3], [0, 0, 3, 0]], dtype=float)
)
LABELS = np.array([0, 0, 1, 1])


def test_agreement_is_the_share_of_links_inside() -> None:
    assert quality.agreement(WEIGHTS, LABELS).tolist() == [1.0, 0.75, 0.75, 1.0]


def test_a_photo_without_neighbours_agrees_with_itself() -> None:
    assert quality.agreement(sparse.csr_matrix((1, 1)), np.array([0])).tolist() == [1.0]


def test_smoothed_start_counts_the_photo_as_one_mean_photo() -> None:
    # mean degree 3.5; photo 1: own cluster 3 + 3.5, other 1, of 7.5
    votes = quality.smoothed(WEIGHTS, LABELS, 2)
    assert votes[1] == pytest.approx([6.5 / 7.5, 1 / 7.5])
    assert votes.sum(axis=1) == pytest.approx([1, 1, 1, 1])


def test_confidence_is_the_mean_of_both_kinds_of_evidence() -> None:
    q = np.array([[0.5, 0.5], [0.9, 0.1]], dtype=np.float32)
    sure = quality.confidence(np.array([1.0, 0.7]), q, np.array([0, 1]))
    assert sure.tolist() == pytest.approx([0.75, 0.4])


def test_unsorted_never_exceeds_its_bound_and_takes_the_least_sure() -> None:
    n = 100
    agree = np.full(n, 0.1)
    sure = np.linspace(1.0, 0.0, n).astype(np.float32)
    flags = quality.unsorted(agree, np.ones(n), sure)
    assert flags.sum() == 5
    assert flags[-5:].all()


def test_a_lonely_photo_is_unsorted_and_a_torn_one_too() -> None:
    agree, lonely = np.ones(40), np.ones(40)
    agree[3], lonely[7] = 0.2, 2.0
    sure = np.full(40, 0.9, dtype=np.float32)
    assert np.flatnonzero(quality.unsorted(agree, lonely, sure)).tolist() == [7]
    sure[3] = 0.3  # DEC is torn too
    assert np.flatnonzero(quality.unsorted(agree, lonely, sure)).tolist() == [3, 7]


def test_loneliness_compares_with_the_neighbours() -> None:
    index = np.array([[1], [0], [1]])
    distance = np.array([[1.0], [1.0], [5.0]], dtype=np.float32)
    assert quality.loneliness(index, distance).tolist() == [1.0, 1.0, 5.0]


def test_leaf_quality_is_one_minus_conductance() -> None:
    joined = np.array([[6.0, 2.0], [2.0, 8.0]])
    assert quality.leaf_quality(joined).tolist() == [0.75, 0.8]


def test_simplified_silhouette_worked_by_hand() -> None:
    # centres 1 and 11; a = 1 for all; b = 11, 9, 9, 11 -> 10/11, 8/9, 8/9, 10/11
    x = np.array([[0.0], [2.0], [10.0], [12.0]], dtype=np.float32)
    expected = (10 / 11 + 8 / 9) / 2
    assert quality.simplified_silhouette(x, LABELS) == pytest.approx(expected)
    assert quality.simplified_silhouette(x, np.zeros(4, dtype=int)) == 0.0
    assert quality.simplified_silhouette(x, np.array([0, 1, 0, 1])) < 0.2
