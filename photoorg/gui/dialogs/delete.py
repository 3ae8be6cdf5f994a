"""The sheet before a deletion: what, how much, where it goes, what stays. Asked once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.models.thumbnails import cut_square
from photoorg.records import Forecast

SAMPLES = 6
SIDE = 68

translate = QCoreApplication.translate


def movable(forecast: Forecast) -> int:
    """How many photos lie on disks that have a trash."""
    return sum(volume.photos for volume in forecast.volumes if volume.trash)


def lines(forecast: Forecast) -> list[tuple[str, bool]]:
    """What the sheet says, each line with whether it is a warning."""
    said: list[tuple[str, bool]] = []
    with_trash = [volume for volume in forecast.volumes if volume.trash]
    if with_trash:
        words = translate(
            "delete", "{0} go to the trash of this computer. Undo brings everything back."
        )
        said.append((words.format(texts.size(forecast.bytes)), False))
    if len(with_trash) > 1:
        said.append((COUNTED.disks(len(with_trash)), False))
    if forecast.companions:
        said.append((COUNTED.companions(len(forecast.companions)), False))
    if forecast.protected:
        said.append((COUNTED.protected(len(forecast.protected)), True))
    for volume in forecast.volumes:
        if not volume.trash:
            words = COUNTED.without_trash(volume.photos, texts.shown(volume.root))
            said.append((words, True))
    if forecast.offline:
        said.append((COUNTED.offline(len(forecast.offline)), True))
    return said


class DeleteSheet(Sheet):
    """Accepted means: move them to the trash. The safe button has the focus."""

    def __init__(
        self,
        forecast: Forecast,
        title: str,
        samples: Sequence[QImage],
        parent: QWidget | None = None,
    ) -> None:
        count = movable(forecast)
        heading = COUNTED.move_them(count)
        if not count:
            heading = translate("delete", "These photos can not be moved to a trash")
        super().__init__(heading, parent)
        if title:
            self.add_line(title, dim=True)
        self._add_samples(samples, len(forecast.photo_ids))
        for words, warning in lines(forecast):
            self.add_line(words, warning=warning)
        self.keep = self.add_button(translate("delete", "Keep"))
        self.keep.clicked.connect(self.reject)
        self.move_button = self.add_button(translate("delete", "Move to trash"))
        self.move_button.clicked.connect(self.accept)
        self.move_button.setEnabled(bool(count))
        self.keep.setDefault(True)
        self.keep.setFocus()

    def _add_samples(self, samples: Sequence[QImage], count: int) -> None:
        if not samples:
            return
        row = QHBoxLayout()
        row.setSpacing(4)
        ratio = self.devicePixelRatioF()
        for image in samples[:SAMPLES]:
            label = QLabel(self)
            pixmap = QPixmap.fromImage(cut_square(image, round(SIDE * ratio), 6 * ratio))
            pixmap.setDevicePixelRatio(ratio)
            label.setPixmap(pixmap)
            row.addWidget(label)
        if count > len(samples[:SAMPLES]):
            more = QLabel(f"+{texts.number(count - len(samples[:SAMPLES]))}", self)
            more.setProperty("dim", True)
            row.addWidget(more, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.body.addLayout(row)
