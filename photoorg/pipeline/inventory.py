"""Listing a folder against the catalogue: what is unchanged, back, to be read, and absent.

Nothing is read here but names, sizes and times.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photoorg.catalog import facts
from photoorg.pipeline import redating
from photoorg.records import FoundFile, file_time

if TYPE_CHECKING:
    from photoorg.catalog.facts import KnownFile
    from photoorg.files.beside import Listing
    from photoorg.files.walk import Listed
    from photoorg.pipeline.library import Library
    from photoorg.pipeline.scan import ScanReport
    from photoorg.records import Context


@dataclass(slots=True)
class Plan:
    """What a listing means against the catalogue."""

    root_id: int
    root: str
    known: dict[bytes, KnownFile]
    beside: Listing
    inside: str = ""  # the folder that was listed, below the root
    to_read: list[FoundFile] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    stale: list[redating.Stale] = field(default_factory=list)  # other sidecars than it was dated by
    absent: dict[str, list[KnownFile]] = field(default_factory=dict)  # by hash: not found now
    lost: dict[str, list[int]] = field(default_factory=dict)  # by hash: missing since earlier
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    thumbless: set[bytes] = field(default_factory=set)
    renamed: bool = False  # the root itself was: its unchanged files count as moved

    def relative(self, path: str) -> bytes:
        """A path below the root as the catalogue has it."""
        # a slice: `os.path.relpath` costs 10 us, four times as much as finding the file
        return os.fsencode(path[len(os.path.join(self.root, "")) :])


def list_folder(
    ctx: Context, library: Library, folder: str, root_id: int, inside: str, report: ScanReport
) -> Plan:
    """Walk, and sort what is found into unchanged, back, to be read, and absent.

    Most files of most scans are as they were: what is on the disk and what is known are compared as
    sets of (path, size, time), 2 us a file beside the walk, and only where they differ is a file
    looked at by itself.
    """
    from photoorg.files.beside import Listing

    root = next(r.path for r in library.roots() if r.id == root_id)
    plan = Plan(root_id, root, {}, Listing(), inside)
    quiet = _quiet(library, plan, inside)
    if not inside and not quiet and not plan.known:
        plan.renamed = _renamed_root(library, plan)
        quiet = _quiet(library, plan, inside) if plan.renamed else quiet
    plan.lost = facts.missing_photos(library.db)
    known = len(quiet)
    different = _different(ctx, plan, folder, quiet)
    same = known - len(quiet)
    report.moved += same * plan.renamed
    report.unchanged += same * (not plan.renamed)
    _load_known(library, plan, [*different, *quiet])
    for relative, size, mtime_ns in sorted(different):
        path = os.path.join(root, os.fsdecode(relative))
        _sort_in(plan, relative, FoundFile(path, size, mtime_ns), report)
    if plan.known:
        _compare_known(plan, {relative for relative, _, _ in different})
    plan.to_read.sort(key=lambda f: -f.mtime_ns)  # newest first: what people look for first
    return plan


def _quiet(library: Library, plan: Plan, inside: str) -> set[facts.Entry]:
    """Photos that need not be looked at unless they changed; all others go into `plan.known`."""
    quiet = facts.quiet_photos(library.db, plan.root_id, inside)
    plan.known = facts.other_files(library.db, plan.root_id, inside)
    if library.thumbnail_store.count() < facts.content_count(library.db):
        plan.thumbless = _without_thumbnail(library, plan, inside)
        quiet = {entry for entry in quiet if entry[0] not in plan.thumbless}
        plan.known |= facts.files_at(library.db, plan.root_id, plan.thumbless - plan.known.keys())
    return quiet


def _different(ctx: Context, plan: Plan, folder: str, quiet: set[facts.Entry]) -> list[facts.Entry]:
    """The files on the disk that are not in `quiet`; those that are, are taken out of it.

    Folder by folder, so that the listing is never held whole. Sidecars are noted on the way.
    """
    from photoorg.files.walk import folders

    different: list[facts.Entry] = []
    length, found = len(os.path.join(plan.root, "")), 0
    for listed in folders(folder, lambda path, why: plan.unreadable.append((path, why))):
        ctx.check_cancelled()
        here = _entries(listed, os.path.join(listed.path, "")[length:])
        before = len(quiet)
        quiet ^= here  # one look-up a file: what was in both goes, what is only here comes
        if len(quiet) != before - len(here):
            new = quiet & here
            different += new
            quiet -= new
        plan.beside.add_folder(listed)
        found += len(here)
        ctx.progress("Looking for photos", found, 0)
    return different


def _entries(listed: Listed, start: str) -> set[facts.Entry]:
    """The files of a folder as the catalogue has them; `start` stands before their names.

    All names are made paths and bytes at once: one by one would take 0.3 us each.
    """
    before = f"\0{start}"  # no name has a NUL
    paths = os.fsencode(before + before.join(listed.names)).split(b"\0")[1:]
    return set(zip(paths, listed.sizes, listed.times, strict=False))


def _load_known(library: Library, plan: Plan, entries: list[facts.Entry]) -> None:
    """The rows of files that differ from what is known, and of those that have sidecars."""
    concerned = {path for path, _, _ in entries}
    concerned.update(plan.relative(path) for path in plan.beside.photos())
    plan.known |= facts.files_at(library.db, plan.root_id, concerned - plan.known.keys())


def _compare_known(plan: Plan, different: set[bytes]) -> None:
    """What went, and what has other sidecars.

    `different` are the paths on the disk that are not quiet. A file in `plan.known` is there if it
    is one of them or has sidecars there, as those that are quiet and the same are not loaded.
    """
    seen = different | {plan.relative(path) for path in plan.beside.photos()}
    unread = seen - {plan.relative(file.path) for file in plan.to_read}
    plan.stale = redating.stale(plan.beside, plan.root, plan.known, unread)
    unreadable = tuple(os.path.join(path, "") for path, _ in plan.unreadable)
    for relative, known in plan.known.items():
        hidden = os.path.join(plan.root, os.fsdecode(relative)).startswith(unreadable)
        if relative not in seen and known.gone is None and not hidden:
            plan.absent.setdefault(known.hash or "", []).append(known)


def _renamed_root(library: Library, new: Plan) -> bool:
    """Whether a vanished root's files lie under the new one: the folder was renamed.

    At least half of its files must be there by name, size and time. The rows get their new root,
    so nothing is read or embedded again; photos of a disk that is away are recognised by content
    all the same when it comes back.
    """
    for root in library.roots():
        if root.id == new.root_id or os.path.isdir(root.path):
            continue
        known = facts.known_files(library.db, root.id)
        same = sum(_is_there(new.root, relative, file) for relative, file in known.items())
        if same and same * 2 >= len(known):
            facts.adopt_root(library.db, root.id, new.root_id)
            return True
    return False


def _is_there(root: str, relative: bytes, known: KnownFile) -> bool:
    try:
        status = os.lstat(os.path.join(os.fsencode(root), relative))
    except OSError:
        return False
    return (status.st_size, file_time(status)) == (known.size, known.mtime_ns)


def _sort_in(plan: Plan, relative: bytes, found: FoundFile, report: ScanReport) -> None:
    known = plan.known.get(relative)
    same = known and (known.size, known.mtime_ns) == (found.size, found.mtime_ns)
    if known is None or not same or known.retry or relative in plan.thumbless:
        plan.to_read.append(found)
        return
    if known.gone:
        plan.back.append(known.id)
    if known.state == "photo":
        report.moved += plan.renamed
        report.unchanged += not plan.renamed
    elif known.state == "other":
        report.skipped += 1


def _without_thumbnail(library: Library, plan: Plan, inside: str) -> set[bytes]:
    """Known photos whose thumbnail is lost (the file is a cache that anyone may delete)."""
    by_hash: dict[str, list[bytes]] = {}
    for relative, known in facts.known_files(library.db, plan.root_id, inside).items():
        if known.state == "photo" and known.hash:
            by_hash.setdefault(known.hash, []).append(relative)
    lost = library.thumbnail_store.missing(list(by_hash))
    return {relative for digest in lost for relative in by_hash[digest]}
