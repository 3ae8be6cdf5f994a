"""What two processes compute together in `tests/learning/test_ranks.py`, and one alone.

As a program (`python -m helpers.shared_work FOLDER`) it is one of several ranks and writes what it
got to FOLDER/RANK.npz; `results()` is the same work of one process.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch import nn

from photoorg.learn import exchange, ranks, refine, train
from photoorg.learn.autoencoder import design_for
from photoorg.learn.descent import Descent
from photoorg.learn.global_norm import GlobalBatchNorm2d
from photoorg.learn.sources import RowSource, jiggle, moments
from photoorg.pipeline import starting
from photoorg.records import NULL_CONTEXT

CPU = torch.device("cpu")
SIDE = 8
Results = dict[str, np.ndarray]


def normalised(rows: int) -> Results:
    """Batch normalisation of a batch: output, gradients, running statistics.

    Outputs and gradients by input are those of this rank's rows.
    """
    generator = torch.Generator().manual_seed(rows)
    x = 3.0 + 2.0 * torch.randn(rows, 3, 4, 4, generator=generator)
    wish = torch.randn(rows, 3, 4, 4, generator=generator)
    norm = GlobalBatchNorm2d(3)
    with torch.no_grad():
        norm.weight.copy_(torch.tensor([1.0, 2.0, 0.5]))
    with ranks.batch(np.arange(rows)) as own:
        mine = x[own].requires_grad_()
        out = norm(mine)
        (out * wish[own]).sum().backward()
    exchange.sum_gradients(norm)
    return {
        "out": out.detach().numpy(),
        "dx": mine.grad.numpy(),
        "dw": norm.weight.grad.numpy(),
        "db": norm.bias.grad.numpy(),
        "mean": norm.running_mean.numpy(),
        "variance": norm.running_var.numpy(),
    }


def descended(rows: int) -> Results:
    """A linear model after two steps on batches whose parts differ in length."""
    generator = torch.Generator().manual_seed(1)
    x, wish = torch.randn(rows, 4, generator=generator), torch.randn(rows, 1, generator=generator)
    model = nn.Linear(4, 1)
    nn.init.constant_(model.weight, 0.5)
    nn.init.zeros_(model.bias)
    descent = Descent(model, CPU, rate=0.1, weight_decay=0.0, steps=3, longest=1.0)
    total = 0.0
    for _ in range(2):
        with ranks.batch(np.arange(rows)) as own:
            loss = nn.functional.mse_loss(model(x[own]), wish[own])
            descent.step(loss)
            total += ranks.summed(loss, len(own))
    loss_sum = np.array([ranks.total(total)])
    return {"weight": model.weight.detach().numpy(), "loss": loss_sum}


def learned() -> Results:
    """A short training and a short refinement on noisy bars, the last batch being a small one."""
    rng = np.random.default_rng(0)
    rows = rng.integers(0, 60, size=(65, SIDE, SIDE))
    rows[::2, 3:5, :], rows[1::2, :, 3:5] = 250, 250
    flat = rows.reshape(len(rows), -1).astype(np.uint8)

    def unpack(part: np.ndarray) -> np.ndarray:
        return part.reshape(len(part), 1, SIDE, SIDE).astype(np.float32) / np.float32(255.0)

    source = RowSource(flat, unpack, *moments(flat, unpack))
    design = design_for(1, SIDE, 4)
    model, history = train.train_autoencoder(
        design, source, train.Schedule(epochs=2, batch=16, rate=1e-4), seed=0, device=CPU,
        ctx=NULL_CONTEXT, views=jiggle,
    )  # fmt: skip
    votes = np.eye(2, dtype=np.float32)[np.arange(65) % 2]
    how = refine.Refinement(rounds=1, epochs=1, fewest_steps=1, batch=16, rate=1e-4, looks=2)

    def refined(how: refine.Refinement) -> refine.Refined:
        return refine.refine(
            design, source, votes, how, seed=0, device=CPU, ctx=NULL_CONTEXT, views=jiggle,
            mild=jiggle,
        )  # fmt: skip

    one, two = refined(how), refined(replace(how, epochs=2, replicas=2, apart=2))
    return {
        "codes": train.encode(model, source, CPU, NULL_CONTEXT),
        "train_loss": np.array(history.loss),
        "dec_loss": np.array(one.history.loss),
        "q": one.q,
        "replicas_loss": np.array(two.history.loss),
        "replicas_q": two.q,
    }


def voices() -> Results:
    """Two autoencoders of one run: each is another rank's, all ranks get both."""
    rows = np.random.default_rng(0).integers(0, 255, size=(40, SIDE * SIDE)).astype(np.uint8)
    run = starting.Run(rows, f"pixels-{SIDE}x1-1", 0, CPU, NULL_CONTEXT, k=2)
    source = starting.source_of(run.rows, run.model)
    trained = starting.train_share(run, source)
    codes = [train.encode(network, source, CPU, NULL_CONTEXT) for network, _ in trained]
    return {"first": codes[0], "second": codes[1]}


def results() -> Results:
    """All of it, by name."""
    parts = {
        "five": normalised(5), "one": normalised(1), "step": descended(5), "learn": learned(),
        "voices": voices(),
    }  # fmt: skip
    return {f"{part}_{name}": one[name] for part, one in parts.items() for name in one}


def main(folder: Path) -> None:
    from photoorg.learn import pulse
    from photoorg.learn.team import join

    team = join()
    with threadpool_limits(1), train.fixed_threads(), ranks.act():
        np.savez(folder / f"{os.environ['RANK']}.npz", **results())
    team.leave(pulse.DONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
