"""Scores against values worked by hand."""

import numpy as np
import pytest

from photoorg.benchmark import metrics

LABELS = np.array([0, 0, 0, 1, 1, 2])


def test_accuracy_matches_clusters_to_labels_one_to_one() -> None:
    assert metrics.accuracy(np.array([5, 5, 5, 3, 3, 9]), LABELS) == 1.0
    # label 0 is split over two clusters: only one of them can be it
    assert metrics.accuracy(np.array([0, 0, 1, 2, 2, 3]), LABELS) == pytest.approx(5 / 6)
    # all in one cluster: three of six
    assert metrics.accuracy(np.zeros(6, dtype=int), LABELS) == 0.5
    # greedy matching would give 2 + 0; the best is 2 + 2 of [[3, 2], [2, 0]]
    clusters, labels = np.array([0] * 5 + [1] * 2), np.array([0, 0, 0, 1, 1, 0, 0])
    assert metrics.accuracy(clusters, labels) == pytest.approx(4 / 7)


def test_confusion_has_the_accuracy_on_its_diagonal() -> None:
    clusters, labels = np.array([8, 8, 2, 2, 2, 5, -1]), np.array([0, 0, 0, 1, 1, 1, 1])
    # cluster 8 is label 0, cluster 2 is label 1; cluster 5 and the unsorted one match nothing
    assert metrics.confusion(clusters, labels).tolist() == [[2, 1, 0], [0, 2, 2]]
    assert metrics.accuracy(clusters, labels) == pytest.approx(4 / 7)
    assert metrics.confusion(np.full(3, -1), np.array([0, 1, 1])).tolist() == [[0, 0, 1], [0, 0, 2]]


def test_purity_forgives_splits() -> None:
    assert metrics.purity(np.array([0, 0, 1, 2, 2, 3]), LABELS) == 1.0
    assert metrics.purity(np.array([0, 0, 0, 0, 1, 1]), LABELS) == pytest.approx(4 / 6)


def test_unsorted_photos_are_errors_for_accuracy_and_purity_and_a_cluster_for_nmi() -> None:
    clusters = np.array([0, 0, -1, 1, 1, 2])
    assert metrics.accuracy(clusters, LABELS) == pytest.approx(5 / 6)
    assert metrics.purity(clusters, LABELS) == pytest.approx(5 / 6)
    assert metrics.unsorted_share(clusters) == pytest.approx(1 / 6)
    as_cluster = np.where(clusters < 0, 9, clusters)
    assert metrics.nmi(clusters, LABELS) == pytest.approx(metrics.nmi(as_cluster, LABELS))
    assert metrics.ari(clusters, LABELS) == pytest.approx(metrics.ari(as_cluster, LABELS))


def test_nmi_uses_the_arithmetic_mean() -> None:
    # labels: two halves (ln 2); clusters: quarters (ln 4); I = ln 2 -> ln 2 / (1.5 ln 2) = 2/3
    labels, clusters = np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2, 3, 3])
    assert metrics.nmi(clusters, labels) == pytest.approx(2 / 3)


def test_ari_worked_by_hand() -> None:
    # pairs together: both 2 (one per cluster of two), clusters 2 + 0.., labels 3 + 1
    clusters = np.array([0, 0, 1, 1, 2, 2])
    # index 1; row pairs 3, column pairs 4, all 15: expected 0.8, max 3.5
    labels = np.array([0, 0, 0, 1, 1, 2])
    assert metrics.ari(clusters, labels) == pytest.approx((1 - 0.8) / (3.5 - 0.8))


def test_triage_deletes_clusters_with_a_junk_majority() -> None:
    #            junk cluster with one treasure   treasure cluster with one junk
    clusters = np.array([0, 0, 0, 1, 1, 1, 1, -1])
    labels = np.array([7, 7, 3, 3, 3, 3, 7, 7])
    found = metrics.triage(clusters, labels, junk=[7])
    assert found.recall == 2 / 4  # the unsorted one is not deleted
    assert found.collateral == 1 / 4


def test_triage_without_junk_found() -> None:
    found = metrics.triage(np.array([0, 0, 0]), np.array([3, 3, 7]), junk=[7])
    assert (found.recall, found.collateral) == (0.0, 0.0)


def test_everything_unsorted_scores_nothing() -> None:
    clusters = np.full(6, -1)
    found = metrics.scores(clusters, LABELS, junk=[0])
    assert (found["acc"], found["purity"], found["unsorted"], found["k"]) == (0.0, 0.0, 1.0, 0)
    assert found["triage"] == {"recall": 0.0, "collateral": 0.0}


def test_leaves_per_class() -> None:
    assert metrics.leaves_per_class(np.array([0, 1, 2, 3, 3, 4]), LABELS) == 3
