"""Scanning a folder in which nothing changed, against listing it and asking for sizes and times."""

from __future__ import annotations

import os

from photoorg.benchmark.speed.measure import in_turn
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, of_pair
from photoorg.pipeline.library import Library
from photoorg.pipeline.scan import scan
from photoorg.records import NULL_CONTEXT, Context

RESCAN = Bar(2)


def row(library: Library, folder: str, sizes: Sizes, ctx: Context) -> Row:
    """Wall time a file; the library is that of `libraries.write_files`."""
    count = len(list_and_ask(folder))
    unchanged = scan(NULL_CONTEXT, library, [folder]).unchanged
    assert unchanged == count, f"{unchanged} of {count} files were taken for unchanged"
    pair = in_turn(
        lambda: scan(NULL_CONTEXT, library, [folder]), lambda: list_and_ask(folder),
        sizes.turns, check=ctx.check_cancelled,
    )  # fmt: skip
    return of_pair(
        "rescan", pair.times(1e6 / count), "us a file", RESCAN, "os.scandir and stat over them",
        f"{count:,} unchanged files",
    )  # fmt: skip


def list_and_ask(folder: str) -> list[tuple[int, int]]:
    """Size and time of all files below a folder: what any rescan must do at least."""
    found: list[tuple[int, int]] = []
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    found.append((status.st_size, status.st_mtime_ns))
    return found
