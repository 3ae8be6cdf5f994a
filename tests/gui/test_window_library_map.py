"""The map of the library in the real window: what is chosen on it is what the wall has chosen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from conftest import MakeWindow, library_of
from fake_library import FakeLibrary
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.main_window import MainWindow
from photoorg.gui.views.library_map_pictures import LARGEST, SMALLEST, side_and_gap, square_of
from photoorg.gui.views.library_map_view import LibraryMapView
from photoorg.records import Changes, Filter

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def mapped(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window that shows the map."""
    window = make_window(FakeLibrary(count=220))
    window.actions_["library-map"].trigger()
    settle(window, qtbot)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> LibraryMapView:
    qtbot.waitUntil(lambda: window.library_mapping.view is not None)
    view = view_of(window)
    qtbot.waitUntil(lambda: view.plane is not None and bool(view.islands.placed), timeout=10_000)
    return view


def view_of(window: MainWindow) -> LibraryMapView:
    assert window.library_mapping.view is not None
    return window.library_mapping.view


def selected(window: MainWindow) -> set[int]:
    return set(window.centre.grid.selection.selected)


def spot_of(view: LibraryMapView, photo: int) -> QPoint:
    assert view.plane is not None
    (index,) = view.plane.indices_of([photo])
    x, y = float(view.plane.x[index]), float(view.plane.y[index])
    size = (float(view.width()), float(view.height()))
    return QPointF(*view.camera.to_screen(x, y, size)).toPoint()


def members(window: MainWindow, cluster: int) -> set[int]:
    return set(window.session.library.photo_ids(Filter(cluster=cluster)))


def around(view: LibraryMapView, photos: set[int]) -> list[QPoint]:
    """A line around photos, some pixels away from them."""
    spots = [spot_of(view, photo) for photo in photos]
    left, right = min(p.x() for p in spots) - 12, max(p.x() for p in spots) + 12
    top, bottom = min(p.y() for p in spots) - 12, max(p.y() for p in spots) + 12
    return [QPoint(left, top), QPoint(right, top), QPoint(right, bottom), QPoint(left, bottom)]


def draw(
    view: LibraryMapView, qtbot: QtBot, path: list[QPoint], held: Qt.KeyboardModifier = SHIFT
) -> None:
    qtbot.mousePress(view, LEFT, held, path[0])
    for point in path[1:]:
        qtbot.mouseMove(view, point)
    qtbot.mouseRelease(view, LEFT, held, path[-1])


def clear_spot(view: LibraryMapView) -> QPoint:
    return next(
        QPoint(x, y)
        for x in range(20, view.width() - 80, 9) for y in range(20, view.height() - 50, 9)
        if view.photo_at(QPointF(x, y)) is None and view.islands.at(QPointF(x, y)) is None
    )  # fmt: skip


def test_the_map_takes_the_place_of_the_wall_and_gives_it_back(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    view, grid = view_of(mapped), mapped.centre.grid
    assert view.isVisible()
    assert not grid.isVisible()
    assert view.hasFocus()
    qtbot.waitUntil(lambda: mapped.centre.header.title.text() == "Library map")
    qtbot.keyClick(view, Key.Key_L)
    qtbot.waitUntil(grid.isVisible)
    assert not view.isVisible()
    assert mapped.browsing.node is not None
    assert mapped.browsing.node.key == ("all",)
    assert not mapped.actions_["library-map"].isChecked()


def test_every_cluster_has_its_name_on_it_and_no_two_names_touch(mapped: MainWindow) -> None:
    view = view_of(mapped)
    titles = {cluster.title for cluster in mapped.session.snapshot.clusters}
    assert {placed.label.title for placed in view.islands.placed} == titles
    rects = [placed.rect for placed in view.islands.placed]
    for n, one in enumerate(rects):
        assert not any(one.intersects(other) for other in rects[n + 1 :])
        assert QRectF(view.rect()).contains(one)


def test_a_lasso_selects_exactly_what_it_goes_around(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    cats = members(mapped, 2)
    draw(view, qtbot, around(view, cats))
    assert selected(mapped) == cats
    assert f"{len(cats)} photos" in mapped.centre.header.delete.text()
    dogs = members(mapped, 5)
    draw(view, qtbot, around(view, dogs), SHIFT | CTRL)
    assert selected(mapped) == cats | dogs
    qtbot.keyClick(view, Key.Key_Escape)
    assert selected(mapped) == set()


def test_the_tools_draw_once_a_lasso_or_a_rectangle(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    cats = members(mapped, 2)
    corners = around(view, cats)
    view.controls.lasso.click()
    view.controls.area.click()
    assert not view.controls.lasso.isChecked()
    draw(view, qtbot, [corners[0], corners[2]], NONE)
    assert selected(mapped) == cats
    assert not view.controls.drawing
    qtbot.keyClick(view, Key.Key_Escape)
    view.controls.lasso.click()
    draw(view, qtbot, corners[:3], NONE)  # half of the rectangle
    assert set() < selected(mapped) < cats


def test_escape_ends_a_tool_before_it_clears_the_selection(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    view = view_of(mapped)
    draw(view, qtbot, around(view, members(mapped, 2)))
    view.controls.lasso.click()
    qtbot.keyClick(view, Key.Key_Escape)
    assert not view.controls.drawing
    assert selected(mapped)
    qtbot.keyClick(view, Key.Key_Escape)
    assert not selected(mapped)


def test_a_click_selects_a_photo_and_a_double_click_opens_it(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    view = view_of(mapped)
    photo = max(members(mapped, 3))
    view.look_at((*_xy(view, photo), *_xy(view, photo)))
    view.zoom(1 / 2**9)
    view.repaint()
    qtbot.mouseClick(view, LEFT, pos=spot_of(view, photo))
    assert selected(mapped) == {photo}
    qtbot.mouseDClick(view, LEFT, pos=spot_of(view, photo))
    qtbot.waitUntil(lambda: mapped.centre.viewing)
    assert mapped.centre.viewer.photo is not None
    assert mapped.centre.viewer.photo.id == photo
    qtbot.keyClick(mapped.centre.viewer, Key.Key_Escape)
    qtbot.waitUntil(view.isVisible)
    assert view.hasFocus()


def _xy(view: LibraryMapView, photo: int) -> tuple[float, float]:
    assert view.plane is not None
    (index,) = view.plane.indices_of([photo])
    return float(view.plane.x[index]), float(view.plane.y[index])


def test_a_click_beside_all_drops_the_selection(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    draw(view, qtbot, around(view, members(mapped, 2)))
    qtbot.mouseClick(view, LEFT, pos=clear_spot(view))
    assert selected(mapped) == set()


def test_a_click_on_a_name_opens_that_cluster(mapped: MainWindow, qtbot: QtBot) -> None:
    placed = view_of(mapped).islands.placed[0]
    qtbot.mouseClick(view_of(mapped), LEFT, pos=placed.rect.center().toPoint())
    cluster = members(mapped, placed.label.group)
    qtbot.waitUntil(lambda: set(mapped.centre.grid.ids) == cluster)
    assert mapped.centre.grid.isVisible()


def test_the_wheel_zooms_where_it_is_and_arrows_move(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    before = view.camera
    view.zoom(2.0, QPointF(100, 120))
    size = (float(view.width()), float(view.height()))
    assert view.camera.to_square(100, 120, size) == pytest.approx(before.to_square(100, 120, size))
    x = view.camera.x
    qtbot.keyClick(view, Key.Key_Right)
    assert view.camera.x > x
    scale = view.camera.scale
    qtbot.keyClick(view, Key.Key_Plus)
    assert view.camera.scale == pytest.approx(2 * scale)
    for _ in range(60):
        qtbot.keyClick(view, Key.Key_Left)
    assert view.camera.x == 0.0  # the plane has an end
    qtbot.keyClick(view, Key.Key_0)
    assert view.camera == before


def test_tab_walks_the_islands_and_then_leaves(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    groups = []
    for _ in mapped.session.snapshot.clusters:
        qtbot.keyClick(view, Key.Key_Tab)
        groups.append(view.islands.marked)
        assert view.hasFocus()
    assert sorted(groups, key=str) == sorted(
        (cluster.id for cluster in mapped.session.snapshot.clusters), key=str
    )
    assert "photos" in view.accessibleDescription()
    qtbot.keyClick(view, Key.Key_Tab)
    assert not view.hasFocus()


def test_space_selects_an_island_and_return_opens_it(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    qtbot.keyClick(view, Key.Key_N)
    marked = view.islands.marked
    assert marked is not None
    qtbot.keyClick(view, Key.Key_Space)
    assert selected(mapped) == members(mapped, marked)
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.waitUntil(lambda: set(mapped.centre.grid.ids) == members(mapped, marked))


def test_keys_of_the_wall_judge_what_the_lasso_took(mapped: MainWindow, qtbot: QtBot) -> None:
    view, library = view_of(mapped), library_of(mapped)
    cats = members(mapped, 2)
    draw(view, qtbot, around(view, cats))
    qtbot.keyClick(view, Key.Key_9)
    qtbot.waitUntil(lambda: {i for i, v in library.judged.items() if v.mark} == cats)
    qtbot.keyClick(view, Key.Key_R)
    qtbot.waitUntil(lambda: mapped.centre.reviewing)


def test_only_these_shows_the_lassoed_on_the_wall(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    cats = members(mapped, 2)
    draw(view, qtbot, around(view, cats))
    mapped.actions_["only"].trigger()
    qtbot.waitUntil(lambda: set(mapped.centre.grid.ids) == cats)
    assert mapped.centre.grid.isVisible()
    assert [chip.words for chip in mapped.filtering.chips()] == [f"{len(cats)} photos selected"]
    mapped.filtering.clear()
    qtbot.waitUntil(lambda: len(mapped.centre.grid.ids) == 220)


def test_filters_narrow_the_map(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    mapped.filtering.narrow(cluster=3)
    qtbot.waitUntil(lambda: view.plane is not None and len(view.plane) == len(members(mapped, 3)))
    mapped.filtering.narrow(cluster=None, text="no such name")
    qtbot.waitUntil(lambda: view.controls.note.isVisible())
    assert "fits this choice" in view.controls.note.label.text()
    assert not view.controls.draw.isVisible()
    mapped.filtering.clear()
    qtbot.waitUntil(lambda: view.plane is not None and len(view.plane) == 200)
    assert not view.controls.note.isVisible()
    assert view.controls.words.text() == "Not on the map yet: 20"  # the unsorted ones


def test_a_library_without_a_map_offers_to_draw_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(count=60, mapped=False)
    window = make_window(library)
    window.actions_["library-map"].trigger()
    qtbot.waitUntil(lambda: view_of(window).controls.draw.isVisible())
    view_of(window).controls.draw.click()
    library.mapped = True
    window.session.notify(Changes(clusters=True))
    settle(window, qtbot)
    assert not view_of(window).controls.note.isVisible()


def test_photos_can_be_coloured_by_themselves(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    view.controls.own_colors.click()
    photo = min(members(mapped, 2))
    color = 0xFF000000 | library_of(mapped).photo(photo).mean_color
    assert view.plane is not None
    (index,) = view.plane.indices_of([photo])

    def painted() -> bool:
        view.repaint()
        return view._colors is not None and int(view._colors[index]) == color

    qtbot.waitUntil(painted)
    view.controls.own_colors.click()
    qtbot.waitUntil(lambda: not painted())


def test_hovering_says_which_photo_and_which_cluster(mapped: MainWindow, qtbot: QtBot) -> None:
    view = view_of(mapped)
    photo = max(members(mapped, 3))
    view.look_at((*_xy(view, photo), *_xy(view, photo)))
    view.zoom(1 / 2**9)
    view.repaint()
    qtbot.mouseMove(view, clear_spot(view))
    qtbot.mouseMove(view, spot_of(view, photo))
    wanted = f"IMG_{photo:05d}.jpg · Receipts"
    qtbot.waitUntil(lambda: view.controls.words.text() == wanted)


def test_pictures_come_one_by_one_as_one_comes_near() -> None:
    spaces = np.geomspace(0.5, 400, 60)
    gaps = [side_and_gap(space)[1] / space for space in spaces]
    assert all(a >= b - 1e-9 for a, b in pairwise(gaps))
    sides = [side_and_gap(space)[0] for space in spaces]
    assert sides[0] == SMALLEST
    assert sides[-1] == LARGEST
    assert all(square_of(s) <= max(2.0, s) for s in spaces)
