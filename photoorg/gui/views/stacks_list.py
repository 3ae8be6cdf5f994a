"""The list of stacks: a virtual list of cards that paints what is visible and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from photoorg.gui import texts
from photoorg.gui.style import RADIUS
from photoorg.gui.views import stacks_paint
from photoorg.gui.views.stacks_layout import CELL, MARGIN, Spot, StacksLayout

if TYPE_CHECKING:
    from photoorg.gui.models.thumbnails import Thumbnails
    from photoorg.records import Stack

Key = Qt.Key
_STEPS = {Key.Key_Left: -1, Key.Key_Right: 1}
_STACKS = {Key.Key_Up: -1, Key.Key_Down: 1}
#: Keys that decide something, and the command they stand for.
COMMANDS = {
    Key.Key_Return: "keep-best", Key.Key_Enter: "keep-best", Key.Key_B: "best",
    Key.Key_N: "not-alike", Key.Key_O: "open", Key.Key_Space: "open", Key.Key_K: "keep",
    Key.Key_Delete: "reject", Key.Key_9: "reject", Key.Key_C: "compare",
    Key.Key_Escape: "back", Key.Key_Backspace: "back",
}  # fmt: skip


class StacksList(QAbstractScrollArea):
    """Shows stacks; one photo of one stack has the focus."""

    current_changed = Signal()
    command = Signal(str)  # a value of COMMANDS
    menu_wanted = Signal(QPoint)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stacks: list[Stack] = []
        self.current = Spot(0, 0)
        self._thumbnails = thumbnails
        self._layout = StacksLayout([], 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Stacks"))
        thumbnails.arrived.connect(self._on_arrived)

    # --- what it shows

    def show_stacks(self, stacks: Sequence[Stack], keep: bool) -> None:
        """Show these. With `keep`, focus and scroll position stay with their stack."""
        held = self.stack.best if keep and self.stack else None
        photo = self.photo_id if keep else None
        self.stacks = list(stacks)
        self._lay_out()
        if not keep:
            self.verticalScrollBar().setValue(0)
        self.current = self._spot_of(photo) or self._spot_of(held) or self._nearest()
        self._told()

    def _spot_of(self, photo: int | None) -> Spot | None:
        """Where a photo is now."""
        for row, stack in enumerate(self.stacks):
            if photo in stack.ids:
                return Spot(row, stack.ids.index(photo))
        return None

    def _nearest(self) -> Spot:
        return Spot(max(0, min(self.current.stack, len(self.stacks) - 1)), 0)

    @property
    def stack(self) -> Stack | None:
        """The stack that has the focus."""
        return self.stacks[self.current.stack] if self.stacks else None

    @property
    def photo_id(self) -> int | None:
        """The photo that has the focus."""
        stack = self.stack
        return stack.ids[min(self.current.photo, len(stack.ids) - 1)] if stack else None

    def focus_on(self, spot: Spot) -> None:
        """Give a photo the focus and scroll its card into view."""
        if self.stacks:
            self.current = spot
            self._reveal()
            self._told()

    def next_stack(self) -> None:
        """Go on to the next stack, at its best photo."""
        if self.current.stack + 1 < len(self.stacks):
            self.focus_on(Spot(self.current.stack + 1, 0))

    def _told(self) -> None:
        self.viewport().update()
        self.current_changed.emit()
        stack, photo_id = self.stack, self.photo_id
        photo = self._thumbnails.photo(photo_id) if photo_id is not None else None
        if stack is None or photo is None:
            return
        words = f"{texts.file_name(photo.path)}, {stacks_paint.kind(stack)}"
        if photo_id == stack.best:
            words += f", {stacks_paint.why(stack)}"
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )

    # --- geometry

    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _lay_out(self) -> None:
        view = self.viewport()
        self._layout = StacksLayout([len(s.ids) for s in self.stacks], view.width())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height - view.height()))
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(max(1, view.height() - CELL))
        bar.setSingleStep(CELL // 3)
        view.update()

    def _reveal(self) -> None:
        card = self._layout.card(self.current.stack)
        cell = self._layout.cell(self.current.stack, self.current.photo)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        rect = card if card.height() <= height else cell
        rect = rect.adjusted(0, -MARGIN, 0, MARGIN)
        if rect.top() < bar.value():
            bar.setValue(rect.top())
        elif rect.bottom() > bar.value() + height:
            bar.setValue(rect.bottom() - height)

    def _visible(self) -> range:
        return self._layout.visible(self._top(), self.viewport().height())

    def _wish(self) -> None:
        """Ask for the visible photos first, then for the next cards'."""
        seen = self._visible()
        ahead = range(seen.stop, min(len(self.stacks), seen.stop + max(4, len(seen))))
        ids = [i for part in (seen, ahead) for row in part for i in self.stacks[row].ids]
        ratio = self.devicePixelRatioF()
        self._thumbnails.want(ids, round(CELL * ratio), RADIUS * ratio)

    def _on_arrived(self, _ids: object) -> None:
        if self.isVisible():
            self.viewport().update()

    # --- Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards that the exposed area touches, then wish for what is missing."""
        with self._thumbnails.painting():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), self.palette().base())
            area = event.rect().translated(0, self._top())
            painter.translate(0, -self._top())
            for row in self._layout.visible(area.top(), area.height()):
                self._paint_stack(painter, row)
            painter.end()
        self._wish()

    def _paint_stack(self, painter: QPainter, row: int) -> None:
        stack, colors, font = self.stacks[row], self.palette(), self.font()
        chosen = row == self.current.stack
        stacks_paint.card(painter, self._layout.card(row), chosen, colors)
        stacks_paint.heading(painter, self._layout.heading(row), stack, colors, font)
        for index, photo_id in enumerate(stack.ids):
            cell = stacks_paint.Cell(
                self._layout.cell(row, index),
                self._thumbnails.pixmap(photo_id),
                self._thumbnails.photo(photo_id),
                index == 0,
                chosen and index == self.current.photo and self.hasFocus(),
            )
            stacks_paint.paint_cell(painter, cell, colors, font)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; the stack with the focus stays in view."""
        self._lay_out()
        if self.stacks:
            self._reveal()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """A full repaint: a screen holds a dozen cards."""
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keys that decide something here are not the window's (Delete would open its sheet)."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and Key(event.key()) in COMMANDS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go; the keys of `COMMANDS` decide; others go to the window."""
        key = Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._pressed(key):
            super().keyPressEvent(event)

    def _pressed(self, key: Qt.Key) -> bool:
        row, last = self.current.stack, len(self.stacks) - 1
        if key in COMMANDS:
            self.command.emit(COMMANDS[key])
        elif not self.stacks:
            return False
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in _STACKS:
            there = row + _STACKS[key] * self._layout.beside
            self.focus_on(Spot(there if 0 <= there <= last else row, 0))
        elif key in (Key.Key_Home, Key.Key_End):
            self.focus_on(Spot(0 if key == Key.Key_Home else last, 0))
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        """To the next photo, past the last to the next stack."""
        row, photo = self.current.stack, self.current.photo + by
        if 0 <= photo < len(self.stacks[row].ids):
            self.focus_on(Spot(row, photo))
        elif 0 <= row + by < len(self.stacks):
            self.focus_on(Spot(row + by, 0 if by > 0 else len(self.stacks[row + by].ids) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give what is under the pointer the focus."""
        spot = self._layout.spot_at(event.position().toPoint() + QPoint(0, self._top()))
        if spot is not None:
            self.focus_on(spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the pointer."""
        self.command.emit("open")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the stack."""
        if self.stacks:
            self.menu_wanted.emit(event.globalPos())
