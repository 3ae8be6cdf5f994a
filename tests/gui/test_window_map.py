"""The map in the real window: what is chosen on it is what the wall shows."""

from __future__ import annotations

import statistics
import time
from array import array
from dataclasses import dataclass, replace

import numpy as np
import pytest
from conftest import MakeWindow
from fake_library import FakeLibrary
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photoorg.gui.dialogs.correct_place import CorrectPlaceSheet
from photoorg.gui.main_window import MainWindow
from photoorg.gui.views.map_bubbles import Placed
from photoorg.gui.views.map_view import MapView
from photoorg.places.mercator import to_square
from photoorg.records import Changes, Filter, Photo

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
SPOTS = (
    (9.97, 76.28), (10.09, 77.06), (48.14, 11.58), (43.77, 11.25), (35.66, 139.7), (-17.7, 178.1),
    (-16.9, -179.9), (64.15, -21.9),
)  # fmt: skip


@dataclass
class Travelled(FakeLibrary):
    """Photos all over the world; those of a spot lie within some hundred metres."""

    def photo(self, i: int) -> Photo:
        made = super().photo(i)
        if made.place is None:
            return made
        lat, lon = SPOTS[i % len(SPOTS)]
        return replace(made, latitude=lat + i % 7 * 1e-4, longitude=lon + i % 5 * 1e-4)


@pytest.fixture
def mapped(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window with the map above the wall."""
    window = make_window(Travelled(count=240))
    window.actions_["map"].trigger()
    settle(window, qtbot)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> MapView:
    """Wait until there are bubbles."""
    qtbot.waitUntil(lambda: window.mapping.view is not None)
    view = window.mapping.view
    assert view is not None
    qtbot.waitUntil(lambda: bool(view.bubbles), timeout=10_000)
    return view


def map_of(window: MainWindow) -> MapView:
    assert window.mapping.view is not None
    return window.mapping.view


def placed(window: MainWindow) -> int:
    return len(window.session.library.positions(Filter())[0])


def click(view: MapView, qtbot: QtBot, spot: Placed) -> None:
    qtbot.mouseClick(view, LEFT, pos=spot.rect.center().toPoint())


def wall(window: MainWindow) -> set[int]:
    return set(window.centre.grid.ids)


def in_bounds(window: MainWindow) -> set[int]:
    """What the library says lies in the area of the filter."""
    bounds = window.filtering.added.bounds
    return set(window.session.library.photo_ids(Filter(bounds=bounds)))


def test_all_placed_photos_are_on_it_and_the_others_are_counted(mapped: MainWindow) -> None:
    view = map_of(mapped)
    assert view.hasFocus()
    assert sum(spot.bubble.count for spot in view.bubbles) == placed(mapped)
    unplaced = mapped.session.library.counts().unplaced
    assert view.controls.unplaced.text() == f"Unplaced: {unplaced}"
    assert not view.controls.none.isVisible()
    assert wall(mapped) == set(mapped.session.library.photo_ids(Filter()))


def test_a_click_on_a_bubble_shows_exactly_its_photos_on_the_wall(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    spot = max(map_of(mapped).bubbles, key=lambda s: s.bubble.count)
    click(map_of(mapped), qtbot, spot)
    qtbot.waitUntil(lambda: len(wall(mapped)) == spot.bubble.count)
    assert wall(mapped) == in_bounds(mapped)
    assert mapped.filtering.added.bounds == spot.bubble.bounds


def test_the_other_bubbles_stay_and_can_be_clicked_next(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    first, second = view.bubbles[-2:]
    click(view, qtbot, first)
    qtbot.waitUntil(lambda: len(wall(mapped)) == first.bubble.count)
    qtbot.wait(200)  # whatever the map would read because of that is there by now
    view.repaint()
    assert sum(spot.bubble.count for spot in view.bubbles) == placed(mapped)
    click(view, qtbot, next(s for s in view.bubbles if s.bubble == second.bubble))
    qtbot.waitUntil(lambda: mapped.filtering.added.bounds == second.bubble.bounds)
    qtbot.waitUntil(lambda: wall(mapped) == in_bounds(mapped))


def test_a_click_beside_all_bubbles_and_escape_show_everything_again(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    view, everything = map_of(mapped), len(wall(mapped))
    click(view, qtbot, view.bubbles[-1])
    qtbot.waitUntil(lambda: len(wall(mapped)) < everything)
    empty = next(
        QPoint(x, y)
        for x in range(5, view.width() - 80, 9) for y in range(5, view.height() - 50, 9)
        if view.bubble_at(QPointF(x, y)) is None
    )  # fmt: skip
    qtbot.mouseClick(view, LEFT, pos=empty)
    qtbot.waitUntil(lambda: len(wall(mapped)) == everything)
    click(view, qtbot, view.bubbles[-1])
    qtbot.waitUntil(lambda: len(wall(mapped)) < everything)
    qtbot.keyClick(view, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(wall(mapped)) == everything)
    assert mapped.filtering.added == Filter()


def test_a_rectangle_drawn_with_shift_filters_the_wall(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    wanted = max(view.bubbles, key=lambda s: s.bubble.count)
    center = wanted.rect.center().toPoint()
    first, last = center - QPoint(40, 34), center + QPoint(40, 34)
    qtbot.mousePress(view, LEFT, SHIFT, first)
    qtbot.mouseMove(view, last)
    qtbot.mouseRelease(view, LEFT, SHIFT, last)
    qtbot.waitUntil(lambda: 0 < len(wall(mapped)) < placed(mapped))
    assert wall(mapped) == in_bounds(mapped)
    assert len(wall(mapped)) >= wanted.bubble.count
    assert [chip.chip.fields for chip in mapped.centre.filter_bar.chips] == [("bounds",)]


def test_it_stays_where_it_is_when_a_chip_takes_room(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    assert view.untouched
    before, height = view.camera, view.height()
    click(view, qtbot, view.bubbles[-1])
    qtbot.waitUntil(lambda: view.height() < height)
    assert view.camera == before


def test_it_says_that_no_photo_has_a_place_only_of_photos(mapped: MainWindow, qtbot: QtBot) -> None:
    none = map_of(mapped).controls.none
    mapped.filtering.narrow(unplaced=True)
    qtbot.waitUntil(none.isVisible)
    mapped.filtering.narrow(text="no such words")
    qtbot.waitUntil(lambda: not wall(mapped) and not none.isVisible())


def test_the_rectangle_tool_needs_no_key(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    view.controls.area.click()
    before = view.camera
    qtbot.mousePress(view, LEFT, pos=QPoint(3, 3))
    qtbot.mouseMove(view, QPoint(view.width() - 3, view.height() - 3))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(view.width() - 3, view.height() - 3))
    qtbot.waitUntil(lambda: len(wall(mapped)) == placed(mapped))
    assert view.camera == before
    assert not view.controls.area.isChecked()


def test_a_rectangle_over_the_date_line(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    view.look_at((-18.5, 177.0, -16.0, -179.0))
    view.repaint()
    assert sum(spot.bubble.count for spot in view.bubbles) > 1
    view.choose_area(QPointF(1, 1), QPointF(view.width() - 1, view.height() - 1))
    qtbot.waitUntil(lambda: len(wall(mapped)) < placed(mapped))
    bounds = mapped.filtering.added.bounds
    assert bounds is not None
    assert bounds[1] > bounds[3]
    sides = {photo.longitude > 0 for photo in mapped.session.library.photos(list(wall(mapped)))
             if photo.longitude is not None}  # fmt: skip
    assert sides == {True, False}
    assert wall(mapped) == in_bounds(mapped)


def test_bubbles_split_as_one_comes_near_and_join_again(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    view.look_at((5.0, 70.0, 15.0, 82.0))  # the south of India, with two towns
    view.repaint()
    (far,) = view.bubbles
    at = far.rect.center()
    for _ in range(5):
        view.zoom(2.0, at)
        view.repaint()
    near = [spot.bubble for spot in view.bubbles]
    view.look_at((9.9, 76.2, 10.2, 77.1))
    view.repaint()
    towns = [spot.bubble.count for spot in view.bubbles]
    assert len(towns) == 2
    assert sum(towns) == far.bubble.count
    assert all(bubble.count <= far.bubble.count for bubble in near)
    view.show_all()
    view.repaint()
    assert sum(spot.bubble.count for spot in view.bubbles) == placed(mapped)


def test_dragging_moves_the_map_and_chooses_nothing(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    view.zoom(4.0)
    spot = QPoint(view.width() // 2, view.height() // 2)
    before = view.camera
    qtbot.mousePress(view, LEFT, pos=spot)
    qtbot.mouseMove(view, spot + QPoint(60, 20))
    qtbot.mouseRelease(view, LEFT, pos=spot + QPoint(60, 20))
    moved = before.to_square(spot.x(), spot.y(), (view.width(), view.height()))
    here = view.camera.to_square(spot.x() + 60, spot.y() + 20, (view.width(), view.height()))
    assert here == pytest.approx(moved)
    assert mapped.filtering.added == Filter()


def test_everything_by_keyboard(mapped: MainWindow, qtbot: QtBot) -> None:
    view = map_of(mapped)
    before = view.camera
    qtbot.keyClick(view, Key.Key_Plus)
    assert view.camera.scale == pytest.approx(2 * before.scale)
    qtbot.keyClick(view, Key.Key_Right)
    assert view.camera.x != before.x
    qtbot.keyClick(view, Key.Key_0)
    assert view.camera == before
    view.repaint()
    qtbot.keyClick(view, Key.Key_N)
    assert "photo" in view.accessibleDescription()
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.waitUntil(lambda: 0 < len(wall(mapped)) < placed(mapped))
    assert wall(mapped) == in_bounds(mapped)
    qtbot.keyClick(view, Key.Key_M)
    assert not view.isVisible()
    assert mapped.centre.grid.hasFocus()


def test_unplaced_photos_are_one_click_away(mapped: MainWindow, qtbot: QtBot) -> None:
    map_of(mapped).controls.unplaced.click()
    count = mapped.session.library.counts().unplaced
    qtbot.waitUntil(lambda: len(wall(mapped)) == count)
    assert all(p.latitude is None for p in mapped.session.library.photos(list(wall(mapped))))


def test_the_map_shows_what_the_tree_and_the_filters_leave(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    view = map_of(mapped)
    mapped.sidebar.choose(("place", "IN"))
    wanted = len(mapped.session.library.positions(Filter(place=("IN",)))[0])
    qtbot.waitUntil(lambda: sum(s.bubble.count for s in view.bubbles) == wanted)
    mapped.sidebar.choose(("unplaced",))
    qtbot.waitUntil(lambda: view.controls.none.isVisible() and not view.bubbles)


def test_new_photos_come_onto_it_while_it_is_open(mapped: MainWindow, qtbot: QtBot) -> None:
    view, library = map_of(mapped), mapped.session.library
    assert isinstance(library, FakeLibrary)
    library.gone = set(range(1, 101))
    mapped.session.notify(Changes(photos=True))
    left = placed(mapped)
    qtbot.waitUntil(lambda: sum(s.bubble.count for s in view.bubbles) == left)


def test_it_is_found_as_it_was_left(
    make_window: MakeWindow, mapped: MainWindow, qtbot: QtBot
) -> None:
    view = map_of(mapped)
    view.look_at((40.0, 5.0, 52.0, 16.0))
    left = view.camera
    mapped.close()
    again = make_window(Travelled(count=240))
    found = settle(again, qtbot)
    assert found.isVisible()
    middle = (found.camera.x, found.camera.y, found.camera.scale)
    assert middle == pytest.approx((left.x, left.y, left.scale), rel=1e-6)


def test_a_bubble_wears_its_photo_and_its_count(mapped: MainWindow, qtbot: QtBot) -> None:
    """The picture is fetched after the first frame, and is seen then."""
    view = map_of(mapped)
    spot = max(view.bubbles, key=lambda s: s.bubble.count)

    def center_color() -> int:
        return view.grab().toImage().pixel(spot.rect.center().toPoint())

    plain = view.palette().midlight().color().rgb()
    qtbot.waitUntil(lambda: center_color() != plain, timeout=5000)


def test_the_photo_with_the_focus_is_marked(mapped: MainWindow, qtbot: QtBot) -> None:
    view, library = map_of(mapped), mapped.session.library
    placed_, unplaced = library.positions(Filter())[0][0], library.photo_ids(Filter(unplaced=True))
    mapped.centre.grid.focus_on(placed_)
    (photo,) = library.photos([placed_])
    qtbot.waitUntil(lambda: view.pin == (photo.latitude, photo.longitude))
    mapped.centre.grid.focus_on(unplaced[0])
    qtbot.waitUntil(lambda: view.pin is None)


def test_chosen_photos_can_be_put_on_the_map(mapped: MainWindow, qtbot: QtBot) -> None:
    """From the map's menu to the sheet for places, which shows what would change."""
    view = map_of(mapped)
    spot = view.rect().center()

    def menu_here() -> QMenu:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.mapToGlobal(spot))
        QApplication.sendEvent(view, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    menu = menu_here()
    assert not menu.actions()[0].isEnabled()  # nothing is chosen
    menu.close()
    qtbot.keyClick(mapped.centre.grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    menu = menu_here()
    menu.actions()[0].trigger()
    menu.close()
    sheet = mapped.correcting.sheet
    assert isinstance(sheet, CorrectPlaceSheet)
    lat, lon = (float(part) for part in sheet.typed.text().split(","))
    x, y = to_square(lat, lon)
    at = view.camera.to_screen(x, y, (view.width(), view.height()))
    assert at == pytest.approx((spot.x(), spot.y()), abs=1)
    sheet.reject()


def test_a_hundred_thousand_positions_cost_a_frame_no_more_than_a_hundred(
    mapped: MainWindow, qtbot: QtBot
) -> None:
    """What is in sight is painted, not what there is; both are measured in the same run."""
    from photoorg.pipeline.mapping import PhotoMap

    view = map_of(mapped)
    rng = np.random.default_rng(5)
    spots = np.array(SPOTS)[rng.integers(0, len(SPOTS), 100_000)]
    spots = spots + rng.normal(0, 0.05, spots.shape)

    def frames(count: int) -> float:
        some = spots[:count]
        lon = (some[:, 1] + 180) % 360 - 180
        ids = array("q", [i % 200 + 1 for i in range(count)])
        photos = PhotoMap((ids, array("d", some[:, 0]), array("d", lon)))
        view.show_photos(photos, 0)
        view.show_all()
        view.repaint()
        spent = []
        for step in range(30):
            view.pan(5 if step % 2 else -5, 0)
            start = time.perf_counter()
            view.repaint()
            spent.append(time.perf_counter() - start)
        return statistics.median(spent)

    few = frames(100)
    assert frames(100_000) < 4 * few + 0.004
