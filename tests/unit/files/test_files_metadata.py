"""What pictures say about themselves, and that garbage says nothing."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from helpers.encoded import exif_block
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from photoorg.files.metadata import exif_metadata, with_xmp
from photoorg.records import Metadata

ASCII, SHORT, LONG, RATIONAL, SRATIONAL, UNDEFINED = 2, 3, 4, 5, 10, 7
EXIF: dict[int, tuple[int, Any]] = {
    0x9003: (ASCII, b"2019:05:12 13:37:06\0"),
    0x9004: (ASCII, b"2019:05:12 13:37:07\0"),
    0x9010: (ASCII, b"+02:00\0"),
    0x9011: (ASCII, b"+05:30\0"),
    0x9012: (ASCII, b"-03:00\0"),
    0x9291: (ASCII, b"123\0"),
    0x829A: (RATIONAL, [(1, 250)]),
    0x829D: (RATIONAL, [(28, 10)]),
    0x8827: (SHORT, [400]),
    0x920A: (RATIONAL, [(50, 1)]),
    0xA434: (ASCII, b"RF50mm\0"),
}
MAIN: dict[int, tuple[int, Any]] = {
    0x010F: (ASCII, b"Canon\0\0\0\0"),
    0x0110: (ASCII, b"EOS R5  \0"),
    0x0112: (SHORT, [6]),
    0x0131: (ASCII, b"1.0\0"),
    0x0132: (ASCII, b"2020:01:02 03:04:05\0"),
}


def gps(
    latitude: Any = ((52, 1), (30, 1), (36, 1)),
    longitude: Any = ((13, 1), (24, 1), (0, 1)),
    north: bytes = b"N\0",
    east: bytes = b"E\0",
    **more: tuple[int, Any],
) -> dict[int, tuple[int, Any]]:
    tags = {1: (ASCII, north), 2: (RATIONAL, list(latitude)), 3: (ASCII, east)}
    return {**tags, 4: (RATIONAL, list(longitude)), **{int(k[1:]): v for k, v in more.items()}}


def position(tags: dict[int, tuple[int, Any]]) -> tuple[float | None, float | None]:
    metadata, _ = exif_metadata(exif_block({}, {}, tags))
    return metadata.latitude, metadata.longitude


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("prefix", [b"", b"Exif\x00\x00"])
def test_every_field_as_found(order: str, prefix: bytes) -> None:
    more = {"_5": (1, [1]), "_6": (RATIONAL, [(305, 10)]), "_29": (ASCII, b"2019:05:12\0")}
    place = gps(**more, _7=(RATIONAL, [(8, 1), (7, 1), (659, 100)]))
    metadata, orientation = exif_metadata(prefix + exif_block(MAIN, EXIF, place, order=order))
    assert orientation == 6
    assert metadata == Metadata(
        date_time_original="2019:05:12 13:37:06",
        sub_sec_original="123",
        offset_time_original="+05:30",
        date_time_digitized="2019:05:12 13:37:07",
        offset_time_digitized="-03:00",
        date_time="2020:01:02 03:04:05",
        offset_time="+02:00",
        gps_time="2019:05:12 08:07:06",
        latitude=pytest.approx(52.51),
        longitude=pytest.approx(13.4),
        altitude=-30.5,
        camera_make="Canon",
        camera_model="EOS R5",
        lens="RF50mm",
        software="1.0",
        exposure_time=0.004,
        f_number=2.8,
        iso=400,
        focal_length=50.0,
        position_from="exif",
    )


def test_south_and_west_are_negative() -> None:
    assert position(gps(north=b"S\0", east=b"W\0")) == pytest.approx((-52.51, -13.4))


@pytest.mark.parametrize(
    "tags",
    [
        gps(latitude=[(91, 1), (0, 1), (0, 1)]),
        gps(longitude=[(181, 1), (0, 1), (0, 1)]),
        gps(latitude=[(52, 1), (61, 1), (0, 1)]),
        gps(latitude=[(0, 0), (0, 0), (0, 0)]),
        gps(latitude=[(4294967295, 1)] * 3),
        gps(north=b"X\0"),
        gps(north=b"\0\0"),
        {2: (RATIONAL, [(52, 1)] * 3), 4: (RATIONAL, [(13, 1)] * 3)},  # no hemisphere
        {1: (ASCII, b"N\0"), 2: (RATIONAL, [(52, 1)] * 3)},  # no longitude
        {1: (ASCII, b"N\0"), 2: (ASCII, b"52.5\0"), 3: (ASCII, b"E\0"), 4: (ASCII, b"13\0")},
        gps(latitude=[(0, 1)] * 3, longitude=[(0, 1)] * 3),  # "null island"
    ],
)
def test_a_position_that_cannot_be_right_is_none_at_all(tags: dict[int, tuple[int, Any]]) -> None:
    assert position(tags) == (None, None)


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (gps(north=b"E\0", east=b"N\0"), "letter for north or south"),
        (gps(north=b"\0\0"), "letter for north or south"),
        (gps(east=b"X\0"), "letter for east or west"),
        (gps(latitude=[(91, 1), (0, 1), (0, 1)]), "not on the earth"),
        (gps(longitude=[(180, 1), (0, 1), (1, 1)]), "not on the earth"),
        (gps(latitude=[(52, 0), (30, 0), (36, 0)]), "no numbers"),
        (gps(latitude=[(52, 1), (61, 1), (0, 1)]), "no numbers"),
        (gps(latitude=[(0, 1)] * 3, longitude=[(0, 1)] * 3), "(0, 0)"),
        (
            {1: (ASCII, b"N\0"), 2: (12, [math.nan] * 3), 3: (ASCII, b"E\0"), 4: (12, [1.0] * 3)},
            "no numbers",
        ),
        ({1: (ASCII, b"N\0"), 2: (RATIONAL, [(52, 1)] * 3)}, "no numbers"),
    ],
)
def test_a_position_without_sense_leaves_a_note(
    tags: dict[int, tuple[int, Any]], words: str
) -> None:
    metadata, _ = exif_metadata(exif_block({}, {}, tags))
    assert metadata.latitude is None
    assert words in " ".join(metadata.notes)


def test_a_photo_without_position_has_no_note() -> None:
    assert exif_metadata(exif_block(MAIN, EXIF))[0].notes == ()
    assert exif_metadata(exif_block({}, {}, {0: (1, [2, 3, 0, 0])}))[0].notes == ()


def test_a_gps_time_with_zero_denominators_leaves_a_note() -> None:
    tags = gps(_7=(RATIONAL, [(8, 0), (7, 0), (6, 0)]), _29=(ASCII, b"2019:05:12\0"))
    metadata, _ = exif_metadata(exif_block({}, {}, tags))
    assert metadata.gps_time is None
    assert "GPS time" in metadata.notes[0]


def test_sixty_seconds_by_rounding_carry_over() -> None:
    tags = gps(latitude=[(52, 1), (30, 1), (60, 1)])
    assert position(tags)[0] == pytest.approx(52 + 31 / 60)


def test_the_equator_and_the_meridian_are_real_places() -> None:
    zero = [(0, 1)] * 3
    assert position(gps(latitude=zero)) == pytest.approx((0.0, 13.4))
    assert position(gps(longitude=zero)) == pytest.approx((52.51, 0.0))


def test_seconds_may_be_unknown() -> None:
    assert position(gps(latitude=[(52, 1), (306, 10), (0, 0)])) == pytest.approx((52.51, 13.4))


@pytest.mark.parametrize("blank", [b"0000:00:00 00:00:00\0", b"    :  :     :  :  \0", b"\0", b""])
def test_a_blank_date_is_none(blank: bytes) -> None:
    metadata, _ = exif_metadata(exif_block({}, {0x9003: (ASCII, blank)}))
    assert metadata.date_time_original is None


@pytest.mark.parametrize("value", [[0], [9], [65535]])
def test_a_wrong_orientation_is_upright(value: list[int]) -> None:
    assert exif_metadata(exif_block({0x0112: (SHORT, value)}))[1] == 1


def test_values_of_the_wrong_type_are_none() -> None:
    exif = {0x9003: (SHORT, [2019]), 0x8827: (ASCII, b"high\0"), 0x829A: (RATIONAL, [(1, 0)])}
    metadata, orientation = exif_metadata(exif_block({0x0112: (ASCII, b"six\0")}, exif))
    assert metadata == Metadata()
    assert orientation == 1


def test_text_in_latin_1_and_with_control_characters() -> None:
    main = {0x010F: (ASCII, b"Caf\xe9\0"), 0x0110: (ASCII, b"A\x07\x1b[31mB\0")}
    metadata, _ = exif_metadata(exif_block(main))
    assert (metadata.camera_make, metadata.camera_model) == ("Café", "A[31mB")


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_random_bytes_never_raise(noise: bytes) -> None:
    for head in (b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"):
        exif_metadata(head + noise)
        with_xmp(Metadata(), head + noise)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_block_never_raises_nor_gives_an_impossible_place(data: st.DataObject) -> None:
    block = bytearray(exif_block(MAIN, EXIF, gps()))
    for _ in range(data.draw(st.integers(1, 8))):
        block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    metadata, orientation = exif_metadata(bytes(block[: data.draw(st.integers(0, len(block)))]))
    assert 1 <= orientation <= 8
    if metadata.latitude is not None:
        assert metadata.longitude is not None
        assert abs(metadata.latitude) <= 90
        assert abs(metadata.longitude) <= 180


def test_directories_that_point_at_each_other_end() -> None:
    block = bytearray(exif_block({0x8769: (LONG, [8]), 0x8825: (LONG, [8])}))
    assert exif_metadata(bytes(block))[0] == Metadata()


# --- XMP -----------------------------------------------------------------------------------------


def test_xmp_dates_as_attribute_and_as_element() -> None:
    attribute = b'<rdf:Description xmp:CreateDate="2021-03-04T05:06:07+02:00"/>'
    element = b"<photoshop:DateCreated>2019-08-07</photoshop:DateCreated>"
    assert with_xmp(Metadata(), attribute).xmp_date == "2021-03-04T05:06:07+02:00"
    assert with_xmp(Metadata(), attribute + element).xmp_date == "2019-08-07"  # the taking first
    assert with_xmp(Metadata(), b'xmp:CreateDate="yesterday"').xmp_date is None


def test_xmp_position_stands_in_for_a_missing_one_only() -> None:
    xmp = b'<d exif:GPSLatitude="52,30.6N" exif:GPSLongitude="13,24,0W"/>'
    found = with_xmp(Metadata(), xmp)
    assert (found.latitude, found.longitude) == pytest.approx((52.51, -13.4))
    kept = with_xmp(Metadata(latitude=1.0, longitude=2.0), xmp)
    assert (kept.latitude, kept.longitude) == (1.0, 2.0)


@pytest.mark.parametrize(
    "bad", ["91,0N", "52,30.6", "952.5N", "52.5E", "0,0N", "52,99N", "nan", "52" * 20]
)
def test_xmp_position_that_cannot_be_right(bad: str) -> None:
    xmp = f'exif:GPSLatitude="{bad}" exif:GPSLongitude="0,0E"'.encode()
    assert with_xmp(Metadata(), xmp).latitude is None


# --- against Pillow ------------------------------------------------------------------------------


def test_agrees_with_pillow_on_real_cameras(camera_files: Path) -> None:
    compared = 0
    for path in sorted(camera_files.rglob("*.[jJ][pP][gG]")):
        with Image.open(path) as image:
            exif = image.getexif()
            ours, orientation = exif_metadata(image.info.get("exif", b""))
        photo, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        assert ours.date_time_original == _as_text(photo.get(0x9003)), path
        assert ours.camera_model == _as_text(exif.get(0x0110)), path
        raw_orientation = exif.get(0x0112, 1)
        assert orientation == (raw_orientation if 1 <= raw_orientation <= 8 else 1), path
        if ours.latitude is not None:
            assert abs(ours.latitude) == pytest.approx(_pillow_degrees(place[2])), path
            compared += 1
    assert compared > 25


def _as_text(value: object) -> str | None:
    text = str(value or "").split("\0")[0].strip()
    return text if any(c in "123456789" or c.isalpha() for c in text) else None


def _pillow_degrees(value: tuple[Any, Any, Any]) -> float:
    parts = [float(v) if not math.isnan(float(v)) else 0.0 for v in value]
    return parts[0] + parts[1] / 60 + parts[2] / 3600
