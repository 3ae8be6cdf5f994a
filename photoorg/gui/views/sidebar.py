"""The left side: a filter and one tree of clusters, dates, places and what has no home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons
from photoorg.gui.models import tree
from photoorg.gui.models.snapshot import EMPTY
from photoorg.gui.models.tree_model import TreeModel
from photoorg.gui.parts import part
from photoorg.gui.views.tree_drops import TreeDrops

if TYPE_CHECKING:
    from photoorg.gui.models.covers import Covers
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.models.tree import Key, Node
    from photoorg.gui.views.tree_delegate import TreeDelegate

SECTIONS: list[Key] = [("section", "clusters"), ("section", "dates"), ("section", "places")]


class LibraryTree(QTreeView):
    """The tree; a click on an entry with children chooses it and, on its arrow, opens it."""

    def __init__(self, covers: Covers, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tree")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.drops = TreeDrops(self, covers)
        self.setAcceptDrops(True)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(600)  # a folder opens under what hovers over it
        self.setAccessibleName(self.tr("Library"))
        self._covers = covers
        covers.arrived.connect(self._on_covers)

    @part
    def delegate(self) -> TreeDelegate:
        """Paints the entries. Made when the first ones come: for it Qt's styles are read (8 ms)."""
        from photoorg.gui.views.tree_delegate import TreeDelegate

        made = TreeDelegate(self._covers, self)  # Qt does not keep it: we must
        self.setItemDelegate(made)
        return made

    def _on_covers(self) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A section, or the left edge of an entry with children, opens and closes."""
        index = self.indexAt(event.position().toPoint())
        model = self.model()
        node = model.node(index) if isinstance(model, TreeModel) else None
        if node and node.children and self._opens(index, node, event):
            self.setExpanded(index, not self.isExpanded(index))
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens and closes too."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    # --- drag and drop: Qt scrolls and opens folders, `drops` says what may be dropped where

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Carry the chosen group."""
        model = self.model()
        node = model.node(self.currentIndex()) if isinstance(model, TreeModel) else None
        if node is not None and node.cluster is not None:
            self.drops.carry(node)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what comes from this window."""
        if self.drops.knows(event.mimeData()):
            self.setState(QAbstractItemView.State.DraggingState)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Follow it."""
        super().dragMoveEvent(event)
        self.drops.hover(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is gone."""
        super().dragLeaveEvent(event)
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.drops.drop(event)

    def _opens(self, index: QModelIndex, node: Node, event: QMouseEvent) -> bool:
        if node.kind == "section":
            return True
        start = self.delegate.arrow_left(index, node)
        return start - 8 <= event.position().x() <= start + 16


class Sidebar(QWidget):
    """Shows a snapshot; says which node was chosen."""

    chosen = Signal(object)  # Node
    refreshed = Signal()
    menu_wanted = Signal(QPoint, object)  # Node

    def __init__(self, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shot, self._learning = EMPTY, ""
        self._wanted: Key = ("all",)
        self._coming: Key | None = None
        self._opened = False
        self._unfolded: list[Key] | None = None  # what was open before the filter
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter clusters, dates, places"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self._search = self.filter.addAction(
            icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        icons.dress(self._search, "search")
        self.tree = LibraryTree(covers, self)
        self.model = TreeModel(self)
        self.tree.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(6)
        bar = QVBoxLayout()
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self.filter)
        self.none = QLabel(self.tr("Nothing here has such a name. Esc shows all again."), self)
        self.none.setProperty("dim", True)
        self.none.setWordWrap(True)
        self.none.hide()
        bar.addWidget(self.none)
        layout.addLayout(bar)
        layout.addWidget(self.tree)
        self.filter.textChanged.connect(self._rebuild)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.tree.customContextMenuRequested.connect(self._on_menu)

    @property
    def current(self) -> Node | None:
        """The chosen node."""
        return self.model.node(self.tree.currentIndex())

    def show_snapshot(self, shot: Snapshot, learning: str) -> None:
        """Show new numbers; the chosen node stays chosen while it exists."""
        if (shot, learning) != (self._shot, self._learning):
            self._shot, self._learning = shot, learning
            self._rebuild()

    def choose(self, key: Key) -> bool:
        """Choose an entry by its key, opening what it lies in; False if it is not there."""
        index = self.model.index_of(key)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.tree.expand(above)
            above = above.parent()
        self.tree.setCurrentIndex(index)
        return True

    def want(self, key: Key) -> None:
        """Choose an entry now, or when the next snapshot brings it."""
        self._coming = None if self.choose(key) else key

    def _rebuild(self) -> None:
        row, leaves = self._row_in_parent(), _leaves(self.current)
        filtering = bool(self.filter.text().strip())
        if filtering and self._unfolded is None:
            self._unfolded = [node.key for node in self._open_nodes()]
        self.model.refresh(tree.build(self._shot, self.filter.text(), self._learning))
        self.none.setVisible(filtering and not self.model.rowCount())
        if not self._opened and self.model.rowCount():
            self._opened = True
            self.tree.delegate  # noqa: B018 - from now on there is something to paint
            for key in SECTIONS:
                self.tree.expand(self.model.index_of(key))
        if self._coming is not None and self.choose(self._coming):
            self._coming = None
        if filtering:
            self.tree.expandAll()
        else:
            self._fold_back()
            if not self.tree.currentIndex().isValid() and self.model.rowCount():
                self._choose_substitute(row, leaves)
            elif self._wanted == ("all",) and self.current and self.current.kind == "problems":
                self.choose(("all",))
        self.refreshed.emit()

    def _open_nodes(self) -> list[Node]:
        nodes = tree.walk(self.model.top())
        return [node for node in nodes if self.tree.isExpanded(self.model.index_of(node.key))]

    def _fold_back(self) -> None:
        """The filter has been cleared: what was open before is open again, no more and no less."""
        if self._unfolded is None:
            return
        self.tree.collapseAll()
        for key in self._unfolded:
            self.tree.expand(self.model.index_of(key))
        self._unfolded = None
        if self.current is not None:
            self.choose(self.current.key)

    def _row_in_parent(self) -> tuple[Key | None, int]:
        index = self.tree.currentIndex()
        above = self.model.node(index.parent())
        return (above.key if above else None), index.row()

    def _choose_substitute(self, gone: tuple[Key | None, int], leaves: set[Key]) -> None:
        """The chosen entry has gone: what holds most of its finest clusters (it was split or
        joined), else its follower in the same folder, else all photos.
        """
        if self.choose(self._wanted) or self._choose_kin(leaves):
            return
        above = self.model.index_of(gone[0]) if gone[0] else QModelIndex()
        rows = self.model.rowCount(above) if above.isValid() else 0
        for row in (gone[1], gone[1] - 1):
            if 0 <= row < rows:
                index = self.model.index(row, 0, above)
                node = self.model.node(index)
                if node and node.filter is not None:
                    self.tree.setCurrentIndex(index)
                    return
        if not self.choose(("all",)):
            self.choose(("problems",))
            self._wanted = ("all",)  # nobody chose the problems: the first photos take their place

    def _choose_kin(self, leaves: set[Key]) -> bool:
        found: dict[Key, int] = {}
        for section in self.model.top():
            for node in section.children:
                of_it = [leaf for leaf in tree.walk((node,)) if leaf.key in leaves]
                if of_it and node.cluster is not None:
                    found[node.key] = sum(leaf.count for leaf in of_it)
        return bool(found) and self.choose(max(found, key=lambda key: found[key]))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and node.kind not in ("section", "hint"):
            self._wanted = node.key
            self.chosen.emit(node)

    def _on_menu(self, point: QPoint) -> None:
        node = self.model.node(self.tree.indexAt(point))
        if node is not None:
            self.menu_wanted.emit(self.tree.viewport().mapToGlobal(point), node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the filter; Down goes from the filter into the tree."""
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
        elif event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.tree.setFocus()
        else:
            super().keyPressEvent(event)


def _leaves(node: Node | None) -> set[Key]:
    """The finest clusters below a cluster; they outlive a change of broader and finer."""
    if node is None or node.cluster is None:
        return set()
    return {leaf.key for leaf in tree.walk((node,)) if not leaf.children}
