"""Who may write a library that is being opened, and what an interrupted program left in it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from photoorg.catalog import decisions
from photoorg.errors import SurroundingsError
from photoorg.pipeline import lock

if TYPE_CHECKING:
    from photoorg.paths import LibraryPaths
    from photoorg.pipeline.library import Library

Access = Literal["window", "command", "child"]


def entered(paths: LibraryPaths, access: Access) -> tuple[SurroundingsError | None, int | None]:
    """(why the library can only be read, the claim of a window); each None if there is none."""
    if not paths.catalog.exists():
        if access == "window" and paths.folder.is_dir() and os.access(paths.folder, os.W_OK):
            return None, lock.claim(paths.window_lock)
        return None, None
    if not os.access(paths.folder, os.W_OK) or not os.access(paths.catalog, os.W_OK):
        return _not_writable(paths), None
    if access == "child":
        return None, None
    if access == "window":
        claim = lock.claim(paths.window_lock)
        return (None if claim is not None else _claimed(paths)), claim
    return (_claimed(paths) if lock.is_claimed(paths.window_lock) else None), None


def _not_writable(paths: LibraryPaths) -> SurroundingsError:
    return SurroundingsError(
        f"The library {paths.folder} can only be read: your user may not write to it.",
        "Correct the permissions of its folder, or name another one with --library.",
    )


def _claimed(paths: LibraryPaths) -> SurroundingsError:
    return SurroundingsError(
        f"Another photoorg has the library {paths.folder} open, so it can only be read here.",
        "Close the other one, then try again.",
    )


def settle(library: Library) -> None:
    """Settle what a kill interrupted; nothing if a program is at work on the library now."""
    if not decisions.unfinished(library.db):
        return
    from photoorg.pipeline.settling import recover

    try:
        with lock.held(library.paths.writer_lock, patience=0.0):
            recover(library)
    except SurroundingsError:
        return  # a job runs, or the disk is full: the next deletion, undo or scan settles it
