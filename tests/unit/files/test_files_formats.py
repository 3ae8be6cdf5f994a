"""What a file is: by content, and by name only where content cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoorg.files.formats import HEAD_BYTES, Content, looks_like_text, recognise, slow_by_name


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF89a", "GIF"),
        (b"GIF87a", "GIF"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WEBP"),
        (b"BM" + bytes(12) + b"\x28\x00\x00\x00", "BMP"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "TIFF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIF"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "HEIF"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "AVIF"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "AVIF"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "RAW"),
        (b"FUJIFILMCCD-RAW 0201", "RAW"),
    ],
)
def test_content_decides_whatever_the_name(head: bytes, format: str) -> None:
    for name in ("a.txt", "a.jpg", "a", "a.tga", "a.mp4"):
        assert recognise(head, name) == Content("picture", format)


def test_a_raw_file_is_told_from_tiff_by_its_name() -> None:
    head = b"II*\x00\x08\x00\x00\x00" + bytes(50)
    assert recognise(head, "IMG.NEF") == Content("picture", "RAW")
    assert recognise(head, "scan.tif") == Content("picture", "TIFF")


def test_a_dng_under_another_name_is_still_raw(camera_files: Path) -> None:
    head = (camera_files / "photoprism/examples/canon_eos_6d.dng").read_bytes()[:HEAD_BYTES]
    assert recognise(head, "scan.tif") == Content("picture", "RAW")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"8BPS\x00\x01", "Photoshop"),
        (b"DDS |", "DDS"),
        (b"\x00\x00\x00\x0cjP  \r\n", "JPEG 2000"),
        (b"\xff\x0a\xfa", "JPEG XL"),
        (b"P6\n12 12\n255\n", "PNM"),
        (b"<?xml version='1.0'?>\n<svg xmlns=", "SVG"),
        (bytes(128) + b"DICM", "DICOM"),
    ],
)
def test_pictures_photoorg_does_not_read_are_named(head: bytes, name: str) -> None:
    content = recognise(head, "file.ppm" if name == "PNM" else "file")
    assert content == Content("unsupported", name)


def test_a_format_without_magic_is_told_by_its_suffix() -> None:
    assert recognise(b"\x00\x00\x02\x00\x01", "a.bin") == Content("unsupported", "Windows cursor")
    assert recognise(b"\x00\x00\x0a\x00", "A.TGA") == Content("unsupported", "TGA")


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7",
        b"PK\x03\x04\x14\x00",
        b"\x1aE\xdf\xa3\x01",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
        b"RIFF\x10\x00\x00\x00AVI LIST",
        b"SQLite format 3\x00",
    ],
)
def test_videos_and_documents_are_other(head: bytes) -> None:
    content = recognise(head, "IMG_1.heic")
    assert content is not None
    assert content.kind == "other"


def test_unknown_bytes_are_unknown() -> None:
    assert recognise(b"\x13\x37" * 20, "a.jpg") is None
    assert recognise(b"BM, a magazine for bookmakers", "a.txt") is None


def test_text_is_told_from_binary() -> None:
    assert looks_like_text("naïve, 写真\n".encode())
    assert not looks_like_text(b"\x13\x00\x37")
    assert not looks_like_text(b"")


def test_slow_formats_get_the_longer_deadline() -> None:
    assert slow_by_name("/a/IMG_1.HEIC")
    assert slow_by_name("/a/x.cr3")
    assert not slow_by_name("/a/x.jpg")
