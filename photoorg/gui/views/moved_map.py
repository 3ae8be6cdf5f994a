"""A map that is moved by dragging, arrows or two fingers, and zoomed at the pointer.

What the map of the world and the map of the library have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from photoorg.gui.views import map_input

if TYPE_CHECKING:
    from photoorg.gui.views.map_camera import Camera, Size


class MovedMap(QWidget):
    """Has a camera; what it shows, and what a click means, is for its heirs to say."""

    def __init__(self, camera: Camera, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = camera
        self._mouse = map_input.MapMouse(self)
        self._untouched = True  # new photos are brought into sight until the user has moved it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(120)

    # --- for heirs

    @property
    def drawing(self) -> bool:
        """Whether a drag draws rather than moves."""
        return False

    def hover(self, here: QPointF) -> None:
        """The pointer is here."""

    def click(self, here: QPointF, held: Qt.KeyboardModifier) -> None:
        """It was clicked here."""

    def double_click(self, here: QPointF) -> None:
        """It was clicked twice here."""

    def end_drawing(self, path: list[QPointF], held: Qt.KeyboardModifier) -> None:
        """Something was drawn."""

    def arrange(self) -> None:
        """It has another size: put what lies on it into its corners."""

    def show_all(self) -> None:
        """All photos in sight."""

    # --- moving about

    @property
    def untouched(self) -> bool:
        """Whether it still shows all photos rather than a place the user went to."""
        return self._untouched

    @property
    def _size(self) -> Size:
        return float(max(1, self.width())), float(max(1, self.height()))

    def look(self, camera: Camera) -> None:
        """Look there, as the user left it."""
        self._untouched = False
        self.camera = camera.kept(self._size)
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther; what is under `at` (or the middle) stays there."""
        spot = at or QPointF(self.rect().center())
        self.look(self.camera.zoomed(factor, (spot.x(), spot.y()), self._size))

    def pan(self, dx: float, dy: float) -> None:
        """Move by pixels."""
        self.look(self.camera.panned(dx, dy, self._size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: what was in sight stays, or all photos are."""
        super().resizeEvent(event)
        self.arrange()
        if self._untouched:
            self.show_all()
        else:
            self.camera = self.camera.kept(self._size)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer."""
        self._mouse.turn(event)

    def event(self, event: QEvent) -> bool:
        """Two fingers that spread zoom."""
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(max(0.2, 1 + event.value()), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map, or begin to draw."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or draw."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, or the end of a drawing."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nearer to what is under the pointer, or into it."""
        self.double_click(event.position())
