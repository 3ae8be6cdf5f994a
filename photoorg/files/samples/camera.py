"""Drawn pictures as heavy as a camera's: 12 megapixels with noise, EXIF, GPS and a small preview.

A drawing alone compresses to a tenth of a photo, and the time to decode follows the bytes. What
gives a photo its bytes is texture and the sensor's noise; so both are put on top.
"""

from __future__ import annotations

import functools
import io
import struct
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from photoorg.files.samples.kinds import Sample, draw, exif_of

WIDTH, HEIGHT = 4000, 3000
PREVIEW = (160, 120)  # pixels: what cameras put into EXIF
_KINDS = ("mountains", "houses", "cat", "food", "beach", "flower", "lake", "dog", "night")
_TEXTURE, _NOISE = 9.0, 4.5  # standard deviations, of 255: 2.7 MB at quality 88, as cameras write


def shot(number: int, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """A picture of this number, always the same; half a second."""
    kind = _KINDS[number % len(_KINDS)]
    drawn = draw(kind, number // len(_KINDS)).resize((width, height), Image.Resampling.BILINEAR)
    left, top = 16 * (number % 5), 16 * (number % 3)
    rough = _roughness(width, height)[top : top + height, left : left + width, None]
    pixels = np.asarray(drawn, dtype=np.int16) + rough
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


@functools.lru_cache(maxsize=2)
def _roughness(width: int, height: int) -> NDArray[np.int16]:
    """Texture and noise, (height + 64, width + 64), centred on 0; every picture takes a part."""
    rng, size = np.random.default_rng(1), (width + 64, height + 64)
    coarse = rng.standard_normal((size[1] // 8, size[0] // 8), dtype=np.float32) * _TEXTURE
    texture = Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR)
    grain = rng.standard_normal(size[::-1], dtype=np.float32) * _NOISE
    rough: NDArray[np.int16] = (np.asarray(texture) + grain).round().astype(np.int16)
    return rough


def as_jpeg(image: Image.Image, sample: Sample, *, progressive: bool = False) -> bytes:
    """A JPEG as a camera writes it, with its preview inside EXIF."""
    small = io.BytesIO()
    image.resize(PREVIEW, Image.Resampling.BOX, reducing_gap=2.0).save(small, "JPEG", quality=80)
    exif = with_preview(exif_of(sample).tobytes(), small.getvalue())
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, exif=exif, progressive=progressive)
    return buffer.getvalue()


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    """A file of another format; raises `KeyError` where Pillow has no encoder for it."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def with_preview(exif: bytes, jpeg: bytes) -> bytes:
    """An EXIF block ("Exif" in front, as Pillow makes it) with a preview in its second directory.

    EXIF 2.32, 4.5.8: compression 6, then where the JPEG lies and how long it is.
    """
    tiff = exif[6:]
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    count = struct.unpack_from(order + "H", tiff, first)[0]
    link, at = first + 2 + 12 * count, len(tiff) + len(tiff) % 2
    body = at + 2 + 3 * 12 + 4
    entries = struct.pack(order + "H", 3) + struct.pack(order + "HHIHH", 0x0103, 3, 1, 6, 0)
    for tag, value in ((0x0201, body), (0x0202, len(jpeg))):
        entries += struct.pack(order + "HHII", tag, 4, 1, value)
    linked = tiff[:link] + struct.pack(order + "I", at) + tiff[link + 4 :]
    return exif[:6] + linked.ljust(at, b"\0") + entries + bytes(4) + jpeg


def as_dng(jpeg: bytes, width: int, height: int) -> bytes:
    """A RAW file (DNG 1.4) whose preview is `jpeg` of this size; its sensor has 64 x 48 pixels.

    Of a RAW file its preview is read, so its own pixels need not be many.
    """
    wide, high = 64, 48
    sensor = struct.pack(f"<{wide * high}H", *Random(7).choices(range(4096), k=wide * high))
    shape: _Tags = [(256, 4, [wide]), (257, 4, [high]), (258, 3, [16]), (259, 3, [1])]
    raw: _Tags = [
        (254, 4, [0]), *shape, (262, 3, [32803]), (273, 4, [8 + len(jpeg)]), (277, 3, [1]),
        (278, 4, [high]), (279, 4, [len(sensor)]), (33421, 3, [2, 2]), (33422, 1, [0, 1, 1, 2]),
    ]  # fmt: skip
    inner = 8 + len(jpeg) + len(sensor)
    below = _directory(raw, inner)
    main: _Tags = [
        (254, 4, [1]), (256, 4, [width]), (257, 4, [height]), (258, 3, [8, 8, 8]), (259, 3, [7]),
        (262, 3, [6]), (271, 2, b"photoorg\0"), (272, 2, b"Drawn\0"), (273, 4, [8]),
        (274, 3, [1]), (277, 3, [3]), (278, 4, [height]), (279, 4, [len(jpeg)]),
        (330, 4, [inner]), (50706, 1, [1, 4, 0, 0]), (50708, 2, b"photoorg Drawn\0"),
    ]  # fmt: skip
    first = inner + len(below)
    head = b"II*\0" + struct.pack("<I", first)
    return head + jpeg + sensor + below + _directory(main, first)


_Tags = list[tuple[int, int, Any]]
_CODES = {1: "B", 3: "H", 4: "I"}


def _directory(tags: _Tags, at: int) -> bytes:
    """A TIFF directory that begins at `at`, with the values that do not fit into it behind it."""
    end = at + 2 + 12 * len(tags) + 4
    entries, behind = struct.pack("<H", len(tags)), b""
    for tag, kind, values in tags:
        packed = values if kind == 2 else struct.pack(f"<{len(values)}{_CODES[kind]}", *values)
        field = packed.ljust(4, b"\0")
        if len(packed) > 4:
            field = struct.pack("<I", end + len(behind))
            behind += packed + bytes(len(packed) % 2)
        entries += struct.pack("<HHI", tag, kind, len(values)) + field
    return entries + bytes(4) + behind
