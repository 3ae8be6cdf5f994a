"""The reason why photos are in another group, from counts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from photoorg.clusters.moves import Pair, reason

#: Five sure photos that went from one old group of 50 to another of 60.
PAIR = Pair(
    photos=5, source=True, target=True, is_new=False, is_gone=False, source_size=50,
    target_size=60, newcomers=0, was_sure=0.95, is_sure=0.9,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "nearer"),
        ({"was_sure": 0.54}, "border"),
        ({"newcomers": 30}, "drawn"),
        ({"newcomers": 30, "was_sure": 0.54}, "border"),
        ({"target": False}, "torn"),
        ({"source": False}, "found"),
        ({"is_new": True, "newcomers": 42}, "came"),
        ({"is_new": True, "newcomers": 42, "source": False}, "came"),
        ({"is_new": True, "photos": 40}, "parted"),
        ({"is_new": True, "photos": 1, "was_sure": 0.4}, "border"),  # it made no group by itself
        ({"is_gone": True, "photos": 40}, "joined"),
        ({"is_gone": True, "photos": 5}, "divided"),
        ({"is_gone": True, "is_new": True, "photos": 50}, "joined"),
    ],
)
def test_the_plainest_reason(change: dict[str, object], why: str) -> None:
    assert reason(replace(PAIR, **change)) == why  # type: ignore[arg-type]
