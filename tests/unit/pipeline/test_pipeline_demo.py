"""The demo library: what a newcomer sees in the first minute."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from photoorg.dates import date_photo
from photoorg.errors import Cancelled, SurroundingsError
from photoorg.files.reader import read_picture
from photoorg.pipeline.demo import _items, make_demo
from photoorg.places import Gazetteer
from photoorg.records import NULL_CONTEXT, NullContext, Picture


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo") / "photos", NULL_CONTEXT)


@pytest.fixture(scope="module")
def pictures(demo: Path) -> list[Picture]:
    found = []
    for path in sorted(demo.rglob("*.*")):
        status = path.stat()
        picture = read_picture(str(path), status.st_size, status.st_mtime_ns)
        assert isinstance(picture, Picture), picture
        found.append(picture)
    return found


def test_has_enough_pictures_and_duplicates(pictures: list[Picture]) -> None:
    assert 150 <= len(pictures) <= 200
    copies = [
        count for count in Counter(picture.hash for picture in pictures).values() if count > 1
    ]
    assert len(copies) >= 3


def test_dates_come_from_every_common_source(pictures: list[Picture]) -> None:
    dated = [date_photo(photo.metadata, photo.path, photo.mtime_ns) for photo in pictures]
    rules = Counter(photo.rule for photo in dated)
    assert rules["exif-original"] > 90
    assert rules["file-name"] > 15
    assert rules["file-time"] >= 13  # messengers name the day; the file's time of that day counts
    assert rules["none"] == 0
    assert len({photo.taken[:4] for photo in dated if photo.taken}) >= 7
    assert {"+05:30", "-04:00", "+09:00"} <= {photo.utc_offset for photo in dated}


def test_places_are_where_the_journeys_went(pictures: list[Picture]) -> None:
    positions = [
        (photo.metadata.latitude, photo.metadata.longitude)
        for photo in pictures
        if photo.metadata.latitude is not None and photo.metadata.longitude is not None
    ]
    places = [place for place in Gazetteer().places(positions) if place]
    assert len(places) == len(positions) > 80
    assert len({place.country for place in places}) >= 12
    assert {"Kochi", "Paris", "Tokyo", "Cape Town", "New York City", "Interlaken"} <= {
        place.city for place in places
    }


def test_is_the_same_every_time(tmp_path: Path, demo: Path) -> None:
    """Every tenth picture, drawn again on its own, has the same bytes."""
    from photoorg.pipeline.demo import _write

    for item in list(_items(tmp_path))[::10]:
        _write(item)
    again = [path for path in tmp_path.rglob("*.*") if path.is_file()]
    assert len(again) > 12
    for path in again:
        twin = demo / path.relative_to(tmp_path)
        assert _digest(path) == _digest(twin)
        assert path.stat().st_mtime == twin.stat().st_mtime


def test_a_second_run_keeps_what_is_there(demo: Path) -> None:
    before = {path: path.stat().st_ino for path in demo.rglob("*.*")}
    make_demo(demo, NULL_CONTEXT)
    assert {path: path.stat().st_ino for path in demo.rglob("*.*")} == before


def test_can_be_stopped(tmp_path: Path) -> None:
    class Impatient(NullContext):
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(tmp_path / "demo", Impatient())
    assert not list(tmp_path.rglob("*.*"))


def test_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(SurroundingsError, match="could not be written") as caught:
        make_demo(blocked / "demo", NULL_CONTEXT)
    assert "--out" in caught.value.advice


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
