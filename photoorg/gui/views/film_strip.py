"""A row of small photos under the large one: where one is, what is next, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from photoorg.gui import style, texts
from photoorg.gui.views import verdict_paint

if TYPE_CHECKING:
    from photoorg.gui.models.review import Review
    from photoorg.gui.models.thumbnails import Thumbnails

SIDE, GAP, EDGE = 76, 6, 8
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class FilmStrip(QWidget):
    """Paints what fits around the current photo; a click goes there, Ctrl+click chooses."""

    go_wanted = Signal(int)  # a place in the list
    choose_wanted = Signal(int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._review: Review | None = None
        self.setFixedHeight(SIDE + 2 * EDGE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Photos of this review"))
        thumbnails.arrived.connect(self._on_arrived)

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(600, SIDE + 2 * EDGE)

    def show_review(self, review: Review | None) -> None:
        """Show this list, or that it has changed."""
        self._review = review
        self._wish()
        self.update()

    def _left(self) -> int:
        """Where the strip begins: the current photo in the middle, no gap at either end."""
        if self._review is None:
            return 0
        pitch, count = SIDE + GAP, len(self._review.ids)
        whole = count * pitch - GAP
        if whole <= self.width() - 2 * EDGE:
            return (self.width() - whole) // 2
        middle = self.width() // 2 - self._review.index * pitch - SIDE // 2
        return max(self.width() - EDGE - whole, min(EDGE, middle))

    def visible(self) -> range:
        """The places in view."""
        if self._review is None:
            return range(0)
        pitch, left = SIDE + GAP, self._left()
        first = max(0, -left // pitch)
        return range(first, min(len(self._review.ids), (self.width() - left) // pitch + 1))

    def _rect(self, place: int) -> QRect:
        return QRect(self._left() + place * (SIDE + GAP), EDGE, SIDE, SIDE)

    def _wish(self) -> None:
        if self._review is None or not self.isVisible():
            return
        seen = self.visible()
        more = range(seen.stop, min(len(self._review.ids), seen.stop + len(seen)))
        ratio = self.devicePixelRatioF()
        ids = [self._review.ids[place] for part in (seen, more) for place in part]
        self._thumbnails.want(ids, round(SIDE * ratio), style.RADIUS * ratio)

    def _on_arrived(self, ids: set[int]) -> None:
        review = self._review
        if review is None or not self.isVisible():
            return
        if any(review.ids[place] in ids for place in self.visible()):
            self.update()
        self._wish()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells."""
        if self._review is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self.visible():
            self._paint_cell(painter, place, self._review)
        painter.end()

    def _paint_cell(self, painter: QPainter, place: int, review: Review) -> None:
        rect, photo_id, colors = self._rect(place), review.ids[place], self.palette()
        verdict = review.verdict(photo_id)
        pixmap = self._thumbnails.pixmap(photo_id)
        painter.setOpacity(verdict_paint.REJECTED_OPACITY if verdict.mark == "rejected" else 1.0)
        if pixmap is not None:
            painter.drawPixmap(rect, pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.midlight())
            painter.drawRoundedRect(rect, style.RADIUS, style.RADIUS)
        painter.setOpacity(1.0)
        verdict_paint.badges(painter, rect, verdict)
        if place == review.index:
            self._ring(painter, rect, 3.0)
        if photo_id in review.chosen:
            self._number(painter, rect, review.chosen.index(photo_id) + 1)

    def _ring(self, painter: QPainter, rect: QRect, width: float) -> None:
        """The accent outside, a thin line of the ground inside: seen on any photo."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().window().color(), 1.5))
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), style.RADIUS, style.RADIUS)
        painter.setPen(QPen(self.palette().highlight().color(), width))
        box = QRectF(rect).adjusted(-1.5, -1.5, 1.5, 1.5)
        painter.drawRoundedRect(box, style.RADIUS + 1, style.RADIUS + 1)

    def _number(self, painter: QPainter, rect: QRect, number: int) -> None:
        """The number of a photo that is chosen for the comparison."""
        colors = self.palette()
        disc = QRectF(rect.left() + 5, rect.bottom() - 25, 21, 21)
        painter.setPen(QPen(colors.highlightedText().color(), 1.4))
        painter.setBrush(colors.highlight())
        painter.drawEllipse(disc)
        painter.setFont(style.font_of(self.font(), "small"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, texts.number(number))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the photo under the pointer; with Ctrl or Shift choose it for a comparison."""
        point = event.position().toPoint()
        place = next((p for p in self.visible() if self._rect(p).contains(point)), None)
        if place is None:
            return
        chooses = bool(event.modifiers() & _CTRL_SHIFT)
        (self.choose_wanted if chooses else self.go_wanted).emit(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel goes on and back."""
        if self._review is not None:
            step = -1 if event.angleDelta().y() > 0 else 1
            self.go_wanted.emit(self._review.index + step)

    def event(self, event: QEvent) -> bool:
        """Another size shows other photos."""
        taken = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._wish()
        return taken
