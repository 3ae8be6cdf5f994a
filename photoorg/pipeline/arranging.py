"""Decisions about groups: move, new group, merge, split, pin, "does not belong here".

Each is one transaction with one row in `decisions`, for however many photos, and comes to
placements by content (`decisions.arranged`): all copies of a photo go together, also those that
are away. The views have it at once; every later grouping is made around it (`pipeline.given`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from photoorg.catalog import decisions, machine, placements, queries
from photoorg.decisions import arranged, names
from photoorg.errors import UsageError
from photoorg.pipeline.titles import user_titles
from photoorg.records import Arranged, Kept

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.decisions import Decision
    from photoorg.decisions.arranged import Arrangement

NEW_GROUP = "New group"


def move(db: Connection, ids: Sequence[int], cluster: int) -> Arranged:
    """Put photos into a cluster. Raises `UsageError` if there is no such leaf."""
    with db.transaction():
        leaf = leaf_of(db, cluster)
        hashes = _hashes(db, ids)
        made = _placing(db, dict.fromkeys(hashes, leaf), _titles_kept(db, [leaf]))
        return _decide(db, "move", made, [leaf])


def new_group(db: Connection, ids: Sequence[int], title: str = "") -> Arranged:
    """Put photos into a cluster of their own. Without a title it is named after where most were."""
    with db.transaction():
        hashes = _hashes(db, ids)
        if not hashes:
            raise UsageError("Name the photos that the new group is made of.")
        name = names.cleaned(title)
        fresh = machine.next_cluster_id(db)
        kept = Kept(name or _title_for(db, hashes), bool(name))
        made = _placing(db, dict.fromkeys(hashes, fresh), {fresh: kept})
        return _decide(db, "new-group", made, [fresh], new=fresh)


def merge(db: Connection, clusters: Sequence[int]) -> Arranged:
    """Make one cluster of several; a folder stands for all in it.

    It goes on as the first, but if only another one has a name of the user's, as that one.
    Raises `UsageError` for an unknown cluster, and if there is but one.
    """
    with db.transaction():
        leaves = list(dict.fromkeys(x for c in clusters for x in _known_leaves(db, c)))
        if len(leaves) < 2:
            raise UsageError("Name at least two groups to merge, or a folder of several.")
        named = user_titles(db)
        target = next((leaf for leaf in leaves if leaf in named), leaves[0])
        kept = _titles_kept(db, [target])
        if target not in named:
            folder = next((named[c] for c in clusters if c in named), None)
            kept = {target: Kept(folder, True)} if folder else kept
        hashes = placements.hashes_in(db, leaves)
        made = _placing(db, dict.fromkeys(hashes, target), kept)
        return _decide(db, "merge", made, [target])


def split_off(db: Connection, cluster: int, ids: Sequence[int], title: str = "") -> Arranged:
    """Part photos from the others of their cluster: they get one of their own, the others stay.

    Both stay apart for good; with `new_group` others may follow them, or they may be joined.
    Raises `UsageError` if a photo is not in the cluster, or none would stay.
    """
    with db.transaction():
        leaf = leaf_of(db, cluster)
        inside = placements.hashes_in(db, [leaf])
        part = _hashes(db, ids)
        if not set(part) <= set(inside):
            raise UsageError("Name only photos that are in the group which is to be split.")
        return _split(db, leaf, [sorted(set(inside) - set(part)), part], names.cleaned(title))


def split(db: Connection, cluster: int, parts: Sequence[Sequence[int]]) -> Arranged:
    """Part a cluster into these lists of photos; the first keeps its id and name.

    Photos of the cluster that are in none of them stay in the first.
    """
    with db.transaction():
        leaf = leaf_of(db, cluster)
        inside = set(placements.hashes_in(db, [leaf]))
        others = [sorted(inside.intersection(_hashes(db, part))) for part in parts[1:]]
        first = sorted(inside.difference(*others))
        return _split(db, leaf, [first, *(part for part in others if part)])


def _split(db: Connection, leaf: int, parts: Sequence[Sequence[str]], title: str = "") -> Arranged:
    if len(parts) < 2 or not all(parts):
        raise UsageError("A group is split into at least two parts with photos in each.")
    first = machine.next_cluster_id(db)
    clusters = [leaf, *range(first, first + len(parts) - 1)]
    kept = _titles_kept(db, [leaf])
    shown = _titles(db)
    taken = set(shown.values())
    for cluster in clusters[1:]:
        kept[cluster] = Kept(title or arranged.part_title(shown[leaf], taken), bool(title))
        taken.add(kept[cluster].title)
    where = {h: cluster for cluster, part in zip(clusters, parts, strict=True) for h in part}
    return _decide(db, "split", _placing(db, where, kept), clusters, new=clusters[-1])


def pin(db: Connection, ids: Sequence[int]) -> Arranged:
    """Keep photos in the cluster where they are now, whatever training says.

    Raises `UsageError` if all are unsorted.
    """
    with db.transaction():
        hashes = _hashes(db, ids)
        found = placements.clusters_of(db, hashes)
        if hashes and not found:
            raise UsageError("These photos are unsorted. Move them into a group instead.")
        return _pin(db, found)


def pin_cluster(db: Connection, cluster: int) -> Arranged:
    """Keep all photos of a cluster in it; of a folder, each in its own."""
    with db.transaction():
        leaves = _known_leaves(db, cluster)
        return _pin(db, {h: leaf for leaf in leaves for h in placements.hashes_in(db, [leaf])})


def _pin(db: Connection, where: Mapping[str, int]) -> Arranged:
    leaves = sorted(set(where.values()))
    return _decide(db, "pin", _placing(db, where, _titles_kept(db, leaves)), leaves)


def unpin(db: Connection, ids: Sequence[int]) -> Arranged:
    """Leave photos to the machine again: they go where the current grouping has them."""
    with db.transaction():
        return _unpin(db, _hashes(db, ids))


def unpin_cluster(db: Connection, cluster: int) -> Arranged:
    """Leave all photos of a cluster or folder to the machine again."""
    with db.transaction():
        return _unpin(db, placements.hashes_in(db, _known_leaves(db, cluster)))


def _unpin(db: Connection, hashes: Sequence[str]) -> Arranged:
    before = dict(zip(hashes, placements.placed(db, hashes), strict=True))
    leaves = sorted({leaf for leaf in before.values() if leaf is not None})
    return _decide(db, "unpin", arranged.changed(before, dict.fromkeys(hashes)), leaves)


def not_here(db: Connection, ids: Sequence[int]) -> Arranged:
    """Say that photos do not belong in the cluster where they are, now and for good.

    They go where the machine would have them next, or are unsorted. Unsorted ones stay so.
    """
    with db.transaction():
        where = placements.clusters_of(db, _hashes(db, ids))
        before = dict(zip(where, placements.placed(db, list(where)), strict=True))
        made = arranged.changed(before, dict.fromkeys(where), barred=where.items())
        return _decide(db, "not-here", made, sorted(set(where.values())))


# --- Undo and redo, for `pipeline.decide` --------------------------------------------------------


def apply(db: Connection, decided: Decision, *, back: bool) -> None:
    """Arrange again what a decision had arranged, or as it was before. In a transaction."""
    made = arranged.from_plain(decided.payload)
    _write(db, made.turned() if back else made)


# --- What a decision comes to --------------------------------------------------------------------


def _placing(db: Connection, where: Mapping[str, int], kept: Mapping[int, Kept]) -> Arrangement:
    """Contents into clusters, which they then may be in."""
    hashes = sorted(where)
    before = dict(zip(hashes, placements.placed(db, hashes), strict=True))
    freed = [pair for pair in placements.barred(db, hashes) if where[pair[0]] == pair[1]]
    was = placements.kept(db)
    return arranged.changed(
        before, where, freed=freed, kept={i: (was.get(i), row) for i, row in kept.items()}
    )


def _decide(
    db: Connection, kind: str, made: Arrangement, clusters: Iterable[int], new: int | None = None
) -> Arranged:
    """Write an arrangement and what it was; `new`: the highest id of a cluster that it made."""
    if made.empty:
        return Arranged()
    listed = list(clusters)
    _write(db, made)
    title = _titles(db).get(listed[0], "") if len(listed) == 1 or kind == "split" else ""
    payload = {**made.plain(), "value": listed, "title": title}
    decisions.append(db, kind, payload, cluster=new)
    return Arranged(tuple(listed), len(made.contents))


def _write(db: Connection, made: Arrangement) -> None:
    placements.keep(db, {i: after for i, (_, after) in made.kept.items()})
    placements.put(db, made.placed)
    placements.bar(db, made.freed, False)
    placements.bar(db, made.barred, True)


def _hashes(db: Connection, ids: Sequence[int]) -> list[str]:
    """The contents of photos, each once; sorted, since many are written faster in order."""
    return sorted(set(queries.hashes(db, ids).values()))


# --- Clusters and their titles -------------------------------------------------------------------


def _known_leaves(db: Connection, cluster: int) -> tuple[int, ...]:
    leaves = queries.leaves(db, cluster)
    if not leaves:
        raise UsageError(f"There is no cluster {cluster}. List them with: photoorg clusters")
    return leaves


def leaf_of(db: Connection, cluster: int) -> int:
    """The leaf that a cluster id means. Raises `UsageError` for a folder of several."""
    leaves = _known_leaves(db, cluster)
    if len(leaves) > 1:
        raise UsageError(
            f"Cluster {cluster} is a folder of {len(leaves)} groups. Name one of these instead."
        )
    return leaves[0]


def _titles(db: Connection) -> dict[int, str]:
    """All titles as they are shown."""
    return queries.cluster_tree(db, None, user_titles(db)).titles


def _titles_kept(db: Connection, leaves: Iterable[int]) -> dict[int, Kept]:
    """What is kept of clusters that photos are put in: as before, or their machine titles."""
    known = placements.kept(db)
    titles = queries.cluster_tree(db, None, {}).titles
    return {leaf: known.get(leaf) or Kept(titles[leaf]) for leaf in leaves}


def _title_for(db: Connection, hashes: Sequence[str]) -> str:
    """A title for a new group of these: a further one of what most of them were in."""
    found = placements.clusters_of(db, hashes)
    counts: dict[int, int] = {}
    for leaf in found.values():
        counts[leaf] = counts.get(leaf, 0) + 1
    shown = _titles(db)
    if not counts:
        taken = set(shown.values())
        return NEW_GROUP if NEW_GROUP not in taken else arranged.part_title(NEW_GROUP, taken)
    most = max(counts, key=lambda leaf: (counts[leaf], -leaf))
    return arranged.part_title(shown[most], shown.values())
