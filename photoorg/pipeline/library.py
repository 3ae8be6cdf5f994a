"""An open library: what the window and the commands hold.

Opening costs a few milliseconds and imports neither torch nor Pillow nor numpy. Reads may come from
any thread (each has a connection of its own); jobs that write hold the writer's lock.
"""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.catalog import connection, views
from photoorg.errors import SurroundingsError, UsageError
from photoorg.late import late
from photoorg.paths import LibraryPaths, default_library
from photoorg.pipeline import opening
from photoorg.pipeline.groups import Groups
from photoorg.pipeline.wall import Wall
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.catalog import (
        decisions,
        facts,
        library_map,
        queries,
        regroupings,
        verdicts,
    )
    from photoorg.decisions import names
    from photoorg.files.preview import Previewer
    from photoorg.files.thumbnails import ThumbnailStore
    from photoorg.pipeline import correcting, decide, runs, titles
    from photoorg.pipeline.opening import Access
    from photoorg.records import (
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
        Forecast,
        FoundPlace,
        Freed,
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
else:  # what the first page of photos has no use for
    decisions = late("photoorg.catalog.decisions")
    facts = late("photoorg.catalog.facts")
    library_map = late("photoorg.catalog.library_map")
    queries = late("photoorg.catalog.queries")
    regroupings = late("photoorg.catalog.regroupings")
    verdicts = late("photoorg.catalog.verdicts")
    names = late("photoorg.decisions.names")
    correcting = late("photoorg.pipeline.correcting")
    decide = late("photoorg.pipeline.decide")
    runs = late("photoorg.pipeline.runs")
    titles = late("photoorg.pipeline.titles")

PREVIEW_SIDE = 2560  # pixels: sharp on a 1440p screen, and half a second for a 12 MP HEIC


class Library(Groups, Wall):
    """One library folder: catalogue, thumbnails, models."""

    def __init__(
        self,
        paths: LibraryPaths,
        readonly: SurroundingsError | None = None,
        claim: int | None = None,
    ) -> None:
        self.paths = paths
        self._readonly = readonly
        self._claim = claim
        self._local = threading.local()
        self._connections: list[connection.Connection] = []
        self._guard = threading.Lock()

    @classmethod
    def open(
        cls, folder: Path | None = None, *, create: bool = True, access: Access = "command"
    ) -> Library:
        """Open the library in `folder` (None: the platform's data folder).

        A "window" claims it, and its "child" shares that claim; whoever comes later, and anyone
        where the folder can not be written, gets a library that can only be read (`readonly`).
        Raises `SurroundingsError` when it is damaged, newer or locked, and when it is absent and
        `create` is False or it can not be made.
        """
        given = os.path.expanduser(folder or default_library())
        paths = LibraryPaths(Path(given).absolute())
        if not create and not paths.catalog.exists():
            raise SurroundingsError(
                f"There is no library in {paths.folder} yet.",
                "Make one with: photoorg index FOLDER",
            )
        readonly, claim = opening.entered(paths, access)
        opened = cls(paths, readonly, claim)
        try:
            if readonly is not None:
                connection.check(paths)
            else:
                connection.prepare(paths)
                opening.settle(opened)
        except BaseException:
            opened.close()
            raise
        return opened

    @property
    def readonly(self) -> str | None:
        """Why nothing can be written to this library; None if it can."""
        return self._readonly.message if self._readonly else None

    def check_writable(self) -> None:
        """Raise `SurroundingsError`, saying why, if this library can only be read."""
        if self._readonly is not None:
            raise SurroundingsError(self._readonly.message, self._readonly.advice)

    @property
    def folder(self) -> Path:
        """Where the library lives."""
        return self.paths.folder

    @property
    def db(self) -> connection.Connection:
        """This thread's connection."""
        found: connection.Connection | None = getattr(self._local, "db", None)
        if found is None:
            found = connection.connect(self.paths.catalog, read_only=self._readonly is not None)
            found.readonly = self._readonly
            self._local.db = found
            with self._guard:
                self._connections.append(found)
        return found

    @cached_property
    def thumbnail_store(self) -> ThumbnailStore:
        """The thumbnails, by content hash."""
        from photoorg.files.thumbnails import ThumbnailStore

        return ThumbnailStore(self.paths.thumbnails)

    def close(self) -> None:
        """Close all connections, of all threads."""
        with self._guard:
            while self._connections:
                self._connections.pop().close()
        self._local = threading.local()
        if "thumbnail_store" in self.__dict__:
            self.thumbnail_store.close()
            del self.thumbnail_store
        if "_previewer" in self.__dict__:
            self._previewer.close()
            del self._previewer
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    # --- The tree ----------------------------------------------------------------------------

    def counts(self) -> Counts:
        """The numbers beside the entries of the tree."""
        return queries.counts(self.db)

    def roots(self) -> list[Root]:
        """The folders the user opened."""
        return facts.roots(self.db)

    def clusters(self, level: int | None = None) -> list[Cluster]:
        """Cluster folders, biggest first; leaves name the folder that holds them as `parent`.

        `level` is the number of joins, from 0 (leaves alone) to `levels() - 1`; None is the run's
        own choice. Raises `UsageError` for a level that does not exist.
        """
        self._check_level(level)
        return queries.clusters(self.db, self._tree(level))

    def levels(self) -> int:
        """How many cuts from finer to broader there are; 1 if there is no choice."""
        return queries.level_count(self.db)

    def _check_level(self, level: int | None) -> None:
        if level is not None and not 0 <= level < self.levels():
            raise UsageError(
                f"There is no level {level}: levels go from 0 (finest) to {self.levels() - 1}."
            )

    def _tree(self, level: int | None = None) -> queries.ClusterTree:
        return queries.cluster_tree(self.db, level, titles.user_titles(self.db))

    def dates(self) -> list[DateCount]:
        """Days with photos, newest first."""
        return queries.dates(self.db)

    def places(self) -> list[PlaceCount]:
        """Cities with photos, by name."""
        return queries.places(self.db)

    def problems(self) -> list[Problem]:
        """Files that should be pictures but could not be read."""
        return queries.problems(self.db)

    def skipped(self) -> list[Problem]:
        """Files of the folders that are no pictures, and what they are instead."""
        return queries.problems(self.db, "other")

    # --- Photos --------------------------------------------------------------------------------

    def photo_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        """Ids of the photos of a view, in one of the orders of `records.Order`."""
        return views.photo_ids(self.db, wanted, order, self.leaves(wanted.cluster), limit)

    def photo_count(self, wanted: Filter) -> int:
        """How many photos a view shows."""
        return views.count(self.db, wanted, self.leaves(wanted.cluster))

    def days(self, wanted: Filter) -> list[DateCount]:
        """The days of a view with their photos, newest first."""
        found = views.days(self.db, wanted, self.leaves(wanted.cluster))
        from photoorg.records import DateCount

        return [DateCount(d // 10_000, d // 100 % 100, d % 100, n) for d, n in found]

    def positions(self, wanted: Filter) -> views.Positions:
        """Ids, latitudes and longitudes of the photos of a view that have a position."""
        return views.positions(self.db, wanted, self.leaves(wanted.cluster))

    def map_spots(self, wanted: Filter) -> library_map.Spots:
        """Ids, x and y in 0..1, and leaf clusters (-1: none) of a view's photos on the map."""
        return library_map.spots(self.db, wanted, self.leaves(wanted.cluster))

    def facet(self, name: Facet, wanted: Filter | None = None) -> list[FacetCount]:
        """The values of a facet in a view (None: in the library), with counts, for the filters."""
        view = wanted or Filter()
        rows = views.facet(self.db, name, view, self.leaves(view.cluster))
        from photoorg.records import FacetCount

        return [FacetCount(*row) for row in rows]

    def leaves(self, cluster: int | None) -> tuple[int, ...]:
        """The leaf clusters that a cluster id means; a joined folder has several."""
        return () if cluster is None else queries.leaves(self.db, cluster)

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """The photos of `ids`, in that order; those no longer there are left out."""
        return queries.photos(self.db, ids, self._tree().titles)

    def photo(self, photo_id: int) -> Photo | None:
        """One photo, or None if it is no longer there."""
        found = self.photos([photo_id])
        return found[0] if found else None

    def ids_of_paths(self, paths: Sequence[str]) -> dict[str, int]:
        """Absolute path -> photo id, for those that are photos of the library."""
        return queries.ids_of_paths(self.db, paths)

    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Photo id -> JPEG of at most 256 pixels a side; ids without one are left out."""
        by_id = queries.hashes(self.db, ids)
        found = self.thumbnail_store.get_many(list(set(by_id.values())))
        unread = [i for i in ids if i < 0]
        previews = self.previews(unread) if unread else {}
        return {i: found[h] for i, h in by_id.items() if h in found} | previews

    @cached_property
    def _previewer(self) -> Previewer:
        from photoorg.files.preview import Previewer

        return Previewer(PREVIEW_SIDE)

    def preview(self, path: str, while_waiting: Callable[[], None] = lambda: None) -> bytes | None:
        """A large upright JPEG of a file in any format photoorg reads; None if it can not be.

        For what the window can not decode by itself; takes up to a second, so call it off its
        thread. `while_waiting` is called five times a second and may raise to give up.
        """
        return self._previewer.preview(path, while_waiting)

    def mean_colors(self, ids: Sequence[int]) -> dict[int, int]:
        """Photo id -> 0xRRGGBB, to paint before the thumbnail is there."""
        return queries.mean_colors(self.db, ids)

    # --- Decisions: by content, so that every copy of a photo has them; undoable one by one ------

    def verdicts(self, ids: Sequence[int]) -> dict[int, Verdict]:
        """Photo id -> what the user decided about it; `Photo.verdict` is the same."""
        return queries.verdicts_of(self.db, ids)

    def mark(self, ids: Sequence[int], mark: Mark | None) -> Changes:
        """Keep or reject photos, or take that back with None. Nothing is deleted by it."""
        return decide.mark(self.db, ids, mark)

    def rate(self, ids: Sequence[int], rating: int) -> Changes:
        """Rate photos 1 to 5, or 0 for no rating."""
        return decide.rate(self.db, ids, rating)

    def favour(self, ids: Sequence[int], favourite: bool) -> Changes:
        """Make photos favourites, which nothing deletes, or no longer."""
        return decide.favour(self.db, ids, favourite)

    def protect(self, ids: Sequence[int], protected: bool) -> Changes:
        """Protect photos from every deletion, or no longer."""
        return decide.protect(self.db, ids, protected)

    def protect_folder(self, path: str, protected: bool) -> Changes:
        """Protect all that is, or will be, in a folder; `UsageError` if there is no such folder."""
        return decide.protect_folder(self.db, path, protected)

    def protected_folders(self) -> list[str]:
        """The folders that were protected, absolute, by name."""
        return verdicts.protected_folders(self.db)

    def finish_review(self, ids: Sequence[int]) -> Changes:
        """Count these photos as reviewed now; a cluster is done when all of its photos are."""
        return decide.finish_review(self.db, ids)

    def not_alike(self, ids: Sequence[int]) -> Changes:
        """Never stack any two of these again; `UsageError` for more than 500, or for copies."""
        return decide.not_alike(self.db, ids)

    def undo_decision(self) -> Decided | None:
        """Take back the newest decision that stands, also after a restart; None if none does."""
        return decide.undo(self.db)

    def newest_operation(self) -> int | None:
        """The operation that an undo takes back; None if the next in turn is a decision."""
        return decide.newest_operation(self.db)

    def redo_decision(self) -> Decided | None:
        """Make again what was undone last; None once another decision was made since."""
        return decide.redo(self.db)

    def rename_cluster(self, cluster: int, title: str) -> Changes:
        """Give a cluster the user's name (empty: the machine's again); it outlives training."""
        if not self.leaves(cluster):
            raise UsageError(f"There is no cluster {cluster}.")
        return decide.rename(self.db, cluster, names.cleaned(title))

    # --- Groupings: the one that is shown, those before it, and going back and forward ----------

    def groupings(self) -> Groupings:
        """What can be done about the grouping that is shown; 0.3 s for 100,000 photos."""
        return runs.state(self)

    def regrouping(self) -> Regrouped | None:
        """What the grouping that is shown changed against the one before; None if there is none.

        0.6 s for 100,000 photos, so not on the window's thread.
        """
        from photoorg.pipeline import regroup

        return regroup.latest(self)

    def titles_of_run(self, run: int) -> dict[int, str]:
        """Leaf cluster -> its title in a grouping that is kept; the user's name wins."""
        return {**regroupings.leaf_titles(self.db, run), **titles.user_titles(self.db)}

    def group_back(self) -> Changes:
        """Show the grouping before this one; `UsageError` if there is none."""
        return runs.go(self, -1)

    def group_forward(self) -> Changes:
        """Show the grouping again that was gone back from; `UsageError` if there is none."""
        return runs.go(self, 1)

    # --- Corrections of dates and places; undoable like all decisions -----------------------------

    def plan_correction(
        self, ids: Sequence[int], change: DateChange | PlaceChange
    ) -> CorrectionPlan:
        """What a correction would do, with the first photos before and after. Changes nothing."""
        return correcting.plan(self.db, ids, change)

    def correct(self, ids: Sequence[int], change: DateChange | PlaceChange) -> Changes:
        """Correct the date or place of photos, and of all their copies. Files are not touched."""
        return correcting.correct(self.db, ids, change)

    def clear_estimates(self) -> Changes:
        """Take away every place that is an estimate."""
        return correcting.clear_estimates(self.db)

    def name_place(
        self,
        place: Place,
        name: str,
        center: tuple[float, float] | None = None,
        radius_km: float = 0.0,
    ) -> Changes:
        """Give a place, or the circle around `center`, the user's name; empty: its own again."""
        return correcting.name_place(self.db, place, name, center, radius_km)

    def find_places(self, text: str, limit: int = 20) -> list[FoundPlace]:
        """Places by the beginning of their names, or at a typed position; the likeliest first."""
        from photoorg.pipeline.finding import find_places

        return find_places(self.db, text, limit)

    # --- Stacks and free space -------------------------------------------------------------------

    def stacks(self, ids: Iterable[int] | None = None) -> list[Stack]:
        """Stacks that hold any of these photos (None: all), those that win most bytes first."""
        from photoorg.pipeline import stacks

        return stacks.stacks(self, ids)

    def keep_best(self, chosen: Sequence[Stack]) -> Changes:
        """Reject what these stacks offer, as one decision; copies of the best are not marked."""
        from photoorg.pipeline import stacks

        return stacks.keep_best(self, chosen)[0]

    def choose_best(self, stack: Stack, best: int) -> Changes:
        """Keep another photo of a stack than the proposed one, and reject the others."""
        from photoorg.pipeline import stacks

        return stacks.choose_best(self, stack, best)

    def spare_copies(self, chosen: Sequence[Stack]) -> list[int]:
        """Ids of the exact copies in these stacks that may be deleted; each best one stays."""
        from photoorg.pipeline import stacks

        return stacks.spare_copies(self, chosen)

    def plan_space(self, goal: int) -> Plan:
        """What to delete and what to look through to win `goal` bytes. Touches nothing."""
        from photoorg.pipeline import goal as goals

        return goals.plan(self, goal)

    def mark_proposed(self, made: Plan) -> Changes:
        """Reject the variants and bursts that a plan proposes, as one decision."""
        from photoorg.pipeline import goal as goals

        return goals.mark_proposed(self, made)[0]

    def freed(self) -> list[Freed]:
        """Space won by deletions that were not taken back, by month, oldest first."""
        from photoorg.pipeline import goal as goals

        return goals.freed(self)

    # --- Deletions -------------------------------------------------------------------------------

    def operations(self) -> list[Operation]:
        """The history of deletions, newest first; what can be taken back as far as is known."""
        return decisions.operations(self.db)

    def history(self) -> list[Operation]:
        """The same, with what the trash really holds by now: 5 us a file, so off the window."""
        from photoorg.pipeline.history import history

        return history(self)

    def forecast_delete(self, ids: Sequence[int], keep: Sequence[int] = ()) -> Forecast:
        """What deleting these photos would do; those of `keep` stay. Touches nothing."""
        from photoorg.pipeline.forecast import forecast

        return forecast(self, ids, keep)

    # --- Export ----------------------------------------------------------------------------------

    def plan_export(self, ids: Sequence[int], kind: ExportKind, folder: str = "") -> ExportPlan:
        """What moving or copying photos to a folder, or writing sidecars, would do.

        Touches nothing. Raises `UsageError` for a folder that can not be one.
        """
        from photoorg.pipeline import export, sidecars

        if kind == "xmp":
            return sidecars.plan(self, ids)
        return export.plan(self, ids, folder, kind)

    def preview_listing(self, ids: Sequence[int], kind: ListingKind) -> bytes:
        """The file for other programs that would be written of these photos."""
        from photoorg.pipeline.listing import listing

        return listing(self, ids, kind).data
