"""An open library: what the window and the commands hold.

Opening costs a few milliseconds and imports neither torch nor Pillow nor numpy. Reads may come from
any thread (each has a connection of its own); jobs that write hold the writer's lock.
"""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from photoorg.catalog import connection, decisions, facts, queries
from photoorg.decisions import names
from photoorg.errors import SurroundingsError, UsageError
from photoorg.paths import LibraryPaths, default_library
from photoorg.records import (
    Changes,
    Cluster,
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

if TYPE_CHECKING:
    from photoorg.files.preview import Previewer
    from photoorg.files.thumbnails import ThumbnailStore

PREVIEW_SIDE = 2560  # pixels: sharp on a 1440p screen, and half a second for a 12 MP HEIC
Order = Literal["date", "confidence", "size"]


class Library:
    """One library folder: catalogue, thumbnails, models."""

    def __init__(self, paths: LibraryPaths) -> None:
        self.paths = paths
        self._local = threading.local()
        self._connections: list[connection.Connection] = []
        self._guard = threading.Lock()

    @classmethod
    def open(cls, folder: Path | None = None, *, create: bool = True) -> Library:
        """Open the library in `folder` (None: the platform's data folder).

        Raises `SurroundingsError` when it is damaged, newer, locked or not writable, and when it is
        absent and `create` is False.
        """
        given = os.path.expanduser(folder or default_library())
        paths = LibraryPaths(Path(given).absolute())
        if not create and not paths.catalog.exists():
            raise SurroundingsError(
                f"There is no library in {paths.folder} yet.",
                "Make one with: photoorg index FOLDER",
            )
        connection.prepare(paths)
        return cls(paths)

    @property
    def folder(self) -> Path:
        """Where the library lives."""
        return self.paths.folder

    @property
    def db(self) -> connection.Connection:
        """This thread's connection."""
        found: connection.Connection | None = getattr(self._local, "db", None)
        if found is None:
            found = connection.connect(self.paths.catalog)
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
        return queries.cluster_tree(self.db, level, self._titles())

    def _titles(self) -> dict[int, str]:
        renames = decisions.decisions(self.db, "rename")
        return names.titles((d.cluster, d.payload["title"]) for d in renames if d.cluster)

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

    def photo_ids(self, wanted: Filter, order: Order = "date") -> array[int]:
        """Ids of the photos of a view: newest, most certain or biggest first."""
        return queries.photo_ids(self.db, wanted, order, self.leaves(wanted.cluster))

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
        return {i: found[h] for i, h in by_id.items() if h in found}

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

    # --- Decisions -----------------------------------------------------------------------------

    def rename_cluster(self, cluster: int, title: str) -> Changes:
        """Give a cluster the user's name (empty: the machine's again); it outlives training."""
        if not self.leaves(cluster):
            raise UsageError(f"There is no cluster {cluster}.")
        decisions.add_decision(self.db, "rename", {"title": names.cleaned(title)}, cluster=cluster)
        return Changes(clusters=True, decisions=True)

    def operations(self) -> list[Operation]:
        """The history of deletions, newest first."""
        return decisions.operations(self.db)

    def forecast_delete(self, ids: Sequence[int]) -> Forecast:
        """What deleting these photos would do. Touches nothing."""
        from photoorg.pipeline.delete import forecast

        return forecast(self, ids)
