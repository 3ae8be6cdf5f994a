"""The bar above a review: where one is, how much is rejected, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.views.elided import ElidedLabel

if TYPE_CHECKING:
    from photoorg.gui.models.review import Review


def progress_words(review: Review) -> str:
    """ "37 of 200 · 12 rejected, 48 MB · 20 kept" """
    tally = review.tally()
    words = texts.translate("review", "{0} of {1}")
    parts = [words.format(texts.number(review.index + 1), texts.number(tally.photos))]
    if tally.rejected:
        words = texts.translate("review", "{0} rejected, {1}")
        parts.append(words.format(texts.number(tally.rejected), texts.size(tally.bytes)))
    if tally.kept:
        words = texts.translate("review", "{0} kept")
        parts.append(words.format(texts.number(tally.kept)))
    return " · ".join(parts)


class ThinLine(QWidget):
    """How far one is, as a line. (Qt's own bar repaints at once: 5 ms of every key press.)"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(3)

    def show_share(self, share: float) -> None:
        """From 0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The accent on a hairline."""
        painter, colors = QPainter(self), self.palette()
        painter.fillRect(self.rect(), colors.midlight())
        done = round(self.width() * self._share)
        painter.fillRect(0, 0, done, self.height(), colors.highlight())
        painter.end()


class ReviewHead(QWidget):
    """Title, progress in words and as a line, buttons; says commands of `review_keys`."""

    command = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        font = style.font_of(self.font(), "body")
        font.setBold(True)
        self.title = ElidedLabel(self)
        self.progress = QLabel(self)
        for label in (self.title, self.progress):
            label.setFont(font)
        self.progress.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.line = ThinLine(self)
        self.back = self._button("back", self.tr("Back (Esc)"), "leave")
        self.undo = self._button("undo", self.tr("Undo the last thing done (Ctrl+Z)"), "undo")
        self.keys = self._button("keys", self.tr("Keys (?)"), "keys")
        self.compare = self._button("compare", self.tr("Compare side by side (C)"), "compare")
        self.full = self._button("", self.tr("Show the photo's own pixels (Z)"), "zoom")
        self.full.setText(self.tr("100 %"))
        for button in (self.compare, self.full):
            button.setCheckable(True)
            button.setProperty("toggle", True)
        self.finish = QPushButton(self.tr("Finish review"), self)
        self.finish.setToolTip(self.tr("Asks once what to do with the rejected photos (Esc)"))
        self.finish.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.finish.clicked.connect(lambda: self.command.emit("finish"))
        self._arrange()

    def _button(self, icon: str, tip: str, command: str) -> QToolButton:
        button = QToolButton(self)
        if icon:
            icons.dress(button, icon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.command.emit(command))
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.progress)
        for widget in (self.full, self.compare, self.undo, self.keys, self.finish):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.line)

    def show_review(self, review: Review) -> None:
        """Show where it is."""
        self.title.setText(review.title)
        self.progress.setText(progress_words(review))
        self.line.show_share((review.index + 1) / max(1, len(review.ids)))
