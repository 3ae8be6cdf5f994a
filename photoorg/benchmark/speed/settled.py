"""A made-up library that is grouped already, with all that placing and comparing need.

Features are those of a few kinds of pictures with noise; the networks are trained on a few hundred
of them, and the model then is told of as many landmarks as one of the whole library would have,
which is what the cost of placing depends on.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from photoorg.benchmark.speed import libraries
from photoorg.catalog import facts, machine, stacks
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.files import looks
from photoorg.learn import checkpoint as store
from photoorg.pipeline import grouping, starting
from photoorg.pipeline.library import Library
from photoorg.pipeline.placing import Model
from photoorg.records import NULL_CONTEXT, Context

KINDS = 24  # of pictures
TRAINED = 240  # photos
CHECKPOINT = "run-1.pt"
BATCH = 2000
TINY = b"\xff\xd8\xff\xd9"  # stands for a thumbnail that nobody looks at

Bytes = NDArray[np.uint8]


def settle(library: Library, count: int, root: Path, ctx: Context) -> int:
    """Fill the library with `count` photos below `root`, all read, grouped and compared."""
    made = libraries.fill(library, count, ctx, root)
    libraries.write_files(library, root, ctx)
    hashes = contents(library)
    library.thumbnail_store.put_many((digest, TINY) for digest in hashes)
    rows = feature_rows(len(hashes))
    for start in range(0, len(hashes), BATCH):
        ctx.check_cancelled()
        part = zip(hashes[start : start + BATCH], rows[start : start + BATCH], strict=True)
        machine.put_features(
            library.db, grouping.FEATURE_MODEL, [(digest, row.tobytes()) for digest, row in part]
        )
    group(library, hashes, rows, ctx)
    compare(library, hashes)
    return made


def contents(library: Library) -> list[str]:
    """The hashes of all photos."""
    return facts.photo_hashes(library.db)


def feature_rows(count: int, seed: int = 5) -> Bytes:
    """Rows (count, FEATURE_BYTES) of `KINDS` kinds, in no order."""
    chance = np.random.default_rng(seed)
    kinds = chance.integers(40, 216, (KINDS, grouping.FEATURE_BYTES))
    noise = chance.integers(-24, 25, (count, grouping.FEATURE_BYTES), dtype=np.int16)
    rows: Bytes = (kinds[chance.integers(0, KINDS, count)] + noise).clip(0, 255).astype(np.uint8)
    return rows


def group(library: Library, hashes: list[str], rows: Bytes, ctx: Context) -> None:
    """Train on some, give the model the landmarks of all, and put every photo somewhere."""
    library.paths.models.mkdir(exist_ok=True)
    path = library.paths.models / CHECKPOINT
    found = grouping.learn_grouping(
        rows[:TRAINED], seed=0, k=None, device="cpu", ctx=Quiet(ctx), checkpoint=path
    )
    model = Model.from_plain(store.load(path), grouping.FEATURE_MODEL)
    landmarks = min(len(hashes), starting.recipe_for(grouping.FEATURE_MODEL).landmarks)
    chosen = np.arange(landmarks) % len(model.labels)
    known = tuple(jittered(part[chosen]) for part in model.known)
    store.save(path, replace(model, known=known, labels=model.labels[chosen]).plain())
    leaf = found.leaf[np.arange(len(hashes)) % len(found.leaf)]
    clusters = [ClusterRow(n + 1, f"Kind {n + 1}", 0.5, leaf=n) for n in range(len(found.leaves))]
    machine.put_run(
        library.db, model=grouping.FEATURE_MODEL, checkpoint=CHECKPOINT, level=0, parameters={},
        clusters=clusters,
        assignments=[
            Assignment(digest, int(one) + 1 if one >= 0 else None, 0.9, n, True)
            for n, (digest, one) in enumerate(zip(hashes, leaf, strict=True))
        ],
    )  # fmt: skip


def jittered(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """No two landmarks the same."""
    noise = np.random.default_rng(9).normal(0.0, 1e-3, vectors.shape)
    return (vectors + noise).astype(np.float32)


def compare(library: Library, hashes: list[str]) -> None:
    """Looks of chance, as if all had been compared: no two alike."""
    bits = np.random.default_rng(11).integers(
        0, 2**63, (len(hashes), looks.HASHES), dtype=np.uint64
    )
    rows = [
        stacks.LookRow(digest, row.astype("<u8").tobytes(), 0.5, 0.5, 40.0)
        for digest, row in zip(hashes, bits, strict=True)
    ]
    stacks.put_looks(library.db, looks.VERSION, rows)
    stacks.set_compared(library.db, hashes)


class Quiet:
    """Passes a wish to stop on, and no report."""

    def __init__(self, ctx: Context) -> None:
        self.check_cancelled = ctx.check_cancelled
        self.progress, self.changed = NULL_CONTEXT.progress, NULL_CONTEXT.changed
        self.message = NULL_CONTEXT.message
