"""Countries: the drawn borders, the time zones over them, and both without each other."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.places import Gazetteer, outlines, zones
from photoorg.places.borders import Borders
from photoorg.places.nearest import kilometres
from photoorg.places.table import Table

NEAR_BORDER_KM = 12.0


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="module")
def borders() -> Borders:
    return Borders()


def owners(borders: Borders, positions: list[tuple[float, float]]) -> list[str]:
    lat, lon = np.array(positions, dtype=np.float64).T
    codes = ["", *borders.codes]
    return [codes[number] for number in borders.owners(lat, lon).tolist()]


def degrees(table: Table) -> tuple[np.ndarray, np.ndarray]:
    x, y, z = table.vectors.astype(np.float64).T
    return np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))


@pytest.mark.parametrize(
    ("position", "code"),
    [
        ((48.86, 2.35), "FR"),
        ((50.3, -1.0), ""),  # the Channel
        ((47.56, 7.59), "CH"),
        ((-29.5, 28.2), "LS"),  # a hole in South Africa
        ((42.57, 1.55), "AD"),
        ((-88.0, 10.0), "AQ"),
        ((90.0, 0.0), ""),
        ((66.0, -175.0), "RU"),  # beyond the date line
        ((-17.8, 178.0), "FJ"),
        ((-16.85, -179.97), "FJ"),
        ((-21.1, 55.5), "RE"),  # drawn with France
        ((78.2, 16.0), "SJ"),  # drawn with Norway
        ((12.18, -68.25), "BQ"),  # drawn with the Netherlands
        ((42.66, 21.16), "XK"),
        ((-12.19, 96.83), ""),  # an atoll thinner than the drawing
    ],
)
def test_whose_ground(borders: Borders, position: tuple[float, float], code: str) -> None:
    assert owners(borders, [position]) == [code]


def test_states_of_the_usa() -> None:
    states = Borders(outlines.states)
    positions = [(40.758, -73.9855), (40.716, -74.033), (38.8895, -77.0353), (38.8783, -77.0687)]
    assert owners(states, positions) == ["NY", "NJ", "DC", "VA"]
    assert owners(states, [(51.28, 1.08), (25.0, -90.0)]) == ["", ""]


def test_a_cell_answers_as_the_whole_ring_does(borders: Borders) -> None:
    """Switzerland by its rings alone (odd number of edges to the east), against the cells."""
    arcs = outlines.countries().arcs
    number = borders.codes.index("CH") + 1
    mine = np.flatnonzero((arcs.right == number) ^ (arcs.left == number))
    edges = [line for i, line in enumerate(arcs.lines) if i in set(mine.tolist())]
    first = np.concatenate([line[:-1] for line in edges]).astype(np.float64)
    last = np.concatenate([line[1:] for line in edges]).astype(np.float64)
    rng = np.random.default_rng(5)
    lat, lon = rng.uniform(45.7, 47.9, 3000), rng.uniform(5.8, 10.6, 3000)
    spans = (first[:, 1] > lat[:, None]) != (last[:, 1] > lat[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (last[:, 0] - first[:, 0]) / (last[:, 1] - first[:, 1])
        crossing = first[:, 0] + (lat[:, None] - first[:, 1]) * slope
    inside = (spans & (crossing > lon[:, None])).sum(axis=1) % 2 == 1
    assert 0.2 < inside.mean() < 0.8
    np.testing.assert_array_equal(borders.owners(lat, lon) == number, inside)


def test_towns_near_borders_are_at_home(gazetteer: Gazetteer, borders: Borders) -> None:
    """Two thousand towns with a town of another country within 12 km."""
    table = gazetteer.table
    lat, lon = degrees(table)
    near = near_borders(table, lat, lon, 2000)
    places = gazetteer.places(list(zip(lat[near].tolist(), lon[near].tolist(), strict=True)))
    own = [table.country_codes[int(i)] for i in table.country[near]]
    wrong = [
        f"{place} is in {code}"
        for place, code in zip(places, own, strict=True)
        if place is None or place.country_code != code
    ]
    assert len(wrong) <= 0.002 * len(own), wrong


def near_borders(table: Table, lat: np.ndarray, lon: np.ndarray, wanted: int) -> np.ndarray:
    rng = np.random.default_rng(11)
    found: list[int] = []
    northwards = np.argsort(lat)
    for i in rng.permutation(len(lat)).tolist():
        reach = 0.11 / max(0.05, np.cos(np.radians(lat[i])))
        first, last = np.searchsorted(lat, (lat[i] - 0.11, lat[i] + 0.11), sorter=northwards)
        band = northwards[first:last]
        around = np.abs(lon[band] - lon[i]) < reach
        others = band[around & (table.country[band] != table.country[i])]
        if len(others) and not table.stray[i]:
            km = kilometres(table.vectors[i][None], table.vectors[others])
            if km.min() < NEAR_BORDER_KM:
                found.append(i)
        if len(found) == wanted:
            break
    return np.array(found)


def test_zones_of_several_countries_are_settled_by_the_drawing(gazetteer: Gazetteer) -> None:
    """Hanoi keeps Bangkok's time, Pristina Belgrade's."""
    positions = [(21.0285, 105.8542), (13.7563, 100.5018), (42.6629, 21.1655), (44.8125, 20.4612)]
    places = gazetteer.places(positions)
    assert [place.country_code for place in places if place] == ["VN", "TH", "XK", "RS"]


def test_without_time_zones_the_drawing_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wheel of tzfpy for this computer: towns still are in their countries, most of them."""
    monkeypatch.setattr(zones, "_zone_of", lambda: None)
    gazetteer = Gazetteer()
    table = gazetteer.table
    lat, lon = degrees(table)
    some = np.random.default_rng(2).choice(len(lat), 4000, replace=False)
    places = gazetteer.places(list(zip(lat[some].tolist(), lon[some].tolist(), strict=True)))
    own = [table.country_codes[int(i)] for i in table.country[some]]
    got = [place.country_code for place in places if place]
    assert np.mean([a == b for a, b in zip(got, own, strict=True)]) > 0.985
    atlantic, paris = gazetteer.places([(30.0, -40.0), (48.8584, 2.2945)])
    assert atlantic
    assert paris
    assert (atlantic.country, paris.city) == ("At sea", "Paris")


def test_every_time_zone_has_a_country(gazetteer: Gazetteer) -> None:
    tzfpy = pytest.importorskip("tzfpy")
    ashore = [zone for zone in tzfpy.timezonenames() if not zone.startswith("Etc/")]
    assert len(ashore) > 400
    assert [zone for zone in ashore if zone not in gazetteer.table.zones] == []
