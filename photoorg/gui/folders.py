"""Folders that are opened: by the dialog, the menu, a drop; in the demo and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from photoorg.gui import window_state
from photoorg.gui.indexing import existing

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from photoorg.gui.main_window import MainWindow


class Folders(QObject):
    """Sends folders to be read. Those that are opened from the demo go to the user's library."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def choose(self) -> None:
        """Ask for a folder and read it."""
        window = self._window
        recent = window_state.recent_folders(window.settings)
        folder = QFileDialog.getExistingDirectory(
            window, self.tr("Open a folder of photos"), recent[0] if recent else ""
        )
        if folder:
            self.open([folder])

    def open(self, folders: list[str]) -> None:
        """Read these; from the demo, in the user's own library."""
        if self._window.demo:
            self._window.own_wanted.emit(folders)
        else:
            self._window.indexing.open(folders)

    def turn_demo(self) -> None:
        """Into the demo, or out of it."""
        if self._window.demo:
            self._window.own_wanted.emit([])
        else:
            self._window.demo_wanted.emit()

    def open_one(self, folder: str) -> None:
        """A folder of the menu: one of this library's own is scanned again."""
        if folder in {root.path for root in self._window.session.snapshot.roots}:
            self._window.indexing.open([folder])
        else:
            self.open([folder])

    def note(self, folders: list[str]) -> None:
        """These are being read."""
        self._window.undo_bar.clear()
        if not self._window.demo:
            window_state.remember_folders(self._window.settings, folders)

    def drop(self, mime: QMimeData) -> bool:
        """Read what was dropped; whether there was a folder in it."""
        folders = existing([url.toLocalFile() for url in mime.urls() if url.isLocalFile()])
        if folders:
            self.open(folders)
        return bool(folders)
