"""Tags, ratings and corrections to XMP sidecars beside the photos, on request; undoable.

A sidecar that another program wrote is merged, not replaced: what photoorg does not know stays, and
the file as it was goes to the library's backups first. The photos themselves are never written to.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.catalog import corrections, decisions, transfers
from photoorg.catalog.decisions import JournalRow
from photoorg.errors import Cancelled, UsageError
from photoorg.pipeline import export_undo
from photoorg.pipeline.export import ExportStopped
from photoorg.pipeline.export_run import BATCH
from photoorg.pipeline.lock import held
from photoorg.pipeline.settling import recover
from photoorg.records import (
    NO_CORRECTION,
    Changes,
    ExportItem,
    ExportPlan,
    ExportReport,
    Failure,
)

if TYPE_CHECKING:
    from photoorg.pipeline.library import Library
    from photoorg.records import (
        Context,
        Correction,
        Photo,
    )

STAGE = "Writing sidecars"


def plan(library: Library, ids: Sequence[int]) -> ExportPlan:
    """Which sidecars would be written: new ones, and others' to which something is added.

    Touches nothing. In the items `path` is the photo, `target` its sidecar, `bytes` the size it
    will have, and `hash` None for a new one, else the SHA-256 of the one that is there.
    """
    items: list[ExportItem] = []
    refused: list[Failure] = []
    silent = 0
    groups = _groups_of(library)
    photos = library.photos(ids)
    said = corrections.of_hashes(library.db, [photo.hash for photo in photos])
    for photo in photos:
        try:
            wanted = _wanted(photo, groups, said.get(photo.hash, NO_CORRECTION))
        except _Refused as error:
            refused.append(Failure(photo.path, str(error)))
            continue
        if wanted is None:
            silent += 1
            continue
        items.append(
            ExportItem(photo.path, wanted.path, len(wanted.data), 0, wanted.before, photo.id)
        )
    return ExportPlan("xmp", "", tuple(items), tuple(refused), silent=silent)


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """A sidecar as it is to be; `before` is the SHA-256 of the one that is there, if one is."""

    path: str
    data: bytes
    before: str | None


class _Refused(Exception):
    """Why a photo gets no sidecar."""


def _groups_of(library: Library) -> Mapping[int, tuple[str, ...]]:
    """Leaf cluster -> the titles of its folder and of itself, the broadest first."""
    tree = {cluster.id: cluster for cluster in library.clusters()}
    found: dict[int, tuple[str, ...]] = {}
    for cluster in tree.values():
        above = tree.get(cluster.parent) if cluster.parent is not None else None
        found[cluster.id] = (above.title, cluster.title) if above else (cluster.title,)
    for cluster in tree.values():  # a folder that is shown whole stands for its leaves
        for leaf in library.leaves(cluster.id):
            found.setdefault(leaf, found[cluster.id])
    return found


def _wanted(
    photo: Photo, groups: Mapping[int, tuple[str, ...]], said: Correction
) -> _Sidecar | None:
    """The sidecar of a photo as it should be; None if there is nothing (new) to say.

    Of date and place only what the user said: the rest is in the photo, or is an estimate.
    """
    from photoorg.files import xmp

    if photo.offline:
        raise _Refused("It lies on a disk that is away.")
    if not os.path.lexists(photo.path):
        raise _Refused("It is no longer there. Scan the folder again.")
    verdict = photo.verdict
    rating = verdict.rating or (xmp.REJECTED if verdict.mark == "rejected" else None)
    path = groups.get(photo.cluster, ()) if photo.cluster is not None else ()
    tags = xmp.Tags(rating, path, _date(photo, said), *_place(photo, said))
    if not tags:
        return None
    sidecar = xmp.sidecar_of(photo.path)
    existing = _existing(sidecar)
    try:
        data = xmp.merged(existing, tags)
    except xmp.SidecarError as error:
        raise _Refused(error.reason) from error
    if data is None:
        return None
    before = None if existing is None else hashlib.sha256(existing).hexdigest()
    return _Sidecar(sidecar, data, before)


def _date(photo: Photo, said: Correction) -> str | None:
    if photo.taken is None or (said.taken is None and said.utc_offset is None):
        return None
    return f"{photo.taken}{photo.utc_offset or ''}"


def _place(
    photo: Photo, said: Correction
) -> tuple[tuple[float, float] | None, tuple[str, str, str] | None]:
    if said.place_from != "user" or photo.latitude is None or photo.longitude is None:
        return None, None
    place = photo.place
    names = (place.city, place.region, place.country) if place else None
    return (photo.latitude, photo.longitude), names


def _existing(sidecar: str) -> bytes | None:
    from photoorg.files import xmp

    try:
        status = os.lstat(sidecar)
        if not stat.S_ISREG(status.st_mode):
            raise _Refused("In place of its sidecar there is a link or a folder.")
        with open(sidecar, "rb") as file:
            return file.read(xmp.LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _Refused(f"Its sidecar can not be read: {error.strerror or error}.") from error


# --- writing them --------------------------------------------------------------------------------


def write_sidecars(ctx: Context, library: Library, ids: Sequence[int], title: str) -> ExportReport:
    """Write the sidecars of these photos as one operation; stopping keeps what was written."""
    library.check_writable()
    with held(library.paths.writer_lock):
        recover(library)
        made = plan(library, ids)
        if not made.items:
            reason = f" {made.refused[0].reason}" if made.refused else ""
            raise UsageError(
                "There is nothing to write: no photo has a rating, a mark, a cluster or a "
                f"correction that its sidecar does not say already.{reason}"
            )
        token = secrets.token_hex(4)
        rows = [
            JournalRow(n, None, item.target, item.target, None, 0, 0, "planned")
            for n, item in enumerate(made.items)
        ]
        operation = transfers.begin(library.db, "xmp", title, {"token": token}, rows)
        return _run(ctx, library, made, operation, token)


def _run(
    ctx: Context, library: Library, made: ExportPlan, operation: int, token: str
) -> ExportReport:
    stopped: Cancelled | None = None
    try:
        work = _Writing(library, made, operation, token)
        for start in range(0, len(made.items), BATCH):
            work.batch(range(start, min(start + BATCH, len(made.items))))
            ctx.progress(STAGE, min(start + BATCH, len(made.items)), len(made.items))
            ctx.check_cancelled()
    except Cancelled as error:
        stopped = error
    finally:
        export_undo.settle(library, operation)
        ctx.changed(Changes(decisions=True))
    report = _report(library, operation, made)
    if stopped:
        raise ExportStopped(report) from stopped
    return report


class _Writing:
    """One operation of sidecars while it runs."""

    def __init__(self, library: Library, made: ExportPlan, operation: int, token: str) -> None:
        self._library, self._made, self._operation = library, made, operation
        self._token = token
        self._groups = _groups_of(library)

    def batch(self, positions: range) -> None:
        """Note what each sidecar will be, write them, note what came of it."""
        db = self._library.db
        wanted = {n: self._look(n) for n in positions}
        with db.transaction():
            for n, found in wanted.items():
                if isinstance(found, _Sidecar):
                    digest = hashlib.sha256(found.data).hexdigest()
                    where = found.path if found.before is None else self._backup_of(n)
                    size = len(found.data)
                    transfers.expect(db, self._operation, n, where, digest, size)
        written = {n: self._write(n, found) for n, found in wanted.items()}
        with db.transaction():
            for n, (state, reason) in written.items():
                decisions.mark(db, self._operation, n, state, reason=reason)

    def _look(self, position: int) -> _Sidecar | str:
        """The sidecar as it should be by now, or why there will be none."""
        photo_id = self._made.items[position].photo_id
        photo = self._library.photo(photo_id) if photo_id is not None else None
        try:
            found = _wanted(photo, self._groups, self._said(photo)) if photo else None
        except _Refused as error:
            return str(error)
        return found or "There is nothing new to say any more."

    def _said(self, photo: Photo) -> Correction:
        found = corrections.of_hashes(self._library.db, [photo.hash])
        return found.get(photo.hash, NO_CORRECTION)

    def _backup_of(self, position: int) -> str:
        return str(self._library.paths.backups / f"sidecars-{self._token}" / f"{position:06d}.xmp")

    def _write(self, position: int, wanted: _Sidecar | str) -> tuple[str, str | None]:
        """(state in the journal, why there is none)."""
        from photoorg.files import transfer

        if isinstance(wanted, str):
            return "failed", wanted
        part = export_undo.part_of(wanted.path, self._token, position)
        try:
            if wanted.before is None:
                transfer.write_new(wanted.path, wanted.data, part)
                return "copied", None
            backup = self._backup_of(position)
            Path(backup).parent.mkdir(parents=True, exist_ok=True)
            transfer.copy(wanted.path, backup, f"{backup}.part", wanted.before)
            transfer.sync_folder(backup)
            transfer.replace(wanted.path, wanted.data, part)
        except transfer.TransferError as error:
            return "failed", error.reason
        except OSError as error:
            return "failed", f"It could not be backed up: {error.strerror or error}."
        return "moved", None


def _report(library: Library, operation: int, made: ExportPlan) -> ExportReport:
    rows = decisions.journal(library.db, operation, ["moved", "copied"])
    failed = [Failure(path, reason) for path, reason in decisions.failures(library.db, operation)]
    photos = {item.target: item.path for item in made.items}
    return ExportReport(
        operation if rows else None,
        "xmp",
        "",
        tuple((photos[row.path], row.path) for row in rows),
        0,
        (*made.refused, *failed),
        sum(row.size for row in rows),
    )
