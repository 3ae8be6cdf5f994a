"""The wall stays smooth with 100,000 photos (design: FLOORS 3.3)."""

from __future__ import annotations

import statistics
import time
from array import array
from collections.abc import Iterator

import pytest
from fake_library import FakeLibrary
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from photoorg.gui.models.thumbnails import Thumbnails
from photoorg.gui.style import Look
from photoorg.gui.views.grid import PhotoGrid
from photoorg.gui.views.grid_geometry import GAP, GridGeometry
from photoorg.gui.views.grid_selection import GridSelection

COUNT = 100_000
FEW = 1_000
AT_MOST = 5  # times the cost with a hundredth of the photos; copying the ids is what grows


@pytest.fixture
def wall(qtbot: QtBot, looks: Look) -> Iterator[PhotoGrid]:
    thumbnails = Thumbnails(FakeLibrary(COUNT, variety=40))
    grid = PhotoGrid(thumbnails)
    grid.resize(1440, 900)
    grid.show()
    yield grid
    thumbnails.stop()
    grid.deleteLater()


def seconds(act: object) -> float:
    assert callable(act)
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def test_the_first_paint_hardly_depends_on_the_size(wall: PhotoGrid) -> None:
    def first_paint(count: int) -> float:
        ids = array("q", range(1, count + 1))

        def show() -> None:
            wall.set_ids(ids, keep=False)
            wall.viewport().repaint()

        return seconds(show)

    turns = [(first_paint(FEW), first_paint(COUNT)) for _ in range(7)]
    few, many = (min(costs) for costs in zip(*turns, strict=True))
    assert many <= AT_MOST * few


def test_a_frame_while_scrolling_does_not_depend_on_the_size(wall: PhotoGrid, qtbot: QtBot) -> None:
    bar = wall.verticalScrollBar()

    def frame() -> None:
        bar.setValue(bar.value() + 70)
        wall.viewport().repaint()

    def typical(count: int, chosen: bool) -> float:
        wall.set_ids(array("q", range(1, count + 1)), keep=False)
        if chosen:
            wall.selection.choose_all()
        qtbot.wait(100)
        return statistics.median(seconds(frame) for _ in range(40))

    for chosen in (False, True):
        turns = [(typical(FEW, chosen), typical(COUNT, chosen)) for _ in range(3)]
        few, many = (min(costs) for costs in zip(*turns, strict=True))
        assert many <= 2 * few


def test_only_what_is_near_the_view_is_loaded(wall: PhotoGrid, qtbot: QtBot) -> None:
    asked: set[int] = set()
    library = wall._thumbnails._loader._library
    original = library.thumbnails
    library.thumbnails = lambda ids: asked.update(ids) or original(ids)  # type: ignore[method-assign]
    wall.set_ids(array("q", range(1, COUNT + 1)), keep=False)
    wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum() // 2)
    visible = [wall.ids[i] for i in wall.visible()]
    qtbot.waitUntil(lambda: all(wall._thumbnails.pixmap(i) for i in visible))
    qtbot.wait(150)
    assert len(asked) <= 5 * len(visible)


@pytest.mark.parametrize("width", [300, 900, 1440, 3840])
@pytest.mark.parametrize("wished", [96, 168, 320])
def test_cells_fill_the_row_and_do_not_overlap(width: int, wished: int) -> None:
    layout = GridGeometry(1000, width, wished)
    assert layout.side >= wished or layout.columns == 1
    for index in range(2 * layout.columns):
        here = layout.rect(index)
        assert here.right() < width
        assert layout.index_at(here.center().x(), here.center().y()) == index
        assert not here.intersects(layout.rect(index + 1))
    assert layout.index_at(layout.rect(0).right() + 1 + GAP // 2, layout.rect(0).top()) is None
    assert layout.rect(999).bottom() < layout.height


def test_visible_and_touching_agree_with_the_cells() -> None:
    layout = GridGeometry(5000, 1200, 160)
    area = QRect(200, 3000, 500, 700)
    brute = [i for i in range(5000) if layout.rect(i).intersects(area)]
    assert list(layout.touching(area)) == brute
    shown = layout.visible(3000, 700)
    assert set(brute) <= set(shown)
    assert len(shown) < 80


def test_a_selection_survives_what_comes_and_goes() -> None:
    chosen = GridSelection()
    chosen.replace(array("q", range(10)), keep=False)
    chosen.choose(2)
    chosen.extend(5)
    chosen.replace(array("q", [20, 21, 4, 5, 6, 7]), keep=True)
    assert chosen.selected == {4, 5}
    assert chosen.current_id == 5
    chosen.replace(array("q", [20, 21]), keep=True)
    assert chosen.selected == set()
    assert chosen.current_id == 21
