"""The small pictures on the map's bubbles, fetched and cut off the window's thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from photoorg.gui.models.pictures import from_jpeg
from photoorg.gui.models.thumbnails import cut_square

if TYPE_CHECKING:
    from photoorg.gui.jobs.reads import Reads
    from photoorg.gui.library_view import LibraryView

KEPT = 800  # pictures of 96 by 96 pixels: 30 MB
AT_ONCE = 24  # one delivery: some 40 ms of decoding
RADIUS = 0.16  # of a corner, as a share of the side


class MapPictures(QObject):
    """Squares with round corners by photo; the newest wish replaces older ones."""

    arrived = Signal()

    def __init__(self, library: LibraryView, reads: Reads, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._reads = reads
        self._made: OrderedDict[int, QPixmap | None] = OrderedDict()  # None: it has none
        self._wanted: tuple[int, ...] = ()

    def pixmap(self, photo_id: int) -> QPixmap | None:
        """The photo's square; None while or where there is none."""
        found = self._made.get(photo_id)
        if found is not None:
            self._made.move_to_end(photo_id)
        return found

    def want(self, ids: Sequence[int], side: int) -> None:
        """Fetch those of these that are not there yet, as squares of `side` pixels."""
        missing = tuple(i for i in ids if i not in self._made)[:AT_ONCE]
        if not missing or missing == self._wanted:
            return
        self._wanted = missing
        self._reads.ask("map pictures", lambda: self._cut(missing, side), self._keep, later=True)

    def _cut(self, ids: Sequence[int], side: int) -> dict[int, QImage | None]:
        jpegs = self._library.thumbnails(ids)
        found: dict[int, QImage | None] = dict.fromkeys(ids)
        for photo_id, jpeg in jpegs.items():
            image = from_jpeg(jpeg)
            if not image.isNull():
                found[photo_id] = cut_square(image, side, side * RADIUS)
        return found

    def _keep(self, found: dict[int, QImage | None]) -> None:
        self._wanted = ()
        for photo_id, image in found.items():
            self._made[photo_id] = QPixmap.fromImage(image) if image is not None else None
        while len(self._made) > KEPT:
            self._made.popitem(last=False)
        self.arrived.emit()
