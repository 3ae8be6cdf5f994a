"""New photos into existing clusters without training: neighbours' votes and DEC's centres.

The model file holds all it needs: the encoder, the centres, and the landmarks' vectors
(2 kB a landmark, at most 10,000 of them).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from photoorg.clusters import constraints, quality
from photoorg.clusters.evidence import Projection, neighbours_for
from photoorg.clusters.neighbours import local_weights, nearest, unit_rows
from photoorg.errors import SurroundingsError
from photoorg.files.pool import default_workers
from photoorg.learn import refine, train
from photoorg.learn.autoencoder import Design, rebuild, state_of
from photoorg.learn.checkpoint import RETRAIN
from photoorg.learn.device import CPU
from photoorg.learn.side_by_side import side_by_side
from photoorg.learn.sources import RowSource, unpacker, views_for
from photoorg.pipeline import evidence

if TYPE_CHECKING:
    from photoorg.learn.autoencoder import ConvEncoder
    from photoorg.learn.device import Device
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FARTHEST = 0.99  # of the known photos are nearer to their nearest neighbour than `reach`


#: For each kind of evidence each photo's neighbours among the landmarks and their weights, (m, k).
Near = list[tuple[NDArray[np.int32], Floats]]


def near(queries: Sequence[Floats], known: Sequence[Floats], ctx: Context) -> Near:
    """The neighbours of each query among the landmarks `known`, by kind of evidence."""
    k = max(1, neighbours_for(len(known[0])))

    def weighted(query: Floats, points: Floats, own: Context) -> tuple[NDArray[np.int32], Floats]:
        index, distance = nearest(query, points, k, own.check_cancelled)
        return index.astype(np.int32), local_weights(distance)

    pairs = zip(queries, known, strict=True)
    return side_by_side([partial(weighted, *pair) for pair in pairs], CPU, ctx, default_workers())


def shares(found: Near, labels: Ints, count: int) -> Floats:
    """Shares (m, count) of each photo's neighbours' clusters, averaged over the kinds of evidence.

    `labels` (l,) are the landmarks' clusters.
    """
    total = np.zeros((len(found[0][0]), count), dtype=np.float32)
    rows = np.arange(len(total))
    for index, weight in found:
        for column in range(index.shape[1]):
            total[rows, labels[index[:, column]]] += weight[:, column]
    part: Floats = total / np.maximum(total.sum(axis=1, keepdims=True), np.float32(1e-12))
    return part


@dataclass(frozen=True, slots=True)
class Model:
    """What a checkpoint holds.

    `views`, `known`: per frozen kind of evidence the projection and the landmarks' vectors;
    `labels` (l,) their clusters. `guides`: where there is no frozen kind, the encoders as they were
    before DEC, whose codes then are the evidence. `centres` (L, d) in the code times `scale`;
    `kernel` of the soft assignment: "gaussian", in checkpoints of earlier versions "student".
    `reach`: a photo whose nearest landmark (first kind) is farther resembles nothing known.
    """

    feature_model: str
    network: ConvEncoder
    mean: Floats
    spread: Floats
    scale: float
    kernel: str
    guides: tuple[ConvEncoder, ...]
    views: tuple[Projection, ...]
    known: tuple[Floats, ...]
    labels: Ints
    centres: Floats
    reach: float
    landmarks: Ints | None = None  # (l,) which of the run's photos these are; None: not known

    def place(
        self, rows: Bytes, device: Device, ctx: Context, corrected: Ints | None = None
    ) -> tuple[Ints, Floats, Ints]:
        """Leaf (m,), -1 for a photo that is far from all known ones or torn between clusters.

        Confidence (m,) is that of `quality.confidence`: votes and soft assignment, averaged. Last
        the second best leaf (m,), -1 for none. `corrected`: see `pipeline.grouping.place`.
        """
        source = RowSource(rows, unpacker(self.feature_model), self.mean, self.spread)
        kinds = [
            unit_rows(train.encode(guide.to(device), source, device, ctx)) for guide in self.guides
        ] or evidence.apply(self.views, rows, self.feature_model, ctx)
        labels, check = self.labels_now(corrected), ctx.check_cancelled
        count = max(len(self.centres), int(labels.max(initial=-1)) + 1)
        share = shares(near(kinds, self.known, ctx), labels, count)
        q = self.soft_assignment(source, device, ctx)
        if labels is not self.labels:
            q = q @ constraints.transfer(self.labels, labels, len(self.centres), count)
        both = (share + q) / np.float32(2.0)
        leaf, sure = both.argmax(axis=1), both.max(axis=1)
        _, gap = nearest(kinds[0], self.known[0], 1, check)
        own = np.arange(len(leaf)), leaf
        torn = (share[own] < quality.MIXED) & (q[own] < quality.TORN)
        second = constraints.second_best(both, leaf)
        return np.where((gap[:, 0] > self.reach) | torn, -1, leaf), sure, second

    def labels_now(self, corrected: Ints | None) -> Ints:
        """The landmarks' clusters (l,) with the user's corrections, as far as these are known."""
        if corrected is None:
            return self.labels
        at = self.landmarks
        if at is None and len(corrected) == len(self.labels):
            at = np.arange(len(self.labels))  # all photos were landmarks
        if at is None:
            return self.labels
        return np.where(corrected[at] >= 0, corrected[at], self.labels)

    def soft_assignment(self, source: RowSource, device: Device, ctx: Context) -> Floats:
        """What DEC's network says of each photo, (m, L)."""
        if self.kernel == "gaussian":
            mild = views_for(self.feature_model)
            return refine.assign(self.network, self.centres, source, mild, device=device, ctx=ctx)
        codes = train.encode(self.network.to(device), source, device, ctx)
        return train.soft_assignment(codes * np.float32(self.scale), self.centres)

    def plain(self) -> dict[str, Any]:
        """Arrays and plain values for `learn.checkpoint.save`."""
        return {
            "feature_model": self.feature_model,
            "design": self.network.design.plain(),
            "network": state_of(self.network),
            "mean": self.mean,
            "spread": self.spread,
            "scale": float(self.scale),
            "kernel": self.kernel,
            "guides": [state_of(guide) for guide in self.guides],
            "view_means": [view.mean for view in self.views],
            "view_components": [view.components for view in self.views],
            "known": [vectors.astype(np.float16) for vectors in self.known],
            "labels": self.labels,
            "centres": self.centres,
            "landmarks": self.landmarks,
            "reach": float(self.reach),
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
    design = Design.from_plain(values["design"])
    only = values.get("guide")  # in checkpoints of earlier versions
    guides = values.get("guides", [only] if only else [])
    return Model(
        feature_model=str(values["feature_model"]),
        network=rebuild(design, values["network"]),
        mean=values["mean"],
        spread=values["spread"],
        scale=float(values["scale"]),
        kernel=str(values.get("kernel", "student")),
        guides=tuple(rebuild(design, guide) for guide in guides),
        views=tuple(Projection(*pair) for pair in zip(means, components, strict=True)),
        known=tuple(part.astype(np.float32) for part in values["known"]),
        labels=values["labels"],
        centres=values["centres"],
        reach=float(values["reach"]),
        landmarks=values.get("landmarks"),
    )


def reach_of(kind: Floats, check: Callable[[], None]) -> float:
    """One and a half times the distance to the nearest other that `FARTHEST` of the photos keep.

    Infinite for fewer than 20 photos: too few to say what is far.
    """
    if len(kind) < 20:
        return float("inf")
    _, gap = nearest(kind, kind, 1, check, skip_self=True)
    return 1.5 * float(np.quantile(gap, FARTHEST))
