"""Review mode with real key presses: marks, comparison, undo, one question at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeWindow, library_of, tasks_of
from fake_library import FakeLibrary, draw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from photoorg.errors import SurroundingsError
from photoorg.gui.main_window import MainWindow
from photoorg.gui.models.full_images import Wish
from photoorg.gui.models.review import Review
from photoorg.records import Changes, Mark, Verdict

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BOTH = CTRL | SHIFT


class Keyboard:
    """Presses keys where the focus is, and waits until they are written."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def press(
        self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for key in keys:
            self.qtbot.keyClick(self.focus(), key, held)
        self.qtbot.waitUntil(lambda: self.window.session.writes.idle)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    @property
    def review(self) -> Review:
        review = self.window.judging.reviewing.review
        assert review is not None
        return review

    def place(self) -> int:
        return self.review.index + 1

    def until_open(self) -> None:
        self.qtbot.waitUntil(lambda: self.window.centre.reviewing)

    def until_closed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.centre.reviewing)
        self.window.activateWindow()  # as a window manager does when a sheet closes


@pytest.fixture
def reviewed(window: MainWindow, qtbot: QtBot) -> Keyboard:
    """A review of 110 photos, just begun with the key."""
    window.activateWindow()
    window.centre.grid.setFocus()
    keyboard = Keyboard(window, qtbot)
    keyboard.press(KEY.Key_R)
    keyboard.until_open()
    return keyboard


def mark(window: MainWindow, photo_id: int) -> Mark | None:
    return library_of(window).verdict(photo_id).mark


def toast(window: MainWindow) -> str:
    return window.centre.review.toast.text()


def test_two_hundred_photos_are_reviewed_without_the_mouse(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(count=2200)
    window.activateWindow()
    keyboard, library = Keyboard(window, qtbot), library_of(window)
    window.sidebar.tree.setFocus()
    keyboard.press(KEY.Key_Home, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down)
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 200)
    ids = list(window.centre.grid.ids)
    keyboard.press(KEY.Key_R)
    keyboard.until_open()
    assert len(keyboard.review.ids) == 200

    for place in range(150):  # every third goes, every third stays, the rest is only seen
        keyboard.press((KEY.Key_Delete, KEY.Key_K, KEY.Key_Right)[place % 3])
    assert keyboard.place() == 151
    words = window.centre.review.head.progress.text()
    assert words.startswith("151 of 200 · 50 rejected, 120 MB · 50 kept")

    keyboard.press(KEY.Key_Right, held=SHIFT)  # this one and the next, side by side
    keyboard.press(KEY.Key_C)
    assert [side.pane.photo.id for side in sides(window)] == ids[150:152]  # type: ignore[union-attr]
    keyboard.press(KEY.Key_Left, KEY.Key_Delete)
    keyboard.press(KEY.Key_Escape)
    assert mark(window, ids[150]) == "rejected"

    keyboard.press(KEY.Key_Z, KEY.Key_Z, held=CTRL)  # that one, and the 149th
    assert "Undone" in toast(window)
    assert mark(window, ids[150]) is None
    assert mark(window, ids[148]) is None
    assert keyboard.place() == 149, "it goes to the photo that is about"
    keyboard.press(KEY.Key_Z, held=BOTH)
    assert mark(window, ids[148]) == "kept"

    keyboard.press(KEY.Key_End, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    sheet = window.deleting.sheet
    assert sheet is not None
    assert not library.gone, "marking deletes nothing"
    qtbot.keyClick(sheet.keep, KEY.Key_Tab)
    qtbot.keyClick(sheet.move_button, KEY.Key_Return)
    keyboard.until_closed()
    qtbot.waitUntil(lambda: len(library.gone) == 50)
    assert library.gone == {i for n, i in enumerate(ids[:150]) if n % 3 == 0}
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 150)
    assert library.verdict(ids[1]).reviewed
    assert library.verdict(ids[199]).reviewed
    assert not library.verdict(ids[180]).reviewed, "what was jumped over was not reviewed"

    keyboard.press(KEY.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: not library.gone)
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 200)
    assert mark(window, ids[0]) == "rejected"


def sides(window: MainWindow) -> list:  # type: ignore[type-arg]
    return window.centre.review.compare.sides


def test_each_key_does_what_the_page_of_keys_says(reviewed: Keyboard) -> None:
    window = reviewed.window
    first, second, third = reviewed.review.ids[:3]
    reviewed.press(KEY.Key_Space)
    assert (mark(window, first), reviewed.place()) == ("rejected", 1)
    reviewed.press(KEY.Key_Space)
    assert mark(window, first) is None
    reviewed.press(KEY.Key_Delete)
    assert (mark(window, first), reviewed.place()) == ("rejected", 2)
    reviewed.press(KEY.Key_K)
    assert (mark(window, second), reviewed.place()) == ("kept", 3)
    reviewed.press(KEY.Key_9, KEY.Key_Left)
    assert mark(window, third) == "rejected"
    reviewed.press(KEY.Key_4)
    reviewed.press(KEY.Key_F)
    verdict = library_of(window).verdict(reviewed.review.current)
    assert (verdict.mark, verdict.rating, verdict.favourite) == ("rejected", 4, True)
    reviewed.press(KEY.Key_0)
    verdict = library_of(window).verdict(reviewed.review.current)
    assert (verdict.mark, verdict.rating, verdict.favourite) == (None, 0, True)
    reviewed.press(KEY.Key_End)
    assert reviewed.place() == 110
    reviewed.press(KEY.Key_Home, KEY.Key_Down, KEY.Key_PageDown, KEY.Key_Up)
    assert reviewed.place() == 2
    assert not tasks_of(window).calls
    assert window.deleting.sheet is None


def test_the_mark_stands_on_the_photo_the_strip_and_the_buttons(reviewed: Keyboard) -> None:
    view = reviewed.window.centre.review
    reviewed.press(KEY.Key_Space, KEY.Key_3)
    assert view.buttons.reject.isChecked()
    assert not view.buttons.keep.isChecked()
    assert view.buttons.stars.rating == 3
    assert (
        "Rejected" in view.pane.accessibleDescription() or "1 rejected" in view.head.progress.text()
    )
    view.buttons.reject.click()
    assert not view.buttons.reject.isChecked()
    reviewed.qtbot.waitUntil(lambda: mark(reviewed.window, reviewed.review.current) is None)


def test_escape_goes_back_one_step_at_a_time(reviewed: Keyboard) -> None:
    view = reviewed.window.centre.review
    reviewed.press(KEY.Key_C)
    assert view.comparing
    reviewed.press(KEY.Key_Escape)
    assert not view.comparing
    reviewed.press(KEY.Key_Return)
    assert view.strip.isHidden()
    reviewed.press(KEY.Key_Escape)
    assert not view.strip.isHidden()
    reviewed.press(KEY.Key_Escape)
    reviewed.until_closed()
    assert reviewed.window.deleting.sheet is None, "nothing was rejected, nothing is asked"
    assert reviewed.window.topbar.isVisible()
    assert not reviewed.window.sidebar.isHidden()


def test_saying_keep_at_the_end_deletes_nothing_and_offers_it_again(reviewed: Keyboard) -> None:
    window, qtbot = reviewed.window, reviewed.qtbot
    reviewed.press(KEY.Key_Delete, KEY.Key_Delete, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    assert window.deleting.sheet is not None
    qtbot.keyClick(window.deleting.sheet, KEY.Key_Escape)
    reviewed.until_closed()
    assert not library_of(window).gone
    assert "nothing was deleted" in window.notice.words.text()
    window.notice.action.click()
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    window.deleting.sheet.reject()


def test_ctrl_z_takes_back_the_latest_thing_whatever_it_was(
    reviewed: Keyboard, qtbot: QtBot
) -> None:
    window, library = reviewed.window, library_of(reviewed.window)
    first = reviewed.review.ids[0]
    reviewed.press(KEY.Key_Delete, KEY.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    assert window.deleting.sheet is not None
    window.deleting.sheet.move_button.click()
    reviewed.until_closed()
    qtbot.waitUntil(lambda: library.gone == {first})
    qtbot.waitUntil(lambda: first not in window.centre.grid.ids)
    window.centre.grid.setFocus()
    reviewed.press(KEY.Key_Home, KEY.Key_K)
    second = window.centre.grid.ids[0]
    qtbot.waitUntil(lambda: mark(window, second) == "kept")

    reviewed.press(KEY.Key_Z, held=CTRL)
    assert mark(window, second) is None
    assert library.gone == {first}
    assert "1 photo kept" in window.notice.words.text().replace("photo(s)", "photo")
    reviewed.press(KEY.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: not library.gone)
    reviewed.press(KEY.Key_Z, KEY.Key_Z, held=CTRL)  # the end of the review, then the mark
    assert mark(window, first) is None
    assert library.verdict(first).reviewed is None
    reviewed.press(KEY.Key_Z, held=CTRL)
    assert "nothing more" in window.notice.words.text()


def test_a_refused_write_shows_what_holds_and_says_why(
    reviewed: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reviewed.window

    def refuse(*_: object) -> Changes:
        raise SurroundingsError("Another photoorg has this library open.", "Close it.")

    monkeypatch.setattr(library_of(window), "mark", refuse)
    reviewed.press(KEY.Key_Delete)
    assert reviewed.review.rejected() == []
    assert "Another photoorg" in window.notice.words.text()


def test_marks_are_written_even_if_the_window_closes_at_once(
    reviewed: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, library = reviewed.window, library_of(reviewed.window)
    ids = list(reviewed.review.ids[:5])
    for _ in ids:
        reviewed.qtbot.keyClick(reviewed.focus(), KEY.Key_Delete)
    window.close()
    assert [library.verdict(i).mark for i in ids] == ["rejected"] * 5
    assert library.closed


def test_a_second_review_begins_where_the_first_ended(reviewed: Keyboard) -> None:
    window, qtbot = reviewed.window, reviewed.qtbot
    reviewed.press(*[KEY.Key_Right] * 30, KEY.Key_Escape)
    reviewed.until_closed()
    window.centre.grid.selection.clear()
    window.centre.grid.selection.current = -1
    reviewed.press(KEY.Key_R)
    reviewed.until_open()
    assert reviewed.place() == 32
    assert qtbot is not None


def test_a_reviewed_cluster_says_so_and_new_photos_ask_again(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(count=110)
    window.activateWindow()
    keyboard, library = Keyboard(window, qtbot), library_of(window)
    assert window.sidebar.choose(("cluster", 2))
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 10)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_R)
    keyboard.until_open()
    keyboard.press(*[KEY.Key_Right] * 9, KEY.Key_Escape)
    keyboard.until_closed()
    qtbot.waitUntil(lambda: "reviewed" in window.centre.header.numbers.text(), timeout=4000)
    library.count = 121  # one more photo of this cluster has come
    window.session.notify(Changes(photos=True, clusters=True))
    qtbot.waitUntil(lambda: "1 to review" in window.centre.header.numbers.text())
    window.centre.header.shown.choose("unreviewed")
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 1)
    # the size of that one photo, not of its cluster
    qtbot.waitUntil(lambda: window.centre.header.numbers.text() == "1 of 11 photos · 2.4 MB")
    window.centre.header.shown.choose("kept")
    qtbot.waitUntil(lambda: window.centre.header.numbers.text() == "0 of 11 photos")


def test_comparing_from_the_wall_shares_one_zoom(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    keyboard = Keyboard(window, qtbot)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_Right, KEY.Key_Right, held=SHIFT)
    keyboard.press(KEY.Key_C)
    keyboard.until_open()
    view = window.centre.review
    qtbot.waitUntil(lambda: view.comparing)
    assert len(view.compare.sides) == 3
    assert "same place" in view.name.text() or "|" in view.name.text()
    keyboard.press(KEY.Key_Z)
    magnified = {round(side.pane.view[0] or 0, 3) for side in view.compare.sides}
    assert len(magnified) == 1
    assert magnified != {0}
    before = view.compare.sides[2].pane.view[1].x()
    keyboard.press(KEY.Key_Right, held=CTRL)
    assert view.compare.sides[2].pane.view[1].x() > before
    keyboard.press(KEY.Key_Right, KEY.Key_K)
    assert mark(window, window.centre.grid.ids[1]) == "kept"
    keyboard.press(KEY.Key_Return)
    assert not view.comparing


def test_a_comparison_asked_for_on_the_wall_leads_back_to_it_in_one_step(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    keyboard, library = Keyboard(window, qtbot), library_of(window)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_9)
    qtbot.waitUntil(lambda: library.verdict(window.centre.grid.ids[0]).mark == "rejected")
    keyboard.press(KEY.Key_Right, held=SHIFT)
    keyboard.press(KEY.Key_C)
    qtbot.waitUntil(lambda: window.centre.review.comparing)
    keyboard.press(KEY.Key_Escape)
    keyboard.until_closed()
    assert window.deleting.sheet is None, "it was rejected before: a look asks nothing"
    assert window.centre.browsing


def test_rejecting_a_photo_says_that_its_exact_copy_is_rejected_too(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = FakeLibrary(count=20)
    single = library.photo
    monkeypatch.setattr(library, "photo", lambda i: replace(single(i), hash=f"{i // 2:064x}"))
    window = make_window(library)
    window.activateWindow()
    window.centre.grid.setFocus()
    keyboard = Keyboard(window, qtbot)
    keyboard.press(KEY.Key_R)
    keyboard.until_open()
    keyboard.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Delete)
    assert "and 1 exact copy of it" in toast(window)


def test_an_undo_puts_away_what_the_bar_said_of_something_older(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    keyboard, library = Keyboard(window, qtbot), library_of(window)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_K)
    qtbot.waitUntil(lambda: library.verdict(window.centre.grid.ids[0]).mark == "kept")
    window.undo_bar.show_words("45 photos are back in their place.", "check")
    keyboard.press(KEY.Key_Z, held=CTRL)
    qtbot.waitUntil(lambda: "Undone" in window.notice.words.text())
    assert window.undo_bar.isHidden()


def test_more_than_four_are_not_compared(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    keyboard = Keyboard(window, qtbot)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_A, held=CTRL)
    keyboard.press(KEY.Key_C)
    assert "two to four" in window.notice.words.text()
    assert window.centre.browsing


def test_the_next_photos_are_decoded_before_they_are_asked_for(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    library = FakeLibrary(count=12, photo_folder=str(tmp_path))
    for photo_id in range(1, 13):
        photo = library.photo(photo_id)
        draw(photo_id, photo.width // 4, photo.height // 4).save(photo.path, "JPEG", 85)
    window = make_window(library)
    window.activateWindow()
    window.centre.grid.setFocus()
    keyboard = Keyboard(window, qtbot)
    keyboard.press(KEY.Key_R)
    keyboard.until_open()
    pane, images = window.centre.review.pane, window.session.images

    def ready(photo_id: int) -> bool:
        return images.get(pane.wish(library.photo(photo_id))) is not None

    qtbot.waitUntil(lambda: all(ready(photo_id) for photo_id in range(1, 6)))
    keyboard.press(KEY.Key_Right)
    assert pane.photo is not None
    assert pane.photo.id == 2
    assert pane.sharp, "at once, without a wait"
    keyboard.press(KEY.Key_Z)
    pane.move_view(0.1, 0.1)
    spot = pane.view[1]
    keyboard.press(KEY.Key_Right)
    assert pane.scale is not None
    assert pane.view[1] == spot, "the spot stays when going on"
    third = library.photo(3)
    qtbot.waitUntil(lambda: images.get(Wish(3, third.path, None, third.hash)) is not None)


def test_the_viewer_has_visible_buttons_that_decide(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    keyboard = Keyboard(window, qtbot)
    window.centre.grid.setFocus()
    keyboard.press(KEY.Key_Home, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.centre.viewing)
    viewer = window.centre.viewer
    photo_id = viewer.photo.id if viewer.photo else -1
    viewer.buttons.keep.click()
    qtbot.waitUntil(lambda: mark(window, photo_id) == "kept")
    viewer.buttons.favourite.click()
    qtbot.waitUntil(lambda: library_of(window).verdict(photo_id).favourite)
    assert viewer.buttons.keep.isChecked()
    qtbot.waitUntil(lambda: "Kept" in said(window.details))
    viewer.delete.click()
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    assert window.deleting.sheet is not None
    window.deleting.sheet.reject()


def said(widget: QWidget) -> str:
    return " ".join(child.accessibleName() for child in widget.findChildren(QWidget))


def test_menu_toggles_show_their_state(window: MainWindow) -> None:
    header = window.centre.header
    for button in (header.order, header.shown):
        actions = button.menu().actions()
        assert [action.isChecked() for action in actions].count(True) == 1
        actions[2].trigger()
        assert actions[2].isChecked()
        assert button.text() == actions[2].text()


def test_a_choice_that_hides_everything_stays_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    header = window.centre.header
    header.shown.choose("rejected")
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 0)
    assert window.centre.browsing
    assert header.shown.text() == "Rejected"
    header.shown.choose("all")
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 110)


def test_delete_takes_what_is_shown_and_no_more(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.choose(("cluster", 2))
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 10)
    gone = list(window.centre.grid.ids[:3])
    library_of(window).mark(gone, "rejected")
    window.centre.header.shown.choose("rejected")
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 3)
    assert window.centre.header.delete.text() == "Delete all shown..."
    window.centre.header.delete.click()
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    assert window.deleting.sheet is not None
    window.deleting.sheet.move_button.click()
    qtbot.waitUntil(lambda: library_of(window).gone == set(gone))


def test_photos_that_go_while_they_are_reviewed_leave_the_review(reviewed: Keyboard) -> None:
    window = reviewed.window
    gone = reviewed.review.ids[:3]
    library_of(window).gone |= set(gone)
    window.session.notify(Changes(photos=True))
    reviewed.qtbot.waitUntil(lambda: len(reviewed.review.ids) == 107)
    assert reviewed.place() == 1
    assert window.centre.reviewing


def test_every_button_of_the_review_can_be_named(reviewed: Keyboard) -> None:
    view = reviewed.window.centre.review
    for button in view.findChildren(QToolButton):
        assert button.accessibleName() or button.text()


def test_protected_photos_say_that_they_stay(reviewed: Keyboard) -> None:
    first = reviewed.review.ids[0]
    library_of(reviewed.window).judged[first] = Verdict(protected=True)
    reviewed.review.decide({first: Verdict(protected=True)})
    reviewed.press(KEY.Key_Delete)
    assert "will not be deleted" in toast(reviewed.window)
