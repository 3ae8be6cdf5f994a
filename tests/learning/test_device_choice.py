"""Which device is used, and what happens when it fails."""

import pytest
import torch

from photoorg.errors import UsageError
from photoorg.learn import device as d
from photoorg.records import NullContext


class Listener(NullContext):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def message(self, text: str) -> None:
        self.texts.append(text)


def test_cpu_is_taken_without_a_word() -> None:
    ctx = Listener()
    assert d.choose_device("cpu", ctx).type == "cpu"
    assert ctx.texts == []


def test_an_unknown_name_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="auto, cpu, cuda, mps"):
        d.choose_device("gpu", Listener())


def test_auto_without_accelerators_says_nothing(monkeypatch) -> None:
    monkeypatch.setattr(d, "is_present", lambda kind: False)
    ctx = Listener()
    assert d.choose_device("auto", ctx).type == "cpu"
    assert ctx.texts == []


def test_a_wanted_but_absent_card_is_reported(monkeypatch) -> None:
    monkeypatch.setattr(d, "is_present", lambda kind: False)
    ctx = Listener()
    assert d.choose_device("cuda", ctx).type == "cpu"
    assert ctx.texts == [
        "The graphics card cannot be used (none was found); the processor is used instead."
    ]


def test_a_broken_driver_falls_back_with_its_reason(monkeypatch) -> None:
    monkeypatch.setattr(d, "is_present", lambda kind: kind == "cuda")

    def broken(*_args, **_kwargs):
        raise RuntimeError("CUDA driver version is insufficient\nmore lines")

    monkeypatch.setattr(d.torch, "ones", broken)
    ctx = Listener()
    assert d.choose_device("auto", ctx).type == "cpu"
    assert len(ctx.texts) == 1
    assert "CUDA driver version is insufficient" in ctx.texts[0]
    assert "more lines" not in ctx.texts[0]


def test_out_of_memory_halves_the_batch_then_takes_the_cpu(monkeypatch) -> None:
    tried = []

    def run(where: torch.device, batch: int) -> str:
        tried.append((where.type, batch))
        if where.type == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return "done"

    monkeypatch.setattr(d, "free_memory", lambda device: None)
    ctx = Listener()
    assert d.with_fallback(run, torch.device("cuda"), 64, ctx) == "done"
    assert tried == [("cuda", 64), ("cuda", 32), ("cuda", 16), ("cpu", 64)]
    assert "ran out of memory" in ctx.texts[0]


def test_a_smaller_batch_that_fits_stays_on_the_card(monkeypatch) -> None:
    def run(where: torch.device, batch: int) -> int:
        if batch > 32:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return batch

    monkeypatch.setattr(d, "free_memory", lambda device: None)
    ctx = Listener()
    assert d.with_fallback(run, torch.device("cuda"), 64, ctx) == 32
    assert ctx.texts == []


def test_an_error_on_the_cpu_is_not_hidden() -> None:
    def run(where: torch.device, batch: int) -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        d.with_fallback(run, torch.device("cpu"), 64, Listener())
