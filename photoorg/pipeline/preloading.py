"""What recognises and groups is imported while photos are still being read.

Importing torch, timm and scikit-learn takes three to five seconds, most of them waiting for one
core and the disk; readers are other processes. When a few photos come to a large library this is a
third of the time until they stand in their clusters.
"""

from __future__ import annotations

import contextlib
import threading
from importlib import import_module

NEEDED = ("photoorg.pipeline.learning", "timm")


def begin() -> None:
    """Start to import; returns at once. Who needs a module meanwhile waits until it is there."""
    threading.Thread(target=_import, name="photoorg-preloading").start()


def _import() -> None:
    """A fault is not told here: it comes again, and is told, where the module is needed."""
    for name in NEEDED:
        with contextlib.suppress(Exception):
            import_module(name)
