"""The processes of one job find each other, and rank 0 tells the others what to do.

They are started by `torchrun`, or by anything that sets RANK, WORLD_SIZE, MASTER_ADDR and
MASTER_PORT (LOCAL_RANK and LOCAL_WORLD_SIZE where several share a machine). Rank 0 runs the
command. The others wait for its orders without a time limit, in a loop and not in a collective
call, for rank 0 may read files or build a graph for hours. An order is a name, plain values and
arrays; nothing that is received is ever run as code.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from photoorg.errors import SurroundingsError
from photoorg.learn import pulse, ranks
from photoorg.learn.pulse import Pulse

TIMEOUT_S = 300.0  # of a collective call, and of silence in quiet times
TIMEOUT_NAME = "PHOTOORG_RANK_TIMEOUT"
POLL_S = (0.01, 0.2)  # how often a waiting rank looks for orders: at first, and after a while
FAREWELL_S = 10.0
AGAIN = "What was done is kept. Run the same command again; it goes on from there."


@dataclass(frozen=True, slots=True)
class Member:
    """One process of the job. `card`: the name of its graphics card, if it has one of its own."""

    rank: int
    host: str
    pid: int
    card: str = ""

    @property
    def text(self) -> str:
        """E.g. "Process 1 (on attic, number 4711)"."""
        return f"Process {self.rank} (on {self.host}, number {self.pid})"


@dataclass(frozen=True, slots=True)
class Order:
    """What rank 0 wants: the name of an act, plain values, arrays."""

    act: str
    plain: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


class Team:
    """All processes of a job. Made by `join`."""

    def __init__(self, store: Any, rank: int, size: int, timeout: float) -> None:
        self.rank, self.size = rank, size
        self.backend = ""
        self.members: list[Member] = []
        self._store, self._timeout = store, timedelta(seconds=timeout)
        self._orders = 0
        self._groups: dict[int, list[Any]] = {}
        watched = range(1, size) if rank == 0 else (0,)
        self.pulse = Pulse(store, rank, watched, timeout, self._last_words)

    def meet(self) -> None:
        """Wait for all others, agree on the engine, connect."""
        import torch.distributed as dist

        me = Member(self.rank, socket.gethostname(), os.getpid(), own_card())
        self.pulse.announce()
        self._store.set(f"member/{self.rank}", json.dumps([me.host, me.pid, me.card]))
        found = self._store.multi_get([f"member/{rank}" for rank in range(self.size)])
        self.members = [Member(rank, *json.loads(one)) for rank, one in enumerate(found)]
        self.backend = engine(self.members)
        dist.init_process_group(
            self.backend,
            store=self._store,
            rank=self.rank,
            world_size=self.size,
            timeout=self._timeout,
        )
        self.pulse.start()

    # --- Orders ----------------------------------------------------------------------------------

    def order(self, act: str, plain: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        """Rank 0: have all others do `act` from now on. Raises `Parted`."""
        shapes = {name: [str(a.dtype), list(a.shape)] for name, a in arrays.items()}
        text = json.dumps({"act": act, "plain": plain, "arrays": shapes})
        with ranks.parting():
            self._store.set(f"order/{self._orders}", text)
        self._orders += 1
        for array in arrays.values():
            send_out(np.ascontiguousarray(array))

    def next_order(self, check: Callable[[], None]) -> Order:
        """The others: wait for the next order. `check` is called while waiting and may raise."""
        key, wait = f"order/{self._orders}", POLL_S[0]
        with ranks.parting():
            while not self._store.check([key]):
                check()
                time.sleep(wait)
                wait = min(1.5 * wait, POLL_S[1])
            order = json.loads(self._store.get(key))
        self._orders += 1
        arrays = {}
        for name, (kind, shape) in order["arrays"].items():
            arrays[name] = send_out(np.empty(shape, dtype=kind))
        return Order(order["act"], order["plain"], arrays)

    # --- Crews -----------------------------------------------------------------------------------

    def group_of(self, crews: int, number: int) -> Any:
        """The engine's group of a crew. All ranks ask at the same time. Raises `Parted`."""
        import torch.distributed as dist

        if crews not in self._groups:
            parts = [list(ranks.members(crew, self.size, crews)) for crew in range(crews)]
            with ranks.parting():
                self._groups[crews] = [dist.new_group(part, self._timeout) for part in parts]
        return self._groups[crews][number]

    # --- The end ---------------------------------------------------------------------------------

    def leave(self, why: str, text: str = "") -> None:
        """Go, and say why. When all is done rank 0 goes last: it may hold the store."""
        import torch.distributed as dist

        self.pulse.leave(why, text)
        if why != pulse.DONE:
            return
        until = time.monotonic() + FAREWELL_S
        while self.rank == 0 and time.monotonic() < until:
            if all(self.pulse.left(rank) for rank in range(1, self.size)):
                break
            time.sleep(pulse.EVERY_S / 5)
        self.pulse.stop()
        with contextlib.suppress(RuntimeError):
            dist.destroy_process_group()

    def find_lost(self) -> SurroundingsError | None:
        """Who was lost, as an error for the user; None if all are there or left in good order."""
        lost = self.pulse.search()
        return SurroundingsError(self._who(lost), AGAIN) if lost else None

    def _who(self, lost: Sequence[int]) -> str:
        if not lost:
            return "The processes of this job lost one another."
        rank = lost[0]
        who = self.members[rank].text
        fault = self.pulse.fault(rank)
        if fault:
            return f"{who}, one of {self.size}, could not go on: {fault}"
        return (
            f"{who}, one of {self.size}, ended or no longer answers (killed, out of memory, or its "
            "machine can not be reached)."
        )

    def _last_words(self, lost: Sequence[int]) -> str:
        """For a process that hangs: only one speaks, the lowest that is left."""
        if lost and self.rank <= 1:
            return str(SurroundingsError(self._who(lost), AGAIN))
        return ""


def join() -> Team:
    """Meet the other processes that the environment tells of.

    Raises `SurroundingsError` if they are not all there in time.
    """
    import torch.distributed as dist

    if not dist.is_available():
        raise SurroundingsError(
            "This PyTorch can not work in several processes.", "Run photoorg without torchrun."
        )
    from torch.distributed.distributed_c10d import PrefixStore
    from torch.distributed.rendezvous import rendezvous

    timeout = timeout_seconds()
    try:
        store, rank, size = next(rendezvous("env://", timeout=timedelta(seconds=timeout)))
        own = PrefixStore("photoorg", store)
        own.set_timeout(timedelta(seconds=timeout))
        team = Team(own, rank, size, timeout)
        team.meet()
    except (RuntimeError, ValueError) as fault:
        raise SurroundingsError(
            f"The processes of this job did not find one another ({str(fault).splitlines()[0]}).",
            "Check that all of them were started, and that their machines reach one another.",
        ) from fault
    ranks.enter(team)
    return team


def timeout_seconds() -> float:
    """How long to wait for another rank; set in the environment, or five minutes."""
    try:
        return max(1.0, float(os.environ.get(TIMEOUT_NAME, "")))
    except ValueError:
        return TIMEOUT_S


def own_card() -> str:
    """Choose this rank's graphics card, one a process; its name, empty if there are too few."""
    number = int(os.environ.get("LOCAL_RANK", "0"))
    if not torch.cuda.is_available():
        return ""
    count = torch.cuda.device_count()
    torch.cuda.set_device(number % count)
    return torch.cuda.get_device_name(number) if number < count else ""


def engine(members: Sequence[Member]) -> str:
    """NCCL for numbers on graphics cards if each process has one of its own, else Gloo for all."""
    return "cpu:gloo,cuda:nccl" if all(member.card for member in members) else "gloo"


def cores() -> int:
    """Cores for this process, of a machine that several of the job may share."""
    shared_by = int(os.environ.get("LOCAL_WORLD_SIZE", "1")) if ranks.team() else 1
    return max(1, (os.cpu_count() or 1) // max(1, shared_by))


# --- From one rank to another --------------------------------------------------------------------


def send_out(array: NDArray[Any]) -> NDArray[Any]:
    """Give every rank the array of rank 0, as bytes, in pieces."""
    flat = array.reshape(-1).view(np.uint8)
    for part in ranks.chunks(torch.from_numpy(flat)):
        ranks.give_out(part)
    return array


class Posted:
    """An array on its way to one rank; the array is kept until it has arrived."""

    def __init__(self, array: NDArray[Any], to: int) -> None:
        import torch.distributed as dist

        self._tensor = torch.from_numpy(np.ascontiguousarray(array).reshape(-1))
        with ranks.parting():
            self._work = dist.isend(self._tensor, dst=to)

    def wait(self) -> None:
        """Return once it has arrived. Raises `Parted`."""
        with ranks.parting():
            if self._work is not None:
                self._work.wait()


def receive(array: NDArray[Any], source: int) -> NDArray[Any]:
    """Fill an array with what a rank posted. Raises `Parted`."""
    import torch.distributed as dist

    with ranks.parting():
        dist.recv(torch.from_numpy(array.reshape(-1)), src=source)
    return array
