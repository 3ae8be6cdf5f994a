"""photoorg's own window on a library, with settings and folders of its own in a scratch folder."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

gc.disable()  # as `photoorg.__main__` does before it imports any of the following

from PySide6.QtCore import QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from photoorg import start  # noqa: E402, F401 - part of every start of the program
from photoorg.benchmark.speed.apart.painting import Painted  # noqa: E402
from photoorg.gui.app import SWITCH_SECONDS, Shell, make_app  # noqa: E402
from photoorg.gui.main_window import MainWindow  # noqa: E402


def opened(library: Path, scratch: Path) -> tuple[QApplication, MainWindow, Painted]:
    """The application, its window, and when that was first painted, as `photoorg` starts them."""
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_app(["photoorg"])
    first = Painted(app)
    settings = QSettings(str(scratch / "settings.ini"), QSettings.Format.IniFormat)
    shell = Shell(app, settings, library)
    window = shell.show_own()
    window.resize(1200, 800)
    return app, window, first
