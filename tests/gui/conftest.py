"""A window on a library in memory, closed at the end of each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_library import FakeLibrary, FakeTasks
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui import app as gui_app
from photoorg.gui import window_state
from photoorg.gui.main_window import MainWindow
from photoorg.gui.session import Session
from photoorg.gui.style import Look

MakeWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def looks(qapp: QApplication) -> Look:
    gui_app.translate_app(qapp, QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return Look(qapp, "light")


@pytest.fixture
def make_window(qtbot: QtBot, looks: Look, tmp_path: Path) -> Iterator[MakeWindow]:
    """Opens windows; `make_window(count=50)` waits until the photos are on the wall."""
    made: list[MainWindow] = []

    def make(library: FakeLibrary | None = None, **wanted: object) -> MainWindow:
        library = library or FakeLibrary(**wanted)  # type: ignore[arg-type]
        session = Session(library, FakeTasks(library))
        window = MainWindow(window_state.settings_at(tmp_path / "window.ini"))
        window.enter(session)
        window.resize(1200, 800)
        made.append(window)
        window.show()
        qtbot.waitUntil(lambda: window.indexing.settled, timeout=5000)
        if library.count and library.alive():
            qtbot.waitUntil(lambda: len(window.centre.grid.ids) == len(library.alive()))
        qtbot.waitUntil(lambda: window.complete, timeout=5000)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    # Qt's offscreen platform alone frees what lies there after Python has ended, and crashes then
    QApplication.clipboard().clear()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(count=110)


def library_of(window: MainWindow) -> FakeLibrary:
    library = window.session.library
    assert isinstance(library, FakeLibrary)
    return library


def tasks_of(window: MainWindow) -> FakeTasks:
    tasks = window.session.tasks
    assert isinstance(tasks, FakeTasks)
    return tasks
