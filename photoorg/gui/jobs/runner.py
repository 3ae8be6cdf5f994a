"""Runs the jobs that change a library: one at a time, on a thread of their own.

A job is a plain function of a context. Its reports, its result or its exception come back as
signals in the window's thread. Every job has a number; what arrives late from a job that was
given up is dropped. Beside a job that is learning, which writes no photos, a deletion may run: it
would be a pity to throw minutes of training away for it.
"""

from __future__ import annotations

import traceback
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from photoorg.errors import Cancelled
from photoorg.gui.jobs.context import Mailbox, WindowContext

if TYPE_CHECKING:
    from photoorg.gui.library_view import Task
    from photoorg.records import Changes, Effort, Progress

_ORPHANS: list[QThread] = []  # threads that outlived their window; dropping them would abort Qt


@dataclass(frozen=True)
class Job:
    """A task with a name for the views. A `resumable` one may be set aside for another.

    While it reports one of the stages `alongside`, another may run beside it instead.
    """

    name: str
    task: Task
    resumable: bool = False
    alongside: frozenset[str] = frozenset()


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
    """One job at a time, and one beside it where that does no harm; others wait their turn."""

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
        self._beside: JobThread | None = None
        self._beside_queue: deque[Job] = deque()
        self._interjected = 0  # so many jobs at the head of the queue go before all others
        self._set_aside = False
        self._count = 0
        self._wishes: tuple[int, ...] = ()
        self._effort: Effort = "auto"

    @property
    def running(self) -> str | None:
        """The name of the job that runs, or None; of two, the one that was there first."""
        thread = self._thread or self._beside
        return thread.job.name if thread else None

    @property
    def beside(self) -> str | None:
        """The name of the job that runs beside another."""
        return self._beside.job.name if self._beside and self._thread else None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The names of the jobs that wait."""
        return tuple(job.name for job in (*self._beside_queue, *self._queue))

    def has(self, name: str) -> bool:
        """Whether a job of this name runs or waits."""
        return name in (self.running, self.beside, *self.waiting)

    def start(self, job: Job) -> None:
        """Run a job now, or after those that run and wait."""
        self._queue.append(job)
        self._next()

    def interject(self, job: Job) -> None:
        """Run a job before all others: beside the one that runs, or that is set aside for it."""
        if self._beside or self._may_share():
            self._beside_queue.append(job)
            self._next_beside()
            return
        self._queue.insert(self._interjected, job)
        self._interjected += 1
        if self._thread and self._thread.job.resumable and not self._thread.context.cancelled:
            self._set_aside = True
            self._thread.context.cancel()
        self._next()

    def wish(self, ids: tuple[int, ...]) -> None:
        """The photos that are in sight and still to be read: jobs begin with these."""
        self._wishes = ids
        for thread in self._threads:
            thread.context.wishes = ids

    def keep_effort(self, effort: Effort) -> None:
        """How hard jobs in child processes work from now on: reading, learning, grouping."""
        self._effort = effort
        for thread in self._threads:
            thread.context.effort = effort

    @property
    def _threads(self) -> list[JobThread]:
        """Those that run."""
        return [thread for thread in (self._thread, self._beside) if thread]

    def _may_share(self) -> bool:
        thread = self._thread
        if thread is None or thread.context.cancelled:
            return False
        return thread.context.stage in thread.job.alongside

    def cancel(self) -> None:
        """Ask the running job to stop and drop the waiting ones; of two, the one beside.

        Returns at once.
        """
        if self._beside:
            self._beside_queue.clear()
            self._beside.context.cancel()
            self.stopping.emit(self._beside.job.name)
            return
        self._queue.clear()
        self._interjected = 0
        self._set_aside = False
        if self._thread:
            self._thread.context.cancel()
            self.stopping.emit(self._thread.job.name)

    def shutdown(self, wait_ms: int = 5000) -> None:
        """Stop for good: cancel and wait a little; a job that will not stop is let go."""
        threads = self._threads
        self._beside_queue.clear()
        self._beside = None
        self.cancel()
        self._thread = None
        for thread in threads:
            thread.context.cancel()
        for thread in threads:
            if not thread.wait(wait_ms):
                _ORPHANS.append(thread)

    def _next(self) -> None:
        if self._thread or self._beside or not self._queue:
            return
        self._interjected = max(0, self._interjected - 1)
        self._thread = self._made(self._queue.popleft())
        self.started.emit(self._thread.job.name)
        self._thread.start()

    def _next_beside(self) -> None:
        if self._beside or not self._beside_queue:
            return
        self._beside = self._made(self._beside_queue.popleft())
        self.started.emit(self._beside.job.name)
        self._beside.start()

    def _made(self, job: Job) -> JobThread:
        self._count += 1
        thread = JobThread(self._count, job, WindowContext(self._count, self._mailbox))
        thread.context.wishes, thread.context.effort = self._wishes, self._effort
        thread.finished.connect(self._on_ended)
        return thread

    def _on_ended(self) -> None:
        if self._beside and self._beside.isFinished():
            thread, self._beside = self._beside, None
            thread.wait()
            self._tell(thread)
            thread.deleteLater()
        if self._thread and self._thread.isFinished():
            self._end_main(self._thread)
        self._next_beside()
        self._next()
        if self._thread is None and self._beside is None:
            self.idle.emit()

    def _end_main(self, thread: JobThread) -> None:
        thread.wait()
        self._thread = None
        if self._set_aside and _was_cancelled(thread.outcome):
            self._queue.insert(self._interjected, thread.job)
        else:
            self._tell(thread)
        self._set_aside = False
        thread.deleteLater()

    def _tell(self, thread: JobThread) -> None:
        name, outcome = thread.job.name, thread.outcome
        if _was_cancelled(outcome):
            self.cancelled.emit(name)
        elif not isinstance(outcome, Failed):
            self.finished.emit(name, outcome)
        else:
            self.failed.emit(name, outcome)

    def _numbered(self, number: int) -> JobThread | None:
        """The job of this number, if it is not over or given up."""
        both = (self._thread, self._beside)
        return next((thread for thread in both if thread and thread.number == number), None)

    def _on_progress(self, number: int, progress: Progress) -> None:
        thread = self._numbered(number)
        if thread:
            self.progressed.emit(thread.job.name, progress)

    def _on_changed(self, number: int, changes: Changes) -> None:
        if self._numbered(number):
            self.changed.emit(changes)

    def _on_message(self, number: int, text: str) -> None:
        if self._numbered(number):
            self.message.emit(text)
