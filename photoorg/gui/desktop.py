"""Joins the window with the desktop around it: export, drag out, clipboard, file manager; and the
actions for favourites and protection, whose state the menus show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QPixmap

from photoorg.gui import icons, texts
from photoorg.gui.exporting import Exporting

if TYPE_CHECKING:
    from photoorg.gui.dialogs.protected import ProtectedFolders
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node
    from photoorg.records import Changes, Verdict

STATES_OF = 2000  # photos of a selection that are asked for their state
CARRIED = 5000  # photos that are dragged or copied at once: 0.3 s of reading


class Desktop(QObject):
    """What other programs get, and what the actions of the menus say about the selection."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.exporting = Exporting(window.session, window.settings, window)
        self.folders: ProtectedFolders | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._read_states)
        self._connect()
        self._show_states({})
        self._soon.start()

    def _connect(self) -> None:
        window, grid = self._window, self._window.centre.grid
        window.actions_.connect_all(
            {
                "export": self.export,
                "favourite": self._favour,
                "protect": self._protect,
                "protect-folders": self._ask_folders,
                "reveal": self.reveal_current,
                "copy": self.copy_paths,
            }
        )
        grid.drag_wanted.connect(self.drag_out)
        grid.selection_changed.connect(self._soon.start)
        window.viewing.opened.connect(self._soon.start)
        window.viewing.left.connect(self._soon.start)
        window.session.changed.connect(self._on_changed)
        window.judging.deciding.decided.connect(lambda _verdicts: self._soon.start())
        self.exporting.done.connect(window.deleting.offer)

    # --- export

    def export(self) -> None:
        """Export the selection; without one, all that is in view."""
        window, node = self._window, self._window.browsing.node
        chosen = window.chosen.ids()
        ids = chosen or (window.centre.grid.read_ids if window.centre.browsing else [])
        if ids and node is not None:
            self.exporting.ask(ids, window.chosen.title_of(node, len(ids)))

    def export_node(self, node: Node) -> None:
        """Export an entry of the tree, whatever is selected on the wall."""
        wanted, library = node.filter, self._window.session.library
        if wanted is not None:
            self._window.session.reads.ask(
                "cluster",
                lambda: library.photo_ids(wanted, self._window.browsing.order),
                lambda ids: self.exporting.ask(list(ids), node.label),
            )

    # --- favourites and protection

    def _on_changed(self, changes: Changes) -> None:
        if changes.decisions or changes.photos:
            self._soon.start()

    def _read_states(self) -> None:
        ids = self._window.chosen.ids()[:STATES_OF]
        library = self._window.session.library
        self._window.session.reads.ask(
            "states", lambda: library.verdicts(ids) if ids else {}, self._show_states
        )

    def _show_states(self, verdicts: Mapping[int, Verdict]) -> None:
        """Checked: it holds for all that is chosen. By its folder: only the folder can end it."""
        known = list(verdicts.values())
        favourite, protect = (self._window.actions_[name] for name in ("favourite", "protect"))
        favourite.setEnabled(bool(known))
        favourite.setChecked(bool(known) and all(one.favourite for one in known))
        by_folder = bool(known) and all(one.protected_folder for one in known)
        protect.setEnabled(bool(known) and not by_folder)
        protect.setChecked(by_folder or (bool(known) and all(one.protected for one in known)))
        words = self.tr("Protected by its folder") if by_folder else self.tr("Protected")
        protect.setText(words)
        icons.dress(favourite, "heart-full" if favourite.isChecked() else "heart")
        icons.dress(protect, "shield-full" if protect.isChecked() else "shield")

    def _favour(self) -> None:
        deciding, wanted = (
            self._window.judging.deciding,
            self._window.actions_["favourite"].isChecked(),
        )
        ids = self._window.chosen.ids()
        if ids:
            deciding.ask(ids, lambda before: deciding.favour(before, wanted))

    def _protect(self) -> None:
        deciding, wanted = (
            self._window.judging.deciding,
            self._window.actions_["protect"].isChecked(),
        )
        ids = self._window.chosen.ids()
        if ids:
            deciding.ask(ids, lambda before: deciding.protect(before, wanted))

    def _ask_folders(self) -> None:
        library = self._window.session.library
        self._window.session.reads.ask("protected", library.protected_folders, self._show_folders)

    def _show_folders(self, folders: Sequence[str]) -> None:
        from photoorg.gui.dialogs.protected import ProtectedFolders

        if self.folders is not None:
            self.folders.show_folders(folders)
            return
        self.folders = ProtectedFolders(folders, self._window)
        self.folders.wanted.connect(self._protect_folder)
        self.folders.finished.connect(self._close_folders)
        self.folders.open()

    def _protect_folder(self, path: str, protected: bool) -> None:
        session, library = self._window.session, self._window.session.library

        def written(changes: Changes) -> None:
            session.notify(changes)
            self._ask_folders()

        session.writes.put(lambda: library.protect_folder(path, protected), written)

    def _close_folders(self) -> None:
        if self.folders is not None:
            self.folders.deleteLater()
            self.folders = None

    # --- other programs

    def drag_out(self) -> None:
        """The selection is carried to another program, or to a group."""
        from photoorg.gui import dragging

        grid, session = self._window.centre.grid, self._window.session
        count = len(grid.selection.selected)
        ids = grid.selection.ordered()[:CARRIED]
        first = grid.selection.current_id
        if first in ids:  # the photo under the pointer lies on top
            ids = [first, *(photo_id for photo_id in ids if photo_id != first)]
        paths = [photo.path for photo in session.library.photos(ids) if not photo.offline]
        squares = [session.thumbnails.pixmap(photo_id) for photo_id in ids[: dragging.FANNED]]
        if ids:
            dragging.drag(grid, paths, [square or QPixmap() for square in squares], count)

    def copy_paths(self) -> None:
        """Put the chosen photos on the clipboard: as text their paths, as files themselves."""
        from photoorg.gui import dragging

        ids, library = self._window.chosen.ids()[:CARRIED], self._window.session.library
        if ids:
            self._window.session.reads.ask(
                "paths",
                lambda: [photo.path for photo in library.photos(ids)],
                lambda found: QGuiApplication.clipboard().setMimeData(
                    dragging.mime_of(found, text=True)
                ),
            )

    def reveal_current(self) -> None:
        """Show the chosen photo in the file manager."""
        photo = self._current()
        if photo:
            self.reveal(photo)

    def reveal(self, path: str) -> None:
        """Show a file in the file manager, or say where it is."""
        from photoorg.gui.reveal import reveal

        if not reveal(path):
            words = self.tr("No file manager could be opened. The file is {0}")
            self._window.notice.show_words(words.format(texts.shown(path)), "problem")

    def _current(self) -> str | None:
        centre = self._window.centre
        if centre.viewing and centre.viewer.photo:
            return centre.viewer.photo.path
        current = centre.grid.selection.current_id
        photo = self._window.session.thumbnails.photo(current) if current is not None else None
        return photo.path if photo else None
