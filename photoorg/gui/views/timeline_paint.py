"""Paints the timeline: bars by year, month or day, the chosen range, and what is written below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from photoorg.gui import style, texts
from photoorg.gui.views.timeline_scale import (
    Tick,
    ticks,
    to_ymd,
    unit_of,
)

if TYPE_CHECKING:
    from photoorg.gui.views.timeline_scale import (
        Bar,
        Histogram,
        Range,
        Scale,
        Unit,
    )

WORDS = 17  # pixels below the bars
MARK = 7  # pixels of the mark that shows where the wall is
LEAST_HEIGHT = 3.0  # of a bar with a single photo
LEAST_BAR_GAP = 3.0  # pixels; narrower bars touch each other
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Word:
    """Something written below the bars, and where."""

    rect: QRectF
    text: str
    tick: Tick


def floor_of(strip: QWidget) -> float:
    """The height on which the bars stand."""
    return float(strip.height() - WORDS)


def paint_nothing(painter: QPainter, strip: QWidget, words: str) -> None:
    """A sentence instead of bars."""
    painter.setPen(strip.palette().placeholderText().color())
    painter.drawText(strip.rect(), Qt.AlignmentFlag.AlignCenter, words)


def paint(
    painter: QPainter,
    strip: QWidget,
    scale: Scale,
    photos: Histogram,
    chosen: Range | None,
    marked: Range | None,
) -> None:
    """All of it. `marked` is the bar under the pointer or with the cursor."""
    painter.setFont(style.font_of(strip.font(), "small"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    floor, colors = floor_of(strip), strip.palette()
    if chosen is not None:
        _paint_range(painter, scale, chosen, floor, colors)
    bars = photos.bars(scale.unit, scale.first, scale.last)
    most = max((bar.count for bar in bars), default=1)
    for bar in bars:
        # by the root of the count, so that a single photo is seen beside a thousand
        height = max(LEAST_HEIGHT, (floor - 6) * (bar.count / most) ** 0.5)
        color = colors.text().color() if bar.days == marked else _color(bar, chosen, colors)
        _paint_bar(painter, scale, bar, QRectF(0, floor - height, 0, height), color)
    _paint_words(painter, strip, scale)
    if strip.hasFocus():
        painter.setPen(QPen(colors.highlight().color(), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(strip.rect()).adjusted(1, 1, -1, -1), 4, 4)


def paint_mark(painter: QPainter, strip: QWidget, x: float) -> None:
    """Where the wall is: a small triangle on a thin line."""
    color = strip.palette().text().color()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    x = min(max(x, MARK), strip.width() - MARK)  # whole, also at the ends
    points = [QPointF(x - MARK, 0), QPointF(x + MARK, 0), QPointF(x, MARK + 2)]
    painter.drawPolygon(points)
    color.setAlphaF(0.45)
    painter.setPen(QPen(color, 1))
    painter.drawLine(QPointF(x, MARK), QPointF(x, floor_of(strip)))


def _paint_range(
    painter: QPainter, scale: Scale, chosen: Range, floor: float, colors: QPalette
) -> None:
    first, last = (scale.to_pixel(day) for day in chosen)
    painter.setPen(QPen(colors.highlight().color(), 1.5))
    painter.setBrush(style.tint(colors))
    painter.drawRoundedRect(QRectF(first, 2, max(2.0, last - first), floor - 2), 3, 3)


def _color(bar: Bar, chosen: Range | None, colors: QPalette) -> QColor:
    """Strong in the chosen range, faint outside of it."""
    color = QColor(colors.highlight().color())
    if chosen is None:
        color.setAlphaF(0.75)
    elif not (chosen[0] < bar.days[1] and bar.days[0] < chosen[1]):
        color.setAlphaF(0.3)
    return color


def _paint_bar(painter: QPainter, scale: Scale, bar: Bar, rect: QRectF, color: QColor) -> None:
    left, right = (scale.to_pixel(day) for day in bar.days)
    gap = 1.0 if right - left > LEAST_BAR_GAP else 0.0
    rect.setLeft(left + gap / 2)
    rect.setWidth(max(1.5, right - left - gap))
    radius = min(2.0, rect.width() / 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, radius, radius)


def words(strip: QWidget, scale: Scale) -> list[Word]:
    """What is written where; words never cover each other, years win over months over days."""
    metrics = QFontMetricsF(style.font_of(strip.font(), "small"))
    room: dict[Unit, float] = {
        "year": metrics.horizontalAdvance("2000") + 14,
        "month": metrics.horizontalAdvance("Www") + 10,
        "day": metrics.horizontalAdvance("30") + 8,
    }
    found: list[Word] = []
    if scale.per_day >= room["day"]:
        found.append(_edge(strip, scale, metrics))
    ordered = sorted(ticks(scale, room), key=lambda t: ("year", "month", "day").index(t.unit))
    for tick in ordered:
        left = scale.to_pixel(tick.days[0])
        if left < 0 < scale.to_pixel(tick.days[1]) - room[tick.unit]:
            left = 0.0  # what began before the edge is named at the edge
        text = texts.tick(to_ymd(tick.days)[0], tick.unit)
        width = metrics.horizontalAdvance(text) + 6
        rect = QRectF(left + 2, floor_of(strip) + 1, width, WORDS - 1)
        if left < strip.width() < rect.right():
            rect.moveRight(strip.width())  # the last one is not cut off
        if left >= 0 and not any(rect.intersects(other.rect) for other in found):
            found.append(Word(rect, text, tick))
    return found


def _edge(strip: QWidget, scale: Scale, metrics: QFontMetricsF) -> Word:
    """Month and year of the first day in sight: among days, neither may be off to the left."""
    month = unit_of(int(scale.first), "month")
    first = to_ymd(month)[0]
    text = texts.date_title((first // 10_000, first // 100 % 100))
    width = metrics.horizontalAdvance(text) + 6
    return Word(QRectF(2, floor_of(strip) + 1, width, WORDS - 1), text, Tick(month, "month"))


def _paint_words(painter: QPainter, strip: QWidget, scale: Scale) -> None:
    colors, floor = strip.palette(), floor_of(strip)
    painter.setPen(QPen(colors.mid().color(), 1))
    painter.drawLine(QPointF(0, floor), QPointF(strip.width(), floor))
    for word in words(strip, scale):
        large = word.tick.unit != ("day" if scale.per_day > 10 else "month")
        painter.setPen((colors.text() if large else colors.placeholderText()).color())
        painter.drawText(word.rect, _MIDDLE_LEFT, word.text)
