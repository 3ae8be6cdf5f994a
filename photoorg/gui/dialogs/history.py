"""The history of deletions: what, when, how much, and a way to take each back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.records import Operation

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UNDOABLE = ("done", "partly undone", "running")


def state(name: str) -> str:
    """The state of an operation in words."""
    known = {
        "running": QCoreApplication.translate("history", "not finished"),
        "done": QCoreApplication.translate("history", "in the trash"),
        "undone": QCoreApplication.translate("history", "taken back"),
        "partly undone": QCoreApplication.translate("history", "partly taken back"),
    }
    return known.get(name, name)


class HistoryDialog(Sheet):
    """Lists operations, newest first; says which one is to be taken back."""

    undo_wanted = Signal(int)

    def __init__(self, operations: Sequence[Operation], parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("history", "History"), parent, width=640)
        self.resize(680, 420)
        self.list = QTreeWidget(self)
        self.list.setObjectName("card")
        self.list.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHeaderLabels(
            [
                self.tr("When"),
                self.tr("What"),
                self.tr("Photos"),
                self.tr("Size"),
                self.tr("State"),
            ]
        )
        header = self.list.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        for column in (2, 3):
            self.list.headerItem().setTextAlignment(column, _RIGHT)
        for column in range(5):
            mode = QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if column == 1 else mode
            )
        self.list.currentItemChanged.connect(self._on_current)
        self.empty = self.add_line(
            self.tr(
                "Nothing was deleted yet. What you delete is listed here and can be taken back."
            ),
            dim=True,
        )
        self.body.addWidget(self.list, 1)
        self.undo = self.add_button(self.tr("Take back"))
        self.undo.clicked.connect(self._on_undo)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        self.show_operations(operations)

    def show_operations(self, operations: Sequence[Operation]) -> None:
        """Show these; the chosen one stays chosen."""
        chosen = self._chosen()
        self.list.clear()
        for operation in operations:
            item = QTreeWidgetItem(
                [
                    texts.moment(operation.created),
                    operation.title,
                    texts.number(operation.photos),
                    texts.size(operation.bytes),
                    state(operation.state),
                ]
            )
            item.setData(0, Qt.ItemDataRole.UserRole, (operation.id, operation.state))
            for column in (2, 3):
                item.setTextAlignment(column, _RIGHT)
            self.list.addTopLevelItem(item)
            if chosen is None or chosen[0] == operation.id:
                self.list.setCurrentItem(item)
                chosen = chosen or (operation.id, operation.state)
        self.empty.setVisible(not operations)
        self.list.setVisible(bool(operations))
        self._on_current()

    def _chosen(self) -> tuple[int, str] | None:
        item = self.list.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item else None

    def _on_current(self) -> None:
        chosen = self._chosen()
        self.undo.setEnabled(chosen is not None and chosen[1] in UNDOABLE)

    def _on_undo(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.undo.setEnabled(False)
            self.undo_wanted.emit(chosen[0])
