"""What the window needs of a library and of the jobs that change it.

`pipeline.library.Library` has this shape; the tests have a small one of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from photoorg.records import (
    Context,
)

if TYPE_CHECKING:
    from photoorg.records import (
        Arranged,
        Changes,
        Cluster,
        CorrectionPlan,
        Counts,
        DateChange,
        DateCount,
        Decided,
        ExportKind,
        ExportPlan,
        Facet,
        FacetCount,
        Filter,
        Follower,
        Forecast,
        FoundPlace,
        Freed,
        Glimpsed,
        Groupings,
        ListingKind,
        Mark,
        Operation,
        Order,
        Photo,
        Place,
        PlaceChange,
        PlaceCount,
        Plan,
        Problem,
        Regrouped,
        Root,
        Stack,
        Verdict,
    )

Task = Callable[[Context], object]


class LibraryView(Protocol):
    """Reads of a library, and the user's decisions. All are safe to call from any thread.

    Those named after the wall also give photos that are still to be read, by negative ids.
    """

    @property
    def folder(self) -> Path: ...  # noqa: D102
    @property
    def readonly(self) -> str | None: ...  # noqa: D102

    def close(self) -> None: ...  # noqa: D102
    def counts(self) -> Counts: ...  # noqa: D102
    def roots(self) -> list[Root]: ...  # noqa: D102
    def clusters(self, level: int | None = None) -> list[Cluster]: ...  # noqa: D102
    def levels(self) -> int: ...  # noqa: D102
    def dates(self) -> list[DateCount]: ...  # noqa: D102
    def places(self) -> list[PlaceCount]: ...  # noqa: D102
    def problems(self) -> list[Problem]: ...  # noqa: D102
    def photo_ids(  # noqa: D102
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]: ...
    def wall_ids(  # noqa: D102
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]: ...
    def wall_count(self, wanted: Filter) -> int: ...  # noqa: D102
    def wall_photos(self, ids: Sequence[int]) -> list[Photo]: ...  # noqa: D102
    def wall_days(self, wanted: Filter) -> tuple[list[DateCount], int]: ...  # noqa: D102
    def glimpsed(self) -> Glimpsed: ...  # noqa: D102
    def photo_count(self, wanted: Filter) -> int: ...  # noqa: D102
    def days(self, wanted: Filter) -> list[DateCount]: ...  # noqa: D102
    def positions(  # noqa: D102
        self, wanted: Filter
    ) -> tuple[array[int], array[float], array[float]]: ...
    def map_spots(  # noqa: D102
        self, wanted: Filter
    ) -> tuple[array[int], array[float], array[float], array[int]]: ...
    def mean_colors(self, ids: Sequence[int]) -> dict[int, int]: ...  # noqa: D102
    def facet(  # noqa: D102
        self, name: Facet, wanted: Filter | None = None
    ) -> list[FacetCount]: ...
    def photos(self, ids: Sequence[int]) -> list[Photo]: ...  # noqa: D102
    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]: ...  # noqa: D102
    def preview(  # noqa: D102
        self, path: str, while_waiting: Callable[[], None]
    ) -> bytes | None: ...
    def operations(self) -> list[Operation]: ...  # noqa: D102
    def history(self) -> list[Operation]: ...  # noqa: D102
    def verdicts(self, ids: Sequence[int]) -> dict[int, Verdict]: ...  # noqa: D102
    def mark(self, ids: Sequence[int], mark: Mark | None) -> Changes: ...  # noqa: D102
    def rate(self, ids: Sequence[int], rating: int) -> Changes: ...  # noqa: D102
    def favour(self, ids: Sequence[int], favourite: bool) -> Changes: ...  # noqa: D102
    def protect(self, ids: Sequence[int], protected: bool) -> Changes: ...  # noqa: D102
    def protect_folder(self, path: str, protected: bool) -> Changes: ...  # noqa: D102
    def protected_folders(self) -> list[str]: ...  # noqa: D102
    def finish_review(self, ids: Sequence[int]) -> Changes: ...  # noqa: D102
    def not_alike(self, ids: Sequence[int]) -> Changes: ...  # noqa: D102
    def undo_decision(self) -> Decided | None: ...  # noqa: D102
    def newest_operation(self) -> int | None: ...  # noqa: D102
    def redo_decision(self) -> Decided | None: ...  # noqa: D102
    def plan_export(  # noqa: D102
        self, ids: Sequence[int], kind: ExportKind, folder: str = ""
    ) -> ExportPlan: ...
    def preview_listing(self, ids: Sequence[int], kind: ListingKind) -> bytes: ...  # noqa: D102
    def rename_cluster(self, cluster: int, title: str) -> Changes: ...  # noqa: D102
    def groupings(self) -> Groupings: ...  # noqa: D102
    def regrouping(self) -> Regrouped | None: ...  # noqa: D102
    def group_back(self) -> Changes: ...  # noqa: D102
    def group_forward(self) -> Changes: ...  # noqa: D102
    def move(self, ids: Sequence[int], cluster: int) -> Arranged: ...  # noqa: D102
    def new_group(self, ids: Sequence[int], title: str = "") -> Arranged: ...  # noqa: D102
    def merge(self, clusters: Sequence[int]) -> Arranged: ...  # noqa: D102
    def split(self, cluster: int, parts: Sequence[Sequence[int]]) -> Arranged: ...  # noqa: D102
    def pin(self, ids: Sequence[int]) -> Arranged: ...  # noqa: D102
    def pin_cluster(self, cluster: int) -> Arranged: ...  # noqa: D102
    def unpin(self, ids: Sequence[int]) -> Arranged: ...  # noqa: D102
    def unpin_cluster(self, cluster: int) -> Arranged: ...  # noqa: D102
    def not_here(self, ids: Sequence[int]) -> Arranged: ...  # noqa: D102
    def plan_correction(  # noqa: D102
        self, ids: Sequence[int], change: DateChange | PlaceChange
    ) -> CorrectionPlan: ...
    def correct(  # noqa: D102
        self, ids: Sequence[int], change: DateChange | PlaceChange
    ) -> Changes: ...
    def clear_estimates(self) -> Changes: ...  # noqa: D102
    def name_place(  # noqa: D102
        self, place: Place, name: str, center: tuple[float, float] | None = None,
        radius_km: float = 0.0,
    ) -> Changes: ...  # fmt: skip
    def find_places(self, text: str, limit: int = 20) -> list[FoundPlace]: ...  # noqa: D102
    def stacks(self, ids: Iterable[int] | None = None) -> list[Stack]: ...  # noqa: D102
    def keep_best(self, chosen: Sequence[Stack]) -> Changes: ...  # noqa: D102
    def choose_best(self, stack: Stack, best: int) -> Changes: ...  # noqa: D102
    def spare_copies(self, chosen: Sequence[Stack]) -> list[int]: ...  # noqa: D102
    def plan_space(self, goal: int) -> Plan: ...  # noqa: D102
    def mark_proposed(self, made: Plan) -> Changes: ...  # noqa: D102
    def freed(self) -> list[Freed]: ...  # noqa: D102
    def forecast_delete(  # noqa: D102
        self, ids: Sequence[int], keep: Sequence[int] = ()
    ) -> Forecast: ...


class Tasks(Protocol):
    """Makes the jobs of a library; each is a plain function of a context."""

    def index(self, folders: Sequence[str]) -> Task:
        """Scan, read and group these folders."""

    def regroup(self) -> Task:
        """Group all photos again; the job returns the JSON of `regroup`."""

    def place(self) -> Task:
        """Place the photos that the grouping which is shown does not know."""

    def demo(self) -> Task:
        """Draw the demo pictures; the job returns their folder as a string."""

    def delete(self, photo_ids: Sequence[int], title: str, keep: Sequence[int] = ()) -> Task:
        """Move photos to the trash, but for those of `keep`; the job returns a DeleteReport."""

    def export(self, kind: ExportKind, photo_ids: Sequence[int], folder: str, title: str) -> Task:
        """Move, copy, or write sidecars; the job returns an ExportReport."""

    def save_listing(self, kind: ListingKind, photo_ids: Sequence[int], path: str) -> Task:
        """Write verdicts to a file; the job returns a Saved."""

    def undo(self, operation: int | None) -> Task:
        """Take a deletion back; the job returns an UndoReport."""

    def undo_all(self) -> Task:
        """Take back all that the trash still holds; the job returns an UndoReport."""

    def propose_split(
        self, cluster: int, parts: int | None
    ) -> Callable[[Context], list[tuple[int, ...]]]:
        """The photos of each natural part of a cluster; takes seconds and changes nothing."""

    def followers(self, cluster: int) -> Callable[[Context], list[Follower]]:
        """Photos like those that the user put in a cluster; takes seconds and changes nothing."""

    def rest(self) -> None:
        """Let go of what is kept for the next such question."""
