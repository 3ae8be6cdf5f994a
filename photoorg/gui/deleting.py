"""Deleting with a sheet before, a bar with Undo after, and a history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from photoorg.gui import texts
from photoorg.gui.counted import COUNTED
from photoorg.gui.jobs.runner import Job
from photoorg.gui.models.pictures import from_jpeg
from photoorg.records import DeleteReport, UndoReport

if TYPE_CHECKING:
    from photoorg.gui.dialogs.delete import DeleteSheet
    from photoorg.gui.dialogs.history import HistoryDialog
    from photoorg.gui.dialogs.outcome import OutcomeDialog
    from photoorg.gui.library_view import LibraryView
    from photoorg.gui.models.tree import Key
    from photoorg.gui.session import Session
    from photoorg.gui.views.bars import NoticeBar
    from photoorg.records import Changes, Failure, Forecast


class Deleting(QObject):
    """One deletion at a time; each is one operation that can be taken back."""

    answered = Signal(bool)  # the sheet was accepted, or put away
    restored = Signal(object)  # Key of the entry that the photos came from, or None

    def __init__(self, session: Session, bar: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._bar, self._window = session, bar, window
        self._sheet: DeleteSheet | None = None
        self._history: HistoryDialog | None = None
        self._origin: dict[int, Key] = {}
        self._last: int | None = None
        self._from: Key | None = None
        self._report: tuple[str, Sequence[Failure]] = ("", ())
        self._outcome: OutcomeDialog | None = None
        bar.acted.connect(self.undo_last)
        bar.detail_wanted.connect(self.show_report)
        session.jobs.finished.connect(self._on_finished)
        session.jobs.started.connect(self._on_started)
        session.changed.connect(self._on_changed)

    @property
    def sheet(self) -> DeleteSheet | None:
        """The question on screen, if there is one."""
        return self._sheet

    @property
    def outcome(self) -> OutcomeDialog | None:
        """The list of what stayed, if it is on screen."""
        return self._outcome

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
        if library.readonly:
            self._bar.show_words(library.readonly, "problem")
            return

        self._from = origin
        self._session.reads.ask(
            "forecast",
            lambda: _seen(library, wanted, ()),
            lambda found: self._show_sheet(found[0], found[1], wanted, title),
        )

    def _show_sheet(
        self, forecast: Forecast, pictures: list[QImage], ids: list[int], title: str
    ) -> None:
        from photoorg.gui.dialogs.delete import DeleteSheet

        if self._sheet is not None:
            return
        sheet = self._sheet = DeleteSheet(forecast, title, pictures, self._window)
        sheet.again.connect(lambda keep: self._ask_again(sheet, ids, keep))
        sheet.accepted.connect(lambda: self._delete(sheet, title))
        sheet.finished.connect(self._close_sheet)
        sheet.finished.connect(lambda code: self.answered.emit(bool(code)))
        sheet.open()

    def _ask_again(self, sheet: DeleteSheet, ids: list[int], keep: list[int]) -> None:
        """What would happen if these were left out."""
        library = self._session.library
        self._session.reads.ask(
            "forecast",
            lambda: _seen(library, ids, keep),
            lambda found: self._show_again(sheet, found[0], found[1]),
        )

    def _show_again(self, sheet: DeleteSheet, forecast: Forecast, pictures: list[QImage]) -> None:
        if sheet is self._sheet:
            sheet.show_forecast(forecast, pictures)

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    def _delete(self, sheet: DeleteSheet, title: str) -> None:
        task = self._session.tasks.delete(list(sheet.forecast.photo_ids), title, sheet.keep_ids)
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
        if not self._session.jobs.has("undo"):
            task = self._session.tasks.undo(operation)
            self._session.jobs.interject(Job("undo", task))

    def undo_all(self) -> None:
        """Take back all that the trash still holds."""
        if not self._session.jobs.has("undo"):
            self._session.jobs.interject(Job("undo", self._session.tasks.undo_all()))

    def _on_started(self, name: str) -> None:
        if name in ("delete", "undo", "export", "demo"):
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
            words = COUNTED.moved_to_trash(len(report.trashed))
            parts.append(words.format(texts.size(report.bytes)))
        if report.companions:
            parts.append(COUNTED.went_along(len(report.companions)))
        action = self.tr("Undo") if report.trashed else ""
        self._tell(parts, report.failed, "trash", action)

    def _tell_restored(self, report: UndoReport) -> None:
        self._last = None
        parts = [COUNTED.undone(report.kind, len(report.restored))] if report.restored else []
        if not parts and not report.failed:
            parts = [self.tr("There is nothing to take back.")]
        self._tell(parts, report.failed, "check")
        self.restored.emit(self._origin.pop(report.operation or -1, None))

    def offer(self, operation: int | None, words: str, failed: Sequence[Failure]) -> None:
        """Say what an export did, and offer to take it back."""
        self._last, self._from = operation, None
        self._tell([words], failed, "check", self.tr("Undo") if operation is not None else "")

    def put_away(self) -> None:
        """Something was done since: what the bar says goes, unless it still offers Undo."""
        if self._bar.action.isHidden():
            self._bar.clear()

    def _tell(
        self, parts: list[str], failed: Sequence[Failure], icon: str, action: str = ""
    ) -> None:
        """Say in the bar what happened; what stayed is listed on request."""
        self._report = (" ".join(parts), failed)
        if failed:
            parts = [*parts, COUNTED.stayed(len(failed)).format(texts.shown(failed[0].reason))]
        words = " ".join(parts)
        self._bar.show_words(words, "problem" if failed else icon, action, detail=bool(failed))

    def show_report(self) -> None:
        """List what stayed, and why."""
        from photoorg.gui.dialogs.outcome import OutcomeDialog

        words, failed = self._report
        if self._outcome is not None or not failed:
            return
        self._outcome = OutcomeDialog(self.tr("What happened"), words, failed, self._window)
        self._outcome.finished.connect(self._close_report)
        self._outcome.open()

    def _close_report(self) -> None:
        if self._outcome is not None:
            self._outcome.deleteLater()
            self._outcome = None

    # --- history

    def show_history(self) -> None:
        """List all deletions."""
        library = self._session.library
        self._session.reads.ask("history", library.history, self._show_history)

    def _show_history(self, operations: object) -> None:
        from photoorg.gui.dialogs.history import HistoryDialog

        if not isinstance(operations, list):
            return
        if self._history is not None:
            self._history.show_operations(operations)
            return
        self._history = HistoryDialog(operations, self._window)
        self._history.undo_wanted.connect(self.undo)
        self._history.all_wanted.connect(self.undo_all)
        self._history.finished.connect(self._close_history)
        self._history.open()

    def _close_history(self) -> None:
        if self._history is not None:
            self._history.deleteLater()
            self._history = None

    def _on_changed(self, changes: Changes) -> None:
        if self._history is not None:
            self.show_history()


def _seen(
    library: LibraryView, ids: Sequence[int], keep: Sequence[int]
) -> tuple[Forecast, list[QImage]]:
    """What would happen, and the first pictures that it would happen to. Off the window's thread.

    Where none could go, the first of all: what stays is to be seen as well.
    """
    from photoorg.gui.dialogs.delete import SAMPLES

    forecast = library.forecast_delete(ids, keep)
    first = (forecast.photo_ids or tuple(ids))[:SAMPLES]
    jpegs = library.thumbnails(first)
    return forecast, [from_jpeg(jpegs[i]) for i in first if i in jpegs]
