"""One writer, one learner per library: operating-system locks on files, gone with the process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photoorg.errors import SurroundingsError

PATIENCE_SECONDS = 5.0  # a job that was just stopped may hold its lock for a moment


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock of the library; `SurroundingsError` if another job keeps it for five seconds."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SurroundingsError(
            f"The library folder {path.parent} can not be written: {error.strerror}.",
            "Correct its permissions, or name another folder with --library.",
        ) from error
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not _try_lock(handle):
            if time.monotonic() < end:
                time.sleep(0.05)
                continue
            raise SurroundingsError(
                f"Another photoorg is working on the library {path.parent}.",
                "Wait until it is done or stop it, then try again.",
            )
        yield
    finally:
        os.close(handle)  # closing releases the lock


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
