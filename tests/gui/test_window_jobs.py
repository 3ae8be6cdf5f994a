"""Jobs: progress, cancel, errors, what arrives late; and the designed states around them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeWindow, library_of, tasks_of
from fake_library import FakeLibrary
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photoorg.errors import Cancelled, SurroundingsError
from photoorg.gui import texts, window_state
from photoorg.gui.dialogs.report import ReportDialog
from photoorg.gui.jobs.context import Mailbox, WindowContext
from photoorg.gui.jobs.pace import Pace
from photoorg.gui.jobs.reads import Reads
from photoorg.gui.jobs.runner import Failed, Job, JobRunner
from photoorg.gui.main_window import MainWindow
from photoorg.records import Changes, Context, Progress, effort_of


def endless(ctx: Context) -> object:
    done = 0
    while True:
        ctx.check_cancelled()
        done += 1
        ctx.progress("Reading photos", min(done, 99), 100)
        time.sleep(0.005)


@pytest.fixture
def runner(qtbot: QtBot) -> object:
    made = JobRunner()
    yield made
    made.shutdown()


# --- the runner


def test_a_job_reports_its_result(qtbot: QtBot, runner: JobRunner) -> None:
    with qtbot.waitSignal(runner.finished) as done:
        runner.start(Job("sum", lambda ctx: 42))
    assert done.args == ["sum", 42]


def test_a_job_runs_off_the_window_s_thread(qtbot: QtBot, runner: JobRunner) -> None:
    with qtbot.waitSignal(runner.finished) as done:
        runner.start(Job("where", lambda ctx: threading.get_ident()))
    assert done.args[1] != threading.get_ident()


def test_cancel_returns_at_once_and_the_job_stops(qtbot: QtBot, runner: JobRunner) -> None:
    runner.start(Job("endless", endless))
    qtbot.wait(50)
    started = time.perf_counter()
    with qtbot.waitSignal(runner.cancelled):
        runner.cancel()
        assert time.perf_counter() - started < 0.05
    assert runner.running is None


def test_an_exception_reaches_the_window_with_its_cause(qtbot: QtBot, runner: JobRunner) -> None:
    def broken(ctx: Context) -> object:
        try:
            raise KeyError("inner")
        except KeyError as error:
            raise ValueError("outer") from error

    with qtbot.waitSignal(runner.failed) as failed:
        runner.start(Job("broken", broken))
    outcome = failed.args[1]
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, ValueError)
    assert "KeyError: 'inner'" in outcome.report


def test_jobs_run_one_at_a_time_in_order(qtbot: QtBot, runner: JobRunner) -> None:
    running, seen = [0], []

    def job(name: str) -> Callable[[Context], object]:
        def run(ctx: Context) -> object:
            running[0] += 1
            seen.append((name, running[0]))
            time.sleep(0.02)
            running[0] -= 1
            return None

        return run

    with qtbot.waitSignal(runner.idle):
        for name in "abc":
            runner.start(Job(name, job(name)))
    assert seen == [("a", 1), ("b", 1), ("c", 1)]


def learning(ctx: Context) -> object:
    while True:
        ctx.progress("Learning", 0, 0)
        ctx.check_cancelled()
        time.sleep(0.005)


def test_a_deletion_runs_beside_a_training_and_throws_nothing_away(
    qtbot: QtBot, runner: JobRunner
) -> None:
    order: list[str] = []
    runner.start(Job("index", learning, resumable=True, alongside=frozenset({"Learning"})))
    qtbot.waitUntil(lambda: runner._may_share())
    with qtbot.waitSignal(runner.finished) as finished:
        runner.interject(Job("delete", lambda ctx: order.append("delete")))
        assert (runner.running, runner.beside) == ("index", "delete")
        runner.interject(Job("undo", lambda ctx: order.append("undo")))
    assert finished.args[0] == "delete"
    qtbot.waitUntil(lambda: order == ["delete", "undo"])
    assert runner.running == "index"
    qtbot.waitUntil(lambda: runner.beside is None)
    with qtbot.waitSignal(runner.cancelled) as cancelled:
        runner.cancel()
    assert cancelled.args == ["index"]


def test_stop_stops_the_deletion_and_not_the_training(qtbot: QtBot, runner: JobRunner) -> None:
    runner.start(Job("index", learning, resumable=True, alongside=frozenset({"Learning"})))
    qtbot.waitUntil(lambda: runner._may_share())
    runner.interject(Job("delete", endless))
    with qtbot.waitSignal(runner.cancelled) as cancelled:
        runner.cancel()
    assert cancelled.args == ["delete"]
    assert runner.running == "index"
    runner.cancel()


def test_no_scan_starts_while_a_deletion_is_left_of_two(qtbot: QtBot, runner: JobRunner) -> None:
    go_on, order = threading.Event(), []

    def short_learning(ctx: Context) -> object:
        ctx.progress("Learning", 0, 0)
        go_on.wait(5)
        return None

    def slow_delete(ctx: Context) -> object:
        order.append("delete begins")
        time.sleep(0.1)
        order.append("delete ends")
        return None

    runner.start(Job("index", short_learning, resumable=True, alongside=frozenset({"Learning"})))
    qtbot.waitUntil(lambda: runner._may_share())
    runner.interject(Job("delete", slow_delete))
    runner.start(Job("again", lambda ctx: order.append("again")))
    with qtbot.waitSignal(runner.idle):
        go_on.set()
    assert order == ["delete begins", "delete ends", "again"]


def test_a_deletion_sets_the_scan_aside_and_the_scan_resumes(
    qtbot: QtBot, runner: JobRunner
) -> None:
    order: list[str] = []

    def scan(ctx: Context) -> object:
        order.append("scan")
        if len([name for name in order if name == "scan"]) > 1:
            return "scanned"
        return endless(ctx)

    runner.start(Job("index", scan, resumable=True))
    qtbot.wait(30)
    with qtbot.waitSignal(runner.idle):
        runner.interject(Job("delete", lambda ctx: order.append("delete")))
    assert order == ["scan", "delete", "scan"]


def test_all_that_is_urgent_comes_before_the_scan_resumes(qtbot: QtBot, runner: JobRunner) -> None:
    order: list[str] = []

    def scan(ctx: Context) -> object:
        order.append("scan")
        return endless(ctx) if order == ["scan"] else "scanned"

    runner.start(Job("index", scan, resumable=True))
    qtbot.wait(30)
    with qtbot.waitSignal(runner.idle):
        for name in ("delete", "undo"):
            runner.interject(Job(name, lambda ctx, name=name: order.append(name)))
    assert order == ["scan", "delete", "undo", "scan"]


def test_reports_are_throttled_and_the_last_one_arrives(qtbot: QtBot, runner: JobRunner) -> None:
    seen: list[Progress] = []
    runner.progressed.connect(lambda _name, progress: seen.append(progress))

    def fast(ctx: Context) -> object:
        for done in range(50_000):
            ctx.progress("Reading photos", done + 1, 50_000)
        return None

    started = time.perf_counter()
    with qtbot.waitSignal(runner.finished):
        runner.start(Job("fast", fast))
    seconds = time.perf_counter() - started
    assert len(seen) <= 30 * seconds + 3
    assert seen[-1].done == 50_000


def test_each_stage_is_reported_even_in_a_hurry(qtbot: QtBot) -> None:
    mailbox, seen = Mailbox(), []
    mailbox.progressed.connect(lambda _job, progress: seen.append(progress.stage))
    context = WindowContext(1, mailbox)
    for stage in ("Looking for photos", "Reading photos", "Grouping"):
        context.progress(stage, 0, 0)
    assert seen == ["Looking for photos", "Reading photos", "Grouping"]


def test_many_changes_become_few_and_none_is_lost(qtbot: QtBot) -> None:
    mailbox, seen = Mailbox(), []
    mailbox.changed.connect(lambda _job, changes: seen.append(changes))
    context = WindowContext(1, mailbox)
    for _ in range(1000):
        context.changed(Changes(photos=True))
    context.changed(Changes(clusters=True))
    context.flush()
    assert len(seen) == 2
    assert seen[0] | seen[1] == Changes(photos=True, clusters=True)


def test_a_job_given_up_at_the_end_is_not_heard_of_again(qtbot: QtBot) -> None:
    runner, heard = JobRunner(), []
    runner.finished.connect(lambda *args: heard.append(args))
    runner.cancelled.connect(lambda *args: heard.append(args))
    runner.start(Job("endless", endless))
    qtbot.wait(20)
    runner.shutdown()
    qtbot.wait(50)
    assert heard == []
    assert runner.running is None


# --- reads


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    reads, answers = Reads(), []
    gate = threading.Event()
    reads.ask("slow", lambda: gate.wait(2), lambda _: None)
    for number in range(20):
        reads.ask("ids", lambda number=number: number, answers.append)
    gate.set()
    qtbot.waitUntil(lambda: answers == [19])
    qtbot.wait(30)
    reads.stop()
    assert answers == [19]


def test_a_failing_read_is_reported(qtbot: QtBot) -> None:
    reads = Reads()
    with qtbot.waitSignal(reads.failed) as failed:
        reads.ask("bad", lambda: 1 // 0, lambda _: None)
    reads.stop()
    assert isinstance(failed.args[0].error, ZeroDivisionError)


# --- pace


def test_the_time_left_follows_the_rate() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for second in range(11):
        now[0] = float(second)
        pace.add(Progress("Reading photos", 50 * second, 1500))
    assert pace.rate == pytest.approx(50)
    assert pace.seconds_left(Progress("Reading photos", 500, 1500)) == pytest.approx(20)
    pace.add(Progress("Learning your photos", 0, 30))
    assert pace.rate == 0
    assert pace.seconds_left(Progress("Learning your photos", 0, 30)) is None


# --- the window


def test_first_start_offers_a_folder_and_a_demo(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=0, rooted=False)
    states = window.centre.states
    assert window.centre.currentWidget() is states
    assert states.name == "welcome"
    assert states.first.text() == "Open a folder"
    assert "Nothing leaves this computer" in states.last.text()
    assert window.sidebar.isHidden()
    with qtbot.waitSignal(window.demo_wanted):
        states.second.click()


def test_opening_a_folder_shows_photos_while_they_are_read(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    library = FakeLibrary(count=0, rooted=False)
    window = make_window(library)
    go_on = threading.Event()

    def index(ctx: Context) -> object:
        ctx.progress("Looking for photos", 0, 0)
        library.rooted = True
        go_on.wait(5)
        library.count = 30
        ctx.progress("Reading photos", 30, 60)
        ctx.changed(Changes(photos=True))
        return endless(ctx)

    tasks_of(window).index_job = index
    window.indexing.open(["/home/ada/Pictures"])
    qtbot.waitUntil(lambda: window.centre.states.name == "looking")
    assert not window.strip.isHidden()
    go_on.set()
    qtbot.waitUntil(lambda: len(window.centre.grid.ids) == 30)
    assert window.centre.browsing
    assert "Reading photos" in window.strip.words.text()
    assert not window.sidebar.isHidden()
    window.strip.stop.click()
    qtbot.waitUntil(lambda: window.strip.isHidden())
    assert "What is done is kept" in window.notice.words.text()
    assert len(window.centre.grid.ids) == 30


def test_pausing_leaves_the_computer_alone_and_says_so(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window, heard = make_window(count=60), list[str]()

    def index(ctx: Context) -> object:
        done = 0
        while True:
            ctx.check_cancelled()
            if not heard or heard[-1] != effort_of(ctx):
                heard.append(effort_of(ctx))
            done += effort_of(ctx) != "paused"
            ctx.progress("Reading photos", done, 10_000)
            time.sleep(0.002)

    tasks_of(window).index_job = index
    action, pause = window.actions_["pause"], window.strip.pause
    assert not action.isEnabled()
    window.indexing.open(["/p"])
    qtbot.waitUntil(lambda: "Reading photos" in window.strip.words.text())
    assert pause.isVisibleTo(window.strip)
    assert action.isEnabled()
    pause.click()
    assert "Paused" in window.strip.words.text()
    assert (pause.text(), action.isChecked()) == ("Go on", True)
    qtbot.waitUntil(lambda: heard == ["auto", "paused"])
    qtbot.wait(100)  # what is still reported changes nothing
    assert "Paused" in window.strip.words.text()
    action.trigger()  # by its key
    qtbot.waitUntil(lambda: "Reading photos" in window.strip.words.text())
    assert pause.text() == "Pause"
    window.actions_["gentle"].trigger()
    qtbot.waitUntil(lambda: heard == ["auto", "paused", "auto", "gentle"])
    pause.click()
    window.strip.stop.click()
    qtbot.waitUntil(window.strip.isHidden)
    assert not pause.isChecked()
    assert not action.isEnabled()


def test_a_deletion_is_done_while_the_reading_rests(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=60)
    tasks_of(window).index_job = endless
    window.indexing.open(["/p"])
    qtbot.waitUntil(lambda: "Reading photos" in window.strip.words.text())
    window.strip.pause.click()
    jobs = window.session.jobs
    with qtbot.waitSignal(jobs.finished) as done:
        jobs.interject(Job("delete", lambda ctx: "deleted"))
    assert done.args == ["delete", "deleted"]
    qtbot.waitUntil(lambda: jobs.running == "index")
    qtbot.waitUntil(lambda: "Paused" in window.strip.words.text())  # it rests again


def test_working_gently_is_remembered(make_window: MakeWindow) -> None:
    window = make_window(count=3)
    window.actions_["gentle"].trigger()
    window_state.save(window, window.settings)
    again = make_window(count=3)
    window_state.restore(again, window.settings)
    assert again.actions_["gentle"].isChecked()


def test_while_learning_dates_and_places_can_be_browsed(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(count=60, grouped=False)

    def learn(ctx: Context) -> object:
        ctx.progress("Learning your photos", 12, 30)
        while True:
            ctx.check_cancelled()
            time.sleep(0.005)

    tasks_of(window).index_job = learn
    window.indexing.open(["/p"])
    model = window.sidebar.model
    hint = ("hint", "clusters")
    qtbot.waitUntil(
        lambda: "Learning your photos" in str(model.data(model.index_of(hint))), timeout=2000
    )
    assert "12 of 30" in window.strip.words.text()
    window.sidebar.choose(("date", 2022))
    qtbot.waitUntil(lambda: window.centre.header.title.text() == "2022")
    assert len(window.centre.grid.ids) > 0


def test_a_folder_without_photos_says_what_to_do(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=0, rooted=False)

    def index(ctx: Context) -> object:
        raise SurroundingsError("There are no pictures in /tmp/x.", "Choose another folder.")

    tasks_of(window).index_job = index
    window.indexing.open(["/tmp/x"])
    states = window.centre.states
    qtbot.waitUntil(lambda: states.name == "failed")
    assert states.title.text() == "There are no pictures in /tmp/x."
    assert states.words.text() == "Choose another folder."


def test_known_folders_without_photos_are_an_empty_state(make_window: MakeWindow) -> None:
    window = make_window(count=0)
    assert window.centre.states.name == "empty"
    assert window.centre.states.second.text() == "Scan again"


def test_a_fault_of_the_surroundings_leaves_the_photos_on_the_wall(
    window: MainWindow, qtbot: QtBot
) -> None:
    def index(ctx: Context) -> object:
        raise SurroundingsError("The disk is full.", "Free some space.")

    tasks_of(window).index_job = index
    window.indexing.rescan()
    qtbot.waitUntil(lambda: not window.notice.isHidden())
    assert window.notice.words.text() == "The disk is full. Free some space."
    assert window.centre.browsing


def test_a_bug_shows_a_report_to_copy(window: MainWindow, qtbot: QtBot) -> None:
    def index(ctx: Context) -> object:
        raise RuntimeError("boom in the middle")

    tasks_of(window).index_job = index
    window.indexing.rescan()
    qtbot.waitUntil(lambda: window.findChild(ReportDialog) is not None)
    dialog = window.findChild(ReportDialog)
    dialog.copy()
    copied = QApplication.clipboard().text()
    assert "RuntimeError: boom in the middle" in copied
    assert "Qt 6" in copied
    dialog.reject()
    assert window.strip.isHidden()


def test_a_message_of_a_job_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    tasks_of(window).index_job = lambda ctx: ctx.message("No graphics card: using the processor.")
    window.indexing.rescan()
    qtbot.waitUntil(lambda: "graphics card" in window.notice.words.text())


def test_rescan_asks_for_the_known_folders(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["rescan"].trigger()
    qtbot.waitUntil(lambda: tasks_of(window).calls == [("index", ["/home/ada/Pictures"])])


def test_a_dropped_folder_is_read(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    picture = folder / "a.jpg"
    picture.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    entered = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(entered)
    assert entered.isAccepted()
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: tasks_of(window).calls == [("index", [str(folder)])])


def test_closing_the_window_stops_all_work(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=30)
    stopped = threading.Event()

    def index(ctx: Context) -> object:
        try:
            return endless(ctx)
        except Cancelled:
            stopped.set()
            raise

    tasks_of(window).index_job = index
    window.indexing.rescan()
    qtbot.waitUntil(lambda: window.session.jobs.running == "index")
    window.close()
    assert stopped.is_set()
    assert library_of(window).closed
    assert not window.session.reads.isRunning()


def test_a_slow_read_does_not_hold_the_window_up(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(count=60)
    library_of(window).delay = 0.4
    started = time.perf_counter()
    window.sidebar.choose(("cluster", 1))
    window.sidebar.choose(("cluster", 2))
    assert time.perf_counter() - started < 0.2
    qtbot.waitUntil(lambda: window.centre.header.title.text() == "Cats")


def test_the_end_of_a_scan_says_what_was_found() -> None:
    assert texts.scanned({"new": 12, "moved": 1}) == "12 new photos · 1 moved"
    assert texts.scanned({"new": 1, "missing": 2}) == "1 new photo · 2 no longer there"
    assert "Nothing new" in texts.scanned({"new": 0, "unchanged": 900})
