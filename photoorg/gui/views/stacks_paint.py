"""Paints one stack: a card with what it is, then its photos, the proposed best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPixmap

from photoorg.gui import style, texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.style import RADIUS
from photoorg.gui.views import verdict_paint
from photoorg.gui.views.stacks_layout import CAPTION
from photoorg.records import NO_VERDICT

if TYPE_CHECKING:
    from photoorg.records import Photo, Stack

translate = QCoreApplication.translate


def reason(name: str) -> str:
    """Why a photo is the best of its stack; the keys are those of `clusters.best.REASONS`."""
    known = {
        "favourite": translate("stacks", "your favourite"),
        "kept": translate("stacks", "you kept it"),
        "rating": translate("stacks", "your best rating"),
        "protected": translate("stacks", "protected"),
        "chosen": translate("stacks", "you chose it"),
        "pixels": translate("stacks", "largest picture"),
        "quality": translate("stacks", "least compressed"),
        "sharpness": translate("stacks", "sharpest"),
        "exposure": translate("stacks", "best exposed"),
        "metadata": translate("stacks", "knows most of when and where"),
        "same": translate("stacks", "the same file, byte for byte"),
        "alike": translate("stacks", "as good as the others"),
    }
    return known.get(name, name)


def kind(stack: Stack) -> str:
    """ "3 shots in a row" """
    count = len(stack.ids)
    words = {"copies": COUNTED.copies, "variants": COUNTED.variants, "burst": COUNTED.burst}
    return words[stack.kind](count)


def why(stack: Stack) -> str:
    """ "best: sharpest, largest picture" """
    reasons = ", ".join(reason(name) for name in stack.reasons)
    return translate("stacks", "best: {0}").format(reasons)


def facts(photo: Photo) -> tuple[str, str]:
    """Two short lines below a photo: its size in pixels and bytes, its name."""
    pixels = f"{texts.number(photo.width)} × {texts.number(photo.height)}"
    return f"{pixels} · {texts.size(photo.bytes)}", texts.file_name(photo.path)


def card(painter: QPainter, rect: QRect, current: bool, colors: QPalette) -> None:
    """The ground of a stack; the one that the keys act on has a line in the accent colour."""
    line = colors.highlight().color() if current else colors.mid().color()
    painter.setPen(QPen(line, 2 if current else 1))
    painter.setBrush(colors.window())
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)


def heading(painter: QPainter, rect: QRect, stack: Stack, colors: QPalette, base: QFont) -> None:
    """What the stack is, why its first is the best, what the others take."""
    bold = QFont(base)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(colors.text().color())
    words = kind(stack)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(flags), words)
    left = painter.fontMetrics().horizontalAdvance(words) + 14
    painter.setFont(base)
    painter.setPen(colors.placeholderText().color())
    right = won(stack)
    room = painter.fontMetrics().horizontalAdvance(right) + 14 if right else 0
    middle = rect.adjusted(left, 0, -room, 0)
    shown = painter.fontMetrics().elidedText(
        why(stack), Qt.TextElideMode.ElideRight, max(0, middle.width())
    )
    painter.drawText(middle, int(flags), shown)
    if rect.width() > left + room:
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect, int(at_right), right)


def won(stack: Stack) -> str:
    """What letting the others go would win; or that all is decided."""
    if stack.bytes:
        return translate("stacks", "{0} can be freed").format(texts.size(stack.bytes))
    return translate("stacks", "decided")


@dataclass(frozen=True, slots=True)
class Cell:
    """A photo of a stack when it is painted."""

    rect: QRect
    pixmap: QPixmap | None
    photo: Photo | None
    best: bool
    current: bool


def paint_cell(painter: QPainter, cell: Cell, colors: QPalette, base: QFont) -> None:
    """The photo, dimmed where it is rejected, its badges, the word "Best", two lines of facts."""
    verdict = cell.photo.verdict if cell.photo else NO_VERDICT
    if verdict.mark == "rejected":
        painter.setOpacity(verdict_paint.REJECTED_OPACITY)
    if cell.pixmap is not None:
        painter.drawPixmap(cell.rect, cell.pixmap)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(cell.photo.mean_color) if cell.photo else colors.midlight())
        painter.drawRoundedRect(cell.rect, RADIUS, RADIUS)
    painter.setOpacity(1.0)
    verdict_paint.badges(painter, cell.rect, verdict)
    if cell.best and verdict.mark != "rejected":
        _best(painter, cell.rect, colors, base)
    if cell.current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.text().color(), 2))
        painter.drawRoundedRect(QRectF(cell.rect).adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
    if cell.photo is not None:
        _facts(painter, cell, colors, base)


def _best(painter: QPainter, rect: QRect, colors: QPalette, base: QFont) -> None:
    """A ring and a word, in the accent colour."""
    accent = colors.highlight().color()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 3))
    painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5), RADIUS, RADIUS)
    words = translate("stacks", "Best")
    font = style.font_of(base, "small")
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    box = QRectF(
        rect.left() + 7, rect.top() + 7, metrics.horizontalAdvance(words) + 16, metrics.height() + 4
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(colors.highlightedText().color())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def _facts(painter: QPainter, cell: Cell, colors: QPalette, base: QFont) -> None:
    assert cell.photo is not None
    painter.setFont(style.font_of(base, "small"))
    metrics = painter.fontMetrics()
    line = QRect(cell.rect.left(), cell.rect.bottom() + 3, cell.rect.width(), CAPTION // 2)
    inks = (colors.text().color(), colors.placeholderText().color())
    for words, ink in zip(facts(cell.photo), inks, strict=True):
        painter.setPen(ink)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
        line.translate(0, CAPTION // 2 - 1)
