"""Photos that a scan does not read again but dates anew: by new sidecars, or by new rules.

Neither touches a picture: what it says of itself is in the catalogue.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from photoorg.catalog import facts, moments
from photoorg.log import logger
from photoorg.records import Changes, Metadata

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.facts import KnownFile
    from photoorg.files.beside import Listing
    from photoorg.records import Context

_BATCH = 2000
STAGE = "Dating photos"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Stale:
    """A file in the catalogue that was dated by other sidecars than lie beside it now."""

    id: int
    path: str
    hash: str


def stale(
    beside: Listing, root: str, known: Mapping[bytes, KnownFile], here: Set[bytes]
) -> list[Stale]:
    """Of the files `here` (paths below `root`) those with other sidecars than at the last scan."""
    below = len(os.path.join(root, ""))
    concerned = {path for path, file in known.items() if file.sidecar is not None}
    concerned.update(os.fsencode(path[below:]) for path in beside.photos())
    found = []
    for relative in sorted(concerned & here & known.keys()):
        file, path = known[relative], os.path.join(root, os.fsdecode(relative))
        dated = file.state == "photo" and not beside.is_current(path, file.sidecar)
        if dated and file.hash:
            found.append(Stale(file.id, path, file.hash))
    return found


def by_sidecars(ctx: Context, db: Connection, beside: Listing, stale: Sequence[Stale]) -> None:
    """Read the sidecars of these photos, and date and place them by what they say."""
    from photoorg.files.beside import to_json
    from photoorg.pipeline.recomputing import settle

    done = 0
    for part in _batches(stale):
        ctx.check_cancelled()
        new: list[tuple[str | None, int]] = []
        for photo in part:
            content = facts.metadata_of(db, photo.hash)
            metadata = Metadata(**json.loads(content)) if content else Metadata()
            said = beside.read(photo.path, metadata)
            new.append((to_json(said) if said else None, photo.id))
        with db.transaction():
            moments.set_sidecars(db, new)
            settle(db, [photo.hash for photo in part])
        done += len(part)
        ctx.progress(STAGE, done, len(stale))
        ctx.changed(Changes(photos=True))


def by_new_rules(ctx: Context, db: Connection) -> None:
    """Date and place all photos that went by the rules of an older photoorg."""
    from photoorg.dates.rules import VERSION
    from photoorg.pipeline.recomputing import settle

    if moments.rules_version(db) == VERSION:
        return
    hashes = moments.dated_contents(db)
    done = 0
    for part in _batches(hashes):
        ctx.check_cancelled()
        with db.transaction():
            settle(db, part)
        done += len(part)
        ctx.progress(STAGE, done, len(hashes))
    with db.transaction():
        moments.set_rules_version(db, VERSION)
    if hashes:
        logger("scan").info("%d photos dated by the rules of version %d", len(hashes), VERSION)
        ctx.changed(Changes(photos=True))


def into_order(ctx: Context, db: Connection) -> None:
    """Bring all photos into the order of their times."""
    from photoorg.pipeline.ordering import order

    if order(db):
        ctx.changed(Changes(photos=True))


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
