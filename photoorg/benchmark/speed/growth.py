"""What grows with the library, and how: costs at sizes a hundred times apart, their exponents."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoorg.benchmark.speed import libraries, settled
from photoorg.benchmark.speed.measure import exponent, several
from photoorg.benchmark.speed.plan import Sizes
from photoorg.pipeline import grouping
from photoorg.pipeline.library import Library
from photoorg.pipeline.scan import scan
from photoorg.records import NULL_CONTEXT, Context, Filter

STEPS = (100, 32, 10, 3.2, 1)  # the largest library, divided by these
LEARNING_STEPS = (8, 4, 2, 1)
PICTURED = 3000  # photos with a thumbnail that shows something: as far as the wall is scrolled
TURNS = 3


@dataclass(frozen=True, slots=True)
class Curve:
    """Seconds of one kind of work by the number of photos."""

    name: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Of the power law that fits best."""
        return exponent(self.sizes, self.seconds)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name, "sizes": self.sizes, "seconds": self.seconds,
            "exponent": round(self.exponent, 3),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grown:
    """The curves, and the largest library with the folder of its files."""

    curves: list[Curve]
    folder: Path
    files: Path
    photos: int


def grow(scratch: Path, jpegs: list[bytes], sizes: Sizes, ctx: Context) -> Grown:
    """Make the libraries, smallest first, and ask each the same."""
    found: dict[str, list[tuple[int, float]]] = {}
    folder = files = scratch
    made = 0
    for number, step in enumerate(STEPS):
        folder, files = scratch / f"library-{number}", scratch / f"files-{number}"
        library = Library.open(folder)
        try:
            made = furnish(library, round(sizes.library / step), files, jpegs, ctx)
            for name, work in works(library, files).items():
                ctx.check_cancelled()
                cost = statistics.median(several(work, TURNS))
                found.setdefault(name, []).append((made, cost))
        finally:
            library.close()
    curves = [Curve(name, *zip(*points, strict=True)) for name, points in found.items()]
    return Grown(curves, folder, files, made)


def furnish(library: Library, count: int, files: Path, jpegs: list[bytes], ctx: Context) -> int:
    """Rows, files on the disk, and thumbnails: pictures for those that are seen first."""
    made = libraries.fill(library, count, ctx, files)
    libraries.write_files(library, files, ctx)
    first = library.photos(library.photo_ids(Filter(), limit=PICTURED))
    shown = {photo.hash: jpegs[n % len(jpegs)] for n, photo in enumerate(first)}
    hashes = settled.contents(library)
    library.thumbnail_store.put_many((h, shown.get(h, settled.TINY)) for h in hashes)
    return made


def works(library: Library, files: Path) -> dict[str, Callable[[], object]]:
    """What is timed at each size."""
    return {
        "rescan of unchanged files": lambda: scan(NULL_CONTEXT, library, [str(files)]),
        "numbers of the tree": lambda: tree(library),
        "first page": lambda: library.photo_ids(Filter(), limit=200),
        "ids of all photos": lambda: library.photo_ids(Filter()),
    }


def tree(library: Library) -> object:
    """What the window reads to draw its tree."""
    return (
        library.counts(), library.clusters(), library.dates(), library.places(), library.roots()
    )  # fmt: skip


def learning(sizes: Sizes, ctx: Context) -> Curve | None:
    """Seconds of a grouping from scratch, by photos; None where none is asked for or possible."""
    if not grouping.HAS_WEIGHTS or not sizes.learned:
        return None
    points = []
    for step in LEARNING_STEPS:
        rows = settled.feature_rows(sizes.learned // step)
        start = time.perf_counter()
        grouping.learn_grouping(
            rows, seed=0, k=None, device="cpu", ctx=settled.Quiet(ctx), checkpoint=None
        )
        points.append((len(rows), time.perf_counter() - start))
    return Curve("grouping from scratch", *zip(*points, strict=True))
