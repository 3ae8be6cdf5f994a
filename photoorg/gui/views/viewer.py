"""One photo in the window: arrows go on, Z shows its own pixels, Esc goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from photoorg.gui import icons, texts
from photoorg.gui.models.full_images import Wish
from photoorg.gui.views import review_keys
from photoorg.gui.views.canvas import STEP
from photoorg.gui.views.elided import ElidedLabel
from photoorg.gui.views.photo_pane import PhotoPane
from photoorg.gui.views.verdict_buttons import VerdictButtons

if TYPE_CHECKING:
    from photoorg.gui.models.full_images import Decoded, FullImages
    from photoorg.records import Photo, Verdict

WIDE = 1000  # from here the buttons have words


class Viewer(QWidget):
    """Shows the photo at an index of the grid's list; asks `photo_at` for the neighbours."""

    back_wanted = Signal(int)  # the photo it was left at
    moved = Signal(int)
    step_wanted = Signal(int)  # +1 or -1
    command = Signal(str)  # of `review_keys`, about this photo
    delete_wanted = Signal()

    def __init__(self, images: FullImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = images
        self._photo: Photo | None = None
        self._thumbnail: QImage | None = None
        self._ahead: tuple[Photo, ...] = ()
        self.canvas = PhotoPane(images, self, large_mark=False)
        self.name = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.place = QLabel(self)
        self.place.setProperty("dim", True)
        self.note = QLabel(self)
        self.note.setProperty("dim", True)
        self.back = self._button("back", self.tr("Back to the photos (Esc)"), self.leave)
        self.previous = self._button(
            "previous", self.tr("Previous photo (Left)"), lambda: self.step_wanted.emit(-1)
        )
        self.next = self._button(
            "next", self.tr("Next photo (Right)"), lambda: self.step_wanted.emit(1)
        )
        self.full = QToolButton(self)
        self.full.setText(self.tr("100 %"))
        self.full.setToolTip(self.tr("Show the photo's own pixels (Z)"))
        self.full.setCheckable(True)
        self.full.setProperty("toggle", True)
        self.full.clicked.connect(self.toggle_full)
        self.buttons = VerdictButtons(self, reject=False)
        self.buttons.command.connect(self.command)
        self.delete = self._button(
            "trash", self.tr("Delete this photo... (Delete)"), self.delete_wanted.emit
        )
        for button in (self.delete, self.back, self.previous, self.next, self.full):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        images.arrived.connect(self._on_arrived)
        self.canvas.zoomed.connect(self._on_zoomed)

    def _button(self, icon: str, tip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        icons.dress(button, icon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        bar = QWidget(self)
        bar.setObjectName("header")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.back)
        row.addWidget(self.name, 1)
        row.addWidget(self.note)
        row.addWidget(self.place)
        row.addWidget(self.buttons)
        row.addWidget(self.delete)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.canvas, 1)

    @property
    def photo(self) -> Photo | None:
        """What is shown."""
        return self._photo

    def show_photo(self, photo: Photo, position: int, count: int) -> None:
        """Show a photo; its thumbnail stands in until it is decoded."""
        changed = self._photo is None or self._photo.id != photo.id
        self._photo = photo
        if changed:
            self._thumbnail, self._ahead = None, ()
        self.canvas.photo = photo
        self._show_verdict()
        self.name.setText(texts.file_name(photo.path))
        words = self.tr("{0} of {1}")
        self.place.setText(words.format(texts.number(position + 1), texts.number(count)))
        self.previous.setEnabled(position > 0)
        self.next.setEnabled(position + 1 < count)
        self.note.setText("")
        if self.canvas.scale is None:
            self.canvas.fit()
        self._show_best()
        self._ask()
        self.moved.emit(photo.id)

    def show_thumbnail(self, image: QImage | None) -> None:
        """The small version, until the whole one is there."""
        self._thumbnail = image
        self._show_best()

    def show_verdicts(self, verdicts: Mapping[int, Verdict]) -> None:
        """The user decided something; perhaps about this photo."""
        if self._photo is not None and self._photo.id in verdicts:
            self._photo = replace(self._photo, verdict=verdicts[self._photo.id])
            self._show_verdict()

    def _show_verdict(self) -> None:
        if self._photo is not None:
            self.buttons.setEnabled(not self._photo.unread)
            self.delete.setEnabled(not self._photo.unread)
            self.canvas.show_verdict(self._photo.verdict)
            self.buttons.show_verdict(self._photo.verdict)

    def read_ahead(self, photos: tuple[Photo, ...]) -> None:
        """The neighbours, decoded while this one is looked at."""
        self._ahead = photos
        self._ask()

    def leave(self) -> None:
        """Back to the grid."""
        self.canvas.fit()
        if self._photo is not None:
            self.back_wanted.emit(self._photo.id)

    def toggle_full(self) -> None:
        """Own pixels, or the whole photo."""
        if self.canvas.scale is None:
            self.canvas.set_scale(1.0)
        else:
            self.canvas.fit()
        self._ask()

    def _wish(self, photo: Photo, whole: bool = False) -> Wish:
        ratio = self.devicePixelRatioF()
        size = self.canvas.size() * ratio
        within = None if whole else (max(64, size.width()), max(64, size.height()))
        return Wish(photo.id, photo.path, within, photo.hash)

    def _ask(self) -> None:
        if self._photo is None or not self.isVisible():
            return
        wishes = [self._wish(self._photo)]
        if self.canvas.scale is not None:
            wishes.append(self._wish(self._photo, whole=True))
        self._images.want([*wishes, *(self._wish(photo) for photo in self._ahead)])

    def _show_best(self) -> None:
        """The best version at hand: whole, fitted, thumbnail."""
        photo = self._photo
        if photo is None:
            return
        fitted = self._images.get(self._wish(photo))
        whole = self._images.get(self._wish(photo, whole=True))
        best = whole if whole and whole.image and self.canvas.scale else fitted
        image = best.image if best and best.image else self._thumbnail
        own = QSize(photo.width, photo.height)
        if photo.unread and image is not None:
            own = image.size()  # what it is, its head does not say
        self.canvas.show_picture(image, own)
        self.note.setText(self._explain(photo, fitted))

    def _explain(self, photo: Photo, result: Decoded | None) -> str:
        if photo.offline:
            return self.tr("Its disk is away: this is the small preview")
        if result is None or not result.problem:
            return ""
        if result.problem == "missing":
            return self.tr("The file is not there any more: this is the small preview")
        return self.tr("{0} pictures are shown as a small preview").format(photo.format)

    def _on_arrived(self, result: Decoded) -> None:
        if self._photo is not None and result.wish.photo_id == self._photo.id:
            self._show_best()

    def _on_zoomed(self) -> None:
        self.full.setChecked(self.canvas.scale is not None)
        self._show_best()
        if self.canvas.scale is not None:
            self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size of the window wants another size of the photo."""
        super().resizeEvent(event)
        self.buttons.show_words(self.width() >= WIDE)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to read ahead any more."""
        self._images.want([])
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Space and Backspace go on and back; Home, End, Z, Esc."""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Right: lambda: self.step_wanted.emit(1),
            Qt.Key.Key_Down: lambda: self.step_wanted.emit(1),
            Qt.Key.Key_Space: lambda: self.step_wanted.emit(1),
            Qt.Key.Key_PageDown: lambda: self.step_wanted.emit(1),
            Qt.Key.Key_Left: lambda: self.step_wanted.emit(-1),
            Qt.Key.Key_Up: lambda: self.step_wanted.emit(-1),
            Qt.Key.Key_Backspace: lambda: self.step_wanted.emit(-1),
            Qt.Key.Key_PageUp: lambda: self.step_wanted.emit(-1),
            Qt.Key.Key_Home: lambda: self.step_wanted.emit(-(2**31 - 1)),
            Qt.Key.Key_End: lambda: self.step_wanted.emit(2**31 - 1),
            Qt.Key.Key_Z: self.toggle_full,
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Return: self.leave,
            Qt.Key.Key_Plus: lambda: self.canvas.zoom(STEP),
            Qt.Key.Key_Minus: lambda: self.canvas.zoom(1 / STEP),
        }
        act, command = acts.get(event.key()), review_keys.command(event)
        if act is not None:
            act()
        elif command.startswith("rate ") or command in review_keys.ON_SELECTION:
            self.command.emit(command)
        else:
            event.ignore()
