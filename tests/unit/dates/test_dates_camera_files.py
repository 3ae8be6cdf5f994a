"""Dates and places of real camera files, against the tags in them as Pillow reads them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from photoorg.dates import date_photo
from photoorg.files.beside import Listing
from photoorg.files.reader import read_picture
from photoorg.files.walk import folders
from photoorg.places import Gazetteer
from photoorg.places.located import located
from photoorg.records import Dated, Metadata, Picture

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


def dated(picture: Picture) -> Dated:
    """As a scan dates it: with the time zone of its position."""
    spot = located(picture.metadata)
    position = (spot.latitude, spot.longitude) if spot else None
    return date_photo(picture.metadata, picture.path, picture.mtime_ns, NOW, position=position)


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
    checked = with_offset = by_place = 0
    for picture in pictures.values():
        if picture.format not in ("JPEG", "TIFF", "MPO"):
            continue
        expected, found = taken_by_tags(picture.path), dated(picture)
        if not expected:
            assert found.rule != "exif-original"
            continue
        checked += 1
        assert found.rule == "exif-original"
        assert (found.taken or "")[:19] == expected[:19], picture.path
        if expected[19:]:
            with_offset += 1
            assert found.utc_offset == expected[19:], picture.path
        else:  # a zone where there is a position, nothing else
            assert (found.utc_offset is None) == (located(picture.metadata) is None), picture.path
            by_place += found.utc_offset is not None
    assert checked >= 45
    assert with_offset >= 3
    assert by_place >= 20


def test_zones_agree_with_the_gps_time_of_the_files(pictures: dict[str, Picture]) -> None:
    """Local time less the offset of the place is the UTC that the GPS of the phone wrote."""
    agreeing = 0
    for picture in pictures.values():
        metadata, found = picture.metadata, dated(picture)
        if not (metadata.gps_time and found.utc_offset and found.rule == "exif-original"):
            continue
        sign = -1 if found.utc_offset[0] == "-" else 1
        offset = sign * timedelta(
            hours=int(found.utc_offset[1:3]), minutes=int(found.utc_offset[4:])
        )
        gps = datetime.strptime(metadata.gps_time, "%Y:%m:%d %H:%M:%S")
        moment = datetime.fromisoformat(found.taken or "").replace(microsecond=0) - offset
        agreeing += abs(moment - gps) < timedelta(minutes=5)
    assert agreeing >= 12


def test_the_sidecar_among_them_is_read(camera_files: Path) -> None:
    """Its photo is not there, so a stand-in for it: the sidecar's date and place."""
    folder = str(camera_files / "photoprism" / "examples")
    listed = next(folders(folder, lambda *_: None))
    for name, size, time in listed.files:
        if name.endswith(".xmp"):
            listed.names.append(name[:-4] + ".heic")
            listed.sizes.append(size)
            listed.times.append(time)
    listing = Listing()
    listing.add_folder(listed)
    heic = str(camera_files / "photoprism" / "examples" / "iphone_7.heic")
    sidecar = listing.read(heic, Metadata())
    spot = located(Metadata(), sidecar)
    assert spot is not None
    assert (spot.latitude, spot.longitude) == pytest.approx((34.79745, 134.76463), abs=1e-4)
    found = date_photo(
        Metadata(), heic, 0, NOW, sidecar=sidecar, position=(spot.latitude, spot.longitude)
    )
    assert found == Dated("2018-09-10T12:16:13", "+09:00", "xmp-sidecar")


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
            "2022-01-10T14:15:33",
            "-07:00",
            "gps-time",
        ),
        ("photoprism/meta_testdata/image-2011.jpg", "2011-07-19T11:36:38", None, "xmp"),
        ("exiv2_testdata/avif_metadata2.avif", "2021-02-13T21:25:32", "+00:00", "exif-modified"),
        ("exiv2_testdata/Stonehenge.heic", "2015-07-16T15:38:54", "+01:00", "exif-original"),
        (
            "photoprism/meta_testdata/smallFiji.JPG",
            "2004-06-17T09:04:12",
            "+12:00",
            "exif-original",
        ),
        (
            "photoprism/examples/chameleon_lime.jpg",
            "2015-11-22T11:55:47.110",
            "+04:00",
            "exif-original",
        ),
        (
            "photoprism/meta_testdata/panorama360.jpg",
            "2020-05-24T11:55:21",
            "+03:00",
            "exif-original",
        ),
    ],
)
def test_known_files(
    pictures: dict[str, Picture], name: str, taken: str, offset: str | None, rule: str
) -> None:
    picture = pictures[name]
    found = dated(picture)
    assert (found.taken, found.utc_offset, found.rule) == (taken, offset, rule)


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


def test_notes_say_what_made_no_sense(pictures: dict[str, Picture]) -> None:
    polaroid = dated(pictures["ianare_exif-samples/jpg/WWL_(Polaroid)_ION230.jpg"])
    assert "2026:11:24 14:41:16) lies in the future" in polaroid.note
    panorama = pictures["photoprism/meta_testdata/buggy_panorama.jpg"].metadata
    assert (panorama.latitude, len(panorama.notes)) == (None, 1)
    assert "no numbers that make a position" in panorama.notes[0]
