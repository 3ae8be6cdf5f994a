"""Dates and positions out of XMP packets, and packets that mean harm."""

from __future__ import annotations

import pytest

from photoorg.files.xmp_reading import LARGEST, read_xmp


@pytest.mark.parametrize(
    "packet",
    [
        b"<exif:GPSLatitude>" + b" " * 10**6,
        b"exif:GPSLatitude" + b" " * 10**6,
        b"exif:GPSLatitude " * 200_000,
        b"exif:DateTimeOriginal='" * 200_000,
        b"<exif:DateTimeOriginal>" * 200_000,
        b"\xff\xfe" + b"\xd8" * (LARGEST + 3),
        b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" * 10_000,
    ],
    ids=range(7),
)
def test_hostile_packets_end(packet: bytes) -> None:
    assert read_xmp(packet).latitude is None


@pytest.mark.parametrize("packet", [b"<x:xmpmeta><not closed", b"\x89PNG\r\n", b"hello"])
def test_what_is_no_xmp_leaves_a_note(packet: bytes) -> None:
    assert "damaged" in read_xmp(packet).notes[0]


@pytest.mark.parametrize("packet", [b"", b" \0\n", b"<x:xmpmeta><rdf:RDF></rdf:RDF></x:xmpmeta>"])
def test_empty_packets_are_not_worth_a_note(packet: bytes) -> None:
    assert read_xmp(packet).notes == ()


@pytest.mark.parametrize(
    ("latitude", "longitude", "position"),
    [
        ("52,30,36N", "13,24,0E", (52.51, 13.4)),
        ("52,30.6N", "13,24.0W", (52.51, -13.4)),
        ("33,52.128S", "151,12.558E", (-33.8688, 151.2093)),
        ("52.51", "13.4", (52.51, 13.4)),
        ("-33.8688", "151.2093", (-33.8688, 151.2093)),
        ("33.8688S", "151.2093E", (-33.8688, 151.2093)),
        ("52,30,36n", "13,24,0e", (52.51, 13.4)),
    ],
)
def test_coordinates_as_programs_write_them(
    latitude: str, longitude: str, position: tuple[float, float]
) -> None:
    facts = read_xmp(f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"'.encode())
    assert (facts.latitude, facts.longitude) == pytest.approx(position)
    assert facts.notes == ()


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("91,0N", "13,24,0E", "not on the earth"),
        ("52,30,36E", "13,24,0N", "letter for north or south"),
        ("52,30,36", "13,24,0", "letter"),
        ("0,0N", "0,0E", "(0, 0)"),
        ("nan", "nan", "no numbers"),
        ("", "13,24,0E", "no numbers"),
    ],
)
def test_coordinates_without_sense_leave_a_note(latitude: str, longitude: str, words: str) -> None:
    facts = read_xmp(f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"'.encode())
    assert facts.latitude is None
    assert words in facts.notes[0]
