"""Named loggers by subject, and the time a block took.

Logs stay on this computer; a path is logged, a picture's content never is.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def logger(subject: str) -> logging.Logger:
    """The logger of a subject, e.g. "files", "learn"."""
    return logging.getLogger(f"photoorg.{subject}")


def to_stderr(level: int = logging.WARNING) -> None:
    """Send the log to standard error; standard output belongs to results."""
    root = logging.getLogger("photoorg")
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    root.setLevel(level)


@contextmanager
def log_time(subject: str, what: str) -> Iterator[None]:
    """Log how long a block took, at debug level."""
    start = time.perf_counter()
    try:
        yield
    finally:
        logger(subject).debug("%s took %.3f s", what, time.perf_counter() - start)
