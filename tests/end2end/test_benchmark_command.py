"""`photoorg benchmark mnist` as a user calls it: its table, its files, Ctrl+C; real digits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.command import environment, photoorg
from helpers.idx_files import write_bars

QUICK = ("--budget", "0.02", "--device", "cpu")


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    folder = tmp_path / "digits"
    folder.mkdir()
    return write_bars(folder)


def test_the_document_and_the_files(digits: Path, tmp_path: Path) -> None:
    answer = photoorg(
        "benchmark", "mnist", "--data", digits, "--methods", "kmeans,pca-2d", "--seeds", "0,1",
        "--limit", "20", "--out", tmp_path / "out", "--json", *QUICK,
    )  # fmt: skip
    assert answer.status == 0, answer.err
    found = answer.document
    assert (found["n"], found["n_train"], found["n_test"], found["classes"]) == (20, 15, 5, 2)
    assert [(r["method"], r["seed"]) for r in found["results"]] == [
        ("kmeans", 0), ("kmeans", 1), ("pca-2d", 0), ("pca-2d", 1),
    ]  # fmt: skip
    assert all(Path(name).is_file() for name in found["files"])
    assert "kmeans, seed 0 (1 of 4): k-means" in answer.err


def test_without_json_a_table_is_printed(digits: Path) -> None:
    answer = photoorg("benchmark", "mnist", "--data", digits, "--methods", "kmeans", *QUICK)
    assert answer.status == 0, answer.err
    head, line = answer.out.splitlines()
    assert head.split()[:2] == ["method", "split"]
    assert line.split() == ["kmeans", "all", "1", "2.0", "1.000", "1.000", line.split()[-1]]


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (("--methods", "magic"), 2, "Unknown method"),
        (("--k", "none"), 2, "--k must be auto"),
        (("--seeds", "x"), 2, "0,1,2"),
        (("--data", "/nowhere"), 3, "no file train-images"),
    ],
)
def test_faults_of_the_user_are_told(
    digits: Path, more: tuple[str, ...], status: int, words: str
) -> None:
    answer = photoorg("benchmark", "mnist", "--data", digits, *more)
    assert answer.status == status
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_a_stop_keeps_what_is_finished(digits: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["--data", str(digits), "--methods", "kmeans,ae-kmeans", "--budget", "500"]
    command = [sys.executable, "-m", "photoorg", "benchmark", "mnist", *words, "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment())
    until = time.monotonic() + 100
    while not (out / "clusters.npz").exists() and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert f"finished are in {out}" in said
    assert "the next run begins anew" in said
    assert "goes on from here" not in said  # it does not
    kept = json.loads((out / "results.json").read_text())
    assert [row["method"] for row in kept["results"]] == ["kmeans"]


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_real_digits_in_small(mnist: Path, tmp_path: Path) -> None:
    """What continuous integration runs: few digits, few epochs, the scores that come of them."""
    answer = photoorg(
        "benchmark", "mnist", "--data", mnist, "--limit", "1200", "--seeds", "0",
        "--methods", "kmeans,ae-kmeans,dec,cae-dec", "--budget", "0.5", "--device", "cpu",
        "--out", tmp_path / "out", "--json", timeout=800,
    )  # fmt: skip
    assert answer.status == 0, answer.err
    scores = {row["method"]: row for row in answer.document["results"]}
    assert scores["kmeans"]["acc"] > 0.45
    assert scores["dec"]["acc"] > 0.3
    assert scores["cae-dec"]["acc"] > scores["kmeans"]["acc"] + 0.1
    assert "others report" in (tmp_path / "out" / "results.md").read_text()
