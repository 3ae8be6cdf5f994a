"""How smooth the map is: milliseconds a frame while it is moved and zoomed.

    .venv/bin/python packaging/measure_map.py [POSITIONS ...]

paints a map of 1000 by 640 pixels (on a screen, Xvfb or offscreen) with so many positions around
300 towns (100,000 and 1,000,000 unless said), and prints JSON: how long it took to gather them,
and the percentiles of the frames of a movement over the world, a zoom from the world to a town by
steps of 7 %, a movement there, and the way back.
"""

from __future__ import annotations

import json
import sys
import time
from array import array
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QApplication

FRAMES = 160


def positions(count: int) -> tuple[array[int], array[float], array[float]]:
    """Ids and degrees; dense in towns, thin around them."""
    rng = np.random.default_rng(11)
    towns = np.column_stack([rng.uniform(-50, 65, 300), rng.uniform(-180, 180, 300)])
    spread = rng.normal(0, 0.15, (count, 2)) * rng.exponential(1, (count, 1))
    degrees = towns[rng.integers(0, 300, count)] + spread
    longitudes = (degrees[:, 1] + 180) % 360 - 180
    return (
        array("q", range(1, count + 1)),
        array("d", np.clip(degrees[:, 0], -85, 85)),
        array("d", longitudes),
    )


def _percentiles(spent: list[float]) -> dict[str, float]:
    ordered = sorted(spent)
    return {
        **{f"p{p}": round(ordered[len(ordered) * p // 100], 2) for p in (50, 95, 99)},
        "longest": round(ordered[-1], 2),
    }


def main(counts: list[int]) -> None:
    """Measure and print."""
    app = QApplication(["measure"])
    from photoorg.gui.jobs.reads import Reads
    from photoorg.gui.style import Look
    from photoorg.gui.views.map_pictures import MapPictures
    from photoorg.gui.views.map_view import MapView
    from photoorg.pipeline.mapping import PhotoMap, World

    class NoPictures(MapPictures):
        """Bubbles without photos: these are fetched beside the frames."""

        def want(self, ids: object, side: int) -> None:
            """Nothing."""

    Look(app, "light")
    reads = Reads()
    view = MapView(NoPictures(None, reads))  # type: ignore[arg-type]
    view.resize(1000, 640)
    begun = time.perf_counter()
    world = World()
    read = time.perf_counter()
    world.refine()
    refined = time.perf_counter()
    view.show_world(world)
    view.show()
    app.processEvents()  # before it is exposed, nothing is painted
    result: dict[str, object] = {
        "world_ms": round((read - begun) * 1000), "refine_ms": round((refined - read) * 1000)
    }  # fmt: skip

    def frames(act: Callable[[], None]) -> dict[str, float]:
        spent = []
        for _ in range(FRAMES):
            act()
            start = time.perf_counter()
            view.repaint()
            spent.append((time.perf_counter() - start) * 1000)
        return _percentiles(spent)

    for count in counts:
        found = positions(count)
        start = time.perf_counter()
        photos = PhotoMap(found)
        gathered = time.perf_counter() - start
        view.show_photos(photos, 0)
        view.show_all()
        result[f"{count:,} positions"] = {
            "gather_ms": round(gathered * 1000),
            "move_ms": frames(lambda: view.pan(7, 1)),
            "zoom_in_ms": frames(lambda: view.zoom(1.07)),
            "move_near_ms": frames(lambda: view.pan(7, 1)),
            "zoom_out_ms": frames(lambda: view.zoom(1 / 1.07)),
        }
    reads.stop()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [100_000, 1_000_000])
