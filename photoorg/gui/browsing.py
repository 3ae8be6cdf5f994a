"""From an entry of the tree to photos on the wall and facts beside them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from photoorg.gui.models.coming import Coming, first_page
from photoorg.gui.models.covers import compose
from photoorg.gui.models.filter_chips import merged
from photoorg.gui.models.pictures import from_jpeg
from photoorg.gui.models.snapshot import level_of
from photoorg.gui.models.tree import everything
from photoorg.gui.views.header import bytes_of
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.models.tree import Node
    from photoorg.gui.session import Session
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.details import Details
    from photoorg.gui.views.sidebar import Sidebar
    from photoorg.records import Changes, Order, Photo

SUMMED_AT_MOST = 5000  # photos whose sizes are added up for a heading


def photo_and_image(library: LibraryView, photo_id: int) -> tuple[Photo, QImage | None] | None:
    """A photo's record and its thumbnail; None if it is no longer there."""
    found = library.wall_photos([photo_id])
    if not found:
        return None
    jpeg = library.thumbnails([photo_id]).get(photo_id)
    return found[0], from_jpeg(jpeg) if jpeg else None


def cover_of(library: LibraryView, ids: Sequence[int]) -> QImage | None:
    """Up to four photos as one picture."""
    jpegs = library.thumbnails(ids)
    pictures = [from_jpeg(jpegs[i]) for i in ids if i in jpegs]
    return compose(pictures, 320, 6) if pictures else None


def shown_of(wanted: Filter, shown: str) -> Filter:
    """A filter narrowed to what one of the choices of `choice_button.shown_button` names."""
    narrower: dict[str, dict[str, Any]] = {
        "unreviewed": {"unreviewed": True},
        "undecided": {"marked": False},
        "kept": {"mark": "kept"},
        "rejected": {"mark": "rejected"},
        "favourites": {"favourite": True},
        "rated": {"least_rating": 3},
        "protected": {"protected": True},
    }
    return replace(wanted, **narrower.get(shown, {}))


class Browsing(QObject):
    """Keeps grid, header and details in step with the tree and with the library."""

    shown = Signal()  # the ids of a view are on the wall
    entry_chosen = Signal(object)  # another node, before its photos are asked for
    wanted_changed = Signal()  # the filter of the wall, by the tree, a choice or what was added

    def __init__(
        self, session: Session, sidebar: Sidebar, centre: Centre, details: Details
    ) -> None:
        super().__init__(centre)
        self._session = session
        self._sidebar = sidebar
        self._centre = centre
        self._details = details
        self._node: Node | None = None
        self._order: Order = "date"
        self._shown = "all"
        self._added = Filter()
        self._said: Filter | None = None
        self._bytes: int | None = None
        self._fresh = False  # all photos are on the wall, and the tree is still to come
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(30)
        self._soon.timeout.connect(self._read_details)
        sidebar.chosen.connect(self.show_node)
        session.changed.connect(self._on_changed)
        session.snapshot_read.connect(self._on_snapshot)
        sidebar.refreshed.connect(self._on_refreshed)
        grid, header = centre.grid, centre.header
        grid.selection_changed.connect(self._on_selection)
        grid.unread_seen.connect(session.jobs.wish)
        grid.cell_size_changed.connect(header.cell_size.setValue)
        header.size_changed.connect(grid.set_cell_size)
        header.order_changed.connect(self.set_order)
        header.level_changed.connect(session.set_level)

    @property
    def node(self) -> Node | None:
        """The entry that is shown."""
        return self._node

    @property
    def order(self) -> Order:
        """Which photos come first."""
        return self._order

    @property
    def wanted(self) -> Filter | None:
        """The filter of the wall: the entry's, the choice's and what was added, together."""
        return self.with_added(self._added)

    def with_added(self, added: Filter) -> Filter | None:
        """The same with something else added; None where no photos are shown."""
        if self._node is None or self._node.filter is None:
            return None
        return merged(shown_of(self._node.filter, self._shown), added)

    @property
    def narrowed(self) -> bool:
        """Whether some photos of the entry are hidden."""
        return self._shown != "all" or self._added != Filter()

    def set_added(self, added: Filter) -> None:
        """Narrow every entry by this filter."""
        if added != self._added:
            self._added, self._bytes = added, None
            self._ask(keep=False)

    def set_order(self, order: Order) -> None:
        """Show other photos first."""
        if order != self._order:
            self._order = order
            self._ask(keep=False)

    def set_shown(self, shown: str) -> None:
        """Show all of an entry, or only what a choice of `shown_of` names."""
        if shown != self._shown:
            self._shown, self._bytes = shown, None
            self._ask(keep=False)

    def touched_by(self, changes: Changes) -> bool:
        """Whether these changes can alter what is in view."""
        by_verdict = self.narrowed or (self._node is not None and self._node.kind == "verdict")
        return changes.photos or changes.clusters or (changes.decisions and by_verdict)

    def show_first(self, coming: Coming) -> None:
        """Show all photos before there is a tree to choose from, if there are any."""
        if not coming.count or self._node is not None:
            return
        self._node, self._fresh = everything(coming.count), True
        self._said = self.wanted
        self.entry_chosen.emit(self._node)
        self._show_page(coming)

    def show_node(self, node: Node) -> None:
        """Show the photos of an entry."""
        fresh, self._fresh = self._fresh, False
        same = self._node is not None and self._node.key == node.key
        self._node = node
        self._bytes = None if not same else self._bytes
        if not same:
            self.entry_chosen.emit(node)
        if node.kind == "problems":
            self._session.reads.drop("ids")
            self._ask_problems()
        elif fresh and same:
            self._show_header(node)
        else:
            self._ask(keep=same)

    def _ask(self, keep: bool) -> None:
        wanted, order = self.wanted, self._order
        if wanted is None:
            self._session.reads.drop("ids")
            self._session.reads.drop("rest")
            return
        if wanted != self._said:
            self._said = wanted
            self.wanted_changed.emit()
        library, reads = self._session.library, self._session.reads
        reads.drop("rest")
        if keep:  # what is in view and selected stays, wherever it lies: all must be known
            reads.ask("ids", lambda: library.wall_ids(wanted, order), self._show_all)
        else:
            reads.ask("ids", lambda: first_page(library, wanted, order), self._show_page)

    def _show_page(self, coming: Coming) -> None:
        """The first photos of a view; the others are read once these are painted."""
        if self._node is None:
            return
        grid = self._centre.grid
        grid.show_first(coming)
        self._ask_bytes(coming)
        self._show_what_came(keep=False)
        if not coming.complete:
            self._session.reads.ask("rest", coming.read, lambda _ids: grid.show_rest(coming))

    def _show_all(self, ids: array[int]) -> None:
        if self._node is None:
            return
        self._centre.grid.set_ids(ids, keep=True)
        self._ask_bytes(Coming(ids, len(ids)))
        self._show_what_came(keep=True)

    def _show_what_came(self, keep: bool) -> None:
        centre, node = self._centre, self._node  # the node may have a new name by now
        if node is None:
            return
        self._show_header(node)
        if centre.reviewing or ((centre.viewing or centre.stacking) and keep):
            self.shown.emit()
            return
        if centre.grid.count or self.narrowed:  # the choice stays where it hides everything
            centre.show_photos()
        elif self._session.snapshot.counts.photos:
            centre.states.nothing()
            centre.show_states()
        self.shown.emit()

    def _show_header(self, node: Node) -> None:
        count = self._centre.grid.count
        self._centre.header.show_node(node, count, self._bytes, self.narrowed)
        self._show_delete()

    def _ask_bytes(self, coming: Coming) -> None:
        """Sum up what a view takes, in slices, so that nobody waits for the interpreter."""
        node = self._node
        if node is None:
            return
        known = node.cluster is not None and not self.narrowed
        if known or not 0 < coming.count <= SUMMED_AT_MOST:
            self._session.reads.drop("bytes")
            self._bytes = None
            return
        library = self._session.library

        def total() -> int:
            ids = coming.read()
            steps = range(0, len(ids), 250)
            return sum(bytes_of(library.wall_photos(ids[start : start + 250])) for start in steps)

        def show(value: int) -> None:
            if self._node is not None and self._node.key == node.key:
                self._bytes = value
                self._show_header(self._node)

        self._session.reads.ask("bytes", total, show, later=True)

    def _ask_problems(self) -> None:
        self._session.reads.ask("problems", self._session.library.problems, self._show_problems)

    def _show_problems(self, problems: Any) -> None:
        if self._node is not None and self._node.kind == "problems":
            self._centre.problems.show_problems(problems)
            self._centre.show_problems()

    def _on_changed(self, changes: Changes) -> None:
        if self._node is None:
            return
        self._fresh = False
        if self._node.kind == "problems":
            self._ask_problems()
        elif self.touched_by(changes):
            self._ask(keep=True)
            self._soon.start()

    def _on_snapshot(self, shot: Snapshot) -> None:
        own = level_of(shot.clusters) if self._session.level is None else self._session.level
        self._centre.header.show_levels(shot.levels, own)

    def _on_refreshed(self) -> None:
        """The chosen entry has new numbers or a new name; its heading follows."""
        node = self._sidebar.current
        if node is not None and self._node is not None and node.key == self._node.key:
            self._node = node
            if node.filter is not None:
                self._show_header(node)

    # --- the right side

    def _on_selection(self) -> None:
        self._show_delete()
        self._soon.start()

    def _show_delete(self) -> None:
        grid = self._centre.grid
        self._centre.header.show_selection(len(grid.selection.selected), bool(grid.count))

    def _read_details(self) -> None:
        if self._centre.viewing:
            return
        chosen = self._centre.grid.selection
        if len(chosen.selected) > 1:
            self._ask_many(chosen.ordered()[:SUMMED_AT_MOST], len(chosen.selected))
        elif len(chosen.selected) == 1:
            self.show_details(next(iter(chosen.selected)))
        elif chosen.current_id is not None and chosen.current_id < 0:
            self.show_details(chosen.current_id)  # it can be looked at, if not chosen
        else:
            self._session.reads.drop("details")
            self._details.show_nothing()

    def _ask_many(self, ids: Sequence[int], count: int) -> None:
        library = self._session.library
        self._session.reads.ask(
            "details",
            lambda: (library.photos(ids), cover_of(library, ids[:4])),
            lambda found: self._details.show_many(found[0], count, found[1]),
        )

    def show_details(self, photo_id: int) -> None:
        """Show what is known of a photo."""
        library = self._session.library
        self._session.reads.ask(
            "details", lambda: photo_and_image(library, photo_id), self._show_one
        )

    def _show_one(self, found: tuple[Photo, QImage | None] | None) -> None:
        if found is None:
            self._details.show_nothing()
            return
        self._details.show_photo(found[0])
        self._details.show_image(found[1])
