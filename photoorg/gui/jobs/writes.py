"""Small writes to the library (marks, ratings, their undo), off the window's thread, in order.

None is dropped and none overtakes another; closing the window waits until all are written. What
the user sees changes before the write is done, so a key press never waits for the disk.
"""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from photoorg.gui.jobs.runner import Failed

Write = Callable[[], Any]
Deliver = Callable[[Any], None]
_Order = tuple[Write, Deliver, Callable[[Failed], None] | None]


class Writes(QThread):
    """First come, first served; results and failures are delivered in the GUI thread."""

    failed = Signal(object)  # Failed
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("writes")
        self._wake = threading.Condition()
        self._queue: deque[_Order] = deque()
        self._stop = False
        self._done.connect(self._on_done)
        self._open = 0  # orders not yet delivered

    @property
    def idle(self) -> bool:
        """Whether all that was put has been delivered."""
        return not self._open

    def put(
        self,
        write: Write,
        deliver: Deliver = lambda _answer: None,
        refused: Callable[[Failed], None] | None = None,
    ) -> None:
        """Run `write` after all before it, then `deliver` its result here.

        If it raises, `refused` is called here with the failure, and `failed` is emitted.
        """
        with self._wake:
            self._queue.append((write, deliver, refused))
            self._open += 1
            self._wake.notify()
        if not self.isRunning() and not self._stop:
            self.start()

    def stop(self) -> None:
        """Write what is still to be written, then end the thread."""
        with self._wake:
            self._stop = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Write until stopped and nothing is left."""
        while (order := self._take()) is not None:
            try:
                answer = order[0]()
            except Exception as error:
                answer = Failed(error, "".join(traceback.format_exception(error)))
            self._done.emit(order, answer)

    def _take(self) -> _Order | None:
        with self._wake:
            while not self._queue and not self._stop:
                self._wake.wait()
            return self._queue.popleft() if self._queue else None

    def _on_done(self, order: _Order, answer: object) -> None:
        self._open -= 1
        _, deliver, refused = order
        if not isinstance(answer, Failed):
            deliver(answer)
            return
        if refused is not None:
            refused(answer)
        self.failed.emit(answer)
