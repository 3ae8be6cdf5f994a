"""The groups that photos can be moved to, in the order in which a person looks for them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.records import Cluster

RECENT = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A group as the chooser shows it. `folder`: the title of what holds it, "" for none."""

    id: int
    title: str
    count: int
    cover: tuple[int, ...]
    folder: str = ""
    recent: bool = False


def leaves(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Those that hold photos themselves, in the order given."""
    holders = {cluster.parent for cluster in clusters}
    return [cluster for cluster in clusters if cluster.id not in holders]


def leaves_below(clusters: Sequence[Cluster], cluster: int) -> list[int]:
    """The ids of the leaves of a folder; of a leaf, its own."""
    below: dict[int | None, list[int]] = {}
    for one in clusters:
        below.setdefault(one.parent, []).append(one.id)
    found: list[int] = []
    rest = [cluster]
    while rest:
        here = rest.pop()
        children = below.get(here, [])
        rest += children
        if not children:
            found.append(here)
    return found


def choices(
    clusters: Sequence[Cluster], recent: Sequence[int] = (), without: Collection[int] = ()
) -> list[Choice]:
    """The groups used lately first, then the largest; `without` those that make no sense."""
    titles = {cluster.id: cluster.title for cluster in clusters}
    known = {
        c.id: Choice(
            c.id, c.title, c.size, c.cover,
            titles.get(c.parent, "") if c.parent is not None else "", c.id in recent[:RECENT],
        )
        for c in leaves(clusters) if c.id not in without
    }  # fmt: skip
    first = [known[i] for i in recent[:RECENT] if i in known]
    return first + [choice for choice in known.values() if not choice.recent]


def matching(all_of_them: Sequence[Choice], query: str) -> list[Choice]:
    """Those of which title or folder hold all words; titles that begin with them first."""
    words = query.casefold().split()
    found = [
        choice for choice in all_of_them
        if all(word in f"{choice.title} {choice.folder}".casefold() for word in words)
    ]  # fmt: skip
    start = " ".join(words)
    return sorted(found, key=lambda choice: not choice.title.casefold().startswith(start))


def named_so(all_of_them: Sequence[Choice], title: str) -> bool:
    """Whether a group has this very name."""
    wanted = " ".join(title.split()).casefold()
    return any(choice.title.casefold() == wanted for choice in all_of_them)
