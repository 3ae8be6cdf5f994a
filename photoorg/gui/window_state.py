"""What the window remembers between two starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize

from photoorg import paths
from photoorg.gui.parts import made

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from photoorg.gui.main_window import MainWindow
    from photoorg.records import Order

RECENT = 8


def settings_at(file: Path | None = None) -> QSettings:
    """The window's settings; beside the program's own, or in `file`."""
    place = file or paths.settings_file().with_name("window.ini")
    return QSettings(str(place), QSettings.Format.IniFormat)


def recent_folders(settings: QSettings) -> list[str]:
    """Folders opened lately, newest first."""
    value = settings.value("recent", [])
    found = value if isinstance(value, list) else [value]
    return [str(folder) for folder in found if folder]


def remember_folders(settings: QSettings, folders: list[str]) -> None:
    """Put these first."""
    kept = [folder for folder in recent_folders(settings) if folder not in folders]
    settings.setValue("recent", (folders + kept)[:RECENT])


def appearance(settings: QSettings) -> str:
    """ "system", "light" or "dark"."""
    value = str(settings.value("appearance", "system"))
    return value if value in ("system", "light", "dark") else "system"


def order(settings: QSettings) -> Order:
    """Which photos come first."""
    value = str(settings.value("order", "date"))
    known: tuple[Order, ...] = ("date", "oldest", "confidence", "odd", "size", "sharpness")
    return next((one for one in known if one == value), "date")


def _flag(settings: QSettings, name: str, default: bool) -> bool:
    return str(settings.value(name, default)).lower() == "true"


def save(window: MainWindow, settings: QSettings) -> None:
    """Keep size, panels, photo size and order."""
    settings.setValue("geometry", window.saveGeometry())
    settings.setValue("panels", window.splitter.saveState())
    settings.setValue("sidebar", window.actions_["sidebar"].isChecked())
    settings.setValue("details", window.panels.details_wanted)
    settings.setValue("gentle", window.actions_["gentle"].isChecked())
    settings.setValue("cell", window.centre.grid.cell_size)
    settings.setValue("order", window.browsing.order)
    for name in ("mapping", "timelining"):
        kept = made(window, name)
        if kept is not None:  # else the window is closed before it was there: as it was
            kept.save(settings)
    settings.sync()


def restore_place(window: QMainWindow, settings: QSettings) -> None:
    """Bring size and place back, as far as they are known."""
    geometry = settings.value("geometry")
    if not (isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)):
        room = window.screen().availableGeometry().size()
        window.resize(QSize(1280, 800).boundedTo(room))  # a laptop's screen may be lower


def restore(window: MainWindow, settings: QSettings) -> None:
    """Bring panels, photo size and order back."""
    panels = settings.value("panels")
    if isinstance(panels, QByteArray):
        window.splitter.restoreState(panels)
    window.actions_["sidebar"].setChecked(_flag(settings, "sidebar", True))
    window.panels.want_details(_flag(settings, "details", True))
    window.actions_["gentle"].setChecked(_flag(settings, "gentle", False))
    cell = settings.value("cell")
    if cell is not None and str(cell).isdigit():
        window.centre.grid.set_cell_size(int(str(cell)))
    window.centre.timeline_room.setVisible(_flag(settings, "timeline", True))
    window.centre.header.order.choose(order(settings))
