"""Small sets of pictures in MNIST's file format."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np


def idx(array: np.ndarray) -> bytes:
    """An array as the bytes of an idx-ubyte file."""
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return head + array.astype(np.uint8).tobytes()


def bars(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of 12 x 12 of two kinds in turn: a bar across, a bar down. And their labels."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 2
    images = rng.integers(0, 40, size=(count, 12, 12))
    images[labels == 0, 5:7, :] = 250
    images[labels == 1, :, 5:7] = 250
    return images, labels


def write_bars(folder: Path, train: int = 30, test: int = 10) -> Path:
    """Four idx files of bars, images packed and labels plain; the folder."""
    for part, count in (("train", train), ("t10k", test)):
        images, labels = bars(count, seed=count)
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images)))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
    return folder
