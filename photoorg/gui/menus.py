"""The menus of the right button: on photos, and on an entry of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from photoorg.gui import icons

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node

ON_PHOTOS = (
    "view", "review", "compare", "only", "", "favourite", "protect", "",
    "move-group", "new-group", "not-here", "pin", "",
    "date", "place", "name-place", "", "reveal", "copy", "export", "", "delete",
)  # fmt: skip
ON_ENTRY = {"cluster": ("rename", "merge", "split", "pin-group"), "place": ("name-place",)}


class Menus(QObject):
    """Pops them up."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def on_photos(self, point: QPoint) -> None:
        """What can be done with the selection of the wall."""
        if self._window.centre.grid.selection.selected:
            self._pop_up(point, ON_PHOTOS)

    def on_entry(self, point: QPoint, node: Node) -> None:
        """What can be done with an entry of the tree, which is chosen by it."""
        window = self._window
        if node.filter is None:
            return
        window.sidebar.choose(node.key)
        menu = self._pop_up(point, ("review", *ON_ENTRY.get(node.kind, ()), ""))
        window.arranging.add_to_menu(menu, node)
        export = menu.addAction(self.tr("Export..."))
        icons.dress(export, "export")
        export.triggered.connect(lambda: window.desktop.export_node(node))
        if node.cluster is not None:
            delete = menu.addAction(self.tr("Delete cluster..."))
            icons.dress(delete, "trash")
            delete.triggered.connect(lambda: window.chosen.delete_cluster(node))

    def _pop_up(self, point: QPoint, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)  # a disabled action says why
        for name in names:
            if name:
                menu.addAction(self._window.actions_[name])
            else:
                menu.addSeparator()
        menu.popup(point)
        return menu
