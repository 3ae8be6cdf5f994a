"""One open library in the window: its readers, its jobs, and the one signal of change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from photoorg.gui.jobs.reads import Reads
from photoorg.gui.jobs.runner import JobRunner
from photoorg.gui.jobs.writes import Writes
from photoorg.gui.models import snapshot
from photoorg.gui.models.covers import Covers
from photoorg.gui.models.thumbnails import Thumbnails
from photoorg.gui.parts import made, part
from photoorg.records import Changes

if TYPE_CHECKING:
    from photoorg.gui.jobs.proposals import Proposals
    from photoorg.gui.library_view import LibraryView, Tasks
    from photoorg.gui.models.full_images import FullImages
    from photoorg.gui.models.snapshot import Snapshot

SETTLE_MS = 200  # several changes in a row become one refresh
SHARE = 5  # reading may take one part in five of the time


class Session(QObject):
    """`changed` tells every view what a write touched; `snapshot_read` brings new numbers."""

    changed = Signal(object)  # Changes
    snapshot_read = Signal(object)  # Snapshot

    def __init__(self, library: LibraryView, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.tasks = tasks
        self.reads = Reads(self)
        self.writes = Writes(self)
        self.jobs = JobRunner(self)
        self.thumbnails = Thumbnails(library, self)
        self.covers = Covers(library, self.reads, self)
        self.snapshot: Snapshot = snapshot.EMPTY
        self.level: int | None = None
        self._pending = Changes()
        self._cost_s = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settle)
        self.jobs.changed.connect(self.notify)
        self.jobs.idle.connect(self._after_jobs)

    @part
    def images(self) -> FullImages:
        """Whole photos, decoded ahead."""
        from photoorg.gui.models.full_images import FullImages

        return FullImages(self.library.preview, self)

    @part
    def proposals(self) -> Proposals:
        """Questions that take seconds."""
        from photoorg.gui.jobs.proposals import Proposals

        return Proposals(self.tasks, self)

    def notify(self, changes: Changes) -> None:
        """Something was written; the views hear of it soon, and once for many writes."""
        if self.signalsBlocked():
            return
        self._pending = self._pending | changes
        if not self._timer.isActive():
            wait = max(SETTLE_MS, round(self._cost_s * 1000 * SHARE)) if self.jobs.running else 0
            self._timer.start(wait)

    def refresh(self) -> None:
        """Read the numbers anew."""
        level = self.level

        def read() -> tuple[Snapshot, float]:
            start = time.perf_counter()
            return snapshot.read(self.library, level), time.perf_counter() - start

        self.reads.ask("snapshot", read, self._take)

    def set_level(self, level: int) -> None:
        """Broader or finer clusters, without training."""
        self.level = level
        self.notify(Changes(clusters=True))

    def close(self) -> None:
        """Stop all threads, then close the library."""
        self.jobs.shutdown()
        for name in ("proposals", "writes", "reads", "thumbnails", "images"):
            one = made(self, name)
            if one is not None:
                one.stop()
        self._timer.stop()  # last: what was stopped may have written something, and said so
        self.blockSignals(True)  # and what is still on its way finds no window
        self.library.close()

    def _settle(self) -> None:
        changes, self._pending = self._pending, Changes()
        if changes.photos:
            self.thumbnails.forget_facts()
            if made(self, "images") is not None:
                self.images.forget_problems()
        if changes.clusters:
            self.covers.forget()
        if changes.clusters or changes.decisions:
            self.thumbnails.forget_facts()
        self.refresh()
        self.changed.emit(changes)

    def _after_jobs(self) -> None:
        self.notify(Changes(photos=True, clusters=True))

    def _take(self, answer: tuple[Snapshot, float]) -> None:
        self.snapshot, self._cost_s = answer
        if self.level is not None and self.level >= self.snapshot.levels:
            self.level = None
        self.snapshot_read.emit(self.snapshot)
