"""The buttons that lie on the map, and what it says when there is nothing on it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from photoorg.gui import icons, texts

translate = QCoreApplication.translate

MARGIN = 10


class MapControls:
    """Owned by a map; sits in its corners."""

    def __init__(self, map_: QWidget) -> None:
        self._map = map_
        self._column = QWidget(map_)
        self._column.setObjectName("mapbar")
        self._column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        self.close = self._button("close", translate("map", "Close the map (M)"))
        self.nearer = self._button("plus", translate("map", "Nearer (+)"))
        self.farther = self._button("minus", translate("map", "Farther (-)"))
        self.whole = self._button("whole", translate("map", "All photos in sight (0)"))
        self.area = self._button(
            "area", translate("map", "Draw a rectangle to filter (or Shift and drag)")
        )
        self.area.setCheckable(True)
        self.area.setProperty("toggle", True)
        for button in (self.close, self.nearer, self.farther, self.whole, self.area):
            column.addWidget(button)
        self.unplaced = QPushButton(map_)
        self.unplaced.setObjectName("onmap")
        self.unplaced.setToolTip(translate("map", "Show the photos that have no place"))
        self.none = QLabel(translate("map", "None of these photos has a place yet."), map_)
        self.none.setObjectName("toast")
        self.none.hide()
        self.show_unplaced(0, -1)

    def _button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self._column)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.dress(button, icon)
        return button

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
        layout = self._column.layout()
        if isinstance(layout, QVBoxLayout):
            low = height < 5 * 34 + 2 * MARGIN
            way = QVBoxLayout.Direction.LeftToRight if low else QVBoxLayout.Direction.TopToBottom
            layout.setDirection(way)
        self._column.adjustSize()
        self._column.move(width - self._column.width() - MARGIN, MARGIN)
        self.unplaced.adjustSize()
        self.unplaced.move(MARGIN, height - self.unplaced.height() - MARGIN)
        self.none.adjustSize()
        self.none.move((width - self.none.width()) // 2, (height - self.none.height()) // 2)
