"""The map of the library: every photo in a plane, similar ones near each other.

From afar photos are squares in their cluster's colour with some pictures among them; as one comes
near, more of them become pictures, until all are. What is chosen here is the wall's selection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from photoorg.gui import style, texts
from photoorg.gui.views import library_map_paint as paint
from photoorg.gui.views import map_input
from photoorg.gui.views.library_map_controls import LibraryMapControls
from photoorg.gui.views.library_map_islands import Islands
from photoorg.gui.views.library_map_pictures import side_and_gap, square_of
from photoorg.gui.views.map_camera import PlaneCamera
from photoorg.gui.views.moved_map import MovedMap

if TYPE_CHECKING:
    from photoorg.gui.models.thumbnails import Thumbnails
    from photoorg.gui.views.map_camera import Box
    from photoorg.pipeline.library_map import Colors, Ints, Plane
    from photoorg.records import Cluster

MOST = 600  # pictures in a frame
SIDES = (48, 96, 192)  # in which they are made, in logical pixels
FADED = 0.75  # of the ground, in the colour of photos that are not chosen
REACH = 8.0  # pixels around a photo that count as on it
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class LibraryMapView(MovedMap):
    """Shows a plane of photos; says what is chosen, opened or under the pointer."""

    chosen = Signal(object, bool)  # list[int]; whether beside what is chosen already
    opened = Signal(int)
    island_opened = Signal(int)  # a cluster
    hovered = Signal(int)  # a photo, or -1
    key_left = Signal(object)  # QKeyEvent that means nothing here
    menu_wanted = Signal(QPoint)
    own_colors_wanted = Signal(bool)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(PlaneCamera(), parent)
        self.plane: Plane | None = None
        self.islands = Islands()
        self.pictures: list[paint.Spot] = []  # of the last frame, the last one on top
        self._thumbnails = thumbnails
        self._selected: set[int] = set()
        self._chosen: Ints | None = None  # their indices
        self._means: Colors | None = None
        self._colors: Colors | None = None  # as they are painted
        self._hovered = -1
        self._shown: tuple[object, list[int]] = (None, [])
        self.setAccessibleName(self.tr("Map of the library"))
        self.controls = controls = LibraryMapControls(self)
        controls.nearer.clicked.connect(lambda: self.zoom(2.0))
        controls.farther.clicked.connect(lambda: self.zoom(0.5))
        controls.whole.clicked.connect(self.show_all)
        controls.own_colors.toggled.connect(self.own_colors_wanted)
        thumbnails.arrived.connect(self._on_arrived)

    # --- what it shows

    def show_plane(self, plane: Plane, clusters: Sequence[Cluster]) -> None:
        """Show these photos, coloured by these clusters."""
        self.plane, self._means, self._hovered = plane, None, -1
        self.islands.arrange(plane, clusters)
        self._shown = (None, [])
        self.show_selection(self._selected)
        if self._untouched:
            self.show_all()
        self._describe()

    def show_clusters(self, clusters: Sequence[Cluster]) -> None:
        """The same photos in broader or finer clusters, or under other names."""
        if self.plane is not None and self.islands.arrange(self.plane, clusters):
            self._recolor()

    def show_means(self, means: Colors | None) -> None:
        """Colour photos by themselves; None: by their clusters."""
        self._means = means
        self._recolor()

    def show_selection(self, selected: set[int]) -> None:
        """The photos that the wall has selected."""
        self._selected = set(selected)
        self._chosen = None
        if self.plane is not None and selected:
            self._chosen = self.plane.indices_of(list(selected))
        self._recolor()

    def _recolor(self) -> None:
        self._colors = None
        self.update()

    def _painted_colors(self, look: paint.Look) -> Colors:
        from photoorg.pipeline import library_map

        assert self.plane is not None
        colors = self.islands.colors(look)
        if self._means is not None and len(self._means) == len(colors):
            colors = self._means
        if self._chosen is not None:
            colors = library_map.faded(colors, self._chosen, look.ground, FADED)
        return colors

    def show_all(self) -> None:
        """All photos in sight."""
        box = self.plane.box if self.plane is not None else (0.0, 0.0, 1.0, 1.0)
        self.camera = PlaneCamera().fitted(box, self._size, 36.0)
        self.islands.whole = self.camera.scale
        self._untouched = True
        self.update()

    def look_at(self, box: Box) -> None:
        """Bring a part of the plane into sight."""
        self.look(self.camera.fitted(box, self._size))

    def arrange(self) -> None:
        """Put the buttons into their corners."""
        self.controls.arrange()

    def _describe(self) -> None:
        count = len(self.plane) if self.plane is not None else 0
        words = self.tr("{0} on the map. Tab goes from cluster to cluster, Return opens it.")
        self.setAccessibleDescription(words.format(texts.photos(count)))

    # --- the pointer

    @property
    def drawing(self) -> bool:
        """Whether a drag draws rather than moves."""
        return self.controls.drawing

    def photo_at(self, here: QPointF) -> int | None:
        """The photo under a point: a picture, else the square that is nearest."""
        for spot in reversed(self.pictures):
            if spot.rect.contains(here):
                return spot.photo
        if self.plane is None:
            return None
        x, y = self.camera.to_square(here.x(), here.y(), self._size)
        index = self.plane.nearest(x, y, REACH / self.camera.scale)
        return None if index is None else int(self.plane.ids[index])

    def hover(self, here: QPointF) -> None:
        """Say what is under the pointer."""
        label = None if self.drawing else self.islands.at(here)
        photo = -1 if label is not None or self.drawing else self.photo_at(here)
        shape = Qt.CursorShape.CrossCursor if self.drawing else Qt.CursorShape.OpenHandCursor
        if label is not None or photo not in (None, -1):
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.setToolTip(label.title if label else "")
        self._hover(-1 if photo is None else photo)

    def _hover(self, photo: int) -> None:
        if photo != self._hovered:
            self._hovered = photo
            self.hovered.emit(photo)
            self.update()

    def leaveEvent(self, event: object) -> None:
        """The pointer has gone."""
        self._hover(-1)

    def click(self, here: QPointF, held: Qt.KeyboardModifier) -> None:
        """Choose a photo, or open the island whose name was clicked; beside all, choose none."""
        label = self.islands.at(here)
        if label is not None:
            self.island_opened.emit(label.group)
            return
        photo, add = self.photo_at(here), bool(held & _CTRL)
        if photo is not None or not add:
            self.chosen.emit([] if photo is None else [photo], add)

    def double_click(self, here: QPointF) -> None:
        """Open the photo under the pointer; beside all, come nearer."""
        photo = self.photo_at(here)
        if photo is None:
            self.zoom(2.0, here)
        else:
            self.opened.emit(photo)

    def end_drawing(self, path: list[QPointF], held: Qt.KeyboardModifier) -> None:
        """Choose what lies in the lasso or the rectangle; with Ctrl beside what is chosen."""
        rectangle = self.controls.area.isChecked()
        self.controls.end_drawing()
        if self.plane is None:
            return
        points = [self.camera.to_square(p.x(), p.y(), self._size) for p in path]
        if rectangle:
            (x0, y0), (x1, y1) = points[0], points[-1]
            found = self.plane.inside((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        else:
            found = self.plane.within(points)
        self.chosen.emit(self.plane.ids[found].tolist(), bool(held & _CTRL))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the selection; with the photo that is under the pointer."""
        photo = self.photo_at(QPointF(event.pos()))
        pointed = event.reason() == QContextMenuEvent.Reason.Mouse
        if pointed and photo is not None and photo not in self._selected:
            self.chosen.emit([photo], False)
        self.menu_wanted.emit(event.globalPos())

    # --- the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom, Tab, N and P walk the islands, Return opens one."""
        key, marked = event.key(), self.islands.marked
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _NONE
        if plain and map_input.move(self, event):
            return
        if plain and key in (Qt.Key.Key_N, Qt.Key.Key_P):
            self.walk(1 if key == Qt.Key.Key_N else -1, around=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked is not None:
            self.island_opened.emit(marked)
        elif plain and key == Qt.Key.Key_Space and marked is not None:
            self.chosen.emit(self.islands.members(marked), False)
        elif key == Qt.Key.Key_Escape and self._stop():
            return
        else:
            self.key_left.emit(event)

    def _stop(self) -> bool:
        """End what was begun: a drawing, a tool, a walk; False if there is nothing of these."""
        begun = bool(self._mouse.path) or self.drawing or self.islands.marked is not None
        self._mouse.stop()
        self.controls.end_drawing()
        self.islands.marked = None
        self.update()
        return begun

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the islands, and leaves the map after the last one."""
        return self.walk(1 if forward else -1) or super().focusNextPrevChild(forward)

    def walk(self, step: int, around: bool = False) -> bool:
        """Mark the next island and bring it into sight; False at the end, unless `around`."""
        island = self.islands.step(step, around)
        if island is None:
            self.update()
            return False
        x, y = self.camera.to_screen(island.x, island.y, self._size)
        if not QRectF(self.rect()).adjusted(60, 40, -60, -40).contains(QPointF(x, y)):
            self.pan(x - self.width() / 2, y - self.height() / 2)
        title = self.islands.titles.get(island.group, "")
        self.setAccessibleDescription(f"{title}, {texts.photos(island.count)}")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        self.update()
        return True

    # --- painting

    def _on_arrived(self, ids: set[int]) -> None:
        if self.isVisible() and any(spot.photo in ids for spot in self.pictures):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Squares, pictures, names, and what is being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        self.pictures = []
        if self.plane is None or not len(self.plane):
            return
        with self._thumbnails.painting():
            self._paint_photos(painter, self.plane)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_rings(painter)
            painter.setFont(style.font_of(self.font(), "small"))
            taken = self.controls.rects()
            self.islands.write(painter, self.camera, self._size, taken, self.palette())
            if self._mouse.path:
                lasso = not self.controls.area.isChecked()
                paint.paint_path(painter, self._mouse.path, lasso, self.palette())
        self._wish()

    def _paint_photos(self, painter: QPainter, plane: Plane) -> None:
        look, ratio = paint.look_of(self.palette()), self.devicePixelRatioF()
        if self._colors is None or self.islands.look != look:
            self._colors = self._painted_colors(look)
        space = plane.spacing * self.camera.scale
        pixels = (round(self.width() * ratio), round(self.height() * ratio))
        square = round(square_of(space) * ratio)
        image = plane.image(self.camera.view(self._size), pixels, square, self._colors, look.ground)
        paint.paint_points(painter, QRectF(self.rect()), image, square)
        side, _ = side_and_gap(space)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in reversed(self._pictured(plane, space)):
            x, y = self.camera.to_screen(float(plane.x[index]), float(plane.y[index]), self._size)
            photo = int(plane.ids[index])
            rect = QRectF(x - side / 2, y - side / 2, side, side)
            chosen = photo in self._selected
            spot = paint.Spot(photo, rect, int(self._colors[index]), chosen)
            self.pictures.append(spot)
            thumbnails = self._thumbnails
            dim = self._chosen is not None and not chosen
            paint.paint_picture(
                painter, spot, thumbnails.pixmap(photo), thumbnails.photo(photo), dim
            )

    def _pictured(self, plane: Plane, space: float) -> list[int]:
        """The indices of the photos that are pictures now, the weightiest first."""
        side, gap = side_and_gap(space)
        key = (self.camera, self._size)
        if self._shown[0] != key:
            view = self.camera.view(self._size, side / 2)
            self._shown = (key, plane.shown(view, gap / self.camera.scale, MOST))
        return self._shown[1]

    def _paint_rings(self, painter: QPainter) -> None:
        for spot in self.pictures:
            if spot.chosen or spot.photo == self._hovered:
                paint.paint_ring(painter, spot.rect, self.palette(), spot.chosen)
        if self._hovered >= 0 and all(spot.photo != self._hovered for spot in self.pictures):
            assert self.plane is not None
            for index in self.plane.indices_of([self._hovered]).tolist():
                x, y = self.plane.x[index], self.plane.y[index]
                at = QPointF(*self.camera.to_screen(float(x), float(y), self._size))
                rect = QRectF(at.x() - 6, at.y() - 6, 12, 12)
                paint.paint_ring(painter, rect, self.palette(), False)

    def _wish(self) -> None:
        """Ask for the pictures in sight, those in the middle of it first."""
        if not self.pictures:
            return
        ratio, middle = self.devicePixelRatioF(), QPointF(self.rect().center())
        width = self.pictures[0].rect.width()
        side = next((side for side in SIDES if side >= width), SIDES[-1])
        near = sorted(
            self.pictures, key=lambda spot: (spot.rect.center() - middle).manhattanLength()
        )
        self._thumbnails.want([spot.photo for spot in near], round(side * ratio), 0.0)
