"""The convolutional autoencoder: feature maps or pixels to a short code and back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from photoorg.learn.global_norm import GlobalBatchNorm2d

KERNEL = 3
IN_CACHE = 1024 * 1152  # numbers of the widest maps that one core is given at a time


@dataclass(frozen=True, slots=True)
class Design:
    """The shape of an autoencoder; plain values, so that a checkpoint can hold it.

    `channels`, `side`: the square input (n, channels, side, side). `widths`: channels after each
    halving convolution. `squeeze`: channels of a 1 x 1 convolution before them, 0 for none.
    """

    channels: int
    side: int
    code: int
    widths: tuple[int, ...]
    squeeze: int = 0

    @property
    def sides(self) -> tuple[int, ...]:
        """Side lengths from the input to the last map; a halving rounds up."""
        sides = [self.side]
        for _ in self.widths:
            sides.append((sides[-1] + 1) // 2)
        return tuple(sides)

    @property
    def together(self) -> int:
        """Inputs that are encoded at a time: with more, maps would leave the core's cache.

        28 x 28 pixels take 24 us each in slices of 256, 50 us in slices of 1,024 (measured).
        """
        first = self.widths[0] * self.sides[1] ** 2
        return max(1, IN_CACHE // max(first, self.squeeze * self.side**2))

    def plain(self) -> dict[str, Any]:
        """As JSON-like values."""
        return {
            "channels": self.channels,
            "side": self.side,
            "code": self.code,
            "widths": list(self.widths),
            "squeeze": self.squeeze,
        }

    @staticmethod
    def from_plain(values: dict[str, Any]) -> Design:
        """The inverse of `plain`."""
        return Design(
            int(values["channels"]),
            int(values["side"]),
            int(values["code"]),
            tuple(int(width) for width in values["widths"]),
            int(values["squeeze"]),
        )


def design_for(channels: int, side: int, code: int) -> Design:
    """Feature maps (many channels, few positions) are squeezed first, pixels are not."""
    if channels >= 64:
        return Design(channels, side, code, (256,), squeeze=128)
    return Design(channels, side, code, (16, 32, 64))


class ConvEncoder(nn.Module):
    """Strided convolutions with batch normalisation and a linear code.

    `encode`: (n, channels, side, side) to (n, code).
    """

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design
        self.encoder = encoder_of(design)

    def encode(self, x: Tensor) -> Tensor:
        """Codes (n, code); but for training, in slices, see `Design.together`."""
        parts = (x,) if self.training else torch.split(x, self.design.together)
        return torch.cat([self.encoder(part) for part in parts])


class ConvAutoencoder(ConvEncoder):
    """An encoder and a decoder.

    `decode`: (n, code) to (n, channels, side, side). The output is linear, as the input is
    standardised; the loss is the mean squared error.
    """

    def __init__(self, design: Design) -> None:
        super().__init__(design)
        self.decoder = decoder_of(design)

    def decode(self, codes: Tensor) -> Tensor:
        """Reconstructions (n, channels, side, side)."""
        output: Tensor = self.decoder(codes)
        return output

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Codes and reconstructions."""
        codes = self.encode(x)
        return codes, self.decode(codes)


def encoder_of(design: Design) -> nn.Sequential:
    """1 x 1 squeeze (if any), halving convolutions, linear code."""
    layers: list[nn.Module] = []
    before = design.channels
    if design.squeeze:
        layers += [nn.Conv2d(before, design.squeeze, 1, bias=False), *norm_act(design.squeeze)]
        before = design.squeeze
    for width in design.widths:
        layers += [
            nn.Conv2d(before, width, KERNEL, stride=2, padding=1, bias=False),
            *norm_act(width),
        ]
        before = width
    flat = before * design.sides[-1] ** 2
    if design.squeeze:  # most of the work lies in wide layers: in memory's order 7 % would be won
        return nn.Sequential(*layers, nn.Flatten(), nn.Linear(flat, design.code))
    # the gap is where checkpoints of earlier versions have a layer without numbers
    return nn.Sequential(*layers, nn.Identity(), FlatLinear(flat, design.code))


def decoder_of(design: Design) -> nn.Sequential:
    """The mirror image of the encoder, but see `decoder_widths`."""
    widths, sides = decoder_widths(design), design.sides
    before, first = widths[-1], sides[len(widths)]
    layers: list[nn.Module] = [
        nn.Linear(design.code, before * first**2),
        nn.ReLU(),
        nn.Unflatten(1, (before, first, first)) if design.squeeze else Maps(before, first),
    ]
    mirrored = [design.squeeze or design.channels, *widths]
    for step in reversed(range(len(widths))):
        width, final = mirrored[step], step == 0 and not design.squeeze
        extra = sides[step] - (2 * sides[step + 1] - 1)
        layers.append(
            nn.ConvTranspose2d(
                before, width, KERNEL, stride=2, padding=1, output_padding=extra, bias=final
            )
        )
        layers += [] if final else norm_act(width)
        before = width
    if design.squeeze:
        layers.append(nn.Conv2d(before, design.channels, 1))
    return nn.Sequential(*layers)


def decoder_widths(design: Design) -> tuple[int, ...]:
    """Channels after each halving that the decoder undoes, the first halving first.

    After several it begins one later than the encoder ends: nobody looks at what it draws, and the
    widest layer would take a quarter of a training step (28 x 28 pixels, measured). One sub-pixel
    convolution (Shi et al. 2016) instead of the rest would save another fifth, but what it teaches
    the code is worth less: of five made-up themes up to seven were found, and starts were uneven.
    """
    return design.widths[:-1] if len(design.widths) > 1 else design.widths


class FlatLinear(nn.Linear):
    """`nn.Linear` on flattened maps, (n, channels, side, side) to (n, d), channel by channel.

    It multiplies in the order in which the maps lie in memory, channels last: `nn.Flatten` would
    copy them, and the gradient would come back in an order in which the layers before it are slow
    (on 28 x 28 pixels a fifth of the encoder's step).
    """

    def forward(self, x: Tensor) -> Tensor:
        """(n, d)."""
        as_it_lies = self.weight.reshape(-1, *x.shape[1:]).permute(0, 2, 3, 1).flatten(1)
        return nn.functional.linear(x.permute(0, 2, 3, 1).flatten(1), as_it_lies, self.bias)


class Maps(nn.Module):
    """Rows to maps (n, channels, side, side) that lie channels last in memory."""

    def __init__(self, channels: int, side: int) -> None:
        super().__init__()
        self.shape = side, side, channels

    def forward(self, x: Tensor) -> Tensor:
        """The maps."""
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)


def norm_act(width: int) -> list[nn.Module]:
    """Batch normalisation and a rectifier."""
    return [GlobalBatchNorm2d(width), nn.ReLU()]


_drawing = threading.Lock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw torch's random numbers from a seed; afterwards they go on as before.

    They are one for all threads: one network is made at a time.
    """
    with _drawing, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def new_encoder(design: Design, seed: int) -> ConvEncoder:
    """A freshly initialised encoder that depends on nothing but the seed."""
    with seeded(seed):
        return ConvEncoder(design)


def rebuild(design: Design, state: dict[str, Any]) -> ConvEncoder:
    """The encoder with the arrays of a checkpoint; missing ones and wrong shapes raise.

    Checkpoints of earlier versions hold a decoder too, which nothing needs any more.
    """
    network = ConvEncoder(design)
    own = {name: value for name, value in state.items() if name.startswith("encoder.")}
    network.load_state_dict({name: torch.as_tensor(value) for name, value in own.items()})
    return network.eval()


def state_of(network: ConvEncoder) -> dict[str, Any]:
    """The encoder's numbers as arrays by name, for a checkpoint."""
    state = network.encoder.state_dict(prefix="encoder.")
    return {name: value.detach().cpu().numpy() for name, value in state.items()}
