"""The bars of the timeline: photos over time, from which a span of days is chosen.

A click takes a bar, a drag a range, both filter the wall as they are made. The wheel zooms at the
pointer, from years over months to days. A mark shows where the wall is, and scrolls it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from photoorg.gui import texts
from photoorg.gui.views import timeline_input, timeline_paint
from photoorg.gui.views.timeline_paint import WORDS
from photoorg.gui.views.timeline_scale import (
    Histogram,
    Scale,
    from_ymd,
    scale_of,
    to_ymd,
    unit_of,
)

if TYPE_CHECKING:
    from photoorg.gui.views.timeline_scale import (
        Range,
    )
    from photoorg.records import DateCount

HEIGHT = 58


class Strip(QWidget):
    """The bars; says which days were chosen, as (first, last) like 20190512, or None."""

    chosen = Signal(object)
    scroll_wanted = Signal(object)  # Range: the wall is to show these days

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos = Histogram(())
        self.scale: Scale | None = None  # the days in sight; None without any
        self.undated = 0
        self.chosen_range: Range | None = None
        self.cursor_day: int | None = None  # of the keyboard
        self.here: int | None = None  # the day of the wall
        self._hovered: Range | None = None
        self._untouched = True
        self._mouse = timeline_input.StripMouse(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Timeline"))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any window."""
        return QSize(120, HEIGHT)

    # --- what it shows

    @property
    def range(self) -> tuple[int, int] | None:
        """The chosen days, first and last."""
        return to_ymd(self.chosen_range) if self.chosen_range else None

    def show_days(self, days: Sequence[DateCount], undated: int = 0) -> None:
        """Show these; what is in sight stays so where the user went to it. `undated` is how many
        photos have no day.
        """
        self.undated = undated
        before, self.photos = self.scale, Histogram(days)
        whole = scale_of(days, self.width())
        self.scale = whole
        if whole is not None and before is not None and not self._untouched:
            span = (max(before.first, whole.first), min(before.last, whole.last))
            if span[1] - span[0] > 1:
                self.scale = Scale(*span, whole.whole, whole.width)
        self._describe()
        self.update()

    def show_range(self, days: tuple[int, int] | None) -> None:
        """Mark the days that filter the wall."""
        self.chosen_range = from_ymd(days) if days else None
        self._describe()
        self.update()

    def show_here(self, day: int | None) -> None:
        """Mark where the wall is; None where it is in no order of time."""
        if day != self.here:
            self.here = day
            self.update()

    def show_all(self) -> None:
        """All days in sight."""
        if self.scale is not None:
            self.scale = Scale(*self.scale.whole, self.scale.whole, self.scale.width)
        self._untouched = True
        self.update()

    def look(self, scale: Scale) -> None:
        """Show this part."""
        self.scale, self._untouched = scale, False
        self.update()

    def hover(self, days: Range | None) -> None:
        """Say what is under the pointer."""
        if days != self._hovered:
            self._hovered = days
            self.setToolTip(self._said(days) if days else "")
            self.update()

    def _describe(self) -> None:
        if self.chosen_range is not None:
            self.setAccessibleDescription(self._said(self.chosen_range))
        elif self.scale is not None:
            words = self.tr("Arrows go along, Shift and arrows choose days, Esc shows all.")
            self.setAccessibleDescription(words)

    def _said(self, days: Range) -> str:
        first, last = to_ymd(days)
        return f"{texts.days(first, last)}: {texts.photos(self.photos.count(days))}"

    # --- what is chosen

    def unit_at(self, point: QPointF) -> Range | None:
        """The bar under a point, or the year, month or day whose words are there."""
        scale = self.scale
        if scale is None:
            return None
        if point.y() > self.height() - WORDS:
            hit = [w for w in timeline_paint.words(self, scale) if w.rect.contains(point)]
            if hit:
                return hit[-1].tick.days
        return unit_of(int(scale.to_day(point.x())), scale.unit)

    def choose(self, days: Range | None) -> None:
        """Filter by these days."""
        if days != self.chosen_range:
            self.chosen_range = days
            self._describe()
            self.update()
            self.chosen.emit(to_ymd(days) if days else None)

    def go(self, step: int, choose: bool) -> None:
        """The cursor goes to the next bar that has photos, and the wall with it; `choose`: the
        chosen range grows with it instead.
        """
        scale = self.scale
        under = self._next_bar(step)
        if under is None or scale is None:
            return
        if choose:
            known = self.chosen_range or self._bar_of_cursor(scale, step)
            self.choose((min(known[0], under[0]), max(known[1], under[1])))
        else:
            self.scroll_wanted.emit(under)
        self.cursor_day = under[0]
        pixel = scale.to_pixel(under[0])
        if not 0 <= pixel < self.width():
            self.look(scale.panned(pixel - self.width() / 2))
        self.setAccessibleDescription(self._said(under))
        self.update()

    def _bar_of_cursor(self, scale: Scale, step: int) -> Range:
        """The bar of the cursor; before there is one, that beyond the edge it will come from."""
        if self.cursor_day is not None:
            return unit_of(self.cursor_day, scale.unit)
        edge = scale.first - 1 if step > 0 else scale.last + 1
        return unit_of(int(edge), scale.unit)

    def _next_bar(self, step: int) -> Range | None:
        scale = self.scale
        if scale is None:
            return None
        at = self._bar_of_cursor(scale, step)
        bars = self.photos.bars(scale.unit, scale.whole[0], scale.whole[1])
        if step > 0:
            return next((bar.days for bar in bars if bar.days[0] > at[0]), None)
        return next((bar.days for bar in reversed(bars) if bar.days[0] < at[0]), None)

    # --- pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a range, or take something that is there."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._mouse.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nearer to what is under the pointer."""
        self._mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or go along."""
        self._mouse.turn(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along, with Shift they choose; plus and minus zoom; Esc shows all days."""
        if not timeline_input.obey(self, event):
            super().keyPressEvent(event)

    # --- painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The same days on another width."""
        super().resizeEvent(event)
        if self.scale is not None:
            self.scale = self.scale.wide(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, the chosen range, words, the mark."""
        painter = QPainter(self)
        if self.scale is None:
            words = self.tr("None of these photos has a date.") if self.undated else ""
            timeline_paint.paint_nothing(painter, self, words)
            return
        marked = self._hovered
        if self.hasFocus() and self.cursor_day is not None:
            marked = unit_of(self.cursor_day, self.scale.unit)
        timeline_paint.paint(painter, self, self.scale, self.photos, self.chosen_range, marked)
        if self.here is not None:
            timeline_paint.paint_mark(painter, self, self.scale.to_pixel(self.here))
