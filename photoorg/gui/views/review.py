"""The review: one photo large, what was decided about it, how far one is, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import style, texts
from photoorg.gui.models.differences import differences
from photoorg.gui.views import review_keys
from photoorg.gui.views.canvas import STEP
from photoorg.gui.views.compare import CompareView
from photoorg.gui.views.elided import ElidedLabel
from photoorg.gui.views.film_strip import FilmStrip
from photoorg.gui.views.photo_pane import PhotoPane
from photoorg.gui.views.review_head import ReviewHead
from photoorg.gui.views.verdict_buttons import VerdictButtons

if TYPE_CHECKING:
    from photoorg.gui.models.full_images import Decoded, FullImages
    from photoorg.gui.models.review import Review
    from photoorg.gui.models.thumbnails import Thumbnails
    from photoorg.records import Photo, Verdict

TOAST_MS = 1800
NARROW = 900


def facts(photo: Photo) -> str:
    """ "IMG_2041.jpg · 12 May 2019 13:37 · Kochi, Kerala, India · 4 MB" """
    day, clock = texts.taken(photo)
    when = " ".join(part for part in (day, clock) if part)
    shape = f"{texts.number(photo.width)} × {texts.number(photo.height)}"
    parts = [when, texts.place(photo), texts.size(photo.bytes), shape]
    return " · ".join(part for part in parts if part)


class ReviewView(QWidget):
    """Shows a review; says what the user wants as commands of `review_keys`."""

    command = Signal(str)
    go_wanted = Signal(int)
    choose_wanted = Signal(int)

    def __init__(
        self, images: FullImages, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._images = images
        self._review: Review | None = None
        self._small: Mapping[int, QImage] = {}
        self.alone = False
        self.head = ReviewHead(self)
        self.pane = PhotoPane(images, self)
        self.compare = CompareView(images, self)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.pane)
        self.middle.addWidget(self.compare)
        self.name = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.facts = ElidedLabel(self, dim=True)
        self.buttons = VerdictButtons(self)
        self.strip = FilmStrip(thumbnails, self)
        self.toast = QLabel(self)
        self.toast.setObjectName("toast")
        self.toast.hide()
        self._toast_away = QTimer(self)
        self._toast_away.setSingleShot(True)
        self._toast_away.timeout.connect(self.toast.hide)
        self._arrange()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _arrange(self) -> None:
        font = style.font_of(self.font(), "body")
        font.setBold(True)
        self.name.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        self._foot = QWidget(self)
        self._foot.setObjectName("header")
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        row.addLayout(words, 1)
        row.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.middle, self._foot, self.strip):
            layout.addWidget(part, int(part is self.middle))

    def _connect(self) -> None:
        self.head.command.connect(self.command)
        self.buttons.command.connect(self.command)
        self.compare.command.connect(self.command)
        self.compare.activated.connect(self._show_words)
        self.strip.go_wanted.connect(self.go_wanted)
        self.strip.choose_wanted.connect(self.choose_wanted)
        self._images.arrived.connect(self._on_arrived)
        self.pane.zoomed.connect(self._on_zoomed)

    # --- what it shows

    @property
    def comparing(self) -> bool:
        """Whether photos stand side by side."""
        return self.middle.currentWidget() is self.compare

    def show_review(self, review: Review, small: Mapping[int, QImage]) -> None:
        """Show the photo the review is at; what is known of it, and the rest when it comes."""
        self._review, self._small = review, small
        if not self.comparing:
            photo = review.photos.get(review.current)
            self.pane.show_photo(photo, small.get(review.current), review.verdict(review.current))
        self._show_words()
        self.strip.show_review(review)
        self.ask()

    def show_verdicts(self, verdicts: Mapping[int, Verdict]) -> None:
        """Marks have changed; the review knows them already."""
        if self._review is None:
            return
        self.pane.show_verdict(self._review.verdict(self._review.current))
        self.compare.show_verdicts(verdicts)
        self._show_words()
        self.strip.update()

    def _show_words(self) -> None:
        review = self._review
        if review is None:
            return
        self.head.show_review(review)
        photo = self.active
        if self.comparing:
            sides = [side.pane.photo for side in self.compare.sides if side.pane.photo]
            self.name.setText(differences(sides))
            self.facts.setText(
                self.tr("Arrows choose · Delete rejects · K keeps · Return goes on with this one")
            )
        else:
            self.name.setText(texts.file_name(photo.path) if photo else "")
            self.facts.setText(self._explained(photo) if photo else "")
        self.buttons.show_verdict(review.verdict(photo.id if photo else review.current))

    def _explained(self, photo: Photo) -> str:
        problem = self.pane.problem
        if photo.offline:
            return self.tr("Its disk is away: this is the small preview")
        if problem == "missing":
            return self.tr("The file is not there any more: this is the small preview")
        return facts(photo)

    @property
    def active(self) -> Photo | None:
        """The photo that the keys act on."""
        if self.comparing:
            return self.compare.active
        return self.pane.photo

    def say(self, words: str) -> None:
        """A few words over the photo, gone after a moment."""
        self.toast.setText(words)
        self.toast.adjustSize()
        self._place_toast()
        self.toast.show()
        self.toast.raise_()
        self._toast_away.start(TOAST_MS)

    def _place_toast(self) -> None:
        box = QRect(self.middle.geometry())
        self.toast.move(
            box.center().x() - self.toast.width() // 2, box.bottom() - self.toast.height() - 18
        )

    # --- comparing, zooming, being alone

    def show_compare(
        self, photos: Sequence[Photo], small: Mapping[int, QImage], active: int
    ) -> None:
        """Put these side by side."""
        if self._review is None:
            return
        self._set_comparing(True)
        verdicts = {photo.id: self._review.verdict(photo.id) for photo in photos}
        self.compare.show_photos(photos, small, verdicts, active)
        self._show_words()

    def show_single(self) -> None:
        """One photo again."""
        self._set_comparing(False)

    def _set_comparing(self, on: bool) -> None:
        """Side by side there is no room for the strip, and each photo has its own buttons."""
        self.middle.setCurrentWidget(self.compare if on else self.pane)
        self.head.compare.setChecked(on)
        self.buttons.setVisible(not on)
        self.strip.setVisible(not on and not self.alone)

    def toggle_full(self) -> None:
        """Own pixels, or the whole photo."""
        canvas = self._canvas()
        if canvas.scale is None:
            canvas.set_scale(1.0)
        else:
            canvas.fit()

    def zoom(self, larger: bool) -> None:
        """Nearer or further."""
        self._canvas().zoom(STEP if larger else 1 / STEP)

    def pan(self, right: float, down: float) -> None:
        """Move a zoomed photo."""
        if self._canvas().scale is not None:
            self._canvas().move_view(right, down)

    def fit(self) -> None:
        """The whole photo."""
        self._canvas().fit()

    def _canvas(self) -> PhotoPane:
        if self.comparing and self.compare.sides:
            return self.compare.sides[self.compare.index].pane
        return self.pane

    def set_alone(self, alone: bool) -> None:
        """The photo without anything around it, or with all of it again."""
        self.alone = alone
        for part in (self.head, self._foot, self.strip):
            part.setVisible(not alone)

    # --- decoding

    def ask(self) -> None:
        """Want this photo, then those that a key press would show."""
        review = self._review
        if review is None or not self.isVisible():
            return
        if self.comparing:
            self.compare.ask()
            return
        ids = [review.current, *review.ahead(self._images.room(self.pane.size()))]
        photos = [review.photos[i] for i in ids if i in review.photos]
        wishes = [self.pane.wishes(photo) for photo in photos]
        fitted = [first for first, *_ in wishes]
        whole = [wish for _, *rest in wishes[:2] for wish in rest]  # this one's and the next's
        self._images.want([*fitted[:1], *whole[:1], *fitted[1:2], *whole[1:], *fitted[2:]])

    def _on_arrived(self, result: Decoded) -> None:
        if self.isVisible() and self.pane.photo and self.pane.photo.id == result.wish.photo_id:
            self.pane.show_best()
            if result.problem:
                self._show_words()

    def _on_zoomed(self) -> None:
        self.head.full.setChecked(self.pane.scale is not None)
        self.pane.show_best()
        self.ask()

    # --- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size of the window wants another size of the photos."""
        super().resizeEvent(event)
        self.buttons.show_words(self.width() >= NARROW)
        self._place_toast()
        QTimer.singleShot(0, self._after_resize)

    def _after_resize(self) -> None:
        self.pane.show_best()
        self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to read ahead any more."""
        self._images.want([])
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        """The review's keys are its own, also those that mean something else in the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and review_keys.command(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what the key means; the others go to the window."""
        command = review_keys.command(event)
        if command:
            self.command.emit(command)
        else:
            event.ignore()
