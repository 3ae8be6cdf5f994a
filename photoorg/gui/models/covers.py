"""Covers of cluster folders: the four most typical photos in one small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from shiboken6 import isValid

from photoorg.gui.models.pictures import from_jpeg
from photoorg.gui.models.thumbnails import cut_square, round_corners

if TYPE_CHECKING:
    from photoorg.gui.jobs.reads import Reads
    from photoorg.gui.library_view import LibraryView

Cover = tuple[int, ...]


def tiles(count: int, side: int) -> list[QRect]:
    """Where 1 to 4 photos lie in a square: whole, halves, one beside two, quarters."""
    half = side // 2
    rest = side - half
    if count == 1:
        return [QRect(0, 0, side, side)]
    if count == 2:
        return [QRect(0, 0, half, side), QRect(half, 0, rest, side)]
    right = [QRect(half, 0, rest, half), QRect(half, half, rest, rest)]
    if count == 3:
        return [QRect(0, 0, half, side), *right]
    return [QRect(0, 0, half, half), right[0], QRect(0, half, half, rest), right[1]]


def compose(pictures: list[QImage], side: int, radius: float) -> QImage:
    """The cover of up to four pictures, `side` pixels square, with rounded corners."""
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for picture, tile in zip(pictures[:4], tiles(len(pictures[:4]), side), strict=True):
        square = cut_square(picture, max(tile.width(), tile.height()), 0)
        source = QRect(0, 0, tile.width(), tile.height())
        source.moveCenter(square.rect().center())
        painter.drawImage(tile, square, source)
    painter.end()
    return round_corners(made, radius)


class Covers(QObject):
    """Covers by the ids of their photos; made once each, off the window's thread."""

    arrived = Signal()

    def __init__(self, library: LibraryView, reads: Reads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._reads = reads
        self._made: dict[tuple[Cover, int], QPixmap | None] = {}

    def pixmap(self, cover: Cover, side: int, radius: float) -> QPixmap | None:
        """The cover, `side` physical pixels; None until it is there, then `arrived` is sent."""
        key = (cover, side)
        if not cover:
            return None
        if key not in self._made:
            self._made[key] = None
            self._reads.ask(
                f"cover {cover} {side}",
                lambda: self._make(cover, side, radius),
                lambda image: self._keep(key, image),
                later=True,
            )
        return self._made[key]

    def forget(self) -> None:
        """Make covers anew that could not be made before."""
        self._made = {key: made for key, made in self._made.items() if made is not None}

    def _make(self, cover: Cover, side: int, radius: float) -> QImage | None:
        jpegs = self._library.thumbnails(cover)
        pictures = [from_jpeg(jpegs[photo]) for photo in cover if photo in jpegs]
        pictures = [picture for picture in pictures if not picture.isNull()]
        return compose(pictures, side, radius) if pictures else None

    def _keep(self, key: tuple[Cover, int], image: QImage | None) -> None:
        self._made[key] = QPixmap.fromImage(image) if image else None
        if isValid(self):  # the sheet that asked may have been closed meanwhile, and this with it
            self.arrived.emit()
