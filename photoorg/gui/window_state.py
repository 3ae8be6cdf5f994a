"""What the window remembers between two starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize

from photoorg import paths

if TYPE_CHECKING:
    from photoorg.gui.main_window import MainWindow

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


def _flag(settings: QSettings, name: str, default: bool) -> bool:
    return str(settings.value(name, default)).lower() == "true"


def save(window: MainWindow, settings: QSettings) -> None:
    """Keep size, panels, photo size and order."""
    settings.setValue("geometry", window.saveGeometry())
    settings.setValue("panels", window.splitter.saveState())
    settings.setValue("sidebar", window.actions_["sidebar"].isChecked())
    settings.setValue("details", window.details_wanted)
    settings.setValue("cell", window.centre.grid.cell_size)
    settings.setValue("order", window.browsing.order)
    window.mapping.save(settings)
    window.timelining.save(settings)
    settings.sync()


def restore(window: MainWindow, settings: QSettings) -> None:
    """Bring the last state back, as far as there is one."""
    geometry, panels = settings.value("geometry"), settings.value("panels")
    if not (isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)):
        room = window.screen().availableGeometry().size()
        window.resize(QSize(1280, 800).boundedTo(room))  # a laptop's screen may be lower
    if isinstance(panels, QByteArray):
        window.splitter.restoreState(panels)
    window.actions_["sidebar"].setChecked(_flag(settings, "sidebar", True))
    window.want_details(_flag(settings, "details", True))
    cell = settings.value("cell")
    if cell is not None and str(cell).isdigit():
        window.centre.grid.set_cell_size(int(str(cell)))
    window.centre.header.order.choose(str(settings.value("order", "date")))
    window.timelining.restore(settings)
    window.mapping.restore(settings)
