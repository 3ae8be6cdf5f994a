"""The jobs of the window as plain functions of a context.

Scanning and learning run in a child process, because importing torch and training hold the
interpreter for long stretches; deleting and undoing run on the job's thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from photoorg.gui.library_view import Task
from photoorg.pipeline.library import Library
from photoorg.records import Context


class LibraryTasks:
    """Makes the jobs of one library."""

    def __init__(self, library: Library, demo_folder: Path) -> None:
        self._library = library
        self._demo_folder = demo_folder

    def index(self, folders: Sequence[str]) -> Task:
        """Scan, read and group these folders, in a child process."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.child import run_in_child

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

            return delete_job(ctx, self._library, photo_ids, title)

        return job

    def undo(self, operation: int | None) -> Task:
        """Take a deletion back."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import undo_job

            return undo_job(ctx, self._library, operation)

        return job
