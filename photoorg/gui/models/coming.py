"""The ids of a view: its first page at once, all of them when they are read or when asked for.

A page of 400 takes a few milliseconds whatever the size of the view, the ids of 100,000 photos 60.
So the wall shows the page, knows from the tallies how long it is, and the rest is read meanwhile.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.gui.library_view import LibraryView
    from photoorg.records import Filter, Order

FIRST = 400  # more than a large screen shows


class Coming:
    """`page`: the first ids of a view, `count`: how many there are in all.

    Whoever comes first reads them all, and whoever comes meanwhile waits for that: a thread that
    reads ahead, or the window's own when a key leads to the end of the wall.
    """

    def __init__(
        self, page: array[int], count: int, read: Callable[[], array[int]] | None = None
    ) -> None:
        self.page, self.count = page, count
        self._read = read
        self._whole = page if read is None else None
        self._one = threading.Lock()

    @property
    def complete(self) -> bool:
        """Whether all are there."""
        return self._whole is not None

    def read(self) -> array[int]:
        """All ids, for a thread that may wait; raises what reading them raises."""
        with self._one:
            if self._whole is None and self._read is not None:
                self._whole = self._read()
            return self.page if self._whole is None else self._whole

    def whole(self) -> array[int]:
        """All ids, for the window's thread; the page alone if they can not be read."""
        try:
            return self.read()
        except Exception:  # the thread that reads ahead meets it too, and says so
            return self.page


def first_page(library: LibraryView, wanted: Filter, order: Order) -> Coming:
    """The beginning of a view, and how to read all of it."""
    page = library.wall_ids(wanted, order, FIRST)
    if len(page) < FIRST:
        return Coming(page, len(page))
    count = max(len(page), library.wall_count(wanted))
    return Coming(page, count, lambda: library.wall_ids(wanted, order))
