"""The clusters on the map of the library: their colours, where their names stand, which is marked.

From afar an island is a folder of the tree's first level, from near each finer cluster has a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPalette

from photoorg.gui.views import library_map_paint as paint

if TYPE_CHECKING:
    from photoorg.gui.views.map_camera import Camera, Size
    from photoorg.pipeline.library_map import Colors, Ints, Island, Plane
    from photoorg.records import Cluster

FINE = 2.2  # times nearer than the whole map: finer clusters have their own names


class Islands:
    """Kept by the map; knows where names were written last."""

    def __init__(self) -> None:
        self.titles: dict[int, str] = {}
        self.marked: int | None = None  # the cluster with the focus
        self.whole = 1.0  # the scale at which all photos are in sight
        self.look: paint.Look | None = None
        self.placed: list[paint.Placed] = []
        self._plane: Plane | None = None
        self._said: list[tuple[int, int | None, str]] = []
        self._of: Ints | None = None
        self._broad: list[Island] = []
        self._fine: list[Island] = []
        self._above: dict[int, int] = {}
        self._names = paint.LabelPictures()

    def arrange(self, plane: Plane, clusters: Sequence[Cluster]) -> bool:
        """Find the islands of these clusters; False if nothing has changed."""
        from photoorg.pipeline import library_map

        said = [(cluster.id, cluster.parent, cluster.title) for cluster in clusters]
        if plane is self._plane and said == self._said:
            return False
        self._plane, self._said, self.look = plane, said, None
        self.titles = {cluster.id: cluster.title for cluster in clusters}
        self._above = library_map.broad(clusters)
        self._of, self._broad = plane.groups(self._above, paint.HUES)
        self._fine = plane.groups(library_map.fine(clusters), paint.HUES)[1]
        if self.marked not in self.titles:
            self.marked = None
        return True

    def colors(self, look: paint.Look) -> Colors:
        """The colour of every photo."""
        from photoorg.pipeline import library_map

        assert self._of is not None
        self.look = look
        return library_map.colors(self._of, self._broad, look.hues, look.rest)

    def members(self, group: int) -> list[int]:
        """The photos of an island."""
        if self._plane is None or self._of is None:
            return []
        leaf = [island.group for island in self._broad].count(group) == 0
        numbers = self._plane.leaf if leaf else self._of
        found: list[int] = self._plane.ids[numbers == group].tolist()
        return found

    def step(self, by: int, around: bool) -> Island | None:
        """Mark the next island, the largest first; None beyond the ends, unless `around`."""
        groups = [island.group for island in self._broad]
        if not groups:
            return None
        at = groups.index(self.marked) + by if self.marked in groups else min(0, by) % len(groups)
        if not around and not 0 <= at < len(groups):
            self.marked = None
            return None
        self.marked = groups[at % len(groups)]
        return self._broad[at % len(groups)]

    def at(self, here: QPointF) -> paint.Label | None:
        """The name under a point."""
        return next((p.label for p in self.placed if p.rect.contains(here)), None)

    def write(
        self, painter: QPainter, camera: Camera, size: Size, taken: list[QRectF], colors: QPalette
    ) -> None:
        """Write the names, the marked one first, then those of large islands."""
        self._names.suit(colors, painter.font(), painter.device().devicePixelRatioF())
        area = QRectF(0, 0, *size).adjusted(4, 4, -4, -4)
        self.placed = self._names.placed(self._labels(camera, size), taken, area)
        for placed in self.placed:
            self._names.paint(painter, placed, placed.label.group == self.marked)

    def _labels(self, camera: Camera, size: Size) -> list[paint.Label]:
        look = self.look
        if look is None:
            return []
        hue = {island.group: look.hues[island.hue] for island in self._broad}
        near = camera.scale > FINE * self.whole
        islands = sorted(
            self._fine if near else self._broad, key=lambda i: (i.group != self.marked, -i.count)
        )
        left, top, right, bottom = camera.view(size)
        return [
            paint.Label(
                island.group, self.titles.get(island.group, ""), island.count,
                hue.get(self._above.get(island.group, island.group), look.rest),
                *camera.to_screen(island.x, island.y, size),
            )
            for island in islands
            if left < island.x < right and top < island.y < bottom
        ]  # fmt: skip
