"""The main job on real photos. Needs the shared development data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.command import environment, photoorg

pytestmark = pytest.mark.data


@pytest.mark.long  # the main job of CI does the same
@pytest.mark.parametrize("name", ["hostile", "camera_files"])
def test_every_file_is_a_photo_or_a_problem(
    tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(name)
    answer = photoorg("index", folder, "--no-cluster", "--json", library=tmp_path / "library")
    assert answer.status == 0, answer.err
    said = answer.document
    files = [
        p for p in folder.rglob("*")
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    ]  # fmt: skip
    assert said["photos"] + len(said["problems"]) + said["skipped"] == len(files)
    assert said["skipped"] == len(said["skipped_files"]) <= 1  # a text file among them
    for problem in said["problems"]:
        assert problem["reason"].endswith(".")
        assert not any(word in problem["reason"] for word in ("Error", "Exception", "Traceback"))


_PEAK = """
import resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_module("photoorg", run_name="__main__")
finally:
    status = open("/proc/self/status").read()  # ru_maxrss would remember the tests' own process
    print(status.split("VmHWM:")[1].split()[0], file=sys.stderr)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_hostile_files_do_not_take_the_memory(tmp_path: Path, hostile: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, "photoorg", "index", str(hostile), "--no-cluster",
         "--library", str(tmp_path / "library")],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    *_, own, workers = done.stderr.split()
    assert int(own) < 1_500_000
    assert int(workers) < 1_500_000


@pytest.mark.long  # the main job of CI does the same
@pytest.mark.slow
def test_phone_library(tmp_path: Path, phone_library: Path) -> None:
    library = tmp_path / "library"
    first = photoorg("index", phone_library, "--json", library=library, timeout=280)
    assert first.status == 0, first.err
    assert first.document["photos"] == 1487
    assert first.document["problems"] == []
    again = photoorg("index", phone_library, "--json", library=library).document
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1487)
    assert again["seconds"]["total"] < 5
    found = photoorg("clusters", "--json", library=library).document
    parents = {c["parent"] for c in found["clusters"]}
    placed = [
        p["path"] for c in found["clusters"] if c["id"] not in parents for p in c["photos"]
    ] + [p["path"] for p in found["unsorted"]]
    assert len(placed) == len(set(placed)) == 1487
    assert len(found["unsorted"]) <= 0.05 * 1487
