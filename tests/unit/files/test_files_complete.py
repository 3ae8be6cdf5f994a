"""A file that was cut short is never taken for a whole picture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from helpers.encoded import encoded, textured

from photoorg.files import reasons
from photoorg.files.decode import decode
from photoorg.files.reasons import UnreadableError

_GREY = textured().convert("L")


def _animation() -> bytes:
    frames = [textured(seed=2), textured(seed=3)]
    return encoded("GIF", save_all=True, append_images=frames)


MADE = {
    "JPEG": lambda: encoded("JPEG"),
    "JPEG progressive": lambda: encoded("JPEG", progressive=True),
    "JPEG restart": lambda: encoded("JPEG", restart_marker_rows=1),
    "JPEG grey": lambda: encoded("JPEG", _GREY),
    "JPEG CMYK": lambda: encoded("JPEG", textured().convert("CMYK")),
    "JPEG large": lambda: encoded("JPEG", textured(2400, 1600)),  # read in draft mode, at 1/8
    "JPEG thumbnailed": lambda: encoded("JPEG", exif=b"Exif\0\0" + b"x" * 99 + encoded("JPEG")),
    "PNG": lambda: encoded("PNG"),
    "PNG palette": lambda: encoded("PNG", textured().quantize(64)),
    "WEBP": lambda: encoded("WEBP"),
    "WEBP lossless": lambda: encoded("WEBP", lossless=True),
    "GIF": lambda: encoded("GIF"),
    "GIF animated": _animation,
    "TIFF": lambda: encoded("TIFF"),
    "TIFF lzw": lambda: encoded("TIFF", compression="tiff_lzw"),
    "TIFF deflate": lambda: encoded("TIFF", compression="tiff_deflate"),
    "TIFF jpeg": lambda: encoded("TIFF", compression="jpeg"),
    "TIFF fax": lambda: encoded("TIFF", textured().convert("1"), compression="group4"),
    "BMP": lambda: encoded("BMP"),
    "AVIF": lambda: encoded("AVIF"),
}
REAL = {
    "HEIF": "exiv2_testdata/Stonehenge.heic",
    "HEIF iPhone": "photoprism/examples/iphone_15_pro.heic",
    "HEIF Sony": "exiv2_testdata/issue_9292_sony_3_bottom_right.HIF",
    "TIFF real": "photoprism/examples/example.tif",
    "RAW": "photoprism/examples/canon_eos_6d.dng",
}


def _cuts(size: int, many: bool) -> list[int]:
    """How many bytes to take off the end: near the end and anywhere."""
    anywhere = random.Random(size)
    near = [1, 2, 3, 8, 50, 100, 300, 1000] if many else [8, 300]
    far = [anywhere.randrange(1, size - 30) for _ in range(12 if many else 4)]
    return [cut for cut in near + far if cut < size]


def _refused(data: bytes, format: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        decode(data, format)
    return caught.value.reason


@pytest.mark.parametrize("name", MADE)
def test_cut_anywhere_it_is_refused_with_the_reason(name: str) -> None:
    data, format = MADE[name](), name.split()[0]
    assert max(decode(data, format).small.size) == 256
    for cut in _cuts(len(data), many=True):
        assert _refused(data[:-cut], format) == reasons.TRUNCATED, cut


@pytest.mark.parametrize("name", REAL)
def test_real_files_cut_anywhere_are_refused(name: str, camera_files: Path) -> None:
    data, format = (camera_files / REAL[name]).read_bytes(), name.split()[0]
    decode(data, format)
    for cut in _cuts(len(data), many=False):
        assert _refused(data[:-cut], format), cut


@pytest.mark.parametrize("name", [*MADE, "HEIF"])
def test_a_copy_that_ends_in_zeros_is_refused(name: str, request: pytest.FixtureRequest) -> None:
    """As a copy that broke off after the space was reserved. BMP and plain TIFF cannot tell."""
    if name in ("BMP", "TIFF"):
        pytest.skip("raw pixels: zeros are black")
    if name == "HEIF":
        folder: Path = request.getfixturevalue("camera_files")
        data = (folder / "photoprism/examples/iphone_15_pro.heic").read_bytes()
    else:
        data = MADE[name]()
    for lost in (len(data) // 2, len(data) // 3):
        assert _refused(data[:-lost] + bytes(lost), name.split()[0])


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"])
@pytest.mark.parametrize("garbage", [b"\0" * 5000, b"SEFT" + b"\x80" * 999, b"\n"])
def test_bytes_after_the_end_are_harmless(format: str, garbage: bytes) -> None:
    assert decode(encoded(format) + garbage, format).width == 320


def test_stray_bytes_between_jpeg_segments_are_harmless() -> None:
    data = encoded("JPEG")
    at = data.index(b"\xff\xdb")
    assert decode(data[:at] + bytes(9) + data[at:], "JPEG").width == 320


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_with_a_damaged_middle_is_refused(progressive: bool) -> None:
    """libjpeg paints over it and only warns; the picture would be grey or shifted below."""
    data = encoded("JPEG", textured(1600, 1200), progressive=progressive)
    middle = len(data) // 2
    for damaged in (
        data[:middle] + data[middle + 5000 :],  # a lost block
        data[:middle] + b"\xff\xd9",  # a "repaired" end
    ):
        assert _refused(damaged, "JPEG") in (reasons.DAMAGED, reasons.TRUNCATED)


@pytest.mark.parametrize("format", ["PNG", "GIF"])
def test_a_damaged_middle_is_refused(format: str) -> None:
    data = encoded(format)
    middle = len(data) // 2
    assert _refused(data[:middle] + b"\x55" * 200 + data[middle + 200 :], format)
