"""Photos that are still to be read: shown, looked at, but never chosen or judged."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from conftest import MakeWindow, library_of
from fake_library import FakeLibrary
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photoorg.gui.jobs.runner import Job
from photoorg.gui.main_window import MainWindow
from photoorg.records import Changes, Context, Filter, Order, Photo, wishes_of


@dataclass
class UnreadLibrary(FakeLibrary):
    """Photos of `unread` have not been read; their dates and previews are known."""

    unread: set[int] = field(default_factory=set)

    def wall_ids(
        self, wanted: Filter, order: Order = "date", limit: int | None = None
    ) -> array[int]:
        ids = self.photo_ids(wanted, order, limit)
        return array("q", [-i if i in self.unread else i for i in ids])

    def wall_photos(self, ids: Sequence[int]) -> list[Photo]:
        return [replace(photo, id=i) for i in ids for photo in self.photos([abs(i)])]

    def thumbnails(self, ids: Sequence[int]) -> dict[int, bytes]:
        small = super().thumbnails([abs(i) for i in ids])
        return {i: small[abs(i)] for i in ids if abs(i) in small}


def opened(make_window: MakeWindow, unread: set[int]) -> MainWindow:
    return make_window(UnreadLibrary(count=12, unread=unread))


def test_all_that_is_chosen_has_been_read(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = opened(make_window, {2, 5})
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.chosen.ids() == [1, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert -2 not in window.chosen.ids()


def test_one_that_is_still_to_be_read_says_so(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = opened(make_window, {1})
    grid, details = window.centre.grid, window.details
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: details.name.text() == "IMG_00001.jpg")
    assert details.state.text().startswith("Not read yet")
    assert not details.date.isVisible()
    for key in (Qt.Key.Key_K, Qt.Key.Key_Delete):
        window.notice.clear()
        qtbot.keyClick(grid, key)
        assert window.notice.isVisible()
        assert "as soon as it has been read" in window.notice.words.text()
    assert not library_of(window).judged
    assert window.deleting.sheet is None


def test_it_is_chosen_and_keeps_its_picture_when_it_has_been_read(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = opened(make_window, {1})
    grid, thumbnails, library = window.centre.grid, window.session.thumbnails, library_of(window)
    assert isinstance(library, UnreadLibrary)
    qtbot.waitUntil(lambda: thumbnails.pixmap(-1) is not None)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert window.chosen.ids() == []
    bare: list[int] = []
    grid.selection_changed.connect(
        lambda: bare.extend(i for i in grid.ids[:1] if not thumbnails.pixmap(i))
    )
    library.unread.clear()
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: window.chosen.ids() == [1])
    assert grid.selection.current == 0
    assert not bare


def test_in_the_viewer_it_can_be_seen_and_not_be_judged(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = opened(make_window, {1, 2})
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Home)
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.centre.viewing)
    viewer, library = window.centre.viewer, library_of(window)
    assert isinstance(library, UnreadLibrary)
    assert not viewer.buttons.isEnabled()
    assert window.chosen.ids() == []
    library.unread.clear()
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: window.chosen.ids() == [1])
    assert viewer.buttons.isEnabled()


def test_a_job_hears_which_of_them_are_in_sight(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = opened(make_window, {3, 4})
    heard: list[tuple[int, ...]] = []
    goes_on = Event()

    def job(ctx: Context) -> None:
        heard.append(wishes_of(ctx))
        goes_on.wait(10)
        heard.append(wishes_of(ctx))

    qtbot.waitUntil(lambda: window.session.jobs.running is None)
    window.session.jobs.start(Job("index", job))
    qtbot.waitUntil(lambda: len(heard) == 1)
    library = library_of(window)
    assert isinstance(library, UnreadLibrary)
    library.unread.remove(3)
    window.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: -3 not in window.centre.grid.ids)
    window.centre.grid.grab()
    goes_on.set()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [(-3, -4), (-4,)]
