"""What a thumbnail says about sameness and quality: perceptual hashes, sharpness, exposure.

Everything is measured on the stored thumbnail (at most 256 pixels a side), so that no photo is
decoded twice, and a photo and its smaller copy are measured at one size. About 2 ms a photo.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

VERSION = 1  # of the numbers below; rows of another version are measured anew
GRID = 64  # side of the square on which hashes are taken, and photos laid over each other
SIDE = 8  # frequencies a side kept by a hash: 64 bits
#: Parts of a side, 0..1: whole, and what is left after cutting 5 % from either end or from both.
WINDOWS = ((0.0, 1.0), (0.05, 1.0), (0.0, 0.95), (0.025, 0.975))
HASHES = len(WINDOWS) ** 2
COLOURED = 8  # parts a side of which the colour is compared
_BLUR_TAPS = 9  # Crete et al. use 9 taps
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Look:
    """One picture measured.

    `hashes` (16,) uint64: a perceptual hash of the whole and of 15 parts that a slight crop would
    leave, the whole first. `sharpness` and `exposure` are 0..1, more is better. `contrast` is the
    standard deviation of the luma, 0..255: under 4 there is nothing to recognise.
    """

    hashes: Hashes
    sharpness: float
    exposure: float
    contrast: float


def look_at(jpeg: bytes) -> Look | None:
    """Measure a stored thumbnail; None if it can not be decoded."""
    luma = luma_of(jpeg)
    if luma is None:
        return None
    return Look(
        perceptual_hashes(on_grid(luma, GRID)),
        sharpness(luma),
        exposure(luma),
        float(luma.std()),
    )


def luma_of(jpeg: bytes, side: int | None = None) -> Floats | None:
    """The luma (height, width) of a JPEG, 0..255, at most `side` pixels; None if undecodable."""
    try:
        image = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
        if side is not None:
            image.draft("RGB", (side, side))  # decodes no more than needed
            image.thumbnail((side, side), Image.Resampling.BOX)
        pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    except (OSError, SyntaxError, ValueError):
        return None
    return pixels @ _LUMA


def colours_of(jpeg: bytes) -> Floats | None:
    """The colours (8, 8, 2), Cb and Cr less 128, of a thumbnail's parts; None if undecodable."""
    try:
        image = Image.open(io.BytesIO(jpeg), formats=("JPEG",)).convert("YCbCr")
    except (OSError, SyntaxError, ValueError):
        return None
    small = image.resize((COLOURED, COLOURED), Image.Resampling.BOX)
    colours: Floats = np.asarray(small, dtype=np.float32)[..., 1:] - np.float32(128.0)
    return colours


# --- Perceptual hash -----------------------------------------------------------------------------


def perceptual_hashes(square: Floats) -> Hashes:
    """Hashes (16,) of a picture on the grid (64, 64): signs of its low cosine frequencies.

    The 8 x 8 lowest frequencies of the DCT-II, each over their median or not (Zauner 2010, "pHash",
    section 3.2.1), for each pair of `WINDOWS`. A cut moves the frequencies, so a hash of the whole
    alone would miss it; cutting and transforming are one matrix, so 16 cost little more than one.
    """
    bases = _bases()  # (4, 8, 64)
    half = np.einsum("akr,rc->akc", bases, square)
    found = np.einsum("akc,blc->abkl", half, bases).reshape(HASHES, SIDE * SIDE)
    high = found > np.median(found[:, 1:], axis=1, keepdims=True)
    high[:, 0] = False  # the mean brightness says nothing
    packed = np.packbits(high, axis=1, bitorder="little")
    hashes: Hashes = packed.view("<u8").reshape(HASHES).astype(np.uint64)
    return hashes


@lru_cache(maxsize=1)
def _bases() -> Floats:
    """For each window a matrix (8, 64) that cuts it out, stretches it and transforms it."""
    place = (np.arange(GRID) + 0.5) / GRID
    waves = np.cos(np.pi * np.arange(SIDE)[:, None] * place[None, :]).astype(np.float32)
    bases = np.stack([waves @ resample(GRID, GRID, low, high) for low, high in WINDOWS])
    return bases.astype(np.float32, copy=False)


@lru_cache(maxsize=256)
def resample(size: int, count: int, low: float = 0.0, high: float = 1.0) -> Floats:
    """Matrix (count, size) that samples the part low..high of a line at `count` places.

    Linear interpolation; when it shrinks, a triangle as wide as the step (no aliasing).
    """
    step = (high - low) * size / count
    centre = low * size + (np.arange(count) + 0.5) * step - 0.5
    reach = max(1.0, abs(step))
    weight = 1.0 - np.abs(centre[:, None] - np.arange(size)[None, :]) / reach
    weight = np.maximum(weight, 0.0)
    nearest = np.clip(np.rint(centre), 0, size - 1).astype(int)
    weight[np.arange(count), nearest] += 1e-6  # outside: the edge goes on
    matrix: Floats = (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)
    matrix.setflags(write=False)  # it is shared
    return matrix


def on_grid(luma: Floats, side: int) -> Floats:
    """The picture squeezed to a square (side, side)."""
    height, width = luma.shape
    square = resample(height, side) @ luma @ resample(width, side).T
    return square.astype(np.float32, copy=False)


# --- Quality -------------------------------------------------------------------------------------


def sharpness(luma: Floats) -> float:
    """How much would be lost by blurring, 0..1: 1 minus the blur of Crete et al. (2007).

    Crete, Dolmiere, Ladret and Nicolas, "The blur effect: perception and estimation with a new
    no-reference perceptual blur metric", SPIE 6492. The differences between neighbours are compared
    with those after a strong blur; being a ratio, it does not depend on contrast or content the way
    a variance of the Laplacian does. Measured at thumbnail size, so photos of 2 and 50 megapixels
    compare; blur finer than 1/256 of the longer side is not seen.
    """
    return 1.0 - max(_blur(luma), _blur(luma.T))


def _blur(luma: Floats) -> float:
    """0 (sharp) to 1, across the first axis (equations 1 to 8)."""
    if min(luma.shape) < 2 * _BLUR_TAPS:
        return 1.0
    total = np.cumsum(
        np.pad(luma, ((_BLUR_TAPS // 2 + 1, _BLUR_TAPS // 2), (0, 0)), "edge"), axis=0
    )
    soft = (total[_BLUR_TAPS:] - total[:-_BLUR_TAPS]) / _BLUR_TAPS
    sharp_steps = np.abs(np.diff(luma, axis=0))
    lost = np.maximum(0.0, sharp_steps - np.abs(np.diff(soft, axis=0)))
    total_steps = float(sharp_steps.sum())
    return 1.0 if total_steps <= 0.0 else (total_steps - float(lost.sum())) / total_steps


def exposure(luma: Floats) -> float:
    """How well exposed, 0..1: the mean over all pixels of exp(-(v - 0.5)^2 / (2 0.2^2)), v 0..1.

    The "well-exposedness" of Mertens, Kautz and Van Reeth, "Exposure fusion" (2007), section 3.1.
    A mean over pixels, so photos of different sizes compare; photos of different things do not.
    """
    distance = luma / np.float32(255.0) - np.float32(0.5)
    return float(np.exp(-(distance**2) / np.float32(2 * 0.2**2)).mean())
