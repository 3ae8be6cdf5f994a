"""Listing a folder against the catalogue: what is unchanged, back, to be read, and absent.

Nothing is read here but names, sizes and times.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from photoorg.catalog import facts
from photoorg.catalog.facts import KnownFile
from photoorg.pipeline import redating
from photoorg.pipeline.library import Library
from photoorg.records import Context, FoundFile, file_time

if TYPE_CHECKING:
    from photoorg.files.beside import Listing
    from photoorg.pipeline.scan import ScanReport


@dataclass(slots=True)
class Plan:
    """What a listing means against the catalogue."""

    root_id: int
    root: str
    known: dict[bytes, KnownFile]
    beside: Listing
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
    """Walk, and sort what is found into unchanged, back, to be read, and absent."""
    from photoorg.files.beside import Listing
    from photoorg.files.walk import walk

    root = next(r.path for r in library.roots() if r.id == root_id)
    plan = Plan(root_id, root, facts.known_files(library.db, root_id, inside), Listing())
    if not plan.known and not inside:
        plan = _renamed_root(library, plan) or plan
    plan.thumbless = _without_thumbnail(library, plan)
    plan.lost = facts.missing_photos(library.db)
    seen: set[bytes] = set()
    for found in walk(folder, lambda path, why: plan.unreadable.append((path, why))):
        ctx.check_cancelled()
        relative = plan.relative(found.path)
        seen.add(relative)
        plan.beside.add(found)
        _sort_in(plan, relative, found, report)
        if len(seen) % 100 == 0:
            ctx.progress("Looking for photos", len(seen), 0)
    plan.beside.close()
    unread = seen - {plan.relative(file.path) for file in plan.to_read}
    plan.stale = redating.stale(plan.beside, root, plan.known, unread)
    unreadable = tuple(os.path.join(path, "") for path, _ in plan.unreadable)
    for relative, known in plan.known.items():
        hidden = os.path.join(root, os.fsdecode(relative)).startswith(unreadable)
        if relative not in seen and known.gone is None and not hidden:
            plan.absent.setdefault(known.hash or "", []).append(known)
    plan.to_read.sort(key=lambda f: -f.mtime_ns)  # newest first: what people look for first
    return plan


def _renamed_root(library: Library, new: Plan) -> Plan | None:
    """The plan of a vanished root whose files lie under the new one: the folder was renamed.

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
            return Plan(new.root_id, new.root, known, new.beside, renamed=True)
    return None


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


def _without_thumbnail(library: Library, plan: Plan) -> set[bytes]:
    """Known photos whose thumbnail is lost (the file is a cache that anyone may delete)."""
    by_hash: dict[str, list[bytes]] = {}
    for relative, known in plan.known.items():
        if known.state == "photo" and known.hash:
            by_hash.setdefault(known.hash, []).append(relative)
    lost = library.thumbnail_store.missing(list(by_hash))
    return {relative for digest in lost for relative in by_hash[digest]}
