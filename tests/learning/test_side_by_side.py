"""Networks that are trained at the same time: the same results, and all stop together."""

import threading
import time

import numpy as np
import pytest
import torch

from photoorg.errors import Cancelled
from photoorg.learn import train
from photoorg.learn.autoencoder import design_for
from photoorg.learn.device import CPU
from photoorg.learn.side_by_side import side_by_side
from photoorg.learn.sources import RowSource, moments, unpacker
from photoorg.records import NULL_CONTEXT, NullContext

MODEL = "pixels-8x3-1"


def source() -> RowSource:
    """Fifty pictures, so that the last batch of an epoch is a smaller one."""
    rows = np.random.default_rng(0).integers(0, 256, size=(50, 8 * 8 * 3 + 8)).astype(np.uint8)
    unpack = unpacker(MODEL)
    return RowSource(rows, unpack, *moments(rows, unpack))


def codes(seed: int, batch: int, ctx: NullContext) -> np.ndarray:
    """What an autoencoder of this seed says of the pictures."""
    pictures = source()
    network, _ = train.train_autoencoder(
        design_for(3, 8, 8),
        pictures,
        train.Schedule(epochs=6, batch=batch, neighbours=3, alone=2, refresh=2),
        seed=seed,
        device=CPU,
        ctx=ctx,
        alike=lambda codes, k: np.argsort(
            np.square(codes[:, None] - codes[None]).sum(axis=2), axis=1, kind="stable"
        )[:, : k + 1],
    )
    return train.encode(network, pictures, CPU, ctx)


def test_each_network_is_what_it_would_be_alone() -> None:
    jobs = [
        lambda ctx, seed=seed, batch=batch: codes(seed, batch, ctx)
        for seed, batch in ((1, 16), (2, 7), (3, 50))
    ]
    with train.fixed_threads():
        alone = side_by_side(jobs, CPU, NULL_CONTEXT, cores=1)
        together = side_by_side(jobs, CPU, NULL_CONTEXT, cores=3)
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert not np.array_equal(alone[0], alone[1])


def test_jobs_do_run_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=20)
    assert side_by_side([lambda ctx: meeting.wait() >= 0] * 2, CPU, NULL_CONTEXT, cores=2)


def test_one_after_the_other_on_a_graphics_card() -> None:
    names = side_by_side(
        [lambda ctx: threading.current_thread()] * 2, torch.device("cuda"), NULL_CONTEXT, cores=2
    )
    assert set(names) == {threading.current_thread()}


def test_when_one_fails_the_others_stop_and_its_fault_is_told() -> None:
    ended = []

    def endless(ctx) -> None:
        try:
            while True:
                ctx.check_cancelled()
                time.sleep(0.001)
        finally:
            ended.append(True)

    def broken(ctx) -> None:
        raise ValueError("no such picture")

    with pytest.raises(ValueError, match="no such picture"):
        side_by_side([endless, broken], CPU, NULL_CONTEXT, cores=2)
    assert ended


def test_the_user_stops_them_all() -> None:
    class Stopped(NullContext):
        asked = 0

        def check_cancelled(self) -> None:
            self.asked += 1
            if self.asked > 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        side_by_side([lambda ctx: codes(1, 16, ctx)] * 2, CPU, Stopped(), cores=2)


def test_progress_is_that_of_one_and_messages_are_those_of_all() -> None:
    class Heard(NullContext):
        def __init__(self) -> None:
            self.done: list[int] = []
            self.said: list[str] = []

        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            self.done.append(done)

        def message(self, text: str) -> None:
            self.said.append(text)

    def job(number: int, ctx) -> None:
        ctx.progress("Learning", number, 10)
        ctx.message(f"{number} says")

    heard = Heard()
    side_by_side([lambda ctx, n=n: job(n, ctx) for n in (4, 5)], CPU, heard, cores=2)
    assert heard.done == [4]
    assert sorted(heard.said) == ["4 says", "5 says"]
