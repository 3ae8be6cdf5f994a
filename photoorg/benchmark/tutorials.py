"""The methods of the well-known tutorials and papers, on pixels.

Every function takes a `Task` and returns what it `Found`. The default budgets let all of them run
on 70,000 images within about 20 minutes on one core; `Task.epochs` stretches them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from photoorg.benchmark import blobs
from photoorg.benchmark.kmeans import kmeans, nearest, principal, squared_error
from photoorg.benchmark.method import BATCH, Clock, Data, Found, Ints, Method, Task, some, unit
from photoorg.learn import dec_paper, dense
from photoorg.learn.device import choose_device

DEEP = (500, 500, 2000, 10)  # Xie et al. (2016), section 4.1
SHALLOW = (256, 128)
NARROW = (128, 64, 10, 2)
PRETRAIN_EPOCHS = 12
LAYER_EPOCHS, TUNE_EPOCHS, DROPPED = 3, 6, 0.2
SHALLOW_EPOCHS, SHALLOW_EARLY, SHALLOW_RATE = 20, 5, 0.01
NARROW_EPOCHS = 20
DEC_EPOCHS, IDEC_EPOCHS = 10, 6


def raw_kmeans(task: Task) -> Found:
    """k-means on the pixels."""
    clock, x = Clock(), unit(task.data.images)
    with clock.on("cluster"):
        means = kmeans(x, task.clusters, task.seed, task.ctx)
    placed = None if task.unseen is None else nearest(unit(task.unseen.images), means.centres)
    return Found(means.clusters, clock.total(), placed=placed)


def pca_2d(task: Task) -> Found:
    """The two principal components, and k-means on them."""
    clock, x = Clock(), unit(task.data.images)
    with clock.on("train"):
        axes = principal(x, 2)
        points = axes.project(x)
    with clock.on("cluster"):
        means = kmeans(points, task.clusters, task.seed, task.ctx)
    unseen = None if task.unseen is None else axes.project(unit(task.unseen.images))
    few = some(len(x))
    return Found(
        means.clusters,
        clock.total(),
        mse=squared_error(x, axes.rebuild(points)),
        placed=None if unseen is None else nearest(unseen, means.centres),
        codes=points,
        originals=x[few],
        rebuilt=axes.rebuild(points[few]),
    )


# --- The deep autoencoder: k-means, DEC, IDEC -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The autoencoder that ae-kmeans, dec and idec of one seed start from, and what it cost."""

    model: dense.DenseAutoencoder
    loss: list[float]
    seconds: float


def rows_of(task: Task, data: Data) -> dense.Rows:
    """The pictures as rows on the task's device."""
    return dense.Rows(data.images, choose_device(task.device, task.ctx))


def autoencoder(task: Task, rows: dense.Rows, hidden: tuple[int, ...], **how: Any) -> Any:
    """A fresh network of the task's seed on the task's device."""
    widths = (rows.width, *hidden)
    return dense.seeded(lambda: dense.DenseAutoencoder(widths, **how), task.seed).to(rows.device)


def pretrained(task: Task, rows: dense.Rows) -> Pretrained:
    """Train it, or take it if another method of this seed has."""
    if "pretrained" not in task.shared:
        begin = time.perf_counter()
        model = autoencoder(task, rows, DEEP)
        plan = dense.Plan(task.epochs(PRETRAIN_EPOCHS))
        loss = dense.train(
            model, rows, plan, seed=task.seed, ctx=task.ctx, stage="training the autoencoder"
        )
        task.shared["pretrained"] = Pretrained(model, loss, time.perf_counter() - begin)
    ready: Pretrained = task.shared["pretrained"]
    return ready


def ae_kmeans(task: Task) -> Found:
    """k-means on the ten numbers of the deep autoencoder's code."""
    rows = rows_of(task, task.data)
    start = pretrained(task, rows)
    clock, epochs = Clock(train=start.seconds), len(start.loss)
    return clustered_codes(task, rows, start.model, clock, {"loss": start.loss}, epochs=epochs)


def clustered_codes(
    task: Task,
    rows: dense.Rows,
    model: dense.DenseAutoencoder,
    clock: Clock,
    curves: dict[str, list[float]],
    **extra: float,
) -> Found:
    """k-means on a trained autoencoder's codes, with all that is shown of it."""
    with clock.on("cluster"):
        codes = dense.encode(model, rows)
        means = kmeans(codes, task.clusters, task.seed, task.ctx)
    placed = None
    if task.unseen is not None:
        placed = nearest(dense.encode(model, rows_of(task, task.unseen)), means.centres)
    return Found(
        means.clusters,
        clock.total(),
        placed=placed,
        curves=curves,
        codes=codes,
        extra=extra,
        **shown(model, rows),
    )


def shown(model: dense.DenseAutoencoder, rows: dense.Rows) -> dict[str, Any]:
    """The error over all pictures, and a few pictures with their reconstructions."""
    few = some(rows.count)
    return {
        "mse": dense.mean_squared_error(model, rows),
        "originals": rows.take(few).cpu().numpy(),
        "rebuilt": dense.reconstruct(model, rows, few),
    }


def dec(task: Task) -> Found:
    """The DEC paper's loop. Its decoder is left behind, so there is no reconstruction error."""
    return published(task, dec_paper.dec_plan(steps(task, DEC_EPOCHS)))


def idec(task: Task) -> Found:
    """DEC that keeps the reconstruction loss."""
    return published(task, dec_paper.idec_plan(steps(task, IDEC_EPOCHS)))


def steps(task: Task, usual: int) -> int:
    """Updates in the usual number of passes."""
    return task.epochs(usual) * -(-len(task.data.images) // BATCH)


def published(task: Task, how: dec_paper.How) -> Found:
    """k-means on the autoencoder's codes, then the loop of the paper."""
    rows = rows_of(task, task.data)
    start = pretrained(task, rows)
    clock = Clock(train=start.seconds)
    with clock.on("cluster"):
        codes = dense.encode(start.model, rows)
        means = kmeans(codes, task.clusters, task.seed, task.ctx)
    with clock.on("train"):
        end = dec_paper.refine(
            start.model, rows, means.centres, how,
            seed=task.seed, ctx=task.ctx, stage="refining",
        )  # fmt: skip
    course = end.course
    return Found(
        end.clusters,
        clock.total(),
        placed=placed_by(task, end),
        curves={"pretraining loss": start.loss, "loss": course.loss, "changed": course.changed},
        snapshots=[means.clusters.astype(np.int16), *course.snapshots],
        codes=dense.encode(end.model, rows),
        extra={"epochs": len(start.loss), "steps": how.steps},
        **(shown(end.model, rows) if how.reconstruction else {}),
    )


def placed_by(task: Task, end: dec_paper.Clustered) -> Ints | None:
    """The clusters of the unseen pictures, if there are any."""
    if task.unseen is None:
        return None
    return dec_paper.place(end.model, end.centres, rows_of(task, task.unseen))


def dae_pretrain(task: Task) -> Found:
    """The deep autoencoder as a stack of denoising ones: layer by layer, then all of it."""
    rows, clock = rows_of(task, task.data), Clock()
    with clock.on("train"):
        model = autoencoder(task, rows, DEEP)
        layers = dense.pretrain_layers(
            model, rows, dense.Plan(task.epochs(LAYER_EPOCHS)),
            rate=DROPPED, seed=task.seed, ctx=task.ctx, stage="denoising",
        )  # fmt: skip
        stacked = dense.mean_squared_error(model, rows)
        plan = dense.Plan(task.epochs(TUNE_EPOCHS))
        loss = dense.train(
            model, rows, plan, seed=task.seed, ctx=task.ctx, stage="training all layers"
        )
    curves = {f"layer {i + 1} loss": layer for i, layer in enumerate(layers)}
    extra = {"layer_epochs": len(layers[0]), "epochs": plan.epochs, "mse_before_tuning": stacked}
    return clustered_codes(task, rows, model, clock, {**curves, "loss": loss}, **extra)


# --- Small autoencoders ---------------------------------------------------------------------------


def shallow_ae(task: Task) -> Found:
    """784-256-128-256-784, sigmoid throughout: judged by its reconstruction after 5 and 20 epochs.

    k-means on its code fills the columns of scores. `mse_of_mean`: what one would get by giving
    the mean picture for every picture, the figure to beat.
    """
    rows, clock, extra = rows_of(task, task.data), Clock(), dict[str, float]()
    early = task.epochs(SHALLOW_EARLY)
    with clock.on("train"):
        model = autoencoder(task, rows, SHALLOW, activation=nn.Sigmoid, squash=True)

        def after(epoch: int) -> None:
            if epoch == early:
                extra["mse_early"] = dense.mean_squared_error(model, rows)

        plan = dense.Plan(task.epochs(SHALLOW_EPOCHS), rate=SHALLOW_RATE)
        loss = dense.train(
            model, rows, plan,
            seed=task.seed, ctx=task.ctx, stage="training the autoencoder", after_epoch=after,
        )  # fmt: skip
    extra |= {"epochs_early": early, "epochs": plan.epochs, "mse_of_mean": spread(task.data)}
    return clustered_codes(task, rows, model, clock, {"loss": loss}, **extra)


def spread(data: Data) -> float:
    """Mean squared difference of the pictures to their mean picture."""
    x = unit(data.images)
    return float(x.var(axis=0, dtype=np.float64).mean())


def ae_2d(task: Task) -> Found:
    """784-128-64-10-2 and back: two numbers a picture, drawn as they are."""
    rows, clock = rows_of(task, task.data), Clock()
    with clock.on("train"):
        model = autoencoder(task, rows, NARROW)
        loss = dense.train(
            model, rows, dense.Plan(task.epochs(NARROW_EPOCHS)),
            seed=task.seed, ctx=task.ctx, stage="training the autoencoder",
        )  # fmt: skip
    return clustered_codes(task, rows, model, clock, {"loss": loss})


METHODS: dict[str, Method] = {
    "kmeans": raw_kmeans,
    "ae-kmeans": ae_kmeans,
    "dec": dec,
    "idec": idec,
    "shallow-ae": shallow_ae,
    "ae-2d": ae_2d,
    "pca-2d": pca_2d,
    "dae-pretrain": dae_pretrain,
    "blobs": blobs.run,
}
