"""The MNIST benchmark on small data made for the test: files in, document and files out."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from helpers.idx_files import bars, idx, write_bars

from photoorg.benchmark import gallery, harness, literature, method, methods, mnist, tables
from photoorg.errors import Cancelled, SurroundingsError, UsageError
from photoorg.learn import sources
from photoorg.records import NULL_CONTEXT, NullContext

QUICK = ("kmeans", "ae-kmeans", "dec", "idec", "pca-2d", "dae-pretrain", "shallow-ae", "ae-2d")
BRIEF = 0.02  # of the usual epochs: 12 steps


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    return write_bars(tmp_path)


@pytest.fixture
def no_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes longer than these small runs."""
    monkeypatch.setattr(gallery.Gallery, "of_run", lambda *_: {})
    monkeypatch.setattr(gallery, "overview", lambda *_: {})


def run(data: Path, ctx=NULL_CONTEXT, **more: Any) -> dict[str, Any]:
    args = {"methods": ("kmeans",), "device": "cpu", "budget": BRIEF} | more
    return mnist.run_mnist(mnist.MnistArgs(data, **args), ctx)


def clusters(out: Path) -> dict[str, np.ndarray]:
    """The clusters of all runs, as the benchmark wrote them."""
    with np.load(out / "clusters.npz") as archive:
        return dict(archive)


def test_every_method_runs_and_is_scored(digits: Path) -> None:
    document = run(digits, methods=(*QUICK, "blobs"), seeds=(0,))
    assert (document["n"], document["n_train"], document["n_test"]) == (40, 30, 10)
    assert document["classes"] == 2
    assert [row["method"] for row in document["results"]] == [*QUICK, "blobs"]
    by_name = {row["method"]: row for row in document["results"]}
    assert by_name["kmeans"]["acc"] == by_name["kmeans"]["nmi"] == 1.0
    for row in document["results"]:
        assert row["k"] == 2
        assert row["split"] == "all"
        assert 0.0 <= row["nmi"] <= 1.0
        assert row["seconds"]["total"] > 0.0
        assert (row["reconstruction_mse"] is None) == (row["method"] in ("kmeans", "dec"))
    assert set(by_name["idec"]["curves"]) == {
        "pretraining loss", "loss", "changed", "acc", "nmi",
    }  # fmt: skip
    assert set(by_name["shallow-ae"]["extra"]) == {
        "mse_early", "mse_of_mean", "epochs", "epochs_early",
    }  # fmt: skip


def test_our_own_pipeline_is_a_method(digits: Path) -> None:
    document = run(digits, methods=("cae-dec",))
    assert document["results"][0]["acc"] > 0.9
    assert document["results"][0]["reconstruction_mse"] > 0.0


@pytest.mark.long
@pytest.mark.slow
def test_variants_leave_out_what_they_are_named_for(digits: Path, monkeypatch) -> None:
    seen: list[int] = []
    whole = sources.jiggle
    monkeypatch.setattr(
        sources, "jiggle", lambda x, *more: (seen.append(len(x)), whole(x, *more))[1]
    )
    plain = run(digits, methods=("features-start", "cae-dec-plain"))["results"]
    assert not seen, "an unchanged picture was changed"
    assert [row["method"] for row in plain] == ["features-start", "cae-dec-plain"]
    assert plain[0]["seconds"]["train"] == 0.0
    assert plain[1]["acc"] > 0.9
    run(digits, methods=("cae-dec",))
    assert seen


def test_one_autoencoder_serves_three_methods_and_counts_for_each(digits: Path) -> None:
    found = run(digits, methods=("ae-kmeans", "dec", "idec"))["results"]
    assert found[0]["curves"]["loss"] == found[1]["curves"]["pretraining loss"]
    assert found[0]["curves"]["loss"] == found[2]["curves"]["pretraining loss"]
    assert all(row["seconds"]["train"] >= found[0]["seconds"]["train"] for row in found)


def test_unseen_images_are_only_placed(digits: Path) -> None:
    document = run(digits, methods=(*QUICK, "cae-dec"), split="test")
    rows = [(row["method"], row["split"]) for row in document["results"]]
    assert rows == [(m, split) for m in (*QUICK, "cae-dec") for split in ("train", "test")]
    assert all(row["acc"] == 1.0 for row in document["results"][:2])


def test_some_files_only(digits: Path) -> None:
    assert run(digits, images="test")["n"] == 10
    assert run(digits, images="train")["n"] == 30
    document = run(digits, images="test", limit=6)
    assert (document["n"], document["n_train"], document["n_test"]) == (6, 0, 6)


# --- Labels ---------------------------------------------------------------------------------------


def relabel(folder: Path, change: Callable[[np.ndarray], np.ndarray]) -> None:
    for part, count in (("train", 30), ("t10k", 10)):
        labels = change(bars(count, count)[1])
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))


@pytest.mark.usefixtures("no_plots")
@pytest.mark.parametrize(
    ("split", "ours"), [("all", ("cae-kmeans", "cae-dec")), ("test", ())], ids=["all", "test"]
)
def test_clusters_are_the_same_with_permuted_labels(
    digits: Path, split: str, ours: tuple[str, ...]
) -> None:
    both = (*QUICK, *ours)
    true = run(digits, methods=both, split=split, out=digits / "true")
    relabel(digits, np.random.default_rng(3).permutation)
    false = run(digits, methods=both, split=split, out=digits / "false")
    first, second = clusters(digits / "true"), clusters(digits / "false")
    assert len(first) == len(both) * (1 if split == "all" else 2)
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert true["results"][0]["acc"] == 1.0
    assert false["results"][0]["acc"] < 0.9


@pytest.mark.usefixtures("no_plots")
def test_clusters_are_the_same_without_any_labels(digits: Path) -> None:
    both = (*QUICK, "cae-dec")
    run(digits, methods=both, out=digits / "out")
    known = clusters(digits / "out")
    images = np.concatenate([bars(30, 30)[0], bars(10, 10)[0]]).astype(np.uint8)
    plan = harness.Plan(
        {name: methods.METHODS[name] for name in both}, (0,), lambda _: 2, "cpu", BRIEF
    )
    done = list(harness.runs(plan, method.Pixels(images), None, NULL_CONTEXT))
    assert len(done) == len(both)
    assert all(np.array_equal(one.found.clusters, known[f"{one.method}-0"]) for one in done)


@pytest.mark.usefixtures("no_plots")
def test_the_same_seed_gives_the_same_clusters(digits: Path) -> None:
    for name in ("once", "again"):
        run(digits, methods=("dec", "dae-pretrain"), seeds=(0, 1), out=digits / name)
    once, again = clusters(digits / "once"), clusters(digits / "again")
    assert sorted(once) == ["dae-pretrain-0", "dae-pretrain-1", "dec-0", "dec-1"]
    assert all(np.array_equal(once[name], again[name]) for name in once)


# --- What is written ------------------------------------------------------------------------------


def test_all_files_are_written_and_named(digits: Path) -> None:
    out = digits / "out"
    document = run(digits, methods=("kmeans", "dec", "ae-2d", "blobs"), seeds=(0, 1), out=out)
    names = [Path(name).name for name in document["files"]]
    assert sorted(names) == sorted(path.name for path in out.iterdir())
    assert set(names) == {
        "results.json", "results.csv", "results.md", "clusters.npz", "overview.png",
        "kmeans-confusion.png", "kmeans-clusters.png",
        "dec-confusion.png", "dec-clusters.png", "dec-curves.png", "dec-scatter.png",
        "ae-2d-confusion.png", "ae-2d-clusters.png", "ae-2d-curves.png", "ae-2d-scatter.png",
        "ae-2d-reconstructions.png", "blobs.png", "blobs-curves.png",
    }  # fmt: skip
    assert json.loads((out / "results.json").read_text()) == document
    assert len((out / "results.csv").read_text().splitlines()) == 1 + 8
    assert "0.02" in document["command"]
    table = (out / "results.md").read_text()
    assert table.count("| `kmeans` | all | 2 |") == 1
    assert "others report" not in table  # these bars are not MNIST


@pytest.mark.usefixtures("no_plots")
def test_mnists_table_says_what_others_report(
    digits: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(literature, "is_mnist", lambda images: True)
    run(digits, methods=(*QUICK, "blobs"), seeds=(0,), out=digits / "out")
    table = (digits / "out" / "results.md").read_text()
    assert "others report" in table
    assert "NMI 0.744 (tutorial)" in table
    assert "{" not in table


def test_finished_results_survive_a_stop(digits: Path) -> None:
    class Impatient(NullContext):
        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            self.stop = stage.startswith("dec")

        def check_cancelled(self) -> None:
            if getattr(self, "stop", False):
                raise Cancelled

    with pytest.raises(Cancelled):
        run(digits, Impatient(), methods=("kmeans", "dec"), out=digits / "out")
    kept = json.loads((digits / "out" / "results.json").read_text())
    assert [row["method"] for row in kept["results"]] == ["kmeans"]
    assert all(Path(name).is_file() for name in kept["files"])


def test_stages_carry_the_run_they_belong_to(digits: Path) -> None:
    class Watching(NullContext):
        stages: list[str] = []  # noqa: RUF012

        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            assert 0 <= done <= total
            self.stages.append(stage)

    run(digits, Watching(), methods=("kmeans", "dec"), seeds=(4,))
    assert list(dict.fromkeys(Watching.stages)) == [
        "kmeans, seed 4 (1 of 2): k-means",
        "dec, seed 4 (2 of 2): training the autoencoder",
        "dec, seed 4 (2 of 2): k-means",
        "dec, seed 4 (2 of 2): refining",
    ]


def test_a_folder_that_cannot_be_written_to_is_told(digits: Path) -> None:
    (digits / "file").write_text("")
    with pytest.raises(SurroundingsError, match="--out"):
        run(digits, out=digits / "file")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"methods": ("magic",)}, "Unknown method 'magic'"),
        ({"split": "test", "images": "test"}, "needs both parts"),
        ({"budget": 0.0}, "above 0"),
    ],
)
def test_wrong_arguments_are_told(digits: Path, more: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        run(digits, **more)


def test_a_peer_runs_beside_ours_on_as_many_cores(
    digits: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    class FakePeer:
        def __init__(self, k: int, random_state: int) -> None:
            assert (k, random_state) == (2, 5)

        def fit(self, x: np.ndarray) -> None:
            print("a peer that talks")
            assert torch.get_num_threads() == 3
            self.labels_ = (x.reshape(-1, 12, 12)[:, 5, 0] > 0.5).astype(np.int32)

    module = SimpleNamespace(DEC=FakePeer)
    monkeypatch.setattr("photoorg.benchmark.peers.find_spec", lambda name: object())
    monkeypatch.setattr("photoorg.benchmark.peers.import_module", lambda name: module)
    monkeypatch.setattr("photoorg.benchmark.peers.default_workers", lambda: 3)
    document = run(digits, methods=("clustpy-dec",), seeds=(5,))
    assert document["results"][0]["acc"] == 1.0
    assert capsys.readouterr().out == ""


def test_an_absent_peer_is_told(digits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photoorg.benchmark.peers.find_spec", lambda name: None)
    with pytest.raises(SurroundingsError, match=r"photoorg\[peers\]"):
        run(digits, methods=("clustpy-dec",))


def test_mean_and_deviation_over_seeds_by_hand() -> None:
    row = {
        "method": "m", "split": "all", "triage": None, "k": 2, "unsorted": 0.0,
        "reconstruction_mse": None, "seconds": {"total": 2.0},
    }  # fmt: skip
    scored = [row | dict.fromkeys(tables.SCORES, value) for value in (0.2, 0.6)]
    (found,) = tables.summary(scored)
    assert (found["acc_mean"], found["acc_std"]) == pytest.approx((0.4, 0.2))
    assert (found["seeds"], found["seconds_mean"], found["mse_mean"]) == (2, 2.0, None)


def test_small_sets_get_more_passes() -> None:
    assert method.passes(70_000, 12, 1.0) == 12
    assert method.passes(2_560, 12, 1.0) == 60  # 10 steps a pass, 600 steps at least
    assert method.passes(2_560, 12, 0.5) == 30
    assert method.passes(70_000, 12, 0.001) == 1
