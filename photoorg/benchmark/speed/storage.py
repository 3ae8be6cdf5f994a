"""What is kept: thumbnails on disk, and memory while many files are scanned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from photoorg.benchmark.speed.photos import Photos, sample_of
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, not_measured, of_value
from photoorg.benchmark.speed.screen import Screen
from photoorg.records import Context, Picture

THUMBNAILS = Bar(9, "kB a photo", of_value=True)
SCANNING = Bar(1.1)
FIRST = 5000  # photos after which memory may grow no more
SMALL = (64, 48)  # pixels of the files that are scanned for their number


def thumbnails(photos: Photos, scratch: Path, sizes: Sizes, ctx: Context) -> Row:
    """The size of the store, by the number of thumbnails of real pictures in it."""
    from photoorg.files.thumbnails import ThumbnailStore

    jpegs = thumbnails_of(photos)
    path = scratch / "store" / "thumbnails.db"
    path.parent.mkdir()
    store = ThumbnailStore(path)
    chosen = itertools.islice(itertools.cycle(jpegs), sizes.stored)
    store.put_many((f"{number:064x}", jpeg) for number, jpeg in enumerate(chosen))
    store.close()
    size = sum(file.stat().st_size for file in path.parent.iterdir()) / sizes.stored / 1000
    mean = sum(map(len, jpegs)) / len(jpegs) / 1000
    note = f"{sizes.stored:,} thumbnails, JPEGs of {mean:.1f} kB"
    return of_value("thumbnails on disk", size, "kB a photo", THUMBNAILS, note)


def thumbnails_of(photos: Photos) -> list[bytes]:
    """The thumbnails of the JPEGs."""
    from photoorg.files.reader import read_picture

    read = [read_picture(path, 0, 0) for path in photos.jpegs]
    return [picture.thumbnail for picture in read if isinstance(picture, Picture)]


def scanning(
    shown: Screen, scratch: Path, sizes: Sizes, ctx: Context
) -> tuple[Row, list[tuple[int, float]]]:
    """Memory by photos read; the row's ratio is that at the end over that after `FIRST`."""
    folder = scratch / "small"
    write_small(folder, sizes.scanned, ctx)
    found = shown.run("scanned", scratch / "small-library", folder, ctx=ctx)["samples"]
    samples = [(int(count), float(held)) for count, held in found if held is not None]
    return scanned_row(samples), samples


def scanned_row(samples: list[tuple[int, float]]) -> Row:
    """The row of (photos, megabytes)."""
    name = "memory while scanning"
    if not samples:
        return not_measured(name, SCANNING, "this system does not tell the memory of a process.")
    total, end = samples[-1]
    first = min(FIRST, total // 2)
    before = next(value for count, value in samples if count >= first)
    note = f"{total:,} files; MB at the end, and after the first {first:,}"
    ratio = end / before
    holds = SCANNING.holds(ratio)
    per = 1000 * (end - before) / max(1, total - first)
    reason = "" if holds else f"It grows by {per:.1f} kB a photo."
    return Row(name, end, "MB", before, ratio, SCANNING.text, holds, "itself", note, reason)


def write_small(folder: Path, count: int, ctx: Context) -> None:
    """Tiny pictures, each a content of its own: their number counts here, not their size."""
    from photoorg.files.samples.camera import as_jpeg, shot

    folder.mkdir()
    first = as_jpeg(shot(0, *SMALL), sample_of(0))
    for number, path in numbered(folder, count):
        if number % 500 == 0:
            ctx.check_cancelled()
        path.write_bytes(first + b"%08d" % number)


def numbered(folder: Path, count: int) -> Iterator[tuple[int, Path]]:
    """Names in subfolders of a thousand."""
    for number in range(count):
        inner = folder / f"{number // 1000:04}"
        if number % 1000 == 0:
            inner.mkdir()
        yield number, inner / f"IMG_{number:06}.jpg"
