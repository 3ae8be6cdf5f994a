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
    assert quality.shares(WEIGHTS, LABELS, 2)[np.arange(4), LABELS].tolist() == [
        1.0,
        0.75,
        0.75,
        1.0,
    ]


def test_a_photo_without_neighbours_agrees_with_itself() -> None:
    assert quality.shares(sparse.csr_matrix((1, 1)), np.array([0]), 1).tolist() == [[1.0]]


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
    sure = np.linspace(0.6, 0.0, n).astype(np.float32)
    flags = quality.unsorted(agree, np.ones(n), sure, sure)
    assert flags.sum() == 5
    assert flags[-5:].all()


def test_a_lonely_photo_is_unsorted_and_a_torn_one_too() -> None:
    n = 40
    agree, lonely = np.ones(n), np.ones(n)
    soft = np.full(n, 0.9, dtype=np.float32)
    lonely[7] = 3.0
    assert np.flatnonzero(quality.unsorted(agree, lonely, soft, soft)).tolist() == [7]
    agree[3], soft[3] = 0.2, 0.4
    assert np.flatnonzero(quality.unsorted(agree, lonely, soft, soft)).tolist() == [3, 7]


def test_a_photo_whose_neighbours_are_elsewhere_is_not_torn_where_dec_is_sure() -> None:
    n = 40
    agree, soft = np.ones(n), np.full(n, 0.9, dtype=np.float32)
    agree[3] = 0.0
    assert not quality.unsorted(agree, np.ones(n), soft, soft / 2).any()


def test_loneliness_compares_with_the_neighbours() -> None:
    index = np.array([[1], [0], [1]])
    distance = np.array([[1.0], [1.0], [5.0]], dtype=np.float32)
    assert quality.loneliness(index, distance).tolist() == [1.0, 1.0, 5.0]


def test_leaf_quality_is_one_minus_conductance() -> None:
    joined = np.array([[6.0, 2.0], [2.0, 8.0]])
    assert quality.leaf_quality(joined).tolist() == [0.75, 0.8]
