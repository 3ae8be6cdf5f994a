"""Five stars that show a rating and take a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from photoorg.gui import icons, texts

SIDE, GAP = 20, 3
LARGEST = 5
_GOLD_DARK, _GOLD_LIGHT = QColor("#ffd257"), QColor("#8a6100")


class Stars(QWidget):
    """A rating from 0 to 5; a click on the star it has clears it."""

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rating = 0
        self._hovered = 0
        self.setMouseTracking(True)
        self.setFixedSize(self.sizeHint())
        self.setToolTip(self.tr("Rate (1 to 5, 0 clears)"))
        self.show_rating(0)

    def sizeHint(self) -> QSize:
        """Room for five."""
        return QSize(LARGEST * (SIDE + GAP) + 8, SIDE + 12)

    def show_rating(self, rating: int) -> None:
        """Show a rating."""
        self.rating = rating
        words = self.tr("Rated {0} of 5") if rating else self.tr("Not rated")
        self.setAccessibleName(words.format(texts.number(rating)))
        self.update()

    def _star_at(self, x: float) -> int:
        return min(LARGEST, max(1, int((x - 4) // (SIDE + GAP)) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full stars up to the rating, or up to the pointer."""
        painter = QPainter(self)
        dark = self.palette().window().color().lightness() < 128
        gold, dim = _GOLD_DARK if dark else _GOLD_LIGHT, self.palette().placeholderText().color()
        lit, ratio = self._hovered or self.rating, self.devicePixelRatioF()
        for star in range(1, LARGEST + 1):
            name, color = ("star-full", gold) if star <= lit else ("star", dim)
            left = 4 + (star - 1) * (SIDE + GAP)
            painter.drawPixmap(left, 6, icons.pixmap(name, color, SIDE, ratio))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would give."""
        self._hovered = self._star_at(event.position().x())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rate."""
        if event.button() == Qt.MouseButton.LeftButton:
            star = self._star_at(event.position().x())
            self.rated.emit(0 if star == self.rating else star)

    def leaveEvent(self, event: QEvent) -> None:
        """The rating itself again."""
        self._hovered = 0
        self.update()
