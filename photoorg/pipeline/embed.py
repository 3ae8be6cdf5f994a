"""Recognising contents: the features of every content that has none yet, into the catalogue.

The input is the stored thumbnail, so no photo is decoded twice and a scan need not wait for torch.
Blocks are committed as they come; what the network says of a photo does not depend on the others
in its batch, so a killed run and an undisturbed one end with the same features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoorg.catalog import machine

if TYPE_CHECKING:
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

STAGE = "Recognising contents"


def embed(ctx: Context, library: Library, device: str) -> int:
    """Compute and store missing features; returns how many contents got theirs.

    Photos whose thumbnail was lost while their disk was away wait for the disk.
    """
    from photoorg.pipeline import grouping

    wanted = machine.hashes_without_features(library.db, grouping.FEATURE_MODEL)
    lost = set(library.thumbnail_store.missing(wanted))
    todo = [digest for digest in wanted if digest not in lost]
    if not todo:
        return 0
    ctx.progress(STAGE, 0, len(todo))

    def thumbnails(start: int, stop: int) -> list[bytes]:
        found = library.thumbnail_store.get_many(todo[start:stop])
        return [found[digest] for digest in todo[start:stop]]

    for start, stop, block in grouping.thumbnail_features(thumbnails, len(todo), device, ctx):
        rows = zip(todo[start:stop], (row.tobytes() for row in block), strict=True)
        machine.put_features(library.db, grouping.FEATURE_MODEL, rows)
        ctx.progress(STAGE, stop, len(todo))
        ctx.check_cancelled()
    return len(todo)
