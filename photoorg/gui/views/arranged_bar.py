"""The bar that says what became of a group, takes it back, and offers to move similar photos."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from photoorg.gui.views.bars import NoticeBar


class ArrangedBar(NoticeBar):
    """`acted` takes back, `detail_wanted` shows the similar photos, `follow_wanted` moves them."""

    follow_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail.setText(self.tr("Show them"))
        self.follow = QPushButton(self.tr("Move them too"), self)
        self.follow.clicked.connect(self.follow_wanted)
        self.follow.hide()
        self.place_before(self.follow, self.action)

    def show_done(self, words: str) -> None:
        """Say what was done."""
        self.follow.hide()
        self.show_words(words, "undo", self.tr("Undo"))

    def show_followers(self, words: str) -> None:
        """Say also how many photos are alike."""
        self.show_words(words, "undo", self.tr("Undo"), detail=True)
        self.follow.show()
