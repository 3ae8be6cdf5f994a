"""The designed states of the centre when there are no photos to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from photoorg import paths
from photoorg.gui import icons, style

Act = Callable[[], None]


class StatePage(QWidget):
    """A picture, a sentence, a quieter sentence, up to two buttons, and a small last line."""

    first_wanted = Signal()
    second_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = ""
        self.mark = QLabel(self)
        self.title = QLabel(self)
        self.title.setFont(style.font_of(self.font(), "title"))
        self.words = QLabel(self)
        self.words.setProperty("dim", True)
        self.last = QLabel(self)
        self.last.setProperty("dim", True)
        self.first = QPushButton(self)
        self.first.setProperty("primary", True)
        self.first.setProperty("big", True)
        self.first.clicked.connect(self.first_wanted)
        self.second = QPushButton(self)
        self.second.setProperty("big", True)
        self.second.clicked.connect(self.second_wanted)
        for label in (self.mark, self.title, self.words, self.last):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._arrange()
        self.show_state("", "", "")

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(style.UNIT)
        buttons.addStretch(1)
        buttons.addWidget(self.first)
        buttons.addWidget(self.second)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(style.UNIT)
        column.addWidget(self.mark)
        column.addSpacing(style.UNIT)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(2 * style.UNIT)
        column.addLayout(buttons)
        column.addSpacing(2 * style.UNIT)
        column.addWidget(self.last)
        box = QWidget(self)
        box.setMaximumWidth(560)
        box.setLayout(column)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(box, 8)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(4)
        outer.addLayout(row)
        outer.addStretch(5)

    def show_state(
        self,
        icon: str,
        title: str,
        words: str,
        first: str = "",
        second: str = "",
        last: str = "",
    ) -> None:
        """Show a state; empty strings leave a part out."""
        self._icon = icon
        self.mark.clear()
        self._draw_mark()
        for widget, text in (
            (self.title, title),
            (self.words, words),
            (self.last, last),
            (self.first, first),
            (self.second, second),
        ):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {words}")

    def redraw(self) -> None:
        """The colours have changed."""
        self._draw_mark()

    def _draw_mark(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._icon == "photoorg":
            self.mark.setPixmap(icons.app_icon().pixmap(QSize(96, 96), ratio))
        elif self._icon and (paths.resources() / "icons" / f"{self._icon}.svg").exists():
            color = self.palette().placeholderText().color()
            self.mark.setPixmap(icons.pixmap(self._icon, color, 56, ratio))


class States(StatePage):
    """The states by name, with their words."""

    open_wanted = Signal()
    demo_wanted = Signal()
    rescan_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self.first_wanted.connect(self._on_first)
        self.second_wanted.connect(self._on_second)
        self._acts: tuple[Act | None, Act | None] = (None, None)

    def welcome(self) -> None:
        """First start."""
        self._set("welcome", self.open_wanted.emit, self.demo_wanted.emit)
        self.show_state(
            "photoorg",
            self.tr("Your photos, grouped by what they show"),
            self.tr(
                "Open a folder, or drop one on this window. You can browse while photoorg reads it."
            ),
            self.tr("Open a folder"),
            self.tr("Show me a demo"),
            self.tr("Nothing leaves this computer, and your files are not changed."),
        )
        self.first.setFocus()

    def looking(self) -> None:
        """A scan has begun and found nothing yet."""
        self._set("looking", None, None)
        self.show_state(
            "search",
            self.tr("Looking for photos"),
            self.tr("They appear here as soon as they are read."),
        )

    def drawing(self) -> None:
        """The demo is being made."""
        self._set("drawing", None, None)
        self.show_state(
            "photos",
            self.tr("Drawing a small library"),
            self.tr("Generated pictures with dates and places: something to see and to delete."),
        )

    def empty(self) -> None:
        """The opened folders hold no photos any more."""
        self._set("empty", self.open_wanted.emit, self.rescan_wanted.emit)
        self.show_state(
            "folder-open",
            self.tr("There are no photos here"),
            self.tr(
                "photoorg reads JPEG, PNG, HEIC, WebP, TIFF, GIF, AVIF and camera RAW. "
                "Open another folder, or put photos into this one and scan it again."
            ),
            self.tr("Open a folder"),
            self.tr("Scan again"),
        )

    def nothing(self) -> None:
        """The chosen entry has no photos."""
        self._set("nothing", self.all_wanted.emit, None)
        self.show_state(
            "photos",
            self.tr("Nothing left here"),
            self.tr("The photos of this view were moved or regrouped."),
            self.tr("Show all photos"),
        )

    def failed(self, message: str, advice: str) -> None:
        """The only job there was failed and there is nothing else to show."""
        self._set("failed", self.open_wanted.emit, self.demo_wanted.emit)
        self.show_state(
            "problem",
            message,
            advice,
            self.tr("Open another folder"),
            self.tr("Show me a demo"),
        )

    def _set(self, name: str, first: Act | None, second: Act | None) -> None:
        self.name = name
        self._acts = (first, second)

    def _on_first(self) -> None:
        if self._acts[0] is not None:
            self._acts[0]()

    def _on_second(self) -> None:
        if self._acts[1] is not None:
            self._acts[1]()
