"""The timeline in the real window: the days chosen on it are those on the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from conftest import MakeWindow
from fake_library import FakeLibrary
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.gui.dialogs.about import AboutDialog
from photoorg.gui.main_window import MainWindow
from photoorg.gui.views import timeline_paint
from photoorg.gui.views.timeline_scale import Scale, start_of
from photoorg.gui.views.timeline_strip import Strip
from photoorg.records import Changes, Filter

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def timed(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    window = make_window(FakeLibrary(count=510))
    qtbot.waitUntil(lambda: strip_of(window).scale is not None)
    return window


def strip_of(window: MainWindow) -> Strip:
    return window.centre.timeline.strip


def scale_of(window: MainWindow) -> Scale:
    scale = strip_of(window).scale
    assert scale is not None
    return scale


def at(window: MainWindow, year: int, month: int = 1, day: int = 1) -> QPoint:
    """A pixel in the bar of a day."""
    return QPoint(round(scale_of(window).to_pixel(start_of(year, month, day) + 0.5)) + 1, 20)


def wall(window: MainWindow) -> set[int]:
    return set(window.centre.grid.ids)


def days_on_wall(window: MainWindow) -> set[int]:
    photos = window.session.library.photos(sorted(wall(window)))
    return {int(p.taken[:10].replace("-", "")) for p in photos if p.taken}


def expected(window: MainWindow, first: int, last: int) -> set[int]:
    """The ids of the days from first to last, by what the photos themselves say."""
    photos = window.session.library.photos(range(1, 511))
    return {p.id for p in photos if p.taken and first <= int(p.taken[:10].replace("-", "")) <= last}


def wheel(strip: Strip, x: float, turn: int) -> None:
    spot = QPointF(x, 20)
    event = QWheelEvent(
        spot, strip.mapToGlobal(spot), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_it_is_there_at_first_with_all_days_and_the_undated(timed: MainWindow) -> None:
    assert timed.centre.timeline.isVisible()
    undated = timed.session.library.counts().undated
    assert undated
    assert timed.centre.timeline.undated.text() == f"Undated: {undated}"
    years = {day.year for day in timed.session.library.dates()}
    assert scale_of(timed).whole == (start_of(min(years), 1), start_of(max(years) + 1, 1))


def test_no_word_is_cut_off_at_the_end(timed: MainWindow) -> None:
    strip, moved = strip_of(timed), 0
    for years in range(2, 40):
        whole = (float(start_of(2024 - years, 1)), float(start_of(2025, 1)))
        scale = Scale(*whole, whole, strip.width())
        for word in timeline_paint.words(strip, scale):
            assert word.rect.right() <= strip.width()
            moved += word.rect.left() < scale.to_pixel(word.tick.days[0])
    assert moved, "at some zoom the bar of the last year is narrower than its word"


def test_a_click_takes_a_month_and_a_second_one_gives_it_back(
    timed: MainWindow, qtbot: QtBot
) -> None:
    assert scale_of(timed).unit == "month"
    spot = at(timed, 2021, 5, 10)
    qtbot.mouseClick(strip_of(timed), LEFT, pos=spot)
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20210501, 20210531))
    assert wall(timed)
    assert timed.filtering.added == Filter(days=(20210501, 20210531))
    qtbot.mouseClick(strip_of(timed), LEFT, pos=spot)
    qtbot.waitUntil(lambda: len(wall(timed)) == 510)


def test_it_stays_under_the_pointer_when_a_chip_comes(timed: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(timed)
    before = strip.mapToGlobal(QPoint())
    qtbot.mouseClick(strip, LEFT, pos=at(timed, 2021, 5, 10))
    qtbot.waitUntil(timed.centre.filter_bar.isVisible)
    qtbot.wait(50)
    assert strip.mapToGlobal(QPoint()) == before


def test_a_drag_filters_while_it_is_made(timed: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(timed)
    qtbot.mousePress(strip, LEFT, pos=at(timed, 2020, 3))
    qtbot.mouseMove(strip, at(timed, 2020, 8))
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20200301, 20200831))
    qtbot.mouseMove(strip, at(timed, 2021, 2))
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20200301, 20210228))
    qtbot.mouseRelease(strip, LEFT, pos=at(timed, 2021, 2))
    assert strip.range == (20200301, 20210228)
    assert [chip.chip.fields for chip in timed.centre.filter_bar.chips] == [("days",)]


def test_an_edge_of_the_range_can_be_moved(timed: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(timed)
    timed.filtering.narrow(days=(20200301, 20210228))
    qtbot.waitUntil(lambda: strip.range == (20200301, 20210228))
    edge = QPoint(round(scale_of(timed).to_pixel(start_of(2021, 3))), 20)
    qtbot.mousePress(strip, LEFT, pos=edge)
    qtbot.mouseMove(strip, at(timed, 2022, 6))
    qtbot.mouseRelease(strip, LEFT, pos=at(timed, 2022, 6))
    qtbot.waitUntil(lambda: timed.filtering.added.days == (20200301, 20220630))
    edge = QPoint(round(scale_of(timed).to_pixel(start_of(2020, 3))), 20)
    qtbot.mousePress(strip, LEFT, pos=edge)
    qtbot.mouseMove(strip, at(timed, 2021, 7))
    qtbot.mouseRelease(strip, LEFT, pos=at(timed, 2021, 7))
    qtbot.waitUntil(lambda: timed.filtering.added.days == (20210701, 20220630))
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20210701, 20220630))


def test_a_year_is_taken_by_its_words_below(timed: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(timed)
    x = round(scale_of(timed).to_pixel(start_of(2021, 1))) + 8
    qtbot.mouseClick(strip, LEFT, pos=QPoint(x, strip.height() - 6))
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20210101, 20211231))


def test_the_wheel_goes_from_months_to_days_and_back(timed: MainWindow) -> None:
    strip, whole = strip_of(timed), scale_of(timed)
    spot = at(timed, 2021, 6, 15).x()
    day = whole.to_day(spot)
    for _ in range(12):
        wheel(strip, spot, 120)
    assert scale_of(timed).unit == "day"
    assert scale_of(timed).to_day(spot) == pytest.approx(day, abs=0.6)
    for _ in range(20):
        wheel(strip, spot, -120)
    assert scale_of(timed) == whole


def test_where_one_has_zoomed_to_stays_when_photos_come(timed: MainWindow, qtbot: QtBot) -> None:
    strip, library = strip_of(timed), timed.session.library
    assert isinstance(library, FakeLibrary)
    spot = at(timed, 2021, 6).x()
    for _ in range(6):
        wheel(strip, spot, 120)
    there = scale_of(timed)
    library.gone = {5, 22, 39}
    reads = library.reads
    timed.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: library.reads > reads and len(wall(timed)) == 507)
    assert (scale_of(timed).first, scale_of(timed).last) == (there.first, there.last)


def test_everything_by_keyboard(timed: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(timed)
    strip.setFocus()
    qtbot.keyClick(strip, Key.Key_Right)
    assert "2019" in strip.accessibleDescription()
    qtbot.keyClick(strip, Key.Key_Return)
    qtbot.waitUntil(lambda: strip.range is not None and len(wall(timed)) < 510)
    first = strip.range
    assert first is not None
    qtbot.keyClick(strip, Key.Key_Right, SHIFT)
    qtbot.keyClick(strip, Key.Key_Right, SHIFT)
    wider = strip.range
    assert wider is not None
    assert wider[0] == first[0]
    assert wider[1] > first[1]
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, *wider))
    qtbot.keyClick(strip, Key.Key_Plus)
    assert scale_of(timed).first != scale_of(timed).whole[0] or (
        scale_of(timed).last != scale_of(timed).whole[1]
    )
    qtbot.keyClick(strip, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(wall(timed)) == 510)
    qtbot.keyClick(strip, Key.Key_T)
    assert not timed.centre.timeline.isVisible()


def test_the_undated_are_one_click_away_and_back(timed: MainWindow, qtbot: QtBot) -> None:
    button, count = timed.centre.timeline.undated, timed.session.library.counts().undated
    button.click()
    qtbot.waitUntil(lambda: len(wall(timed)) == count)
    assert not days_on_wall(timed)
    assert button.isChecked()
    qtbot.mouseClick(strip_of(timed), LEFT, pos=at(timed, 2021, 5, 10))
    qtbot.waitUntil(lambda: wall(timed) == expected(timed, 20210501, 20210531))
    assert not button.isChecked()
    button.click()
    qtbot.waitUntil(lambda: len(wall(timed)) == count)
    button.click()
    qtbot.waitUntil(lambda: len(wall(timed)) == 510)


def test_it_shows_the_days_of_the_chosen_entry(timed: MainWindow, qtbot: QtBot) -> None:
    timed.sidebar.choose(("date", 2021))
    qtbot.waitUntil(lambda: scale_of(timed).whole == (start_of(2021, 1), start_of(2022, 1)))
    assert timed.centre.timeline.undated.text() == "Undated: 0"
    timed.sidebar.choose(("undated",))
    qtbot.waitUntil(lambda: strip_of(timed).scale is None)
    assert timed.centre.timeline.undated.text() != "Undated: 0"


def test_removing_the_chip_clears_the_range(timed: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(strip_of(timed), LEFT, pos=at(timed, 2021, 5, 10))
    qtbot.waitUntil(lambda: bool(timed.centre.filter_bar.chips))
    timed.filtering.clear()
    qtbot.waitUntil(lambda: strip_of(timed).range is None and len(wall(timed)) == 510)


def test_hidden_it_stays_hidden(make_window: MakeWindow, timed: MainWindow) -> None:
    timed.actions_["timeline"].trigger()
    timed.close()
    assert not make_window(FakeLibrary(count=50)).centre.timeline.isVisible()


@dataclass
class Daily(FakeLibrary):
    """A photo a day, newest first, then some without a date."""

    def date_of(self, photo_id: int) -> tuple[int, int, int] | None:
        if photo_id > self.count - 10:
            return None
        day = date(2022, 12, 31) - timedelta(days=2 * photo_id)
        return day.year, day.month, day.day


@pytest.fixture
def daily(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    window = make_window(Daily(count=600))
    qtbot.waitUntil(lambda: strip_of(window).scale is not None)
    return window


def first_in_sight(window: MainWindow) -> date:
    grid = window.centre.grid
    (photo,) = window.session.library.photos([grid.ids[grid.visible().start]])
    assert photo.taken
    return date.fromisoformat(photo.taken[:10])


def test_the_mark_follows_the_wall(daily: MainWindow, qtbot: QtBot) -> None:
    strip, bar = strip_of(daily), daily.centre.grid.verticalScrollBar()
    qtbot.waitUntil(lambda: strip.here == first_in_sight(daily).toordinal())
    bar.setValue(bar.maximum() // 2)
    qtbot.waitUntil(lambda: strip.here == first_in_sight(daily).toordinal())
    assert first_in_sight(daily) < date(2021, 12, 31)


def test_the_mark_scrolls_the_wall(daily: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(daily)
    qtbot.waitUntil(lambda: strip.here is not None)
    assert strip.here is not None
    held = QPoint(round(scale_of(daily).to_pixel(strip.here)), 3)
    there = at(daily, 2021, 4, 10)
    qtbot.mousePress(strip, LEFT, pos=held)
    qtbot.mouseMove(strip, QPoint(there.x(), 30))
    qtbot.mouseRelease(strip, LEFT, pos=QPoint(there.x(), 30))
    columns = daily.centre.grid.geometry_now().columns
    away = abs(first_in_sight(daily) - date(2021, 4, 10)).days
    assert away <= 2 * columns + 4  # a row holds so many days; a pixel is two
    assert daily.filtering.added == Filter()


def test_arrows_on_the_timeline_take_the_wall_along(daily: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(daily)
    strip.setFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(strip, Key.Key_Left)
        seen.append(first_in_sight(daily))
    assert seen == sorted(seen, reverse=True)
    assert strip.cursor_day is not None
    month = date.fromordinal(strip.cursor_day)
    last = [photo for photo in daily.session.library.photos(daily.centre.grid.ids)
            if photo.taken and photo.taken.startswith(f"{month:%Y-%m}")]  # fmt: skip
    grid = daily.centre.grid
    assert grid.ids.index(last[0].id) in range(grid.visible().start, grid.visible().start + 12)
    assert len(wall(daily)) == 600


def test_sorted_by_size_the_wall_has_no_place_in_time(daily: MainWindow, qtbot: QtBot) -> None:
    strip = strip_of(daily)
    qtbot.waitUntil(lambda: strip.here is not None)
    daily.browsing.set_order("size")
    qtbot.waitUntil(lambda: strip.here is None)


def test_the_about_window_names_whose_data_it_is(timed: MainWindow, qtbot: QtBot) -> None:
    timed.actions_["about"].trigger()
    (dialog,) = timed.findChildren(AboutDialog)
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog.heading)))
    for said in ("GeoNames", "CC BY 4.0", "Natural Earth", "Version"):
        assert said in words
    dialog.close()
