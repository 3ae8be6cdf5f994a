"""First sight: new photos stand on the wall by date and place long before they have been read.

A full pass takes 20 ms a photo, a look at its head 0.3 (`files.first_sight`), so of 100,000 photos
the last is on the wall after a minute instead of after half an hour. The looks run on a thread of
the scan's process, beside the readers and in their order: the newest first.

The scan's own process is safe enough for strangers' heads: they are parsed by Python (`files.tiff`,
which raises on nothing and reads no more than 72 kB), nothing is decoded and nothing allocated by
what they claim. A head that cannot be had, because a disk hangs or a cloud fetches the file first,
holds up that thread alone. Whatever else goes wrong here ends the looks, never the scan.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from photoorg.catalog import facts, glimpses
from photoorg.catalog.glimpses import Glimpse
from photoorg.files.first_sight import first_sight, turned
from photoorg.log import logger
from photoorg.pipeline.rows import Rows, Seen
from photoorg.records import Changes, FoundFile, wishes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from photoorg.catalog.connection import Connection
    from photoorg.files.first_sight import FirstSight
    from photoorg.pipeline.inventory import Plan
    from photoorg.pipeline.library import Library
    from photoorg.records import Context

STAGE = "Looking at photos for the first time"
FEW = 200  # new files that are read within seconds: they need no glimpse
WRITE_EVERY_S = 0.25
_AHEAD = 2000  # looks that wait to be written: 2 kB each, without their previews
_SLOW_S = 2.0  # without a look for so long, the readers' progress is the one to show
_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo")

_Look = tuple[FoundFile, "FirstSight | None"]


class FirstLooks:
    """Looks at the heads of a plan's new files; use it as a context manager around the reading."""

    def __init__(self, ctx: Context, library: Library, plan: Plan) -> None:
        self._ctx, self._library, self._plan = ctx, library, plan
        self._found: queue.Queue[_Look | None] = queue.Queue(_AHEAD)
        self._files = _prepared(library, plan)
        self._done, self._written_at, self._moved_at = 0, 0.0, time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="first sight", daemon=True)
        if self._files:
            self._thread.start()

    def __enter__(self) -> FirstLooks:
        """They have begun."""
        return self

    def __exit__(self, *_: object) -> None:
        """What was seen is kept, also on a stop; a look that hangs is left behind."""
        self.write(last=True)
        self._give_up()
        if self._thread.is_alive():
            self._thread.join(2 * WRITE_EVERY_S)

    @property
    def busy(self) -> bool:
        """Whether there is more to see, and it comes."""
        return bool(self._files) and time.monotonic() - self._moved_at < _SLOW_S

    def write(self, last: bool = False) -> None:
        """Keep what has been seen since; call it often, it waits until that is worth a write."""
        now = time.monotonic()
        if not self._files or (now - self._written_at < WRITE_EVERY_S and not last):
            return
        self._written_at = now
        looks = self._taken()
        try:
            self._keep(looks)
        except Exception:  # a convenience: the readers find out, and say, what is really wrong
            logger("scan").warning("The first looks were given up", exc_info=True)
            self._give_up()
        if looks:
            self._moved_at = now
        if self.busy:
            self._ctx.progress(STAGE, self._done, len(self._files))

    def _taken(self) -> list[_Look]:
        found: list[_Look] = []
        for _ in range(self._found.qsize()):
            look = self._found.get_nowait()
            if look is None:
                self._give_up()
            else:
                found.append(look)
        self._done += len(found)
        return found

    def _keep(self, looks: list[_Look]) -> None:
        made = _glimpses(self._library.db, self._plan, looks)
        if made:
            with self._library.db.transaction():
                glimpses.put(self._library.db, self._plan.root_id, made)
            self._ctx.changed(Changes(photos=True))

    def _give_up(self) -> None:
        """Nothing more is expected."""
        self._files = []
        self._ended.set()

    # --- on the thread

    def _look(self) -> None:
        for file in self._files:
            if self._ended.is_set():
                return
            sight = _looked_at(file.path)
            self._hand_over((file, sight and replace(sight, preview=b"")))
        self._hand_over(None)

    def _hand_over(self, look: _Look | None) -> None:
        """To the scan, as soon as it has room; it writes, so nothing piles up."""
        while not self._ended.is_set():
            try:
                self._found.put(look, timeout=WRITE_EVERY_S)
                return
            except queue.Full:
                continue


def _looked_at(path: str) -> FirstSight | None:
    try:
        return first_sight(path)
    except OSError:
        return None  # the readers will say why
    except Exception:
        logger("scan").warning("No first sight of %r", path, exc_info=True)
        return None


def _prepared(library: Library, plan: Plan) -> list[FoundFile]:
    """The files to look at; glimpses of a scan that was stopped stay, unless they are of the past.

    Only files that are shown in no other way: not those that have changed, nor those that were
    moved, by what their size and time say.
    """
    shown = {(k.size, k.mtime_ns) for files in plan.absent.values() for k in files}
    wanted = {
        (relative, file.size, file.mtime_ns): file
        for file in plan.to_read
        if file.path.lower().endswith(_SUFFIXES)
        and (relative := plan.relative(file.path)) not in plan.known
        and (file.size, file.mtime_ns) not in shown
    }
    known = glimpses.entries(library.db, plan.root_id, plan.inside)
    with library.db.transaction():
        gone = [entry[0] for entry in known - wanted.keys()]
        glimpses.drop(library.db, plan.root_id, gone)
    if len(wanted) < FEW:
        return []
    return [file for entry, file in wanted.items() if entry not in known]


def _glimpses(db: Connection, plan: Plan, looks: Sequence[_Look]) -> list[Glimpse]:
    """Dated and placed as they will be when they have been read, but for what XMP may say."""
    seen = [
        (sight, Seen(
            plan.relative(file.path), file.path, file.size, file.mtime_ns, "", sight.metadata,
            plan.beside.read(file.path, sight.metadata),
        ))
        for file, sight in looks
        if sight is not None
    ]  # fmt: skip
    rows = Rows(db).make([one for _, one in seen])
    return [
        Glimpse(row, sight.orientation, facts.camera(sight.metadata))
        for row, (sight, _) in zip(rows, seen, strict=True)
    ]


# --- What somebody is looking at comes first -----------------------------------------------------


def in_turn(ctx: Context, library: Library, plan: Plan) -> Iterator[FoundFile]:
    """The files to read: in the order of the plan, but what is wished for before all others."""
    wishes: tuple[int, ...] = ()
    waiting: deque[FoundFile] = deque()
    taken: set[str] = set()
    for file in plan.to_read:
        while True:
            if wishes_of(ctx) != wishes:
                wishes = wishes_of(ctx)
                waiting = deque(_later_than(file, library, plan, wishes))
            if not waiting:
                break
            wished = waiting.popleft()
            if wished.path not in taken:
                taken.add(wished.path)
                yield wished
        if file.path not in taken:
            yield file


def _later_than(
    file: FoundFile, library: Library, plan: Plan, wishes: Sequence[int]
) -> Iterator[FoundFile]:
    """Of these glimpses, the files whose turn would come after that of `file`.

    The plan goes from the newest to the oldest, so their time tells; those of the same time have
    been read or come at once.
    """
    for path, size, mtime_ns in glimpses.files_of(library.db, plan.root_id, wishes):
        if mtime_ns < file.mtime_ns:
            yield FoundFile(os.path.join(plan.root, os.fsdecode(path)), size, mtime_ns)


# --- Shown ---------------------------------------------------------------------------------------


def previews(db: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    """Glimpse (by its negative id) -> the preview in the file's head, a JPEG of some 160 pixels.

    Read anew when it is to be shown, 0.2 ms each: kept, 100,000 of them would take a gigabyte, for
    minutes.
    """
    found: dict[int, bytes] = {}
    for photo_id, path, orientation in glimpses.heads(db, ids):
        sight = _looked_at(path)
        if sight is not None and sight.preview:
            found[photo_id] = turned(sight.preview, orientation)
    return found
