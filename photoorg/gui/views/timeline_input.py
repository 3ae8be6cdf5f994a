"""What pointer and keys do to the timeline's strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from photoorg.gui.views.timeline_paint import MARK
from photoorg.gui.views.timeline_scale import unit_of

if TYPE_CHECKING:
    from photoorg.gui.views.timeline_scale import Range
    from photoorg.gui.views.timeline_strip import Strip

GRIP = 5  # pixels around an edge of the chosen range, or the mark, by which it is taken
_KEY = Qt.Key


def obey(strip: Strip, event: QKeyEvent) -> bool:
    """Do what a key says; False for keys that mean nothing here."""
    key, scale = event.key(), strip.scale
    if scale is None:
        return False
    if key in (_KEY.Key_Left, _KEY.Key_Right):
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        strip.go(1 if key == _KEY.Key_Right else -1, shifted)
    elif key in (_KEY.Key_Plus, _KEY.Key_Equal, _KEY.Key_Minus):
        at = strip.width() / 2 if strip.cursor_day is None else scale.to_pixel(strip.cursor_day)
        strip.look(scale.zoomed(0.5 if key == _KEY.Key_Minus else 2.0, at))
    elif key in (_KEY.Key_0, _KEY.Key_Home):
        strip.show_all()
    elif key in (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Space):
        if strip.cursor_day is not None:
            strip.choose(unit_of(strip.cursor_day, scale.unit))
    elif key == _KEY.Key_Escape and strip.chosen_range is not None:
        strip.choose(None)
    else:
        return False
    return True


class StripMouse:
    """Draws ranges, moves their edges and the mark, moves and zooms the strip."""

    def __init__(self, strip: Strip) -> None:
        self._strip = strip
        self._anchor: Range | None = None  # where a range was begun
        self._fixed: int | None = None  # the end of the range that stays
        self._pan: float | None = None
        self._scrolls = False  # the mark is held

    def press(self, event: QMouseEvent) -> None:
        """Take the mark or an edge, begin a range; other buttons take hold of the strip."""
        here, under = event.position(), self._strip.unit_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            self._pan = here.x()
        elif self._at_mark(here):
            self._scrolls = True
        elif (fixed := self._edge_at(here.x())) is not None:
            self._fixed = fixed
        elif under is not None and under == self._strip.chosen_range:
            self._strip.choose(None)  # a second click on the same takes it back
        else:
            self._anchor = under
            self._strip.choose(under)

    def move(self, event: QMouseEvent) -> None:
        """Go on with what was begun; else say what is under the pointer."""
        here, scale = event.position(), self._strip.scale
        if scale is None:
            return
        inside = QPointF(min(max(0.0, here.x()), self._strip.width() - 1.0), 0)
        under = self._strip.unit_at(inside)
        if self._pan is not None:
            self._strip.look(scale.panned(self._pan - here.x()))
            self._pan = here.x()
        elif self._scrolls:
            day = int(scale.to_day(inside.x()))
            self._strip.scroll_wanted.emit((day, day + 1))
        elif self._fixed is not None and under is not None:
            moved = under[1] if under[1] > self._fixed else under[0]
            days = (min(self._fixed, moved), max(self._fixed, moved))
            self._strip.choose(days if days[1] > days[0] else under)
        elif self._anchor is not None and under is not None:
            days = (min(self._anchor[0], under[0]), max(self._anchor[1], under[1]))
            self._strip.choose(days)
        else:
            self._hover(here)

    def release(self) -> None:
        """Let go."""
        self._anchor = self._fixed = self._pan = None
        self._scrolls = False

    def double_click(self, event: QMouseEvent) -> None:
        """Nearer to what is under the pointer: from a year to its months."""
        under, scale = self._strip.unit_at(event.position()), self._strip.scale
        if under is not None and scale is not None:
            self._strip.look(scale.over(under))
            self._strip.choose(under)

    def turn(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways or with Shift, go along."""
        scale, turn = self._strip.scale, event.angleDelta()
        if scale is None:
            return
        if turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._strip.look(scale.panned(-(turn.x() or turn.y()) / 2))
        elif turn.y():
            self._strip.look(scale.zoomed(2.0 ** (turn.y() / 240), event.position().x()))
        event.accept()

    def _at_mark(self, here: QPointF) -> bool:
        day, scale = self._strip.here, self._strip.scale
        if day is None or scale is None:
            return False
        return here.y() <= MARK + 2 and abs(here.x() - scale.to_pixel(day)) <= MARK

    def _edge_at(self, x: float) -> int | None:
        """The other end of the chosen range if `x` is at one of its ends."""
        chosen, scale = self._strip.chosen_range, self._strip.scale
        if chosen is None or scale is None:
            return None
        first, last = (scale.to_pixel(day) for day in chosen)
        if last - first < 4 * GRIP:
            return None
        if abs(x - first) <= GRIP:
            return chosen[1]
        return chosen[0] if abs(x - last) <= GRIP else None

    def _hover(self, here: QPointF) -> None:
        edge = self._edge_at(here.x()) is not None or self._at_mark(here)
        self._strip.setCursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
        self._strip.hover(self._strip.unit_at(here))
