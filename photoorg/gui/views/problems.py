"""Files that could not be read: each with its reason, and a way to it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.views.elided import ElidedLabel

if TYPE_CHECKING:
    from photoorg.records import Problem

Index = QModelIndex | QPersistentModelIndex
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 1
ROW = 64


class ProblemsModel(QAbstractListModel):
    """The problems in the library's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problems: list[Problem] = []

    def replace(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        if self.problems != list(problems):
            self.beginResetModel()
            self.problems = list(problems)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many there are."""
        return 0 if parent.isValid() else len(self.problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A problem, and what a screen reader says of it."""
        problem = self.problems[index.row()]
        if role == PROBLEM_ROLE:
            return problem
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{texts.file_name(problem.path)}: {problem.reason}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{texts.shown(problem.path)}\n{problem.reason}"
        return None


class ProblemDelegate(QStyledItemDelegate):
    """Name and size, then the reason, then the folder."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of one height."""
        return QSize(100, max(ROW, option.fontMetrics.height() * 3 + 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one problem."""
        problem = index.data(PROBLEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, chosen = option.palette, bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.tint(colors) if chosen else colors.midlight())
            painter.drawRoundedRect(QRectF(option.rect).adjusted(8, 1, -8, -1), 6, 6)
        else:
            painter.setPen(QPen(colors.mid().color(), 1))
            painter.drawLine(
                option.rect.bottomLeft().x() + 20,
                option.rect.bottom(),
                option.rect.right() - 20,
                option.rect.bottom(),
            )
        text = colors.text().color()
        dim = text if chosen else colors.placeholderText().color()
        self._lines(painter, option, problem, (text, dim))
        painter.restore()

    def _lines(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        problem: Problem,
        colors: tuple[Any, Any],
    ) -> None:
        metrics = option.fontMetrics
        line = metrics.height() + 1
        box = option.rect.adjusted(20, 9, -20, 0)
        box.setHeight(line)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        small = style.font_of(option.font, "small")
        mode = Qt.TextElideMode.ElideMiddle
        for font, color, words in (
            (bold, colors[0], texts.file_name(problem.path)),
            (option.font, colors[0], problem.reason),
            (small, colors[1], texts.shown(os.path.dirname(problem.path))),
        ):
            painter.setFont(font)
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(words, mode, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            box.translate(0, line)


class ProblemsView(QWidget):
    """The list under its heading."""

    reveal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QWidget(self)
        head.setObjectName("header")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel(head)
        self.title.setFont(style.font_of(self.font(), "title"))
        self.title.setText(self.tr("Problems"))
        self.words = ElidedLabel(head, dim=True)
        self.reveal = QPushButton(self.tr("Show in file manager"), head)
        icons.dress(self.reveal, "reveal")
        self.reveal.clicked.connect(self._reveal)
        self.model = ProblemsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self._delegate = ProblemDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.activated.connect(self._reveal)
        self.list.selectionModel().selectionChanged.connect(self._on_chosen)
        self._arrange(head)
        self._on_chosen()

    def _arrange(self, head: QWidget) -> None:
        row = QHBoxLayout()
        row.addStrut(36)
        row.addWidget(self.title, 1)
        row.addWidget(self.reveal)
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.list, 1)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self.model.replace(problems)
        self.words.setText(
            self.tr("%Ln file(s) could not be read. They were left as they are.", "", len(problems))
        )
        if problems and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _on_chosen(self) -> None:
        self.reveal.setEnabled(self.list.currentIndex().isValid())

    def _reveal(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.reveal_wanted.emit(self.model.problems[index.row()].path)
