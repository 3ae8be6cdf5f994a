"""Deleting asks once, shows Undo, and what was taken back is shown again."""

from __future__ import annotations

from conftest import MakeWindow, library_of, tasks_of
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.dialogs.delete import DeleteSheet, lines
from photoorg.gui.main_window import MainWindow
from photoorg.records import DeleteReport, Failure, Forecast, VolumeForecast


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
    assert window.undo_bar.words.text() == "10 photos moved to the trash, 24 MB freed."
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
    qtbot.waitUntil(lambda: window.undo_bar.words.text() == "10 photos are back in their place.")
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
    window.delete_cluster(node)
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
    assert sheet.heading.text() == "These photos can not be moved to a trash"
    sheet.reject()


def test_the_sheet_says_what_stays_and_what_comes_along() -> None:
    forecast = Forecast(
        photo_ids=(1, 2, 3, 4),
        paths=("/a", "/b", "/c", "/d"),
        bytes=4_000_000,
        companions=("/a.xmp",),
        protected=("/b", "/c"),
        volumes=(VolumeForecast("/", 3, True), VolumeForecast("/mnt/usb", 1, False)),
        offline=("/d",),
    )
    assert lines(forecast) == [
        ("4.0 MB go to the trash of this computer. Undo brings everything back.", False),
        ("1 file that belongs to them goes along.", False),
        ("2 protected photos stay where they are.", True),
        ("/mnt/usb has no trash: 1 photo there stays.", True),
        ("1 photo lies on a disk that is away and stays.", True),
    ]


def test_what_could_not_be_moved_is_said(window: MainWindow, qtbot: QtBot) -> None:
    reason = "The disk is full."
    report = DeleteReport(7, ("/a",), (Failure("/b", reason), Failure("/c", reason)), 1000)
    window.session.jobs.finished.emit("delete", report)
    words = window.undo_bar.words.text()
    assert words.startswith("1 photo moved to the trash, 1.0 kB freed.")
    assert words.endswith("2 photos stayed where they are: The disk is full.")
    assert not window.undo_bar.action.isHidden()


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


def test_the_undo_bar_goes_with_the_next_action(window: MainWindow, qtbot: QtBot) -> None:
    delete_cluster(window, qtbot, 3)
    qtbot.wait(300)
    assert not window.undo_bar.isHidden()
    window.indexing.open(["/home/ada/More"])
    qtbot.waitUntil(lambda: window.undo_bar.isHidden())
