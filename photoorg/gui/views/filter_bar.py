"""The bar above the wall: what was added to narrow the view, each as a chip that goes at a click.

When nothing is left it says which chip to drop, and how many photos that would bring.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, texts
from photoorg.gui.models.filter_chips import Chip
from photoorg.gui.views.flow import FlowLayout

MARGIN, GAP = 16, 6
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
LONGEST = 260  # pixels of a chip's words


class ChipButton(QPushButton):
    """A condition in words, with a cross; a click, Delete or Backspace drops it."""

    def __init__(self, chip: Chip, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip = chip
        self.setProperty("chip", True)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross behind the words
        icons.dress(self, "close")
        self.setIconSize(QSize(12, 12))
        words = self.fontMetrics().elidedText(chip.words, Qt.TextElideMode.ElideMiddle, LONGEST)
        self.setText(words.replace("&", "&&"))
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


class FilterBar(QWidget):
    """ "Add filter", words to look for, chips, "Clear all"; below, what to drop if nothing fits.

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
        self.add = QToolButton(self)
        self.add.setText(self.tr("Add filter"))
        self.add.setToolTip(self.tr("Show only some of these photos (Ctrl+Shift+F)"))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self.add, "filter")
        self.add.clicked.connect(self.menu_wanted)
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Words in the name or the place"))
        self.text.setAccessibleName(self.tr("Show photos with these words in the name or place"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self.text_changed)
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
        for widget in (self.add, self.text, self.clear):
            self._flow.addWidget(widget)
        self._empty = QWidget(self)
        row = QHBoxLayout(self._empty)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        row.addWidget(self.none)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN - 8, 4, MARGIN, 6)
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
        previous: QWidget = self.text
        for button in self._chips:
            names = button.chip.fields
            button.clicked.connect(lambda _=False, names=names: self.drop_wanted.emit(names))
            self._flow.addWidget(button)
            button.show()
            QWidget.setTabOrder(previous, button)
            previous = button
        self._flow.addWidget(self.clear)
        self.clear.setVisible(bool(chips))
        if focused is not None:
            rest = self._chips[min(focused, len(self._chips) - 1)] if self._chips else self.add
            rest.setFocus()
        said = ", ".join(chip.words for chip in chips)
        self.setAccessibleName(self.tr("Filters: {0}").format(said) if said else self.tr("Filters"))
        self.show_found(1, [])
        self._line.updateGeometry()

    def show_text(self, text: str) -> None:
        """The words that are looked for, without asking for them again."""
        if self.text.text() != text:
            self.text.blockSignals(True)
            self.text.setText(text)
            self.text.blockSignals(False)

    def show_found(self, count: int, without: Sequence[tuple[Chip, int]]) -> None:
        """How many photos fit; if none, how many there would be without each of the chips."""
        layout = self._empty.layout()
        for button in self._drops:
            button.hide()
            button.deleteLater()
        self._drops = []
        self._empty.setVisible(not count)
        if count or layout is None:
            return
        useful = [(chip, left) for chip, left in without if left]
        self.none.setText(
            self.tr("No photo fits. Remove:")
            if useful
            else self.tr("No photo fits, and no filter alone is the reason. Clear all of them.")
        )
        for chip, left in useful[:3]:
            said = self.tr("{0} ({1})").format(chip.words, texts.photos(left))
            button = QPushButton(said.replace("&", "&&"), self._empty)
            button.setProperty("link", True)
            names = chip.fields
            button.clicked.connect(lambda _=False, names=names: self.drop_wanted.emit(names))
            layout.addWidget(button)
            self._drops.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the words less room."""
        super().resizeEvent(event)
        self.text.setFixedWidth(max(140, min(260, self.width() // 4)))
