"""The whole of `photoorg benchmark speed`: one part after another, then tables and plots."""

from __future__ import annotations

import json
import os
import platform
import shlex
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from photoorg.benchmark.outputs import write_file
from photoorg.benchmark.speed import against, growth, table
from photoorg.benchmark.speed.growth import Curve
from photoorg.benchmark.speed.measure import timed
from photoorg.benchmark.speed.photos import Photos, photos_of, spread
from photoorg.benchmark.speed.plan import Sizes, sizes_for
from photoorg.benchmark.speed.rows import Row
from photoorg.benchmark.speed.screen import Screen, has_own_trash, screen
from photoorg.benchmark.tables import versions
from photoorg.errors import SurroundingsError
from photoorg.records import Context

STAGE = "Measuring speed"
MORE_VERSIONS = ("PySide6-Essentials", "simplejpeg", "pi-heif", "rawpy")


@dataclass(frozen=True, slots=True)
class SpeedArgs:
    """What the command was asked for."""

    photos: Path | None
    size: int
    out: Path | None
    earlier: Path | None


@dataclass(slots=True)
class Bench:
    """What the parts share and what they found so far."""

    args: SpeedArgs
    sizes: Sizes
    scratch: Path
    shown: Screen
    ctx: Context
    photos: Photos = field(default_factory=lambda: Photos([]))
    rows: list[Row] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    grown: growth.Grown | None = None
    seconds: dict[str, float] = field(default_factory=dict)  # by part


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name and its share of the time, in percent of a run of the usual size."""

    name: str
    share: int
    work: Callable[[Bench], None]


def run_speed(args: SpeedArgs, ctx: Context) -> dict[str, Any]:
    """Measure everything. Raises `UsageError`, `SurroundingsError`, `Cancelled`."""
    begun = time.perf_counter()
    sizes = sizes_for(args.size)
    earlier = against.load(args.earlier) if args.earlier else None
    if args.photos is not None and not args.photos.is_dir():
        raise SurroundingsError(f"There is no folder {args.photos}.", "Name another with --photos.")
    with tempfile.TemporaryDirectory(prefix="photoorg-speed-") as folder:
        bench = Bench(args, sizes, Path(folder), screen(Path(folder)), ctx)
        work_through(bench)
    document = document_of(bench, time.perf_counter() - begun)
    if args.earlier and earlier is not None:
        document["compared"] = against.compared(args.earlier, earlier, document["rows"])
    if args.out is not None:
        write(args.out, document, bench)
    return document


def work_through(bench: Bench) -> None:
    """All parts, with progress by the time they are known to take."""
    done, total = 0, sum(part.share for part in PARTS)
    for part in PARTS:
        bench.ctx.check_cancelled()
        bench.ctx.progress(STAGE, done, total, part.name)
        bench.seconds[part.name] = round(timed(partial(part.work, bench)), 1)
        done += part.share
    bench.ctx.progress(STAGE, total, total)


# --- Parts ----------------------------------------------------------------------------------------


def draw(bench: Bench) -> None:
    """The photos of all other parts."""
    folder = bench.scratch / "drawn"
    folder.mkdir()
    bench.photos = photos_of(bench.args.photos, folder, bench.sizes, bench.ctx)


def read(bench: Bench) -> None:
    """One core, two cores, first sight; the other formats."""
    from photoorg.benchmark.speed import formats, reading

    bench.rows += reading.rows(bench.photos, bench.sizes, bench.ctx)
    bench.rows += formats.rows(bench.photos, bench.sizes, bench.ctx)


def large(bench: Bench) -> None:
    """Libraries of rising size; the largest is rescanned."""
    from photoorg.benchmark.speed import rescan, storage
    from photoorg.pipeline.library import Library

    bench.rows.append(storage.thumbnails(bench.photos, bench.scratch, bench.sizes, bench.ctx))
    jpegs = storage.thumbnails_of(bench.photos)
    grown = bench.grown = growth.grow(bench.scratch, jpegs, bench.sizes, bench.ctx)
    bench.curves += grown.curves
    library = Library.open(grown.folder)
    try:
        bench.rows.append(rescan.row(library, str(grown.files), bench.sizes, bench.ctx))
    finally:
        library.close()


def show(bench: Bench) -> None:
    """Windows on no library and on the largest."""
    from photoorg.benchmark.speed import window

    assert bench.grown is not None
    empty = window.Subject(bench.scratch / "empty", 0, bench.scratch)
    full = window.Subject(bench.grown.folder, bench.grown.photos, bench.scratch)
    bench.rows += window.starts(bench.shown, empty, full, bench.sizes, bench.ctx)
    bench.rows += window.wall(bench.shown, full, bench.sizes, bench.ctx)


def work(bench: Bench) -> None:
    """The window while it works; memory over time."""
    from photoorg.benchmark.speed import storage, window

    folder = bench.scratch / "indexed"
    spread(bench.photos.jpegs, folder, bench.sizes.indexed, bench.ctx)
    subject = window.Subject(bench.scratch / "worked", 0, bench.scratch)
    rows, found = window.stalls(bench.shown, subject, folder, has_own_trash(), bench.ctx)
    bench.rows += rows
    for name in ("window", "job"):
        samples = [(t, held[name]) for t, held in found.get("memory", []) if name in held]
        bench.memory[f"{name} by seconds"] = samples
    row, scanned = storage.scanning(bench.shown, bench.scratch, bench.sizes, bench.ctx)
    bench.rows.append(row)
    bench.memory["scan of small files by photos"] = [(float(n), held) for n, held in scanned]


def learn(bench: Bench) -> None:
    """Embedding and training steps; grouping by size."""
    from photoorg.benchmark.speed import learning

    bench.rows += learning.rows(bench.sizes, bench.ctx)
    curve = growth.learning(bench.sizes, bench.ctx)
    bench.curves += [curve] if curve else []


def add(bench: Bench) -> None:
    """New photos in a library that is grouped."""
    from photoorg.benchmark.speed import adding

    bench.rows.append(adding.row(bench.photos, bench.scratch, bench.sizes, bench.ctx))


def view(bench: Bench) -> None:
    """A million rows."""
    from photoorg.benchmark.speed import views

    rows, answers = views.rows(bench.scratch, bench.sizes, bench.ctx)
    bench.rows += rows
    bench.answers += [answer.plain() for answer in answers]


PARTS = (
    Part("drawing photos", 6, draw), Part("reading photos", 12, read),
    Part("libraries by size", 14, large), Part("windows", 8, show),
    Part("a window at work", 16, work), Part("learning", 16, learn),
    Part("adding photos", 8, add), Part("a million rows", 20, view),
)  # fmt: skip


# --- Results --------------------------------------------------------------------------------------


def document_of(bench: Bench, seconds: float) -> dict[str, Any]:
    """The document of CLI.md, and what we add to it."""
    return {
        "machine": machine(),
        "versions": versions(*MORE_VERSIONS),
        "command": command_of(bench.args),
        "size": bench.args.size,
        "rows": [row.plain() for row in bench.rows],
        "curves": [curve.plain() for curve in bench.curves],
        "seconds": round(seconds, 1),
        "parts": bench.seconds,
        "files": [],
    }


def machine() -> dict[str, Any]:
    """The class of the machine, without its name."""
    from photoorg.files.pool import default_workers

    return {
        "system": platform.system(), "processor": platform.machine(),
        "cores": f"{default_workers()} cores",
        "load": f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown",
    }  # fmt: skip


def command_of(args: SpeedArgs) -> str:
    """How to repeat it, without this machine's folders."""
    words = ["photoorg", "benchmark", "speed", "--size", str(args.size)]
    return shlex.join(words) + (" --photos DIR" if args.photos else "")


def write(out: Path, document: dict[str, Any], bench: Bench) -> None:
    """JSON, CSV, Markdown and plots; raises `SurroundingsError`."""
    files = dict(contents(document, bench))
    document["files"] = [str(out / name) for name in (*files, "speed.json")]
    for name, content in files.items():
        write_file(out / name, content)
    write_file(out / "speed.json", json.dumps(document, indent=1).encode())


def contents(document: dict[str, Any], bench: Bench) -> Iterator[tuple[str, bytes]]:
    """Files by name."""
    from photoorg.benchmark.speed import plots

    yield "speed.csv", table.as_csv(document["rows"]).encode()
    yield "speed.md", table.markdown(document).encode()
    if bench.answers:
        yield "views.csv", table.questions_csv(bench.answers).encode()
    yield from plots.all_of(document, bench.memory).items()
