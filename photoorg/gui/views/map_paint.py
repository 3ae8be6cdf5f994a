"""Paints the parts of the map below and above its bubbles: land, a chosen area, a scale."""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from photoorg.gui import style, texts
from photoorg.gui.views.map_bubbles import EXTENT
from photoorg.gui.views.map_camera import EARTH_M, repetitions, shrink

if TYPE_CHECKING:
    from photoorg.gui.views.map_camera import Camera, Size
    from photoorg.gui.views.map_tiles import MapColors, Tiles
    from photoorg.pipeline.mapping import Bounds

PIN = 6.0  # pixels from the middle of a pin to its edge
AROUND = 5  # pixels between photos and the edge of the area that holds them
FRAME_S = 0.009  # for painting tiles, in a frame of 16 ms


def tiles_in_sight(camera: Camera, size: Size) -> Iterator[tuple[tuple[int, int, int], QRect]]:
    """Tiles of the fitting depth, and where they go; edges on whole pixels leave no seams."""
    depth = max(0, ceil(camera.depth - 0.3))
    count = 2**depth
    left, top, right, bottom = camera.view(size)
    for row in range(max(0, floor(top * count)), min(count, ceil(bottom * count))):
        for column in range(floor(left * count), ceil(right * count)):
            x0, y0 = camera.to_screen(column / count, row / count, size)
            x1, y1 = camera.to_screen((column + 1) / count, (row + 1) / count, size)
            first, last = (round(x0), round(y0)), (round(x1), round(y1))
            rect = QRect(first[0], first[1], last[0] - first[0], last[1] - first[1])
            yield (depth, column % count, row), rect


def paint_land(
    painter: QPainter, tiles: Tiles, camera: Camera, size: Size, colors: MapColors
) -> bool:
    """The land; True if some of it is yet to be painted sharply."""
    until, missing = time.perf_counter() + FRAME_S, False
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for tile, rect in tiles_in_sight(camera, size):
        pixmap = tiles.known(tile)
        if pixmap is None and time.perf_counter() < until:
            pixmap = tiles.make(tile)
        if pixmap is not None:
            painter.drawPixmap(rect, pixmap)
            continue
        missing = True
        above = tiles.above(tile)
        if above is not None:
            painter.drawPixmap(QRectF(rect), above[0], above[1])
        else:
            painter.fillRect(rect, colors.sea)
    return missing


# --- areas and the scale


def areas(bounds: Bounds | None, camera: Camera, size: Size) -> list[QRectF]:
    """The chosen area wherever it is in sight; a little wider than what it holds."""
    from photoorg.pipeline.mapping import box_of

    found = []
    if bounds is not None:
        left, top, right, bottom = box_of(bounds)
        for turn in repetitions(left, right, camera.view(size)):
            x0, y0 = camera.to_screen(left + turn, top, size)
            x1, y1 = camera.to_screen(right + turn, bottom, size)
            room = AROUND if max(x1 - x0, y1 - y0) > EXTENT else 0
            found.append(QRectF(x0, y0, x1 - x0, y1 - y0).adjusted(-room, -room, room, room))
    return found


def paint_area(painter: QPainter, rect: QRectF, palette: QPalette) -> None:
    """A rectangle on the map: chosen, or being drawn."""
    painter.setPen(QPen(palette.highlight().color(), 2))
    painter.setBrush(style.tint(palette))
    painter.drawRoundedRect(rect, 3, 3)


def pins(position: tuple[float, float] | None, camera: Camera, size: Size) -> list[QPointF]:
    """Where a latitude and longitude are in sight."""
    from photoorg.pipeline.mapping import box_of

    if position is None:
        return []
    x, y, *_ = box_of((*position, *position))
    turns = repetitions(x, x, camera.view(size))
    return [QPointF(*camera.to_screen(x + turn, y, size)) for turn in turns]


def paint_pin(painter: QPainter, point: QPointF, palette: QPalette) -> None:
    """A ring on the spot."""
    painter.setBrush(palette.highlight())
    painter.setPen(QPen(palette.button().color(), 3))
    painter.drawEllipse(point, PIN, PIN)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.highlight().color(), 1.5))
    painter.drawEllipse(point, PIN + 2, PIN + 2)


def scale_bar(camera: Camera, longest: float = 110) -> tuple[float, float]:
    """A round number of metres in the middle of the view, and how many pixels it takes."""
    metre = camera.scale / EARTH_M / shrink(camera.y)
    power = 10.0 ** floor(log10(longest / metre))
    metres = max(step * power for step in (1, 2, 5) if step * power * metre <= longest)
    return metres, metres * metre


def scale_rect(size: Size) -> QRectF:
    """The room of the scale in the lower right corner."""
    return QRectF(size[0] - 130, size[1] - 34, 130, 34)


def paint_scale(painter: QPainter, camera: Camera, size: Size, colors: MapColors) -> None:
    """The bar in the lower right corner."""
    metres, width = scale_bar(camera)
    right = size[0] - 12
    words = texts.distance(metres)
    y = size[1] - 12
    painter.setPen(QPen(colors.town, 1.5))
    for x0, y0, x1, y1 in (
        (right - width, y, right, y), (right - width, y - 4, right - width, y),
        (right, y - 4, right, y),
    ):  # fmt: skip
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
    box = QRectF(right - 120, y - 20, 118, 16)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
