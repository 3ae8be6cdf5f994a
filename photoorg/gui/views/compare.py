"""Two to four photos side by side, with one zoom and one pan for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from photoorg.gui import style, texts
from photoorg.gui.views.elided import ElidedLabel
from photoorg.gui.views.photo_pane import PhotoPane
from photoorg.gui.views.verdict_buttons import VerdictButtons

if TYPE_CHECKING:
    from photoorg.gui.models.full_images import Decoded, FullImages
    from photoorg.records import Photo, Verdict

GAP, EDGE = 6, 10


class Side(QWidget):
    """One photo of a comparison: number and name, the photo, its buttons."""

    pressed = Signal()
    command = Signal(str)

    def __init__(self, images: FullImages, parent: QWidget) -> None:
        super().__init__(parent)
        self.active = False
        self.caption = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.pane = PhotoPane(images, self, large_mark=False)
        self.buttons = VerdictButtons(self)
        self.buttons.command.connect(self._on_command)
        self.pane.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, GAP)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(self.pane, 1)
        column.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignHCenter)

    def _on_command(self, command: str) -> None:
        self.pressed.emit()
        self.command.emit(command)

    def set_active(self, active: bool) -> None:
        """The keys act on this one."""
        self.active = active
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the photo makes it the active one; the pane still pans."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.pressed.emit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words on the buttons only where they fit."""
        self.buttons.show_words(self.width() >= 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame around the active one."""
        if not self.active:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight().color(), 3))
        box = self.rect().adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, style.RADIUS + 2, style.RADIUS + 2)
        painter.end()


class CompareView(QWidget):
    """The sides in a row; four in two rows where the window is not very wide."""

    activated = Signal()
    command = Signal(str)

    def __init__(self, images: FullImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = images
        self.sides: list[Side] = []
        self.index = 0
        self._linking = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP, GAP, GAP, GAP)
        self._grid.setSpacing(GAP)
        images.arrived.connect(self._on_arrived)

    def show_photos(
        self,
        photos: Sequence[Photo],
        small: Mapping[int, QImage],
        verdicts: Mapping[int, Verdict],
        active: int,
    ) -> None:
        """Show these photos side by side; `active` is the id that the keys act on."""
        self._make(len(photos))
        for number, (side, photo) in enumerate(zip(self.sides, photos, strict=True), start=1):
            side.caption.setText(caption(number, photo))
            side.pane.show_photo(photo, small.get(photo.id), verdicts[photo.id])
            side.buttons.show_verdict(verdicts[photo.id])
        ids = [photo.id for photo in photos]
        self.go(ids.index(active) if active in ids else 0)
        self.ask()

    def _make(self, count: int) -> None:
        if count == len(self.sides):
            return
        for side in self.sides:
            self._grid.removeWidget(side)
            side.hide()
            side.deleteLater()
        self.sides = [Side(self._images, self) for _ in range(count)]
        columns = 2 if count == 4 else count
        for place, side in enumerate(self.sides):
            self._grid.addWidget(side, place // columns, place % columns)
            side.pressed.connect(lambda place=place: self.go(place))
            side.command.connect(self.command)
            side.pane.zoomed.connect(lambda pane=side.pane: self._link(pane))
            side.show()

    @property
    def active(self) -> Photo | None:
        """The photo that the keys act on."""
        return self.sides[self.index].pane.photo if self.sides else None

    def go(self, index: int) -> bool:
        """Make another side the active one, stopping at both ends; False if it was already."""
        index = min(max(index, 0), len(self.sides) - 1)
        same, self.index = index == self.index, index
        for place, side in enumerate(self.sides):
            side.set_active(place == index)
        self.activated.emit()
        return not same

    def show_verdicts(self, verdicts: Mapping[int, Verdict]) -> None:
        """Marks have changed."""
        for side in self.sides:
            photo = side.pane.photo
            if photo is not None and photo.id in verdicts:
                side.pane.show_verdict(verdicts[photo.id])
                side.buttons.show_verdict(verdicts[photo.id])

    def _link(self, moved: PhotoPane) -> None:
        """All show the same part, as a share of the photo: copies of other sizes match too."""
        if self._linking:
            return
        self._linking = True
        for side in self.sides:
            if side.pane is not moved:
                side.pane.show_view(*moved.view)
            side.pane.show_best()
        self._linking = False
        self.ask()

    def ask(self) -> None:
        """Want what is on screen: all fitted ones before the whole ones."""
        shown = [(s.pane, s.pane.photo) for s in self.sides if s.pane.photo is not None]
        wishes = [pane.wishes(photo) for pane, photo in shown if photo]
        fitted = [first for first, *_ in wishes]
        if self.isVisible():
            self._images.want(fitted + [wish for _, *rest in wishes for wish in rest])

    def _on_arrived(self, result: Decoded) -> None:
        for side in self.sides:
            if side.pane.photo is not None and side.pane.photo.id == result.wish.photo_id:
                side.pane.show_best()

    def event(self, event: QEvent) -> bool:
        """Another size wants other sizes of the photos."""
        taken = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self.ask()
        return taken


def caption(number: int, photo: Photo) -> str:
    """ "1  IMG_2041.jpg · 4,032 × 3,024 · 4 MB" """
    shape = f"{texts.number(photo.width)} × {texts.number(photo.height)}"
    what = " · ".join((texts.file_name(photo.path), shape, texts.size(photo.bytes)))
    return f"{texts.number(number)}   {what}"
