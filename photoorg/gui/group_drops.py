"""What is dropped where in the tree: photos into groups, groups onto groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from photoorg.gui.group_words import GROUP_WORDS, short
from photoorg.gui.views.tree_drops import Drop

if TYPE_CHECKING:
    from photoorg.gui.arranging import Arranging
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node


class GroupDrops(QObject):
    """Answers the tree."""

    def __init__(self, window: MainWindow, arranging: Arranging) -> None:
        super().__init__(arranging)
        self._window, self._session, self._arranging = window, window.session, arranging
        drops = window.sidebar.tree.drops
        drops.judge, drops.act = self.judge, self.drop

    def judge(self, carried: Node | None, target: Node) -> Drop | None:
        """What a drop on an entry of the tree would do; `carried` None: the selection."""
        if target.kind not in ("cluster", "unsorted") and target.key != ("section", "clusters"):
            return None
        if self._session.library.readonly:
            return Drop(self._session.library.readonly, allowed=False)
        below = self._arranging.leaves_of(target.cluster.id) if target.cluster is not None else []
        if len(below) > 1:
            return Drop(GROUP_WORDS.folder_of(len(below)), allowed=False)
        if carried is not None:
            return self._judge_group(carried, target)
        count = len(self._window.centre.grid.selection.selected)
        if not count:
            return None
        if target.kind == "unsorted":
            words = self.tr("To take photos out of their group, use “Doesn't belong here” (U).")
            return Drop(words, allowed=False)
        if target.cluster is None:
            return Drop(GROUP_WORDS.new_heading(count))
        if self._arranging.group is not None and self._arranging.group.id == target.cluster.id:
            return Drop(self.tr("They are in this group."), allowed=False)
        return Drop(GROUP_WORDS.move_to(count, target.label))

    def _judge_group(self, carried: Node, target: Node) -> Drop | None:
        if target.cluster is None or carried.cluster is None or target.key == carried.key:
            return None
        if target.cluster.id in self._arranging.leaves_of(carried.cluster.id):
            return None
        words = self.tr("Merge {0} into {1}")
        return Drop(words.format(short(carried.label), short(target.label)))

    def drop(self, carried: Node | None, target: Node) -> None:
        """Do what `judge` said."""
        ids = self._window.centre.grid.selection.ordered()
        if carried is not None and carried.cluster is not None and target.cluster is not None:
            self._arranging.merge([target.cluster.id, carried.cluster.id])
        elif target.cluster is not None:
            self._arranging.move(ids, target.cluster.id)
        else:
            QTimer.singleShot(0, lambda: self._arranging.ask_new(ids))  # not within the drop
