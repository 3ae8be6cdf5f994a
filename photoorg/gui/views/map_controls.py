"""The buttons that lie on the map, and what it says when there is nothing on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from photoorg.gui import icons, texts

translate = QCoreApplication.translate

MARGIN = 10


class ButtonColumn(QWidget):
    """The buttons in the upper right corner of a map."""

    def __init__(self, map_: QWidget) -> None:
        super().__init__(map_)
        self._map = map_
        self.setObjectName("mapbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)

    def button(self, icon: str, words: str, toggle: bool = False) -> QToolButton:
        """Another button below the others; what stands in brackets is its key."""
        button = QToolButton(self)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCheckable(toggle)
        if toggle:
            button.setProperty("toggle", True)
        icons.dress(button, icon)
        self._column.addWidget(button)
        return button

    def arrange(self) -> None:
        """Into its corner; a low map has its buttons side by side."""
        low = self._map.height() < self._column.count() * 34 + 2 * MARGIN
        way = QVBoxLayout.Direction.LeftToRight if low else QVBoxLayout.Direction.TopToBottom
        self._column.setDirection(way)
        self.adjustSize()
        self.move(self._map.width() - self.width() - MARGIN, MARGIN)


class MapControls:
    """Owned by a map; sits in its corners."""

    def __init__(self, map_: QWidget) -> None:
        self._map = map_
        self._column = column = ButtonColumn(map_)
        self.close = column.button("close", translate("map", "Close the map (M)"))
        self.nearer = column.button("plus", translate("map", "Nearer (+)"))
        self.farther = column.button("minus", translate("map", "Farther (-)"))
        self.whole = column.button("whole", translate("map", "All photos in sight (0)"))
        words = translate("map", "Draw a rectangle to filter (or Shift and drag)")
        self.area = column.button("area", words, toggle=True)
        self.unplaced = QPushButton(map_)
        self.unplaced.setObjectName("onmap")
        self.unplaced.setToolTip(translate("map", "Show the photos that have no place"))
        self.none = QLabel(translate("map", "None of these photos has a place yet."), map_)
        self.none.setObjectName("toast")
        self.none.hide()
        self.show_unplaced(0, -1)

    def show_unplaced(self, unplaced: int, placed: int) -> None:
        """Say how many photos have no place; and, if none has, so."""
        self.unplaced.setText(translate("map", "Unplaced: {0}").format(texts.number(unplaced)))
        self.unplaced.setEnabled(unplaced > 0)
        self.none.setVisible(placed == 0 and unplaced > 0)
        self.arrange()

    def rects(self) -> list[QRectF]:
        """Where they are, so that nothing is written below them."""
        return [QRectF(part.geometry()) for part in (self._column, self.unplaced)]

    def arrange(self) -> None:
        """Put everything into its corner; a low map has its buttons side by side."""
        width, height = self._map.width(), self._map.height()
        self._column.arrange()
        self.unplaced.adjustSize()
        self.unplaced.move(MARGIN, height - self.unplaced.height() - MARGIN)
        self.none.adjustSize()
        self.none.move((width - self.none.width()) // 2, (height - self.none.height()) // 2)
