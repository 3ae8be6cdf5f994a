"""One round of DEC's learning, by copies of a network that now and then become their mean.

Local SGD (Stich 2019, "Local SGD converges fast and communicates little"): each copy makes steps of
its own on its part of every batch. Copies are trained in threads, by crews of processes, or one
after the other, with the same end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import exchange, ranks
from photoorg.learn.descent import Descent
from photoorg.learn.device import half_precision
from photoorg.learn.side_by_side import side_by_side
from photoorg.learn.train import batches

if TYPE_CHECKING:
    from photoorg.learn.refine import Assigner, Refinement
    from photoorg.learn.train import Source, Views
    from photoorg.records import Context

Ints = NDArray[np.int64]

REPLICA = 7919  # between the seeds of two of them


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned: the clusters `target` (n,) of some photos, the `examples`, in any view."""

    source: Source
    examples: Ints
    target: Ints
    views: Views


def learn(
    network: Assigner,
    lesson: Lesson,
    epochs: int,
    how: Refinement,
    seed: int,
    ctx: Context,
    report: Callable[[int], None],
) -> list[float]:
    """Minimise KL(P || Q) (eq. 2) for one-hot P, the clusters of the examples; losses by epoch.

    AdamW with a one-cycle learning rate.
    """
    count = len(lesson.examples)
    copies = replicas_of(network, count, epochs, how, seed)
    order = copies[0].generator
    if len(copies) > 1:  # each draws its own random numbers; the order is one for all
        order = torch.Generator().manual_seed(seed)
    losses = []
    with ranks.crews(len(copies)) as own:
        for epoch in range(epochs):
            total = 0.0
            for block in dealt(count, how, len(copies), order):
                jobs = [partial(copies[turn].learn, lesson, block[turn]) for turn in own]
                total += sum(side_by_side(jobs, network.centres.device, ctx, how.cores))
                exchange.average([copies[turn].network for turn in own])
            losses.append(sum(ranks.totals(total)) / max(1, count))
            report(epoch + 1)
    network.load_state_dict(copies[own[0]].network.state_dict())
    return losses


class Replica:
    """A copy of a network that learns from its own share of the batches."""

    def __init__(self, network: Assigner, steps: int, how: Refinement, seed: int) -> None:
        self.network = network
        self.generator = torch.Generator().manual_seed(seed)
        self._half = how.half
        self._descent = Descent(
            network,
            network.centres.device,
            rate=how.rate,
            weight_decay=how.weight_decay,
            steps=steps,
        )

    def learn(self, lesson: Lesson, parts: list[Ints], ctx: Context) -> float:
        """A step for each batch of examples; the sum of the losses of this process's rows."""
        device = self.network.centres.device

        def loss_of(part: Ints, own: Ints) -> Tensor:
            x = lesson.views(lesson.source.take(own), self.generator)
            with half_precision(device, self._half):
                log_q = self.network(x.to(device, memory_format=torch.channels_last))
            return nn.functional.nll_loss(log_q, torch.from_numpy(lesson.target[own]).to(device))

        chosen = (lesson.examples[part] for part in parts)
        return self._descent.through(chosen, loss_of, ctx)


def replicas_of(
    network: Assigner, count: int, epochs: int, how: Refinement, seed: int
) -> list[Replica]:
    """The network itself and its copies; one where there are few examples."""
    steps = epochs * max(1, math.ceil(count / how.batch))
    number = max(1, min(how.replicas, count // how.batch))
    number = number if network.centres.device.type == "cpu" else 1
    copies = [network, *(deepcopy(network) for _ in range(1, number))]
    return [Replica(copy, steps, how, seed + REPLICA * turn) for turn, copy in enumerate(copies)]


def dealt(
    count: int, how: Refinement, replicas: int, generator: torch.Generator
) -> Iterator[list[list[Ints]]]:
    """A shuffled pass over 0..count-1: blocks of `how.apart` batches for each replica.

    Each gets as many, and each an equal part of a batch.
    """
    if replicas == 1:
        yield [batches(count, how.batch, generator)]
        return
    order = torch.randperm(count, generator=generator).numpy()
    steps = math.ceil(count / how.batch)
    parts = np.array_split(order, steps * replicas)
    for first in range(0, steps, how.apart):
        until = min(first + how.apart, steps)
        yield [parts[turn * steps + first : turn * steps + until] for turn in range(replicas)]
