"""Deleting and taking back: nothing is ever lost, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.command import environment, photoorg
from helpers.pictures import save, snapshot

from photoorg.errors import Cancelled, UsageError
from photoorg.gui.jobs.tasks import LibraryTasks
from photoorg.pipeline.jobs import delete_job, index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, DeleteReport, Filter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(6):
        save(tmp_path / "photos" / f"day {n % 2}" / f"p{n}.jpg", n, taken="2019:05:12 13:37:06")
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, opened, [str(folder)], cluster=False)
    yield opened
    opened.close()


def trash_names() -> set[str]:
    files = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    return {p.name for p in files.iterdir()} if files.exists() else set()


def ids(library: Library) -> list[int]:
    return list(library.photo_ids(Filter()))


def test_delete_then_undo_leaves_everything_as_it_was(library: Library, folder: Path) -> None:
    before, photos = snapshot(folder), library.photos(ids(library))
    chosen = [p.id for p in photos if "day 0" in p.path]
    report = delete_job(NULL_CONTEXT, library, chosen, "Day 0")
    assert trash_names() == {"p0.jpg", "p2.jpg", "p4.jpg"}
    assert len(report.trashed) == 3
    assert not report.failed
    assert sorted(snapshot(folder)) == ["day 1/p1.jpg", "day 1/p3.jpg", "day 1/p5.jpg"]
    assert library.counts().photos == 3
    assert [o.title for o in library.operations()] == ["Day 0"]

    undone = undo_job(NULL_CONTEXT, library)
    assert sorted(undone.restored) == sorted(report.trashed)
    assert snapshot(folder) == before
    assert trash_names() == set()
    assert library.photos(ids(library)) == photos


def test_undo_after_a_restart_and_a_rescan(tmp_path: Path, library: Library, folder: Path) -> None:
    before = snapshot(folder)
    delete_job(NULL_CONTEXT, library, ids(library)[:2], "Photos")
    library.close()
    reopened = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, reopened, [str(folder)], cluster=False)
    assert reopened.counts().photos == 4
    undo_job(NULL_CONTEXT, reopened)
    assert snapshot(folder) == before
    assert reopened.counts().photos == 6
    reopened.close()


def test_undo_never_overwrites(library: Library, folder: Path) -> None:
    first = library.photos(ids(library))[0]
    delete_job(NULL_CONTEXT, library, [first.id], "Photos")
    Path(first.path).write_text("somebody else's")
    report = undo_job(NULL_CONTEXT, library)
    assert report.restored == ()
    assert "Another file has taken the place" in report.failed[0].reason
    assert Path(first.path).read_text() == "somebody else's"
    Path(first.path).rename(folder / "elsewhere.txt")
    assert undo_job(NULL_CONTEXT, library).restored == (first.path,)


def test_undo_of_an_emptied_trash_says_so(library: Library) -> None:
    delete_job(NULL_CONTEXT, library, ids(library)[:1], "Photos")
    for trashed in (Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files").iterdir():
        trashed.unlink()
    report = undo_job(NULL_CONTEXT, library)
    assert "no longer in the trash" in report.failed[0].reason


def test_an_emptied_file_does_not_block_older_deletions(library: Library) -> None:
    all_ids = ids(library)
    first = delete_job(NULL_CONTEXT, library, all_ids[:2], "First")
    second = delete_job(NULL_CONTEXT, library, all_ids[2:4], "Second")
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    (trash / Path(second.trashed[0]).name).unlink()
    report = undo_job(NULL_CONTEXT, library)
    assert (report.operation, report.restored) == (second.operation, second.trashed[1:])
    assert undo_job(NULL_CONTEXT, library).restored == first.trashed
    with pytest.raises(UsageError):
        undo_job(NULL_CONTEXT, library)


def test_a_taken_name_does_not_block_older_deletions(library: Library) -> None:
    all_ids = ids(library)
    first = delete_job(NULL_CONTEXT, library, all_ids[:1], "First")
    second = delete_job(NULL_CONTEXT, library, all_ids[1:2], "Second")
    Path(second.trashed[0]).write_text("taken")
    assert undo_job(NULL_CONTEXT, library).restored == first.trashed
    Path(second.trashed[0]).unlink()
    assert undo_job(NULL_CONTEXT, library).restored == second.trashed


def test_restored_photo_has_its_own_row_though_its_path_was_reused(
    library: Library, folder: Path
) -> None:
    def shown() -> dict[str, str]:
        return {Path(p.path).name: p.hash for p in library.photos(ids(library))}

    before = shown()
    chosen = library.ids_of_paths([str(folder / "day 0" / "p0.jpg")])
    delete_job(NULL_CONTEXT, library, list(chosen.values()), "Photos")
    (folder / "day 0" / "p2.jpg").rename(folder / "day 0" / "p0.jpg")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    (folder / "day 0" / "p0.jpg").rename(folder / "day 0" / "p2.jpg")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    undo_job(NULL_CONTEXT, library)
    assert shown() == before
    again = index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert (again["unchanged"], again["new"], again["changed"]) == (6, 0, 0)


def test_deletions_are_undone_in_any_order(library: Library, folder: Path) -> None:
    before, all_ids = snapshot(folder), ids(library)
    first = delete_job(NULL_CONTEXT, library, all_ids[:2], "First").operation
    second = delete_job(NULL_CONTEXT, library, all_ids[2:4], "Second").operation
    undo_job(NULL_CONTEXT, library, first)
    undo_job(NULL_CONTEXT, library, second)
    assert snapshot(folder) == before
    assert [o.state for o in library.operations()] == ["undone", "undone"]
    with pytest.raises(UsageError):
        undo_job(NULL_CONTEXT, library)


def test_changed_file_is_not_deleted(library: Library) -> None:
    photo = library.photos(ids(library))[0]
    Path(photo.path).write_bytes(b"edited since")
    report = delete_job(NULL_CONTEXT, library, [photo.id], "Photos")
    assert report.trashed == ()
    assert "changed since" in report.failed[0].reason
    assert Path(photo.path).read_bytes() == b"edited since"


def test_stopping_keeps_what_was_moved_and_it_can_be_undone(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoorg.pipeline.delete.BATCH", 2)
    before = snapshot(folder)

    class Impatient(type(NULL_CONTEXT)):  # type: ignore[misc]
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        delete_job(Impatient(), library, ids(library), "Photos")
    assert len(trash_names()) == 2
    assert len(undo_job(NULL_CONTEXT, library).restored) == 2
    assert snapshot(folder) == before


def test_the_window_hears_what_a_stopped_deletion_did(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photoorg.pipeline.delete.BATCH", 2)

    class Impatient(type(NULL_CONTEXT)):  # type: ignore[misc]
        def check_cancelled(self) -> None:
            raise Cancelled

    report = LibraryTasks(library, tmp_path).delete(ids(library), "Photos")(Impatient())
    assert isinstance(report, DeleteReport)
    assert (len(report.trashed), len(report.failed)) == (2, 4)
    assert report.failed[0].reason == "Stopped before this file."
    assert library.operations()[0].id == report.operation


def test_forecast_tells_what_will_happen_and_touches_nothing(
    library: Library, folder: Path
) -> None:
    before = snapshot(folder)
    seen = library.forecast_delete(ids(library))
    assert len(seen.paths) == 6
    assert seen.bytes == sum(len(content) for content, *_ in before.values())
    assert [(v.photos, v.trash) for v in seen.volumes] == [(6, True)]
    assert snapshot(folder) == before


def test_offline_photos_are_not_deleted(library: Library, folder: Path) -> None:
    folder.rename(folder.parent / "unplugged")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert len(library.forecast_delete(ids(library)).offline) == 6
    with pytest.raises(UsageError):
        delete_job(NULL_CONTEXT, library, ids(library), "Photos")


_SLOW_DELETE = """
import sys, time
from pathlib import Path
from photoorg.files import trash
from photoorg.pipeline import delete
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, DeleteReport, Filter
move = trash.move_to_trash
def slow(path):
    where = move(path)
    print("moved", flush=True)
    time.sleep(0.2)
    return where
trash.move_to_trash = slow
library = Library.open(Path(sys.argv[1]))
delete.delete(NULL_CONTEXT, library, list(library.photo_ids(Filter())), "Photos")
"""


def test_killed_in_mid_deletion_nothing_is_lost(
    tmp_path: Path, library: Library, folder: Path
) -> None:
    before = snapshot(folder)
    child = subprocess.Popen(
        [sys.executable, "-c", _SLOW_DELETE, str(tmp_path / "library")],
        stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert child.stdout
    for _ in range(3):
        assert child.stdout.readline() == "moved\n"
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert len(trash_names()) == 3  # moved, but not yet noted
    answer = photoorg("undo", "--json", library=tmp_path / "library")
    assert answer.status == 0, answer.err
    assert len(answer.document["restored"]) == 3
    assert snapshot(folder) == before
    assert library.counts().photos == 6


def test_killed_between_restoring_and_noting_it(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    report = delete_job(NULL_CONTEXT, library, ids(library)[:1], "Photos")
    (trashed,) = (Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files").iterdir()
    trashed.rename(report.trashed[0])  # the move happened, the note did not
    assert undo_job(NULL_CONTEXT, library).restored == report.trashed
    assert snapshot(folder) == before
    assert not list((Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "info").iterdir())
