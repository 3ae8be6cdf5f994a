"""The part of an open library that the window's wall and tree show: also photos still to be read.

These have negative ids and are for the eye alone: no other method of `Library` knows of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from photoorg.late import late

if TYPE_CHECKING:
    from photoorg.catalog import glimpses
    from photoorg.catalog.connection import Connection
    from photoorg.pipeline import glimpsing
    from photoorg.records import DateCount, Filter, Glimpsed, Order, Photo
else:  # what the window's start has no use for
    glimpses = late("photoorg.catalog.glimpses")
    glimpsing = late("photoorg.pipeline.glimpsing")


class Wall:
    """What `Library` has of this."""

    @property
    def db(self) -> Connection:
        """The thread's connection."""
        raise NotImplementedError

    def leaves(self, cluster: int | None) -> tuple[int, ...]:
        """The leaf clusters that a cluster id means."""
        raise NotImplementedError

    def photos(self, ids: Sequence[int]) -> list[Photo]:
        """The photos that have been read."""
        raise NotImplementedError

    def days(self, wanted: Filter) -> list[DateCount]:
        """The days of a view with their photos that have been read."""
        raise NotImplementedError

    def photo_count(self, wanted: Filter) -> int:
        """How many photos of a view have been read."""
        raise NotImplementedError

    def wall_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        """`photo_ids` with the photos among them that are still to be read, by negative ids."""
        return glimpses.photo_ids(self.db, wanted, order, self.leaves(wanted.cluster), limit)

    def wall_count(self, wanted: Filter) -> int:
        """How many ids `wall_ids` gives."""
        return self.photo_count(wanted) + glimpses.count(self.db, wanted)

    def wall_photos(self, ids: Sequence[int]) -> list[Photo]:
        """`photos`, also of negative ids."""
        unread = glimpses.photos(self.db, ids) if any(i < 0 for i in ids) else {}
        if len(unread) == len(ids):
            return [unread[i] for i in ids]
        read = {photo.id: photo for photo in self.photos([i for i in ids if i > 0])}
        return [found for i in ids if (found := unread.get(i) or read.get(i))]

    def wall_days(self, wanted: Filter) -> tuple[list[DateCount], int]:
        """`days` with those of photos still to be read, and how many of the view are undated."""
        days, more = self.days(wanted), glimpses.days(self.db, wanted)
        undated = self.photo_count(wanted) - sum(day.count for day in days) + more[1]
        counts = {(day.year, day.month, day.day): day.count for day in days}
        for day, count in more[0]:
            key = day // 10_000, day // 100 % 100, day % 100
            counts[key] = counts.get(key, 0) + count
        if not more[0]:
            return days, undated
        from photoorg.records import DateCount

        return [DateCount(*day, n) for day, n in sorted(counts.items(), reverse=True)], undated

    def glimpsed(self) -> Glimpsed:
        """What the photos that are still to be read add to the numbers of the tree."""
        return glimpses.glimpsed(self.db)

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Negative id -> the small preview that a camera left in its photo, a JPEG."""
        return glimpsing.previews(self.db, ids)
