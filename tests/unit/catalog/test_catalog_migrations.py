"""Catalogues of earlier releases: every row is still there, and means what it meant.

`catalogue_v1.sql` is the dump of a catalogue that the first schema's own code wrote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

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
