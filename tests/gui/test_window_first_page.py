"""The wall shows the first page of a view before all of its ids are read."""

from __future__ import annotations

import threading
from array import array

import pytest
from conftest import MakeWindow
from fake_library import FakeLibrary
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.main_window import MainWindow
from photoorg.gui.models import coming
from photoorg.gui.models.coming import Coming
from photoorg.gui.views.grid_selection import GridSelection
from photoorg.records import Filter, Order

PAGE, COUNT = 20, 110


class Gated(FakeLibrary):
    """All ids of a view are read no sooner than `gate` opens; a page of them at once."""

    def __init__(self) -> None:
        super().__init__(count=COUNT)
        self.gate = threading.Event()
        self.gate.set()

    def photo_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        if limit is None:
            assert self.gate.wait(60)
        return super().photo_ids(wanted, order, limit)

    def photo_count(self, wanted: Filter) -> int:
        return len(super().photo_ids(wanted))


@pytest.fixture
def gated(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[MainWindow, Gated]:
    """A window that shows another order of all photos, of which it has the first page so far."""
    monkeypatch.setattr(coming, "FIRST", PAGE)
    library = Gated()
    window = make_window(library)
    first = window.centre.grid.ids[0]
    library.gate.clear()
    window.browsing.set_order("oldest")
    qtbot.waitUntil(lambda: window.centre.grid.selection.known(0) != first, timeout=20_000)
    return window, library


def oldest(library: Gated) -> list[int]:
    return list(FakeLibrary.photo_ids(library, Filter(), "oldest"))


def test_the_wall_is_as_long_as_the_view_and_scrolls_before_it_is_read(
    gated: tuple[MainWindow, Gated], qtbot: QtBot
) -> None:
    (window, library), wanted = gated, oldest(gated[1])
    grid, bar = window.centre.grid, window.centre.grid.verticalScrollBar()
    assert grid.count == COUNT
    assert "110" in window.centre.header.numbers.text()
    assert [grid.selection.known(i) for i in range(PAGE)] == wanted[:PAGE]
    longest = bar.maximum()
    bar.setValue(longest)
    grid.grab()  # empty cells are painted, and nothing waits
    assert COUNT - 1 in grid.visible()
    assert grid.selection.known(COUNT - 1) is None
    library.gate.set()
    qtbot.waitUntil(lambda: grid.selection.known(COUNT - 1) == wanted[-1], timeout=20_000)
    assert list(grid.ids) == wanted
    assert bar.value() == bar.maximum() == longest


def test_what_is_chosen_on_the_first_page_stays_when_the_rest_comes(
    gated: tuple[MainWindow, Gated], qtbot: QtBot
) -> None:
    (window, library), wanted = gated, oldest(gated[1])
    grid = window.centre.grid
    for _ in range(3):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selection.selected == set(wanted[2:4])
    library.gate.set()
    qtbot.waitUntil(lambda: grid.selection.known(COUNT - 1) is not None, timeout=20_000)
    assert grid.selection.selected == set(wanted[2:4])
    assert grid.selection.current_id == wanted[3]


@pytest.mark.parametrize("key", [Qt.Key.Key_End, Qt.Key.Key_A])
def test_a_key_that_needs_the_rest_waits_for_it(
    gated: tuple[MainWindow, Gated], qtbot: QtBot, key: Qt.Key
) -> None:
    (window, library), wanted = gated, oldest(gated[1])
    grid = window.centre.grid
    threading.Timer(0.1, library.gate.set).start()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(grid, key, control if key == Qt.Key.Key_A else Qt.KeyboardModifier.NoModifier)
    if key == Qt.Key.Key_End:
        assert grid.selection.current_id == wanted[-1]
    else:
        assert grid.selection.selected == set(wanted)


def test_photos_that_came_or_went_meanwhile_are_counted(
    gated: tuple[MainWindow, Gated], qtbot: QtBot
) -> None:
    window, library = gated
    gone = oldest(library)[-1]
    library.gone.add(gone)
    library.gate.set()
    grid = window.centre.grid
    qtbot.waitUntil(lambda: grid.selection.known(PAGE) is not None, timeout=20_000)
    assert grid.count == grid.geometry_now().count == COUNT - 1
    assert gone not in grid.ids


# --- the list itself


def test_all_is_read_once_whoever_asks() -> None:
    asked: list[int] = []

    def read() -> array[int]:
        asked.append(1)
        return array("q", range(50))

    view = Coming(array("q", range(5)), 50, read)
    readers = [threading.Thread(target=view.read) for _ in range(4)]
    for reader in readers:
        reader.start()
    assert len(view.whole()) == 50
    for reader in readers:
        reader.join()
    assert len(asked) == 1


def test_a_view_that_can_not_be_read_shows_its_first_page() -> None:
    def read() -> array[int]:
        raise OSError("the disk is away")

    view = Coming(array("q", range(5)), 50, read)
    chosen = GridSelection()
    chosen.begin(view)
    assert chosen.count == 50
    assert list(chosen.ids) == list(range(5))
    assert chosen.count == 5
    with pytest.raises(OSError, match="away"):
        view.read()
