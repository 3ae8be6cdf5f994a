"""Where the stacks and their photos lie in the list of stacks. No painting, no state."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

CELL, CAPTION, GAP, MARGIN = 148, 36, 8, 16
HEADING, PADDING, BETWEEN = 30, 12, 12
WIDE = 2 * PADDING + 5 * CELL + 4 * GAP  # a card that shows five photos in a row


@dataclass(frozen=True, slots=True)
class Spot:
    """A photo's place: which stack, and which photo of it."""

    stack: int
    photo: int


class StacksLayout:
    """Cards in rows, two or three beside each other where there is room; photos in rows inside."""

    def __init__(self, sizes: Sequence[int], width: int) -> None:
        self.sizes = sizes
        self.beside = max(1, (width - 2 * MARGIN + BETWEEN) // (WIDE + BETWEEN))
        room = width - 2 * MARGIN - (self.beside - 1) * BETWEEN
        self._card_width = max(room // self.beside, CELL + 2 * PADDING)
        inside = self._card_width - 2 * PADDING
        self.columns = max(1, (inside + GAP) // (CELL + GAP))
        self._tops = [MARGIN]
        for first in range(0, len(sizes), self.beside):
            tallest = max(sizes[first : first + self.beside])
            self._tops.append(self._tops[-1] + self._card_height(tallest) + BETWEEN)

    @property
    def height(self) -> int:
        """Of all."""
        return self._tops[-1] - BETWEEN + MARGIN if self.sizes else 0

    def _card_height(self, size: int) -> int:
        rows = -(-size // self.columns)
        return 2 * PADDING + HEADING + rows * (CELL + CAPTION) + (rows - 1) * GAP

    def card(self, stack: int) -> QRect:
        """The card of a stack."""
        row, column = divmod(stack, self.beside)
        top, width = self._tops[row], self._card_width
        left = MARGIN + column * (width + BETWEEN)
        return QRect(left, top, width, self._tops[row + 1] - BETWEEN - top)

    def heading(self, stack: int) -> QRect:
        """The line of words of a card."""
        card = self.card(stack).adjusted(PADDING, PADDING, -PADDING, 0)
        card.setHeight(HEADING - 8)
        return card

    def cell(self, stack: int, photo: int) -> QRect:
        """The square of a photo."""
        row, column = divmod(photo, self.columns)
        card = self.card(stack)
        return QRect(
            card.left() + PADDING + column * (CELL + GAP),
            card.top() + PADDING + HEADING + row * (CELL + CAPTION + GAP),
            CELL,
            CELL,
        )

    def visible(self, top: int, height: int) -> range:
        """The stacks that a stretch touches."""
        if not self.sizes:
            return range(0)
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + height)
        return range(first * self.beside, min(last * self.beside, len(self.sizes)))

    def spot_at(self, point: QPoint) -> Spot | None:
        """The photo under a point; the card's free area means its first photo."""
        for stack in self.visible(point.y(), 1):
            if not self.card(stack).contains(point):
                continue
            for photo in range(self.sizes[stack]):
                if self.cell(stack, photo).adjusted(0, 0, 0, CAPTION).contains(point):
                    return Spot(stack, photo)
            return Spot(stack, 0)
        return None
