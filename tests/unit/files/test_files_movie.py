"""When movies were recorded, read from containers that the test builds."""

from __future__ import annotations

import struct
from datetime import datetime
from pathlib import Path

import pytest
from helpers.movies import box, creation_date, header, movie
from hypothesis import given
from hypothesis import strategies as st

from photoorg.files.movie import movie_time

MOMENT = datetime(2019, 5, 12, 11, 37, 6)


def time_of(folder: Path, data: bytes) -> str | None:
    path = folder / "IMG_1.MOV"
    path.write_bytes(data)
    return movie_time(str(path))


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("behind", [False, True])
def test_the_header_counts_utc_since_1904(tmp_path: Path, version: int, behind: bool) -> None:
    data = movie(header(MOMENT, version), behind=behind)
    assert time_of(tmp_path, data) == "2019-05-12T11:37:06Z"


@pytest.mark.parametrize("mp4", [False, True])
def test_apple_s_own_date_has_local_time_and_offset(tmp_path: Path, mp4: bool) -> None:
    date = creation_date("2019-05-12T13:37:06+0200", mp4=mp4)
    assert time_of(tmp_path, movie(header(MOMENT), date)) == "2019-05-12T13:37:06+0200"


def test_apple_s_date_that_is_none_leaves_it_to_the_header(tmp_path: Path) -> None:
    data = movie(header(MOMENT), creation_date("yesterday"))
    assert time_of(tmp_path, data) == "2019-05-12T11:37:06Z"


def test_boxes_of_64_bits_and_to_the_end_of_the_file(tmp_path: Path) -> None:
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 1000) + bytes(1000)
    last = struct.pack(">I4s", 0, b"moov") + header(MOMENT)
    assert time_of(tmp_path, box(b"ftyp", b"mp42") + large + last) == "2019-05-12T11:37:06Z"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"not a movie at all, but long enough to have boxes",
        movie(),
        movie(header(0)),  # a clock that was never set
        movie(header(2**64 - 1, version=1)),
        movie(box(b"mvhd", b"\0\0\0\0")),  # cut short
        box(b"ftyp", b"qt  ") + struct.pack(">I4s", 10**9, b"moov"),  # ends before it begins
        box(b"free") * 5000,
    ],
)
def test_what_says_nothing_gives_nothing(tmp_path: Path, data: bytes) -> None:
    assert time_of(tmp_path, data) is None


@given(st.binary(max_size=400), st.integers(0, 60))
def test_garbage_never_raises(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    whole = movie(header(MOMENT), creation_date("2019-05-12T13:37:06+0200"))
    data = whole[: at * 7] + noise + whole[at * 7 + len(noise) :]
    time_of(tmp_path_factory.getbasetemp(), data)
