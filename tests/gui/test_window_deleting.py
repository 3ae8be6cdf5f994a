"""Deleting asks once, shows Undo, and what was taken back is shown again."""

from __future__ import annotations

from dataclasses import replace

from conftest import MakeWindow, library_of, tasks_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui.counted import COUNTED
from photoorg.gui.dialogs.delete import DeleteSheet, lines
from photoorg.gui.dialogs.history import state
from photoorg.gui.main_window import MainWindow
from photoorg.records import DeleteReport, Failure, Forecast, Operation, VolumeForecast


def sheet_of(window: MainWindow, qtbot: QtBot) -> DeleteSheet:
    qtbot.waitUntil(lambda: window.deleting.sheet is not None)
    sheet = window.deleting.sheet
    assert sheet is not None
    return sheet


def open_cluster(window: MainWindow, qtbot: QtBot, number: int) -> list[int]:
    window.sidebar.choose(("cluster", number))
    title = library_of(window).title(number)
    qtbot.waitUntil(lambda: window.centre.header.title.text() == title)
    return list(window.centre.grid.ids)


def delete_cluster(window: MainWindow, qtbot: QtBot, number: int) -> list[int]:
    ids = open_cluster(window, qtbot, number)
    window.centre.header.delete.click()
    sheet_of(window, qtbot).move_button.click()
    qtbot.waitUntil(lambda: library_of(window).gone == set(ids))
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden())
    return ids


def test_a_cluster_is_deleted_after_one_question(window: MainWindow, qtbot: QtBot) -> None:
    ids = open_cluster(window, qtbot, 3)
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    assert sheet.heading.text() == "Move 10 photos to the trash?"
    assert sheet.keep.hasFocus() or sheet.focusWidget() is sheet.keep
    assert not library_of(window).gone
    sheet.move_button.click()
    qtbot.waitUntil(lambda: library_of(window).gone == set(ids))
    assert [name for name, _ in tasks_of(window).calls] == ["delete"]
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden())
    assert window.undo_bar.words.text() == COUNTED.moved_to_trash(10).format("24 MB")
    assert window.undo_bar.action.text() == "Undo"
    assert window.deleting.sheet is None


def test_keeping_touches_nothing(window: MainWindow, qtbot: QtBot) -> None:
    open_cluster(window, qtbot, 3)
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)  # the safe button is the default
    qtbot.waitUntil(lambda: window.deleting.sheet is None)
    assert tasks_of(window).calls == []
    assert window.undo_bar.isHidden()


def test_the_next_cluster_opens_after_one_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    delete_cluster(window, qtbot, 3)
    qtbot.waitUntil(
        lambda: window.browsing.node is not None and window.browsing.node.key != ("cluster", 3)
    )
    assert window.browsing.node is not None
    assert window.browsing.node.kind in ("cluster", "unsorted")


def test_undo_brings_the_photos_and_the_view_back(window: MainWindow, qtbot: QtBot) -> None:
    ids = delete_cluster(window, qtbot, 3)
    window.undo_bar.action.click()
    qtbot.waitUntil(lambda: not library_of(window).gone)
    qtbot.waitUntil(lambda: window.undo_bar.words.text() == COUNTED.back(10))
    qtbot.waitUntil(lambda: list(window.centre.grid.ids) == ids)
    assert window.browsing.node is not None
    assert window.browsing.node.key == ("cluster", 3)


def test_ctrl_z_takes_the_last_deletion_back_also_after_a_restart(
    window: MainWindow, make_window: MakeWindow, qtbot: QtBot
) -> None:
    delete_cluster(window, qtbot, 3)
    library = library_of(window)
    again = make_window(library)
    qtbot.waitUntil(lambda: again.session.snapshot.undoable == 1)
    again.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: not library.gone)


def test_return_presses_the_button_that_has_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    ids = open_cluster(window, qtbot, 3)
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    sheet.move_button.setFocus()
    qtbot.keyClick(sheet.move_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: library_of(window).gone == set(ids))


def test_from_the_tree_the_whole_cluster_is_deleted(window: MainWindow, qtbot: QtBot) -> None:
    ids = open_cluster(window, qtbot, 3)
    window.centre.grid.selection.choose(1)
    window.centre.grid.after_selection()
    node = window.sidebar.current
    assert node is not None
    window.chosen.delete_cluster(node)
    sheet = sheet_of(window, qtbot)
    assert sheet.heading.text() == "Move 10 photos to the trash?"
    sheet.move_button.click()
    qtbot.waitUntil(lambda: library_of(window).gone == set(ids))


def test_only_the_selection_is_deleted(window: MainWindow, qtbot: QtBot) -> None:
    ids = open_cluster(window, qtbot, 3)
    window.centre.grid.selection.choose(1)
    window.centre.grid.after_selection()
    assert window.centre.header.delete.text() == "Delete 1 photo..."
    window.actions_["delete"].trigger()
    sheet = sheet_of(window, qtbot)
    assert sheet.heading.text() == "Move 1 photo to the trash?"
    sheet.move_button.click()
    qtbot.waitUntil(lambda: library_of(window).gone == {ids[1]})
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 9)


def test_a_date_is_not_deleted_whole_by_accident(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.choose(("date", 2022))
    qtbot.waitUntil(lambda: window.centre.header.title.text() == "2022")
    assert window.centre.header.delete.isHidden()
    window.actions_["delete"].trigger()
    qtbot.wait(100)
    assert window.deleting.sheet is None


def test_a_disk_without_a_trash_is_refused(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=110, has_trash=False)
    open_cluster(window, qtbot, 3)
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    assert not sheet.move_button.isEnabled()
    assert sheet.heading.text() == "Nothing here can go to the trash"
    sheet.reject()


def test_the_sheet_says_what_goes_and_what_stays() -> None:
    forecast = Forecast(
        photo_ids=(1, 2, 3),
        paths=("/a", "/b", "/c"),
        bytes=4_000_000,
        companions=("/a.xmp", "/b.xmp", "/b.mov"),
        protected=("/p", "/q"),
        volumes=(
            VolumeForecast("/", 3, True, 4_000_000),
            VolumeForecast("/mnt/{usb}", 1, False, 1_000, "no trash"),
        ),
        offline=("/d",),
        sole=("/a", "/b", "/c"),
        sole_ids=(1, 2, 3),
        refused=(Failure("/mnt/{usb}/e", "The disk at /mnt/{usb} has no trash."),),
    )
    assert lines(forecast) == [
        ("4.0 MB go to the trash of the disk /. Undo brings all back.", False),
        (COUNTED.companions(3).format("2 XMP, 1 MOV"), False),
        ("The library has no other copy of them.", False),
        ("2 protected photos stay where they are.", True),
        ("1 photo lies on a disk that is away and stays.", True),
        (COUNTED.stay(1).format("The disk at /mnt/{usb} has no trash."), True),
    ]


def test_the_sheet_counts_each_disk() -> None:
    disks = (VolumeForecast("/", 3, True, 4_000_000), VolumeForecast("/mnt/{usb}", 2, True, 1_000))
    said = lines(Forecast((1, 2, 3, 4, 5), ("/a",) * 5, 4_001_000, volumes=disks))
    assert [words for words, _ in said[:3]] == [
        "4.0 MB go to the trash of each disk. Undo brings all back.",
        COUNTED.on_disk(3, "/").format("4.0 MB"),
        COUNTED.on_disk(2, "/mnt/{usb}").format("1.0 kB"),
    ]
    assert "/mnt/{usb}" in said[2][0]


def test_rated_photos_can_be_left_out(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    ids = open_cluster(window, qtbot, 3)
    library.rate(ids[:2], 5)
    library.mark(ids[2:3], "kept")
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    assert sheet.keep_rated.isVisible()
    qtbot.keyClick(sheet.keep_rated, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(sheet.forecast.photo_ids) == 7)
    assert sheet.heading.text() == "Move 7 photos to the trash?"
    qtbot.keyClick(sheet.keep_rated, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(sheet.forecast.photo_ids) == 10)
    qtbot.keyClick(sheet.keep_rated, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(sheet.forecast.photo_ids) == 7)
    sheet.move_button.click()
    qtbot.waitUntil(lambda: library.gone == set(ids[3:]))


def test_sole_copies_can_be_left_out(window: MainWindow, qtbot: QtBot) -> None:
    ids = open_cluster(window, qtbot, 3)
    library_of(window).doubles = set(ids[:6])
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    assert not sheet.keep_rated.isVisible()
    sheet.keep_sole.click()
    assert not sheet.move_button.isEnabled()  # until it is known what would go
    qtbot.waitUntil(lambda: len(sheet.forecast.photo_ids) == 6)
    assert sheet.move_button.isEnabled()
    sheet.reject()


def test_protected_photos_are_listed_and_stay(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    ids = open_cluster(window, qtbot, 3)
    library.favour(ids[:2], True)
    window.centre.header.delete.click()
    sheet = sheet_of(window, qtbot)
    assert not sheet.list.isVisible()
    sheet.show_list.click()
    assert sheet.list.isVisible()
    assert sheet.list.topLevelItemCount() == 2
    sheet.move_button.click()
    qtbot.waitUntil(lambda: library.gone == set(ids[2:]))


def test_the_sheet_needs_no_mouse(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    ids = open_cluster(window, qtbot, 3)
    library.rate(ids[:2], 5)
    window.actions_["delete"].trigger()
    sheet = sheet_of(window, qtbot)
    reached = set()
    for _ in range(8):
        reached.add(sheet.focusWidget())
        sheet.focusNextChild()
    assert {sheet.keep, sheet.move_button, sheet.keep_rated} <= reached
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.deleting.sheet is None)
    assert not library.gone


def test_what_could_not_be_moved_is_said(window: MainWindow, qtbot: QtBot) -> None:
    reason = "The disk is full."
    report = DeleteReport(7, ("/a",), (Failure("/b", reason), Failure("/c", "Gone.")), 1000)
    window.session.jobs.finished.emit("delete", report)
    words = window.undo_bar.words.text()
    assert words.startswith(COUNTED.moved_to_trash(1).format("1.0 kB"))
    assert words.endswith(COUNTED.stayed(2).format(reason))
    assert not window.undo_bar.action.isHidden()
    window.undo_bar.detail.click()
    outcome = window.deleting.outcome
    assert outcome is not None
    assert [outcome.list.topLevelItem(n).text(1) for n in range(2)] == [reason, "Gone."]
    outcome.copy()
    assert QApplication.clipboard().text() == f"/b\t{reason}\n/c\tGone."
    outcome.reject()
    assert window.deleting.outcome is None


def test_without_failures_there_are_no_details(window: MainWindow, qtbot: QtBot) -> None:
    delete_cluster(window, qtbot, 3)
    assert window.undo_bar.detail.isHidden()


def test_a_library_that_can_only_be_read_is_not_deleted_from(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(count=110, readonly="Another photoorg has the library open.")
    assert window.notice.words.text() == "Another photoorg has the library open."
    open_cluster(window, qtbot, 3)
    window.centre.header.delete.click()
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden())
    assert window.undo_bar.words.text() == "Another photoorg has the library open."
    assert window.deleting.sheet is None


def test_the_history_lists_deletions_and_takes_one_back(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    library.delete([1, 2], "Screenshots")
    library.delete([5], "1 photo from Cats")
    window.actions_["history"].trigger()
    qtbot.waitUntil(lambda: window.deleting.history is not None)
    dialog = window.deleting.history
    assert dialog is not None
    assert dialog.list.topLevelItemCount() == 2
    oldest = dialog.list.topLevelItem(1)
    assert oldest.text(1) == "Screenshots"
    dialog.list.setCurrentItem(oldest)
    dialog.undo.click()
    qtbot.waitUntil(lambda: library.gone == {5})
    qtbot.waitUntil(lambda: dialog.list.topLevelItem(1).text(4) == "taken back")
    assert not dialog.undo.isEnabled()
    dialog.reject()


def test_the_history_restores_all(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    library.delete([1, 2], "Screenshots")
    library.delete([5], "Cats")
    window.actions_["history"].trigger()
    qtbot.waitUntil(lambda: window.deleting.history is not None)
    dialog = window.deleting.history
    assert dialog is not None
    assert dialog.held.text() == COUNTED.restorable(3)
    dialog.undo_all.click()
    qtbot.waitUntil(lambda: not library.gone)
    qtbot.waitUntil(lambda: dialog.list.topLevelItem(0).text(4) == "taken back")
    assert not dialog.undo_all.isEnabled()
    dialog.reject()


def test_the_history_says_what_was_emptied() -> None:
    whole = Operation(1, "", "Cats", 5, 10, "done", held=5)
    assert state(whole) == "in the trash"
    assert state(replace(whole, held=2, lost=3)) == COUNTED.of_them_lost(3)
    partly = replace(whole, held=0, restored=2, lost=3, state="undone")
    assert state(partly) == f"{COUNTED.of_them_back(2)}, {COUNTED.of_them_lost(3)}"
    assert state(replace(whole, held=0, restored=5, state="undone")) == "taken back"


def test_the_undo_bar_goes_with_the_next_action(window: MainWindow, qtbot: QtBot) -> None:
    delete_cluster(window, qtbot, 3)
    qtbot.wait(300)
    assert not window.undo_bar.isHidden()
    window.indexing.open(["/home/ada/More"])
    qtbot.waitUntil(lambda: window.undo_bar.isHidden())
