"""Fully connected autoencoders: the networks of the well-known tutorials and of the DEC paper.

Photos are grouped by the convolutional `autoencoder`; these stand beside it in the benchmarks. n
rows of d numbers, a code of c numbers. Labels never enter this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import autoencoder
from photoorg.learn.train import batches
from photoorg.records import Context

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WHOLE = 4096  # rows a slice when the whole set is passed through


class Rows:
    """Rows (n, d) of numbers on a device; bytes become 0..1 only in the batch that is asked for."""

    def __init__(self, values: NDArray[Any], device: torch.device) -> None:
        flat = np.ascontiguousarray(values.reshape(len(values), -1))
        self.values = torch.from_numpy(flat).to(device)
        self.device = device
        self.count, self.width = len(flat), int(flat.shape[1])

    def take(self, indices: Ints | slice) -> Tensor:
        """The rows at these indices, (b, d) float32."""
        chosen = indices if isinstance(indices, slice) else torch.from_numpy(indices)
        x = self.values[chosen]
        return x.float() / 255.0 if x.dtype == torch.uint8 else x.float()

    def slices(self) -> list[slice]:
        """Slices that cover all rows in order."""
        return [slice(i, min(i + WHOLE, self.count)) for i in range(0, self.count, WHOLE)]


class DenseAutoencoder(nn.Module):
    """Layers d-...-c and back again, a non-linearity between them; code and output stay linear.

    `squash`: also code and output pass through the non-linearity (all-sigmoid networks).
    """

    def __init__(
        self,
        widths: Sequence[int],
        activation: Callable[[], nn.Module] = nn.ReLU,
        squash: bool = False,
    ) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.encoder = stack(self.widths, activation, squash)
        self.decoder = stack(self.widths[::-1], activation, squash)

    def encode(self, x: Tensor) -> Tensor:
        """Codes (b, c) of rows (b, d)."""
        code: Tensor = self.encoder(x)
        return code

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (b, c) and reconstructions (b, d)."""
        code = self.encode(x)
        return code, self.decoder(code)


def stack(widths: Sequence[int], activation: Callable[[], nn.Module], last: bool) -> nn.Sequential:
    """Linear layers with non-linearities between them, and after the last one if `last`."""
    layers: list[nn.Module] = []
    for before, after in pairwise(widths):
        layers += [nn.Linear(before, after), activation()]
    return nn.Sequential(*(layers if last else layers[:-1]))


def seeded(make: Callable[[], DenseAutoencoder], seed: int) -> DenseAutoencoder:
    """A fresh network whose weights depend on nothing but the seed."""
    with autoencoder.seeded(seed):
        return make()


def linear_layers(part: nn.Sequential) -> list[nn.Linear]:
    """The linear layers of an encoder or decoder, first to last."""
    return [layer for layer in part if isinstance(layer, nn.Linear)]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train with Adam: passes over the rows, rows a step, step length."""

    epochs: int
    batch: int = 256
    rate: float = 1e-3


Loss = Callable[[Tensor, torch.Generator], Tensor]


def fit(
    parameters: Sequence[nn.Parameter],
    loss_of: Loss,
    rows: Rows,
    plan: Plan,
    *,
    seed: int,
    ctx: Context,
    stage: str,
    after_epoch: Callable[[int], None] | None = None,
) -> list[float]:
    """Minimise `loss_of` (batch and random numbers in, scalar out) by Adam; mean loss per epoch.

    Progress counts batches; cancel is checked at each. `after_epoch` is told 1, 2, ...
    """
    generator = torch.Generator().manual_seed(seed)
    fused = rows.device.type != "mps"  # a sixth faster; not to be had there
    optimiser = torch.optim.Adam(parameters, lr=plan.rate, fused=fused)
    steps = len(batches(rows.count, plan.batch, torch.Generator()))
    losses = []
    for epoch in range(plan.epochs):
        total = torch.zeros((), device=rows.device)
        for number, indices in enumerate(batches(rows.count, plan.batch, generator)):
            ctx.check_cancelled()
            ctx.progress(stage, epoch * steps + number, plan.epochs * steps)
            loss = loss_of(rows.take(indices), generator)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += loss.detach() * len(indices)
        losses.append(float(total) / max(rows.count, 1))
        if after_epoch:
            after_epoch(epoch + 1)
    ctx.progress(stage, plan.epochs * steps, plan.epochs * steps)
    return losses


def train(
    model: DenseAutoencoder,
    rows: Rows,
    plan: Plan,
    *,
    seed: int,
    ctx: Context,
    stage: str,
    after_epoch: Callable[[int], None] | None = None,
) -> list[float]:
    """Train on the mean squared reconstruction error; mean loss per epoch."""

    def loss_of(x: Tensor, _: torch.Generator) -> Tensor:
        return nn.functional.mse_loss(model(x)[1], x)

    return fit(
        list(model.parameters()), loss_of, rows, plan,
        seed=seed, ctx=ctx, stage=stage, after_epoch=after_epoch,
    )  # fmt: skip


@torch.no_grad()
def encode(model: DenseAutoencoder, rows: Rows) -> Floats:
    """Codes (n, c) of all rows."""
    parts = [model.encode(rows.take(part)).cpu() for part in rows.slices()]
    return torch.cat(parts).numpy()


@torch.no_grad()
def mean_squared_error(model: DenseAutoencoder, rows: Rows) -> float:
    """Mean squared reconstruction error over all rows and all their numbers."""
    total = 0.0
    for part in rows.slices():
        x = rows.take(part)
        total += float((model(x)[1] - x).square().sum(dtype=torch.float64))
    return total / (rows.count * rows.width)


@torch.no_grad()
def reconstruct(model: DenseAutoencoder, rows: Rows, indices: Ints) -> Floats:
    """Reconstructions (m, d) of some rows."""
    return np.asarray(model(rows.take(indices))[1].cpu().numpy(), dtype=np.float32)


# --- Stacked denoising autoencoder ----------------------------------------------------------------


def drop(x: Tensor, rate: float, generator: torch.Generator) -> Tensor:
    """Set a random share `rate` of the numbers to 0, scale the others by 1 / (1 - rate).

    Xie et al. (2016), eq. 4 and 6; the scaling keeps the mean, as every modern dropout does.
    """
    if not rate:
        return x
    kept = torch.rand(x.shape, generator=generator).to(x.device) >= rate
    return x * kept / (1.0 - rate)


def denoise(
    x: Tensor,
    inner: nn.Linear,
    outer: nn.Linear,
    first: bool,
    last: bool,
    rate: float,
    generator: torch.Generator,
) -> Tensor:
    """One layer's denoising autoencoder, Xie et al. (2016), eq. 4 to 7: (b, d) -> (b, d).

    h = g1(W1 drop(x) + b1), y = g2(W2 drop(h) + b2); g1 and g2 are rectifiers but for g2 of the
    first layer (the data must be reached in full) and g1 of the last one (so must the code).
    """
    h = inner(drop(x, rate, generator))
    h = h if last else torch.relu(h)
    y = outer(drop(h, rate, generator))
    return y if first else torch.relu(y)


def pretrain_layers(
    model: DenseAutoencoder,
    rows: Rows,
    plan: Plan,
    *,
    rate: float,
    seed: int,
    ctx: Context,
    stage: str,
) -> list[list[float]]:
    """Train encoder layer i and its mirror image in the decoder one after the other.

    Each learns to undo dropout of share `rate` on what the finished layers below give for the
    data (Vincent et al. 2010). Returns each layer's mean loss per epoch.
    """
    inner, outer = linear_layers(model.encoder), linear_layers(model.decoder)[::-1]
    return [
        fit(
            [*inner[i].parameters(), *outer[i].parameters()],
            layer_loss(inner[: i + 1], outer[i], len(inner), rate),
            rows, plan, seed=seed + i, ctx=ctx, stage=f"{stage}, layer {i + 1} of {len(inner)}",
        )
        for i in range(len(inner))
    ]  # fmt: skip


def layer_loss(inner: Sequence[nn.Linear], outer: nn.Linear, depth: int, rate: float) -> Loss:
    """The denoising loss of the last of the layers `inner`, the ones before it being fixed."""

    def loss_of(x: Tensor, generator: torch.Generator) -> Tensor:
        with torch.no_grad():
            for layer in inner[:-1]:
                x = torch.relu(layer(x))
        first, last = len(inner) == 1, len(inner) == depth
        y = denoise(x, inner[-1], outer, first, last, rate, generator)
        return nn.functional.mse_loss(y, x)

    return loss_of
