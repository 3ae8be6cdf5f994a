"""The pictures of a folder in every form a method needs, each computed once."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoorg.benchmark.method import Pixels
from photoorg.errors import SurroundingsError, UsageError
from photoorg.records import Context, Picture

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

KINDS = ("auto", "features", "pixels")
SIDE = 32  # of the pictures that methods on pixels see, unless all are small squares
SMALL = 64  # grey squares of one size up to this are written characters and the like, no photos


@dataclass(frozen=True, slots=True)
class Pictures:
    """The unlabelled data set: all that a method may see. sizes (n, 2): width, height."""

    thumbnails: list[bytes]
    colours: Floats  # (n, 4): red, green, blue 0..1, log aspect
    sizes: NDArray[np.int64]


def read_pictures(folder: Path, paths: Sequence[str], ctx: Context) -> tuple[Pictures, list[int]]:
    """All pictures that can be read, and their positions in `paths`; others are named and left out.

    They are sorted by content hash, as `index` passes them. Raises `SurroundingsError` if a file is
    missing or none is a picture.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs = [pool.submit(read_one, folder / path) for path in paths]
        try:
            read = []
            for number, job in enumerate(jobs):
                ctx.progress("Reading photos", number, len(jobs))
                ctx.check_cancelled()
                read.append(job.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    good = [(picture, i) for i, picture in enumerate(read) if isinstance(picture, Picture)]
    if len(good) < len(read):
        ctx.message(f"{len(read) - len(good)} files could not be read and are left out.")
    if not good:
        raise SurroundingsError(f"No picture could be read in {folder}.", "Check the folder.")
    good.sort(key=lambda pair: (pair[0].hash, pair[1]))
    colours = np.array([colour_and_aspect(picture) for picture, _ in good], dtype=np.float32)
    sizes = np.array([(picture.width, picture.height) for picture, _ in good], dtype=np.int64)
    thumbnails = [picture.thumbnail for picture, _ in good]
    return Pictures(thumbnails, colours, sizes), [i for _, i in good]


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
    """The pictures in every form a method needs, each computed once.

    `kind`: our own methods learn from the backbone's "features", as `index` does, or from plain
    "pixels", as on MNIST; "auto": from pixels if all pictures are small grey squares of one size.
    """

    def __init__(self, pictures: Pictures, device: str, ctx: Context, kind: str = "auto") -> None:
        if kind not in KINDS:
            raise UsageError(f"Unknown input {kind!r}. Choose from: {', '.join(KINDS)}.")
        self.pictures, self.device, self.ctx = pictures, device, ctx
        self.embed_seconds = 0.0
        self._images: Bytes | None = None
        self._rows: Bytes | None = None
        small = kind == "auto" and self.small() and self.images.ndim == 3
        self.plain = kind == "pixels" or small

    def small(self) -> bool:
        """Whether all pictures are small squares of one size."""
        sizes = self.pictures.sizes
        return bool((sizes == sizes[0, 0]).all() and sizes[0, 0] <= SMALL)

    def side(self) -> int:
        """The side of the pictures for methods on pixels: their own if they are small squares."""
        return int(self.pictures.sizes[0, 0]) if self.small() else SIDE

    def device_name(self) -> str:
        """The device in use."""
        from photoorg.learn.device import choose_device

        return choose_device(self.device, self.ctx).type

    def pixels(self, start: int, stop: int, side: int) -> Bytes:
        """Thumbnails as squares (m, side, side, 3)."""
        from photoorg.files.thumbnails import thumbnail_pixels

        return thumbnail_pixels(self.pictures.thumbnails[start:stop], side)

    @property
    def images(self) -> Bytes:
        """Small squares (n, side, side, 3), or (n, side, side) if all of them are grey."""
        if self._images is None:
            squares = self.pixels(0, len(self.pictures.thumbnails), self.side())
            grey = (squares == squares[..., :1]).all()
            self._images = np.ascontiguousarray(squares[..., 0]) if grey else squares
        return self._images

    def rows(self) -> tuple[Bytes, str]:
        """Feature rows, exactly those that `index` stores, or pixels; and their kind's name."""
        from photoorg.pipeline import grouping

        if self.plain:
            return Pixels(self.images).rows()
        return self.feature_rows(), grouping.FEATURE_MODEL

    def feature_rows(self) -> Bytes:
        """The backbone's rows, (n, FEATURE_BYTES)."""
        from photoorg.pipeline import grouping

        if self._rows is None:
            thumbnails = self.pictures.thumbnails
            count = len(thumbnails)
            begin, parts = time.perf_counter(), []
            chunks = grouping.thumbnail_features(
                lambda start, stop: thumbnails[start:stop], count, self.device, self.ctx
            )
            for _, stop, rows in chunks:
                parts.append(rows)
                self.ctx.progress("Recognising contents", stop, count)
            self._rows = np.concatenate(parts)
            self.embed_seconds = time.perf_counter() - begin
        return self._rows

    def features(self) -> Floats:
        """The backbone's pooled features (or the pixels without one), rows of length 1."""
        from photoorg.clusters.neighbours import unit_rows
        from photoorg.pipeline import evidence, grouping

        return unit_rows(evidence.unpackers(grouping.FEATURE_MODEL)[0](self.feature_rows()))
