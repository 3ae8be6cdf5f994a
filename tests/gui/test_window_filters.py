"""The filter bar: conditions join what the tree shows, each goes by itself, all go by Esc."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fake_library import FakeLibrary
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photoorg.gui.main_window import MainWindow
from photoorg.records import Filter, Problem

MakeWindow = Callable[..., MainWindow]


def words(window: MainWindow) -> list[str]:
    return [chip.chip.words for chip in window.centre.filter_bar.chips]


def shows(qtbot: QtBot, window: MainWindow, wanted: Filter) -> None:
    """The wall has exactly the photos of a filter."""
    expected = list(window.session.library.photo_ids(wanted))
    qtbot.waitUntil(lambda: list(window.centre.grid.ids) == expected, timeout=5000)


def entries(menu: QMenu) -> dict[str, QAction]:
    """The entries of a menu by their words, with those of the menus below."""
    found: dict[str, QAction] = {}
    for action in menu.actions():
        name = action.text().split("\t")[0]
        below = action.menu()
        if isinstance(below, QMenu):
            found.update({f"{name}/{key}": one for key, one in entries(below).items()})
        elif name:
            found[name] = action
    return found


def open_menu(qtbot: QtBot, window: MainWindow) -> dict[str, QAction]:
    window.filtering.ask_menu()
    qtbot.waitUntil(lambda: window.filtering.menu is not None, timeout=5000)
    menu = window.filtering.menu
    assert menu is not None
    found = entries(menu)
    menu.close()
    return found


def test_a_cluster_is_narrowed_by_place_and_rating_and_each_chip_goes(
    qtbot: QtBot, window: MainWindow
) -> None:
    library = window.session.library
    library.rate(list(library.photo_ids(Filter()))[::2], 4)
    window.sidebar.choose(("cluster", 1))
    shows(qtbot, window, Filter(cluster=1))
    window.filtering.narrow(place=("IN",))
    window.filtering.narrow(least_rating=4)
    shows(qtbot, window, Filter(cluster=1, place=("IN",), least_rating=4))
    assert words(window) == ["India", "★★★★ or better"]
    assert " of " in window.centre.header.numbers.text()
    QTest.mouseClick(window.centre.filter_bar.chips[0], Qt.MouseButton.LeftButton)
    shows(qtbot, window, Filter(cluster=1, least_rating=4))
    assert words(window) == ["★★★★ or better"]
    window.centre.filter_bar.chips[0].setFocus()
    QTest.keyClick(window.centre.filter_bar.chips[0], Qt.Key.Key_Delete)
    shows(qtbot, window, Filter(cluster=1))
    assert not words(window)


def test_filters_stay_from_entry_to_entry_but_give_way_to_what_it_says(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.filtering.narrow(place=("IN",), least_bytes=1_000_000)
    window.sidebar.choose(("cluster", 2))
    shows(qtbot, window, Filter(cluster=2, place=("IN",)))
    window.sidebar.choose(("place", "DE"))
    shows(qtbot, window, Filter(place=("DE",)))
    assert words(window) == ["Larger than 1.0 MB"]


def test_esc_removes_all_filters_after_the_selection(qtbot: QtBot, window: MainWindow) -> None:
    window.filtering.narrow(place=("IN",))
    shows(qtbot, window, Filter(place=("IN",)))
    grid = window.centre.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selection.selected
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert words(window), "the first Esc deselects"
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    shows(qtbot, window, Filter())
    assert not words(window)


def test_typed_words_are_looked_for(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["find"].trigger()
    QTest.keyClicks(window.centre.filter_bar.text, "IMG_0001")
    shows(qtbot, window, Filter(text="IMG_0001"))
    assert 0 < len(window.centre.grid.ids) < 20
    assert window.centre.filter_bar.text.text() == "IMG_0001"
    window.actions_["clear-filters"].trigger()
    shows(qtbot, window, Filter())
    assert not window.centre.filter_bar.text.text()


def test_without_filters_the_photos_have_the_room_of_the_bar(
    qtbot: QtBot, window: MainWindow
) -> None:
    bar, grid = window.centre.filter_bar, window.centre.grid
    assert not bar.isVisible()
    assert bar.text.isVisible(), "the field is in the tool bar"
    alone = grid.height()
    window.filtering.narrow(place=("IN",))
    qtbot.waitUntil(bar.isVisible)
    bar.drop_wanted.emit(("place",))
    qtbot.waitUntil(lambda: grid.height() == alone)
    assert not bar.isVisible()


def test_the_field_leads_back_to_the_wall(qtbot: QtBot, window: MainWindow) -> None:
    window.filtering.narrow(place=("IN",))
    window.actions_["find"].trigger()
    field = window.centre.filter_bar.text
    assert field.hasFocus()
    QTest.keyClicks(field, "IMG")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.centre.grid.hasFocus()
    shows(qtbot, window, Filter(place=("IN",), text="IMG"))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    shows(qtbot, window, Filter(place=("IN",)))
    assert window.centre.grid.hasFocus()
    assert not field.text()
    assert words(window) == ["India"], "Esc takes the words back, not the other filters"


def test_words_are_looked_for_from_any_page(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(count=30, problem_list=[Problem("/p/broken.jpg", "Cut short.", 9)])
    field = window.centre.filter_bar.text
    window.sidebar.choose(("problems",))
    qtbot.waitUntil(lambda: window.centre.listing_problems)
    window.actions_["find"].trigger()
    qtbot.waitUntil(lambda: window.centre.browsing)
    assert field.hasFocus()
    window.viewing.open(window.centre.grid.ids[0])
    qtbot.waitUntil(lambda: window.centre.viewing)
    field.setFocus()
    QTest.keyClicks(field, "IMG_0001")
    qtbot.waitUntil(lambda: window.centre.browsing)
    shows(qtbot, window, Filter(text="IMG_0001"))
    assert field.hasFocus(), "one may go on typing"
    window.viewing.open(window.centre.grid.ids[0])
    qtbot.waitUntil(lambda: window.centre.viewing)
    window.filtering.ask_menu()
    qtbot.waitUntil(lambda: window.filtering.menu is not None)
    assert window.centre.browsing
    window.filtering.menu.close()  # type: ignore[union-attr]


def test_long_names_push_no_tool_out_of_the_window(qtbot: QtBot, make_window: MakeWindow) -> None:
    library = FakeLibrary(count=30)
    long = "Holidays by the sea with grandparents, cousins & all the dogs of the neighbours, 2019"
    window = make_window(library)
    roots = [replace(root, path=f"/home/ada/{long}") for root in library.roots()][:1]
    window.topbar.show_folders(roots, ())
    window.resize(900, 600)
    last = window.topbar.actions()[-1]
    qtbot.waitUntil(lambda: window.width() == 900 and window.topbar.width() == 900)
    assert window.topbar.widgetForAction(last).isVisible()
    assert window.topbar.widgetForAction(last).geometry().right() <= 900
    assert long in window.topbar.folders.toolTip()
    window.filtering.narrow(text=long)
    bar = window.centre.filter_bar
    qtbot.waitUntil(lambda: bool(bar.drops))
    assert bar.drops[0].geometry().right() <= bar.width()


def test_an_empty_library_offers_no_map(make_window: MakeWindow) -> None:
    window = make_window(count=0)
    assert not window.actions_["map"].isEnabled()
    assert not window.centre.filter_bar.text.isVisible()


def test_an_empty_result_says_which_filter_to_drop(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.centre.filter_bar
    window.filtering.narrow(place=("IN",))
    window.filtering.narrow(formats=("PNG",))
    qtbot.waitUntil(lambda: bool(bar.drops), timeout=5000)
    assert window.centre.browsing, "the map and the timeline stay in reach"
    count = len(window.session.library.photo_ids(Filter(place=("IN",))))
    assert [drop.text() for drop in bar.drops] == [f"PNG ({count} photos)"]
    bar.drops[0].click()
    shows(qtbot, window, Filter(place=("IN",)))
    assert not bar.drops
    assert words(window) == ["India"]


def test_the_menu_offers_what_is_there_with_counts_of_the_view(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.sidebar.choose(("cluster", 1))
    shows(qtbot, window, Filter(cluster=1))
    library = window.session.library
    found = open_menu(qtbot, window)
    assert "Format/JPEG" in found
    assert "Format/PNG" not in found
    year = next(name for name in found if name.startswith("Date/20")).split("/")[1]
    shown = found[f"Date/{year}/All of {year}"]
    assert "Place/Germany/Munich" in found or "Place/India/Kochi" in found
    undated = len(library.photo_ids(Filter(cluster=1, undated=True)))
    if undated:
        assert found["Date/Undated"].text() == f"Undated\t{undated}"
    shown.trigger()
    shows(qtbot, window, Filter(cluster=1, date=(int(year),)))
    assert words(window) == [year]


def test_what_is_deleted_is_what_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.sidebar.choose(("cluster", 1))
    shows(qtbot, window, Filter(cluster=1))
    assert window.centre.header.delete.text() == "Delete cluster..."
    window.filtering.narrow(place=("IN",))
    shows(qtbot, window, Filter(cluster=1, place=("IN",)))
    assert window.centre.header.delete.text() == "Delete all shown..."


def test_the_bar_is_reached_by_keys_and_speaks(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(FakeLibrary(count=30))
    window.filtering.narrow(formats=("JPEG",))
    (chip,) = window.centre.filter_bar.chips
    assert chip.accessibleName() == "Remove the filter JPEG"
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert window.centre.filter_bar.accessibleName() == "Filters: JPEG"
    window.centre.timeline.strip.setFocus()
    reached = []
    while not window.centre.grid.hasFocus():
        reached.append(window.focusWidget())
        assert len(reached) < 10, "the chips lie between the timeline and the wall"
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert reached.index(chip) < reached.index(window.centre.filter_bar.clear)
    assert window.actions_["add-filter"].shortcut().toString() == "Ctrl+Shift+F"


def test_days_from_a_dialog_narrow_while_they_are_chosen(qtbot: QtBot, window: MainWindow) -> None:
    found = open_menu(qtbot, window)
    found["Date/From a day to a day..."].trigger()
    dialog = window.filtering.days_dialog
    assert dialog is not None
    dialog.first.setDate(dialog.first.date().addYears(1))
    days = window.filtering.added.days
    assert days is not None
    shows(qtbot, window, Filter(days=days))
    dialog.last.setDate(dialog.first.date().addDays(-5))
    days = window.filtering.added.days
    assert days is not None
    assert days[0] == days[1], "the first day follows"
    dialog.accept()
