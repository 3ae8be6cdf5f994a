"""The plots are pictures of a sensible size, and say what they should."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from photoorg.benchmark import gallery, plots

DRAW = np.random.default_rng(0)
LABELS = np.arange(40) % 4
KINDS = ["cat", "dog", "fish", "bird"]
GREY = DRAW.integers(0, 256, (40, 12, 12)).astype(np.uint8)
FLAT = GREY.reshape(40, -1).astype(np.float32) / 255


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures that were made."""
    found: list[Figure] = []
    original = plots.png

    def spy(figure: Figure) -> bytes:
        found.append(figure)
        return original(figure)

    monkeypatch.setattr(plots, "png", spy)
    return found


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.reconstructions(FLAT[:5], FLAT[:5], (12, 12), True, "t"),
        lambda: plots.reconstructions(
            np.zeros((3, 48), np.float32), np.ones((3, 48), np.float32), (4, 4, 3), False, "t"
        ),
        lambda: plots.samples(GREY, LABELS, dict(enumerate(KINDS)), True, "t"),
        lambda: plots.scatter(DRAW.normal(size=(40, 2)), LABELS, KINDS, "t", "number"),
        lambda: plots.scatter(np.zeros((40, 2), np.float32), LABELS, KINDS, "t", "number"),
        lambda: plots.confusion(np.eye(4, 5, dtype=np.int64), KINDS, "t"),
        lambda: plots.confusion(np.eye(300, 301, dtype=np.int64), ["k"] * 300, "t"),
        lambda: plots.curves({"loss": [1.0, 0.5]}, "t"),
    ],
)
def test_every_plot_is_a_picture(draw: Callable[[], bytes]) -> None:
    with Image.open(BytesIO(draw())) as picture:
        assert picture.format == "PNG"
        assert 300 < picture.width < 4000
        assert 150 < picture.height < 4000


def test_learning_curves_have_a_panel_for_each_kind(drawn: list[Figure]) -> None:
    found = {
        "pretraining loss": [3.0, 2.0], "loss": [0.2, 0.1], "changed": [0.1, 0.0],
        "acc": [0.5, 0.6, 0.7], "nmi": [0.4, 0.5, 0.6],
    }  # fmt: skip
    plots.curves(found, "t")
    assert [axes.get_title() for axes in drawn[0].axes] == [
        "reconstruction loss", "clustering loss", "share of changed clusters", "score",
    ]  # fmt: skip
    accuracy, nmi = drawn[0].axes[3].lines
    assert accuracy.get_ydata().tolist() == [0.5, 0.6, 0.7]
    assert accuracy.get_xdata().tolist() == [0, 1, 2]  # the start counts as interval 0
    assert nmi.get_label() == "NMI"
    assert drawn[0].axes[2].lines[0].get_xdata().tolist() == [1, 2]


def test_groups_are_named_where_most_of_them_is(drawn: list[Figure]) -> None:
    points = np.array([[0, 0], [0.2, 0], [9, 9], [20, 20], [20.2, 20], [30, 30]], dtype=np.float32)
    plots.scatter(points, np.array([0, 0, 0, 1, 1, 1]), ["a", "b"], "t", "number")
    texts = {text.get_text(): text.get_position() for text in drawn[0].axes[0].texts}
    assert texts["a"] == pytest.approx((0.1, 0.0), abs=1e-4)
    assert texts["b"] == pytest.approx((20.1, 20.0), abs=1e-4)


def test_names_do_not_cover_each_other() -> None:
    places = np.array([[0.5, 0.50], [0.51, 0.51], [0.5, 0.52], [0.9, 0.5]])
    moved = plots.apart(places, least=0.05)
    assert moved.tolist() == [
        pytest.approx([0.5, 0.5]), pytest.approx([0.51, 0.55]),
        pytest.approx([0.5, 0.6]), pytest.approx([0.9, 0.5]),
    ]  # fmt: skip


def test_no_two_of_ten_groups_share_a_colour() -> None:
    assert len({plots.colour(number) for number in range(10)}) == 10


def test_blobs_are_not_in_the_overview(drawn: list[Figure]) -> None:
    row = {"split": "all", "acc_mean": 0.5, "acc_std": 0.1, "nmi_mean": 0.4, "nmi_std": 0.0}
    gallery.overview([{"method": m, **row} for m in ("kmeans", "blobs")], 10)
    labels = [text.get_text() for text in drawn[0].axes[0].get_yticklabels()]
    assert labels == ["kmeans"]


def test_captions_name_the_majority() -> None:
    clusters = np.array([0, 0, 0, 0, 3, -1])
    labels = np.array([7, 7, 7, 9, 9, 9])
    assert gallery.captions(clusters, labels, ["seven", "nine"]) == {
        0: "4: 75 % “seven”", 3: "1: 100 % “nine”",
    }  # fmt: skip


def test_a_strip_has_room_between_pictures() -> None:
    pictures = np.full((2, 28, 28), 200, dtype=np.uint8)
    row = plots.strip(pictures, ink=True)
    assert row.shape == (28, 14 * 30)
    assert (row[:, :28] == 200).all()
    assert (row[:, 28:30] == 0).all()
    assert (row[:, 60:] == 0).all()
