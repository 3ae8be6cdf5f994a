"""The jobs of the window as plain functions of a context.

Scanning and learning run in a child process, because importing torch and training hold the
interpreter for long stretches; deleting and undoing run on the job's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.gui.parts import made, part

if TYPE_CHECKING:
    from photoorg.gui.library_view import Task
    from photoorg.pipeline.answering import Answerer
    from photoorg.pipeline.library import Library
    from photoorg.records import Context, ExportKind, Follower, ListingKind


class LibraryTasks:
    """Makes the jobs of one library."""

    def __init__(self, library: Library, demo_folder: Path) -> None:
        self._library = library
        self._demo_folder = demo_folder

    @part
    def _answerer(self) -> Answerer:
        from photoorg.pipeline.answering import Answerer

        return Answerer(self._library.folder)

    def index(self, folders: Sequence[str]) -> Task:
        """Scan, read and group these folders, in a child process."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.child import run_in_child

            return run_in_child("index", {"folders": list(folders)}, self._library.folder, ctx)

        return job

    def regroup(self) -> Task:
        """Group all photos again, in a child process."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.child import run_in_child

            return run_in_child("regroup", {}, self._library.folder, ctx)

        return job

    def place(self) -> Task:
        """Place the photos that the grouping which is shown does not know, in a child process."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.child import run_in_child

            return run_in_child("place", {}, self._library.folder, ctx)

        return job

    def demo(self) -> Task:
        """Draw the demo pictures; returns their folder."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.demo import make_demo

            return str(make_demo(self._demo_folder, ctx))

        return job

    def delete(self, photo_ids: Sequence[int], title: str, keep: Sequence[int] = ()) -> Task:
        """Move photos to the trash as one undoable operation."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.delete import DeletionStopped
            from photoorg.pipeline.jobs import delete_job

            try:
                return delete_job(ctx, self._library, photo_ids, title, keep)
            except DeletionStopped as stopped:
                return stopped.report  # what was moved can be taken back at once

        return job

    def undo_all(self) -> Task:
        """Take back all that the trash still holds."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import undo_all_job

            return undo_all_job(ctx, self._library)

        return job

    def export(self, kind: ExportKind, photo_ids: Sequence[int], folder: str, title: str) -> Task:
        """Move or copy photos into a folder, or write sidecars; one undoable operation."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import export_job

            return export_job(ctx, self._library, photo_ids, kind, folder, title)

        return job

    def save_listing(self, kind: ListingKind, photo_ids: Sequence[int], path: str) -> Task:
        """Write photos and their verdicts to a new file."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import listing_job

            return listing_job(ctx, self._library, photo_ids, kind, path)

        return job

    def undo(self, operation: int | None) -> Task:
        """Take a deletion back."""

        def job(ctx: Context) -> object:
            from photoorg.pipeline.jobs import undo_job

            return undo_job(ctx, self._library, operation)

        return job

    def propose_split(
        self, cluster: int, parts: int | None
    ) -> Callable[[Context], list[tuple[int, ...]]]:
        """The natural parts of a cluster, from the helper process."""
        return lambda ctx: self._answerer.parts(cluster, parts, ctx)

    def followers(self, cluster: int) -> Callable[[Context], list[Follower]]:
        """Photos like those put in a cluster, from the helper process."""
        return lambda ctx: self._answerer.followers(cluster, ctx)

    def rest(self) -> None:
        """End the helper process."""
        answerer = made(self, "_answerer")
        if answerer is not None:
            answerer.close()
