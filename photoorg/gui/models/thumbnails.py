"""Thumbnails ready to paint: fetched, decoded and cut to size off the window's thread.

Visible photos first, then their neighbours; the newest wish replaces older ones, so that a long
scroll never queues work for what has passed by. A cell is a square pixmap with its rounded
corners already cut, so painting it is one blit (about 5 us).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QThread, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from photoorg.gui.models.pictures import from_jpeg

if TYPE_CHECKING:
    from photoorg.gui.library_view import LibraryView
    from photoorg.records import Photo, Verdict

CACHE_BYTES = 192 * 2**20
PHOTOS_KEPT = 4096
PHOTOS_AT_ONCE = 256
PATIENCE_S = 0.03
DECODED_AT_ONCE = 8  # one delivery; about 5 ms of work, so pictures stream in


def cut_square(source: QImage, side: int, radius: float) -> QImage:
    """The middle square of a picture, `side` pixels, with rounded corners."""
    short = min(source.width(), source.height())
    # Portraits lose more below than above: heads are near the top.
    left = (source.width() - short) // 2
    top = (source.height() - short) // 3
    scaled = source.copy(QRect(left, top, short, short)).scaled(
        side,
        side,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return round_corners(scaled, radius)


def round_corners(source: QImage, radius: float) -> QImage:
    """The picture with rounded, smoothed corners."""
    made = QImage(source.size(), QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(source))
    painter.drawRoundedRect(QRectF(made.rect()), radius, radius)
    painter.end()
    return made


class _Loader(QThread):
    """Fetches and decodes what `want` names, in that order."""

    photos_ready = Signal(object)  # list[Photo]
    images_ready = Signal(int, object, object)  # side, {id: QImage}, ids without a thumbnail

    def __init__(self, library: LibraryView) -> None:
        super().__init__()
        self.setObjectName("thumbnails")
        self._library = library
        self._wake = threading.Condition()
        self._wanted: list[int] = []
        self._facts: list[int] = []
        self._side = 0
        self._radius = 0.0
        self._stop = False
        self.calm = threading.Event()  # cleared while the window paints
        self.calm.set()

    def want(self, ids: list[int], facts: list[int], side: int, radius: float) -> None:
        with self._wake:
            self._wanted, self._facts = ids, facts
            self._side, self._radius = side, radius
            self._wake.notify()

    def stop(self) -> None:
        with self._wake:
            self._stop = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        while True:
            with self._wake:
                while not (self._wanted or self._facts or self._stop):
                    self._wake.wait()
                if self._stop:
                    return
                facts, self._facts = self._facts[:PHOTOS_AT_ONCE], self._facts[PHOTOS_AT_ONCE:]
                ids = [] if facts else self._wanted[:DECODED_AT_ONCE]
                self._wanted = self._wanted[len(ids) :]
                side, radius = self._side, self._radius
            if facts:
                self._load_facts(facts)
            else:
                self._load_images(ids, side, radius)

    def _load_facts(self, ids: list[int]) -> None:
        try:
            photos = self._library.wall_photos(ids)
        except Exception:  # a view may not bring the window down; the reads thread reports it
            photos = []
        self.photos_ready.emit(photos)

    def _load_images(self, ids: list[int], side: int, radius: float) -> None:
        try:
            jpegs = self._library.thumbnails(ids)
        except Exception:
            jpegs = {}
        images = {}
        for photo_id, jpeg in jpegs.items():
            self.calm.wait(PATIENCE_S)
            image = from_jpeg(jpeg)
            if not image.isNull():
                images[photo_id] = cut_square(image, side, radius)
        self.images_ready.emit(side, images, [i for i in ids if i not in images])


class Thumbnails(QObject):
    """What the grid paints from: pixmaps and photo records by id, least recently used go first."""

    arrived = Signal(object)  # set of ids

    def __init__(self, library: LibraryView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[int, tuple[int, QPixmap]] = OrderedDict()
        self._bytes = 0
        self._photos: OrderedDict[int, Photo] = OrderedDict()
        self._hashes: dict[int, str] = {}
        self._stale: set[int] = set()
        self._absent: set[int] = set()
        self._side = 0
        self._asked: tuple[object, ...] = ()
        self._loader = _Loader(library)
        self._loader.photos_ready.connect(self._on_photos)
        self._loader.images_ready.connect(self._on_images)
        self._loader.start()

    def stop(self) -> None:
        """End the loader's thread."""
        self._loader.stop()

    def want(self, ids: Iterable[int], side: int, radius: float) -> None:
        """Load these, most wanted first, as squares of `side` physical pixels."""
        self._side = side
        wanted = list(ids)
        facts = [i for i in wanted if i not in self._photos or i in self._stale]
        missing = [i for i in wanted if not self._has(i)]
        asked = (side, tuple(missing), tuple(facts))
        if asked != self._asked and (missing or facts):
            self._asked = asked
            self._loader.want(missing, facts, side, radius)

    @contextmanager
    def painting(self) -> Iterator[None]:
        """Hold the loader back while a frame is painted.

        Otherwise the two threads hand the interpreter to and fro at every call into Qt, which
        made frames five times longer.
        """
        self._loader.calm.clear()
        try:
            yield
        finally:
            self._loader.calm.set()

    def pixmap(self, photo_id: int) -> QPixmap | None:
        """The photo's square, of the wished size or, until that is there, of an older one."""
        for known in (photo_id, -abs(photo_id)):  # read only now: as it was seen before
            found = self._pixmaps.get(known)
            if found is not None:
                self._pixmaps.move_to_end(known)
                return found[1]
        return None

    def photo(self, photo_id: int) -> Photo | None:
        """The photo's record, if it has been loaded."""
        return self._photos.get(photo_id) or self._photos.get(-abs(photo_id))

    def amend(self, verdicts: Mapping[int, Verdict]) -> None:
        """The user decided this about photos; their records say so before they are read anew."""
        known = {i: verdict for i, verdict in verdicts.items() if i in self._photos}
        for photo_id, verdict in known.items():
            self._photos[photo_id] = replace(self._photos[photo_id], verdict=verdict)
        if known:
            self.arrived.emit(set(known))

    def forget_facts(self) -> None:
        """The library changed: read records anew; the old ones serve until then."""
        self._stale.update(self._photos)
        self._absent.clear()
        self._asked = ()

    def _has(self, photo_id: int) -> bool:
        found = self._pixmaps.get(photo_id)
        return photo_id in self._absent or (found is not None and found[0] == self._side)

    def _on_photos(self, photos: Sequence[Photo]) -> None:
        for photo in photos:
            self._photos[photo.id] = photo
            self._stale.discard(photo.id)
            if photo.id > 0:
                self._photos.pop(-photo.id, None)
            if self._hashes.setdefault(photo.id, photo.hash) != photo.hash:
                self._hashes[photo.id] = photo.hash
                self._drop(photo.id)
        while len(self._photos) > PHOTOS_KEPT:
            self._stale.discard(self._photos.popitem(last=False)[0])
        self._asked = ()
        self.arrived.emit({photo.id for photo in photos})

    def _on_images(self, side: int, images: dict[int, QImage], absent: list[int]) -> None:
        if side != self._side:
            return
        self._absent.update(absent)
        for photo_id, image in images.items():
            self._drop(photo_id)
            self._drop(-photo_id)
            self._pixmaps[photo_id] = (side, QPixmap.fromImage(image))
            self._bytes += side * side * 4
        while self._bytes > CACHE_BYTES and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))
        self.arrived.emit(set(images))

    def _drop(self, photo_id: int) -> None:
        found = self._pixmaps.pop(photo_id, None)
        if found is not None:
            self._bytes -= found[0] * found[0] * 4
