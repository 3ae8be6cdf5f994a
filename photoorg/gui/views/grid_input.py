"""What keys and the mouse mean in the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QRubberBand

from photoorg.gui.views.grid_paint import CHECK_ZONE

if TYPE_CHECKING:
    from photoorg.gui.views.grid import PhotoGrid

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def target(key: int, current: int, columns: int, page: int, count: int) -> int | None:
    """Where a key takes the focus; None if it is not a key that moves.

    `page` is how many cells one screen holds. Up and down keep the column; a step over the end
    of the last, shorter row goes to the last photo.
    """
    if not count:
        return None
    start = max(current, 0)
    moves = {
        Qt.Key.Key_Left: start - 1,
        Qt.Key.Key_Right: start + 1,
        Qt.Key.Key_Up: start - columns if start >= columns else start,
        Qt.Key.Key_Down: start + columns if start // columns < (count - 1) // columns else start,
        Qt.Key.Key_PageUp: start - page if start >= page else start % columns,
        Qt.Key.Key_PageDown: start + page,
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: count - 1,
    }
    if key not in moves:
        return None
    if current < 0 and key not in (Qt.Key.Key_End, Qt.Key.Key_PageDown):
        return 0
    return min(max(moves[Qt.Key(key)], 0), count - 1)


class GridKeys:
    """Keyboard: arrows choose, Shift extends, Ctrl moves only, Space toggles, Return opens."""

    def __init__(self, grid: PhotoGrid) -> None:
        self._grid = grid

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if the grid has no use for it."""
        grid = self._grid
        if event.matches(QKeySequence.StandardKey.SelectAll):
            grid.selection.choose_all()
            return grid.after_selection()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return grid.open_current()
        if event.key() == Qt.Key.Key_Space and grid.selection.current >= 0:
            grid.selection.toggle(grid.selection.current)
            return grid.after_selection()
        if event.key() == Qt.Key.Key_Escape and grid.selection.selected:
            grid.selection.clear()
            return grid.after_selection()
        return self._move(event)

    def _move(self, event: QKeyEvent) -> bool:
        grid, chosen = self._grid, self._grid.selection
        geometry = grid.geometry_now()
        rows = max(1, grid.viewport().height() // geometry.pitch)
        index = target(
            event.key(), chosen.current, geometry.columns, rows * geometry.columns, geometry.count
        )
        if index is None:
            return False
        modifiers = event.modifiers()
        if modifiers & _SHIFT:
            chosen.extend(index, add=bool(modifiers & _CTRL))
        elif modifiers & _CTRL and event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End):
            chosen.move(index)
        else:
            chosen.choose(index)
        grid.reveal(index)
        return grid.after_selection()


class GridMouse:
    """Mouse: a click chooses, the corner mark toggles, a drag draws a rubber band.

    A drag that begins on a selected photo carries the selection to another program.
    """

    def __init__(self, grid: PhotoGrid) -> None:
        self._grid = grid
        self._origin: QPoint | None = None  # in content coordinates
        self._band: QRubberBand | None = None
        self._carried: int | None = None  # the selected photo on which the button went down
        self._at = QPoint()
        self._scroll = QTimer(grid)
        self._scroll.setInterval(16)
        self._scroll.timeout.connect(self._autoscroll)

    def press(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer and get ready for a rubber band."""
        grid, position = self._grid, event.position().toPoint()
        index = grid.index_at(position)
        self._carried = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._origin = position + QPoint(0, grid.top())
        if index is None:
            if not event.modifiers() & (_CTRL | _SHIFT):
                grid.selection.clear()
        elif event.button() == Qt.MouseButton.RightButton:
            if grid.selection.id_at(index) not in grid.selection.selected:
                grid.selection.choose(index)
        else:
            self._click(index, position, event)
        grid.after_selection()

    def _click(self, index: int, position: QPoint, event: QMouseEvent) -> None:
        grid, modifiers = self._grid, event.modifiers()
        corner = grid.cell_rect(index).topLeft()
        on_mark = max((position - corner).x(), (position - corner).y()) < CHECK_ZONE
        if modifiers & _SHIFT:
            grid.selection.extend(index, add=bool(modifiers & _CTRL))
        elif modifiers & _CTRL or on_mark:
            grid.selection.toggle(index)
        elif grid.selection.id_at(index) in grid.selection.selected:
            self._carried = index  # the others stay selected until it is clear what this will be
            grid.selection.move(index)
        else:
            grid.selection.choose(index)

    def move(self, event: QMouseEvent) -> None:
        """Stretch the rubber band once the pointer has gone far enough."""
        grid = self._grid
        if self._origin is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        self._at = event.position().toPoint()
        far = (self._at + QPoint(0, self._grid.top()) - self._origin).manhattanLength()
        if self._band is None and far > QApplication.startDragDistance():
            if self._carried is not None:
                self._carried = self._origin = None
                grid.drag_wanted.emit()
                return
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self._grid.viewport())
            self._grid.selection.begin_band(bool(event.modifiers() & (_CTRL | _SHIFT)))
            self._band.show()
            self._scroll.start()
        if self._band:
            self._stretch()

    def release(self) -> None:
        """The band is done; what it touched stays selected. A click on one of many chooses it."""
        self._scroll.stop()
        self._origin = None
        if self._carried is not None and self._carried < self._grid.count:
            self._grid.selection.choose(self._carried)
            self._grid.after_selection()
        self._carried = None
        if self._band:
            self._band.hide()
            self._band.deleteLater()
            self._band = None
            self._grid.after_selection()

    def _stretch(self) -> None:
        grid = self._grid
        if self._origin is None or self._band is None:
            return
        here = self._at + QPoint(0, grid.top())
        area = QRect(self._origin, QSize(1, 1)).united(QRect(here, QSize(1, 1)))
        self._band.setGeometry(area.translated(0, -grid.top()))
        grid.selection.band(grid.geometry_now().touching(area))
        grid.after_selection()

    def _autoscroll(self) -> None:
        grid = self._grid
        beyond = min(self._at.y(), 0) or max(self._at.y() - grid.viewport().height(), 0)
        if beyond:
            bar = grid.verticalScrollBar()
            bar.setValue(bar.value() + max(-60, min(60, beyond)))
            self._stretch()
