"""Networks that do not need one another, trained at the same time: one thread, one core each.

A small network's step on two cores is at best 1.8 times faster than on one, and far slower where
the cores are busy; two networks on two cores lose nothing. Each computes what it would alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from photoorg.errors import Cancelled
from photoorg.learn import ranks
from photoorg.learn.device import Device
from photoorg.learn.train import fixed_threads
from photoorg.records import Changes, Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Aside:
    """The context of one of several jobs: only the first says how far it is, all can be stopped."""

    ctx: Context
    first: bool
    failed: Event

    def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
        """How far the first job is stands for all."""
        if self.first:
            self.ctx.progress(stage, done, total, text)

    def check_cancelled(self) -> None:
        """Raises `Cancelled` where the user stops, or when another of the jobs has failed."""
        self.ctx.check_cancelled()
        if self.failed.is_set():
            raise Cancelled

    def changed(self, changes: Changes) -> None:
        """Passed on."""
        self.ctx.changed(changes)

    def message(self, text: str) -> None:
        """Passed on."""
        self.ctx.message(text)


def side_by_side(
    jobs: Sequence[Callable[[Context], T]], device: Device, ctx: Context, cores: int
) -> list[T]:
    """What the jobs give, in their order; each gets a context.

    One after the other on a graphics card, which one network fills, and where several processes
    work on each network together. Raises what the first job that failed raised, after the others
    have stopped. `cores`: that may be used.
    """
    failed = Event()
    aside = [Aside(ctx, number == 0, failed) for number in range(len(jobs))]
    threads = min(len(jobs), cores)
    if threads < 2 or device.type != "cpu" or ranks.is_shared():
        return [job(each) for job, each in zip(jobs, aside, strict=True)]

    faults: list[BaseException] = []

    def alone(job: Callable[[Context], T], each: Context) -> T:
        try:
            with fixed_threads():
                return job(each)
        except BaseException as fault:
            faults.append(fault)
            failed.set()
            raise

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(alone, job, each) for job, each in zip(jobs, aside, strict=True)]
        try:
            for one in running:
                one.exception()
        except BaseException:  # Ctrl+C comes to the thread that waits
            failed.set()
            raise
    if faults:
        raise faults[0]
    return [one.result() for one in running]
