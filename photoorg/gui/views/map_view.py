"""The world map of photos: land, names, and bubbles that split as you come near.

Moved by dragging, arrows or two fingers; zoomed at the pointer by wheel, pinch, plus and minus.
Every frame paints what is in sight and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from photoorg.gui import style, texts
from photoorg.gui.views import map_input, map_names, map_paint
from photoorg.gui.views.map_bubbles import APART, EXTENT, LARGE, BubblePictures, Placed, placed
from photoorg.gui.views.map_camera import Camera, Size, fitted
from photoorg.gui.views.map_controls import MapControls
from photoorg.gui.views.map_pictures import MapPictures
from photoorg.gui.views.map_tiles import Tiles, colors_of

if TYPE_CHECKING:
    from photoorg.pipeline.mapping import Bounds, PhotoMap, World

SHARPENED_MS = 1


class MapView(QWidget):
    """Shows the positions of a view; says what was chosen on it."""

    bounds_chosen = Signal(object)  # Bounds: of a bubble, or of a rectangle that was drawn
    bounds_dropped = Signal()
    unplaced_wanted = Signal()
    close_wanted = Signal()
    menu_wanted = Signal(QPoint, float, float)  # where on the screen, latitude, longitude

    def __init__(self, pictures: MapPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self.bounds: Bounds | None = None  # the area that is chosen
        self.pin: tuple[float, float] | None = None  # where the photo with the focus is
        self._pictures = pictures
        self._tiles = Tiles()
        self._looks = BubblePictures()
        self._world: World | None = None
        self._photos: PhotoMap | None = None
        self._placed: list[Placed] = []
        self._marked: tuple[int, Bounds] | None = None  # the bubble with the focus
        self._mouse = map_input.MapMouse(self)
        self._untouched = True  # new photos are brought into sight until the user has moved it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(120)
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

    def look(self, camera: Camera) -> None:
        """Look there, as the user left it."""
        self._untouched = False
        self.camera = camera.kept(self._size)
        self.update()

    def look_at(self, bounds: Bounds) -> None:
        """Bring an area into sight."""
        from photoorg.pipeline.mapping import box_of

        self.look(fitted(box_of(bounds), self._size))

    @property
    def bubbles(self) -> list[Placed]:
        """Those of the last frame, the one that is painted last at the end."""
        return self._placed

    @property
    def untouched(self) -> bool:
        """Whether it still shows all photos rather than a place the user went to."""
        return self._untouched

    @property
    def _size(self) -> Size:
        return float(max(1, self.width())), float(max(1, self.height()))

    def _describe(self) -> None:
        count = len(self._photos) if self._photos is not None else 0
        self.setAccessibleDescription(texts.on_map(count))

    def click(self, here: QPointF) -> None:
        """Choose the bubble under a point; beside all, drop what was chosen."""
        spot = self.bubble_at(here)
        if spot is not None:
            self._marked = (spot.bubble.first, spot.bubble.bounds)
            self._choose(spot.bubble.bounds)
        elif self.bounds is not None:
            self.bounds_dropped.emit()

    # --- moving about

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther; what is under `at` (or the middle) stays there."""
        spot = at or QPointF(self.rect().center())
        self.look(self.camera.zoomed(factor, (spot.x(), spot.y()), self._size))

    def pan(self, dx: float, dy: float) -> None:
        """Move by pixels."""
        self.look(self.camera.panned(dx, dy, self._size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: what was in sight stays, or all photos are."""
        super().resizeEvent(event)
        self.controls.arrange()
        if self._untouched:
            self.show_all()
        else:
            self.camera = self.camera.kept(self._size)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer."""
        self._mouse.turn(event)

    def event(self, event: QEvent) -> bool:
        """Two fingers that spread zoom."""
        if isinstance(event, QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(max(0.2, 1 + event.value()), event.position())
            return True
        return super().event(event)

    # --- the pointer and the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map, or begin a rectangle."""
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or draw the rectangle."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a bubble, a drawn rectangle what lies in it."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nearer to what is under the pointer."""
        self._mouse.double_click(event)

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
