"""The bubbles of the map: where they are on the widget, and how they look.

A bubble is painted once and kept as a picture: a hundred of them cost a frame half a millisecond
instead of six.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPixmap

from photoorg.gui import texts
from photoorg.gui.views.map_camera import repetitions

if TYPE_CHECKING:
    from photoorg.gui.views.map_camera import Camera, Size
    from photoorg.pipeline.mapping import Bubble

EXTENT = 66  # logical pixels that one bubble may gather
APART = 44  # and how close another may come
SMALL, LARGE = 34, 58  # sides of a bubble's picture
ROOM = 12  # around it, for its frame and its count
KEPT = 600
CORNER = 0.16  # of its side


@dataclass(frozen=True, slots=True)
class Placed:
    """A bubble where it is on the widget."""

    bubble: Bubble
    rect: QRectF


def side_of(count: int) -> float:
    """A bubble's side grows with the digits of its count, not with the count."""
    return min(LARGE, SMALL + 6 * log10(count)) if count > 1 else SMALL


def placed(bubbles: Sequence[Bubble], camera: Camera, size: Size) -> list[Placed]:
    """Bubbles where they are in sight, also on the repetitions of the world; small ones first."""
    view = camera.view(size, LARGE)
    found = []
    for bubble in bubbles:
        for turn in repetitions(bubble.x, bubble.x, view):
            x, y = camera.to_screen(bubble.x + turn, bubble.y, size)
            side = side_of(bubble.count)
            found.append(Placed(bubble, QRectF(x - side / 2, y - side / 2, side, side)))
    return sorted(found, key=lambda p: (p.bubble.count, p.rect.y(), p.rect.x()))


class BubblePictures:
    """Paints bubbles, and keeps how they look."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[int, ...], QPixmap] = OrderedDict()
        self._look: tuple[object, ...] = ()

    def suit(self, palette: QPalette, font: QFont, ratio: float) -> None:
        """Paint in these colours, with so many physical pixels a logical one."""
        look = (palette.cacheKey(), font.toString(), ratio)
        if look != self._look:
            self._look = look
            self._made.clear()
            self._palette, self._font, self._ratio = QPalette(palette), QFont(font), ratio

    def paint(self, painter: QPainter, spot: Placed, photo: QPixmap | None, marked: bool) -> None:
        """A photo in a frame with the count on its corner; `marked`: it has the focus."""
        bubble = spot.bubble
        key = (bubble.first, bubble.count, photo.cacheKey() if photo else 0, marked)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(bubble.count, photo, marked)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        painter.drawPixmap(spot.rect.topLeft() - QPointF(ROOM, ROOM), made)

    def _make(self, count: int, photo: QPixmap | None, marked: bool) -> QPixmap:
        side = side_of(count)
        words = texts.number(count) if count > 1 else ""
        metrics = QFontMetricsF(self._font)
        wide = max(0.0, metrics.horizontalAdvance(words) - side)  # a count may be the wider part
        width, height = side + 2 * ROOM + 2 * wide, side + 2 * ROOM
        made = QPixmap(ceil(width * self._ratio), ceil(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setFont(self._font)
        rect = QRectF(ROOM, ROOM, side, side)
        outer = self._paint_frame(painter, rect, marked)
        self._paint_photo(painter, rect, photo)
        if words:
            self._paint_count(painter, outer, words, metrics)
        painter.end()
        return made

    def _paint_frame(self, painter: QPainter, rect: QRectF, marked: bool) -> QRectF:
        edge = 3.0 if marked else 2.0
        outer = rect.adjusted(-edge, -edge, edge, edge)
        painter.setPen(QPen(QColor(0, 0, 0, 70), 1))
        painter.setBrush(self._palette.highlight() if marked else self._palette.button())
        painter.drawRoundedRect(outer, rect.width() * CORNER + edge, rect.width() * CORNER + edge)
        return outer

    def _paint_photo(self, painter: QPainter, rect: QRectF, photo: QPixmap | None) -> None:
        if photo is not None:
            painter.drawPixmap(rect, photo, QRectF(photo.rect()))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.midlight())
        painter.drawRoundedRect(rect, rect.width() * CORNER, rect.width() * CORNER)

    def _paint_count(
        self, painter: QPainter, outer: QRectF, words: str, metrics: QFontMetricsF
    ) -> None:
        height = metrics.height() + 2
        width = max(height, metrics.horizontalAdvance(words) + 10)
        left = max(1.0, outer.right() - width + 8)
        pill = QRectF(left, max(1.0, outer.top() - height / 2 + 2), width, height)
        painter.setPen(QPen(self._palette.button().color(), 1.5))
        painter.setBrush(self._palette.highlight())
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(self._palette.highlightedText().color())
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
