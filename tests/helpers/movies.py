"""MP4 and QuickTime containers as bytes, made on the spot: boxes without pictures."""

from __future__ import annotations

import struct
from datetime import datetime

_EPOCH = datetime(1904, 1, 1)


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def header(created: datetime | int, version: int = 0) -> bytes:
    """`mvhd` with a creation time (UTC)."""
    raw = created if isinstance(created, int) else int((created - _EPOCH).total_seconds())
    times = struct.pack(">II" if version == 0 else ">QQ", raw, raw)
    return box(b"mvhd", bytes([version, 0, 0, 0]) + times + bytes(88))


def creation_date(text: str, *, mp4: bool = False) -> bytes:
    """Apple's metadata: a list of keys and the value of the second."""
    names = (b"com.apple.quicktime.make", b"com.apple.quicktime.creationdate")
    keys = bytes(4) + struct.pack(">I", len(names)) + b"".join(box(b"mdta", n) for n in names)
    data = box(b"data", struct.pack(">II", 1, 0) + text.encode())
    values = box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0) + b"Apple"))
    values += box(struct.pack(">I", 2), data)
    content = box(b"hdlr", bytes(24)) + box(b"keys", keys) + box(b"ilst", values)
    return box(b"meta", (bytes(4) if mp4 else b"") + content)


def movie(*inside: bytes, behind: bool = False) -> bytes:
    """A file whose `moov` holds these boxes, before or behind the pictures."""
    kind, pictures = box(b"ftyp", b"qt  \0\0\0\0qt  "), box(b"mdat", bytes(5000))
    moov = box(b"moov", b"".join(inside))
    return kind + (pictures + moov if behind else moov + pictures)
