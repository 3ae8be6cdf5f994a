"""What stored rows say before any training: features for graphs, classes and cues for titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from photoorg.clusters.evidence import fit_projection
from photoorg.learn import features as stored
from photoorg.weights import has_maps

if TYPE_CHECKING:
    from photoorg.clusters.evidence import Projection
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


BLOCK = 4096  # rows unpacked at a time: 50 MB
SAMPLE = 8192
TOP = 5  # classes kept a photo


def unpackers(model: str) -> tuple[Callable[[Bytes], Floats], ...]:
    """What gives the frozen kinds of evidence from rows: pooled features and maps, or pixels."""
    if has_maps(model):
        return stored.unpack_pooled, lambda rows: flat(stored.unpack_maps(rows))
    channels, side = stored.pixel_shape(model)
    return (lambda rows: flat(stored.unpack_pixels(rows, channels, side)),)


def flat(maps: Floats) -> Floats:
    """(n, channels, side, side) to (n, channels side side)."""
    return maps.reshape(len(maps), -1)


def fit(rows: Bytes, model: str) -> tuple[Projection, ...]:
    """One projection per frozen kind, fitted on a sample of the rows."""
    sample = rows[:: max(1, -(-len(rows) // SAMPLE))]
    return tuple(fit_projection(unpack(sample)) for unpack in unpackers(model))


def apply(views: Sequence[Projection], rows: Bytes, model: str, ctx: Context) -> list[Floats]:
    """The frozen kinds of evidence of the rows, each (n, parts)."""
    kinds = []
    for view, unpack in zip(views, unpackers(model), strict=True):
        parts = [np.zeros((0, len(view.components)), dtype=np.float32)]
        for begin in range(0, len(rows), BLOCK):
            ctx.check_cancelled()
            parts.append(view.apply(unpack(rows[begin : begin + BLOCK])))
        kinds.append(np.concatenate(parts))
    return kinds


def frozen(rows: Bytes, model: str, ctx: Context) -> list[Floats]:
    """The frozen kinds of evidence of the rows, each (n, parts), by projections of their own."""
    return apply(fit(rows, model), rows, model, ctx)


def likely_classes(rows: Bytes, model: str) -> tuple[Ints, Floats] | None:
    """The backbone's `TOP` ImageNet classes of each photo (n, 5), likeliest first; None: pixels.

    With their probabilities (n, 5).
    """
    if not has_maps(model):
        return None
    from photoorg.learn.backbone import load_classifier

    weight, bias = load_classifier()
    found = np.empty((len(rows), TOP), dtype=np.int64)
    probable = np.empty((len(rows), TOP), dtype=np.float32)
    for begin in range(0, len(rows), BLOCK):
        part = slice(begin, begin + BLOCK)
        logits = stored.unpack_pooled(rows[part]) @ weight.T + bias
        found[part] = np.argsort(-logits, axis=1, kind="stable")[:, :TOP]
        probable[part] = np.take_along_axis(softmax(logits, axis=1), found[part], axis=1)
    return found, probable


def mean_cues(rows: Bytes, members: Ints) -> dict[str, float]:
    """The members' mean pixel cues by name."""
    if len(members) == 0:
        return dict.fromkeys(stored.CUES, 0.0)
    means = stored.unpack_cues(rows[members]).mean(axis=0)
    return dict(zip(stored.CUES, (float(value) for value in means), strict=True))
