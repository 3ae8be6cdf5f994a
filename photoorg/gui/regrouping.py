"""Grouping all photos again, what it changed, and back to the grouping before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from photoorg.gui import regroup_texts
from photoorg.gui.indexing import ALONGSIDE
from photoorg.gui.jobs.runner import Job
from photoorg.gui.models.pictures import from_jpeg
from photoorg.records import Groupings

if TYPE_CHECKING:
    from photoorg.gui.dialogs.regrouped import RegroupedSheet
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Key
    from photoorg.records import Changes, Decided, GroupMove, Regrouped

JOBS = ("regroup", "index", "place")  # what may move photos between groups


class Regrouping(QObject):
    """Its bar says what a grouping did, or that one is worth it; nothing is asked twice."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._bar = window, window.session, window.group_bar
        self._bar.detail.setText(self.tr("What changed"))
        self.state = Groupings()
        self.sheet: RegroupedSheet | None = None
        self._act: Callable[[], object] = self._bar.clear
        self._offering = False  # new photos came: see whether grouping again is worth it
        self._placing = False  # another grouping is shown: see whether it knows all photos
        self._chosen: tuple[Key, frozenset[int]] | None = None  # to select once they are there
        window.actions_.connect_all(
            {
                "regroup": self.regroup,
                "regrouped": self.show_changes,
                "group-back": self.back,
                "group-forward": self.forward,
            }
        )
        self._bar.acted.connect(lambda: self._act())
        self._bar.detail_wanted.connect(self.show_changes)
        self._session.jobs.started.connect(self._on_started)
        self._session.jobs.finished.connect(self._on_finished)
        self._session.jobs.idle.connect(self._look)
        self._session.changed.connect(self._on_changed)
        window.judging.deciding.stepped.connect(self._on_stepped)
        window.browsing.shown.connect(self._select)
        self._enable()
        self._look()

    # --- what can be done

    def _on_changed(self, changes: Changes) -> None:
        if (changes.clusters or changes.photos) and self._session.jobs.running is None:
            self._look()

    def _look(self) -> None:
        library = self._session.library
        self._session.reads.ask("groupings", library.groupings, self._take, later=True)

    def _take(self, state: Groupings) -> None:
        self.state = state
        if self._placing and state.unplaced and not self._busy():
            self._session.jobs.start(Job("place", self._session.tasks.place(), resumable=True))
        elif self._offering and state.offered and not self._busy():
            self._say(regroup_texts.offer(state), "clusters", self.tr("Group again"), self.regroup)
        self._placing = self._offering = False
        self._enable()

    def _busy(self) -> bool:
        return any(self._session.jobs.has(name) for name in JOBS)

    def _enable(self) -> None:
        free = not self._busy() and self._session.library.readonly is None
        possible = {
            "regroup": self.state.run is not None,
            "group-back": self.state.before is not None,
            "group-forward": self.state.after is not None,
        }
        for name, there in possible.items():
            self._window.actions_[name].setEnabled(free and there)
        self._window.actions_["regrouped"].setEnabled(self.state.before is not None)

    def _say(
        self, words: str, icon: str, action: str, act: Callable[[], object], detail: bool = False
    ) -> None:
        self._act = act
        self._bar.show_words(words, icon, action, detail=detail)

    # --- grouping again

    def regroup(self) -> None:
        """Learn all photos anew, in a job that can be stopped."""
        if not self._busy():
            self._bar.clear()
            task = self._session.tasks.regroup()
            job = Job("regroup", task, resumable=True, alongside=ALONGSIDE)
            self._session.jobs.start(job)

    def _on_started(self, name: str) -> None:
        if name in JOBS:
            self._bar.clear()
        self._enable()

    def _on_finished(self, name: str, result: object) -> None:
        if not isinstance(result, dict):
            return
        found = result if name == "regroup" else result.get("regrouped")
        if found and found.get("before") is not None:
            self._tell(found)
        elif name == "index":
            self._offering = bool(result.get("new"))

    def _tell(self, found: Mapping[str, Any]) -> None:
        words = regroup_texts.summary(found)
        back = self.tr("Back to the grouping before")
        differs = any(found[name] for name in ("moved", "clusters_new", "clusters_gone"))
        self._say(words, "clusters", back if differs else "", self.back, detail=differs)

    # --- back and forward

    def back(self) -> None:
        """Show the grouping before this one."""
        words = self.tr("The grouping before is shown again.")
        self._step(self._session.library.group_back, words, self.tr("Forward again"), self.forward)

    def forward(self) -> None:
        """Show the grouping again that was gone back from."""
        words = self.tr("The later grouping is shown again.")
        self._step(self._session.library.group_forward, words, self.tr("Back again"), self.back)

    def _step(
        self, write: Callable[[], Changes], words: str, action: str, act: Callable[[], object]
    ) -> None:
        def stepped(changes: Changes) -> None:
            self._placing = True
            self._say(words, "undo", action, act)
            self._session.notify(changes)

        self._session.writes.put(write, stepped)

    def _on_stepped(self, decided: Decided) -> None:
        """Ctrl+Z showed another grouping: it may not know what came since."""
        if decided.kind == "regroup":
            self._bar.clear()
            self._placing = True

    # --- what changed

    def show_changes(self) -> None:
        """List what this grouping changed against the one before."""
        library = self._session.library
        if self.sheet is None:
            self._session.reads.ask("regrouped", lambda: seen(library), self._show_sheet)

    def _show_sheet(self, answer: tuple[Regrouped | None, dict[int, QImage]]) -> None:
        from photoorg.gui.dialogs.regrouped import RegroupedSheet

        found, pictures = answer
        if found is None or self.sheet is not None:
            return
        self.sheet = RegroupedSheet(found, pictures, self._window)
        self.sheet.show_wanted.connect(self._show_photos)
        self.sheet.back_wanted.connect(self.back)
        self.sheet.finished.connect(self._close)
        self.sheet.open()

    def _close(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    def _show_photos(self, move: GroupMove) -> None:
        """Open the group that photos went to, with these selected."""
        key: Key = ("unsorted",) if move.target is None else ("cluster", move.target)
        self._chosen = (key, frozenset(move.ids))
        self._window.viewing.leave()
        node = self._window.browsing.node
        if node is not None and node.key == key:
            self._select()
        self._window.sidebar.want(key)

    def _select(self) -> None:
        grid, node = self._window.centre.grid, self._window.browsing.node
        if self._chosen is None or node is None or node.key != self._chosen[0]:
            return
        found = set(self._chosen[1].intersection(grid.ids))
        self._chosen = None
        if found:
            grid.selection.choose_these(found)
            grid.reveal(grid.selection.current)
            grid.after_selection()
            grid.setFocus()
            words = regroup_texts.COUNTED_GROUPS.selected(len(found))
            self._window.notice.show_words(words, "check", passing=True)


def seen(library: LibraryView) -> tuple[Regrouped | None, dict[int, QImage]]:
    """What the grouping changed, and pictures for the list. Off the window's thread."""
    from photoorg.gui.dialogs.regrouped import MOST_ROWS
    from photoorg.gui.views.moves_list import SAMPLES

    found = library.regrouping()
    if found is None:
        return None, {}
    wanted = [i for move in found.moves[:MOST_ROWS] for i in move.ids[:SAMPLES]]
    return found, {i: from_jpeg(jpeg) for i, jpeg in library.thumbnails(wanted).items()}
