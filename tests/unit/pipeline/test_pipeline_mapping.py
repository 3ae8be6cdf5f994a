"""What the map is given: areas as degrees and back, names in the user's language, towns by size."""

from __future__ import annotations

import itertools
from array import array

import pytest

from photoorg.pipeline import mapping
from photoorg.places.mercator import to_square


@pytest.fixture(scope="module")
def world() -> mapping.World:
    found = mapping.World("en_GB")
    found.refine()
    return found


@pytest.mark.parametrize(
    "bounds",
    [(40.0, -10.0, 50.0, 20.0), (-18.5, 177.0, -16.0, -179.0), (-60.0, -180.0, 70.0, -100.0)],
)
def test_an_area_goes_to_the_map_and_back(bounds: mapping.Bounds) -> None:
    left, top, right, bottom = mapping.box_of(bounds)
    assert left < right
    assert top < bottom
    assert mapping.bounds_of([(left, bottom), (right, top)]) == pytest.approx(bounds)


def test_a_rectangle_over_all_the_world_holds_the_poles_and_every_longitude() -> None:
    assert mapping.bounds_of([(-0.2, -0.1), (1.1, 1.3)]) == (-90.0, -180.0, 90.0, 180.0)


def test_bubbles_beyond_the_edge_of_the_world_are_those_of_the_other_side() -> None:
    photos = mapping.PhotoMap(
        (array("q", [1, 2]), array("d", [-17.7, -16.9]), array("d", [178.1, -179.9]))
    )
    left, top = to_square(-10, 170)
    view = (left, top, left + 0.1, top + 0.1)  # goes on beyond 180 degrees
    near = photos.bubbles(0.001, 0.001, view)
    assert sorted(bubble.first for bubble in near) == [1, 2]
    assert [b.first for b in photos.bubbles(0.001, 0.001, (view[0] - 1, *view[1:]))]


def test_countries_are_named_in_the_users_language_largest_first(world: mapping.World) -> None:
    english = [name.text for name in world.countries]
    assert english[0] == "Russia"
    assert {"Germany", "Fiji", "Brazil"} <= set(english)
    german = [name.text for name in mapping.World("de_DE").countries]
    assert {"Russland", "Deutschland", "Fidschi"} <= set(german)
    assert all(0 <= name.x <= 1 and 0 <= name.y <= 1 for name in world.countries)


def test_the_largest_towns_in_sight_come_first(world: mapping.World) -> None:
    left, top = to_square(49, 10.5)
    right, bottom = to_square(47.5, 12.5)
    names = world.towns((left, top, right, bottom), 5)
    assert names[0].text == "Munich"
    assert len(names) == 5
    assert all(a.weight >= b.weight for a, b in itertools.pairwise(names))
    moved = world.towns((left + 1, top, right + 1, bottom), 5)
    assert [name.text for name in moved] == [name.text for name in names]


def test_before_it_is_refined_the_world_is_there_without_towns() -> None:
    rough = mapping.World("en_GB")
    assert rough.towns((0, 0, 1, 1), 10) == []
    assert len(rough.shape((9, 266, 175)).land.points)
