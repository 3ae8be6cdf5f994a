"""Joins the window with the user's corrections of groups: what they act on, which sheet asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from photoorg.gui import icons
from photoorg.gui.dialogs.choose_group import GroupChooser, NewGroupSheet
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.dialogs.split import SplitSheet
from photoorg.gui.group_words import GROUP_WORDS, short
from photoorg.gui.group_writes import GroupWrites
from photoorg.gui.library_view import LibraryView
from photoorg.gui.models.covers import Covers
from photoorg.gui.models.group_choice import RECENT, choices, leaves_below
from photoorg.gui.models.tree import Node
from photoorg.gui.views.toolbar import GROUP_GROUPS, GROUP_PHOTOS
from photoorg.gui.views.tree_drops import Drop
from photoorg.records import Arranged, Cluster, Filter

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow

STATES_OF = 500  # photos of a selection of which it is asked where they are


class Arranging(QObject):
    """Moves, new groups, merges, splits and pins; each is one decision."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.writes = GroupWrites(window)
        self.sheet: Sheet | None = None
        self.recent: list[int] = []
        self._state: tuple[bool, bool] = (False, False)  # of the chosen: grouped, all pinned
        self._tips = {name: window.actions_[name].toolTip() for name in self._names()}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(40)
        self._soon.timeout.connect(self._read_state)
        self._connect()
        self._enable()

    @staticmethod
    def _names() -> tuple[str, ...]:
        return (*GROUP_PHOTOS, *(name for name in GROUP_GROUPS if name != "rename"))

    def _connect(self) -> None:
        window, browsing = self._window, self._window.browsing
        window.actions_.connect_all(
            {
                "move-group": self.ask_move, "new-group": self.ask_new, "not-here": self.not_here,
                "pin": self.pin, "merge": self.ask_merge, "split": self.ask_split,
                "pin-group": self.pin_group,
            }
        )  # fmt: skip
        reviewing = window.judging.reviewing
        for signal in (window.viewing.opened, window.viewing.left, reviewing.begun, reviewing.left,
                       browsing.shown, window.centre.grid.selection_changed):  # fmt: skip
            signal.connect(self._soon.start)
        for told in (browsing.entry_chosen, self._session.changed, self._session.snapshot_read):
            told.connect(lambda _what: self._soon.start())
        drops = window.sidebar.tree.drops
        drops.judge, drops.act = self.judge_drop, self.drop
        for name in GROUP_GROUPS:
            window.centre.header.group_menu.addAction(window.actions_[name])
        self.writes.done.connect(self._on_done)
        self.writes.sheet_wanted.connect(self._show)

    # --- what is meant

    def meant(self) -> list[int]:
        """The photos that an action is about; in the review the one that its keys act on."""
        if self._window.centre.reviewing:
            photo = self._window.centre.review.active
            return [photo.id] if photo else []
        return self._window.chosen_ids()

    @property
    def group(self) -> Cluster | None:
        """The group that is open."""
        node = self._window.browsing.node
        return node.cluster if node is not None else None

    def _leaves_of(self, cluster: int) -> list[int]:
        return leaves_below(self._session.snapshot.clusters, cluster)

    # --- photos

    def ask_move(self) -> None:
        """Choose the group into which the chosen photos go."""
        ids = self.meant()
        if not ids or self.sheet is not None:
            return
        here = [self.group.id] if self.group and not self._window.centre.reviewing else []
        found = choices(self._session.snapshot.clusters, self.recent, here)
        heading = GROUP_WORDS.move_heading(len(ids))
        sheet = GroupChooser(heading, found, self._session.covers, self._window)
        titles = {choice.id: choice.title for choice in found}
        stays = self.tr("They stay there, whatever learning says later. The files stay where they "
                        "are.")  # fmt: skip
        sheet.explain_by(
            lambda wanted: (
                GROUP_WORDS.move_button(len(ids)),
                f"{GROUP_WORDS.move_to(len(ids), titles[wanted[0]])}. {stays}",
            )
        )
        sheet.chosen.connect(lambda wanted: self.move(ids, wanted[0]))
        sheet.new_wanted.connect(
            lambda name: self.make_group(ids, name) if name else self.ask_new(ids)
        )
        self._show(sheet)

    def ask_new(self, wanted: Sequence[int] | None = None) -> None:
        """Ask for the name of a new group of the chosen photos."""
        ids = list(wanted) if wanted is not None else self.meant()
        if ids and self.sheet is None:
            sheet = NewGroupSheet(len(ids), self._window)
            sheet.wanted.connect(lambda name: self.make_group(ids, name))
            self._show(sheet)

    def move(self, ids: Sequence[int], cluster: int) -> None:
        """Put photos into a group."""
        library = self._session.library
        self.recent = [cluster, *(i for i in self.recent if i != cluster)][:RECENT]
        self._leave_if_emptied(ids, cluster)
        self.writes.write("move", lambda: library.move(ids, cluster))

    def make_group(self, ids: Sequence[int], name: str) -> None:
        """Put photos into a group of their own."""
        library = self._session.library
        self.writes.write("new-group", lambda: library.new_group(ids, name))

    def not_here(self) -> None:
        """The chosen photos do not belong in their groups."""
        ids, library = self.meant(), self._session.library
        if ids:
            self.writes.write("not-here", lambda: library.not_here(ids))

    def pin(self) -> None:
        """Keep the chosen photos in their groups; if all are kept already, no longer."""
        ids, library = self.meant(), self._session.library

        def write() -> tuple[str, Arranged]:
            if all(photo.placed for photo in library.photos(ids)):
                return "unpin", library.unpin(ids)
            return "pin", library.pin(ids)

        if ids:
            self.writes.write_any(write)

    # --- groups

    def ask_merge(self) -> None:
        """Choose the groups that are merged with the one that is open."""
        group = self.group
        if group is None or self.sheet is not None:
            return
        own = self._leaves_of(group.id)
        shot = self._session.snapshot.clusters
        found = choices(shot, self.recent, own)
        heading = self.tr("Merge {0} with").format(short(group.title))
        sheet = GroupChooser(heading, found, self._session.covers, self._window, several=True)
        sheet.explain_by(
            lambda wanted: (
                GROUP_WORDS.merge_button(len(own) + len(wanted)), self._merged([*own, *wanted])
            )
        )  # fmt: skip
        sheet.chosen.connect(lambda wanted: self.merge([group.id, *wanted]))
        self._show(sheet)

    def _merged(self, ids: Sequence[int]) -> str:
        """What the merged group is called: as the first, or as one that has a name of the user's
        (`Library.merge`), and how many photos it holds."""
        known = {cluster.id: cluster for cluster in self._session.snapshot.clusters}
        of = [known[i] for i in ids if i in known]
        if not of:
            return ""
        title = next((cluster for cluster in of if cluster.named), of[0]).title
        words = self.tr("They become one group, {0}. Undo takes it back.")
        return words.format(short(title))

    def merge(self, clusters: Sequence[int]) -> None:
        """Make one group of several."""
        library = self._session.library
        self.writes.write("merge", lambda: library.merge(clusters))

    def ask_split(self) -> None:
        """Show what the open group falls into."""
        group = self.group
        if group is None or self.sheet is not None or len(self._leaves_of(group.id)) > 1:
            return
        covers = Covers(self._session.library, self._session.reads)
        sheet = SplitSheet(group.title, covers, self._window)
        covers.setParent(sheet)
        sheet.asked.connect(lambda parts: self._propose(sheet, group.id, parts))
        sheet.wanted.connect(lambda parts: self._split(group.id, parts))
        sheet.finished.connect(lambda _result: self._session.proposals.drop("split"))
        self._show(sheet)
        self._propose(sheet, group.id, None)

    def _propose(self, sheet: SplitSheet, cluster: int, parts: int | None) -> None:
        library = self._session.library

        def show(found: Sequence[Sequence[int]]) -> None:
            self._session.reads.ask(
                "split",
                lambda: shown_parts(library, cluster, found),
                lambda seen: sheet.show_parts(seen) if sheet is self.sheet else None,
            )

        self._session.proposals.ask(
            "split",
            self._session.tasks.propose_split(cluster, parts),
            show,
            lambda why: sheet.show_problem(why) if sheet is self.sheet else None,
        )

    def _split(self, cluster: int, parts: Sequence[Sequence[int]]) -> None:
        library = self._session.library
        self.writes.write("split", lambda: library.split(cluster, parts))

    def pin_group(self) -> None:
        """Keep the open group as it is; if it is kept already, no longer."""
        group, library = self.group, self._session.library
        if group is None:
            return
        if group.placed >= group.size:
            self.writes.write("unpin", lambda: library.unpin_cluster(group.id))
        else:
            self.writes.write("pin", lambda: library.pin_cluster(group.id))

    def add_to_menu(self, menu: QMenu, node: Node) -> None:
        """A folder of the tree can become one group."""
        folder = node.cluster
        below = self._leaves_of(folder.id) if folder is not None else []
        if folder is not None and len(below) > 1:
            action = menu.addAction(GROUP_WORDS.one_of_these(len(below)))
            icons.dress(action, "merge")
            action.setEnabled(not self._session.library.readonly)
            action.triggered.connect(lambda: self.merge([folder.id]))

    # --- where the window goes

    def _leave_if_emptied(self, ids: Sequence[int], target: int) -> None:
        """All that is in view goes somewhere: the window goes along."""
        group = self.group
        if group is not None and len(ids) >= group.size and not self._window.centre.reviewing:
            self._window.sidebar.want(("cluster", target))

    def _on_done(self, kind: str, found: Arranged) -> None:
        """The open group was merged into another one: that one is open now."""
        group = self.group
        if kind == "merge" and group is not None and group.id != found.clusters[0]:
            self._window.sidebar.want(("cluster", found.clusters[0]))

    # --- drag and drop

    def judge_drop(self, carried: Node | None, target: Node) -> Drop | None:
        """What a drop on an entry of the tree would do; `carried` None: the selection."""
        if target.kind not in ("cluster", "unsorted") and target.key != ("section", "clusters"):
            return None
        if self._session.library.readonly:
            return Drop(self._session.library.readonly, allowed=False)
        if target.cluster is not None and len(self._leaves_of(target.cluster.id)) > 1:
            return Drop(GROUP_WORDS.folder_of(len(self._leaves_of(target.cluster.id))), False)
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
        if self.group is not None and self.group.id == target.cluster.id:
            return Drop(self.tr("They are in this group."), allowed=False)
        return Drop(GROUP_WORDS.move_to(count, target.label))

    def _judge_group(self, carried: Node, target: Node) -> Drop | None:
        if target.cluster is None or carried.cluster is None or target.key == carried.key:
            return None
        if target.cluster.id in self._leaves_of(carried.cluster.id):
            return None
        words = self.tr("Merge {0} into {1}")
        return Drop(words.format(short(carried.label), short(target.label)))

    def drop(self, carried: Node | None, target: Node) -> None:
        """Do what `judge_drop` said."""
        ids = self._window.centre.grid.selection.ordered()
        if carried is not None and carried.cluster is not None and target.cluster is not None:
            self.merge([target.cluster.id, carried.cluster.id])
        elif target.cluster is not None:
            self.move(ids, target.cluster.id)
        else:
            QTimer.singleShot(0, lambda: self.ask_new(ids))  # not within the drop

    # --- which actions there are

    def _read_state(self) -> None:
        ids, library = self.meant()[:STATES_OF], self._session.library
        self._enable()
        self._session.reads.ask("groups", lambda: state_of(library, ids), self._take_state)

    def _take_state(self, state: tuple[bool, bool]) -> None:
        self._state = state
        self._enable()

    def _enable(self) -> None:
        actions, group = self._window.actions_, self.group
        for name in self._names():
            why = self._why_not(name)
            actions[name].setEnabled(not why)
            actions[name].setToolTip(why or self._tips[name])
            actions[name].setStatusTip(why)
        kept = self._state[1]
        actions["pin"].setText(self.tr("No longer keep here") if kept else
                               self.tr("Keep in this group"))  # fmt: skip
        icons.dress(actions["pin"], "pin-full" if kept else "pin")
        whole = group is not None and group.size > 0 and group.placed >= group.size
        actions["pin-group"].setText(self.tr("No longer keep as it is") if whole else
                                     self.tr("Keep as it is"))  # fmt: skip
        self._window.centre.grid.show_pins(not whole)

    def _why_not(self, name: str) -> str:
        """Why an action can not be done now; "" if it can."""
        if self._session.library.readonly:
            return self._session.library.readonly
        if name not in GROUP_PHOTOS:
            return self._why_no_group(name)
        if not self.meant():
            return self.tr("Choose photos first.")
        if name in ("not-here", "pin") and not self._state[0]:
            return self.tr("These photos are unsorted. Move them into a group instead.")
        return ""

    def _why_no_group(self, name: str) -> str:
        group = self.group
        if group is None:
            return self.tr("Open a group first.")
        if name == "split" and len(self._leaves_of(group.id)) > 1:
            return GROUP_WORDS.folder_of(len(self._leaves_of(group.id)))
        if name == "split" and group.size < 2:
            return self.tr("There is but one photo in this group.")
        return ""

    # --- sheets

    def _show(self, sheet: Sheet) -> None:
        if self.sheet is not None:
            sheet.deleteLater()
            return
        self.sheet = sheet
        sheet.finished.connect(self._close)
        sheet.open()

    def _close(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None


def state_of(library: LibraryView, ids: Sequence[int]) -> tuple[bool, bool]:
    """Whether any of these photos is in a group, and whether the user put all of them there."""
    photos = library.photos(ids) if ids else []
    grouped = any(photo.cluster is not None for photo in photos)
    return grouped, bool(photos) and all(photo.placed for photo in photos)


def shown_parts(
    library: LibraryView, cluster: int, parts: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Proposed parts without photos that are not there now (their disk is away, or deleted)."""
    there = set(library.photo_ids(Filter(cluster=cluster)))
    found = [[photo for photo in part if photo in there] for part in parts]
    return [part for part in found if part]
