"""The order of a catalogue by time: written once, then only where something changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pictures import save

from photoorg.catalog import facts
from photoorg.catalog.facts import FileRow
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.pipeline.ordering import order
from photoorg.records import NULL_CONTEXT, Dated, Filter, Metadata, Picture


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def fill(library: Library, rows: list[tuple[str, Dated, str]]) -> None:
    """Photos by path, with a date and a camera."""
    root, _ = facts.ensure_root(library.db, "/photos")
    with library.db.transaction():
        facts.put_contents(library.db, [
            Picture(path, 1, 1, path, "JPEG", 9, 9, 1, b"", 0, Metadata(camera_model=camera))
            for path, _, camera in rows
        ])  # fmt: skip
        facts.put_files(library.db, root, [
            FileRow(path.encode(), 1, 1, "photo", path, dated=dated) for path, dated, _ in rows
        ])  # fmt: skip


def names(library: Library) -> list[str]:
    ids = library.photo_ids(Filter(), "oldest").tolist()
    return [Path(photo.path).name for photo in library.photos(ids)]


def test_photos_with_and_without_offset_are_mixed(library: Library) -> None:
    fill(library, [
        ("trip/1", Dated("2023-08-01T10:00:00", "+09:00", "exif-original"), "phone"),
        ("trip/2", Dated("2023-08-01T10:05:00", None, "exif-original"), "camera"),
        ("trip/3", Dated("2023-08-01T10:10:00.250", "+09:00", "exif-original"), "phone"),
        ("home/4", Dated("2023-08-01T04:00:00", "+02:00", "exif-original"), "other"),
        ("home/none", Dated(None, None, "none"), "other"),
    ])  # fmt: skip
    assert order(library.db) == 1  # the one without an offset: as in UTC it came last
    assert names(library) == ["1", "2", "3", "4", "none"]
    assert order(library.db) == 0


def test_only_what_changed_is_written(library: Library) -> None:
    dated = [
        (f"a/{n:03}", Dated(f"2023-08-01T10:{n % 60:02}:00", "+02:00", "exif-original"), "phone")
        for n in range(200)
    ]
    fill(library, dated)
    assert order(library.db) == 0
    fill(library, [("a/lone", Dated("2023-08-01T10:30:30", None, "file-name"), "")])
    assert order(library.db) == 1
    at = names(library).index("lone")
    assert names(library)[at - 1][-3:] in ("030", "090", "150")


def test_a_scan_leaves_the_library_in_order(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    tokyo = (35.68, 139.69)
    save(folder / "a.jpg", 1, taken="2023:08:01 10:00:00", gps=tokyo)
    save(folder / "b.jpg", 2, taken="2023:08:01 10:05:00")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert order(library.db) == 0
    save(folder / "c.jpg", 3, taken="2023:08:01 10:03:00", gps=tokyo)
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert order(library.db) == 0
    assert names(library) == ["a.jpg", "c.jpg", "b.jpg"]


@pytest.mark.long
@pytest.mark.slow
def test_ordering_again_costs_little_against_filling(library: Library) -> None:
    """A library in order is only read: less than writing its rows took."""
    rows = [
        (f"{n // 50}/{n}", Dated(f"2023-{1 + n % 12:02}-01T10:00:{n % 60:02}", None, "file-name"),
         "phone")
        for n in range(20_000)
    ]  # fmt: skip
    begin = time.process_time()
    fill(library, rows)
    filling = time.process_time() - begin
    begin = time.process_time()
    assert order(library.db) == 0
    assert time.process_time() - begin < filling
