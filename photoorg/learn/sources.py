"""Standardised inputs for the training loops, unpacked batch by batch from stored bytes.

Holding the rows as uint8 keeps 100,000 photos at 0.4 GB; only a batch is ever float32.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import affine_grid, grid_sample

from photoorg.learn import ranks
from photoorg.learn.features import pixel_shape, unpack_maps, unpack_pixels
from photoorg.weights import has_maps

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SAMPLE = 4096  # photos from which means and spreads are estimated


class RowSource:
    """Inputs (b, channels, side, side) from stored rows: (unpack(row) - mean) / spread.

    `mean` and `spread` are per channel, shape (channels, 1, 1).
    """

    def __init__(
        self,
        rows: NDArray[Any],
        unpack: Callable[[NDArray[Any]], Floats],
        mean: Floats,
        spread: Floats,
    ) -> None:
        self.rows, self.unpack, self.mean, self.spread = rows, unpack, mean, spread
        self.count = len(rows)
        probe = unpack(rows[:1])
        self.channels, self.side = int(probe.shape[1]), int(probe.shape[2])

    def take(self, indices: Ints) -> Tensor:
        """The standardised inputs at these indices."""
        return torch.from_numpy((self.unpack(self.rows[indices]) - self.mean) / self.spread)


def unpacker(model: str) -> Callable[[Bytes], Floats]:
    """What turns stored rows of a feature model into inputs of the autoencoder."""
    if has_maps(model):
        return unpack_maps
    channels, side = pixel_shape(model)
    return lambda rows: unpack_pixels(rows, channels, side)


def moments(rows: NDArray[Any], unpack: Callable[[NDArray[Any]], Floats]) -> tuple[Floats, Floats]:
    """Mean and standard deviation per channel, each (channels, 1, 1), over an even sample.

    A constant channel gets spread 1.
    """
    step = max(1, len(rows) // SAMPLE)
    values = unpack(rows[::step]).astype(np.float64)
    mean = values.mean(axis=(0, 2, 3))[:, None, None]
    spread = values.std(axis=(0, 2, 3))[:, None, None]
    spread = np.where(spread > 1e-6, spread, 1.0)
    return mean.astype(np.float32), spread.astype(np.float32)


def mirror(x: Tensor, generator: torch.Generator) -> Tensor:
    """Turn half of the batch left to right: a photo shows the same thing in a mirror."""
    chosen = ranks.uniform(generator, len(x)) < 0.5
    return torch.where(chosen[:, None, None, None], x.flip(3), x)


def jiggle(x: Tensor, generator: torch.Generator, strength: float = 1.0) -> Tensor:
    """Turn, scale, shear and shift each picture a little: what it shows stays the same.

    Up to 10 degrees, 10 % in scale and shear and 8 % of the side in shift, drawn evenly, all times
    `strength` (the shift at most by 1.25); used on pixels (a mirror would not do: it makes another
    letter or digit).
    """
    n = len(x)
    draw = ranks.uniform(generator, 6, n) * 2.0 - 1.0
    if n == 0:
        return x
    angle, shear = draw[0] * (strength * math.pi / 18.0), 0.1 * strength * draw[1]
    wide, high = 1.0 + 0.1 * strength * draw[2], 1.0 + 0.1 * strength * draw[3]
    shift = 0.16 * min(strength, 1.25)
    cos, sin = angle.cos(), angle.sin()
    top = torch.stack([wide * cos, wide * (shear * cos - sin), shift * draw[4]], dim=1)
    bottom = torch.stack([high * sin, high * (shear * sin + cos), shift * draw[5]], dim=1)
    grid = affine_grid(torch.stack([top, bottom], dim=1), list(x.shape), align_corners=False)
    return grid_sample(x, grid, padding_mode="border", align_corners=False)


def views_for(model: str, strength: float = 1.0) -> Callable[[Tensor, torch.Generator], Tensor]:
    """How a batch may be changed without changing what it shows; `strength` is of `jiggle`.

    0: not at all.
    """
    if strength == 0.0:
        return lambda x, generator: x
    if has_maps(model):
        return mirror
    return lambda x, generator: jiggle(x, generator, strength)
