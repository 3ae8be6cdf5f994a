"""The user's own names for clusters: the last word on a cluster's title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MAX_TITLE = 200


def cleaned(title: str) -> str:
    """A title as it is stored: one line, no surrounding space, at most 200 characters."""
    return " ".join(title.split())[:MAX_TITLE]


def titles(
    renames: Iterable[tuple[int, str]], made: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Cluster id -> title after all renames, oldest first. An empty title gives the name back.

    `made`: the names under which the user made clusters, before any of the renames.
    """
    named: dict[int, str] = dict(made or {})
    for cluster, title in renames:
        if title:
            named[cluster] = title
        else:
            named.pop(cluster, None)
    return named
