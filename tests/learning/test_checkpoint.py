"""Models on disk: whole or not at all, and nothing that runs code."""

import os
import pickle

import numpy as np
import pytest
import torch

from photoorg.errors import SurroundingsError
from photoorg.learn import checkpoint


def test_what_is_saved_comes_back(tmp_path) -> None:
    path = tmp_path / "models" / "run.pt"
    content = {"a": np.arange(3.0), "list": [np.ones((2, 2), np.float16)], "n": {"k": 5, "s": "x"}}
    checkpoint.save(path, content)
    loaded = checkpoint.load(path)
    assert np.array_equal(loaded["a"], content["a"])
    assert loaded["list"][0].dtype == np.float16
    assert loaded["n"] == {"k": 5, "s": "x"}
    assert [p.name for p in path.parent.iterdir()] == ["run.pt"]


class Evil:
    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self):
        return (os.system, (self.command,))


def test_a_file_that_would_run_code_is_refused(tmp_path) -> None:
    path, mark = tmp_path / "evil.pt", tmp_path / "mark"
    evil = Evil(f"touch {mark}")
    path.write_bytes(pickle.dumps({"format": checkpoint.FORMAT, "x": evil}))
    with pytest.raises(SurroundingsError):
        checkpoint.load(path)
    torch.save({"format": checkpoint.FORMAT, "version": checkpoint.VERSION, "x": evil}, path)
    with pytest.raises(SurroundingsError):
        checkpoint.load(path)
    assert not mark.exists()


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04" + b"\0" * 50])
def test_foreign_bytes_are_refused_with_advice(tmp_path, content: bytes) -> None:
    path = tmp_path / "run.pt"
    path.write_bytes(content)
    with pytest.raises(SurroundingsError) as caught:
        checkpoint.load(path)
    assert "Group the library again" in caught.value.advice


def test_a_truncated_model_is_refused(tmp_path) -> None:
    path = tmp_path / "run.pt"
    checkpoint.save(path, {"a": np.zeros(1000)})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SurroundingsError):
        checkpoint.load(path)


def test_missing_foreign_and_newer_models_are_told_apart(tmp_path) -> None:
    with pytest.raises(SurroundingsError, match="missing"):
        checkpoint.load(tmp_path / "none.pt")
    torch.save({"a": 1}, tmp_path / "other.pt")
    with pytest.raises(SurroundingsError, match="not a model of photoorg"):
        checkpoint.load(tmp_path / "other.pt")
    torch.save({"format": checkpoint.FORMAT, "version": 99}, tmp_path / "new.pt")
    with pytest.raises(SurroundingsError, match="another version"):
        checkpoint.load(tmp_path / "new.pt")


def test_a_failed_save_keeps_the_old_model_and_leaves_no_rest(tmp_path, monkeypatch) -> None:
    path = tmp_path / "run.pt"
    checkpoint.save(path, {"a": 1})

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint.torch, "save", full)
    with pytest.raises(SurroundingsError, match="No space left"):
        checkpoint.save(path, {"a": 2})
    monkeypatch.undo()
    assert checkpoint.load(path)["a"] == 1
    assert len(list(tmp_path.iterdir())) == 1
