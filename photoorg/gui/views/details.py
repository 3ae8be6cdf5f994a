"""The right side: a preview and what is known of the photo that has the focus."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from photoorg.gui import icons, style, texts
from photoorg.gui.views import verdict_paint
from photoorg.gui.views.elided import ElidedLabel, LinkButton

if TYPE_CHECKING:
    from photoorg.records import Photo, Verdict


class Preview(QWidget):
    """The whole photo, uncut, in the width there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.setFixedHeight(200)
        self.setAccessibleName(self.tr("Preview"))

    def show_image(self, image: QImage | None) -> None:
        """Show a picture, or nothing."""
        self._pixmap = QPixmap.fromImage(image) if image and not image.isNull() else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fit it in; never larger than twice its pixels."""
        if self._pixmap is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        size = QSize(self._pixmap.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(QRectF(self.rect()).center())
        path = QPainterPath()
        path.addRoundedRect(box, style.RADIUS, style.RADIUS)
        painter.setClipPath(path)
        painter.drawPixmap(box.toRect(), self._pixmap)


def technical(photo: Photo) -> str:
    """Exposure, aperture, sensitivity and focal length on one line, as far as known."""
    known, parts = photo.details, []
    seconds = known.get("exposure_time")
    if seconds:
        parts.append(f"1/{round(1 / seconds)} s" if seconds < 0.5 else f"{seconds:g} s")
    if known.get("f_number"):
        parts.append(f"f/{known['f_number']:g}")
    if known.get("iso"):
        parts.append(f"ISO {known['iso']}")
    if known.get("focal_length"):
        parts.append(f"{known['focal_length']:g} mm")
    return " · ".join(parts)


def rows(photo: Photo) -> list[tuple[str, str, str, str]]:
    """What to say of a photo: icon, line, second line, name of the row."""
    day, clock = texts.taken(photo)
    when = " · ".join(part for part in (clock, texts.rule(photo.taken_from)) if part)
    shape = f"{texts.number(photo.width)} × {texts.number(photo.height)}"
    size = texts.size(photo.bytes)
    place = texts.place(photo) or texts.translate("details", "Place unknown")
    spot = ""
    if photo.latitude is not None and photo.longitude is not None:
        source = texts.place_source(photo.place_from)
        spot = " · ".join(filter(None, (f"{photo.latitude:.4f}, {photo.longitude:.4f}", source)))
    spoken = verdict_paint.spoken(photo.verdict)
    icon = verdict_paint.icon_of(photo.verdict.mark) if photo.verdict.mark else "star"
    found = [(icon, spoken, "", texts.translate("details", "Decided"))] if spoken else []
    found += [
        ("calendar", day, when, texts.translate("details", "Date")),
        ("place", place, spot, texts.translate("details", "Place")),
        (
            "photos",
            size if photo.unread else f"{shape} · {size}",
            photo.format,
            texts.translate("details", "Size"),
        ),
    ]
    if photo.camera or technical(photo):
        camera = photo.camera or texts.translate("details", "Camera unknown")
        found.append(("camera", camera, technical(photo), texts.translate("details", "Camera")))
    if photo.note:
        found.append(("problem", photo.note, "", texts.translate("details", "Note")))
    return found


class Details(QScrollArea):
    """Shows one photo, or a summary of several."""

    cluster_wanted = Signal(int)
    reveal_wanted = Signal(str)
    date_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Details"))
        self._photo: Photo | None = None
        self._preview_wanted = True
        body = QWidget()
        body.setObjectName("side")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.preview = Preview(body)
        self.name = ElidedLabel(body, Qt.TextElideMode.ElideMiddle)
        font = style.font_of(self.font(), "body")
        font.setBold(True)
        self.name.setFont(font)
        self.folder = ElidedLabel(body, Qt.TextElideMode.ElideMiddle, dim=True)
        self.state = QLabel(body)
        self.state.setWordWrap(True)
        self.state.setProperty("warning", True)
        self._facts = QGridLayout()
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(10)
        self._facts.setVerticalSpacing(0)
        self.cluster_mark = QLabel(body)
        self.cluster = LinkButton(body)
        self.cluster.clicked.connect(self._go_to_cluster)
        self.certainty = ElidedLabel(body, dim=True)
        self.date = self._link(self.tr("Change date..."), body)
        self.date.clicked.connect(self.date_wanted)
        self.place = self._link(self.tr("Change place..."), body)
        self.place.clicked.connect(self.place_wanted)
        self.reveal = QPushButton(self.tr("Show in file manager"), body)
        icons.dress(self.reveal, "reveal")
        self.reveal.clicked.connect(self._reveal)
        self.hint = QLabel(body)
        self.hint.setWordWrap(True)
        self.hint.setProperty("dim", True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._arrange(body)
        self.setWidget(body)
        self.show_nothing()

    def _arrange(self, body: QWidget) -> None:
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(2)
        layout.addWidget(self.preview)
        layout.addSpacing(10)
        for widget in (self.hint, self.name, self.folder, self.state):
            layout.addWidget(widget)
        layout.addSpacing(10)
        layout.addLayout(self._facts)
        corrections = QHBoxLayout()
        corrections.setContentsMargins(26, 0, 0, 6)
        corrections.addWidget(self.date)
        corrections.addWidget(self.place)
        layout.addLayout(corrections)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.cluster_mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.cluster)
        column.addWidget(self.certainty)
        row.addLayout(column, 1)
        layout.addLayout(row)
        layout.addSpacing(14)
        layout.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _link(self, words: str, parent: QWidget) -> LinkButton:
        made = LinkButton(parent)
        made.show_words(words)
        return made

    def set_preview(self, wanted: bool) -> None:
        """Beside the viewer the preview would only say the same again."""
        self._preview_wanted = wanted
        self.preview.setVisible(wanted and self._photo is not None)

    def show_nothing(self) -> None:
        """Say what this panel is for."""
        self._photo = None
        self._show_parts(False)
        self.preview.show_image(None)
        self.preview.setVisible(False)
        self.hint.setText(self.tr("Choose a photo to see what is known about it."))
        self._fill([])
        self._offer_corrections(False)

    def _offer_corrections(self, on: bool) -> None:
        self.date.setVisible(on)
        self.place.setVisible(on)

    def show_many(self, photos: Sequence[Photo], count: int, image: QImage | None) -> None:
        """Sum several photos up. `photos` may be fewer than `count` when there are very many."""
        self.preview.show_image(image)
        self._photo = None
        self._show_parts(False)
        lines = [texts.selected(count)]
        if len(photos) == count:
            lines.append(texts.size(sum(photo.bytes for photo in photos)))
        years = sorted({photo.taken[:4] for photo in photos if photo.taken})
        if years:
            span = texts.translate("details", "{0} to {1}").format(years[0], years[-1])
            lines.append(years[0] if len(years) == 1 else span)
        self.hint.setText("\n".join(lines))
        self._fill([])
        self._offer_corrections(True)

    def show_photo(self, photo: Photo) -> None:
        """Show everything about one photo."""
        self._photo = photo
        self._show_parts(True)
        self.name.setText(texts.file_name(photo.path))
        self.folder.setText(texts.shown(os.path.dirname(photo.path)))
        self._show_state(photo)
        self.reveal.setEnabled(not photo.offline)
        self._fill(rows(photo))
        self._offer_corrections(not photo.unread)
        self.cluster.show_words(photo.cluster_title or self.tr("Unsorted"))
        self.cluster.setVisible(photo.confidence is not None)
        self.cluster_mark.setPixmap(self._mark("pin-full" if photo.placed else "clusters"))
        self.cluster_mark.setVisible(photo.confidence is not None)
        self.cluster.setEnabled(photo.cluster is not None)
        if photo.confidence is not None:
            sure = self.tr("certainty {0}").format(texts.percent(photo.confidence))
            words = self.tr("Pinned: you put this photo here")
            self.certainty.setText(words if photo.placed else sure)
        self.certainty.setVisible(photo.confidence is not None and photo.cluster is not None)

    def _show_state(self, photo: Photo) -> None:
        words = self.tr("Its disk is away. The photo comes back when the disk does.")
        if photo.unread and not photo.offline:
            words = self.tr(
                "Not read yet: this is its first look. You can choose it once it has been read."
            )
        self.state.setText(words)
        self.state.setVisible(photo.offline or photo.unread)
        self.state.setProperty("warning", photo.offline)
        self.state.setProperty("dim", not photo.offline)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def show_verdicts(self, verdicts: Mapping[int, Verdict]) -> None:
        """The user decided something; perhaps about this photo."""
        if self._photo is not None and self._photo.id in verdicts:
            self.show_photo(replace(self._photo, verdict=verdicts[self._photo.id]))

    def show_image(self, image: QImage | None) -> None:
        """The preview has been read."""
        self.preview.show_image(image)

    def _show_parts(self, single: bool) -> None:
        self.hint.setVisible(not single)
        self.preview.setVisible(self._preview_wanted)
        for widget in (self.name, self.folder, self.reveal):
            widget.setVisible(single)
        for part in (self.cluster_mark, self.cluster, self.certainty):
            part.setVisible(False)
        self.state.setVisible(False)

    def _fill(self, lines: list[tuple[str, str, str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        for row in range(self._facts.rowCount()):
            self._facts.setRowMinimumHeight(row, 0)  # a layout never forgets a row
        for row, (icon, first, second, name) in enumerate(lines):
            mark = QLabel()
            mark.setPixmap(self._mark(icon))
            mark.setFixedHeight(22)
            top, below = ElidedLabel(), ElidedLabel(dim=True)
            top.setText(first)
            below.setText(second)
            top.setAccessibleName(f"{name}: {first} {second}")
            self._facts.addWidget(mark, row * 3, 0)
            self._facts.addWidget(top, row * 3, 1)
            if second:
                self._facts.addWidget(below, row * 3 + 1, 1)
            self._facts.setRowMinimumHeight(row * 3 + 2, 10)

    def _mark(self, icon: str) -> QPixmap:
        color = self.palette().placeholderText().color()
        return icons.pixmap(icon, color, 16, self.devicePixelRatioF())

    def _go_to_cluster(self) -> None:
        if self._photo and self._photo.cluster is not None:
            self.cluster_wanted.emit(self._photo.cluster)

    def _reveal(self) -> None:
        if self._photo:
            self.reveal_wanted.emit(self._photo.path)
