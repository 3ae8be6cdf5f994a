"""The parts of the window that are not seen at first: what makes them, and when.

One a turn of the loop once there is something to see, so that nothing waits for all of them; all at
once when somebody wants something of one that is not there.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer

from photoorg.gui.frame import Frame
from photoorg.gui.parts import made, part

if TYPE_CHECKING:
    from photoorg.gui.arranging import Arranging
    from photoorg.gui.chosen import Chosen
    from photoorg.gui.correcting import Correcting
    from photoorg.gui.deleting import Deleting
    from photoorg.gui.desktop import Desktop
    from photoorg.gui.filtering import Filtering
    from photoorg.gui.folders import Folders
    from photoorg.gui.judging import Judging
    from photoorg.gui.library_mapping import LibraryMapping
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.mapping import Mapping
    from photoorg.gui.menus import Menus
    from photoorg.gui.regrouping import Regrouping
    from photoorg.gui.stacking import Stacking
    from photoorg.gui.timelining import Timelining
    from photoorg.gui.viewing import Viewing

PARTS = (  # in the order in which they are made
    "viewing", "deleting", "judging", "timelining", "mapping", "filtering", "desktop", "stacking",
    "correcting", "library_mapping", "regrouping", "arranging",
)  # fmt: skip


class Assembly(Frame):
    """A frame with what answers keys, menus and the views that come later."""

    @property
    def _window(self) -> MainWindow:
        """This, with all that the parts find in it."""
        return cast("MainWindow", self)

    @part
    def viewing(self) -> Viewing:
        """One photo in the window."""
        from photoorg.gui.viewing import Viewing

        window = self._window
        return Viewing(window.session, window.centre, window.browsing)

    @part
    def deleting(self) -> Deleting:
        """The sheet before photos go to the trash, undo, and the history."""
        from photoorg.gui.deleting import Deleting

        return Deleting(self._window.session, self._window.undo_bar, self._window)

    @part
    def judging(self) -> Judging:
        """Marks, and the review."""
        from photoorg.gui.judging import Judging

        return Judging(self._window)

    @part
    def desktop(self) -> Desktop:
        """What other programs get."""
        from photoorg.gui.desktop import Desktop

        return Desktop(self._window)

    @part
    def stacking(self) -> Stacking:
        """Stacks, and the goal."""
        from photoorg.gui.stacking import Stacking

        return Stacking(self._window)

    @part
    def correcting(self) -> Correcting:
        """Dates and places put right."""
        from photoorg.gui.correcting import Correcting

        return Correcting(self._window)

    @part
    def filtering(self) -> Filtering:
        """Conditions added to what is shown."""
        from photoorg.gui.filtering import Filtering

        return Filtering(self._window)

    @part
    def mapping(self) -> Mapping:
        """The map above the wall."""
        from photoorg.gui.mapping import Mapping

        return Mapping(self._window)

    @part
    def library_mapping(self) -> LibraryMapping:
        """The map in the place of the wall."""
        from photoorg.gui.library_mapping import LibraryMapping

        return LibraryMapping(self._window)

    @part
    def timelining(self) -> Timelining:
        """The timeline above the wall."""
        from photoorg.gui.timelining import Timelining

        return Timelining(self._window)

    @part
    def regrouping(self) -> Regrouping:
        """All photos grouped anew."""
        from photoorg.gui.regrouping import Regrouping

        return Regrouping(self._window)

    @part
    def arranging(self) -> Arranging:
        """Groups put right."""
        from photoorg.gui.arranging import Arranging

        return Arranging(self._window)

    # --- made when first asked for

    @part
    def folders(self) -> Folders:
        """Folders that are opened."""
        from photoorg.gui.folders import Folders

        return Folders(self._window)

    @part
    def chosen(self) -> Chosen:
        """What an action works on."""
        from photoorg.gui.chosen import Chosen

        return Chosen(self._window)

    @part
    def menus(self) -> Menus:
        """The menus of the right button."""
        from photoorg.gui.menus import Menus

        return Menus(self._window)

    # --- when the others are made

    @part
    def _rest(self) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(0)
        timer.timeout.connect(self._make_next)
        return timer

    @property
    def complete(self) -> bool:
        """Whether all parts are there."""
        return all(made(self, name) is not None for name in PARTS)

    def finish(self) -> None:
        """Make all parts now: somebody wants something of one, and waits."""
        for name in PARTS:
            getattr(self, name)
        gc.enable()  # see `__main__.open_window`

    def finish_by_turns(self) -> None:
        """Make them one a turn; what was clicked and typed meanwhile comes first."""
        QTimer.singleShot(0, self._rest.start)

    def _make_next(self) -> None:
        name = next((name for name in PARTS if made(self, name) is None), None)
        if name is None:
            self._rest.stop()
            gc.enable()
        else:
            getattr(self, name)
