"""A bare PySide6 window: what any window of this toolkit costs to start and to hold.

    python -m photoorg.benchmark.speed.apart.bare BEGUN

`BEGUN` is the wall-clock time at which the process was started.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from photoorg.benchmark.speed.apart.painting import Painted, rest, tell, until
from photoorg.benchmark.speed.memory import resident


def main(begun: float) -> None:
    """Show it, measure, go."""
    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1200, 800)
    label = QLabel("photoorg", window)
    window.setCentralWidget(label)
    painted = Painted(label)
    window.show()
    until(app, lambda: painted.at is not None)
    shown = (painted.at or float("nan")) - begun
    rest(app, 0.3)
    tell({"window": shown, "memory": resident()})


if __name__ == "__main__":
    main(float(sys.argv[1]))
