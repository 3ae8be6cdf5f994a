"""`photoorg benchmark mnist`: four idx files, clustered by the same code that groups photos.

Nothing here knows that the pictures are digits: any square grey pictures in idx files will do.
Labels go to `metrics` only.
"""

from __future__ import annotations

import gzip
import os
import time
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from photoorg.benchmark import report
from photoorg.benchmark.folder import Found, kmeans, row
from photoorg.errors import SurroundingsError, UsageError
from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

METHODS = ("kmeans", "ae-kmeans", "cae-kmeans", "cae-start", "cae-dec")
DEFAULT = ("kmeans", "ae-kmeans", "cae-kmeans", "cae-dec")
PARTS = ("train", "t10k")
IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049
CUES = 8
STAGE = "Benchmark"


@dataclass(frozen=True, slots=True)
class MnistArgs:
    """What the command line says. `limit` 0: all images."""

    data: Path
    methods: tuple[str, ...] = DEFAULT
    seeds: tuple[int, ...] = (0,)
    limit: int = 0
    out: Path | None = None
    device: str = "auto"


def run_mnist(args: MnistArgs, ctx: Context) -> dict[str, Any]:
    """Run all methods and seeds on train and test images together."""
    from photoorg.learn.device import choose_device

    unknown = [method for method in args.methods if method not in METHODS]
    if unknown:
        raise UsageError(f"Unknown method {unknown[0]!r}. Choose from: {', '.join(METHODS)}.")
    images, labels, n_train = load(args.data, args.limit)
    classes = len(np.unique(labels))
    results = []
    for number, (method, seed) in enumerate((m, s) for m in args.methods for s in args.seeds):
        ctx.progress(STAGE, number, len(args.methods) * len(args.seeds), f"{method}, seed {seed}")
        ctx.check_cancelled()
        found = cluster(method, images, classes, seed, args.device, ctx)
        results.append(row(method, seed, found, labels))
    document = {
        "dataset": str(args.data),
        "n": len(labels),
        "n_train": n_train,
        "n_test": len(labels) - n_train,
        "classes": classes,
        "device": choose_device(args.device, ctx).type,
        "threads": os.cpu_count() or 1,
        "versions": report.versions(),
        "results": results,
        "summary": report.summary(results),
    }
    return report.write(document, args.out)


def cluster(method: str, images: Bytes, k: int, seed: int, device: str, ctx: Context) -> Found:
    """Run one method on images (n, side, side); there is no parameter for labels."""
    begin, mse = time.perf_counter(), None
    flat = images.reshape(len(images), -1)
    if method == "kmeans":
        clusters = kmeans(flat.astype(np.float32) / np.float32(255.0), k, seed)
    elif method == "ae-kmeans":
        clusters, mse = ae_kmeans(flat, k, seed, ctx)
    else:
        clusters, mse = learned(method, images, k, seed, device, ctx)
    took = time.perf_counter() - begin
    seconds = {"embed": 0.0, "train": 0.0, "cluster": took, "total": took}
    return Found(clusters.astype(np.int64), mse, seconds)


def learned(
    method: str, images: Bytes, k: int, seed: int, device: str, ctx: Context
) -> tuple[Ints, float | None]:
    """The pipeline that groups photos, on plain pixels."""
    from photoorg.pipeline import learning

    model = f"pixels-{images.shape[1]}x1-1"
    no_cues = np.zeros((len(images), CUES), dtype=np.uint8)
    rows = np.concatenate([images.reshape(len(images), -1), no_cues], axis=1)
    if method == "cae-dec":
        result = learning.group(rows, model, seed=seed, k=k, device=device, ctx=ctx, path=None)
        return result.leaf, result.report["reconstruction_mse"]
    codes, start, mse = learning.before_dec(rows, model, seed=seed, k=k, device=device, ctx=ctx)
    return (start if method == "cae-start" else kmeans(codes, k, seed)), mse


def ae_kmeans(
    flat: Bytes, k: int, seed: int, ctx: Context, epochs: int = 10, batch: int = 256
) -> tuple[Ints, float]:
    """The tutorials' fully connected autoencoder d-500-500-2000-10 (Adam, MSE), then k-means."""
    torch.manual_seed(seed)
    width = flat.shape[1]
    encoder, decoder = dense(width, 500, 500, 2000, 10), dense(10, 2000, 500, 500, width)
    optimiser = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
    x = torch.from_numpy(flat).float() / 255.0
    loss = torch.zeros(())
    for epoch in range(epochs):
        ctx.progress("Learning", epoch, epochs, "fully connected autoencoder")
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            ctx.check_cancelled()
            part = order[start : start + batch]
            loss = nn.functional.mse_loss(decoder(encoder(x[part])), x[part])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    with torch.no_grad():
        return kmeans(encoder(x).numpy(), k, seed), float(loss)


def dense(*widths: int) -> nn.Sequential:
    """Linear layers with rectifiers between them."""
    layers: list[nn.Module] = []
    for before, after in pairwise(widths):
        layers += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def load(folder: Path, limit: int) -> tuple[Bytes, Ints, int]:
    """Images (n, side, side), labels (n,) and how many of them are training images.

    `limit` takes the first images of each part in proportion. Raises `SurroundingsError`.
    """
    parts = [load_part(folder, part) for part in PARTS]
    total = sum(len(labels) for _, labels in parts)
    share = min(1.0, limit / total) if limit else 1.0
    counts = [max(1, round(share * len(labels))) for _, labels in parts]
    images = np.concatenate([x[:count] for (x, _), count in zip(parts, counts, strict=True)])
    labels = np.concatenate([y[:count] for (_, y), count in zip(parts, counts, strict=True)])
    return images, labels.astype(np.int64), counts[0]


def load_part(folder: Path, part: str) -> tuple[Bytes, Bytes]:
    """Images and labels of "train" or "t10k"; their numbers must agree."""
    images = read_idx(find(folder, f"{part}-images-idx3-ubyte"), IMAGES_MAGIC)
    labels = read_idx(find(folder, f"{part}-labels-idx1-ubyte"), LABELS_MAGIC)
    if len(images) != len(labels):
        raise SurroundingsError(
            f"In {folder} the {part} files have {len(images)} images but {len(labels)} labels.",
            "Get the four files from one source.",
        )
    if images.shape[1] != images.shape[2]:
        raise SurroundingsError(f"The {part} images in {folder} are not square.")
    return images, labels


def find(folder: Path, name: str) -> Path:
    """The file, plain or .gz; raises `SurroundingsError` if neither is there."""
    for path in (folder / name, folder / f"{name}.gz"):
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
    if len(data) < head or len(data) - head != int(np.prod(shape)):
        raise SurroundingsError(f"{path} is truncated or too long.", "Get it again.")
    return np.frombuffer(data, dtype=np.uint8, offset=head).reshape(shape)
