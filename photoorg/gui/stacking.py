"""The page of stacks and the goal dialog: what they show, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photoorg.gui import texts
from photoorg.gui.parts import when_made
from photoorg.gui.views.header import title_of

if TYPE_CHECKING:
    from photoorg.gui.dialogs.goal import GoalDialog
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.tree import Node
    from photoorg.gui.views.stacks import StacksView
    from photoorg.records import Changes, Freed, Plan, Stack

COMPARED = 4


class Stacking(QObject):
    """Reads the stacks of what is in view; every decision is undone with Ctrl+Z like any other."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._node: Node | None = None
        self._order: dict[int, int] = {}  # photo -> place of its stack, so that none jumps
        self._away = False  # in a review that was begun here
        self._goal: GoalDialog | None = None
        self._acts: dict[str, Callable[[], object]] = {
            "keep-best": self.keep_best, "best": self.choose_best, "not-alike": self.not_alike,
            "compare": self.compare, "open": self.open, "back": self.leave,
            "keep": lambda: self._judge("keep"), "reject": lambda: self._judge("mark"),
        }  # fmt: skip
        when_made(window.centre, "stacks", self._connect_view)
        window.centre.header.stacks_wanted.connect(self.show)
        window.actions_.connect_all({"stacks": self.show, "goal": self.show_goal})
        window.judging.reviewing.left.connect(self._on_review_left)
        self._session.changed.connect(self._on_changed)

    def _connect_view(self, view: StacksView) -> None:
        view.command.connect(lambda name: self._acts[name]())
        view.all_wanted.connect(self.keep_all)
        view.copies_wanted.connect(self.delete_copies)

    @property
    def goal(self) -> GoalDialog | None:
        """The goal dialog on screen, if it is."""
        return self._goal

    # --- the page

    def show(self) -> None:
        """Show the stacks of the entry that is open."""
        node, centre = self._window.browsing.node, self._window.centre
        if node is None or centre.listing_problems or not centre.grid.count:
            return
        self._window.viewing.leave()
        self._node, self._order = node, {}
        self._read(keep=False)

    def leave(self) -> None:
        """Back to the photos."""
        self._session.reads.drop("stacks")
        self._window.centre.show_photos()
        self._window.centre.grid.setFocus()

    def _read(self, keep: bool) -> None:
        library, node = self._session.library, self._node
        if node is None or node.filter is None:
            return
        wanted, everything = node.filter, node.kind == "all"
        self._session.reads.ask(
            "stacks",
            lambda: library.stacks(None if everything else library.photo_ids(wanted)),
            lambda found: self._take(found, keep),
        )

    def _take(self, stacks: list[Stack], keep: bool) -> None:
        centre, node = self._window.centre, self._node
        if node is None or (keep and not (centre.stacking or self._away)):
            return
        last = len(self._order)
        stacks.sort(key=lambda s: min(self._order.get(i, last) for i in s.ids))
        self._order = {i: place for place, stack in enumerate(stacks) for i in stack.ids}
        centre.stacks.show_stacks(title_of(node), stacks, keep)
        if not keep:
            centre.show_stacks()

    def _on_changed(self, _changes: Changes) -> None:
        if self._window.centre.stacking or self._away:
            self._read(keep=True)

    # --- decisions

    @property
    def _list(self) -> tuple[Stack | None, int | None]:
        chosen = self._window.centre.stacks.list
        return chosen.stack, chosen.photo_id

    def _write(self, write: Callable[[], Changes]) -> None:
        self._session.writes.put(write, self._session.notify)

    def keep_best(self) -> None:
        """Keep the best of this stack, reject the others, go on."""
        stack, _ = self._list
        if stack is not None and stack.rejectable:
            library = self._session.library
            self._write(lambda: library.keep_best([stack]))
            self._window.centre.stacks.list.next_stack()

    def choose_best(self) -> None:
        """Keep the photo with the focus instead of the proposed one."""
        stack, photo = self._list
        if stack is not None and photo is not None and photo != stack.best:
            library = self._session.library
            self._write(lambda: library.choose_best(stack, photo))

    def keep_all(self) -> None:
        """The same for all stacks in view, as one decision."""
        library, stacks = self._session.library, list(self._window.centre.stacks.list.stacks)
        self._write(lambda: library.keep_best(stacks))

    def not_alike(self) -> None:
        """These never belong together again."""
        stack, _ = self._list
        if stack is not None and stack.kind != "copies":
            library, ids = self._session.library, list(stack.ids)
            self._write(lambda: library.not_alike(ids))

    def delete_copies(self) -> None:
        """Ask to delete the exact copies in view; one of each stays."""
        self._delete_copies_of(self._window.centre.stacks.list.stacks)

    def _delete_copies_of(self, stacks: Sequence[Stack]) -> None:
        library, chosen = self._session.library, list(stacks)
        self._session.reads.ask("copies", lambda: library.spare_copies(chosen), self._ask_to_delete)

    def _ask_to_delete(self, ids: list[int]) -> None:
        if ids:
            self._window.deleting.ask(ids, self.tr("Exact copies"), None)
        else:
            words = self.tr("None of these copies can go: the photo that stays is not on disk.")
            self._window.notice.show_words(words, "stacks", passing=True)

    def _judge(self, command: str) -> None:
        """Keep or reject one photo; not one of several exact copies: a mark would hold for all."""
        stack, photo = self._list
        if stack is None or photo is None:
            return
        shown = self._session.thumbnails.photo(photo)
        rejected = shown is not None and shown.verdict.mark == "rejected"
        copied = stack.copies and photo in (stack.best, *stack.copies)
        if command == "mark" and copied and not rejected:
            words = self.tr(
                "Copies share their marks, so none was rejected. Delete exact copies leaves one."
            )
            self._window.notice.show_words(words, "stacks", passing=True)
            return
        self._window.judging.deciding.obey_for(command, [photo])

    # --- a closer look

    def open(self) -> None:
        """Look at the photo with the focus, and at the others of its stack."""
        stack, photo = self._list
        if stack is not None:
            self._review(stack.ids, photo, compare=False)

    def compare(self) -> None:
        """Put up to four photos of the stack side by side."""
        stack, _ = self._list
        if stack is not None and len(stack.ids) > 1:
            self._review(stack.ids[:COMPARED], stack.best, compare=True)

    def _review(self, ids: Sequence[int], at: int | None, compare: bool) -> None:
        node = self._node
        title = title_of(node) if node is not None else ""
        words = self.tr("a stack in {0}").format(title)
        self._away = True
        self._window.judging.reviewing.begin(ids, words, None, at, compare)

    def _on_review_left(self) -> None:
        if self._away:
            self._away = False
            self._window.centre.show_stacks()
            self._read(keep=True)

    # --- the goal

    def show_goal(self) -> None:
        """Ask how much is to be won, and line up what there is."""
        from photoorg.gui.dialogs.goal import GoalDialog

        if self._goal is not None:
            return
        self._goal = GoalDialog(self._window)
        self._goal.plan_wanted.connect(self._plan)
        self._goal.mark_wanted.connect(self._mark_proposed)
        self._goal.copies_wanted.connect(self._delete_proposed)
        self._goal.rejected_wanted.connect(self._delete_rejected)
        self._goal.cluster_wanted.connect(self._review_cluster)
        self._goal.finished.connect(self._close_goal)
        self._goal.open()
        self._plan(self._goal.goal_bytes())

    def _plan(self, goal: int) -> None:
        library = self._session.library
        self._session.reads.ask(
            "plan", lambda: (library.plan_space(goal), library.freed()), self._show_plan
        )

    def _show_plan(self, found: tuple[Plan, list[Freed]]) -> None:
        if self._goal is not None:
            self._goal.show_plan(*found)

    def _mark_proposed(self, plan: Plan) -> None:
        library, goal = self._session.library, plan.goal

        def written(changes: Changes) -> None:
            self._session.notify(changes)
            self._plan(goal)

        self._session.writes.put(lambda: library.mark_proposed(plan), written)

    def _delete_proposed(self, ids: list[int]) -> None:
        library = self._session.library
        self._end_goal()
        self._session.reads.ask(
            "copies", lambda: library.spare_copies(library.stacks(ids)),
            lambda spare: self._ask_to_delete([i for i in spare if i in set(ids)]),
        )  # fmt: skip

    def _delete_rejected(self, ids: list[int]) -> None:
        self._end_goal()
        self._window.deleting.ask(ids, texts.photos(len(ids)), None)

    def _review_cluster(self, cluster: int) -> None:
        self._end_goal()
        self._window.sidebar.choose(("cluster", cluster))

    def _end_goal(self) -> None:
        if self._goal is not None:
            self._goal.accept()

    def _close_goal(self) -> None:
        if self._goal is not None:
            self._goal.deleteLater()
            self._goal = None
