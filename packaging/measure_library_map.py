"""How smooth the map of the library is: milliseconds a frame while it is moved and zoomed.

    .venv/bin/python packaging/measure_library_map.py [PHOTOS ...]

paints a map of 1000 by 640 pixels (on a screen, Xvfb or offscreen) with so many photos in 60
clusters (100,000 unless said), all pictures in sight being there, and prints JSON: how long it
took to prepare them, to lay a lasso around half of them and to show these as selected, and the
percentiles of the frames of a movement, a zoom from all photos to a few by steps of 4 %, the way
back, and a movement half-way. `processor_p50` and `processor_p99` count the time in which the
processor worked for the frame: what is over that is other programs'.
"""

from __future__ import annotations

import json
import sys
import time
from array import array
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

FRAMES = 160
CLUSTERS = 60
Spots = tuple["array[int]", "array[float]", "array[float]", "array[int]"]


def spots(count: int) -> Spots:
    """Ids, positions and clusters: even islands, as a layout makes them."""
    rng = np.random.default_rng(11)
    middles = rng.uniform(0.1, 0.9, (CLUSTERS, 2))
    cluster = rng.integers(0, CLUSTERS, count)
    angle, far = rng.uniform(0, 2 * np.pi, count), 0.045 * np.sqrt(rng.uniform(0, 1, count))
    x = middles[cluster, 0] + far * np.cos(angle)
    y = middles[cluster, 1] + far * np.sin(angle)
    return (
        array("q", range(1, count + 1)), array("d", x), array("d", y), array("q", cluster + 1),
    )  # fmt: skip


def _percentiles(spent: list[float]) -> dict[str, float]:
    ordered = sorted(spent)
    return {
        **{f"p{p}": round(ordered[len(ordered) * p // 100], 2) for p in (50, 95, 99)},
        "longest": round(ordered[-1], 2),
    }


def main(counts: list[int]) -> None:
    """Measure and print."""
    app = QApplication(["measure"])
    from photoorg.gui.models.thumbnails import Thumbnails
    from photoorg.gui.style import Look
    from photoorg.gui.views.library_map_paint import HUES
    from photoorg.gui.views.library_map_view import LibraryMapView
    from photoorg.pipeline.library_map import plane_of
    from photoorg.records import Cluster

    class Ready(Thumbnails):
        """Every picture is there: they are fetched beside the frames."""

        def __init__(self) -> None:
            super().__init__(None)  # type: ignore[arg-type]
            self.square = QPixmap(48, 48)
            self.square.fill(Qt.GlobalColor.darkCyan)

        def pixmap(self, photo_id: int) -> QPixmap | None:
            """The same for all."""
            return self.square

        def want(self, ids: object, side: int, radius: float) -> None:
            """Nothing."""

    Look(app, "light")
    pictures = Ready()
    view = LibraryMapView(pictures)
    view.resize(1000, 640)
    view.show()
    app.processEvents()  # before it is exposed, nothing is painted
    clusters = [
        Cluster(n, None, f"Cluster number {n}", 10, 10, 0.9, (), None) for n in range(1, 61)
    ]
    result: dict[str, object] = {}

    def frames(act: Callable[[], None]) -> dict[str, float]:
        spent, worked = [], []
        for _ in range(FRAMES):
            act()
            start, begun = time.perf_counter(), time.thread_time()
            view.repaint()
            worked.append((time.thread_time() - begun) * 1000)
            spent.append((time.perf_counter() - start) * 1000)
        busy = _percentiles(worked)
        return {**_percentiles(spent), "processor_p50": busy["p50"], "processor_p99": busy["p99"]}

    for count in counts:
        found = spots(count)
        start = time.perf_counter()
        plane = plane_of(found, clusters, HUES)
        prepared = time.perf_counter() - start
        view.show_plane(plane, clusters)
        view.show_all()
        view.repaint()
        start = time.perf_counter()
        turn = np.linspace(0, 2 * np.pi, 300)
        inside = plane.within([(0.5 + 0.35 * np.cos(a), 0.5 + 0.35 * np.sin(a)) for a in turn])
        lasso = time.perf_counter() - start
        start = time.perf_counter()
        view.show_selection(set(plane.ids[inside].tolist()))
        view.repaint()
        chosen = time.perf_counter() - start
        here = QPointF(*view.camera.to_screen(plane.x[0], plane.y[0], (1000.0, 640.0)))
        row: dict[str, object] = {
            "prepare_ms": round(prepared * 1000),
            "lasso_ms": round(lasso * 1000),
            "select_ms": round(chosen * 1000),
            "selected": len(inside),
        }
        row["move_ms_with_selection"] = frames(lambda: view.pan(2, 1))
        view.show_selection(set())
        view.show_all()
        row["move_ms"] = frames(lambda: view.pan(2, 1))
        view.show_all()
        row["zoom_in_ms"] = frames(lambda at=here: view.zoom(1.04, at))  # type: ignore[misc]
        row["pictures_at_the_end"] = len(view.pictures)
        row["zoom_out_ms"] = frames(lambda at=here: view.zoom(1 / 1.04, at))  # type: ignore[misc]
        view.show_all()
        view.zoom(14.0, here)
        row["move_among_pictures_ms"] = frames(lambda: view.pan(1, 1))
        row["pictures_half_way"] = len(view.pictures)
        result[f"{count:,} photos"] = row
    pictures.stop()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100_000])
