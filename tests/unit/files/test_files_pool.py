"""The pool: every file gets its answer, whatever the decoder does on the way."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.encoded import encoded

from photoorg.errors import Cancelled, SurroundingsError
from photoorg.files import pool as pool_module
from photoorg.files import reasons
from photoorg.files.pool import ReaderPool
from photoorg.files.walk import walk
from photoorg.records import FoundFile, Picture, Refused

ROOT = Path(__file__).parents[3]

# Run inside each worker before its loop: the reader misbehaves on files of certain names.
MISBEHAVE = """
import os, re, time
from photoorg.files import reader
honest, honest_decode = reader.read_picture, reader.decode
def read_picture(path, size, mtime_ns, side):
    if "crash" in path: os.abort()
    if "hang" in path or "stuck" in path: open(path + ".begun", "w").close()
    if "hang" in path: time.sleep(60)
    if "stuck" in path: re.match("(a+)+$", "a" * 60 + "b")  # never lets the interpreter go
    reader.decode = (lambda *_: bytearray(3 << 30)) if "bomb" in path else honest_decode
    if "bug" in path: raise KeyError("a mistake")
    if "print" in path: os.write(1, b"noise" * 100); print("noise", flush=True)
    if "once" in path and not os.path.exists(path + ".tried"):
        open(path + ".tried", "w").close(); os.abort()
    return honest(path, size, mtime_ns, side)
reader.read_picture = read_picture
"""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    data = encoded("JPEG")
    for n in range(6):
        (tmp_path / f"p{n}.jpg").write_bytes(data)
    return tmp_path


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = pool_module._program

    def program(memory_limit: int) -> str:
        setup, loop = honest(memory_limit).split("; ", 2)[:2], honest(memory_limit)
        return f"{'; '.join(setup)}\n{MISBEHAVE}\n{loop}"

    monkeypatch.setattr(pool_module, "_program", program)


def files(folder: Path) -> list[FoundFile]:
    return list(walk(str(folder), lambda *_: None))


def add(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(encoded("JPEG"))
    return path


def by_name(results: Iterator[Picture | Refused]) -> dict[str, Picture | Refused]:
    return {Path(r.path).name: r for r in results}


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pids: list[int], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def pids(pool: ReaderPool) -> list[int]:
    return [w._process.pid for w in pool._workers if w._process is not None]


def test_every_file_gets_one_answer(photos: Path) -> None:
    (photos / "notes.txt").write_text("hello")
    (photos / "half.jpg").write_bytes(encoded("JPEG")[:900])
    with ReaderPool(2) as pool:
        for _ in range(2):  # a pool is used again
            results = by_name(pool.read(files(photos)))
            assert len(results) == 8
            assert sum(isinstance(r, Picture) for r in results.values()) == 6
        assert list(pool.read([])) == []


@pytest.mark.parametrize("bad", ["crash", "hang", "bomb", "bug"])
def test_one_bad_file_hurts_no_other(
    photos: Path, misbehaving: None, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    add(photos, f"{bad}.jpg")
    with ReaderPool(1, deadline_s=2.0) as pool:
        results = by_name(pool.read(files(photos)))
        refused = results.pop(f"{bad}.jpg")
    assert isinstance(refused, Refused)
    assert refused.problem
    assert (
        refused.reason
        == {
            "crash": reasons.CRASHED,
            "hang": reasons.TIMEOUT.format(seconds=2),
            "bomb": reasons.TOO_MUCH_MEMORY,
            "bug": reasons.OUR_FAULT,
        }[bad]
    )
    assert len(results) == 6
    assert all(isinstance(r, Picture) for r in results.values())
    if bad == "bug":
        assert "a mistake" in caplog.text  # the log has the traceback, the user a sentence
    caplog.clear()


def test_the_deadline_is_kept(photos: Path, misbehaving: None) -> None:
    with ReaderPool(2, deadline_s=0.7) as pool:
        list(pool.read(files(photos)))  # both processes are there
        add(photos, "hang 1.jpg")
        add(photos, "stuck 2.jpg")
        start = time.monotonic()
        bad = [f for f in files(photos) if f.path.endswith((" 1.jpg", " 2.jpg"))]
        results = [r for r in pool.read(bad) if isinstance(r, Refused)]
        taken = time.monotonic() - start
    assert [r.reason for r in results] == [reasons.TIMEOUT.format(seconds=0.7)] * 2
    assert taken < 2


def test_slow_formats_get_the_longer_deadline(photos: Path, misbehaving: None) -> None:
    add(photos, "hang.heic")
    only = [f for f in files(photos) if f.path.endswith(".heic")]
    with ReaderPool(1, deadline_s=0.2, slow_deadline_s=0.6) as pool:
        (refused,) = pool.read(only)
    assert isinstance(refused, Refused)
    assert "longer than 0.6 seconds" in refused.reason


def test_a_process_killed_by_the_system_gets_a_second_try(photos: Path, misbehaving: None) -> None:
    add(photos, "once.jpg")
    with ReaderPool(1) as pool:
        results = by_name(pool.read(files(photos)))
    assert isinstance(results["once.jpg"], Picture)


def test_what_decoders_print_does_not_disturb(photos: Path, misbehaving: None) -> None:
    add(photos, "print.jpg")
    with ReaderPool(1) as pool:
        assert all(isinstance(r, Picture) for r in pool.read(files(photos)))


def test_files_are_taken_only_as_results_are(photos: Path) -> None:
    """Back-pressure: a million files ahead must not be listed into memory."""
    taken = 0

    def endless() -> Iterator[FoundFile]:
        nonlocal taken
        for file in itertools.cycle(files(photos)):
            taken += 1
            yield file

    with ReaderPool(2) as pool:
        reading = pool.read(endless())
        for _ in range(10):
            next(reading)
        time.sleep(0.3)
        assert taken <= 10 + 2 * 3
        reading.close()


def test_closing_the_generator_stops_promptly_and_the_pool_goes_on(
    photos: Path, misbehaving: None
) -> None:
    add(photos, "a hang.jpg")  # first in order
    with ReaderPool(2, deadline_s=30) as pool:
        reading = pool.read(files(photos))
        next(reading)
        start = time.monotonic()
        reading.close()
        assert time.monotonic() - start < 1
        fine = [f for f in files(photos) if "hang" not in f.path]
        assert len(by_name(pool.read(fine))) == 6  # none of the dropped ones among them
        start = time.monotonic()
    assert time.monotonic() - start < 5  # the hanging one is killed, not waited for


def test_waiting_for_a_slow_file_can_be_cancelled(photos: Path, misbehaving: None) -> None:
    (only,) = [f for f in files(add(photos, "hang.jpg").parent) if "hang" in f.path]

    def cancel() -> None:
        raise Cancelled

    start = time.monotonic()
    with ReaderPool(1, deadline_s=30) as pool, pytest.raises(Cancelled):
        list(pool.read([only], while_waiting=cancel))
    assert time.monotonic() - start < 10


def test_no_process_is_left_behind(photos: Path) -> None:
    with ReaderPool(2) as pool:
        list(pool.read(files(photos)))
        running = pids(pool)
        assert len(running) == 2
    assert wait_until_gone(running, 5)
    with pytest.raises(ValueError, match="closed"):
        next(pool.read([]))


def test_an_error_while_listing_reaches_the_consumer(photos: Path) -> None:
    def failing() -> Iterator[FoundFile]:
        yield files(photos)[0]
        raise RuntimeError("the disk is gone")

    with ReaderPool(1) as pool, pytest.raises(RuntimeError, match="disk is gone"):
        list(pool.read(failing()))


def test_workers_are_renewed(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_FILES_PER_PROCESS", 4)
    with ReaderPool(1) as pool:
        assert len(by_name(pool.read(files(photos)))) == 6
        first = pids(pool)
        assert len(by_name(pool.read(files(photos)))) == 6
        assert pids(pool) != first


def test_a_worker_that_cannot_start_says_what_to_do(
    photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "_program", lambda limit: "raise SystemExit(1)")
    with ReaderPool(1) as pool, pytest.raises(SurroundingsError) as caught:
        list(pool.read(files(photos)))
    assert caught.value.advice


def test_workers_load_neither_torch_nor_qt() -> None:
    program = (
        "import sys, photoorg.files.worker, photoorg.files.reader; "
        "print([m for m in ('torch', 'PySide6', 'sklearn', 'scipy', 'sqlite3', 'multiprocessing') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_pool_itself_loads_no_decoder() -> None:
    program = (
        "import sys, photoorg.files.pool, photoorg.files.walk, photoorg.files.thumbnails, "
        "photoorg.files.trash; print([m for m in ('PIL', 'numpy', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


PARENT = """
import glob, sys, threading, time
from photoorg.files import pool as pool_module
from photoorg.files.walk import walk

honest = pool_module._program
setup = "; ".join(honest(0).split("; ")[:2])
pool_module._program = lambda limit: chr(10).join([setup, sys.argv[2], honest(limit)])
pool = pool_module.ReaderPool(2, deadline_s=1.5)
reading = pool.read(walk(sys.argv[1], print))
threading.Thread(target=lambda: list(reading), daemon=True).start()
end = time.monotonic() + 20
while len(glob.glob(sys.argv[1] + "/*.begun")) < 2 and time.monotonic() < end:
    time.sleep(0.01)
print(*[w._process.pid for w in pool._workers], flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(("name", "limit_s"), [("hang", 3.0), ("stuck", 8.0)])
def test_workers_end_when_the_program_is_killed(tmp_path: Path, name: str, limit_s: float) -> None:
    """At once if the decoder lets the interpreter go, else by the kernel's alarm."""
    for n in range(2):
        add(tmp_path, f"{name} {n}.jpg")
    command = [sys.executable, "-c", PARENT, str(tmp_path), MISBEHAVE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(workers) == 2
        assert all(alive(pid) for pid in workers)
        parent.kill()
    assert wait_until_gone(workers, limit_s)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_reaches_the_consumer_and_no_worker_complains(photos: Path) -> None:
    program = (
        "import sys, itertools, threading, os, signal\n"
        "from photoorg.files.pool import ReaderPool\n"
        "from photoorg.files.walk import walk\n"
        "files = list(walk(sys.argv[1], print))\n"
        # a test run in the background inherits SIGINT as ignored
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "threading.Timer(0.7, lambda: os.killpg(0, signal.SIGINT)).start()\n"
        "try:\n"
        "    with ReaderPool(2) as pool:\n"
        "        for result in pool.read(itertools.cycle(files)): pass\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(photos)],
        cwd=ROOT, capture_output=True, text=True, start_new_session=True, timeout=20,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("stopped", "")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_random_damage_always_ends_in_an_answer(tmp_path: Path, format: str) -> None:
    """Flipped, lost and doubled bytes, from a fixed seed; no crash, no bug, no hang."""
    chance, whole = random.Random(format), encoded(format)
    for n in range(25):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            if chance.random() < 0.6:
                data[at] = chance.randrange(256)
            else:
                length = chance.randrange(1, 60)
                data[at : at + length] = data[at : at + length] * chance.choice((0, 2))
        (tmp_path / f"{n}.jpg").write_bytes(data)
    with ReaderPool(2) as pool:
        results = by_name(pool.read(files(tmp_path)))
    assert len(results) == 25
    bad = {reasons.OUR_FAULT, reasons.CRASHED, reasons.TIMEOUT.format(seconds=20)}
    assert not [r for r in results.values() if isinstance(r, Refused) and r.reason in bad]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows names that are no Unicode")
def test_a_name_that_is_no_unicode_is_read(tmp_path: Path) -> None:
    add(Path(os.fsdecode(os.fsencode(tmp_path))), os.fsdecode(b"a\xff\xfe.jpg"))
    with ReaderPool(1) as pool:
        (photo,) = pool.read(files(tmp_path))
    assert isinstance(photo, Picture)
    assert os.fsencode(photo.path).endswith(b"/a\xff\xfe.jpg")


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory from /proc")
def test_hostile_files_keep_the_memory_and_time_limits(hostile: Path) -> None:
    start = time.monotonic()
    with ReaderPool(2) as pool:
        results = list(pool.read(walk(str(hostile), lambda *_: None)))
        peaks = [_peak_megabytes(pid) for pid in pids(pool)]
    assert len(results) == 322
    assert not [r for r in results if isinstance(r, Refused) and r.reason == reasons.OUR_FAULT]
    assert max(peaks) < 1500
    assert time.monotonic() - start < 30


def _peak_megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise AssertionError("no VmHWM")


def test_a_worker_yields_to_other_programs(photos: Path) -> None:
    if not hasattr(os, "getpriority"):
        pytest.skip("no priorities on this system")
    with ReaderPool(1) as pool:
        list(pool.read(files(photos)[:1]))
        (worker,) = pids(pool)
        assert os.getpriority(os.PRIO_PROCESS, worker) >= 10
