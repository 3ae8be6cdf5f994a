"""The user's own titles of clusters, from the decisions that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoorg.catalog import decisions, placements
from photoorg.decisions import names, timeline
from photoorg.decisions.timeline import Entry

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection


def renames(db: Connection) -> list[tuple[int, str]]:
    """(cluster, title) of the renames that stand, oldest first."""
    found = decisions.of_clusters(db, ("rename", "undo", "redo"))
    undone = timeline.undone(Entry.of(d.id, d.kind, d.payload.get("decision")) for d in found)
    return [
        (d.cluster, d.payload["title"])
        for d in found
        if d.kind == "rename" and d.cluster is not None and d.id not in undone
    ]


def user_titles(db: Connection) -> dict[int, str]:
    """Cluster id -> the user's title; they win over the machine's, and outlive it."""
    return names.titles(renames(db), placements.user_names(db))
