"""Reading the four idx files of MNIST and of the sets that share its format.

Nothing here knows that the pictures are digits: any square grey pictures will do.
"""

from __future__ import annotations

import gzip
import math
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoorg.errors import SurroundingsError

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

PARTS = ("train", "t10k")
IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049


@dataclass(frozen=True, slots=True)
class Part:
    """Training or test images (n, side, side) and their labels (n,)."""

    images: Bytes
    labels: Ints

    def first(self, count: int) -> Part:
        """The first images."""
        return Part(self.images[:count], self.labels[:count])


def load(folder: Path | None, limit: int) -> tuple[Part, Part]:
    """Training and test part, from four idx files or, without a folder, through torchvision.

    `limit` takes the first images of each part in proportion. Raises `SurroundingsError`.
    """
    parts = downloaded() if folder is None else [load_part(folder, part) for part in PARTS]
    sides = [part.images.shape[1] for part in parts]
    if sides[0] != sides[1]:
        raise SurroundingsError(
            f"The training images have {sides[0]} pixels a side, the test images {sides[1]}.",
            "Get the four files from one source.",
        )
    total = sum(len(part.labels) for part in parts)
    share = min(1.0, limit / total) if limit else 1.0
    train, test = (part.first(max(1, round(share * len(part.labels)))) for part in parts)
    return train, test


def downloaded() -> list[Part]:
    """MNIST through torchvision, which downloads it once; raises `SurroundingsError`."""
    import platformdirs
    from torchvision.datasets import MNIST

    root = Path(platformdirs.user_cache_dir("photoorg", appauthor=False)) / "mnist"
    try:
        root.mkdir(parents=True, exist_ok=True)
        sets = [MNIST(str(root), train=train, download=True) for train in (True, False)]
    except (OSError, RuntimeError) as fault:
        raise SurroundingsError(
            f"MNIST could not be downloaded ({fault}).",
            "Without a network, name a folder with its four idx files: --data DIR.",
        ) from fault
    return [Part(one.data.numpy(), one.targets.numpy().astype(np.int64)) for one in sets]


def load_part(folder: Path, part: str) -> Part:
    """Images and labels of "train" or "t10k"; their numbers must agree."""
    images = read_idx(find(folder, f"{part}-images-idx3-ubyte"), IMAGES_MAGIC)
    labels = read_idx(find(folder, f"{part}-labels-idx1-ubyte"), LABELS_MAGIC)
    if len(images) != len(labels):
        raise SurroundingsError(
            f"In {folder} the {part} files have {len(images)} images but {len(labels)} labels.",
            "Get the four files from one source.",
        )
    if not len(images):
        raise SurroundingsError(f"The {part} files in {folder} hold no image.")
    if images.shape[1] != images.shape[2]:
        raise SurroundingsError(f"The {part} images in {folder} are not square.")
    return Part(images, labels.astype(np.int64))


def find(folder: Path, name: str) -> Path:
    """The file, plain or .gz; raises `SurroundingsError` if neither is there.

    Some sources write a dot before "idx".
    """
    dotted = name.replace("-idx", ".idx")
    for path in (folder / one for one in (name, f"{name}.gz", dotted, f"{dotted}.gz")):
        if path.is_file():
            return path
    raise SurroundingsError(f"{folder} has no file {name} or {name}.gz.", "Check --data.")


def read_idx(path: Path, magic: int) -> Bytes:
    """The array of an idx-ubyte file, checked: magic number, dimensions, exact length."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as fault:
        raise SurroundingsError(f"{path} could not be read ({fault}).", "Get it again.") from fault
    if len(data) < 8 or int.from_bytes(data[:4], "big") != magic:
        raise SurroundingsError(f"{path} is not an idx file with magic number {magic}.")
    dimensions = data[3]
    head = 4 + 4 * dimensions
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, min(head, len(data)), 4)]
    if len(data) < head or len(data) - head != math.prod(shape):
        raise SurroundingsError(f"{path} is truncated or too long.", "Get it again.")
    return np.frombuffer(data, dtype=np.uint8, offset=head).reshape(shape).copy()  # writable
