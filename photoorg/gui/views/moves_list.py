"""A list of moves between groups: how many photos, from where to where, why, and some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photoorg.gui import regroup_texts, style, texts
from photoorg.gui.models.thumbnails import cut_square
from photoorg.records import GroupMove

SAMPLES = 4
SIDE, GAP, EDGE = 44, 4, 12
HEIGHT = SIDE + 2 * EDGE
COUNT = 56  # pixels for "12,345"
WORDS = 240  # pixels that the words keep whatever pictures there are
MOVE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class MovesList(QListWidget):
    """Return or a double click wants the photos of a move to be shown."""

    show_wanted = Signal(object)  # GroupMove

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Photos that moved, and why"))
        self.pictures: dict[int, QPixmap] = {}
        self._delegate = _Row(self)  # Qt does not keep it: we must
        self.setItemDelegate(self._delegate)
        self.itemDoubleClicked.connect(lambda item: self.show_wanted.emit(item.data(MOVE)))

    def show_moves(self, moves: Sequence[GroupMove], pictures: Mapping[int, QImage]) -> None:
        """List these, in their order; `pictures` are thumbnails of their first photos."""
        ratio = self.devicePixelRatioF()
        self.pictures = {i: _small(image, ratio) for i, image in pictures.items()}
        self.clear()
        for move in moves:
            item = QListWidgetItem(self)
            item.setData(MOVE, move)
            way, why = regroup_texts.way(move), regroup_texts.reason(move)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{texts.photos(len(move.ids))}, {way}. {why}"
            )
            item.setToolTip(f"{way}\n{why}")
        if moves:
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is for the row; Qt would press the sheet's button with it as well."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.show_wanted.emit(self.chosen)
            return
        super().keyPressEvent(event)

    @property
    def chosen(self) -> GroupMove | None:
        """The move that has the focus."""
        item = self.currentItem()
        move = item.data(MOVE) if item is not None else None
        return move if isinstance(move, GroupMove) else None


def _small(image: QImage, ratio: float) -> QPixmap:
    pixmap = QPixmap.fromImage(cut_square(image, round(SIDE * ratio), 4 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class _Row(QStyledItemDelegate):
    def __init__(self, view: MovesList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(WORDS, max(HEIGHT, 2 * option.fontMetrics.height() + 2 * EDGE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one move."""
        move = index.data(MOVE)
        if not isinstance(move, GroupMove):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        rect = option.rect.adjusted(EDGE, 0, -EDGE, 0)
        self._count(painter, option, QRect(rect.left(), rect.top(), COUNT, rect.height()), move)
        words = rect.adjusted(COUNT + EDGE, 0, 0, 0)
        words.setRight(self._strip(painter, words, move))
        self._words(painter, option, words, move)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if not option.state & QStyle.StateFlag.State_Selected:
            return
        rect = option.rect.adjusted(4, 2, -4, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.midlight())
        painter.drawRoundedRect(rect, style.RADIUS, style.RADIUS)

    def _count(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, move: GroupMove
    ) -> None:
        font = style.font_of(option.font, "title")
        painter.setFont(font)
        painter.setPen(option.palette.text().color())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags, texts.number(len(move.ids)))

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, move: GroupMove
    ) -> None:
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        middle = rect.center().y()
        above = QRect(rect.left(), middle - option.fontMetrics.height() - 1, rect.width(), 0)
        above.setBottom(middle - 1)
        below = above.translated(0, above.height() + 3)
        for font, line, words, role in (
            (bold, above, regroup_texts.way(move), option.palette.text()),
            (option.font, below, regroup_texts.reason(move), option.palette.placeholderText()),
        ):
            painter.setFont(font)
            painter.setPen(role.color())
            shown = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, line.width()
            )
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, flags, shown)

    def _strip(self, painter: QPainter, rect: QRect, move: GroupMove) -> int:
        """Paint as many photos as there is room for, from the right; where the words end."""
        room = (rect.width() - WORDS) // (SIDE + GAP)
        shown = [self._view.pictures[i] for i in move.ids[:SAMPLES] if i in self._view.pictures]
        shown = shown[: max(0, room)]
        left = rect.right() - len(shown) * (SIDE + GAP) + GAP
        for n, picture in enumerate(shown):
            top = rect.center().y() - SIDE // 2
            painter.drawPixmap(left + n * (SIDE + GAP), top, picture)
        return left - EDGE
