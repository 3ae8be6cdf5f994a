"""Landmarks, borders, islands, suburbs and seas, against what a person would call them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from photoorg.places import AT_SEA, Gazetteer
from photoorg.records import Place

TABLE = Path(__file__).with_name("places_of_the_world.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def rows() -> list[dict[str, str]]:
    """Each answer column holds the acceptable ones, separated by bars."""
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def mistakes(gazetteer: Gazetteer, column: str, attribute: str) -> list[str]:
    table = rows()
    places = gazetteer.places([(float(row["lat"]), float(row["lon"])) for row in table])
    return [
        f"{row['name']}: {place}"
        for row, place in zip(table, places, strict=True)
        if getattr(place, attribute) not in row[column].split("|")
    ]


def test_table_is_large_enough() -> None:
    assert len(rows()) >= 200


def test_countries(gazetteer: Gazetteer) -> None:
    """The misses are cities divided by a border: Windsor, San Ysidro; and a border summit."""
    wrong = mistakes(gazetteer, "country", "country_code")
    assert len(wrong) <= 0.013 * len(rows()), wrong


def test_regions(gazetteer: Gazetteer) -> None:
    wrong = mistakes(gazetteer, "region", "region")
    assert len(wrong) <= 0.05 * len(rows()), wrong


def test_cities(gazetteer: Gazetteer) -> None:
    wrong = mistakes(gazetteer, "city", "city")
    assert len(wrong) <= 0.05 * len(rows()), wrong


@pytest.mark.parametrize(
    ("position", "code", "region", "city"),
    [
        ((48.8584, 2.2945), "FR", "Île-de-France", "Paris"),
        ((35.6595, 139.7005), "JP", "Tokyo", "Shibuya"),
        ((-25.3444, 131.0369), "AU", "Northern Territory", "Yulara"),
        ((9.9312, 76.2673), "IN", "Kerala", "Kochi"),
        ((33.5597, 133.5311), "JP", "Kochi", "Kochi"),
        ((46.2044, 6.1432), "CH", "Geneva", "Geneva"),
        ((40.758, -73.9855), "US", "New York", "New York City"),
    ],
)
def test_well_known(
    gazetteer: Gazetteer, position: tuple[float, float], code: str, region: str, city: str
) -> None:
    place = gazetteer.place(*position)
    assert place is not None
    assert (place.country_code, place.region, place.city) == (code, region, city)


def test_middle_of_the_atlantic_is_at_sea(gazetteer: Gazetteer) -> None:
    place = gazetteer.place(30.0, -40.0)
    assert place is not None
    assert (place.country_code, place.country, place.region, place.city) == ("", AT_SEA, "", "")
    assert 1000 < place.distance_km < 1700


def test_far_from_a_town_on_land_it_says_near(gazetteer: Gazetteer) -> None:
    place = gazetteer.place(63.0692, -151.0070)  # Denali
    assert place is not None
    assert place.country == "United States"
    assert place.region == "Alaska"
    assert place.city.startswith("near ")


def test_every_town_is_in_its_own_country(gazetteer: Gazetteer) -> None:
    """Capitals around the world, by their own coordinates, date line and far north included."""
    capitals = {
        "WS": (-13.8333, -171.7667), "NZ": (-41.2866, 174.7756), "FJ": (-18.1416, 178.4415),
        "GL": (64.1835, -51.7216), "SJ": (78.2186, 15.6401), "AR": (-34.6132, -58.3772),
        "XK": (42.6727, 21.1669), "KI": (1.3278, 172.9770), "TV": (-8.5243, 179.1942),
    }  # fmt: skip
    places = gazetteer.places(list(capitals.values()))
    assert [place.country_code for place in places if place] == list(capitals)


def test_coordinates_come_in_any_number(gazetteer: Gazetteer) -> None:
    assert gazetteer.places([]) == []
    many: list[Place | None] = gazetteer.places([(48.8584, 2.2945)] * 9000)
    assert {place.city for place in many if place} == {"Paris"}
    assert len(many) == 9000
