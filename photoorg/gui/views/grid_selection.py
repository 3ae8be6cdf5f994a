"""Which photos of a view are selected. Kept by id, so that it survives a refresh.

Photos that are still to be read have negative ids. They can have the focus and are never selected,
so nothing that acts on a selection meets one; a click on one selects it when it has been read.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.gui.models.coming import Coming

from photoorg.records import read_ones


class GridSelection:
    """Selected ids, the current index (where the keyboard is) and the anchor of a range.

    Of the photos there may be only the first so far (`Coming`): `ids`, and all that needs one that
    is not there yet, waits for them.
    """

    def __init__(self) -> None:
        self._ids: array[int] = array("q")  # all, or the first page
        self._coming: Coming | None = None
        self.selected: set[int] = set()
        self.current = -1
        self._anchor = -1
        self._before: set[int] = set()
        self._awaited: int | None = None  # clicked, and still to be read

    @property
    def ids(self) -> array[int]:
        """All photos, in order."""
        if self._coming is not None:
            self._ids, self._coming = self._coming.whole(), None
        return self._ids

    @property
    def count(self) -> int:
        """How many there are; known before all of them are."""
        return len(self._ids) if self._coming is None else self._coming.count

    def known(self, index: int) -> int | None:
        """A photo, if it is there; waits for nothing."""
        return self._ids[index] if index < len(self._ids) else None

    def id_at(self, index: int) -> int:
        """A photo."""
        return self._ids[index] if index < len(self._ids) else self.ids[index]

    def ids_between(self, start: int, stop: int) -> array[int]:
        """Photos from here to there, `stop` not among them."""
        return self._ids[start:stop] if stop <= len(self._ids) else self.ids[start:stop]

    def begin(self, coming: Coming) -> None:
        """Another list of photos, of which not all may be there yet."""
        self.replace(coming.page, keep=False)
        self._coming = None if coming.complete else coming

    def end(self, coming: Coming) -> None:
        """All have come; nothing happens if another list is shown by now."""
        if self._coming is coming:
            self._ids, self._coming = coming.whole(), None

    def replace(self, ids: array[int], keep: bool) -> None:
        """Another list of photos; with `keep`, what is still there stays selected and current.

        Cost: one pass over the ids when something is selected (2 ms per 100,000).
        """
        current = self.current_id if keep else None
        self._ids, self._coming = ids, None
        if not keep:
            self.selected, self.current, self._anchor = set(), -1, -1
            self._awaited = None
            return
        if self.selected:
            self.selected.intersection_update(ids)
        elif self._awaited is not None and self.index_of(-self._awaited) >= 0:
            self.selected, self._awaited = {-self._awaited}, None
        old = self.current
        self.current = self._anchor = self.index_of(current) if current is not None else -1
        if self.current < 0 and old >= 0 and len(ids):
            self.current = self._anchor = min(old, len(ids) - 1)

    @property
    def current_id(self) -> int | None:
        """The id under the keyboard's focus."""
        return self.id_at(self.current) if 0 <= self.current < self.count else None

    def index_of(self, photo_id: int) -> int:
        """Where a photo lies in this view; -1 if it does not. It may have been read meanwhile."""
        for ids in self._lists():
            for known in dict.fromkeys((photo_id, abs(photo_id))):
                with contextlib.suppress(ValueError):
                    return ids.index(known)
        return -1

    def _lists(self) -> Iterator[array[int]]:
        """What is there; for whoever did not find it there, all."""
        yield self._ids
        if self._coming is not None:
            yield self.ids

    def ordered(self) -> list[int]:
        """The selected ids in the view's order."""
        if not self.selected:
            return []
        if len(self.selected) == len(self.ids):
            return list(self.ids)
        return [photo_id for photo_id in self.ids if photo_id in self.selected]

    def choose(self, index: int) -> None:
        """Select this one only."""
        self.selected = set(read_ones([self.id_at(index)]))
        self._awaited = None if self.selected else self.id_at(index)
        self.current = self._anchor = index

    def toggle(self, index: int) -> None:
        """Select or deselect this one, the others stay."""
        self.selected ^= set(read_ones([self.id_at(index)]))
        self.current = self._anchor = index

    def extend(self, index: int, add: bool = False) -> None:
        """Select from the anchor to here; with `add`, beside what is selected already."""
        anchor = self._anchor if self._anchor >= 0 else index
        low, high = min(anchor, index), max(anchor, index)
        chosen = set(read_ones(self.ids_between(low, high + 1)))
        self.selected = self.selected | chosen if add else chosen
        self.current, self._anchor = index, anchor

    def choose_ids(self, ids: Sequence[int], add: bool = False) -> None:
        """Select these, wherever they lie; with `add`, beside what is selected already.

        With `add` and one that is selected, it is deselected. Cost: 5 ms per 100,000 photos shown.
        """
        known = set(read_ones(ids)).intersection(self.ids)
        toggled = add and len(known) == 1
        before = self.selected if add else set()
        self.selected = before ^ known if toggled else before | known
        if known:
            self.current = self._anchor = self.index_of(next(i for i in ids if i in known))

    def move(self, index: int) -> None:
        """Move the focus and change nothing."""
        self.current = index

    def choose_these(self, photo_ids: set[int]) -> None:
        """Select these of the view; the first of them has the focus."""
        self.selected = photo_ids
        self.current = self._anchor = next(
            (index for index, photo in enumerate(self.ids) if photo in photo_ids), -1
        )

    def choose_all(self) -> None:
        """Select everything in the view."""
        self.selected = set(read_ones(self.ids))

    def clear(self) -> None:
        """Select nothing; the focus stays."""
        self.selected, self._awaited = set(), None

    def begin_band(self, add: bool) -> None:
        """A rubber band starts; with `add`, beside what is selected already."""
        self._before = set(self.selected) if add else set()

    def band(self, indices: Iterable[int]) -> None:
        """The rubber band covers these now."""
        self.selected = self._before | set(read_ones(self.id_at(index) for index in indices))
