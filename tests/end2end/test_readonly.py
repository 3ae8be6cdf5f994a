"""A library that can only be read: another window has it, or its folder may not be written."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from helpers.command import photoorg
from helpers.pictures import save, snapshot

from photoorg.errors import SurroundingsError
from photoorg.pipeline import opening
from photoorg.pipeline.child import run_in_child
from photoorg.pipeline.jobs import delete_job, index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(3):
        save(tmp_path / "photos" / f"p{n}.jpg", n)
    with closing(Library.open(tmp_path / "library")) as library:
        index_job(NULL_CONTEXT, library, [str(tmp_path / "photos")], cluster=False)
    return tmp_path / "photos"


@pytest.fixture
def window(tmp_path: Path, folder: Path) -> Iterator[Library]:
    """What the first window holds."""
    opened = Library.open(tmp_path / "library", access="window")
    yield opened
    opened.close()


def ids(library: Library) -> list[int]:
    return list(library.photo_ids(Filter()))


def refuses_all_writes(library: Library, folder: Path, match: str) -> None:
    before = snapshot(folder)
    for write in (
        lambda: delete_job(NULL_CONTEXT, library, ids(library), "Photos"),
        lambda: undo_job(NULL_CONTEXT, library),
        lambda: index_job(NULL_CONTEXT, library, [str(folder)], cluster=False),
        lambda: library.mark(ids(library), "rejected"),
        lambda: library.rate(ids(library), 3),
        lambda: library.protect_folder(str(folder), True),
    ):
        with pytest.raises(SurroundingsError, match=match):
            write()
    assert snapshot(folder) == before


def test_a_second_window_only_reads_and_says_so(window: Library, folder: Path) -> None:
    assert window.readonly is None
    second = Library.open(window.folder, access="window")
    assert second.readonly is not None
    assert "Another photoorg has the library" in second.readonly
    assert second.counts().photos == 3
    assert len(second.forecast_delete(ids(second)).photo_ids) == 3
    assert second.thumbnails(ids(second)).keys() == set(ids(second))
    refuses_all_writes(second, folder, "only be read")
    second.close()


def test_the_second_sees_what_the_first_does(window: Library) -> None:
    second = Library.open(window.folder, access="window")
    window.rate(ids(window)[:1], 4)
    assert second.photos(ids(window)[:1])[0].verdict.rating == 4
    second.close()


def test_a_command_beside_a_window_reads_and_does_not_write(window: Library, folder: Path) -> None:
    before = snapshot(folder)
    listed = photoorg("photos", "--json", library=window.folder)
    assert len(listed.document["photos"]) == 3
    refused = photoorg("delete", "--photos", folder / "p0.jpg", "--yes", library=window.folder)
    assert refused.status == 3
    assert "Another photoorg has the library" in refused.err
    assert "Close the other one" in refused.err
    assert snapshot(folder) == before


def test_the_windows_own_jobs_write(window: Library, folder: Path) -> None:
    save(folder / "p3.jpg", 3)
    args = {"folders": [str(folder)], "cluster": False}
    assert run_in_child("index", args, window.folder, NULL_CONTEXT)["new"] == 1


def test_closing_the_window_frees_the_library(window: Library) -> None:
    window.close()
    again = Library.open(window.folder, access="window")
    assert again.readonly is None
    again.close()


def test_two_commands_share_a_library(window: Library) -> None:
    window.close()
    first, second = Library.open(window.folder), Library.open(window.folder)
    assert (first.readonly, second.readonly) == (None, None)
    first.close()
    second.close()


@pytest.fixture
def locked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library folder that the user may read only (root may write everywhere: so it is said)."""
    library = tmp_path / "library"
    access = os.access

    def refuse(path: os.PathLike[str] | str, mode: int) -> bool:
        return not (mode & os.W_OK and Path(path).is_relative_to(library)) and access(path, mode)

    monkeypatch.setattr(os, "access", refuse)
    return library


@pytest.mark.parametrize("access", ["window", "command"])
def test_a_folder_that_may_not_be_written(
    locked: Path, folder: Path, access: opening.Access
) -> None:
    names = {p.name for p in locked.iterdir()}
    library = Library.open(locked, access=access)
    assert library.readonly is not None
    assert "may not write" in library.readonly
    assert library.counts().photos == 3
    assert library.thumbnails(ids(library)).keys() == set(ids(library))
    refuses_all_writes(library, folder, "may not write")
    library.close()
    assert {p.name for p in locked.iterdir()} == names  # nothing was written


def test_a_library_on_a_disk_that_cannot_be_written_at_all(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the two files alone, as on a disc: no log, no shared memory, none can be made."""
    disc = tmp_path / "disc"
    disc.mkdir()
    for name in ("catalog.db", "thumbnails.db"):
        shutil.copy(tmp_path / "library" / name, disc / name)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK and access(path, mode))
    library = Library.open(disc)
    assert library.counts().photos == 3
    library.close()
    assert sorted(p.name for p in disc.iterdir()) == ["catalog.db", "thumbnails.db"]


def test_a_read_only_library_of_an_older_version_is_refused(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoorg.catalog.connection.SCHEMA_VERSION", 1_000)
    with pytest.raises(SurroundingsError, match="older photoorg"):
        Library.open(locked)


def test_a_disk_that_knows_no_locks_can_be_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def unsupported(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    library = Library.open(tmp_path / "library", access="window")
    assert library.readonly is None
    assert delete_job(NULL_CONTEXT, library, ids(library)[:1], "Photos").trashed
    library.close()
