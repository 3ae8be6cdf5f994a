"""Two days between which photos were taken; the wall follows while they are being chosen."""

from __future__ import annotations

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QFormLayout, QWidget


class DaysDialog(QDialog):
    """`chosen` has the first and the last day, 20190512, at every change."""

    chosen = Signal(tuple)

    def __init__(self, days: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("From a day to a day"))
        self.first, self.last = self._edit(days[0]), self._edit(days[1])
        form = QFormLayout(self)
        form.addRow(self.tr("&From"), self.first)
        form.addRow(self.tr("&To"), self.last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.accept)
        form.addRow(buttons)
        self.first.dateChanged.connect(self._on_first)
        self.last.dateChanged.connect(self._on_last)

    def _edit(self, day: int) -> QDateEdit:
        edit = QDateEdit(self)
        edit.setCalendarPopup(True)
        edit.setDate(QDate(day // 10_000, day // 100 % 100, day % 100))
        return edit

    def _on_first(self, day: QDate) -> None:
        """The last day is never before the first."""
        if self.last.date() < day:
            self.last.setDate(day)
        else:
            self._say()

    def _on_last(self, day: QDate) -> None:
        if self.first.date() > day:
            self.first.setDate(day)
        else:
            self._say()

    def _say(self) -> None:
        self.chosen.emit((_number(self.first.date()), _number(self.last.date())))


def _number(day: QDate) -> int:
    return day.year() * 10_000 + day.month() * 100 + day.day()
