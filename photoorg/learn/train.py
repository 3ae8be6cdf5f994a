"""The training loop of the autoencoder, and what its code is used for. `refine` goes on with DEC.

Data come in through `Source.take`, already standardised, so the same loops serve feature maps of
photos and plain pixels. Labels never enter this module.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import dec, ranks
from photoorg.learn.autoencoder import ConvAutoencoder, ConvEncoder, Design, seeded
from photoorg.learn.descent import Descent
from photoorg.learn.device import half_precision
from photoorg.records import Context

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Views = Callable[[Tensor, torch.Generator], Tensor]
Alike = Callable[[Floats, int], Ints]  # codes (n, d) and k to each one and its k nearest (n, k + 1)

STAGE = "Learning your photos"
THREADS = 1  # sums are then added in one order on every machine; on busy cores two threads that
# wait for each other took ten times longer (measured), and the window keeps a core
ENCODE_BATCH = 1024
LONGEST = 5.0  # a gradient
SAMPLE = 4096  # inputs on which the reconstruction error is measured


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
    """How long and how fast to train, and what is to be reconstructed.

    `neighbours` 0: the changed view itself. More: the unchanged input, and from epoch `alone` on
    that of one of so many nearest in the code, or its own, drawn anew each time; the nearest are
    looked for again every `refresh` epochs (Wang, Huang, Wang and Wang 2014, "Generalized
    autoencoder"). The code then forgets in what neighbours differ: on 70,000 digits, 18 epochs, the
    neighbour graph's modularity rose from 0.881 to 0.885.
    """

    epochs: int = 30
    batch: int = 128
    rate: float = 2e-3
    weight_decay: float = 1e-4
    neighbours: int = 0
    alone: int = 6
    refresh: int = 4
    half: bool = False  # bfloat16 on processors that have it


@dataclass(slots=True)
class History:
    """What happened in each epoch; for learning curves."""

    loss: list[float] = field(default_factory=list)


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
    with seeded(seed):
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
    alike: Alike | None = None,
) -> tuple[ConvAutoencoder, History]:
    """Minimise the mean squared error between the decoder's output and what `Schedule` says.

    AdamW with a one-cycle learning rate. `views` changes the batch (flips, shifts) before it is
    encoded. `alike` finds neighbours, if the schedule wants any. Cancel is checked per batch.
    """
    model = new_autoencoder(design, seed).to(device)
    model.to(memory_format=torch.channels_last)
    history = History()
    if source.count < 2:
        return model.eval(), history
    generator = torch.Generator().manual_seed(seed)
    descent = Descent(
        model,
        device,
        rate=schedule.rate,
        weight_decay=schedule.weight_decay,
        steps=schedule.epochs * math.ceil(source.count / schedule.batch),
        longest=LONGEST,
    )
    partners: Ints | None = None

    def loss_of(part: Ints, own: Ints) -> Tensor:
        clean = source.take(own)
        x = views(clean, generator).to(device, memory_format=torch.channels_last)
        wanted = x
        if partners is not None:
            wanted = source.take(ranks.own(drawn(partners[part], generator))).to(device)
        elif schedule.neighbours:
            wanted = clean.to(device)
        return reconstruction_loss(model, x, wanted, schedule.half)

    for epoch in range(schedule.epochs):
        if alike and is_time(schedule, epoch):
            # each rank looks for all: a rank's own rounding can then only change its own wishes
            partners = alike(encode(model, source, device, ctx), schedule.neighbours)
        parts = batches(source.count, schedule.batch, generator)
        total = descent.through(parts, loss_of, ctx)
        history.loss.append(ranks.total(total) / source.count)
        ctx.progress(STAGE, epoch + 1, schedule.epochs, "Learning to describe each photo briefly")
    return model.eval(), history


def is_time(schedule: Schedule, epoch: int) -> bool:
    """Whether neighbours are looked for before this epoch."""
    since = epoch - schedule.alone
    return schedule.neighbours > 0 and since >= 0 and since % schedule.refresh == 0


def drawn(partners: Ints, generator: torch.Generator) -> Ints:
    """One of the partners (b, k + 1) of each photo, itself among them: indices (b,)."""
    choice = torch.randint(partners.shape[1], (len(partners),), generator=generator).numpy()
    one: Ints = partners[np.arange(len(partners)), choice]
    return one


def reconstruction_loss(
    model: ConvAutoencoder, x: Tensor, wanted: Tensor, half: bool = False
) -> Tensor:
    """Mean squared error of one batch, in mixed precision where that is faster."""
    with half_precision(x.device, half):
        _, output = model(x)
    return nn.functional.mse_loss(output.float(), wanted)


@torch.no_grad()
def encode(model: ConvEncoder, source: Source, device: torch.device, ctx: Context) -> Floats:
    """Codes (count, code) of all inputs, in evaluation mode."""
    model.eval()
    codes = np.zeros((source.count, model.design.code), dtype=np.float32)
    share = ranks.share_of(source.count)
    for start in range(share.begin, share.stop, ENCODE_BATCH):
        ctx.check_cancelled()
        indices = np.arange(start, min(start + ENCODE_BATCH, share.stop))
        codes[indices] = model.encode(source.take(indices).to(device)).float().cpu().numpy()
    return ranks.joined(codes)


@torch.no_grad()
def reconstruction_error(model: ConvAutoencoder, source: Source, spread: Floats) -> float:
    """Mean squared error over an even sample of unchanged inputs, in the inputs' own units.

    `spread` (channels, 1, 1) is what they were divided by.
    """
    if source.count == 0:
        return 0.0
    model.eval()
    step = max(1, source.count // SAMPLE)
    total, seen = 0.0, 0
    for part in np.array_split(np.arange(0, source.count, step), -(-SAMPLE // ENCODE_BATCH)):
        if len(part):
            x = source.take(part)
            gap = (model(x)[1] - x) * torch.from_numpy(spread)
            total, seen = total + float(gap.square().mean()) * len(part), seen + len(part)
    return total / seen


@torch.no_grad()
def soft_assignment(codes: Floats, centres: Floats) -> Floats:
    """Eq. 1 on arrays, in slices (n x k x d numbers would not fit): (n, d), (k, d) to (n, k)."""
    fixed = torch.from_numpy(centres)
    parts = [np.zeros((0, len(centres)), dtype=np.float32)]
    for i in range(0, len(codes), ENCODE_BATCH):
        part = torch.from_numpy(codes[i : i + ENCODE_BATCH])
        parts.append(dec.soft_assignment(part, fixed).numpy())
    return np.concatenate(parts)


def centres_of(codes: Floats, labels: Ints, k: int) -> Floats:
    """Means (k, d) of the codes of each label, on arrays."""
    return dec.centres_of(torch.from_numpy(codes), torch.from_numpy(labels), k).numpy()
