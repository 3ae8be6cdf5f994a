"""The sheet that shows photos like those the user put in a group, to move them too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.group_words import GROUP_WORDS, short
from photoorg.gui.views.photo_strip import PhotoStrip

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers


class FollowersSheet(Sheet):
    """Surest first; a click leaves one out."""

    wanted = Signal(object)  # list of ids

    def __init__(
        self, title: str, ids: Sequence[int], covers: Covers, parent: QWidget | None = None
    ) -> None:
        super().__init__(GROUP_WORDS.alike(len(ids)), parent, width=560)
        words = self.tr("Those most like what you put in {0} come first. A click leaves one out.")
        self.add_line(words.format(short(title)), dim=True)
        self.strip = PhotoStrip(ids, covers, self)
        self.strip.changed.connect(self._tell)
        self.body.addWidget(self.strip)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button("", primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)
        self.resize(720, self.sizeHint().height())
        self._tell()
        self.strip.setFocus()

    def _tell(self) -> None:
        count = len(self.strip.taken)
        self.go.setText(GROUP_WORDS.move_button(count))
        self.go.setEnabled(bool(count))

    def _on_go(self) -> None:
        taken = self.strip.taken
        self.accept()
        self.wanted.emit(taken)
