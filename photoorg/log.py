"""Named loggers by subject, and the time a block took.

Logs stay on this computer; a path is logged, a picture's content never is.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager


def logger(subject: str) -> logging.Logger:
    """The logger of a subject, e.g. "files", "learn"."""
    return logging.getLogger(f"photoorg.{subject}")


@contextmanager
def log_time(subject: str, what: str) -> Iterator[None]:
    """Log how long a block took, at debug level."""
    start = time.perf_counter()
    try:
        yield
    finally:
        logger(subject).debug("%s took %.3f s", what, time.perf_counter() - start)
