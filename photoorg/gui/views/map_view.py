"""The world map of photos: land, names, and bubbles that split as you come near.

Every frame paints what is in sight and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
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
from photoorg.gui.views import map_input, map_names, map_paint
from photoorg.gui.views.map_bubbles import APART, EXTENT, LARGE, BubblePictures, placed
from photoorg.gui.views.map_camera import Camera, fitted
from photoorg.gui.views.map_controls import MapControls
from photoorg.gui.views.map_tiles import Tiles, colors_of
from photoorg.gui.views.moved_map import MovedMap

if TYPE_CHECKING:
    from photoorg.gui.views.map_bubbles import Placed
    from photoorg.gui.views.map_pictures import MapPictures
    from photoorg.pipeline.mapping import Bounds, PhotoMap, World

SHARPENED_MS = 1
_NONE = Qt.KeyboardModifier.NoModifier


class MapView(MovedMap):
    """Shows the positions of a view; says what was chosen on it."""

    bounds_chosen = Signal(object)  # Bounds: of a bubble, or of a rectangle that was drawn
    bounds_dropped = Signal()
    unplaced_wanted = Signal()
    close_wanted = Signal()
    menu_wanted = Signal(QPoint, float, float)  # where on the screen, latitude, longitude

    def __init__(self, pictures: MapPictures, parent: QWidget | None = None) -> None:
        super().__init__(Camera(), parent)
        self.bounds: Bounds | None = None  # the area that is chosen
        self.pin: tuple[float, float] | None = None  # where the photo with the focus is
        self._pictures = pictures
        self._tiles = Tiles()
        self._looks = BubblePictures()
        self._world: World | None = None
        self._photos: PhotoMap | None = None
        self._placed: list[Placed] = []
        self._marked: tuple[int, Bounds] | None = None  # the bubble with the focus
        self.setAccessibleName(self.tr("Map of photos"))
        self.controls = MapControls(self)
        self._connect()

    def _connect(self) -> None:
        controls = self.controls
        controls.nearer.clicked.connect(lambda: self.zoom(2.0))
        controls.farther.clicked.connect(lambda: self.zoom(0.5))
        controls.whole.clicked.connect(self.show_all)
        controls.close.clicked.connect(self.close_wanted)
        controls.unplaced.clicked.connect(self.unplaced_wanted)
        self._pictures.arrived.connect(self.update)

    # --- what it shows

    def show_world(self, world: World) -> None:
        """Draw this world; again when it has been refined."""
        self._world = world
        self._tiles.show_world(world)
        self.update()

    def show_photos(self, photos: PhotoMap, unplaced: int) -> None:
        """Show these positions, and how many photos have none."""
        self._photos = photos
        self.controls.show_unplaced(unplaced, len(photos))
        if self._untouched and self.bounds is None:
            self.show_all()
        self._describe()
        self.update()

    def show_bounds(self, bounds: Bounds | None) -> None:
        """Draw the area that filters the wall."""
        if bounds is None and self.bounds is not None:
            self._marked = None
        self.bounds = bounds
        self.update()

    def show_pin(self, position: tuple[float, float] | None) -> None:
        """Mark a latitude and longitude: where the photo with the focus was taken."""
        if position != self.pin:
            self.pin = position
            self.update()

    def show_all(self) -> None:
        """All photos in sight; the world where there are none."""
        box = self._photos.box if self._photos is not None else None
        self.camera = fitted(box, self._size) if box else Camera().kept(self._size)
        self._untouched = True
        self.update()

    def look_at(self, bounds: Bounds) -> None:
        """Bring an area into sight."""
        from photoorg.pipeline.mapping import box_of

        self.look(fitted(box_of(bounds), self._size))

    @property
    def bubbles(self) -> list[Placed]:
        """Those of the last frame, the one that is painted last at the end."""
        return self._placed

    def _describe(self) -> None:
        count = len(self._photos) if self._photos is not None else 0
        self.setAccessibleDescription(texts.on_map(count))

    def click(self, here: QPointF, held: Qt.KeyboardModifier = _NONE) -> None:
        """Choose the bubble under a point; beside all, drop what was chosen."""
        spot = self.bubble_at(here)
        if spot is not None:
            self._marked = (spot.bubble.first, spot.bubble.bounds)
            self._choose(spot.bubble.bounds)
        elif self.bounds is not None:
            self.bounds_dropped.emit()

    # --- the pointer and the keys

    @property
    def drawing(self) -> bool:
        """Whether a drag draws a rectangle rather than moves."""
        return self.controls.area.isChecked()

    def hover(self, here: QPointF) -> None:
        """Say what is under the pointer."""
        spot = self.bubble_at(here)
        plain = Qt.CursorShape.CrossCursor if self.drawing else Qt.CursorShape.OpenHandCursor
        over = spot is not None and not self.drawing
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else plain)
        self.setToolTip(texts.photos(spot.bubble.count) if spot else "")

    def double_click(self, here: QPointF) -> None:
        """Nearer to what is under the pointer: to a bubble until it splits."""
        spot = self.bubble_at(here)
        if spot is None:
            self.zoom(2.0, here)
        elif spot.bubble.count > 1:
            self.look_at(spot.bubble.bounds)

    def end_drawing(self, path: list[QPointF], held: Qt.KeyboardModifier) -> None:
        """Filter by the rectangle that was drawn."""
        self.controls.area.setChecked(False)
        self.choose_area(path[0], path[-1])

    def arrange(self) -> None:
        """Put the buttons into their corners."""
        self.controls.arrange()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a spot; by the keyboard, with the middle."""
        from photoorg.pipeline.mapping import position_of

        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        spot = self.rect().center() if keyboard else event.pos()
        x, y = self.camera.to_square(spot.x(), spot.y(), self._size)
        self.menu_wanted.emit(self.mapToGlobal(spot), *position_of(x, y))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus zoom, N and P go from bubble to bubble, Return chooses."""
        if not map_input.obey(self, event):
            super().keyPressEvent(event)

    def bubble_at(self, point: QPointF) -> Placed | None:
        """The bubble under a point; of several the one that is painted last."""
        return next((p for p in reversed(self._placed) if p.rect.contains(point)), None)

    def choose_area(self, first: QPointF, second: QPointF) -> None:
        """Filter by the rectangle between two points of the widget."""
        from photoorg.pipeline.mapping import bounds_of

        corners = [self.camera.to_square(p.x(), p.y(), self._size) for p in (first, second)]
        self._choose(bounds_of(corners))

    def _choose(self, bounds: Bounds) -> None:
        """Filter by an area; the map stays where it is, though the chip takes some of its room."""
        self._untouched = False
        self.bounds_chosen.emit(bounds)

    def mark_next(self, step: int) -> None:
        """The focus goes to the next bubble in sight, from the left to the right."""
        inside = [p for p in self._placed if self.rect().contains(p.rect.center().toPoint())]
        inside.sort(key=lambda p: (p.rect.center().x(), p.rect.center().y()))
        if not inside:
            return
        keys = [(p.bubble.first, p.bubble.bounds) for p in inside]
        at = keys.index(self._marked) + step if self._marked in keys else min(0, step)
        self._marked = keys[at % len(keys)]
        self.setAccessibleDescription(texts.photos(inside[at % len(keys)].bubble.count))
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        self.update()

    def choose_marked(self) -> None:
        """The bubble with the focus; without one, all that is in sight."""
        shown = [(p.bubble.first, p.bubble.bounds) for p in self._placed]
        if self._marked in shown and self._marked is not None:
            self._choose(self._marked[1])
        else:
            self.choose_area(QPointF(0, 0), QPointF(self.width(), self.height()))

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Land, area, names, bubbles, scale."""
        colors, size = colors_of(self.palette()), self._size
        self._tiles.suit(colors, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.sea)
        if self._world is None:
            return
        if map_paint.paint_land(painter, self._tiles, self.camera, size, colors):
            QTimer.singleShot(SHARPENED_MS, self.update)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font_of(self.font(), "small"))
        areas = map_paint.areas(self.bounds, self.camera, size)
        for area in [*areas, self._mouse.drawn] if self._mouse.drawn else areas:
            map_paint.paint_area(painter, area, self.palette())
        self._place_bubbles()
        free = [spot.rect for spot in self._placed]
        free += [*self.controls.rects(), map_paint.scale_rect(size)]
        map_names.paint_names(painter, self._world, self.camera, size, colors, free)
        self._paint_bubbles(painter)
        for pin in map_paint.pins(self.pin, self.camera, size):
            map_paint.paint_pin(painter, pin, self.palette())
        map_paint.paint_scale(painter, self.camera, size, colors)

    def _place_bubbles(self) -> None:
        self._placed = []
        if self._photos is None:
            return
        scale, view = self.camera.scale, self.camera.view(self._size, 2 * EXTENT)
        bubbles = self._photos.bubbles(EXTENT / scale, APART / scale, view)
        self._placed = placed(bubbles, self.camera, self._size)

    def _paint_bubbles(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        self._looks.suit(self.palette(), painter.font(), ratio)
        for spot in self._placed:
            picture = self._pictures.pixmap(spot.bubble.first)
            marked = (spot.bubble.first, spot.bubble.bounds) == self._marked
            self._looks.paint(painter, spot, picture, marked)
        self._pictures.want([p.bubble.first for p in reversed(self._placed)], round(LARGE * ratio))
