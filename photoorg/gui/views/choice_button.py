"""A button that shows a choice and offers the others in a menu, with the chosen one ticked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from photoorg.gui import icons

translate = QCoreApplication.translate


class ChoiceButton(QToolButton):
    """`about` names the choice for screen readers, with "{0}" for what is chosen.

    With `narrows`, every choice but the first hides something, and the button stands out.
    """

    chosen = Signal(str)

    def __init__(
        self, words: Mapping[str, str], about: str, parent: QWidget, narrows: bool = False
    ) -> None:
        super().__init__(parent)
        self._words, self._about, self._narrows = dict(words), about, narrows
        self.choice = self._first = next(iter(words))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        icons.dress(self, "down")
        self.setIconSize(QSize(14, 14))
        menu = QMenu(self)
        menu.setLayoutDirection(QGuiApplication.layoutDirection())
        group = QActionGroup(menu)
        self._actions = {}
        for name, label in words.items():
            action = menu.addAction(label)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, name=name: self.choose(name))
            group.addAction(action)
            self._actions[name] = action
        self.setMenu(menu)
        self.choose(self.choice)

    def choose(self, name: str) -> None:
        """Take one of the choices; others are ignored."""
        if name in self._words:
            self.choice = name
            self.setText(self._words[name])
            self.setAccessibleName(self._about.format(self._words[name]))
            self._actions[name].setChecked(True)
            self._stand_out(self._narrows and name != self._first)
            self.chosen.emit(name)

    def _stand_out(self, narrowed: bool) -> None:
        """A choice that hides photos must not be overlooked."""
        if bool(self.property("narrowed")) != narrowed:
            self.setProperty("narrowed", narrowed)
            self.style().unpolish(self)
            self.style().polish(self)


def order_button(parent: QWidget) -> ChoiceButton:
    """Which photos come first."""
    words = {
        "date": translate("order", "Newest first"),
        "oldest": translate("order", "Oldest first"),
        "confidence": translate("order", "Most certain first"),
        "odd": translate("order", "Odd ones first"),
        "size": translate("order", "Largest first"),
        "sharpness": translate("order", "Most blurred first"),
    }
    return ChoiceButton(words, translate("order", "Order: {0}"), parent)


def shown_button(parent: QWidget) -> ChoiceButton:
    """Which photos of an entry are shown; the names are those of `browsing.shown_of`."""
    words = {
        "all": translate("shown", "Show all"),
        "unreviewed": translate("shown", "Not reviewed yet"),
        "undecided": translate("shown", "Undecided"),
        "kept": translate("shown", "Kept"),
        "rejected": translate("shown", "Rejected"),
        "favourites": translate("shown", "Favourites"),
        "rated": translate("shown", "Three stars and more"),
        "protected": translate("shown", "Protected"),
    }
    return ChoiceButton(words, translate("shown", "Shown: {0}"), parent, narrows=True)
