"""The drawn pictures: each kind draws, always the same, and is written as a camera would."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageChops, ImageStat

from photoorg.files.samples import KINDS, Sample, burst, draw, save


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_draws_the_same_picture_again_and_another_for_another_seed(kind: str) -> None:
    picture = draw(kind, 3)
    assert picture.tobytes() == draw(kind, 3).tobytes()
    assert picture.tobytes() != draw(kind, 3 + len(KINDS[kind].styles)).tobytes()
    assert picture.mode == "RGB"
    assert min(picture.size) >= 700


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_style_draws_something(kind: str) -> None:
    for style in KINDS[kind].styles:
        assert max(ImageStat.Stat(draw(kind, 1, style)).stddev) > 10


def test_burst_is_nearly_the_same() -> None:
    picture = draw("cat", 1)
    frames = list(burst(picture, 3, seed=1))
    assert len({frame.tobytes() for frame in frames}) == 3
    for frame in frames:
        apart = ImageChops.difference(frame.resize((64, 48)), picture.resize((64, 48)))
        assert 0 < sum(ImageStat.Stat(apart).mean) / 3 < 16


def test_written_metadata_reads_back(tmp_path: Path) -> None:
    taken = datetime(2022, 12, 31, 18, 45, 9)
    sample = Sample(taken, "+02:00", (-33.9628, 18.4098), ("Apple", "iPhone 13"))
    path = tmp_path / "IMG_1.jpg"
    save(draw("cat", 1), path, sample)
    with Image.open(path) as image:
        exif = image.getexif()
        details, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif[ExifTags.Base.Model] == "iPhone 13"
    assert details[ExifTags.Base.DateTimeOriginal] == "2022:12:31 18:45:09"
    assert details[ExifTags.Base.OffsetTimeOriginal] == "+02:00"
    degrees, minutes, seconds = (float(part) for part in gps[ExifTags.GPS.GPSLatitude])
    assert gps[ExifTags.GPS.GPSLatitudeRef] == "S"
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(33.9628, abs=1e-5)
    assert path.stat().st_mtime == taken.timestamp()
    assert list(tmp_path.iterdir()) == [path]


def test_pictures_without_a_camera_carry_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "IMG-20220101-WA0001.jpg"
    save(draw("poster", 1), path, Sample(datetime(2022, 1, 1, 8, 0)))
    with Image.open(path) as image:
        assert not dict(image.getexif())
