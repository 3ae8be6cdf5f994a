"""Dates and places of real camera files, against the tags in them as Pillow reads them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from photoorg.dates import date_photo
from photoorg.files.reader import read_picture
from photoorg.places import Gazetteer
from photoorg.records import Picture

pytestmark = pytest.mark.data
NOW = datetime(2026, 11, 21, 12, 0)


@pytest.fixture(scope="module")
def pictures(camera_files: Path) -> dict[str, Picture]:
    """Every camera file that is a picture, by its path below the folder."""
    found = {}
    for path in sorted(camera_files.rglob("*")):
        if not path.is_file():
            continue
        status = path.stat()
        read = read_picture(str(path), status.st_size, status.st_mtime_ns)
        if isinstance(read, Picture):
            found[path.relative_to(camera_files).as_posix()] = read
    return found


def taken_by_tags(path: str) -> str | None:
    """DateTimeOriginal and its offset as Pillow sees them; None without a plausible one."""
    with Image.open(path) as image:
        details = image.getexif().get_ifd(ExifTags.IFD.Exif)
    match = re.match(
        r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", str(details.get(ExifTags.Base.DateTimeOriginal))
    )
    if not match or not "1980" < match[1] < "2026":
        return None
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    return f"{match[1]}-{match[2]}-{match[3]}T{match[4]}{offset}"


def test_all_are_dated_as_their_tags_say(pictures: dict[str, Picture]) -> None:
    checked = 0
    for picture in pictures.values():
        if picture.format not in ("JPEG", "TIFF", "MPO"):
            continue
        expected = taken_by_tags(picture.path)
        dated = date_photo(picture.metadata, picture.path, picture.mtime_ns, NOW)
        if expected:
            checked += 1
            assert dated.rule == "exif-original"
            assert f"{(dated.taken or '')[:19]}{dated.utc_offset or ''}" == expected
        else:
            assert dated.rule != "exif-original"
    assert checked >= 45


@pytest.mark.parametrize(
    ("name", "taken", "offset", "rule"),
    [
        ("exiv2_testdata/Sony.HIF", "2021-02-18T19:55:41.948", "+00:00", "exif-original"),
        (
            "ianare_exif-samples/heic/IMG_5195.HEIC",
            "2021-04-11T15:47:53.054",
            "-05:00",
            "exif-original",
        ),
        (
            "photoprism/examples/iphone_15_pro.heic",
            "2023-10-31T11:44:43.432",
            "+01:00",
            "exif-original",
        ),
        ("photoprism/examples/canon_eos_6d.dng", "2019-06-06T07:29:51", None, "exif-original"),
        # the camera's clock was set to 2026; the file was written in 2008
        (
            "ianare_exif-samples/jpg/WWL_(Polaroid)_ION230.jpg",
            "2008-07-31T17:32:06",
            None,
            "exif-modified",
        ),
        (
            "immich_test-assets/metadata/gps-position/thompson-springs.jpg",
            "2022-01-10T21:15:33",
            "+00:00",
            "gps-time",
        ),
        ("photoprism/meta_testdata/image-2011.jpg", "2011-07-19T11:36:38", None, "xmp"),
        ("exiv2_testdata/avif_metadata2.avif", "2021-02-13T21:25:32", None, "exif-modified"),
    ],
)
def test_known_files(
    pictures: dict[str, Picture], name: str, taken: str, offset: str | None, rule: str
) -> None:
    picture = pictures[name]
    dated = date_photo(picture.metadata, picture.path, picture.mtime_ns, NOW)
    assert (dated.taken, dated.utc_offset, dated.rule) == (taken, offset, rule)


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [
        ("ianare_exif-samples/jpg/gps/DSCN0042.jpg", "IT", "Arezzo"),
        ("photoprism/examples/building_mono.jpg", "DE", "Berlin"),
        ("photoprism/examples/ferriswheel_colorful.jpg", "US", "Santa Monica"),
        ("photoprism/examples/ocean_cyan.jpg", "ZA", "Cape Town"),
        ("photoprism/examples/cat_brown.jpg", "DE", "Tübingen"),
        ("photoprism/meta_testdata/smallFiji.JPG", "FJ", "Nadi"),
        ("photoprism/meta_testdata/ship.jpg", "PL", "Bydgoszcz"),
    ],
)
def test_known_places(pictures: dict[str, Picture], name: str, country: str, city: str) -> None:
    metadata = pictures[name].metadata
    assert metadata.latitude is not None
    assert metadata.longitude is not None
    place = Gazetteer().place(metadata.latitude, metadata.longitude)
    assert place is not None
    assert (place.country_code, place.city) == (country, city)
