"""Whether two thumbnails show the very same shot: variants, neighbours in a burst, strangers."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest
from helpers.variants import another_shot, jpeg, variants
from PIL import Image, ImageDraw, ImageOps

from photoorg.files.looks import Floats, colours_of, luma_of
from photoorg.files.overlay import overlay, same_colours, same_scene, same_shot
from photoorg.files.samples import draw


def luma(data: bytes) -> Floats:
    """As a scan would make it: upright, at most 256 pixels a side."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    image.thumbnail((256, 256))
    found = luma_of(jpeg(image, 85))
    assert found is not None
    return found


def same(one: Image.Image, other: Image.Image) -> bool:
    return same_shot(overlay(luma(jpeg(one)), luma(jpeg(other))))


@pytest.mark.parametrize("kind", ["mountains", "houses", "dog", "poster", "chat", "whiteboard"])
def test_what_was_saved_anew_resized_cropped_or_turned_is_the_same_shot(kind: str) -> None:
    image = draw(kind, 5)
    first = luma(jpeg(image))
    for what, data in variants(image, Random(2)):
        if what != "brighter":  # white paper loses its words to the light; see the next test
            assert same_shot(overlay(first, luma(data))), what
            assert same_shot(overlay(luma(data), first)), f"{what}, the other way round"


@pytest.mark.parametrize("kind", ["mountains", "houses", "dog"])
def test_a_brightened_photo_with_blown_lights_is_the_same_shot(kind: str) -> None:
    image = draw(kind, 5)
    brighter = dict(variants(image, Random(2)))["brighter"]
    assert same_shot(overlay(luma(jpeg(image)), luma(brighter)))


@pytest.mark.parametrize("kind", ["mountains", "cat", "receipt", "chat", "settings", "slide"])
def test_two_pictures_of_one_kind_are_not_the_same_shot(kind: str) -> None:
    pictures = [draw(kind, seed, draw_style(kind)) for seed in range(4)]
    for n, one in enumerate(pictures):
        for other in pictures[n + 1 :]:
            assert not same(one, other)


def draw_style(kind: str) -> str:
    from photoorg.files.samples import KINDS

    return KINDS[kind].styles[0]


def test_another_caption_on_the_same_picture_is_another_picture() -> None:
    one, other = draw("beach", 1), draw("beach", 1)
    for image, words in ((one, "GOOD MORNING"), (other, "HAPPY BIRTHDAY")):
        brush = ImageDraw.Draw(image)
        brush.rectangle((200, 80, 800, 220), fill="white")
        brush.text((240, 100), words, fill="black", font_size=80)
    assert not same(one, other)


def test_the_next_shot_of_a_burst_is_the_same_scene() -> None:
    for seed, kind in enumerate(("mountains", "houses", "cat", "food")):
        image = draw(kind, 3)
        fit = overlay(luma(jpeg(image)), luma(jpeg(another_shot(image, Random(seed)))))
        assert same_scene(fit), kind


def test_the_next_page_is_not_the_same_scene() -> None:
    for kind in ("receipt", "whiteboard", "chat"):
        style = draw_style(kind)
        fit = overlay(luma(jpeg(draw(kind, 1, style))), luma(jpeg(draw(kind, 2, style))))
        assert not same_scene(fit), kind


def test_two_shots_by_one_hand_reach_beyond_each_other_a_crop_does_not() -> None:
    image = draw("houses", 2)
    width, height = image.size
    left = luma(jpeg(image.crop((0, 0, width - 60, height))))
    right = luma(jpeg(image.crop((60, 0, width, height))))
    assert overlay(left, right).shifted > 0.02
    assert overlay(luma(jpeg(image)), right).shifted < 0.01


def test_blank_pictures_are_never_the_same_shot() -> None:
    blank = np.full((192, 256), 250.0, dtype=np.float32)
    assert not same_shot(overlay(blank, blank))


def coloured(image: Image.Image) -> Floats:
    found = colours_of(jpeg(image, 85))
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["mountains", "houses", "dog", "poster", "chat", "whiteboard"])
def test_variants_keep_their_colours(kind: str) -> None:
    image = draw(kind, 5)
    for what, data in variants(image, Random(2)):
        changed = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        assert same_colours(coloured(image), coloured(changed)), what


def test_the_same_picture_in_other_colours_is_another_one_but_not_in_grey() -> None:
    image = draw("dog", 5).convert("RGB")
    red, green, blue = image.split()
    assert not same_colours(coloured(image), coloured(Image.merge("RGB", (blue, green, red))))
    assert same_colours(coloured(image), coloured(image.convert("L").convert("RGB")))
