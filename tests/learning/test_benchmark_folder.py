"""The folder benchmark on small pictures made for the test: files in, document out."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photoorg.benchmark import folder, labels, method
from photoorg.benchmark.space import Space, read_pictures
from photoorg.errors import SurroundingsError, UsageError
from photoorg.records import NULL_CONTEXT


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Eight red and eight blue pictures with a CSV of labels."""
    rng = np.random.default_rng(0)
    with open(tmp_path / "labels.csv", "w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "label", "source"])
        for number in range(16):
            kind = "red" if number % 2 else "blue"
            colour = (200, 30, 30) if number % 2 else (30, 30, 200)
            x = np.clip(np.array(colour) + rng.integers(-20, 21, (40, 60, 3)), 0, 255)
            Image.fromarray(x.astype(np.uint8)).save(tmp_path / f"{number}.png")
            writer.writerow([f"{number}.png", kind, "test"])
    return tmp_path


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """The tutorials' own format: grey PNG files of 28 x 28, a CSV with filename and label."""
    tmp_path = tmp_path / "digits"
    tmp_path.mkdir()
    rng = np.random.default_rng(0)
    lines = ["filename,label"]
    for number in range(12):
        x = rng.integers(0, 40, (28, 28))
        x[(slice(None), slice(12, 16)) if number % 2 else (slice(12, 16), slice(None))] = 250
        Image.fromarray(x.astype(np.uint8)).save(tmp_path / f"{number}.png")
        lines.append(f"{number}.png,{number % 2}")
    (tmp_path / "train.csv").write_text("\n".join(lines))
    return tmp_path


def run(path: Path, csv_name: str = "labels.csv", **more: Any) -> dict[str, Any]:
    args = {"methods": ("mean-colour",), "device": "cpu", "budget": 0.02} | more
    return folder.run_folder(folder.FolderArgs(path, path / csv_name, **args), NULL_CONTEXT)


def test_the_trivial_baselines_are_always_in_the_table(pictures: Path) -> None:
    document = run(pictures, seeds=(0, 1), junk=("red",))
    methods = [row["method"] for row in document["results"]]
    assert methods == ["mean-colour"] * 2 + ["raw-pixels"] * 2
    assert document["n"] == 16
    assert document["classes"] == 2
    first = document["results"][0]
    assert first["acc"] == first["nmi"] == 1.0
    assert first["triage"] == {"recall": 1.0, "collateral": 0.0}
    assert document["summary"][0]["acc_mean"] == 1.0


def test_tables_and_plots_are_written(pictures: Path) -> None:
    document = run(pictures, seeds=(0,), junk=("red",), out=pictures / "out")
    names = [Path(name).name for name in document["files"]]
    assert sorted(names) == sorted(path.name for path in (pictures / "out").iterdir())
    assert "mean-colour-clusters.png" in names
    assert "treasures hit" in (pictures / "out" / "results.md").read_text()


def test_the_tutorials_format_and_methods(digits: Path) -> None:
    chosen = ("kmeans", "ae-kmeans", "dec", "pca-2d")
    document = run(digits, "train.csv", methods=chosen, seeds=(0,))
    rows = {row["method"]: row for row in document["results"]}
    assert set(rows) == {"mean-colour", "raw-pixels", *chosen}
    assert rows["kmeans"]["acc"] == 1.0


def test_small_grey_squares_are_learned_from_as_pixels(digits: Path, pictures: Path) -> None:
    def kind(path: Path, wanted: str = "auto") -> tuple[int, bool]:
        found, _ = read_pictures(path, [f"{n}.png" for n in range(12)], NULL_CONTEXT)
        space = Space(found, "cpu", NULL_CONTEXT, wanted)
        return space.images.ndim, space.plain

    assert kind(digits) == (3, True)
    assert kind(digits, "features") == (3, False)
    for path in pictures.glob("*.png"):
        Image.new("RGB", (60, 40), (200, 30, 30)).save(path)
    assert kind(pictures) == (4, False)
    assert kind(pictures, "pixels") == (4, True)
    with pytest.raises(UsageError, match="Unknown input"):
        kind(pictures, "magic")


def test_pixel_rows_have_their_channels_first() -> None:
    grey = np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
    rows, kind = method.Pixels(grey).rows()
    assert (rows.shape, kind) == ((2, 4 + 8), "pixels-2x1-1")
    colour = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    colour[..., 2] = 9
    rows, kind = method.Pixels(colour).rows()
    assert kind == "pixels-2x3-1"
    assert rows[0].tolist() == [0] * 8 + [9] * 4 + [0] * 8


def test_recognising_counts_for_each_method_that_needs_it(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recognised(space: Space) -> np.ndarray:
        space.embed_seconds = 7.0
        return np.asarray(space.images.reshape(16, -1), dtype=np.float32)

    monkeypatch.setattr(Space, "feature_rows", recognised)
    monkeypatch.setattr("photoorg.pipeline.evidence.unpackers", lambda _: (lambda rows: rows,))
    chosen = ("features-kmeans", "features-spectral")
    rows = run(pictures, methods=chosen, seeds=(0,), k=2)["results"]
    assert [row["seconds"]["embed"] for row in rows] == [0.0, 0.0, 7.0, 7.0]
    assert rows[2]["acc"] == 1.0


def test_labels_do_not_reach_the_methods(pictures: Path) -> None:
    def clusters(name: str) -> dict[str, np.ndarray]:
        run(pictures, methods=("kmeans", "dec"), seeds=(0,), k=2, out=pictures / name)
        with np.load(pictures / name / "clusters.npz") as archive:
            return dict(archive)

    first = clusters("true")
    text = (pictures / "labels.csv").read_text()
    (pictures / "labels.csv").write_text(text.replace("blue,", "red,", 5))
    second = clusters("false")
    assert sorted(first) == ["dec-0", "kmeans-0", "mean-colour-0", "raw-pixels-0"]
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_wrong_arguments_are_told(pictures: Path) -> None:
    with pytest.raises(UsageError, match="Unknown method"):
        run(pictures, methods=("magic",))
    with pytest.raises(UsageError, match="No photo has the label"):
        run(pictures, junk=("green",))


# --- Labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    ["path,label", "filename,label", "Image,Class", " file name ,CATEGORY", "id,digit",
     "x,label,path", "\ufefffile,target"],
)  # fmt: skip
def test_common_spellings_of_the_header(tmp_path: Path, header: str) -> None:
    names = [name.strip() for name in header.lstrip("\ufeff").split(",")]
    values = {"x": "7"} | dict.fromkeys(("label", "Class", "CATEGORY", "digit", "target"), "four")
    line = ",".join(values.get(name, "a.png") for name in names)
    (tmp_path / "l.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    assert labels.read_labels(tmp_path / "l.csv") == (["a.png"], ["four"])


def test_the_contracts_spelling_wins(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("filename,class,path,label\na,b,c,d\n")
    assert labels.read_labels(tmp_path / "l.csv") == (["c"], ["d"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no columns"), ("a,b\n1,2\n", "no columns"), ("path,label\n", "empty"),
     ("path,label\n0.png\n", "incomplete"), ("path,label\n0.png,\n", "incomplete"),
     ("path,label\nnone.png,x\n", "cannot be opened")],
)  # fmt: skip
def test_wrong_label_files_are_told(pictures: Path, text: str, reason: str) -> None:
    (pictures / "labels.csv").write_text(text)
    with pytest.raises(SurroundingsError, match=reason):
        run(pictures)


def test_a_missing_label_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="could not be read"):
        run(tmp_path)
