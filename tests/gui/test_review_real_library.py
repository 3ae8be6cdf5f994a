"""A review on a real library: what it decides is on disk, undone, and outlives a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_library import draw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui import window_state
from photoorg.gui.jobs.tasks import LibraryTasks
from photoorg.gui.main_window import MainWindow
from photoorg.gui.session import Session
from photoorg.gui.style import Look
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PHOTOS = 6
Open = Callable[[], MainWindow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    for number in range(PHOTOS):
        path = made / f"IMG_201905{number + 10}_133706.jpg"
        draw(number, 320, 240).save(str(path), "JPEG", 85)
    return made


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


@pytest.fixture
def open_window(tmp_path: Path, folder: Path, looks: Look, qtbot: QtBot) -> Iterator[Open]:
    with_photos = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, with_photos, [str(folder)], cluster=False)
    with_photos.close()
    made: list[MainWindow] = []

    def make() -> MainWindow:
        library = Library.open(tmp_path / "library")
        session = Session(library, LibraryTasks(library, tmp_path / "demo"))
        window = MainWindow(window_state.settings_at(tmp_path / "window.ini"))
        window.enter(session)
        made.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: len(window.centre.grid.ids) > 0, timeout=10_000)
        window.centre.grid.setFocus()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


def press(window: MainWindow, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or window, key)
    qtbot.waitUntil(lambda: window.session.writes.idle, timeout=10_000)


def undo(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.keyClick(QApplication.focusWidget() or window, KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.session.writes.idle, timeout=10_000)


def test_review_confirm_restore_and_restart(
    open_window: Open, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before = contents(folder)
    window = open_window()
    ids = list(window.centre.grid.ids)
    press(window, qtbot, KEY.Key_R)
    qtbot.waitUntil(lambda: window.centre.reviewing, timeout=10_000)
    press(window, qtbot, KEY.Key_Delete, KEY.Key_Delete, KEY.Key_K, KEY.Key_5, KEY.Key_F)
    assert contents(folder) == before, "marking touches no file"
    press(window, qtbot, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is not None, timeout=10_000)
    assert window.deleting.sheet is not None
    window.deleting.sheet.move_button.click()
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == PHOTOS - 2, timeout=10_000)
    assert len(contents(folder)) == PHOTOS - 2
    window.close()

    again = open_window()
    assert len(again.centre.grid.ids) == PHOTOS - 2
    undo(again, qtbot)  # the newest thing done is the deletion, also after a restart
    qtbot.waitUntil(lambda: contents(folder) == before, timeout=10_000)
    qtbot.waitUntil(lambda: again.session.jobs.running is None, timeout=10_000)
    library = again.session.library
    verdicts = library.verdicts(ids)
    assert [verdicts[i].mark for i in ids[:3]] == ["rejected", "rejected", "kept"]
    assert (verdicts[ids[3]].rating, verdicts[ids[3]].favourite) == (5, True)
    assert all(verdicts[i].reviewed for i in ids[:4])

    undo(again, qtbot)  # then the end of the review, then the favourite
    assert not any(v.reviewed for v in library.verdicts(ids).values())
    undo(again, qtbot)
    assert not library.verdicts(ids)[ids[3]].favourite
    assert len(library.photo_ids(Filter(mark="rejected"))) == 2


def test_a_favourite_that_was_rejected_stays_where_it_is(
    open_window: Open, folder: Path, qtbot: QtBot
) -> None:
    before = contents(folder)
    window = open_window()
    press(window, qtbot, KEY.Key_R)
    qtbot.waitUntil(lambda: window.centre.reviewing, timeout=10_000)
    press(window, qtbot, KEY.Key_F, KEY.Key_Delete, KEY.Key_Delete, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is not None, timeout=10_000)
    assert window.deleting.sheet is not None
    window.deleting.sheet.move_button.click()
    qtbot.waitUntil(lambda: len(contents(folder)) == PHOTOS - 1, timeout=10_000)
    qtbot.waitUntil(lambda: window.session.jobs.running is None, timeout=10_000)
    newest = max(before)
    assert newest in contents(folder), "the favourite is still there"
