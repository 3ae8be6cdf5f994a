"""The window on a real library: scan, browse, delete, undo; and the way from the demo home."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fake_library import draw
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui import app as gui_app
from photoorg.gui import window_state
from photoorg.gui.jobs.tasks import LibraryTasks
from photoorg.gui.main_window import MainWindow
from photoorg.gui.session import Session
from photoorg.gui.style import Look
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import Context

PHOTOS = 8


class ScanOnly(LibraryTasks):
    """Scans in this process and does not learn: seconds instead of a minute."""

    def index(self, folders: Sequence[str]) -> Callable[[Context], object]:
        library = self._library
        return lambda ctx: index_job(ctx, library, list(folders), cluster=False)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return window_state.settings_at(tmp_path / "window.ini")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    for number in range(PHOTOS):
        name = f"IMG_201905{number + 10}_133706.jpg"
        draw(number, 320, 240).save(str(made / name), "JPEG", 85)
    (made / "broken.jpg").write_bytes((made / "IMG_20190510_133706.jpg").read_bytes()[:900])
    return made


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def window(tmp_path: Path, settings: QSettings, looks: Look, qtbot: QtBot) -> Iterator[MainWindow]:
    library = Library.open(tmp_path / "library")
    made = MainWindow(settings)
    made.enter(Session(library, ScanOnly(library, tmp_path / "demo")))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_open_browse_delete_undo(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    before = contents(folder)
    qtbot.waitUntil(lambda: window.centre.states.name == "welcome")
    window.indexing.open([str(folder)])
    grid = window.centre.grid
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS, timeout=20_000)
    qtbot.waitUntil(lambda: window.session.jobs.running is None, timeout=20_000)
    thumbnails = window.session.thumbnails
    qtbot.waitUntil(lambda: all(thumbnails.pixmap(i) is not None for i in grid.ids))

    assert window.sidebar.choose(("date", 2019, 5, 12))
    qtbot.waitUntil(lambda: len(grid.ids) == 1)
    qtbot.waitUntil(lambda: window.centre.header.title.text().endswith("12 May 2019"))
    window.sidebar.choose(("problems",))
    qtbot.waitUntil(lambda: len(window.centre.problems.model.problems) == 1)

    window.sidebar.choose(("all",))
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS)
    for index in range(3):
        grid.selection.toggle(index)
    grid.after_selection()
    window.actions_["delete"].trigger()
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    assert window.deleting.sheet is not None
    window.deleting.sheet.move_button.click()
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden(), timeout=10_000)
    assert window.undo_bar.words.text().startswith("3 photos moved to the trash")
    assert len(contents(folder)) == len(before) - 3
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS - 3)

    window.undo_bar.action.click()
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS, timeout=10_000)
    assert contents(folder) == before


def test_export_move_and_ctrl_z_in_their_order(
    window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before, out = contents(folder), tmp_path / "out"
    qtbot.waitUntil(lambda: window.centre.states.name == "welcome")
    window.indexing.open([str(folder)])
    grid, library = window.centre.grid, window.session.library
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS, timeout=20_000)
    qtbot.waitUntil(lambda: window.session.jobs.running is None, timeout=20_000)
    chosen = list(grid.ids[:3])
    grid.selection.selected, grid.selection.current = set(chosen), 0
    grid.after_selection()
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: window.desktop.exporting.sheet is not None)
    sheet = window.desktop.exporting.sheet
    assert sheet is not None
    sheet.ways["move"].setChecked(True)
    sheet.where.setText(str(out))
    qtbot.waitUntil(sheet.go.isEnabled)
    sheet.go.click()
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS - 3, timeout=10_000)
    assert len(contents(out)) == 3
    assert len(contents(folder)) == len(before) - 3

    library.mark([grid.ids[0]], "kept")  # decided after the move, so undone before it
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: library.verdicts([grid.ids[0]])[grid.ids[0]].mark is None)
    assert len(contents(out)) == 3
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: len(grid.ids) == PHOTOS, timeout=10_000)
    assert contents(folder) == before
    assert not out.exists()


def test_a_folder_opened_from_the_demo_goes_into_the_own_library(
    tmp_path: Path,
    settings: QSettings,
    folder: Path,
    qapp: QApplication,
    looks: Look,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Path] = []

    def make_demo(self: LibraryTasks) -> Callable[[Context], object]:
        drawn.append(self._demo_folder)
        return lambda ctx: str(folder)

    monkeypatch.setattr(LibraryTasks, "demo", make_demo)
    monkeypatch.setattr(LibraryTasks, "index", ScanOnly.index)
    shell = gui_app.Shell(qapp, settings, tmp_path / "own" / "library")
    own = shell.show_own()
    own.centre.states.demo_wanted.emit()
    demo = shell.window
    assert demo is not None
    assert demo.session.library.folder == tmp_path / "own" / "demo" / "library"
    assert drawn == [tmp_path / "own" / "demo" / "photos"]
    qtbot.waitUntil(lambda: len(demo.centre.grid.ids) == PHOTOS, timeout=20_000)

    demo.folders.open([str(folder)])
    again = shell.window
    assert again is not None
    assert again.session.library.folder == tmp_path / "own" / "library"
    qtbot.waitUntil(lambda: len(again.centre.grid.ids) == PHOTOS, timeout=20_000)
    again.close()
    Look(qapp, "light")
