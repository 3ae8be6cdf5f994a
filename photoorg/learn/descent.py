"""How every network of ours is trained: AdamW with a one-cycle learning rate.

(Loshchilov and Hutter 2019; Smith and Topin 2019.) On CUDA the loss is scaled, as float16 wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.learn import exchange, ranks

if TYPE_CHECKING:
    from photoorg.records import Context

Ints = NDArray[np.int64]


class Descent:
    """Updates a model `steps` times. `longest` bounds a gradient's length, so that no batch can
    throw the network off.
    """

    def __init__(
        self,
        model: nn.Module,
        device: torch.device,
        *,
        rate: float,
        weight_decay: float,
        steps: int,
        longest: float | None = None,
    ) -> None:
        self._model = model
        self._longest = longest
        self._optimiser = torch.optim.AdamW(
            model.parameters(),
            lr=rate,
            weight_decay=weight_decay,
            fused=device.type != "mps",  # a tenth of a small network's step; not to be had there
        )
        self._rate = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, max_lr=rate, total_steps=steps + 1
        )
        self._scaler = torch.amp.GradScaler(device.type, enabled=device.type == "cuda")

    def through(
        self, parts: Iterable[Ints], loss_of: Callable[[Ints, Ints], Tensor], ctx: Context
    ) -> float:
        """A step for each batch of indices; the sum of the losses of this process's rows.

        `loss_of(part, own)`: the mean loss over `own`, what this process computes of a batch.
        Cancel is checked per batch.
        """
        self._model.train()
        exchange.align(self._model)
        total = 0.0
        for part in parts:
            ctx.check_cancelled()
            with ranks.batch(part) as own:
                loss = loss_of(part, own)
                self.step(loss)
                total += ranks.summed(loss, len(own))
        return total

    def step(self, loss: Tensor) -> None:
        """One update down the gradient of `loss`, the mean over this process's part of a batch."""
        self._optimiser.zero_grad(set_to_none=True)
        self._scaler.scale(ranks.weighted(loss)).backward()  # type: ignore[no-untyped-call]
        exchange.sum_gradients(self._model)
        if self._longest is not None:
            self._scaler.unscale_(self._optimiser)
            nn.utils.clip_grad_norm_(self._model.parameters(), self._longest)
        self._scaler.step(self._optimiser)
        self._scaler.update()
        self._rate.step()
