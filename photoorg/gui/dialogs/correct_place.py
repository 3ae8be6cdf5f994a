"""The sheet that corrects places: type a town or a position, take the place away, or back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from photoorg.gui import texts
from photoorg.gui.dialogs.correction import PAUSE_MS, CorrectionSheet, place_side
from photoorg.records import ClearPlace, NoPlace, SetPlace

if TYPE_CHECKING:
    from photoorg.gui.dialogs.correction import Change
    from photoorg.records import FoundPlace

Way = Literal["set", "none", "clear"]
_ROLE = Qt.ItemDataRole.UserRole

translate = QCoreApplication.translate


class CorrectPlaceSheet(CorrectionSheet):
    """The places come from outside, after each `search_wanted`."""

    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("correct place", "Change place"), place_side, parent)
        self._add_ways()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE_MS // 2)
        self._typing.timeout.connect(lambda: self.search_wanted.emit(self.typed.text().strip()))
        self.typed: QLineEdit = QLineEdit(self)
        self.typed.setClearButtonEnabled(True)
        self.typed.setPlaceholderText(
            self.tr("A town (Paris, Texas), or a position (48.858, 2.294)")
        )
        self.typed.setAccessibleName(self.tr("Place"))
        self.typed.textChanged.connect(lambda _: self._typing.start())
        self.typed.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("card")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setMaximumHeight(124)
        self.list.currentItemChanged.connect(lambda *_: self.ask())
        self.body.addWidget(self.typed)
        self.body.addWidget(self.list)
        self.ways["set"].setChecked(True)
        self.finish(
            self.tr("The photos themselves stay as they are. All copies of a photo change with it. "
                    "Undo takes this back.")
        )  # fmt: skip
        self.typed.setFocus()

    def _add_ways(self) -> None:
        words: dict[Way, str] = {
            "set": self.tr("They were taken at"),
            "none": self.tr("Take their place away"),
            "clear": self.tr("Back to what the photos say"),
        }
        self.ways = self.add_ways(words, self._on_way)

    def _on_way(self) -> None:
        if hasattr(self, "list"):
            for widget in (self.typed, self.list):
                widget.setEnabled(self.ways["set"].isChecked())
            self.ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up in the field go through the places below it."""
        if watched is self.typed and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()), 0)
            if step and event.type() == QEvent.Type.KeyPress and self.list.count():
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def show_found(self, text: str, found: Sequence[FoundPlace]) -> None:
        """Show the places for what is typed; the likeliest is chosen."""
        if text != self.typed.text().strip():
            return
        self.list.clear()
        for one in found:
            item = QListWidgetItem(described(one))
            item.setData(_ROLE, one)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        self.ask()

    @property
    def chosen(self) -> FoundPlace | None:
        """The place that is chosen in the list."""
        item = self.list.currentItem()
        return item.data(_ROLE) if item else None

    @property
    def change(self) -> Change | None:
        """The change as the fields have it."""
        if self.ways["none"].isChecked():
            return NoPlace()
        if self.ways["clear"].isChecked():
            return ClearPlace()
        one = self.chosen
        return set_at(one) if one else None


def set_at(one: FoundPlace) -> SetPlace:
    """The change that puts photos there; of a mere position the name is left to the gazetteer."""
    return SetPlace(one.latitude, one.longitude, one.place if one.population else None)


def described(one: FoundPlace) -> str:
    """ "Paris, Île-de-France, France · 2,138,551 people" """
    words = texts.place_names(one.place)
    if one.population:
        people = translate("correct place", "{0} people").format(texts.number(one.population))
        return f"{words} · {people}"
    return f"{words} · {one.latitude:.4f}, {one.longitude:.4f}"
