"""The window: puts the parts together and says who answers whom. Nothing else happens here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from photoorg.gui import icons, window_state
from photoorg.gui.frame import Frame
from photoorg.gui.parts import made, part, when_made
from photoorg.records import read_ones

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
    from PySide6.QtWidgets import QSplitter

    from photoorg.gui.actions import Actions
    from photoorg.gui.arranging import Arranging
    from photoorg.gui.browsing import Browsing
    from photoorg.gui.correcting import Correcting
    from photoorg.gui.deleting import Deleting
    from photoorg.gui.desktop import Desktop
    from photoorg.gui.dialogs.report import ReportDialog
    from photoorg.gui.filtering import Filtering
    from photoorg.gui.indexing import Indexing
    from photoorg.gui.jobs.runner import Failed
    from photoorg.gui.judging import Judging
    from photoorg.gui.library_mapping import LibraryMapping
    from photoorg.gui.mapping import Mapping
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.models.tree import Key, Node
    from photoorg.gui.regrouping import Regrouping
    from photoorg.gui.session import Session
    from photoorg.gui.stacking import Stacking
    from photoorg.gui.timelining import Timelining
    from photoorg.gui.viewing import Viewing
    from photoorg.gui.views.bars import NoticeBar, ProgressStrip
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.details import Details
    from photoorg.gui.views.sidebar import Sidebar
    from photoorg.gui.views.toolbar import TopBar

NARROW = 1000
LAYOUTS = 3  # one lies in the other: what is laid out asks for that again
PATIENCE_MS = 500  # after which a library that is slow to read is shown without its photos
GRID_MENU = (
    "view", "review", "compare", "only", "", "favourite", "protect", "",
    "move-group", "new-group", "not-here", "pin", "",
    "date", "place", "name-place", "", "reveal", "copy", "export", "", "delete",
)  # fmt: skip


# What is made once the first photos, or the welcome, are painted, in this order.
PARTS = (
    "viewing", "deleting", "judging", "timelining", "mapping", "filtering", "desktop", "stacking",
    "correcting", "library_mapping", "regrouping", "arranging",
)  # fmt: skip


class MainWindow(Frame):
    """One library, once `enter` has brought it; until then a frame that is quick to show."""

    demo_wanted = Signal()
    own_wanted = Signal(object)  # folders to open in the user's own library, from the demo
    appearance_wanted = Signal(str)

    session: Session
    actions_: Actions
    sidebar: Sidebar
    centre: Centre
    topbar: TopBar
    details: Details
    notice: NoticeBar
    undo_bar: NoticeBar
    group_bar: NoticeBar
    strip: ProgressStrip
    splitter: QSplitter
    browsing: Browsing
    indexing: Indexing
    _entered, _shows_content = False, False
    _narrow, _details_before = False, True
    _report: ReportDialog | None = None

    def enter(self, session: Session) -> None:
        """Show this library in the window; it is read while the widgets are made."""
        from photoorg.records import Filter

        self.session, library = session, session.library
        order = window_state.order(self.settings)
        session.reads.ask(
            "first",
            lambda: library.wall_ids(Filter(), order),
            lambda ids: self.browsing.show_first(ids),
        )
        session.refresh()
        from photoorg.gui.building import build

        build(self)
        self._entered = True
        self.setAcceptDrops(True)
        self._rest = QTimer(self)
        self._rest.setInterval(0)  # one part a turn of the loop, so that nothing waits for all
        self._rest.timeout.connect(self._make_next)
        self._connect()
        window_state.restore(self, self.settings)
        if session.library.readonly:
            self.notice.show_words(session.library.readonly, "private")
        self.setUpdatesEnabled(False)  # the frame stays as it is until there is something to see
        QTimer.singleShot(PATIENCE_MS, self._lift)

    # --- parts that are not seen at first

    @part
    def viewing(self) -> Viewing:
        """One photo in the window."""
        from photoorg.gui.viewing import Viewing

        return Viewing(self.session, self.centre, self.browsing)

    @part
    def deleting(self) -> Deleting:
        """The sheet before photos go to the trash, undo, and the history."""
        from photoorg.gui.deleting import Deleting

        return Deleting(self.session, self.undo_bar, self)

    @part
    def judging(self) -> Judging:
        """Marks, and the review."""
        from photoorg.gui.judging import Judging

        return Judging(self)

    @part
    def desktop(self) -> Desktop:
        """What other programs get."""
        from photoorg.gui.desktop import Desktop

        return Desktop(self)

    @part
    def stacking(self) -> Stacking:
        """Stacks, and the goal."""
        from photoorg.gui.stacking import Stacking

        return Stacking(self)

    @part
    def correcting(self) -> Correcting:
        """Dates and places put right."""
        from photoorg.gui.correcting import Correcting

        return Correcting(self)

    @part
    def filtering(self) -> Filtering:
        """Conditions added to what is shown."""
        from photoorg.gui.filtering import Filtering

        return Filtering(self)

    @part
    def mapping(self) -> Mapping:
        """The map above the wall."""
        from photoorg.gui.mapping import Mapping

        return Mapping(self)

    @part
    def library_mapping(self) -> LibraryMapping:
        """The map in the place of the wall."""
        from photoorg.gui.library_mapping import LibraryMapping

        return LibraryMapping(self)

    @part
    def timelining(self) -> Timelining:
        """The timeline above the wall."""
        from photoorg.gui.timelining import Timelining

        return Timelining(self)

    @part
    def regrouping(self) -> Regrouping:
        """All photos grouped anew."""
        from photoorg.gui.regrouping import Regrouping

        return Regrouping(self)

    @part
    def arranging(self) -> Arranging:
        """Groups put right."""
        from photoorg.gui.arranging import Arranging

        return Arranging(self)

    @property
    def complete(self) -> bool:
        """Whether all parts are there."""
        return all(made(self, name) is not None for name in PARTS)

    def finish(self) -> None:
        """Make all parts now: somebody wants something of one, and waits."""
        for name in PARTS:
            getattr(self, name)

    def _make_next(self) -> None:
        name = next((name for name in PARTS if made(self, name) is None), None)
        if name is None:
            self._rest.stop()
        else:
            getattr(self, name)

    def _show_content(self) -> None:
        """There is something to see: paint it before anything else has its turn, then go on."""
        if not (self._shows_content or self.complete):
            self._shows_content = True
            self._unveil()

    def _lift(self) -> None:
        self.setUpdatesEnabled(True)

    def _unveil(self) -> None:
        for _ in range(LAYOUTS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._lift()
        self.repaint()
        self._rest.timeout.connect(self.actions_.draw, Qt.ConnectionType.SingleShotConnection)
        self._rest.start()

    def _connect(self) -> None:
        grid, centre = self.centre.grid, self.centre
        self.actions_.connect_all(
            {
                "open": self.choose_folder,
                "rescan": self.indexing.rescan,
                "stop": self.session.jobs.cancel,
                "demo": self._on_demo,
                "view": grid.open_current,
                "delete": self.delete,
                "history": lambda: self.deleting.show_history(),
                "rename": self.rename,
                "broader": lambda: self.centre.header.step_level(1),
                "finer": lambda: self.centre.header.step_level(-1),
                "filter": self.focus_filter,
                "larger": lambda: grid.zoom(1),
                "smaller": lambda: grid.zoom(-1),
                "full": self.toggle_full_screen,
                "keys": self.show_keys,
                "about": self.show_about,
                "quit": self.close,
            }
        )
        self.actions_.unmet.connect(self.finish)
        self.actions_["stop"].setEnabled(False)
        self.session.jobs.started.connect(lambda _: self.actions_["stop"].setEnabled(True))
        self.session.jobs.idle.connect(lambda: self.actions_["stop"].setEnabled(False))
        if self.demo:
            self.actions_["demo"].setText(self.tr("Back to my own photos"))
        for name in ("sidebar", "details"):
            self.actions_[name].toggled.connect(self.show_panels)
        centre.states.open_wanted.connect(self.choose_folder)
        centre.states.demo_wanted.connect(self.demo_wanted)
        centre.states.rescan_wanted.connect(self.indexing.rescan)
        centre.states.all_wanted.connect(lambda: self.sidebar.choose(("all",)))
        centre.header.delete_wanted.connect(self.delete_shown)
        centre.header.rename_wanted.connect(self.rename)
        when_made(centre, "problems", lambda page: page.reveal_wanted.connect(self._reveal))
        self.details.reveal_wanted.connect(self._reveal)
        self.details.cluster_wanted.connect(lambda cluster: self._go_to(("cluster", cluster)))
        grid.menu_wanted.connect(self._grid_menu)
        self.sidebar.menu_wanted.connect(self._tree_menu)
        self.sidebar.tree.activated.connect(lambda _: grid.setFocus())
        when_made(self, "viewing", self._connect_viewing)
        self.topbar.folder_wanted.connect(self._on_folder_wanted)
        self.topbar.appearance_wanted.connect(self.appearance_wanted)
        when_made(self, "deleting", lambda one: one.restored.connect(self._after_undo))
        when_made(self, "timelining", lambda one: one.restore(self.settings))
        when_made(self, "mapping", lambda one: one.restore(self.settings))
        self.indexing.bug_found.connect(self.report_bug)
        self.indexing.folders_opened.connect(self._on_folders_opened)
        self.session.reads.failed.connect(self._on_read_failed)
        self.session.writes.failed.connect(self._on_read_failed)
        self.session.snapshot_read.connect(self._on_snapshot)
        self.session.reads.failed.connect(lambda _failed: self._show_content())
        self.browsing.shown.connect(self._show_content)
        centre.currentChanged.connect(self.show_panels)

    def _connect_viewing(self, viewing: Viewing) -> None:
        viewing.opened.connect(self.show_panels)
        viewing.left.connect(self.show_panels)

    def _reveal(self, path: str) -> None:
        self.desktop.reveal(path)

    # --- folders

    def choose_folder(self) -> None:
        """Ask for a folder and read it."""
        recent = window_state.recent_folders(self.settings)
        folder = QFileDialog.getExistingDirectory(
            self, self.tr("Open a folder of photos"), recent[0] if recent else ""
        )
        if folder:
            self.open_folders([folder])

    def open_folders(self, folders: list[str]) -> None:
        """Read these; from the demo, in the user's own library."""
        if self.demo:
            self.own_wanted.emit(folders)
        else:
            self.indexing.open(folders)

    def _on_demo(self) -> None:
        """Into the demo, or out of it."""
        if self.demo:
            self.own_wanted.emit([])
        else:
            self.demo_wanted.emit()

    def _on_folder_wanted(self, folder: str) -> None:
        """A folder of the menu: one of this library's own is scanned again."""
        if folder in {root.path for root in self.session.snapshot.roots}:
            self.indexing.open([folder])
        else:
            self.open_folders([folder])

    def _on_folders_opened(self, folders: list[str]) -> None:
        self.undo_bar.clear()
        if self.demo:
            return
        window_state.remember_folders(self.settings, folders)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped; photos that were dragged from here come home without a word."""
        if event.mimeData().hasUrls() and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        from photoorg.gui.indexing import existing

        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        folders = existing(paths)
        if folders:
            event.acceptProposedAction()
            self.open_folders(folders)

    # --- photos and clusters

    def chosen_ids(self) -> list[int]:
        """What an action works on: the photo in the viewer, else the selection."""
        if self.centre.viewing and self.centre.viewer.photo:
            return read_ones([self.centre.viewer.photo.id])
        if self.centre.stacking:
            photo = self.centre.stacks.list.photo_id
            return [] if photo is None else [photo]
        return self.centre.grid.selection.ordered() if self.centre.browsing else []

    def delete(self) -> None:
        """Delete the cluster that has the focus in the tree, else what is shown. Asks."""
        node = self.browsing.node
        if node is not None and node.cluster is not None and self.sidebar.tree.hasFocus():
            self.delete_cluster(node)
        else:
            self.delete_shown()

    def delete_shown(self) -> None:
        """Delete the selection; without one, the cluster that is open. Asks."""
        from photoorg.gui.views.header import deletes_whole

        node, chosen = self.browsing.node, self.chosen_ids()
        if chosen:
            self.deleting.ask(chosen, self.title_of(node, len(chosen)), None)
        elif node is not None and deletes_whole(node) and self.centre.browsing:
            shown = list(self.centre.grid.ids)
            self.deleting.ask(shown, self.title_of(node, len(shown)), node.key)
        else:
            self.judging.refuse_unread()

    def delete_cluster(self, node: Node) -> None:
        """Delete a whole cluster, whatever is selected on the wall. Asks."""
        wanted, library = node.filter, self.session.library
        if wanted is not None:
            self.session.reads.ask(
                "cluster",
                lambda: library.photo_ids(wanted, self.browsing.order),
                lambda ids: self.deleting.ask(list(ids), node.label, node.key),
            )

    def title_of(self, node: Node | None, count: int) -> str:
        """How the history names what is done with so many photos of an entry."""
        from photoorg.gui import texts

        if node is None or node.kind in ("all", "map"):
            return texts.photos(count)
        if node.cluster is not None and count == node.count:
            return node.label
        return self.tr("{0} from {1}").format(texts.photos(count), node.label)

    def rename(self) -> None:
        """Give the open cluster a name of the user's own."""
        node = self.browsing.node
        if node is None or node.cluster is None:
            return
        words = self.tr("Name of this cluster (empty: photoorg's own)")
        title, accepted = QInputDialog.getText(
            self, self.tr("Rename cluster"), words, text=node.label
        )
        if accepted and title.strip() != node.label:
            library, cluster = self.session.library, node.cluster.id
            self.session.reads.ask(
                "rename",
                lambda: library.rename_cluster(cluster, title.strip()),
                self.session.notify,
            )

    def _go_to(self, key: Key) -> None:
        self.viewing.leave()
        self.sidebar.choose(key)

    def _after_undo(self, key: Key | None) -> None:
        """Show the entry whose photos came back, as soon as it is in the tree again."""
        if key is not None:
            self.sidebar.want(key)

    # --- menus, panels, window

    def _grid_menu(self, point: QPoint) -> None:
        if self.centre.grid.selection.selected:
            self._pop_up(point, GRID_MENU)

    def _tree_menu(self, point: QPoint, node: Node) -> None:
        if node.filter is None:
            return
        self.sidebar.choose(node.key)
        groups = ("rename", "merge", "split", "pin-group")
        own = {"cluster": groups, "place": ("name-place",)}.get(node.kind, ())
        named = ("review", *own, "")
        menu = self._pop_up(point, named)
        self.arranging.add_to_menu(menu, node)
        export = menu.addAction(self.tr("Export..."))
        icons.dress(export, "export")
        export.triggered.connect(lambda: self.desktop.export_node(node))
        if node.cluster is not None:
            delete = menu.addAction(self.tr("Delete cluster..."))
            icons.dress(delete, "trash")
            delete.triggered.connect(lambda: self.delete_cluster(node))

    def _pop_up(self, point: QPoint, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)  # a disabled action says why
        for name in names:
            if name:
                menu.addAction(self.actions_[name])
            else:
                menu.addSeparator()
        menu.popup(point)
        return menu

    def focus_filter(self) -> None:
        """Put the cursor into the tree's filter."""
        self.actions_["sidebar"].setChecked(True)
        self.sidebar.filter.setFocus()
        self.sidebar.filter.selectAll()

    def show_wall(self) -> None:
        """From a single photo, the stacks or the problems to the photos."""
        self.viewing.leave()
        if self.centre.stacking:
            self.stacking.leave()
        elif self.centre.listing_problems:
            self.sidebar.choose(("all",))

    def show_keys(self) -> None:
        """The page of keys."""
        from photoorg.gui.actions import key_groups
        from photoorg.gui.dialogs.keys import KeysDialog

        KeysDialog(key_groups(), self).open()

    def show_about(self) -> None:
        """Versions and licences."""
        from photoorg.gui.dialogs.about import AboutDialog

        AboutDialog(self).open()

    def toggle_full_screen(self) -> None:
        """Whole screen or window."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_panels(self) -> None:
        """Side panels have nothing to say without photos; one photo gets the tree's room."""
        counts = self.session.snapshot.counts
        photos = bool(counts.photos or self.centre.grid.ids)  # these come before the numbers
        some = photos or bool(counts.problems)
        for name in ("map", "library-map", "timeline"):
            self.actions_[name].setEnabled(photos)
        reviewing = self.centre.reviewing
        viewing = self.centre.viewing or reviewing
        self.topbar.setVisible(not reviewing)
        self.topbar.show_search(photos)
        self.sidebar.setVisible(some and self.actions_["sidebar"].isChecked() and not viewing)
        useful = some and not (self.centre.listing_problems or self.centre.stacking)
        self.details.setVisible(useful and self.actions_["details"].isChecked() and not reviewing)
        self.details.set_preview(not viewing)

    def _on_snapshot(self, shot: Snapshot) -> None:
        self.topbar.show_folders(shot.roots, window_state.recent_folders(self.settings))
        self.show_panels()
        if not shot.counts.photos:  # else the rest is made when they are on the wall
            self._show_content()

    def _on_read_failed(self, failed: Failed) -> None:
        self.notice.show_words(str(failed.error), "problem")

    def report_bug(self, report: str) -> None:
        """Show a fault of ours, with text to copy; one at a time, a fault may repeat."""
        from photoorg.gui.dialogs.report import ReportDialog

        if self._report is None:
            self._report = ReportDialog(report, self)
            self._report.finished.connect(self._forget_report)
            self._report.open()

    def _forget_report(self) -> None:
        if self._report is not None:
            self._report.deleteLater()
            self._report = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the room of the details to the photos, a wide one gives it back."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow == self._narrow or not self._entered:
            return
        self._narrow = narrow
        action = self.actions_["details"]
        if narrow:
            self._details_before = action.isChecked()
        action.setChecked(not narrow and self._details_before)

    def want_details(self, wanted: bool) -> None:
        """Show or hide the details, now or when the window is wide enough."""
        self._details_before = wanted
        self.actions_["details"].setChecked(wanted and not self._narrow)

    @property
    def details_wanted(self) -> bool:
        """Whether the details are to be there in a window that is wide enough."""
        return self._details_before if self._narrow else self.actions_["details"].isChecked()

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme: icons are tinted anew."""
        super().changeEvent(event)
        if not self._entered:
            return
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_["full"].setChecked(self.isFullScreen())
        if event.type() == QEvent.Type.PaletteChange:
            icons.refresh(self)
            self.centre.states.redraw()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the state, stop all work; what was done is kept."""
        if self._entered:
            self._rest.stop()
            window_state.save(self, self.settings)
            self.hide()  # a job may take a moment to stop; nobody has to watch that
            self.session.close()
        super().closeEvent(event)
