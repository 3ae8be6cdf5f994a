"""Which files lie beside a photo, and what they say: XMP, Takeout's JSON, movies, and garbage."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from helpers.movies import header, movie

from photoorg.files.beside import Listing, from_json, to_json
from photoorg.files.walk import folders
from photoorg.records import Metadata, Sidecar

SILENT = Metadata()
SILENT = Metadata()
TAKEN = {"photoTakenTime": {"timestamp": "1557661026", "formatted": "12.05.2019, 11:37:06 UTC"}}
ISO = "2019-05-12T11:37:06+00:00"
NO_GEO = {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0}
PARIS = {"latitude": 48.8584, "longitude": 2.2945, "altitude": 33.0}
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description
 exif:DateTimeOriginal="2018-09-10T12:16:13+09:00" exif:GPSLatitude="34,47.847N">
 <exif:GPSLongitude>134,45.878E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>"""


def listed(folder: Path) -> Listing:
    listing = Listing()
    for part in folders(str(folder), lambda path, why: pytest.fail(f"{path}: {why}")):
        listing.add_folder(part)
    return listing


def write(folder: Path, **files: bytes | str | dict[str, Any]) -> None:
    for name, content in files.items():
        text = json.dumps(content) if isinstance(content, dict) else content
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def said(folder: Path, name: str, metadata: Metadata = SILENT) -> Sidecar | None:
    return listed(folder).read(str(folder / name), metadata)


# --- Takeout's names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("photo", "sidecar"),
    [
        ("IMG_1.jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-met.json"),
        ("IMG_1.jpg", "IMG_1.jpg.suppl.json"),
        ("IMG_1.jpg", "IMG_1.jpg.s.json"),
        ("IMG_1.jpg", "IMG_1.jpg..json"),
        ("IMG_1.jpg", "IMG_1.json"),
        ("IMG_1.JPG", "IMG_1.jpg.json"),
        ("IMG_1(1).jpg", "IMG_1.jpg(1).json"),
        ("IMG_1(12).jpg", "IMG_1.jpg.supplemental-metadata(12).json"),
        ("IMG_1(1).jpg", "IMG_1.jpg.supplemental-meta(1).json"),
        ("IMG_1(1).jpg", "IMG_1(1).jpg.json"),
        ("IMG_1.HEIC", "IMG_1.HEIC.supplemental-metadata.json"),
        ("Screenshot_20200102-030405_Samsung Internet.jpg",
         "Screenshot_20200102-030405_Samsung Internet.jp.json"),  # cut at 46 characters
        ("PXL_20210509_153012345.PORTRAIT-01.COVER.jpg",
         "PXL_20210509_153012345.PORTRAIT-01.COVER.jpg.s.json"),
        ("été à la plage.jpg", "été à la plage.jpg.supplemental-metadata.json"),
    ],
)  # fmt: skip
def test_takeout_s_names(tmp_path: Path, photo: str, sidecar: str) -> None:
    write(tmp_path, **{photo: b"x", sidecar: TAKEN, "metadata.json": {"title": "Album"}})
    found = said(tmp_path, photo)
    assert found is not None
    assert found.takeout_time == ISO


def test_numbered_photos_have_each_their_own(tmp_path: Path) -> None:
    later = {"photoTakenTime": {"timestamp": "1557661027"}}
    write(
        tmp_path, **{"a.jpg": b"x", "a(1).jpg": b"x", "a.jpg.json": TAKEN, "a.jpg(1).json": later}
    )
    first, second = said(tmp_path, "a.jpg"), said(tmp_path, "a(1).jpg")
    assert first
    assert second
    assert (first.takeout_time, second.takeout_time) == (ISO, "2019-05-12T11:37:07+00:00")


@pytest.mark.parametrize(
    ("edited", "original"),
    [
        ("IMG_1-edited.jpg", "IMG_1.jpg"),
        ("IMG_1-bearbeitet.jpg", "IMG_1.jpg"),
        ("IMG_1-edited(1).jpg", "IMG_1(1).jpg"),
        ("IMG_1~2.jpg", "IMG_1.jpg"),
        ("IMG_E1234.JPG", "IMG_1234.JPG"),
    ],
)
def test_an_edited_version_has_the_sidecar_of_its_original(
    tmp_path: Path, edited: str, original: str
) -> None:
    write(tmp_path, **{edited: b"x", original: b"x", f"{original}.json": TAKEN})
    found = said(tmp_path, edited)
    assert found is not None
    assert found.takeout_time == ISO


def test_other_photos_have_none(tmp_path: Path) -> None:
    write(tmp_path, **{"a.jpg": b"x", "ab.jpg": b"x", "b/a.jpg": b"x", "a.jpg.json": TAKEN})
    assert said(tmp_path, "ab.jpg") is None
    assert said(tmp_path, "b/a.jpg") is None


# --- what they say ---


@pytest.mark.parametrize(
    "data",
    [b"{", b"", b"\xff\xfe\0", b'{"photoTakenTime": ', b"[" * 200_000, b"9" * 100_000, b"\0" * 50],
)
def test_damaged_json_leaves_a_note(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.jpg.json": data})
    found = said(tmp_path, "a.jpg")
    assert found is not None
    assert found.takeout_time is None
    assert "a.jpg.json beside it is damaged" in found.notes[0]


@pytest.mark.parametrize("other", [{}, [], "text", 5, None, {"title": "x"}, {"geoData": PARIS}])
def test_json_of_other_programs_says_nothing(tmp_path: Path, other: object) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.jpg.json": json.dumps(other)})
    found = said(tmp_path, "a.jpg")
    assert found is not None
    assert (found.takeout_time, found.takeout_latitude, found.notes) == (None, None, ())


@pytest.mark.parametrize("name", ["a.xmp", "a.jpg.xmp", "A.JPG.XMP", "a_01.jpg.xmp"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xmp_beside_a_photo(tmp_path: Path, name: str, encoding: str) -> None:
    write(tmp_path, **{"a.jpg": b"x", name: XMP.decode().encode(encoding)})
    found = said(tmp_path, "a.jpg")
    assert found is not None
    assert found.xmp_date == "2018-09-10T12:16:13+09:00"
    assert found.xmp_latitude == pytest.approx(34.79745)
    assert found.xmp_longitude == pytest.approx(134.76463, abs=1e-4)


def test_the_sidecar_of_the_very_file_stands_first(tmp_path: Path) -> None:
    mine = XMP.replace(b"2018", b"2017")
    write(tmp_path, **{"a.jpg": b"x", "a.cr2": b"x", "a.xmp": XMP, "a.jpg.xmp": mine})
    jpeg, raw = said(tmp_path, "a.jpg"), said(tmp_path, "a.cr2")
    assert jpeg
    assert raw
    assert (jpeg.xmp_date or "")[:4] == "2017"
    assert (raw.xmp_date or "")[:4] == "2018"


def test_a_hundred_megabytes_of_xmp(tmp_path: Path) -> None:
    begin = XMP.replace(b"</x:xmpmeta>", b"")
    (tmp_path / "a.jpg").write_bytes(b"x")
    with open(tmp_path / "a.xmp", "wb") as file:
        file.write(begin)
        file.truncate(100_000_000)
    found = said(tmp_path, "a.jpg")
    assert found is not None
    assert found.xmp_date == "2018-09-10T12:16:13+09:00"
    assert "very large" in found.notes[0]


# --- movies, and what is kept --------------------------------------------------------------------


def test_the_movie_dates_a_photo_that_says_nothing(tmp_path: Path) -> None:
    data = movie(header(datetime(2019, 5, 12, 11, 37, 6)))
    write(tmp_path, **{"IMG_1.HEIC": b"x", "IMG_1.MOV": data})
    silent, sure = said(tmp_path, "IMG_1.HEIC"), Metadata(date_time_original="2019:05:12 13:37:06")
    assert silent is not None
    assert silent.movie_time == "2019-05-12T11:37:06Z"
    known = said(tmp_path, "IMG_1.HEIC", sure)
    assert known is not None
    assert known.movie_time is None


def test_a_sidecar_is_current_until_it_changes_goes_or_comes(tmp_path: Path) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.xmp": XMP})
    path = str(tmp_path / "a.jpg")
    found = said(tmp_path, "a.jpg")
    assert found is not None
    kept = to_json(found)
    assert from_json(kept) == found
    assert listed(tmp_path).is_current(path, kept)
    assert not listed(tmp_path).is_current(path, None)
    os.utime(tmp_path / "a.xmp", ns=(1, 1))
    assert not listed(tmp_path).is_current(path, kept)
    (tmp_path / "a.xmp").unlink()
    assert not listed(tmp_path).is_current(path, kept)
    assert listed(tmp_path).is_current(path, None)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that hold")
def test_an_unreadable_sidecar_leaves_a_note_and_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.xmp": XMP})
    (tmp_path / "a.xmp").chmod(0)
    found = said(tmp_path, "a.jpg")
    assert found is not None
    assert "a.xmp beside it could not be read" in found.notes[0]
    assert not listed(tmp_path).is_current(str(tmp_path / "a.jpg"), to_json(found))


def test_a_sidecar_that_vanished_leaves_a_note_and_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.xmp": XMP})
    listing = listed(tmp_path)
    (tmp_path / "a.xmp").unlink()
    found = listing.read(str(tmp_path / "a.jpg"), Metadata())
    assert found is not None
    assert "a.xmp beside it could not be read" in found.notes[0]
    assert not listing.is_current(str(tmp_path / "a.jpg"), to_json(found))


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    write(tmp_path, **{name: b"x", f"{name}.json": b"{"})
    found = said(tmp_path, name)
    assert found is not None
    assert to_json(found).encode()  # can be kept
    assert "damaged" in found.notes[0]


def test_a_place_without_sense_needs_no_note_where_another_makes_sense(tmp_path: Path) -> None:
    write(tmp_path, **{"a.jpg": b"x", "a.xmp": 'exif:GPSLatitude="91,0N" exif:GPSLongitude="1,0E"'})
    silent, placed = said(tmp_path, "a.jpg"), Metadata(latitude=48.0, longitude=2.0)
    known = said(tmp_path, "a.jpg", placed)
    assert silent
    assert "not on the earth" in silent.notes[0]
    assert known
    assert known.notes == ()
