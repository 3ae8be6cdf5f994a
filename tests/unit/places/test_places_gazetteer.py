"""The search itself: exact, quick, at ease at the poles and the date line, silent on nonsense."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest

from photoorg import paths
from photoorg.places import Gazetteer, is_position
from photoorg.places.grid import Grid
from photoorg.places.nearest import ANY, kilometres, nearest, score
from photoorg.places.table import unit_vectors


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    "position",
    [
        (math.nan, 2.0),
        (2.0, math.nan),
        (math.inf, 2.0),
        (0.0, 0.0),
        (-0.0, 0.0),
        (90.0001, 0.0),
        (-91.0, 10.0),
        (10.0, 180.0001),
        (10.0, 2147483647.0),
    ],
)
def test_no_position_no_place(gazetteer: Gazetteer, position: tuple[float, float]) -> None:
    assert gazetteer.place(*position) is None
    assert gazetteer.places([position, (48.8584, 2.2945)])[0] is None
    assert gazetteer.places([position, (48.8584, 2.2945)])[1] is not None


def test_missing_coordinates_are_no_position() -> None:
    assert not is_position(None, 2.0)
    assert not is_position(2.0, None)
    assert is_position(0.0, 2.0)


@pytest.mark.parametrize("lat", [90.0, 89.99, -90.0, -89.99, 0.0, 64.7, -16.8])
@pytest.mark.parametrize("lon", [180.0, -180.0, 179.9999, -179.9999, 0.0001])
def test_edges_of_the_map_have_an_answer(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    assert gazetteer.place(lat, lon) is not None


@pytest.mark.parametrize("lat", [64.73, -16.7, 51.9, -44.0, 71.0])
def test_both_sides_of_the_date_line_agree(gazetteer: Gazetteer, lat: float) -> None:
    west, east = gazetteer.places([(lat, -180.0), (lat, 180.0)])
    assert west == east


def test_grids_find_what_a_search_of_all_places_finds(gazetteer: Gazetteer) -> None:
    rng = np.random.default_rng(7)
    uniform = np.stack([rng.uniform(-90, 90, 150), rng.uniform(-180, 180, 150)], axis=1)
    gazetteer.place(1.0, 1.0)
    table = gazetteer.table
    town = table.vectors[rng.integers(0, len(table.vectors), 150)]
    towns = np.degrees(np.stack([np.arcsin(town[:, 2]), np.arctan2(town[:, 1], town[:, 0])], 1))
    crowded = towns + rng.normal(0, 0.1, towns.shape)
    edges = np.array([[89.9, 10], [-89.9, -170], [-16.7, 179.99], [-16.7, -179.99], [65, 180]])
    positions = np.concatenate([uniform, crowded, edges])
    anywhere = np.full(len(positions), ANY)
    index, km = nearest(table, positions[:, 0], positions[:, 1], anywhere, anywhere)
    scores = score(km, table.radius[index])
    for position, found in zip(unit_vectors(*positions.T), scores, strict=True):
        everything = score(kilometres(position[None], table.vectors), table.radius)
        best = float(everything.min())
        exact = best < 200  # beyond, only larger places are looked at
        assert found == pytest.approx(best, abs=2e-3 if exact else max(70, best / 4))


def test_grid_gives_all_places_within_a_cell() -> None:
    rng = np.random.default_rng(3)
    lat = np.concatenate([rng.uniform(-90, 90, 3000), [90, -90, 0, 0]])
    lon = np.concatenate([rng.uniform(-180, 180, 3000), [0, 0, 180, -180]])
    grid = Grid((lat * 1e4).astype(np.int32), (lon * 1e4).astype(np.int32), 40_000)
    asked = np.stack([rng.uniform(-90, 90, 300), rng.uniform(-180, 180, 300)], axis=1)
    query, place = grid.candidates(asked[:, 0], asked[:, 1])
    found = {(int(q), int(p)) for q, p in zip(query, place, strict=True)}
    assert len(found) == len(query), "a place is offered twice"
    vectors = unit_vectors(lat, lon)
    for q, vector in enumerate(unit_vectors(*asked.T)):
        near = np.flatnonzero(kilometres(vector[None], vectors) < 4 * 111)
        assert all((q, int(p)) in found for p in near)


def test_distance_of_known_cities() -> None:
    """Paris to London is 343.6 km; a metre is not lost in rounding either."""
    a = unit_vectors(np.array([48.8566, 48.8566]), np.array([2.3522, 2.3522]))
    b = unit_vectors(np.array([51.5074, 48.85669]), np.array([-0.1278, 2.3522]))
    km = kilometres(a, b)
    assert km[0] == pytest.approx(343.6, abs=0.5)
    assert km[1] == pytest.approx(0.010, abs=0.002)


def test_the_grid_beats_looking_at_every_place(gazetteer: Gazetteer) -> None:
    """A lookup against the plain way, distances to all places, in one run: at least five times."""
    rng = np.random.default_rng(1)
    x, y, z = gazetteer.table.vectors[rng.integers(0, 200_000, 4000)].astype(np.float64).T
    towns = np.degrees(np.stack([np.arcsin(z), np.arctan2(y, x)], axis=1))
    positions = [(float(lat), float(lon)) for lat, lon in towns]
    gazetteer.places(positions)  # the table is read
    vectors = gazetteer.table.vectors

    def plain() -> None:
        for x, y, z in unit_vectors(towns[:40, 0], towns[:40, 1]):
            np.argmax(vectors @ np.array([x, y, z], dtype=vectors.dtype))

    def cost(act: Callable[[], object], lookups: int) -> float:
        start = time.perf_counter()
        act()
        return (time.perf_counter() - start) / lookups

    turns = [(cost(lambda: gazetteer.places(positions), 4000), cost(plain, 40)) for _ in range(5)]
    ours, every = (min(costs) for costs in zip(*turns, strict=True))
    assert ours * 5 <= every


def test_nothing_is_loaded_before_the_first_question() -> None:
    code = (
        "import sys; from photoorg.places import Gazetteer; Gazetteer();"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_table_is_small_and_credited() -> None:
    assert (paths.resources() / "gazetteer.npz").stat().st_size < 6e6
    credits_text = (paths.resources() / "CREDITS.md").read_text("utf-8")
    assert "GeoNames" in credits_text
    assert "CC BY 4.0" in credits_text
