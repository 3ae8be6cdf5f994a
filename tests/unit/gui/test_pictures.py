"""Pictures are decoded by the format of their content, which is found out without Qt's plug-ins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from photoorg.gui.models.pictures import format_of, from_jpeg, reader_for


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_the_content_counts_and_not_the_name(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "photo.svg"
    Image.new("RGB", (40, 30), "red").save(path, kind)
    reader = reader_for(str(path))
    assert reader is not None
    image = reader.read()
    assert (image.width(), image.height()) == (40, 30)


def test_what_qt_can_not_read_has_no_reader(tmp_path: Path) -> None:
    path = tmp_path / "drawing.jpg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>")
    assert reader_for(str(path)) is None
    assert format_of(str(tmp_path / "missing")) == b""


def test_bytes_that_are_no_jpeg_give_no_picture(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    assert from_jpeg(data).size() == QImage(40, 30, QImage.Format.Format_RGB32).size()
    assert from_jpeg(data[:20]).isNull()
    assert from_jpeg(b"<svg/>").isNull()
    assert from_jpeg(b"").isNull()
