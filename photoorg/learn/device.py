"""Which device the networks run on, and what happens when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

import torch

from photoorg.errors import UsageError
from photoorg.learn import ranks
from photoorg.log import logger
from photoorg.records import Context

KINDS = ("auto", "cpu", "cuda", "mps")
T = TypeVar("T")
Device = torch.device
CPU = torch.device("cpu")


def choose_device(wanted: str, ctx: Context) -> torch.device:
    """The device to use: CUDA, else Apple MPS, else the CPU; or the `wanted` one if it works.

    A device counts as working only after a small computation ran on it: a broken driver reports
    itself as available. When the wanted one does not work the user is told and the CPU is used.

    Raises `UsageError` for a name that is not one of `KINDS`.
    """
    if wanted not in KINDS:
        raise UsageError(f"Unknown device “{wanted}”. Choose one of: {', '.join(KINDS)}.")
    fast = ("cuda", "mps") if ranks.count() == 1 else ("cuda",)  # Apple's can not add up over ranks
    candidates = fast if wanted == "auto" else (wanted,)
    for kind in candidates:
        fault = None if kind == "cpu" else why_not(kind)
        if fault is None:
            return torch.device(kind)
        if wanted != "auto" or fault != ABSENT:
            ctx.message(f"{LABELS[kind]} cannot be used ({fault}); the processor is used instead.")
    return torch.device("cpu")


ABSENT = "none was found"
LABELS = {"cuda": "The graphics card", "mps": "Apple's graphics processor"}


def why_not(kind: str) -> str | None:
    """None if a small computation runs on the device `kind`, else why it does not."""
    if not is_present(kind):
        return ABSENT
    try:
        probe = torch.ones(2, 2, device=kind)
        if float((probe @ probe).sum()) != 8.0:
            return "it computed a wrong result"
    except (RuntimeError, AssertionError, NotImplementedError) as fault:
        logger("learn").debug("probing %s failed", kind, exc_info=True)
        return str(fault).splitlines()[0] or type(fault).__name__
    return None


def is_present(kind: str) -> bool:
    """Whether torch believes that it has such a device."""
    if kind == "cuda":
        return torch.cuda.is_available()
    return torch.backends.mps.is_available()


def is_out_of_memory(fault: BaseException) -> bool:
    """Whether an exception says that the device's memory is full (CUDA's own kind, MPS by text)."""
    return isinstance(fault, torch.OutOfMemoryError) or (
        isinstance(fault, RuntimeError) and "out of memory" in str(fault).lower()
    )


def with_fallback(
    run: Callable[[torch.device, int], T],
    device: torch.device,
    batch: int,
    ctx: Context,
    smallest: int = 16,
) -> T:
    """`run(device, batch)`; out of memory halves the batch down to `smallest`, then the CPU runs.

    `run` must begin anew when called again. On the CPU nothing is caught, nor where work is shared:
    the other ranks would go on with another batch.
    """
    if ranks.is_acting():
        return run(device, batch)
    size = batch
    while device.type != "cpu":
        try:
            return run(device, size)
        except RuntimeError as fault:
            full = is_out_of_memory(fault)
            logger("learn").warning("%s failed with batch %d: %s", device, size, fault)
        if full and size // 2 >= smallest:
            size //= 2
            free_memory(device)
            continue
        why = "ran out of memory" if full else "failed"
        ctx.message(f"{LABELS[device.type]} {why}; the processor is used instead.")
        break
    return run(torch.device("cpu"), batch)


@cache
def computes_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; emulated, it would cost time."""
    try:
        features = torch.cpu.get_capabilities()
        return bool(features.get("avx512_bf16") or features.get("amx_bf16") or features.get("bf16"))
    except (AttributeError, RuntimeError):  # torch before 2.7, or a processor it knows nothing of
        return False


@contextmanager
def half_precision(device: torch.device, on_processor: bool = False) -> Iterator[None]:
    """Mixed precision: float16 on CUDA, bfloat16 on processors that have it, if wanted.

    The latter makes a training step on pixels 1.4 times faster (measured on one AVX-512 core).
    """
    wanted = device.type == "cuda" or (
        device.type == "cpu" and on_processor and computes_bfloat16()
    )
    kind = torch.float16 if device.type == "cuda" else torch.bfloat16
    with torch.autocast(device.type, dtype=kind, enabled=wanted):
        yield


def free_memory(device: torch.device) -> None:
    """Give cached blocks back to the device before a smaller try."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
