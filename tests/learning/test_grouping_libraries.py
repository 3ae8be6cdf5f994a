"""The grouping of whole libraries, from tiny to themed, on rows made for the test."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from photoorg.benchmark import metrics
from photoorg.errors import Cancelled, SurroundingsError
from photoorg.learn import checkpoint
from photoorg.learn.autoencoder import design_for, new_encoder
from photoorg.learn.refine import History, Refined
from photoorg.pipeline import grouping, learning, starting
from photoorg.pipeline.starting import Start
from photoorg.records import NULL_CONTEXT, NullContext

MODEL = "pixels-8x3-1"  # the same code as on photos, on pictures of 8 x 8
BYTES = 8 * 8 * 3 + 8


@pytest.fixture(autouse=True)
def short_training(monkeypatch) -> None:
    """A tenth of the usual steps: the made-up themes are easy."""
    monkeypatch.setattr(starting, "FEWEST_STEPS", 40)
    monkeypatch.setattr(starting, "PIXELS", replace(starting.PIXELS, epochs=8))


def library(sizes: list[int], seed: int = 0, spread: float = 25.0) -> tuple[np.ndarray, np.ndarray]:
    """Rows of themes of these sizes, and their themes; sorted at random."""
    rng = np.random.default_rng(seed)
    themes = rng.integers(40, 216, size=(len(sizes), BYTES))
    labels = np.repeat(np.arange(len(sizes)), sizes)
    rows = themes[labels] + rng.normal(size=(len(labels), BYTES)) * spread
    order = rng.permutation(len(labels))
    return np.clip(rows, 0, 255).astype(np.uint8)[order], labels[order]


def group(
    rows: np.ndarray,
    k: int | None = None,
    seed: int = 0,
    path: Path | None = None,
    ctx=NULL_CONTEXT,
):
    return learning.group(rows, MODEL, seed=seed, k=k, device="cpu", ctx=ctx, path=path)


def check_whole(result: grouping.Grouping, n: int) -> None:
    """Every photo in exactly one leaf or unsorted; all numbers in range."""
    assert result.leaf.shape == result.confidence.shape == (n,)
    leaves = len(result.leaves)
    members = np.sort(
        np.concatenate([leaf.typical for leaf in result.leaves] + [np.flatnonzero(result.leaf < 0)])
    )
    assert np.array_equal(members, np.arange(n))
    for number, leaf in enumerate(result.leaves):
        assert (result.leaf[leaf.typical] == number).all()
        assert 0.0 <= leaf.quality <= 1.0
        assert -1 <= leaf.parent < result.parents
        assert (np.diff(result.confidence[leaf.typical]) <= 0).all()
    assert result.merges.shape == (max(leaves - 1, 0), 2)
    assert result.centres.shape[0] == leaves
    assert result.confidence.min() >= 0.0
    assert result.confidence.max() <= 1.0 + 1e-6
    assert (result.leaf < 0).mean() <= 0.05


@pytest.mark.parametrize("n", [1, 2, 3, 5, 30])
@pytest.mark.parametrize("k", [None, 4])
def test_tiny_libraries(n: int, k: int | None) -> None:
    rows, _ = library([n])
    result = group(rows, k)
    check_whole(result, n)
    if k is None:
        assert len(result.leaves) <= max(1, n // 3)
    else:
        assert len(result.leaves) <= min(k, n)


def test_no_photo_at_all(tmp_path) -> None:
    result = group(np.zeros((0, BYTES), dtype=np.uint8))
    assert result.leaves == ()
    assert len(result.leaf) == 0


@pytest.mark.parametrize("n", [2, 40])
def test_identical_photos_are_one_cluster(n: int) -> None:
    result = group(np.full((n, BYTES), 100, dtype=np.uint8))
    check_whole(result, n)
    assert len(result.leaves) == 1
    assert (result.leaf == 0).all()


def test_one_theme_does_not_explode() -> None:
    rows, _ = library([200])
    result = group(rows)
    check_whole(result, 200)
    assert len(result.leaves) <= 3


def test_clear_themes_are_found_without_their_number() -> None:
    rows, labels = library([60, 40, 30, 25, 20])
    result = group(rows)
    check_whole(result, len(rows))
    assert len(result.leaves) == 5
    assert metrics.accuracy(result.leaf, labels) > 0.97


def test_a_given_number_is_kept_to() -> None:
    rows, labels = library([40, 40, 40])
    for k in (1, 2, 3, 6):
        assert len(group(rows, k).leaves) == k
    assert metrics.accuracy(group(rows, 3).leaf, labels) > 0.97


def test_bursts_of_near_identical_photos_do_not_swallow_the_rest() -> None:
    rows, labels = library([40, 15, 15], spread=20.0)
    burst = np.clip(
        rows[labels == 0][0].astype(int) + np.random.default_rng(1).integers(-1, 2, (200, BYTES)),
        0,
        255,
    )
    every = np.concatenate([rows, burst.astype(np.uint8)])
    truth = np.concatenate([labels, np.zeros(200, dtype=int)])
    result = group(every)
    check_whole(result, len(every))
    assert len(result.leaves) <= 9
    assert metrics.purity(result.leaf, truth) > 0.95


def test_the_same_seed_gives_the_same_grouping() -> None:
    rows, _ = library([30, 30, 20])
    one, other = group(rows, seed=7), group(rows, seed=7)
    assert np.array_equal(one.leaf, other.leaf)
    assert np.array_equal(one.codes, other.codes)
    assert np.array_equal(one.confidence, other.confidence)
    assert np.array_equal(one.merges, other.merges)


def test_labels_cannot_reach_the_clustering() -> None:
    """Permuted or absent labels: the scores change, the clusters cannot."""
    rows, labels = library([30, 30, 20])
    first = group(rows)
    shuffled = np.random.default_rng(0).permutation(labels)
    again = group(rows)
    assert np.array_equal(first.leaf, again.leaf)
    assert metrics.accuracy(again.leaf, labels) > metrics.accuracy(again.leaf, shuffled) + 0.3
    import inspect

    for function in (
        grouping.learn_grouping,
        learning.group,
        learning.finish,
        starting.prepare,
        grouping.features,
    ):
        assert not {"labels", "y", "targets"} & set(inspect.signature(function).parameters)


def test_new_photos_are_placed_where_their_like_are(tmp_path) -> None:
    rows, labels = library([50, 40, 40])
    known, new = rows[:100], rows[100:]
    path = tmp_path / "run-1.pt"
    result = group(known, path=path)
    leaf, sure, _ = learning.place_rows(new, MODEL, path, device="cpu", ctx=NULL_CONTEXT)
    theme_of = {
        n: np.bincount(labels[:100][part.typical]).argmax() for n, part in enumerate(result.leaves)
    }
    placed = leaf >= 0
    assert placed.mean() > 0.9
    assert (
        np.mean([theme_of[n] == t for n, t in zip(leaf[placed], labels[100:][placed], strict=True)])
        > 0.95
    )
    assert ((sure >= 0) & (sure <= 1)).all()


def test_models_with_one_encoder_before_dec_still_place(tmp_path) -> None:
    """Those that earlier versions made of pixels."""
    rows, _ = library([50, 40, 40])
    path = tmp_path / "run-1.pt"
    result = group(rows[:100], k=3, path=path)
    content = checkpoint.load(path)
    assert len(content["guides"]) == len(content["known"]) == 2
    content["guide"] = content.pop("guides")[0]
    content["known"] = content["known"][:1]
    older = tmp_path / "older.pt"
    checkpoint.save(older, content)
    leaf, *_ = learning.place_rows(rows[:100], MODEL, older, device="cpu", ctx=NULL_CONTEXT)
    assert np.mean(leaf == result.leaf) > 0.95


def test_a_photo_unlike_all_others_is_left_unsorted(tmp_path) -> None:
    rows, _ = library([50, 50], spread=10.0)
    path = tmp_path / "run-1.pt"
    group(rows, path=path)
    strange = np.zeros((1, BYTES), dtype=np.uint8)
    strange[0, ::2] = 255
    leaf, *_ = learning.place_rows(strange, MODEL, path, device="cpu", ctx=NULL_CONTEXT)
    assert leaf.tolist() == [-1]


def test_placing_is_refused_with_a_model_of_other_features(tmp_path) -> None:
    rows, _ = library([20, 20])
    path = tmp_path / "run-1.pt"
    group(rows, path=path)
    with pytest.raises(SurroundingsError, match="other picture features"):
        learning.place_rows(rows, "pixels-32x3-1", path, device="cpu", ctx=NULL_CONTEXT)


class StopAt(NullContext):
    def __init__(self, stage: str) -> None:
        self.stage, self.now = stage, ""

    def progress(self, stage, done, total, text="") -> None:
        self.now = stage

    def check_cancelled(self) -> None:
        if self.now == self.stage:
            raise Cancelled


@pytest.mark.parametrize("stage", ["Learning your photos", "Grouping"])
def test_cancel_leaves_no_model(tmp_path, stage: str) -> None:
    rows, _ = library([30, 30])
    path = tmp_path / "run-1.pt"
    with pytest.raises(Cancelled):
        group(rows, path=path, ctx=StopAt(stage))
    assert not path.exists()


def test_large_libraries_are_grouped_by_landmarks(monkeypatch) -> None:
    monkeypatch.setattr(starting, "PIXELS", replace(starting.PIXELS, landmarks=80))
    rows, labels = library([90, 70, 60])
    result = group(rows)
    check_whole(result, len(rows))
    assert metrics.accuracy(result.leaf, labels) > 0.95


def refined(labels: np.ndarray, loyalty: float) -> Refined:
    q = np.eye(2, dtype=np.float32)[labels]
    centres = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    return Refined(new_encoder(design_for(1, 8, 2), 0), q, centres, q, loyalty, History())


def start_of(labels: np.ndarray) -> Start:
    votes, none = np.eye(2, dtype=np.float32)[labels], np.zeros((0, 0))
    return Start(
        np.arange(40),
        sparse.csr_matrix((40, 40)),
        none,
        none,
        [],
        labels,
        votes,
        np.ones(40, dtype=bool),
    )


def test_dec_that_leaves_its_start_is_not_kept() -> None:
    start = np.repeat([0, 1], 20)
    other = start.copy()
    other[:5] = 1
    assert learning.guarded(start_of(start), refined(other, loyalty=0.99)).kept == "dec"
    assert learning.guarded(start_of(start), refined(other, loyalty=0.8)).kept == "start"
    lost = np.zeros_like(start)
    chosen = learning.guarded(start_of(start), refined(lost, loyalty=1.0))
    assert chosen.kept == "start"
    assert np.array_equal(chosen.labels, start)


def test_clusters_are_numbered_by_size_with_all_that_belongs_to_them() -> None:
    labels = np.repeat([0, 1], [10, 30])
    chosen = learning.guarded(start_of(labels), refined(labels, loyalty=1.0))
    assert np.array_equal(chosen.labels, 1 - labels)
    assert np.array_equal(chosen.q.argmax(axis=1), chosen.labels)
    assert chosen.centres.tolist() == [[0.0, 1.0], [1.0, 0.0]]


def test_cut_of_the_merge_tree_goes_from_all_to_one() -> None:
    rows, _ = library([30, 30, 30, 30])
    result = group(rows)
    leaves = len(result.leaves)
    for groups in range(1, leaves + 1):
        assert len(set(grouping.cut(result.merges, leaves, groups).tolist())) == groups
