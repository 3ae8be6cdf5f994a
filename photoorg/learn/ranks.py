"""Several processes that train one network: the only place that knows torch.distributed.

Every process ("rank") holds the same network and the same inputs and draws the same random
numbers. Of each batch it computes its own contiguous part; sums over the parts (gradients, losses,
statistics of batch normalisation) are added up over all ranks. So the result is that of one
process, up to the order in which numbers are added. Gradients are summed in one call for the whole
network rather than by DistributedDataParallel: the networks are small (0.1 to 0.7 M numbers), the
parts differ in length, and codes are asked for beside the forward pass.

CPU numbers travel by Gloo, CUDA numbers by NCCL if every rank has a graphics card of its own.
Alone (no team, or between two acts, when rank 0 works by itself) every function here gives the
whole of what it is asked about, unchanged.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

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


@dataclass(slots=True)
class _State:
    """The team of this process, and whether it is in an act."""

    team: Team | None = None
    acting: bool = False


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


def is_shared() -> bool:
    """Whether all ranks are at this very point of the program."""
    return _state.acting


@contextlib.contextmanager
def act() -> Iterator[None]:
    """What happens inside, all ranks do at the same time: work may be shared."""
    _state.acting = _state.team is not None
    try:
        yield
    finally:
        _state.acting = False


# --- Dividing ------------------------------------------------------------------------------------


def share_of(total: int) -> Share:
    """This rank's share of `total` rows; all of them outside of an act."""
    if not _state.acting or _state.team is None:
        return Share(0, total, total)
    return slice_of(total, _state.team.rank, _state.team.size)


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


def sum_gradients(model: nn.Module) -> None:
    """Add the gradients of all ranks up; afterwards each rank has the sum, bit by bit the same."""
    if not is_shared():
        return
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    in_one_call(add_up, gradients)


def total(value: float) -> float:
    """The sum of a number over all ranks."""
    if not is_shared():
        return value
    return float(add_up(torch.tensor([value], dtype=torch.float64))[0])


def joined(rows: Array) -> Array:
    """All rows, where each rank filled its own and left the others zero: exact, on every rank."""
    if is_shared():
        for part in chunks(torch.from_numpy(rows)):
            add_up(part)
    return rows


def align(model: nn.Module) -> None:
    """Give every rank the network of rank 0: machines of different kinds round differently."""
    if is_shared():
        tensors = [tensor.detach() for tensor in (*model.parameters(), *model.buffers())]
        in_one_call(give_out, [tensor for tensor in tensors if tensor.is_floating_point()])


def in_one_call(change: Callable[[Tensor], Tensor], tensors: Sequence[Tensor]) -> None:
    """Change many tensors of one kind in place: a call costs more than the numbers it carries."""
    flat = change(torch.cat([tensor.reshape(-1) for tensor in tensors]))
    parts = torch.split(flat, [tensor.numel() for tensor in tensors])
    for tensor, part in zip(tensors, parts, strict=True):
        tensor.copy_(part.view_as(tensor))


CHUNK = 1 << 24  # numbers a call, so that a slow network shows life long before the time-out


def chunks(tensor: Tensor) -> Iterator[Tensor]:
    """Views of a contiguous tensor of at most `CHUNK` numbers."""
    flat = tensor.view(-1)
    for start in range(0, len(flat), CHUNK):
        yield flat[start : start + CHUNK]


def add_up(tensor: Tensor) -> Tensor:
    """Add a tensor up over all ranks, in place. Raises `Parted`."""
    import torch.distributed as dist

    with parting():
        dist.all_reduce(tensor)
    return tensor


def give_out(tensor: Tensor) -> Tensor:
    """Overwrite a tensor on every rank with that of rank 0. Raises `Parted`."""
    import torch.distributed as dist

    with parting():
        dist.broadcast(tensor, src=0)
    return tensor


@contextlib.contextmanager
def parting() -> Iterator[None]:
    """Turns the engine's errors into `Parted`."""
    try:
        yield
    except RuntimeError as fault:  # all of torch.distributed's are
        raise Parted(str(fault).splitlines()[0] if str(fault) else "no answer") from fault
