"""What the sheets of corrections have in common: the preview, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.sheet import CardTable, Sheet
from photoorg.records import DateChange, Dated, Place, PlaceChange

if TYPE_CHECKING:
    from photoorg.records import Corrected, CorrectionPlan

PAUSE_MS = 250  # after typing, before the preview is made anew

translate = QCoreApplication.translate
Change = DateChange | PlaceChange
Side = Callable[[Dated, Place | None], str]


def date_side(dated: Dated, _place: Place | None) -> str:
    """A date as a preview shows it, to the second: "12/05/2019 13:37:06 +02:00"."""
    if dated.taken is None:
        return translate("correction", "no date")
    moment = datetime.fromisoformat(dated.taken)
    day = QDate(moment.year, moment.month, moment.day)
    short = QLocale().toString(day, QLocale.FormatType.ShortFormat)
    when = f"{short} {moment:%H:%M:%S}"
    return f"{when} {dated.utc_offset}" if dated.utc_offset else when


def place_side(_dated: Dated, place: Place | None) -> str:
    """A place as a preview shows it."""
    return texts.place_names(place) if place else translate("correction", "no place")


def why(reason: str, count: int) -> str:
    """Why photos stay as they are: a key of `records.CorrectionPlan.left_out` in words."""
    known = {
        "undated": translate("correction", "without a date"),
        "no offset": translate("correction", "whose offset from UTC is unknown"),
        "out of range": translate("correction", "that would get an impossible date"),
        "unplaced": translate("correction", "without a place"),
        "placed": translate("correction", "with a place of their own"),
        "taken away": translate("correction", "whose place you took away"),
        "no camera": translate("correction", "that name no camera (screenshots, received ones)"),
        "received": translate("correction", "that look like screenshots or received pictures"),
        "vague date": translate("correction", "whose date is too vague"),
        "nothing near": translate("correction", "with no photo of that camera near in time"),
        "on the way": translate("correction", "between photos far apart"),
    }
    return f"{texts.number(count)} {known.get(reason, reason)}"


class Preview(CardTable):
    """The first photos of a correction: what is said of each now, and what will be."""

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setAccessibleName(self.tr("Before and after"))
        self.setHeaderLabels([self.tr("Photo"), self.tr("Now"), self.tr("Then")])
        header = self.header()
        for column in range(3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_plan(self, plan: CorrectionPlan) -> None:
        """Show the photos that a plan has as examples."""
        self.clear()
        for one in plan.examples:
            self._add(one)
        left = plan.changed - len(plan.examples)
        if left > 0:
            self.addTopLevelItem(QTreeWidgetItem([self.tr("and %Ln more", "", left), "", ""]))

    def _add(self, one: Corrected) -> None:
        before = self._side(one.before, one.place_before)
        after = self._side(one.after, one.place_after)
        item = QTreeWidgetItem([texts.file_name(one.path), before, after])
        item.setToolTip(0, texts.shown(one.path))
        item.setToolTip(1, before)
        item.setToolTip(2, after)
        self.addTopLevelItem(item)


class CorrectionSheet(Sheet):
    """Says what is wanted; the plan comes from outside, after each `changed`.

    A sheet builds its own parts in front of the preview, then calls `finish`.
    """

    changed = Signal(object)  # Change, or None while what is set makes none
    wanted = Signal(object)  # Change

    def __init__(self, title: str, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=600)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(lambda: self.changed.emit(self.change))
        self._side = side
        self.planned = 0  # photos that the plan on screen changes
        self._planned_for: Change | None = None  # what that plan is for, while it holds

    @property
    def change(self) -> Change | None:
        """What the sheet is set to now; None: nothing that could be done."""
        raise NotImplementedError

    def finish(self, promise: str) -> None:
        """Add what stands below a sheet's own parts."""
        self.summary = self.add_line("")
        self.stay = self.add_line("", dim=True)
        self.stay.hide()
        self.preview = Preview(self._side, self)  # made here, to come here by Tab
        self.body.addWidget(self.preview, 1)
        self.add_line(promise, dim=True)
        self.cancel = self.add_button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = self.add_button(self.tr("Change"), primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)  # disabled while there is no plan, so Return does nothing then
        self.resize(680, 600)
        self.ask()

    def ask(self) -> None:
        """Unless nothing changed (Return in a field says so too), the preview no longer holds:
        nothing can be done until the next one is here.
        """
        if hasattr(self, "go") and (self._planned_for is None or self.change != self._planned_for):
            self._planned_for = None
            self.go.setEnabled(False)
            self.go.setText(self.tr("Change"))
            self._soon.start()

    def show_plan(self, change: Change, plan: CorrectionPlan) -> None:
        """Show what would happen, if the sheet is still set to that."""
        if change != self.change:
            return
        self.planned, self._planned_for = plan.changed, change
        many = plan.changed > 0
        self.go.setText(COUNTED.change_them(plan.changed) if many else self.tr("Change"))
        self.go.setEnabled(many)
        self.preview.show_plan(plan)
        same = plan.photos - plan.changed - sum(count for _, count in plan.left_out)
        parts = [COUNTED.will_change(plan.changed)]
        if same:
            parts.append(COUNTED.so_already(same))
        self.summary.setText(" ".join(parts))
        stay = "; ".join(why(reason, count) for reason, count in plan.left_out)
        self.stay.setText(self.tr("These stay as they are: {0}.").format(stay))
        self.stay.setVisible(bool(stay))

    def show_problem(self, change: Change | None, words: str) -> None:
        """Say why nothing can be done as it is set."""
        if change == self.change:
            self.preview.clear()
            self.summary.setText(words)
            self.stay.hide()

    def _on_go(self) -> None:
        self.wanted.emit(self.change)
        self.accept()
