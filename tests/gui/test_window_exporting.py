"""Out of the window: export with a plan before, drag and drop, clipboard; protection in menus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import MakeWindow, library_of, tasks_of
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photoorg.gui import dragging
from photoorg.gui.dialogs.export import ExportSheet
from photoorg.gui.main_window import MainWindow


def choose(window: MainWindow, *indices: int) -> list[int]:
    grid = window.centre.grid
    grid.selection.selected = {grid.ids[i] for i in indices}
    grid.selection.current = indices[0]
    grid.after_selection()
    return [grid.ids[i] for i in indices]


def sheet_of(window: MainWindow, qtbot: QtBot) -> ExportSheet:
    window.actions_["export"].trigger()
    qtbot.waitUntil(lambda: window.desktop.exporting.sheet is not None)
    sheet = window.desktop.exporting.sheet
    assert sheet is not None
    return sheet


def ready(sheet: ExportSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(sheet.go.isEnabled)


def test_the_selection_is_copied_after_the_plan_was_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = choose(window, 0, 2, 3)
    sheet = sheet_of(window, qtbot)
    assert not sheet.go.isEnabled()
    sheet.where.setText(str(tmp_path / "out"))
    ready(sheet, qtbot)
    assert sheet.table.topLevelItemCount() == 3
    assert "7.2 MB" in sheet.summary.text()
    assert tasks_of(window).calls == []
    sheet.go.click()
    qtbot.waitUntil(lambda: bool(tasks_of(window).calls))
    assert tasks_of(window).calls == [("export", ("copy", ids, str(tmp_path / "out")))]
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden())
    assert str(tmp_path / "out") in window.undo_bar.words.text()
    assert window.undo_bar.action.text() == "Undo"
    assert window.desktop.exporting.sheet is None


def test_cancelling_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, 0)
    sheet = sheet_of(window, qtbot)
    ready(sheet, qtbot)
    sheet.cancel.click()
    qtbot.waitUntil(lambda: window.desktop.exporting.sheet is None)
    assert tasks_of(window).calls == []


def test_a_plan_that_no_longer_holds_can_not_be_started(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, 0, 1)
    sheet = sheet_of(window, qtbot)
    ready(sheet, qtbot)
    sheet.where.setText("/somewhere/else")
    assert not sheet.go.isEnabled()
    ready(sheet, qtbot)
    sheet.ways["move"].setChecked(True)
    assert not sheet.go.isEnabled()
    sheet.reject()


def test_protected_photos_are_said_before_a_move(window: MainWindow, qtbot: QtBot) -> None:
    ids = choose(window, 0, 1, 2)
    library_of(window).favour(ids[:1], True)
    sheet = sheet_of(window, qtbot)
    sheet.ways["move"].setChecked(True)
    ready(sheet, qtbot)
    assert sheet.warning.text()
    assert "protected" in sheet.table.topLevelItem(0).text(1)
    sheet.go.click()
    qtbot.waitUntil(lambda: not window.undo_bar.isHidden())
    assert "protected" in window.undo_bar.words.text()


def test_a_list_of_the_rejected_ones(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    ids = choose(window, *range(10))
    library_of(window).mark(ids[:4], "rejected")
    sheet = sheet_of(window, qtbot)
    sheet.ways["listing"].setChecked(True)
    sheet.which.setCurrentIndex(sheet.which.findData("rejected"))
    sheet.listing.setCurrentIndex(sheet.listing.findData("sh"))
    assert sheet.where.text().endswith(".sh")
    sheet.where.setText(str(tmp_path / "taken.sh"))
    (tmp_path / "taken.sh").touch()
    qtbot.waitUntil(lambda: "already" in sheet.warning.text())
    assert not sheet.go.isEnabled()
    sheet.where.setText(str(tmp_path / "new.sh"))
    ready(sheet, qtbot)
    assert sheet.text.toPlainText().count("\n") == 4
    sheet.go.click()
    qtbot.waitUntil(lambda: bool(tasks_of(window).calls))
    assert tasks_of(window).calls == [("listing", ("sh", ids[:4], str(tmp_path / "new.sh")))]


def test_nothing_selected_exports_what_is_in_view(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.choose(("cluster", 3))
    title = library_of(window).title(3)
    qtbot.waitUntil(lambda: window.centre.header.title.text() == title)
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 10)
    sheet = sheet_of(window, qtbot)
    assert sheet.where.text().endswith(title)
    ready(sheet, qtbot)
    assert sheet.table.topLevelItemCount() == 10
    sheet.reject()


# --- favourites and protection in the menus ------------------------------------------------------


def checked(window: MainWindow, name: str) -> bool:
    return window.actions_[name].isChecked()


def test_menus_show_and_change_whether_photos_are_protected(
    window: MainWindow, qtbot: QtBot
) -> None:
    library, protect = library_of(window), window.actions_["protect"]
    ids = choose(window, 0, 1)
    qtbot.waitUntil(protect.isEnabled)
    assert not checked(window, "protect")
    protect.trigger()
    qtbot.waitUntil(lambda: all(library.verdict(i).protected for i in ids))
    qtbot.waitUntil(lambda: checked(window, "protect"))
    choose(window, 0, 5)  # one is, one is not
    qtbot.waitUntil(lambda: not checked(window, "protect"))
    choose(window, 1)
    qtbot.waitUntil(lambda: checked(window, "protect"))
    protect.trigger()
    qtbot.waitUntil(lambda: not library.verdict(ids[1]).protected)
    assert library.verdict(ids[0]).protected


def test_a_favourite_is_checked_in_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    ids = choose(window, 3)
    qtbot.waitUntil(window.actions_["favourite"].isEnabled)
    window.actions_["favourite"].trigger()
    qtbot.waitUntil(lambda: library_of(window).verdict(ids[0]).favourite)
    qtbot.waitUntil(lambda: checked(window, "favourite"))


def test_a_photo_in_a_protected_folder_says_so(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    library.protect_folder(library.photo_folder, True)
    choose(window, 0)
    protect = window.actions_["protect"]
    qtbot.waitUntil(lambda: protect.text() == "Protected by its folder")
    assert protect.isChecked()
    assert not protect.isEnabled()


def test_folders_are_protected_and_released_in_a_list(window: MainWindow, qtbot: QtBot) -> None:
    library = library_of(window)
    library.protect_folder("/home/ada/Pictures", True)
    window.actions_["protect-folders"].trigger()
    qtbot.waitUntil(lambda: window.desktop.folders is not None)
    dialog = window.desktop.folders
    assert dialog is not None
    assert dialog.list.item(0).text() == "/home/ada/Pictures"
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    qtbot.waitUntil(lambda: library.protected_folders() == [])
    qtbot.waitUntil(lambda: dialog.list.count() == 0)
    dialog.accept()


def menu_of(window: MainWindow) -> QMenu:
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def test_the_context_menus_offer_what_can_be_done(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, 0)
    window.centre.grid.menu_wanted.emit(QPoint(10, 10))
    offered = {action.text() for action in menu_of(window).actions()}
    assert offered >= {"Favourite", "Protected", "Export...", "Show in file manager", "Copy path"}
    menu_of(window).close()
    qtbot.waitUntil(lambda: not [m for m in window.findChildren(QMenu) if m.isVisible()])
    window.sidebar.choose(("date", 2022))
    node = window.sidebar.current
    assert node is not None
    window.sidebar.menu_wanted.emit(QPoint(10, 10), node)
    offered = {action.text() for action in menu_of(window).actions()}
    assert "Export..." in offered
    assert "Delete cluster..." not in offered
    menu_of(window).close()


# --- to other programs ---------------------------------------------------------------------------


def test_urls_say_every_byte_of_a_name() -> None:
    path = os.fsdecode(b"/a b/\xff\xe9#?%.jpg")
    (url,) = dragging.mime_of([path]).urls()
    assert bytes(url.toEncoded().data()) == b"file:///a%20b/%FF%E9%23%3F%25.jpg"
    data = dragging.mime_of(["/a/1.jpg", "/a/2.jpg"], text=True)
    assert bytes(data.data("text/uri-list").data()) == b"file:///a/1.jpg\r\nfile:///a/2.jpg\r\n"
    assert data.text() == "/a/1.jpg\n/a/2.jpg"


def test_a_drag_on_the_selection_carries_all_of_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[list[str]] = []
    monkeypatch.setattr(
        dragging, "drag", lambda _grid, paths, _squares, _count: carried.append(paths)
    )
    grid = window.centre.grid
    ids = choose(window, 0, 1, 2)
    start = grid.cell_rect(1).center()
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert grid.selection.selected == set(ids)
    qtbot.mouseMove(grid.viewport(), start + QPoint(40, 0))
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    library = library_of(window)
    assert carried == [[library.photo(i).path for i in (ids[1], ids[0], ids[2])]]
    assert grid.selection.selected == set(ids)


def test_a_click_on_one_of_many_selected_chooses_it(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    ids = choose(window, 0, 1, 2)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.cell_rect(1).center())
    assert grid.selection.selected == {ids[1]}


def test_the_drag_picture_is_small_and_shows_the_photos(window: MainWindow, qtbot: QtBot) -> None:
    grid = window.centre.grid
    qtbot.waitUntil(lambda: window.session.thumbnails.pixmap(grid.ids[0]) is not None)
    square = window.session.thumbnails.pixmap(grid.ids[0])
    assert square is not None
    made = dragging.picture([square, square], 12, window.palette(), 1.0)
    assert made.width() < 128
    assert made.toImage().pixelColor(40, 40).alpha() == 255


def test_photos_dragged_from_here_are_not_opened_as_folders(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp")])

    class FromHere(QDragEnterEvent):
        def source(self) -> object:
            return window.centre.grid

    at, buttons = QPointF(5, 5).toPoint(), Qt.MouseButton.LeftButton
    event = FromHere(at, Qt.DropAction.CopyAction, mime, buttons, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted()


def test_copying_gives_paths_as_text_and_files_as_files(window: MainWindow, qtbot: QtBot) -> None:
    ids = choose(window, 0, 1)
    window.actions_["copy"].trigger()
    paths = [library_of(window).photo(i).path for i in ids]
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "\n".join(paths))
    urls = QGuiApplication.clipboard().mimeData().urls()
    assert [url.toLocalFile() for url in urls] == paths


def test_a_library_that_is_read_only_can_still_be_listed(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(count=30)
    monkeypatch.setattr(library_of(window), "readonly", "Another photoorg has this library open.")
    choose(window, 0)
    sheet = sheet_of(window, qtbot)
    qtbot.waitUntil(lambda: "Another photoorg" in sheet.warning.text())
    assert not sheet.go.isEnabled()
    sheet.ways["listing"].setChecked(True)
    qtbot.waitUntil(lambda: bool(sheet.text.toPlainText()))
    sheet.reject()
