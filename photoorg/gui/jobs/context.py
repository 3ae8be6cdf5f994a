"""The context a job reports through when a window is watching."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photoorg.errors import Cancelled
from photoorg.records import Changes, Progress

if TYPE_CHECKING:
    from photoorg.records import Effort

REPORTS_PER_SECOND = 30
CHANGES_PER_SECOND = 5


class Mailbox(QObject):
    """Lives in the window's thread; a job's reports arrive here with the job's number."""

    progressed = Signal(int, object)
    changed = Signal(int, object)
    message = Signal(int, str)


class WindowContext:
    """Throttles a job's reports by time, so that a fast job cannot flood the event loop.

    The first report of each stage and the last report of all always arrive. Called from the
    job's thread only, but for `cancel`.
    """

    def __init__(self, job: int, mailbox: Mailbox) -> None:
        self._job = job
        self._mailbox = mailbox
        self._cancelled = threading.Event()
        self._next_report = 0.0
        self._next_change = 0.0
        self._stage = ""
        self._held: Progress | None = None
        self._pending = Changes()
        self.wishes: tuple[int, ...] = ()  # photos that are in sight; set by the window
        self.effort: Effort = "auto"  # of a job in a child process; set by the window

    def cancel(self) -> None:
        """Ask the job to stop at its next check. Safe from any thread; returns at once."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    @property
    def stage(self) -> str:
        """What the job last said it was doing; "" before it said anything."""
        return self._stage

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Report how far the job is."""
        self._held = Progress(stage, done, total, text)
        now = time.monotonic()
        if now >= self._next_report or stage != self._stage:
            self._next_report = now + 1 / REPORTS_PER_SECOND
            self._stage = stage
            self._send_progress()
        if self._pending != Changes() and now >= self._next_change:
            self._send_changes(now)

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def changed(self, changes: Changes) -> None:
        """Tell the views what a committed write touched; several in a row become one."""
        self._pending = self._pending | changes
        now = time.monotonic()
        if now >= self._next_change:
            self._send_changes(now)

    def message(self, text: str) -> None:
        """Show one sentence to the user."""
        self._mailbox.message.emit(self._job, text)

    def flush(self) -> None:
        """Send what the throttle held back; called once when the job has ended."""
        self._send_progress()
        if self._pending != Changes():
            self._send_changes(time.monotonic())

    def _send_progress(self) -> None:
        if self._held is not None:
            self._mailbox.progressed.emit(self._job, self._held)
            self._held = None

    def _send_changes(self, now: float) -> None:
        self._next_change = now + 1 / CHANGES_PER_SECOND
        self._mailbox.changed.emit(self._job, self._pending)
        self._pending = Changes()
