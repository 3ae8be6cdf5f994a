"""Photos on their way to another program: by drag and drop, or by the clipboard.

Other programs get `text/uri-list`, which every file manager, mail program and editor takes. They
are offered a copy and never a move: a file that another program moves would leave no trace here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from urllib.parse import quote_from_bytes

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from photoorg.gui import texts

PHOTOS = "application/x-photoorg-photos"  # the selection of the wall, within this window
GROUP = "application/x-photoorg-group"  # an entry of the tree

SIDE = 96  # pixels of the picture under the pointer
FANNED = 3  # photos that it shows, one behind the other
STEP = 7


def url_of(path: str) -> QUrl:
    """A file's URL; also of a name that is no Unicode, whose bytes are written as they are."""
    if sys.platform == "win32":
        return QUrl.fromLocalFile(path)
    return QUrl.fromEncoded(QByteArray(b"file://" + quote_from_bytes(os.fsencode(path)).encode()))


def mime_of(paths: Sequence[str], text: bool = False) -> QMimeData:
    """Files for another program; with `text` also their paths, one a line."""
    mime = QMimeData()
    if paths:  # of photos whose disk is away there is nothing for others
        mime.setUrls([url_of(path) for path in paths])
    if text:
        mime.setText("\n".join(texts.shown(path) for path in paths))
    return mime


def marked(mime: QMimeData, kind: str) -> QMimeData:
    """The same, known by this program as what it carries within its window."""
    mime.setData(kind, str(os.getpid()).encode())
    return mime


def is_marked(mime: QMimeData, kind: str) -> bool:
    """Whether this very program carries that; another window of ours has other photos."""
    return bytes(mime.data(kind).data()) == str(os.getpid()).encode()


def picture(squares: Sequence[QPixmap], count: int, colors: QPalette, ratio: float) -> QPixmap:
    """A few photos, one behind the other, and how many there are."""
    shown = [square for square in squares[:FANNED] if not square.isNull()]
    side = SIDE + STEP * max(0, len(shown) - 1) + 8
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    for place in reversed(range(len(shown))):
        square = QRectF(place * STEP, place * STEP, SIDE, SIDE)
        painter.setOpacity(1.0 if place == 0 else 0.75)
        painter.drawPixmap(square, shown[place], QRectF(shown[place].rect()))
    painter.setOpacity(1.0)
    if count > 1:
        _draw_count(painter, count, colors)
    painter.end()
    return made


def _draw_count(painter: QPainter, count: int, colors: QPalette) -> None:
    words = texts.number(count)
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    width = max(24.0, painter.fontMetrics().horizontalAdvance(words) + 14.0)
    badge = QRectF(SIDE - width + 4, SIDE - 20, width, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.highlight().color()))
    painter.drawRoundedRect(badge, 12, 12)
    painter.setPen(colors.highlightedText().color())
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def drag(source: QWidget, paths: Sequence[str], squares: Sequence[QPixmap], count: int) -> None:
    """Let the user carry files to another program, or `count` photos to a group of the tree.

    Returns when they were dropped.
    """
    carried = QDrag(source)
    carried.setMimeData(marked(mime_of(paths), PHOTOS))
    ratio = source.devicePixelRatioF()
    carried.setPixmap(picture(squares, count, source.palette(), ratio))
    carried.setHotSpot(QPoint(12, 12))
    carried.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
