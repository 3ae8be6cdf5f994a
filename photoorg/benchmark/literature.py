"""What others report for these methods on MNIST, and why our figures differ from theirs.

The figures are theirs; none of them was measured here. They say nothing about other pictures, so
the table has them only when the pictures are MNIST's.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FIRST = {2427004754, 2125712646}  # checksums of MNIST's first training and first test picture


@dataclass(frozen=True, slots=True)
class Others:
    """What was reported, by whom, and why ours differs."""

    report: str
    why: str


OTHERS: dict[str, Others] = {
    "kmeans": Others(
        "NMI 0.498 (tutorial)",
        "the same method; theirs is scored on a held-out part, ours on every image",
    ),
    "ae-kmeans": Others(
        "NMI 0.744 (tutorial)",
        "theirs is trained for hundreds of epochs on a part of the images, ours for {epochs} on "
        "all",
    ),
    "dec": Others(
        'NMI 0.765, acc 0.796 (tutorial; "up to 0.87" when trained longer); acc 0.843 (Xie et al. '
        "2016); 0.91 / 0.87 (DEC-keras)",
        "it is decided by its start: theirs come from hundreds of epochs of pretraining, ours from "
        "the same {epochs} as ae-kmeans, then at most {steps} steps",
    ),
    "idec": Others(
        "acc 0.881, NMI 0.867 (Guo et al. 2017)",
        "as for dec: theirs starts from an autoencoder that was pretrained far longer",
    ),
    "shallow-ae": Others(
        "MSE 0.069 after 5 epochs, 0.085 after 20 (two tutorials)",
        "giving the mean picture for every picture has MSE {mse_of_mean}, so theirs had hardly "
        "begun to learn; ours: {mse_early} after {epochs_early} epochs, this row's figure after "
        "{epochs}",
    ),
    "ae-2d": Others("a picture (tutorial)", "see ae-2d-scatter.png"),
    "pca-2d": Others(
        "the autoencoder separates digits better (Hinton and Salakhutdinov 2006, figure 3)",
        "compare pca-2d-scatter.png, and the scores and MSE with those of ae-2d",
    ),
    "dae-pretrain": Others(
        "the DEC paper's own pretraining; no figure of its own",
        "{layer_epochs} epochs a layer and {epochs} on all of them; theirs has far more",
    ),
    "blobs": Others("a picture (tutorial)", "its own 1,000 points, see blobs.png"),
    "cae-dec": Others(
        "0.985 / 0.960 (DEC-DA), 0.979 / 0.942 (N2D), 0.988 / 0.966 (ASPC-DA), acc 0.992 (IIC's "
        "best head)",
        "other networks; theirs train longer, on graphics cards",
    ),
    "clustpy-dec": Others(
        "acc 0.640, NMI 0.644 in 541 s on the 10,000 test images, one seed, two shared cores",
        "the same program; chance, and how many images it was given",
    ),
}


def is_mnist(images: NDArray[np.uint8]) -> bool:
    """Whether these pictures begin with MNIST's first training or first test picture."""
    return zlib.crc32(np.ascontiguousarray(images[:1]).tobytes()) in FIRST
