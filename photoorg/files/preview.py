"""A large picture of one file, for formats that Qt does not read (HEIC, RAW, AVIF).

Decoded where every file is decoded: in a worker process with a deadline and a memory limit. The
process stays for the next photo, since a person leafing through a holiday asks for many.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from photoorg.files.pool import ReaderPool
from photoorg.records import FoundFile, Picture, file_time


class Previewer:
    """Makes previews, one at a time; `side` is their longer side in pixels."""

    def __init__(self, side: int) -> None:
        self._pool = ReaderPool(workers=1, side=side)
        self._lock = threading.Lock()

    def preview(self, path: str, while_waiting: Callable[[], None] = lambda: None) -> bytes | None:
        """An upright JPEG in sRGB, None if the file can not be read. 0.1 to 1 s.

        `while_waiting` is called five times a second and may raise to give up.
        """
        try:
            status = Path(path).stat()
        except OSError:
            return None
        file = FoundFile(path, status.st_size, file_time(status))
        with self._lock:
            result = next(self._pool.read([file], while_waiting))
        return result.thumbnail if isinstance(result, Picture) else None

    def close(self) -> None:
        """End the process."""
        self._pool.close()
