"""What the window needs of a library and of the jobs that change it.

`pipeline.library.Library` has this shape; the tests have a small one of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from photoorg.records import (
    Changes,
    Cluster,
    Context,
    Counts,
    DateCount,
    Filter,
    Forecast,
    Operation,
    Photo,
    PlaceCount,
    Problem,
    Root,
)

Order = Literal["date", "confidence", "size"]
Task = Callable[[Context], object]


class LibraryView(Protocol):
    """Reads of a library. All are safe to call from any thread."""

    @property
    def folder(self) -> Path: ...  # noqa: D102

    def close(self) -> None: ...  # noqa: D102
    def counts(self) -> Counts: ...  # noqa: D102
    def roots(self) -> list[Root]: ...  # noqa: D102
    def clusters(self, level: int | None = None) -> list[Cluster]: ...  # noqa: D102
    def levels(self) -> int: ...  # noqa: D102
    def dates(self) -> list[DateCount]: ...  # noqa: D102
    def places(self) -> list[PlaceCount]: ...  # noqa: D102
    def problems(self) -> list[Problem]: ...  # noqa: D102
    def photo_ids(self, wanted: Filter, order: Order = "date") -> array[int]: ...  # noqa: D102
    def photos(self, ids: Sequence[int]) -> list[Photo]: ...  # noqa: D102
    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]: ...  # noqa: D102
    def preview(  # noqa: D102
        self, path: str, while_waiting: Callable[[], None]
    ) -> bytes | None: ...
    def operations(self) -> list[Operation]: ...  # noqa: D102
    def rename_cluster(self, cluster: int, title: str) -> Changes: ...  # noqa: D102
    def forecast_delete(self, ids: Sequence[int]) -> Forecast: ...  # noqa: D102


class Tasks(Protocol):
    """Makes the jobs of a library; each is a plain function of a context."""

    def index(self, folders: Sequence[str]) -> Task:
        """Scan, read and group these folders."""

    def demo(self) -> Task:
        """Draw the demo pictures; the job returns their folder as a string."""

    def delete(self, photo_ids: Sequence[int], title: str) -> Task:
        """Move photos to the trash; the job returns a DeleteReport."""

    def undo(self, operation: int | None) -> Task:
        """Take a deletion back; the job returns an UndoReport."""
