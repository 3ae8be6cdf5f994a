"""photoorg's own grouping as a benchmark method: the very calls that `index` makes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from photoorg.benchmark.kmeans import kmeans
from photoorg.benchmark.method import Clock, Found, Method, Task
from photoorg.pipeline import learning


def cae_dec(task: Task) -> Found:
    """Convolutional autoencoder, manifold-aware start, DEC. Unseen pictures are only placed."""
    rows, model = task.data.rows()
    clock, placed = Clock(embed=task.data.embed_seconds), None
    with TemporaryDirectory(prefix="photoorg-") as folder:
        path = Path(folder) / "model.pt" if task.unseen is not None else None
        with clock.on("train"):
            result = learning.group(
                rows, model, seed=task.seed, k=task.k, device=task.device, ctx=task.ctx, path=path
            )
        if path is not None and task.unseen is not None:
            placed, _ = learning.place_rows(
                task.unseen.rows()[0], model, path, device=task.device, ctx=task.ctx
            )
    return Found(
        result.leaf,
        clock.total(),
        mse=result.report["reconstruction_mse"],
        placed=placed,
        curves=curves_of(result.report),
        codes=result.codes,
    )


def curves_of(report: dict[str, Any]) -> dict[str, list[float]]:
    """Loss and share changed of each epoch, under the names that the plots know."""
    names = {"loss": "pretraining loss", "dec_loss": "loss", "dec_changed": "changed"}
    return {name: list(report[key]) for key, name in names.items() if report.get(key)}


def cae_kmeans(task: Task) -> Found:
    """k-means on the convolutional autoencoder's code, before any DEC."""
    rows, model = task.data.rows()
    clock = Clock(embed=task.data.embed_seconds)
    with clock.on("train"):
        codes, _, mse = learning.before_dec(
            rows, model, seed=task.seed, k=task.k, device=task.device, ctx=task.ctx
        )
    with clock.on("cluster"):
        means = kmeans(codes, task.clusters, task.seed, task.ctx)
    return Found(means.clusters, clock.total(), mse=mse, codes=codes)


def cae_start(task: Task) -> Found:
    """What DEC starts from."""
    rows, model = task.data.rows()
    clock = Clock(embed=task.data.embed_seconds)
    with clock.on("train"):
        codes, start, mse = learning.before_dec(
            rows, model, seed=task.seed, k=task.k, device=task.device, ctx=task.ctx
        )
    return Found(start.astype(np.int64), clock.total(), mse=mse, codes=codes)


METHODS: dict[str, Method] = {
    "cae-kmeans": cae_kmeans,
    "cae-start": cae_start,
    "cae-dec": cae_dec,
}
FINDS_K = ("cae-start", "cae-dec")  # these find the number of clusters if it is not given
