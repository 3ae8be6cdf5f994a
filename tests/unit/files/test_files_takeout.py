"""Google Takeout's JSON: times and places, and every kind of nonsense."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoorg.files import takeout
from photoorg.files.takeout import read_takeout

TAKEN = {"photoTakenTime": {"timestamp": "1557661026", "formatted": "12.05.2019, 11:37:06 UTC"}}
ISO = "2019-05-12T11:37:06+00:00"
NO_GEO = {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0}
PARIS = {"latitude": 48.8584, "longitude": 2.2945, "altitude": 33.0}


def test_the_position_that_google_shows_stands_before_the_camera_s() -> None:
    both = TAKEN | {"geoData": PARIS, "geoDataExif": {"latitude": 1.0, "longitude": 2.0}}
    facts = read_takeout(json.dumps(both).encode(), "a.json")
    assert (facts.latitude, facts.longitude) == (48.8584, 2.2945)
    camera = TAKEN | {"geoData": NO_GEO, "geoDataExif": PARIS}
    assert read_takeout(json.dumps(camera).encode(), "a.json").latitude == 48.8584
    none = read_takeout(json.dumps(TAKEN | {"geoData": NO_GEO}).encode(), "a.json")
    assert (none.latitude, none.notes) == (None, ())  # its way to say that there is none


@pytest.mark.parametrize(
    ("timestamp", "time"),
    [
        ("1557661026", ISO),
        (1557661026, ISO),
        ("-315619200", "1960-01-01T00:00:00+00:00"),
        ("0", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_times(timestamp: object, time: str) -> None:
    data = json.dumps({"photoTakenTime": {"timestamp": timestamp}}).encode()
    assert read_takeout(data, "a.json").time == time


@pytest.mark.parametrize("timestamp", ["9" * 30, "soon", "", [], {}, 1e400, "9" * 5000, "1.5"])
def test_times_that_make_no_sense_leave_a_note(timestamp: object) -> None:
    data = json.dumps({"photoTakenTime": {"timestamp": timestamp}}).encode()
    facts = read_takeout(data, "a.jpg.json")
    assert facts.time is None
    assert "a.jpg.json" in facts.notes[0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [(95.2, 10.0, "not on the earth"), (10.0, -180.5, "not on the earth"), (1e400, 1.0, "numbers")],
)
def test_places_that_make_no_sense_leave_a_note(
    latitude: float, longitude: float, words: str
) -> None:
    geo = {"geoData": {"latitude": latitude, "longitude": longitude}}
    facts = read_takeout(json.dumps(TAKEN | geo).encode(), "a.json")
    assert (facts.latitude, facts.time) == (None, ISO)
    assert words in facts.notes[0]


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["photoTakenTime", "timestamp", "geoData", "latitude", "longitude"]), inner
    ), max_leaves=12,
))  # fmt: skip
def test_any_json_is_read_without_a_fault(document: object) -> None:
    facts = read_takeout(json.dumps(document).encode(), "a.json")
    if facts.latitude is not None:
        assert abs(facts.latitude) <= 90


def test_json_beyond_all_measure_is_not_read() -> None:
    data = json.dumps(TAKEN).encode() + b" " * takeout.LARGEST
    assert not read_takeout(data, "a.json").ours
