"""One writer per library: an operating-system lock on a file, gone with its process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from photoorg.errors import SurroundingsError


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the library's lock; raises `SurroundingsError` at once if another job holds it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SurroundingsError(
            f"The library folder {path.parent} can not be written: {error.strerror}.",
            "Correct its permissions, or name another folder with --library.",
        ) from error
    try:
        if not _try_lock(handle):
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
