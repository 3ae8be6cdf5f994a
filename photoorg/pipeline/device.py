"""Which device a job uses, settled once and said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.records import Context


def resolve(wanted: str, ctx: Context) -> str:
    """ "cuda", "mps" or "cpu" for what was wanted ("auto": the fastest that works); imports torch.

    A wanted device that does not work is replaced by the processor, with a message.
    """
    from photoorg.learn.device import choose_device

    return choose_device(wanted, ctx).type
