"""Copies of a picture as they come about: sent on, edited, cropped; and further shots of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

import numpy as np
from PIL import ExifTags, Image, ImageEnhance

_BACK = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


def jpeg(image: Image.Image, quality: int = 90, exif: Image.Exif | None = None) -> bytes:
    """The picture as the bytes of a JPEG."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality, exif=exif or Image.Exif())
    return buffer.getvalue()


def variants(image: Image.Image, rng: Random) -> Iterator[tuple[str, bytes]]:
    """(what was done, JPEG) for everything that leaves it the same shot."""
    image = image.convert("RGB")
    width, height = image.size
    yield "recompressed", jpeg(image, 40)
    yield "half the size", jpeg(image.resize((width // 2, height // 2), Image.Resampling.LANCZOS))
    small = image.resize((int(width * 0.7), int(height * 0.7)), Image.Resampling.BICUBIC)
    yield "sent on", jpeg(small, 60)
    cut_x, cut_y = int(width * 0.05), int(height * 0.05)
    left, top = rng.randint(0, cut_x), rng.randint(0, cut_y)
    box = (left, top, left + width - cut_x, top + height - cut_y)
    yield "cropped", jpeg(image.crop(box), 75)
    yield "cropped at one side", jpeg(image.crop((cut_x, 0, width, height)))
    yield "brighter", jpeg(ImageEnhance.Brightness(image).enhance(1.3))
    yield "darker", jpeg(ImageEnhance.Brightness(image).enhance(0.7))
    curve = [min(255, int(255 * (level / 255) ** 0.7)) for level in range(256)]
    yield "lights up", jpeg(image.point(curve * 3), 85)
    orientation = rng.choice([3, 6, 8])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    yield "turned by EXIF", jpeg(image.transpose(_BACK[orientation]), exif=exif)


def another_shot(image: Image.Image, rng: Random) -> Image.Image:
    """The next shot of a burst: turned by a degree, moved by two per cent, noise, other light."""
    image = image.convert("RGB")
    width, height = image.size
    move = rng.uniform(-0.02, 0.02) * width, rng.uniform(-0.02, 0.02) * height
    turned = image.rotate(rng.uniform(-1.2, 1.2), Image.Resampling.BICUBIC, translate=move)
    edge = int(0.05 * max(width, height))
    frame = turned.crop((edge, edge, width - edge, height - edge)).resize((width, height))
    noise = np.random.default_rng(rng.randint(0, 2**31)).normal(0, 4, (height, width, 1))
    pixels = np.asarray(frame, np.float32) * rng.uniform(0.95, 1.05) + noise
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
