"""Shows a file in the platform's file manager."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def reveal(path: str) -> bool:
    """Open the file manager at `path`, or at the nearest folder that exists; False if none did."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while folder and not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    if sys.platform == "darwin" and Path(path).exists():
        return bool(QProcess.startDetached("open", ["-R", path]))
    if sys.platform == "win32" and Path(path).exists():
        return bool(QProcess.startDetached("explorer", ["/select,", os.path.normpath(path)]))
    return QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
