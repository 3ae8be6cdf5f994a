"""What the dialogs have in common: a heading, a body, buttons at the lower right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import style

Way = TypeVar("Way", bound=str)


class Sheet(QDialog):
    """A window-modal dialog over its window."""

    def __init__(self, title: str, parent: QWidget | None = None, width: int = 480) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(width)
        self.heading = QLabel(title, self)
        self.heading.setFont(style.font_of(self.font(), "title"))
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.body = QVBoxLayout()
        self.body.setSpacing(style.UNIT)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(style.UNIT)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addLayout(self.body, 1)
        layout.addSpacing(4)
        layout.addLayout(self._buttons)

    def add_line(self, words: str, dim: bool = False, warning: bool = False) -> QLabel:
        """A paragraph of the body."""
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("dim", dim)
        label.setProperty("warning", warning)
        self.body.addWidget(label)
        return label

    def add_ways(
        self, words: Mapping[Way, str], chosen: Callable[[], object]
    ) -> dict[Way, QRadioButton]:
        """Choices of which one holds, below each other; `chosen` is called when another does."""
        ways = {way: QRadioButton(said, self) for way, said in words.items()}
        group = QButtonGroup(self)
        column = QVBoxLayout()
        column.setSpacing(4)
        for button in ways.values():
            group.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        group.buttonToggled.connect(lambda _button, on: chosen() if on else None)
        self.body.addLayout(column)
        return ways

    def add_button(self, words: str, primary: bool = False) -> QPushButton:
        """A button at the lower right; Return presses it only while it has the focus."""
        button = QPushButton(words, self)
        button.setProperty("primary", primary)
        button.setAutoDefault(True)  # else Return presses the default button, not the focused one
        self._buttons.addWidget(button)
        return button


class CardTable(QTreeWidget):
    """A table to read in a sheet: columns of words, one row chosen at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionsMovable(False)


def roomy(spin: QAbstractSpinBox) -> None:
    """Keep the digits off the edge: of a field with buttons a style sheet's padding does not."""
    for line in spin.findChildren(QLineEdit):
        line.setTextMargins(6, 0, 0, 0)
