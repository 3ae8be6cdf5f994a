"""New photos stand on the wall before they have been read, and give way to what was read."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.pictures import picture, save
from PIL import ExifTags, Image, ImageOps

from photoorg.files.reader import read_picture
from photoorg.files.samples.camera import with_preview
from photoorg.pipeline import glimpsing
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Context, Filter, FoundFile, NullContext

COUNT = 6


class SlowPool:
    """Reads nothing before `open_when` says so; then one file after the other, noted in `read`."""

    open_when: Callable[[], bool]
    handed: list[str]

    def __enter__(self) -> SlowPool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, files: Iterable[FoundFile], while_waiting: Callable[[], None]) -> Iterator[Any]:
        until = time.monotonic() + 60
        while not SlowPool.open_when():
            assert time.monotonic() < until, "no first sight came"
            while_waiting()
            time.sleep(0.01)
        for file in files:
            SlowPool.handed.append(os.path.basename(file.path))
            yield read_picture(file.path, file.size, file.mtime_ns)


@pytest.fixture(autouse=True)
def slow_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoorg.files.pool.ReaderPool", SlowPool)
    monkeypatch.setattr(glimpsing, "FEW", 2)
    monkeypatch.setattr(glimpsing, "WRITE_EVERY_S", 0.02)
    SlowPool.handed = []


@pytest.fixture
def library(tmp_path: Path) -> Any:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Newer files were taken earlier, so that the order of reading is not that of the wall."""
    photos = tmp_path / "photos"
    for n in range(COUNT):
        save(photos / f"{n}.jpg", n, taken=f"201{n}:05:12 13:37:06", gps=(48.8584, 2.2945))
        os.utime(photos / f"{n}.jpg", (1_600_000_000 - n, 1_600_000_000 - n))
    return photos


def scan(library: Library, folder: Path, ctx: Context = NULL_CONTEXT) -> dict[str, Any]:
    return index_job(ctx, library, [str(folder)], cluster=False)


def names(library: Library, wanted: Filter | None = None, order: Any = "date") -> list[str]:
    ids = library.wall_ids(wanted or Filter(), order)
    return [os.path.basename(photo.path) for photo in library.wall_photos(ids)]


def seen(library: Library, count: int = COUNT) -> bool:
    return library.glimpsed().photos >= count


def test_the_wall_shows_them_by_date_and_place_before_any_is_read(
    library: Library, folder: Path
) -> None:
    before: dict[str, Any] = {}

    def look() -> bool:
        if not seen(library):
            return False
        before["ids"] = library.wall_ids(Filter()).tolist()
        before["names"] = names(library), names(library, order="oldest")
        before["year"] = names(library, Filter(date=(2013,)))
        before["place"] = names(library, Filter(place=("FR",)))
        before["days"] = library.wall_days(Filter())
        before["numbers"] = library.glimpsed()
        before["commands"] = (
            library.photo_ids(Filter()).tolist(), library.dates(), library.counts().photos,
            library.photos(before["ids"]),
        )  # fmt: skip
        return True

    SlowPool.open_when = look
    assert scan(library, folder)["new"] == COUNT
    newest = [f"{n}.jpg" for n in reversed(range(COUNT))]
    assert before["names"] == (newest, newest[::-1])
    assert before["year"] == ["3.jpg"]
    assert sorted(before["place"]) == sorted(newest)
    assert [day.year for day in before["days"][0]] == [2015, 2014, 2013, 2012, 2011, 2010]
    assert [(p.city, p.count) for p in before["numbers"].places] == [("Paris", COUNT)]
    assert before["commands"] == ([], [], 0, [])
    # read, each stands where it stood, under the id that was kept for it
    assert library.wall_ids(Filter()).tolist() == [-i for i in before["ids"]]
    assert names(library) == newest
    assert library.glimpsed().photos == 0
    assert library.wall_days(Filter()) == before["days"]


def test_each_is_shown_once_while_they_are_read(library: Library, folder: Path) -> None:
    SlowPool.open_when = lambda: seen(library)
    counts: list[tuple[int, int]] = []

    class Watching(NullContext):
        def changed(self, _changes: object) -> None:
            if SlowPool.handed:
                counts.append((len(library.wall_ids(Filter())), len(set(names(library)))))

    scan(library, folder, Watching())
    assert counts
    assert set(counts) == {(COUNT, COUNT)}


def test_nothing_can_be_decided_about_them(library: Library, folder: Path) -> None:
    found: dict[str, Any] = {}

    def look() -> bool:
        if seen(library) and not found:
            ids = library.wall_ids(Filter()).tolist()
            library.mark(ids, "rejected")
            library.rate(ids, 5)
            forecast = library.forecast_delete(ids)
            found["ids"], found["deletes"] = ids, len(forecast.photo_ids)
        return bool(found)

    SlowPool.open_when = look
    scan(library, folder)
    assert found["deletes"] == 0
    assert library.counts().rejected == 0
    assert {photo.verdict.rating for photo in library.photos([-i for i in found["ids"]])} == {0}


def test_a_scan_that_was_killed_goes_on_where_it_stopped(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill() -> bool:
        if seen(library):
            raise Killed
        return False

    SlowPool.open_when = kill
    with pytest.raises(Killed):
        scan(library, folder)
    assert len(names(library)) == COUNT
    (folder / "0.jpg").unlink()
    save(folder / "late.jpg", 77, taken="2022:01:01 00:00:00")
    looked: list[str] = []
    look_at = glimpsing.first_sight
    monkeypatch.setattr(
        glimpsing, "first_sight", lambda p: (looked.append(os.path.basename(p)), look_at(p))[1]
    )
    SlowPool.open_when = lambda: "late.jpg" in names(library)
    assert scan(library, folder)["new"] == COUNT
    assert looked == ["late.jpg"]
    assert names(library) == ["late.jpg", *(f"{n}.jpg" for n in reversed(range(1, COUNT)))]
    assert library.glimpsed().photos == 0


def test_what_is_known_already_is_not_shown_again(library: Library, folder: Path) -> None:
    SlowPool.open_when = lambda: True
    scan(library, folder)
    (folder / "1.jpg").rename(folder / "moved.jpg")
    save(folder / "2.jpg", 50, taken="2016:01:01 00:00:00", mtime=1_700_000_000)
    save(folder / "new.jpg", 60, taken="2001:01:01 00:00:00")
    save(folder / "newer.jpg", 61, taken="2001:01:02 00:00:00")
    before: list[str] = []

    def look() -> bool:
        if seen(library, 2):
            before[:] = names(library)
        return bool(before)

    SlowPool.open_when = look
    result = scan(library, folder)
    assert (result["new"], result["moved"], result["changed"]) == (2, 1, 1)
    assert before == ["5.jpg", "4.jpg", "3.jpg", "2.jpg", "1.jpg", "0.jpg", "newer.jpg", "new.jpg"]


def test_what_is_in_sight_is_read_first(library: Library, folder: Path) -> None:
    ctx = NullContext()

    def look() -> bool:
        ids = {
            photo.path[-5:]: photo.id for photo in library.wall_photos(library.wall_ids(Filter()))
        }
        if len(ids) == COUNT:
            ctx.wishes = (ids["4.jpg"], ids["3.jpg"])  # type: ignore[attr-defined]
        return len(ids) == COUNT

    SlowPool.open_when = look
    assert scan(library, folder, ctx)["new"] == COUNT
    assert SlowPool.handed == ["4.jpg", "3.jpg", "0.jpg", "1.jpg", "2.jpg", "5.jpg"]


def test_a_hostile_head_is_left_to_the_readers(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "3.jpg").write_bytes(b"\xff\xd8\xff\xe1\x00\x40Exif\0\0MM\0*" + b"\xff" * 200)
    look_at = glimpsing.first_sight

    def sometimes(path: str) -> Any:
        if path.endswith("4.jpg"):
            raise RecursionError
        return look_at(path)

    monkeypatch.setattr(glimpsing, "first_sight", sometimes)
    SlowPool.open_when = lambda: seen(library, COUNT - 2)
    result = scan(library, folder)
    assert result["new"] == COUNT - 1
    assert [Path(p["path"]).name for p in result["problems"]] == ["3.jpg"]
    assert "3.jpg" not in names(library)


def test_few_photos_are_read_without_a_first_look(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glimpsing, "FEW", COUNT + 1)
    monkeypatch.setattr(glimpsing, "first_sight", lambda _path: pytest.fail("was looked at"))
    SlowPool.open_when = lambda: True
    assert scan(library, folder)["new"] == COUNT


def test_the_preview_in_the_file_stands_in_upright(library: Library, folder: Path) -> None:
    preview, small = io.BytesIO(), picture(5, (32, 20))
    small.save(preview, "JPEG", quality=95)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    for n in range(COUNT):
        with Image.open(folder / f"{n}.jpg") as image:
            image.load()
        image.save(folder / f"{n}.jpg", exif=with_preview(exif.tobytes(), preview.getvalue()))
    found: list[bytes] = []

    def look() -> bool:
        if seen(library):
            found[:] = library.thumbnails(library.wall_ids(Filter())).values()
        return bool(found)

    SlowPool.open_when = look
    scan(library, folder)
    assert len(found) == COUNT
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(found[0])))
    assert shown.size == (20, 32)
