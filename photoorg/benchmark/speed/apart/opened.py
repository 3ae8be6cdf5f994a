"""photoorg's own window on a library, with settings and folders of its own in a scratch folder."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from photoorg import cli  # noqa: F401 - part of every start of the command
from photoorg.gui.app import SWITCH_SECONDS, Shell, make_app
from photoorg.gui.main_window import MainWindow


def opened(library: Path, scratch: Path) -> tuple[QApplication, MainWindow]:
    """The application and its window, as `photoorg` starts them."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_app(["photoorg"])
    settings = QSettings(str(scratch / "settings.ini"), QSettings.Format.IniFormat)
    shell = Shell(app, settings, library)
    window = shell.show_own()
    window.resize(1200, 800)
    return app, window
