"""Walking a folder: what is found, what is left out, and what it survives."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from photoorg.files.walk import walk


def found(root: Path) -> list[str]:
    """Paths below `root` that the walk yields, relative; no folder may be a problem."""
    problems: list[tuple[str, str]] = []
    files = list(walk(str(root), lambda path, reason: problems.append((path, reason))))
    assert problems == []
    return [os.path.relpath(f.path, root) for f in files]


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_files_come_sorted_with_their_size_and_time(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.jpg", "sub/c.jpg", "Z.JPG"):
        put(tmp_path / name)
    os.utime(put(tmp_path / "a.jpg", b"12345"), ns=(1, 1_600_000_000_123_456_789))
    files = list(walk(str(tmp_path), lambda *_: None))
    assert [os.path.relpath(f.path, tmp_path) for f in files] == [
        "Z.JPG", "a.jpg", "b.jpg", "sub/c.jpg",
    ]  # fmt: skip
    assert all(Path(f.path).is_absolute() for f in files)
    assert (files[1].size, files[1].mtime_ns) == (5, 1_600_000_000_123_456_789)


@pytest.mark.parametrize(
    "left_out",
    [
        ".hidden.jpg", "._IMG_1.jpg", ".cache/a.jpg", ".Trash-1000/files/a.jpg", ".dtrash/a.jpg",
        "$RECYCLE.BIN/a.jpg", "Trash/files/a.jpg", "@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg",
        ".thumbnails/a.jpg", "__MACOSX/a.jpg", "Thumbs.db", "#recycle/a.jpg", "lost+found/a.jpg",
        "Lightroom Previews.lrdata/a.jpg", "System Volume Information/a.jpg",
    ],
)  # fmt: skip
def test_trash_caches_and_hidden_files_are_left_out(tmp_path: Path, left_out: str) -> None:
    put(tmp_path / "holiday" / left_out)
    put(tmp_path / "holiday" / "kept.jpg")
    assert found(tmp_path) == ["holiday/kept.jpg"]


def test_a_hidden_folder_is_walked_when_it_is_the_one_chosen(tmp_path: Path) -> None:
    put(tmp_path / ".private" / "a.jpg")
    assert found(tmp_path / ".private") == ["a.jpg"]


def test_a_photoorg_library_among_the_photos_is_left_out(tmp_path: Path) -> None:
    put(tmp_path / "library" / "catalog.db")
    put(tmp_path / "library" / "thumbnails.db")
    put(tmp_path / "library" / "models" / "a.jpg")
    put(tmp_path / "other program" / "catalog.db")
    put(tmp_path / "other program" / "a.jpg")
    assert found(tmp_path) == ["other program/a.jpg", "other program/catalog.db"]


def test_links_are_not_followed_and_loops_end(tmp_path: Path) -> None:
    photo = put(tmp_path / "photos" / "a.jpg")
    (tmp_path / "photos" / "copy.jpg").symlink_to(photo)
    (tmp_path / "photos" / "dangling.jpg").symlink_to(tmp_path / "nowhere")
    (tmp_path / "photos" / "loop").symlink_to(tmp_path)
    assert found(tmp_path) == ["photos/a.jpg"]


def test_the_chosen_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "photos" / "a.jpg")
    (tmp_path / "link").symlink_to(tmp_path / "photos")
    assert found(tmp_path / "link") == ["a.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs or socket files on Windows")
def test_fifos_and_sockets_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.jpg")
    os.mkfifo(tmp_path / "fifo.jpg")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.jpg")
        assert found(tmp_path) == ["a.jpg"]


def test_names_that_are_no_unicode_and_many_scripts(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux allows names that are no Unicode")
    names = ["été.jpg", "写真.jpg", "صورة.jpg", "фото.jpg", "📷.jpg", "with\nnewline.jpg"]
    raw = os.fsencode(str(tmp_path)) + b"/\xff\xfe.jpg"
    for name in names:
        put(tmp_path / name)
    Path(os.fsdecode(raw)).write_bytes(b"x")
    paths = {os.fsencode(f.path) for f in walk(str(tmp_path), lambda *_: None)}
    assert paths == {raw} | {os.fsencode(tmp_path / name) for name in names}


def test_an_unreadable_folder_is_reported_and_the_rest_is_walked(tmp_path: Path) -> None:
    """Deeper than the system's longest path, so that it cannot be opened, even by root."""
    put(tmp_path / "z.jpg")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(25):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
    finally:
        os.chdir(here)
    problems: list[tuple[str, str]] = []
    files = list(walk(str(tmp_path), lambda path, reason: problems.append((path, reason))))
    assert [Path(f.path).name for f in files] == ["z.jpg"]
    ((path, reason),) = problems
    assert "dddd" in path
    assert reason.startswith("This folder could not be opened")
    assert "scan again" in reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_folder_without_permission_is_reported(tmp_path: Path) -> None:
    put(tmp_path / "closed" / "a.jpg")
    (tmp_path / "closed").chmod(0)
    problems: list[str] = []
    try:
        assert list(walk(str(tmp_path), lambda path, reason: problems.append(path))) == []
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert problems == [str(tmp_path / "closed")]


def test_a_file_that_vanishes_during_the_walk_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        put(tmp_path / name)
    real = os.scandir

    @contextmanager
    def listing_then_gone(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with real(path) as entries:
            found = list(entries)
        (tmp_path / "b.jpg").unlink()
        yield iter(found)

    monkeypatch.setattr(os, "scandir", listing_then_gone)
    found = walk(str(tmp_path), lambda *_: pytest.fail("no problem to report"))
    assert [Path(f.path).name for f in found] == ["a.jpg", "c.jpg"]
