"""Writes decisions about groups, says what became of them, and offers what would follow.

They go where all decisions go: in order, off the window's thread, undone by Ctrl+Z.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

from photoorg.gui.group_words import GROUP_WORDS
from photoorg.gui.models.covers import Covers
from photoorg.gui.parts import made, when_made
from photoorg.gui.views.arranged_bar import ArrangedBar
from photoorg.records import Arranged

if TYPE_CHECKING:
    from photoorg.gui.jobs.proposals import Proposals
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.records import Changes, Follower

FOLLOWED = ("move", "new-group")  # after these, similar photos are looked for
Write = Callable[[], Arranged]


class GroupWrites(QObject):
    """One sentence at a time; another decision, or Undo, puts it away."""

    done = Signal(str, object)  # kind, Arranged
    sheet_wanted = Signal(object)  # FollowersSheet

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.bar = ArrangedBar()
        middle = window.undo_bar.parentWidget()
        column = middle.layout() if middle is not None else None
        assert isinstance(column, QBoxLayout)
        column.addWidget(self.bar)
        self.titles: dict[int, str] = {}
        window.judging.deciding.titles = self.titles
        self._unsaid: tuple[str, Arranged] | None = None  # its new group has no title yet
        self._said = ""
        self._own = False  # the next change is ours
        self._target = 0
        self._followers: list[int] = []
        self._connect()

    def _connect(self) -> None:
        deciding = self._window.judging.deciding
        self.bar.acted.connect(deciding.undo)
        self.bar.detail_wanted.connect(self._show_followers)
        self.bar.follow_wanted.connect(lambda: self._follow(self._followers))
        self.bar.closed.connect(self._forget)
        deciding.decided.connect(lambda _verdicts: self.bar.clear())
        deciding.said.connect(lambda _words: self.bar.clear())
        self._session.snapshot_read.connect(self._on_snapshot)
        self._session.changed.connect(self._on_changed)
        when_made(self._session, "proposals", self._connect_proposals)
        self._on_snapshot(self._session.snapshot)

    def _connect_proposals(self, proposals: Proposals) -> None:
        proposals.failed.connect(lambda _failed: self._forget())

    def write(self, kind: str, write: Write) -> None:
        """Do it; `kind` is one of `group_words.KINDS`."""
        self.write_any(lambda: (kind, write()))

    def write_any(self, write: Callable[[], tuple[str, Arranged]]) -> None:
        """The same where only the library can say which kind it is."""
        self._forget()
        self._session.writes.put(write, lambda found: self._on_written(*found))

    def _on_written(self, kind: str, found: Arranged) -> None:
        self._window.deleting.put_away()
        self._window.notice.clear()
        if not found.photos:
            self._say_nothing(kind)
            return
        self.done.emit(kind, found)
        self._own = True
        self._session.notify(found.changes)
        if kind == "new-group" and found.clusters[0] not in self.titles:
            self._unsaid = kind, found  # it is said as soon as the tree knows its title
        else:
            self._say(kind, found)

    def _say_nothing(self, kind: str) -> None:
        self.bar.clear()
        words = GROUP_WORDS.nothing(kind)
        if self._window.centre.reviewing:
            self._window.centre.review.say(words)
        else:
            self._window.notice.show_words(words, "pin", passing=True)

    def _say(self, kind: str, found: Arranged) -> None:
        one = len(found.clusters) == 1 or kind == "split"
        title = self.titles.get(found.clusters[0], "") if one else ""
        self._said, self._target = GROUP_WORDS.done(kind, found, title), found.clusters[0]
        if self._window.centre.reviewing:
            self._window.centre.review.say(self._said)
            return
        self.bar.show_done(self._said)
        if kind in FOLLOWED:
            self._look_for_followers()

    def _on_snapshot(self, shot: Snapshot) -> None:
        self.titles.update((cluster.id, cluster.title) for cluster in shot.clusters)
        if self._unsaid is not None and self._unsaid[1].clusters[0] in self.titles:
            unsaid, self._unsaid = self._unsaid, None
            self._say(*unsaid)

    def _on_changed(self, changes: Changes) -> None:
        """Something else was decided since: Undo would take that back."""
        if changes.decisions and not self._own:
            self.bar.clear()
        self._own = self._own and not changes.decisions

    # --- what would follow

    def _look_for_followers(self) -> None:
        target = self._target
        self._session.proposals.ask(
            "followers",
            self._session.tasks.followers(target),
            lambda found: self._offer(target, found),
        )

    def _offer(self, target: int, found: Sequence[Follower]) -> None:
        ids = [one.photo for one in found if one.cluster == target]
        if ids and target == self._target and self.bar.isVisible():
            self._followers = ids
            self.bar.show_followers(f"{self._said} {GROUP_WORDS.would_follow(len(ids))}")

    def _show_followers(self) -> None:
        from photoorg.gui.dialogs.followers import FollowersSheet

        title, window = self.titles.get(self._target, ""), self._window
        covers = Covers(self._session.library, self._session.reads)
        sheet = FollowersSheet(title, self._followers, covers, window)
        covers.setParent(sheet)
        sheet.wanted.connect(self._follow)
        self.sheet_wanted.emit(sheet)

    def _follow(self, ids: Sequence[int]) -> None:
        library, target, wanted = self._session.library, self._target, list(ids)
        if wanted:
            self.write("move", lambda: library.move(wanted, target))

    def _forget(self) -> None:
        if made(self._session, "proposals") is not None:
            self._session.proposals.drop("followers")
        self._followers = []
        self._unsaid = None
