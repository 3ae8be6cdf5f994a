"""Paints the entries of the tree: covers, titles, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from photoorg.gui import icons, style, texts
from photoorg.gui.models.tree import Node
from photoorg.gui.models.tree_model import NODE_ROLE
from photoorg.gui.views.tree_drops import TreeDrops

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers

COVER = 40
INDENT = 16
DONE = 16  # the tick of a cluster that has been reviewed
_ICONS = {
    "all": "photos",
    "unsorted": "unsorted",
    "undated": "calendar",
    "unplaced": "place",
    "map": "library-map",
    "problems": "problem",
    "kept": "keep",
    "rejected": "trash",
    "favourites": "heart",
}
_HEIGHTS = {"cluster": COVER + 12, "section": 38, "hint": 44}
Index = QModelIndex | QPersistentModelIndex


def depth(index: Index) -> int:
    """How many entries lie above one."""
    count, above = 0, index.parent()
    while above.isValid():
        count, above = count + 1, above.parent()
    return count


class TreeDelegate(QStyledItemDelegate):
    """Indentation and the opening arrow are painted here too, so that all rows share one grid."""

    def __init__(self, covers: Covers, parent: QWidget) -> None:
        super().__init__(parent)
        self._covers = covers
        self._drops = parent.findChild(TreeDrops)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Height by kind; finer clusters are a little lower."""
        node = index.data(NODE_ROLE)
        if not isinstance(node, Node):
            return QSize(10, 30)
        if node.kind == "cluster" and depth(index) > 1:
            return QSize(10, 40)
        return QSize(10, _HEIGHTS.get(node.kind, max(30, option.fontMetrics.height() + 12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        node = index.data(NODE_ROLE)
        if not isinstance(node, Node):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drops is not None and node.key == self._drops.target:
            self._frame(painter, option)
        if node.kind == "section":
            self._section(painter, option, index, node)
        elif node.kind == "hint":
            self._hint(painter, option, node)
        else:
            self._entry(painter, option, index, node)
        painter.restore()

    def _section(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, node: Node
    ) -> None:
        rect = option.rect.adjusted(14, 10, -14, 0)
        font = style.font_of(option.font, "small")
        font.setWeight(QFont.Weight.DemiBold)
        dim = option.palette.placeholderText().color()
        painter.setFont(font)
        painter.setPen(dim)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, node.label)
        width = QFontMetrics(font).horizontalAdvance(node.label)
        self._arrow(painter, rect.left() + width + 14, rect.center().y(), option, dim)
        if node.count:
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            _right(painter, rect, texts.number(node.count))
        self._focus(painter, option)

    def _hint(self, painter: QPainter, option: QStyleOptionViewItem, node: Node) -> None:
        painter.setFont(style.font_of(option.font, "small"))
        painter.setPen(option.palette.placeholderText().color())
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(option.rect.adjusted(14, 0, -14, 0), flags, node.label)

    def _entry(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, node: Node
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._background(painter, option, chosen)
        colors = option.palette
        text = colors.text().color()
        dim = text if chosen else colors.placeholderText().color()
        level = depth(index)
        rect = option.rect.adjusted(14 + INDENT * max(0, level - 1), 0, -16, 0)
        if node.children:
            self._arrow(painter, self.arrow_left(index, node) + 4, rect.center().y(), option, dim)
        if node.kind in ("date", "place"):
            rect.setLeft(rect.left() + 16)
        rect = self._picture(painter, rect, node, dim, level)
        painter.setFont(option.font)
        if node.kind == "cluster" and node.children:
            rect.setLeft(rect.left() + 14)
        painter.setPen(dim)
        width = _right(painter, rect, texts.number(node.count))
        painter.setPen(text)
        rect.setRight(rect.right() - width - 10)
        if node.cluster is not None and 0 < node.cluster.unreviewed < node.cluster.size:
            self._new(painter, option, rect, node.cluster.unreviewed)
        elif node.cluster is not None and node.cluster.reviewed:
            rect.setRight(rect.right() - DONE - 6)
            mark = icons.pixmap("check", dim, DONE, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.right() + 8, rect.center().y() - DONE // 2 + 1, mark)
        label = option.fontMetrics.elidedText(node.label, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, label)
        self._focus(painter, option)

    def _new(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, count: int
    ) -> None:
        """How many photos have come since the review; takes its room from `rect`."""
        painter.setPen(option.palette.highlight().color())
        rect.setRight(rect.right() - 2)
        width = _right(painter, rect, f"+{texts.number(count)}")
        rect.setRight(rect.right() - width - 8)
        painter.setPen(option.palette.text().color())

    def arrow_left(self, index: Index, node: Node) -> int:
        """Where the opening arrow of an entry begins, from the left edge of the tree."""
        level = depth(index)
        left = 14 + INDENT * max(0, level - 1)
        if node.kind == "cluster":
            left += (COVER if level <= 1 else 28) + 9
        return left

    def _picture(
        self, painter: QPainter, rect: QRect, node: Node, color: QColor, level: int
    ) -> QRect:
        """Draw the cover or the icon; what remains of the rectangle comes back."""
        rest = QRect(rect)
        ratio = painter.device().devicePixelRatioF()
        if node.cluster is not None:
            side = COVER if level <= 1 else 28
            box = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
            cover = self._covers.pixmap(node.cluster.cover, round(side * ratio), 5 * ratio)
            if cover is not None:
                painter.drawPixmap(box, cover)
            else:
                faint = QColor(color)
                faint.setAlpha(40)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(faint)
                painter.drawRoundedRect(box, 5, 5)
            rest.setLeft(box.right() + 11)
        elif (name := _icon(node)) is not None:
            mark = icons.pixmap(name, color, 18, ratio)
            painter.drawPixmap(rect.left(), rect.center().y() - 8, mark)
            rest.setLeft(rect.left() + 28)
        return rest

    def _background(self, painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not chosen and not hovered:
            return
        colors = option.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.tint(colors) if chosen else colors.midlight())
        painter.drawRoundedRect(QRectF(option.rect).adjusted(6, 1, -6, -1), 6, 6)

    def _focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if not option.state & QStyle.StateFlag.State_HasFocus:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(option.palette.text().color(), 1.5))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(6.8, 1.8, -6.8, -1.8), 6, 6)

    def _frame(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Around the entry into which something would be dropped."""
        painter.setBrush(style.tint(option.palette))
        painter.setPen(QPen(option.palette.highlight().color(), 2))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(6, 1, -6, -1), 6, 6)

    def _arrow(
        self, painter: QPainter, x: int, y: int, option: QStyleOptionViewItem, color: QColor
    ) -> None:
        """A small chevron: down when open, right when closed."""
        is_open = bool(option.state & QStyle.StateFlag.State_Open)
        shape = (
            [(-3.5, -1.8), (0, 1.8), (3.5, -1.8)]
            if is_open
            else [(-1.8, -3.5), (1.8, 0), (-1.8, 3.5)]
        )
        painter.setPen(QPen(color, 1.6))
        painter.drawPolyline(QPolygonF([QPointF(x + dx, y + 1 + dy) for dx, dy in shape]))


def _icon(node: Node) -> str | None:
    return _ICONS.get(str(node.key[-1]) if node.kind == "verdict" else node.kind)


def _right(painter: QPainter, rect: QRect, words: str) -> int:
    """Draw words at the right edge; their width comes back."""
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(rect, flags, words)
    return painter.fontMetrics().horizontalAdvance(words)
