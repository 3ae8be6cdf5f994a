"""DEC as published (Xie et al. 2016) and IDEC (Guo et al. 2017), on a fully connected autoencoder.

Photos are refined by `refine`, which differs in several ways; these loops stand beside it in
the benchmarks. Equations 1 to 3 are those of `dec`. n rows, c numbers a code, k clusters.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import dec
from photoorg.learn.dense import DenseAutoencoder, Rows
from photoorg.learn.train import batches, soft_assignment
from photoorg.records import Context

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Small = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class How:
    """How a published method refines.

    steps: at most so many updates. interval: the target (eq. 3) is taken anew, over the whole set,
    after so many. sgd: SGD with momentum 0.9 (DEC), else Adam (IDEC). reconstruction and
    clustering: weights of the two losses. settled: stop when a smaller share of clusters changed.
    """

    steps: int
    interval: int = 140
    batch: int = 256
    rate: float = 0.01
    sgd: bool = True
    reconstruction: float = 0.0
    clustering: float = 1.0
    settled: float = 0.001


def dec_plan(steps: int) -> How:
    """DEC: the reconstruction loss is dropped; SGD 0.01, momentum 0.9 (Xie et al. 2016, 3.1.3)."""
    return How(steps)


def idec_plan(steps: int) -> How:
    """IDEC: L = L_r + 0.1 L_c by Adam (Guo et al. 2017, eq. 8 and section 4.2)."""
    return How(steps, rate=1e-3, sgd=False, reconstruction=1.0, clustering=0.1)


@dataclass(slots=True)
class Course:
    """What happened between two targets: mean loss, share changed, and each row's cluster."""

    loss: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    snapshots: list[Small] = field(default_factory=list)


@dataclass(slots=True)
class Clustered:
    """The end: network, centres (k, c), clusters (n,), and how it came to them."""

    model: DenseAutoencoder
    centres: Floats
    clusters: Ints
    course: Course


def refine(
    model: DenseAutoencoder,
    rows: Rows,
    centres: Floats,
    how: How,
    *,
    seed: int,
    ctx: Context,
    stage: str,
) -> Clustered:
    """Refine the network and the centres (k, c) from k-means; the given model is not altered."""
    model = copy.deepcopy(model)
    means = nn.Parameter(torch.from_numpy(np.array(centres)).to(rows.device))
    optimiser = optimiser_for(model, means, how)
    feed = endless(rows.count, how.batch, torch.Generator().manual_seed(seed))
    course = Course()
    q = soft_clusters(model, rows, means)
    done = 0
    while done < how.steps:
        target = dec.target_distribution(q)
        turns = min(how.interval, how.steps - done)
        total = 0.0
        for _ in range(turns):
            ctx.check_cancelled()
            ctx.progress(stage, done, how.steps)
            total += update(model, means, optimiser, rows, target, next(feed), how)
            done += 1
        before, q = q, soft_clusters(model, rows, means)
        note(course, total / turns, before, q)
        if course.changed[-1] < how.settled:
            break
    ctx.progress(stage, how.steps, how.steps)
    ready = means.detach().cpu().numpy()
    return Clustered(model, ready, q.argmax(dim=1).numpy(), course)


def optimiser_for(
    model: DenseAutoencoder, centres: nn.Parameter, how: How
) -> torch.optim.Optimizer:
    """SGD on encoder and centres for DEC; Adam on the whole network and the centres for IDEC."""
    network = model if how.reconstruction else model.encoder
    parameters = [*network.parameters(), centres]
    if how.sgd:
        return torch.optim.SGD(parameters, lr=how.rate, momentum=0.9)
    return torch.optim.Adam(parameters, lr=how.rate, fused=centres.device.type != "mps")


def endless(count: int, size: int, generator: torch.Generator) -> Iterator[Ints]:
    """Shuffled batches, pass after pass."""
    while True:
        yield from batches(count, size, generator)


@torch.no_grad()
def soft_clusters(model: DenseAutoencoder, rows: Rows, centres: Tensor) -> Tensor:
    """Eq. 1 over the whole set, (n, k) on the CPU."""
    codes = torch.cat([model.encode(rows.take(part)).cpu() for part in rows.slices()])
    return torch.from_numpy(soft_assignment(codes.numpy(), centres.detach().cpu().numpy()))


def update(
    model: DenseAutoencoder,
    centres: nn.Parameter,
    optimiser: torch.optim.Optimizer,
    rows: Rows,
    target: Tensor,
    indices: Ints,
    how: How,
) -> float:
    """One step towards the fixed target on one batch; the loss."""
    x = rows.take(indices)
    code = model.encode(x)
    q = dec.soft_assignment(code, centres)
    p = target[torch.from_numpy(indices)].to(q.device)
    error = (
        nn.functional.mse_loss(model.decoder(code), x) if how.reconstruction else q.new_zeros(())
    )
    loss = joint_loss(dec.divergence(p, q), error, how)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    return float(loss.detach())


def joint_loss(clustering: Tensor, reconstruction: Tensor, how: How) -> Tensor:
    """L = w_r L_r + w_c L_c: with w_r = 1, w_c = 0.1 IDEC's eq. 8, with w_r = 0 DEC's eq. 2."""
    return how.reconstruction * reconstruction + how.clustering * clustering


def note(course: Course, loss: float, before: Tensor, after: Tensor) -> None:
    """Write down one interval; no label is needed for it."""
    old, new = before.argmax(dim=1), after.argmax(dim=1)
    course.loss.append(loss)
    course.changed.append(dec.changed_share(old, new))
    course.snapshots.append(new.numpy().astype(np.int16))


def place(model: DenseAutoencoder, centres: Floats, rows: Rows) -> Ints:
    """The cluster (n,) of each row: the centre with the largest q (eq. 1)."""
    q = soft_clusters(model, rows, torch.from_numpy(centres))
    return np.asarray(q.argmax(dim=1).numpy(), dtype=np.int64)
