"""Both benchmarks on small data made for the test: files in, document out."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photoorg.benchmark import folder, mnist
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


def run(path: Path, **more) -> dict:
    args = folder.FolderArgs(path, path / "labels.csv", methods=("mean-colour",), **more)
    return folder.run_folder(args, NULL_CONTEXT)


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


def test_files_are_written_and_named(pictures: Path) -> None:
    document = run(pictures, seeds=(0,), out=pictures / "out")
    assert [Path(name).name for name in document["files"]] == [
        "results.json", "results.csv", "results.md",
    ]  # fmt: skip
    assert json.loads(Path(document["files"][0]).read_text())["results"] == document["results"]
    assert "mean-colour" in Path(document["files"][2]).read_text()


def test_labels_do_not_reach_the_methods(pictures: Path) -> None:
    seen = []
    original = folder.row

    def spy(method, seed, found, labels, junk):
        seen.append(found.clusters)
        return original(method, seed, found, labels, junk)

    folder.row = spy
    try:
        run(pictures, seeds=(0,), k=2)
        text = (pictures / "labels.csv").read_text()
        (pictures / "labels.csv").write_text(text.replace("blue,", "red,", 5))
        run(pictures, seeds=(0,), k=2)
    finally:
        folder.row = original
    assert np.array_equal(seen[0], seen[2])
    assert np.array_equal(seen[1], seen[3])


def test_wrong_arguments_are_told(pictures: Path) -> None:
    with pytest.raises(UsageError, match="Unknown method"):
        folder.run_folder(
            folder.FolderArgs(pictures, pictures / "labels.csv", methods=("magic",)), NULL_CONTEXT
        )
    with pytest.raises(UsageError, match="No photo has the label"):
        run(pictures, junk=("green",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no columns"), ("a,b\n1,2\n", "no columns"), ("path,label\n", "empty"),
     ("path,label\n0.png\n", "incomplete"), ("path,label\nnone.png,x\n", "cannot be opened")],
)  # fmt: skip
def test_wrong_label_files_are_told(pictures: Path, text: str, reason: str) -> None:
    (pictures / "labels.csv").write_text(text)
    with pytest.raises(SurroundingsError, match=reason):
        run(pictures)


def test_a_missing_label_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="could not be read"):
        run(tmp_path)


# --- idx files ------------------------------------------------------------------------------------


def idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return head + array.astype(np.uint8).tobytes()


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """Forty pictures of 12 x 12 of two kinds: a bar across, a bar down."""
    rng = np.random.default_rng(0)
    for part, count in (("train", 30), ("t10k", 10)):
        labels = np.arange(count) % 2
        images = rng.integers(0, 40, size=(count, 12, 12))
        images[labels == 0, 5:7, :] = 250
        images[labels == 1, :, 5:7] = 250
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images)))
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
    return tmp_path


def test_mnist_methods_run_on_any_idx_files(digits: Path) -> None:
    args = mnist.MnistArgs(digits, methods=("kmeans", "cae-dec"), device="cpu")
    document = mnist.run_mnist(args, NULL_CONTEXT)
    assert (document["n"], document["n_train"], document["n_test"]) == (40, 30, 10)
    assert [row["method"] for row in document["results"]] == ["kmeans", "cae-dec"]
    assert document["results"][0]["acc"] == 1.0
    assert document["results"][1]["acc"] > 0.9
    assert document["results"][1]["reconstruction_mse"] > 0.0


def test_limit_takes_from_both_parts(digits: Path) -> None:
    images, labels, n_train = mnist.load(digits, 20)
    assert (len(images), len(labels), n_train) == (20, 20, 15)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("train-labels-idx1-ubyte", lambda data: data[:-1], "truncated"),
        ("train-labels-idx1-ubyte", lambda data: data + b"x", "too long"),
        ("train-labels-idx1-ubyte", lambda data: b"\x00\x00\x08\x03" + data[4:], "magic"),
        ("train-labels-idx1-ubyte", lambda data: idx(np.zeros(29)), "30 images but 29 labels"),
        ("train-labels-idx1-ubyte", lambda data: b"", "magic"),
        ("train-images-idx3-ubyte.gz", lambda data: data[:-20], "could not be read"),
        ("train-images-idx3-ubyte.gz", lambda data: b"junk", "could not be read"),
    ],
)
def test_damaged_idx_files_are_told(digits: Path, name: str, change, reason: str) -> None:
    path = digits / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SurroundingsError, match=reason):
        mnist.load(digits, 0)


def test_a_missing_idx_file_is_told(digits: Path) -> None:
    (digits / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(SurroundingsError, match="no file t10k-labels"):
        mnist.load(digits, 0)
