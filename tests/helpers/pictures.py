"""Small pictures for tests: distinct, deterministic, with EXIF where a test wants it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image


def picture(seed: int, size: tuple[int, int] = (120, 80), style: str = "scene") -> Image.Image:
    """A picture that differs for each seed; styles look different to an eye and to a network."""
    rng = np.random.default_rng(seed)
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    if style == "page":  # white paper with dark lines
        pixels = np.full((height, width, 3), 245.0)
        for line in range(6, height, 8):
            pixels[line : line + 2, 8 : int(rng.integers(width // 2, width - 8))] = 30
    elif style == "check":
        cell = int(rng.integers(6, 12))
        pixels = np.where(((x // cell + y // cell) % 2)[..., None], [230, 30, 30], [20, 20, 160])
    else:
        top, bottom = rng.uniform(80, 255, 3), rng.uniform(0, 120, 3)
        pixels = top + (bottom - top) * (y / height)[..., None]
    noisy = np.clip(pixels + rng.normal(0, 6, (height, width, 3)), 0, 255)
    return Image.fromarray(noisy.astype(np.uint8))


def save(
    path: Path,
    seed: int,
    *,
    style: str = "scene",
    taken: str | None = None,
    gps: tuple[float, float] | None = None,
    mtime: float | None = None,
    camera: str | None = None,
) -> Path:
    """Write a JPEG, with EXIF date "2019:05:12 13:37:06", position and camera if given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if camera:
        exif[ExifTags.Base.Model] = camera
    if gps:
        latitude, longitude = gps
        ifd = exif.get_ifd(ExifTags.IFD.GPSInfo)
        ifd[ExifTags.GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        ifd[ExifTags.GPS.GPSLatitude] = _degrees(abs(latitude))
        ifd[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        ifd[ExifTags.GPS.GPSLongitude] = _degrees(abs(longitude))
    picture(seed, style=style).save(path, "JPEG", quality=90, exif=exif)
    moment = 1_600_000_000 + seed if mtime is None else mtime
    os.utime(path, (moment, moment))
    return path


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 4)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file below a folder: bytes, time and mode; equal means untouched."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            stat = path.stat()
            found[str(path.relative_to(folder))] = (
                path.read_bytes(), stat.st_mtime_ns, stat.st_mode,
            )  # fmt: skip
    return found
