"""One writer, one learner, one window per library: locks on files, gone with the process."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photoorg.errors import SurroundingsError

PATIENCE_SECONDS = 5.0  # a job that was just stopped may hold its lock for a moment
CLAIM_SECONDS = 0.3  # others look whether a library is claimed by locking it for an instant


@contextmanager
def held(path: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold a lock of the library; `SurroundingsError` if another job keeps it for five seconds."""
    try:
        handle = _opened(path)
    except OSError as error:
        raise SurroundingsError(
            f"The library folder {path.parent} can not be written: {error.strerror}.",
            "Correct its permissions, or name another folder with --library.",
        ) from error
    try:
        if not _try_for(handle, patience):
            raise SurroundingsError(
                f"Another photoorg is working on the library {path.parent}.",
                "Wait until it is done or stop it, then try again.",
            )
        yield
    finally:
        os.close(handle)  # closing releases the lock


def claim(path: Path) -> int | None:
    """Claim a library for a window: a handle to close with it; None if another window has it.

    Raises `OSError` where the folder can not be written.
    """
    handle = _opened(path)
    if _try_for(handle, CLAIM_SECONDS):
        return handle
    os.close(handle)
    return None


def is_claimed(path: Path) -> bool:
    """Whether a window of another program has the library open. Leaves it as it is."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _try_for(handle: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not _try_lock(handle):
        if time.monotonic() >= end:
            return False
        time.sleep(0.05)
    return True


# what the systems answer when somebody else has the lock
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


def _try_lock(handle: int) -> bool:
    """Lock a file, at once or not at all; on a disk that knows no locks it counts as locked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
