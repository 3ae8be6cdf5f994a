"""Questions that take seconds and change nothing, on a thread of their own.

They may not hold up the reads that draw the window. What answers them is kept for a while: whoever
asked once often asks again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from photoorg.errors import Cancelled, PhotoorgError
from photoorg.gui.jobs.reads import Reads
from photoorg.records import NullContext

if TYPE_CHECKING:
    from photoorg.gui.library_view import Tasks
    from photoorg.records import Context

KEPT_MS = 120_000  # the helper takes 0.4 GB


class _Stoppable(NullContext):
    """Reports to nobody; stops when the window closes."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def check_cancelled(self) -> None:
        """Raise `Cancelled` at the end of the window."""
        if self.stopped.is_set():
            raise Cancelled


class Proposals(QObject):
    """Of several questions under one key only the newest is answered."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reads = Reads(self)
        self._context = _Stoppable()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEPT_MS)
        self._rest.timeout.connect(self._on_rest)

    def ask(
        self,
        key: str,
        job: Callable[[Context], Any],
        deliver: Callable[[Any], None],
        refused: Callable[[str], None] = lambda _why: None,
    ) -> None:
        """Run `job`, then `deliver` its result here, or `refused` why there is none."""
        context = self._context

        def read() -> Any:
            try:
                return job(context)
            except PhotoorgError as error:
                return error

        def take(answer: Any) -> None:
            self._rest.start()
            if isinstance(answer, PhotoorgError):
                refused(str(answer))
            else:
                deliver(answer)

        self._rest.stop()
        self._reads.ask(key, read, take)

    def drop(self, key: str) -> None:
        """The answer is no longer wanted."""
        self._reads.drop(key)
        self._rest.start()

    @property
    def failed(self) -> Any:
        """The signal that one of them failed for a reason that is our fault."""
        return self._reads.failed

    def stop(self) -> None:
        """End the thread, and what answered."""
        self._rest.stop()
        self._context.stopped.set()
        self._reads.stop()
        self._tasks.rest()

    def _on_rest(self) -> None:
        self._tasks.rest()
