"""Reject, Keep, stars and Favourite as buttons that show what holds and name their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from photoorg.gui import icons
from photoorg.gui.views.stars import Stars

if TYPE_CHECKING:
    from photoorg.records import Verdict


class VerdictButtons(QWidget):
    """Says a command of `review_keys`; pressed in is what holds."""

    command = Signal(str)

    def __init__(self, parent: QWidget | None = None, reject: bool = True) -> None:
        super().__init__(parent)
        self.reject = self._button("reject", "trash", self.tr("Reject"), self.tr("Delete"))
        self.keep = self._button("keep", "keep", self.tr("Keep"), self.tr("K"))
        self.favourite = self._button("favourite", "heart", self.tr("Favourite"), self.tr("F"))
        self.stars = Stars(self)
        self.stars.rated.connect(lambda n: self.command.emit(f"rate {n}" if n else "rate 0"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.stars, self.favourite, self.keep, self.reject):
            row.addWidget(widget)
        self.reject.setVisible(reject)

    def _button(self, command: str, icon: str, words: str, key: str) -> QToolButton:
        button = QToolButton(self)
        if command == "favourite":
            icons.dress(button, icon)
        else:
            icons.dress_pressed(button, icon, QColor("#ffffff"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText(words)
        button.setToolTip(f"{words} ({key})")
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setProperty("verdict", command)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        off = "unmark" if command in ("reject", "keep") else command
        button.clicked.connect(lambda checked: self.command.emit(command if checked else off))
        return button

    def show_verdict(self, verdict: Verdict) -> None:
        """Press in what holds."""
        self.reject.setChecked(verdict.mark == "rejected")
        self.keep.setChecked(verdict.mark == "kept")
        self.favourite.setChecked(verdict.favourite)
        icons.dress(self.favourite, "heart-full" if verdict.favourite else "heart")
        self.stars.show_rating(verdict.rating)

    def show_words(self, shown: bool) -> None:
        """In a narrow window the icons must do."""
        style = Qt.ToolButtonStyle
        wanted = style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly
        for button in (self.reject, self.keep, self.favourite):
            button.setToolButtonStyle(wanted)
