"""The middle of the window: the grid under its header, one photo, problems, or a state."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from photoorg.gui.models.full_images import FullImages
from photoorg.gui.models.thumbnails import Thumbnails
from photoorg.gui.views.filter_bar import FilterBar
from photoorg.gui.views.grid import PhotoGrid
from photoorg.gui.views.header import Header
from photoorg.gui.views.problems import ProblemsView
from photoorg.gui.views.review import ReviewView
from photoorg.gui.views.stacks import StacksView
from photoorg.gui.views.states import States
from photoorg.gui.views.timeline import Timeline
from photoorg.gui.views.viewer import Viewer


class Centre(QStackedWidget):
    """One page at a time."""

    def __init__(
        self, thumbnails: Thumbnails, images: FullImages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.header = Header()
        self.filter_bar = FilterBar()
        self.timeline = Timeline()
        self.grid = PhotoGrid(thumbnails)
        self.viewer = Viewer(images)
        self.review = ReviewView(images, thumbnails)
        self.stacks = StacksView(thumbnails)
        self.problems = ProblemsView()
        self.states = States()
        self._photos = QWidget()
        column = QVBoxLayout(self._photos)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.timeline)
        column.addWidget(self.filter_bar)  # comes and goes, so below what is being dragged over
        self.split = QSplitter(Qt.Orientation.Vertical)  # the map comes above the grid
        self.split.setHandleWidth(5)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.grid)
        column.addWidget(self.split, 1)
        for page in (self.states, self._photos, self.problems, self.viewer, self.review):
            self.addWidget(page)
        self.addWidget(self.stacks)

    def show_photos(self) -> None:
        """The grid."""
        self.setCurrentWidget(self._photos)

    def show_viewer(self) -> None:
        """One photo."""
        self.setCurrentWidget(self.viewer)
        self.viewer.setFocus()

    def show_review(self) -> None:
        """Photo by photo, with marks."""
        self.setCurrentWidget(self.review)
        self.review.setFocus()

    def show_stacks(self) -> None:
        """Photos that are alike, stack by stack."""
        self.setCurrentWidget(self.stacks)
        self.stacks.list.setFocus()

    def show_problems(self) -> None:
        """Files that could not be read."""
        self.setCurrentWidget(self.problems)

    def show_states(self) -> None:
        """A designed state instead of photos."""
        self.setCurrentWidget(self.states)

    @property
    def viewing(self) -> bool:
        """Whether one photo is shown."""
        return self.currentWidget() is self.viewer

    @property
    def reviewing(self) -> bool:
        """Whether a review is open."""
        return self.currentWidget() is self.review

    @property
    def stacking(self) -> bool:
        """Whether the stacks are shown."""
        return self.currentWidget() is self.stacks

    @property
    def listing_problems(self) -> bool:
        """Whether the problems are shown."""
        return self.currentWidget() is self.problems

    @property
    def browsing(self) -> bool:
        """Whether the grid is shown."""
        return self.currentWidget() is self._photos
