"""The numbers of the tree, with photos among them that are still to be read."""

from __future__ import annotations

from dataclasses import replace

from photoorg.gui.models.snapshot import EMPTY, with_unread
from photoorg.gui.models.tree import build
from photoorg.records import Counts, DateCount, Glimpsed, PlaceCount

READ = replace(
    EMPTY,
    counts=Counts(5, 500, 0, 0, 1, 2, 0, 0),
    dates=(DateCount(2020, 1, 2, 4),),
    places=(PlaceCount("FR", "France", "Paris", "Paris", 3),),
)
SEEN = Glimpsed(
    10, 1000, (DateCount(2021, 1, 1, 6), DateCount(2020, 1, 2, 1)),
    (PlaceCount("FR", "France", "Paris", "Paris", 1), PlaceCount("DE", "Germany", "", "Bonn", 2)),
)  # fmt: skip


def test_each_number_is_the_sum_of_both() -> None:
    both = with_unread(READ, SEEN)
    counts = both.counts
    assert (counts.photos, counts.bytes, counts.undated, counts.unplaced) == (15, 1500, 4, 9)
    assert both.dates == (DateCount(2021, 1, 1, 6), DateCount(2020, 1, 2, 5))
    assert [(p.city, p.count) for p in both.places] == [("Paris", 4), ("Bonn", 2)]
    assert with_unread(READ, Glimpsed()) == READ


def test_the_map_of_the_library_has_none_of_them() -> None:
    counts = {node.kind: node.count for node in build(with_unread(READ, SEEN))}
    assert (counts["all"], counts["map"]) == (15, 5)
