"""Paints the map of the library: photos as squares, some of them as pictures, names of islands.

The palettes are Paul Tol's "muted" for a light wall and "light" for a dark one, which people with
colour-blindness can tell apart; each island bears its name as well, and no two that lie close
together have the same hue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.views import verdict_paint
from photoorg.gui.views.map_names import first_free

if TYPE_CHECKING:
    from photoorg.pipeline.library_map import Colors
    from photoorg.records import Photo

LIGHT_HUES = (0x332288, 0x88CCEE, 0x44AA99, 0x117733, 0x999933, 0xCC6677, 0x882255, 0xAA4499)
DARK_HUES = (0x77AADD, 0xEE8866, 0xEEDD88, 0xFFAABB, 0x99DDFF, 0x44BB99, 0xBBCC33, 0xAAAA00)
HUES = len(LIGHT_HUES)
LIGHT_REST, DARK_REST = 0xA9ABAF, 0x5B5E64  # photos in no cluster
DIM = 0.45  # opacity of a picture that is not among the chosen
NAMES = 24  # at most, on a screen
SHIFTS = (0.0, -1.1, 1.1, -2.2, 2.2)  # of a name's height, where it may stand
WIDEST = 200  # pixels of a name
BADGED = 48  # a picture of this side has room for what was decided about it


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of the map in one scheme."""

    hues: tuple[int, ...]
    rest: int
    ground: int


def look_of(palette: QPalette) -> Look:
    """The colours that go with a palette, as 0xffRRGGBB."""
    ground = palette.base().color()
    dark = ground.lightness() < 128
    hues = tuple(0xFF000000 | hue for hue in (DARK_HUES if dark else LIGHT_HUES))
    return Look(hues, 0xFF000000 | (DARK_REST if dark else LIGHT_REST), ground.rgba())


def paint_points(painter: QPainter, rect: QRectF, image: Colors, margin: int) -> None:
    """The squares of all photos, as one picture, which is `margin` pixels larger all around."""
    height, width = image.shape
    made = QImage(image.data, width, height, width * 4, QImage.Format.Format_RGB32)
    inner = QRectF(made.rect()).adjusted(margin, margin, -margin, -margin)
    painter.drawImage(rect, made, inner)


@dataclass(frozen=True, slots=True)
class Spot:
    """A photo that is shown as a picture."""

    photo: int
    rect: QRectF
    color: int
    chosen: bool


def paint_picture(
    painter: QPainter, spot: Spot, pixmap: QPixmap | None, photo: Photo | None, dim: bool
) -> None:
    """One photo in a frame of its colour; `dim`: others are chosen."""
    rejected = photo is not None and photo.verdict.mark == "rejected"
    if dim or rejected:
        painter.setOpacity(DIM)
    edge = 1.0 if spot.rect.width() < BADGED else 2.0
    painter.fillRect(spot.rect, QColor.fromRgba(spot.color))
    inner = spot.rect.adjusted(edge, edge, -edge, -edge)
    if pixmap is not None:
        painter.drawPixmap(inner, pixmap, QRectF(pixmap.rect()))
    elif photo is not None:
        painter.fillRect(inner, QColor.fromRgb(photo.mean_color))
    painter.setOpacity(1.0)
    if photo is not None and spot.rect.width() >= BADGED:
        verdict_paint.badges(painter, spot.rect.toRect(), photo.verdict)


def paint_ring(painter: QPainter, rect: QRectF, palette: QPalette, checked: bool) -> None:
    """Around a photo that is chosen or under the pointer; a check too, where there is room."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.base().color(), 4))
    painter.drawRect(rect)
    painter.setPen(QPen(palette.highlight().color(), 2.5 if checked else 1.5))
    painter.drawRect(rect)
    if checked and rect.width() >= 30:
        ratio = painter.device().devicePixelRatioF()
        disc = QRectF(rect.left() + 2, rect.top() + 2, 14, 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.highlight())
        painter.drawEllipse(disc)
        mark = icons.pixmap("check", palette.highlightedText().color(), 10, ratio)
        painter.drawPixmap(disc.topLeft() + QPointF(2, 2), mark)


def paint_path(painter: QPainter, path: list[QPointF], lasso: bool, palette: QPalette) -> None:
    """What is being drawn: a lasso, closed, or a rectangle."""
    painter.setPen(QPen(palette.highlight().color(), 2))
    painter.setBrush(style.tint(palette))
    if lasso:
        painter.drawPolygon(QPolygonF(path))
    else:
        painter.drawRoundedRect(QRectF(path[0], path[-1]).normalized(), 3, 3)


# --- names ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an island: what it stands for, and where its middle is on the widget."""

    group: int
    title: str
    count: int
    color: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name where it is written."""

    label: Label
    rect: QRectF


class LabelPictures:
    """Writes names, and keeps how they look."""

    def __init__(self) -> None:
        self._look: tuple[object, ...] = ()
        self._palette, self._font, self._ratio = QPalette(), QFont(), 1.0

    def suit(self, palette: QPalette, font: QFont, ratio: float) -> None:
        """Write in these colours, with so many physical pixels a logical one."""
        look = (palette.cacheKey(), font.toString(), ratio)
        if look != self._look:
            self._look = look
            self._palette, self._font, self._ratio = QPalette(palette), QFont(font), ratio
            self._pixmap = lru_cache(maxsize=300)(self._make)

    def placed(self, labels: list[Label], taken: list[QRectF], area: QRectF) -> list[Placed]:
        """Names that cover neither each other nor what is taken; the first come first."""
        found: list[Placed] = []
        taken = list(taken)
        for label in labels:
            if len(found) == NAMES:
                break
            rect = first_free(self._spots(label, area), taken)
            if rect is not None:
                taken.append(rect.adjusted(-2, -2, 2, 2))
                found.append(Placed(label, rect))
        return found

    def _spots(self, label: Label, area: QRectF) -> list[QRectF]:
        """On its middle, else a little above or below; never over the edge."""
        width, height = self._size(label)
        left = min(max(label.x - width / 2, area.left()), area.right() - width)
        tops = [label.y - height / 2 + shift * height for shift in SHIFTS]
        spots = [QRectF(left, top, width, height) for top in tops]
        return [spot for spot in spots if area.contains(spot)]

    def paint(self, painter: QPainter, placed: Placed, marked: bool) -> None:
        """A name in its place; `marked`: it has the focus."""
        label = placed.label
        made = self._pixmap(label.title, label.count, label.color, marked)
        painter.drawPixmap(placed.rect.topLeft(), made)

    def _size(self, label: Label) -> tuple[float, float]:
        made = self._pixmap(label.title, label.count, label.color, False)
        return made.width() / self._ratio, made.height() / self._ratio

    def _make(self, title: str, count: int, color: int, marked: bool) -> QPixmap:
        metrics = QFontMetricsF(self._font)
        words = metrics.elidedText(title, Qt.TextElideMode.ElideRight, WIDEST)
        number = texts.number(count)
        wide = metrics.horizontalAdvance(words)
        height = ceil(metrics.height()) + 8
        width = ceil(wide + metrics.horizontalAdvance(number)) + 40
        made = QPixmap(round(width * self._ratio), round(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_ground(painter, QRectF(1, 1, width - 2, height - 2), marked)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgba(color))
        painter.drawEllipse(QPointF(14, height / 2), 4.5, 4.5)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._palette.text().color())
        painter.drawText(QRectF(24, 0, wide + 2, height), middle, words)
        painter.setPen(self._palette.placeholderText().color())
        painter.drawText(QRectF(30 + wide, 0, width, height), middle, number)
        painter.end()
        return made

    def _paint_ground(self, painter: QPainter, rect: QRectF, marked: bool) -> None:
        ground = self._palette.button().color()
        ground.setAlpha(235)
        line = self._palette.highlight().color() if marked else self._palette.mid().color()
        painter.setPen(QPen(line, 2 if marked else 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
