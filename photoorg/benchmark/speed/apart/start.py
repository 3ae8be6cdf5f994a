"""photoorg's window on a library, until it is painted, and until its wall is.

python -m photoorg.benchmark.speed.apart.start BEGUN LIBRARY SCRATCH
"""

from __future__ import annotations

import sys
from pathlib import Path

from photoorg.benchmark.speed.apart.opened import opened
from photoorg.benchmark.speed.apart.painting import Painted, rest, tell, until
from photoorg.benchmark.speed.memory import resident


def main(begun: float, library: Path, scratch: Path) -> None:
    """Open, wait for the first paint; with photos also for the first paint of the wall."""
    app, window = opened(library, scratch)
    grid = window.centre.grid
    painted = Painted(window.centre)
    wall = Painted(grid.viewport(), lambda: len(grid.ids) > 0)
    until(app, lambda: painted.at is not None and window.indexing.settled)
    some = window.session.snapshot.counts.photos > 0
    if some:
        until(app, lambda: wall.at is not None)
    rest(app, 0.5)
    tell({
        "window": (painted.at or float("nan")) - begun,
        "wall": wall.at - begun if wall.at is not None else None,
        "memory": resident(),
        "heavy": [name for name in ("torch", "sklearn", "PIL", "numpy") if name in sys.modules],
    })  # fmt: skip
    window.close()


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
