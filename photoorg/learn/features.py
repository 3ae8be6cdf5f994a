"""From pixels to the row of bytes that is stored for each photo.

A row is uint8 and the same on every run: a photo goes through the network alone (batch of one,
one thread), so that neither its neighbours nor an interruption can change a bit of it. Photos run
side by side on as many threads as there are cores. About 15 ms a photo and core at 224 px.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from photoorg.learn import backbone
from photoorg.learn.device import with_fallback
from photoorg.records import Context
from photoorg.weights import has_maps

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Pixels = Callable[[int, int], Bytes]

CHUNK = 64  # photos between two yields: half a second's to a second's work
GRID = 3  # positions a side kept of the 7 x 7: as good as 7 x 7 for grouping, a fifth of the bytes
POOLED_TOP = 6.0  # ReLU6
MAP_TOP = 12.0  # nine in ten thousand map values lie outside before pooling, hardly any after
PIXEL_SIDE = 32
CUES = ("flat", "white", "dark", "colourful", "edges", "grey", "bands", "texture")


class Extractor(Protocol):
    """Turns square pictures into rows. `side`: pixels; `row`: bytes a photo."""

    side: int
    row: int

    def rows(self, pixels: Bytes, device: torch.device) -> Bytes:
        """(m, side, side, 3) uint8 to (m, row) uint8."""
        ...


class BackboneExtractor:
    """Rows of 4,160 bytes: 1,280 pooled features, then maps of 320 channels x 3 x 3.

    Pooled features (0..6) are stored as 255 sqrt(x / 6), finer near zero where most of them lie;
    maps as 128 + 127 x / 12. Both scales are fixed, so rows of different runs compare.
    """

    side = backbone.SIDE
    row = backbone.POOLED + backbone.MAP_CHANNELS * GRID * GRID

    def __init__(self) -> None:
        self._networks: dict[torch.device, backbone.Backbone] = {}
        self._lock = threading.Lock()

    def rows(self, pixels: Bytes, device: torch.device) -> Bytes:
        """One forward pass over the whole of `pixels`."""
        network = self.network(device)
        with torch.inference_mode():
            batch = torch.from_numpy(pixels).to(device).permute(0, 3, 1, 2).float()
            with torch.autocast(device.type, enabled=device.type == "cuda"):
                maps, pooled = network(batch)
            return pack(maps.float(), pooled.float())

    def network(self, device: torch.device) -> backbone.Backbone:
        """The network, loaded once per device (0.2 s)."""
        with self._lock:
            if device not in self._networks:
                self._networks[device] = backbone.load_backbone(device)
            return self._networks[device]


class PixelExtractor:
    """The fallback without weights: the picture itself at 32 x 32, 3,072 bytes."""

    side = PIXEL_SIDE
    row = 3 * PIXEL_SIDE * PIXEL_SIDE

    def rows(self, pixels: Bytes, device: torch.device) -> Bytes:
        """Channels first, as the autoencoder wants them."""
        return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)).reshape(len(pixels), self.row)


def extractor_for(model: str) -> Extractor:
    """The extractor whose rows are stored under the key `model`."""
    return BackboneExtractor() if has_maps(model) else PixelExtractor()


def pixel_cues(pixels: Bytes) -> Bytes:
    """Eight numbers a photo (m, 8), 0..255, that tell screens and paper from camera pictures.

    In the order of `CUES`: share of flat places (neighbours differ by at most 3 of 255), of nearly
    white and of dark pixels, mean saturation, share of hard edges, of grey pixels, of rows that
    are flat from side to side, and the median step between neighbours (times 8).
    """
    rows = [cues_of(one) for one in pixels]
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(CUES))
    cues: Bytes = np.round(255.0 * np.clip(values, 0.0, 1.0)).astype(np.uint8)
    return cues


def cues_of(picture: Bytes) -> list[float]:
    """The cues of one picture (side, side, 3), not yet rounded. 0.6 ms at 224 pixels.

    Plane by plane, since numpy takes the extremes of three neighbours ten times as long as those of
    two planes; and from a histogram of the steps, since a median costs a sort.
    """
    red, green, blue = (np.ascontiguousarray(picture[:, :, n]) for n in range(3))
    high = np.maximum(np.maximum(red, green), blue)
    low = np.minimum(np.minimum(red, green), blue)
    grey = (red.astype(np.int16) + green + blue) // np.int16(3)
    down, right = np.abs(np.diff(grey, axis=0))[:, :-1], np.abs(np.diff(grey, axis=1))[:-1]
    step = np.maximum(down, right)
    counts = np.bincount(step.ravel(), minlength=256)
    still = np.count_nonzero(step <= 6, axis=1) / step.shape[1] > 0.9
    spread = high - low
    return [
        counts[:4].sum() / step.size,
        np.count_nonzero(low >= 235) / low.size,
        np.count_nonzero(high <= 40) / high.size,
        float((spread / 255.0).ravel().mean()),
        counts[48:].sum() / step.size,
        np.count_nonzero(spread <= 12) / spread.size,
        np.count_nonzero(still) / len(still),
        middle(counts) * 8.0 / 255.0,
    ]


def middle(counts: NDArray[np.int64]) -> float:
    """The median of values of which there are so many of 0, of 1, ..."""
    upto, total = np.cumsum(counts), int(counts.sum())
    low, high = (
        int(np.searchsorted(upto, rank, side="right")) for rank in ((total - 1) // 2, total // 2)
    )
    return (low + high) / 2


def unpack_cues(rows: Bytes) -> Floats:
    """The cues (m, 8) of stored rows, 0..1."""
    return rows[:, -len(CUES) :].astype(np.float32) / np.float32(255.0)


def pack(maps: Tensor, pooled: Tensor) -> Bytes:
    """(m, 320, 7, 7) and (m, 1280) to stored rows (m, 4160)."""
    small = adaptive_avg_pool2d(maps, GRID).flatten(1)
    coarse = (128.0 + 127.0 / MAP_TOP * small).round().clamp(0, 255)
    fine = (255.0 * (pooled / POOLED_TOP).clamp(0, 1).sqrt()).round()
    return torch.cat([fine, coarse], dim=1).to(torch.uint8).cpu().numpy()


def unpack_pooled(rows: Bytes) -> Floats:
    """The pooled features (m, 1280) of stored rows."""
    stored = rows[:, : backbone.POOLED].astype(np.float32)
    pooled: Floats = np.square(stored / np.float32(255.0)) * np.float32(POOLED_TOP)
    return pooled


def unpack_maps(rows: Bytes) -> Floats:
    """The maps (m, 320, 3, 3) of stored rows."""
    stored = rows[:, backbone.POOLED : BackboneExtractor.row].astype(np.float32)
    values = (stored - np.float32(128.0)) * np.float32(MAP_TOP / 127.0)
    return values.reshape(len(rows), backbone.MAP_CHANNELS, GRID, GRID)


def pixel_shape(model: str) -> tuple[int, int]:
    """Channels and side of rows that are pictures: "pixels-32x3-1" gives 3 and 32."""
    side, channels = model.split("-")[1].split("x")
    return int(channels), int(side)


def unpack_pixels(rows: Bytes, channels: int, side: int) -> Floats:
    """The pictures (m, channels, side, side) of rows stored without a backbone, 0..1."""
    stored = rows[:, : channels * side * side].astype(np.float32) / np.float32(255.0)
    return stored.reshape(len(rows), channels, side, side)


def extract(
    extractor: Extractor, pixels: Pixels, count: int, device: torch.device, ctx: Context
) -> Iterator[tuple[int, int, Bytes]]:
    """Yield (start, stop, rows) for photos 0..count-1 in order; `pixels(start, stop)` gives them.

    `pixels` returns (stop - start, side, side, 3) uint8. May be closed at any chunk.
    """
    with ThreadPoolExecutor(os.cpu_count() or 1, initializer=one_thread) as pool:
        for start in range(0, count, CHUNK):
            ctx.check_cancelled()
            stop = min(start + CHUNK, count)
            yield start, stop, rows_of(extractor, pixels(start, stop), device, pool, ctx)


def rows_of(
    extractor: Extractor,
    chunk: Bytes,
    device: torch.device,
    pool: ThreadPoolExecutor,
    ctx: Context,
) -> Bytes:
    """The rows of a chunk of pictures, and their cues behind."""
    cues = pool.map(pixel_cues, np.split(chunk, len(chunk)))
    if device.type == "cpu":
        rows = one_by_one(extractor, chunk, pool)
    else:
        rows = batched(extractor, chunk, device, pool, ctx)
    return np.concatenate([rows, np.concatenate(list(cues))], axis=1)


def one_thread() -> None:
    """In a worker thread: its own operations use one thread (the setting is per thread)."""
    torch.set_num_threads(1)


def one_by_one(extractor: Extractor, chunk: Bytes, pool: ThreadPoolExecutor) -> Bytes:
    """Each photo alone: bit-identical whatever stands beside it."""
    cpu = torch.device("cpu")
    rows = pool.map(lambda i: extractor.rows(chunk[i : i + 1], cpu), range(len(chunk)))
    return np.concatenate(list(rows))


def batched(
    extractor: Extractor,
    chunk: Bytes,
    device: torch.device,
    pool: ThreadPoolExecutor,
    ctx: Context,
) -> Bytes:
    """Batches on an accelerator, smaller ones when its memory is full, in the end the CPU."""

    def run(where: torch.device, size: int) -> Bytes:
        if where.type == "cpu":
            return one_by_one(extractor, chunk, pool)
        parts = range(0, len(chunk), size)
        return np.concatenate([extractor.rows(chunk[i : i + size], where) for i in parts])

    return with_fallback(run, device, CHUNK, ctx, smallest=1)
