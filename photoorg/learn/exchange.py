"""Whole networks that several processes work on: adding gradients up, giving numbers out, means.

Gradients are summed in one call for the whole network rather than by DistributedDataParallel: the
networks are small (0.1 to 0.7 M numbers), the parts differ in length, and codes are asked for
beside the forward pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from photoorg.learn.ranks import add_up, are_apart, count, crew, give_out, is_shared, members


def sum_gradients(model: nn.Module) -> None:
    """Add the gradients of all ranks up; afterwards each rank has the sum, bit by bit the same."""
    if not is_shared():
        return
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    in_one_call(add_up, gradients)


def average(networks: Sequence[nn.Module]) -> None:
    """Give networks the mean of their numbers (running statistics too), those of all crews too."""
    same = [floats_of(network) for network in networks]
    mine = crew()
    apart = mine is not None and mine.count > 1
    if len(networks) < 2 and not apart:
        return
    shares = len(networks) * (mine.count * mine.size if mine and apart else 1)
    mean = torch.stack([torch.cat([t.reshape(-1) for t in one]) for one in same]).sum(0) / shares
    if apart:
        add_up(mean, everywhere=True)
    for one in same:
        spread(mean, one)


def floats_of(model: nn.Module) -> list[Tensor]:
    """The numbers that a network has learned, and its running statistics."""
    tensors = [tensor.detach() for tensor in (*model.parameters(), *model.buffers())]
    return [tensor for tensor in tensors if tensor.is_floating_point()]


def take_over(model: nn.Module, crew: int, crews: int) -> None:
    """Give every rank the network that one of the crews has trained. Outside of `crews`."""
    if are_apart(crews):
        leader = members(crew, count(), crews)[0]
        in_one_call(lambda flat: give_out(flat, leader), floats_of(model))


def align(model: nn.Module) -> None:
    """Give every rank the network of the first: machines of different kinds round differently."""
    if is_shared():
        in_one_call(give_out, floats_of(model))


def in_one_call(change: Callable[[Tensor], Tensor], tensors: Sequence[Tensor]) -> None:
    """Change many tensors of one kind in place: a call costs more than the numbers it carries."""
    spread(change(torch.cat([tensor.reshape(-1) for tensor in tensors])), tensors)


def spread(flat: Tensor, tensors: Sequence[Tensor]) -> None:
    """Fill tensors with the numbers of one."""
    parts = torch.split(flat, [tensor.numel() for tensor in tensors])
    for tensor, part in zip(tensors, parts, strict=True):
        tensor.copy_(part.view_as(tensor))
