"""New photos in a library that is grouped: how long until they stand in their clusters."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from photoorg.benchmark.speed import settled
from photoorg.benchmark.speed.photos import Photos, spread
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, not_measured, of_value
from photoorg.pipeline import grouping
from photoorg.pipeline.child import run_in_child
from photoorg.pipeline.library import Library
from photoorg.records import Context

ADDING = Bar(10, "s", of_value=True)
NAME = "new photos in their clusters"


def row(photos: Photos, scratch: Path, sizes: Sizes, ctx: Context) -> Row:
    """Seconds of the job that the window runs for it, in its process, from start to end."""
    if not grouping.HAS_WEIGHTS:
        why = "the network that recognises contents is not installed."
        return not_measured(NAME, ADDING, why)
    folder = scratch / "settled-photos"
    library = Library.open(scratch / "settled")
    try:
        made = settled.settle(library, sizes.settled, folder, ctx)
        index(library, folder, ctx)  # dates by today's rules, all on the map: done long ago
        spread(photos.jpegs, folder / "new", sizes.added, ctx)
        start = time.perf_counter()
        done = index(library, folder, ctx)
        seconds = time.perf_counter() - start
    finally:
        library.close()
    assert done["new"] == sizes.added, f"{done['new']} new photos instead of {sizes.added}"
    parts = ", ".join(f"{name} {value:.1f}" for name, value in done["seconds"].items())
    note = f"{sizes.added} photos to {made:,}, with the start of the process; {parts} s"
    return of_value(NAME, seconds, "s", ADDING, note)


def index(library: Library, folder: Path, ctx: Context) -> dict[str, Any]:
    """The job of the window, in its process; what it reports."""
    task = {"folders": [str(folder)]}
    done: dict[str, Any] = run_in_child("index", task, library.folder, settled.Quiet(ctx))
    return done
