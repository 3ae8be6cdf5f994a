"""The history of deletions and exports: what, when, how much, and a way to take each back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.sheet import Sheet

if TYPE_CHECKING:
    from photoorg.records import Operation

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
translate = QCoreApplication.translate


def state(operation: Operation) -> str:
    """How an operation stands, in words: what is back, and what somebody took away, is said."""
    if operation.state == "running":
        return translate("history", "not finished")
    if operation.restored == operation.photos:
        return translate("history", "taken back")
    parts = []
    if operation.restored:
        parts.append(COUNTED.of_them_back(operation.restored))
    if operation.lost:
        parts.append(COUNTED.of_them_lost(operation.lost))
    whole = {
        "delete": translate("history", "in the trash"),
        "move": translate("history", "moved"),
        "copy": translate("history", "copied"),
    }
    return ", ".join(parts) or whole.get(operation.kind, translate("history", "written"))


class HistoryDialog(Sheet):
    """Lists operations, newest first; says which one, or that all, is to be taken back."""

    undo_wanted = Signal(int)
    all_wanted = Signal()

    def __init__(self, operations: Sequence[Operation], parent: QWidget | None = None) -> None:
        super().__init__(translate("history", "History"), parent, width=640)
        self.resize(760, 460)
        self._shown: dict[int, Operation] = {}
        self._add_list()
        self.empty = self.add_line(
            self.tr(
                "Nothing was deleted yet. What you delete is listed here and can be taken back."
            ),
            dim=True,
        )
        self.body.addWidget(self.list, 1)
        self.held = self.add_line("", dim=True)
        self.undo_all = self.add_button(self.tr("Restore all"))
        self.undo_all.setToolTip(self.tr("Take back every deletion, as far as the trash holds it"))
        self.undo_all.clicked.connect(self._on_undo_all)
        self.undo = self.add_button(self.tr("Take back"))
        self.undo.clicked.connect(self._on_undo)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        self.show_operations(operations)
        self.list.setFocus()

    def _add_list(self) -> None:
        self.list = QTreeWidget(self)
        self.list.setObjectName("card")
        self.list.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(False)
        self.list.setUniformRowHeights(True)
        self.list.ensurePolished()  # else the first row is as low as one without padding
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHeaderLabels(
            [self.tr("When"), self.tr("What"), self.tr("Photos"), self.tr("Size"), self.tr("State")]
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

    def show_operations(self, operations: Sequence[Operation]) -> None:
        """Show these; the chosen one stays chosen."""
        chosen = self._chosen()
        self._shown = {operation.id: operation for operation in operations}
        self.list.clear()
        for operation in operations:
            item = QTreeWidgetItem(
                [
                    texts.moment(operation.created),
                    operation.title,
                    texts.number(operation.photos),
                    texts.size(operation.bytes),
                    state(operation),
                ]
            )
            item.setData(0, Qt.ItemDataRole.UserRole, operation.id)
            for column in (2, 3):
                item.setTextAlignment(column, _RIGHT)
            self.list.addTopLevelItem(item)
            if chosen is None or chosen.id == operation.id:
                self.list.setCurrentItem(item)
                chosen = chosen or operation
        self.empty.setVisible(not operations)
        self.list.setVisible(bool(operations))
        self._show_held(sum(o.held for o in operations if o.kind == "delete"))
        self._on_current()

    def _show_held(self, held: int) -> None:
        """How many photos could be taken back, all in all."""
        self.held.setText(COUNTED.restorable(held))
        self.held.setVisible(bool(held))
        self.undo_all.setEnabled(bool(held))

    def _chosen(self) -> Operation | None:
        item = self.list.currentItem()
        return self._shown.get(item.data(0, Qt.ItemDataRole.UserRole)) if item else None

    def _on_current(self) -> None:
        chosen = self._chosen()
        self.undo.setEnabled(chosen is not None and bool(chosen.held))

    def _on_undo(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.undo.setEnabled(False)
            self.undo_wanted.emit(chosen.id)

    def _on_undo_all(self) -> None:
        self.undo_all.setEnabled(False)
        self.all_wanted.emit()
