"""A bug of ours, reported as one: what happened, and the text that helps to mend it."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from photoorg import __version__
from photoorg.gui.dialogs.sheet import Sheet


def report_text(report: str) -> str:
    """The report with the versions that matter; it holds paths but no picture."""
    head = f"photoorg {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    return f"{head}, {platform.platform()}\n\n{report.strip()}\n"


class ReportDialog(Sheet):
    """Says that nothing was lost, shows the report, copies it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=620)
        self.setWindowTitle(self.tr("A fault in photoorg"))
        self.heading.setText(self.tr("photoorg made a mistake"))
        self.resize(680, 440)
        self.add_line(
            self.tr(
                "The task was stopped. Your photos are as they were, and what was done is kept. "
                "Please report this text; read it first, it can hold names of your folders."
            )
        )
        self.text = QPlainTextEdit(report_text(report), self)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("Report"))
        self.body.addWidget(self.text, 1)
        copy = self.add_button(self.tr("Copy the report"))
        copy.clicked.connect(self.copy)
        close = self.add_button(self.tr("Close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        close.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
