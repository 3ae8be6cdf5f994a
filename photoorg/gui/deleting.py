"""Deleting with a sheet before, a bar with Undo after, and a history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from photoorg.gui import texts
from photoorg.gui.dialogs.delete import SAMPLES, DeleteSheet
from photoorg.gui.dialogs.history import HistoryDialog
from photoorg.gui.jobs.runner import Job
from photoorg.gui.models.tree import Key
from photoorg.gui.session import Session
from photoorg.gui.views.bars import NoticeBar
from photoorg.records import Changes, DeleteReport, Failure, Forecast, UndoReport


class Deleting(QObject):
    """One deletion at a time; each is one operation that can be taken back."""

    restored = Signal(object)  # Key of the entry that the photos came from, or None

    def __init__(self, session: Session, bar: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._bar, self._window = session, bar, window
        self._sheet: DeleteSheet | None = None
        self._history: HistoryDialog | None = None
        self._origin: dict[int, Key] = {}
        self._last: int | None = None
        self._from: Key | None = None
        bar.acted.connect(self.undo_last)
        session.jobs.finished.connect(self._on_finished)
        session.jobs.started.connect(self._on_started)
        session.changed.connect(self._on_changed)

    @property
    def sheet(self) -> DeleteSheet | None:
        """The question on screen, if there is one."""
        return self._sheet

    @property
    def history(self) -> HistoryDialog | None:
        """The history on screen, if it is."""
        return self._history

    # --- before

    def ask(self, ids: Sequence[int], title: str, origin: Key | None) -> None:
        """Work out what a deletion would do, then show the sheet."""
        if not ids or self._sheet is not None:
            return
        library, wanted = self._session.library, list(ids)

        def look() -> tuple[Forecast, list[QImage]]:
            jpegs = library.thumbnails(wanted[:SAMPLES])
            pictures = [QImage.fromData(jpegs[i]) for i in wanted[:SAMPLES] if i in jpegs]
            return library.forecast_delete(wanted), pictures

        self._from = origin
        self._session.reads.ask(
            "forecast", look, lambda found: self._show_sheet(found[0], found[1], title)
        )

    def _show_sheet(self, forecast: Forecast, pictures: list[QImage], title: str) -> None:
        if self._sheet is not None:
            return
        self._sheet = DeleteSheet(forecast, title, pictures, self._window)
        self._sheet.accepted.connect(lambda: self._delete(forecast, title))
        self._sheet.finished.connect(self._close_sheet)
        self._sheet.open()

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    def _delete(self, forecast: Forecast, title: str) -> None:
        task = self._session.tasks.delete(list(forecast.photo_ids), title)
        self._session.jobs.interject(Job("delete", task))

    # --- after

    def undo_last(self) -> None:
        """Take the last deletion back: the one of the bar, else the newest of the library."""
        operation = self._last if self._last is not None else self._session.snapshot.undoable
        if operation is not None:
            self.undo(operation)
        else:
            self._bar.show_words(self.tr("There is nothing to take back."), "undo")

    def undo(self, operation: int) -> None:
        """Take one deletion back."""
        if "undo" not in (self._session.jobs.running, *self._session.jobs.waiting):
            task = self._session.tasks.undo(operation)
            self._session.jobs.interject(Job("undo", task))

    def _on_started(self, name: str) -> None:
        if name in ("delete", "undo", "demo"):
            self._bar.clear()

    def _on_finished(self, name: str, result: object) -> None:
        if isinstance(result, DeleteReport):
            self._tell_deleted(result)
        elif isinstance(result, UndoReport):
            self._tell_restored(result)

    def _tell_deleted(self, report: DeleteReport) -> None:
        self._last = report.operation if report.trashed else None
        if report.operation is not None and self._from is not None:
            self._origin[report.operation] = self._from
        parts = []
        if report.trashed:
            words = self.tr("%Ln photo(s) moved to the trash, {0} freed.", "", len(report.trashed))
            parts.append(words.format(texts.size(report.bytes)))
        parts += self._failures(report.failed)
        action = self.tr("Undo") if report.trashed else ""
        self._bar.show_words(" ".join(parts), "problem" if report.failed else "trash", action)

    def _tell_restored(self, report: UndoReport) -> None:
        self._last = None
        parts = []
        if report.restored:
            words = self.tr("%Ln photo(s) are back in their place.", "", len(report.restored))
            parts.append(words)
        parts += self._failures(report.failed)
        if not parts:
            parts.append(self.tr("There is nothing to take back."))
        self._bar.show_words(" ".join(parts), "problem" if report.failed else "check")
        self.restored.emit(self._origin.pop(report.operation or -1, None))

    def _failures(self, failed: Sequence[Failure]) -> list[str]:
        if not failed:
            return []
        words = self.tr("%Ln photo(s) stayed where they are: {0}", "", len(failed))
        return [words.format(failed[0].reason)]

    # --- history

    def show_history(self) -> None:
        """List all deletions."""
        library = self._session.library
        self._session.reads.ask("history", library.operations, self._show_history)

    def _show_history(self, operations: object) -> None:
        if not isinstance(operations, list):
            return
        if self._history is not None:
            self._history.show_operations(operations)
            return
        self._history = HistoryDialog(operations, self._window)
        self._history.undo_wanted.connect(self.undo)
        self._history.finished.connect(self._close_history)
        self._history.open()

    def _close_history(self) -> None:
        if self._history is not None:
            self._history.deleteLater()
            self._history = None

    def _on_changed(self, changes: Changes) -> None:
        if self._history is not None:
            self.show_history()
