"""Reading one file: what comes back, and why a file is refused."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.encoded import encoded, exif_block, quarters, textured
from PIL import Image

from photoorg.files import reader, reasons
from photoorg.files.reader import read_picture
from photoorg.files.walk import walk
from photoorg.records import Picture, Refused

LONG_AGO = 1_600_000_000_000_000_000  # ns


def put(path: Path, data: bytes, mtime_ns: int = LONG_AGO) -> Path:
    path.write_bytes(data)
    os.utime(path, ns=(mtime_ns, mtime_ns))
    return path


def read(path: Path) -> Picture | Refused:
    status = path.lstat()
    return read_picture(str(path), status.st_size, status.st_mtime_ns)


def picture(path: Path) -> Picture:
    result = read(path)
    assert isinstance(result, Picture), result
    return result


def refused(path: Path) -> Refused:
    result = read(path)
    assert isinstance(result, Refused), result
    check_reason(result.reason)
    return result


def check_reason(reason: str) -> None:
    """Sentences for a person: no traceback, no names of classes, no errno."""
    assert re.fullmatch(r"[\w(].*\.|.*rawpy|.*pi-heif", reason, re.S), reason
    assert not re.search(r"Traceback|Error\b|Exception|Errno|object at|<.*>|\bNone\b", reason)


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# --- what a picture gives ------------------------------------------------------------------------


def test_a_photo_gives_all_its_facts(tmp_path: Path) -> None:
    exif = exif_block(
        {0x0112: (3, [6]), 0x0110: (2, b"EOS R5\0")}, {0x9003: (2, b"2019:05:12 13:37:06\0")}
    )
    data = encoded("JPEG", quarters(800, 400), exif=b"Exif\0\0" + exif)
    photo = picture(put(tmp_path / "a.jpg", data))
    assert photo.hash == hashlib.sha256(data).hexdigest()
    assert (photo.size, photo.mtime_ns) == (len(data), LONG_AGO)
    assert (photo.format, photo.width, photo.height, photo.orientation) == ("JPEG", 400, 800, 6)
    assert photo.metadata.camera_model == "EOS R5"
    assert photo.metadata.date_time_original == "2019:05:12 13:37:06"
    with Image.open(io.BytesIO(photo.thumbnail)) as small:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (128, 256))
        red, green, blue = small.getpixel((96, 64))  # type: ignore[misc]
    assert red > 240  # turned clockwise, the red quarter lies on the right above
    assert max(green, blue) < 15


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_a_wrong_suffix_does_not_matter(tmp_path: Path, format: str) -> None:
    for name in ("a.txt", "a.heic", "a", "a.mp4"):
        photo = picture(put(tmp_path / name, encoded(format)))
        assert (photo.format, photo.width, photo.height) == (format, 320, 240)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_exif_and_xmp_are_read_from_every_format(tmp_path: Path, format: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Model 7"
    xmp = b'<x xmp:CreateDate="2011-12-13T14:15:16"/>'
    data = encoded(format, textured(), exif=exif, xmp=xmp)
    if format == "TIFF":
        image = textured()
        buffer = io.BytesIO()
        image.save(buffer, "TIFF", tiffinfo={0x0110: "Model 7", 700: xmp})
        data = buffer.getvalue()
    elif format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        text = PngInfo()
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        data = encoded("PNG", textured(), exif=exif, pnginfo=text)
    metadata = picture(put(tmp_path / "a", data)).metadata
    assert metadata.camera_model == "Model 7"
    assert metadata.xmp_date == "2011-12-13T14:15:16"


def test_real_cameras_are_read(camera_files: Path) -> None:
    """102 files of six collections; all but two broken ones, a sidecar and a hidden one."""
    results = [
        read_picture(f.path, f.size, f.mtime_ns) for f in walk(str(camera_files), lambda *_: None)
    ]
    problems = {Path(r.path).name: r.reason for r in results if isinstance(r, Refused)}
    assert sorted(problems) == [
        "cve_2017_1000126_stack-oob-read.webp", "empty.heic", "iphone_7.xmp",
    ]  # fmt: skip
    photos = [r for r in results if isinstance(r, Picture)]
    assert {p.format for p in photos} == {"JPEG", "HEIF", "AVIF", "TIFF", "GIF", "RAW"}
    assert sum(p.metadata.latitude is not None for p in photos) >= 40
    assert sum(p.metadata.date_time_original is not None for p in photos) >= 60
    assert {p.orientation for p in photos} == set(range(1, 9))


def test_the_eight_orientations_of_one_photo_look_alike(camera_files: Path) -> None:
    folder = camera_files / "recurser_exif-orientation-examples"
    photos = [picture(path) for path in sorted(folder.glob("Portrait_?.jpg"))]
    assert len(photos) == 9  # 1 to 8, and a wrong 0
    assert {(p.width, p.height) for p in photos} == {(1200, 1800)}
    small = [
        Image.open(io.BytesIO(p.thumbnail)).convert("L").crop((40, 60, 130, 190)).resize((9, 13))
        for p in photos
    ]
    pixels = [list(image.tobytes()) for image in small]
    for other in pixels[1:]:
        difference = sum(abs(a - b) for a, b in zip(pixels[0], other, strict=True)) / len(other)
        assert difference < 12


def test_a_heic_turned_by_its_container_is_turned_once(camera_files: Path) -> None:
    photo = picture(camera_files / "exiv2_testdata/issue_9292_sony_6_right_top.HIF")
    with Image.open(io.BytesIO(photo.thumbnail)) as small:
        assert (photo.width, photo.height, small.height) == (4672, 7008, 256)


# --- what is refused -----------------------------------------------------------------------------


def test_an_empty_picture_is_a_problem_an_empty_text_is_not(tmp_path: Path) -> None:
    assert refused(put(tmp_path / "a.jpg", b"")).reason == reasons.EMPTY
    assert refused(put(tmp_path / "a.heic", b"")).problem
    assert not refused(put(tmp_path / "notes.txt", b"")).problem
    assert not refused(put(tmp_path / "noname", b"")).problem


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.txt", b"Dear diary"),
        ("labels.csv", b"path,label\n"),
        ("movie.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"),
        ("report.pdf", b"%PDF-1.7 "),
        ("album.zip", b"PK\x03\x04 "),
        ("IMG_1.xmp", b"<x:xmpmeta/>"),
        ("IMG_1.aae", b"<?xml version='1.0'?><plist/>"),
        ("data.bin", b"\x13\x37" * 500),
    ],
)
def test_what_is_no_picture_is_no_problem(tmp_path: Path, name: str, data: bytes) -> None:
    result = refused(put(tmp_path / name, data))
    assert not result.problem
    assert result.hash is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html>404 not found</html>", "text"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
        (b"\x13\x37" * 500, "no picture that photoorg knows"),
    ],
)
def test_other_content_under_a_picture_name_is_a_problem(
    tmp_path: Path, data: bytes, said: str
) -> None:
    result = refused(put(tmp_path / "IMG_1.jpg", data))
    assert result.problem
    assert said in result.reason
    assert ".jpg" in result.reason


def test_an_unread_format_names_the_format_and_what_to_do(tmp_path: Path) -> None:
    reason = refused(put(tmp_path / "a.tga", bytes(50))).reason
    assert reason == (
        "photoorg does not read TGA pictures. Convert it to JPEG or PNG to include it."
    )
    buffer = io.BytesIO()
    quarters(64, 64).save(buffer, "ICO")
    assert "ICO" in refused(put(tmp_path / "favicon", buffer.getvalue())).reason


def test_a_decompression_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    start = time.perf_counter()
    result = refused(put(tmp_path / "bomb.png", png_claiming(40_000, 40_000)))
    assert "40,000 x 40,000" in result.reason
    assert "smaller copy" in result.reason
    assert time.perf_counter() - start < 2


def test_a_header_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    assert refused(put(tmp_path / "a.png", png_claiming(3000, 3000))).problem


def test_a_file_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = put(tmp_path / "huge.jpg", encoded("JPEG"))
    os.truncate(path, 600_000_000)  # sparse: takes no space
    start = time.perf_counter()
    assert "500 MB" in refused(path).reason
    assert time.perf_counter() - start < 2


def test_a_large_video_is_not_read_further_than_its_head(tmp_path: Path) -> None:
    path = put(tmp_path / "movie.mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ")
    os.truncate(path, 4_000_000_000)
    start = time.perf_counter()
    assert not refused(path).problem
    assert time.perf_counter() - start < 2


def test_a_vanished_file_is_tried_again(tmp_path: Path) -> None:
    result = read_picture(str(tmp_path / "gone.jpg"), 1, LONG_AGO)
    assert isinstance(result, Refused)
    assert (result.retry, result.reason) == (True, reasons.VANISHED)


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs or socket files on Windows")
@pytest.mark.timeout(10)
def test_fifos_sockets_and_links_are_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "fifo.jpg")
    put(tmp_path / "a.jpg", encoded("JPEG"))
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a.jpg")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.jpg")
        for name in ("fifo.jpg", "socket.jpg", "link.jpg", "/dev/zero"):
            result = read_picture(str(tmp_path / name), 1, LONG_AGO)
            assert isinstance(result, Refused)
            assert result.reason == reasons.NOT_REGULAR


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "may not read"),
        (errno.EIO, "could not be read from the disk"),
        (errno.ENOENT, "moved or deleted"),
    ],
)
def test_a_disk_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    path = put(tmp_path / "a.jpg", encoded("JPEG"))
    monkeypatch.setattr(os, "open", fail)
    result = refused(path)
    assert result.retry
    assert said in result.reason


def during(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen after the head of a file was read."""
    recognise = reader.recognise

    def disturbed(head: bytes, path: str) -> object:
        act()
        return recognise(head, path)

    monkeypatch.setattr(reader, "recognise", disturbed)


def test_a_file_that_changes_while_it_is_read_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.jpg", encoded("JPEG"))
    disturbances: list[Callable[[], object]] = [
        lambda: path.write_bytes(encoded("JPEG") + b"more"),
        lambda: os.truncate(path, 5000),
        lambda: os.utime(path, ns=(1, 1)),
    ]
    for act in disturbances:
        put(path, encoded("JPEG"))
        with monkeypatch.context() as patch:
            during(patch, act)
            result = refused(path)
        assert (result.reason, result.retry, result.hash) == (reasons.CHANGED, True, None)


def test_a_file_replaced_while_it_is_read_gives_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, path = encoded("JPEG"), put(tmp_path / "a.jpg", encoded("JPEG"))
    new = put(tmp_path / "new", encoded("PNG"))
    during(monkeypatch, lambda: new.exists() and new.replace(path))
    assert picture(path).hash == hashlib.sha256(old).hexdigest()


def test_a_broken_file_is_tried_again_only_while_it_is_young(tmp_path: Path) -> None:
    half = encoded("JPEG")[:5000]
    assert not refused(put(tmp_path / "old.jpg", half)).retry
    assert refused(put(tmp_path / "new.jpg", half, time.time_ns())).retry
    assert refused(put(tmp_path / "old.jpg", half)).hash is not None


def test_lack_of_memory_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(reader, "decode", fail)
    assert "memory" in refused(put(tmp_path / "a.jpg", encoded("JPEG"))).reason


def test_hostile_files_all_end_as_a_photo_or_with_a_reason(hostile: Path) -> None:
    for file in walk(str(hostile), lambda *_: None):
        result = read_picture(file.path, file.size, file.mtime_ns)
        if isinstance(result, Refused):
            check_reason(result.reason)
            assert result.problem or file.path.endswith("expected_xmp.bin")
        else:
            with Image.open(io.BytesIO(result.thumbnail)) as small:
                small.load()
                assert max(small.size) <= 256
