"""The bar that says what happened and offers to take it back, and the strip of progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from photoorg.gui import icons, texts
from photoorg.gui.jobs.pace import Pace
from photoorg.gui.views.elided import ElidedLabel

if TYPE_CHECKING:
    from photoorg.records import Progress

PASSING_MS = 8000


class NoticeBar(QWidget):
    """A sentence, an action and details at most, a way to put it away. Stays until told."""

    acted = Signal()
    detail_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ""
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.timeout.connect(self.clear)
        self._inner = QWidget(self)
        self._inner.setObjectName("bar")
        self._inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = QLabel(self._inner)
        self.words = QLabel(self._inner)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.action = QPushButton(self._inner)
        self.action.clicked.connect(self.acted)
        self.detail = QPushButton(self.tr("Details"), self._inner)
        self.detail.clicked.connect(self.detail_wanted)
        self.close_button = QToolButton(self._inner)
        self.close_button.setAccessibleName(self.tr("Put this message away"))
        self.close_button.setToolTip(self.tr("Put this message away"))
        icons.dress(self.close_button, "close")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.clicked.connect(self.clear)
        self._row = row = QHBoxLayout(self._inner)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.detail)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 4, 12, 8)
        outer.addWidget(self._inner)
        self.hide()

    def place_before(self, button: QPushButton, other: QPushButton) -> None:
        """Give the bar one more button."""
        button.setParent(self._inner)
        self._row.insertWidget(self._row.indexOf(other), button)

    def show_words(
        self, words: str, icon: str, action: str = "", passing: bool = False, detail: bool = False
    ) -> None:
        """Show a sentence; with `action`, a button of that name. A `passing` one goes by itself.

        `detail`: there is more to say, and a button that asks for it.
        """
        self._away.stop()
        if passing:
            self._away.start(PASSING_MS)
        self.words.setText(words)
        self._icon = icon
        self._draw_mark()
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.detail.setVisible(detail)
        self.setAccessibleName(words)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme: the mark is tinted anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()

    def _draw_mark(self) -> None:
        if self._icon:
            color, ratio = self.palette().text().color(), self.devicePixelRatioF()
            self._mark.setPixmap(icons.pixmap(self._icon, color, 18, ratio))

    def clear(self) -> None:
        """Put the sentence away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()


class ProgressStrip(QWidget):
    """What the running job does, how fast, how long still; ways to let it rest and to stop it."""

    stop_wanted = Signal()
    pause_wanted = Signal(bool)
    pausable = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pace = Pace()
        self.words = ElidedLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.pause = QPushButton(self.tr("Pause"), self)
        self.pause.setCheckable(True)
        self.pause.setToolTip(self.tr("Leave the computer to other work for a while"))
        self.pause.toggled.connect(self._on_pause)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setToolTip(self.tr("Stop; what is done is kept, the next run goes on from there"))
        self.stop.clicked.connect(self.stop_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        self.hide()

    def begin(self, words: str, pausable: bool = False) -> None:
        """A job has started and said nothing yet."""
        self._pace = Pace()
        self.words.setText(words)
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.pause.setVisible(pausable)
        self.pausable.emit(pausable)
        self._show_paused()
        self.show()

    def end(self) -> None:
        """Nothing runs any more."""
        self.hide()
        self.pause.setChecked(False)
        self.pausable.emit(False)

    @property
    def paused(self) -> bool:
        """Whether a job is there that is to rest."""
        return self.pause.isChecked() and not self.pause.isHidden()

    def _on_pause(self, paused: bool) -> None:
        self.pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self._pace = Pace()  # the time of rest is none of the work's
        self._show_paused()
        self.pause_wanted.emit(paused)

    def _show_paused(self) -> None:
        if self.paused:
            self.words.setText(self.tr("Paused. What is done is kept."))
            self.bar.setRange(0, max(1, self.bar.maximum()))

    def report(self, progress: Progress) -> None:
        """Show a report."""
        if self.paused:  # what was on its way
            return
        self._pace.add(progress)
        line = texts.progress_line(progress, self._pace.rate, self._pace.seconds_left(progress))
        self.words.setText(line)
        self.bar.setAccessibleName(line)
        self.bar.setRange(0, min(progress.total, 2**31 - 1))
        self.bar.setValue(min(progress.done, progress.total))

    def stopping(self) -> None:
        """Stop was asked for."""
        self.stop.setEnabled(False)
        self.pause.hide()
        self.pausable.emit(False)
        self.words.setText(self.tr("Stopping. What is done is kept."))
        self.bar.setRange(0, 0)
