"""The jobs of the window as plain functions of a context.

Scanning and learning run in a child process, because importing torch and training hold the
interpreter for long stretches; deleting and undoing run on the job's thread.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from photoorg.errors import SurroundingsError
from photoorg.gui.library_view import Task
from photoorg.pipeline.library import Library
from photoorg.records import Context

LOCK_PATIENCE_S = 12.0


class LibraryTasks:
    """Makes the jobs of one library."""

    def __init__(self, library: Library, demo_folder: Path) -> None:
        self._library = library
        self._demo_folder = demo_folder

    def index(self, folders: Sequence[str]) -> Task:
        """Scan, read and group these folders, in a child process."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.child import run_in_child

            self._wait_for_lock(ctx)
            return run_in_child("index", {"folders": list(folders)}, self._library.folder, ctx)

        return job

    def demo(self) -> Task:
        """Draw the demo pictures; returns their folder."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.demo import make_demo

            return str(make_demo(self._demo_folder, ctx))

        return job

    def delete(self, photo_ids: Sequence[int], title: str) -> Task:
        """Move photos to the trash as one undoable operation."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import delete_job

            self._wait_for_lock(ctx)
            return delete_job(ctx, self._library, photo_ids, title)

        return job

    def undo(self, operation: int | None) -> Task:
        """Take a deletion back."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import undo_job

            self._wait_for_lock(ctx)
            return undo_job(ctx, self._library, operation)

        return job

    def _wait_for_lock(self, ctx: Context) -> None:
        """A child that was just stopped may hold the writer's lock for some seconds more."""
        from photoorg.pipeline.lock import writer_lock

        end = time.monotonic() + LOCK_PATIENCE_S
        while time.monotonic() < end:
            ctx.check_cancelled()
            try:
                with writer_lock(self._library.paths.lock):
                    return
            except SurroundingsError:
                time.sleep(0.1)
