"""Whatever happens during a deletion or its undo: every byte is at its place, or in the trash and
listed, and the catalogue agrees with the disk."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.command import environment, photoorg
from helpers.pictures import save, snapshot

from photoorg.catalog import decisions
from photoorg.errors import SurroundingsError
from photoorg.files import trash
from photoorg.pipeline import delete as deleting
from photoorg.pipeline.jobs import delete_job, index_job, undo_all_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Operation

Snapshot = dict[str, tuple[bytes, int, int]]


def make(folder: Path, count: int) -> None:
    """`count` small photos, each of its own bytes, every fourth with a sidecar."""
    first = save(folder / "day 0" / "p0.jpg", 0, taken="2019:05:12 13:37:06")
    data = first.read_bytes()
    for n in range(1, count):
        path = folder / f"day {n % 7}" / f"p{n}.jpg"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data + n.to_bytes(4, "big"))  # behind the end of the picture
        os.utime(path, ns=(1, 1_500_000_000_000_000_000 + n))
        if n % 4 == 0:
            path.with_suffix(".xmp").write_bytes(b"sidecar %d" % n)


def opened(tmp_path: Path, count: int) -> Library:
    make(tmp_path / "photos", count)
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(tmp_path / "photos")], cluster=False)
    return library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = opened(tmp_path, 40)
    yield library
    library.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


def listed(library: Library) -> dict[str, str]:
    """Path -> place in the trash of all files that the journal says lie there."""
    return {
        row.path: row.trash_path or ""
        for operation in library.operations()
        for row in decisions.journal(library.db, operation.id, ["trashed"])
    }


def check(library: Library, folder: Path, before: Snapshot) -> None:
    """Every byte of `before` is at its place or in the trash and listed; the catalogue agrees."""
    now, in_trash = snapshot(folder), listed(library)
    for name, content in before.items():
        path = str(folder / name)
        if name in now:
            assert now[name] == content
            assert path not in in_trash
        else:
            trashed = Path(in_trash[path])
            status = trashed.stat()
            assert (trashed.read_bytes(), status.st_mtime_ns, status.st_mode) == content
    shown = {p.path for p in library.photos(library.photo_ids(Filter()))}
    assert shown == {str(folder / name) for name in now if name.endswith(".jpg")}
    for name in (n for n in before if n.endswith(".xmp")):  # as one, there or here
        assert (name in now) == (name.replace(".xmp", ".jpg") in now)


_WORK = """
import sys
from pathlib import Path
from photoorg.pipeline.jobs import delete_job, undo_all_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter
class Telling(type(NULL_CONTEXT)):
    def progress(self, stage, done, total, text=""):
        print(done, flush=True)
library = Library.open(Path(sys.argv[1]))
if sys.argv[2] == "delete":
    delete_job(Telling(), library, list(library.photo_ids(Filter())), "Photos")
else:
    undo_all_job(Telling(), library)
"""


def kill_during(library: Path, work: str, rng: random.Random, batches: int) -> bool:
    """Start a deletion or an undo, kill it at a random moment; whether it was still at work."""
    child = subprocess.Popen(
        [sys.executable, "-c", _WORK, str(library), work],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(),
    )  # fmt: skip
    assert child.stdout
    for _ in range(rng.randrange(batches)):
        if not child.stdout.readline():
            break
    time.sleep(rng.random() * 0.02)
    running = child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    return running


def torture(tmp_path: Path, count: int, times: int, seed: int) -> int:
    """Kill deletions and undos in turn; returns how many were really cut off."""
    library = opened(tmp_path, count)
    folder, before, rng = tmp_path / "photos", snapshot(tmp_path / "photos"), random.Random(seed)
    cut = 0
    for turn in range(times):
        library.close()
        work = ("delete", "undo")[turn % 2]
        cut += kill_during(tmp_path / "library", work, rng, count // deleting.BATCH)
        library = Library.open(tmp_path / "library")  # which settles what was interrupted
        assert not decisions.unfinished(library.db)
        check(library, folder, before)
    if listed(library):
        undo_all_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before
    assert library.counts().photos == count
    library.close()
    return cut


def test_killed_at_random_moments_nothing_is_lost(tmp_path: Path) -> None:
    assert torture(tmp_path, 320, 6, seed=1) >= 2


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_fifty_times_during_two_thousand(tmp_path: Path) -> None:
    assert torture(tmp_path, 2000, 50, seed=2) >= 25


# --- A full disk -----------------------------------------------------------------------------


def test_the_catalogues_disk_is_full_in_mid_deletion(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files have moved, and that can not be noted: for SQLite's own words see `_fill`."""
    monkeypatch.setattr(deleting, "BATCH", 4)
    before = snapshot(folder)

    class Filling(type(NULL_CONTEXT)):  # type: ignore[misc]
        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            if done >= 12:
                _fill(library)

    with pytest.raises(SurroundingsError, match="is full"):
        delete_job(Filling(), library, list(library.photo_ids(Filter())), "Photos")
    library.close()
    again = Library.open(library.folder)
    check(again, folder, before)
    assert len(listed(again)) >= 16  # also those that moved and could not be noted
    undo_job(NULL_CONTEXT, again)
    assert snapshot(folder) == before
    again.close()


def _fill(library: Library) -> None:
    """From now on nothing that has moved can be noted, for want of space."""
    library.db.execute(
        "CREATE TEMP TRIGGER IF NOT EXISTS full BEFORE UPDATE ON operation_files "
        "WHEN new.state = 'trashed' BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    )


def test_the_trashs_disk_is_full(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt writes a note into the trash first; where it can not, the file has not moved."""
    before = snapshot(folder)
    move, count = trash._qt_move, 0

    def full(path: str) -> tuple[str, str]:
        nonlocal count
        count += 1
        return move(path) if count <= 7 else ("", "No space left on device")

    monkeypatch.setattr(trash, "_qt_move", full)
    report = delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter())), "Photos")
    assert len(report.trashed) + len(report.companions) <= 7
    assert any("No space left" in failure.reason for failure in report.failed)
    check(library, folder, before)


# --- Permissions and volumes -----------------------------------------------------------------


_AS_NOBODY = """
import os, sys
from pathlib import Path
from photoorg.pipeline.jobs import delete_job, index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter
home = Path(sys.argv[1])
library = Library.open(home / "library")
index_job(NULL_CONTEXT, library, [str(home / "photos")], cluster=False)
ids = list(library.photo_ids(Filter()))
delete_job(NULL_CONTEXT, library, ids, "Photos")  # all that is imported late is imported now
undo_job(NULL_CONTEXT, library)
library.close()
for path in (home, *home.rglob("*")):
    os.chown(path, 65534, 65534)
(home / "photos" / "day 1").chmod(0o555)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
library = Library.open(home / "library")
print([f.reason for f in library.forecast_delete(ids).refused])
report = delete_job(NULL_CONTEXT, library, ids, "Photos")
print(sorted(str(p.relative_to(home / "photos")) for p in (home / "photos").rglob("*.jpg")))
print([f.reason for f in report.failed])
undo_job(NULL_CONTEXT, library)
"""


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A home folder that other users may enter."""
    home = Path(tempfile.mkdtemp(prefix="photoorg-test-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become another user"
)
def test_a_folder_that_may_not_be_changed(open_home: Path) -> None:
    """As a user without rights: the other tests may run as root, whom no permission stops."""
    make(open_home / "photos", 6)
    before = {name: content[:2] for name, content in snapshot(open_home / "photos").items()}
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(open_home)], capture_output=True, text=True,
        env=environment(HOME=str(open_home), XDG_DATA_HOME=str(open_home / "data")),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    refused, stays, failed = done.stdout.splitlines()
    assert "may not change the folder" in refused
    assert stays == "['day 1/p1.jpg']"
    assert "may not change the folder" in failed
    after = {name: content[:2] for name, content in snapshot(open_home / "photos").items()}
    assert after == before


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder on another file system than the home folder; its trash is taken away after."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == Path.home().stat().st_dev:
        pytest.skip("no second file system to write to")
    mine = memory / f".Trash-{os.getuid()}"
    had_trash = mine.exists()
    folder = memory / f"photoorg-torture-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    if not had_trash:
        shutil.rmtree(mine, ignore_errors=True)


def test_photos_on_two_disks_go_to_the_trash_of_each(
    tmp_path: Path, other_disk: Path, library: Library, folder: Path
) -> None:
    make(other_disk / "more", 8)
    index_job(NULL_CONTEXT, library, [str(other_disk / "more")], cluster=False)
    here, there = snapshot(folder), snapshot(other_disk / "more")
    seen = library.forecast_delete(list(library.photo_ids(Filter())))
    assert [(v.photos, v.trash) for v in seen.volumes if v.root == "/dev/shm"] == [(8, True)]
    assert sum(v.bytes for v in seen.volumes) == seen.bytes
    report = delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter())), "Photos")
    assert not report.failed
    assert not snapshot(other_disk / "more")
    undo_job(NULL_CONTEXT, library)
    assert (snapshot(folder), snapshot(other_disk / "more")) == (here, there)


def test_a_trash_that_is_away_keeps_what_it_holds(
    tmp_path: Path, library: Library, folder: Path
) -> None:
    before = snapshot(folder)
    delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter()))[:5], "Photos")
    data = Path(os.environ["XDG_DATA_HOME"])
    (data / "Trash").rename(data / "unplugged")
    report = undo_job(NULL_CONTEXT, library)
    assert report.restored == ()
    photos = [failure for failure in report.failed if failure.path.endswith(".jpg")]
    assert len(photos) == 5
    assert all("not connected" in failure.reason for failure in photos)
    (data / "unplugged").rename(data / "Trash")
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before


def test_an_emptied_trash_is_said_in_the_history(library: Library, folder: Path) -> None:
    report = delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter()))[:5], "Photos")
    files = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    for path in (*report.trashed[:3], *report.companions):
        trashed = files / Path(path).name
        if trashed.exists():
            trashed.unlink()
    (operation,) = library.history()
    assert (operation.photos, operation.held, operation.lost) == (5, 2, 3)
    back = undo_job(NULL_CONTEXT, library)
    assert len(back.restored) == 2
    assert all("no longer in the trash" in failure.reason for failure in back.failed)
    (operation,) = library.history()
    assert (operation.restored, operation.held, operation.lost) == (2, 0, 3)


# --- After a kill, by hand -------------------------------------------------------------------


def cut_off(library: Library, after: Callable[[], None]) -> None:
    """Leave a deletion as a kill would, between the move and its note."""

    class Killed(BaseException):
        pass

    def die(*args: object, **kwargs: object) -> None:
        after()
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deleting, "BATCH", 1000)
        patch.setattr(deleting, "note", die)
        patch.setattr(deleting, "finish", lambda library, operation: None)
        with pytest.raises(Killed):
            delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter())), "Photos")


def test_a_new_file_in_the_place_of_one_that_a_kill_left_unnoted(
    library: Library, folder: Path
) -> None:
    before = snapshot(folder)
    newcomer = folder / "day 1" / "p1.jpg"
    cut_off(library, lambda: None)
    assert not newcomer.exists()
    newcomer.write_bytes(b"somebody else's")
    again = Library.open(library.folder)
    assert str(newcomer) in listed(again)  # the old one is not forgotten
    newcomer.unlink()
    undo_all_job(NULL_CONTEXT, again)
    assert snapshot(folder) == before
    again.close()


def test_a_family_that_a_kill_cut_in_two_is_one_again(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    sidecar = folder / "day 4" / "p4.xmp"

    def bring_back() -> None:
        trash.restore(
            str(Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files" / "p4.xmp"), str(sidecar),
            size=len(before["day 4/p4.xmp"][0]), mtime_ns=before["day 4/p4.xmp"][1],
        )  # fmt: skip

    cut_off(library, bring_back)  # as if the kill had come between the photo and its sidecar
    again = Library.open(library.folder)
    check(again, folder, before)
    assert (folder / "day 4" / "p4.jpg").exists()
    again.close()


def test_an_undo_that_was_killed_by_a_second_name(library: Library, folder: Path) -> None:
    """Where no exclusive rename exists a file gets its old name before it loses the trash's."""
    before = snapshot(folder)
    report = delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter()))[:1], "Photos")
    (trashed,) = listed(library).values()
    os.link(trashed, report.trashed[0])
    assert undo_job(NULL_CONTEXT, library).restored == report.trashed
    assert not os.path.lexists(trashed)
    assert snapshot(folder) == before


# --- Many --------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_thousands_of_equal_names_and_bytes(tmp_path: Path) -> None:
    """The trash must find a new name for each: the work may not grow with their square."""
    data = save(tmp_path / "one.jpg", 1).read_bytes()
    for n in range(1000):
        path = tmp_path / "photos" / f"{n // 50}" / f"{n}" / "IMG.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(data + n.to_bytes(4, "big"))
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(tmp_path / "photos")], cluster=False)
    before = snapshot(tmp_path / "photos")
    report = delete_job(NULL_CONTEXT, library, list(library.photo_ids(Filter())), "Photos")
    assert len(report.trashed) == 1000
    assert len(undo_all_job(NULL_CONTEXT, library).restored) == 1000
    assert snapshot(tmp_path / "photos") == before
    library.close()


def test_the_command_restores_all(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    chosen = list(library.photo_ids(Filter()))
    delete_job(NULL_CONTEXT, library, chosen[:9], "First")
    delete_job(NULL_CONTEXT, library, chosen[9:20], "Second")
    answer = photoorg("undo", "--all", "--json", library=library.folder)
    assert len(answer.document["restored"]) == 20
    assert snapshot(folder) == before
    states: list[Operation] = library.history()
    assert [(o.held, o.restored) for o in states] == [(0, 11), (0, 9)]
