"""The one line that says what sets photos side by side apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_review_model import PHOTO

from photoorg.gui.models.differences import apart, differences
from photoorg.records import Place

KOCHI = Place("IN", "India", "Kerala", "Kochi", 1.0)
MUNICH = Place("DE", "Germany", "Bavaria", "Munich", 1.0)


def test_what_differs_comes_first() -> None:
    one = replace(PHOTO, taken="2019-05-12T13:37:06", place=KOCHI, bytes=2_400_000)
    two = replace(one, hash="1", width=80, height=60, taken="2019-05-12T13:37:09")
    words = differences([one, two])
    assert words.startswith("40 × 30 | 80 × 60 · 3 s apart")
    assert words.endswith("same place")


def test_places_dates_and_sharpness() -> None:
    one = replace(PHOTO, place=KOCHI, details={"sharpness": 10.0})
    two = replace(PHOTO, hash="1", place=MUNICH, taken="2019-05-12", details={"sharpness": 20.0})
    words = differences([one, two])
    assert "Kochi | Munich" in words
    assert "date unknown for some" in words
    assert "number 2 is the sharpest" in words
    equal = replace(two, hash="2", details={"sharpness": 20.5})
    assert "equally sharp" in differences([two, equal])


def test_exact_copies_are_called_so() -> None:
    assert differences([PHOTO, replace(PHOTO, id=1)]).startswith("exact copies")


def test_one_photo_has_no_differences() -> None:
    assert differences([PHOTO]) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.6, "1 s apart"), (90, "90 s apart"), (240, "4 min apart"), (7200, "2 h apart"),
        (86400 * 3, "3 days apart"), (86400 * 365 * 4, "4 years apart"),
    ],
)  # fmt: skip
def test_spans_of_time_as_a_person_says_them(seconds: float, words: str) -> None:
    assert apart(seconds) == words
