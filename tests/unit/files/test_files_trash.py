"""To the trash and back: nothing is lost, nothing is overwritten, nothing is changed."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.files import trash
from photoorg.files.trash import TrashError, has_trash, move_to_trash, restore, volume_of
from photoorg.files.trash_search import find_in_trash

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the freedesktop trash")

MTIME_NS = 1_557_668_226_123_456_789


@pytest.fixture
def data_home() -> Path:
    """Where this test's trash will be; the folder does not exist yet, as on a fresh system."""
    folder = Path(os.environ["XDG_DATA_HOME"])
    assert not folder.exists()
    return folder


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return put(tmp_path / "photos" / "2019" / "IMG 1 é.jpg")


@pytest.fixture
def other_disk() -> Iterator[Path]:
    """A folder on another file system than the home folder."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or memory.stat().st_dev == Path.home().stat().st_dev:
        pytest.skip("no second file system to write to")
    mine = memory / f".Trash-{os.getuid()}"
    had_trash = mine.exists()
    folder = memory / f"photoorg-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)
    if not had_trash:
        shutil.rmtree(mine, ignore_errors=True)


def put(path: Path, data: bytes = b"picture") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o640)
    os.utime(path, ns=(MTIME_NS - 1, MTIME_NS))
    return path


def facts(path: Path) -> tuple[bytes, int, int, int]:
    status = path.lstat()
    return path.read_bytes(), status.st_size, status.st_mtime_ns, status.st_mode


def back(trashed: str, original: Path, data: bytes = b"picture", mtime_ns: int = MTIME_NS) -> None:
    restore(trashed, str(original), size=len(data), mtime_ns=mtime_ns)


def test_there_and_back_changes_nothing(photo: Path, data_home: Path) -> None:
    before = facts(photo)
    trashed = Path(move_to_trash(str(photo)))
    assert not photo.exists()
    assert trashed.parent == data_home / "Trash" / "files"
    assert facts(trashed) == before
    (note,) = (data_home / "Trash" / "info").iterdir()
    assert f"Path={photo.parent}/IMG%201%20%C3%A9.jpg" in note.read_text()
    back(str(trashed), photo)
    assert facts(photo) == before
    assert list((data_home / "Trash" / "files").iterdir()) == []
    assert list((data_home / "Trash" / "info").iterdir()) == []


def test_the_data_folder_is_made_private(photo: Path, data_home: Path) -> None:
    move_to_trash(str(photo))
    assert stat.S_IMODE(data_home.stat().st_mode) == 0o700


def test_equal_names_all_come_back_to_their_own_folders(tmp_path: Path) -> None:
    photos = [put(tmp_path / str(n) / "IMG.jpg", b"%d" % n) for n in range(4)]
    trashed = [move_to_trash(str(p)) for p in photos]
    assert len(set(trashed)) == 4
    for place, path in zip(trashed, photos, strict=True):
        back(place, path, b"0")
    assert [p.read_bytes() for p in photos] == [b"0", b"1", b"2", b"3"]


def test_a_link_goes_itself_and_comes_back_as_a_link(photo: Path) -> None:
    link = photo.parent / "link.jpg"
    link.symlink_to(photo)
    status = link.lstat()
    trashed = move_to_trash(str(link))
    assert photo.read_bytes() == b"picture"
    assert not os.path.lexists(link)
    restore(trashed, str(link), size=status.st_size, mtime_ns=status.st_mtime_ns)
    assert link.readlink() == photo


def test_a_file_that_took_the_place_is_never_overwritten(photo: Path) -> None:
    trashed = move_to_trash(str(photo))
    put(photo, b"newcomer")
    with pytest.raises(TrashError, match="not overwritten"):
        back(trashed, photo)
    assert photo.read_bytes() == b"newcomer"
    assert Path(trashed).read_bytes() == b"picture"
    photo.unlink()
    photo.symlink_to("/nowhere")  # a dangling link counts as taken too
    with pytest.raises(TrashError, match="not overwritten"):
        back(trashed, photo)
    assert photo.is_symlink()


@pytest.mark.parametrize("way", ["_kernel_rename", "_link_rename"])
def test_the_rename_itself_cannot_overwrite(tmp_path: Path, way: str) -> None:
    """A file that appears between the look and the move."""
    source, target = put(tmp_path / "a", b"a"), put(tmp_path / "b", b"b")
    with pytest.raises(FileExistsError):
        getattr(trash, way)(str(source), str(target))
    assert (source.read_bytes(), target.read_bytes()) == (b"a", b"b")
    target.unlink()
    getattr(trash, way)(str(source), str(target))
    assert facts(target)[:3] == (b"a", 1, MTIME_NS)
    assert not source.exists()


def test_file_systems_without_exclusive_rename_or_links(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    trashed = move_to_trash(str(photo))
    monkeypatch.setattr(trash, "_kernel_rename", unsupported)
    monkeypatch.setattr(trash, "_link_rename", unsupported)
    put(photo, b"newcomer")
    with pytest.raises(TrashError, match="not overwritten"):
        back(trashed, photo)
    photo.unlink()
    back(trashed, photo)
    assert photo.read_bytes() == b"picture"


def test_missing_folders_are_made_again(photo: Path, tmp_path: Path) -> None:
    trashed = move_to_trash(str(photo))
    photo.parent.rmdir()
    photo.parent.parent.rmdir()
    back(trashed, photo)
    assert facts(photo)[:3] == (b"picture", 7, MTIME_NS)


def test_folders_made_for_a_restore_that_fails_are_taken_away(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    trashed = move_to_trash(str(photo))
    shutil.rmtree(tmp_path / "photos")
    monkeypatch.setattr(trash, "rename_exclusively", fail)
    with pytest.raises(TrashError, match="another disk"):
        back(trashed, photo)
    assert not (tmp_path / "photos").exists()
    assert Path(trashed).exists()


def test_a_file_in_the_place_of_a_folder_stops_the_restore(photo: Path) -> None:
    trashed = move_to_trash(str(photo))
    photo.parent.rmdir()
    put(photo.parent, b"a file now")
    with pytest.raises(TrashError, match="taken the place of a folder"):
        back(trashed, photo)
    assert Path(trashed).exists()


def test_an_emptied_trash_is_said(photo: Path) -> None:
    trashed = move_to_trash(str(photo))
    Path(trashed).unlink()
    with pytest.raises(TrashError, match="emptied"):
        back(trashed, photo)
    assert not photo.exists()


def test_another_file_in_the_trash_is_not_taken(photo: Path) -> None:
    trashed = move_to_trash(str(photo))
    with pytest.raises(TrashError, match="not the one"):
        back(trashed, photo, mtime_ns=MTIME_NS + 1)
    put(Path(trashed), b"other")
    with pytest.raises(TrashError, match="not the one"):
        back(trashed, photo)
    assert not photo.exists()


def test_a_vanished_file_and_a_folder_are_refused(photo: Path) -> None:
    with pytest.raises(TrashError, match="not there any more"):
        move_to_trash(str(photo) + "x")
    with pytest.raises(TrashError, match="Only files"):
        move_to_trash(str(photo.parent))
    assert photo.exists()


def test_a_name_that_is_no_unicode_stays_and_so_does_its_double(tmp_path: Path) -> None:
    """Qt would turn the bad byte into U+FFFD, and that file may exist too."""
    bad = put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.jpg")))
    double = put(tmp_path / "a\ufffd.jpg", b"other")
    with pytest.raises(TrashError, match="Rename it"):
        move_to_trash(str(bad))
    assert bad.read_bytes() == b"picture"
    assert double.read_bytes() == b"other"


@pytest.mark.parametrize("name", ["é.jpg", "e\u0301.jpg", "写真 📷.jpg", "50%.jpg", "a\nb.jpg"])
def test_names_in_many_scripts(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name)
    trashed = move_to_trash(str(path))
    back(trashed, path)
    assert os.listdir(tmp_path) == [name]
    assert not (Path(trashed).parent.parent / "info" / f"{Path(trashed).name}.trashinfo").exists()


def test_a_refusal_of_the_system_keeps_the_file(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "_qt_move", lambda path: ("", "No space left on device"))
    with pytest.raises(TrashError, match=r"stays where it is.*No space left"):
        move_to_trash(str(photo))
    assert photo.exists()


def test_success_that_is_not_on_disk_is_not_believed(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "_qt_move", lambda path: ("/nowhere/x.jpg", ""))
    with pytest.raises(TrashError):
        move_to_trash(str(photo))
    assert photo.exists()


def test_a_data_folder_that_cannot_be_made_is_said(
    photo: Path, data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(photo / "below a file"))
    with pytest.raises(TrashError, match="could not be made"):
        move_to_trash(str(photo))
    assert photo.exists()


def test_another_disk_has_a_trash_of_its_own(other_disk: Path) -> None:
    photo = put(other_disk / "IMG.jpg")
    assert volume_of(str(photo)) == "/dev/shm"
    assert has_trash(str(photo))
    trashed = move_to_trash(str(photo))
    assert trashed.startswith(f"/dev/shm/.Trash-{os.getuid()}/files/")
    assert find_in_trash(str(photo), size=7, mtime_ns=MTIME_NS) == trashed
    back(trashed, photo)
    assert facts(photo)[:3] == (b"picture", 7, MTIME_NS)
    info = Path(trashed).parent.parent / "info" / f"{Path(trashed).name}.trashinfo"
    assert not info.exists()


def test_the_volume_of_a_path_that_is_gone(tmp_path: Path) -> None:
    volume = volume_of(str(tmp_path / "gone" / "a.jpg"))
    assert os.path.ismount(volume)
    assert tmp_path.is_relative_to(volume)


def test_the_forecast_needs_nothing_to_exist_and_makes_nothing(
    photo: Path, data_home: Path
) -> None:
    assert has_trash(str(photo))
    assert not data_home.exists()


def test_a_disk_without_a_trash_is_foreseen(
    other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk whose top the user may not write to, such as a server's."""
    photo = put(other_disk / "IMG.jpg")
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: str(path) != "/dev/shm" and access(path, mode)
    )
    monkeypatch.setattr(trash, "_is_shared_trash", lambda folder: False)
    if Path(f"/dev/shm/.Trash-{os.getuid()}").exists():
        pytest.skip("this disk has a trash already")
    assert not has_trash(str(photo))


def test_a_shared_trash_counts_only_with_the_sticky_bit(tmp_path: Path) -> None:
    """The specification's guard against a trash that another user prepared."""
    shared = tmp_path / ".Trash"
    shared.mkdir()
    shared.chmod(0o777)
    assert not trash._is_shared_trash(shared)
    shared.chmod(0o1777)
    assert trash._is_shared_trash(shared)
    (tmp_path / "link").symlink_to(shared)
    assert not trash._is_shared_trash(tmp_path / "link")


def test_what_no_trash_takes_is_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert trash.unfit_name("/a/IMG_1.jpg") is None
    assert "too long" in (trash.unfit_name("/a/" + "x" * 250) or "")
    assert "Rename it" in (trash.unfit_name("/a\udcff/b.jpg") or "")
    assert trash.unfit_folder(str(tmp_path)) is None
    monkeypatch.setattr(trash, "has_trash", lambda path: False)
    assert "never deletes for good" in (trash.unfit_folder(str(tmp_path)) or "")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "may not change the folder" in (trash.unfit_folder(str(tmp_path)) or "")
    monkeypatch.setattr(trash, "_is_read_only", lambda folder: True)
    assert "is read-only" in (trash.unfit_folder(str(tmp_path)) or "")


def test_a_restore_by_two_names_that_was_cut_off_is_finished(photo: Path) -> None:
    trashed = move_to_trash(str(photo))
    os.link(trashed, photo)
    back(trashed, photo)
    assert facts(photo)[:3] == (b"picture", 7, MTIME_NS)
    assert photo.stat().st_nlink == 1
    assert not os.path.lexists(trashed)
