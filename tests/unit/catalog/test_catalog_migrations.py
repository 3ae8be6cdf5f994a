"""Catalogues of earlier releases: every row is still there, and means what it meant.

`catalogue_v1.sql` is the dump of a catalogue that the first schema's own code wrote,
`catalogue_v7.sql` that of the last one without corrections of groups, and `catalogue_v11.sql` that
of the last one without indexes for a scan's listing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts
from photoorg.catalog.migrations import SCHEMA_VERSION
from photoorg.paths import LibraryPaths
from photoorg.pipeline.library import Library
from photoorg.records import Filter

HERE = Path(__file__).parent


def old_catalogue(folder: Path, version: int) -> Path:
    """A library folder that holds the catalogue of an earlier release."""
    folder.mkdir()
    db = sqlite3.connect(LibraryPaths(folder).catalog)
    db.executescript((HERE / f"catalogue_v{version}.sql").read_text(encoding="utf-8"))
    db.close()
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(old_catalogue(tmp_path / "old", 1))
    yield opened
    opened.close()


def test_first_schema_keeps_all_rows(library: Library) -> None:
    assert library.db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    photos = library.photos(library.photo_ids(Filter()))
    assert [p.path for p in photos] == ["/photos/h0.jpg", "/photos/h1.jpg", "/photos/h3.jpg"]
    assert [(p.cluster_title, p.confidence) for p in photos] == [("My cats", 0.5)] * 3
    (cluster,) = library.clusters()
    assert (cluster.size, cluster.unreviewed, cluster.reviewed) == (3, 3, None)


def test_first_schema_is_filled_for_the_filters(tmp_path: Path) -> None:
    folder = old_catalogue(tmp_path / "old", 1)
    db = sqlite3.connect(LibraryPaths(folder).catalog)
    db.execute("UPDATE contents SET latitude = 48.85, longitude = 2.35, camera = 'Pixel 3', "
               "format = 'HEIF' WHERE hash = 'h0'")  # fmt: skip
    db.execute("UPDATE files SET taken = '2019-05-12T23:30:00.25', utc_offset = '-10:30' "
               "WHERE hash = 'h1'")  # fmt: skip
    db.execute("UPDATE files SET taken = NULL, ymd = NULL, taken_from = 'none' WHERE hash = 'h3'")
    db.commit()
    db.close()
    library = Library.open(folder)
    rows = library.db.execute("SELECT hash, moment, pixels FROM files ORDER BY hash").fetchall()
    assert rows == [
        ("h0", 1557668226_000, 100),  # no offset: as if its clock had UTC
        ("h1", 1557741600_250, 100),  # 10:00 UTC on the day after
        ("h2", 1557668226_000, 100),
        ("h3", None, 100),
    ]
    (photo,) = library.photos(library.photo_ids(Filter(formats=("HEIF",), camera="Pixel 3")))
    assert (photo.latitude, photo.longitude, photo.place_from) == (48.85, 2.35, "exif")
    hashes = [p.hash for p in library.photos(library.photo_ids(Filter()))]
    assert hashes == ["h1", "h0", "h3"]
    assert library.counts().undated == library.photo_count(Filter(undated=True)) == 1
    library.close()


def test_first_schema_keeps_its_deletions(library: Library) -> None:
    (operation,) = library.operations()
    assert (operation.created, operation.title) == ("2026-11-21T04:34:05+00:00", "Cats")
    assert (operation.photos, operation.bytes, operation.state) == (1, 100, "done")
    rows = library.db.execute(
        "SELECT file_id, path, trash_path, hash, state, reason, role, belongs FROM operation_files"
    ).fetchall()
    assert rows == [
        (3, b"/photos/h2.jpg", b"/home/ada/.local/share/Trash/files/h2.jpg", "h2", "trashed",
         None, "photo", None),
        (4, b"/photos/h3.jpg", None, "h3", "failed", "It changed since it was last read.",
         "photo", None),
    ]  # fmt: skip


def test_first_schema_takes_verdicts_and_undoes_its_own_names(library: Library) -> None:
    ids = library.photo_ids(Filter())
    library.mark(ids[:1], "rejected")
    assert library.counts().rejected == 1
    library.undo_decision()
    undone = library.undo_decision()
    assert undone is not None
    assert undone.kind == "rename"
    assert library.clusters()[0].title == "Cats"


def test_first_schema_is_copied_before_it_is_changed(library: Library) -> None:
    (copy,) = library.paths.backups.iterdir()
    assert copy.name.startswith("catalog-v1-")


def test_migrated_and_new_catalogues_are_alike(library: Library, tmp_path: Path) -> None:
    def schema(opened: Library) -> list[tuple[str, str]]:
        rows = opened.db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name")
        return [(kind, name) for kind, name, sql in rows if sql]

    fresh = Library.open(tmp_path / "new")
    assert schema(library) == schema(fresh)
    fresh.close()


def test_seventh_schema_keeps_its_groups_and_takes_corrections_of_them(tmp_path: Path) -> None:
    library = Library.open(old_catalogue(tmp_path / "old", 7))

    def groups() -> dict[str, int | None]:
        return {p.hash: p.cluster for p in library.photos(library.photo_ids(Filter()))}

    before = {"h0": 1, "h1": 1, "h2": 2, "h3": None}
    assert groups() == before
    assert [(c.id, c.title, c.named) for c in library.clusters()] == [
        (1, "Cats", False), (2, "Tax", True),
    ]  # fmt: skip
    ids = {p.hash: p.id for p in library.photos(library.photo_ids(Filter()))}
    library.move([ids["h0"], ids["h3"]], 2)
    library.not_here([ids["h1"]])  # that run knew no second choice
    assert groups() == {"h0": 2, "h1": None, "h2": 2, "h3": 2}
    assert [(c.id, c.size, c.placed) for c in library.clusters()] == [(2, 3, 2)]
    library.undo_decision()
    library.undo_decision()
    assert groups() == before
    undone = library.undo_decision()  # one of the release before
    assert undone is not None
    assert undone.kind == "mark"
    library.close()


def test_eleventh_schema_is_listed_and_counted_by_the_new_indexes(tmp_path: Path) -> None:
    library = Library.open(old_catalogue(tmp_path / "old", 11))
    assert library.db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert facts.quiet_photos(library.db, 1) == {
        (b"2020/h0.jpg", 100_000, 1), (b"2021/h1.jpg", 200_000, 2), (b"2022/h2.jpg", 300_000, 3),
    }  # fmt: skip
    others = facts.other_files(library.db, 1)  # with a sidecar; to be tried again; missing
    assert sorted(others) == [b"2023/h3.jpg", b"2024/h4.jpg", b"2025/h5.jpg"]
    assert library.photo_count(Filter(bounds=(-20.0, 170.0, 0.0, -170.0))) == 2
    assert library.photo_count(Filter(bounds=(-20.0, 170.0, 0.0, 180.0))) == 1
    large = Filter(formats=("JPEG",), least_bytes=150_000, unreviewed=True)
    assert library.photo_count(large) == len(library.photo_ids(large)) == 2
    library.close()
