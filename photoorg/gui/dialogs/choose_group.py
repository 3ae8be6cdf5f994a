"""Choosing a group: type, arrows, Return. The same for moving photos and for merging groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.group_words import GROUP_WORDS
from photoorg.gui.models.group_choice import Choice, matching, named_so
from photoorg.gui.views.group_list import GroupList

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers

PAGE = 5

translate = QCoreApplication.translate


class GroupChooser(Sheet):
    """`several`: groups are ticked, and the current row counts while none is."""

    chosen = Signal(object)  # list of ids
    new_wanted = Signal(str)  # a name, or "" for one that is still to be thought of

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        covers: Covers,
        parent: QWidget | None = None,
        several: bool = False,
    ) -> None:
        super().__init__(title, parent, width=460)
        self._choices, self._several = list(choices), several
        self.typed: QLineEdit = QLineEdit(self)
        self.typed.setClearButtonEnabled(True)
        self.typed.setPlaceholderText(
            self.tr("Name of a group") if several else self.tr("Name of a group, or a new name")
        )
        self.typed.setAccessibleName(self.tr("Find a group"))
        self.typed.textChanged.connect(lambda _text: self._fill())
        self.typed.installEventFilter(self)
        self.list = GroupList(covers, several, self)
        self.list.accepted.connect(self._on_go)
        self.list.ticked.connect(self._tell)
        self.list.typed.connect(self._type_on)
        self.list.left_above.connect(self.typed.setFocus)
        self.list.currentRowChanged.connect(lambda _row: self._tell())
        self.body.addWidget(self.typed)
        self.body.addWidget(self.list, 1)
        self.summary = self.add_line("", dim=True)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button("", primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)
        self.resize(520, 560)
        self.explain: Callable[[list[int]], tuple[str, str]] = lambda _ids: ("", "")
        self._fill()
        self.typed.setFocus()

    def explain_by(self, explain: Callable[[list[int]], tuple[str, str]]) -> None:
        """What the button says for these ids, and what will happen in a sentence."""
        self.explain = explain
        self._tell()

    @property
    def ids(self) -> list[int]:
        """What is chosen: all that is ticked, else the current row."""
        if self.list.chosen:
            return list(self.list.chosen)
        current = self.list.current
        return [current.id] if isinstance(current, Choice) else []

    def _fill(self) -> None:
        text = " ".join(self.typed.text().split())
        found = matching(self._choices, text)
        new = None if self._several or (text and named_so(self._choices, text)) else text
        self.list.show_choices(found, new)
        self._tell()

    def _tell(self) -> None:
        current = self.list.current
        if isinstance(current, str):
            self.go.setText(self.tr("New group"))
            words = self.tr("They become a group of their own. Undo takes it back.")
        elif not self.ids:
            self.go.setText(self.tr("Choose"))
            words = self.tr("No group has such a name.")
        else:
            button, words = self.explain(self.ids)
            self.go.setText(button)
        self.go.setEnabled(isinstance(current, str) or bool(self.ids))
        self.summary.setText(words)

    def _type_on(self, letters: str) -> None:
        self.typed.setFocus()
        self.typed.insert(letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field, Down and Up go through the groups; with several, Down goes to them."""
        if watched is self.typed and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: PAGE, Qt.Key.Key_PageUp: -PAGE,
            }  # fmt: skip
            step = steps.get(Qt.Key(event.key()), 0)
            if step and event.type() == QEvent.Type.KeyPress:
                if self._several and step > 0:
                    self.list.setFocus()  # there Space ticks, here it is a letter
                else:
                    self.list.step(step)
                return True
        return super().eventFilter(watched, event)

    def _on_go(self) -> None:
        current, ids = self.list.current, self.ids
        if not self.go.isEnabled():
            return
        self.accept()  # first: what follows may be another sheet
        if isinstance(current, str):
            self.new_wanted.emit(current)
        else:
            self.chosen.emit(ids)


class NewGroupSheet(Sheet):
    """Asks for the name of a new group; it may be left to photoorg."""

    wanted = Signal(str)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(GROUP_WORDS.new_heading(count), parent, width=420)
        self.name: QLineEdit = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("Name; empty: after where most of them were"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setMaxLength(200)
        self.body.addWidget(self.name)
        self.add_line(
            self.tr("They stay together, whatever learning says later. The files stay where they "
                    "are. Undo takes it back."), dim=True
        )  # fmt: skip
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(self.tr("Make group"), primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)
        self.name.setFocus()

    def _on_go(self) -> None:
        self.accept()
        self.wanted.emit(self.name.text().strip())
