"""The folders of which nothing may be deleted: listed, added, taken from the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import Sheet


class ProtectedFolders(Sheet):
    """Says which folder is to be protected, or no longer."""

    wanted = Signal(object, bool)  # folder, whether to protect it

    def __init__(self, folders: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=560)
        self.setWindowTitle(self.tr("Protected folders"))
        self.heading.setText(self.windowTitle())
        self.resize(620, 380)
        self.add_line(
            self.tr(
                "Nothing that lies in these folders, now or later, is deleted or moved by "
                "photoorg, whatever is selected or marked."
            ),
            dim=True,
        )
        self.empty = self.add_line(self.tr("No folder is protected yet."), dim=True)
        self.list = QListWidget(self)
        self.list.setObjectName("card")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName(self.windowTitle())
        self.list.currentItemChanged.connect(lambda: self._on_current())
        self.body.addWidget(self.list, 1)
        self.add = self.add_button(self.tr("Protect a folder..."))
        self.add.clicked.connect(self._on_add)
        self.remove = self.add_button(self.tr("No longer protect"))
        self.remove.clicked.connect(self._on_remove)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.show_folders(folders)

    def show_folders(self, folders: Sequence[str]) -> None:
        """Show these."""
        self._folders = list(folders)
        self.list.clear()
        self.list.addItems([texts.shown(folder) for folder in folders])
        self.empty.setVisible(not folders)
        self.list.setVisible(bool(folders))
        self._on_current()

    def _on_current(self) -> None:
        self.remove.setEnabled(self.list.currentItem() is not None)

    def _on_add(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Protect a folder"))
        if folder:
            self.wanted.emit(folder, True)

    def _on_remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.wanted.emit(self._folders[row], False)
