"""The timeline above the wall: reads the days of what is shown, filters the wall by a range."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer

from photoorg.gui.parts import made, when_made
from photoorg.gui.views.grid_geometry import MARGIN

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.views.timeline import Timeline
    from photoorg.records import Changes, Filter, Photo

LIVE_MS = 60  # while a range is drawn, the wall follows as often
MARK_MS = 40  # and the mark follows the wall
BY_TIME = ("date", "oldest")  # the orders in which the wall goes along the strip
MAX_DAY = date.max.toordinal()


class Timelining(QObject):
    """Keeps the timeline in step with the wall. Its range is the filter's `days`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._chosen: tuple[int, int] | None = None
        self._said: Filter | None = None  # whose days are shown
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LIVE_MS)
        self._soon.timeout.connect(self._narrow)
        self._moved = QTimer(self)
        self._moved.setSingleShot(True)
        self._moved.setInterval(MARK_MS)
        self._moved.timeout.connect(self._mark)
        when_made(window.centre, "timeline", self._connect_view)
        window.centre.grid.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        window.browsing.shown.connect(self._on_scrolled)
        window.session.thumbnails.arrived.connect(self._on_scrolled)
        window.actions_["timeline"].toggled.connect(self._on_toggled)
        window.browsing.wanted_changed.connect(self._on_wanted)
        window.session.changed.connect(self._on_changed)
        window.session.snapshot_read.connect(lambda _shot: self._show())

    @property
    def _view(self) -> Timeline:
        return self._window.centre.timeline

    def _connect_view(self, view: Timeline) -> None:
        view.days_chosen.connect(self._on_days)
        view.undated_wanted.connect(self._on_undated)
        view.strip.scroll_wanted.connect(self.scroll_to)

    @property
    def shown(self) -> bool:
        """Whether the timeline is there."""
        return self._window.actions_["timeline"].isChecked()

    def _on_toggled(self, shown: bool) -> None:
        self._window.centre.timeline_room.setVisible(shown)
        if made(self._window.centre, "timeline") is not None:
            self._view.setVisible(shown)
        if not shown:
            self._said = None
        self._show()

    def _show(self) -> None:
        """Draw the strip, as soon as there are photos to draw."""
        if self.shown and self._session.snapshot.counts.photos:
            self._on_wanted()
            self._on_scrolled()

    def _without_days(self) -> Filter | None:
        """The filter of the wall but for the range: the strip shows what else there is."""
        window = self._window
        added = replace(window.filtering.added, days=None, undated=False)
        return window.browsing.with_added(added)

    def _on_wanted(self) -> None:
        if not (self.shown and self._session.snapshot.counts.photos):
            return
        added = self._window.filtering.added
        if not self._soon.isActive():
            self._view.show_chosen(added.days, added.undated)
        if self._without_days() != self._said:
            self._read()

    def _on_changed(self, changes: Changes) -> None:
        if self._said is not None and self._window.browsing.touched_by(changes):
            self._read()

    def _read(self) -> None:
        wanted, library = self._without_days(), self._session.library
        if wanted is None:
            return
        self._said = wanted

        self._session.reads.ask(
            "days",
            lambda: library.wall_days(wanted),
            lambda found: self._view.show_days(*found),
            later=True,
        )

    # --- what is chosen on it

    def _on_days(self, days: tuple[int, int] | None) -> None:
        self._chosen = days
        if days is None:
            self._soon.stop()
            self._narrow()
        elif not self._soon.isActive():
            self._soon.start()

    def _narrow(self) -> None:
        days, added = self._chosen, self._window.filtering.added
        self._window.filtering.narrow(days=days, undated=days is None and added.undated)

    def _on_undated(self, wanted: bool) -> None:
        self._soon.stop()
        self._window.filtering.narrow(days=None, undated=wanted)

    # --- where the wall is

    def scroll_to(self, days: tuple[int, int]) -> None:
        """Bring the first of these days on the wall into view; days as ordinals, end exclusive."""
        grid, strip, order = self._window.centre.grid, self._view.strip, self._window.browsing.order
        if order not in BY_TIME or not grid.count:
            return
        first, last = strip.chosen_range or (0, MAX_DAY)
        before = (days[1], last) if order == "date" else (first, days[0])
        index = strip.photos.count((max(first, before[0]), min(last, before[1])))
        rect = grid.geometry_now().rect(min(index, grid.count - 1))
        grid.verticalScrollBar().setValue(rect.top() - MARGIN)

    def _on_scrolled(self) -> None:
        if self.shown and self._session.snapshot.counts.photos and not self._moved.isActive():
            self._moved.start()

    def _mark(self) -> None:
        """The day of the first photo in sight, as soon as that is known."""
        grid, strip = self._window.centre.grid, self._view.strip
        seen = grid.visible()
        if self._window.browsing.order not in BY_TIME or not seen or not grid.count:
            strip.show_here(None)
            return
        first = grid.selection.known(min(seen.start, grid.count - 1))
        photo = None if first is None else self._session.thumbnails.photo(first)
        if photo is not None:
            strip.show_here(_day_of(photo))

    # --- between two starts

    def save(self, settings: QSettings) -> None:
        """Remember whether it is shown."""
        settings.setValue("timeline", self.shown)

    def restore(self, settings: QSettings) -> None:
        """As it was left; shown at first."""
        wanted = str(settings.value("timeline", True)).lower() == "true"
        self._window.actions_["timeline"].setChecked(wanted)
        self._on_toggled(wanted)


def _day_of(photo: Photo) -> int | None:
    """The day a photo was taken on, as an ordinal."""
    try:
        return date.fromisoformat((photo.taken or "")[:10]).toordinal()
    except ValueError:
        return None
