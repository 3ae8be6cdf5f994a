"""Worker processes that read pictures: the only way the program decodes a file.

A decoder may crash, hang or ask for all memory on a hostile file. Here each file is read in a
process of its own kind: killed after its deadline, capped in memory, replaced when it breaks down.
Such a file becomes a `Refused`; the next one never notices.

The processes are started as `python -c ...` with pipes and not by `multiprocessing`, which would
import the program's main module into each worker again (in the window: all of Qt).
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import IO, Self

from photoorg.errors import SurroundingsError
from photoorg.files import reasons
from photoorg.files.formats import slow_by_name
from photoorg.files.worker import READY, Answer, Task, read_frame, write_frame
from photoorg.log import logger
from photoorg.records import THUMBNAIL_SIDE, FoundFile, Picture, Refused

DEADLINE_S = 20.0
SLOW_DEADLINE_S = 60.0  # RAW, HEIC and AVIF take ten to twenty times as long as JPEG
MEMORY_LIMIT = 1_400_000_000  # bytes of address space, so the resident size stays below it
_FILES_PER_PROCESS = 5000  # then a fresh one, so that leaks of decoders stay small
_START_LIMIT_S = 60.0  # a cold disk; usually 0.2
_WATCH_EVERY_S = 0.1
_TICK_S = 0.2
_QUEUED_PER_WORKER = 2  # so that a worker need not wait for the consumer's database

_Result = Picture | Refused


class ReaderPool:
    """A pool of worker processes. Use it as a context manager; processes start when needed.

    `deadline_s` holds for one file, `slow_deadline_s` for RAW, HEIC and AVIF (by name).
    `memory_limit` is in bytes per process, 0 for none (it has an effect on Linux). `side` is the
    longer side of the small pictures, in pixels.
    """

    def __init__(
        self,
        workers: int | None = None,
        deadline_s: float = DEADLINE_S,
        memory_limit: int = MEMORY_LIMIT,
        slow_deadline_s: float = SLOW_DEADLINE_S,
        side: int = THUMBNAIL_SIDE,
    ) -> None:
        self._count = workers or default_workers()
        self._deadlines = (deadline_s, max(deadline_s, slow_deadline_s))
        self._memory_limit = memory_limit
        self._side = side
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._threads: list[threading.Thread] = []
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        """Nothing starts yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the workers."""
        self.close()

    def read(
        self, files: Iterable[FoundFile], while_waiting: Callable[[], None] = lambda: None
    ) -> Iterator[_Result]:
        """Read `files`; yields a result for each, in the order in which they are done.

        `files` is consumed only as fast as results are taken, so both sides may be huge. Closing
        the generator drops what is under way. `while_waiting` is called five times a second while
        no result comes and may raise, e.g. to cancel. Raises `SurroundingsError` if no worker can
        start.
        """
        if self._closed.is_set():
            raise ValueError("The pool is closed")
        self._start()
        batch = _Batch()
        waiting = 0
        source = iter(files)
        more = True
        try:
            while more or waiting:
                while more and waiting < self._count * (1 + _QUEUED_PER_WORKER):
                    file = next(source, None)
                    if file is None:
                        more = False
                    else:
                        self._jobs.put(_Job(file, batch))
                        waiting += 1
                if waiting:
                    yield batch.take(while_waiting)
                    waiting -= 1
        finally:
            batch.dropped = True

    def close(self) -> None:
        """Stop all workers at once; a file under way is dropped."""
        self._closed.set()
        for _ in self._threads:
            self._jobs.put(None)
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        if self._threads:
            return
        for _ in range(self._count):
            worker = _Worker(self._memory_limit, self._side)
            self._workers.append(worker)
            self._threads.append(threading.Thread(target=self._serve, args=(worker,), daemon=True))
        self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for thread in self._threads:
            thread.start()

    def _serve(self, worker: _Worker) -> None:
        """Hand jobs to one worker, until the pool closes."""
        while not self._closed.is_set():
            job = self._jobs.get()
            if job is None or job.batch.dropped:
                continue
            deadline = self._deadlines[slow_by_name(job.file.path)]
            try:
                job.batch.results.put(worker.read(job.file, deadline))
            except Exception as error:  # handed on: whoever waits for the result raises it
                job.batch.results.put(error)
        worker.close()

    def _watch(self) -> None:
        while not self._closed.wait(_WATCH_EVERY_S):
            for worker in self._workers:
                worker.kill_if_late()


def default_workers() -> int:
    """One process per core this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class _Batch:
    """The results of one call of `read`; `dropped` once nobody wants them any more."""

    def __init__(self) -> None:
        self.results: queue.SimpleQueue[_Result | Exception] = queue.SimpleQueue()
        self.dropped = False

    def take(self, while_waiting: Callable[[], None]) -> _Result:
        while True:
            try:
                result = self.results.get(timeout=_TICK_S)
                break
            except queue.Empty:
                while_waiting()
        if isinstance(result, Exception):
            raise result
        return result


class _Job:
    __slots__ = ("batch", "file")

    def __init__(self, file: FoundFile, batch: _Batch) -> None:
        self.file = file
        self.batch = batch


class _Worker:
    """One worker process and its successors. Used by one thread; `kill...` by any."""

    def __init__(self, memory_limit: int, side: int) -> None:
        self._memory_limit = memory_limit
        self._side = side
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._late_at = float("inf")
        self._was_late = False
        self._stopped = False
        self._files = 0

    def read(self, file: FoundFile, deadline_s: float) -> _Result:
        """Read one file. A crash is tried once more, as the system may have killed the process."""
        for _ in range(2):
            answer = self._ask(file, deadline_s)
            if self._was_late:
                return _refused(file, reasons.TIMEOUT.format(seconds=deadline_s))
            if answer is not None:
                return _result(file, answer)
        return _refused(file, reasons.CRASHED)

    def kill(self) -> None:
        """Stop for good."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def kill_if_late(self) -> None:
        """End the process if its file is over the deadline."""
        with self._lock:
            if self._process is not None and time.monotonic() > self._late_at:
                self._was_late = True
                self._late_at = float("inf")
                self._process.kill()

    def close(self) -> None:
        """Stop the process and let go of its pipes."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _ask(self, file: FoundFile, deadline_s: float) -> Answer | None:
        """The worker's answer; None if it died, be it late (`_was_late`) or broken."""
        process = self._running()
        self._expect(deadline_s)
        try:
            give_up_s = int(deadline_s * 2) + 2
            task = Task(file.path, file.size, file.mtime_ns, give_up_s, self._side)
            write_frame(_pipe(process.stdin), task)
            answer: Answer = read_frame(_pipe(process.stdout))
        except (EOFError, OSError):
            self.close()
            return None
        finally:
            with self._lock:
                self._late_at = float("inf")
        self._files += 1
        if self._files >= _FILES_PER_PROCESS:
            self.close()
        return answer

    def _expect(self, deadline_s: float) -> None:
        with self._lock:
            self._was_late = False
            self._late_at = time.monotonic() + deadline_s

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        for _ in range(2):
            with self._lock:
                if self._stopped:
                    raise ValueError("The pool is closed")
                self._process = _spawn(self._memory_limit)
            self._expect(_START_LIMIT_S)
            with contextlib.suppress(EOFError, OSError):
                if read_frame(_pipe(self._process.stdout)) == READY:
                    self._files = 0
                    return self._process
            self.close()
        raise SurroundingsError(
            "The process that reads pictures could not be started.",
            "Close other programs to free memory. If that does not help, install photoorg anew.",
        )


def _program(memory_limit: int) -> str:
    """What a worker runs: it finds the modules where this process found them."""
    return (
        f"import sys; sys.path[:] = {sys.path!r}; "
        f"from photoorg.files.worker import main; main({memory_limit})"
    )


def _spawn(memory_limit: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _program(memory_limit)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


def _environment() -> dict[str, str]:
    """The parent's, with one thread and few memory arenas: each reserves 64 MB of the limit."""
    single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {**os.environ, **single}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # a frame that could not be flushed any more
            _pipe(stream).close()
    process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # both pipes were asked for
    return stream


def _result(file: FoundFile, answer: Answer) -> _Result:
    if answer.bug:
        logger("files").error("Reading %r failed:\n%s", file.path, answer.bug)
        return _refused(file, reasons.OUR_FAULT)
    result: _Result = answer.result
    return result


def _refused(file: FoundFile, reason: str) -> Refused:
    return Refused(file.path, file.size, file.mtime_ns, problem=True, reason=reason)
