"""Groups corrected in a window on a real library: on disk, undone, and there after a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.pictures import save, snapshot
from pytestqt.qtbot import QtBot

from photoorg.catalog import machine
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.gui import window_state
from photoorg.gui.dialogs.choose_group import GroupChooser
from photoorg.gui.jobs.tasks import LibraryTasks
from photoorg.gui.main_window import MainWindow
from photoorg.gui.session import Session
from photoorg.gui.style import Look
from photoorg.pipeline import embed, grouping
from photoorg.pipeline.answering import Answerer
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter

Open = Callable[[], MainWindow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(6):
        save(tmp_path / "photos" / f"p{n}.jpg", n, style=("scene", "page")[n % 2])
    return tmp_path / "photos"


@pytest.fixture
def grouped(tmp_path: Path, folder: Path) -> Path:
    """Six photos in two groups, the even ones and the odd ones."""
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    photos = sorted(library.photos(library.photo_ids(Filter())), key=lambda p: p.path)
    machine.put_run(
        library.db, model=grouping.FEATURE_MODEL, checkpoint="r", level=0, parameters={},
        clusters=[ClusterRow(1, "Scenes", 0.9, leaf=0), ClusterRow(2, "Pages", 0.8, leaf=1)],
        assignments=[Assignment(p.hash, 1 + n % 2, 0.8, n, True, 2 - n % 2)
                     for n, p in enumerate(photos)],
    )  # fmt: skip
    library.close()
    return tmp_path / "library"


@pytest.fixture
def open_window(tmp_path: Path, grouped: Path, looks: Look, qtbot: QtBot) -> Iterator[Open]:
    made: list[MainWindow] = []

    class Alone(LibraryTasks):
        """Nothing would follow: no second process."""

        def followers(self, cluster: int):  # type: ignore[no-untyped-def]
            return lambda ctx: []

    def make() -> MainWindow:
        library = Library.open(grouped, access="window")
        tasks = Alone(library, tmp_path / "demo")
        settings = window_state.settings_at(tmp_path / "window.ini")
        window = MainWindow(settings)
        window.enter(Session(library, tasks))
        made.append(window)
        window.show()
        qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 6, timeout=10_000)
        qtbot.waitUntil(lambda: len(window.session.snapshot.clusters) >= 1)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


def names(window: MainWindow) -> list[str]:
    library = window.session.library
    return sorted(Path(p.path).stem for p in library.photos(window.centre.grid.ids))


def sizes(window: MainWindow) -> dict[str, int]:
    return {cluster.title: cluster.size for cluster in window.session.snapshot.clusters}


def choose(window: MainWindow, qtbot: QtBot, count: int) -> None:
    grid = window.centre.grid
    grid.selection.selected, grid.selection.current = set(grid.ids[:count]), 0
    grid.after_selection()
    qtbot.waitUntil(window.actions_["move-group"].isEnabled)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.writes.idle, timeout=10_000)


def test_moved_merged_undone_and_still_there_after_a_restart(
    open_window: Open, folder: Path, qtbot: QtBot
) -> None:
    files, window = snapshot(folder), open_window()
    window.sidebar.choose(("cluster", 1))
    qtbot.waitUntil(lambda: names(window) == ["p0", "p2", "p4"])
    choose(window, qtbot, 2)
    window.actions_["move-group"].trigger()
    sheet = window.arranging.sheet
    assert isinstance(sheet, GroupChooser)
    qtbot.keyClicks(sheet.typed, "Grandma's house")
    sheet.go.click()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: sizes(window) == {"Scenes": 1, "Pages": 3, "Grandma's house": 2})
    bar = window.arranging.writes.bar
    qtbot.waitUntil(lambda: bar.words.text() == "New group Grandma's house of 2 photos.")

    window.arranging.merge([2, 1])  # the open one into another
    settle(window, qtbot)
    qtbot.waitUntil(lambda: sizes(window) == {"Pages": 4, "Grandma's house": 2})
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 4)
    assert window.centre.header.title.text() == "Pages"
    window.actions_["undo"].trigger()
    settle(window, qtbot)
    assert window.notice.words.text() == "Undone: 4 photos merged into Pages"
    window.close()

    again = open_window()
    qtbot.waitUntil(lambda: sizes(again) == {"Scenes": 1, "Pages": 3, "Grandma's house": 2})
    again.actions_["undo"].trigger()  # also of before the restart
    settle(again, qtbot)
    qtbot.waitUntil(lambda: sizes(again) == {"Scenes": 3, "Pages": 3})
    again.actions_["redo"].trigger()
    settle(again, qtbot)
    qtbot.waitUntil(lambda: sizes(again).get("Grandma's house") == 2)
    assert snapshot(folder) == files


def test_one_helper_answers_question_after_question(grouped: Path, folder: Path) -> None:
    library = Library.open(grouped)
    embed.embed(NULL_CONTEXT, library, "cpu")
    library.move(library.photo_ids(Filter()), 1)
    library.close()
    asked = Answerer(grouped)
    try:
        two = asked.parts(1, 2, NULL_CONTEXT)
        helper = asked._helper
        three = asked.parts(1, 3, NULL_CONTEXT)
        assert [len(two), len(three)] == [2, 3]
        assert sorted(i for part in two for i in part) == sorted(i for part in three for i in part)
        with pytest.raises(UsageError, match="no cluster 99"):
            asked.parts(99, 2, NULL_CONTEXT)
        assert asked.followers(1, NULL_CONTEXT) == []  # all are there
        assert asked._helper is helper
    finally:
        asked.close()
    assert helper is not None
    assert not helper.alive
