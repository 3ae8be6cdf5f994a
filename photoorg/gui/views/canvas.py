"""Paints one photo, fitted or at a scale, and lets the pointer move and zoom it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

STEP = 1.25
LARGEST = 8.0
ENLARGED = 2.0  # a small photo is shown up to twice its size, so that it is not lost on the wall


class Canvas(QWidget):
    """Paints a picture: fitted, or at a scale that the pointer moves about."""

    zoomed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._shown_key = 0
        self._full = QSize()
        self._scale: float | None = None  # None: fitted; else screen pixels per photo pixel
        self._center = QPointF(0.5, 0.5)  # of the view, as a share of the photo
        self._grip: QPoint | None = None
        self.setMouseTracking(False)
        self.setAccessibleName(self.tr("Photo"))

    def show_picture(self, image: QImage | None, full: QSize) -> None:
        """Show an image of a photo that has `full` pixels; it may be a smaller version."""
        key = image.cacheKey() if image and not image.isNull() else 0
        if image is None or not key:
            self._pixmap = None
        elif key != self._shown_key or self._pixmap is None:
            self._pixmap = QPixmap.fromImage(image)
        self._shown_key = key
        self._full = full
        self.update()

    @property
    def scale(self) -> float | None:
        """Screen pixels per photo pixel; None when fitted."""
        return self._scale

    @property
    def view(self) -> tuple[float | None, QPointF]:
        """Magnification beyond the fitted size (None: fitted), and the spot in the middle."""
        if self._scale is None:
            return None, QPointF(self._center)
        return self._scale / self._fitted_scale(), QPointF(self._center)

    def show_view(self, magnification: float | None, center: QPointF) -> None:
        """Take over another canvas's view, so that both show the same part. Emits nothing."""
        self._scale = None if magnification is None else magnification * self._fitted_scale()
        self._center = QPointF(center)
        self.update()

    def move_view(self, right: float, down: float) -> None:
        """Move a zoomed photo by shares of what is seen of it."""
        size = self._shown_size()
        self._center += QPointF(
            right * self.width() / size.width(), down * self.height() / size.height()
        )
        self._after()

    def fit(self) -> None:
        """Show the whole photo."""
        self._scale, self._center = None, QPointF(0.5, 0.5)
        self._after()

    def set_scale(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom; what is under `at` (widget coordinates) stays there."""
        spot = at or QPointF(self.rect().center())
        before = self._box()
        if before.isEmpty():
            return
        share = QPointF(
            (spot.x() - before.x()) / before.width(), (spot.y() - before.y()) / before.height()
        )
        share = QPointF(min(1.0, max(0.0, share.x())), min(1.0, max(0.0, share.y())))
        self._scale = min(LARGEST, max(self._fitted_scale() / 2, scale))
        shown = self._shown_size()
        self._center = QPointF(
            share.x() + (self.width() / 2 - spot.x()) / shown.width(),
            share.y() + (self.height() / 2 - spot.y()) / shown.height(),
        )
        self._after()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor; below the fitted size it stays fitted."""
        wished = (self._scale or self._fitted_scale()) * factor
        if wished <= self._fitted_scale() * 1.001:
            self.fit()
        else:
            self.set_scale(wished, at)

    def _after(self) -> None:
        self._center = QPointF(
            min(1.0, max(0.0, self._center.x())), min(1.0, max(0.0, self._center.y()))
        )
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._scale else Qt.CursorShape.ArrowCursor)
        self.zoomed.emit()
        self.update()

    def _fitted_scale(self) -> float:
        if self._full.isEmpty():
            return 1.0
        ratio = self.devicePixelRatioF()
        return min(
            ENLARGED,
            self.width() * ratio / self._full.width(),
            self.height() * ratio / self._full.height(),
        )

    def _shown_size(self) -> QSizeF:
        scale = (self._scale or self._fitted_scale()) / self.devicePixelRatioF()
        return QSizeF(self._full) * scale

    def _box(self) -> QRectF:
        """Where the whole photo lies, in widget coordinates."""
        size = self._shown_size()
        x = self.width() / 2 - self._center.x() * size.width()
        y = self.height() / 2 - self._center.y() * size.height()
        if size.width() <= self.width():
            x = (self.width() - size.width()) / 2
        else:
            x = min(0.0, max(self.width() - size.width(), x))
        if size.height() <= self.height():
            y = (self.height() - size.height()) / 2
        else:
            y = min(0.0, max(self.height() - size.height(), y))
        return QRectF(x, y, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo on the wall."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        if self._pixmap is None:
            return
        enlarged = (self._scale or 0) >= 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not enlarged)
        self._draw(painter, self._pixmap)

    def _draw(self, painter: QPainter, pixmap: QPixmap) -> None:
        """Pixel by pixel where the decoded size fits: sharper, and a tenth of the cost."""
        box, ratio = self._box(), self.devicePixelRatioF()
        shown = QSizeF(pixmap.size()) / ratio
        if abs(shown.width() - box.width()) < 1.5 and abs(shown.height() - box.height()) < 1.5:
            pixmap.setDevicePixelRatio(ratio)
            painter.drawPixmap(QPoint(round(box.x()), round(box.y())), pixmap)
            return
        pixmap.setDevicePixelRatio(1)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer."""
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a zoomed photo."""
        if self._scale and event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it about."""
        if self._grip is None:
            return
        here = event.position().toPoint()
        size = self._shown_size()
        moved = here - self._grip
        self._center -= QPointF(moved.x() / size.width(), moved.y() / size.height())
        self._grip = here
        self._after()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._grip is not None:
            self._grip = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
