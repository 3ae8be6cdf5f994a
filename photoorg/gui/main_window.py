"""The window: puts the parts together and says who answers whom. Nothing else happens here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, texts, window_state
from photoorg.gui.actions import Actions, key_groups
from photoorg.gui.browsing import Browsing
from photoorg.gui.correcting import Correcting
from photoorg.gui.deleting import Deleting
from photoorg.gui.desktop import Desktop
from photoorg.gui.dialogs.about import AboutDialog
from photoorg.gui.dialogs.keys import KeysDialog
from photoorg.gui.dialogs.report import ReportDialog
from photoorg.gui.filtering import Filtering
from photoorg.gui.indexing import Indexing, existing
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
from photoorg.gui.views.header import deletes_whole
from photoorg.gui.views.sidebar import Sidebar
from photoorg.gui.views.toolbar import TopBar

NARROW = 1000
GRID_MENU = (
    "view", "review", "compare", "only", "", "favourite", "protect", "",
    "date", "place", "name-place", "", "reveal", "copy", "export", "", "delete",
)  # fmt: skip


class MainWindow(QMainWindow):
    """One library. `settings` is where it remembers its state."""

    demo_wanted = Signal()
    own_wanted = Signal(object)  # folders to open in the user's own library, from the demo
    appearance_wanted = Signal(str)

    def __init__(self, session: Session, settings: QSettings, demo: bool = False) -> None:
        super().__init__()
        self.demo = demo
        self.session = session
        self.settings = settings
        self._narrow, self._details_before = False, True
        self._report: ReportDialog | None = None
        self.actions_ = Actions(self)
        self._build()
        self.browsing = Browsing(session, self.sidebar, self.centre, self.details)
        self.viewing = Viewing(session, self.centre, self.browsing)
        self.indexing = Indexing(session, self.centre, self.sidebar, self.strip, self.notice)
        self.deleting = Deleting(session, self.undo_bar, self)
        self.judging = Judging(self)
        self.desktop = Desktop(self)
        self.stacking = Stacking(self)
        self.correcting = Correcting(self)
        self.filtering = Filtering(self)
        self.mapping = Mapping(self)
        self.library_mapping = LibraryMapping(self)
        self.timelining = Timelining(self)
        self.regrouping = Regrouping(self)
        self._connect()
        window_state.restore(self, settings)
        if session.library.readonly:
            self.notice.show_words(session.library.readonly, "private")
        session.refresh()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("photoorg demo") if self.demo else "photoorg")
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(720, 480)
        self.setAcceptDrops(True)
        session = self.session
        self.sidebar = Sidebar(session.covers)
        self.centre = Centre(session.thumbnails, session.images)
        self.topbar = TopBar(self.actions_, self.centre.filter_bar.search, self)
        self.topbar.show_appearance(window_state.appearance(self.settings))
        self.addToolBar(self.topbar)
        self.details = Details()
        self.undo_bar, self.notice, self.group_bar = NoticeBar(), NoticeBar(), NoticeBar()
        self.strip = ProgressStrip()
        middle = QWidget()
        middle.setObjectName("wall")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.centre, 1)
        column.addWidget(self.notice)
        column.addWidget(self.group_bar)
        column.addWidget(self.undo_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for position, widget in enumerate((self.sidebar, middle, self.details)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(position, int(widget is middle))
        self.sidebar.setMinimumWidth(180)
        self.details.setMinimumWidth(200)
        middle.setMinimumWidth(320)
        self.splitter.setSizes([300, 760, 264])
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.splitter, 1)
        rows.addWidget(self.strip)
        self.setCentralWidget(whole)

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
                "history": self.deleting.show_history,
                "rename": self.rename,
                "broader": lambda: self.centre.header.step_level(1),
                "finer": lambda: self.centre.header.step_level(-1),
                "filter": self.focus_filter,
                "larger": lambda: grid.zoom(1),
                "smaller": lambda: grid.zoom(-1),
                "full": self.toggle_full_screen,
                "keys": lambda: KeysDialog(key_groups(), self).open(),
                "about": lambda: AboutDialog(self).open(),
                "quit": self.close,
            }
        )
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
        centre.problems.reveal_wanted.connect(self.desktop.reveal)
        self.details.reveal_wanted.connect(self.desktop.reveal)
        self.details.cluster_wanted.connect(lambda cluster: self._go_to(("cluster", cluster)))
        grid.menu_wanted.connect(self._grid_menu)
        self.sidebar.menu_wanted.connect(self._tree_menu)
        self.sidebar.tree.activated.connect(lambda _: grid.setFocus())
        self.viewing.opened.connect(self.show_panels)
        self.viewing.left.connect(self.show_panels)
        self.topbar.folder_wanted.connect(self._on_folder_wanted)
        self.topbar.appearance_wanted.connect(self.appearance_wanted)
        self.deleting.restored.connect(self._after_undo)
        self.indexing.bug_found.connect(self.report_bug)
        self.indexing.folders_opened.connect(self._on_folders_opened)
        self.session.reads.failed.connect(self._on_read_failed)
        self.session.writes.failed.connect(self._on_read_failed)
        self.session.snapshot_read.connect(self._on_snapshot)
        centre.currentChanged.connect(self.show_panels)

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
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        folders = existing(paths)
        if folders:
            event.acceptProposedAction()
            self.open_folders(folders)

    # --- photos and clusters

    def chosen_ids(self) -> list[int]:
        """What an action works on: the photo in the viewer, else the selection."""
        if self.centre.viewing and self.centre.viewer.photo:
            return [self.centre.viewer.photo.id]
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
        node, chosen = self.browsing.node, self.chosen_ids()
        if chosen:
            self.deleting.ask(chosen, self.title_of(node, len(chosen)), None)
        elif node is not None and deletes_whole(node) and self.centre.browsing:
            shown = list(self.centre.grid.ids)
            self.deleting.ask(shown, self.title_of(node, len(shown)), node.key)

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
        own = {"cluster": ("rename",), "place": ("name-place",)}.get(node.kind, ())
        named = ("review", *own, "")
        menu = self._pop_up(point, named)
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

    def toggle_full_screen(self) -> None:
        """Whole screen or window."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_panels(self) -> None:
        """Side panels have nothing to say without photos; one photo gets the tree's room."""
        counts = self.session.snapshot.counts
        some = bool(counts.photos or counts.problems)
        for name in ("map", "library-map", "timeline"):
            self.actions_[name].setEnabled(bool(counts.photos))
        reviewing = self.centre.reviewing
        viewing = self.centre.viewing or reviewing
        self.topbar.setVisible(not reviewing)
        self.topbar.show_search(bool(counts.photos))
        self.sidebar.setVisible(some and self.actions_["sidebar"].isChecked() and not viewing)
        useful = some and not (self.centre.listing_problems or self.centre.stacking)
        self.details.setVisible(useful and self.actions_["details"].isChecked() and not reviewing)
        self.details.set_preview(not viewing)

    def _on_snapshot(self, shot: Snapshot) -> None:
        self.topbar.show_folders(shot.roots, window_state.recent_folders(self.settings))
        self.show_panels()

    def _on_read_failed(self, failed: Failed) -> None:
        self.notice.show_words(str(failed.error), "problem")

    def report_bug(self, report: str) -> None:
        """Show a fault of ours, with text to copy; one at a time, a fault may repeat."""
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
        if narrow == self._narrow:
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
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_["full"].setChecked(self.isFullScreen())
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "centre"):
            icons.refresh(self)
            self.centre.states.redraw()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the state, stop all work; what was done is kept."""
        window_state.save(self, self.settings)
        self.hide()  # a job may take a moment to stop; nobody has to watch that
        self.session.close()
        super().closeEvent(event)
