"""Moving and copying: never over a file, never half a file, and never the last copy of one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from photoorg.files import transfer
from photoorg.files.transfer import FolderNames, TransferError

OLD = 1_500_000_000_123_456_789


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a" / "photo.jpg"
    path.parent.mkdir()
    path.write_bytes(b"picture" * 1000)
    path.chmod(0o640)
    os.utime(path, ns=(OLD, OLD))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    return tmp_path / "b"


def copied(photo: Path, target: Path, digest: str | None = None) -> str:
    return transfer.copy(str(photo), str(target), str(target.parent / ".part"), digest)


def test_a_move_keeps_bytes_and_times(photo: Path, folder: Path) -> None:
    assert transfer.move(str(photo), str(folder / "new.jpg"))
    assert not photo.exists()
    assert (folder / "new.jpg").read_bytes() == b"picture" * 1000
    assert (folder / "new.jpg").stat().st_mtime_ns == OLD


def test_a_copy_keeps_bytes_times_and_permissions(photo: Path, folder: Path) -> None:
    digest = copied(photo, folder / "new.jpg")
    assert digest == transfer.sha256(str(photo))
    status = (folder / "new.jpg").stat()
    assert (folder / "new.jpg").read_bytes() == photo.read_bytes()
    assert (status.st_mtime_ns, status.st_mode & 0o777) == (OLD, 0o640)
    assert [p.name for p in folder.iterdir()] == ["new.jpg"]


def moved(photo: Path, target: Path) -> bool:
    return transfer.move(str(photo), str(target))


@pytest.mark.parametrize("way", [moved, copied])
def test_nothing_is_overwritten(photo: Path, folder: Path, way: Any) -> None:
    (folder / "new.jpg").write_text("somebody else's")
    with pytest.raises(TransferError, match="already"):
        way(photo, folder / "new.jpg")
    assert (folder / "new.jpg").read_text() == "somebody else's"
    assert photo.exists()
    assert [p.name for p in folder.iterdir()] == ["new.jpg"]


def test_a_link_in_its_place_is_refused(photo: Path, folder: Path, tmp_path: Path) -> None:
    photo.rename(tmp_path / "real.jpg")
    photo.symlink_to(tmp_path / "real.jpg")
    for way in (lambda: transfer.move(str(photo), str(folder / "x")),
                lambda: copied(photo, folder / "x")):  # fmt: skip
        with pytest.raises(TransferError, match="link"):
            way()
    assert not list(folder.iterdir())


def test_other_bytes_than_those_that_were_seen_are_refused(photo: Path, folder: Path) -> None:
    with pytest.raises(TransferError, match="changed since"):
        copied(photo, folder / "x", "0" * 64)
    assert not list(folder.iterdir())


def test_a_disk_that_loses_bytes_is_noticed(
    photo: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def losing(handle: int) -> None:
        fsync(handle)
        if os.fstat(handle).st_size > 100:
            os.truncate(handle, 100)

    monkeypatch.setattr(os, "fsync", losing)
    with pytest.raises(TransferError, match="did not keep"):
        copied(photo, folder / "x")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG])
def test_a_full_or_failing_disk_leaves_nothing_behind(
    photo: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(TransferError):
        copied(photo, folder / "x")
    assert not list(folder.iterdir())
    assert photo.exists()


def test_another_disk_is_said_and_nothing_is_done(
    photo: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(source: str, target: str) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(transfer, "rename_exclusively", other_disk)
    assert not transfer.move(str(photo), str(folder / "x"))
    assert photo.exists()
    assert not list(folder.iterdir())


def test_replacing_keeps_permissions_and_is_whole(photo: Path) -> None:
    part = str(photo.parent / ".part")
    transfer.replace(str(photo), b"new", part)
    assert photo.read_bytes() == b"new"
    assert photo.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in photo.parent.iterdir()] == ["photo.jpg"]


def test_a_move_back_refuses_a_file_that_was_edited(photo: Path, folder: Path) -> None:
    target = folder / "x.jpg"
    size = photo.stat().st_size
    transfer.move(str(photo), str(target))
    target.write_bytes(b"edited")
    with pytest.raises(TransferError, match="changed since"):
        transfer.move_back(str(target), str(photo), size=size, mtime_ns=OLD)
    assert target.read_bytes() == b"edited"


def test_names_that_are_taken_get_one_number_for_all_that_belongs_together(tmp_path: Path) -> None:
    for name in ("IMG_1.jpg", "other.txt", "IMG_2.JPG.xmp"):
        (tmp_path / name).touch()
    names = FolderNames(str(tmp_path))
    assert names.take(["IMG_1.jpg", "IMG_1.jpg.xmp", "IMG_1.MOV"]) == [
        "IMG_1 (2).jpg", "IMG_1 (2).jpg.xmp", "IMG_1 (2).MOV",
    ]  # fmt: skip
    assert names.take(["img_2.jpg", "img_2.jpg.xmp"]) == ["img_2 (2).jpg", "img_2 (2).jpg.xmp"]
    assert names.take(["IMG_1.jpg"]) == ["IMG_1 (3).jpg"]
    assert names.take(["IMG_3.jpg", "IMG_E3.jpg"]) == ["IMG_3.jpg", "IMG_E3.jpg"]
    assert names.take(["IMG_3.jpg", "IMG_E3.jpg"]) == ["IMG_3 (2).jpg", "IMG_E3 (2).jpg"]
    assert names.take(["no suffix"]) == ["no suffix"]


def test_names_are_compared_as_by_a_disk_that_ignores_case_and_accents_forms(
    tmp_path: Path,
) -> None:
    (tmp_path / "Cafe\u0301.jpg").touch()
    assert FolderNames(str(tmp_path)).take(["CAF\u00c9.jpg"]) == ["CAF\u00c9 (2).jpg"]
    assert FolderNames(str(tmp_path / "absent")).take(["a.jpg"]) == ["a.jpg"]


def test_ten_thousand_equal_names_are_numbered_in_one_pass(tmp_path: Path) -> None:
    names = FolderNames(str(tmp_path))
    found = [names.take(["a.jpg"])[0] for _ in range(10_000)]
    assert len(set(found)) == 10_000
    assert found[-1] == "a (10000).jpg"
