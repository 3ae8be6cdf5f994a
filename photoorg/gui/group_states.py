"""Which corrections of groups can be made now, and why the others can not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from photoorg.gui import icons
from photoorg.gui.group_words import GROUP_WORDS
from photoorg.gui.views.toolbar import GROUP_GROUPS, GROUP_PHOTOS

if TYPE_CHECKING:
    from photoorg.gui.arranging import Arranging
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.main_window import MainWindow

STATES_OF = 500  # photos of a selection of which it is asked where they are


def names() -> tuple[str, ...]:
    """The actions it is about."""
    return (*GROUP_PHOTOS, *(name for name in GROUP_GROUPS if name != "rename"))


class GroupStates(QObject):
    """Keeps the actions, and the pins on the wall, in step with what is chosen and open."""

    def __init__(self, window: MainWindow, arranging: Arranging) -> None:
        super().__init__(arranging)
        self._window, self._session, self._arranging = window, window.session, arranging
        self._state: tuple[bool, bool] = (False, False)  # of the chosen: grouped, all pinned
        self._tips = {name: window.actions_[name].toolTip() for name in names()}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._read_state)
        self._connect()
        self._enable()
        self._soon.start()

    def _connect(self) -> None:
        window, reviewing = self._window, self._window.judging.reviewing
        browsing = window.browsing
        for signal in (window.viewing.opened, window.viewing.left, reviewing.begun, reviewing.left,
                       browsing.shown, window.centre.grid.selection_changed):  # fmt: skip
            signal.connect(self._soon.start)
        for told in (browsing.entry_chosen, self._session.changed, self._session.snapshot_read):
            told.connect(lambda _what: self._soon.start())

    def _few(self) -> list[int]:
        """Some of the chosen photos: to put 5,000 of 100,000 in order would take 20 ms."""
        if self._window.centre.browsing:
            return list(islice(self._window.centre.grid.selection.selected, STATES_OF))
        return self._arranging.meant()[:STATES_OF]

    def _read_state(self) -> None:
        ids, library = self._few(), self._session.library
        self._enable()
        self._session.reads.ask("groups", lambda: state_of(library, ids), self._take_state)

    def _take_state(self, state: tuple[bool, bool]) -> None:
        self._state = state
        self._enable()

    def _enable(self) -> None:
        actions, group = self._window.actions_, self._arranging.group
        for name in names():
            why = self._why_not(name)
            actions[name].setEnabled(not why)
            actions[name].setToolTip(why or self._tips[name])
            actions[name].setStatusTip(why)
        kept = self._state[1]
        actions["pin"].setText(self.tr("No longer keep here") if kept else
                               self.tr("Keep in this group"))  # fmt: skip
        icons.dress(actions["pin"], "pin-full" if kept else "pin")
        whole = group is not None and group.size > 0 and group.placed >= group.size
        actions["pin-group"].setText(self.tr("No longer keep as it is") if whole else
                                     self.tr("Keep as it is"))  # fmt: skip
        self._window.centre.grid.show_pins(not whole)

    def _why_not(self, name: str) -> str:
        """Why an action can not be done now; "" if it can."""
        if self._session.library.readonly:
            return self._session.library.readonly
        if name not in GROUP_PHOTOS:
            return self._why_no_group(name)
        if not self._few():
            return self.tr("Choose photos first.")
        if name in ("not-here", "pin") and not self._state[0]:
            return self.tr("These photos are unsorted. Move them into a group instead.")
        return ""

    def _why_no_group(self, name: str) -> str:
        group = self._arranging.group
        if group is None:
            return self.tr("Open a group first.")
        if name == "split" and len(self._arranging.leaves_of(group.id)) > 1:
            return GROUP_WORDS.folder_of(len(self._arranging.leaves_of(group.id)))
        if name == "split" and group.size < 2:
            return self.tr("There is but one photo in this group.")
        return ""


def state_of(library: LibraryView, ids: Sequence[int]) -> tuple[bool, bool]:
    """Whether any of these photos is in a group, and whether the user put all of them there."""
    photos = library.photos(ids) if ids else []
    grouped = any(photo.cluster is not None for photo in photos)
    return grouped, bool(photos) and all(photo.placed for photo in photos)
