"""Where the map looks, and from how near. Pure; knows no widget.

Positions are in the square of `places.mercator`: the world is 1 by 1 and goes on to the left and
to the right of itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, log2, pi, sqrt, tanh

TILE = 256  # logical pixels of the world at depth 0
DEEPEST = 18.0  # half a metre a pixel at the equator
FIT_DEEPEST = 11.0  # a single photo is shown with its town and those around it

EARTH_M = 40_075_016.7  # around the equator

Box = tuple[float, float, float, float]  # left, top, right, bottom
Size = tuple[float, float]  # width, height of the widget in logical pixels


@dataclass(frozen=True, slots=True)
class Camera:
    """The middle of the view, and how many pixels the whole world has at this scale."""

    x: float = 0.5
    y: float = 0.42
    scale: float = TILE

    @property
    def depth(self) -> float:
        """The scale as a depth of tiles: one more doubles it."""
        return log2(self.scale / TILE)

    def to_screen(self, x: float, y: float, size: Size) -> tuple[float, float]:
        """Where a point of the square is on the widget; of its repetitions, that of `x` itself."""
        return (
            size[0] / 2 + (x - self.x) * self.scale,
            size[1] / 2 + (y - self.y) * self.scale,
        )

    def to_square(self, px: float, py: float, size: Size) -> tuple[float, float]:
        """What lies under a pixel; x may be beyond the square."""
        return (
            self.x + (px - size[0] / 2) / self.scale,
            self.y + (py - size[1] / 2) / self.scale,
        )

    def view(self, size: Size, margin: float = 0.0) -> Box:
        """What is in sight, with `margin` pixels around."""
        half_width = (size[0] / 2 + margin) / self.scale
        half_height = (size[1] / 2 + margin) / self.scale
        return (
            self.x - half_width,
            self.y - half_height,
            self.x + half_width,
            self.y + half_height,
        )

    def zoomed(self, factor: float, at: tuple[float, float], size: Size) -> Camera:
        """Nearer or farther; what is under the pixel `at` stays there."""
        scale = min(TILE * 2**DEEPEST, max(least_scale(size), self.scale * factor))
        x, y = self.to_square(*at, size)
        moved = Camera(
            x - (at[0] - size[0] / 2) / scale,
            y - (at[1] - size[1] / 2) / scale,
            scale,
        )
        return moved.kept(size)

    def panned(self, dx: float, dy: float, size: Size) -> Camera:
        """Moved by pixels."""
        moved = replace(self, x=self.x + dx / self.scale, y=self.y + dy / self.scale)
        return moved.kept(size)

    def kept(self, size: Size) -> Camera:
        """The same within what there is: no room above or below the world, x in the square."""
        scale = max(self.scale, least_scale(size))
        half = size[1] / 2 / scale
        return Camera(self.x % 1.0, min(1 - half, max(half, self.y)), scale)


def least_scale(size: Size) -> float:
    """The farthest: the world fills the widget."""
    return max(TILE / 2, *size)


def fitted(box: Box, size: Size, margin: float = 48.0) -> Camera:
    """All of a box in sight, with some room, but not nearer than a town."""
    left, top, right, bottom = box
    room = (max(64.0, size[0] - 2 * margin), max(64.0, size[1] - 2 * margin))
    wanted = min(room[0] / max(right - left, 1e-9), room[1] / max(bottom - top, 1e-9))
    scale = min(TILE * 2**FIT_DEEPEST, wanted)
    return Camera((left + right) / 2, (top + bottom) / 2, scale).kept(size)


def repetitions(left: float, right: float, view: Box) -> range:
    """By how many worlds something from `left` to `right` can be moved and still be in `view`."""
    return range(ceil(view[0] - right), floor(view[2] - left) + 1)


def shrink(y: float) -> float:
    """How much shorter a metre of the equator is at a height of the square: the cosine there."""
    return max(0.05, sqrt(1 - tanh((0.5 - y) * 2 * pi) ** 2))
