"""The tree's entries, made from a snapshot without any widget."""

from __future__ import annotations

from photoorg.gui.models.snapshot import Snapshot, level_of
from photoorg.gui.models.tree import Node, build, walk
from photoorg.records import Cluster, Counts, DateCount, Filter, PlaceCount

COUNTS = Counts(
    photos=10, bytes=100, clustered=8, unsorted=2, undated=1, unplaced=3, problems=0, offline=0
)


def cluster(number: int, parent: int | None = None, size: int = 4) -> Cluster:
    return Cluster(number, parent, f"Cluster {number}", size, size * 10, 0.9, (1, 2))


def find(nodes: tuple[Node, ...], *key: str | int) -> Node:
    return next(node for node in walk(nodes) if node.key == key)


def test_an_empty_library_has_no_tree() -> None:
    assert build(Snapshot(Counts(0, 0, 0, 0, 0, 0, 0, 0))) == ()


def test_a_library_of_problems_shows_just_those() -> None:
    nodes = build(Snapshot(Counts(0, 0, 0, 0, 0, 0, 4, 0)))
    assert [(node.kind, node.count) for node in nodes] == [("problems", 4)]


def test_finer_clusters_lie_in_their_folder() -> None:
    shot = Snapshot(COUNTS, clusters=(cluster(9, size=8), cluster(1, 9), cluster(2, 9)))
    folder = find(build(shot), "cluster", 9)
    assert [child.label for child in folder.children] == ["Cluster 1", "Cluster 2"]
    assert folder.children[0].filter == Filter(cluster=1)


def test_a_cluster_whose_folder_is_unknown_is_shown_all_the_same() -> None:
    shot = Snapshot(COUNTS, clusters=(cluster(1, parent=77),))
    assert find(build(shot), "cluster", 1).label == "Cluster 1"


def test_days_add_up_to_months_and_years_newest_first() -> None:
    days = (DateCount(2019, 5, 12, 3), DateCount(2021, 1, 2, 4), DateCount(2019, 5, 1, 2))
    nodes = build(Snapshot(COUNTS, dates=days))
    dates = find(nodes, "section", "dates")
    assert [(node.label, node.count) for node in dates.children[:2]] == [("2021", 4), ("2019", 5)]
    assert find(nodes, "date", 2019, 5).count == 5
    assert [day.label for day in find(nodes, "date", 2019, 5).children] == [
        "Sunday 12",
        "Wednesday 1",
    ]
    assert find(nodes, "date", 2019, 5, 12).filter == Filter(date=(2019, 5, 12))


def test_cities_add_up_and_nameless_places_come_last() -> None:
    cities = (
        PlaceCount("", "", "", "", 50),
        PlaceCount("IN", "India", "Kerala", "Kochi", 3),
        PlaceCount("IN", "India", "Kerala", "Munnar", 1),
        PlaceCount("DE", "Germany", "", "", 9),
    )
    nodes = build(Snapshot(COUNTS, places=cities))
    places = find(nodes, "section", "places")
    assert [(n.label, n.count) for n in places.children] == [
        ("Germany", 9),
        ("India", 4),
        ("Elsewhere", 50),
        ("Unplaced", 3),
    ]
    assert find(nodes, "place", "DE").children == ()
    assert find(nodes, "place", "IN", "Kerala", "Kochi").filter == Filter(
        place=("IN", "Kerala", "Kochi")
    )


def test_the_filter_keeps_hits_with_what_they_lie_in() -> None:
    shot = Snapshot(
        COUNTS,
        clusters=(cluster(1), cluster(2)),
        places=(PlaceCount("IN", "India", "Kerala", "Kochi", 3),),
    )
    keys = {node.key for node in walk(build(shot, "koCHI"))}
    assert keys == {
        ("section", "places"),
        ("place", "IN"),
        ("place", "IN", "Kerala"),
        ("place", "IN", "Kerala", "Kochi"),
    }
    assert [node.key for node in build(shot, "nothing like it")] == []


def test_the_level_is_the_number_of_joins() -> None:
    assert level_of([cluster(1), cluster(2), cluster(3)]) == 0
    assert level_of([cluster(9), cluster(1, 9), cluster(2, 9), cluster(3)]) == 1
    assert level_of([cluster(9), cluster(1, 9), cluster(2, 9), cluster(3, 9)]) == 2
    assert level_of([]) == 0
