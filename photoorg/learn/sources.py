"""Standardised inputs for the training loops, unpacked batch by batch from stored bytes.

Holding the rows as uint8 keeps 100,000 photos at 0.4 GB; only a batch is ever float32.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from photoorg.learn.features import unpack_maps, unpack_pixels

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
    return unpack_maps if model.startswith("lite0") else unpack_pixels


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
    chosen = torch.rand(len(x), generator=generator) < 0.5
    return torch.where(chosen[:, None, None, None], x.flip(3), x)
