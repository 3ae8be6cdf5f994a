"""Shows files in the platform's file manager, chosen there where it knows how to."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from photoorg.gui.dragging import url_of

_SERVICE = "org.freedesktop.FileManager1"  # freedesktop's file manager interface
_PATIENCE_MS = 1500  # for a file manager that has to be started first


def reveal(path: str) -> bool:
    """Open the file manager at `path`, or at the nearest folder that exists; False if none did."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while folder and not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    if Path(path).exists() and _select([path]):
        return True
    return QDesktopServices.openUrl(QUrl(url_of(folder)))


def _select(paths: Sequence[str]) -> bool:
    """Show files as chosen; False if this system can not."""
    if sys.platform == "darwin":
        return bool(QProcess.startDetached("open", ["-R", *paths])[0])
    if sys.platform == "win32":
        return bool(QProcess.startDetached("explorer", ["/select,", os.path.normpath(paths[0])])[0])
    return _ask_file_manager(paths)


def _ask_file_manager(paths: Sequence[str]) -> bool:
    """Over the session's message bus, where there is one and a file manager answers on it."""
    try:
        from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        _SERVICE, "/org/freedesktop/FileManager1", _SERVICE, "ShowItems"
    )
    urls = [bytes(url_of(path).toEncoded().data()).decode("ascii") for path in paths]
    call.setArguments([urls, ""])
    answer = bus.call(call, QDBus.CallMode.Block, _PATIENCE_MS)
    return answer.type() == QDBusMessage.MessageType.ReplyMessage
