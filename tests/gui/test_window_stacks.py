"""The page of stacks and the goal dialog, by keys and buttons of the real window."""

from __future__ import annotations

import pytest
from fake_library import BYTES, FakeLibrary
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.dialogs.goal import GoalDialog
from photoorg.gui.main_window import MainWindow
from photoorg.gui.views.stacks import StacksView
from photoorg.gui.views.stacks_layout import Spot, StacksLayout
from photoorg.records import Verdict

Key = Qt.Key
PILES = [[1, 12, 23], [2, 13], [3, 14, 25, 36], [4, 15]]


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary(count=110, piles=[list(pile) for pile in PILES], doubles={15})


@pytest.fixture
def stacked(make_window, library: FakeLibrary, qtbot: QtBot) -> MainWindow:
    """A window that shows the stacks of all photos."""
    window: MainWindow = make_window(library)
    window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: window.centre.stacking)
    return window


def page(window: MainWindow) -> StacksView:
    return window.centre.stacks


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(page(window).list, key)


def marks(library: FakeLibrary) -> dict[int, str]:
    return {i: v.mark for i, v in library.judged.items() if v.mark}


def test_the_stacks_of_the_view_are_shown_with_what_they_win(stacked: MainWindow) -> None:
    shown = page(stacked)
    assert [s.ids for s in shown.list.stacks] == [tuple(pile) for pile in PILES]
    assert "11 photos" in shown.numbers.text()
    assert "17 MB can be freed" in shown.numbers.text()
    assert shown.list.hasFocus()
    assert shown.list.photo_id == 1


def test_return_keeps_the_best_and_goes_on_without_deleting(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(stacked, qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: marks(library) == {12: "rejected", 23: "rejected"})
    assert page(stacked).list.stack is not None
    assert page(stacked).list.stack.best == 2
    assert not library.gone
    qtbot.waitUntil(lambda: page(stacked).list.stacks[0].rejectable == ())
    assert [s.best for s in page(stacked).list.stacks] == [1, 2, 3, 4]  # none jumped


def test_all_in_view_are_decided_at_once_and_undone_at_once(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    page(stacked).keep_all.click()
    qtbot.waitUntil(lambda: set(marks(library)) == {12, 23, 13, 14, 25, 36})
    qtbot.waitUntil(lambda: not page(stacked).keep_all.isEnabled())
    stacked.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: marks(library) == {})
    qtbot.waitUntil(lambda: page(stacked).keep_all.isEnabled())


def test_another_photo_can_be_kept_instead(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(stacked, qtbot, Key.Key_Right)
    assert page(stacked).list.photo_id == 12
    press(stacked, qtbot, Key.Key_B)
    qtbot.waitUntil(lambda: marks(library) == {1: "rejected", 23: "rejected"})
    qtbot.waitUntil(lambda: page(stacked).list.stacks[0].best == 12)
    assert page(stacked).list.photo_id == 12


def test_single_photos_are_kept_and_rejected_by_their_keys(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(stacked, qtbot, Key.Key_K)
    qtbot.waitUntil(lambda: marks(library) == {1: "kept"})
    press(stacked, qtbot, Key.Key_Right)
    press(stacked, qtbot, Key.Key_Delete)
    qtbot.waitUntil(lambda: marks(library).get(12) == "rejected")
    assert stacked.deleting.sheet is None  # Delete marks here, and asks nothing
    press(stacked, qtbot, Key.Key_Delete)
    qtbot.waitUntil(lambda: 12 not in marks(library))


def test_one_of_two_exact_copies_is_not_rejected_since_both_would_be(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    press(stacked, qtbot, Key.Key_End)
    stack = page(stacked).list.stack
    assert stack is not None
    assert stack.copies == (15,)
    press(stacked, qtbot, Key.Key_Delete)
    assert "none was rejected" in stacked.notice.words.text()
    press(stacked, qtbot, Key.Key_Right)
    press(stacked, qtbot, Key.Key_Delete)
    assert not marks(library)


def test_not_alike_is_written(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[int, ...]] = []
    from photoorg.records import Changes

    monkeypatch.setattr(
        library, "not_alike", lambda ids: said.append(tuple(ids)) or Changes(decisions=True)
    )
    press(stacked, qtbot, Key.Key_N)
    qtbot.waitUntil(lambda: said == [(1, 12, 23)])
    page(stacked).list.focus_on(Spot(3, 0))  # exact copies are alike: the key does nothing
    press(stacked, qtbot, Key.Key_N)
    assert len(said) == 1


def test_exact_copies_go_through_the_delete_sheet_only(
    stacked: MainWindow, library: FakeLibrary, qtbot: QtBot
) -> None:
    assert not page(stacked).copies.isHidden()
    page(stacked).copies.click()
    qtbot.waitUntil(lambda: stacked.deleting.sheet is not None)
    assert stacked.deleting.sheet is not None
    stacked.deleting.sheet.reject()
    assert not library.gone


def test_arrows_go_from_photo_to_photo_and_from_stack_to_stack(
    stacked: MainWindow, qtbot: QtBot
) -> None:
    chosen = page(stacked).list
    for _ in range(3):
        press(stacked, qtbot, Key.Key_Right)
    assert chosen.photo_id == 2
    press(stacked, qtbot, Key.Key_Left)
    assert chosen.photo_id == 23
    press(stacked, qtbot, Key.Key_End)
    assert chosen.photo_id == 4
    press(stacked, qtbot, Key.Key_Right)
    press(stacked, qtbot, Key.Key_Right)
    assert chosen.photo_id == 15
    press(stacked, qtbot, Key.Key_Home)
    assert chosen.photo_id == 1


def test_comparing_a_stack_comes_back_to_it(stacked: MainWindow, qtbot: QtBot) -> None:
    press(stacked, qtbot, Key.Key_C)
    qtbot.waitUntil(lambda: stacked.centre.reviewing)
    stacked.judging.reviewing.obey("leave")
    if stacked.centre.reviewing:
        stacked.judging.reviewing.obey("finish")
    qtbot.waitUntil(lambda: stacked.centre.stacking)
    assert page(stacked).list.photo_id == 1


def test_escape_and_another_entry_lead_back_to_the_photos(
    stacked: MainWindow, qtbot: QtBot
) -> None:
    press(stacked, qtbot, Key.Key_Escape)
    assert stacked.centre.browsing
    stacked.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: stacked.centre.stacking)
    stacked.sidebar.choose(("cluster", 3))
    qtbot.waitUntil(lambda: stacked.centre.browsing)


def test_a_click_chooses_a_photo(stacked: MainWindow, qtbot: QtBot) -> None:
    chosen = page(stacked).list
    layout = StacksLayout([len(s.ids) for s in chosen.stacks], chosen.viewport().width())
    middle = layout.cell(0, 2).center()
    qtbot.mouseClick(chosen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle))
    assert chosen.photo_id == 23


def test_a_view_without_stacks_says_so(make_window, qtbot: QtBot) -> None:
    window: MainWindow = make_window(count=30)
    window.centre.header.stacks.click()
    qtbot.waitUntil(lambda: window.centre.stacking)
    assert page(window).none.isVisible()
    assert not page(window).keep_all.isEnabled()


# --- the goal ------------------------------------------------------------------------------------


@pytest.fixture
def goal(stacked: MainWindow, qtbot: QtBot) -> GoalDialog:
    stacked.actions_["goal"].trigger()
    qtbot.waitUntil(lambda: stacked.stacking.goal is not None)
    dialog = stacked.stacking.goal
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() > 0)
    return dialog


def test_the_goal_lists_what_can_go_and_what_was_won(goal: GoalDialog) -> None:
    first = [goal.list.topLevelItem(n).text(0) for n in range(6)]
    assert first[0] == "Other shots beside IMG_00001.jpg"
    assert first[3] == "Exact copies of IMG_00004.jpg"
    assert first[4].startswith("To look through:")
    assert "November 2026 7" in goal.freed.text()
    assert goal.bar.value() == 7 * BYTES * 1000 // 10**9


def test_marking_the_proposed_deletes_nothing_and_leaves_copies(
    goal: GoalDialog, library: FakeLibrary, qtbot: QtBot
) -> None:
    goal.mark.click()
    qtbot.waitUntil(lambda: set(marks(library)) == {12, 23, 13, 14, 25, 36})
    assert not library.gone
    assert library.verdict(15) == Verdict()


def test_a_cluster_of_the_plan_opens_for_a_look(
    goal: GoalDialog, stacked: MainWindow, qtbot: QtBot
) -> None:
    goal.list.setCurrentItem(goal.list.topLevelItem(4))
    assert goal.look.isVisible()
    goal.look.click()
    qtbot.waitUntil(lambda: stacked.centre.browsing)
    assert stacked.browsing.node is not None
    assert stacked.browsing.node.kind == "cluster"
    assert stacked.stacking.goal is None


# --- layout --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [200, 700, 1000, 2400])
def test_cards_do_not_overlap_and_every_photo_is_found_where_it_lies(width: int) -> None:
    sizes = [2, 7, 3, 40, 2, 2, 5]
    layout = StacksLayout(sizes, width)
    cards = [layout.card(n) for n in range(len(sizes))]
    for n, card in enumerate(cards):
        assert not any(card.intersects(other) for other in cards[:n])
        for photo in range(sizes[n]):
            cell = layout.cell(n, photo)
            assert card.contains(cell)
            assert layout.spot_at(cell.center()) == Spot(n, photo)
    assert max(card.bottom() for card in cards) < layout.height
    assert list(layout.visible(0, layout.height)) == list(range(len(sizes)))
    assert layout.spot_at(QPoint(0, 0)) is None
