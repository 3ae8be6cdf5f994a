"""A photo on the wall with its mark: the best version at hand, at once, then a sharper one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from photoorg.gui.models.full_images import Wish
from photoorg.gui.views import verdict_paint
from photoorg.gui.views.canvas import Canvas
from photoorg.records import NO_VERDICT

if TYPE_CHECKING:
    from photoorg.gui.models.full_images import FullImages
    from photoorg.records import Photo, Verdict

SMALLEST = 64  # pixels; a window that is not laid out yet has no size to decode for
PILL_BELOW = 34


class PhotoPane(Canvas):
    """Shows one photo out of the decoded ones; `large_mark` False is for panes side by side."""

    def __init__(self, images: FullImages, parent: QWidget, large_mark: bool = True) -> None:
        super().__init__(parent)
        self._images = images
        self._large_mark = large_mark
        self._small: QImage | None = None
        self._verdict = NO_VERDICT
        self.photo: Photo | None = None
        self.sharp = False  # whether more than the small version is on screen

    def show_photo(self, photo: Photo | None, small: QImage | None, verdict: Verdict) -> None:
        """Show the best version there is; zoom and spot stay."""
        self.photo, self._small, self._verdict = photo, small, verdict
        if photo is not None:
            spoken = verdict_paint.spoken(verdict)
            self.setAccessibleDescription(f"{photo.path} {spoken}".strip())
        self.show_best()

    def show_verdict(self, verdict: Verdict) -> None:
        """Its mark has changed."""
        self._verdict = verdict
        self.update()

    def show_best(self) -> None:
        """Whole when zoomed in, else fitted, else small; what is missing follows."""
        photo = self.photo
        if photo is None:
            self.show_picture(None, QSize())
            return
        whole = self._images.get(self.wish(photo, whole=True)) if self.scale else None
        fitted = self._images.get(self.wish(photo))
        found = next((result.image for result in (whole, fitted) if result and result.image), None)
        self.sharp = found is not None
        self.show_picture(found or self._small, QSize(photo.width, photo.height))

    def wish(self, photo: Photo, whole: bool = False) -> Wish:
        """A photo for this pane: as large as the pane, or whole."""
        size = self.size() * self.devicePixelRatioF()
        within = None if whole else (max(SMALLEST, size.width()), max(SMALLEST, size.height()))
        return Wish(photo.id, photo.path, within, photo.hash)

    def wishes(self, photo: Photo) -> list[Wish]:
        """What this pane wants of a photo now: fitted, and all of it when zoomed in."""
        wanted = [self.wish(photo)]
        return wanted if self.scale is None else [*wanted, self.wish(photo, whole=True)]

    @property
    def problem(self) -> str:
        """Why there is no more than the small version: "", "missing" or "format"."""
        found = self._images.get(self.wish(self.photo)) if self.photo else None
        return found.problem if found else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The photo, then the mark over it."""
        super().paintEvent(event)
        if self.photo is None:
            return
        painter = QPainter(self)
        seen = self._box().intersected(QRectF(self.rect()))
        if self._verdict.mark:
            verdict_paint.frame(painter, seen, self._verdict.mark)
        large = self._large_mark and self._verdict.mark is not None
        below = PILL_BELOW if large else PILL_BELOW - 10
        spot = QPointF(seen.center().x(), seen.top() + below)
        verdict_paint.pill(painter, spot, self._verdict, large)
        painter.end()
