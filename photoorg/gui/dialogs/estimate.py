"""The sheet that estimates places, only ever on request, and takes all estimates back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from photoorg.gui.dialogs.correction import CorrectionSheet, place_side
from photoorg.gui.dialogs.sheet import roomy
from photoorg.records import EstimatePlace

if TYPE_CHECKING:
    from photoorg.gui.dialogs.correction import Change

_UNITS = (60, 3600, 86_400)

translate = QCoreApplication.translate


class EstimateSheet(CorrectionSheet):
    """How near in time a photo must be to lend its place."""

    removal_wanted = Signal()

    def __init__(self, estimated: int, parent: QWidget | None = None) -> None:
        super().__init__(translate("estimate", "Estimate places"), place_side, parent)
        self.add_line(
            self.tr(
                "Photos without a place get that of photos by the same camera, taken about the "
                "same time. Screenshots and pictures that were received get none."
            )
        )
        self.amount = QSpinBox(self)
        roomy(self.amount)
        self.amount.setRange(1, 999)
        self.amount.setValue(30)
        self.amount.setAccessibleName(self.tr("How near in time"))
        self.amount.valueChanged.connect(lambda _: self.ask())
        self.unit = QComboBox(self)
        names = (self.tr("minutes"), self.tr("hours"), self.tr("days"))
        for seconds, name in zip(_UNITS, names, strict=True):
            self.unit.addItem(name, seconds)
        self.unit.setAccessibleName(self.tr("Unit of time"))
        self.unit.currentIndexChanged.connect(lambda _: self.ask())
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Taken within"), self))
        row.addWidget(self.amount)
        row.addWidget(self.unit)
        row.addStretch(1)
        self.body.addLayout(row)
        self.finish(self.tr("Each is shown as an estimate. Undo takes this back."))
        self.remove = self.add_button(self.tr("Remove all %Ln estimate(s)", "", estimated))
        self.remove.setVisible(estimated > 0)
        self.remove.clicked.connect(self._on_remove)
        self.amount.setFocus()

    def _on_remove(self) -> None:
        self.removal_wanted.emit()
        self.reject()

    @property
    def change(self) -> Change | None:
        """The estimate as the fields have it."""
        return EstimatePlace(self.amount.value() * self.unit.currentData())
