"""Whole photos for viewer, review and comparison, decoded ahead off the window's thread.

Qt's reader keeps the interpreter free while it decodes (design: FLOORS 2.4). A photo is read at
the size of the screen first, JPEGs at a fraction of the cost of a whole decode; 100 % reads all.
What Qt does not read (HEIC, AVIF, RAW) comes from the library's readers, as a large preview.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage, QImageReader

from photoorg.errors import Cancelled
from photoorg.gui.models.pictures import from_jpeg, reader_for

KEPT_BYTES = 320 * 2**20  # about twenty photos at 2560x1440, and room for two whole ones
KEPT_AT_LEAST = 5
ALLOCATION_MB = 1024
# One thread decodes about 14 photos of 12 megapixels a second; more than four only fill memory.
DECODERS = min(4, max(2, os.cpu_count() or 2))

# Qt's bindings fill tables of their own when an attribute of a class is first looked up, and one
# run, with two decoders, ended there. So the decoders look up nothing of a class that is not
# here, and set up their readers one after the other; the decoding itself is parallel.
_SETTING_UP = threading.Lock()
# The formats that a pixmap takes over without another pass over the pixels.
_OPAQUE, _CLEAR = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
_KEEP_SHAPE = Qt.AspectRatioMode.KeepAspectRatio


@dataclass(frozen=True, slots=True)
class Wish:
    """A photo and the size of the screen it is for, in physical pixels; None: whole.

    `version` tells a changed file from the one that was decoded before.
    """

    photo_id: int
    path: str
    within: tuple[int, int] | None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came of a wish. `problem` is "", "missing" or "format"; then `image` is None."""

    wish: Wish
    image: QImage | None
    problem: str = ""


Preview = Callable[[str, Callable[[], None]], bytes | None]


def decode(wish: Wish, preview: Callable[[str], bytes | None] = lambda _path: None) -> Decoded:
    """Read a photo upright, no larger than wished; `preview` gives a JPEG of what Qt can not read.

    Raises nothing but what `preview` raises.
    """
    if not Path(wish.path).is_file():
        return Decoded(wish, None, "missing")
    reader = _reader(wish)
    image = reader.read() if reader else QImage()
    if image.isNull():
        image = from_jpeg(preview(wish.path) or b"")
    if image.isNull():
        return Decoded(wish, None, "format")
    return Decoded(wish, image.convertToFormat(_CLEAR if image.hasAlphaChannel() else _OPAQUE))


def _reader(wish: Wish) -> QImageReader | None:
    """A reader that gives the photo upright and as large as wished; 0.2 ms."""
    with _SETTING_UP:
        reader = reader_for(wish.path)
        size = reader.size() if reader else QSize()
        if reader and wish.within and size.isValid():
            reader.setScaledSize(_scaled(size, wish.within, reader))
    return reader


def _scaled(size: QSize, within: tuple[int, int], reader: QImageReader) -> QSize:
    """Fit the stored (not yet turned) picture into the screen; never enlarge."""
    turned = bool(reader.transformation().value & 4)  # TransformationRotate90 and its kin
    box = QSize(*(reversed(within) if turned else within))
    if size.width() <= box.width() and size.height() <= box.height():
        return size
    return size.scaled(box, _KEEP_SHAPE)


class _Desk:
    """The wishes that the decoders share. Each wish is in one pair of hands at a time."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._wishes: list[Wish] = []
        self._busy: set[Wish] = set()
        self.stopped = False

    def want(self, wishes: list[Wish]) -> None:
        """A new list replaces the old one; what is being decoded is not begun again."""
        with self._wake:
            self._wishes = wishes
            self._wake.notify_all()

    def take(self) -> Wish | None:
        """The most wanted one, as soon as there is one; None at the end."""
        with self._wake:
            while not self.stopped:
                wish = next((wish for wish in self._wishes if wish not in self._busy), None)
                if wish is not None:
                    self._wishes.remove(wish)
                    self._busy.add(wish)
                    return wish
                self._wake.wait()
            return None

    def done(self, wish: Wish) -> None:
        """This one may be wanted again."""
        with self._wake:
            self._busy.discard(wish)
            self._wake.notify_all()

    def stop(self) -> None:
        """No more."""
        with self._wake:
            self.stopped = True
            self._wake.notify_all()


class _Decoder(QThread):
    """Decodes what lies on the desk, most wanted first."""

    decoded = Signal(object)

    def __init__(self, desk: _Desk, preview: Preview, number: int) -> None:
        super().__init__()
        self._desk, self._preview = desk, preview
        self.setObjectName(f"viewer {number}")

    def run(self) -> None:
        while (wish := self._desk.take()) is not None:
            try:
                with contextlib.suppress(Cancelled):
                    self.decoded.emit(decode(wish, self._large))
            finally:
                self._desk.done(wish)

    def _large(self, path: str) -> bytes | None:
        return self._preview(path, self._check)

    def _check(self) -> None:
        """A slow preview must not keep a window open that is being closed."""
        if self._desk.stopped:
            raise Cancelled


class FullImages(QObject):
    """The photos decoded last, within a budget of memory; the next ones are read ahead."""

    arrived = Signal(object)  # Decoded

    def __init__(self, preview: Preview, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Wish, Decoded] = OrderedDict()
        self._bytes = 0
        self._wanted: frozenset[Wish] = frozenset()
        self._desk = _Desk()
        QImageReader.setAllocationLimit(ALLOCATION_MB)
        self._decoders = [_Decoder(self._desk, preview, n) for n in range(1, DECODERS + 1)]
        for decoder in self._decoders:
            decoder.decoded.connect(self._on_decoded)

    def stop(self) -> None:
        """End the decoders' threads."""
        self._desk.stop()
        for decoder in self._decoders:
            decoder.wait()

    def forget_problems(self) -> None:
        """What could not be read may be there now."""
        for wish in [wish for wish, result in self._kept.items() if result.problem]:
            del self._kept[wish]

    def want(self, wishes: Sequence[Wish]) -> None:
        """Decode these, most wanted first."""
        for decoder in self._decoders:
            if not decoder.isRunning():
                decoder.start()
        self._wanted = frozenset(wishes)
        for wish in reversed(wishes):
            if wish in self._kept:
                self._kept.move_to_end(wish)
        self._desk.want([wish for wish in wishes if wish not in self._kept])

    def room(self, screen: QSize) -> int:
        """How many photos of this size may be read ahead: two to eight, by memory."""
        each = max(1, screen.width() * screen.height() * 4)
        return int(min(8, max(2, KEPT_BYTES // each - 4)))

    def get(self, wish: Wish) -> Decoded | None:
        """What is there already."""
        return self._kept.get(wish)

    def _on_decoded(self, result: Decoded) -> None:
        before = self._kept.pop(result.wish, None)
        self._bytes += _bytes(result) - (_bytes(before) if before else 0)
        self._kept[result.wish] = result
        self._make_room()
        self.arrived.emit(result)

    def _make_room(self) -> None:
        """Drop what was used longest ago, what is wanted now last of all."""
        for wish in [*(w for w in self._kept if w not in self._wanted), *self._kept]:
            if self._bytes <= KEPT_BYTES or len(self._kept) <= KEPT_AT_LEAST:
                return
            if wish in self._kept:
                self._bytes -= _bytes(self._kept.pop(wish))


def _bytes(result: Decoded) -> int:
    return result.image.sizeInBytes() if result.image else 0
