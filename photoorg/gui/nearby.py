"""What a review knows of the photos around the one it shows: records, small pictures, sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from photoorg.gui.models.pictures import from_jpeg
from photoorg.gui.models.review import NEAR
from photoorg.records import Photo

if TYPE_CHECKING:
    from photoorg.gui.models.review import Review
    from photoorg.gui.session import Session

SIZED_AT_ONCE = 5000
Near = tuple[list[Photo], dict[int, QImage]]


class Nearby(QObject):
    """Reads on before it runs short, so that a key press never waits for the catalogue."""

    arrived = Signal()
    sized = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._review: Review | None = None
        self._reading = False  # a question about what is near is under way
        self.small: dict[int, QImage] = {}
        session.reads.failed.connect(self._on_failed)

    def read(self, ids: Sequence[int]) -> Near:
        """Records and small pictures of photos; for any thread."""
        library = self._session.library
        jpegs = library.thumbnails(ids)
        return library.photos(ids), {i: from_jpeg(jpeg) for i, jpeg in jpegs.items()}

    def begin(self, review: Review, near: Near) -> None:
        """A review starts; `near` is what was read around its first photo."""
        self._review, self._reading, self.small = review, False, {}
        self.learn(review.near(), near)
        self.ask_sizes()

    def end(self) -> None:
        """It is over."""
        self._review, self._reading, self.small = None, False, {}
        for key in ("review", "review-sizes", "review-compare"):
            self._session.reads.drop(key)

    def learn(self, asked: Sequence[int], near: Near) -> None:
        """Take what was read; what was asked for and not found is no longer there."""
        photos, small = near
        review = self._review
        if review is None:
            return
        review.learn(photos)
        self.small.update(small)
        if len(self.small) > 8 * NEAR:
            kept = set(review.near()) | set(review.chosen)
            self.small = {i: image for i, image in self.small.items() if i in kept}
        gone = set(asked) - {photo.id for photo in photos}
        if gone:
            review.drop(gone)

    def ask(self) -> None:
        """Read on when what is at hand runs short: half the way, so nobody ever waits."""
        review = self._review
        if review is None or self._reading:
            return  # one question at a time: keys faster than the answers would drop them all
        near = review.near()
        if not all(i in review.photos for i in near[:NEAR]):
            self._ask_for([i for i in near if i not in review.photos])

    def ask_again(self) -> None:
        """Files came or went: what is near is read anew."""
        if self._review is not None:
            self._ask_for(self._review.near())

    def ask_for(self, ids: Sequence[int], then: Callable[[], None]) -> None:
        """Read these, wherever they lie in the list, then go on."""
        wanted = list(ids)

        def take(near: Near) -> None:
            self.learn(wanted, near)
            then()

        self._session.reads.ask("review-compare", lambda: self.read(wanted), take)

    def _ask_for(self, ids: Sequence[int]) -> None:
        self._reading = True
        self._session.reads.ask("review", lambda: self.read(ids), lambda n: self._take(ids, n))

    def _take(self, ids: Sequence[int], near: Near) -> None:
        self._reading = False
        self.learn(ids, near)
        self.arrived.emit()

    def ask_sizes(self) -> None:
        """Add up the bytes of what is rejected, also of photos that were never near."""
        review, library = self._review, self._session.library
        ids = review.unsized()[:SIZED_AT_ONCE] if review else []

        def read() -> dict[int, int]:
            steps = range(0, len(ids), 250)
            return {p.id: p.bytes for n in steps for p in library.photos(ids[n : n + 250])}

        def take(sizes: Mapping[int, int]) -> None:
            if review is not None and review is self._review:
                review.sizes.update(sizes)
                self.sized.emit()

        if ids:
            self._session.reads.ask("review-sizes", read, take, later=True)

    def _on_failed(self, _failed: object) -> None:
        self._reading = False
