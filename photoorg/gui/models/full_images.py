"""Whole photos for the viewer, decoded off the window's thread.

Qt's reader keeps the interpreter free while it decodes (design: FLOORS 2.4). A photo is read at
the size of the screen first, JPEGs at a fraction of the cost of a whole decode; 100 % reads all.
What Qt does not read (HEIC, AVIF, RAW) comes from the library's readers, as a large preview.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThread, Signal
from PySide6.QtGui import QImage, QImageReader

from photoorg.errors import Cancelled

KEPT = 5
ALLOCATION_MB = 1024


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
    reader = QImageReader(wish.path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if wish.within and size.isValid():
        reader.setScaledSize(_scaled(size, wish.within, reader))
    image = reader.read()
    if image.isNull():
        image = QImage.fromData(preview(wish.path) or b"")
    if image.isNull():
        return Decoded(wish, None, "format")
    # The formats that a pixmap takes over without another pass over the pixels.
    opaque, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
    return Decoded(wish, image.convertToFormat(clear if image.hasAlphaChannel() else opaque))


def _scaled(size: QSize, within: tuple[int, int], reader: QImageReader) -> QSize:
    """Fit the stored (not yet turned) picture into the screen; never enlarge."""
    turned = bool(reader.transformation().value & 4)  # TransformationRotate90 and its kin
    box = QSize(*(reversed(within) if turned else within))
    if size.width() <= box.width() and size.height() <= box.height():
        return size
    return size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)


class _Decoder(QThread):
    """Decodes wishes in order; a new list replaces the old one."""

    decoded = Signal(object)

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self._preview = preview
        self.setObjectName("viewer")
        self._wake = threading.Condition()
        self._wishes: list[Wish] = []
        self._stop = False

    def want(self, wishes: list[Wish]) -> None:
        with self._wake:
            self._wishes = wishes
            self._wake.notify()

    def stop(self) -> None:
        with self._wake:
            self._stop = True
            self._wake.notify()
        self.wait()

    def run(self) -> None:
        QImageReader.setAllocationLimit(ALLOCATION_MB)
        while True:
            with self._wake:
                while not self._wishes and not self._stop:
                    self._wake.wait()
                if self._stop:
                    return
                wish = self._wishes.pop(0)
            with contextlib.suppress(Cancelled):
                self.decoded.emit(decode(wish, self._large))

    def _large(self, path: str) -> bytes | None:
        return self._preview(path, self._check)

    def _check(self) -> None:
        """A slow preview must not keep a window open that is being closed."""
        if self._stop:
            raise Cancelled


class FullImages(QObject):
    """The last few photos that were decoded; the next and the one before are read ahead."""

    arrived = Signal(object)  # Decoded

    def __init__(self, preview: Preview, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[Wish, Decoded] = OrderedDict()
        self._decoder = _Decoder(preview)
        self._decoder.decoded.connect(self._on_decoded)

    def stop(self) -> None:
        """End the decoder's thread."""
        self._decoder.stop()

    def forget_problems(self) -> None:
        """What could not be read may be there now."""
        for wish in [wish for wish, result in self._kept.items() if result.problem]:
            del self._kept[wish]

    def want(self, wishes: Sequence[Wish]) -> None:
        """Decode these, most wanted first."""
        if not self._decoder.isRunning():
            self._decoder.start()
        self._decoder.want([wish for wish in wishes if wish not in self._kept])

    def get(self, wish: Wish) -> Decoded | None:
        """What is there already."""
        return self._kept.get(wish)

    def _on_decoded(self, result: Decoded) -> None:
        self._kept[result.wish] = result
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(result)
