"""One photo in the window: open, go on, zoom, come back; formats and files that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeWindow, library_of
from fake_library import FakeLibrary, draw
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader
from pytestqt.qtbot import QtBot

from photoorg.gui.main_window import MainWindow
from photoorg.gui.models.full_images import Wish, decode
from photoorg.records import Changes


@pytest.fixture
def viewed(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window with real files behind the first photos, opened on the second."""
    library = FakeLibrary(count=12, photo_folder=str(tmp_path))
    for photo_id in range(1, 6):
        photo = library.photo(photo_id)
        draw(photo_id, photo.width // 4, photo.height // 4).save(photo.path, "JPEG", 85)
    window = make_window(library)
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Home)
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Right)
    qtbot.keyClick(window.centre.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.centre.viewing)
    return window


def shown(window: MainWindow) -> int:
    photo = window.centre.viewer.photo
    assert photo is not None
    return photo.id


def test_return_opens_arrows_go_on_escape_comes_back(viewed: MainWindow, qtbot: QtBot) -> None:
    viewer = viewed.centre.viewer
    assert shown(viewed) == 2
    assert viewer.place.text() == "2 of 12"
    assert viewed.sidebar.isHidden()
    for key, expected in [
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_Space, 4),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_End, 12),
        (Qt.Key.Key_Right, 12),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Right, 3),
    ]:
        qtbot.keyClick(viewer, key)
        qtbot.waitUntil(lambda expected=expected: shown(viewed) == expected)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert viewed.centre.browsing
    assert viewed.centre.grid.selection.current_id == 3
    assert not viewed.sidebar.isHidden()


def test_z_shows_the_photo_s_own_pixels(viewed: MainWindow, qtbot: QtBot) -> None:
    viewer = viewed.centre.viewer
    qtbot.keyClick(viewer, Qt.Key.Key_Z)
    assert viewer.canvas.scale == 1.0
    assert viewer.full.isChecked()
    qtbot.keyClick(viewer, Qt.Key.Key_Z)
    assert viewer.canvas.scale is None


def test_the_neighbours_are_decoded_ahead(viewed: MainWindow, qtbot: QtBot) -> None:
    images, viewer = viewed.session.images, viewed.centre.viewer
    next_photo = library_of(viewed).photo(3)
    size = viewer.canvas.size() * viewer.devicePixelRatioF()
    wish = Wish(3, next_photo.path, (size.width(), size.height()), next_photo.hash)
    qtbot.waitUntil(lambda: images.get(wish) is not None)


def test_a_missing_file_shows_the_preview_and_says_so(viewed: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(viewed.centre.viewer, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "not there any more" in viewed.centre.viewer.note.text())


def test_a_format_qt_can_not_read_shows_the_preview(
    viewed: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    Path(library_of(viewed).photo(6).path).write_bytes(b"ftypheic" * 40)
    for _ in range(4):
        before = shown(viewed)
        qtbot.keyClick(viewed.centre.viewer, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda before=before: shown(viewed) == before + 1)
    qtbot.waitUntil(lambda: "small preview" in viewed.centre.viewer.note.text())


def test_deleting_in_the_viewer_goes_on_to_the_next(viewed: MainWindow, qtbot: QtBot) -> None:
    viewed.actions_["delete"].trigger()
    qtbot.waitUntil(lambda: viewed.deleting.sheet is not None)
    assert viewed.deleting.sheet is not None
    assert viewed.deleting.sheet.heading.text() == "Move 1 photo to the trash?"
    viewed.deleting.sheet.move_button.click()
    qtbot.waitUntil(lambda: shown(viewed) == 3)
    assert viewed.centre.viewing
    assert library_of(viewed).gone == {2}


def test_when_the_last_photo_of_a_view_goes_the_viewer_closes(
    viewed: MainWindow, qtbot: QtBot
) -> None:
    library_of(viewed).gone |= set(range(1, 13))
    viewed.session.notify(Changes(photos=True))
    qtbot.waitUntil(lambda: not viewed.centre.viewing)


def test_decoding_turns_scales_and_never_enlarges(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    draw(3, 400, 300).save(str(path), "JPEG", 90)
    fitted = decode(Wish(1, str(path), (100, 100)))
    assert fitted.image is not None
    assert fitted.image.size() == QSize(100, 75)
    whole = decode(Wish(1, str(path), (4000, 4000)))
    assert whole.image is not None
    assert whole.image.size() == QSize(400, 300)


def test_a_turned_photo_fits_the_screen_upright(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    draw(3, 400, 200).save(str(path), "JPEG", 90)
    raw = path.read_bytes()
    exif = (
        bytes.fromhex("ffe1002245786966000049492a00080000000100120103000100000006000000")
        + b"\0" * 4
    )
    path.write_bytes(raw[:2] + exif + raw[2:])
    reader = QImageReader(str(path))
    assert reader.transformation() != QImageReader(str(tmp_path)).transformation()
    result = decode(Wish(1, str(path), (100, 100)))
    assert result.image is not None
    assert result.image.size() == QSize(50, 100)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0broken"])
def test_broken_files_do_not_raise(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    result = decode(Wish(1, str(path), None))
    assert result.problem == "format"
    assert decode(Wish(1, str(tmp_path / "gone.jpg"), None)).problem == "missing"
    assert isinstance(QImage(), QImage)


def test_what_qt_can_not_read_comes_as_a_large_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(b"no format of Qt's")
    jpeg = tmp_path / "preview.jpg"
    draw(3, 400, 300).save(str(jpeg), "JPEG", 90)
    result = decode(
        Wish(1, str(path), None), lambda asked: jpeg.read_bytes() * (asked == str(path))
    )
    assert not result.problem
    assert result.image is not None
    assert result.image.size() == QSize(400, 300)
