"""Pictures and EXIF blocks as bytes, made on the spot."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from PIL import Image


def textured(width: int = 320, height: int = 240, seed: int = 1) -> Image.Image:
    """Blocks of random colors: every part of the file matters, so no truncation goes unseen."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, 255, (height // 4, width // 4, 3), dtype=np.uint8)
    return Image.fromarray(blocks.repeat(4, 0).repeat(4, 1))


def encoded(format: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """`image` (default: `textured()`) saved by Pillow."""
    buffer = io.BytesIO()
    (image or textured()).save(buffer, format, **options)
    return buffer.getvalue()


def quarters(width: int = 400, height: int = 200) -> Image.Image:
    """Red, green / blue, white: the corners tell how a picture was turned."""
    image = Image.new("RGB", (width, height), "white")
    for color, x, y in (("red", 0, 0), ("lime", 1, 0), ("blue", 0, 1)):
        box = (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2)
        image.paste(color, box)
    return image


def exif_block(*directories: dict[int, tuple[int, list[Any] | bytes]], order: str = "<") -> bytes:
    """A raw EXIF structure: IFD0, then the Exif IFD, then the GPS IFD; tag -> (type, values)."""
    blocks = [dict(directory) for directory in directories] + [{}] * (3 - len(directories))
    sizes = [_ifd_size(blocks[0], 2), _ifd_size(blocks[1]), _ifd_size(blocks[2])]
    starts = [8, 8 + sizes[0], 8 + sizes[0] + sizes[1]]
    blocks[0] = {**blocks[0], 0x8769: (4, [starts[1]]), 0x8825: (4, [starts[2]])}
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    bodies = [_ifd(block, start, order) for block, start in zip(blocks, starts, strict=True)]
    return mark + struct.pack(order + "I", 8) + b"".join(bodies)


_CODES = {1: "B", 3: "H", 4: "I", 5: "I", 8: "h", 9: "i", 10: "i", 11: "f", 12: "d"}


def _payload(type_: int, values: list[Any] | bytes, order: str) -> tuple[int, bytes]:
    if isinstance(values, bytes):
        return len(values), values
    flat = [n for value in values for n in (value if isinstance(value, tuple) else (value,))]
    return len(values), struct.pack(f"{order}{len(flat)}{_CODES[type_]}", *flat)


def _ifd_size(tags: dict[int, tuple[int, list[Any] | bytes]], pointers: int = 0) -> int:
    payloads = [len(_payload(type_, values, "<")[1]) for type_, values in tags.values()]
    return 6 + 12 * (len(tags) + pointers) + sum(size for size in payloads if size > 4)


def _ifd(tags: dict[int, tuple[int, list[Any] | bytes]], start: int, order: str) -> bytes:
    at = start + 6 + 12 * len(tags)
    entries, extra = b"", b""
    for tag, (type_, values) in sorted(tags.items()):
        count, payload = _payload(type_, values, order)
        field = payload.ljust(4, b"\0") if len(payload) <= 4 else struct.pack(order + "I", at)
        if len(payload) > 4:
            extra, at = extra + payload, at + len(payload)
        entries += struct.pack(order + "HHI", tag, type_, count) + field
    return struct.pack(order + "H", len(tags)) + entries + bytes(4) + extra
