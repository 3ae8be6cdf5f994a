"""Everything the tree and the bars show, read at once off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from photoorg.records import Counts, DateCount, PlaceCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from photoorg.gui.library_view import LibraryView
    from photoorg.records import Cluster, Glimpsed, Root


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
    unread: int = 0  # of the photos in the numbers above, those that are still to be read


def level_of(clusters: Sequence[Cluster]) -> int:
    """The cut that a list of clusters shows: how many joins lead from its leaves to its folders."""
    holders = {cluster.parent for cluster in clusters}
    leaves = sum(cluster.id not in holders for cluster in clusters)
    return leaves - sum(cluster.parent is None for cluster in clusters)


EMPTY = Snapshot(Counts(0, 0, 0, 0, 0, 0, 0, 0))


def read(library: LibraryView, level: int | None) -> Snapshot:
    """Read a snapshot; `level` is the cut between broader and finer, None the library's own."""
    undoable = [op.id for op in library.operations() if op.state in ("done", "partly undone")]
    shot = Snapshot(
        counts=library.counts(),
        roots=tuple(library.roots()),
        clusters=tuple(library.clusters(level)),
        dates=tuple(library.dates()),
        places=tuple(library.places()),
        levels=library.levels(),
        undoable=undoable[0] if undoable else None,
    )
    return with_unread(shot, library.glimpsed())


def with_unread(shot: Snapshot, seen: Glimpsed) -> Snapshot:
    """With the photos of which only the head has been looked at in its counts, dates and places."""
    if not seen.photos:
        return shot
    undated = seen.photos - sum(day.count for day in seen.dates)
    unplaced = seen.photos - sum(place.count for place in seen.places)
    counts = replace(
        shot.counts,
        photos=shot.counts.photos + seen.photos,
        bytes=shot.counts.bytes + seen.bytes,
        undated=shot.counts.undated + undated,
        unplaced=shot.counts.unplaced + unplaced,
    )
    dates = _summed((d.year, d.month, d.day, d.count) for d in (*shot.dates, *seen.dates))
    places = _summed(
        (p.country_code, p.country, p.region, p.city, p.count) for p in (*shot.places, *seen.places)
    )
    return replace(
        shot,
        counts=counts,
        dates=tuple(DateCount(y, m, d, n) for (y, m, d), n in sorted(dates.items(), reverse=True)),
        places=tuple(
            PlaceCount(code, country, region, city, n)
            for (code, country, region, city), n in sorted(places.items(), key=lambda p: p[0][1:])
        ),
        unread=seen.photos,
    )


def _summed(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """By all but the last value, which is a count, the sum of these."""
    found: dict[tuple[Any, ...], int] = {}
    for *key, count in rows:
        found[tuple(key)] = found.get(tuple(key), 0) + count
    return found
