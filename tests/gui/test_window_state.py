"""Window state, appearance, contrast, words, imports, and a guard against a faulty Qt build."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MakeWindow
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from photoorg import paths
from photoorg.gui import style, texts, window_state
from photoorg.gui.actions import key_groups, specs
from photoorg.gui.counted import COUNTED
from photoorg.gui.main_window import MainWindow
from photoorg.gui.style import DARK, LIGHT, Look, Theme
from photoorg.records import Progress

ROOT = Path(__file__).resolve().parents[2]


def test_the_window_imports_nothing_heavy() -> None:
    code = (
        "import sys, photoorg.gui.app\n"
        "heavy = {'torch', 'sklearn', 'scipy', 'numpy', 'PIL', 'torchvision', 'timm'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_setting_text_twenty_thousand_times_does_not_crash(looks: Look) -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None per call and aborts."""
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        label.setText("photoorg")
    assert sys.getrefcount(None) > before - 1_000


def test_size_panels_photo_size_and_order_come_back(make_window: MakeWindow, qtbot: QtBot) -> None:
    first = make_window(count=20)
    first.resize(1100, 700)
    first.centre.grid.set_cell_size(240)
    first.centre.header.order.choose("confidence")
    first.actions_["sidebar"].setChecked(False)
    first.close()
    again = make_window(count=20)
    assert again.centre.grid.cell_size == 240
    assert again.browsing.order == "confidence"
    assert again.sidebar.isHidden()
    assert again.centre.header.cell_size.value() == 240


def test_a_narrow_window_gives_the_details_room_to_the_photos(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(count=20)
    assert not window.details.isHidden()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.details.isHidden())
    assert window.width() == 900
    window.actions_["details"].trigger()
    assert not window.details.isHidden()
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: not window.details.isHidden())


def test_a_first_window_is_no_larger_than_its_screen(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window(count=20)
    window_state.restore_place(window, window_state.settings_at(tmp_path / "none.ini"))
    room = window.screen().availableGeometry()
    assert window.width() <= max(room.width(), window.minimumSizeHint().width())
    assert window.height() <= max(room.height(), window.minimumSizeHint().height())


def test_recent_folders_are_remembered_newest_first(tmp_path: Path) -> None:
    settings = window_state.settings_at(tmp_path / "w.ini")
    for name in ("a", "b", "a"):
        window_state.remember_folders(settings, [f"/{name}"])
    assert window_state.recent_folders(settings) == ["/a", "/b"]


def test_settings_of_another_age_do_no_harm(tmp_path: Path, make_window: MakeWindow) -> None:
    (tmp_path / "window.ini").write_text("[General]\ngeometry=nonsense\ncell=huge\norder=7\n")
    window = make_window(count=20)
    assert window.centre.grid.cell_size == 168
    assert window.browsing.order == "date"


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    parts = QColor(color)
    return (
        0.2126 * linear(parts.redF())
        + 0.7152 * linear(parts.greenF())
        + 0.0722 * linear(parts.blueF())
    )


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_have_contrast(theme: Theme) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5:1 for every colour of words on every background of ours."""
    for words in (theme.text, theme.dim):
        for ground in (theme.window, theme.side, theme.wall, theme.raised, theme.hover):
            assert contrast(words, ground) >= 4.5, (words, ground)
    for ground in (theme.window, theme.side, theme.raised, theme.wall):
        assert contrast(theme.warning, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_on_a_chosen_row_have_contrast(theme: Theme) -> None:
    tint = style.tint(style.palette(theme))
    side, share = QColor(theme.side), tint.alphaF()
    mixed = QColor.fromRgbF(
        *(
            a * share + b * (1 - share)
            for a, b in zip(tint.getRgbF()[:3], side.getRgbF()[:3], strict=True)
        )
    )
    assert contrast(theme.text, mixed.name()) >= 4.5


def test_dark_and_light_change_while_the_window_is_open(
    window: MainWindow, looks: Look, qtbot: QtBot
) -> None:
    try:
        looks.set_appearance("dark")
        assert window.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
        assert looks.theme() is DARK
    finally:
        looks.set_appearance("light")
    assert window.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)


def test_the_scheme_follows_the_system(looks: Look) -> None:
    try:
        looks.set_appearance("system")
        scheme = looks.parent().styleHints().colorScheme()  # type: ignore[union-attr]
        assert looks.theme() is (DARK if scheme == Qt.ColorScheme.Dark else LIGHT)
    finally:
        looks.set_appearance("light")


def test_plurals_and_numbers(looks: Look) -> None:
    assert COUNTED.photos(1) == "1 photo"
    assert COUNTED.photos(12345) == "12,345 photos"
    assert texts.size(18_000_000) == "18 MB"
    assert texts.size(2_400_000_000) == "2.4 GB"
    assert texts.size(999) == "999 bytes"
    assert texts.percent(0.9999) == "99 %"
    assert texts.date_title((2019, 5)) == "May 2019"


def test_every_counted_phrase_has_an_english_plural() -> None:
    source = "".join(path.read_text() for path in sorted((ROOT / "photoorg/gui").rglob("*.py")))
    catalogue = (paths.resources() / "translations" / "photoorg_en.ts").read_text()
    phrases = set(re.findall(r'"([^"\n]*%Ln [^"\n]*)"', source))
    assert len(phrases) > 10
    for phrase in phrases:
        assert f"<source>{phrase}</source>" in catalogue, phrase
    assert "unfinished" not in catalogue
    assert "(s)</numerusform>" not in catalogue


def test_the_progress_line_says_stage_count_rate_and_time_left(looks: Look) -> None:
    progress = Progress("Reading photos", 1204, 1487)
    line = texts.progress_line(progress, 52.3, 5.4)
    assert line == "Reading photos · 1,204 of 1,487 · 52/s · about 5 s left"
    assert (
        texts.progress_line(Progress("Looking for photos", 0, 0), 0, None) == "Looking for photos"
    )


def test_no_key_means_two_things() -> None:
    keys = [key for spec in specs() for key in spec.keys]
    assert len(keys) == len(set(keys))


def test_the_page_of_keys_opens(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["keys"].trigger()
    words = {label.text() for label in window.findChildren(QLabel)}
    assert {what for _title, keys in key_groups() for _key, what in keys} <= words


def test_a_name_that_is_not_valid_text_is_shown() -> None:
    assert texts.file_name("/photos/caf\udce9.jpg") == "caf\N{REPLACEMENT CHARACTER}.jpg"


class Longer(QTranslator):
    """Words 40 % longer than English, as German often has them."""

    def translate(self, context: str, source: str, _note: str | None = None, n: int = -1) -> str:
        extra = "".join("äöüß "[i % 5] for i in range(len(source) * 2 // 5))
        return source.replace("%Ln", str(n)) + extra

    def isEmpty(self) -> bool:
        return False


def test_words_forty_percent_longer_fit_a_small_window(
    make_window: MakeWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    longer = Longer()
    qapp.installTranslator(longer)
    try:
        window = make_window(count=30, level_count=4)
        window.sidebar.choose(("cluster", 1))
        qtbot.waitUntil(lambda: window.centre.header.title.text() == "Screenshots")
        window.resize(900, 600)
        qtbot.wait(50)
        assert window.width() == 900
        assert window.height() == 600
        assert window.centre.grid.width() >= 300
        assert window.centre.header.delete.width() >= window.centre.header.delete.sizeHint().width()
    finally:
        qapp.removeTranslator(longer)
