"""Jobs in a child process: what the window sees of them, and what a crash or a stop leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.command import environment
from helpers.pictures import save

from photoorg.errors import Cancelled, SurroundingsError, UsageError
from photoorg.pipeline.child import ChildCrashed, run_in_child
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Changes


class Recorder:
    """A context that remembers; stops at the first progress of `stop_at`."""

    def __init__(self, stop_at: str = "") -> None:
        self.stages: list[str] = []
        self.changes: list[Changes] = []
        self.messages: list[str] = []
        self._stop_at, self._stopped = stop_at, False

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        self.stages.append(stage)
        self._stopped = self._stopped or stage == self._stop_at

    def check_cancelled(self) -> None:
        if self._stopped:
            raise Cancelled

    def changed(self, changes: Changes) -> None:
        self.changes.append(changes)

    def message(self, text: str) -> None:
        self.messages.append(text)


def index(ctx: Any, library: Path, folder: Path) -> dict[str, Any]:
    args = {"folders": [str(folder)], "cluster": False}
    return run_in_child("index", args, library, ctx)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(30):
        save(tmp_path / "photos" / f"{n}.jpg", n)
    return tmp_path / "photos"


def test_result_progress_and_changes_reach_the_parent(tmp_path: Path, folder: Path) -> None:
    ctx = Recorder()
    result = index(ctx, tmp_path / "library", folder)
    assert result["new"] == 30
    assert "Reading photos" in ctx.stages
    assert Changes(photos=True) in ctx.changes
    library = Library.open(tmp_path / "library")
    assert library.counts().photos == 30
    library.close()


def test_users_errors_keep_their_kind(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError) as caught:
        index(NULL_CONTEXT, tmp_path / "library", tmp_path / "absent")
    assert caught.value.advice
    with pytest.raises(UsageError):
        run_in_child("undo", {}, tmp_path / "library", NULL_CONTEXT)


def test_our_bug_comes_with_a_report(tmp_path: Path) -> None:
    with pytest.raises(ChildCrashed) as caught:
        run_in_child("no such job", {}, tmp_path / "library", NULL_CONTEXT)
    assert "Traceback" in caught.value.report


def test_cancel_returns_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    for n in range(300):
        save(tmp_path / "many" / f"{n}.jpg", n)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        index(Recorder(stop_at="Reading photos"), tmp_path / "library", tmp_path / "many")
    assert time.monotonic() - begun < 10
    assert index(NULL_CONTEXT, tmp_path / "library", tmp_path / "many")["photos"] == 300


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_killed_child_is_an_error_not_a_hang(tmp_path: Path) -> None:
    for n in range(300):
        save(tmp_path / "many" / f"{n}.jpg", n)

    class Killer(Recorder):
        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            if stage == "Reading photos":
                for pid in children():
                    os.kill(pid, signal.SIGKILL)

    with pytest.raises(ChildCrashed):
        index(Killer(), tmp_path / "library", tmp_path / "many")
    assert index(NULL_CONTEXT, tmp_path / "library", tmp_path / "many")["photos"] == 300


def children() -> list[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "run-job"], capture_output=True, text=True
    )
    return [int(pid) for pid in found.stdout.split()]


_PARENT = """
import sys, threading
from pathlib import Path
from photoorg.pipeline.child import run_in_child
from photoorg.records import NULL_CONTEXT
class Told(type(NULL_CONTEXT)):
    def progress(self, stage, done, total, text=""):
        print(stage, flush=True)
args = {"folders": [sys.argv[2]], "cluster": False}
run_in_child("index", args, Path(sys.argv[1]), Told())
"""


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_no_process_outlives_a_killed_window(tmp_path: Path) -> None:
    for n in range(600):
        save(tmp_path / "many" / f"{n}.jpg", n)
    command = [sys.executable, "-c", _PARENT, str(tmp_path / "library"), str(tmp_path / "many")]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())
    assert parent.stdout
    while "Reading" not in parent.stdout.readline():
        pass
    end = time.monotonic() + 20
    family: list[int] = []
    while len(family) < 2 and time.monotonic() < end:  # the job, then its readers
        family = descendants(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(family) >= 2  # the job and at least one reader
    end = time.monotonic() + 20
    while time.monotonic() < end and any(alive(pid) for pid in family):
        time.sleep(0.1)
    assert not [pid for pid in family if alive(pid)]


def descendants(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    below = [int(child) for child in found.stdout.split()]
    return below + [pid for child in below for pid in descendants(child)]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_window_threads_do_not_leak(tmp_path: Path, folder: Path) -> None:
    index(NULL_CONTEXT, tmp_path / "library", folder)
    end = time.monotonic() + 15
    while time.monotonic() < end and threading.active_count() > 1:
        time.sleep(0.1)
    assert threading.active_count() == 1, threading.enumerate()
