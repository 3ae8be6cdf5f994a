"""Sidecars through whole scans: new, changed and removed ones date and place photos anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from helpers.movies import header, movie
from helpers.pictures import picture, save, snapshot
from PIL import ExifTags, Image, PngImagePlugin

from photoorg.catalog import moments
from photoorg.dates import rules
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Photo, SetDate

TOKYO = {"latitude": 35.6812, "longitude": 139.7671, "altitude": 0.0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "photos").mkdir()
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def scan(library: Library, folder: Path) -> dict[str, int]:
    found = index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    return {name: found[name] for name in ("new", "changed", "moved", "unchanged") if found[name]}


def photo(library: Library, path: Path) -> Photo:
    (found,) = library.photos([library.ids_of_paths([str(path)])[str(path)]])
    return found


def takeout(path: Path, seconds: int = 1557661026, geo: dict[str, float] | None = None) -> None:
    said = {"title": "x", "photoTakenTime": {"timestamp": str(seconds)}, "geoData": geo or TOKYO}
    path.write_text(json.dumps(said))


def xmp(path: Path, date: str) -> None:
    path.write_text(f'<rdf:Description exif:DateTimeOriginal="{date}"/>')


def test_a_takeout_folder(library: Library, folder: Path) -> None:
    album = folder / "Photos from 2019"
    for n, name in enumerate(("IMG_1.jpg", "IMG_1(1).jpg", "IMG_1-edited.jpg", "other.jpg")):
        save(album / name, n)
    takeout(album / "IMG_1.jpg.supplemental-metadata.json")
    takeout(album / "IMG_1.jpg.supplemental-metadata(1).json", 1557661026 + 60)
    before = snapshot(folder)
    scan(library, folder)
    for name, taken in (
        ("IMG_1.jpg", "2019-05-12T20:37:06"),
        ("IMG_1-edited.jpg", "2019-05-12T20:37:06"),
        ("IMG_1(1).jpg", "2019-05-12T20:38:06"),
    ):
        found = photo(library, album / name)
        assert (found.taken, found.utc_offset, found.taken_from) == (taken, "+09:00", "takeout")
        assert found.place_from == "takeout"
        assert found.place is not None
        assert found.place.country_code == "JP"
    assert photo(library, album / "other.jpg").taken_from == "file-time"
    assert snapshot(folder) == before


def test_sidecars_that_come_change_and_go(library: Library, folder: Path) -> None:
    path = save(folder / "a.jpg", 1)
    scan(library, folder)
    assert photo(library, path).taken_from == "file-time"

    xmp(folder / "a.jpg.xmp", "2018-09-10T12:16:13+09:00")
    assert scan(library, folder) == {"unchanged": 1}
    found = photo(library, path)
    assert (found.taken, found.taken_from) == ("2018-09-10T12:16:13", "xmp-sidecar")
    assert library.photo_ids(Filter(date=(2018, 9))).tolist() == [found.id]

    xmp(folder / "a.jpg.xmp", "2017-01-02T03:04:05+09:00")
    os.utime(folder / "a.jpg.xmp", (5, 5))
    scan(library, folder)
    assert photo(library, path).taken == "2017-01-02T03:04:05"

    (folder / "a.jpg.xmp").unlink()
    takeout(folder / "a.jpg.json")
    scan(library, folder)
    found = photo(library, path)
    assert (found.taken_from, found.place_from) == ("takeout", "takeout")

    (folder / "a.jpg.json").unlink()
    scan(library, folder)
    found = photo(library, path)
    assert (found.taken_from, found.place, found.latitude) == ("file-time", None, None)


def test_a_photo_keeps_its_sidecar_when_its_folder_is_renamed(
    library: Library, folder: Path
) -> None:
    save(folder / "old" / "a.jpg", 1)
    takeout(folder / "old" / "a.jpg.json")
    scan(library, folder)
    (folder / "old").rename(folder / "new")
    assert scan(library, folder) == {"moved": 1}
    assert photo(library, folder / "new" / "a.jpg").taken_from == "takeout"
    shutil.move(folder / "new" / "a.jpg", folder / "alone.jpg")  # without its sidecar
    scan(library, folder)
    assert photo(library, folder / "alone.jpg").taken_from == "file-time"


def test_the_camera_s_own_record_stands_before_sidecars(library: Library, folder: Path) -> None:
    path = save(folder / "a.jpg", 1, taken="2020:01:31 08:00:00", gps=(52.52, 13.405))
    takeout(folder / "a.jpg.json")
    xmp(folder / "a.xmp", "2018-09-10T12:16:13+09:00")
    scan(library, folder)
    found = photo(library, path)
    assert (found.taken, found.utc_offset, found.taken_from, found.place_from) == (
        "2020-01-31T08:00:00", "+01:00", "exif-original", "exif",
    )  # fmt: skip


def test_the_movie_of_a_live_photo(library: Library, folder: Path) -> None:
    path = save(folder / "IMG_1.jpg", 1)
    (folder / "IMG_1.MOV").write_bytes(movie(header(datetime(2019, 5, 12, 11, 37, 6))))
    scan(library, folder)
    found = photo(library, path)
    assert (found.taken, found.utc_offset, found.taken_from) == (
        "2019-05-12T11:37:06", "+00:00", "movie",
    )  # fmt: skip


def test_nonsense_leaves_a_note_on_the_photo(library: Library, folder: Path) -> None:
    """Impossible dates and places, damaged and endless sidecars: read, told, and passed over."""
    future = save(folder / "IMG_20190512_133706.jpg", 1, taken="2097:05:12 13:37:06")
    off = folder / "off.jpg"
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps.update({1: "E", 2: (52.0, 30.0, 0.0), 3: "N", 4: (13.0, 24.0, 0.0)})
    picture(2).save(off, exif=exif)
    broken, endless = save(folder / "broken.jpg", 3), save(folder / "endless.jpg", 4)
    (folder / "broken.jpg.json").write_bytes(b"{" * 1000)
    with open(folder / "endless.xmp", "wb") as file:
        file.write(b'<rdf:Description exif:DateTimeOriginal="2018-09-10T12:16:13"/>')
        file.truncate(100_000_000)
    scan(library, folder)
    found = photo(library, future)
    assert (found.taken, found.taken_from) == ("2019-05-12T13:37:06", "file-name")
    assert "2097:05:12 13:37:06) lies in the future" in (found.note or "")
    assert "letter for north or south" in (photo(library, off).note or "")
    assert photo(library, off).place is None
    assert "broken.jpg.json beside it is damaged" in (photo(library, broken).note or "")
    assert photo(library, endless).taken == "2018-09-10T12:16:13"
    assert "very large" in (photo(library, endless).note or "")
    fine = save(folder / "fine.jpg", 5, taken="2020:01:31 08:00:00", gps=(52.52, 13.405))
    scan(library, folder)
    assert photo(library, fine).note is None


def test_pictures_with_a_hundred_megabytes_of_xmp(library: Library, folder: Path) -> None:
    begin, filler = '<rdf:Description exif:DateTimeOriginal="2018-09-10T12:16:13"/>', " " * 10**8
    picture(1).save(folder / "a.tif", tiffinfo={700: f"{begin}{filler}".encode()})
    picture(2).save(folder / "b.webp", xmp=f"{begin}{filler}".encode())
    for name, packed in (("c.png", True), ("d.png", False)):
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", begin + filler, zip=packed)
        picture(3 + packed).save(folder / name, pnginfo=text)
    scan(library, folder)
    assert library.problems() == []
    shown = library.photos(library.photo_ids(Filter()).tolist())
    assert [p.taken for p in shown] == ["2018-09-10T12:16:13"] * 4
    assert all("very large" in (p.note or "") for p in shown)


def test_an_older_library_is_dated_by_the_new_rules(library: Library, folder: Path) -> None:
    path = save(folder / "a.jpg", 1, taken="2020:01:31 08:00:00", gps=(52.52, 13.405))
    scan(library, folder)
    with library.db.transaction():  # as a photoorg before time zones left it
        library.db.execute("UPDATE files SET utc_offset = NULL, taken_from = 'file-time'")
        moments.set_rules_version(library.db, rules.VERSION - 1)
    assert photo(library, path).utc_offset is None
    assert scan(library, folder) == {"unchanged": 1}
    found = photo(library, path)
    assert (found.utc_offset, found.taken_from) == ("+01:00", "exif-original")


def test_photos_of_one_journey_stay_in_order(library: Library, folder: Path) -> None:
    """Tokyo to Honolulu over the date line, with a phone and with a camera that knows no zone."""
    tokyo, honolulu = (35.68, 139.69), (21.31, -157.86)
    journey = [
        save(folder / "1 lunch.jpg", 1, taken="2023:08:01 13:00:00", gps=tokyo),
        save(folder / "2 camera.jpg", 2, taken="2023:08:01 13:30:00"),
        save(folder / "3 airport.jpg", 3, taken="2023:08:01 20:00:00", gps=tokyo),
        save(folder / "4 arrival.jpg", 4, taken="2023:08:01 09:30:00", gps=honolulu),
        save(folder / "5 beach.jpg", 5, taken="2023:08:01 16:00:00", gps=honolulu),
        save(folder / "6 next day.jpg", 6, taken="2023:08:02 08:00:00", gps=honolulu),
    ]
    scan(library, folder)
    shown = library.photos(library.photo_ids(Filter(), "oldest").tolist())
    assert [p.path for p in shown] == [str(path) for path in journey]


def test_the_user_s_own_date_outlives_new_sidecars_and_renames(
    library: Library, folder: Path
) -> None:
    path = save(folder / "a.jpg", 1)
    takeout(folder / "a.jpg.json")
    scan(library, folder)
    library.correct([photo(library, path).id], SetDate("1999-12-31T23:59:59", "+01:00"))
    takeout(folder / "a.jpg.json", seconds=1_600_000_000)
    scan(library, folder)
    (folder / "b").mkdir()
    for name in ("a.jpg", "a.jpg.json"):
        (folder / name).rename(folder / "b" / name)
    scan(library, folder)
    found = photo(library, folder / "b" / "a.jpg")
    assert (found.taken, found.utc_offset, found.taken_from) == (
        "1999-12-31T23:59:59", "+01:00", "user",
    )  # fmt: skip
    assert library.undo_decision() is not None
    found = photo(library, folder / "b" / "a.jpg")
    assert (found.taken, found.taken_from) == ("2020-09-13T21:26:40", "takeout")
