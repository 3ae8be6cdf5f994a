"""Runs the jobs that change a library: one at a time, on a thread of their own.

A job is a plain function of a context. Its reports, its result or its exception come back as
signals in the window's thread. Every job has a number; what arrives late from a job that was
given up is dropped.
"""

from __future__ import annotations

import traceback
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from photoorg.errors import Cancelled
from photoorg.gui.jobs.context import Mailbox, WindowContext
from photoorg.gui.library_view import Task
from photoorg.records import Changes, Progress

_ORPHANS: list[QThread] = []  # threads that outlived their window; dropping them would abort Qt


@dataclass(frozen=True)
class Job:
    """A task with a name for the views. A `resumable` one may be set aside for another."""

    name: str
    task: Task
    resumable: bool = False


@dataclass(frozen=True)
class Failed:
    """How a job failed: the exception, and the whole traceback for a report."""

    error: BaseException
    report: str


def _was_cancelled(outcome: object) -> bool:
    return isinstance(outcome, Failed) and isinstance(outcome.error, Cancelled)


class JobThread(QThread):
    """Runs one job and keeps its outcome."""

    def __init__(self, number: int, job: Job, context: WindowContext) -> None:
        super().__init__()
        self.number = number
        self.job = job
        self.context = context
        self.outcome: object = None
        self.setObjectName(f"job {job.name}")

    def run(self) -> None:
        """Run the job; no exception leaves, each becomes the outcome."""
        try:
            self.outcome = self.job.task(self.context)
        except BaseException as error:
            report = "".join(traceback.format_exception(error))
            self.outcome = Failed(error, report)
        finally:
            self.context.flush()


class JobRunner(QObject):
    """One job at a time; others wait their turn."""

    started = Signal(str)
    progressed = Signal(str, object)
    changed = Signal(object)
    message = Signal(str)
    stopping = Signal(str)
    finished = Signal(str, object)
    failed = Signal(str, object)
    cancelled = Signal(str)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox(self)
        self._mailbox.progressed.connect(self._on_progress)
        self._mailbox.changed.connect(self._on_changed)
        self._mailbox.message.connect(self._on_message)
        self._queue: deque[Job] = deque()
        self._thread: JobThread | None = None
        self._interjected = 0  # so many jobs at the head of the queue go before all others
        self._set_aside = False
        self._count = 0

    @property
    def running(self) -> str | None:
        """The name of the job that runs, or None."""
        return self._thread.job.name if self._thread else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of the jobs that wait."""
        return tuple(job.name for job in self._queue)

    def start(self, job: Job) -> None:
        """Run a job now, or after those that run and wait."""
        self._queue.append(job)
        self._next()

    def interject(self, job: Job) -> None:
        """Run a job before all others; a resumable one that runs is set aside and resumed."""
        self._queue.insert(self._interjected, job)
        self._interjected += 1
        if self._thread and self._thread.job.resumable and not self._thread.context.cancelled:
            self._set_aside = True
            self._thread.context.cancel()
        self._next()

    def cancel(self) -> None:
        """Ask the running job to stop and drop the waiting ones. Returns at once."""
        self._queue.clear()
        self._interjected = 0
        self._set_aside = False
        if self._thread:
            self._thread.context.cancel()
            self.stopping.emit(self._thread.job.name)

    def shutdown(self, wait_ms: int = 5000) -> None:
        """Stop for good: cancel and wait a little; a job that will not stop is let go."""
        self.cancel()
        thread, self._thread = self._thread, None
        if thread and not thread.wait(wait_ms):
            _ORPHANS.append(thread)

    def _next(self) -> None:
        if self._thread or not self._queue:
            return
        job = self._queue.popleft()
        self._interjected = max(0, self._interjected - 1)
        self._count += 1
        self._thread = JobThread(self._count, job, WindowContext(self._count, self._mailbox))
        self._thread.finished.connect(self._on_ended)
        self.started.emit(job.name)
        self._thread.start()

    def _on_ended(self) -> None:
        thread = self._thread
        if thread is None or not thread.isFinished():
            return
        thread.wait()
        self._thread = None
        if self._set_aside and _was_cancelled(thread.outcome):
            self._queue.insert(self._interjected, thread.job)
        else:
            self._tell(thread)
        self._set_aside = False
        thread.deleteLater()
        self._next()
        if self._thread is None:
            self.idle.emit()

    def _tell(self, thread: JobThread) -> None:
        name, outcome = thread.job.name, thread.outcome
        if _was_cancelled(outcome):
            self.cancelled.emit(name)
        elif not isinstance(outcome, Failed):
            self.finished.emit(name, outcome)
        else:
            self.failed.emit(name, outcome)

    def _current(self, number: int) -> bool:
        return self._thread is not None and self._thread.number == number

    def _on_progress(self, number: int, progress: Progress) -> None:
        if self._current(number) and self._thread:
            self.progressed.emit(self._thread.job.name, progress)

    def _on_changed(self, number: int, changes: Changes) -> None:
        if self._current(number):
            self.changed.emit(changes)

    def _on_message(self, number: int, text: str) -> None:
        if self._current(number):
            self.message.emit(text)
