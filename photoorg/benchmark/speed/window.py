"""The window's rows: start-up, wall, stalls, memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photoorg.benchmark.speed.measure import Pair, percentile
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, not_measured, of_pair, of_value
from photoorg.benchmark.speed.screen import NoWindow, Screen
from photoorg.records import Context

EMPTY, FULL = "window on screen, empty library", "window on screen, large library"
PAINT, FRAME = "wall: first paint", "wall: frame while scrolling, 99th percentile"
STALL, MEMORY = "stall of the event loop, 99th percentile", "memory of the window"
BARS = {
    EMPTY: Bar(1.5), FULL: Bar(2), PAINT: Bar(40, "ms", of_value=True),
    FRAME: Bar(8, "ms", of_value=True), STALL: Bar(50, "ms", of_value=True),
    MEMORY: Bar(150, "MB more", of_value=True),
}  # fmt: skip
FRAMES = 300
WHY_SLOW = (
    "A wall needs the catalogue, the tree, the bar and the grid: some eighty modules, their "
    "widgets and Qt's enumerations; see the profile in photoorg/benchmark/speed/__init__.py."
)
PEER = "a bare PySide6 window, from the start of its process to its first paint"


@dataclass(frozen=True, slots=True)
class Subject:
    """A library to show, how many photos it has, and a folder for what the window writes."""

    library: Path
    photos: int
    scratch: Path


def guarded(names: tuple[str, ...], measure: Callable[[], list[Row]]) -> list[Row]:
    """What is measured, or rows that say why no window could be shown."""
    try:
        return measure()
    except NoWindow as fault:
        why = f"a window could not be shown ({fault})."
        return [not_measured(name, BARS[name], why) for name in names]


# --- Start-up -------------------------------------------------------------------------------------


def starts(shown: Screen, empty: Subject, full: Subject, sizes: Sizes, ctx: Context) -> list[Row]:
    """Both start-ups, each in turn with the bare window."""
    return guarded((EMPTY,), lambda: [start(EMPTY, shown, empty, sizes.starts, ctx)]) + guarded(
        (FULL,), lambda: [start(FULL, shown, full, sizes.starts, ctx)]
    )


def start(name: str, shown: Screen, subject: Subject, turns: int, ctx: Context) -> Row:
    """Milliseconds from the start of the process to the first paint; with photos to the wall's.

    The first paint is of the window in its place and colours, without anything in it yet; the note
    says when the welcome was painted, which is what follows in an empty library.
    """
    key = "wall" if subject.photos else "window"
    own, against, content = [], [], []
    for turn in range(turns + 1):
        ours = shown.run("start", time.time(), subject.library, subject.scratch, ctx=ctx)
        bare = shown.run("bare", time.time(), ctx=ctx)
        if turn:  # the first one warms the disk's cache up
            own.append(1000 * float(ours[key] or "nan"))
            against.append(1000 * float(bare["window"]))
            content.append(1000 * float(ours["wall"] or ours["welcome"] or "nan"))
    what = f"until the wall of {subject.photos:,} photos is painted"
    if not subject.photos:
        times = Pair(tuple(content), tuple(against)).ratio
        what = f"no photo; until the welcome is painted {times:.2f} times"
    note = f"{what}; {shown.kind}"
    pair = Pair(tuple(own), tuple(against))
    return of_pair(name, pair, "ms", BARS[name], PEER, note, WHY_SLOW)


# --- The wall -------------------------------------------------------------------------------------


def wall(shown: Screen, subject: Subject, sizes: Sizes, ctx: Context) -> list[Row]:
    """First paint, frames, and memory against a bare window's."""
    return guarded((PAINT, FRAME, MEMORY), lambda: measured_wall(shown, subject, ctx))


def measured_wall(shown: Screen, subject: Subject, ctx: Context) -> list[Row]:
    """The rows of one window that opened, painted and scrolled."""
    found = shown.run("wall", subject.library, subject.scratch, FRAMES, ctx=ctx)
    note = f"{found['photos']:,} photos; {shown.kind}"
    paints, frames = sorted(found["first_paint_ms"]), found["frames_ms"]
    return [
        of_value(
            PAINT, paints[len(paints) // 2], "ms", BARS[PAINT], f"median of {len(paints)}; {note}"
        ),
        of_value(FRAME, percentile(frames, 99), "ms", BARS[FRAME], f"{len(frames)} frames; {note}"),
        memory(shown, found, note, ctx),
    ]


def memory(shown: Screen, found: dict[str, Any], note: str, ctx: Context) -> Row:
    """Megabytes after opening and scrolling, more than a bare window has."""
    bare = shown.run("bare", time.time(), ctx=ctx)["memory"]
    if bare is None or found["memory_after"] is None:
        return not_measured(
            MEMORY, BARS[MEMORY], "this system does not tell the memory of a process."
        )
    own = float(found["memory_after"])
    bar, more = BARS[MEMORY], own - float(bare)
    told = f"{own:.0f} MB against {bare:.0f} MB, after scrolling; {note}"
    row = of_value(MEMORY, more, "MB more", bar, told)
    return row


# --- Stalls ---------------------------------------------------------------------------------------


def stalls(
    shown: Screen, subject: Subject, folder: Path, delete: bool, ctx: Context
) -> tuple[list[Row], dict[str, Any]]:
    """The stage with the longest stalls, and all that was noted, for the plot of memory."""
    found: dict[str, Any] = {}

    def measure() -> list[Row]:
        found.update(
            shown.run("work", subject.library, subject.scratch, folder, int(delete), ctx=ctx)
        )
        return [stall(found, shown, delete)]

    return guarded((STALL,), measure), found


def stall(found: dict[str, Any], shown: Screen, delete: bool) -> Row:
    """Of the stages with enough turns, the worst 99th percentile."""
    by_stage = {
        stage: percentile(gaps, 99) for stage, gaps in found["gaps_ms"].items() if len(gaps) >= 100
    }
    worst = max(by_stage, key=lambda stage: by_stage[stage])
    longest = max(max(gaps) for gaps in found["gaps_ms"].values())
    every = ", ".join(f"{stage} {value:.1f}" for stage, value in by_stage.items())
    left = "" if delete else "; nothing was deleted: the trash here is the user's"
    note = f"{found['photos']:,} photos; by stage {every} ms; longest {longest:.0f} ms"
    note += f"; {shown.kind}{left}"
    return of_value(STALL, by_stage[worst], "ms", BARS[STALL], note)
