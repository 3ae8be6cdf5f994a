"""Which panels are there: the tree on the left, the details on the right, the bar above."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow

NARROW = 1000  # pixels; in a window that is narrower the details give their room to the photos


class Panels:
    """Shows what has something to say. `wanted` details come when the window is wide enough."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._narrow, self._before = False, True

    def show(self) -> None:
        """Side panels have nothing to say without photos; one photo gets the tree's room."""
        window, centre = self._window, self._window.centre
        counts = window.session.snapshot.counts
        photos = bool(counts.photos or centre.grid.count)  # these come before the numbers
        some = photos or bool(counts.problems)
        for name in ("map", "library-map", "timeline"):
            window.actions_[name].setEnabled(photos)
        reviewing = centre.reviewing
        viewing = centre.viewing or reviewing
        window.topbar.setVisible(not reviewing)
        window.topbar.show_search(photos)
        window.sidebar.setVisible(some and window.actions_["sidebar"].isChecked() and not viewing)
        useful = some and not (centre.listing_problems or centre.stacking) and not reviewing
        window.details.setVisible(useful and window.actions_["details"].isChecked())
        window.details.set_preview(not viewing)

    def fit(self) -> None:
        """A narrow window gives the room of the details to the photos, a wide one gives it back."""
        narrow = self._window.width() < NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        action = self._window.actions_["details"]
        if narrow:
            self._before = action.isChecked()
        action.setChecked(not narrow and self._before)

    def want_details(self, wanted: bool) -> None:
        """Show or hide the details, now or when the window is wide enough."""
        self._before = wanted
        self._window.actions_["details"].setChecked(wanted and not self._narrow)

    @property
    def details_wanted(self) -> bool:
        """Whether the details are to be there in a window that is wide enough."""
        return self._before if self._narrow else self._window.actions_["details"].isChecked()
