"""The wall of photos in the real window: first paint, frames while it scrolls, memory.

python -m photoorg.benchmark.speed.apart.wall LIBRARY SCRATCH FRAMES
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from photoorg.benchmark.speed.apart.opened import opened
from photoorg.benchmark.speed.apart.painting import rest, tell, until
from photoorg.benchmark.speed.memory import resident
from photoorg.gui.views.grid import PhotoGrid
from photoorg.records import Filter

FRAME_MS = 16
STEP = 70  # pixels a frame: a brisk turn of the wheel
FIRST_PAINTS = 9


def main(library: Path, scratch: Path, frames: int) -> None:
    """Open, paint, scroll."""
    app, window, _ = opened(library, scratch)
    grid = window.centre.grid
    until(app, lambda: grid.count > 0)
    rest(app, 1.0)
    first = first_paints(grid, window.session.library.photo_ids)
    rest(app, 0.5)
    at_rest = resident()
    times = scroll(grid, frames)
    rest(app, 0.5)
    tell({
        "photos": len(grid.ids), "first_paint_ms": first, "frames_ms": times,
        "memory": at_rest, "memory_after": resident(),
    })  # fmt: skip
    window.close()


def first_paints(grid: PhotoGrid, ids_of: object) -> list[float]:
    """Milliseconds from having the ids of all photos to their first screen, several times."""
    assert callable(ids_of)
    ids, found = ids_of(Filter()), []
    for _ in range(FIRST_PAINTS):
        start = time.perf_counter()
        grid.set_ids(ids, keep=False)
        grid.viewport().repaint()
        found.append((time.perf_counter() - start) * 1000)
    return found


def scroll(grid: PhotoGrid, frames: int) -> list[float]:
    """Milliseconds of each frame of a scroll by the clock, while pictures are being loaded."""
    found: list[float] = []
    loop, timer, bar = QEventLoop(), QTimer(), grid.verticalScrollBar()

    def frame() -> None:
        start = time.perf_counter()
        bar.setValue(bar.value() + STEP)
        grid.viewport().repaint()
        found.append((time.perf_counter() - start) * 1000)
        if len(found) >= frames:
            loop.quit()

    timer.timeout.connect(frame)
    timer.start(FRAME_MS)
    loop.exec()
    timer.stop()
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
