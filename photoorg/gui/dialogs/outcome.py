"""What really happened in a deletion or an undo: each file that stayed, and why."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from photoorg.records import Failure

MOST_ROWS = 5_000  # a list that nobody reads to its end; copying takes all


class FailureList(QTreeWidget):
    """Files with the reason why each was left where it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.ensurePolished()  # else the first row is as low as one without padding
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHeaderLabels([self.tr("File"), self.tr("Why it stays")])
        self.setAccessibleName(self.tr("Files that stay, and why"))
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 180)

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """List these, in their order."""
        self.clear()
        for failure in failures[:MOST_ROWS]:
            path, reason = texts.shown(failure.path), texts.shown(failure.reason)
            item = QTreeWidgetItem([os.path.basename(path), reason])
            item.setToolTip(0, path)
            item.setToolTip(1, reason)
            self.addTopLevelItem(item)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)


class OutcomeDialog(Sheet):
    """The report of a deletion or an undo, as it was checked on disk."""

    def __init__(
        self, heading: str, words: str, failures: Sequence[Failure], parent: QWidget | None = None
    ) -> None:
        super().__init__(heading, parent, width=620)
        self.resize(720, 440)
        self._failures = failures
        if words:
            self.add_line(words)
        self.list = FailureList(self)
        self.list.show_failures(failures)
        self.body.addWidget(self.list, 1)
        copy = self.add_button(self.tr("Copy the list"))
        copy.clicked.connect(self.copy)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        close.setFocus()

    def copy(self) -> None:
        """Put all files and reasons on the clipboard, one a line."""
        rows = (texts.shown(f"{f.path}\t{f.reason}") for f in self._failures)
        QGuiApplication.clipboard().setText("\n".join(rows))
