"""What is dropped on the tree: photos into a group, a group onto another one.

While it hovers, the group under the pointer has a frame, and a tip says what would happen, or why
nothing would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QDropEvent, QPixmap
from PySide6.QtWidgets import QLabel, QTreeView

from photoorg.gui.models.tree import Node
from photoorg.gui.models.tree_model import TreeModel
from photoorg.gui.parts import part
from photoorg.late import late

if TYPE_CHECKING:
    from photoorg.gui import dragging
    from photoorg.gui.models.covers import Covers
    from photoorg.gui.models.tree import Key
else:
    dragging = late("photoorg.gui.dragging")

SIDE = 56


@dataclass(frozen=True, slots=True)
class Drop:
    """What a drop would do, in words; not `allowed`: why it does nothing."""

    words: str
    allowed: bool = True


Judge = Callable[[Node | None, Node], Drop | None]


class TreeDrops(QObject):
    """`judge` is asked with the group that is carried (None: photos are) and the one below it."""

    def __init__(self, tree: QTreeView, covers: Covers) -> None:
        super().__init__(tree)
        self._tree, self._covers = tree, covers
        self.judge: Judge = lambda _carried, _target: None
        self.act: Callable[[Node | None, Node], object] = lambda _carried, _target: None
        self.carried: Node | None = None
        self.target: Key | None = None  # the entry that has the frame

    @part
    def tip(self) -> QLabel:
        """The words beside the entry."""
        tip = QLabel(self._tree.viewport())
        tip.setObjectName("card")
        tip.setContentsMargins(10, 6, 10, 6)
        tip.setWordWrap(True)
        tip.setTextFormat(Qt.TextFormat.PlainText)
        tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        tip.hide()
        return tip

    def carry(self, node: Node) -> None:
        """Let the user drag a group; returns when it was dropped."""
        drag = QDrag(self._tree)
        drag.setMimeData(dragging.marked(QMimeData(), dragging.GROUP))
        ratio = self._tree.devicePixelRatioF()
        if node.cluster is not None:
            cover = self._covers.pixmap(node.cluster.cover, round(SIDE * ratio), 5 * ratio)
            if cover is not None:
                shown = QPixmap(cover)
                shown.setDevicePixelRatio(ratio)
                drag.setPixmap(shown)
                drag.setHotSpot(QPoint(12, 12))
        self.carried = node
        try:
            drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
        finally:
            self.carried = None
            self.leave()

    def knows(self, mime: QMimeData) -> bool:
        """Whether this is ours to take."""
        return dragging.is_marked(mime, dragging.PHOTOS) or (
            self.carried is not None and dragging.is_marked(mime, dragging.GROUP)
        )

    def hover(self, event: QDropEvent) -> None:
        """Say what a drop here would do, and take it or not."""
        index, node = self._under(event)
        drop = self.judge(self.carried, node) if node is not None else None
        self.target = node.key if node is not None and drop is not None and drop.allowed else None
        self._tree.viewport().update()
        if drop is None or node is None:
            self.tip.hide()
            event.ignore()
            return
        self._show(drop.words, index)
        if drop.allowed:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def leave(self) -> None:
        """The pointer is gone."""
        self.target = None
        self.tip.hide()
        self._tree.viewport().update()

    def drop(self, event: QDropEvent) -> None:
        """Do it."""
        _, node = self._under(event)
        carried = self.carried
        drop = self.judge(carried, node) if node is not None else None
        self.leave()
        if node is None or drop is None or not drop.allowed:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.act(carried, node)

    def _under(self, event: QDropEvent) -> tuple[QModelIndex, Node | None]:
        index, model = self._tree.indexAt(event.position().toPoint()), self._tree.model()
        return index, model.node(index) if isinstance(model, TreeModel) else None

    def _show(self, words: str, index: QModelIndex) -> None:
        """Below the entry, or above it where there is no room."""
        room, row = self._tree.viewport().rect(), self._tree.visualRect(index)
        self.tip.setFixedWidth(room.width() - 16)
        self.tip.setText(words)
        self.tip.setFixedHeight(self.tip.heightForWidth(self.tip.width()))
        below = row.bottom() + 4
        fits = below + self.tip.height() <= room.bottom()
        self.tip.move(8, below if fits else row.top() - 4 - self.tip.height())
        self.tip.show()
        self.tip.raise_()
