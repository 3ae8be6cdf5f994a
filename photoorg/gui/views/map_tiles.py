"""The land as square pictures, painted once and kept; a frame of the map is mostly blits of them.

Painting a tile costs 1 to 5 ms, so a frame paints as many as fit in its time and shows the rest
enlarged from the tiles above them until the next one.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen, QPixmap, QTransform

from photoorg.gui.views.map_camera import TILE

if TYPE_CHECKING:
    from photoorg.pipeline.mapping import Paths, World

KEPT_BYTES = 96 * 2**20
ENLARGED = 6  # depths by which a tile may stand in for one below it

Tile = tuple[int, int, int]  # depth, column, row


@dataclass(frozen=True, slots=True)
class MapColors:
    """The map in one scheme; the photos are the colour, so all of it is quiet."""

    sea: QColor
    land: QColor
    coast: QColor
    border: QColor
    town: QColor
    country: QColor
    halo: QColor


LIGHT = MapColors(*(QColor(c) for c in (
    "#d3dde6", "#f5f3ee", "#a9b7c3", "#c5c0b5", "#45484e", "#6b6459", "#f5f3ee",
)))  # fmt: skip
DARK = MapColors(*(QColor(c) for c in (
    "#15191e", "#2a2d31", "#4a545e", "#474a4f", "#c3c7ce", "#a39d92", "#202327",
)))  # fmt: skip


def colors_of(palette: QPalette) -> MapColors:
    """The colours that go with a palette."""
    return DARK if palette.base().color().lightness() < 128 else LIGHT


class Tiles:
    """Pictures of tiles by depth, column and row."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._colors = LIGHT
        self._ratio = 1.0
        self._made: OrderedDict[Tile, QPixmap] = OrderedDict()

    def show_world(self, world: World) -> None:
        """Paint this one from now on."""
        self._world = world
        self._made.clear()

    def suit(self, colors: MapColors, ratio: float) -> None:
        """Paint in these colours, with so many physical pixels a logical one."""
        if (colors, ratio) != (self._colors, self._ratio):
            self._colors, self._ratio = colors, ratio
            self._made.clear()

    def known(self, tile: Tile) -> QPixmap | None:
        """A tile that was painted before."""
        found = self._made.get(tile)
        if found is not None:
            self._made.move_to_end(tile)
        return found

    def above(self, tile: Tile) -> tuple[QPixmap, QRectF] | None:
        """A tile that holds this one, and which part of its picture that is."""
        depth, column, row = tile
        for up in range(1, min(depth, ENLARGED) + 1):
            found = self._made.get((depth - up, column >> up, row >> up))
            if found is not None:
                side = found.width() / 2**up
                left, top = column & ((1 << up) - 1), row & ((1 << up) - 1)
                return found, QRectF(left * side, top * side, side, side)
        return None

    def make(self, tile: Tile) -> QPixmap | None:
        """Paint a tile; None before there is a world."""
        if self._world is None:
            return None
        side = round(TILE * self._ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(self._colors.sea)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._world, tile, side)
        painter.end()
        self._made[tile] = pixmap
        while len(self._made) * side * side * 4 > KEPT_BYTES:
            self._made.popitem(last=False)
        return pixmap

    def _paint(self, painter: QPainter, world: World, tile: Tile, side: int) -> None:
        shape = world.shape(tile, self._ratio)
        scale = side * 2.0 ** tile[0]
        place = QTransform(scale, 0, 0, scale, -tile[1] * side, -tile[2] * side)
        painter.fillPath(_path(shape.land, place), self._colors.land)
        for paths, color in (
            (shape.borders, self._colors.border), (shape.coasts, self._colors.coast)
        ):  # fmt: skip
            painter.strokePath(_path(paths, place), QPen(color, self._ratio))


def _path(paths: Paths, place: QTransform) -> QPainterPath:
    """Points as a path of Qt's, by way of the form in which it is stored: 20 times faster than
    point by point, which for a coast is what a frame has.
    """
    import numpy as np

    made = QPainterPath()
    count = len(paths.points)
    if not count:
        return made
    elements = np.zeros(count, dtype=[("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
    elements["kind"] = 1  # a line to the point; 0 moves to it
    elements["kind"][paths.starts] = 0
    elements["x"] = paths.points[:, 0] * place.m11() + place.dx()
    elements["y"] = paths.points[:, 1] * place.m22() + place.dy()
    head = np.array([count], dtype=">i4").tobytes()
    tail = np.array([paths.starts[-1], 0], dtype=">i4").tobytes()  # last ring; odd-even
    data = QByteArray(head + elements.tobytes() + tail)
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    stream >> made
    return made
