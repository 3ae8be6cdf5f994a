"""Browsing: the tree, the grid, the details, the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import MakeWindow, library_of
from fake_library import FakeLibrary
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui.main_window import MainWindow
from photoorg.records import Changes, Filter, Problem


def choose(window: MainWindow, qtbot: QtBot, key: tuple[str | int, ...]) -> None:
    assert window.sidebar.choose(key)
    expected = len(library_of(window).photo_ids(window.browsing.node.filter))  # type: ignore[union-attr,arg-type]
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == expected)


def labels(window: MainWindow) -> list[str]:
    model = window.sidebar.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_the_tree_has_clusters_dates_places_and_what_has_no_home(make_window: MakeWindow) -> None:
    broken = [Problem("/p/a.tga", "photoorg does not read TGA pictures.", 3)]
    window = make_window(count=110, problem_list=broken)
    assert labels(window) == [
        "All photos", "Library map", "Clusters", "Dates", "Places", "Problems",
    ]  # fmt: skip
    for key in [("unsorted",), ("undated",), ("unplaced",), ("date", 2023), ("cluster", 1)]:
        assert window.sidebar.model.index_of(key).isValid(), key


@pytest.mark.parametrize(
    "key", [("cluster", 2), ("date", 2022), ("date", 2022, 3), ("place", "IN"), ("unsorted",)]
)
def test_an_entry_shows_its_photos(
    window: MainWindow, qtbot: QtBot, key: tuple[str | int, ...]
) -> None:
    choose(window, qtbot, key)
    node = window.browsing.node
    assert node is not None
    assert node.filter is not None
    assert list(window.centre.grid.ids) == list(library_of(window).photo_ids(node.filter))
    assert window.centre.header.title.text()
    assert str(len(window.centre.grid.ids)) in window.centre.header.numbers.text()


def test_a_cluster_says_count_size_and_certainty(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, qtbot, ("cluster", 1))
    assert window.centre.header.title.text() == "Screenshots"
    assert (
        window.centre.header.numbers.text() == "10 photos · 24 MB · 2019 to 2021 · certainty 97 %"
    )


def test_arrows_home_end_and_shift_select(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    grid.setFocus()
    columns = grid.geometry_now().columns
    keys = Qt.Key
    for key, expected in [
        (keys.Key_Right, 0),
        (keys.Key_Right, 1),
        (keys.Key_Down, 1 + columns),
        (keys.Key_Up, 1),
        (keys.Key_End, 109),
        (keys.Key_Home, 0),
    ]:
        qtbot.keyClick(grid, key)
        assert grid.selection.current == expected
        assert grid.selection.selected == {grid.ids[expected]}
    qtbot.keyClick(grid, keys.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, keys.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selection.selected == set(grid.ids[:3])


def test_end_scrolls_to_the_last_photo(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert 109 in grid.visible()
    qtbot.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.selection.current < 109
    assert grid.selection.current in grid.visible()


def test_space_toggles_ctrl_a_selects_all_escape_clears(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert not grid.selection.selected
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.selection.selected) == 110
    assert window.centre.header.delete.text() == "Delete 110 photos..."
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert not grid.selection.selected


def test_click_ctrl_click_and_shift_click(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid

    def click(index: int, modifier: Qt.KeyboardModifier) -> None:
        at = grid.cell_rect(index).center()
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    click(1, Qt.KeyboardModifier.NoModifier)
    click(4, Qt.KeyboardModifier.ControlModifier)
    assert grid.selection.selected == {grid.ids[1], grid.ids[4]}
    click(6, Qt.KeyboardModifier.ShiftModifier)
    assert grid.selection.selected == set(grid.ids[4:7])


def test_the_corner_mark_selects_beside_what_is_selected(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    for index in (0, 2):
        corner = grid.cell_rect(index).topLeft() + QPoint(12, 12)
        qtbot.mouseClick(
            grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner
        )
    assert grid.selection.selected == {grid.ids[0], grid.ids[2]}


def test_a_rubber_band_selects_what_it_touches(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    start, end = grid.cell_rect(0).center(), grid.cell_rect(1).center() + QPoint(0, 4)
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(grid.viewport(), start + QPoint(30, 0))
    qtbot.mouseMove(grid.viewport(), end)
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert grid.selection.selected == {grid.ids[0], grid.ids[1]}


def test_ctrl_plus_makes_photos_larger_and_keeps_them_in_view(
    window: MainWindow, qtbot: QtBot
) -> None:
    grid = window.centre.grid
    qtbot.keyClick(grid, Qt.Key.Key_End)
    before = grid.cell_size
    window.actions_["larger"].trigger()
    assert grid.cell_size > before
    assert 109 in grid.visible()
    for _ in range(30):
        window.actions_["smaller"].trigger()
    assert grid.cell_size == 96


def test_details_name_the_rule_that_dated_the_photo(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, qtbot, ("cluster", 2))
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Home)
    photo = library_of(window).photo(window.centre.grid.ids[0])
    name = photo.path.rsplit("/", 1)[1]
    qtbot.waitUntil(lambda: window.details.name.text() == name)
    words = " ".join(
        label.text() for label in window.details.findChildren(type(window.details.name))
    )
    assert "written by the camera" in words
    assert "Pixel 3" in words
    assert "certainty 93 %" in words


def test_several_photos_are_summed_up(window: MainWindow, qtbot: QtBot) -> None:
    window.centre.grid.selection.choose_all()
    window.centre.grid.after_selection()
    qtbot.waitUntil(lambda: "110 photos selected" in window.details.hint.text())
    assert "264 MB" in window.details.hint.text()


def test_a_refresh_keeps_selection_focus_and_scroll_position(
    window: MainWindow, qtbot: QtBot
) -> None:
    grid, library = window.centre.grid, library_of(window)
    grid.selection.choose(60)
    grid.reveal(60)
    grid.after_selection()
    chosen, y = grid.ids[60], grid.cell_rect(60).top()
    library.gone |= {1, 2, 3}
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: len(grid.ids) == 107)
    assert grid.selection.selected == {chosen}
    assert grid.selection.current_id == chosen
    assert abs(grid.cell_rect(grid.selection.current).top() - y) < grid.geometry_now().pitch


def test_photos_that_arrive_during_a_scan_appear(window: MainWindow, qtbot: QtBot) -> None:
    library_of(window).count = 150
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 150)


def test_the_tree_keeps_what_is_open_and_chosen_through_a_refresh(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, qtbot, ("date", 2022, 3))
    tree, model = window.sidebar.tree, window.sidebar.model
    tree.expand(model.index_of(("date", 2022, 3)))
    library_of(window).gone |= {1, 2}
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: window.session.snapshot.counts.photos == 108)
    assert tree.isExpanded(model.index_of(("date", 2022)))
    assert tree.isExpanded(model.index_of(("date", 2022, 3)))
    assert window.sidebar.current is not None
    assert window.sidebar.current.key == ("date", 2022, 3)


def test_the_filter_narrows_the_tree_and_gives_it_back(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, qtbot, ("cluster", 2))
    window.sidebar.filter.setText("munnar")
    assert labels(window) == ["Places"]
    assert window.sidebar.model.index_of(("place", "IN", "Kerala", "Munnar")).isValid()
    window.sidebar.filter.clear()
    assert "Clusters" in labels(window)
    assert window.sidebar.current is not None
    assert window.sidebar.current.key == ("cluster", 2)


def test_broader_and_finer_only_where_there_is_a_choice(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    assert make_window(count=40).centre.header.level_box.isHidden()
    window = make_window(count=110, level_count=4)
    qtbot.waitUntil(lambda: not window.centre.header.level_box.isHidden())
    window.centre.header.level.setValue(3)
    qtbot.waitUntil(lambda: len(window.session.snapshot.clusters) == 4)


def test_a_cluster_that_was_split_gives_its_place_to_its_largest_part(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, qtbot, ("cluster", 2))
    shot = window.session.snapshot
    small, large = (next(c for c in shot.clusters if c.id == number) for number in (2, 4))
    joined = replace(small, id=99, size=small.size + large.size + 9, cover=small.cover)
    kept = [c for c in shot.clusters if c.id not in (2, 4)]
    children = [replace(small, parent=99), replace(large, parent=99, size=small.size + 9)]
    window.sidebar.show_snapshot(replace(shot, clusters=(joined, *children, *kept)), "")
    window.sidebar.choose(("cluster", 99))
    window.sidebar.show_snapshot(
        replace(shot, clusters=(*kept, *(replace(c, parent=None) for c in children))), ""
    )
    assert window.sidebar.current is not None
    assert window.sidebar.current.key == ("cluster", 4)


def test_a_filter_that_nothing_fits_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.filter.setText("no such thing")
    assert window.sidebar.none.isVisible()
    qtbot.keyClick(window.sidebar.filter, Qt.Key.Key_Escape)
    assert window.sidebar.none.isHidden()
    assert window.sidebar.model.rowCount()


def test_a_cleared_filter_leaves_the_tree_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    tree, model = window.sidebar.tree, window.sidebar.model
    tree.collapse(model.index_of(("section", "places")))
    window.sidebar.filter.setText("cat")
    assert not model.index_of(("section", "dates")).isValid()
    window.sidebar.filter.clear()
    open_now = [tree.isExpanded(model.index_of(("section", name))) for name in ("dates", "places")]
    assert open_now == [True, False]


def test_a_wall_that_fits_has_no_handle_to_scroll_by(make_window: MakeWindow) -> None:
    few = make_window(count=3)
    assert not few.centre.grid.verticalScrollBar().isEnabled()


def test_another_order_shows_other_photos_first(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    first = grid.ids[0]
    window.centre.header.order.choose("size")
    qtbot.waitUntil(lambda: grid.ids[0] != first)
    assert list(grid.ids) == list(library_of(window).photo_ids(Filter(), "size"))


def test_renaming_a_cluster_shows_at_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(window, qtbot, ("cluster", 2))
    monkeypatch.setattr(
        "photoorg.gui.chosen.QInputDialog.getText", lambda *_a, **_k: ("Our cats", True)
    )
    window.actions_["rename"].trigger()
    qtbot.waitUntil(lambda: window.centre.header.title.text() == "Our cats")
    assert window.sidebar.current is not None
    assert window.sidebar.current.label == "Our cats"


def test_problems_are_listed_with_reasons(make_window: MakeWindow, qtbot: QtBot) -> None:
    broken = [Problem("/p/a.tga", "photoorg does not read TGA pictures.", 3)]
    window = make_window(count=20, problem_list=broken)
    window.sidebar.choose(("problems",))
    qtbot.waitUntil(lambda: window.centre.listing_problems)
    assert "1 file could not be read" in window.centre.problems.words.text()
    model = window.centre.problems.model
    assert model.data(model.index(0, 0)) == "a.tga: photoorg does not read TGA pictures."
    with qtbot.waitSignal(window.centre.problems.reveal_wanted) as shown:
        window.centre.problems.reveal.click()
    assert shown.args == ["/p/a.tga"]


def test_offline_photos_say_so(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=20, offline=True)
    action = window.topbar.folders.menu().actions()[0]
    assert not action.isEnabled()
    assert "its disk is away" in action.text()
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not window.details.state.isHidden())


def test_the_grid_tells_a_screen_reader_where_the_focus_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    grid = window.centre.grid
    qtbot.waitUntil(lambda: window.session.thumbnails.photo(grid.ids[0]) is not None)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.accessibleName() == "Photos"
    assert "IMG_00001.jpg" in grid.accessibleDescription()


def test_thumbnails_replace_the_placeholders(window: MainWindow, qtbot: QtBot) -> None:
    grid, thumbnails = window.centre.grid, window.session.thumbnails
    visible = [grid.ids[i] for i in grid.visible()]
    qtbot.waitUntil(lambda: all(thumbnails.pixmap(i) is not None for i in visible))
    pixmap = thumbnails.pixmap(visible[0])
    assert pixmap is not None
    assert pixmap.width() == grid.geometry_now().side * grid.devicePixelRatioF()


def test_copying_puts_paths_on_the_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    grid.selection.choose(0)
    grid.selection.toggle(1)
    grid.after_selection()
    QApplication.clipboard().clear()
    window.actions_["copy"].trigger()
    qtbot.waitUntil(lambda: len(QApplication.clipboard().text().splitlines()) == 2)
    assert "IMG_00001.jpg" in QApplication.clipboard().text()


def test_photos_that_come_after_the_first_problem_are_shown(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    library = FakeLibrary(count=0, problem_list=[Problem("/p/broken.jpg", "Cut short.", 9)])
    window = make_window(library)
    qtbot.waitUntil(lambda: window.centre.listing_problems)
    library.count = 22
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 22)
    window.sidebar.choose(("problems",))
    window.session.notify(Changes(photos=True))
    qtbot.wait(300)
    assert window.centre.listing_problems, "who chose them keeps them"
