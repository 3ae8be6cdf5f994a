"""Perceptual hashes, sharpness and exposure of thumbnails."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from helpers.variants import jpeg, variants
from PIL import Image, ImageEnhance, ImageFilter

from photoorg.files.looks import Look, exposure, look_at, luma_of, sharpness
from photoorg.files.samples import draw


def look(data: bytes) -> Look:
    found = look_at(thumb(data))
    assert found is not None
    return found


def thumb(data: bytes) -> bytes:
    import io

    image = Image.open(io.BytesIO(data))
    image.thumbnail((256, 256))
    return jpeg(image, 85)


def apart(one: Look, other: Look) -> int:
    """Bits between the whole of one and the nearest part of the other."""
    return min(
        int(np.bitwise_count(a.hashes[0] ^ b.hashes).min()) for a, b in ((one, other), (other, one))
    )


@pytest.mark.parametrize("kind", ["mountains", "houses", "cat", "poster", "settings"])
def test_variants_have_near_hashes_and_other_pictures_far_ones(kind: str) -> None:
    image = draw(kind, 3)
    first = look(jpeg(image))
    for what, data in variants(image, Random(1)):
        if what != "turned by EXIF":  # a scan turns it upright before its thumbnail is made
            assert apart(first, look(data)) <= 8, what
    assert apart(first, look(jpeg(draw("food", 8)))) > 8


def test_a_crop_is_seen_by_the_hashes_of_parts_not_by_that_of_the_whole() -> None:
    image = draw("houses", 1)
    width, height = image.size
    first = look(jpeg(image))
    cut = look(jpeg(image.crop((width // 20, 0, width, height - height // 20))))
    whole = int(np.bitwise_count(first.hashes[0] ^ cut.hashes[0]))
    assert apart(first, cut) < whole


@pytest.mark.parametrize("kind", ["mountains", "cat", "night", "receipt"])
def test_blur_lowers_sharpness_step_by_step(kind: str) -> None:
    image = draw(kind, 2)
    steps = [look(jpeg(image.filter(ImageFilter.GaussianBlur(r)))).sharpness for r in (0, 4, 10)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] - steps[-1] > 0.1


def test_sharpness_and_exposure_do_not_depend_on_the_size_of_the_photo() -> None:
    image = draw("houses", 4)
    large, small = look(jpeg(image.resize((2048, 1536)))), look(jpeg(image.resize((640, 480))))
    blurred = look(jpeg(image.resize((2048, 1536)).filter(ImageFilter.GaussianBlur(20))))
    assert abs(large.sharpness - small.sharpness) < 0.05
    assert abs(large.exposure - small.exposure) < 0.02
    assert blurred.sharpness < small.sharpness - 0.1


def test_too_dark_and_too_bright_are_worse_exposed() -> None:
    image = draw("mountains", 5, "day")
    good = look(jpeg(image)).exposure
    assert look(jpeg(ImageEnhance.Brightness(image).enhance(0.25))).exposure < good
    assert look(jpeg(ImageEnhance.Brightness(image).enhance(3.0))).exposure < good


def test_measures_of_pictures_with_nothing_in_them_are_defined() -> None:
    blank = np.full((64, 64), 128.0, dtype=np.float32)
    assert sharpness(blank) == 0.0
    assert exposure(blank) == pytest.approx(1.0, abs=1e-3)
    assert exposure(np.zeros((8, 8), dtype=np.float32)) < 0.1
    assert sharpness(np.zeros((3, 200), dtype=np.float32)) == 0.0
    tiny = look(jpeg(Image.new("RGB", (1, 1), "red")))
    assert tiny.contrast == 0.0
    assert tiny.hashes.shape == (16,)


def test_bytes_that_are_no_thumbnail_give_nothing() -> None:
    assert look_at(b"no JPEG") is None
    assert look_at(b"") is None
    assert luma_of(jpeg(draw("cat", 1))[:200]) is None
