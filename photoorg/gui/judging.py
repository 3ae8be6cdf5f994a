"""Joins the window with deciding and reviewing: what a key or a button acts on, who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photoorg.gui import texts
from photoorg.gui.deciding import Deciding
from photoorg.gui.parts import made, when_made
from photoorg.gui.reviewing import Reviewing
from photoorg.gui.views.header import title_of

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.views.viewer import Viewer
    from photoorg.records import Verdict

FEW = (2, 4)  # so many photos can be compared


class Judging(QObject):
    """Marks from the grid, the viewer and the menus; the ways into the review."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.deciding: Deciding = Deciding(window.session, window.deleting, window.notice)
        self.reviewing: Reviewing = Reviewing(
            window.session, window.centre, self.deciding, window.deleting, window.notice
        )
        self._connect()

    def _connect(self) -> None:
        window, centre, reviewing = self._window, self._window.centre, self.reviewing
        window.actions_.connect_all(
            {
                "undo": self.deciding.undo,
                "redo": self.deciding.redo,
                "review": self.review,
                "compare": self.compare,
            }
        )
        centre.grid.command.connect(self.obey)
        when_made(centre, "viewer", self._connect_viewer)
        centre.header.review_wanted.connect(self.review)
        centre.header.filter_changed.connect(window.browsing.set_shown)
        self.deciding.decided.connect(self._on_decided)
        reviewing.begun.connect(window.panels.show)
        reviewing.left.connect(window.panels.show)
        reviewing.full_wanted.connect(window.toggle_full_screen)
        reviewing.keys_wanted.connect(self._show_keys)

    def _connect_viewer(self, viewer: Viewer) -> None:
        viewer.command.connect(self.obey)
        viewer.delete_wanted.connect(self._window.chosen.delete)

    def obey(self, command: str) -> None:
        """A decision about what is chosen, or the comparison of it."""
        chosen = self._window.chosen.ids()
        if command == "compare":
            self.compare()
        elif chosen or not self.refuse_unread():
            self.deciding.obey_for(command, chosen)

    def refuse_unread(self) -> bool:
        """Say so if the photo that is meant is still to be read; whether it is."""
        centre = self._window.centre
        if centre.viewing:
            unread = centre.viewer.photo is not None and centre.viewer.photo.unread
        else:
            unread = centre.browsing and centre.grid.on_unread
        if unread:
            self._say_unread()
        return unread

    def _say_unread(self) -> None:
        words = self.tr("Not read yet. You can decide about it as soon as it has been read.")
        self._window.notice.show_words(words, "photos", passing=True)

    # --- ways into the review

    def review(self) -> None:
        """Review the selection; without one, or with one photo, all that is in view from there."""
        grid, node = self._window.centre.grid, self._window.browsing.node
        chosen = self._window.chosen.ids()
        if node is None or self._window.centre.listing_problems or not grid.count:
            return
        if not chosen and not grid.read_ids:
            self._say_unread()
            return
        here = self._window.centre.viewing or grid.selection.current > 0
        at = chosen[0] if len(chosen) == 1 and here else None
        if len(chosen) > 1:
            self.reviewing.begin(chosen, texts.selected(len(chosen)), node.key)
        else:
            self._window.viewing.leave()
            self.reviewing.begin(grid.read_ids, title_of(node), node.key, at)

    def compare(self) -> None:
        """Put the selected two to four photos side by side."""
        chosen, node = self._window.chosen.ids(), self._window.browsing.node
        least, most = FEW
        if least <= len(chosen) <= most:
            key = node.key if node else None
            self.reviewing.begin(chosen, texts.selected(len(chosen)), key, compare=True)
        else:
            self._window.notice.show_words(
                self.tr("Select two to four photos to compare them."), "compare", passing=True
            )

    # --- who hears of a decision

    def _on_decided(self, verdicts: Mapping[int, Verdict]) -> None:
        viewer = made(self._window.centre, "viewer")
        if viewer is not None:
            viewer.show_verdicts(verdicts)
        self._window.details.show_verdicts(verdicts)

    def _show_keys(self) -> None:
        from photoorg.gui.dialogs.keys import KeysDialog
        from photoorg.gui.views import review_keys

        KeysDialog(review_keys.key_groups(), self._window).open()
