"""Decoding ahead: the budget of memory, and what is kept when it is spent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from photoorg.gui.models import full_images
from photoorg.gui.models.full_images import Decoded, FullImages, Wish


def decoded(number: int, side: int = 100) -> Decoded:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    return Decoded(Wish(number, f"/p/{number}.jpg", (side, side)), image)


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch) -> FullImages:
    monkeypatch.setattr(full_images, "KEPT_BYTES", 8 * 100 * 100 * 4)
    made = FullImages(lambda _path, _wait: None)
    monkeypatch.setattr(made, "_decoders", [])
    return made


def test_memory_stays_within_its_budget(images: FullImages) -> None:
    for number in range(50):
        images._on_decoded(decoded(number))
    kept = [n for n in range(50) if images.get(decoded(n).wish)]
    assert kept == list(range(42, 50))


def test_what_is_wanted_now_goes_last(images: FullImages) -> None:
    wanted = [decoded(n).wish for n in range(3)]
    for number in range(3):
        images._on_decoded(decoded(number))
    images.want(wanted)
    for number in range(10, 30):
        images._on_decoded(decoded(number))
    assert all(images.get(wish) for wish in wanted)


def test_the_same_photo_twice_counts_once(images: FullImages) -> None:
    for _ in range(20):
        images._on_decoded(decoded(1))
    images._on_decoded(decoded(2))
    assert images.get(decoded(1).wish)


def test_large_screens_read_fewer_photos_ahead(images: FullImages) -> None:
    assert FullImages.room(images, QSize(3840, 2160)) == 2
    assert FullImages.room(images, QSize(20, 20)) == 8
