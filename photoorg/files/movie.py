"""When a movie was recorded, as its container says (MP4 and QuickTime: ISO/IEC 14496-12).

Only the boxes are walked, by seeking, so a film of gigabytes costs a few reads. Apple's
"creationdate" has local time and offset and stands first; the movie header counts seconds of UTC
since 1904.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

_LARGEST_MOOV = 32 * 2**20  # bytes: an hour of film has 2 MB
_MOST_BOXES = 2000
_EPOCH = datetime(1904, 1, 1)
_CREATION = b"com.apple.quicktime.creationdate"
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


def movie_time(path: str) -> str | None:
    """ISO 8601: local time with offset, or UTC with "Z"; None if the file does not say.

    Raises `OSError` if it can not be read.
    """
    with open(path, "rb") as stream:
        moov = _moov(stream)
    return _creation_date(moov) or _header_time(moov)


def _moov(stream: BinaryIO) -> bytes:
    """The box that describes the movie; b"" if there is none. It may lie behind the pictures."""
    at, end = 0, os.fstat(stream.fileno()).st_size
    for _ in range(_MOST_BOXES):
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            break
        size, kind, header = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1 and len(head) == 16:
            size, header = int.from_bytes(head[8:16], "big"), 16
        size = size or end - at
        if size < header:
            break
        if kind == b"moov":
            stream.seek(at + header)
            return stream.read(min(size - header, _LARGEST_MOOV))
        at += size
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, content) of the boxes side by side; ends where they no longer fit."""
    at = 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size < 8 or at + size > len(data):
            return
        yield kind, data[at + 8 : at + size]
        at += size


def _box(data: bytes, kind: bytes) -> bytes:
    return next((content for name, content in _boxes(data) if name == kind), b"")


def _creation_date(moov: bytes) -> str | None:
    """QuickTime metadata: a list of keys, and values by the key's number, from 1."""
    meta = _box(moov, b"meta")
    for content in (meta, meta[4:]):  # MP4 has a version in front, QuickTime none
        keys, values = _box(content, b"keys"), _box(content, b"ilst")
        if not keys or not values:
            continue
        names = [name for _, name in _boxes(keys[8:])]
        for number, value in _boxes(values):
            index = int.from_bytes(number, "big") - 1
            if 0 <= index < len(names) and names[index] == _CREATION:
                text = _box(value, b"data")[8:].decode("ascii", "replace").strip("\0 ")
                return text if _WRITTEN.fullmatch(text) else None
    return None


def _header_time(moov: bytes) -> str | None:
    header = _box(moov, b"mvhd")
    if len(header) < 12:
        return None
    seconds = struct.unpack_from(">Q" if header[0] == 1 else ">I", header, 4)[0]
    if not seconds:
        return None
    try:
        return (_EPOCH + timedelta(seconds=seconds)).isoformat(timespec="seconds") + "Z"
    except OverflowError:
        return None
