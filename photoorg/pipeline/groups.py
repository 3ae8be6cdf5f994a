"""The part of an open library with which the user corrects its groups.

Corrections are law: they hold at once, by content, and after every grouping to come; each is one
decision that `undo_decision` takes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from photoorg.late import late
from photoorg.records import NULL_CONTEXT

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.pipeline import arranging
    from photoorg.records import Arranged, Context, Follower
else:
    arranging = late("photoorg.pipeline.arranging")


class Groups:
    """What `Library` has of this."""

    @property
    def db(self) -> Connection:
        """The thread's connection."""
        raise NotImplementedError

    def move(self, ids: Sequence[int], cluster: int) -> Arranged:
        """Put photos into a cluster (a leaf), where they stay; `UsageError` if it is none."""
        return arranging.move(self.db, ids, cluster)

    def new_group(self, ids: Sequence[int], title: str = "") -> Arranged:
        """Put photos into a new cluster; without a title it is called after where most were."""
        return arranging.new_group(self.db, ids, title)

    def merge(self, clusters: Sequence[int]) -> Arranged:
        """Make one cluster of several, or of all in a folder: the first, or one with a name."""
        return arranging.merge(self.db, clusters)

    def split_off(self, cluster: int, ids: Sequence[int], title: str = "") -> Arranged:
        """Part these photos from the others of their cluster, both for good."""
        return arranging.split_off(self.db, cluster, ids, title)

    def split(self, cluster: int, parts: Sequence[Sequence[int]]) -> Arranged:
        """Part a cluster into these lists of photos for good; the first keeps its id and name."""
        return arranging.split(self.db, cluster, parts)

    def pin(self, ids: Sequence[int]) -> Arranged:
        """Keep photos in the cluster where they are; `UsageError` if all are unsorted."""
        return arranging.pin(self.db, ids)

    def pin_cluster(self, cluster: int) -> Arranged:
        """Keep all photos of a cluster in it."""
        return arranging.pin_cluster(self.db, cluster)

    def unpin(self, ids: Sequence[int]) -> Arranged:
        """Leave photos that were moved or pinned to the machine again."""
        return arranging.unpin(self.db, ids)

    def unpin_cluster(self, cluster: int) -> Arranged:
        """Leave all photos of a cluster to the machine again."""
        return arranging.unpin_cluster(self.db, cluster)

    def not_here(self, ids: Sequence[int]) -> Arranged:
        """Say that photos do not belong in their cluster: they go to the next best, or unsorted."""
        return arranging.not_here(self.db, ids)

    # --- Proposals: they change nothing, and take seconds, call them off the window's thread -----

    def propose_split(
        self, cluster: int, parts: int | None = None, ctx: Context = NULL_CONTEXT
    ) -> list[tuple[int, ...]]:
        """The photos of each natural part of a cluster, for `split`; also those that are away."""
        from photoorg.pipeline.dividing import propose_split

        return propose_split(self.db, cluster, parts, ctx)

    def followers(self, cluster: int | None = None, ctx: Context = NULL_CONTEXT) -> list[Follower]:
        """Photos like those that the user put in a cluster (None: in any), for `move`."""
        from photoorg.pipeline.dividing import followers

        return followers(self.db, cluster, ctx)
