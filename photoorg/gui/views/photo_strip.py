"""A row of photos to look through and to leave some out: what a proposal is made of.

Paints what is in sight and nothing else, so that a part of 2,000 photos costs what one of 10 does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from photoorg.gui import icons, style, texts

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers

SIDE, GAP, EDGE, MARK = 72, 4, 3, 22
LEFT_OUT = 0.3  # opacity


class PhotoStrip(QAbstractScrollArea):
    """A click or Space leaves a photo out, or takes it in again; not of a `fixed` one."""

    changed = Signal()

    def __init__(
        self,
        ids: Sequence[int],
        covers: Covers,
        parent: QWidget | None = None,
        fixed: bool = False,
    ) -> None:
        super().__init__(parent)
        self.ids, self.fixed = list(ids), fixed
        self.left_out: set[int] = set()
        self.current = 0
        self._covers = covers
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        covers.arrived.connect(self.viewport().update)
        self._say()

    @property
    def taken(self) -> list[int]:
        """The photos that are not left out."""
        return [i for i in self.ids if i not in self.left_out]

    def sizeHint(self) -> QSize:
        """One row, and its scroll bar."""
        return QSize(320, SIDE + 2 * EDGE + 12)

    def minimumSizeHint(self) -> QSize:
        """A few photos wide."""
        return QSize(160, self.sizeHint().height())

    def toggle(self, place: int) -> None:
        """Leave a photo out, or take it in again."""
        if 0 <= place < len(self.ids) and not self.fixed:
            self.current = place
            self.left_out ^= {self.ids[place]}
            self._say()
            self.viewport().update()
            self.changed.emit()

    # --- where things are

    def _rect(self, place: int) -> QRect:
        left = EDGE + place * (SIDE + GAP) - self.horizontalScrollBar().value()
        return QRect(left, EDGE, SIDE, SIDE)

    def _place_at(self, point: QPoint) -> int | None:
        left = point.x() + self.horizontalScrollBar().value() - EDGE
        place, over = divmod(left, SIDE + GAP)
        inside = 0 <= place < len(self.ids) and over < SIDE and EDGE <= point.y() < EDGE + SIDE
        return place if inside else None

    def _go(self, place: int) -> None:
        self.current = max(0, min(place, len(self.ids) - 1))
        bar, rect = self.horizontalScrollBar(), self._rect(self.current)
        if rect.left() < EDGE:
            bar.setValue(bar.value() + rect.left() - EDGE)
        elif rect.right() > self.viewport().width() - EDGE:
            bar.setValue(bar.value() + rect.right() - self.viewport().width() + EDGE)
        self._say()
        self.viewport().update()

    def _say(self) -> None:
        """What a screen reader says of the photo that has the focus."""
        words = self.tr("Photo {0} of {1}").format(
            texts.number(self.current + 1), texts.number(len(self.ids))
        )
        if self.ids and self.ids[self.current] in self.left_out:
            words = self.tr("{0}, left out").format(words)
        self.setAccessibleName(words)

    # --- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: another range to scroll."""
        super().resizeEvent(event)
        whole = 2 * EDGE + len(self.ids) * (SIDE + GAP) - GAP
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, whole - self.viewport().width()))
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(SIDE + GAP)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew."""
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The photos in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, self.horizontalScrollBar().value() // (SIDE + GAP))
        last = first + self.viewport().width() // (SIDE + GAP) + 2
        for place in range(first, min(last, len(self.ids))):
            self._paint_one(painter, place)
        painter.end()

    def _paint_one(self, painter: QPainter, place: int) -> None:
        rect, photo = self._rect(place), self.ids[place]
        out, ratio = photo in self.left_out, self.devicePixelRatioF()
        painter.setOpacity(LEFT_OUT if out else 1.0)
        made = self._covers.pixmap((photo,), round(SIDE * ratio), 5 * ratio)
        if made is not None:
            painter.drawPixmap(rect, made)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().midlight())
            painter.drawRoundedRect(rect, 5, 5)
        painter.setOpacity(1.0)
        if out:
            self._paint_mark(painter, rect, ratio)
        if place == self.current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().text().color(), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), style.RADIUS, style.RADIUS)

    def _paint_mark(self, painter: QPainter, rect: QRect, ratio: float) -> None:
        """A minus on a dark disc: not by the paleness alone."""
        disc = QRectF(0, 0, MARK, MARK)
        disc.moveCenter(QRectF(rect).center())
        painter.setPen(QPen(QColor(255, 255, 255, 210), 1.2))
        painter.setBrush(QColor(22, 22, 24, 205))
        painter.drawEllipse(disc)
        mark = icons.pixmap("minus", QColor("#ffffff"), MARK - 8, ratio)
        painter.drawPixmap(round(disc.left()) + 4, round(disc.top()) + 4, mark)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click leaves out, or takes in."""
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.toggle(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, Space leaves out."""
        moves = {
            Qt.Key.Key_Left: self.current - 1, Qt.Key.Key_Right: self.current + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.ids) - 1,
        }  # fmt: skip
        if event.key() in moves:
            self._go(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            self.toggle(self.current)
        else:
            event.ignore()
