"""First sight of a photo: metadata and preview from its head, and drawn photos that have both."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from helpers.encoded import encoded
from PIL import ExifTags, Image

from photoorg.files.first_sight import first_sight, turned
from photoorg.files.reader import read_picture
from photoorg.files.samples import Sample
from photoorg.files.samples.camera import PREVIEW, as_dng, as_jpeg, shot
from photoorg.records import Metadata, Picture

SAMPLE = Sample(datetime(2024, 5, 17, 9, 30), "+02:00", (48.85, 2.35), ("Google", "Pixel 5"))


@pytest.fixture(scope="module")
def photo() -> bytes:
    return as_jpeg(shot(1, 640, 480), SAMPLE)


def written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_it_says_of_a_photo_what_reading_it_whole_says(tmp_path: Path, photo: bytes) -> None:
    path = written(tmp_path, "a.jpg", photo)
    sight, whole = first_sight(path), read_picture(path, 0, 0)
    assert sight is not None
    assert isinstance(whole, Picture)
    assert sight.metadata == whole.metadata
    assert sight.metadata.date_time_original == "2024:05:17 09:30:00"
    assert sight.metadata.latitude == pytest.approx(48.85)
    assert sight.orientation == whole.orientation == 1
    assert Image.open(io.BytesIO(sight.preview)).size == PREVIEW


def test_a_file_cut_short_behind_its_head_still_has_a_first_sight(
    tmp_path: Path, photo: bytes
) -> None:
    sight = first_sight(written(tmp_path, "a.jpg", photo[: len(photo) // 2]))
    assert sight is not None
    assert sight.preview


@pytest.mark.parametrize("share", [0.001, 0.01, 0.02])
def test_a_head_cut_short_has_none(tmp_path: Path, photo: bytes, share: float) -> None:
    cut = photo[: int(len(photo) * share)]
    assert first_sight(written(tmp_path, "a.jpg", cut)) is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x00Exif\0\0", b"x"]
)
def test_garbage_has_none(tmp_path: Path, content: bytes) -> None:
    assert first_sight(written(tmp_path, "a.jpg", content)) is None


def test_another_format_has_none(tmp_path: Path) -> None:
    assert first_sight(written(tmp_path, "a.jpg", encoded("PNG"))) is None


def test_a_jpeg_without_exif_has_one_that_says_nothing(tmp_path: Path) -> None:
    sight = first_sight(written(tmp_path, "a.jpg", encoded("JPEG")))
    assert sight is not None
    assert (sight.metadata, sight.preview) == (Metadata(), b"")


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_preview_says_how_it_is_turned(orientation: int) -> None:
    preview = encoded("JPEG")
    image = Image.open(io.BytesIO(turned(preview, orientation)))
    assert image.getexif()[ExifTags.Base.Orientation] == orientation
    assert image.tobytes() == Image.open(io.BytesIO(preview)).tobytes()
    assert turned(preview, 1) == preview


def test_a_drawn_raw_file_is_read_by_its_preview(tmp_path: Path, photo: bytes) -> None:
    read = read_picture(written(tmp_path, "a.dng", as_dng(photo, 640, 480)), 0, 0)
    assert isinstance(read, Picture)
    assert read.format == "RAW"
    thumbnail = Image.open(io.BytesIO(read.thumbnail))
    assert thumbnail.size == (256, 192)
