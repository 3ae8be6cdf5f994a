"""The bare window: on screen, in its place and its colours, before anything is put into it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from photoorg.gui import icons, window_state

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QPaintEvent

PATIENCE_S = 0.2  # a window that nobody sees (minimised, on another desktop) is never painted


class Frame(QMainWindow):
    """A wall without photos. `settings` is where the window remembers its state."""

    def __init__(self, settings: QSettings, demo: bool = False) -> None:
        super().__init__()
        self.settings, self.demo = settings, demo
        self._painted = False
        self.setWindowTitle(self.tr("photoorg demo") if demo else "photoorg")
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(720, 480)
        wall = QWidget()
        wall.setObjectName("wall")
        wall.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCentralWidget(wall)
        window_state.restore_place(self, settings)

    def show_at_once(self) -> None:
        """Show it, and come back when it is painted; keys and clicks wait until it has an answer.

        Whoever fills it afterwards holds the loop for a while, so the paint must come first.
        """
        self.show()
        end, later = time.monotonic() + PATIENCE_S, QEventLoop.ProcessEventsFlag
        while not self._painted and time.monotonic() < end:
            QApplication.processEvents(later.ExcludeUserInputEvents)
        QApplication.processEvents(later.ExcludeUserInputEvents)  # what waits for its end

    def paintEvent(self, event: QPaintEvent) -> None:
        """Note the first time."""
        super().paintEvent(event)
        self._painted = True
