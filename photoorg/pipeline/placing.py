"""New photos into existing clusters without training: neighbours' votes and DEC's centres.

The model file holds all it needs: the encoder, the centres, and the landmarks' vectors
(2 kB a landmark, at most 10,000 of them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photoorg.clusters import quality
from photoorg.clusters.evidence import Projection, neighbours_for
from photoorg.clusters.neighbours import local_weights, nearest
from photoorg.errors import SurroundingsError
from photoorg.learn import train
from photoorg.learn.autoencoder import ConvAutoencoder, Design, rebuild, state_of
from photoorg.learn.checkpoint import RETRAIN
from photoorg.learn.device import Device
from photoorg.learn.sources import RowSource, unpacker
from photoorg.pipeline import evidence
from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FARTHEST = 0.99  # of the known photos are nearer to their nearest neighbour than `reach`


def votes(
    queries: Sequence[Floats],
    known: Sequence[Floats],
    labels: Ints,
    count: int,
    check: Callable[[], None],
) -> Floats:
    """Shares (m, count) of each query's neighbours' clusters, averaged over the kinds of evidence.

    `known` are the landmarks' vectors of the same kinds, `labels` (l,) their clusters.
    """
    k = max(1, neighbours_for(len(labels)))
    total = np.zeros((len(queries[0]), count), dtype=np.float32)
    for query, points in zip(queries, known, strict=True):
        index, distance = nearest(query, points, k, check)
        weight = local_weights(distance)
        for column in range(index.shape[1]):
            total[np.arange(len(total)), labels[index[:, column]]] += weight[:, column]
    shares: Floats = total / np.maximum(total.sum(axis=1, keepdims=True), np.float32(1e-12))
    return shares


@dataclass(frozen=True, slots=True)
class Model:
    """What a checkpoint holds.

    `views`, `known`: per frozen kind of evidence the projection and the landmarks' vectors;
    `labels` (l,) their clusters. `centres` (L, d) in the code times `scale`. `reach`: a photo whose
    nearest landmark (first kind) is farther resembles nothing known. `least_sure`: see `place`.
    """

    feature_model: str
    network: ConvAutoencoder
    mean: Floats
    spread: Floats
    scale: float
    views: tuple[Projection, ...]
    known: tuple[Floats, ...]
    labels: Ints
    centres: Floats
    reach: float
    least_sure: float

    def place(self, rows: Bytes, device: Device, ctx: Context) -> tuple[Ints, Floats]:
        """Leaf (m,), -1 for a photo that is far from all known ones or torn between clusters.

        Confidence (m,) is that of `quality.confidence`: votes and soft assignment, averaged.
        """
        source = RowSource(rows, unpacker(self.feature_model), self.mean, self.spread)
        codes = train.encode(self.network.to(device), source, device, ctx) * np.float32(self.scale)
        kinds = evidence.apply(self.views, rows, self.feature_model, ctx)
        count, check = len(self.centres), ctx.check_cancelled
        share = votes(kinds, self.known, self.labels, count, check)
        q = train.soft_assignment(codes, self.centres)
        both = (share + q) / np.float32(2.0)
        leaf, sure = both.argmax(axis=1), both.max(axis=1)
        _, gap = nearest(kinds[0], self.known[0], 1, check)
        torn = (share[np.arange(len(leaf)), leaf] < quality.MIXED) & (sure <= self.least_sure)
        return np.where((gap[:, 0] > self.reach) | torn, -1, leaf), sure

    def plain(self) -> dict[str, Any]:
        """Arrays and plain values for `learn.checkpoint.save`."""
        return {
            "feature_model": self.feature_model,
            "design": self.network.design.plain(),
            "network": state_of(self.network),
            "mean": self.mean,
            "spread": self.spread,
            "scale": float(self.scale),
            "view_means": [view.mean for view in self.views],
            "view_components": [view.components for view in self.views],
            "known": [vectors.astype(np.float16) for vectors in self.known],
            "labels": self.labels,
            "centres": self.centres,
            "reach": float(self.reach),
            "least_sure": float(self.least_sure),
        }

    @staticmethod
    def from_plain(values: dict[str, Any], feature_model: str) -> Model:
        """The inverse of `plain`. Raises `SurroundingsError` for a model of other features."""
        if values.get("feature_model") != feature_model:
            raise SurroundingsError("The model was made for other picture features.", RETRAIN)
        try:
            return rebuilt(values)
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError) as fault:
            raise SurroundingsError("The model is incomplete or damaged.", RETRAIN) from fault


def rebuilt(values: dict[str, Any]) -> Model:
    """A model from plain values; raises whatever missing or misshapen values raise."""
    means, components = values["view_means"], values["view_components"]
    return Model(
        feature_model=str(values["feature_model"]),
        network=rebuild(Design.from_plain(values["design"]), values["network"]),
        mean=values["mean"],
        spread=values["spread"],
        scale=float(values["scale"]),
        views=tuple(Projection(*pair) for pair in zip(means, components, strict=True)),
        known=tuple(part.astype(np.float32) for part in values["known"]),
        labels=values["labels"],
        centres=values["centres"],
        reach=float(values["reach"]),
        least_sure=float(values["least_sure"]),
    )


def reach_of(kind: Floats, check: Callable[[], None]) -> float:
    """One and a half times the distance to the nearest other that `FARTHEST` of the photos keep.

    Infinite for fewer than 20 photos: too few to say what is far.
    """
    if len(kind) < 20:
        return float("inf")
    _, gap = nearest(kind, kind, 1, check, skip_self=True)
    return 1.5 * float(np.quantile(gap, FARTHEST))
