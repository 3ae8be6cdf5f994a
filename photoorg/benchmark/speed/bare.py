"""What our own work is measured against: the same done by the libraries alone, with nothing around.

By the fastest of the libraries that are installed (design: FLOORS 2.3): simplejpeg, which is
libjpeg-turbo, for JPEG, Pillow for WebP, AVIF and PNG, libheif for HEIC, LibRaw for RAW previews.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

SIDE = 256  # pixels, the longer side of a thumbnail


def grey_eighth(path: str) -> None:
    """The floor of a JPEG: its bytes, decoded in grey at an eighth of the size."""
    import simplejpeg

    simplejpeg.decode_jpeg(Path(path).read_bytes(), "GRAY", min_height=1, min_width=1, min_factor=1)


def jpeg(data: bytes) -> None:
    """A JPEG in colour at the smallest scale that a thumbnail can be made of, made smaller."""
    import simplejpeg
    from PIL import Image

    pixels = simplejpeg.decode_jpeg(data, "RGB", min_height=SIDE, min_width=SIDE, min_factor=1)
    Image.fromarray(pixels).thumbnail((SIDE, SIDE))


def by_pillow(path: str) -> None:
    """Decoded whole, made smaller."""
    from PIL import Image

    with Image.open(io.BytesIO(Path(path).read_bytes())) as image:
        image.thumbnail((SIDE, SIDE))


def heic(path: str) -> None:
    """By libheif, on one thread as ours."""
    import pi_heif

    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener()
    by_pillow(path)


def raw(path: str) -> None:
    """The preview that the camera put inside, by LibRaw; then as a JPEG."""
    import rawpy

    with rawpy.imread(io.BytesIO(Path(path).read_bytes())) as opened:
        preview = opened.extract_thumb().data
    assert isinstance(preview, bytes)
    jpeg(preview)


DECODERS: dict[str, Callable[[str], None]] = {
    "progressive JPEG": lambda path: jpeg(Path(path).read_bytes()),
    "HEIC": heic,
    "AVIF": by_pillow,
    "WebP": by_pillow,
    "PNG": by_pillow,
    "RAW preview": raw,
}
