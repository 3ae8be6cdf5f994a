"""The sheet that splits a group: its proposed parts as rows of photos, to take or to change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import texts
from photoorg.gui.dialogs.sheet import Sheet, roomy
from photoorg.gui.group_words import GROUP_WORDS, short
from photoorg.gui.views.photo_strip import PhotoStrip

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers

LEAST, MOST = 2, 50
PAUSE_MS = 300  # after a change of the number, before the parts are asked for

translate = QCoreApplication.translate


class PartRow(QWidget):
    """One part. The first stays what the group is; each other becomes one, if it is ticked."""

    changed = Signal()

    def __init__(self, place: int, title: str, strip: PhotoStrip, parent: QWidget) -> None:
        super().__init__(parent)
        self.strip = strip
        self.strip.setParent(self)
        self.box: QCheckBox | None = None
        self.words = QLabel(self)
        self._place, self._title = place, title
        head = QHBoxLayout()
        head.setSpacing(8)
        if place:
            self.box = QCheckBox(self)
            self.box.setChecked(True)
            self.box.toggled.connect(lambda _on: self._on_changed())
            head.addWidget(self.box)
        else:
            self.words.setTextFormat(Qt.TextFormat.PlainText)
        head.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(strip)
        strip.changed.connect(self._on_changed)
        self._show_words()

    @property
    def parted(self) -> list[int]:
        """The photos that become a group of their own."""
        return self.strip.taken if self.box is not None and self.box.isChecked() else []

    def _on_changed(self) -> None:
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        count = texts.photos(len(self.strip.taken))
        if self.box is None:
            stays = translate("split", "{0} · keeps the name and those that are left out")
            self.words.setText(f"{short(self._title)} · {stays.format(count)}")
            return
        own = translate("split", "New group {0} · {1}")
        stay = translate("split", "Stays in the group · {0}")
        words = own.format(texts.number(self._place), count)
        self.box.setText(words if self.box.isChecked() else stay.format(count))
        self.strip.setEnabled(self.box.isChecked())


class SplitSheet(Sheet):
    """The parts come from outside, after each `asked`."""

    asked = Signal(object)  # the number of parts, or None for as many as is natural
    wanted = Signal(object)  # list of lists of ids; the first is what the group keeps

    def __init__(self, title: str, covers: Covers, parent: QWidget | None = None) -> None:
        heading = translate("split", "Split {0}").format(short(title))
        super().__init__(heading, parent, width=560)
        self._title, self._covers = title, covers
        self.rows: list[PartRow] = []
        self.parts = QSpinBox(self)
        roomy(self.parts)
        self.parts.setRange(LEAST, MOST)
        self.parts.setAccessibleName(self.tr("Number of parts"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(lambda: self.asked.emit(self.parts.value()))
        self.parts.valueChanged.connect(lambda _value: self._wait())
        self.state = QLabel(self)
        self.state.setProperty("dim", True)
        self.state.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(10)
        label = QLabel(self.tr("Parts"), self)
        label.setBuddy(self.parts)
        head.addWidget(label)
        head.addWidget(self.parts)
        head.addWidget(self.state, 1)
        self.body.addLayout(head)
        self.busy = QProgressBar(self)
        self.busy.setTextVisible(False)
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(self.tr("Looking"))
        self.body.addWidget(self.busy)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area, 1)
        self.add_line(
            self.tr("A click on a photo leaves it where it is. What is parted here is never put "
                    "together again by learning. Undo takes it back."), dim=True
        )  # fmt: skip
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(self.tr("Split"), primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)
        self.resize(720, 560)
        self._wait(natural=True)
        self.parts.setFocus()

    def _wait(self, natural: bool = False) -> None:
        """The parts on screen no longer hold."""
        self.go.setEnabled(False)
        self.busy.show()
        self.state.setText(self.tr("Looking what this group is made of..."))
        if not natural:
            self._soon.start()

    @property
    def settling(self) -> bool:
        """Whether another number is about to be asked for."""
        return self._soon.isActive()

    def show_parts(self, parts: Sequence[Sequence[int]]) -> None:
        """Show a proposal, largest part first."""
        if self.settling:
            return
        self.parts.blockSignals(True)
        self.parts.setValue(len(parts))
        self.parts.blockSignals(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        self.rows = []
        for place, ids in enumerate(parts):
            row = PartRow(
                place, self._title, PhotoStrip(ids, self._covers, fixed=not place), inside
            )
            row.changed.connect(self._tell)
            column.addWidget(row)
            self.rows.append(row)
        column.addStretch(1)
        self._area.setWidget(inside)
        self.busy.hide()
        self.state.setText("")
        self._tell()

    def show_problem(self, words: str) -> None:
        """Say why there are no such parts."""
        if not self.settling:
            self.go.setEnabled(False)
            self.busy.hide()
            self.state.setText(words)

    @property
    def parting(self) -> list[list[int]]:
        """The parts as they are set: what stays first, then each new group."""
        others = [row.parted for row in self.rows if row.parted]
        gone = {photo for part in others for photo in part}
        stays = [i for row in self.rows for i in row.strip.ids if i not in gone]
        return [stays, *others]

    def _tell(self) -> None:
        parts = self.parting
        self.go.setEnabled(len(parts) > 1 and bool(parts[0]))
        self.go.setText(
            GROUP_WORDS.split_button(len(parts)) if len(parts) > 1 else self.tr("Split")
        )

    def _on_go(self) -> None:
        parts = self.parting
        self.accept()
        self.wanted.emit(parts)
