"""Builds what is seen of a library at first: the bar, the tree, the wall, the details.

All else is a part of the window that is made after the first photos are painted, or when it is
asked for (`MainWindow`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from photoorg.gui import window_state
from photoorg.gui.actions import Actions
from photoorg.gui.browsing import Browsing
from photoorg.gui.indexing import Indexing
from photoorg.gui.panels import Panels
from photoorg.gui.views.bars import NoticeBar, ProgressStrip
from photoorg.gui.views.centre import Centre
from photoorg.gui.views.details import Details
from photoorg.gui.views.sidebar import Sidebar
from photoorg.gui.views.toolbar import TopBar

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow


def build(window: MainWindow) -> None:
    """Give the window its widgets, and who shows a library in them."""
    session = window.session
    window.actions_ = Actions(window)
    window.sidebar = Sidebar(session.covers)
    window.centre = Centre(session)
    window.topbar = TopBar(window.actions_, window.centre.filter_bar.search, window)
    window.topbar.show_appearance(window_state.appearance(window.settings))
    window.details = Details()
    window.undo_bar, window.notice, window.group_bar = NoticeBar(), NoticeBar(), NoticeBar()
    window.strip = ProgressStrip()
    window.splitter = _panels(window, _middle(window))
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addWidget(window.splitter, 1)
    rows.addWidget(window.strip)
    window.browsing = Browsing(session, window.sidebar, window.centre, window.details)
    window.indexing = Indexing(session, window.centre, window.sidebar, window.strip, window.notice)
    window.panels = Panels(window)
    window.addToolBar(window.topbar)
    window.setCentralWidget(whole)
    whole.show()  # now: in a window that is on screen Qt would do so some turns later


def _middle(window: MainWindow) -> QWidget:
    """The centre, and under it the bars that come and go."""
    middle = QWidget()
    middle.setObjectName("wall")
    middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.centre, 1)
    for bar in (window.notice, window.group_bar, window.undo_bar):
        column.addWidget(bar)
    return middle


def _panels(window: MainWindow, middle: QWidget) -> QSplitter:
    """The tree on the left, the details on the right."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for position, widget in enumerate((window.sidebar, middle, window.details)):
        splitter.addWidget(widget)
        splitter.setStretchFactor(position, int(widget is middle))
    window.sidebar.setMinimumWidth(180)
    window.details.setMinimumWidth(200)
    middle.setMinimumWidth(320)
    splitter.setSizes([300, 760, 264])
    return splitter
