"""Places are shown in the user's language; what the catalogue keeps and filters by stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from photoorg.gui import place_texts
from photoorg.gui.models import tree
from photoorg.records import Place, PlaceCount

VIENNA = Place("AT", "Austria", "Vienna", "Vienna", 1.0)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
def test_country_and_city_of_a_photo() -> None:
    assert place_texts.names(VIENNA) == "Wien, Vienna, Österreich"
    assert place_texts.country("XK", "Kosovo") == "Kosovo"


def test_english_is_as_kept() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    assert place_texts.names(VIENNA) == "Vienna, Austria"
    assert place_texts.country("TR", "Turkey") == "Turkey"
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
def test_the_tree_shows_german_and_filters_by_what_is_kept() -> None:
    nodes = tree._places([PlaceCount("AT", "Austria", "Vienna", "Vienna", 3)])
    assert nodes[0].label == "Österreich"
    city = nodes[0].children[0].children[0]
    assert city.label == "Wien"
    assert city.filter is not None
    assert city.filter.place == ("AT", "Vienna", "Vienna")


def test_the_sea_has_no_country() -> None:
    assert place_texts.country("", "At sea") == "At sea"


def test_far_from_a_town_the_distance_is_told() -> None:
    remote = Place("AU", "Australia", "Northern Territory", "near Yulara", 41.7)
    assert place_texts.names(remote) == "near Yulara, 42 km, Northern Territory, Australia"
