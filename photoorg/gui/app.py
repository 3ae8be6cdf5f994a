"""Starts the window. It is on screen before anything heavy is imported anywhere."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from photoorg import __version__, paths
from photoorg.errors import SurroundingsError
from photoorg.gui import icons, window_state
from photoorg.gui.main_window import MainWindow
from photoorg.gui.style import Look

if TYPE_CHECKING:
    from types import TracebackType

    from photoorg.gui.session import Session

# A reading thread may hold the interpreter for one interval; Python's 5 ms is a third of a frame.
SWITCH_SECONDS = 0.001


class Shell(QObject):
    """Holds the application's look and its window; swaps the library under the window."""

    def __init__(self, app: QApplication, settings: QSettings, own: Path | None) -> None:
        super().__init__(app)
        self._own = own
        self._settings = settings
        self._look = Look(app, window_state.appearance(settings))
        self.window: MainWindow | None = None

    def show_own(self) -> MainWindow:
        """A window on the user's own library. Raises `SurroundingsError`."""
        return self._show(self._own, None)

    def _show(self, folder: Path | None, demo: Path | None) -> MainWindow:
        """A window on the library in `folder`; the one before it is closed. `demo`: its home.

        At the start of the program the window is on screen before anything is imported to fill it.
        """
        window = MainWindow(self._settings, demo is not None)
        if self.window is None:
            window.show_at_once()
        try:
            session, home = opened(folder, demo)
        except BaseException:
            window.hide()  # not closed: that would end the program before it says why
            window.deleteLater()
            raise
        window.enter(session)
        window.demo_wanted.connect(lambda: self._demo_wanted(home))
        window.own_wanted.connect(self._leave_demo)
        window.appearance_wanted.connect(self._set_appearance)
        window.show()
        before, self.window = self.window, window
        if before is not None:
            before.close()
            before.deleteLater()
        return window

    def show_demo(self, home: Path) -> None:
        """The demo has a library of its own: it never mixes with the user's photos."""
        self._show(home / "library", home).indexing.demo()

    def _demo_wanted(self, home: Path) -> None:
        try:
            self.show_demo(home)
        except SurroundingsError as error:
            say(error)

    def _leave_demo(self, folders: list[str]) -> None:
        """Folders of the user's go into the user's library."""
        try:
            window = self.show_own()
        except SurroundingsError as error:
            say(error)
            return
        window.indexing.open(folders)

    def _set_appearance(self, appearance: str) -> None:
        self._settings.setValue("appearance", appearance)
        self._look.set_appearance(appearance)

    def report(self, text: str) -> None:
        """Show a fault of ours."""
        if self.window is not None:
            self.window.report_bug(text)


def opened(folder: Path | None, demo: Path | None) -> tuple[Session, Path]:
    """A library for the window, and the home of the demo beside it. Raises `SurroundingsError`."""
    from photoorg.gui.jobs.tasks import LibraryTasks
    from photoorg.gui.session import Session
    from photoorg.pipeline.library import Library

    library = Library.open(folder, access="window")
    home = demo or library.folder.parent / "demo"
    return Session(library, LibraryTasks(library, home / "photos")), home


def say(error: SurroundingsError) -> None:
    """Show what is wrong with the surroundings and what to do, before there is a window."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.NoIcon, "photoorg", error.message)
    box.setInformativeText(error.advice)
    box.exec()


def translate_app(app: QApplication, locale: QLocale) -> None:
    """Install the words of a locale, over the English plurals; numbers and dates follow it."""
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(locale)
    folder = str(paths.resources() / "translations")
    english = QTranslator(app)
    if english.load("photoorg_en", folder):
        app.installTranslator(english)
    own = QTranslator(app)
    if locale.language() != QLocale.Language.English and own.load(locale, "photoorg", "_", folder):
        app.installTranslator(own)
    qt = QTranslator(app)
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(locale, "qtbase", "_", where):
        app.installTranslator(qt)


def make_app(argv: list[str]) -> QApplication:
    """The application object with its names and words."""
    # not by `setStyle`: what that returns, Python would have to know all of `QStyle` for (12 ms)
    app = QApplication([*argv, "-style", "fusion"])
    app.setApplicationName("photoorg")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("photoorg")
    app.setWindowIcon(icons.app_icon())
    translate_app(app, QLocale.system())
    return app


def main(
    argv: list[str], folder: str | None, library: Path | None, demo: Path | None = None
) -> int:
    """Show the window, on `folder` if given; returns the exit status.

    `demo`: show the demo instead, which lives in that folder and keeps out of the user's library.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_app(argv)
    shell = Shell(app, window_state.settings_at(), library)

    def report(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
        import traceback

        text = "".join(traceback.format_exception(kind, error, tb))
        sys.stderr.write(text)
        shell.report(text)

    sys.excepthook = report
    # Qt's loop never returns to the interpreter by itself, so Ctrl+C would do nothing; what a
    # killed window leaves behind is resumed by the next scan.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        if demo:
            shell.show_demo(demo)
        else:
            window = shell.show_own()
            if folder:
                window.indexing.open([folder])
    except SurroundingsError as error:
        say(error)
        return error.exit_status
    return app.exec()
