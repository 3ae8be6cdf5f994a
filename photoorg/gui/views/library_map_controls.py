"""What lies on the map of the library: buttons, what is under the pointer, what is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from photoorg.gui import texts
from photoorg.gui.views.map_controls import MARGIN, ButtonColumn

translate = QCoreApplication.translate


class LibraryMapControls:
    """Owned by a map; sits in its corners. Lasso and rectangle take turns."""

    def __init__(self, map_: QWidget) -> None:
        self._map = map_
        self._column = column = ButtonColumn(map_)
        self.nearer = column.button("plus", translate("library map", "Nearer (+)"))
        self.farther = column.button("minus", translate("library map", "Farther (-)"))
        self.whole = column.button("whole", translate("library map", "All photos in sight (0)"))
        words = translate("library map", "Draw a lasso to select (or Shift and drag)")
        self.lasso = column.button("lasso", words, toggle=True)
        words = translate("library map", "Draw a rectangle to select")
        self.area = column.button("area", words, toggle=True)
        words = translate("library map", "Colours of the photos instead of the clusters'")
        self.own_colors = column.button("palette", words, toggle=True)
        self.lasso.toggled.connect(lambda on: self._give_way(on, self.area))
        self.area.toggled.connect(lambda on: self._give_way(on, self.lasso))
        self.words = QLabel(map_)
        self.words.setObjectName("toast")
        self.words.setWordWrap(False)
        self.note = _Note(map_)
        self.draw = self.note.button
        self.show_words("")
        self.show_note("")

    @staticmethod
    def _give_way(on: bool, other: QToolButton) -> None:
        if on:
            other.setChecked(False)

    @property
    def drawing(self) -> bool:
        """Whether a drag draws."""
        return self.lasso.isChecked() or self.area.isChecked()

    def end_drawing(self) -> None:
        """A tool serves once."""
        self.lasso.setChecked(False)
        self.area.setChecked(False)

    def show_words(self, words: str) -> None:
        """In the lower left corner: what is under the pointer, or what is not on the map."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.arrange()

    def show_note(self, words: str, offer: bool = False) -> None:
        """In the middle: why there is nothing. `offer`: the map can be drawn now."""
        self.note.label.setText(words)
        self.draw.setVisible(offer)
        self.note.setVisible(bool(words))
        self.arrange()

    def rects(self) -> list[QRectF]:
        """Where they are, so that nothing is written below them."""
        parts = [self._column, *([self.words] if self.words.isVisible() else [])]
        return [QRectF(part.geometry()) for part in parts]

    def arrange(self) -> None:
        """Put everything into its corner."""
        width, height = self._map.width(), self._map.height()
        self._column.arrange()
        self.words.adjustSize()
        self.words.setFixedWidth(min(self.words.sizeHint().width(), max(80, width - 2 * MARGIN)))
        self.words.move(MARGIN, height - self.words.height() - MARGIN)
        self.note.setMaximumWidth(max(120, min(420, width - 2 * MARGIN)))
        self.note.adjustSize()
        left, top = (width - self.note.width()) // 2, (height - self.note.height()) // 2
        self.note.move(left, max(0, top))


class _Note(QWidget):
    """Words and a button in the middle of the map."""

    def __init__(self, map_: QWidget) -> None:
        super().__init__(map_)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setMinimumWidth(260)
        self.button = QPushButton(translate("library map", "Draw the map"), self)
        self.button.setProperty("primary", True)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self.label)
        column.addWidget(self.button)


def missing_words(missing: int) -> str:
    """ "12 photos are not on the map yet" """
    if not missing:
        return ""
    return translate("library map", "Not on the map yet: {0}").format(texts.number(missing))
