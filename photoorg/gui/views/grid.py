"""The wall of photos: a virtual grid that paints what is visible and nothing else.

Cost is O(visible) per frame whatever the size of the library (design: FLOORS 3.3).
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from photoorg.gui import texts
from photoorg.gui.style import RADIUS
from photoorg.gui.views import grid_paint, review_keys
from photoorg.gui.views.grid_geometry import GAP, MARGIN, GridGeometry
from photoorg.gui.views.grid_input import GridKeys, GridMouse
from photoorg.gui.views.grid_selection import GridSelection
from photoorg.records import read_ones

if TYPE_CHECKING:
    from photoorg.gui.models.coming import Coming
    from photoorg.gui.models.thumbnails import Thumbnails

SMALLEST, LARGEST, NORMAL = 96, 320, 168
STEP = 24
NOT_YET = 0  # no photo has this id: its cell is painted empty until it is known


class PhotoGrid(QAbstractScrollArea):
    """Shows photos by id, in the order given; selection and focus are its own."""

    selection_changed = Signal()
    current_changed = Signal()
    opened = Signal(int)
    menu_wanted = Signal(QPoint)
    drag_wanted = Signal()
    cell_size_changed = Signal(int)
    command = Signal(str)  # of `review_keys`, about the selection
    unread_seen = Signal(object)  # tuple of ids, most wanted first: photos still to be read

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selection = GridSelection()
        self._thumbnails = thumbnails
        self._wished = NORMAL
        self._hovered = -1
        self._pins = True
        self._told: tuple[int, int | None] = (0, None)
        self._unread: tuple[int, ...] = ()
        self._keys = GridKeys(self)
        self._mouse = GridMouse(self)
        self._geometry = GridGeometry(0, 1, NORMAL)
        self.setViewport(QWidget())  # Qt's own would be looked up among all widgets (15 ms)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Photos"))
        thumbnails.arrived.connect(self._on_arrived)

    # --- what it shows

    def set_ids(self, ids: array[int], keep: bool) -> None:
        """Show these photos. With `keep`, selection, focus and scroll position stay."""
        hold = self._hold() if keep else None
        self.selection.replace(ids, keep)
        self._begin(hold)

    def _begin(self, hold: tuple[int, int] | None = None) -> None:
        self._hovered = -1
        self._lay_out()
        if hold is None:
            self.verticalScrollBar().setValue(0)
        else:
            self._restore(*hold)
        self.after_selection()

    def show_first(self, coming: Coming) -> None:
        """Show a view of which not all photos may be there yet."""
        self.selection.begin(coming)
        self._begin()

    def show_rest(self, coming: Coming) -> None:
        """They are there now; what was done meanwhile stays."""
        self.selection.end(coming)
        self._fit_count()
        self.viewport().update()

    @property
    def ids(self) -> array[int]:
        """What is shown, in order; waits until all of it is there."""
        found = self.selection.ids
        self._fit_count()
        return found

    @property
    def count(self) -> int:
        """How many photos are shown."""
        return self.selection.count

    def _fit_count(self) -> None:
        """Photos may have come or gone between the first page and the rest."""
        if self.count != self._geometry.count:
            self._lay_out()
            self.selection.current = min(self.selection.current, self.count - 1)

    @property
    def read_ids(self) -> list[int]:
        """Those of them that something can be done with; the others are still to be read."""
        return read_ones(self.ids)

    @property
    def on_unread(self) -> bool:
        """Whether the focus is on a photo that is still to be read."""
        return (self.selection.current_id or 0) < 0

    @property
    def cell_size(self) -> int:
        """The wished side of a cell, in logical pixels."""
        return self._wished

    def set_cell_size(self, side: int) -> None:
        """Change the size; what was in view stays in view."""
        side = min(LARGEST, max(SMALLEST, side))
        if side == self._wished:
            return
        hold = self._hold()
        self._wished = side
        self._lay_out()
        if hold:
            self._restore(*hold)
        self.cell_size_changed.emit(side)

    def show_pins(self, on: bool) -> None:
        """Mark the photos that the user put in their group; pointless where all of them are."""
        if on != self._pins:
            self._pins = on
            self.viewport().update()

    def zoom(self, steps: int) -> None:
        """Larger or smaller by steps."""
        self.set_cell_size(self._wished + steps * STEP)

    # --- where things are

    def top(self) -> int:
        """The content coordinate of the viewport's upper edge."""
        return self.verticalScrollBar().value()

    def geometry_now(self) -> GridGeometry:
        """The layout in force."""
        return self._geometry

    def cell_rect(self, index: int) -> QRect:
        """A cell in viewport coordinates."""
        return self._geometry.rect(index).translated(0, -self.top())

    def index_at(self, point: QPoint) -> int | None:
        """The photo under a point of the viewport."""
        return self._geometry.index_at(point.x(), point.y() + self.top())

    def visible(self) -> range:
        """The indices in view."""
        return self._geometry.visible(self.top(), self.viewport().height())

    def reveal(self, index: int) -> None:
        """Scroll as little as needed to show a cell whole."""
        rect = self._geometry.rect(index).adjusted(0, -MARGIN, 0, MARGIN)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < bar.value():
            bar.setValue(rect.top())
        elif rect.bottom() > bar.value() + height:
            bar.setValue(rect.bottom() - height)

    def focus_on(self, photo_id: int) -> None:
        """Choose a photo and show it, e.g. the one the viewer was left at."""
        index = self.selection.index_of(photo_id)
        if index >= 0:
            self.selection.choose(index)
            self.reveal(index)
            self.after_selection()

    # --- what happens to it

    def after_selection(self) -> bool:
        """Tell the others and repaint; True, for handlers that took an event."""
        self.viewport().update()
        told = (len(self.selection.selected), self.selection.current_id)
        if told[1] != self._told[1]:
            self.current_changed.emit()
            self._announce()
        self._told = told
        self.selection_changed.emit()
        return True

    def open_current(self) -> bool:
        """Open the photo that has the focus."""
        current = self.selection.current_id
        if current is not None:
            self.opened.emit(current)
        return current is not None

    def _announce(self) -> None:
        """Let a screen reader say the photo that has the focus."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        current = self.selection.current_id
        photo = self._thumbnails.photo(current) if current is not None else None
        if photo is None:
            return
        day, _ = texts.taken(photo)
        self.setAccessibleDescription(f"{texts.file_name(photo.path)}, {day}, {texts.place(photo)}")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )

    def _hold(self) -> tuple[int, int] | None:
        """The photo to keep in place and its distance from the upper edge."""
        if not self.count or self.top() == 0:
            return None
        visible = self.visible()
        current = self.selection.current
        index = current if current in visible else visible.start
        return self.selection.id_at(min(index, self.count - 1)), self.cell_rect(index).top()

    def _restore(self, photo_id: int, offset: int) -> None:
        index = self.selection.index_of(photo_id)
        if index >= 0:
            self.verticalScrollBar().setValue(self._geometry.rect(index).top() - offset)

    def _lay_out(self) -> None:
        view = self.viewport()
        self._geometry = GridGeometry(self.count, view.width(), self._wished)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._geometry.height - view.height()))
        bar.setEnabled(bar.maximum() > 0)  # its room stays, its handle goes: nothing to scroll
        bar.setPageStep(max(1, view.height() - self._geometry.pitch // 2))
        bar.setSingleStep(max(24, self._geometry.pitch // 3))
        view.update()

    def _wish(self, visible: range) -> None:
        """Ask for the visible photos first, then for a screen below and half a one above."""
        count, screen = self.count, len(visible)
        below = range(visible.stop, min(count, visible.stop + screen))
        above = range(max(0, visible.start - screen // 2), visible.start)
        ratio = self.devicePixelRatioF()
        places = (self.selection.known(i) for part in (visible, below, above) for i in part)
        order = [photo_id for photo_id in places if photo_id is not None]
        unread = tuple(i for i in order if i < 0)
        if unread != self._unread:
            self._unread = unread
            self.unread_seen.emit(unread)
        self._thumbnails.want(order, round(self._geometry.side * ratio), RADIUS * ratio)

    def _on_arrived(self, ids: set[int]) -> None:
        if not self.isVisible():
            return
        visible = self.visible()
        if any(self.selection.known(i) in ids for i in visible):
            self.viewport().update()
        else:
            self._wish(visible)

    # --- Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that the exposed area touches, then wish for what is missing."""
        with self._thumbnails.painting():
            self._paint_cells(event)
        self._wish(self.visible())

    def _paint_cells(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colors = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.base())
        painter.drawRect(event.rect())  # `fillRect` would have Python learn all gradients (3 ms)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = event.rect().translated(0, self.top()).adjusted(0, -GAP, 0, GAP)
        for index in self._geometry.visible(area.top(), area.height()):
            grid_paint.paint(painter, self._cell(index), colors)
        if not self.count:
            painter.setPen(colors.placeholderText().color())
            words = self.tr("No photo here fits this choice.")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _cell(self, index: int) -> grid_paint.Cell:
        photo_id = self.selection.known(index) or NOT_YET
        selected, hovered = photo_id in self.selection.selected, index == self._hovered
        return grid_paint.Cell(
            self.cell_rect(index),
            self._thumbnails.pixmap(photo_id),
            self._thumbnails.photo(photo_id),
            selected,
            index == self.selection.current and self.hasFocus(),
            hovered,
            self._pins or selected or hovered,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; what was in view stays in view."""
        hold = self._hold()
        self._lay_out()
        if hold:
            self._restore(*hold)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """A full repaint is cheaper than it sounds, and the captions stay right."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel changes the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the grid has no use for go to the window."""
        if self._keys.press(event):
            return
        command = review_keys.command(event)
        if command in review_keys.ON_SELECTION or command.startswith("rate "):
            self.command.emit(command)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, toggle or begin a rubber band."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer: caption of the cell under it, rubber band."""
        self._hover(self.index_at(event.position().toPoint()))
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band."""
        self._mouse.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is under the pointer."""
        index = self.index_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.selection.id_at(index))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection."""
        self.menu_wanted.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Leaving the grid ends the caption."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    def _hover(self, index: int | None) -> None:
        hovered = -1 if index is None else index
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
