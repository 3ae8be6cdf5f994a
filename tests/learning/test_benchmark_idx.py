"""Reading idx files: what is read, and what is said about files that are not right."""

import urllib.error
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from helpers.idx_files import bars, idx, write_bars

from photoorg.benchmark import idx as reading
from photoorg.benchmark import literature
from photoorg.errors import SurroundingsError


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    return write_bars(tmp_path)


def test_both_parts_are_read(digits: Path) -> None:
    train, test = reading.load(digits, 0)
    assert train.images.shape == (30, 12, 12)
    assert test.labels.tolist() == [0, 1] * 5
    assert np.array_equal(train.images, bars(30, 30)[0])


def test_limit_takes_from_both_parts(digits: Path) -> None:
    train, test = reading.load(digits, 20)
    assert (len(train.labels), len(test.labels)) == (15, 5)


def test_names_with_a_dot_are_found(digits: Path) -> None:
    for path in list(digits.iterdir()):
        path.rename(digits / path.name.replace("-idx", ".idx"))
    assert len(reading.load(digits, 0)[0].labels) == 30


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
def test_damaged_files_are_told(digits: Path, name: str, change, reason: str) -> None:
    path = digits / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SurroundingsError, match=reason):
        reading.load(digits, 0)


def test_a_size_that_would_not_fit_into_memory_is_told(digits: Path) -> None:
    head = b"\x00\x00\x08\x03" + b"\xff\xff\xff\xff" * 3
    (digits / "train-images-idx3-ubyte.gz").unlink()
    (digits / "train-images-idx3-ubyte").write_bytes(head + bytes(100))
    with pytest.raises(SurroundingsError, match="truncated"):
        reading.load(digits, 0)


def test_pictures_that_are_not_square_are_told(digits: Path) -> None:
    (digits / "t10k-images-idx3-ubyte.gz").unlink()
    (digits / "t10k-images-idx3-ubyte").write_bytes(idx(np.zeros((10, 12, 14))))
    with pytest.raises(SurroundingsError, match="not square"):
        reading.load(digits, 0)


def test_parts_of_different_sizes_are_told(digits: Path) -> None:
    (digits / "t10k-images-idx3-ubyte.gz").unlink()
    (digits / "t10k-images-idx3-ubyte").write_bytes(idx(np.zeros((10, 14, 14))))
    with pytest.raises(SurroundingsError, match="12 pixels a side, the test images 14"):
        reading.load(digits, 0)


def test_missing_files_are_told(digits: Path) -> None:
    (digits / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(SurroundingsError, match="no file t10k-labels"):
        reading.load(digits, 0)


# --- Without a folder -----------------------------------------------------------------------------


class FakeMnist:
    """What torchvision's class gives, without a network."""

    def __init__(self, root: str, train: bool, download: bool) -> None:
        assert download
        assert Path(root).is_dir()
        images, labels = bars(30 if train else 10, 0)
        self.data, self.targets = torch.from_numpy(images.astype(np.uint8)), torch.tensor(labels)


def test_without_a_folder_torchvision_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torchvision.datasets, "MNIST", FakeMnist)
    train, test = reading.load(None, 20)
    assert train.images.shape == (15, 12, 12)
    assert test.labels.tolist() == [0, 1, 0, 1, 0]


@pytest.mark.parametrize(
    "fault", [urllib.error.URLError("no route"), RuntimeError("Error downloading t10k")]
)
def test_without_a_network_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(torchvision.datasets, "MNIST", fail)
    with pytest.raises(SurroundingsError, match="--data DIR"):
        reading.load(None, 0)


def test_other_sets_are_not_taken_for_mnist(digits: Path) -> None:
    assert not literature.is_mnist(reading.load(digits, 0)[0].images)
