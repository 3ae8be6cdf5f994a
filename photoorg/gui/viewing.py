"""Opens photos of the grid in the viewer, goes on from one to the next, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from photoorg.gui.browsing import photo_and_image
from photoorg.gui.parts import when_made
from photoorg.records import Photo

if TYPE_CHECKING:
    from photoorg.gui.browsing import Browsing
    from photoorg.gui.session import Session
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.viewer import Viewer

Found = tuple[Photo, QImage | None]


class Viewing(QObject):
    """Keeps the viewer on a photo of the grid's list."""

    opened = Signal()
    left = Signal()

    def __init__(self, session: Session, centre: Centre, browsing: Browsing) -> None:
        super().__init__(centre)
        self._session = session
        self._centre = centre
        self._browsing = browsing
        self._index = -1
        centre.grid.opened.connect(self.open)
        when_made(centre, "viewer", self._connect)
        browsing.shown.connect(self._on_list_changed)

    def _connect(self, viewer: Viewer) -> None:
        viewer.step_wanted.connect(self.step)
        viewer.back_wanted.connect(self.leave)

    def open(self, photo_id: int) -> None:
        """Show a photo in the window."""
        index = self._centre.grid.selection.index_of(photo_id)
        if index >= 0:
            self._show(index)

    def step(self, by: int) -> None:
        """Go on; stops at both ends."""
        last = self._centre.grid.count - 1
        index = min(max(self._index + by, 0), last)
        if index != self._index and last >= 0:
            self._show(index)

    def leave(self, photo_id: int = -1) -> None:
        """Back to the grid, at the photo that was shown."""
        if not self._centre.viewing:
            return
        self._session.reads.drop("viewer")
        self._centre.show_photos()
        self._centre.grid.focus_on(photo_id)
        self._centre.grid.setFocus()
        self.left.emit()

    def _show(self, index: int) -> None:
        self._index = index
        grid, library = self._centre.grid, self._session.library
        photo_id = grid.selection.id_at(index)
        beside = (index + 1, index - 1)
        near = [grid.selection.id_at(i) for i in beside if 0 <= i < grid.count]
        self._session.reads.ask(
            "viewer",
            lambda: (photo_and_image(library, photo_id), tuple(library.wall_photos(near))),
            self._take,
        )

    def _take(self, answer: tuple[Found | None, tuple[Photo, ...]]) -> None:
        found, near = answer
        if found is None:
            self._session.refresh()
            return
        photo, image = found
        if not self._centre.viewing:
            self._centre.show_viewer()
            self.opened.emit()
        self._centre.viewer.show_photo(photo, self._index, self._centre.grid.count)
        self._centre.viewer.show_thumbnail(image)
        self._centre.viewer.read_ahead(near)
        self._browsing.show_details(photo.id)

    def _on_list_changed(self) -> None:
        """Photos came or went; the one that is shown keeps its place or gives it to the next."""
        viewer = self._centre.viewer if self._centre.viewing else None
        if viewer is None or viewer.photo is None:
            return
        ids = self._centre.grid.ids
        index = self._centre.grid.selection.index_of(viewer.photo.id)
        if not ids:
            self.leave()
            self._centre.states.nothing()
            self._centre.show_states()
        elif index >= 0 and ids[index] == viewer.photo.id:
            self._index = index
            viewer.show_photo(viewer.photo, index, len(ids))
        elif index >= 0:
            self._show(index)  # it has been read
        else:
            self._show(min(self._index, len(ids) - 1))
