"""Exporting with a sheet before, a bar with Undo after, and a report where something stayed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from photoorg.errors import PhotoorgError, SurroundingsError, UsageError
from photoorg.gui import texts
from photoorg.gui.jobs.runner import Job
from photoorg.records import ExportPlan, ExportReport, Saved, Verdict

if TYPE_CHECKING:
    from photoorg.gui.dialogs.export import Choice, ExportSheet
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.session import Session

PREVIEWED = 60  # photos of which the beginning of a list is shown
FOLDER_KEY = "export/folder"
_WHICH: Mapping[str, Callable[[Verdict], bool]] = {
    "rejected": lambda verdict: verdict.mark == "rejected",
    "kept": lambda verdict: verdict.mark == "kept",
    "favourite": lambda verdict: verdict.favourite,
    "rated": lambda verdict: verdict.rating > 0,
}


class Exporting(QObject):
    """One export at a time; those of files are operations that can be taken back."""

    done = Signal(object, str, object)  # operation or None, what happened, tuple of Failure

    def __init__(self, session: Session, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._settings = settings
        self._sheet: ExportSheet | None = None
        self._ids: Sequence[int] = ()
        self._title = ""
        session.jobs.finished.connect(self._on_finished)

    @property
    def sheet(self) -> ExportSheet | None:
        """The sheet on screen, if there is one."""
        return self._sheet

    # --- before

    def ask(self, ids: Sequence[int], title: str) -> None:
        """Show the sheet for these photos."""
        from photoorg.gui.dialogs.export import ExportSheet

        if not ids or self._sheet is not None:
            return
        self._ids, self._title = ids, title
        self._sheet = ExportSheet(len(ids), title, self._folder_for(title), self._window)
        self._sheet.changed.connect(self._plan)
        self._sheet.wanted.connect(self._start)
        self._sheet.finished.connect(self._close_sheet)
        self._sheet.open()

    def _folder_for(self, title: str) -> str:
        """Where the last export went, or one of this title among the user's pictures."""
        known = self._settings.value(FOLDER_KEY)
        if isinstance(known, str) and os.path.isdir(known):
            above = known
        else:
            pictures = QStandardPaths.StandardLocation.PicturesLocation
            above = QStandardPaths.writableLocation(pictures) or os.path.expanduser("~")
        name = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else " " for c in title)
        return os.path.join(above, " ".join(name.split()).strip(". ") or self.tr("Export"))

    def _plan(self, choice: Choice) -> None:
        """Work out, off the window's thread, what the sheet would do as it is set."""
        library, ids = self._session.library, self._ids
        whole = self.tr("Choose a folder, or write its whole path.")

        def look() -> ExportPlan | tuple[int, str] | PhotoorgError:
            if choice.files is not None and library.readonly:
                return SurroundingsError(library.readonly)
            if choice.way in ("copy", "move") and not Path(choice.where).expanduser().is_absolute():
                return UsageError(whole)
            chosen = narrowed(library, ids, choice.which)
            try:
                if choice.files is not None:
                    return library.plan_export(chosen, choice.files, choice.where)
                if choice.listing == "sh":
                    safe = library.verdicts(chosen)
                    chosen = [i for i in chosen if not safe.get(i, Verdict()).untouchable]
                data = library.preview_listing(chosen[:PREVIEWED], choice.listing)
                return len(chosen), texts.shown(os.fsdecode(data))
            except PhotoorgError as error:
                return error

        self._session.reads.ask("export", look, lambda found: self._show(choice, found))

    def _show(self, choice: Choice, found: ExportPlan | tuple[int, str] | PhotoorgError) -> None:
        if self._sheet is None:
            return
        if isinstance(found, ExportPlan):
            self._sheet.show_plan(choice, found)
        elif isinstance(found, tuple):
            self._sheet.show_text(choice, *found)
        else:
            self._sheet.show_problem(choice, str(found))

    def _close_sheet(self) -> None:
        self._session.reads.drop("export")
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    def _start(self, choice: Choice) -> None:
        library, tasks, ids, title = (
            self._session.library,
            self._session.tasks,
            self._ids,
            self._title,
        )
        if choice.way in ("copy", "move"):
            self._settings.setValue(FOLDER_KEY, os.path.dirname(choice.where))

        def begin(chosen: list[int]) -> None:
            if choice.files is not None:
                task = tasks.export(choice.files, chosen, choice.where, title)
            else:
                task = tasks.save_listing(choice.listing, chosen, choice.where)
            self._session.jobs.interject(Job("export", task))

        self._session.reads.ask("chosen", lambda: narrowed(library, ids, choice.which), begin)

    # --- after

    def _on_finished(self, _name: str, result: object) -> None:
        if isinstance(result, ExportReport):
            self._tell(result)
        elif isinstance(result, Saved):
            words = self.tr("%Ln photo(s) listed in {0}.", "", result.photos)
            self.done.emit(None, words.format(texts.shown(result.path)), result.left_out)

    def _tell(self, report: ExportReport) -> None:
        self.done.emit(report.operation, self._words(report), report.failed)

    def _words(self, report: ExportReport) -> str:
        count = len(report.done)
        if report.kind == "xmp":
            words = self.tr("%Ln sidecar(s) written.", "", count)
        elif report.kind == "move":
            words = self.tr("%Ln photo(s) moved to {0}.", "", count)
        else:
            words = self.tr("%Ln photo(s) copied to {0}.", "", count)
        return words.format(texts.shown(report.folder))


def narrowed(library: LibraryView, ids: Sequence[int], which: str) -> list[int]:
    """Of these photos those with the verdict that a choice of the sheet names."""
    if which == "all":
        return list(ids)
    fits, verdicts = _WHICH[which], library.verdicts(ids)
    return [photo_id for photo_id in ids if fits(verdicts.get(photo_id, Verdict()))]
