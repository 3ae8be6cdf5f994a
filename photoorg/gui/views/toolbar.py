"""The bar at the top: folders, a field to find photos, map, history, panels, the rest in a menu."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from photoorg.gui import icons, texts
from photoorg.gui.indexing import short_path

if TYPE_CHECKING:
    from photoorg.gui.actions import Actions
    from photoorg.records import Root

MENU = (
    ("open", "rescan", "pause", "stop", "gentle"),
    ("review", "compare"),
    ("favourite", "protect", "protect-folders"),
    ("delete", "export", "rename", "reveal"),
    ("undo", "redo", "history"),
    ("stacks", "goal"),
    ("keys", "demo", "about", "quit"),
)
GROUPS = ("regroup", "regrouped", "group-back", "group-forward", "", "broader", "finer")
GROUP_PHOTOS = ("move-group", "new-group", "not-here", "pin")
GROUP_GROUPS = ("rename", "merge", "split", "pin-group")
CORRECT = ("date", "place", "name-place", "estimate")
VIEW = (
    "map",
    "library-map",
    "timeline",
    "larger",
    "smaller",
    "sidebar",
    "details",
    "full",
)  # the whole menu fits on 720 lines
LONGEST = 180  # pixels of a folder's name: none of the tools may be pushed out
APPEARANCES = ("system", "light", "dark")


class TopBar(QToolBar):
    """Says which folders are open, and offers the actions."""

    folder_wanted = Signal(str)
    appearance_wanted = Signal(str)

    def __init__(self, actions: Actions, search: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._looks: dict[str, QAction] = {}
        self.setMovable(False)
        self.setFloatable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(self.tr("Tools"))
        self.folders = QToolButton(self)
        self.folders.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.folders.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.dress(self.folders, "folder")
        self._folder_menu = QMenu(self)
        self.folders.setMenu(self._folder_menu)
        self._add("sidebar")
        self.addWidget(self.folders)
        self._open = self._add("open")
        self._searching = self.addWidget(search)
        space = QWidget(self)  # keeps the tools to the right while there is nothing to search
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._spacing = self.addWidget(space)
        for name in ("library-map", "map", "timeline", "undo", "history", "details"):
            self._add(name)
        self._add_more()

    def _add(self, name: str) -> QWidget:
        icons.draw(self._actions[name])
        self.addAction(self._actions[name])
        button = self.widgetForAction(self._actions[name])
        button.setAccessibleName(self._actions[name].text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("toggle", name in ("map", "library-map", "timeline"))
        return button

    def show_search(self, shown: bool) -> None:
        """The field is there as soon as there are photos to find."""
        self._searching.setVisible(shown)
        self._spacing.setVisible(not shown)

    def _add_more(self) -> None:
        button = QToolButton(self)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(self.tr("More"))
        button.setAccessibleName(self.tr("More"))
        icons.dress(button, "more")
        menu = QMenu(button)
        for group in MENU:
            for name in group:
                menu.addAction(self._actions[name])
            menu.addSeparator()
        menu.insertMenu(self._actions["undo"], self._correct_menu(menu))
        menu.insertMenu(self._actions["stacks"], self._groups_menu(menu))
        menu.insertMenu(self._actions["keys"], self._view_menu(menu))
        button.setMenu(menu)
        self.addWidget(button)

    def _groups_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Groups"), parent)
        menu.setToolTipsVisible(True)  # a disabled action says why
        for name in (*GROUP_PHOTOS, "", *GROUP_GROUPS, "", *GROUPS):
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def _correct_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Dates and places"), parent)
        for name in CORRECT:
            menu.addAction(self._actions[name])
        return menu

    def _view_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("View"), parent)
        for name in VIEW:
            menu.addAction(self._actions[name])
        menu.addSeparator()
        menu.addMenu(self._appearance_menu(menu))
        return menu

    def _appearance_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Appearance"), parent)
        words = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"))
        group = QActionGroup(menu)
        for name, label in zip(APPEARANCES, words, strict=True):
            action = menu.addAction(label)
            action.setCheckable(True)
            group.addAction(action)
            self._looks[name] = action
            action.triggered.connect(
                lambda _checked=False, name=name: self.appearance_wanted.emit(name)
            )
        return menu

    def show_appearance(self, name: str) -> None:
        """Tick the appearance in force."""
        self._looks[name].setChecked(True)

    def show_folders(self, roots: Sequence[Root], recent: Sequence[str]) -> None:
        """Name the open folders; offline ones are grey and say so."""
        title = self._title(roots)
        short = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, LONGEST)
        self.folders.setText(short.replace("&", "&&"))
        away = any(not root.online for root in roots)
        icons.dress(self.folders, "offline" if away else "folder")
        words = self.tr("A disk is away") if away else self.tr("Folders")
        self.folders.setToolTip(words if short == title else f"{words}: {title}")
        menu = self._folder_menu
        menu.clear()
        for root in roots:
            words = f"{short_path(root.path)}    {texts.number(root.photos)}"
            if not root.online:
                words = self.tr("{0} (its disk is away)").format(words)
            action = menu.addAction(words)
            action.setEnabled(root.online)
            icons.dress(action, "folder" if root.online else "offline")
            action.setToolTip(self.tr("Scan this folder again"))
            action.triggered.connect(
                lambda _checked=False, path=root.path: self.folder_wanted.emit(path)
            )
        self._add_recent(roots, recent)
        menu.addSeparator()
        menu.addAction(self._actions["open"])
        menu.addAction(self._actions["rescan"])

    def _add_recent(self, roots: Sequence[Root], recent: Sequence[str]) -> None:
        known = {root.path for root in roots}
        others = [path for path in recent if path not in known and os.path.isdir(path)]
        if others:
            self._folder_menu.addSection(self.tr("Opened before"))
        for path in others:
            action = self._folder_menu.addAction(short_path(path))
            action.triggered.connect(
                lambda _checked=False, path=path: self.folder_wanted.emit(path)
            )

    def _title(self, roots: Sequence[Root]) -> str:
        if not roots:
            return self.tr("No folder yet")
        if len(roots) > 1:
            return self.tr("%Ln folder(s)", "", len(roots))
        return texts.file_name(roots[0].path.rstrip("/\\")) or roots[0].path
