"""The page of stacks: what can be let go of without losing a picture, for the view it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.views.elided import ElidedLabel
from photoorg.gui.views.stacks_list import StacksList

if TYPE_CHECKING:
    from photoorg.gui.models.thumbnails import Thumbnails
    from photoorg.records import Stack


class StacksView(QWidget):
    """A heading with what holds for all in view, the list, a bar for the stack with the focus."""

    command = Signal(str)  # about the stack or photo with the focus; see `stacks_list.COMMANDS`
    all_wanted = Signal()  # keep the best of all, reject the others
    copies_wanted = Signal()  # delete the exact copies of all

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.list = StacksList(thumbnails, self)
        self.list.command.connect(self.command)
        self.list.current_changed.connect(self._on_current)
        self.list.menu_wanted.connect(self._menu)
        self.back = QToolButton(self)
        icons.dress(self.back, "back")
        self.back.setToolTip(self.tr("Back to the photos (Esc)"))
        self.back.setAccessibleName(self.tr("Back"))
        self.back.clicked.connect(lambda: self.command.emit("back"))
        self.title = ElidedLabel(self)
        self.title.setFont(style.font_of(self.font(), "title"))
        self.numbers = ElidedLabel(self, dim=True)
        self.keep_all = QPushButton(self.tr("Keep the best of all, reject others"), self)
        self.keep_all.clicked.connect(self.all_wanted)
        icons.dress(self.keep_all, "stacks")
        self.copies = QPushButton(self)
        self.copies.clicked.connect(self.copies_wanted)
        icons.dress(self.copies, "trash")
        self.none = QLabel(
            self.tr("No copies, versions or bursts here: every photo stands for itself."), self
        )
        self.none.setProperty("dim", True)
        self.none.setWordWrap(True)
        self._buttons: dict[str, QPushButton] = {}
        self._pages = QStackedWidget(self)
        self._arrange()

    def _arrange(self) -> None:
        head = QWidget(self)
        head.setObjectName("header")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStrut(36)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.copies)
        row.addWidget(self.keep_all)
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.numbers)
        empty = QWidget(self)
        centred = QHBoxLayout(empty)
        centred.addStretch(1)
        centred.addWidget(self.none)
        centred.addStretch(1)
        self._pages.addWidget(self.list)
        self._pages.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._foot())
        for widget in (self, head):
            widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _foot(self) -> QWidget:
        """What can be done with the stack that has the focus; each says its key."""
        foot = QWidget(self)
        foot.setObjectName("strip")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for name, words, key in self._offers():
            button = QPushButton(words, foot)
            button.setToolTip(f"{words} ({key})")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, name=name: self._press(name))
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return foot

    def _offers(self) -> list[tuple[str, str, str]]:
        return [
            ("keep-best", self.tr("Keep best, reject others"), self.tr("Return")),
            ("best", self.tr("Keep this one instead"), "B"),
            ("not-alike", self.tr("Not alike"), "N"),
            ("compare", self.tr("Compare"), "C"),
            ("open", self.tr("Open"), "O"),
        ]

    def _press(self, name: str) -> None:
        self.list.setFocus()
        self.command.emit(name)

    # --- what it shows

    def show_stacks(self, title: str, stacks: Sequence[Stack], keep: bool) -> None:
        """Show the stacks of a view."""
        self.title.setText(self.tr("Stacks in {0}").format(title))
        self.numbers.setText(_summary(stacks))
        self.list.show_stacks(stacks, keep)
        self._pages.setCurrentIndex(0 if stacks else 1)
        self.keep_all.setEnabled(any(s.rejectable for s in stacks))
        copies = sum(len(s.copies) for s in stacks)
        self.copies.setText(COUNTED.delete_copies(copies))
        self.copies.setVisible(bool(copies))
        self._on_current()

    def _on_current(self) -> None:
        stack, photo = self.list.stack, self.list.photo_id
        for button in self._buttons.values():
            button.setEnabled(stack is not None)
        if stack is None:
            return
        alike = stack.kind == "copies"
        self._buttons["keep-best"].setEnabled(bool(stack.rejectable))
        self._buttons["best"].setEnabled(photo != stack.best and not alike)
        self._buttons["not-alike"].setEnabled(not alike)
        self._buttons["compare"].setEnabled(len(stack.ids) > 1)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words, _ in self._offers():
            action = menu.addAction(words)
            action.setEnabled(self._buttons[name].isEnabled())
            action.triggered.connect(lambda _checked=False, name=name: self.command.emit(name))
        menu.popup(point)


def _summary(stacks: Sequence[Stack]) -> str:
    """ "12 stacks · 37 photos · the others take 42 MB" """
    photos = sum(len(stack.ids) for stack in stacks)
    parts = [COUNTED.stacks(len(stacks)), texts.photos(photos)]
    size = sum(stack.bytes for stack in stacks)
    if size:
        words = texts.translate("stacks", "{0} can be freed")
        parts.append(words.format(texts.size(size)))
    return " · ".join(parts)
