"""When a window was painted for the first time, seen the same way for every window."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_S = 60.0


class Painted(QObject):
    """Notes the wall-clock time of the first paint of a widget for which `counts` says yes.

    Of an application: the first paint of any of its windows.
    """

    _ends = Signal()

    def __init__(
        self, what: QWidget | QApplication, counts: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(what)
        self.at: float | None = None
        self._what, self._counts = what, counts
        self._ends.connect(self._note, Qt.ConnectionType.QueuedConnection)
        what.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint is still to come: its end is when the loop turns again.

        By a queued signal: a timer would come after all that was queued since, such as the next
        paint, and note that one's end.
        """
        if event.type() == QEvent.Type.Paint and self.at is None and self._counts():
            self._ends.emit()
        return False

    def _note(self) -> None:
        if self.at is None:
            self.at = time.time()
            self._what.removeEventFilter(self)


def until(app: QApplication, done: Callable[[], bool]) -> bool:
    """Let the event loop run until something is so; False when that takes too long."""
    end = time.monotonic() + PATIENCE_S
    while not done() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.0005)
    return done()


def rest(app: QApplication, seconds: float) -> None:
    """Let the event loop run for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.001)


def tell(document: dict[str, object]) -> None:
    """Print the result; the process may then end as it likes."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
