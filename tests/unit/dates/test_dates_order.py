"""One order for photos with and without a known offset: journeys, cameras without zones, scale."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoorg.dates.order import UNKNOWN, moments

HOUR = 3_600_000
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Shot:
    local: str
    offset: int | None = None  # minutes
    camera: int = -1
    folder: int = 0


def placed(*shots: Shot) -> list[int]:
    local = [(datetime.fromisoformat(s.local) - EPOCH) // timedelta(milliseconds=1) for s in shots]
    offset = [UNKNOWN if s.offset is None else s.offset for s in shots]
    columns = (local, offset, [s.camera for s in shots], [s.folder for s in shots])
    return moments(*(np.array(c, dtype=np.int64) for c in columns)).tolist()


def order_of(*shots: Shot) -> list[int]:
    return np.argsort(placed(*shots), kind="stable").tolist()


def test_known_offsets_count_exactly() -> None:
    """Crossing the date line eastwards, the calendar goes back a day and the journey goes on."""
    journey = (
        Shot("2023-08-01T19:00", 540),  # Tokyo
        Shot("2023-08-01T21:30", 540),  # take-off
        Shot("2023-08-01T09:40", -600),  # Honolulu, the same day once more
        Shot("2023-08-01T12:00", -600),
        Shot("2023-08-02T08:00", -600),
    )
    assert order_of(*journey) == [0, 1, 2, 3, 4]
    back = (
        Shot("2023-08-10T22:00", -600),
        Shot("2023-08-12T05:10", 720),  # Auckland: a day was lost on the way
        Shot("2023-08-12T06:00", 720),
    )
    assert order_of(*back) == [0, 1, 2]
    assert placed(Shot("1970-01-01T05:30", 330)) == [0]


def test_the_hour_that_comes_twice_stays_in_the_order_it_was_lived() -> None:
    assert order_of(
        Shot("2021-10-31T02:10", 120), Shot("2021-10-31T02:50", 120),
        Shot("2021-10-31T02:20", 60), Shot("2021-10-31T02:40", 60),
    ) == [0, 1, 2, 3]  # fmt: skip


def test_a_camera_without_zone_goes_between_the_phones_photos_of_its_folder() -> None:
    phone, camera = 1, 2
    shots = (
        Shot("2023-08-01T10:00", 540, phone, 5),
        Shot("2023-08-01T10:05", None, camera, 5),
        Shot("2023-08-01T10:10", 540, phone, 5),
        Shot("2023-07-01T10:00", 120, phone, 4),  # home, a month before
        Shot("2023-07-01T10:05", None, camera, 4),
    )
    assert order_of(*shots) == [3, 4, 0, 1, 2]
    assert placed(*shots)[1] - placed(*shots)[0] == 5 * 60_000
    assert placed(*shots)[4] - placed(*shots)[3] == 5 * 60_000


def test_the_same_camera_says_more_than_the_folder() -> None:
    shots = (
        Shot("2023-08-01T10:00", 540, 1, 5),  # this camera's, edited in another folder
        Shot("2023-08-01T10:00", 60, 2, 6),
        Shot("2023-08-01T10:30", None, 1, 6),
    )
    assert placed(*shots)[2] - placed(*shots)[0] == 30 * 60_000


def test_far_from_all_others_the_library_s_custom_of_that_week_holds() -> None:
    """A WhatsApp picture of July goes among the photos of July, one of January among those."""
    summer = [Shot(f"2023-07-0{d}T12:00", 120, 1, 1) for d in range(1, 8)]
    winter = [Shot(f"2023-01-0{d}T12:00", 60, 1, 2) for d in range(1, 8)]
    trip = [Shot("2023-07-03T12:00", -300, 3, 3)]
    lone = [Shot("2023-07-04T12:00", None, -1, 9), Shot("2023-01-04T12:00", None, -1, 9)]
    found = placed(*summer, *winter, *trip, *lone)
    assert found[-2] == found[3]
    assert found[-1] == found[7 + 3]


def test_without_any_offset_all_are_as_in_utc() -> None:
    assert placed(Shot("1970-01-01T00:00:01"), Shot("1970-01-01T00:00:00.250")) == [1000, 250]


def test_a_camera_s_own_order_is_never_broken() -> None:
    """On a flight the phone's zone changes between two shots of a camera that knows none."""
    phone, camera = 1, 2
    shots = (
        Shot("2023-08-01T10:00", 540, phone, 5),
        Shot("2023-08-01T10:05", None, camera, 5),
        Shot("2023-08-01T11:05", None, camera, 5),
        Shot("2023-08-01T11:05", 840, phone, 5),  # five hours east, an hour later
        Shot("2023-08-01T12:05", None, camera, 5),
    )
    found = placed(*shots)
    assert found[1] < found[2] < found[4]


def test_an_outing_never_begins_before_the_last_one_ended() -> None:
    shots = (
        Shot("2023-08-01T10:00", -600, 1, 5),
        Shot("2023-08-01T10:05", None, 2, 5),
        Shot("2023-08-01T18:05", None, 2, 6),  # eight hours on its own clock
        Shot("2023-08-01T18:00", 720, 1, 6),  # 22 hours before, by its zone
    )
    found = placed(*shots)
    assert found[2] - found[1] == 8 * HOUR


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_photos(count: int) -> None:
    assert len(placed(*[Shot("2023-08-01T10:00")] * count)) == count


@given(
    st.lists(
        st.builds(
            Shot,
            st.datetimes(datetime(1830, 1, 1), datetime(2100, 1, 1)).map(datetime.isoformat),
            st.sampled_from([None, None, 0, 60, 120, 330, -600, 840]),
            st.integers(-1, 3),
            st.integers(0, 3),
        ),
        max_size=40,
    )
)
def test_whatever_the_library_known_is_exact_and_clocks_keep_their_order(shots: list[Shot]) -> None:
    found = placed(*shots)
    for shot, moment in zip(shots, found, strict=True):
        local = (datetime.fromisoformat(shot.local) - EPOCH) // timedelta(milliseconds=1)
        assert abs(local - moment) <= 14 * HOUR
        if shot.offset is not None:
            assert moment == local - shot.offset * 60_000
    for camera in range(4):
        own = sorted(
            (s.local, m)
            for s, m in zip(shots, found, strict=True)
            if s.camera == camera and s.offset is None
        )
        at = [m for _, m in own]
        assert at == sorted(at)


def test_a_million_photos_cost_about_ten_times_a_hundred_thousand() -> None:
    def cost(count: int) -> float:
        rng = np.random.default_rng(1)
        local = rng.integers(946_684_800_000, 1_700_000_000_000, count)
        offset = np.where(rng.random(count) < 0.4, rng.choice([60, 120, 540], count), UNKNOWN)
        camera, folder = rng.integers(-1, 30, count), rng.integers(0, count // 50, count)
        begin = time.process_time()
        moments(local, offset, camera, folder)
        return time.process_time() - begin

    cost(1000)
    assert cost(1_000_000) < 40 * cost(100_000)
