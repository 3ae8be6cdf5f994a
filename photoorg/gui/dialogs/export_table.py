"""The files of an export: where each goes, what stays and why."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import CardTable

if TYPE_CHECKING:
    from photoorg.records import ExportPlan, Failure

SHOWN = 500  # rows: what a person may read through; the numbers above it are of all


class FileTable(CardTable):
    """Two columns: a file, and what becomes of it. What stays comes first, then new names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Files"))
        self.setHeaderLabels([self.tr("File"), self.tr("Becomes")])
        header = self.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 250)

    def show_plan(self, plan: ExportPlan) -> None:
        """Show what would become of each file."""
        self.clear()
        self.show_failures(plan.refused)
        renamed = {path for path, _ in plan.renamed}
        items = sorted(plan.items, key=lambda item: item.path not in renamed)
        for item in items[: max(0, SHOWN - self.topLevelItemCount())]:
            name = os.path.basename(item.target)
            words = texts.shown(name)
            if plan.kind == "xmp" and item.hash is not None:
                words = self.tr("{0} (merged)").format(words)
            self._add(item.path, words)
        left = len(plan.items) + len(plan.refused) - self.topLevelItemCount()
        if left > 0:
            self.addTopLevelItem(QTreeWidgetItem([self.tr("and %Ln more", "", left), ""]))

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """Add files that stay, in the colour of a warning."""
        for failure in failures[:SHOWN]:
            item = self._add(failure.path, failure.reason)
            item.setForeground(1, QBrush(self.palette().brightText()))
            item.setToolTip(1, failure.reason)

    def _add(self, path: str, words: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([texts.file_name(path), words])
        item.setToolTip(0, texts.shown(path))
        self.addTopLevelItem(item)
        return item
