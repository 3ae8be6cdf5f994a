"""The sheet that corrects dates: set or shift them, say the time zone, or take all that back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, Qt, QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui.dialogs.correction import CorrectionSheet, date_side
from photoorg.gui.dialogs.sheet import roomy
from photoorg.pipeline.correcting import zone_names, zone_of
from photoorg.records import ClearDate, SetDate, SetZone, ShiftDate

if TYPE_CHECKING:
    from photoorg.gui.dialogs.correction import Change
    from photoorg.records import Photo

Way = Literal["set", "shift", "zone", "clear"]
_SPANS = (("days", 86_400, 99_999), ("hours", 3600, 23), ("minutes", 60, 59), ("seconds", 1, 59))

translate = QCoreApplication.translate


class CorrectDateSheet(CorrectionSheet):
    """`first` is the photo whose date the fields begin with; `count` photos are meant."""

    def __init__(self, first: Photo | None, count: int, parent: QWidget | None = None) -> None:
        super().__init__(translate("correct date", "Change date and time"), date_side, parent)
        self._many = count > 1
        self._add_ways()
        self._pages = QStackedWidget(self)
        for page in (self._set_page(first), self._shift_page(), self._zone_page(), QWidget(self)):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self.ways["shift" if self._many else "set"].setChecked(True)
        self.finish(
            self.tr("The photos themselves stay as they are. All copies of a photo change with it. "
                    "Undo takes this back.")
        )  # fmt: skip
        self._on_way()
        self.ways[self.way].setFocus()

    # --- its parts

    def _add_ways(self) -> None:
        words: dict[Way, str] = {
            "set": self.tr("Set the date and time"),
            "shift": self.tr("Shift: the camera's clock was wrong"),
            "zone": self.tr("Set the time zone"),
            "clear": self.tr("Back to what the photos say"),
        }
        self.ways = self.add_ways(words, self._on_way)

    def _set_page(self, first: Photo | None) -> QWidget:
        self.moment = QDateTimeEdit(self)
        self.moment.setCalendarPopup(True)
        self.moment.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.moment.setDateRange(QDate(1826, 1, 1), QDate(2261, 12, 31))
        self.moment.setAccessibleName(self.tr("Date and time"))
        self.moment.setDateTime(_shown(first))
        self.moment.dateTimeChanged.connect(lambda _: self.ask())
        self.keep = QComboBox(self)
        self.keep.setAccessibleName(self.tr("How it applies to several photos"))
        for key, words in (
            ("nothing", self.tr("All get this date and time")),
            ("time", self.tr("Only the day; each keeps its time of day")),
            ("distances", self.tr("The earliest gets it, the others keep their distance")),
        ):
            self.keep.addItem(words, key)
        self.keep.setCurrentIndex(2 if self._many else 0)
        self.keep.currentIndexChanged.connect(lambda _: self.ask())
        return self._form((self.tr("Date and time"), self.moment), (self.tr("Photos"), self.keep))

    def _shift_page(self) -> QWidget:
        self.direction = QComboBox(self)
        self.direction.setAccessibleName(self.tr("Earlier or later"))
        self.direction.addItem(self.tr("Later by"), 1)
        self.direction.addItem(self.tr("Earlier by"), -1)
        self.direction.currentIndexChanged.connect(lambda _: self.ask())
        self.spans: dict[str, QSpinBox] = {}
        names = {
            "days": self.tr("days"), "hours": self.tr("hours"),
            "minutes": self.tr("minutes"), "seconds": self.tr("seconds"),
        }  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(self.direction)
        for key, _, most in _SPANS:
            spin = self.spans[key] = QSpinBox(self)
            roomy(spin)
            spin.setRange(0, most)
            spin.setAccessibleName(names[key])
            spin.valueChanged.connect(lambda _: self.ask())
            row.addWidget(spin)
            row.addWidget(QLabel(names[key], self))
        row.addStretch(1)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _zone_page(self) -> QWidget:
        self.zone = self._zones(self.tr("Time zone"))
        self.moves = QCheckBox(self.tr("The clock had stayed in another zone: move the time"), self)
        self.clock = self._zones(self.tr("Zone of the camera's clock"))
        self.clock.setEnabled(False)
        self.moves.toggled.connect(self.clock.setEnabled)
        self.moves.toggled.connect(lambda _: self.ask())
        return self._form(
            (self.tr("Taken in"), self.zone), ("", self.moves), (self.tr("Clock in"), self.clock)
        )

    def _zones(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(zone_names()))
        box.setCurrentText("")
        box.setAccessibleName(name)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("a city such as Paris, or +05:30"))
        completer = QCompleter(list(zone_names()), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("card")
        box.currentTextChanged.connect(lambda _: self.ask())
        return box

    def _form(self, *lines: tuple[str, QWidget]) -> QWidget:
        page = QWidget(self)
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        for words, widget in lines:
            form.addRow(words, widget)
        return page

    def _on_way(self) -> None:
        way = self.way
        self._pages.setCurrentIndex(get_args(Way).index(way))
        self.keep.setEnabled(self._many)
        first = {"set": self.moment, "shift": self.direction, "zone": self.zone}.get(way)
        if first is not None and self.isVisible() and not self.ways[way].hasFocus():
            first.setFocus()
        self.ask()

    # --- what it is set to

    @property
    def way(self) -> Way:
        """Which of the four it is."""
        return next((way for way, button in self.ways.items() if button.isChecked()), "set")

    @property
    def change(self) -> Change | None:
        """The change as the fields have it."""
        if self.way == "clear":
            return ClearDate()
        if self.way == "shift":
            seconds = sum(self.spans[key].value() * size for key, size, _ in _SPANS)
            return ShiftDate(seconds * self.direction.currentData()) if seconds else None
        if self.way == "zone":
            zone, clock = self.zone.currentText().strip(), self.clock.currentText().strip()
            if zone_of(zone) is None or (self.moves.isChecked() and clock and not zone_of(clock)):
                return None
            return SetZone(zone, self.moves.isChecked(), clock or None)
        text = self.moment.dateTime().toString("yyyy-MM-ddTHH:mm:ss")
        return SetDate(text, None, self.keep.currentData() if self._many else "nothing")


def _shown(first: Photo | None) -> QDateTime:
    """What the field begins with: the photo's own date, else noon of today."""
    if first is None or first.taken is None:
        return QDateTime(QDate.currentDate(), QTime(12, 0))
    known = datetime.fromisoformat(first.taken)
    return QDateTime(
        QDate(known.year, known.month, known.day), QTime(known.hour, known.minute, known.second)
    )
