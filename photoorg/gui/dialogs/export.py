"""The sheet of an export: what, where to, and exactly what would happen, before anything does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from photoorg.gui import texts
from photoorg.gui.dialogs.export_table import FileTable
from photoorg.gui.dialogs.sheet import Sheet
from photoorg.records import ListingKind

if TYPE_CHECKING:
    from photoorg.records import ExportKind, ExportPlan

Way = Literal["copy", "move", "xmp", "listing"]
SUFFIXES: dict[ListingKind, str] = {"list": ".txt", "csv": ".csv", "json": ".json", "sh": ".sh"}
PAUSE_MS = 250  # after typing, before the plan is made anew


@dataclass(frozen=True, slots=True)
class Choice:
    """What the sheet is set to. `which` is one of `WHICH`; `where` a folder, a file, or empty."""

    way: Way
    which: str
    listing: ListingKind
    where: str

    @property
    def files(self) -> ExportKind | None:
        """The kind of an export of files; None: a list of verdicts."""
        return None if self.way == "listing" else self.way


WHICH = ("all", "rejected", "kept", "favourite", "rated")


class ExportSheet(Sheet):
    """Accepted means: do it. The plan comes from outside, after each `changed`."""

    changed = Signal(object)  # Choice
    wanted = Signal(object)  # Choice

    def __init__(self, count: int, title: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=620)
        self._count, self._folder = count, folder
        self._file = os.path.join(os.path.dirname(folder) or folder, "photoorg")
        self.setWindowTitle(self.tr("Export"))
        self.heading.setText(self.tr("Export %Ln photo(s)", "", count))
        if title:
            self.add_line(title, dim=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(lambda: self.changed.emit(self.choice))
        self._add_ways()
        self._add_form()
        self._add_preview()
        self.cancel = self.add_button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = self.add_button("", primary=True)
        self.go.clicked.connect(self._on_go)
        self.go.setDefault(True)  # disabled while there is no plan, so Return does nothing then
        self.ways["copy"].setChecked(True)
        self._on_way()
        self.ways["copy"].setFocus()
        self.resize(680, 560)

    # --- its parts

    def _add_ways(self) -> None:
        words: dict[Way, str] = {
            "copy": self.tr("Copy into a folder"),
            "move": self.tr("Move into a folder"),
            "xmp": self.tr("Write what you decided beside the photos (XMP sidecars)"),
            "listing": self.tr("Save a list of them with what you decided"),
        }
        self.ways = self.add_ways(words, self._on_way)

    def _add_form(self) -> None:
        self.which = QComboBox(self)
        names = (
            self.tr("All of them"), self.tr("Rejected ones"), self.tr("Kept ones"),
            self.tr("Favourites"), self.tr("Rated ones"),
        )  # fmt: skip
        for which, name in zip(WHICH, names, strict=True):
            self.which.addItem(name, which)
        self.which.currentIndexChanged.connect(self._ask)
        self.listing = QComboBox(self)
        kinds = (
            self.tr("Paths, one a line"), self.tr("Table (CSV)"), self.tr("JSON"),
            self.tr("Shell script that moves them"),
        )  # fmt: skip
        for kind, name in zip(get_args(ListingKind), kinds, strict=True):
            self.listing.addItem(name, kind)
        self.listing.currentIndexChanged.connect(self._on_way)
        self.where = QLineEdit(self)
        self.where.textChanged.connect(self._ask)
        self.choose = QPushButton(self.tr("Choose..."), self)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose)
        self._place = QWidget(self)
        place = QHBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.where, 1)
        place.addWidget(self.choose)
        self._form = QFormLayout()
        self._form.addRow(self.tr("Photos"), self.which)
        self._form.addRow(self.tr("Format"), self.listing)
        self._form.addRow(self.tr("Folder"), self._place)
        self.body.addLayout(self._form)

    def _add_preview(self) -> None:
        self.summary = self.add_line("")
        self.warning = self.add_line("", warning=True)
        self.table = FileTable(self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("The file as it will be"))
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.text)
        self.body.addWidget(self._pages, 1)

    # --- what is chosen

    @property
    def choice(self) -> Choice:
        """What the sheet is set to now."""
        way: Way = next((way for way, button in self.ways.items() if button.isChecked()), "copy")
        where = "" if way == "xmp" else self.where.text().strip()
        return Choice(way, self.which.currentData(), self.listing.currentData(), where)

    def _on_way(self) -> None:
        choice = self.choice
        listing = choice.way == "listing"
        self._form.setRowVisible(self.listing, listing)
        self._form.setRowVisible(self._place, choice.way != "xmp")
        label = self._form.labelForField(self._place)
        if isinstance(label, QLabel):
            label.setText(self.tr("File") if listing else self.tr("Folder"))
        self.where.setAccessibleName(self.tr("File") if listing else self.tr("Folder"))
        proposed = self._file + SUFFIXES[choice.listing] if listing else self._folder
        if choice.way != "xmp" and self.where.text() != proposed:
            self.where.setText(proposed)
        self._pages.setCurrentWidget(self.text if listing else self.table)
        self._ask()

    def _on_choose(self) -> None:
        if self.choice.way == "listing":
            options = QFileDialog.Option.DontConfirmOverwrite  # nothing is overwritten anyway
            path, _ = QFileDialog.getSaveFileName(
                self, self.tr("Save the list as"), self.where.text(), "", "", options
            )
        else:
            path = QFileDialog.getExistingDirectory(self, self.tr("Export into"), self.where.text())
        if path:
            self.where.setText(path)

    def _ask(self) -> None:
        """The plan on screen no longer holds: nothing can be done until the next one is here."""
        self.go.setEnabled(False)
        self._name_button(None)
        self._soon.start()

    def _on_go(self) -> None:
        self.wanted.emit(self.choice)
        self.accept()

    # --- what would happen

    def show_plan(self, choice: Choice, plan: ExportPlan) -> None:
        """Show what an export of files would do, if the sheet is still set to that."""
        if choice != self.choice:
            return
        self._name_button(plan.photos)
        self.go.setEnabled(bool(plan.items) and plan.fits)
        self.table.show_plan(plan)
        self._say(self._summed(plan), self._warned(plan))

    def show_text(self, choice: Choice, count: int, text: str) -> None:
        """Show the beginning of the file that would be written, if the sheet is still set to it."""
        if choice != self.choice:
            return
        taken = os.path.lexists(choice.where)
        folder = os.path.isdir(os.path.dirname(choice.where))
        self._name_button(count)
        self.go.setEnabled(bool(count and choice.where and folder and not taken))
        self.text.setPlainText(text)
        warning = ""
        if taken:
            warning = self.tr("There is a file of that name already. Choose another one.")
        elif not folder:
            warning = self.tr("There is no such folder. Choose another one.")
        if not count:
            warning = self.tr("There is none of these, or all are protected.")
        self._say(self.tr("%Ln photo(s) in one file.", "", count), warning)

    def show_problem(self, choice: Choice, words: str) -> None:
        """Say why it can not be done as it is set."""
        if choice == self.choice:
            self.table.clear()
            self.text.clear()
            self._say("", words)

    def _say(self, summary: str, warning: str) -> None:
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))

    def _summed(self, plan: ExportPlan) -> str:
        if not plan.items:
            return self.tr("There is nothing to do.")
        if plan.kind == "xmp":
            return self.tr(
                "The photos themselves stay as they are; rejected ones are rated -1, as other "
                "programs do. What they wrote into a sidecar stays in it. Undo takes this back."
            )
        parts = [f"{texts.photos(plan.photos)}, {texts.size(plan.bytes)}."]
        if plan.companions:
            parts.append(self.tr("%Ln file(s) that belong to them go along.", "", plan.companions))
        if plan.free is not None:
            parts.append(self.tr("{0} are free there.").format(texts.size(plan.free)))
        if plan.renamed:
            renamed = self.tr("%Ln get another name, as theirs is taken there.", "",
                              len(plan.renamed))  # fmt: skip
            parts.append(renamed)
        parts.append(self.tr("Nothing is overwritten, and Undo takes it back."))
        return " ".join(parts)

    def _warned(self, plan: ExportPlan) -> str:
        parts = []
        if not plan.fits:
            parts.append(self.tr("There is no room for them on that disk."))
        if plan.refused:
            parts.append(self.tr("%Ln photo(s) stay, see below.", "", len(plan.refused)))
        if plan.silent:
            parts.append(self.tr("%Ln photo(s) have nothing new to say.", "", plan.silent))
        return " ".join(parts)

    def _name_button(self, count: int | None) -> None:
        """The button says what it does, with a number once that is known."""
        way = self.choice.way
        if count is None:
            plain: dict[Way, str] = {
                "copy": self.tr("Copy"),
                "move": self.tr("Move"),
                "xmp": self.tr("Write sidecars"),
                "listing": self.tr("Save"),
            }
            self.go.setText(plain[way])
        elif way == "copy":
            self.go.setText(self.tr("Copy %Ln photo(s)", "", count))
        elif way == "move":
            self.go.setText(self.tr("Move %Ln photo(s)", "", count))
        elif way == "xmp":
            self.go.setText(self.tr("Write %Ln sidecar(s)", "", count))
        else:
            self.go.setText(self.tr("Save"))
