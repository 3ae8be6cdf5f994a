"""The map above the wall: reads the positions of what is shown, filters the wall by what is chosen.

The map is made when it is first opened; the world is read beside the window, coarse before fine.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from photoorg.gui import icons
from photoorg.gui.views.map_camera import Camera

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow
    from photoorg.gui.views.map_view import MapView
    from photoorg.pipeline.mapping import Bounds, PhotoMap, World
    from photoorg.records import Changes, Filter

SHARE = (55, 45)  # of the height, for the map and the wall, at first


class Mapping(QObject):
    """Keeps the map in step with the wall. Its area is the filter's `bounds`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.view: MapView | None = None
        self._kept: Camera | None = None  # where the user left it last time
        self._said: Filter | None = None  # whose positions are shown
        window.actions_["map"].toggled.connect(self._on_toggled)
        window.browsing.wanted_changed.connect(self._on_wanted)
        window.session.changed.connect(self._on_changed)
        window.centre.grid.current_changed.connect(self._pin)
        window.session.thumbnails.arrived.connect(self._pin)

    @property
    def shown(self) -> bool:
        """Whether the map is there."""
        return self._window.actions_["map"].isChecked()

    # --- showing it

    def _on_toggled(self, shown: bool) -> None:
        if shown and self.view is None:
            self._make()
        if self.view is None:
            return
        self.view.setVisible(shown)
        if shown:
            self._window.show_wall()  # the map lies on its page
            self._read()
            self._focus(self.view)
        else:
            self._said = None
            self._session.reads.drop("positions")
            self._focus(self._window.centre.grid)

    def _focus(self, widget: QWidget) -> None:
        """Not while the window is being made, nor in a review, whose keys go on."""
        if self._window.isVisible() and self._window.centre.browsing:
            widget.setFocus()

    def _make(self) -> None:
        from photoorg.gui.views.map_pictures import MapPictures
        from photoorg.gui.views.map_view import MapView

        pictures = MapPictures(self._session.library, self._session.reads, self)
        self.view = view = MapView(pictures)
        split = self._window.centre.split
        split.insertWidget(0, view)
        if not self._restored_split():
            split.setSizes([split.height() * share // sum(SHARE) for share in SHARE])
        if self._kept is not None:
            view.look(self._kept)
        view.bounds_chosen.connect(self._on_bounds)
        view.bounds_dropped.connect(lambda: self._on_bounds(None))
        view.unplaced_wanted.connect(self._on_unplaced)
        view.menu_wanted.connect(self._pop_up)
        view.close_wanted.connect(lambda: self._window.actions_["map"].setChecked(False))
        self._session.reads.ask("world", _world, self._take_world)

    def _take_world(self, world: World) -> None:
        if self.view is None:
            return
        view = self.view
        view.show_world(world)
        self._session.reads.ask("world", world.refine, lambda _: view.show_world(world), later=True)

    # --- what is on it

    def _without_area(self) -> Filter | None:
        """The filter of the wall but for the area: the map shows where else one could look."""
        window = self._window
        return window.browsing.with_added(replace(window.filtering.added, bounds=None))

    def _on_wanted(self) -> None:
        if self.view is None or not self.shown:
            return
        self.view.show_bounds(self._window.filtering.added.bounds)
        if self._without_area() != self._said:
            self._read()

    def _on_changed(self, changes: Changes) -> None:
        if self.shown and self._window.browsing.touched_by(changes):
            self._read()

    def _read(self) -> None:
        wanted, library = self._without_area(), self._session.library
        if wanted is None:
            return
        self._said = wanted

        def read() -> tuple[PhotoMap, int]:
            from photoorg.pipeline.mapping import PhotoMap

            photos = PhotoMap(library.positions(wanted))
            return photos, library.photo_count(wanted) - len(photos)

        self._session.reads.ask("positions", read, lambda found: self._take(*found), later=True)

    def _take(self, photos: PhotoMap, unplaced: int) -> None:
        if self.view is not None:
            self.view.show_photos(photos, unplaced)
            self.view.show_bounds(self._window.filtering.added.bounds)

    def _pin(self) -> None:
        """Mark where the photo with the focus was taken."""
        if self.view is None or not self.shown:
            return
        current = self._window.centre.grid.selection.current_id
        photo = self._session.thumbnails.photo(current) if current is not None else None
        if photo is None or photo.latitude is None or photo.longitude is None:
            self.view.show_pin(None)
        else:
            self.view.show_pin((photo.latitude, photo.longitude))

    # --- what is chosen on it

    def _on_bounds(self, bounds: Bounds | None) -> None:
        added = self._window.filtering.added
        self._window.filtering.narrow(bounds=bounds, unplaced=bounds is None and added.unplaced)

    def _on_unplaced(self) -> None:
        self._window.filtering.narrow(bounds=None, unplaced=True)

    # --- what can be done with a spot

    def _pop_up(self, point: QPoint, latitude: float, longitude: float) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        position = f"{latitude:.5f}, {longitude:.5f}"
        here = menu.addAction(self.tr("The selected photos were taken here..."))
        icons.dress(here, "place")
        here.setEnabled(bool(self._window.chosen.ids()))
        here.triggered.connect(lambda: self._window.correcting.ask_place(position))
        copy = menu.addAction(self.tr("Copy position {0}").format(position))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(position))
        menu.popup(point)

    # --- between two starts

    def save(self, settings: QSettings) -> None:
        """Remember whether it is shown, where it looks and how high it is."""
        settings.setValue("map", self.shown)
        if self.view is not None:
            camera = None if self.view.untouched else self.view.camera
            values = [camera.x, camera.y, camera.scale] if camera else []
            settings.setValue("map view", ",".join(str(value) for value in values))
            settings.setValue("map split", self._window.centre.split.saveState())

    def restore(self, settings: QSettings) -> None:
        """As it was left."""
        values = str(settings.value("map view", "")).split(",")
        try:
            x, y, scale = (float(value) for value in values)
        except ValueError:
            pass
        else:
            self._kept = Camera(x, y, scale)
        if str(settings.value("map", False)).lower() == "true":
            self._window.actions_["map"].setChecked(True)
        elif self.shown:  # it was asked for while this was not there
            self._on_toggled(True)

    def _restored_split(self) -> bool:
        state = self._window.settings.value("map split")
        return isinstance(state, QByteArray) and self._window.centre.split.restoreState(state)


def _world() -> World:
    from photoorg.pipeline.mapping import World

    return World(QLocale().name())
