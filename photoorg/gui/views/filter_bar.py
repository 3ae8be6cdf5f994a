"""What narrows the view: a field in the tool bar, and a chip above the wall for each condition.

Without conditions there are no chips and no bar: the photos have that room. When nothing is left
it says which chip to drop, and how many photos that would bring.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, texts
from photoorg.gui.views.flow import FlowLayout

if TYPE_CHECKING:
    from photoorg.gui.models.filter_chips import Chip

MARGIN, GAP = 16, 6
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
LONGEST = 260  # pixels of a chip's words
WIDE = 400  # pixels of the field, from which its button has words


def _shortened(words: str, widget: QWidget) -> str:
    """What stands on a button, whatever the user typed."""
    metrics = widget.fontMetrics()
    return metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, LONGEST).replace("&", "&&")


class ChipButton(QPushButton):
    """A condition in words, with a cross; a click, Delete or Backspace drops it."""

    def __init__(self, chip: Chip, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip = chip
        self.setProperty("chip", True)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross behind the words
        icons.dress(self, "close")
        self.setIconSize(QSize(12, 12))
        self.setText(_shortened(chip.words, self))
        drop = self.tr("Remove the filter {0}").format(chip.words)
        self.setAccessibleName(drop)
        self.setToolTip(drop)

    def event(self, event: QEvent) -> bool:
        """Keys that remove the chip must not reach the window: there they delete photos."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _REMOVE
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that remove things remove it."""
        if event.key() in _REMOVE:
            self.click()
        else:
            super().keyPressEvent(event)


class Search(QWidget):
    """ "Add filter" and words to look for; in a narrow window the button has only its icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = QToolButton(self)
        self.add.setText(self.tr("Add filter"))
        self.add.setAccessibleName(self.add.text())
        self.add.setToolTip(self.tr("Show only some of these photos (Ctrl+Shift+F)"))
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(self.add, "filter")
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Find by name or place"))
        self.text.setAccessibleName(self.tr("Show photos with these words in the name or place"))
        self.text.setToolTip(self.tr("Words in the name or the place (Ctrl+L)"))
        self.text.setClearButtonEnabled(True)
        glass = self.text.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        icons.dress(glass, "search")
        self.text.setMinimumWidth(120)
        self.text.setMaximumWidth(320)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.add)
        row.addWidget(self.text, 4)
        row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Room for the icon and a short word: the tool bar must not drop it."""
        return QSize(190, self.text.sizeHint().height())

    def sizeHint(self) -> QSize:
        """What is left is taken, but nothing has to be."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the words less room."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wide = self.width() >= WIDE
        self.add.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )


class FilterBar(QWidget):
    """Chips and "Clear all"; below, what to drop if nothing fits. `search` goes elsewhere.

    `menu_wanted` asks for the menu of filters below the button `add`.
    """

    menu_wanted = Signal()
    text_changed = Signal(str)
    drop_wanted = Signal(tuple)  # the names of the fields
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = Search(self)
        self.add, self.text = self.search.add, self.search.text
        self.add.clicked.connect(self.menu_wanted)
        self._shows_text = False
        self.text.textChanged.connect(self._on_text)
        self.clear = QPushButton(self.tr("Clear all"), self)
        self.clear.setProperty("link", True)
        self.clear.setToolTip(self.tr("Remove all filters (Esc)"))
        self.clear.clicked.connect(self.clear_wanted)
        self._chips: list[ChipButton] = []
        self._drops: list[QPushButton] = []
        self.none = QLabel(self)
        self.none.setProperty("warning", True)
        self._arrange()
        self.show_chips([])

    def _arrange(self) -> None:
        self._line = QWidget(self)
        self._flow = FlowLayout(self._line, GAP)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.addWidget(self.clear)
        self._empty = QWidget(self)
        self._offers = QHBoxLayout(self._empty)
        self._offers.setContentsMargins(0, 0, 0, 0)
        self._offers.setSpacing(2 * GAP)
        self._offers.addWidget(self.none)
        self._offers.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 6, MARGIN, 6)
        layout.setSpacing(GAP)
        layout.addWidget(self._line)
        layout.addWidget(self._empty)
        self._empty.hide()

    @property
    def chips(self) -> list[ChipButton]:
        """The chips from left to right."""
        return list(self._chips)

    @property
    def drops(self) -> list[QPushButton]:
        """What is offered when nothing is left."""
        return list(self._drops)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these; the keyboard stays where it was, or on the neighbour of a chip that went."""
        focused = next((n for n, chip in enumerate(self._chips) if chip.hasFocus()), None)
        old, self._chips = self._chips, [ChipButton(chip, self._line) for chip in chips]
        for button in old:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._flow.removeWidget(self.clear)
        previous = self._before()
        for button in self._chips:
            names = button.chip.fields
            button.clicked.connect(lambda _=False, names=names: self.drop_wanted.emit(names))
            self._flow.addWidget(button)
            button.show()
            QWidget.setTabOrder(previous, button)
            previous = button
        self._flow.addWidget(self.clear)
        if self._chips:
            QWidget.setTabOrder(previous, self.clear)
        self.setVisible(bool(chips))
        if focused is not None:
            rest = self._chips[min(focused, len(self._chips) - 1)] if self._chips else self.add
            rest.setFocus()
        said = ", ".join(chip.words for chip in chips)
        self.setAccessibleName(self.tr("Filters: {0}").format(said) if said else self.tr("Filters"))
        self.show_found(1, [])
        self._line.updateGeometry()

    def _before(self) -> QWidget:
        """From where Tab leads to the chips, which as newcomers would be the last it reaches."""
        found = self.clear.previousInFocusChain()
        while found is not None and found is not self.clear:
            chip = isinstance(found, ChipButton)
            if not chip and found.focusPolicy() & Qt.FocusPolicy.TabFocus:
                return found
            found = found.previousInFocusChain()
        return self.clear

    def show_text(self, text: str) -> None:
        """The words that are looked for, without asking for them again."""
        if self.text.text() != text:
            self._shows_text = True  # signals stay on: the field's own cross listens to them
            self.text.setText(text)
            self._shows_text = False

    def _on_text(self, text: str) -> None:
        if not self._shows_text:
            self.text_changed.emit(text)

    def show_found(self, count: int, without: Sequence[tuple[Chip, int]]) -> None:
        """How many photos fit; if none, how many there would be without each of the chips."""
        for button in self._drops:
            button.hide()
            button.deleteLater()
        self._drops = []
        self._empty.setVisible(not count)
        if count:
            return
        useful = [(chip, left) for chip, left in without if left]
        self.none.setText(
            self.tr("No photo fits. Remove:")
            if useful
            else self.tr("No photo fits, and no filter alone is the reason. Clear all of them.")
        )
        for chip, left in useful[:3]:
            words = _shortened(chip.words, self)
            said = self.tr("{0} ({1})").format(words, texts.photos(left))
            button = QPushButton(said, self._empty)
            button.setProperty("link", True)
            names = chip.fields
            button.clicked.connect(lambda _=False, names=names: self.drop_wanted.emit(names))
            self._offers.insertWidget(self._offers.count() - 1, button)
            self._drops.append(button)
