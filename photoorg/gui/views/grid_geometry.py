"""Where the cells of the grid lie. Pure arithmetic, O(1) in the number of photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect

GAP = 4
MARGIN = 12
RIGHT = 4  # the scroll bar has its own room


@dataclass(frozen=True, slots=True)
class GridGeometry:
    """`count` square cells in rows that fill `width`; `wished` is the side asked for, in pixels.

    Cells grow a little so that each full row ends at the right margin; coordinates are those of
    the whole content, not of the viewport.
    """

    count: int
    width: int
    wished: int

    @property
    def columns(self) -> int:
        """Cells per row, at least one."""
        return max(1, (self._inner + GAP) // (self.wished + GAP))

    @property
    def side(self) -> int:
        """The real side of a cell."""
        return max(24, (self._inner - GAP * (self.columns - 1)) // self.columns)

    @property
    def pitch(self) -> int:
        """From one row to the next."""
        return self.side + GAP

    @property
    def rows(self) -> int:
        """Rows in all."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Height of the content."""
        return 2 * MARGIN + max(0, self.rows * self.pitch - GAP)

    @property
    def _inner(self) -> int:
        return max(1, self.width - MARGIN - RIGHT)

    def rect(self, index: int) -> QRect:
        """The cell of a photo."""
        row, column = divmod(index, self.columns)
        x = MARGIN + column * self.pitch
        return QRect(x, MARGIN + row * self.pitch, self.side, self.side)

    def index_at(self, x: int, y: int) -> int | None:
        """The photo under a point; None between cells and outside."""
        column, in_x = divmod(x - MARGIN, self.pitch)
        row, in_y = divmod(y - MARGIN, self.pitch)
        if not (0 <= column < self.columns and row >= 0):
            return None
        if in_x >= self.side or in_y >= self.side:
            return None
        index = row * self.columns + column
        return index if index < self.count else None

    def visible(self, top: int, height: int) -> range:
        """The photos whose rows touch the stripe from `top`, `height` pixels high."""
        first = max(0, (top - MARGIN) // self.pitch)
        last = max(0, (top + height - MARGIN - 1) // self.pitch + 1)
        return range(min(self.count, first * self.columns), min(self.count, last * self.columns))

    def touching(self, area: QRect) -> Iterator[int]:
        """The photos whose cells touch a rectangle."""
        for index in self.visible(area.top(), area.height()):
            if self.rect(index).intersects(area):
                yield index
