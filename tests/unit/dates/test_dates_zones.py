"""Offsets from positions: daylight saving both ways, odd zones, the date line, and sources in UTC.

Expected offsets are those of the tz database's published rules.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from helpers.command import environment
from hypothesis import given, settings
from hypothesis import strategies as st

from photoorg.dates import date_photo
from photoorg.dates.zones import local_in, offset_in, zone_at
from photoorg.records import Dated, Metadata, Sidecar

NOW = datetime(2026, 11, 1, 12, 0)
BERLIN, KOLKATA, NEW_YORK = (52.52, 13.405), (22.57, 88.36), (40.71, -74.01)
KATHMANDU, ADELAIDE, LORD_HOWE = (27.70, 85.32), (-34.93, 138.60), (-31.55, 159.08)
CHATHAM, MARQUESAS, TOKYO = (-43.95, -176.56), (-8.91, -140.10), (35.68, 139.69)
HONOLULU, APIA, PAGO_PAGO = (21.31, -157.86), (-13.83, -171.77), (-14.28, -170.70)
KIRITIMATI, DUBLIN, CASABLANCA = (1.87, -157.43), (53.35, -6.26), (33.57, -7.59)
ST_JOHNS, PHOENIX = (47.56, -52.71), (33.45, -112.07)
MID_ATLANTIC = (40.0, -30.0)


def dated(
    position: tuple[float, float] | None, mtime: datetime | None = None, **said: str
) -> Dated:
    seconds = (mtime or datetime(2024, 8, 8, 9, 10, 11, tzinfo=UTC)).timestamp()
    metadata = Metadata(**said)  # type: ignore[arg-type]
    return date_photo(metadata, "/a/DSC1.JPG", int(seconds) * 10**9, NOW, position=position)


@pytest.mark.parametrize(
    ("position", "written", "offset"),
    [
        (BERLIN, "2021:07:01 12:00:00", "+02:00"),
        (BERLIN, "2021:12:01 12:00:00", "+01:00"),
        (BERLIN, "2021:03:28 01:59:59", "+01:00"),  # the last second of winter
        (BERLIN, "2021:03:28 03:00:00", "+02:00"),
        (BERLIN, "2021:10:31 01:59:59", "+02:00"),
        (BERLIN, "2021:10:31 03:00:00", "+01:00"),
        (BERLIN, "1975:07:01 12:00:00", "+01:00"),  # no summer time in that year
        (NEW_YORK, "2021:03:14 01:59:59", "-05:00"),
        (NEW_YORK, "2021:03:14 03:00:00", "-04:00"),
        (NEW_YORK, "2021:11:07 00:59:59", "-04:00"),
        (NEW_YORK, "2021:11:07 02:00:00", "-05:00"),
        (KOLKATA, "2021:07:01 12:00:00", "+05:30"),
        (KATHMANDU, "2021:07:01 12:00:00", "+05:45"),
        (ADELAIDE, "2021:07:01 12:00:00", "+09:30"),
        (ADELAIDE, "2021:12:01 12:00:00", "+10:30"),  # southern summer
        (LORD_HOWE, "2021:07:01 12:00:00", "+10:30"),
        (LORD_HOWE, "2021:12:01 12:00:00", "+11:00"),  # summer time of half an hour
        (CHATHAM, "2021:07:01 12:00:00", "+12:45"),
        (CHATHAM, "2021:12:01 12:00:00", "+13:45"),
        (MARQUESAS, "2021:07:01 12:00:00", "-09:30"),
        (ST_JOHNS, "2021:12:01 12:00:00", "-03:30"),
        (ST_JOHNS, "2021:07:01 12:00:00", "-02:30"),
        (PHOENIX, "2021:07:01 12:00:00", "-07:00"),  # no summer time in Arizona
        (DUBLIN, "2021:07:01 12:00:00", "+01:00"),
        (DUBLIN, "2021:12:01 12:00:00", "+00:00"),
        (CASABLANCA, "2021:07:01 12:00:00", "+01:00"),
        (APIA, "2011:12:29 12:00:00", "-10:00"),  # the day before it changed sides
        (APIA, "2011:12:31 12:00:00", "+14:00"),
        (PAGO_PAGO, "2021:07:01 12:00:00", "-11:00"),
        (KIRITIMATI, "2021:07:01 12:00:00", "+14:00"),
        (TOKYO, "2021:07:01 12:00:00", "+09:00"),
        (MID_ATLANTIC, "2021:07:01 12:00:00", "-02:00"),
    ],
)
def test_local_time_gets_the_offset_of_its_place_and_is_not_shifted(
    position: tuple[float, float], written: str, offset: str
) -> None:
    photo = dated(position, date_time_original=written)
    assert photo.taken == written.replace(":", "-", 2).replace(" ", "T")
    assert (photo.utc_offset, photo.rule) == (offset, "exif-original")


@pytest.mark.parametrize(
    ("position", "utc", "local", "offset"),
    [
        (BERLIN, "2021:03:28 00:59:59", "2021-03-28T01:59:59", "+01:00"),
        (BERLIN, "2021:03:28 01:00:00", "2021-03-28T03:00:00", "+02:00"),
        (BERLIN, "2021:10:31 00:30:00", "2021-10-31T02:30:00", "+02:00"),
        (BERLIN, "2021:10:31 01:30:00", "2021-10-31T02:30:00", "+01:00"),
        (KOLKATA, "2021:07:01 20:00:00", "2021-07-02T01:30:00", "+05:30"),
        (HONOLULU, "2021:07:01 05:00:00", "2021-06-30T19:00:00", "-10:00"),
        (KIRITIMATI, "2021:07:01 12:00:00", "2021-07-02T02:00:00", "+14:00"),
    ],
)
def test_gps_time_becomes_the_local_time_of_its_place(
    position: tuple[float, float], utc: str, local: str, offset: str
) -> None:
    assert dated(position, gps_time=utc) == Dated(local, offset, "gps-time")


def test_the_hour_that_comes_twice_is_settled_by_the_gps_time() -> None:
    written = "2021:10:31 02:30:00"
    first = dated(BERLIN, date_time_original=written, gps_time="2021:10:31 00:30:02")
    second = dated(BERLIN, date_time_original=written, gps_time="2021:10:31 01:30:02")
    unsaid = dated(BERLIN, date_time_original=written)
    offsets = (first.utc_offset, second.utc_offset, unsaid.utc_offset)
    assert offsets == ("+02:00", "+01:00", "+02:00")
    assert first.taken == second.taken == "2021-10-31T02:30:00"


def test_the_hour_that_never_came_keeps_the_clock_as_written() -> None:
    photo = dated(BERLIN, date_time_original="2021:03:28 02:30:00")
    assert photo.taken == "2021-03-28T02:30:00"
    assert photo.utc_offset in ("+01:00", "+02:00")


def test_an_offset_tag_stands_before_the_place() -> None:
    """A phone in flight mode keeps the zone it came from, and its clock shows just that."""
    photo = dated(TOKYO, date_time_original="2021:07:01 12:00:00", offset_time_original="+02:00")
    assert (photo.taken, photo.utc_offset) == ("2021-07-01T12:00:00", "+02:00")


def test_without_offset_and_place_nothing_is_known_and_nothing_shifted() -> None:
    photo = dated(None, date_time_original="2021:07:01 12:00:00")
    assert (photo.taken, photo.utc_offset) == ("2021-07-01T12:00:00", None)


def test_sidecars_in_utc_become_local_too() -> None:
    takeout = Sidecar("", takeout_time="2021-10-31T01:30:00+00:00")
    movie = Sidecar("", movie_time="2021-10-31T01:30:00Z")
    own = Sidecar("", movie_time="2021-10-31T02:30:00+01:00")
    for sidecar, rule in ((takeout, "takeout"), (movie, "movie"), (own, "movie")):
        photo = date_photo(Metadata(), "/a.jpg", 0, NOW, sidecar=sidecar, position=BERLIN)
        assert photo == Dated("2021-10-31T02:30:00", "+01:00", rule)
    nowhere = date_photo(Metadata(), "/a.jpg", 0, NOW, sidecar=takeout)
    assert nowhere == Dated("2021-10-31T01:30:00", "+00:00", "takeout")


def test_pixel_names_are_utc_and_become_local_where_the_place_is_known() -> None:
    name = "/a/PXL_20210509_203012345.jpg"
    placed = date_photo(Metadata(), name, 0, NOW, position=NEW_YORK)
    assert placed == Dated("2021-05-09T16:30:12.345", "-04:00", "file-name")


def test_the_files_time_is_shown_on_the_clocks_of_the_place() -> None:
    mtime = datetime(2024, 8, 8, 22, 10, 11, tzinfo=UTC)
    photo = dated(KOLKATA, mtime)
    assert photo == Dated("2024-08-09T03:40:11", "+05:30", "file-time", guess=True)


@pytest.mark.parametrize(
    "position",
    [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (0.0, float("inf")), (-90.1, 13.0)],
)
def test_positions_off_the_earth_have_no_zone(position: tuple[float, float]) -> None:
    assert zone_at(*position) is None
    assert dated(position, date_time_original="2021:07:01 12:00:00").utc_offset is None


@pytest.mark.parametrize("corner", [(90, 0), (-90, 0), (90, 180), (-90, -180), (0, 180), (0, -180)])
def test_poles_and_the_date_line_have_zones(corner: tuple[float, float]) -> None:
    assert offset_in(zone_at(*corner) or "", datetime(2021, 7, 1)) is not None


def test_unknown_zones_say_nothing() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "Europe/", "\0"):
        assert offset_in(name, datetime(2021, 7, 1)) is None
        assert local_in(name, datetime(2021, 7, 1)) is None


def test_before_there_were_zones_the_offset_is_unknown() -> None:
    """Berlin's sun was 53 minutes and 28 seconds before Greenwich's: no clock's offset."""
    photo = dated(BERLIN, date_time_original="1880:07:01 12:00:00")
    assert (photo.taken, photo.utc_offset) == ("1880-07-01T12:00:00", None)


@settings(deadline=None)  # the first position loads the zones
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.datetimes(datetime(1973, 1, 2), datetime(2026, 1, 1)),  # Liberia: -00:44:30 before
)
def test_there_and_back(latitude: float, longitude: float, utc: datetime) -> None:
    """UTC to local time and back by the offset is the same moment, everywhere on earth."""
    zone, utc = zone_at(latitude, longitude), utc.replace(microsecond=0)
    assert zone is not None
    shown = local_in(zone, utc)
    assert shown is not None
    local, offset = shown
    sign = -1 if offset[0] == "-" else 1
    delta = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    assert local - delta == utc
    assert offset_in(zone, local, near=utc) == offset


def test_nothing_of_it_is_loaded_for_photos_without_a_position() -> None:
    code = (
        "import sys; from photoorg.dates import date_photo; from photoorg.records import Metadata;"
        "date_photo(Metadata(date_time_original='2021:07:01 12:00:00'), '/a.jpg', 0);"
        "print('tzfpy' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.split() == ["False", "False"]
