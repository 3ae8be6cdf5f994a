"""The sheet that gives a place a name of the user's own: a city, or a circle around photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QRadioButton, QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import Sheet, roomy

if TYPE_CHECKING:
    from photoorg.records import Place

NEAR_KM = 0.3

translate = QCoreApplication.translate


class NamePlaceSheet(Sheet):
    """`center` is where the photos are; None: only the whole place can be named."""

    wanted = Signal(str, float)  # the name, empty for its own; the radius in km, 0: all of it

    def __init__(
        self, place: Place, center: tuple[float, float] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("name place", "Name this place"), parent, width=460)
        self.add_line(texts.place_names(place), dim=True)
        self.name = QLineEdit(self)
        self.name.setText(place.city)
        self.name.setPlaceholderText(self.tr("Home; empty: its own name"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.selectAll()
        self.name.textChanged.connect(lambda _: self._check())
        self.whole = QRadioButton(self.tr("All of {0}").format(place.city or place.region), self)
        self.near = QRadioButton(self.tr("Only what is within"), self)
        self.radius = QDoubleSpinBox(self)
        roomy(self.radius)
        self.radius.setRange(0.05, 200.0)
        self.radius.setDecimals(2)
        self.radius.setSingleStep(0.1)
        self.radius.setValue(NEAR_KM)
        self.radius.setSuffix(self.tr(" km"))
        self.radius.setAccessibleName(self.tr("Radius"))
        self.whole.setChecked(True)
        self.near.setEnabled(center is not None)
        self.radius.setEnabled(False)
        self.near.toggled.connect(self.radius.setEnabled)
        form = QFormLayout()
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.whole)
        form.addRow(self.near, self.radius)
        self.body.addLayout(form)
        self.add_line(
            self.tr("The name holds for all photos there, also for those to come. Undo takes it "
                    "back."), dim=True
        )  # fmt: skip
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(self.tr("Name it"), primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)
        self._check()
        self.name.setFocus()

    def _check(self) -> None:
        """A slash would stand between the parts of a place."""
        self.go.setEnabled("/" not in self.name.text())

    def _on_go(self) -> None:
        radius = self.radius.value() if self.near.isChecked() else 0.0
        self.wanted.emit(self.name.text().strip(), radius)
        self.accept()
