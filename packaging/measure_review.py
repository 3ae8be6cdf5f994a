"""How long the review lets one wait: from a key press to the next photo on screen.

    .venv/bin/python packaging/measure_review.py [--photos 200] [--size 1920x1080]

makes JPEGs of 12 megapixels in a temporary folder, reads them into a fresh library, opens the real
window (on a screen or under Xvfb), reviews them with real key events (through the X server's test
extension where there is one, else through Qt), and prints JSON. A press counts from the moment the
key is sent until the window has painted the next photo and the screen has it; "sharp" until that
is the photo decoded at the size of the screen and not its small version. Paces: how many
milliseconds lie between two presses; 0: the next one as soon as the photo is there.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest

WIDTH, HEIGHT = 4000, 3000
KINDS = 10  # so many are drawn and compressed; the others differ in a comment only
PACES_MS = (400, 150, 0)
PATIENCE_MS = 5000


def draw(number: int) -> QImage:
    """A picture with detail at every scale, about 4 MB as a JPEG: as hard to decode as a photo."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, WIDTH, HEIGHT)
    sky.setColorAt(0, QColor.fromHsv(number * 36 % 360, 120, 220))
    sky.setColorAt(1, QColor.fromHsv((number * 36 + 90) % 360, 90, 90))
    painter.fillRect(image.rect(), sky)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for scale, opacity in ((200, 0.35), (24, 0.2), (4, 0.14), (1, 0.09)):
        width, height = WIDTH // scale, HEIGHT // scale
        noise = QImage(os.urandom(width * height * 4), width, height, QImage.Format.Format_RGB32)
        painter.setOpacity(opacity)
        painter.drawImage(image.rect(), noise)
    painter.end()
    return image


def make_photos(folder: Path, count: int) -> None:
    """`count` JPEGs, each with bytes of its own."""
    for number in range(min(KINDS, count)):
        draw(number).save(str(folder / f"kind{number}.jpg"), "JPEG", 88)
    for number in range(count):
        data = (folder / f"kind{number % KINDS}.jpg").read_bytes()
        comment = f"photo {number:04d}".encode()
        segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
        (folder / f"IMG_{number:04d}.jpg").write_bytes(data[:2] + segment + data[2:])
    for kind in folder.glob("kind*.jpg"):
        kind.unlink()


class XKeys:
    """Sends keys through the X server, as a keyboard does."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._test.XTestFakeKeyEvent.argtypes = [
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        ]  # fmt: skip
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X display")
        self._code = self._x.XKeysymToKeycode(self._display, 0xFF53)  # Right

    def press(self) -> None:
        """Press and let go of Right."""
        for down in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, self._code, down, 0)
        self._x.XSync(self._display, 0)

    def wait(self) -> None:
        """Until the server has done what it was sent."""
        self._x.XSync(self._display, 0)


def keys_for(view: Any) -> tuple[str, Callable[[], None], Callable[[], None]]:
    """How keys are sent, a press, and a wait for the screen."""
    if QGuiApplication.platformName() == "xcb":
        try:
            keys = XKeys()
            return "X server", keys.press, keys.wait
        except OSError:
            pass
    return "Qt", lambda: QTest.keyClick(view, Qt.Key.Key_Right), lambda: None


class Meter(QObject):
    """Presses, watches what is painted, notes the times."""

    def __init__(self, window: Any, pace_ms: int, done: Callable[[], None]) -> None:
        super().__init__(window)
        self._reviewing, self._pane = window.judging.reviewing, window.centre.review.pane
        self.how, self._press, self._wait = keys_for(window.centre.review)
        self._pace_ms, self._done = pace_ms, done
        self._start = 0.0
        self._expected = -1
        self.shown: list[float] = []
        self.sharp: list[float] = []
        self.sharp_at_once = 0
        self._is_shown = self._is_sharp = True
        self._pane.installEventFilter(self)

    def begin(self) -> None:
        """The next press, or the end."""
        review = self._reviewing.review
        if review.at_end:
            self._pane.removeEventFilter(self)
            self._done()
            return
        self._expected = review.ids[review.index + 1]
        self._is_shown = self._is_sharp = False
        self._start = time.perf_counter()
        self._press()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After this paint has reached the screen, see what it was."""
        photo = self._pane.photo
        if event.type() == QEvent.Type.Paint and photo and photo.id == self._expected:
            sharp = self._pane.sharp
            QTimer.singleShot(0, lambda: self._painted(sharp))
        return False

    def _painted(self, sharp: bool) -> None:
        self._wait()
        passed = (time.perf_counter() - self._start) * 1000
        if not self._is_shown:
            self._is_shown = True
            self.shown.append(passed)
            self.sharp_at_once += sharp
        if sharp and not self._is_sharp:
            self._is_sharp = True
            self.sharp.append(passed)
            QTimer.singleShot(max(0, round(self._pace_ms - passed)), self.begin)


def percentiles(times: list[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(times)
    found = {f"p{p}": round(ordered[len(ordered) * p // 100], 1) for p in (50, 95, 99)}
    return {"presses": len(ordered), **found, "longest": round(ordered[-1], 1)}


def review_at(app: Any, window: Any, pace_ms: int) -> dict[str, Any]:
    """Go through all photos once."""
    reviewing = window.judging.reviewing
    reviewing.begin(list(window.centre.grid.ids), "measured", None, window.centre.grid.ids[0])
    until(app, lambda: window.centre.reviewing and window.centre.review.pane.sharp)
    settle(app, 1000)
    finished: list[bool] = []
    meter = Meter(window, pace_ms, lambda: finished.append(True))
    meter.begin()
    until(app, lambda: bool(finished), seconds=600)
    reviewing.obey("leave")
    until(app, lambda: not window.centre.reviewing)
    return {
        "milliseconds_between_presses": pace_ms,
        "keys_sent_through": meter.how,
        "next_photo_on_screen_ms": percentiles(meter.shown),
        "sharp_ms": percentiles(meter.sharp),
        "sharp_at_once": f"{meter.sharp_at_once} of {len(meter.shown)}",
    }


def until(app: Any, is_so: Callable[[], bool], seconds: float = 120) -> None:
    """Let the window work until something holds."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        app.processEvents()
        time.sleep(0.002)


def settle(app: Any, milliseconds: int) -> None:
    """Let the window work for a while."""
    end = time.monotonic() + milliseconds / 1000
    until(app, lambda: time.monotonic() > end)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--size", default="1920x1080")
    wanted = parser.parse_args()
    from photoorg.gui.app import SWITCH_SECONDS, Shell, make_app
    from photoorg.pipeline.jobs import index_job
    from photoorg.pipeline.library import Library
    from photoorg.records import NULL_CONTEXT

    width, height = (int(part) for part in wanted.size.split("x"))
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "photos"
        folder.mkdir()
        app = make_app(["measure"])
        make_photos(folder, wanted.photos)
        megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        library = Library.open(Path(home) / "library")
        index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
        library.close()
        settings = QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)
        sys.setswitchinterval(SWITCH_SECONDS)
        window = Shell(app, settings, Path(home) / "library").show_own()
        window.setGeometry(0, 0, width, height)
        window.activateWindow()
        QTest.qWaitForWindowActive(window, PATIENCE_MS)
        until(app, lambda: len(window.centre.grid.ids) == wanted.photos)
        pane = window.centre.review.pane
        result = {
            "photos": wanted.photos,
            "megabytes_each": round(megabytes / wanted.photos, 1),
            "window": wanted.size,
            "platform": QGuiApplication.platformName(),
            "cpus": os.cpu_count(),
            "load": [round(value, 1) for value in os.getloadavg()],
            "runs": [review_at(app, window, pace) for pace in PACES_MS],
        }
        result["photo_area"] = f"{pane.width()}x{pane.height()}"
        window.close()
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
