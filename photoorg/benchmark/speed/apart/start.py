"""photoorg's window on a library, until it is painted, and until what is in it is.

python -m photoorg.benchmark.speed.apart.start BEGUN LIBRARY SCRATCH
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from photoorg.benchmark.speed.apart.opened import opened
from photoorg.benchmark.speed.apart.painting import Painted, rest, tell, until
from photoorg.benchmark.speed.memory import resident


def main(begun: float, library: Path, scratch: Path) -> None:
    """Open, wait for the first paint, and for that of the wall, or of the welcome without photos.

    Then all parts of the window are waited for, which are made last.
    """
    app, window, painted = opened(library, scratch)
    grid, states = window.centre.grid, window.centre.states
    wall = Painted(grid.viewport(), lambda: grid.count > 0)
    welcome = Painted(states, lambda: bool(states.name))
    until(app, lambda: wall.at is not None or welcome.at is not None)
    until(app, lambda: window.complete)
    complete = time.time()
    rest(app, 0.5)
    tell({
        "window": (painted.at or float("nan")) - begun,
        "wall": wall.at - begun if wall.at is not None else None,
        "welcome": welcome.at - begun if welcome.at is not None else None,
        "complete": complete - begun,
        "memory": resident(),
        "heavy": [name for name in ("torch", "sklearn", "PIL", "numpy") if name in sys.modules],
    })  # fmt: skip
    window.close()


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
