"""Joins the window with the user's corrections of groups: what they act on, which sheet asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from photoorg.gui import icons
from photoorg.gui.group_drops import GroupDrops
from photoorg.gui.group_states import GroupStates
from photoorg.gui.group_words import GROUP_WORDS, short
from photoorg.gui.group_writes import GroupWrites
from photoorg.gui.models.covers import Covers
from photoorg.gui.models.group_choice import RECENT, choices, leaves_below
from photoorg.gui.views.toolbar import GROUP_GROUPS
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.gui.dialogs.sheet import Sheet
    from photoorg.gui.dialogs.split import SplitSheet
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node
    from photoorg.records import Arranged, Cluster


class Arranging(QObject):
    """Moves, new groups, merges, splits and pins; each is one decision."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.writes = GroupWrites(window)
        self.sheet: Sheet | None = None
        self.recent: list[int] = []
        self.drops = GroupDrops(window, self)
        self.states = GroupStates(window, self)
        self._connect()

    def _connect(self) -> None:
        window = self._window
        window.actions_.connect_all(
            {
                "move-group": self.ask_move, "new-group": self.ask_new, "not-here": self.not_here,
                "pin": self.pin, "merge": self.ask_merge, "split": self.ask_split,
                "pin-group": self.pin_group,
            }
        )  # fmt: skip
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
        return self._window.chosen.ids()

    @property
    def group(self) -> Cluster | None:
        """The group that is open."""
        node = self._window.browsing.node
        return node.cluster if node is not None else None

    def leaves_of(self, cluster: int) -> list[int]:
        """The groups that a folder holds; of a group, itself."""
        return leaves_below(self._session.snapshot.clusters, cluster)

    # --- photos

    def ask_move(self) -> None:
        """Choose the group into which the chosen photos go."""
        from photoorg.gui.dialogs.choose_group import GroupChooser

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
        from photoorg.gui.dialogs.choose_group import NewGroupSheet

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
        from photoorg.gui.dialogs.choose_group import GroupChooser

        group = self.group
        if group is None or self.sheet is not None:
            return
        own = self.leaves_of(group.id)
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
        from photoorg.gui.dialogs.split import SplitSheet

        group = self.group
        if group is None or self.sheet is not None or len(self.leaves_of(group.id)) > 1:
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
        below = self.leaves_of(folder.id) if folder is not None else []
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


def shown_parts(
    library: LibraryView, cluster: int, parts: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Proposed parts without photos that are not there now (their disk is away, or deleted)."""
    there = set(library.photo_ids(Filter(cluster=cluster)))
    found = [[photo for photo in part if photo in there] for part in parts]
    return [part for part in found if part]
