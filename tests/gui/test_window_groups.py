"""Groups corrected in the window: move, new group, merge, split, pin, drag, undo, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import MakeWindow, library_of
from fake_library import FakeLibrary
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photoorg.gui import dragging
from photoorg.gui.dialogs.choose_group import GroupChooser, NewGroupSheet
from photoorg.gui.dialogs.followers import FollowersSheet
from photoorg.gui.dialogs.split import SplitSheet
from photoorg.gui.main_window import MainWindow
from photoorg.gui.models.group_choice import choices, leaves_below, matching
from photoorg.gui.models.tree import Node
from photoorg.records import Cluster

KEY = Qt.Key
CATS, RECEIPTS, KITCHENS = 2, 3, 4


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.writes.idle, timeout=5000)


def open_group(window: MainWindow, qtbot: QtBot, number: int) -> None:
    assert window.sidebar.choose(("cluster", number))
    wanted = library_of(window).members(number)
    qtbot.waitUntil(lambda: sorted(window.centre.grid.ids) == wanted)
    qtbot.waitUntil(window.actions_["merge"].isEnabled)


def choose(window: MainWindow, qtbot: QtBot, count: int) -> list[int]:
    grid = window.centre.grid
    grid.selection.selected, grid.selection.current = set(grid.ids[:count]), 0
    grid.after_selection()
    qtbot.waitUntil(window.actions_["pin"].isEnabled)
    return list(grid.ids[:count])


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, shift: bool = False) -> None:
    window.activateWindow()
    window.centre.grid.setFocus()
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.centre.grid, key, held)


def chooser_of(window: MainWindow) -> GroupChooser:
    sheet = window.arranging.sheet
    assert isinstance(sheet, GroupChooser)
    return sheet


def count_of(window: MainWindow, number: int) -> int:
    return {c.id: c.size for c in window.session.snapshot.clusters}.get(number, 0)


def said(window: MainWindow) -> str:
    bar = window.arranging.writes.bar
    return bar.words.text() if bar.isVisible() else ""


# --- photos


def test_by_keyboard_alone_photos_move_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids, before = choose(window, qtbot, 3), count_of(window, RECEIPTS)
    press(window, qtbot, KEY.Key_G)
    sheet = chooser_of(window)
    assert sheet.heading.text() == "Move 3 photos to a group"
    qtbot.keyClicks(sheet.typed, "rece")
    assert sheet.go.text() == "Move 3 photos"
    assert "Move 3 photos to Receipts." in sheet.summary.text()
    qtbot.keyClick(sheet.typed, KEY.Key_Return)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: count_of(window, RECEIPTS) == before + 3)  # the tree
    qtbot.waitUntil(lambda: not set(ids) & set(window.centre.grid.ids))  # the wall
    assert said(window) == "3 photos moved to Receipts."

    window.arranging.writes.bar.action.click()
    qtbot.waitUntil(lambda: set(ids) <= set(window.centre.grid.ids))
    assert said(window) == ""
    assert window.notice.words.text() == "Undone: 3 photos moved to Receipts"
    window.actions_["redo"].trigger()
    qtbot.waitUntil(lambda: count_of(window, RECEIPTS) == before + 3)


def test_used_lately_comes_first(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    window.arranging.move(choose(window, qtbot, 1), KITCHENS)
    settle(window, qtbot)
    choose(window, qtbot, 1)
    window.actions_["move-group"].trigger()
    assert chooser_of(window).ids == [KITCHENS]
    qtbot.keyClick(chooser_of(window).typed, KEY.Key_Down)
    assert chooser_of(window).ids != [KITCHENS]


def test_a_name_that_no_group_has_makes_a_new_one(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, 2)
    window.actions_["move-group"].trigger()
    sheet = chooser_of(window)
    qtbot.keyClicks(sheet.typed, "Grandma")
    assert sheet.ids == []
    qtbot.keyClick(sheet.typed, KEY.Key_Return)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: said(window) == "New group Grandma of 2 photos.")
    assert sorted(library_of(window).members(100)) == sorted(ids)


def test_a_new_group_is_asked_for_its_name_which_may_be_empty(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, 2)
    press(window, qtbot, KEY.Key_G, shift=True)
    sheet = window.arranging.sheet
    assert isinstance(sheet, NewGroupSheet)
    qtbot.keyClick(sheet.name, KEY.Key_Return)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.sidebar.model.index_of(("cluster", 100)).isValid())
    assert library_of(window).members(100) == sorted(ids)
    qtbot.waitUntil(lambda: said(window) == "New group New group of 2 photos.")


def test_what_does_not_belong_leaves_the_group(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, 2)
    press(window, qtbot, KEY.Key_U)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: not set(ids) & set(window.centre.grid.ids))
    assert said(window) == "2 photos taken out of Cats."


def test_kept_photos_say_so_and_are_released_by_the_same_key(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_group(window, qtbot, CATS)
    (photo,) = choose(window, qtbot, 1)
    press(window, qtbot, KEY.Key_H)
    settle(window, qtbot)
    assert library_of(window).pinned == {photo}
    qtbot.waitUntil(lambda: "you put this photo here" in window.details.certainty.text())
    qtbot.waitUntil(lambda: "1 pinned" in window.centre.header.numbers.text())
    qtbot.waitUntil(lambda: window.actions_["pin"].text() == "No longer keep here")
    thumbnails = window.session.thumbnails
    qtbot.waitUntil(lambda: (known := thumbnails.photo(photo)) is not None and known.placed)
    press(window, qtbot, KEY.Key_H)
    settle(window, qtbot)
    assert library_of(window).pinned == set()
    qtbot.waitUntil(lambda: window.actions_["pin"].text() == "Keep in this group")
    qtbot.waitUntil(lambda: "certainty" in window.details.certainty.text())


def test_unsorted_photos_can_only_be_moved(window: MainWindow, qtbot: QtBot) -> None:
    assert window.sidebar.choose(("unsorted",))
    qtbot.waitUntil(lambda: 0 < len(window.centre.grid.ids) < 50)
    grid = window.centre.grid
    grid.selection.choose(0)
    grid.after_selection()
    qtbot.waitUntil(window.actions_["move-group"].isEnabled)
    qtbot.waitUntil(lambda: "unsorted" in window.actions_["pin"].toolTip())
    assert not window.actions_["not-here"].isEnabled()
    assert not window.actions_["merge"].isEnabled()


def test_without_a_selection_nothing_can_be_moved(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    qtbot.waitUntil(lambda: not window.actions_["move-group"].isEnabled())
    assert window.actions_["move-group"].toolTip() == "Choose photos first."
    press(window, qtbot, KEY.Key_G)
    assert window.arranging.sheet is None


def test_a_library_that_is_only_read_says_why(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(FakeLibrary(count=60, readonly="Another window has this library."))
    grid = window.centre.grid
    grid.selection.choose(0)
    grid.after_selection()
    qtbot.wait(80)
    for name in ("move-group", "new-group", "not-here", "pin", "merge", "split", "pin-group"):
        assert not window.actions_[name].isEnabled()
        assert window.actions_[name].toolTip() == "Another window has this library."
    drop = window.arranging.drops.judge(None, node_of(window, CATS))
    assert drop is not None
    assert not drop.allowed


def test_the_last_photos_of_a_group_take_the_window_along(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, len(window.centre.grid.ids))
    window.arranging.move(ids, KITCHENS)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: count_of(window, CATS) == 0)
    qtbot.waitUntil(lambda: window.browsing.node is not None
                    and window.browsing.node.key == ("cluster", KITCHENS))  # fmt: skip
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: count_of(window, CATS) == len(ids))


def test_in_the_viewer_the_next_photo_takes_the_place(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    first, second = window.centre.grid.ids[:2]
    window.centre.grid.opened.emit(first)
    qtbot.waitUntil(lambda: window.centre.viewing)
    qtbot.waitUntil(window.actions_["not-here"].isEnabled)
    window.actions_["not-here"].trigger()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.centre.viewer.photo is not None
                    and window.centre.viewer.photo.id == second)  # fmt: skip


def test_in_the_review_the_photo_moves_and_the_review_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_group(window, qtbot, CATS)
    first = window.centre.grid.ids[0]
    window.actions_["review"].trigger()
    qtbot.waitUntil(lambda: window.centre.reviewing)
    qtbot.waitUntil(window.actions_["move-group"].isEnabled)
    window.actions_["move-group"].trigger()
    sheet = chooser_of(window)
    qtbot.keyClicks(sheet.typed, "food")
    qtbot.keyClick(sheet.typed, KEY.Key_Return)
    settle(window, qtbot)
    assert library_of(window).group_now(first) == 8
    assert window.centre.reviewing
    assert window.centre.review.toast.text() == "1 photo moved to Food."


def test_similar_photos_are_shown_and_moved_on_request(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, 2)
    others = library_of(window).members(KITCHENS)[:3]
    library_of(window).like[RECEIPTS] = others
    window.arranging.move(ids, RECEIPTS)
    settle(window, qtbot)
    bar = window.arranging.writes.bar
    words = "2 photos moved to Receipts. 3 similar photos would follow."
    qtbot.waitUntil(lambda: said(window) == words)
    assert library_of(window).members(KITCHENS)[:3] == others  # nothing goes along unasked
    bar.detail.click()
    sheet = window.arranging.sheet
    assert isinstance(sheet, FollowersSheet)
    sheet.strip.toggle(1)
    assert sheet.go.text() == "Move 2 photos"
    sheet.go.click()
    settle(window, qtbot)
    assert library_of(window).group_now(others[0]) == RECEIPTS
    assert library_of(window).group_now(others[1]) == KITCHENS
    qtbot.waitUntil(lambda: said(window).startswith("2 photos moved to Receipts. 1 similar"))
    bar.follow.click()
    settle(window, qtbot)
    assert library_of(window).group_now(others[1]) == RECEIPTS


def test_the_bar_never_takes_back_something_else(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    window.arranging.move(choose(window, qtbot, 2), RECEIPTS)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: said(window) != "")
    window.centre.grid.selection.choose(0)
    window.centre.grid.after_selection()
    window.judging.obey("keep")
    settle(window, qtbot)
    assert said(window) == ""


# --- groups


def test_several_groups_are_ticked_and_merged(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    whole = sum(count_of(window, number) for number in (CATS, RECEIPTS, KITCHENS))
    window.actions_["merge"].trigger()
    sheet = chooser_of(window)
    qtbot.keyClicks(sheet.typed, "rec")
    qtbot.keyClick(sheet.typed, KEY.Key_Down)
    qtbot.keyClick(sheet.list, KEY.Key_Space)
    sheet.typed.clear()
    qtbot.keyClicks(sheet.typed, "kit")
    qtbot.keyClick(sheet.typed, KEY.Key_Down)
    qtbot.keyClick(sheet.list, KEY.Key_Space)
    assert sheet.ids == [RECEIPTS, KITCHENS]
    assert sheet.go.text() == "Merge 3 groups"
    assert "Cats" in sheet.summary.text()
    qtbot.keyClick(sheet.list, KEY.Key_Return)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: count_of(window, CATS) == whole)
    assert count_of(window, RECEIPTS) == 0
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == whole)
    assert "all pinned" in window.centre.header.numbers.text()


def test_a_group_that_joined_the_one_it_was_dropped_on_opens_that_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_group(window, qtbot, RECEIPTS)
    window.arranging.drops.drop(node_of(window, RECEIPTS), node_of(window, CATS))
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.browsing.node is not None
                    and window.browsing.node.key == ("cluster", CATS))  # fmt: skip
    qtbot.waitUntil(lambda: count_of(window, RECEIPTS) == 0)


def split_of(window: MainWindow, qtbot: QtBot) -> SplitSheet:
    window.actions_["split"].trigger()
    sheet = window.arranging.sheet
    assert isinstance(sheet, SplitSheet)
    qtbot.waitUntil(lambda: len(sheet.rows) == 2)
    return sheet


def test_a_group_is_split_as_it_was_shown(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    whole = library_of(window).members(CATS)
    sheet = split_of(window, qtbot)
    sheet.parts.setValue(3)
    assert not sheet.go.isEnabled()  # until the parts are on screen
    qtbot.waitUntil(lambda: len(sheet.rows) == 3)
    assert sheet.go.text() == "Split into 3 groups"
    assert sheet.rows[2].box is not None
    sheet.rows[2].box.setChecked(False)
    sheet.rows[1].strip.setFocus()
    qtbot.keyClick(sheet.rows[1].strip, KEY.Key_Space)
    left_out, *parted = sheet.rows[1].strip.ids
    assert sheet.go.text() == "Split into 2 groups"
    sheet.go.click()
    settle(window, qtbot)
    assert library_of(window).members(100) == parted
    assert left_out in library_of(window).members(CATS)
    assert sorted([*parted, *library_of(window).members(CATS)]) == whole
    assert said(window) == "Cats split into 2 groups."
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: count_of(window, CATS) == len(whole))


def test_a_split_that_is_cancelled_or_impossible_changes_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_group(window, qtbot, CATS)
    sheet = split_of(window, qtbot)
    sheet.parts.setValue(50)
    qtbot.waitUntil(lambda: "too few" in sheet.state.text())
    assert not sheet.go.isEnabled()
    sheet.reject()
    assert library_of(window).moved == {}


def test_a_whole_group_is_kept_and_released(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    whole = set(library_of(window).members(CATS))
    window.actions_["pin-group"].trigger()
    settle(window, qtbot)
    assert library_of(window).pinned == whole
    qtbot.waitUntil(lambda: window.actions_["pin-group"].text() == "No longer keep as it is")
    window.actions_["pin-group"].trigger()
    settle(window, qtbot)
    assert library_of(window).pinned == set()


def test_the_menu_of_a_group_offers_what_can_be_done(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.on_entry(window.mapToGlobal(window.rect().center()), node_of(window, CATS))
    menu = next(m for m in window.findChildren(QMenu) if m.isVisible())
    words = [action.text() for action in menu.actions()]
    assert {"Rename cluster...", "Merge with...", "Split...", "Keep as it is"} <= set(words)
    menu.close()


# --- drag and drop


def node_of(window: MainWindow, number: int) -> Node:
    node = window.sidebar.model.node(window.sidebar.model.index_of(("cluster", number)))
    assert node is not None
    return node


def drag_over(window: MainWindow, number: int, kind: str = dragging.PHOTOS) -> Callable[[], bool]:
    """Carry something over a group; call what comes back to let it go there."""
    tree, mime = window.sidebar.tree, dragging.marked(QMimeData(), kind)
    tree.scrollTo(window.sidebar.model.index_of(("cluster", number)))
    spot = tree.visualRect(window.sidebar.model.index_of(("cluster", number))).center()
    action, held = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    button = Qt.MouseButton.LeftButton
    QApplication.sendEvent(tree.viewport(), QDragEnterEvent(spot, action, mime, button, held))
    move = QDragMoveEvent(spot, action, mime, button, held)
    QApplication.sendEvent(tree.viewport(), move)

    def let_go() -> bool:
        drop = QDropEvent(QPointF(spot), action, mime, button, held)
        QApplication.sendEvent(tree.viewport(), drop)
        return drop.isAccepted()

    return let_go


def test_photos_are_dragged_onto_a_group(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    ids = choose(window, qtbot, 4)
    drops = window.sidebar.tree.drops
    let_go = drag_over(window, RECEIPTS)
    assert drops.target == ("cluster", RECEIPTS)
    assert drops.tip.isVisible()
    assert drops.tip.text() == "Move 4 photos to Receipts"
    assert let_go()
    settle(window, qtbot)
    assert {library_of(window).group_now(i) for i in ids} == {RECEIPTS}
    assert drops.target is None
    assert not drops.tip.isVisible()


def test_a_drop_where_they_are_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    choose(window, qtbot, 2)
    let_go = drag_over(window, CATS)
    assert window.sidebar.tree.drops.tip.text() == "They are in this group."
    assert not let_go()
    assert library_of(window).moved == {}


def test_what_another_program_carries_is_not_taken(window: MainWindow, qtbot: QtBot) -> None:
    open_group(window, qtbot, CATS)
    choose(window, qtbot, 2)
    mime = QMimeData()
    mime.setData(dragging.PHOTOS, b"1")  # a window of another process
    assert not window.sidebar.tree.drops.knows(mime)


# --- the list of groups, without a window


def cluster(number: int, title: str, parent: int | None = None, size: int = 1) -> Cluster:
    return Cluster(number, parent, title, size, 0, 0.9, ())


SHOT = [cluster(9, "Paper", size=5), cluster(1, "Bills", 9), cluster(2, "Receipts", 9),
        cluster(3, "Old receipts")]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [("rec", [2, 3]), ("RECEIPTS old", [3]), ("paper", [1, 2]), ("", [1, 2, 3]), ("x", [])],
)
def test_groups_are_found_by_name_or_folder(query: str, found: list[int]) -> None:
    assert [choice.id for choice in matching(choices(SHOT), query)] == found


def test_folders_are_no_target_and_know_their_groups() -> None:
    assert [choice.id for choice in choices(SHOT, recent=[3, 7], without=[1])] == [3, 2]
    assert sorted(leaves_below(SHOT, 9)) == [1, 2]
    assert leaves_below(SHOT, 3) == [3]
