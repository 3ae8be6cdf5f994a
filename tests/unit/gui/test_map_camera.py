"""Where the map looks: zooming keeps what is under the pointer, nothing beyond the poles shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from photoorg.gui.views.map_bubbles import side_of
from photoorg.gui.views.map_camera import DEEPEST, TILE, Camera, fitted, repetitions, shrink
from photoorg.gui.views.map_paint import tiles_in_sight
from photoorg.places.mercator import to_square

SIZE = (900.0, 500.0)


def test_what_is_under_the_pointer_stays_there() -> None:
    camera = Camera(0.52, 0.36, TILE * 2**6)
    for factor in (1.4, 3.0, 0.6):
        for at in ((0.0, 0.0), (700.0, 120.0), (450.0, 250.0)):
            before = camera.to_square(*at, SIZE)
            after = camera.zoomed(factor, at, SIZE)
            assert after.scale == pytest.approx(camera.scale * factor)
            x, y = after.to_square(*at, SIZE)
            assert (x - before[0]) % 1 == pytest.approx(0, abs=1e-9) or (
                x - before[0]
            ) % 1 == pytest.approx(1, abs=1e-9)
            assert y == pytest.approx(before[1])


def test_a_point_of_the_map_is_where_its_pixel_says() -> None:
    camera = Camera(0.4, 0.4, 5000)
    px, py = camera.to_screen(0.45, 0.38, SIZE)
    assert camera.to_square(px, py, SIZE) == pytest.approx((0.45, 0.38))


def test_it_neither_leaves_the_world_nor_comes_nearer_than_there_is_to_see() -> None:
    far = Camera().zoomed(1e-6, (0, 0), SIZE)
    left, _top, right, _bottom = far.view(SIZE)
    assert right - left == pytest.approx(1)
    north = Camera(0.5, 0.1, 4000).panned(0, -1e9, SIZE)
    assert north.view(SIZE)[1] == pytest.approx(0)
    south = Camera(0.5, 0.9, 4000).panned(0, 1e9, SIZE)
    assert south.view(SIZE)[3] == pytest.approx(1)
    assert Camera().zoomed(1e12, (1, 1), SIZE).depth == pytest.approx(DEEPEST)


def test_panning_east_goes_around_the_world() -> None:
    camera = Camera(0.5, 0.5, 2000)
    assert camera.panned(2000, 0, SIZE).x == pytest.approx(0.5)
    assert camera.panned(1500, 0, SIZE).x == pytest.approx(0.25)


def test_a_box_is_fitted_with_room_around_it() -> None:
    left, top = to_square(50, 5)
    right, bottom = to_square(45, 12)
    view = fitted((left, top, right, bottom), SIZE).view(SIZE)
    assert view[0] < left < right < view[2]
    assert view[1] < top < bottom < view[3]
    single = fitted((left, top, left, top), SIZE)
    assert (single.x, single.y) == pytest.approx((left, top))
    assert single.depth == pytest.approx(11)


def test_a_box_over_the_date_line_is_fitted_across_it() -> None:
    view = fitted((0.99, 0.55, 1.03, 0.58), SIZE).view(SIZE)
    assert repetitions(0.99, 0.99, view)
    assert repetitions(0.03, 0.03, view)


def test_repetitions_of_something_in_a_wide_view() -> None:
    assert list(repetitions(0.2, 0.3, (-1.0, 0, 2.0, 1))) == [-1, 0, 1]
    assert list(repetitions(0.9, 1.1, (0.0, 0, 0.15, 1))) == [-1]
    assert list(repetitions(0.5, 0.6, (0.0, 0, 0.4, 1))) == []


def test_tiles_cover_the_widget_without_gaps_or_overlaps() -> None:
    for camera in (
        Camera(0.02, 0.4, 1900.0), Camera(0.7, 0.3, 77_000.5), Camera(0.5, 0.5, 3e7)
    ):  # fmt: skip
        kept = camera.kept(SIZE)
        rects = [rect for _, rect in tiles_in_sight(kept, SIZE)]
        seen = [rect & QRect(0, 0, 900, 500) for rect in rects]
        assert sum(rect.width() * rect.height() for rect in seen) == 900 * 500
        assert all(not a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
        sides = {rect.width() for rect in rects}
        assert all(0.5 * TILE < side < 1.3 * TILE for side in sides)  # neither blurred nor wasted


def test_a_metre_is_shorter_on_the_equator_than_near_a_pole() -> None:
    assert shrink(0.5) == pytest.approx(1)
    assert shrink(to_square(60, 0)[1]) == pytest.approx(0.5)


def test_bubbles_grow_with_their_count_up_to_a_limit() -> None:
    sides = [side_of(count) for count in (1, 2, 20, 500, 40_000, 10**7)]
    assert sides == sorted(sides)
    assert sides[0] < sides[-1] < 2 * sides[0]
