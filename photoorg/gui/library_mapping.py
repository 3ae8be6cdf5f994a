"""The map of the library in the place of the wall: the same photos, filters and selection.

Its entry in the tree shows all photos; filters narrow it as they narrow the wall. What is chosen on
it is the wall's selection, so that everything that is done with one can be done from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photoorg.gui import texts

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.gui.models.tree import Key, Node
    from photoorg.gui.views.library_map_view import LibraryMapView
    from photoorg.pipeline.library_map import Colors, Plane
    from photoorg.records import Changes, Photo

ENTRY: Key = ("map",)


class LibraryMapping(QObject):
    """Keeps the map in step with the wall."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.view: LibraryMapView | None = None
        self._before: Key = ("all",)  # the entry to go back to
        self._missing = 0
        window.actions_.connect_all({"library-map": self.toggle})
        window.browsing.entry_chosen.connect(self._on_entry)
        window.browsing.wanted_changed.connect(self._on_wanted)
        window.session.changed.connect(self._on_changed)
        window.session.snapshot_read.connect(self._on_snapshot)
        window.centre.grid.selection_changed.connect(self._on_selection)
        if window.browsing.node is not None:
            self._on_entry(window.browsing.node)

    @property
    def shown(self) -> bool:
        """Whether the map is in the place of the wall."""
        node = self._window.browsing.node
        return node is not None and node.key == ENTRY

    def toggle(self) -> None:
        """To the map, or back to the entry that was shown before."""
        self._window.show_wall()
        if not self._window.sidebar.choose(self._before if self.shown else ENTRY):
            self._window.sidebar.choose(("all",))
        self._window.actions_["library-map"].setChecked(self.shown)

    def _on_entry(self, node: Node) -> None:
        shown = node.key == ENTRY
        if not shown and node.filter is not None:
            self._before = node.key
        self._window.actions_["library-map"].setChecked(shown)
        if shown and self.view is None:
            self._make()
        if self.view is None:
            return
        grid = self._window.centre.grid
        had_focus = grid.hasFocus() or self.view.hasFocus()
        self.view.setVisible(shown)
        grid.setVisible(not shown)
        grid.setFocusProxy(self.view if shown else None)  # type: ignore[arg-type]
        if shown:
            self._read()
        else:
            self._session.reads.drop("library map")
            self.view.controls.end_drawing()
        in_tree = self._window.sidebar.tree.hasFocus()  # arrow keys walk on past the map's entry
        if had_focus or (shown and not in_tree):
            grid.setFocus()

    def _make(self) -> None:
        from photoorg.gui.views.library_map_view import LibraryMapView

        self.view = view = LibraryMapView(self._session.thumbnails)
        window, grid = self._window, self._window.centre.grid
        window.centre.split.insertWidget(window.centre.split.indexOf(grid), view)
        view.chosen.connect(self._choose)
        view.opened.connect(self._open)
        view.island_opened.connect(self._open_island)
        view.hovered.connect(self._on_hovered)
        view.key_left.connect(grid.keyPressEvent)
        view.menu_wanted.connect(grid.menu_wanted)
        view.own_colors_wanted.connect(self._on_own_colors)
        view.controls.draw.clicked.connect(window.indexing.rescan)

    # --- what is on it

    def _on_wanted(self) -> None:
        if self.shown:
            self._read()

    def _on_changed(self, changes: Changes) -> None:
        if self.shown and self._window.browsing.touched_by(changes):
            self._read()

    def _on_snapshot(self, shot: Snapshot) -> None:
        if self.shown and self.view is not None:
            self.view.show_clusters(shot.clusters)
            self._explain()

    def _read(self) -> None:
        wanted, library = self._window.browsing.wanted, self._session.library
        clusters = self._session.snapshot.clusters
        if wanted is None:
            return

        def read() -> tuple[Plane, int]:
            from photoorg.gui.views.library_map_paint import HUES
            from photoorg.pipeline.library_map import plane_of

            plane = plane_of(library.map_spots(wanted), clusters, HUES)
            return plane, library.photo_count(wanted) - len(plane)

        self._session.reads.ask("library map", read, lambda found: self._take(*found))

    def _take(self, plane: Plane, missing: int) -> None:
        if self.view is None:
            return
        self._missing = missing
        self.view.show_plane(plane, self._session.snapshot.clusters)
        self._on_selection()
        self._on_own_colors(self.view.controls.own_colors.isChecked())
        self._explain()

    def _explain(self) -> None:
        """Say why the map is empty, or how many photos are not on it."""
        from photoorg.gui.views.library_map_controls import missing_words

        view = self.view
        if view is None or view.plane is None:
            return
        controls = view.controls
        controls.show_words(missing_words(self._missing) if len(view.plane) else "")
        if len(view.plane):
            controls.show_note("")
        elif not self._missing:
            controls.show_note(self.tr("No photo here fits this choice."))
        elif self._window.indexing.busy:
            controls.show_note(self.tr("The map appears once photoorg has learned your photos."))
        else:
            words = self.tr("These photos are not on the map yet. Drawing it takes a moment.")
            controls.show_note(words, offer=self._session.library.readonly is None)

    def _on_own_colors(self, wanted: bool) -> None:
        """Colour the photos by themselves; their colours are read when this is first asked."""
        view, library = self.view, self._session.library
        if view is None or view.plane is None or not wanted:
            if view is not None:
                view.show_means(None)
            return
        plane = view.plane

        def read() -> Colors:
            from photoorg.pipeline.library_map import own_colors

            return own_colors(plane, library.mean_colors(plane.ids.tolist()), 0x808080)

        def take(colors: Colors) -> None:
            if view.plane is plane:
                view.show_means(colors)

        self._session.reads.ask("map colours", read, take)

    # --- what is chosen on it

    def _on_selection(self) -> None:
        if self.shown and self.view is not None:
            self.view.show_selection(self._window.centre.grid.selection.selected)

    def _choose(self, ids: list[int], add: bool) -> None:
        grid = self._window.centre.grid
        grid.selection.choose_ids(ids, add)
        grid.after_selection()

    def _open(self, photo: int) -> None:
        self._choose([photo], False)
        self._window.centre.grid.opened.emit(photo)

    def _open_island(self, cluster: int) -> None:
        self._window.sidebar.choose(("cluster", cluster))

    def _on_hovered(self, photo: int) -> None:
        """Say which photo is under the pointer, and in which cluster it is."""
        from photoorg.gui.views.library_map_controls import missing_words

        view, library = self.view, self._session.library
        if view is None:
            return
        if photo < 0:
            self._session.reads.drop("map photo")
            view.controls.show_words(missing_words(self._missing))
            return

        def show(found: list[Photo]) -> None:
            for one in found:
                title = one.cluster_title or self.tr("Unsorted")
                view.controls.show_words(f"{texts.file_name(one.path)} · {title}")

        self._session.reads.ask("map photo", lambda: library.photos([photo]), show)
