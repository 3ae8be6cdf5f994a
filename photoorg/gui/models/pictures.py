"""Pictures from bytes and files in threads other than the window's, their format said.

Where Qt has to find the format out, it asks every plug-in. The one for SVG then connects objects,
behind a lock of Qt's, while the thread holds the interpreter; a window that holds that lock and
waits for the interpreter never goes on (seen, in one of some hundred runs).
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

HEAD = 16  # bytes that tell the formats
_from_data = QImage.fromData


def from_jpeg(data: bytes) -> QImage:
    """The picture of a JPEG, upright if EXIF in front says how it is turned; null if it is none."""
    if data[:2] != b"\xff\xd8":
        return QImage()
    if data[2:4] == _EXIF:
        return _turned(data)
    return _from_data(data, "JPEG")  # type: ignore[arg-type]  # a str, whatever the stub says


_EXIF = b"\xff\xe1"


def _turned(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(data)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader.read()


def format_of(path: str) -> bytes:
    """Qt's name for a file's format by its content; empty for what Qt can not read."""
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError:
        return b""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return b"webp"
    return next((name for start, name in _STARTS.items() if head.startswith(start)), b"")


_STARTS = {
    b"\xff\xd8\xff": b"jpeg",
    b"\x89PNG\r\n\x1a\n": b"png",
    b"GIF8": b"gif",
    b"BM": b"bmp",
    b"II*\0": b"tiff",
    b"MM\0*": b"tiff",
}


def reader_for(path: str) -> QImageReader | None:
    """A reader for a file, upright; None if Qt can not read its format."""
    name = format_of(path)
    if not name:
        return None
    reader = QImageReader(path, QByteArray(name))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader
