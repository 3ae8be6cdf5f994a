"""The middle of the window: the grid under its header, one photo, problems, or a state.

Of its pages only the first two are there from the start; the others are made when first shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from photoorg.gui.parts import made, part
from photoorg.gui.views.filter_bar import FilterBar
from photoorg.gui.views.grid import PhotoGrid
from photoorg.gui.views.header import Header
from photoorg.gui.views.states import States

if TYPE_CHECKING:
    from photoorg.gui.session import Session
    from photoorg.gui.views.problems import ProblemsView
    from photoorg.gui.views.review import ReviewView
    from photoorg.gui.views.stacks import StacksView
    from photoorg.gui.views.timeline import Timeline
    from photoorg.gui.views.viewer import Viewer

Page = TypeVar("Page", bound=QWidget)
TIMELINE_HEIGHT = 62  # known before it is made, so that the wall below does not move then


def _column(of: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(of)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _focus_before(widget: QWidget) -> QWidget:
    found = widget.previousInFocusChain()
    while found is not None and found.focusPolicy() == Qt.FocusPolicy.NoFocus:
        found = found.previousInFocusChain()
    return found or widget


def _room(height: int) -> QWidget:
    room = QWidget()
    room.setObjectName("header")
    room.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    room.setFixedHeight(height)
    return room


class Centre(QStackedWidget):
    """One page at a time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.header = Header()
        self.filter_bar = FilterBar()
        self.grid = PhotoGrid(session.thumbnails)
        self.states = States()
        self._photos = QWidget()
        self.timeline_room = _room(TIMELINE_HEIGHT)
        column = _column(self._photos)
        column.addWidget(self.header)
        column.addWidget(self.timeline_room)
        column.addWidget(self.filter_bar)  # comes and goes, so below what is being dragged over
        self.split = QSplitter(Qt.Orientation.Vertical)  # the map comes above the grid
        self.split.setHandleWidth(5)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.grid)
        column.addWidget(self.split, 1)
        self.addWidget(self.states)
        self.addWidget(self._photos)

    # --- pages and parts that are made when they are first shown

    def _page(self, page: Page) -> Page:
        self.addWidget(page)
        return page

    @part
    def viewer(self) -> Viewer:
        """One photo."""
        from photoorg.gui.views.viewer import Viewer

        return self._page(Viewer(self._session.images))

    @part
    def review(self) -> ReviewView:
        """Photo by photo, with marks."""
        from photoorg.gui.views.review import ReviewView

        return self._page(ReviewView(self._session.images, self._session.thumbnails))

    @part
    def stacks(self) -> StacksView:
        """Photos that are alike, stack by stack."""
        from photoorg.gui.views.stacks import StacksView

        return self._page(StacksView(self._session.thumbnails))

    @part
    def problems(self) -> ProblemsView:
        """Files that could not be read."""
        from photoorg.gui.views.problems import ProblemsView

        return self._page(ProblemsView())

    @part
    def timeline(self) -> Timeline:
        """The strip of days between the header and the filters, in the room kept for it."""
        from photoorg.gui.views.timeline import Timeline

        strip = Timeline()
        _column(self.timeline_room).addWidget(strip)
        # it comes late, and is not the last that Tab reaches for that
        QWidget.setTabOrder(_focus_before(self.timeline_room), strip.strip)
        QWidget.setTabOrder(strip.strip, strip.undated)
        return strip

    # --- which page

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

    def _shows(self, name: str) -> bool:
        """Whether this page is on top; one that was never made is not."""
        page = made(self, name)
        return page is not None and self.currentWidget() is page

    @property
    def viewing(self) -> bool:
        """Whether one photo is shown."""
        return self._shows("viewer")

    @property
    def reviewing(self) -> bool:
        """Whether a review is open."""
        return self._shows("review")

    @property
    def stacking(self) -> bool:
        """Whether the stacks are shown."""
        return self._shows("stacks")

    @property
    def listing_problems(self) -> bool:
        """Whether the problems are shown."""
        return self._shows("problems")

    @property
    def browsing(self) -> bool:
        """Whether the grid is shown."""
        return self.currentWidget() is self._photos
