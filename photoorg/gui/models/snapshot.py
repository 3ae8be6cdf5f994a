"""Everything the tree and the bars show, read at once off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from photoorg.records import Counts

if TYPE_CHECKING:
    from photoorg.gui.library_view import LibraryView
    from photoorg.records import Cluster, DateCount, PlaceCount, Root


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a library."""

    counts: Counts
    roots: tuple[Root, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    dates: tuple[DateCount, ...] = ()
    places: tuple[PlaceCount, ...] = ()
    levels: int = 1
    undoable: int | None = None  # the operation that Undo would take back


def level_of(clusters: Sequence[Cluster]) -> int:
    """The cut that a list of clusters shows: how many joins lead from its leaves to its folders."""
    holders = {cluster.parent for cluster in clusters}
    leaves = sum(cluster.id not in holders for cluster in clusters)
    return leaves - sum(cluster.parent is None for cluster in clusters)


EMPTY = Snapshot(Counts(0, 0, 0, 0, 0, 0, 0, 0))


def read(library: LibraryView, level: int | None) -> Snapshot:
    """Read a snapshot; `level` is the cut between broader and finer, None the library's own."""
    undoable = [op.id for op in library.operations() if op.state in ("done", "partly undone")]
    return Snapshot(
        counts=library.counts(),
        roots=tuple(library.roots()),
        clusters=tuple(library.clusters(level)),
        dates=tuple(library.dates()),
        places=tuple(library.places()),
        levels=library.levels(),
        undoable=undoable[0] if undoable else None,
    )
