"""Above the grid: what is shown, how much of it, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.group_words import GROUP_WORDS
from photoorg.gui.views.choice_button import order_button, shown_button
from photoorg.gui.views.elided import ElidedLabel
from photoorg.gui.views.grid import LARGEST, NORMAL, SMALLEST

if TYPE_CHECKING:
    from photoorg.gui.models.tree import Node
    from photoorg.records import Cluster, Photo

GAP, MARGIN = 12, 16
ABOUT_CLUSTERS = ("all", "cluster", "unsorted", "map")


def summary(node: Node, count: int, total_bytes: int | None, part: bool = False) -> str:
    """ "72 photos · 18 MB · 2019 to 2021 · certainty 97 %"; of a part "3 of 72 photos · 1 MB".

    `part`: a choice hides some photos, so that what holds for all of them would be wrong here.
    """
    if part:
        words = texts.translate("header", "{0} of {1}")
        said = words.format(texts.number(count), texts.photos(node.count))
        return f"{said} · {texts.size(total_bytes)}" if total_bytes else said
    parts = [texts.photos(count)]
    cluster = node.cluster
    size = cluster.bytes if cluster else total_bytes
    if size:
        parts.append(texts.size(size))
    if cluster and cluster.year_span:
        first, last = cluster.year_span
        words = texts.translate("header", "{0} to {1}")
        parts.append(str(first) if first == last else words.format(first, last))
    if cluster:
        words = texts.translate("header", "certainty {0}")
        parts.append(words.format(texts.percent(cluster.quality)))
        parts += [words for words in [reviewed(cluster), pinned(cluster)] if words]
    return " · ".join(parts)


def reviewed(cluster: Cluster) -> str:
    """ "reviewed 3 May 2021", or how many photos are new since; empty before the first review."""
    if cluster.reviewed:
        return texts.translate("header", "reviewed {0}").format(texts.date_of(cluster.reviewed))
    if 0 < cluster.unreviewed < cluster.size:
        return COUNTED.unreviewed(cluster.unreviewed)
    return ""


def pinned(cluster: Cluster) -> str:
    """ "12 pinned", "all pinned", or nothing."""
    if cluster.placed and cluster.placed >= cluster.size:
        return texts.translate("header", "all pinned")
    return GROUP_WORDS.pinned(cluster.placed) if cluster.placed else ""


def title_of(node: Node) -> str:
    """The heading for an entry of the tree; a day says its whole date."""
    return texts.date_title(node.filter.date) if node.filter and node.filter.date else node.label


def _labelled_slider(left: QWidget, right: QWidget, slider: QSlider) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in (left, slider, right):
        row.addWidget(widget)
    return box


class Header(QWidget):
    """Title and numbers on the left, actions on the right, order and sizes below."""

    rename_wanted = Signal()
    delete_wanted = Signal()
    review_wanted = Signal()
    stacks_wanted = Signal()
    filter_changed = Signal(str)
    order_changed = Signal(str)
    size_changed = Signal(int)
    level_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._node: Node | None = None
        self._part = False
        self._levels = 1
        self.title = ElidedLabel(self)
        self.title.setFont(style.font_of(self.font(), "title"))
        self.numbers = ElidedLabel(self, dim=True)
        self.rename = QToolButton(self)
        self.rename.setToolTip(self.tr("Rename this cluster (F2)"))
        self.rename.setAccessibleName(self.tr("Rename"))
        icons.dress(self.rename, "rename")
        self.rename.clicked.connect(self.rename_wanted)
        self.group = QToolButton(self)
        self.group.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.group.setToolTip(self.tr("Merge, split or keep this group"))
        self.group.setAccessibleName(self.tr("Group"))
        icons.dress(self.group, "group")
        self.group_menu = QMenu(self.group)
        self.group_menu.setToolTipsVisible(True)
        self.group.setMenu(self.group_menu)
        self.delete = QPushButton(self)
        self.delete.clicked.connect(self.delete_wanted)
        icons.dress(self.delete, "trash")
        self.review = QPushButton(self.tr("Review"), self)
        self.review.setToolTip(self.tr("Go through these photos with the keyboard (R)"))
        self.review.clicked.connect(self.review_wanted)
        icons.dress(self.review, "review")
        self.stacks = QToolButton(self)
        self.stacks.setToolTip(self.tr("Stacks of alike photos (S)"))
        self.stacks.setAccessibleName(self.tr("Stacks"))
        icons.dress(self.stacks, "stacks")
        self.stacks.clicked.connect(self.stacks_wanted)
        self.shown = shown_button(self)
        self.shown.chosen.connect(self.filter_changed)
        self.order = order_button(self)
        self.order.chosen.connect(self.order_changed)
        self.cell_size = self._size_slider()
        self.level = QSlider(Qt.Orientation.Horizontal, self)
        self.level_box = self._level_box()
        self._arrange()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addStrut(36)  # the same height with and without its buttons
        above.addWidget(self.title, 1)
        above.addWidget(self.rename)
        above.addWidget(self.group)
        above.addWidget(self.stacks)
        above.addWidget(self.review)
        above.addWidget(self.delete)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addStrut(30)
        below.addWidget(self.numbers, 1)
        below.addWidget(self.level_box)
        below.addWidget(self.shown)
        below.addWidget(self.order)
        below.addWidget(self.cell_size)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 8)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addLayout(below)

    def _size_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(SMALLEST, LARGEST)
        slider.setValue(NORMAL)
        slider.setFixedWidth(88)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setToolTip(self.tr("Size of the photos (Ctrl+wheel)"))
        slider.setAccessibleName(self.tr("Size of the photos"))
        slider.valueChanged.connect(self.size_changed)
        return slider

    def _level_box(self) -> QWidget:
        """Broader to finer. The library counts joins, so finer is the lower number."""
        self.level.setFixedWidth(88)
        self.level.setPageStep(1)
        self.level.setInvertedAppearance(True)
        self.level.setAccessibleName(self.tr("Broader or finer clusters"))
        self.level.valueChanged.connect(self.level_changed)
        broader, finer = QLabel(self.tr("broader"), self), QLabel(self.tr("finer"), self)
        self.level.setToolTip(self.tr("Broader or finer clusters"))
        for label in (broader, finer):
            label.setProperty("dim", True)
        box = _labelled_slider(broader, finer, self.level)
        box.setVisible(False)
        return box

    def show_node(
        self, node: Node, count: int, total_bytes: int | None, part: bool = False
    ) -> None:
        """Show what is in view; `part`: not all of the entry."""
        self._node, self._part = node, part
        self.title.setText(title_of(node))
        self.numbers.setText(summary(node, count, total_bytes, part))
        for button in (self.rename, self.group):
            button.setVisible(node.cluster is not None)
        self.setAccessibleName(f"{self.title.text()}, {self.numbers.text()}")
        self._fit()

    def show_levels(self, levels: int, level: int) -> None:
        """Show the slider if there is a choice."""
        self._levels = levels
        self._fit()
        self.level.blockSignals(True)
        self.level.setRange(0, max(0, levels - 1))
        self.level.setValue(level)
        self.level.blockSignals(False)

    def step_level(self, joins: int) -> None:
        """One step broader (1) or finer (-1), also where there is no room for the slider."""
        self.level.setValue(self.level.value() + joins)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other controls fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The numbers come first; what does not fit beside them goes (the sizes have keys too)."""
        numbers = self.numbers.fontMetrics().horizontalAdvance(self.numbers.text())
        room = self.width() - 2 * MARGIN - numbers - 3 * GAP
        room -= self.order.sizeHint().width() + self.shown.sizeHint().width()
        about_clusters = self._node is not None and self._node.kind in ABOUT_CLUSTERS
        level_width = self.level_box.sizeHint().width() + GAP
        level = self._levels > 1 and about_clusters and room >= level_width
        room -= level_width if level else 0
        self.level_box.setVisible(level)
        on_wall = self._node is None or self._node.kind != "map"
        self.order.setVisible(on_wall)
        self.cell_size.setVisible(on_wall and room >= self.cell_size.width() + GAP)

    def show_selection(self, chosen: int, can_delete: bool) -> None:
        """Say what Delete would take: the selection, else all that is shown of a cluster."""
        if chosen:
            text = self.tr("Delete %Ln photo(s)...", "", chosen)
        elif self._is_cluster() and not self._part:
            text = self.tr("Delete cluster...")
        else:
            text = self.tr("Delete all shown...")
        self.delete.setText(text)
        self.review.setVisible(can_delete)
        self.stacks.setVisible(can_delete)
        self.delete.setVisible(bool(chosen) or (deletes_whole(self._node) and can_delete))
        self.delete.setEnabled(can_delete)

    def _is_cluster(self) -> bool:
        return self._node is not None and self._node.cluster is not None


def deletes_whole(node: Node | None) -> bool:
    """Whether Delete without a selection takes all that is shown: of a cluster, of the rejected."""
    return node is not None and (node.cluster is not None or node.key == ("verdict", "rejected"))


def bytes_of(photos: list[Photo]) -> int:
    """What these photos take on disk."""
    return sum(photo.bytes for photo in photos)
