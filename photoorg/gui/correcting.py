"""Corrections of dates and places in the window: a sheet with a preview, then one write."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photoorg.errors import PhotoorgError
from photoorg.gui.counted import COUNTED
from photoorg.records import (
    Changes,
    CorrectionPlan,
    Filter,
    PlaceChange,
)

if TYPE_CHECKING:
    from photoorg.gui.dialogs.correct_place import CorrectPlaceSheet
    from photoorg.gui.dialogs.correction import Change, CorrectionSheet
    from photoorg.gui.dialogs.sheet import Sheet
    from photoorg.gui.main_window import MainWindow
    from photoorg.records import (
        FoundPlace,
        Photo,
        Place,
    )

LOOKED_AT = 2000  # photos of a selection whose places are compared before one is named


class Correcting(QObject):
    """One sheet at a time; what it does can be undone with Ctrl+Z like any decision."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._sheet: Sheet | None = None
        window.actions_.connect_all(
            {
                "date": self.ask_date, "place": lambda: self.ask_place(),
                "estimate": self.ask_estimate, "name-place": self.ask_name,
            }
        )  # fmt: skip

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on screen, if there is one."""
        return self._sheet

    # --- the sheets

    def ask_date(self) -> None:
        """Change the date of what is chosen."""
        from photoorg.gui.dialogs.correct_date import CorrectDateSheet

        self._with_first(
            lambda ids, first: self._open(CorrectDateSheet(first, len(ids), self._window), ids)
        )

    def ask_place(self, typed: str = "") -> None:
        """Change the place of what is chosen; `typed` is what the field begins with."""
        from photoorg.gui.dialogs.correct_place import CorrectPlaceSheet

        ids = self._meant()
        if ids:
            sheet = CorrectPlaceSheet(self._window)
            sheet.search_wanted.connect(lambda text: self._search(sheet, text))
            self._open(sheet, ids)
            sheet.typed.setText(typed)

    def ask_estimate(self) -> None:
        """Estimate the places of what is chosen; without a selection, of all that is in view."""
        from photoorg.gui.dialogs.estimate import EstimateSheet

        ids = self._meant() or self._window.centre.grid.read_ids
        library = self._session.library
        if not ids:
            return

        def show(estimated: int) -> None:
            sheet = EstimateSheet(estimated, self._window)
            sheet.removal_wanted.connect(lambda: self._write(library.clear_estimates, None, 0))
            self._open(sheet, ids)

        self._session.reads.ask(
            "correction", lambda: library.photo_count(Filter(estimated=True)), show
        )

    def ask_name(self) -> None:
        """Name the place of what is chosen, or of the place that is open in the tree."""
        library = self._session.library
        ids = self._meant() or self._window.centre.grid.read_ids
        if ids:
            some = ids[:LOOKED_AT]
            self._session.reads.ask("correction", lambda: library.photos(some), self._name_place_of)

    def _name_place_of(self, photos: list[Photo]) -> None:
        from photoorg.gui.dialogs.name_place import NamePlaceSheet

        placed = [photo for photo in photos if photo.place is not None]
        if len({_names(photo.place) for photo in placed if photo.place}) != 1:
            words = (self.tr("These photos are of several places. Choose those of one.") if placed
                     else self.tr("These photos have no place that could be named."))  # fmt: skip
            self._window.notice.show_words(words, "place", passing=True)
            return
        place = placed[0].place
        assert place is not None
        spots = [(p.latitude, p.longitude) for p in placed
                 if p.latitude is not None and p.longitude is not None]  # fmt: skip
        center = (median(a for a, _ in spots), median(b for _, b in spots)) if spots else None
        sheet = NamePlaceSheet(place, center, self._window)
        sheet.wanted.connect(lambda name, km: self._name(place, name, center, km))
        self._show(sheet)

    def _open(self, sheet: CorrectionSheet, ids: list[int]) -> None:
        sheet.changed.connect(lambda change: self._plan(sheet, ids, change))
        sheet.wanted.connect(lambda change: self._correct(ids, change, sheet.planned))
        self._show(sheet)

    def _show(self, sheet: Sheet) -> None:
        if self._sheet is not None:
            sheet.deleteLater()
            return
        self._sheet = sheet
        sheet.finished.connect(self._close)
        sheet.open()

    def _close(self) -> None:
        for key in ("correction", "search"):
            self._session.reads.drop(key)
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    # --- what the sheets ask

    def _meant(self) -> list[int]:
        return self._window.chosen.ids() if self._sheet is None else []

    def _with_first(self, then: Callable[[list[int], Photo | None], None]) -> None:
        """Go on with what is chosen and the earliest of it."""
        from photoorg.pipeline.correcting import zone_names

        ids, library = self._meant(), self._session.library

        def earliest() -> Photo | None:
            zone_names()  # 0.2 s the first time, and the sheet lists them
            dated = [photo for photo in library.photos(ids[:LOOKED_AT]) if photo.taken]
            return min(dated, key=lambda photo: photo.taken or "", default=None)

        if ids:
            self._session.reads.ask("correction", earliest, lambda first: then(ids, first))

    def _plan(self, sheet: CorrectionSheet, ids: list[int], change: Change | None) -> None:
        """Work out, off the window's thread, what the sheet would do as it is set."""
        library = self._session.library
        if change is None:
            sheet.show_problem(
                None, self.tr("Say what to change; what becomes of it is shown here.")
            )
            return

        def look() -> CorrectionPlan | PhotoorgError:
            try:
                return library.plan_correction(ids, change)
            except PhotoorgError as error:
                return error

        def show(found: CorrectionPlan | PhotoorgError) -> None:
            if sheet is not self._sheet:
                return
            if isinstance(found, CorrectionPlan):
                sheet.show_plan(change, found)
            else:
                sheet.show_problem(change, str(found))

        self._session.reads.ask("correction", look, show)

    def _search(self, sheet: CorrectPlaceSheet, text: str) -> None:
        library = self._session.library

        def show(found: list[FoundPlace]) -> None:
            if sheet is self._sheet:
                sheet.show_found(text, found)

        if text:
            self._session.reads.ask("search", lambda: library.find_places(text, 20), show)
        else:
            sheet.show_found(text, [])

    # --- doing it

    def _correct(self, ids: list[int], change: Change, count: int) -> None:
        library = self._session.library
        self._write(lambda: library.correct(ids, change), change, count)

    def _name(self, place: Place, name: str, center: tuple[float, float] | None, km: float) -> None:
        library = self._session.library
        around = center if km else None
        self._write(lambda: library.name_place(place, name, around, km), None, 0)

    def _write(self, write: Callable[[], Changes], change: Change | None, count: int) -> None:
        def done(changes: Changes) -> None:
            self._session.notify(changes)
            if changes != Changes():
                self._window.notice.show_words(_told(change, count), "undo", passing=True)

        self._session.writes.put(write, done)


def _names(place: Place) -> tuple[str, str, str]:
    return place.country_code, place.region, place.city


def _told(change: Change | None, count: int) -> str:
    """What was done, and how it is taken back."""
    if change is None:
        return COUNTED.place_named()
    of_place = isinstance(change, PlaceChange)
    return (COUNTED.places_changed if of_place else COUNTED.dates_changed)(count)
