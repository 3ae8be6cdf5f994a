"""Stalls of the window's event loop while photos are read, learned, deleted and brought back.

    python -m photoorg.benchmark.speed.apart.work LIBRARY SCRATCH FOLDER DELETE

indexes FOLDER in the real window; with DELETE 1 it then moves a fifth of its photos to the trash
and takes that back. A stall is the time between two turns of the loop beyond the 2 ms asked for.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from photoorg.benchmark.speed.apart.opened import opened
from photoorg.benchmark.speed.apart.painting import rest, tell
from photoorg.benchmark.speed.memory import below, resident
from photoorg.gui.jobs.runner import Job
from photoorg.gui.main_window import MainWindow
from photoorg.records import Filter

INTERVAL_MS = 2
SETTLE_S = 1.0


class Meter(QObject):
    """Notes the gaps between ticks in milliseconds, by stage."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: dict[str, list[float]] = {}
        self.stage = "start"
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(INTERVAL_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - INTERVAL_MS
        self.gaps.setdefault(self.stage, []).append(max(0.0, gap))
        self._last = now


class Memory(threading.Thread):
    """Notes the memory of the window and of the job it runs, off the window's thread."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.samples: list[tuple[float, dict[str, float]]] = []
        self._begun = time.perf_counter()
        self.start()

    def run(self) -> None:
        """Every half second, until the process ends."""
        while True:
            held = {"window": resident(), "job": below()}
            known = {name: value for name, value in held.items() if value is not None}
            self.samples.append((time.perf_counter() - self._begun, known))
            time.sleep(0.5)


def main(library: Path, scratch: Path, folder: str, delete: bool) -> None:
    """Work, and tell what the loop felt."""
    app, window, _ = opened(library, scratch)
    rest(app, SETTLE_S)
    meter, memory = Meter(), Memory()
    window.session.jobs.progressed.connect(lambda _name, p: setattr(meter, "stage", p.stage))
    finish(window, lambda: window.indexing.open([folder]))
    photos = window.session.library.counts().photos
    if delete:
        meter.stage = "deleting"
        delete_some(window, photos // 5)
    tell({"photos": photos, "gaps_ms": meter.gaps, "memory": memory.samples})
    window.close()


def finish(window: MainWindow, start: Callable[[], object]) -> None:
    """Start work and turn the loop until all of it is done and shown."""
    loop = QEventLoop()
    window.session.jobs.idle.connect(loop.quit)
    start()
    loop.exec()
    window.session.jobs.idle.disconnect(loop.quit)
    rest_in_loop(SETTLE_S)


def rest_in_loop(seconds: float) -> None:
    """As `rest`, in Qt's own loop, so that ticks come as they would."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def delete_some(window: MainWindow, count: int) -> None:
    """To the trash and back, by the jobs that the window's own sheet starts."""
    session = window.session
    ids = list(session.library.photo_ids(Filter()))[:count]
    finish(window, lambda: session.jobs.start(Job("delete", session.tasks.delete(ids, "x"))))
    finish(window, lambda: session.jobs.start(Job("undo", session.tasks.undo(None))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4] == "1")
