"""How smooth the window stays while it works: stalls of its event loop, stage by stage.

    .venv/bin/python packaging/measure_window.py FOLDER

opens the real window (on a screen, Xvfb or offscreen) with a fresh library, indexes FOLDER, and
prints JSON: how long the window took to be on screen, and for each stage the percentiles of the
time between two turns of the event loop beyond what was asked for (a timer of 2 ms).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer

INTERVAL_MS = 2


class Meter(QObject):
    """Notes the gaps between ticks, by stage."""

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

    def summary(self) -> dict[str, dict[str, float]]:
        """Milliseconds per stage, and over all of them."""
        every = [gap for gaps in self.gaps.values() for gap in gaps]
        return {name: _percentiles(gaps) for name, gaps in {**self.gaps, "all": every}.items()}


def _percentiles(gaps: list[float]) -> dict[str, float]:
    ordered = sorted(gaps)
    return {
        "turns": len(ordered),
        **{f"p{p}": round(ordered[len(ordered) * p // 100], 2) for p in (50, 95, 99)},
        "longest": round(ordered[-1], 2),
    }


def main(folder: str) -> None:
    """Measure and print."""
    begun = time.perf_counter()
    from photoorg.gui.app import SWITCH_SECONDS, Shell, make_app

    with tempfile.TemporaryDirectory() as home:
        app = make_app(["measure"])
        settings = QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)
        sys.setswitchinterval(SWITCH_SECONDS)
        window = Shell(app, settings, Path(home) / "library").show_own()
        app.processEvents()
        on_screen = time.perf_counter() - begun
        meter = Meter()
        jobs = window.session.jobs
        jobs.progressed.connect(lambda _name, p: setattr(meter, "stage", p.stage))
        jobs.idle.connect(lambda: QTimer.singleShot(1500, app.quit))
        window.indexing.open([folder])
        app.exec()
        result = {
            "window_on_screen_seconds": round(on_screen, 3),
            "torch_in_the_window": "torch" in sys.modules,
            "photos": window.session.library.counts().photos,
            "stalls_ms": meter.summary(),
        }
        window.close()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
