"""Reads of the library off the window's thread.

One long-lived thread, so that it keeps one connection to the catalogue. Of several questions
under the same key only the newest is answered: nobody waits for a view that was left.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from photoorg.gui.jobs.runner import Failed

Read = Callable[[], Any]
Deliver = Callable[[Any], None]


class Reads(QThread):
    """Answers questions in the order of their keys' first asking; delivers in the GUI thread."""

    failed = Signal(object)  # Failed
    _answered = Signal(str, int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reads")
        self._wake = threading.Condition()
        self._asked: dict[str, tuple[int, Read]] = {}
        self._later: set[str] = set()
        self._deliver: dict[str, tuple[int, Deliver]] = {}
        self._count = 0
        self._stop = False
        self._answered.connect(self._on_answered)

    def ask(self, key: str, read: Read, deliver: Deliver, later: bool = False) -> None:
        """Run `read` on the thread, then `deliver` its result here; replaces an older question.

        With `later` it waits until nothing else is asked: covers do not hold up a click.
        """
        with self._wake:
            self._count += 1
            self._asked[key] = (self._count, read)
            (self._later.add if later else self._later.discard)(key)
            self._deliver[key] = (self._count, deliver)
            self._wake.notify()
        if not self.isRunning() and not self._stop:
            self.start()

    def drop(self, key: str) -> None:
        """Forget a question; its answer is no longer wanted."""
        with self._wake:
            self._asked.pop(key, None)
            self._deliver.pop(key, None)

    def stop(self) -> None:
        """End the thread after the read it is in."""
        with self._wake:
            self._stop = True
            self._asked.clear()
            self._deliver.clear()
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        """Answer until stopped."""
        while (question := self._take()) is not None:
            key, number, read = question
            try:
                answer = read()
            except Exception as error:
                answer = Failed(error, "".join(traceback.format_exception(error)))
            self._answered.emit(key, number, answer)

    def _take(self) -> tuple[str, int, Read] | None:
        with self._wake:
            while not self._asked and not self._stop:
                self._wake.wait()
            if self._stop:
                return None
            first = next(iter(self._asked))
            key = next((key for key in self._asked if key not in self._later), first)
            number, read = self._asked.pop(key)
            return key, number, read

    def _on_answered(self, key: str, number: int, answer: object) -> None:
        wanted, deliver = self._deliver.get(key, (0, None))
        if wanted != number or deliver is None:
            return
        del self._deliver[key]
        if isinstance(answer, Failed):
            self.failed.emit(answer)
        else:
            deliver(answer)
