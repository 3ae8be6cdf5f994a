"""The window: puts the parts together and says who answers whom. Nothing else happens here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal

from photoorg.gui import icons, window_state
from photoorg.gui.assembly import Assembly
from photoorg.gui.parts import when_made

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
    from PySide6.QtWidgets import QSplitter

    from photoorg.gui.actions import Actions
    from photoorg.gui.browsing import Browsing
    from photoorg.gui.dialogs.report import ReportDialog
    from photoorg.gui.indexing import Indexing
    from photoorg.gui.jobs.runner import Failed
    from photoorg.gui.models.coming import Coming
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.models.tree import Key
    from photoorg.gui.panels import Panels
    from photoorg.gui.session import Session
    from photoorg.gui.viewing import Viewing
    from photoorg.gui.views.bars import NoticeBar, ProgressStrip
    from photoorg.gui.views.centre import Centre
    from photoorg.gui.views.details import Details
    from photoorg.gui.views.sidebar import Sidebar
    from photoorg.gui.views.toolbar import TopBar

LAYOUTS = 3  # one lies in the other: what is laid out asks for that again
PATIENCE_MS = 500  # after which a library that is slow to read is shown without its photos


class MainWindow(Assembly):
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
    panels: Panels
    _entered, _shows_content = False, False
    _report: ReportDialog | None = None

    def enter(self, session: Session) -> None:
        """Show this library in the window; it is read while the widgets are made."""
        from photoorg.gui.models.coming import first_page
        from photoorg.records import Filter

        self.session, library = session, session.library
        order = window_state.order(self.settings)
        session.reads.ask("first", lambda: first_page(library, Filter(), order), self._show_first)
        from photoorg.gui.building import build

        build(self)
        self._entered = True
        self.setAcceptDrops(True)
        self._connect()
        window_state.restore(self, self.settings)
        if session.library.readonly:
            self.notice.show_words(session.library.readonly, "private")
        self.setUpdatesEnabled(False)  # the frame stays as it is until there is something to see
        QTimer.singleShot(PATIENCE_MS, self._lift)

    # --- the first paint

    def _show_first(self, coming: Coming) -> None:
        """The wall first; the numbers of the tree are read when it is painted."""
        self.browsing.show_first(coming)
        self.session.refresh()

    def _show_content(self) -> None:
        """There is something to see: paint it before anything else has its turn, then go on."""
        if not (self._shows_content or self.complete):
            self._shows_content = True
            self._unveil()

    def _show_without(self) -> None:
        """Something could not be read: if that was the first page, the rest may still be."""
        if not self._shows_content:
            self._show_content()
            self.session.refresh()

    def _lift(self) -> None:
        self.setUpdatesEnabled(True)

    def _unveil(self) -> None:
        for _ in range(LAYOUTS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._lift()
        self.repaint()
        self._rest.timeout.connect(self.actions_.draw, Qt.ConnectionType.SingleShotConnection)
        self.finish_by_turns()

    # --- who answers whom

    def _connect(self) -> None:
        self._connect_actions()
        self._connect_views()
        self._connect_work()

    def _connect_actions(self) -> None:
        header, grid, actions = self.centre.header, self.centre.grid, self.actions_
        actions.connect_all(
            {
                "open": lambda: self.folders.choose(),
                "rescan": self.indexing.rescan,
                "stop": self.session.jobs.cancel,
                "demo": lambda: self.folders.turn_demo(),
                "view": grid.open_current,
                "delete": lambda: self.chosen.delete(),
                "history": lambda: self.deleting.show_history(),
                "rename": lambda: self.chosen.rename(),
                "broader": lambda: header.step_level(1),
                "finer": lambda: header.step_level(-1),
                "filter": self.focus_filter,
                "larger": lambda: grid.zoom(1),
                "smaller": lambda: grid.zoom(-1),
                "full": self.toggle_full_screen,
                "keys": self.show_keys,
                "about": self.show_about,
                "quit": self.close,
            }
        )
        actions.unmet.connect(self.finish)
        actions["stop"].setEnabled(False)
        self.session.jobs.started.connect(lambda _: actions["stop"].setEnabled(True))
        self.session.jobs.idle.connect(lambda: actions["stop"].setEnabled(False))
        self._connect_effort()
        if self.demo:
            actions["demo"].setText(self.tr("Back to my own photos"))
        for name in ("sidebar", "details"):
            actions[name].toggled.connect(self.panels.show)

    def _connect_effort(self) -> None:
        pause, gentle = self.actions_["pause"], self.actions_["gentle"]
        pause.setEnabled(False)
        self.strip.pausable.connect(pause.setEnabled)
        pause.toggled.connect(self.strip.pause.setChecked)
        self.strip.pause.toggled.connect(pause.setChecked)
        gentle.setToolTip(
            self.tr("Leave half of the time to other programs; on battery it is always so")
        )
        gentle.toggled.connect(self.indexing.be_gentle)

    def _connect_views(self) -> None:
        grid, centre = self.centre.grid, self.centre
        centre.states.open_wanted.connect(lambda: self.folders.choose())
        centre.states.demo_wanted.connect(self.demo_wanted)
        centre.states.rescan_wanted.connect(self.indexing.rescan)
        centre.states.all_wanted.connect(lambda: self.sidebar.choose(("all",)))
        centre.header.delete_wanted.connect(lambda: self.chosen.delete_shown())
        centre.header.rename_wanted.connect(lambda: self.chosen.rename())
        when_made(centre, "problems", lambda page: page.reveal_wanted.connect(self._reveal))
        self.details.reveal_wanted.connect(self._reveal)
        self.details.cluster_wanted.connect(lambda cluster: self._go_to(("cluster", cluster)))
        self.details.date_wanted.connect(lambda: self.correcting.ask_date())
        self.details.place_wanted.connect(lambda: self.correcting.ask_place())
        grid.menu_wanted.connect(lambda point: self.menus.on_photos(point))
        self.sidebar.menu_wanted.connect(lambda point, node: self.menus.on_entry(point, node))
        self.sidebar.tree.activated.connect(lambda _: grid.setFocus())
        when_made(self, "viewing", self._connect_viewing)
        self.topbar.folder_wanted.connect(lambda folder: self.folders.open_one(folder))
        self.topbar.appearance_wanted.connect(self.appearance_wanted)
        centre.currentChanged.connect(self.panels.show)

    def _connect_work(self) -> None:
        when_made(self, "deleting", lambda one: one.restored.connect(self._after_undo))
        when_made(self, "timelining", lambda one: one.restore(self.settings))
        when_made(self, "mapping", lambda one: one.restore(self.settings))
        self.indexing.bug_found.connect(self.report_bug)
        self.indexing.folders_opened.connect(lambda folders: self.folders.note(folders))
        self.session.reads.failed.connect(self._on_read_failed)
        self.session.writes.failed.connect(self._on_read_failed)
        self.session.snapshot_read.connect(self._on_snapshot)
        self.session.reads.failed.connect(lambda _failed: self._show_without())
        self.browsing.shown.connect(self._show_content)

    def _connect_viewing(self, viewing: Viewing) -> None:
        viewing.opened.connect(self.panels.show)
        viewing.left.connect(self.panels.show)

    def _reveal(self, path: str) -> None:
        self.desktop.reveal(path)

    def _go_to(self, key: Key) -> None:
        self.viewing.leave()
        self.sidebar.choose(key)

    def _after_undo(self, key: Key | None) -> None:
        """Show the entry whose photos came back, as soon as it is in the tree again."""
        if key is not None:
            self.sidebar.want(key)

    def _on_snapshot(self, shot: Snapshot) -> None:
        self.topbar.show_folders(shot.roots, window_state.recent_folders(self.settings))
        self.panels.show()
        if not shot.counts.photos:  # else the rest is made when they are on the wall
            self._show_content()

    def _on_read_failed(self, failed: Failed) -> None:
        self.notice.show_words(str(failed.error), "problem")

    # --- what it shows

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

    # --- Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped; photos that were dragged from here come home without a word."""
        if event.mimeData().hasUrls() and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        if self.folders.drop(event.mimeData()):
            event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other panels fit."""
        super().resizeEvent(event)
        if self._entered:
            self.panels.fit()

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
