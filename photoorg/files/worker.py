"""The loop inside a worker process: take a file, read it, send the result back.

The process is started by `pool` with pipes on its standard input and output. It talks in frames:
four bytes of length (little-endian), then a pickle. Nothing but this package and the decoders is
imported here, so a worker starts in a fifth of a second.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from typing import IO, Any, NamedTuple

LENGTH = struct.Struct("<I")
READY = "ready"
_LOWER_PRIORITY = 10  # the window and the person's other programs come first


class Task(NamedTuple):
    """One file to read, after how many seconds to give up, and the side of its small picture."""

    path: str
    size: int
    mtime_ns: int
    give_up_s: int
    side: int


class Answer(NamedTuple):
    """What a task gave; `bug` is a traceback for the log when the reader itself failed."""

    result: Any  # Picture | Refused | None
    bug: str = ""


def write_frame(stream: IO[bytes], message: object) -> None:
    """Send one message."""
    payload = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(payload)) + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """Receive one message; raises EOFError when the other side is gone."""
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        raise EOFError
    size = LENGTH.unpack(header)[0]
    payload = stream.read(size)
    if len(payload) < size:
        raise EOFError
    return pickle.loads(payload)


def main(memory_limit: int) -> None:
    """Serve until the parent closes the pipe or dies. `memory_limit` is in bytes, 0 for none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then stops us
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_LOWER_PRIORITY)
    answers = _private_output()
    from photoorg.files.reader import read_picture  # the decoders: before the limit, for all files

    _limit_memory(memory_limit)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    write_frame(answers, READY)
    while True:
        task = tasks.get()
        _alarm(task.give_up_s)
        try:
            answer = Answer(read_picture(task.path, task.size, task.mtime_ns, task.side))
        except Exception:  # a bug of ours: reported as one, and the next file still gets its turn
            answer = Answer(None, traceback.format_exc())
        _alarm(0)
        write_frame(answers, answer)


def _receive(stream: IO[bytes], tasks: queue.SimpleQueue[Task]) -> None:
    """Take tasks in a thread of its own, so that the parent's death is seen at once.

    When the parent is killed its end of the pipe closes, even if the main thread is deep in a
    decoder; a process without a parent has nothing left to do.
    """
    try:
        while True:
            tasks.put(read_frame(stream))
    except (EOFError, OSError):
        os._exit(0)


def _private_output() -> IO[bytes]:
    """Keep the pipe for ourselves: libtiff and others print to standard output and error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.dup2(silence, sys.stderr.fileno())
    return answers


def _limit_memory(limit: int) -> None:
    """Cap the address space: a bomb gets a MemoryError instead of the computer's memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if limit:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _alarm(seconds: int) -> None:
    """Let the kernel end this process, whatever it is doing; needed only if the parent is gone."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
