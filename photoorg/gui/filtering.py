"""Narrowing a view: what was added to an entry of the tree, by menu, map or timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from photoorg.gui.models import filter_chips
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.gui.dialogs.days import DaysDialog
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.filter_chips import Chip
    from photoorg.gui.models.tree import Node
    from photoorg.gui.views.filter_menu import Choices, FilterMenu
    from photoorg.records import DateCount

_TO_WALL = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
PAUSE_MS = 200  # of typing, after which the words are looked for


class Filtering(QObject):
    """Keeps the bar, its menu and the wall in step. `added` joins every entry that is chosen."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.centre.filter_bar
        self.menu: FilterMenu | None = None
        self.days_dialog: DaysDialog | None = None
        self.added = Filter()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(PAUSE_MS)
        self._typed.timeout.connect(self._look_for_typed)
        self._bar.menu_wanted.connect(self.ask_menu)
        self._bar.text_changed.connect(lambda _: self._typed.start())
        self._bar.drop_wanted.connect(self.drop)
        self._bar.clear_wanted.connect(self.clear)
        window.browsing.entry_chosen.connect(self._on_entry)
        window.browsing.shown.connect(self._on_shown)
        window.session.snapshot_read.connect(lambda _: self._show_chips())
        page = self._bar.parentWidget()
        if page is not None:
            page.installEventFilter(self)  # keys that nothing on the page has a use for
        self._bar.text.installEventFilter(self)
        window.actions_.connect_all(
            {"add-filter": self.ask_menu, "clear-filters": self.clear, "find": self.focus_text}
        )
        window.actions_.connect_all({"only": self.show_only})

    def narrow(self, **values: Any) -> None:
        """Set these fields of what was added; a field's default drops its condition."""
        self._set(filter_chips.narrowed(self.added, values))

    def show_only(self) -> None:
        """Show the selected photos alone; those of the map on the wall."""
        ids = tuple(self._window.chosen.ids())
        if not ids:
            return
        self._window.show_wall()
        self.narrow(ids=ids)
        if self._window.library_mapping.shown:
            self._window.sidebar.choose(("all",))

    def drop(self, names: tuple[str, ...]) -> None:
        """Drop the conditions of a chip."""
        self._set(filter_chips.without(self.added, names))

    def clear(self) -> None:
        """Show the whole entry again."""
        self._typed.stop()
        self._bar.show_text("")
        self._set(Filter())
        self._window.centre.grid.setFocus()

    def focus_text(self, select: bool = True) -> None:
        """Put the cursor into the words to look for; what they find is on the wall."""
        if self._bar.search.isHidden() or self._window.centre.reviewing:
            return
        self._window.show_wall()
        self._bar.text.setFocus()
        if select:
            self._bar.text.selectAll()

    def _look_for_typed(self) -> None:
        if not self._window.centre.browsing:
            self.focus_text(select=False)
        self.narrow(text=self._bar.text.text().strip())

    def _set(self, added: Filter) -> None:
        if added == self.added:
            return
        self.added = added
        self._show_chips()
        self._window.browsing.set_added(added)
        self.changed.emit()

    def _show_chips(self) -> None:
        shown = self.chips()
        if [chip.chip for chip in self._bar.chips] != shown:
            self._bar.show_chips(shown)
        if not self._typed.isActive():
            self._bar.show_text(self.added.text)

    def chips(self) -> list[Chip]:
        """The conditions in words."""
        clusters = self._window.session.snapshot.clusters
        titles = {cluster.id: cluster.title for cluster in clusters}
        return filter_chips.chips(self.added, titles)

    def _on_entry(self, node: Node) -> None:
        """Filters stay, but for those that the new entry says itself."""
        if node.filter is not None:
            self._set(filter_chips.beside(self.added, node.filter))

    def _on_shown(self) -> None:
        """If nothing is left, find out which condition is to blame."""
        browsing, chips = self._window.browsing, self.chips()
        count, wanted = self._window.centre.grid.count, browsing.wanted
        if count or wanted is None or not chips:
            self._window.session.reads.drop("blame")
            self._bar.show_found(1, [])
            return
        library, added = self._window.session.library, self.added
        others = [(c, browsing.with_added(filter_chips.without(added, c.fields))) for c in chips]

        def left() -> list[tuple[Chip, int]]:
            found = [(chip, library.photo_count(other)) for chip, other in others if other]
            return sorted(found, key=lambda pair: -pair[1])

        def show(found: list[tuple[Chip, int]]) -> None:
            if added == self.added and not self._window.centre.grid.count:
                self._bar.show_found(0, found)

        self._window.session.reads.ask("blame", left, show)

    # --- the menu

    def ask_menu(self) -> None:
        """Read what the photos in view have to offer, then show the menu."""
        from photoorg.gui.views.filter_menu import choices_of

        if self._window.centre.reviewing or not self._window.session.snapshot.counts.photos:
            return
        self._window.show_wall()
        wanted, library = self._window.browsing.wanted, self._window.session.library
        if wanted is None:
            return
        self._window.session.reads.ask(
            "choices", lambda: choices_of(library, wanted), self._show_menu
        )

    def _show_menu(self, choices: Choices) -> None:
        from photoorg.gui.views.filter_menu import FilterMenu

        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = FilterMenu(choices, self._window.session.snapshot, self._bar)
        self.menu.chosen.connect(lambda values: self.narrow(**values))
        self.menu.text_wanted.connect(self.focus_text)
        self.menu.days_wanted.connect(lambda: self._ask_days(choices.days))
        self.menu.popup(self._bar.add.mapToGlobal(QPoint(0, self._bar.add.height())))

    def _ask_days(self, days: Sequence[DateCount]) -> None:
        """Two days; what they leave is shown while they are being chosen."""
        from photoorg.gui.dialogs.days import DaysDialog

        known = [d.year * 10_000 + d.month * 100 + d.day for d in days] or [20000101]
        span = self.added.days or (min(known), max(known))
        dialog = DaysDialog(span, self._window)
        self.days_dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.chosen.connect(lambda chosen: self.narrow(days=chosen))
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.days_dialog is not None:
            self.days_dialog.deleteLater()
            self.days_dialog = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc, when the wall has nothing to deselect, removes the filters; in the field for words
        only these. From there it leads back to the wall, and so do Return and the arrow down.
        """
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self._bar.text:
            if event.key() not in _TO_WALL:
                return super().eventFilter(watched, event)
            self._typed.stop()
            text = "" if event.key() == Qt.Key.Key_Escape else self._bar.text.text().strip()
            self._bar.show_text(text)
            self.narrow(text=text)
            self._window.centre.grid.setFocus()
            return True
        if event.key() == Qt.Key.Key_Escape and self.added != Filter():
            self.clear()
            return True
        return super().eventFilter(watched, event)
