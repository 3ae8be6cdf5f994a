"""The sheet that says what a grouping changed: from which group to which, how many, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from photoorg.gui import regroup_texts
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.views.moves_list import MovesList

if TYPE_CHECKING:
    from photoorg.records import Regrouped

MOST_ROWS = 100  # the smallest moves beyond are of single photos


class RegroupedSheet(Sheet):
    """Lists the moves, the largest first; leads to the photos of one, or back."""

    show_wanted = Signal(object)  # GroupMove
    back_wanted = Signal()

    def __init__(
        self, found: Regrouped, pictures: Mapping[int, QImage], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("What changed"), parent, width=560)
        self.resize(800, 540)
        self.add_line(regroup_texts.totals(found))
        self.add_line(regroup_texts.why(found), dim=True)
        if found.came:
            self.add_line(self.tr("New: {0}.").format(regroup_texts.refs(found.came)))
        if found.gone:
            self.add_line(self.tr("Given up: {0}.").format(regroup_texts.refs(found.gone)))
        self.list = MovesList(self)
        self.list.show_moves(found.moves[:MOST_ROWS], pictures)
        self.list.setVisible(bool(found.moves))
        self.list.show_wanted.connect(self._show)
        self.body.addWidget(self.list, 1)
        if not found.moves:
            self.body.addStretch(1)
            self.resize(560, 200)
        self._add_buttons(bool(found.moves))

    def _add_buttons(self, any_moves: bool) -> None:
        self.back = self.add_button(self.tr("Back to the grouping before"))
        self.back.clicked.connect(self._back)
        self.photos = self.add_button(self.tr("Show these photos"))
        self.photos.setEnabled(any_moves)
        self.photos.clicked.connect(lambda: self._show(self.list.chosen))
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        (self.list if any_moves else close).setFocus()

    def _show(self, move: object) -> None:
        if move is not None:
            self.accept()
            self.show_wanted.emit(move)

    def _back(self) -> None:
        self.accept()
        self.back_wanted.emit()
