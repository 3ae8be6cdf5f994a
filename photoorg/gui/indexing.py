"""Opening folders: the scan and the learning, its progress, and the state of the centre."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from photoorg.errors import PhotoorgError, SurroundingsError
from photoorg.gui import texts
from photoorg.gui.jobs.runner import Job

if TYPE_CHECKING:
    from photoorg.gui.jobs.runner import Failed
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.session import Session
    from photoorg.gui.views.bars import NoticeBar, ProgressStrip
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.sidebar import Sidebar
    from photoorg.records import Progress

LEARNING = ("Recognising contents", "Learning your photos", "Grouping")
# stages that hold the lock of the learning and not that of the writing: see `pipeline.jobs`
ALONGSIDE = frozenset((*LEARNING, "Looking closely", "Comparing photos"))


PAUSABLE = ("index", "regroup", "place")  # work in child processes


class Indexing(QObject):
    """Starts and stops the index job; shows what it does; decides which state is shown."""

    bug_found = Signal(str)
    folders_opened = Signal(object)  # list[str]

    def __init__(
        self,
        session: Session,
        centre: Centre,
        sidebar: Sidebar,
        strip: ProgressStrip,
        notice: NoticeBar,
    ) -> None:
        super().__init__(centre)
        self._session, self._centre, self._sidebar = session, centre, sidebar
        self._strip, self._notice = strip, notice
        self._failure: SurroundingsError | None = None
        self._stage = ""
        self._known = self._gentle = False
        jobs = session.jobs
        jobs.started.connect(self._on_started)
        jobs.progressed.connect(self._on_progress)
        jobs.message.connect(self._on_message)
        jobs.stopping.connect(self._on_stopping)
        jobs.finished.connect(self._on_finished)
        jobs.failed.connect(self._on_failed)
        jobs.cancelled.connect(self._on_cancelled)
        jobs.idle.connect(self._on_idle)
        strip.stop_wanted.connect(jobs.cancel)
        strip.pause_wanted.connect(self._on_effort)
        session.snapshot_read.connect(self._on_snapshot)

    def open(self, folders: Sequence[str]) -> None:
        """Read these folders, one or several."""
        wanted = [str(Path(folder).absolute()) for folder in folders]
        if not wanted:
            return
        self._failure = None
        self._notice.clear()
        task = self._session.tasks.index(wanted)
        job = Job("index", task, resumable=True, alongside=ALONGSIDE)
        self._session.jobs.start(job)
        self.folders_opened.emit(wanted)

    def rescan(self) -> None:
        """Read all known folders again; those whose disk is away are asked for as well."""
        self.open([root.path for root in self._session.snapshot.roots])

    def demo(self) -> None:
        """Draw the demo pictures, then read them."""
        self._failure = None
        self._session.jobs.start(Job("demo", self._session.tasks.demo()))

    @property
    def settled(self) -> bool:
        """Whether the library's first numbers have come."""
        return self._known

    @property
    def busy(self) -> bool:
        """Whether folders are being read now or soon."""
        jobs = self._session.jobs
        return any(name in ("index", "demo") for name in (jobs.running, *jobs.waiting))

    # --- what the jobs say

    def _on_started(self, name: str) -> None:
        words = {
            "index": self.tr("Looking for photos"),
            "demo": self.tr("Drawing demo pictures"),
            "regroup": self.tr("Grouping your photos again"),
            "place": self.tr("Placing the photos that came since"),
            "delete": self.tr("Moving photos to the trash"),
            "export": self.tr("Exporting photos"),
            "undo": self.tr("Bringing photos back"),
        }
        self._strip.begin(words.get(name, name), name in PAUSABLE)
        if name != self._session.jobs.beside:
            self._stage = ""
        self._settle()

    def _on_progress(self, name: str, progress: Progress) -> None:
        beside = self._session.jobs.beside
        if beside in (None, name):
            self._strip.report(progress)
        if beside != name and progress.stage != self._stage:
            self._stage = progress.stage
            self._show_tree()

    def _on_message(self, text: str) -> None:
        self._notice.show_words(text, "problem")

    def _on_stopping(self, name: str) -> None:
        self._strip.stopping()

    def _on_finished(self, name: str, result: object) -> None:
        if name == "demo" and isinstance(result, str):
            self.open([result])
        if name == "index" and isinstance(result, dict) and not self._notice.isVisible():
            self._notice.show_words(texts.scanned(result), "check", passing=True)

    def _on_failed(self, name: str, failed: Failed) -> None:
        error = failed.error
        if isinstance(error, PhotoorgError):
            if name in ("index", "demo") and isinstance(error, SurroundingsError):
                self._failure = error
            self._notice.show_words(str(error), "problem")
        else:
            self.bug_found.emit(str(getattr(error, "report", "")) or failed.report)
        self._settle()

    def _on_cancelled(self, name: str) -> None:
        words = {
            "index": self.tr("Stopped. What is done is kept; scan again (F5) to go on."),
            "regroup": self.tr("Stopped. Your groups are as they were."),
            "delete": self.tr("Stopped. What was moved so far is in the trash; see History."),
            "undo": self.tr("Stopped. What was brought back so far is in its place."),
            "export": self.tr("Stopped. What was exported so far can be taken back; see History."),
        }
        if name in words:
            self._notice.show_words(words[name], "check")

    def be_gentle(self, gentle: bool) -> None:
        """Leave half of the time to other programs, always; else only on battery."""
        self._gentle = gentle
        self._on_effort()

    def _on_effort(self) -> None:
        paused, gentle = self._strip.pause.isChecked(), self._gentle
        self._session.jobs.keep_effort("paused" if paused else "gentle" if gentle else "auto")

    def _on_idle(self) -> None:
        self._strip.end()
        self._stage = ""
        self._show_tree()
        self._settle()

    # --- what is shown

    def _on_snapshot(self, shot: Snapshot) -> None:
        self._known = True
        self._show_tree()
        self._settle()

    def _show_tree(self) -> None:
        self._sidebar.show_snapshot(self._session.snapshot, self._learning())

    def _learning(self) -> str:
        """What stands in the tree while there are no clusters."""
        if self._stage in LEARNING:
            return self.tr("Learning your photos. Browse dates and places meanwhile.")
        if self.busy:
            return self.tr("They appear once photoorg has learned your photos.")
        return ""

    def _settle(self) -> None:
        """Which state fits, when there are no photos."""
        counts = self._session.snapshot.counts
        if counts.photos or counts.problems or not self._known:
            if self._centre.states.name in ("welcome", "looking", "drawing", "empty", "failed"):
                self._centre.states.name = ""
            return
        states = self._centre.states
        if self._session.jobs.running == "demo":
            self._become("drawing", states.drawing)
        elif self.busy:
            self._become("looking", states.looking)
        elif self._failure is not None:
            failure = self._failure
            self._notice.clear()
            self._become("failed", lambda: states.failed(failure.message, failure.advice))
        elif self._session.snapshot.roots:
            self._become("empty", states.empty)
        else:
            self._become("welcome", states.welcome)

    def _become(self, name: str, show: Callable[[], None]) -> None:
        if self._centre.states.name != name:
            show()
        self._centre.show_states()


def existing(folders: Sequence[str]) -> list[str]:
    """Of dropped or remembered paths, the folders; a file stands for the folder it lies in."""
    found = [path if os.path.isdir(path) else os.path.dirname(path) for path in folders]
    return list(dict.fromkeys(path for path in found if path and os.path.isdir(path)))


def short_path(path: str) -> str:
    """A path with the home folder as "~"."""
    home = str(Path.home())
    shown = texts.shown(path)
    return "~" + shown[len(home) :] if shown == home or shown.startswith(home + os.sep) else shown
