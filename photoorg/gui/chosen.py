"""What an action works on, and what is done with it in the same way from every view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from photoorg.gui import texts
from photoorg.gui.views.header import deletes_whole
from photoorg.records import read_ones

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node


class Chosen(QObject):
    """The photos that are selected or shown, the cluster that is open: deleted, renamed, named."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session

    def ids(self) -> list[int]:
        """What an action works on: the photo in the viewer, else the selection."""
        centre = self._window.centre
        if centre.viewing and centre.viewer.photo:
            return read_ones([centre.viewer.photo.id])
        if centre.stacking:
            photo = centre.stacks.list.photo_id
            return [] if photo is None else [photo]
        return centre.grid.selection.ordered() if centre.browsing else []

    def delete(self) -> None:
        """Delete the cluster that has the focus in the tree, else what is shown. Asks."""
        node = self._window.browsing.node
        if node is not None and node.cluster is not None and self._window.sidebar.tree.hasFocus():
            self.delete_cluster(node)
        else:
            self.delete_shown()

    def delete_shown(self) -> None:
        """Delete the selection; without one, the cluster that is open. Asks."""
        node, chosen, centre = self._window.browsing.node, self.ids(), self._window.centre
        if chosen:
            self._window.deleting.ask(chosen, self.title_of(node, len(chosen)), None)
        elif node is not None and deletes_whole(node) and centre.browsing:
            shown = centre.grid.read_ids
            self._window.deleting.ask(shown, self.title_of(node, len(shown)), node.key)
        else:
            self._window.judging.refuse_unread()

    def delete_cluster(self, node: Node) -> None:
        """Delete a whole cluster, whatever is selected on the wall. Asks."""
        wanted, library = node.filter, self._session.library
        if wanted is not None:
            self._session.reads.ask(
                "cluster",
                lambda: library.photo_ids(wanted, self._window.browsing.order),
                lambda ids: self._window.deleting.ask(list(ids), node.label, node.key),
            )

    def title_of(self, node: Node | None, count: int) -> str:
        """How the history names what is done with so many photos of an entry."""
        if node is None or node.kind in ("all", "map"):
            return texts.photos(count)
        if node.cluster is not None and count == node.count:
            return node.label
        return self.tr("{0} from {1}").format(texts.photos(count), node.label)

    def rename(self) -> None:
        """Give the open cluster a name of the user's own."""
        node = self._window.browsing.node
        if node is None or node.cluster is None:
            return
        words = self.tr("Name of this cluster (empty: photoorg's own)")
        title, accepted = QInputDialog.getText(
            self._window, self.tr("Rename cluster"), words, text=node.label
        )
        if accepted and title.strip() != node.label:
            library, cluster = self._session.library, node.cluster.id
            self._session.reads.ask(
                "rename",
                lambda: library.rename_cluster(cluster, title.strip()),
                self._session.notify,
            )
