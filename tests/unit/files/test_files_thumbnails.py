"""The store of thumbnails: a cache that many may use at once and that may break."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from helpers.encoded import encoded, quarters

from photoorg.errors import SurroundingsError
from photoorg.files.thumbnails import ThumbnailStore, thumbnail_pixels


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "thumbnails.db"


@pytest.fixture
def store(path: Path) -> Iterator[ThumbnailStore]:
    opened = ThumbnailStore(path)
    yield opened
    opened.close()


def test_what_was_put_comes_back_also_after_a_restart(store: ThumbnailStore, path: Path) -> None:
    store.put_many([("a", b"1"), ("b", b"2")])
    store.put_many([("b", b"3")])
    store.close()
    again = ThumbnailStore(path)
    assert again.get_many(["b", "a", "x"]) == {"a": b"1", "b": b"3"}
    assert again.get("x") is None
    again.close()


def test_missing_and_delete_for_more_hashes_than_one_statement_takes(store: ThumbnailStore) -> None:
    hashes = [f"{n:064x}" for n in range(2500)]
    store.put_many((h, b"jpeg") for h in hashes[:2000])
    assert store.missing(hashes) == set(hashes[2000:])
    assert len(store.get_many(hashes)) == 2000
    store.delete_many(hashes[:1500])
    assert store.missing(hashes) == set(hashes[:1500]) | set(hashes[2000:])


def test_threads_read_while_another_writes(store: ThumbnailStore) -> None:
    store.put_many([("kept", b"k")])
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(200):
                assert store.get("kept") == b"k"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(100):
        store.put_many([(str(n), bytes(5000))])
    for thread in threads:
        thread.join()
    assert not failures


def test_connections_of_ended_threads_are_closed(store: ThumbnailStore) -> None:
    """A window that reads thumbnails in short-lived threads must not run out of files."""
    for _ in range(20):
        thread = threading.Thread(target=store.get, args=("x",))
        thread.start()
        thread.join()
    open_files = [p for p in Path("/proc/self/fd").glob("*") if _points_to(p, store.path)]
    assert len(open_files) <= 2


def _points_to(descriptor: Path, path: Path) -> bool:
    try:
        return descriptor.readlink() == path
    except OSError:
        return False


def test_another_process_sees_and_writes(store: ThumbnailStore, path: Path) -> None:
    store.put_many([("a", b"1")])
    program = (
        "import sys; from pathlib import Path; from photoorg.files.thumbnails import "
        "ThumbnailStore as T; s = T(Path(sys.argv[1])); assert s.get('a') == b'1'; "
        "s.put_many([('b', b'2')]); s.close()"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program, str(path)], check=True, cwd=root)
    assert store.get("b") == b"2"


@pytest.mark.parametrize("damage", ["not a database at all" * 100, "", "cut"])
def test_a_damaged_file_is_set_aside_and_begun_anew(path: Path, damage: str) -> None:
    first = ThumbnailStore(path)
    first.put_many([(str(n), bytes(9000)) for n in range(50)])
    first.close()
    data = path.read_bytes()
    path.write_bytes(data[:40000] + bytes(9000) if damage == "cut" else damage.encode())
    store = ThumbnailStore(path)
    store.put_many([("new", b"n")])
    assert store.get("new") == b"n"
    store.missing([str(n) for n in range(50)])
    store.close()


def test_damage_found_while_reading_begins_anew(path: Path) -> None:
    first = ThumbnailStore(path)
    first.put_many([(f"{n:05}", bytes(9000)) for n in range(200)])
    first.close()
    data = bytearray(path.read_bytes())
    data[16384:] = b"\x7f" * (len(data) - 16384)
    path.write_bytes(bytes(data))
    store = ThumbnailStore(path)
    assert store.get_many([f"{n:05}" for n in range(200)]) == {}
    store.put_many([("00001", b"again")])
    assert store.get("00001") == b"again"
    assert path.with_name("thumbnails.db.damaged").exists()
    store.close()


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError) as caught:
        ThumbnailStore(tmp_path / "nowhere" / "thumbnails.db")
    assert "nowhere" in caught.value.message
    assert caught.value.advice


def test_a_full_disk_says_what_to_do(store: ThumbnailStore) -> None:
    with store._borrowed() as connection:
        connection.execute("PRAGMA max_page_count = 8")
    with pytest.raises(SurroundingsError, match="disk is not full"):
        store.put_many([(str(n), bytes(50_000)) for n in range(20)])
    assert store.get("0") is None  # the transaction was taken back whole


def test_the_page_size_fits_thumbnails(store: ThumbnailStore, path: Path) -> None:
    store.put_many([("a", b"1")])
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA page_size").fetchone() == (2048,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_pixels_for_a_network() -> None:
    jpegs = [encoded("JPEG", quarters(256, 128)), b"broken", encoded("JPEG", quarters(50, 200))]
    pixels = thumbnail_pixels(jpegs, 64)
    assert (pixels.shape, pixels.dtype) == ((3, 64, 64, 3), np.uint8)
    assert (pixels[1] == 128).all()
    for square in (pixels[0], pixels[2]):  # squashed: all four quarters are there
        assert square[16, 16, 0] > 230
        assert square[16, 48, 1] > 230
        assert square[48, 16, 2] > 230
        assert (square[48, 48] > 230).all()
    assert thumbnail_pixels([], 64).shape == (0, 64, 64, 3)
