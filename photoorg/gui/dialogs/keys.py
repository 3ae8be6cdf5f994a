"""The keys, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from photoorg.gui import style
from photoorg.gui.dialogs.sheet import Sheet

Group = tuple[str, Sequence[tuple[str, str]]]


class KeysDialog(Sheet):
    """Groups of keys with what they do, in two columns."""

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=640)
        self.setWindowTitle(self.tr("Keys"))
        self.heading.setText(self.tr("Keys"))
        page = QWidget()
        columns = QGridLayout(page)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setHorizontalSpacing(40)
        columns.setVerticalSpacing(16)
        for number, group in enumerate(groups):
            columns.addLayout(self._group(*group), number // 2, number % 2)
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        columns.setRowStretch(len(groups), 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.body.addWidget(area, 1)
        self.resize(760, 540)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setFocus()

    def _group(self, title: str, keys: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(16)
        heading = QLabel(title)
        font = style.font_of(self.font(), "body")
        font.setBold(True)
        heading.setFont(font)
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (key, words) in enumerate(keys, start=1):
            name = QLabel(key)
            name.setProperty("dim", True)
            name.setMinimumWidth(96)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            what = QLabel(words)
            what.setWordWrap(True)
            grid.addWidget(what, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(keys) + 1, 1)
        return grid
