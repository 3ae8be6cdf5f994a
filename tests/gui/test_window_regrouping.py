"""Grouping again in the window: the bar, what changed, back and forward; by keys and buttons."""

from __future__ import annotations

import pytest
from conftest import MakeWindow, library_of, tasks_of
from fake_library import FakeLibrary
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.dialogs.regrouped import RegroupedSheet
from photoorg.gui.main_window import MainWindow
from photoorg.gui.views.bars import NoticeBar

Key = Qt.Key


@pytest.fixture
def regrouped(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in which all photos have just been grouped again."""
    qtbot.waitUntil(window.actions_["regroup"].isEnabled)
    window.actions_["regroup"].trigger()
    qtbot.waitUntil(lambda: bar(window).isVisible() and window.session.jobs.running is None)
    qtbot.waitUntil(window.actions_["group-back"].isEnabled)
    return window


def bar(window: MainWindow) -> NoticeBar:
    return window.group_bar


def sheet(window: MainWindow, qtbot: QtBot) -> RegroupedSheet:
    qtbot.waitUntil(lambda: window.regrouping.sheet is not None)
    found = window.regrouping.sheet
    assert found is not None
    return found


def test_before_the_first_grouping_nothing_is_offered(make_window: MakeWindow) -> None:
    window = make_window(count=20, grouped=False)
    names = ("regroup", "regrouped", "group-back", "group-forward")
    assert not any(window.actions_[name].isEnabled() for name in names)


def test_grouping_again_says_what_it_did(regrouped: MainWindow) -> None:
    assert tasks_of(regrouped).calls == [("regroup", None)]
    assert bar(regrouped).words.text() == "Grouped again: 6 photos moved, 1 new group."
    assert bar(regrouped).detail.text() == "What changed"
    assert bar(regrouped).action.text() == "Back to the grouping before"


def test_back_and_forward_from_the_bar(regrouped: MainWindow, qtbot: QtBot) -> None:
    library = library_of(regrouped)
    qtbot.mouseClick(bar(regrouped).action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.grouping == 1)
    qtbot.waitUntil(lambda: "grouping before is shown" in bar(regrouped).words.text())
    qtbot.waitUntil(lambda: not regrouped.actions_["group-back"].isEnabled())
    qtbot.mouseClick(bar(regrouped).action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.grouping == 2)


def test_photos_that_the_grouping_before_does_not_know_are_placed(
    regrouped: MainWindow, qtbot: QtBot
) -> None:
    library_of(regrouped).unplaced = 3
    regrouped.actions_["group-back"].trigger()
    qtbot.waitUntil(lambda: ("place", None) in tasks_of(regrouped).calls)
    qtbot.waitUntil(lambda: library_of(regrouped).unplaced == 0)


def test_what_changed_is_listed_with_reasons(regrouped: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(bar(regrouped).detail, Qt.MouseButton.LeftButton)
    shown = sheet(regrouped, qtbot)
    said = [shown.list.item(n).toolTip() for n in range(shown.list.count())]
    assert said == [
        "Cats → Screenshots\nThey were on the border of two groups: certainty 54 %, now 70 %",
        "Receipts → Unsorted\nThey resemble no group enough now; certainty 31 %",
    ]
    assert shown.list.hasFocus()
    assert len(shown.list.pictures) == 6


def test_return_leads_to_the_photos_of_a_move(regrouped: MainWindow, qtbot: QtBot) -> None:
    regrouped.actions_["regrouped"].trigger()
    shown = sheet(regrouped, qtbot)
    qtbot.keyClick(shown.list, Key.Key_Down)
    qtbot.keyClick(shown.list, Key.Key_Return)
    qtbot.waitUntil(lambda: regrouped.regrouping.sheet is None)
    found = library_of(regrouped).regrouped
    assert found is not None
    chosen = regrouped.centre.grid.selection
    qtbot.waitUntil(lambda: chosen.selected == set(found.moves[1].ids))
    assert regrouped.browsing.node is not None
    assert regrouped.browsing.node.key == ("unsorted",)
    assert regrouped.focusWidget() is regrouped.centre.grid


def test_back_from_the_sheet(regrouped: MainWindow, qtbot: QtBot) -> None:
    regrouped.actions_["regrouped"].trigger()
    qtbot.mouseClick(sheet(regrouped, qtbot).back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library_of(regrouped).grouping == 1)


def index(window: MainWindow, qtbot: QtBot, result: dict[str, object]) -> None:
    """Scan again; the job returns this."""
    tasks_of(window).index_job = lambda ctx: result
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: any(name == "index" for name, _ in tasks_of(window).calls))
    qtbot.waitUntil(lambda: window.session.jobs.running is None)


def test_a_scan_that_grouped_anew_says_so(window: MainWindow, qtbot: QtBot) -> None:
    found = library_of(window).group_again()
    index(window, qtbot, {"new": 30, "regrouped": found})
    qtbot.waitUntil(lambda: "6 photos moved" in bar(window).words.text())


def test_grouping_again_is_offered_after_a_scan_that_found_many(
    window: MainWindow, qtbot: QtBot
) -> None:
    library_of(window).came_since = 25
    index(window, qtbot, {"new": 25, "regrouped": None})
    qtbot.waitUntil(lambda: bar(window).isVisible())
    assert "25 photos came since the last grouping" in bar(window).words.text()
    qtbot.mouseClick(bar(window).action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("regroup", None) in tasks_of(window).calls)


def test_a_few_new_photos_are_no_matter(window: MainWindow, qtbot: QtBot) -> None:
    library_of(window).came_since = 3
    index(window, qtbot, {"new": 3, "regrouped": None})
    qtbot.waitUntil(lambda: window.regrouping.state.new == 3)
    assert not bar(window).isVisible()


def test_a_library_that_can_only_be_read_is_not_grouped(make_window: MakeWindow) -> None:
    window = make_window(FakeLibrary(count=20, readonly="It can only be read."))
    assert not window.actions_["regroup"].isEnabled()


def test_broader_and_finer_by_key(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=60, level_count=4)
    qtbot.waitUntil(lambda: window.centre.header.level.maximum() == 3)
    before = window.centre.header.level.value()
    window.actions_["broader"].trigger()
    qtbot.waitUntil(lambda: len(window.session.snapshot.clusters) == 8)
    assert window.centre.header.level.value() == before + 1
    window.actions_["finer"].trigger()
    qtbot.waitUntil(lambda: len(window.session.snapshot.clusters) == 10)
