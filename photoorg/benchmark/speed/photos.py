"""The photos that are read: drawn ones in a temporary folder, or those of a folder of the user's.

Few distinct files where many are read: the disk's cache is warm in any case, and the cost of a
decode follows the bytes of a file and not what it shows. Nothing is written into the user's folder.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.benchmark.speed.plan import Sizes
from photoorg.errors import SurroundingsError
from photoorg.records import Context

if TYPE_CHECKING:
    from photoorg.files.samples import Sample

DISTINCT = 50  # drawn; where more are wanted, copies
SUFFIXES = {
    "HEIC": (".heic", ".heif"), "AVIF": (".avif",), "WebP": (".webp",), "PNG": (".png",),
    "RAW preview": (".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2"),
}  # fmt: skip
FORMATS = ("progressive JPEG", *SUFFIXES)
CAMERAS = (("Google", "Pixel 5"), ("FUJIFILM", "X-T30"))


@dataclass(frozen=True, slots=True)
class Photos:
    """Files by what they are for; `why` says of a format without a file why there is none."""

    jpegs: list[str]
    formats: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def megabytes(self) -> float:
        """Mean size of the JPEGs."""
        return sum(Path(path).stat().st_size for path in self.jpegs) / len(self.jpegs) / 1e6


def photos_of(folder: Path | None, scratch: Path, sizes: Sizes, ctx: Context) -> Photos:
    """The JPEGs and other formats of the user's folder, drawn in `scratch` what it lacks."""
    formats, why = draw_formats(scratch, sizes.shape, ctx)
    if folder is None:
        return Photos(
            draw_jpegs(scratch, min(DISTINCT, sizes.indexed), sizes.shape, ctx), formats, why
        )
    found = sorted(str(path) for path in folder.rglob("*") if path.is_file())
    jpegs = [path for path in found if path.lower().endswith((".jpg", ".jpeg"))]
    if not jpegs:
        raise SurroundingsError(
            f"There are no JPEG files in {folder}.", "Name another folder with --photos, or none."
        )
    for name, suffixes in SUFFIXES.items():
        path = next((path for path in found if path.lower().endswith(suffixes)), None)
        if path is not None:
            formats[name] = path
            why.pop(name, None)
    return Photos(jpegs[:: max(1, len(jpegs) // DISTINCT)], formats, why)


def draw_jpegs(folder: Path, count: int, shape: tuple[int, int], ctx: Context) -> list[str]:
    """JPEGs of so many pixels, as a camera writes them."""
    from photoorg.files.samples.camera import as_jpeg, shot

    made = []
    for number in range(count):
        ctx.check_cancelled()
        path = folder / f"IMG_{number:04}.jpg"
        path.write_bytes(as_jpeg(shot(number, *shape), sample_of(number)))
        made.append(str(path))
    return made


def sample_of(number: int) -> Sample:
    """When and where the photo of this number says it was taken."""
    from photoorg.files.samples import Sample

    taken = datetime(2024, 5, 1, 9, 30) + timedelta(hours=7 * number)
    return Sample(taken, "+02:00", (48.85 - number / 50, 2.35 + number / 40), CAMERAS[number % 2])


def draw_formats(
    folder: Path, shape: tuple[int, int], ctx: Context
) -> tuple[dict[str, str], dict[str, str]]:
    """One picture in every format; and why some could not be written."""
    from photoorg.files.samples import camera

    image, made, why = camera.shot(1, *shape), dict[str, str](), dict[str, str]()
    plain, some = camera.as_jpeg(image, sample_of(1)), camera.encoded
    contents: dict[str, tuple[str, Callable[[], bytes]]] = {
        "progressive JPEG": (".jpg", lambda: camera.as_jpeg(image, sample_of(1), progressive=True)),
        "HEIC": (".heic", lambda: some(image, "HEIF", quality=80)),
        "AVIF": (".avif", lambda: some(image, "AVIF", quality=70, speed=10)),
        "WebP": (".webp", lambda: some(image, "WEBP", quality=85, method=0)),
        "PNG": (".png", lambda: some(image, "PNG", compress_level=1)),
        "RAW preview": (".dng", lambda: camera.as_dng(plain, *image.size)),
    }
    for name, (suffix, content) in contents.items():
        ctx.check_cancelled()
        path = folder / f"format{suffix}"
        try:
            path.write_bytes(content())
            made[name] = str(path)
        except (KeyError, ValueError, RuntimeError):  # how Pillow says that it has no encoder
            path.unlink(missing_ok=True)
            why[name] = f"nothing here can write {name}; name a folder that has some with --photos."
    return made, why


def spread(jpegs: Sequence[str], folder: Path, count: int, ctx: Context) -> list[str]:
    """`count` copies of the files, each a content of its own: a few bytes follow its end."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number, path in zip(range(count), itertools.cycle(jpegs), strict=False):
        ctx.check_cancelled()
        copy = folder / f"IMG_{number:06}.jpg"
        copy.write_bytes(Path(path).read_bytes() + b"%08d" % number)
        made.append(str(copy))
    return made
