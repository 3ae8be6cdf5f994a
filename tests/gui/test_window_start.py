"""What the window does before it has anything to show, and what it makes only when it is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeWindow
from fake_library import FakeLibrary, FakeTasks
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.errors import SurroundingsError
from photoorg.gui import app as gui_app
from photoorg.gui import window_state
from photoorg.gui.dialogs.keys import KeysDialog
from photoorg.gui.main_window import MainWindow
from photoorg.gui.parts import made, part, when_made
from photoorg.gui.session import Session
from photoorg.gui.style import Look
from photoorg.pipeline.library import Library
from photoorg.records import Problem

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
# one of each view and sheet that is not seen at first
LATE = (
    "views.viewer", "views.review", "views.compare", "views.stacks", "views.problems",
    "views.timeline", "views.map_view", "views.library_map_view", "views.filter_menu",
    "dialogs.history", "dialogs.delete", "dialogs.export", "dialogs.split", "dialogs.goal",
    "dialogs.choose_group", "dialogs.correct_date", "dialogs.keys", "dialogs.about",
    "models.full_images",
)  # fmt: skip
START = """
import json, sys, time
from pathlib import Path
from photoorg.gui import app as gui_app, window_state

app = gui_app.make_app(["photoorg"])
seen = {}

def opened(*given, really=gui_app.opened):
    window = app.topLevelWidgets()[0]
    seen["painted"] = window.isVisible() and window._painted
    seen["before"] = sorted(sys.modules)
    return really(*given)

gui_app.opened = opened
folder = Path(sys.argv[1])
shell = gui_app.Shell(app, window_state.settings_at(folder / "window.ini"), folder / "library")
window = shell.show_own()
end = time.monotonic() + 60
while not (window.complete and window.indexing.settled) and time.monotonic() < end:
    app.processEvents()
seen["state"] = window.centre.states.name
seen["after"] = sorted(sys.modules)
window.close()
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a start on an empty library had imported, and when, in a process of its own."""
    folder = tmp_path_factory.mktemp("start")
    Library.open(folder / "library").close()  # making one takes sqlite-utils, and that numpy
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_window_is_painted_before_the_library_is_imported(started: dict[str, Any]) -> None:
    assert started["painted"]
    late = {"sqlite3", "photoorg.pipeline.library", "photoorg.gui.views.grid", "photoorg.cli"}
    assert not late & set(started["before"])


def test_an_empty_library_brings_no_view_that_is_not_seen(started: dict[str, Any]) -> None:
    assert started["state"] == "welcome"
    after = set(started["after"])
    assert "photoorg.gui.views.states" in after
    assert not {f"photoorg.gui.{name}" for name in LATE} & after
    heavy = {"torch", "sklearn", "scipy", "PIL", "numpy", "photoorg.cli"}
    assert heavy & after == set()


Shown = Callable[[MainWindow], object]
BY_KEY: dict[str, tuple[Qt.Key, Qt.KeyboardModifier, Shown]] = {
    "viewer": (KEY.Key_Return, NONE, lambda w: w.centre.viewing),
    "review": (KEY.Key_R, NONE, lambda w: w.centre.reviewing),
    "stacks": (KEY.Key_S, NONE, lambda w: w.centre.stacking),
    "map": (KEY.Key_M, NONE, lambda w: w.mapping.view and w.mapping.view.isVisible()),
    "library map": (
        KEY.Key_L, NONE, lambda w: w.library_mapping.view and w.library_mapping.view.isVisible(),
    ),
    "history": (KEY.Key_H, CTRL, lambda w: w.deleting.history),
    "goal": (KEY.Key_G, CTRL, lambda w: w.stacking.goal),
    "delete sheet": (KEY.Key_Delete, NONE, lambda w: w.deleting.sheet),
    "export": (KEY.Key_E, CTRL, lambda w: w.desktop.exporting.sheet),
    "date": (KEY.Key_D, CTRL, lambda w: w.correcting.sheet),
    "filter menu": (KEY.Key_F, CTRL | SHIFT, lambda w: w.filtering.menu),
    "keys": (KEY.Key_F1, NONE, lambda w: w.findChildren(KeysDialog)),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_KEY)
def test_each_view_opens_by_its_key_when_first_shown(
    name: str, make_window: MakeWindow, qtbot: QtBot
) -> None:
    key, held, shown = BY_KEY[name]
    window = make_window(count=30)
    for page in ("viewer", "review", "stacks", "problems"):
        assert made(window.centre, page) is None
    window.centre.grid.focus_on(window.centre.grid.ids[0])
    assert not shown(window)
    qtbot.keyClick(window.centre.grid, key, held)
    qtbot.waitUntil(lambda: bool(shown(window)), timeout=10_000)


def test_the_problems_open_when_first_chosen(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(
        count=30, problem_list=[Problem("/photos/broken.jpg", "It is cut off.", 10)]
    )
    assert made(window.centre, "problems") is None
    window.sidebar.choose(("problems",))
    qtbot.waitUntil(lambda: window.centre.listing_problems)


@pytest.fixture
def fresh(looks: Look, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    """Makes a window that was just given its library: nothing had its turn yet."""
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        library = FakeLibrary(count=30)
        window = MainWindow(window_state.settings_at(tmp_path / "window.ini"))
        windows.append(window)
        window.enter(Session(library, FakeTasks(library)))
        window.show()
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


def test_what_is_asked_for_before_it_is_there_is_made_at_once(
    fresh: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = fresh()
    assert not window.complete
    window.actions_["history"].trigger()
    qtbot.waitUntil(lambda: window.deleting.history is not None)


def test_an_action_that_nobody_does_yet_brings_whoever_does_it(
    fresh: Callable[[], MainWindow],
) -> None:
    window = fresh()
    assert not window.complete
    window.actions_["clear-filters"].trigger()
    assert window.complete


def test_the_wall_stays_where_it_was_first_painted(
    fresh: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window, places = fresh(), []
    grid = window.centre.grid
    window.browsing.shown.connect(lambda: places.append(grid.mapTo(window, QPoint())))
    qtbot.waitUntil(lambda: bool(places))
    qtbot.waitUntil(lambda: window.complete and bool(window.session.snapshot.counts.photos))
    qtbot.waitUntil(lambda: window.centre.timeline.isVisible())
    QApplication.processEvents()
    assert grid.mapTo(window, QPoint()) == places[0]


def test_all_menus_have_their_icons_in_the_end(make_window: MakeWindow) -> None:
    window = make_window(count=3)
    for name in ("open", "delete", "review", "merge"):
        assert not window.actions_[name].icon().isNull()


def test_a_library_that_can_not_be_opened_leaves_no_window(
    qapp: QApplication, looks: Look, tmp_path: Path
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "catalog.db").write_bytes(b"no catalogue" * 1000)
    settings = window_state.settings_at(tmp_path / "window.ini")
    shell = gui_app.Shell(qapp, settings, tmp_path / "library")
    before = {id(w) for w in qapp.topLevelWidgets() if w.isVisible()}
    with pytest.raises(SurroundingsError, match="damaged"):
        shell.show_own()
    assert {id(w) for w in qapp.topLevelWidgets() if w.isVisible()} <= before
    assert shell.window is None


def test_a_window_closed_before_it_is_filled_forgets_nothing(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    first = make_window(count=5)
    first.actions_["timeline"].setChecked(False)
    first.close()
    settings = window_state.settings_at(tmp_path / "window.ini")
    unfilled = MainWindow(settings)
    unfilled.show()
    unfilled.close()
    assert not make_window(count=5).timelining.shown


class Owner:
    def __init__(self) -> None:
        self.times = 0

    @part
    def thing(self) -> list[int]:
        self.times += 1
        return [self.times]


def test_a_part_is_made_once_and_whoever_waits_hears_of_it() -> None:
    owner, heard = Owner(), []
    when_made(owner, "thing", heard.append)
    assert made(owner, "thing") is None
    assert not heard
    assert owner.thing is owner.thing
    when_made(owner, "thing", heard.append)
    assert heard == [[1], [1]]
    assert Owner().thing == [1]
