"""The drawn world: in bounds, closed, land where there is land, finer from level to level."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.places import outlines
from photoorg.places.borders import Borders
from photoorg.places.outlines import LEVELS, Lines


@pytest.mark.parametrize("level", LEVELS)
def test_lines_are_on_the_globe_and_do_not_jump(level: str) -> None:
    world = outlines.outlines(level)
    for lines in (world.land, world.coasts, world.borders):
        assert len(lines) > 50
        assert np.abs(lines.points[:, 0]).max() <= 180.001
        assert np.abs(lines.points[:, 1]).max() <= 90.001
    for lines in (world.coasts, world.borders):
        assert max(np.abs(np.diff(line[:, 0])).max() for line in lines) < 60


@pytest.mark.parametrize("level", LEVELS)
def test_no_coast_along_the_date_line(level: str) -> None:
    for line in outlines.outlines(level).coasts:
        on_it = np.abs(line[:, 0]) > 179.999
        both = on_it[:-1] & on_it[1:]
        assert not (np.abs(np.diff(line[:, 1]))[both] > 1).any()


@pytest.mark.parametrize("level", LEVELS)
def test_rings_are_closed(level: str) -> None:
    for ring in outlines.outlines(level).land:
        assert len(ring) >= 4
        np.testing.assert_allclose(ring[0], ring[-1], atol=1e-4)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("lon", "lat", "is_land"),
    [
        (2.35, 47.0, True),
        (-100.0, 40.0, True),
        (134.0, -25.0, True),
        (100.0, 65.0, True),
        (-175.0, 66.5, True),  # Chukotka, beyond the date line
        (30.0, -85.5, True),  # Antarctica, below where the drawing ends
        (-40.0, 30.0, False),
        (-179.0, 10.0, False),
        (51.0, 42.0, False),  # the Caspian, a hole in the land
        (-30.0, 55.0, False),
        (80.0, 60.0, True),
    ],
)
def test_filled_odd_even_it_is_land(level: str, lon: float, lat: float, is_land: bool) -> None:
    assert crossings(outlines.outlines(level).land, lon, lat) % 2 == is_land


def crossings(lines: Lines, lon: float, lat: float) -> int:
    """How many edges of closed rings lie to the east of a point."""
    count = 0
    for ring in lines:
        x1, y1 = ring[:-1].astype(np.float64).T
        x2, y2 = ring[1:].astype(np.float64).T
        spans = (y1 > lat) != (y2 > lat)
        at = x1[spans] + (lat - y1[spans]) / (y2[spans] - y1[spans]) * (x2[spans] - x1[spans])
        count += int((at > lon).sum())
    return count


def test_levels_grow_finer() -> None:
    sizes = [len(outlines.outlines(level).land.points) for level in LEVELS]
    assert sizes[0] * 5 < sizes[1] < sizes[2] / 5
    assert [outlines.level_for(scale) for scale in (1.0, 10.0, 500.0)] == list(LEVELS)


def test_a_country_is_labelled_on_its_own_ground() -> None:
    labels = outlines.country_labels()
    assert labels[0].country_code == "RU"
    assert len(labels) > 230
    areas = [label.area_km2 for label in labels]
    assert areas == sorted(areas, reverse=True)
    france = next(label for label in labels if label.country_code == "FR")
    assert 500_000 < france.area_km2 < 600_000
    borders = Borders()
    numbers = borders.owners(
        np.array([label.latitude for label in labels]),
        np.array([label.longitude for label in labels]),
    )
    wrong = [
        label.country_code
        for label, number in zip(labels, numbers.tolist(), strict=True)
        if not number or borders.codes[number - 1] != label.country_code
    ]
    assert len(wrong) <= 3, wrong
