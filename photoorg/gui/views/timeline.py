"""A slim strip of photos over time, above the wall: drag over it to see a span of days.

A click takes a bar, a drag a range, both filter the wall as they are made. The wheel zooms at the
pointer, from years over months to days.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from photoorg.gui import texts
from photoorg.gui.views.timeline_strip import Strip

if TYPE_CHECKING:
    from photoorg.records import DateCount


class Timeline(QWidget):
    """The strip, and beside it how many photos have no date."""

    days_chosen = Signal(object)  # (first, last) or None
    undated_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.strip = Strip(self)
        self.strip.chosen.connect(self.days_chosen)
        self.undated = QPushButton(self)
        self.undated.setObjectName("onmap")
        self.undated.setCheckable(True)
        self.undated.setToolTip(self.tr("Show the photos that have no date"))
        self.undated.clicked.connect(self.undated_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 12, 2)
        row.setSpacing(12)
        row.addWidget(self.strip, 1)
        row.addWidget(self.undated)
        self.show_days((), 0)

    def show_days(self, days: Sequence[DateCount], undated: int) -> None:
        """Show the days of a view, and how many of its photos have none."""
        self.strip.show_days(days, undated)
        self.undated.setText(self.tr("Undated: {0}").format(texts.number(undated)))
        self.undated.setEnabled(undated > 0 or self.undated.isChecked())

    def show_chosen(self, days: tuple[int, int] | None, undated: bool) -> None:
        """Show what filters the wall."""
        self.strip.show_range(days)
        self.undated.setChecked(undated)
