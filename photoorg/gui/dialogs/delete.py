"""The sheet before a deletion: what, how much, where it goes, what stays. Asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.outcome import FailureList
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.gui.models.thumbnails import cut_square
from photoorg.records import Failure

if TYPE_CHECKING:
    from photoorg.records import Forecast

SAMPLES = 6
SIDE = 68
MOST_REASONS = 4  # said one by one; all are in the list
MOST_KINDS = 4

translate = QCoreApplication.translate


def lines(forecast: Forecast) -> list[tuple[str, bool]]:
    """What the sheet says, each line with whether it is a warning."""
    return [*_going(forecast), *_staying(forecast)]


def _going(forecast: Forecast) -> list[tuple[str, bool]]:
    said: list[tuple[str, bool]] = []
    disks = [volume for volume in forecast.volumes if volume.trash]
    if len(disks) == 1:
        words = translate("delete", "{0} go to the trash of the disk {1}. Undo brings all back.")
        disk = texts.shown(disks[0].root)
        said.append((words.format(texts.size(forecast.bytes), disk), False))
    elif disks:
        words = translate("delete", "{0} go to the trash of each disk. Undo brings all back.")
        said.append((words.format(texts.size(forecast.bytes)), False))
        for volume in disks:
            words = COUNTED.on_disk(volume.photos, texts.shown(volume.root))
            said.append((words.format(texts.size(volume.bytes)), False))
    if forecast.companions:
        words = COUNTED.companions(len(forecast.companions))
        said.append((words.format(_kinds(forecast.companions)), False))
    if forecast.photo_ids and not forecast.sole:
        said.append((translate("delete", "A copy of each stays in the library."), False))
    elif len(forecast.sole) == len(forecast.photo_ids) and forecast.sole:
        said.append((translate("delete", "The library has no other copy of them."), False))
    return said


def _kinds(paths: Sequence[str]) -> str:
    """ "3 XMP, 2 MOV": the commonest kinds of companions."""
    kinds = Counter(PurePath(path).suffix.lstrip(".").upper() for path in paths)
    return ", ".join(f"{texts.number(n)} {kind}" for kind, n in kinds.most_common(MOST_KINDS))


def _staying(forecast: Forecast) -> list[tuple[str, bool]]:
    said: list[tuple[str, bool]] = []
    if forecast.protected:
        said.append((COUNTED.protected(len(forecast.protected)), True))
    if forecast.offline:
        said.append((COUNTED.offline(len(forecast.offline)), True))
    reasons = Counter(failure.reason for failure in forecast.refused)
    for reason, count in reasons.most_common(MOST_REASONS):
        said.append((COUNTED.stay(count).format(texts.shown(reason)), True))
    left = sum(reasons.values()) - sum(n for _, n in reasons.most_common(MOST_REASONS))
    if left:
        said.append((COUNTED.stay_too(left), True))
    return said


def stays(forecast: Forecast) -> list[Failure]:
    """Every photo that stays, with its reason."""
    protected = translate("delete", "It is protected.")
    away = translate("delete", "It lies on a disk that is away.")
    return [
        *(Failure(path, protected) for path in forecast.protected),
        *forecast.refused,
        *(Failure(path, away) for path in forecast.offline),
    ]


class DeleteSheet(Sheet):
    """Accepted means: move what `forecast` says to the trash. The safe button has the focus."""

    again = Signal(object)  # ids to leave out: the sheet waits for another forecast

    def __init__(
        self,
        forecast: Forecast,
        title: str,
        samples: Sequence[QImage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent, width=520)
        self.forecast, self.keep_ids = forecast, list[int]()
        self._first = forecast
        if title:
            self.add_line(title, dim=True)
        self._samples = QHBoxLayout()
        self._samples.setSpacing(4)
        self.body.addLayout(self._samples)
        self._said = QVBoxLayout()
        self._said.setSpacing(4)
        self.body.addLayout(self._said)
        self._add_choices()
        self._add_list()
        self.keep = self.add_button(translate("delete", "Cancel"))
        self.keep.clicked.connect(self.reject)
        self.move_button = self.add_button(translate("delete", "Move to trash"))
        self.move_button.clicked.connect(self.accept)
        self.show_forecast(forecast, samples)
        self.keep.setDefault(True)
        self.keep.setFocus()

    def show_forecast(self, forecast: Forecast, samples: Sequence[QImage]) -> None:
        """Say what would happen; for the first time, or after a choice."""
        self.forecast = forecast
        count = len(forecast.photo_ids)
        heading = COUNTED.move_them(count)
        if not count:
            heading = translate("delete", "Nothing here can go to the trash")
        if not count and self.keep_ids:
            heading = translate("delete", "Then nothing is left to move")
        self.setWindowTitle(heading)
        self.heading.setText(heading)
        self._show_samples(samples, count)
        _empty(self._said)
        for words, warning in lines(forecast):
            label = self.add_line(words, warning=warning)
            self.body.removeWidget(label)
            self._said.addWidget(label)
        self.move_button.setEnabled(bool(count))
        staying = stays(forecast)
        self.show_list.setVisible(bool(staying))
        self.list.show_failures(staying)
        self.list.setVisible(bool(staying) and self.show_list.isChecked())

    # --- choices: what matters can be left out

    def _add_choices(self) -> None:
        rated, sole = len(self._first.rated_ids), len(self._first.sole_ids)
        self.keep_rated = self._choice(COUNTED.leave_rated(rated), bool(rated))
        useful = 0 < sole < len(self._first.photo_ids)
        self.keep_sole = self._choice(COUNTED.leave_sole(sole), useful)

    def _choice(self, words: str, useful: bool) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setVisible(useful)
        box.toggled.connect(self._on_choice)
        self.body.addWidget(box)
        return box

    def _on_choice(self) -> None:
        self.keep_ids = [
            *(self._first.rated_ids if self.keep_rated.isChecked() else ()),
            *(self._first.sole_ids if self.keep_sole.isChecked() else ()),
        ]
        self.move_button.setEnabled(False)  # until it is known what would go now
        self.again.emit(self.keep_ids)

    # --- what stays, one by one

    def _add_list(self) -> None:
        self.show_list = self.add_button(translate("delete", "Show what stays"))
        self.show_list.setCheckable(True)
        self.show_list.toggled.connect(self._on_show_list)
        self._buttons.removeWidget(self.show_list)
        self._buttons.insertWidget(0, self.show_list)
        self.list = FailureList(self)
        self.list.setMinimumHeight(110)
        self.body.addWidget(self.list, 1)

    def _on_show_list(self, shown: bool) -> None:
        self.list.setVisible(shown)
        words = translate("delete", "Hide what stays")
        self.show_list.setText(words if shown else translate("delete", "Show what stays"))
        self._fit()

    def _fit(self) -> None:
        """As high as its words need at this width: `adjustSize` counts each label as one line."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(layout.heightForWidth(self.width()), self.minimumHeight()))

    def _show_samples(self, samples: Sequence[QImage], count: int) -> None:
        """The first of those that would go, and how many more there are."""
        _empty(self._samples)
        ratio = self.devicePixelRatioF()
        for image in samples[:SAMPLES]:
            label = QLabel(self)
            pixmap = QPixmap.fromImage(cut_square(image, round(SIDE * ratio), 6 * ratio))
            pixmap.setDevicePixelRatio(ratio)
            label.setPixmap(pixmap)
            self._samples.addWidget(label)
        if samples and count > len(samples[:SAMPLES]):
            more = QLabel(f"+{texts.number(count - len(samples[:SAMPLES]))}", self)
            more.setProperty("dim", True)
            self._samples.addWidget(more, 0, Qt.AlignmentFlag.AlignVCenter)
        self._samples.addStretch(1)


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
