"""Writes the names of countries and towns on the map, as many as are easy to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, cos, pi, sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from photoorg.gui.views.map_camera import EARTH_M, repetitions, shrink
from photoorg.gui.views.map_tiles import DARK, LIGHT

if TYPE_CHECKING:
    from photoorg.gui.views.map_camera import Camera, Size
    from photoorg.gui.views.map_tiles import MapColors
    from photoorg.pipeline.mapping import Name, World

NAMES = 60  # at most, on a screen


def paint_names(
    painter: QPainter,
    world: World,
    camera: Camera,
    size: Size,
    colors: MapColors,
    kept_free: Sequence[QRectF],
) -> None:
    """Countries, then towns, the weightiest first, where they cover neither each other nor what
    is to be `kept_free`.
    """
    taken = list(kept_free)
    ratio, font = painter.device().devicePixelRatioF(), painter.font().toString()
    for name, x, y in _names(world, camera, size):
        picture = _written(name.text, name.country, font, colors is DARK, ratio)
        width, height = picture.width() / ratio, picture.height() / ratio
        if name.country and width > _width_of(name, camera):
            continue
        spots = _spots(name, x, y, width, height)
        rect = first_free(spots, taken)
        if rect is None:
            continue
        taken.append(rect)
        painter.drawPixmap(rect.topLeft(), picture)
        if not name.country:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.town)
            painter.drawEllipse(QPointF(x, y), 2, 2)
        if len(taken) - len(kept_free) == NAMES:
            return


def first_free(spots: Sequence[QRectF], taken: Sequence[QRectF]) -> QRectF | None:
    """The first of the spots where nothing is yet."""
    return next((r for r in spots if not any(r.intersects(o) for o in taken)), None)


def _names(world: World, camera: Camera, size: Size) -> Iterator[tuple[Name, float, float]]:
    """Candidates in sight. Some room around, so that none appears while the map is moved."""
    view = camera.view(size, 120)
    names: list[Name] = [*world.countries] if camera.depth < 7 else []
    least = 2.4e7 / 2.6**camera.depth
    if camera.depth > 2.6:
        names += [name for name in world.towns(view, 3 * NAMES) if name.weight >= least]
    for name in names:
        if view[1] <= name.y <= view[3]:
            for turn in repetitions(name.x, name.x, view):
                yield (name, *camera.to_screen(name.x + turn, name.y, size))


def _spots(name: Name, x: float, y: float, width: float, height: float) -> list[QRectF]:
    """Where a name may stand: a country's on its middle; a town's below its dot, else beside."""
    if name.country:
        return [QRectF(x - width / 2, y - height / 2, width, height)]
    return [
        QRectF(x - width / 2, y + 3, width, height),
        QRectF(x - width / 2, y - 3 - height, width, height),
        QRectF(x + 4, y - height / 2, width, height),
        QRectF(x - 4 - width, y - height / 2, width, height),
    ]


def _width_of(name: Name, camera: Camera) -> float:
    """How wide a country is on the screen, were it round, and some more."""
    return 1900 * sqrt(name.weight) / EARTH_M * camera.scale / shrink(name.y)


@lru_cache(maxsize=600)
def _written(text: str, country: bool, font_key: str, dark: bool, ratio: float) -> QPixmap:
    """A name with a halo, so that it can be read over coasts and borders."""
    colors = DARK if dark else LIGHT
    font = QFont()
    font.fromString(font_key)
    if country:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.2)
    metrics = QFontMetricsF(font)
    width, height = ceil(metrics.horizontalAdvance(text)) + 6, ceil(metrics.height()) + 2
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setFont(font)
    halo = QColor(colors.halo)
    halo.setAlpha(120)
    painter.setPen(halo)
    box = QRectF(0, 0, width, height)
    for step in range(8):
        angle = step * pi / 4
        moved = box.translated(1.4 * cos(angle), 1.4 * cos(angle - pi / 2))
        painter.drawText(moved, Qt.AlignmentFlag.AlignCenter, text)
    painter.setPen(colors.country if country else colors.town)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return made
