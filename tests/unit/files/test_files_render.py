"""Pixels of any mode become an upright sRGB thumbnail on white."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from helpers.encoded import encoded, quarters
from PIL import Image, ImageCms

from photoorg.files.decode import decode
from photoorg.files.render import fitted, mean_color, thumbnail, upright

Rgb = tuple[int, int, int]


def corner(image: Image.Image, right: int = 0, down: int = 0) -> Rgb:
    """The color of the middle of a quarter."""
    x, y = (
        (2 * part + 1) * side // 4 for part, side in zip((right, down), image.size, strict=True)
    )
    red, green, blue = image.getpixel((x, y))  # type: ignore[misc]
    return int(red), int(green), int(blue)


def near(color: Rgb, wanted: Rgb, tolerance: int = 6) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(color, wanted, strict=True))


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((4000, 3000), (256, 192)),
        ((3000, 4000), (192, 256)),
        ((100, 50), (100, 50)),
        ((256, 256), (256, 256)),
        ((20000, 10), (256, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_thumbnails_keep_the_shape_and_are_never_enlarged(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    assert fitted(*size) == wanted


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_upright(orientation: int) -> None:
    """What Pillow itself makes of the same tag is the oracle."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded("JPEG", quarters(), exif=exif, quality=95)
    with Image.open(io.BytesIO(data)) as image:
        from PIL import ImageOps

        expected = ImageOps.exif_transpose(image).convert("RGB")
    turned = upright(decode(data, "JPEG").small, orientation)
    assert (turned.width > turned.height) == (expected.width > expected.height)
    for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        assert near(corner(turned, right, down), corner(expected, right, down))


def test_transparency_becomes_white() -> None:
    image = quarters().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    image.paste((255, 0, 0, 255), (0, 0, 200, 100))
    for format in ("PNG", "WEBP"):
        small = decode(encoded(format, image, lossless=True), format).small
        assert near(corner(small), (255, 0, 0))
        assert near(corner(small, 1, 1), (255, 255, 255))


def test_half_transparency_blends_with_white() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 128))
    assert near(corner(decode(encoded("PNG", image), "PNG").small), (127, 127, 127))


def test_a_transparent_palette_becomes_white() -> None:
    image = quarters().quantize(8)
    background = image.getpixel((0, 0))
    small = decode(encoded("GIF", image, transparency=background), "GIF").small
    assert near(corner(small), (255, 255, 255))
    assert near(corner(small, 1, 0), (0, 255, 0))


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    """Clipping to 255, as a plain conversion does, would make it all white."""
    pixels = np.full((300, 300), 16384, dtype=np.uint16)
    pixels[:, 150:] = 49152
    small = decode(encoded("PNG", Image.fromarray(pixels)), "PNG").small
    assert near(corner(small), (64, 64, 64))
    assert near(corner(small, 1), (191, 191, 191))
    assert near(corner(decode(encoded("TIFF", Image.fromarray(pixels)), "TIFF").small), (64,) * 3)


def test_floats_and_wide_integers_are_scaled() -> None:
    ramp = np.tile(np.linspace(0, 1, 400, dtype=np.float32), (200, 1))
    assert near(corner(decode(encoded("TIFF", Image.fromarray(ramp)), "TIFF").small), (64,) * 3)
    wide = (ramp * 1_000_000).astype(np.int32)
    assert near(corner(decode(encoded("TIFF", Image.fromarray(wide)), "TIFF").small), (64,) * 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "I", "F", "CMYK"])
def test_every_mode_gives_rgb(mode: str) -> None:
    image = Image.new("I;16", (300, 200)) if mode == "I;16" else quarters(300, 200).convert(mode)
    result = thumbnail(image, (256, 171), None)
    assert (result.mode, result.size) == ("RGB", (256, 171))


def test_cmyk_jpegs_have_their_colors() -> None:
    data = encoded("JPEG", quarters().convert("CMYK"), quality=95)
    small = decode(data, "JPEG").small
    assert near(corner(small), (255, 0, 0))
    assert near(corner(small, 0, 1), (0, 0, 255))


def test_lab_pictures_have_their_colors() -> None:
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.createProfile("sRGB")
    image = ImageCms.profileToProfile(quarters(), srgb, lab, outputMode="LAB")
    assert image is not None
    assert near(corner(decode(encoded("TIFF", image), "TIFF").small), (255, 0, 0), 8)


def test_a_wide_gamut_photo_gets_its_true_colors(camera_files: Path) -> None:
    """The color (200, 60, 40), stored in the wide profile of a real photo, comes back as itself."""
    wide = camera_files / "photoprism/meta_testdata/Iceland-P3.jpg"
    with Image.open(wide) as photo:
        icc = photo.info["icc_profile"]
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    plain = Image.new("RGB", (300, 300), (200, 60, 40))
    stored = ImageCms.profileToProfile(plain, ImageCms.createProfile("sRGB"), profile)
    assert stored is not None
    assert not near(corner(stored), (200, 60, 40))
    for format in ("JPEG", "PNG", "TIFF"):
        options = {"quality": 95} if format == "JPEG" else {}
        small = decode(encoded(format, stored, icc_profile=icc, **options), format).small
        assert near(corner(small), (200, 60, 40), 3)


def test_a_broken_profile_is_ignored() -> None:
    data = encoded("JPEG", quarters(), icc_profile=b"not a profile" * 20, quality=95)
    assert near(corner(decode(data, "JPEG").small), (255, 0, 0))


def test_the_first_frame_of_an_animation_counts() -> None:
    frames = [Image.new("RGB", (300, 300), color) for color in ("red", "lime", "blue")]
    for format in ("GIF", "WEBP"):
        data = encoded(format, frames[0], save_all=True, append_images=frames[1:])
        assert near(corner(decode(data, format).small), (255, 0, 0))


def test_mean_color() -> None:
    assert mean_color(Image.new("RGB", (256, 192), (18, 52, 86))) == 0x123456
    halves = Image.new("RGB", (256, 192), "black")
    halves.paste("white", (0, 0, 128, 192))
    red = mean_color(halves) >> 16
    assert 126 <= red <= 129
