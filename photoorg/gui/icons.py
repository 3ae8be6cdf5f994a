"""Line icons, drawn for photoorg, in the colour of the words beside them.

An icon is an SVG whose strokes are `currentColor`; it is tinted when it is rendered. What wears
an icon keeps its name, so that `refresh` can tint all of them anew after a change of scheme.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from photoorg import paths

_NAME, _PRESSED = "iconName", "iconPressed"


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, side: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", color)
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def _tinted(drawn: QPixmap, color: QColor) -> QPixmap:
    """The same in another colour: a fifth of the time that drawing it takes."""
    made = QPixmap(drawn)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(0, 0, made.width(), made.height())
    painter.end()
    return made


def pixmap(name: str, color: QColor, side: int = 20, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `color`, `side` logical pixels square."""
    return _pixmap(name, color.name(), side, ratio)


@lru_cache(maxsize=1)
def _ratios() -> tuple[float, ...]:
    """Those of the screens that are there at the start; on any other Qt scales."""
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}))


def icon(name: str) -> QIcon:
    """The icon `name` in the colours of the application's palette, dimmed when disabled.

    Drawn for the screens that are there: seventy icons, each for two densities, were a quarter of
    the time that building the window took.
    """
    colors = QGuiApplication.palette()
    made = QIcon()
    for ratio in _ratios():
        normal = colors.color(QPalette.ColorRole.ButtonText)
        made.addPixmap(pixmap(name, normal, 20, ratio), QIcon.Mode.Normal)
        dim = colors.color(QPalette.ColorRole.Mid)
        made.addPixmap(_tinted(pixmap(name, normal, 20, ratio), dim), QIcon.Mode.Disabled)
    return made


def dress(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button an icon that follows the scheme."""
    target.setProperty(_NAME, name)
    target.setIcon(icon(name))


def promise(target: QAction | QAbstractButton, name: str) -> None:
    """The same, but it is drawn when somebody calls `draw`: fifty take 20 ms."""
    target.setProperty(_NAME, name)


def draw(target: QAction | QAbstractButton) -> None:
    """Draw the icon that was promised, if it was not drawn yet."""
    name = target.property(_NAME)
    if name and target.icon().isNull():
        target.setIcon(icon(str(name)))


def dress_pressed(button: QAbstractButton, name: str, color: QColor) -> None:
    """The same, with a colour of its own while the button is pressed in."""
    dress(button, name)
    button.setProperty(_PRESSED, color.name())
    button.setIcon(_with_pressed(name, color))


def _with_pressed(name: str, color: QColor) -> QIcon:
    made = icon(name)
    for ratio in _ratios():
        tinted = pixmap(name, color, 20, ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active):
            made.addPixmap(tinted, mode, QIcon.State.On)
    return made


def refresh(root: QWidget) -> None:
    """Tint every icon below `root` anew."""
    found: list[QObject] = [*root.findChildren(QAction), *root.findChildren(QAbstractButton)]
    for target in found:
        name = target.property(_NAME)
        if name and isinstance(target, QAction | QAbstractButton):
            pressed = target.property(_PRESSED)
            made = _with_pressed(str(name), QColor(pressed)) if pressed else icon(str(name))
            target.setIcon(made)


def app_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(paths.resources() / "icons" / "photoorg.svg"))
