"""The tree as a Qt model that is refreshed in place: selection and open folders stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.group_words import GROUP_WORDS

if TYPE_CHECKING:
    from photoorg.gui.models.tree import Key, Node

Index = QModelIndex | QPersistentModelIndex
NODE_ROLE = Qt.ItemDataRole.UserRole + 1


class TreeModel(QAbstractItemModel):
    """Nodes by number. A key keeps its number for ever, so indexes survive a refresh."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[Key, int] = {}
        self._nodes: dict[int, Node] = {}
        self._children: dict[int, list[int]] = {0: []}
        self._place: dict[int, tuple[int, int]] = {}  # number -> parent's number, row

    def refresh(self, nodes: Sequence[Node]) -> None:
        """Show these nodes; what has gone takes its indexes along, the rest keep theirs."""
        if not self._children[0] or not nodes:
            self.beginResetModel()
            self._take(nodes)
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [index.internalId() for index in before]
        self._take(nodes)
        after = [self._index_of(number, 0) for number in numbers]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def index_of(self, key: Key) -> QModelIndex:
        """Where a key lies; invalid if it is not shown."""
        return self._index_of(self._numbers.get(key, -1), 0)

    def node(self, index: Index) -> Node | None:
        """The node at an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def top(self) -> tuple[Node, ...]:
        """The entries of the first level, with all that lies below."""
        return tuple(self._nodes[number] for number in self._children[0])

    def _take(self, nodes: Sequence[Node]) -> None:
        self._nodes, self._children, self._place = {}, {0: []}, {}
        self._enter(nodes, 0)

    def _enter(self, nodes: Sequence[Node], parent: int) -> None:
        rows = self._children.setdefault(parent, [])
        for row, node in enumerate(nodes):
            number = self._numbers.setdefault(node.key, len(self._numbers) + 1)
            self._nodes[number] = node
            self._place[number] = (parent, row)
            rows.append(number)
            self._enter(node.children, number)

    def _index_of(self, number: int, column: int) -> QModelIndex:
        if number not in self._place:
            return QModelIndex()
        return self.createIndex(self._place[number][1], column, number)

    # --- Qt's side

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a row below `parent`."""
        rows = self._children.get(parent.internalId() if parent.isValid() else 0, [])
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, column, rows[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The index above."""
        if not index.isValid():
            return QModelIndex()
        above = self._place.get(index.internalId(), (0, 0))[0]
        return self._index_of(above, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many entries lie below."""
        return len(self._children.get(parent.internalId() if parent.isValid() else 0, []))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections and hints cannot be chosen."""
        node = self.node(index)
        if node is None or node.kind == "hint":
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsDragEnabled if node.cluster is not None else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Label, node, and what a screen reader says."""
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.label
        if role == NODE_ROLE:
            return node
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.label}, {texts.photos(node.count)}" if node.count else node.label
        return None

    def _tip(self, node: Node) -> str | None:
        if node.cluster is None:
            return None
        lines = [node.label, f"{texts.photos(node.count)} · {texts.size(node.cluster.bytes)}"]
        if node.cluster.reviewed:
            words = self.tr("Reviewed {0}")
            lines.append(words.format(texts.date_of(node.cluster.reviewed)))
        elif node.cluster.unreviewed < node.count:
            lines.append(COUNTED.unreviewed(node.cluster.unreviewed))
        if node.cluster.placed:
            lines.append(GROUP_WORDS.pinned(node.cluster.placed))
        return "\n".join(lines)
