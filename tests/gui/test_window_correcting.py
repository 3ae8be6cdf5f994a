"""The sheets of corrections on a real library: preview, one write, undo, all by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pictures import save, snapshot
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photoorg.gui import window_state
from photoorg.gui.dialogs.correct_date import CorrectDateSheet
from photoorg.gui.dialogs.correct_place import CorrectPlaceSheet
from photoorg.gui.dialogs.correction import CorrectionSheet
from photoorg.gui.dialogs.estimate import EstimateSheet
from photoorg.gui.dialogs.name_place import NamePlaceSheet
from photoorg.gui.jobs.tasks import LibraryTasks
from photoorg.gui.main_window import MainWindow
from photoorg.gui.session import Session
from photoorg.gui.style import Look
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Photo

PARIS = (48.8584, 2.2945)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """p0 to p3: a minute apart; p1 was taken in Paris, p2 by the same camera says no place."""
    for n in range(4):
        save(tmp_path / "photos" / f"p{n}.jpg", n, taken=f"2019:07:12 13:3{n}:00",
             gps=PARIS if n == 1 else None, camera=None if n == 3 else "Pixel 3")  # fmt: skip
    return tmp_path / "photos"


@pytest.fixture
def window(qtbot: QtBot, looks: Look, tmp_path: Path, folder: Path) -> Iterator[MainWindow]:
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    session = Session(library, LibraryTasks(library, tmp_path / "demo"))
    made = MainWindow(window_state.settings_at(tmp_path / "window.ini"))
    made.enter(session)
    made.resize(1200, 800)
    made.show()
    qtbot.waitUntil(lambda: len(made.centre.grid.ids) == 4)
    yield made
    made.close()
    made.deleteLater()


def photos(window: MainWindow) -> dict[str, Photo]:
    library = window.session.library
    return {Path(p.path).name: p for p in library.photos(library.photo_ids(Filter()))}


def choose(window: MainWindow, *names: str) -> list[int]:
    known, grid = photos(window), window.centre.grid
    ids = [known[name].id for name in names]
    grid.selection.selected = set(ids)
    grid.selection.current = list(grid.ids).index(ids[0])
    grid.after_selection()
    return ids


def sheet_of(window: MainWindow, qtbot: QtBot, action: str) -> CorrectionSheet:
    window.actions_[action].trigger()
    qtbot.waitUntil(lambda: window.correcting.sheet is not None)
    sheet = window.correcting.sheet
    assert isinstance(sheet, CorrectionSheet)
    return sheet


def rows(sheet: CorrectionSheet) -> list[list[str]]:
    tree = sheet.preview
    return [
        [tree.topLevelItem(n).text(column) for column in range(3)]
        for n in range(tree.topLevelItemCount())
    ]


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.writes.idle, timeout=5000)


def test_shift_of_several_photos_is_previewed_written_and_undone(
    window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    files = snapshot(folder)
    choose(window, "p0.jpg", "p2.jpg")
    sheet = sheet_of(window, qtbot, "date")
    assert isinstance(sheet, CorrectDateSheet)
    assert sheet.ways["shift"].isChecked()
    assert not sheet.go.isEnabled()
    sheet.spans["hours"].setValue(1)
    sheet.direction.setCurrentIndex(1)
    qtbot.waitUntil(sheet.go.isEnabled)
    assert sorted(rows(sheet)) == [
        ["p0.jpg", "12/07/2019 13:30:00", "12/07/2019 12:30:00"],
        ["p2.jpg", "12/07/2019 13:32:00", "12/07/2019 12:32:00"],
    ]
    assert sheet.go.text() == "Change 2 photos"
    assert photos(window)["p0.jpg"].taken == "2019-07-12T13:30:00"  # so far nothing was written
    sheet.go.click()
    settle(window, qtbot)
    assert photos(window)["p0.jpg"].taken == "2019-07-12T12:30:00"
    assert photos(window)["p1.jpg"].taken == "2019-07-12T13:31:00"
    assert window.correcting.sheet is None
    qtbot.waitUntil(lambda: not window.notice.isHidden())
    assert "Ctrl+Z" in window.notice.words.text()

    window.actions_["undo"].trigger()
    settle(window, qtbot)
    assert photos(window)["p0.jpg"].taken == "2019-07-12T13:30:00"
    window.actions_["redo"].trigger()
    settle(window, qtbot)
    assert photos(window)["p2.jpg"].taken == "2019-07-12T12:32:00"
    assert snapshot(folder) == files


def test_return_in_a_number_does_what_the_preview_shows(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "p0.jpg", "p2.jpg")
    sheet = sheet_of(window, qtbot, "date")
    assert isinstance(sheet, CorrectDateSheet)
    hours = sheet.spans["hours"]
    assert sheet.ways["shift"].hasFocus(), "where the first key goes"
    hours.setFocus()
    hours.selectAll()
    qtbot.keyClicks(hours, "2")
    qtbot.keyClick(hours, Qt.Key.Key_Return)
    assert window.correcting.sheet is not None, "there is no preview yet"
    qtbot.waitUntil(sheet.go.isEnabled)
    qtbot.keyClick(hours, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert photos(window)["p0.jpg"].taken == "2019-07-12T15:30:00"


def test_wall_and_tree_follow_a_corrected_date(window: MainWindow, qtbot: QtBot) -> None:
    (first, *_) = choose(window, "p0.jpg")
    sheet = sheet_of(window, qtbot, "date")
    assert isinstance(sheet, CorrectDateSheet)
    assert sheet.ways["set"].isChecked()
    assert sheet.moment.dateTime().toString("yyyy-MM-dd HH:mm:ss") == "2019-07-12 13:30:00"
    assert window.centre.grid.ids[0] != first
    sheet.moment.setDateTime(QDateTime.fromString("2021-02-03T04:05:06", Qt.DateFormat.ISODate))
    qtbot.waitUntil(sheet.go.isEnabled)
    sheet.go.click()
    qtbot.waitUntil(lambda: window.centre.grid.ids[0] == first, timeout=5000)
    assert [d.year for d in window.session.snapshot.dates] == [2021, 2019]


def test_zone_is_typed_by_any_part_of_its_name(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "p0.jpg")
    sheet = sheet_of(window, qtbot, "date")
    assert isinstance(sheet, CorrectDateSheet)
    sheet.ways["zone"].setChecked(True)
    sheet.zone.setCurrentText("Atlantis")
    assert sheet.change is None
    completer = sheet.zone.completer()
    assert completer is not None
    completer.setCompletionPrefix("kathm")
    assert completer.currentCompletion() == "Asia/Kathmandu"
    sheet.zone.setCurrentText("Asia/Kathmandu")
    qtbot.waitUntil(sheet.go.isEnabled)
    assert rows(sheet) == [["p0.jpg", "12/07/2019 13:30:00", "12/07/2019 13:30:00 +05:45"]]
    sheet.reject()
    assert photos(window)["p0.jpg"].utc_offset is None


def test_place_is_typed_picked_with_the_arrows_and_set_with_return(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "p0.jpg", "p3.jpg")
    sheet = sheet_of(window, qtbot, "place")
    assert isinstance(sheet, CorrectPlaceSheet)
    assert not sheet.go.isEnabled()
    qtbot.keyClicks(sheet.typed, "paris")
    qtbot.waitUntil(lambda: sheet.list.count() > 2, timeout=10_000)
    assert "France" in sheet.list.item(0).text()
    assert sheet.list.currentRow() == 0
    texas = next(n for n in range(sheet.list.count()) if "Texas" in sheet.list.item(n).text())
    for _ in range(texas):
        qtbot.keyClick(sheet.typed, Qt.Key.Key_Down)
    qtbot.waitUntil(sheet.go.isEnabled)
    assert sorted(rows(sheet))[0] == ["p0.jpg", "no place", "Paris, Texas, United States"]
    qtbot.keyClick(sheet.typed, Qt.Key.Key_Return)
    settle(window, qtbot)
    place = photos(window)["p3.jpg"].place
    assert place is not None
    assert (place.city, place.region) == ("Paris", "Texas")
    qtbot.waitUntil(lambda: any(p.region == "Texas" for p in window.session.snapshot.places))


def test_typed_position_is_the_only_place_found(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "p0.jpg")
    sheet = sheet_of(window, qtbot, "place")
    assert isinstance(sheet, CorrectPlaceSheet)
    sheet.typed.setText("33°51'24\"S 151°12'55\"E")
    qtbot.waitUntil(lambda: sheet.list.count() == 1, timeout=10_000)
    assert "Sydney" in sheet.list.item(0).text()
    sheet.ways["none"].setChecked(True)
    qtbot.waitUntil(lambda: "without a place" in sheet.stay.text())
    assert not sheet.go.isEnabled()
    sheet.reject()


def test_estimates_say_what_they_leave_out_and_are_removed_at_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    sheet = sheet_of(window, qtbot, "estimate")  # nothing selected: all that is in view
    assert isinstance(sheet, EstimateSheet)
    assert sheet.remove.isHidden()
    qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    assert {row[0] for row in rows(sheet)} == {"p0.jpg", "p2.jpg"}
    assert "name no camera" in sheet.stay.text()
    sheet.go.click()
    settle(window, qtbot)
    assert photos(window)["p2.jpg"].place_from == "estimate"
    choose(window, "p2.jpg")
    qtbot.waitUntil(lambda: "an estimate" in _details(window), timeout=5000)

    sheet = sheet_of(window, qtbot, "estimate")
    assert isinstance(sheet, EstimateSheet)
    assert not sheet.remove.isHidden()
    sheet.remove.click()
    settle(window, qtbot)
    assert [p.place_from for p in photos(window).values()].count("estimate") == 0


def _details(window: MainWindow) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in window.details.findChildren(QLabel))


def test_place_is_named_from_a_photo_of_it(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "p1.jpg")
    window.actions_["name-place"].trigger()
    qtbot.waitUntil(lambda: window.correcting.sheet is not None)
    sheet = window.correcting.sheet
    assert isinstance(sheet, NamePlaceSheet)
    assert sheet.name.text() == "Paris"
    sheet.name.setText("a/b")
    assert not sheet.go.isEnabled()
    sheet.name.setText("Home")
    sheet.go.click()
    settle(window, qtbot)
    place = photos(window)["p1.jpg"].place
    assert place is not None
    assert place.city == "Home"
    window.actions_["undo"].trigger()
    settle(window, qtbot)
    place = photos(window)["p1.jpg"].place
    assert place is not None
    assert place.city == "Paris"


def test_corrections_are_at_hand_where_photos_are(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "p0.jpg")
    qtbot.waitUntil(lambda: window.details.date.isVisible())
    window.details.date.click()
    qtbot.waitUntil(lambda: isinstance(window.correcting.sheet, CorrectDateSheet))
    assert window.correcting.sheet is not None
    window.correcting.sheet.reject()
    window.details.place.click()
    qtbot.waitUntil(lambda: isinstance(window.correcting.sheet, CorrectPlaceSheet))
    assert window.correcting.sheet is not None
    window.correcting.sheet.reject()
    window.centre.grid.menu_wanted.emit(window.mapToGlobal(window.rect().center()))
    menu = next(menu for menu in window.findChildren(QMenu) if menu.isVisible())
    assert {"Change date...", "Change place..."} <= {action.text() for action in menu.actions()}
    menu.close()
    shown = {
        key.toString() for name in ("date", "place") for key in window.actions_[name].shortcuts()
    }
    assert shown == {"Ctrl+D", "Ctrl+Shift+L"}


def test_selected_photos_are_put_where_the_map_was_clicked(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_["map"].setChecked(True)
    qtbot.waitUntil(lambda: window.mapping.view is not None)
    view = window.mapping.view
    assert view is not None
    qtbot.waitUntil(lambda: len(view.bubbles) == 1, timeout=10_000)
    choose(window, "p0.jpg")
    view.menu_wanted.emit(view.mapToGlobal(view.rect().center()), *PARIS)
    menu = next(menu for menu in window.findChildren(QMenu) if menu.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    sheet = window.correcting.sheet
    assert isinstance(sheet, CorrectPlaceSheet)
    qtbot.waitUntil(sheet.go.isEnabled, timeout=10_000)
    sheet.go.click()
    settle(window, qtbot)
    photo = photos(window)["p0.jpg"]
    assert photo.latitude is not None
    assert photo.longitude is not None
    assert abs(photo.latitude - PARIS[0]) < 1
    assert abs(photo.longitude - PARIS[1]) < 1
