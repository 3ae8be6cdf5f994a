"""Moving and copying out of the library: planned, checked, undone; nothing is ever lost."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.command import environment
from helpers.pictures import save, snapshot

from photoorg.errors import Cancelled, SurroundingsError, UsageError
from photoorg.files import transfer, xmp
from photoorg.pipeline import export, export_run
from photoorg.pipeline.jobs import index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, ExportReport, Filter, NullContext


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(6):
        save(tmp_path / "photos" / f"day {n % 2}" / f"p{n}.jpg", n, taken="2019:05:12 13:37:06")
    (tmp_path / "photos" / "day 0" / "p0.jpg.xmp").write_text("<a/>")
    (tmp_path / "photos" / "day 0" / "p0.mov").write_bytes(b"movie")
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, opened, [str(folder)], cluster=False)
    yield opened
    opened.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" / "new"


@pytest.fixture
def two_disks(monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    """The kernel's answer to a rename from one disk to another, for the folder `out`."""
    rename = transfer.rename_exclusively

    def other_disk(source: str, target: str) -> None:
        if source.startswith(str(out)) != target.startswith(str(out)):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    monkeypatch.setattr(transfer, "rename_exclusively", other_disk)


def ids(library: Library) -> list[int]:
    return list(library.photo_ids(Filter()))


def run(library: Library, kind: Any, out: Path, chosen: list[int] | None = None) -> ExportReport:
    wanted = ids(library) if chosen is None else chosen
    return export.transfer_photos(NULL_CONTEXT, library, wanted, str(out), kind, "Photos")


def contents(*folders: Path) -> list[bytes]:
    """The bytes of all files, wherever they are by now."""
    return sorted(data for folder in folders for data, _, _ in snapshot(folder).values())


def trash() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"


def test_the_plan_says_what_will_happen_and_touches_nothing(
    library: Library, folder: Path, out: Path
) -> None:
    before = snapshot(folder)
    out.mkdir(parents=True)
    (out / "P0.JPG").write_text("somebody else's")
    made = export.plan(library, ids(library), str(out), "copy")
    assert (made.photos, made.companions, made.refused) == (6, 2, ())
    assert sorted(name for _, name in made.renamed) == [
        "p0 (2).jpg",
        "p0 (2).jpg.xmp",
        "p0 (2).mov",
    ]
    assert made.bytes == made.needed == sum(len(data) for data, *_ in before.values())
    assert made.fits
    assert snapshot(folder) == before
    assert [p.name for p in out.iterdir()] == ["P0.JPG"]


def test_a_move_takes_companions_along_and_undo_returns_everything(
    library: Library, folder: Path, out: Path
) -> None:
    before, photos = snapshot(folder), library.photos(ids(library))
    report = run(library, "move", out)
    assert len(report.done) == 6
    assert (report.companions, report.failed) == (2, ())
    assert sorted(snapshot(out)) == sorted(Path(name).name for name in before)
    assert snapshot(folder) == {}
    assert library.counts().photos == 0
    assert [(o.kind, o.photos, o.state) for o in library.operations()] == [("move", 6, "done")]

    undone = undo_job(NULL_CONTEXT, library)
    assert sorted(undone.restored) == sorted(path for path, _ in report.done)
    assert snapshot(folder) == before
    assert not out.parent.exists()  # made by the move, empty again
    assert library.photos(ids(library)) == photos
    assert [o.state for o in library.operations()] == ["undone"]


def test_a_copy_leaves_the_originals_and_its_undo_moves_the_copies_to_the_trash(
    library: Library, folder: Path, out: Path
) -> None:
    before = snapshot(folder)
    report = run(library, "copy", out)
    assert snapshot(folder) == before
    assert contents(out) == contents(folder)
    assert all(Path(new).stat().st_mtime_ns == Path(old).stat().st_mtime_ns
               for old, new in report.done)  # fmt: skip
    assert library.counts().photos == 6
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before
    assert not out.exists()
    assert contents(trash()) == contents(folder)


@pytest.mark.usefixtures("two_disks")
def test_a_move_to_another_disk_copies_checks_and_puts_the_original_into_the_trash(
    library: Library, folder: Path, out: Path
) -> None:
    before = snapshot(folder)
    whole = contents(folder)
    report = run(library, "move", out)
    assert len(report.done) == 6
    assert report.failed == ()
    assert snapshot(folder) == {}
    assert contents(out) == whole
    assert contents(trash()) == whole
    assert library.counts().photos == 0
    operation = library.operations()[0]
    assert (operation.photos, operation.companions) == (6, 2)
    assert operation.bytes == sum(map(len, whole))

    undone = undo_job(NULL_CONTEXT, library)
    assert undone.failed == ()
    assert snapshot(folder) == before
    assert contents(trash()) == whole  # the copies: nothing is ever deleted for good
    assert library.counts().photos == 6
    assert [o.state for o in library.operations()] == ["undone"]


@pytest.mark.usefixtures("two_disks")
def test_a_copy_that_is_not_what_was_read_leaves_the_original(
    library: Library, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    monkeypatch.setattr(transfer, "sha256", lambda path: "0" * 64)
    report = run(library, "move", out)
    assert report.done == ()
    assert {f.reason for f in report.failed} == {
        "The disk did not keep what was written to it. Check it.",
        "Its photo stays, so it stays too.",
    }
    assert snapshot(folder) == before
    assert snapshot(out) == {}


def test_protected_photos_are_copied_but_never_moved(
    library: Library, folder: Path, out: Path
) -> None:
    chosen = ids(library)
    library.protect(chosen[:1], True)
    library.favour(chosen[1:2], True)
    library.protect_folder(str(folder / "day 1"), True)
    safe = [photo.path for photo in library.photos(chosen) if photo.verdict.untouchable]
    report = run(library, "move", out)
    assert sorted(f.path for f in report.failed) == sorted(safe)
    assert all(Path(path).exists() for path in safe)
    assert all("protected" in failure.reason for failure in report.failed)
    assert len(run(library, "copy", out / "copies", chosen).done) == len(safe)


def test_what_is_protected_while_a_move_runs_stays(
    library: Library, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_run, "BATCH", 2)
    last = library.photos(ids(library))[-1]

    class Busy(type(NULL_CONTEXT)):  # type: ignore[misc]
        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            if done == 2:
                library.favour([last.id], True)

    chosen = ids(library)
    report = export.transfer_photos(Busy(), library, chosen, str(out), "move", "Photos")
    assert [f.path for f in report.failed] == [last.path]
    assert Path(last.path).exists()


def test_a_photo_that_is_in_the_folder_already_stays(library: Library, folder: Path) -> None:
    report = run(library, "move", folder / "day 1")
    assert len(report.done) == 3
    assert {f.reason for f in report.failed} == {"It is in that folder already."}


def test_a_move_inside_the_library_keeps_the_photos_known(library: Library, folder: Path) -> None:
    chosen = ids(library)
    library.rate(chosen, 4)
    before = snapshot(folder)
    run(library, "move", folder / "best", chosen)
    moved = library.photos(ids(library))
    assert len(moved) == 6
    assert all(Path(p.path).parent == folder / "best" and p.verdict.rating == 4 for p in moved)
    again = index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert (again["unchanged"], again["new"], again["changed"]) == (6, 0, 0)
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before
    assert sorted(ids(library)) == sorted(chosen)
    again = index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert (again["unchanged"], again["new"], again["missing"]) == (6, 0, 0)


def test_undo_overwrites_nothing_and_leaves_what_was_edited_since(
    library: Library, folder: Path, out: Path
) -> None:
    report = run(library, "move", out)
    (first, _), (second, at) = report.done[:2]
    Path(first).write_text("somebody else's")
    Path(at).write_bytes(b"edited")
    undone = undo_job(NULL_CONTEXT, library)
    reasons = {f.path: f.reason for f in undone.failed}
    assert "not overwritten" in reasons[first]
    assert "changed since" in reasons[second]
    assert Path(first).read_text() == "somebody else's"
    assert Path(at).read_bytes() == b"edited"
    assert library.operations()[0].state == "partly undone"
    Path(first).unlink()
    assert first in undo_job(NULL_CONTEXT, library).restored


def test_a_copy_stays_when_its_original_is_gone(library: Library, out: Path) -> None:
    report = run(library, "copy", out)
    original, copy = report.done[0]
    Path(original).unlink()
    undone = undo_job(NULL_CONTEXT, library)
    assert {f.path for f in undone.failed} >= {original}
    assert Path(copy).exists()


def test_a_changed_file_stays(library: Library, out: Path) -> None:
    photo = library.photos(ids(library))[0]
    Path(photo.path).write_bytes(b"edited since")
    report = run(library, "move", out)
    assert [f.path for f in report.failed if "changed since" in f.reason] == [photo.path]
    assert Path(photo.path).read_bytes() == b"edited since"


def test_folders_that_can_not_be_are_refused(library: Library, folder: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="is a file"):
        run(library, "copy", folder / "day 0" / "p0.jpg")
    with pytest.raises(UsageError, match="photoorg's own"):
        run(library, "copy", library.folder / "models")
    with pytest.raises(UsageError, match="Name a folder"):
        export.plan(library, ids(library), " ", "copy")
    with pytest.raises(UsageError, match="nothing to move"):
        run(library, "move", out, [])


def test_a_disk_without_room_is_refused_before_anything_is_touched(
    library: Library, folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "free_bytes", lambda folder: 1000)
    with pytest.raises(SurroundingsError, match="no room"):
        run(library, "copy", out)
    assert not out.exists()
    assert library.operations() == []


def test_stopping_keeps_what_was_done_and_it_can_be_undone(
    library: Library, folder: Path, out: Path
) -> None:
    before = snapshot(folder)

    class Impatient(type(NULL_CONTEXT)):  # type: ignore[misc]
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(export.ExportStopped) as stopped:
        export.transfer_photos(Impatient(), library, ids(library), str(out), "move", "Photos")
    assert len(stopped.value.report.done) == 1
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before


def test_an_original_that_is_edited_while_others_are_copied_stays(
    library: Library, out: Path, two_disks: None
) -> None:
    first = library.photos(ids(library))[0]

    class Editor(NullContext):
        def progress(self, stage: str, done: int, total: int) -> None:
            if stage == "Moving photos" and done == 1:
                Path(first.path).write_bytes(b"edited meanwhile")

    wanted = ids(library)
    report = export.transfer_photos(Editor(), library, wanted, str(out), "move", "Photos")
    assert Path(first.path).read_bytes() == b"edited meanwhile"
    assert [f.path for f in report.failed] == [first.path]
    assert "It was copied, and stays" in report.failed[0].reason


def test_undo_names_each_photo_once_and_none_as_a_companion(
    library: Library, out: Path, two_disks: None
) -> None:
    report = run(library, "move", out)
    undone = undo_job(NULL_CONTEXT, library, None)
    assert sorted(undone.restored) == sorted(path for path, _ in report.done)
    assert not set(undone.companions) & set(undone.restored)
    assert len(set(undone.companions)) == len(undone.companions)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions of Unix")
@pytest.mark.parametrize("disks", [1, 2])
def test_a_move_out_of_a_folder_that_may_not_be_changed_is_refused_before(
    library: Library, out: Path, disks: int, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if disks == 2:
        request.getfixturevalue("two_disks")
    photo = library.photos(ids(library))[0]
    where, access = os.path.dirname(photo.path), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != where and access(path, mode))
    made = library.plan_export([photo.id], "move", str(out))
    assert made.items == ()
    assert where in made.refused[0].reason
    assert len(library.plan_export([photo.id], "copy", str(out)).items) > 0


_KILLED = """
import errno, os, signal, sys
from pathlib import Path
from photoorg.files import transfer, trash, xmp
from photoorg.pipeline import export_run, sidecars
from photoorg.pipeline.jobs import export_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter
library_folder, kind, disks, out = sys.argv[1:]
rename = transfer.rename_exclusively
def other_disk(source, target):
    if source.startswith(out) != target.startswith(out):
        raise OSError(errno.EXDEV, "Invalid cross-device link")
    rename(source, target)
if disks == "2":
    transfer.rename_exclusively = other_disk
export_run.BATCH = sidecars.BATCH = 2

def run(kill_at):
    library, calls = Library.open(Path(library_folder)), 0
    ids = list(library.photo_ids(Filter()))
    def count(frame, event, arg):
        nonlocal calls
        calls += event in ("call", "c_call")
        if calls == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(count)
    export_job(NULL_CONTEXT, library, ids, kind, out, "Photos")
    sys.setprofile(None)
    library.close()
    return calls

import photoorg.files.companions, PySide6.QtCore
for line in sys.stdin:
    child = os.fork()
    if not child:
        print("calls", run(int(line)), flush=True)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL:
        print("killed", flush=True)
"""


def photo_bytes(*folders: Path) -> set[bytes]:
    return {
        data for folder in folders if folder.exists()
        for name, (data, _, _) in snapshot(folder).items() if ".part" not in name
    }  # fmt: skip


def kill_and_take_back(tmp_path: Path, library: Library, kind: str, disks: str, times: int) -> None:
    """Kill an export at so many of its function calls, evenly spread; take each back."""
    folder, out = tmp_path / "photos", tmp_path / "out" / "new"
    foreign = xmp.merged(None, xmp.Tags(2, ("Theirs",)))
    assert foreign is not None
    (folder / "day 0" / "p0.jpg.xmp").write_bytes(foreign)
    library.rate(ids(library), 4)
    before = snapshot(folder)
    whole = {data for data, *_ in before.values()}
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path / "library"), kind, disks, str(out)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    with child:
        assert child.stdin
        assert child.stdout

        def export_and_die(at: int) -> str:
            print(at, file=child.stdin, flush=True)
            return child.stdout.readline().strip()  # type: ignore[union-attr]

        calls = int(export_and_die(0).removeprefix("calls "))
        assert undo_job(NULL_CONTEXT, library).failed == ()
        killed = 0
        for n in range(1, times):
            killed += export_and_die(calls * n // times) == "killed"  # else it was done before
            assert photo_bytes(folder, out, trash(), library.paths.backups) >= whole
            with contextlib.suppress(UsageError):  # killed before the first file
                assert undo_job(NULL_CONTEXT, library).failed == ()
            assert snapshot(folder) == before
            assert not out.exists() or snapshot(out) == {}
            assert library.counts().photos == 6
        child.stdin.close()
    assert killed > times // 2
    scanned = index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    assert (scanned["unchanged"], scanned["new"], scanned["missing"]) == (6, 0, 0)


WAYS = [("move", "1"), ("copy", "1"), ("move", "2"), ("xmp", "1")]


@pytest.mark.parametrize(("kind", "disks"), WAYS)
def test_killed_in_between_nothing_is_lost(
    tmp_path: Path, library: Library, kind: str, disks: str
) -> None:
    kill_and_take_back(tmp_path, library, kind, disks, times=40)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "disks"), WAYS)
def test_killed_almost_anywhere_nothing_is_lost(
    tmp_path: Path, library: Library, kind: str, disks: str
) -> None:
    kill_and_take_back(tmp_path, library, kind, disks, times=400)
