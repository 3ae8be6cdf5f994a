"""Scores of a clustering against labels. The only place that ever sees a label.

Clusters are integers, -1 for unsorted; labels any integers. For `acc` and `purity` every unsorted
photo is an error; for `nmi` and `ari` all unsorted photos together are one more cluster.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Ints = NDArray[np.int64]


def contingency(clusters: Ints, labels: Ints) -> Ints:
    """Photos of each label (columns) in each cluster (rows), without the unsorted ones."""
    sorted_in = clusters >= 0
    rows, cluster = np.unique(clusters[sorted_in], return_inverse=True)
    columns, label = np.unique(labels, return_inverse=True)
    table = np.zeros((len(rows), len(columns)), dtype=np.int64)
    np.add.at(table, (cluster, label[sorted_in]), 1)
    return table


def accuracy(clusters: Ints, labels: Ints) -> float:
    """Accuracy under the best one-to-one match of clusters and labels (Xie et al. 2016, eq. 10).

    The Hungarian method finds it; clusters beyond the number of labels match nothing.
    """
    table = contingency(clusters, labels)
    if not table.size:
        return 0.0
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum() / len(labels))


def confusion(clusters: Ints, labels: Ints) -> Ints:
    """Photos of each label (rows) by what they were taken for (columns, the same labels).

    Each label's column is the cluster that `accuracy` matches to it; a last column holds what is in
    clusters without a label and what is unsorted. The diagonal's share is the accuracy.
    """
    table = contingency(clusters, labels)
    kinds, counts = np.unique(labels, return_counts=True)
    matched = np.zeros((len(kinds), len(kinds) + 1), dtype=np.int64)
    if table.size:
        rows, columns = linear_sum_assignment(-table)
        matched[:, columns] = table[rows].T
    matched[:, -1] = counts - matched[:, :-1].sum(axis=1)
    return matched


def purity(clusters: Ints, labels: Ints) -> float:
    """Share of all photos whose label is the majority label of their cluster.

    Manning, Raghavan and Schuetze (2008), equation 16.1.
    """
    table = contingency(clusters, labels)
    return float(table.max(axis=1).sum() / len(labels)) if table.size else 0.0


def nmi(clusters: Ints, labels: Ints) -> float:
    """Mutual information over the arithmetic mean of both entropies: 2 I / (H + H').

    Vinh, Epps and Bailey (2010), table 2, NMI_sum.
    """
    from sklearn.metrics import normalized_mutual_info_score

    return float(normalized_mutual_info_score(labels, clusters))


def ari(clusters: Ints, labels: Ints) -> float:
    """Adjusted Rand index: (pairs together in both - expected) / (most possible - expected).

    Hubert and Arabie (1985), equation 5.
    """
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(labels, clusters))


def unsorted_share(clusters: Ints) -> float:
    """Share of photos left out of every cluster."""
    return float((clusters < 0).mean()) if len(clusters) else 0.0


def leaves_per_class(clusters: Ints, labels: Ints) -> int:
    """The largest number of clusters that have the same majority label."""
    table = contingency(clusters, labels)
    return int(np.bincount(table.argmax(axis=1)).max()) if table.size else 0


@dataclass(frozen=True, slots=True)
class Triage:
    """What happens when a person deletes every cluster whose majority label is junk.

    recall: junk photos in those clusters / all junk. collateral: other photos in them / all others.
    """

    recall: float
    collateral: float


def triage(clusters: Ints, labels: Ints, junk: Collection[int]) -> Triage:
    """Recall and collateral; ties of a cluster's majority go to the smaller label number."""
    table = contingency(clusters, labels)
    kinds = np.unique(labels)
    is_junk = np.isin(kinds, list(junk))
    deleted = is_junk[table.argmax(axis=1)] if table.size else np.zeros(0, dtype=np.bool_)
    gone = table[deleted]
    all_junk = int(np.isin(labels, list(junk)).sum())
    others = len(labels) - all_junk
    return Triage(
        recall=float(gone[:, is_junk].sum() / all_junk) if all_junk else 0.0,
        collateral=float(gone[:, ~is_junk].sum() / others) if others else 0.0,
    )


def scores(clusters: Ints, labels: Ints, junk: Collection[int] = ()) -> dict[str, Any]:
    """All scores under the keys of the benchmark's JSON."""
    return {
        "k": len(np.unique(clusters[clusters >= 0])),
        "acc": accuracy(clusters, labels),
        "nmi": nmi(clusters, labels),
        "ari": ari(clusters, labels),
        "purity": purity(clusters, labels),
        "unsorted": unsorted_share(clusters),
        "leaves_per_class": leaves_per_class(clusters, labels),
        "triage": asdict(triage(clusters, labels, junk)) if junk else None,
    }
