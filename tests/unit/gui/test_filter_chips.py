"""Conditions in words; which of them stay when another entry of the tree is chosen."""

from __future__ import annotations

from dataclasses import fields

import pytest

from photoorg.gui.models.filter_chips import beside, chips, merged, narrowed, without
from photoorg.records import Filter

SOME = {
    "cluster": 7, "unsorted": True, "date": (2019, 5), "days": (20190501, 20190612),
    "undated": True, "rules": ("file-name",), "guessed_dates": True, "place": ("FR", "", "Paris"),
    "unplaced": True, "bounds": (1.0, 2.0, 3.0, 4.0), "place_sources": ("user",),
    "estimated": True, "formats": ("HEIF", "PNG"), "camera": "Pixel 3",
    "least_bytes": 5_000_000, "most_bytes": 9_000_000, "least_pixels": 12_000_000,
    "least_rating": 3, "mark": "kept", "marked": False, "favourite": True, "protected": True,
    "unreviewed": True, "text": "beach", "ids": (3, 4),
}  # fmt: skip


def test_every_condition_has_a_chip_that_takes_it_away() -> None:
    assert set(SOME) | {"folder"} == {f.name for f in fields(Filter)}
    for name, value in SOME.items():
        (chip,) = chips(Filter(**{name: value}), {7: "Cats"})  # type: ignore[arg-type]
        assert chip.words.strip(), name
        assert without(Filter(**{name: value}), chip.fields) == Filter()  # type: ignore[arg-type]
    assert chips(Filter(), {}) == []


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(cluster=7), "Cats"),
        (Filter(place=("FR", "Brittany")), "Brittany"),
        (Filter(place=("FR",)), "France"),
        (Filter(formats=("HEIF", "PNG")), "HEIF, PNG"),
        (Filter(least_rating=5), "★★★★★"),
        (Filter(least_rating=3), "★★★ or better"),
        (Filter(text="beach"), "“beach”"),
        (Filter(date=(2019,)), "2019"),
    ],
)
def test_words(wanted: Filter, words: str) -> None:
    assert [chip.words for chip in chips(wanted, {7: "Cats"})] == [words]


def test_smaller_and_larger_are_one_chip() -> None:
    (chip,) = chips(Filter(least_bytes=1_000_000, most_bytes=5_000_000), {})
    assert chip.fields == ("least_bytes", "most_bytes")


def test_what_contradicts_is_replaced_and_all_else_stays() -> None:
    added = narrowed(Filter(formats=("PNG",), undated=True), {"days": (20190101, 20190131)})
    assert added == Filter(formats=("PNG",), days=(20190101, 20190131))
    assert narrowed(added, {"days": None}) == Filter(formats=("PNG",))
    assert narrowed(Filter(unplaced=True), {"place": ("FR",)}) == Filter(place=("FR",))


def test_the_newer_entry_says_what_the_filter_said_before() -> None:
    added = Filter(place=("FR",), least_rating=3)
    assert beside(added, Filter(place=("DE",))) == Filter(least_rating=3)
    assert beside(added, Filter(cluster=4)) == added
    assert beside(added, Filter()) == added
    assert merged(Filter(cluster=4), added) == Filter(cluster=4, place=("FR",), least_rating=3)
