"""Several processes that train one network: the only place that knows torch.distributed.

Every process ("rank") holds the same network and the same inputs and draws the same random
numbers. Of each batch it computes its own contiguous part; sums over the parts (gradients, losses,
statistics of batch normalisation) are added up over all ranks. So the result is that of one
process, up to the order in which numbers are added. Where several networks are trained that seldom
or never meet, the ranks part into crews, one for each of them (`crews`), and "all ranks" are those
of the crew. What is added up of whole networks is in `exchange`.

CPU numbers travel by Gloo, CUDA numbers by NCCL if every rank has a graphics card of its own.
Alone (no team, or between two acts, when rank 0 works by itself) every function here gives the
whole of what it is asked about, unchanged.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

if TYPE_CHECKING:
    from photoorg.learn.team import Team

Ints = NDArray[np.int64]
Array = TypeVar("Array", bound=NDArray[Any])


class Parted(Exception):
    """The ranks lost one another: one of them died, hangs or can no longer be reached."""


@dataclass(frozen=True, slots=True)
class Share:
    """What this rank computes of `total` rows: those from `begin` to before `stop`."""

    begin: int
    stop: int
    total: int

    def of(self, rows: Array) -> Array:
        """This rank's rows."""
        return cast(Array, rows[self.begin : self.stop])

    @property
    def weight(self) -> float:
        """This rank's part of a mean over all rows."""
        return (self.stop - self.begin) / max(self.total, 1)


@dataclass(frozen=True, slots=True)
class Crew:
    """Ranks that work together on one of `count` networks; this rank is the `rank`th of `size`.

    `leader` is the team's number of the first of them. `group`: the engine's name for them, None
    for all ranks.
    """

    number: int
    count: int
    rank: int
    size: int
    leader: int
    group: Any = None


@dataclass(slots=True)
class _State:
    """The team of this process, and with whom it works at this point; None: by itself."""

    team: Team | None = None
    crew: Crew | None = None


class _Work(threading.local):
    """The batch that a thread is working on."""

    batch: Share | None = None


_state = _State()
_work = _Work()


def enter(team: Team | None) -> None:
    """Make `team` the one that the functions below speak for; None: alone again."""
    _state.team = team


def team() -> Team | None:
    """The team of this process, None if it works alone."""
    return _state.team


def count() -> int:
    """How many processes there are."""
    return _state.team.size if _state.team else 1


def crew() -> Crew | None:
    """With whom this rank works at this point; None: by itself."""
    return _state.crew


def is_acting() -> bool:
    """Whether all ranks are in the same act, be it each for itself."""
    return _state.crew is not None


def is_shared() -> bool:
    """Whether other ranks are at this very point of the program."""
    return _state.crew is not None and (_state.crew.size > 1 or _state.crew.count == 1)


@contextlib.contextmanager
def act() -> Iterator[None]:
    """What happens inside, all ranks do at the same time: work may be shared."""
    team = _state.team
    with _as(Crew(0, 1, team.rank, team.size, 0) if team else None):
        yield


@contextlib.contextmanager
def crews(jobs: int) -> Iterator[range]:
    """Gives the numbers of those of `jobs` that this rank works on inside.

    All of them if it is alone, or if there are fewer ranks than jobs; else one, with its crew.
    """
    if not are_apart(jobs):
        yield range(jobs)
        return
    assert _state.team is not None
    crew = crew_of(_state.team.rank, _state.team.size, jobs)
    with _as(replace(crew, group=_state.team.group_of(jobs, crew.number))):
        yield range(crew.number, crew.number + 1)


def are_apart(jobs: int) -> bool:
    """Whether `crews` gives each of `jobs` a crew of its own."""
    return is_shared() and 1 < jobs <= count()


def crew_of(rank: int, size: int, crews: int) -> Crew:
    """The crew of one of `size` ranks."""
    number = rank * crews // size
    mates = members(number, size, crews)
    return Crew(number, crews, mates.index(rank), len(mates), mates[0])


def members(crew: int, size: int, crews: int) -> range:
    """The ranks of a crew: neighbours, and as many in each as can be."""
    return range(-(-crew * size // crews), -(-(crew + 1) * size // crews))


@contextlib.contextmanager
def _as(crew: Crew | None) -> Iterator[None]:
    before, _state.crew = _state.crew, crew
    try:
        yield
    finally:
        _state.crew = before


# --- Dividing ------------------------------------------------------------------------------------


def share_of(total: int) -> Share:
    """This rank's share of `total` rows; all of them outside of an act."""
    if _state.crew is None:
        return Share(0, total, total)
    return slice_of(total, _state.crew.rank, _state.crew.size)


def slice_of(total: int, rank: int, size: int) -> Share:
    """The contiguous share of one rank; shares differ by at most one row."""
    return Share(total * rank // size, total * (rank + 1) // size, total)


@contextlib.contextmanager
def batch(indices: Ints) -> Iterator[Ints]:
    """Give this rank's part (perhaps empty) of a batch, and work on it inside."""
    share = share_of(len(indices))
    _work.batch = share
    try:
        yield share.of(indices)
    finally:
        _work.batch = None


def own(rows: Array) -> Array:
    """This rank's part of what belongs to the rows of the batch."""
    return _work.batch.of(rows) if _work.batch else rows


def uniform(generator: torch.Generator, *shape: int) -> Tensor:
    """Random numbers 0..1, the last axis of `shape` being the rows at hand.

    They are drawn for the whole batch, of which the rows may be a part, so that a row gets the same
    numbers whichever rank works on it.
    """
    share = _work.batch
    if share is None or share.weight == 1.0:
        return torch.rand(*shape, generator=generator)
    drawn = torch.rand(*shape[:-1], share.total, generator=generator)
    return drawn[..., share.begin : share.stop]


# --- Adding up -----------------------------------------------------------------------------------


def weighted(loss: Tensor) -> Tensor:
    """The mean loss of this rank's part as its part of the mean over the batch."""
    share = _work.batch
    return loss if share is None or share.weight == 1.0 else loss * share.weight


def summed(loss: Tensor, rows: int) -> float:
    """The sum of a loss over rows, of which it is the mean (of none: not a number)."""
    return float(loss.detach()) * rows if rows else 0.0


def total(value: float) -> float:
    """The sum of a number over all ranks."""
    return totals(value)[_state.crew.number if _state.crew else 0]


def totals(value: float) -> list[float]:
    """The sum of a number over each crew. All crews wait for one another."""
    crew = _state.crew
    if crew is None:
        return [value]
    sums = torch.zeros(crew.count, dtype=torch.float64)
    sums[crew.number] = value
    return [float(one) for one in add_up(sums, everywhere=True)]


def joined(rows: Array) -> Array:
    """All rows, where each rank filled its own and left the others zero: exact, on every rank."""
    if is_shared():
        for part in chunks(torch.from_numpy(rows)):
            add_up(part)
    return rows


CHUNK = 1 << 24  # numbers a call, so that a slow network shows life long before the time-out


def chunks(tensor: Tensor) -> Iterator[Tensor]:
    """Views of a contiguous tensor of at most `CHUNK` numbers."""
    flat = tensor.view(-1)
    for start in range(0, len(flat), CHUNK):
        yield flat[start : start + CHUNK]


def add_up(tensor: Tensor, everywhere: bool = False) -> Tensor:
    """Add a tensor up over all ranks, in place; `everywhere`: over those of all crews.

    Raises `Parted`.
    """
    import torch.distributed as dist

    group = None if everywhere or _state.crew is None else _state.crew.group
    with parting():
        dist.all_reduce(tensor, group=group)
    return tensor


def give_out(tensor: Tensor, leader: int | None = None) -> Tensor:
    """Overwrite a tensor on every rank with that of the first, or of `leader`. Raises `Parted`."""
    import torch.distributed as dist

    crew = _state.crew
    first = crew.leader if crew is not None else 0
    with parting():
        dist.broadcast(
            tensor, src=first if leader is None else leader, group=crew.group if crew else None
        )
    return tensor


@contextlib.contextmanager
def parting() -> Iterator[None]:
    """Turns the engine's errors into `Parted`."""
    try:
        yield
    except RuntimeError as fault:  # all of torch.distributed's are
        raise Parted(str(fault).splitlines()[0] if str(fault) else "no answer") from fault
