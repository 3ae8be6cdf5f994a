"""Large previews for formats that the window does not decode itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from photoorg.files.preview import Previewer


def test_preview_is_upright_and_of_the_asked_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (900, 600), (200, 30, 30)).save(tmp_path / "a.jpg", exif=exif)
    previewer = Previewer(450)
    try:
        jpeg = previewer.preview(str(tmp_path / "a.jpg"))
        assert jpeg is not None
        assert Image.open(io.BytesIO(jpeg)).size == (300, 450)
        assert previewer.preview(str(tmp_path / "absent.jpg")) is None
        (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff")
        assert previewer.preview(str(tmp_path / "broken.jpg")) is None
    finally:
        previewer.close()


@pytest.mark.data
@pytest.mark.parametrize("suffix", ["heic", "avif", "dng"])
def test_formats_qt_does_not_read(camera_files: Path, suffix: str) -> None:
    files = [p for p in camera_files.rglob(f"*.{suffix}") if p.stat().st_size]
    assert files
    previewer = Previewer(2560)
    try:
        jpeg = previewer.preview(str(max(files, key=lambda p: p.stat().st_size)))
    finally:
        previewer.close()
    assert jpeg is not None
    # the larger samples are larger than a thumbnail; the only AVIF has 120 pixels
    assert max(Image.open(io.BytesIO(jpeg)).size) >= {"heic": 1000, "avif": 120, "dng": 64}[suffix]
