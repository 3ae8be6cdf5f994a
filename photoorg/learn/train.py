"""Training loops: the autoencoder on reconstruction, then DEC on its code.

Data come in through `Source.take`, already standardised, so the same loops serve feature maps of
photos and plain pixels. Labels never enter this module.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import dec
from photoorg.learn.autoencoder import ConvAutoencoder, Design
from photoorg.records import Context

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Views = Callable[[Tensor, torch.Generator], Tensor]

STAGE = "Learning your photos"
THREADS = 2  # fixed: sums over threads are then added in the same order on every machine
ENCODE_BATCH = 1024


class Source(Protocol):
    """Standardised inputs. `take(indices)` gives (b, channels, side, side) float32 on the CPU."""

    count: int
    channels: int
    side: int

    def take(self, indices: Ints) -> Tensor:
        """The inputs at these indices."""
        ...


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to train. `steps` bounds the work on large sets, `epochs` on small."""

    epochs: int = 30
    batch: int = 128
    rate: float = 2e-3
    weight_decay: float = 1e-4


@dataclass(slots=True)
class History:
    """What happened in each epoch; for learning curves."""

    loss: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)


@contextmanager
def fixed_threads(count: int = THREADS) -> Iterator[None]:
    """Run torch on a fixed number of threads, then set the old number back."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def same_view(x: Tensor, generator: torch.Generator) -> Tensor:
    """No augmentation."""
    return x


def batches(count: int, size: int, generator: torch.Generator) -> list[Ints]:
    """A shuffled pass over 0..count-1; a last batch of one is joined to the one before it.

    Batch normalisation cannot work on a single photo.
    """
    order = torch.randperm(count, generator=generator).numpy()
    parts = [order[i : i + size] for i in range(0, count, size)]
    if len(parts) > 1 and len(parts[-1]) == 1:
        tail = parts.pop()
        parts[-1] = np.concatenate([parts[-1], tail])
    return parts


def new_autoencoder(design: Design, seed: int) -> ConvAutoencoder:
    """A freshly initialised network that depends on nothing but the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return ConvAutoencoder(design)


def train_autoencoder(
    design: Design,
    source: Source,
    schedule: Schedule,
    *,
    seed: int,
    device: torch.device,
    ctx: Context,
    views: Views = same_view,
) -> tuple[ConvAutoencoder, History]:
    """Minimise the mean squared error between the decoder's output and the clean view.

    AdamW with a one-cycle learning rate. `views` changes the batch (flips, shifts) before it is
    encoded; the changed batch is also what is to be reconstructed. Cancel is checked per batch.
    """
    model = new_autoencoder(design, seed).to(device)
    history = History()
    if source.count < 2:
        return model.eval(), history
    generator = torch.Generator().manual_seed(seed)
    steps = math.ceil(source.count / schedule.batch)
    optimiser = torch.optim.AdamW(
        model.parameters(), lr=schedule.rate, weight_decay=schedule.weight_decay
    )
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=schedule.rate, total_steps=schedule.epochs * steps + 1
    )
    scaler = torch.amp.GradScaler(device.type, enabled=device.type == "cuda")
    model.train()
    for epoch in range(schedule.epochs):
        total = 0.0
        for indices in batches(source.count, schedule.batch, generator):
            ctx.check_cancelled()
            x = views(source.take(indices), generator).to(device)
            loss = reconstruction_loss(model, x)
            step(model, loss, optimiser, scaler)
            rate.step()
            total += float(loss.detach()) * len(indices)
        history.loss.append(total / source.count)
        ctx.progress(STAGE, epoch + 1, schedule.epochs, "Learning to describe each photo briefly")
    return model.eval(), history


def reconstruction_loss(model: ConvAutoencoder, x: Tensor) -> Tensor:
    """Mean squared error of one batch; mixed precision on CUDA only."""
    with torch.autocast(x.device.type, enabled=x.device.type == "cuda"):
        _, output = model(x)
    return nn.functional.mse_loss(output.float(), x)


def step(
    model: nn.Module,
    loss: Tensor,
    optimiser: torch.optim.Optimizer,
    scaler: torch.amp.GradScaler,
) -> None:
    """One update; the gradient's length is bounded so that no batch can throw the network off."""
    optimiser.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
    scaler.unscale_(optimiser)
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    scaler.step(optimiser)
    scaler.update()


@torch.no_grad()
def encode(model: ConvAutoencoder, source: Source, device: torch.device, ctx: Context) -> Floats:
    """Codes (count, code) of all inputs, in evaluation mode."""
    model.eval()
    parts = [np.zeros((0, model.design.code), dtype=np.float32)]
    for start in range(0, source.count, ENCODE_BATCH):
        ctx.check_cancelled()
        indices = np.arange(start, min(start + ENCODE_BATCH, source.count))
        parts.append(model.encode(source.take(indices).to(device)).float().cpu().numpy())
    return np.concatenate(parts)
