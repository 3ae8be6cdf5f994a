"""A job in a child process, one JSON document a line.

The window runs scanning and learning this way: importing torch and training hold the interpreter
for hundreds of milliseconds at a time, which would freeze the window however many threads it has.
A crash of the child is an error message, not the end of the window, and its memory goes with it.

    parent -> child   {"job", "args", "library"} on the first line; "cancel" or the end of the
                      stream asks it to stop. With "stay" it then waits for the next such line.
                      {"wishes": [ids]} at any time: the photos to begin with;
                      {"effort": "auto" | "full" | "gentle" | "paused"}: how hard to work.
    child -> parent   {"progress": [stage, done, total, text]} | {"changed": [photos, clusters,
                      decisions]} | {"message": text} | {"result": {...}} | {"error": {...}}
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from photoorg.errors import Cancelled, PhotoorgError, SurroundingsError, UsageError
from photoorg.pipeline.effort import Throttle
from photoorg.pipeline.library import Library
from photoorg.records import Changes, effort_of, wishes_of

if TYPE_CHECKING:
    from photoorg.records import Context

PROGRESS_PER_SECOND = 30
AT_FIRST: dict[str, object] = {"wishes": (), "effort": "auto"}  # what a job knows of the window's
GRACE_SECONDS = 10.0  # how long a child may take to stop before it is killed
POLL_SECONDS = 0.1
POLITENESS = 5  # the window comes first: with every core busy training, its frames still do


class ChildCrashed(Exception):
    """Our bug: the child ended with an exception or died. `report` is for the user to copy."""

    def __init__(self, report: str) -> None:
        super().__init__(report.strip().splitlines()[-1] if report.strip() else "The job died.")
        self.report = report


# --- The parent's side ---------------------------------------------------------------------------


def run_in_child(
    name: str, args: dict[str, Any], library_folder: Path, ctx: Context
) -> dict[str, Any]:
    """Run a job in a child process; everything it says reaches `ctx` from this thread.

    Raises what the job raised: `SurroundingsError`, `UsageError`, `Cancelled`; a bug or a crash as
    `ChildCrashed`. When `ctx.check_cancelled()` raises, the child is asked to stop, and killed if
    it has not within ten seconds; the library resumes from there.
    """
    helper = Helper(library_folder)
    try:
        return helper.ask(name, args, ctx, stay=False)
    finally:
        helper.close()


class Helper:
    """A child process that may be asked several times, once at a time."""

    def __init__(self, library_folder: Path) -> None:
        self._folder = library_folder
        self._errors: list[str] = []
        self._told = dict(AT_FIRST)
        # -P: the current folder may be one of photos, and is no place to load modules from
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "photoorg", "run-job"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": _module_path()},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        self._said: queue.Queue[str | None] = queue.Queue()
        self._noise = threading.Thread(
            target=_collect, args=(self._child.stderr, self._errors), daemon=True
        )
        self._noise.start()
        threading.Thread(target=_pump, args=(self._child.stdout, self._said), daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        stdin = self._child.stdin
        return self._child.poll() is None and stdin is not None and not stdin.closed

    def ask(
        self, name: str, args: dict[str, Any], ctx: Context, stay: bool = True
    ) -> dict[str, Any]:
        """Run a job in it; see `run_in_child`. After `Cancelled` or a crash it is gone."""
        assert self._child.stdin
        order = {"job": name, "args": args, "library": str(self._folder), "stay": stay}
        self._told = dict(AT_FIRST)
        try:
            self._tell(order)
            for line in _lines(self._said, lambda: self._turn(ctx)):
                if "result" in line:
                    return dict(line["result"])
                if "error" in line:
                    raise _as_exception(line["error"])
                _forward(line, ctx)
        except (Cancelled, OSError):
            self.close()
            raise
        self._noise.join(timeout=1)
        report = "".join(self._errors) or f"The job ended with status {self._child.wait()}."
        self.close()
        raise ChildCrashed(report)

    def _tell(self, document: dict[str, Any]) -> None:
        assert self._child.stdin
        self._child.stdin.write(json.dumps(document) + "\n")
        self._child.stdin.flush()

    def _turn(self, ctx: Context) -> None:
        """Pass on what the window wants first, and how fast; raises `Cancelled` if nothing more."""
        ctx.check_cancelled()
        for name, value in (("wishes", wishes_of(ctx)), ("effort", effort_of(ctx))):
            if value != self._told[name]:
                self._told[name] = value
                with contextlib.suppress(OSError):  # a child that is gone is found by its output
                    self._tell({name: value})

    def close(self) -> None:
        """Ask it to stop, and see that it does."""
        _end(self._child)
        self._noise.join(timeout=1 if self._child.poll() is not None else 0)


def _module_path() -> str:
    """Where this process found its modules, for the child to find the same."""
    return os.pathsep.join(folder for folder in sys.path if folder)


def _collect(stream: IO[str], errors: list[str]) -> None:
    for line in stream:
        errors.append(line)
        del errors[:-200]


def _lines(lines: queue.Queue[str | None], turn: Callable[[], None]) -> Iterator[dict[str, Any]]:
    """The child's lines; calls `turn` ten times a second, which may raise."""
    while True:
        turn()
        try:
            line = lines.get(timeout=POLL_SECONDS)
        except queue.Empty:
            continue
        if line is None:
            return
        with contextlib.suppress(json.JSONDecodeError):  # a library that prints to stdout
            document = json.loads(line)
            if isinstance(document, dict):
                yield document


def _pump(stream: IO[str] | None, lines: queue.Queue[str | None]) -> None:
    assert stream
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            lines.put(line)
    lines.put(None)


def _forward(line: dict[str, Any], ctx: Context) -> None:
    if "progress" in line:
        ctx.progress(*line["progress"])
    elif "changed" in line:
        ctx.changed(Changes(*line["changed"]))
    elif "message" in line:
        ctx.message(line["message"])


def _as_exception(error: dict[str, Any]) -> Exception:
    match error["kind"]:
        case "surroundings":
            return SurroundingsError(error["message"], error["advice"])
        case "usage":
            return UsageError(error["message"])
        case "cancelled":
            return Cancelled()
    return ChildCrashed(error["report"])


def _end(child: subprocess.Popen[str]) -> None:
    """Let the child go: closing its input asks it to stop; a child that does not is killed."""
    with contextlib.suppress(OSError):
        if child.stdin:
            child.stdin.close()
    if child.poll() is None:
        # on a thread: cancelling must return at once, the child may need seconds to wind up
        threading.Thread(target=_reap, args=(child,), daemon=True).start()
    else:
        _close(child)


def _reap(child: subprocess.Popen[str]) -> None:
    try:
        child.wait(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    _close(child)


def _close(child: subprocess.Popen[str]) -> None:
    for stream in (child.stdout, child.stderr):
        if stream:
            with contextlib.suppress(OSError, ValueError):
                stream.close()


# --- The child's side ----------------------------------------------------------------------------


class PipeContext:
    """Reports as JSON lines; stops when the parent says so or is gone."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._stop = threading.Event()
        self._last = 0.0
        self._stage = ""
        self._lock = threading.Lock()
        self.wishes: tuple[int, ...] = ()
        self.throttle = Throttle()

    def stop(self) -> None:
        """Make the next `check_cancelled` raise."""
        self._stop.set()
        self.throttle.want("full")  # a job that rests is to end, too

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """Send at most 30 a second, but each new stage and each end."""
        now = time.monotonic()
        if stage == self._stage and done != total and now - self._last < 1 / PROGRESS_PER_SECOND:
            return
        self._stage, self._last = stage, now
        self.send({"progress": [stage, done, total, text]})

    def check_cancelled(self) -> None:
        """Raise `Cancelled` once the parent asked to stop; wait while it wants a pause."""
        self.throttle.hold()
        if self._stop.is_set():
            raise Cancelled

    def changed(self, changes: Changes) -> None:
        """Forward."""
        self.send({"changed": [changes.photos, changes.clusters, changes.decisions]})

    def message(self, text: str) -> None:
        """Forward."""
        self.send({"message": text})

    def send(self, document: dict[str, Any]) -> None:
        """Write one line."""
        with self._lock, contextlib.suppress(OSError):
            self._out.write(json.dumps(document) + "\n")
            self._out.flush()


def serve() -> int:
    """The child's main function: read orders, do the jobs, answer. Returns the exit status."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(POLITENESS)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # what a library prints must not garble the protocol
    ctx = PipeContext(out)
    order: dict[str, Any] | None = json.loads(sys.stdin.readline())
    orders: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_watch, args=(ctx, orders), daemon=True).start()
    status = 0
    while order is not None:
        status = _obey(order, ctx)
        order = orders.get() if order.get("stay") else None
    return status


def _obey(order: dict[str, Any], ctx: PipeContext) -> int:
    from photoorg.pipeline import jobs

    try:
        library = Library.open(Path(order["library"]), access="child")
        try:
            ctx.send({"result": jobs.run(order["job"], ctx, library, order["args"])})
        finally:
            library.close()
    except PhotoorgError as error:
        ctx.send({"error": _described(error)})
        return error.exit_status
    except BaseException:
        ctx.send({"error": {"kind": "bug", "report": traceback.format_exc()}})
        return 1
    return 0


def _watch(ctx: PipeContext, orders: queue.Queue[dict[str, Any] | None]) -> None:
    """Take the orders and wishes that follow; "cancel" or the parent's end mean stop."""
    with contextlib.suppress(OSError, ValueError):
        while (line := sys.stdin.readline()).startswith("{"):
            document = json.loads(line)
            if "wishes" in document:
                ctx.wishes = tuple(document["wishes"])
            elif "effort" in document:
                ctx.throttle.want(document["effort"])
            else:
                ctx.throttle.want("auto")  # whatever was said to the job before
                orders.put(document)
    ctx.stop()
    orders.put(None)


def _described(error: PhotoorgError) -> dict[str, str]:
    if isinstance(error, SurroundingsError):
        return {"kind": "surroundings", "message": error.message, "advice": error.advice}
    kind = "cancelled" if isinstance(error, Cancelled) else "usage"
    return {"kind": kind, "message": str(error)}
