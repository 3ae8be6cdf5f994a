"""The kinds of pictures there are, how to draw one, and how to write it as a camera would."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from PIL import ExifTags, Image, ImageEnhance

from photoorg.files.samples import living, outdoors, papers, screens, towns


@dataclass(frozen=True, slots=True)
class Sample:
    """What a written picture says about itself.

    `taken` is local time; `offset` "+05:30". `position` is (latitude, longitude) in degrees.
    Without a camera the file carries no metadata, like pictures from messengers and screenshots.
    """

    taken: datetime
    offset: str | None = None
    position: tuple[float, float] | None = None
    camera: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of drawing, and the styles it knows."""

    paint: Callable[[Random, str], Image.Image]
    styles: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "mountains": Kind(outdoors.mountains, ("day", "dawn", "dusk", "autumn", "winter")),
    "lake": Kind(outdoors.lake, ("day", "dawn", "dusk", "autumn", "winter")),
    "beach": Kind(outdoors.beach, ("day", "dusk", "dawn")),
    "desert": Kind(outdoors.desert, ("day", "dusk")),
    "night": Kind(towns.night, ("blue", "violet", "black")),
    "houses": Kind(towns.houses, ("day", "dusk")),
    "flower": Kind(living.bloom, tuple(living.BLOOMS)),
    "cat": Kind(living.cat, ("ginger", "grey", "black", "cream")),
    "dog": Kind(living.dog, ("brown", "cream", "spotted")),
    "food": Kind(living.food, ("pizza", "salad", "soup")),
    "receipt": Kind(papers.receipt, ("wood", "dark", "cloth")),
    "whiteboard": Kind(papers.whiteboard, ("office", "class")),
    "slide": Kind(papers.slide, ("bars", "lines", "pie")),
    "poster": Kind(papers.poster, ("pink", "sun", "mint", "sky")),
    "chat": Kind(screens.chat, ("light", "dark")),
    "settings": Kind(screens.settings, ("light", "dark")),
}


def draw(kind: str, seed: int, style: str | None = None) -> Image.Image:
    """The picture of this kind and seed; without a style the seed chooses one in turn."""
    known = KINDS[kind]
    chosen = style or known.styles[seed % len(known.styles)]
    return known.paint(Random(f"{kind} {seed}"), chosen)


def burst(image: Image.Image, count: int, seed: int) -> Iterator[Image.Image]:
    """Near-duplicates: the camera moved a little, the light changed a little."""
    rng = Random(f"burst {seed}")
    width, height = image.size
    for _ in range(count):
        left, top = rng.randint(0, 16), rng.randint(0, 12)
        frame = image.crop((left, top, left + width - 16, top + height - 12))
        yield ImageEnhance.Brightness(frame).enhance(rng.uniform(0.95, 1.05))


def save(image: Image.Image, path: Path, sample: Sample, quality: int = 88) -> None:
    """Write a JPEG or PNG by the suffix, with metadata if a camera took it, and its file time.

    The file is there whole or not at all.
    """
    part = path.with_name(f".{path.name}.part")
    if path.suffix == ".png":
        image.save(part, "PNG", compress_level=1)
    else:
        exif = exif_of(sample) if sample.camera else Image.Exif()
        image.save(part, "JPEG", quality=quality, exif=exif)
    stamp = sample.taken.timestamp()
    os.utime(part, (stamp, stamp))
    part.replace(path)


def exif_of(sample: Sample) -> Image.Exif:
    """What a camera says of this picture: itself, the time, the place."""
    exif = Image.Exif()
    taken = sample.taken.strftime("%Y:%m:%d %H:%M:%S")
    if sample.camera:
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = sample.camera
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.Base.DateTime] = taken
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    details[ExifTags.Base.DateTimeDigitized] = taken
    if sample.offset:
        details[ExifTags.Base.OffsetTimeOriginal] = sample.offset
    if sample.position:
        _write_position(exif.get_ifd(ExifTags.IFD.GPSInfo), *sample.position)
    return exif


def _write_position(ifd: dict[int, object], lat: float, lon: float) -> None:
    ifd[ExifTags.GPS.GPSLatitudeRef] = "N" if lat >= 0 else "S"
    ifd[ExifTags.GPS.GPSLatitude] = _degrees(abs(lat))
    ifd[ExifTags.GPS.GPSLongitudeRef] = "E" if lon >= 0 else "W"
    ifd[ExifTags.GPS.GPSLongitude] = _degrees(abs(lon))


def _degrees(value: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds to a hundredth."""
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)
