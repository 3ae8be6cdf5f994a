"""Batch normalisation over a batch whose parts lie on several ranks.

PyTorch's `SyncBatchNorm` does the same on graphics cards only. C channels, N positions of all
photos of the batch, w and b the learned scale and shift.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from photoorg.learn import ranks


class GlobalBatchNorm2d(nn.BatchNorm2d):
    """`nn.BatchNorm2d`; where work is shared it learns from the batch's parts on all ranks."""

    def forward(self, x: Tensor) -> Tensor:
        """(n, C, height, width), n may be 0 on a rank that has no photo of a small batch."""
        if not (self.training and ranks.is_shared()):
            return super().forward(x)
        count, mean, variance = global_moments(x.detach())
        self.remember(count, mean, variance)
        out: Tensor = _Normalise.apply(x, self.weight, self.bias, mean, variance, count, self.eps)
        return out

    def remember(self, count: Tensor, mean: Tensor, variance: Tensor) -> None:
        """Update the running statistics, as PyTorch does (the variance unbiased)."""
        rate = self.momentum if self.momentum is not None else 0.1
        unbiased = variance * (count / (count - 1.0).clamp_min(1.0)).float()
        assert self.running_mean is not None
        assert self.running_var is not None
        assert self.num_batches_tracked is not None
        self.running_mean.lerp_(mean, rate)
        self.running_var.lerp_(unbiased, rate)
        self.num_batches_tracked.add_(1)


def global_moments(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Count (), mean (C,) and biased variance (C,) of a batch over all ranks.

    Means and squares are added up in double precision: no digits are lost by the difference. The
    count stays on the device, which need not be waited for.
    """
    own = x.numel() // x.shape[1]
    sums = torch.zeros(2 * x.shape[1] + 1, dtype=torch.float64, device=x.device)
    if own:
        mean, variance = (moment.double() for moment in own_moments(x))
        sums = own * torch.cat([mean, variance + mean.square(), torch.ones_like(mean[:1])])
    ranks.add_up(sums)
    count = sums[-1].clamp_min(1.0)
    mean, square = (sums[:-1] / count).chunk(2)
    return count, mean.float(), (square - mean.square()).clamp_min(0.0).float()


def own_moments(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and biased variance (C,) of this rank's part, float32 for half precision too.

    By PyTorch's own kernel of batch normalisation, which insists on statistics to update: plain
    reductions over the axes of a batch in this memory layout take ten times as long (measured).
    """
    mean = torch.zeros(x.shape[1], device=x.device)
    found = torch.ops.aten.batch_norm_update_stats(x, mean, torch.ones_like(mean), 1.0)
    return found[0], found[1]


class _Normalise(torch.autograd.Function):
    """y = w (x - mean) / sd + b, with the gradient through mean and sd of the whole batch."""

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor,
        bias: Tensor,
        mean: Tensor,
        variance: Tensor,
        count: Tensor,
        eps: float,
    ) -> Tensor:
        ctx.save_for_backward(x, weight, mean, variance, count)
        ctx.eps = eps
        return functional.batch_norm(x, mean, variance, weight, bias, False, 0.0, eps)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """dx = w / sd (g - (sum g + x^ sum(g x^)) / N), both sums over all ranks.

        (Ioffe and Szegedy 2015, section 3.) The gradients of w and b are this rank's parts, added
        up with all others after the pass.
        """
        x, weight, mean, variance, count = ctx.saved_tensors
        scaled, own_weight, own_bias = own_sums(gradient, x, weight, mean, variance, ctx.eps)
        sums = ranks.add_up(torch.cat([own_weight, own_bias]).double())
        by_weight, by_bias = (sums / count).float().chunk(2)
        inverse = (variance + ctx.eps).rsqrt()
        slope = -weight * inverse.square() * by_weight
        level = -weight * inverse * by_bias
        one = torch.ones_like(mean)
        rest = functional.batch_norm(x, mean, one, slope, level, False, 0.0, 0.0)
        return scaled.add_(rest), own_weight, own_bias, None, None, None, None


def own_sums(
    gradient: Tensor, x: Tensor, weight: Tensor, mean: Tensor, variance: Tensor, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    """g w / sd, sum(g x^) and sum(g) of this rank: PyTorch's own backward for fixed statistics."""
    if not x.numel():
        return torch.zeros_like(x), torch.zeros_like(weight), torch.zeros_like(weight)
    scaled, by_weight, by_bias = torch.ops.aten.native_batch_norm_backward(
        gradient, x, weight, mean, variance, None, None, False, eps, [True, True, True]
    )
    return scaled, by_weight, by_bias
