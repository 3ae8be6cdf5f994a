"""The entries of the tree on the left, made from a snapshot. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from photoorg.gui import place_texts, texts
from photoorg.records import Filter

if TYPE_CHECKING:
    from photoorg.gui.models.snapshot import Snapshot
    from photoorg.records import Cluster, Counts, DateCount, PlaceCount

translate = QCoreApplication.translate

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One entry. `key` names it across refreshes; a node without `filter` shows no photos."""

    key: Key
    kind: str  # "all", "section", "cluster", "date", "place", "unsorted", ..., "hint"
    label: str
    count: int
    filter: Filter | None = None
    cluster: Cluster | None = None
    children: tuple[Node, ...] = ()


def build(shot: Snapshot, query: str = "", learning: str = "") -> tuple[Node, ...]:
    """The tree. `query` keeps what contains its words; `learning` stands in for clusters."""
    counts = shot.counts
    if not counts.photos and not counts.problems:
        return ()
    mapped = counts.photos - shot.unread
    nodes = [
        everything(counts.photos),
        Node(("map",), "map", translate("tree", "Library map"), mapped, Filter()),
        *_judged(counts),
        _clusters(shot, learning),
        _section("dates", translate("tree", "Dates"), _dates(shot.dates), _undated(shot)),
        _section("places", translate("tree", "Places"), _places(shot.places), _unplaced(shot)),
    ]
    if counts.problems:
        label = translate("tree", "Problems")
        nodes.append(Node(("problems",), "problems", label, counts.problems))
    if not counts.photos:
        nodes = nodes[-1:]
    kept = [node for node in nodes if node.kind != "section" or node.children]
    return tuple(_matching(kept, query.casefold().split())) if query.strip() else tuple(kept)


def everything(count: int) -> Node:
    """The entry of all photos, which is chosen at first."""
    return Node(("all",), "all", translate("tree", "All photos"), count, Filter())


def _judged(counts: Counts) -> list[Node]:
    """What the user kept, rejected and likes, as soon as there is any."""
    kinds: list[tuple[str, str, int, Filter]] = [
        ("kept", translate("tree", "Kept"), counts.kept, Filter(mark="kept")),
        ("rejected", translate("tree", "Rejected"), counts.rejected, Filter(mark="rejected")),
        ("favourites", translate("tree", "Favourites"), counts.favourites, Filter(favourite=True)),
    ]
    return [
        Node(("verdict", name), "verdict", label, count, wanted)
        for name, label, count, wanted in kinds
        if count
    ]


def walk(nodes: Iterable[Node]) -> Iterable[Node]:
    """All nodes, parents before children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _section(name: str, label: str, *parts: Sequence[Node]) -> Node:
    children = tuple(node for part in parts for node in part)
    return Node(("section", name), "section", label, 0, children=children)


def _clusters(shot: Snapshot, learning: str) -> Node:
    label = translate("tree", "Clusters")
    nodes = cluster_nodes(shot.clusters)
    if not nodes:
        words = learning or translate("tree", "Not grouped yet")
        hint = Node(("hint", "clusters"), "hint", words, 0)
        return replace(_section("clusters", label, [hint]))
    rest = []
    if shot.counts.unsorted:
        name = translate("tree", "Unsorted")
        rest = [Node(("unsorted",), "unsorted", name, shot.counts.unsorted, Filter(unsorted=True))]
    return replace(_section("clusters", label, nodes, rest), count=len(nodes))


def cluster_nodes(clusters: Sequence[Cluster]) -> list[Node]:
    """Cluster folders by parent, in the library's order."""
    below: dict[int | None, list[Cluster]] = {}
    known = {cluster.id for cluster in clusters}
    for cluster in clusters:
        parent = cluster.parent if cluster.parent in known else None
        below.setdefault(parent, []).append(cluster)

    def nodes(parent: int | None) -> list[Node]:
        return [
            Node(
                ("cluster", cluster.id),
                "cluster",
                cluster.title,
                cluster.size,
                Filter(cluster=cluster.id),
                cluster,
                tuple(nodes(cluster.id)),
            )
            for cluster in below.get(parent, [])
        ]

    return nodes(None)


def _dates(days: Sequence[DateCount]) -> list[Node]:
    """Years, newest first, over months over days."""
    ordered = sorted(days, key=lambda d: (d.year, d.month, d.day), reverse=True)
    return [
        _date_node((year,), str(year), [_month(year, m, group) for m, group in _by_month(of_year)])
        for year, of_year in groupby(ordered, key=lambda d: d.year)
    ]


def _by_month(days: Iterable[DateCount]) -> Iterable[tuple[int, Iterable[DateCount]]]:
    return groupby(days, key=lambda d: d.month)


def _month(year: int, month: int, days: Iterable[DateCount]) -> Node:
    children = [
        Node(
            ("date", year, month, d.day),
            "date",
            texts.day(year, month, d.day),
            d.count,
            Filter(date=(year, month, d.day)),
        )
        for d in days
    ]
    return _date_node((year, month), texts.month(month), children)


def _date_node(date: tuple[int, ...], label: str, children: list[Node]) -> Node:
    total = sum(child.count for child in children)
    return Node(("date", *date), "date", label, total, Filter(date=date), None, tuple(children))


def _undated(shot: Snapshot) -> list[Node]:
    """Always there, also with none: that nothing is undated is worth knowing."""
    label = translate("tree", "Undated")
    return [Node(("undated",), "undated", label, shot.counts.undated, Filter(undated=True))]


def _places(cities: Sequence[PlaceCount]) -> list[Node]:
    """Countries over regions over cities, largest first."""
    parts: list[Callable[[PlaceCount], tuple[str, str]]] = [
        lambda c: (c.country_code, place_texts.country(c.country_code, c.country)),
        lambda c: (c.region, c.region),
        lambda c: (c.city, place_texts.city(c.country_code, c.city)),
    ]
    return _place_level(cities, (), parts)


def _place_level(
    cities: Sequence[PlaceCount],
    path: tuple[str, ...],
    parts: list[Callable[[PlaceCount], tuple[str, str]]],
) -> list[Node]:
    groups: dict[tuple[str, str], list[PlaceCount]] = {}
    for city in cities:
        groups.setdefault(parts[0](city), []).append(city)
    nodes = []
    for (value, label), members in groups.items():
        here = (*path, value)
        children = _place_level(members, here, parts[1:]) if parts[1:] else []
        if [child.label for child in children] == [texts.nameless()]:
            children = []  # a level that only says "elsewhere" says nothing
        total = sum(city.count for city in members)
        name = label or texts.nameless()
        nodes.append(
            Node(("place", *here), "place", name, total, Filter(place=here), None, tuple(children))
        )
    return sorted(nodes, key=lambda node: (not node.key[-1], -node.count, node.label))


def _unplaced(shot: Snapshot) -> list[Node]:
    if not shot.counts.unplaced:
        return []
    label = translate("tree", "Unplaced")
    return [Node(("unplaced",), "unplaced", label, shot.counts.unplaced, Filter(unplaced=True))]


def _matching(nodes: Iterable[Node], words: list[str]) -> list[Node]:
    """Nodes whose label holds all words, with their ancestors; a hit keeps its children."""
    kept = []
    for node in nodes:
        if node.kind not in ("section", "hint") and _hit(node, words):
            kept.append(node)
            continue
        children = _matching(node.children, words)
        if children:
            kept.append(replace(node, children=tuple(children)))
    return kept


def _hit(node: Node, words: list[str]) -> bool:
    label = node.label.casefold()
    return all(word in label for word in words)
