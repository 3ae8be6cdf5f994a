"""A list of groups with their covers, to choose one of, or to tick several of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.models.group_choice import Choice

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers

COVER, EDGE, BOX = 40, 10, 18
CHOICE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class GroupList(QListWidget):
    """Rows are groups; one row may offer to make a new one (a name, as far as it was typed)."""

    accepted = Signal()  # Return or a double click on a row
    ticked = Signal()
    typed = Signal(str)  # a letter that was meant for the field above
    left_above = Signal()  # Up from the first row

    def __init__(self, covers: Covers, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Groups"))
        self.several = several
        self.chosen: list[int] = []  # ticked ids, in that order
        self.covers = covers
        self._delegate = _Row(self)  # Qt does not keep it: we must
        self.setItemDelegate(self._delegate)
        covers.arrived.connect(self.viewport().update)
        if not several:
            self.itemDoubleClicked.connect(lambda _item: self.accepted.emit())

    def show_choices(self, choices: Sequence[Choice], new: str | None) -> None:
        """List these; `new`: also a row for a new group, named so or ("") still without a name."""
        self.clear()
        for choice in choices:
            item = QListWidgetItem(self)
            item.setData(CHOICE, choice)
            item.setToolTip(choice.title)
            self._say(item, choice)
        if new is not None:
            item = QListWidgetItem(self)
            item.setData(CHOICE, new)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, new_words(new))
        if self.count():
            self.setCurrentRow(0)

    @property
    def current(self) -> Choice | str | None:
        """The group of the current row, or the name of a new one."""
        item = self.currentItem()
        found = item.data(CHOICE) if item is not None else None
        return found if isinstance(found, Choice | str) else None

    def tick(self, item: QListWidgetItem | None) -> None:
        """Tick a row, or no longer."""
        choice = item.data(CHOICE) if item is not None else None
        if item is None or not self.several or not isinstance(choice, Choice):
            return
        if choice.id in self.chosen:
            self.chosen.remove(choice.id)
        else:
            self.chosen.append(choice.id)
        self._say(item, choice)
        self.viewport().update()
        self.ticked.emit()

    def step(self, by: int) -> None:
        """Go on by rows, stopping at both ends."""
        if self.count():
            self.setCurrentRow(max(0, min(self.currentRow() + by, self.count() - 1)))

    def _say(self, item: QListWidgetItem, choice: Choice) -> None:
        words = f"{choice.title}, {texts.photos(choice.count)}"
        if choice.id in self.chosen:
            words = self.tr("{0}, ticked").format(words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ticks, where several can be."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.tick(self.itemAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return is for the row, Space ticks it, letters go to the field above."""
        key, letters = event.key(), event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Space and self.several:
            self.tick(self.currentItem())
        elif key == Qt.Key.Key_Up and self.currentRow() <= 0:
            self.left_above.emit()
        elif letters and letters.isprintable() and not event.modifiers() & _CTRL:
            self.typed.emit(letters)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Another scheme: marks are painted anew."""
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        return super().viewportEvent(event)


_CTRL = Qt.KeyboardModifier.ControlModifier


def new_words(name: str) -> str:
    """The row that makes a new group."""
    if name:
        return texts.translate("group list", "New group “{0}”").format(texts.shown(name))
    return texts.translate("group list", "New group...")


class _Row(QStyledItemDelegate):
    def __init__(self, view: GroupList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(200, max(COVER + 12, 2 * option.fontMetrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a group: tick, cover, title over its folder, count."""
        choice = index.data(CHOICE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        rect = option.rect.adjusted(EDGE, 0, -EDGE - 4, 0)
        if isinstance(choice, Choice):
            if self._view.several:
                self._box(painter, option, rect, choice.id in self._view.chosen)
                rect.setLeft(rect.left() + BOX + 12)
            self._cover(painter, option, rect, choice.cover)
            rect.setLeft(rect.left() + COVER + 12)
            self._words(painter, option, rect, choice)
        elif isinstance(choice, str):
            self._new(painter, option, rect, choice)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        rect = QRectF(option.rect).adjusted(4, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.tint(option.palette) if chosen else option.palette.midlight())
        painter.drawRoundedRect(rect, style.RADIUS, style.RADIUS)

    def _box(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, on: bool) -> None:
        box = QRectF(rect.left() + 2, rect.center().y() - BOX / 2 + 1, BOX, BOX)
        accent = option.palette.highlight().color()
        painter.setPen(QPen(accent if on else option.palette.placeholderText().color(), 1.4))
        painter.setBrush(accent if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            ratio = painter.device().devicePixelRatioF()
            mark = icons.pixmap("check", option.palette.highlightedText().color(), BOX - 2, ratio)
            painter.drawPixmap(box.topLeft() + (box.center() - box.topLeft()) * 0.12, mark)

    def _cover(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        cover: tuple[int, ...],
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        box = QRect(rect.left(), rect.center().y() - COVER // 2 + 1, COVER, COVER)
        made = self._view.covers.pixmap(cover, round(COVER * ratio), 5 * ratio)
        if made is not None:
            painter.drawPixmap(box, made)
            return
        faint = QColor(option.palette.placeholderText().color())
        faint.setAlpha(40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        painter.drawRoundedRect(box, 5, 5)

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, choice: Choice
    ) -> None:
        small = style.font_of(option.font, "small")
        dim, text = option.palette.placeholderText().color(), option.palette.text().color()
        count = texts.number(choice.count)
        painter.setFont(option.font)
        painter.setPen(dim)
        painter.drawText(rect, _RIGHT, count)
        rect.setRight(rect.right() - option.fontMetrics.horizontalAdvance(count) - 12)
        below = _second_line(choice)
        above = QRect(rect)
        if below:
            height = option.fontMetrics.height()
            above = QRect(rect.left(), rect.center().y() - height, rect.width(), height)
            line = above.translated(0, height)
            painter.setFont(small)
            painter.drawText(line, _LEFT, _elided(painter, below, line.width()))
        painter.setFont(option.font)
        painter.setPen(text)
        painter.drawText(above, _LEFT, _elided(painter, texts.shown(choice.title), above.width()))

    def _new(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, name: str) -> None:
        accent = option.palette.highlight().color()
        ratio = painter.device().devicePixelRatioF()
        box = QRectF(rect.left(), rect.center().y() - COVER / 2 + 1, COVER, COVER)
        painter.setPen(QPen(accent, 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        plus = icons.pixmap("plus", accent, 20, ratio)
        painter.drawPixmap(round(box.center().x()) - 10, round(box.center().y()) - 10, plus)
        rect.setLeft(rect.left() + COVER + 12)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(option.palette.text().color())
        painter.drawText(rect, _LEFT, _elided(painter, new_words(name), rect.width()))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _second_line(choice: Choice) -> str:
    parts = [texts.translate("group list", "used lately")] if choice.recent else []
    if choice.folder:
        parts.append(texts.translate("group list", "in {0}").format(texts.shown(choice.folder)))
    return " · ".join(parts)


def _elided(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
