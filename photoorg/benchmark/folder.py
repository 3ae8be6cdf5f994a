"""`photoorg benchmark folder`: every method on a labelled folder of pictures.

Pictures are read as `index` reads them (strictly, to a 256-px thumbnail). Labels go to `metrics`
and nowhere else: `cluster` below is not even given them.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from photoorg.benchmark import metrics, report
from photoorg.errors import SurroundingsError, UsageError
from photoorg.records import Context, Picture

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

TRIVIAL = ("mean-colour", "raw-pixels")
METHODS = (*TRIVIAL, "features-kmeans", "features-spectral", "cae-kmeans", "cae-start", "cae-dec")
DEFAULT = (*TRIVIAL, "features-kmeans", "cae-dec")
RAW_SIDE = 64
KMEANS_STARTS = 20
NEIGHBOURS = 20
STAGE = "Benchmark"


@dataclass(frozen=True, slots=True)
class FolderArgs:
    """What the command line says. `k` 0: found by the method where it can, else the true number."""

    folder: Path
    labels: Path
    methods: tuple[str, ...] = DEFAULT
    seeds: tuple[int, ...] = (0, 1, 2)
    k: int = 0
    junk: tuple[str, ...] = ()
    out: Path | None = None
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The unlabelled data set: all that a method may see."""

    thumbnails: list[bytes]
    colours: Floats  # (n, 4): red, green, blue 0..1, log aspect


def run_folder(args: FolderArgs, ctx: Context) -> dict[str, Any]:
    """Run all methods and seeds; returns (and writes, with `out`) the document of CLI.md."""
    check_methods(args.methods)
    paths, names = read_labels(args.labels)
    pictures, kept = read_pictures(args.folder, paths, ctx)
    kinds, labels = np.unique([names[i] for i in kept], return_inverse=True)
    junk = numbers_of(args.junk, kinds.tolist())
    space = Space(pictures, args.device, ctx)
    methods = tuple(dict.fromkeys((*TRIVIAL, *args.methods)))
    results = []
    for number, (method, seed) in enumerate((m, s) for m in methods for s in args.seeds):
        ctx.progress(STAGE, number, len(methods) * len(args.seeds), f"{method}, seed {seed}")
        ctx.check_cancelled()
        k = args.k or (None if method in ("cae-dec", "cae-start") else len(kinds))
        found = cluster(method, space, k, seed)
        results.append(row(method, seed, found, labels, junk))
    document = {
        "dataset": str(args.folder),
        "n": len(labels),
        "n_train": len(labels),
        "n_test": 0,
        "classes": len(kinds),
        "device": space.device_name(),
        "threads": os.cpu_count() or 1,
        "versions": report.versions(),
        "embed_seconds": space.seconds,
        "results": results,
        "summary": report.summary(results),
    }
    return report.write(document, args.out)


def check_methods(methods: Sequence[str]) -> None:
    """Raises `UsageError` for a method that does not exist."""
    unknown = [method for method in methods if method not in METHODS]
    if unknown:
        raise UsageError(f"Unknown method {unknown[0]!r}. Choose from: {', '.join(METHODS)}.")


def read_labels(path: Path) -> tuple[list[str], list[str]]:
    """Relative paths and labels from a CSV with a header and the columns `path` and `label`."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            columns = reader.fieldnames or []
            if not {"path", "label"} <= set(columns):
                raise SurroundingsError(
                    f"{path} has no columns named path and label.",
                    "Its first line must name them; further columns are ignored.",
                )
            rows = [(row["path"], row["label"]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise SurroundingsError(
            f"The labels {path} could not be read ({fault}).", "Check the path given as --labels."
        ) from fault
    if not rows or any(not name or label is None for name, label in rows):
        raise SurroundingsError(f"{path} is empty or has incomplete lines.", "Check the file.")
    return [name for name, _ in rows], [label for _, label in rows]


def numbers_of(junk: Sequence[str], kinds: list[str]) -> tuple[int, ...]:
    """Label numbers of the junk names; raises `UsageError` for a name that is no label."""
    unknown = [name for name in junk if name not in kinds]
    if unknown:
        raise UsageError(f"No photo has the label {unknown[0]!r}. Labels: {', '.join(kinds)}.")
    return tuple(kinds.index(name) for name in junk)


def read_pictures(folder: Path, paths: Sequence[str], ctx: Context) -> tuple[Pictures, list[int]]:
    """All pictures that can be read, and their positions in `paths`; others are named and left out.

    They are sorted by content hash, as `index` passes them. Raises `SurroundingsError` if a file is
    missing or none is a picture.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs = [pool.submit(read_one, folder / path) for path in paths]
        read = []
        for number, job in enumerate(jobs):
            ctx.progress("Reading photos", number, len(jobs))
            ctx.check_cancelled()
            read.append(job.result())
    good = [(picture, i) for i, picture in enumerate(read) if isinstance(picture, Picture)]
    if len(good) < len(read):
        ctx.message(f"{len(read) - len(good)} files could not be read and are left out.")
    if not good:
        raise SurroundingsError(f"No picture could be read in {folder}.", "Check the folder.")
    good.sort(key=lambda pair: (pair[0].hash, pair[1]))
    colours = np.array([colour_and_aspect(picture) for picture, _ in good], dtype=np.float32)
    return Pictures([picture.thumbnail for picture, _ in good], colours), [i for _, i in good]


def read_one(path: Path) -> object:
    """A `Picture`, or a `Refused`. Raises `SurroundingsError` if the file is not there."""
    from photoorg.files.reader import read_picture

    try:
        state = path.stat()
    except OSError as fault:
        raise SurroundingsError(
            f"{path} is named in the labels but cannot be opened ({fault.strerror}).",
            "Check the folder and the file of labels.",
        ) from fault
    return read_picture(str(path), state.st_size, state.st_mtime_ns)


def colour_and_aspect(picture: Picture) -> tuple[float, float, float, float]:
    """Mean red, green and blue in 0..1 and the logarithm of width over height."""
    value = picture.mean_color
    red, green, blue = value >> 16 & 255, value >> 8 & 255, value & 255
    return red / 255, green / 255, blue / 255, float(np.log(picture.width / picture.height))


class Space:
    """The pictures in every form a method needs, each computed once."""

    def __init__(self, pictures: Pictures, device: str, ctx: Context) -> None:
        self.pictures, self.device, self.ctx = pictures, device, ctx
        self.seconds = 0.0
        self._rows: Bytes | None = None

    def device_name(self) -> str:
        """The device in use."""
        from photoorg.learn.device import choose_device

        return choose_device(self.device, self.ctx).type

    def pixels(self, start: int, stop: int, side: int) -> Bytes:
        """Thumbnails as squares (m, side, side, 3)."""
        from photoorg.files.thumbnails import thumbnail_pixels

        return thumbnail_pixels(self.pictures.thumbnails[start:stop], side)

    def rows(self) -> Bytes:
        """Feature rows, exactly those that `index` stores."""
        from photoorg.pipeline import grouping

        if self._rows is None:
            count, side = len(self.pictures.thumbnails), grouping.INPUT_SIDE
            begin, parts = time.perf_counter(), []
            chunks = grouping.features(
                lambda start, stop: self.pixels(start, stop, side), count, self.device, self.ctx
            )
            for _, stop, rows in chunks:
                parts.append(rows)
                self.ctx.progress("Recognising contents", stop, count)
            self._rows = np.concatenate(parts)
            self.seconds = time.perf_counter() - begin
        return self._rows

    def features(self) -> Floats:
        """The backbone's pooled features (or the pixels without one), rows of length 1."""
        from photoorg.clusters.neighbours import unit_rows
        from photoorg.pipeline import evidence, grouping

        return unit_rows(evidence.unpackers(grouping.FEATURE_MODEL)[0](self.rows()))

    def raw_pixels(self) -> Floats:
        """Pictures of 64 x 64 as rows (n, 12288), 0..1."""
        squares = self.pixels(0, len(self.pictures.thumbnails), RAW_SIDE)
        return squares.reshape(len(squares), -1).astype(np.float32) / np.float32(255.0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found, its reconstruction error if it has one, and its seconds by stage."""

    clusters: Ints
    mse: float | None
    seconds: dict[str, float]


def cluster(method: str, space: Space, k: int | None, seed: int) -> Found:
    """Run one method. It sees pictures only; there is no parameter for labels."""
    embed = 0.0
    if method not in TRIVIAL:
        space.rows()
        embed = space.seconds
    begin = time.perf_counter()
    if method.startswith("cae"):
        clusters, mse = learned(method, space, k, seed)
    else:
        clusters, mse = SIMPLE[method](space, k or 1, seed), None
    took = time.perf_counter() - begin
    seconds = {"embed": embed, "train": 0.0, "cluster": took, "total": embed + took}
    return Found(clusters.astype(np.int64), mse, seconds)


def kmeans(x: Floats, k: int, seed: int) -> Ints:
    """k-means with 20 starts."""
    from sklearn.cluster import KMeans

    found = KMeans(min(k, len(x)), n_init=KMEANS_STARTS, random_state=seed).fit_predict(x)
    return np.asarray(found, dtype=np.int64)


def spectral(x: Floats, k: int, seed: int) -> Ints:
    """scikit-learn's spectral clustering on a graph of 20 nearest neighbours."""
    from sklearn.cluster import SpectralClustering

    model = SpectralClustering(
        min(k, len(x)),
        affinity="nearest_neighbors",
        n_neighbors=min(NEIGHBOURS, len(x)),
        random_state=seed,
    )
    return np.asarray(model.fit_predict(x), dtype=np.int64)


SIMPLE: dict[str, Callable[[Space, int, int], Ints]] = {
    "mean-colour": lambda space, k, seed: kmeans(standardised(space.pictures.colours), k, seed),
    "raw-pixels": lambda space, k, seed: kmeans(space.raw_pixels(), k, seed),
    "features-kmeans": lambda space, k, seed: kmeans(space.features(), k, seed),
    "features-spectral": lambda space, k, seed: spectral(space.features(), k, seed),
}


def standardised(x: Floats) -> Floats:
    """Columns with mean 0 and spread 1 (constant ones 0)."""
    spread = x.std(axis=0)
    scaled: Floats = (x - x.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return scaled


def learned(method: str, space: Space, k: int | None, seed: int) -> tuple[Ints, float | None]:
    """The pipeline of `index` (`cae-dec`), or what it has before DEC."""
    from photoorg.pipeline import grouping, learning

    if method == "cae-dec":
        result = grouping.learn_grouping(
            space.rows(), seed=seed, k=k, device=space.device, ctx=space.ctx, checkpoint=None
        )
        return result.leaf, result.report["reconstruction_mse"]
    codes, start, mse = learning.before_dec(
        space.rows(), grouping.FEATURE_MODEL, seed=seed, k=k, device=space.device, ctx=space.ctx
    )
    return (start if method == "cae-start" else kmeans(codes, k or 1, seed)), mse


def row(
    method: str, seed: int, found: Found, labels: Ints, junk: tuple[int, ...] = ()
) -> dict[str, Any]:
    """One line of the results. Here, and only here, labels meet clusters."""
    return {
        "method": method,
        "seed": seed,
        "split": "all",
        **metrics.scores(found.clusters, labels, junk),
        "reconstruction_mse": found.mse,
        "seconds": found.seconds,
    }
