"""The smallest autoencoder tutorial: two Gaussian blobs in the plane, through 2-32-16-32-2."""

from __future__ import annotations

import numpy as np

from photoorg.benchmark.kmeans import kmeans
from photoorg.benchmark.method import Clock, Floats, Found, Ints, Task, passes
from photoorg.learn import dense
from photoorg.learn.device import choose_device

POINTS, KINDS = 1000, 2
HIDDEN = (32, 16)
EPOCHS = 100
BATCH = 32


def points(seed: int) -> tuple[Floats, Ints]:
    """1,000 standardised points (n, 2) of two Gaussians, and which of them each came from."""
    from sklearn.datasets import make_blobs

    x, kinds = make_blobs(POINTS, n_features=2, centers=KINDS, random_state=seed)
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    return scaled.astype(np.float32), kinds.astype(np.int64)


def run(task: Task) -> Found:
    """Train on its own points (the pictures are not looked at), then k-means on the 16 numbers."""
    x, kinds = points(task.seed)
    rows, clock = dense.Rows(x, choose_device(task.device, task.ctx)), Clock()
    with clock.on("train"):
        model = dense.seeded(lambda: dense.DenseAutoencoder((2, *HIDDEN)), task.seed)
        model = model.to(rows.device)
        loss = dense.train(
            model, rows, dense.Plan(passes(POINTS, EPOCHS, task.budget, BATCH), BATCH),
            seed=task.seed, ctx=task.ctx, stage="training the autoencoder",
        )  # fmt: skip
    with clock.on("cluster"):
        codes = dense.encode(model, rows)
        means = kmeans(codes, KINDS, task.seed, task.ctx)
    return Found(
        means.clusters,
        clock.total(),
        mse=dense.mean_squared_error(model, rows),
        curves={"loss": loss},
        codes=codes,
        originals=x,
        rebuilt=dense.reconstruct(model, rows, np.arange(POINTS)),
        truth=kinds,
    )
