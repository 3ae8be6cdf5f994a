"""What pointer and keys do to a map: to that of the world, and to that of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

if TYPE_CHECKING:
    from photoorg.gui.views.map_view import MapView
    from photoorg.gui.views.moved_map import MovedMap

CLICK = 4  # pixels that a click may move
STEP = 96  # pixels an arrow key moves by
GLIDE_MS = 12
GLIDE_SHARE = 0.38  # of the way that is left, each step: there after a tenth of a second
_KEY = Qt.Key
_MOVES = {
    _KEY.Key_Left: (-STEP, 0),
    _KEY.Key_Right: (STEP, 0),
    _KEY.Key_Up: (0, -STEP),
    _KEY.Key_Down: (0, STEP),
}


def move(view: MovedMap, event: QKeyEvent) -> bool:
    """Move or zoom as a key says; False for keys that mean something else."""
    key = event.key()
    if key in _MOVES:
        view.pan(*_MOVES[Qt.Key(key)])
    elif key in (_KEY.Key_Plus, _KEY.Key_Equal, _KEY.Key_Minus):
        view.zoom(0.5 if key == _KEY.Key_Minus else 2.0)
    elif key in (_KEY.Key_0, _KEY.Key_Home):
        view.show_all()
    else:
        return False
    return True


def obey(view: MapView, event: QKeyEvent) -> bool:
    """Do what a key says on the world's map; False for keys that mean nothing here."""
    key = event.key()
    if move(view, event):
        return True
    if key in (_KEY.Key_N, _KEY.Key_P):
        view.mark_next(1 if key == _KEY.Key_N else -1)
    elif key in (_KEY.Key_Return, _KEY.Key_Enter):
        view.choose_marked()
    elif key == _KEY.Key_Escape and (view.bounds or view.controls.area.isChecked()):
        view.controls.area.setChecked(False)
        view.bounds_dropped.emit()
    else:
        return False
    return True


class MapMouse:
    """Drags the map, draws on it, clicks, zooms by the wheel."""

    def __init__(self, view: MovedMap) -> None:
        self._view = view
        self._pressed: QPointF | None = None
        self._grip: QPointF | None = None  # where the map is held
        self.path: list[QPointF] = []  # what is being drawn, from its first point on
        self._left = 1.0  # the factor that a turn of the wheel has still to zoom by
        self._at = QPointF()
        self._glide = QTimer(view)
        self._glide.setInterval(GLIDE_MS)
        self._glide.timeout.connect(self._step)

    @property
    def drawn(self) -> QRectF | None:
        """The rectangle from the first to the last point that was drawn."""
        return QRectF(self.path[0], self.path[-1]).normalized() if self.path else None

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the map; with Shift or the tool, begin to draw."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shifted or self._view.drawing:
            self.path = [event.position()]
        else:
            self._grip = event.position()

    def move(self, event: QMouseEvent) -> None:
        """Move the map or draw on; without a button, say what is under the pointer."""
        here = event.position()
        if self.path:
            self.path.append(here)
            self._view.update()
        elif self._grip is not None and self._pressed is not None:
            far = (here - self._pressed).manhattanLength() > CLICK
            if far:
                moved, self._grip = self._grip - here, here
                self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._view.pan(moved.x(), moved.y())
        else:
            self._view.hover(here)

    def release(self, event: QMouseEvent) -> None:
        """What was it: a click, a drawing, or the end of a move?"""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        here, path, pressed, grip = event.position(), self.path, self._pressed, self._grip
        self._grip = self._pressed = None
        self.path = []
        if path and any((point - pressed).manhattanLength() > CLICK for point in (*path, here)):
            self._view.end_drawing([*path, here], event.modifiers())
        elif path or grip == pressed:  # it was not moved
            self._view.click(here, event.modifiers())
        self._view.hover(here)
        self._view.update()

    def stop(self) -> None:
        """What is being drawn is not wanted."""
        self.path, self._pressed = [], None
        self._view.update()

    def turn(self, event: QWheelEvent) -> None:
        """A notch of the wheel is half of a doubling; two fingers go as far as they go."""
        turned = event.angleDelta().y()
        if not turned:
            return
        self._left *= 2.0 ** (turned / 240)
        self._at = event.position()
        self._step()
        self._glide.start()
        event.accept()

    def _step(self) -> None:
        """A part of the way that is left, so that the eye can follow."""
        factor = self._left**GLIDE_SHARE
        if abs(self._left - 1) < 0.01:
            factor = self._left
            self._glide.stop()
        self._left /= factor
        self._view.zoom(factor, self._at)
