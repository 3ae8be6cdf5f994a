"""photoorg's own grouping as a benchmark method: the very calls that `index` makes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import numpy as np
import torch

from photoorg.benchmark.kmeans import kmeans
from photoorg.benchmark.method import Clock, Floats, Found, Method, Task, some
from photoorg.learn.sources import RowSource
from photoorg.pipeline import learning, starting
from photoorg.pipeline.starting import Prepared


def cae_dec(task: Task) -> Found:
    """Convolutional autoencoder, manifold-aware start, DEC. Unseen pictures are only placed."""
    return grouped(task)


def cae_dec_plain(task: Task) -> Found:
    """The same without augmentation: every network learns from the unchanged pictures."""
    return grouped(task, augment=False)


def grouped(task: Task, augment: bool = True) -> Found:
    """See `cae_dec`."""
    ready, clock = prepared(task, augment)
    rows, model = task.data.rows()
    placed = None
    with TemporaryDirectory(prefix="photoorg-") as folder:
        path = Path(folder) / "model.pt" if task.unseen is not None else None
        with clock.on("cluster"):
            result = learning.group(
                rows, model, seed=task.seed, k=task.k, device=task.device, ctx=task.ctx, path=path,
                ready=ready, augment=augment, draw=False,
            )  # fmt: skip
        if path is not None and task.unseen is not None:
            placed, *_ = learning.place_rows(
                task.unseen.rows()[0], model, path, device=task.device, ctx=task.ctx
            )
    report = result.report
    originals, rebuilt = pictures(ready)
    steps = [ready.start.labels, *report["dec_labels"]]
    return Found(
        result.leaf,
        clock.total(),
        mse=ready.error,
        placed=placed,
        curves=curves_of(report),
        snapshots=[labels.astype(np.int16) for labels in steps],
        codes=result.codes,
        originals=originals,
        rebuilt=rebuilt,
        extra={"kept_dec": float(report["kept"] == "dec"), "loyalty": report["dec_loyalty"]},
    )


def curves_of(report: dict[str, Any]) -> dict[str, list[float]]:
    """Loss and share changed of each epoch, under the names that the plots know."""
    names = {"loss": "pretraining loss", "dec_loss": "loss", "dec_changed": "changed"}
    return {name: list(report[key]) for key, name in names.items() if report.get(key)}


def cae_kmeans(task: Task) -> Found:
    """k-means on the convolutional autoencoder's code, before any DEC."""
    ready, clock = prepared(task)
    codes = ready.codes
    with clock.on("cluster"):
        means = kmeans(codes, task.clusters, task.seed, task.ctx)
    originals, rebuilt = pictures(ready)
    return Found(
        means.clusters,
        clock.total(),
        mse=ready.error,
        codes=codes,
        originals=originals,
        rebuilt=rebuilt,
    )


def cae_start(task: Task) -> Found:
    """What DEC starts from."""
    ready, clock = prepared(task)
    labels = ready.start.labels.astype(np.int64)
    return Found(labels, clock.total(), mse=ready.error, codes=ready.codes)


def features_start(task: Task) -> Found:
    """The same start by the frozen features alone: what the autoencoder's code adds to it."""
    rows, model = task.data.rows()
    clock = Clock(embed=task.data.embed_seconds)
    with clock.on("cluster"):
        start = starting.untrained_start(rows, model, seed=task.seed, k=task.k, ctx=task.ctx)
    return Found(start.labels.astype(np.int64), clock.total())


def prepared(task: Task, augment: bool = True) -> tuple[Prepared, Clock]:
    """All up to DEC, made once for the methods of a seed; each counts its seconds as its own."""
    key = f"ours, k {task.k}, {'changed' if augment else 'unchanged'} views"
    if key not in task.shared:
        rows, model = task.data.rows()
        clock = Clock()
        with clock.on("train"):
            ready = starting.prepare(
                rows, model, seed=task.seed, k=task.k, device=task.device, ctx=task.ctx,
                augment=augment,
            )  # fmt: skip
        task.shared[key] = ready, clock.seconds["train"]
    ready, seconds = cast(tuple[Prepared, float], task.shared[key])
    return ready, Clock(embed=task.data.embed_seconds, train=seconds)


def pictures(ready: Prepared) -> tuple[Floats, Floats] | tuple[None, None]:
    """A few pictures and their reconstructions as rows of 0..1; none where maps are rebuilt."""
    source = ready.source
    if source.channels > 3:
        return None, None
    x = source.take(some(source.count))
    with torch.no_grad():
        rebuilt = ready.networks[0](x)[1]
    return seen(x, source), seen(rebuilt, source)


def seen(x: torch.Tensor, source: RowSource) -> Floats:
    """Standardised pictures (m, channels, side, side) as they were, (m, side side channels)."""
    plain = x.numpy() * source.spread + source.mean
    last = np.clip(plain, 0.0, 1.0).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(last.reshape(len(last), -1), dtype=np.float32)


METHODS: dict[str, Method] = {
    "cae-kmeans": cae_kmeans,
    "cae-start": cae_start,
    "cae-dec": cae_dec,
    "cae-dec-plain": cae_dec_plain,
    "features-start": features_start,
}
# these find the number of clusters if it is not given
FINDS_K = ("features-start", "cae-start", "cae-dec", "cae-dec-plain")
