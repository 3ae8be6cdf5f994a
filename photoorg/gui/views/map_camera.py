"""Where the map looks, and from how near. Pure; knows no widget.

Positions are in the square of `places.mercator`: the world is 1 by 1 and goes on to the left and
to the right of itself. The map of the library is such a square too, but one that ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, log2, pi, sqrt, tanh

TILE = 256  # logical pixels of the world at depth 0
DEEPEST = 18.0  # half a metre a pixel at the equator
FIT_DEEPEST = 11.0  # a single photo is shown with its town and those around it

PLANE_NEAREST = 2.0**20

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

    def scales(self, size: Size) -> tuple[float, float]:
        """The farthest and the nearest."""
        return least_scale(size), TILE * 2**DEEPEST

    def zoomed(self, factor: float, at: tuple[float, float], size: Size) -> Camera:
        """Nearer or farther; what is under the pixel `at` stays there."""
        least, most = self.scales(size)
        scale = min(most, max(least, self.scale * factor))
        x, y = self.to_square(*at, size)
        moved = replace(
            self,
            x=x - (at[0] - size[0] / 2) / scale,
            y=y - (at[1] - size[1] / 2) / scale,
            scale=scale,
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

    def fitted(self, box: Box, size: Size, margin: float = 48.0) -> Camera:
        """All of a box in sight, with some room, but not nearer than `nearest_fit`."""
        left, top, right, bottom = box
        room = (max(64.0, size[0] - 2 * margin), max(64.0, size[1] - 2 * margin))
        wanted = min(room[0] / max(right - left, 1e-9), room[1] / max(bottom - top, 1e-9))
        middle = ((left + right) / 2, (top + bottom) / 2)
        scale = min(self.nearest_fit, wanted)
        return replace(self, x=middle[0], y=middle[1], scale=scale).kept(size)

    @property
    def nearest_fit(self) -> float:
        """The largest scale at which a box is brought into sight."""
        return TILE * 2**FIT_DEEPEST


@dataclass(frozen=True, slots=True)
class PlaneCamera(Camera):
    """The same over a plane that has an end: the map of the library, in the unit square."""

    y: float = 0.5

    def scales(self, size: Size) -> tuple[float, float]:
        """From half the widget to a screen with a few photos of a million."""
        return min(size) / 2, PLANE_NEAREST

    def kept(self, size: Size) -> PlaneCamera:
        """The same, its middle within the plane."""
        x, y = min(1.0, max(0.0, self.x)), min(1.0, max(0.0, self.y))
        return PlaneCamera(x, y, max(self.scale, self.scales(size)[0]))

    @property
    def nearest_fit(self) -> float:
        """Any scale: islands may be small."""
        return PLANE_NEAREST


def least_scale(size: Size) -> float:
    """The farthest: the world fills the widget."""
    return max(TILE / 2, *size)


def fitted(box: Box, size: Size) -> Camera:
    """The world's map with all of a box in sight."""
    return Camera().fitted(box, size)


def repetitions(left: float, right: float, view: Box) -> range:
    """By how many worlds something from `left` to `right` can be moved and still be in `view`."""
    return range(ceil(view[0] - right), floor(view[2] - left) + 1)


def shrink(y: float) -> float:
    """How much shorter a metre of the equator is at a height of the square: the cosine there."""
    return max(0.05, sqrt(1 - tanh((0.5 - y) * 2 * pi) ** 2))
