"""The photos of a map in memory: found by point, box and lasso, thinned, coloured, painted."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.clusters.plane import Plane


def plane(count: int = 400, leaves: int = 4) -> Plane:
    """A regular grid of photos; ids from 1; leaves are quarters of the columns."""
    side = int(count**0.5)
    rows, columns = np.divmod(np.arange(side * side), side)
    x, y = (columns + 0.5) / side, (rows + 0.5) / side
    return Plane(np.arange(1, side * side + 1), x, y, columns * leaves // side)  # type: ignore[arg-type]


def ids(of: Plane, indices: object) -> set[int]:
    return set(of.ids[np.asarray(indices, dtype=np.int64)].tolist())


def test_a_box_holds_what_lies_in_it() -> None:
    found = plane()
    inside = ids(found, found.inside((0.0, 0.0, 0.25, 0.1)))
    assert inside == {1, 2, 3, 4, 5, 21, 22, 23, 24, 25}


def test_a_lasso_takes_what_it_goes_around_and_not_its_box() -> None:
    found = plane()
    triangle = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
    inside = found.within(triangle)
    assert (found.x[inside] + found.y[inside] < 1.0 + 1e-9).all()
    assert abs(len(inside) - 190) <= 20
    assert len(found.within(triangle[:2])) == 0


def test_a_lasso_that_crosses_itself_leaves_its_hole_out() -> None:
    found = plane()
    around = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]
    hole = [(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)]
    inside = found.within([*around, around[0], *hole, hole[0]])
    middle = found.inside((0.42, 0.42, 0.58, 0.58))
    assert len(middle)
    assert not set(middle.tolist()) & set(inside.tolist())


def test_the_nearest_photo_is_found_within_reach_only() -> None:
    found = plane()
    index = found.nearest(0.03, 0.02, 0.05)
    assert index is not None
    assert found.ids[index] == 1
    assert found.nearest(-0.5, 0.5, 0.05) is None


@pytest.mark.parametrize("apart", [0.5, 0.21, 0.11])
def test_pictures_keep_their_distance_and_leave_no_holes(apart: float) -> None:
    found = plane(2500)
    shown = found.shown((0.0, 0.0, 1.0, 1.0), apart, 9999)
    x, y = found.x[shown], found.y[shown]
    gap = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y))
    np.fill_diagonal(gap, 9)
    assert gap.min() >= apart - 1e-9
    assert len(shown) >= 0.25 / apart**2


def test_coming_nearer_more_join_those_that_are_pictures() -> None:
    found = plane(2500)
    view = (0.0, 0.0, 1.0, 1.0)
    far, near = (set(found.shown(view, apart, 9999)) for apart in (0.4, 0.2))
    assert len(far & near) >= 0.5 * len(far)
    assert len(near) > 2 * len(far)
    assert set(found.shown(view, 0.001, 9999)) == set(range(2500))
    assert len(found.shown(view, 0.001, 50)) == 50


def test_groups_lie_where_their_photos_are_and_neighbours_differ_in_hue() -> None:
    found = plane(400, 4)
    of, islands = found.groups({0: 10, 1: 11, 2: 12}, 2)
    assert {i.group: i.count for i in islands} == {10: 100, 11: 100, 12: 100}
    assert sorted(np.unique(of).tolist()) == [-1, 10, 11, 12]  # leaf 3 is in none
    by_x = sorted(islands, key=lambda island: island.x)
    assert [i.group for i in by_x] == [10, 11, 12]
    assert all(abs(i.y - 0.5) < 0.15 for i in islands)
    assert len({i.hue for i in islands}) == 2


def test_photos_are_painted_where_they_lie() -> None:
    found = Plane([5, 6], [0.25, 0.75], [0.5, 0.5], [0, 0])
    colors = np.array([0xFF112233, 0xFF445566], np.uint32)
    image = found.image((0.0, 0.0, 1.0, 1.0), (100, 100), 4, colors[np.argsort(found.ids)], 7)
    inner = image[4:-4, 4:-4]
    assert inner.shape == (100, 100)
    assert inner[50, 25] == 0xFF112233
    assert inner[50, 75] == 0xFF445566
    assert int((inner != 7).sum()) == 2 * 16


def test_an_empty_plane_answers_too() -> None:
    empty = Plane([], [], [], [])
    assert empty.box == (0.0, 0.0, 1.0, 1.0)
    assert empty.shown((0, 0, 1, 1), 0.1, 10) == []
    assert empty.nearest(0.5, 0.5, 1.0) is None
    assert empty.groups({1: 1}, 8)[1] == []
    assert empty.spacing > 0
