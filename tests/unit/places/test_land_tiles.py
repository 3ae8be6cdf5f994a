"""Tiles of the land: cut without losing or adding any of it, at every depth."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.pipeline import mapping
from photoorg.places import land
from photoorg.places.land import Lines, Paths, Polygons, clipped, joined, tile_box
from photoorg.places.mercator import square_of, to_degrees, to_square

ANGLES = np.linspace(0, 2 * np.pi, 240, endpoint=False)
DISC = np.column_stack([0.5 + 0.4 * np.cos(ANGLES), 0.5 + 0.4 * np.sin(ANGLES)])
HOLE = np.column_stack([0.5 + 0.1 * np.cos(ANGLES), 0.45 + 0.1 * np.sin(ANGLES)])


def parts(paths: Paths) -> list[np.ndarray]:
    """Each ring or line by itself."""
    return [part for part in np.split(paths.points, paths.starts[1:]) if len(part)]


def area(paths: Paths) -> float:
    """The area of all rings."""
    total = 0.0
    for here in parts(paths):
        after = np.roll(here, -1, axis=0)
        total += abs(float((here[:, 0] * after[:, 1] - here[:, 1] * after[:, 0]).sum())) / 2
    return total


def inside(paths: Paths, x: float, y: float) -> bool:
    """Odd-even, by counting edges to the right."""
    crossings = 0
    for here in parts(paths):
        after = np.roll(here, -1, axis=0)
        hit = (here[:, 1] > y) != (after[:, 1] > y)
        first, second = here[hit], after[hit]
        at = first[:, 0] + (y - first[:, 1]) / (second[:, 1] - first[:, 1]) * (
            second[:, 0] - first[:, 0]
        )
        crossings += int((at > x).sum())
    return crossings % 2 == 1


def test_positions_go_to_the_square_and_back() -> None:
    assert to_square(0, -180) == pytest.approx((0, 0.5))
    assert to_square(85.05112877980659, 180) == pytest.approx((1, 0), abs=1e-9)
    for lat, lon in ((48.2, 16.4), (-33.9, 151.2), (0, 0), (71, -156)):
        assert to_degrees(*to_square(lat, lon)) == pytest.approx((lat, lon))
    assert to_square(90, 0)[1] == pytest.approx(0, abs=1e-9)  # the pole is on the upper edge
    x, y = square_of(np.array([48.2]), np.array([16.4]))
    assert (x[0], y[0]) == pytest.approx(to_square(48.2, 16.4))
    assert to_degrees(1.25, 0.5) == pytest.approx((0, -90))  # the world goes on to the right


def test_tiles_without_margin_share_the_land_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(land, "tile_box", lambda tile, margin=0.0: tile_box(tile, 0.0))
    shape = Polygons(joined([DISC]))
    tiles = [shape.tile((3, column, row)) for column in range(8) for row in range(8)]
    assert sum(area(tile) for tile in tiles) == pytest.approx(area(joined([DISC])))


def test_a_tile_shows_holes_and_what_lies_around_it_all() -> None:
    shape = Polygons(joined([DISC, HOLE]))
    for x, y, expected in ((0.5, 0.45, False), (0.3, 0.5, True), (0.05, 0.05, False)):
        for depth in (1, 3, 6):
            tile = (depth, int(x * 2**depth), int(y * 2**depth))
            assert inside(shape.tile(tile), x, y) is expected


def test_a_ring_that_does_not_touch_a_box_is_gone_and_one_inside_is_untouched() -> None:
    both = joined([HOLE, HOLE + 5])
    kept = clipped(both, (0, 0, 1, 1))
    assert len(kept.starts) == 1
    assert np.array_equal(kept.points, HOLE)
    assert not len(clipped(both, (2, 2, 3, 3)).points)


def test_lines_are_found_wherever_they_pass() -> None:
    lines = Lines(joined([DISC, HOLE]))
    for depth in (0, 2, 5):
        side = 0.5**depth
        for x, y in (*DISC[::17], *HOLE[::17]):
            near = lines.tile((depth, int(x / side), int(y / side))).points
            assert np.abs(near - [x, y]).max(axis=1).min() == 0
    assert not len(lines.tile((5, 0, 0)).points)


def test_no_lines_at_all() -> None:
    assert not len(Lines(joined([])).tile((0, 0, 0)).points)


@pytest.fixture(scope="module")
def world() -> mapping.World:
    found = mapping.World("en_GB")
    found.refine()
    return found


@pytest.mark.parametrize("depth", [0, 2, 4, 5, 7, 9])
@pytest.mark.parametrize(
    ("lat", "lon", "dry"),
    [
        (52.5, 13.4, True), (40.4, -3.7, True), (23, 12, True), (62, 90, True), (-25, 134, True),
        (66.5, -172, True), (65, 172, True), (-80, 0, True), (72, -40, True), (0.3, 32.6, True),
        (30, -40, False), (-40, 80, False), (0, -179.5, False), (60, 179.9, False), (56, 18, False),
        (42, -67, False), (-55, -178, False), (80, 5, False),
    ],
)  # fmt: skip
def test_the_world_has_its_land_where_it_is(
    world: mapping.World, lat: float, lon: float, dry: bool, depth: int
) -> None:
    x, y = to_square(lat, lon)
    tile = (depth, int(x * 2**depth), int(y * 2**depth))
    assert inside(world.shape(tile).land, x, y) is dry


def test_no_coast_or_border_jumps_across_the_map(world: mapping.World) -> None:
    for depth in (0, 3, 6):
        for column in range(2 ** min(depth, 2)):
            shape = world.shape((depth, column * 2 ** max(0, depth - 2), 2**depth // 3))
            for line in (*parts(shape.coasts), *parts(shape.borders)):
                assert np.abs(np.diff(line[:, 0])).max(initial=0) < 0.1
