"""`torchrun -m photoorg index`: one writer, the same clusters, and what a killed rank leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers.command import Answer, environment, photoorg
from helpers.pictures import save
from sklearn.metrics import adjusted_rand_score

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="finds ranks by /proc"),
    pytest.mark.timeout(900),  # ranks in step are slow where others have the cores
]

STYLES = ("scene", "page", "check")
COUNT = 36


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    for n in range(COUNT):
        save(folder / f"{n}.jpg", n, style=STYLES[n % len(STYLES)])
    return folder


@pytest.fixture(scope="module")
def interrupted(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """A library whose first `index`, in two processes, lost one of them while it learned."""
    library = tmp_path_factory.mktemp("killed") / "library"
    job = start("index", folder, "--library", library)
    assert job.stderr
    said = []
    for line in job.stderr:
        said.append(line)
        if line.startswith("Learning your photos"):
            os.kill(rank_of(job.pid, 1), signal.SIGKILL)
            break
    out, err = job.communicate(timeout=200)
    return library, Answer(job.returncode, out, "".join(said) + err)


def start(*args: object) -> subprocess.Popen[str]:
    """Two processes of photoorg."""
    launcher = [
        "-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1",
        "--nproc-per-node", "2", "-m", "photoorg",
    ]  # fmt: skip
    return subprocess.Popen(
        [sys.executable, *launcher, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(GLOO_SOCKET_IFNAME="lo"),
    )


def rank_of(launcher: int, rank: int) -> int:
    """The process number of a rank."""
    children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()
    for child in children:
        if f"RANK={rank}".encode() in Path(f"/proc/{child}/environ").read_bytes().split(b"\0"):
            return int(child)
    raise AssertionError("no such rank")


def partition(library: Path) -> np.ndarray:
    """The cluster of each photo, by name; -1 unsorted."""
    document = photoorg("clusters", "--json", library=library).document
    found = {Path(p["path"]).name: -1 for p in document["unsorted"]}
    parents = {cluster["parent"] for cluster in document["clusters"]}
    for cluster in document["clusters"]:
        if cluster["id"] not in parents:
            found |= {Path(p["path"]).name: cluster["id"] for p in cluster["photos"]}
    assert len(found) == COUNT
    return np.array([found[f"{n}.jpg"] for n in range(COUNT)])


def test_a_killed_rank_is_named_and_the_work_is_kept(interrupted: tuple[Path, Answer]) -> None:
    library, answer = interrupted
    assert answer.status != 0
    assert answer.out == ""
    ours, launchers = answer.err.split("Traceback", 1)
    assert "\nProcess 1 (on " in ours
    assert "Run the same command again" in ours
    assert "exitcode  : 3" in launchers  # rank 0's; the launcher's own status is always 1
    assert "Traceback" not in launchers  # the one is the launcher's own
    kept = photoorg("photos", "--json", library=library).document["photos"]
    assert len(kept) == COUNT


@pytest.mark.long
def test_two_processes_find_the_clusters_of_one(
    folder: Path, interrupted: tuple[Path, Answer], tmp_path: Path
) -> None:
    job = start("index", folder, "--library", tmp_path / "library", "--json")
    out, err = job.communicate(timeout=500)
    assert job.returncode == 0, err
    assert json.loads(out)["photos"] == COUNT  # one document: the other process is silent
    resumed = photoorg("index", folder, "--json", library=interrupted[0], timeout=400)
    assert resumed.status == 0, resumed.err
    assert resumed.document["unchanged"] == COUNT
    one, two = partition(interrupted[0]), partition(tmp_path / "library")
    assert adjusted_rand_score(one, two) >= 0.99


def test_other_commands_are_run_by_one_process(interrupted: tuple[Path, Answer]) -> None:
    job = start("dates", "--library", interrupted[0], "--json")
    out, err = job.communicate(timeout=100)
    assert job.returncode == 0, err
    assert "years" in json.loads(out)
