"""The views: facts, machine output and decisions merged. The only place that merges them.

Every query reads what is shown: photos on disk (`gone IS NULL`), the current run, and the user's
titles over the machine's.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from photoorg.catalog.connection import Connection
from photoorg.records import (
    LARGEST,
    Cluster,
    Counts,
    DateCount,
    Filter,
    Photo,
    Place,
    PlaceCount,
    Problem,
)

_SHOWN = "f.state = 'photo' AND f.gone IS NULL"
_RUN = "(SELECT id FROM runs WHERE current = 1)"

_ORDERS = {
    # by path in the end, not by id: ids follow the order in which files happened to be read
    "date": "f.ymd DESC, f.taken DESC, f.path",  # NULL, undated, comes last by itself
    "confidence": "f.rank IS NULL, f.rank, f.confidence DESC, f.path",
    "size": "f.size DESC, f.path",
}


# --- Photos --------------------------------------------------------------------------------------


def photo_ids(db: Connection, wanted: Filter, order: str, leaves: Sequence[int]) -> array[int]:
    """Ids of the photos of a view, in order. `leaves` are the leaf ids that `wanted.cluster` means.

    8 bytes a photo, so that a view of a million photos is a list the window can hold.
    """
    where, values = _where(wanted, leaves)
    rows = db.execute(
        f"SELECT f.id FROM files f INDEXED BY {_index(wanted)} WHERE {where} "
        f"ORDER BY {_ORDERS[order]}",
        values,
    )
    return array("q", (row[0] for row in rows))


def _index(wanted: Filter) -> str:
    """The index of the narrowest condition: SQLite, without statistics, prefers to avoid a sort."""
    if wanted.cluster is not None or wanted.unsorted:
        return "files_cluster"
    if wanted.place or wanted.unplaced:
        return "files_place"
    return "files_date"


def _where(wanted: Filter, leaves: Sequence[int]) -> tuple[str, list[Any]]:
    clauses: list[str] = [_SHOWN]
    values: list[Any] = []
    if wanted.cluster is not None:
        clauses.append(f"f.cluster IN ({', '.join('?' * len(leaves))})")
        values += list(leaves)
    if wanted.unsorted:
        clauses.append("f.cluster IS NULL")
    if wanted.date:
        clauses.append("f.ymd BETWEEN ? AND ?")
        values += _day_range(wanted.date)
    if wanted.undated:
        clauses.append("f.ymd IS NULL")
    if wanted.place:
        names = ("f.country_code", "f.region", "f.city")
        clauses += [f"{name} = ?" for name, _ in zip(names, wanted.place, strict=False)]
        values += list(wanted.place)
    if wanted.unplaced:
        clauses.append("f.country_code IS NULL")
    return " AND ".join(clauses), values


def _day_range(date: tuple[int, ...]) -> list[int]:
    """First and last `ymd` of a year, a month or a day."""
    year, month, day = (*date, 0, 0)[:3]
    first = year * 10_000 + month * 100 + day
    last = year * 10_000 + (month or 99) * 100 + (day or 99)
    return [first, last]


_PHOTO = """
SELECT f.id, r.path, f.path, f.hash, f.size, f.mtime_ns, c.format, c.width, c.height, c.mean_color,
       f.taken, f.taken_from, f.utc_offset, c.latitude, c.longitude,
       f.country_code, f.country, f.region, f.city, f.place_km,
       c.camera, f.cluster, f.confidence, r.online, c.metadata
FROM files f JOIN roots r ON r.id = f.root_id JOIN contents c ON c.hash = f.hash
WHERE f.state = 'photo' AND f.gone IS NULL AND f.id IN
"""


def photos(db: Connection, ids: Sequence[int], titles: Mapping[int, str]) -> list[Photo]:
    """The photos of `ids`, in that order; ids that are no longer shown are left out."""
    found: dict[int, Photo] = {}
    for part in _batches(ids):
        rows = db.execute(f"{_PHOTO} ({', '.join('?' * len(part))})", list(part))
        found.update((row[0], _photo(row, titles)) for row in rows)
    return [found[i] for i in ids if i in found]


def _batches(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _photo(row: tuple[Any, ...], titles: Mapping[int, str]) -> Photo:
    place = Place(*row[15:20]) if row[15] is not None else None
    return Photo(
        id=row[0],
        path=absolute(row[1], row[2]),
        hash=row[3], bytes=row[4], mtime_ns=row[5], format=row[6], width=row[7], height=row[8],
        mean_color=row[9], taken=row[10], taken_from=row[11], utc_offset=row[12],
        latitude=row[13], longitude=row[14], place=place, camera=row[20],
        cluster=row[21], cluster_title=titles.get(row[21]), confidence=row[22],
        offline=not row[23], details=json.loads(row[24]),
    )  # fmt: skip


def absolute(root: bytes, relative: bytes) -> str:
    """The absolute path of a file; a str with surrogates where the name is not valid Unicode."""
    return os.path.join(os.fsdecode(root), os.fsdecode(relative))


def hashes(db: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Photo id -> content hash."""
    found: dict[int, str] = {}
    for part in _batches(ids):
        rows = db.execute(
            f"SELECT id, hash FROM files WHERE id IN ({', '.join('?' * len(part))})", list(part)
        )
        found.update(rows.fetchall())
    return found


def mean_colors(db: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Photo id -> mean colour, 0xRRGGBB."""
    found: dict[int, int] = {}
    for part in _batches(ids):
        rows = db.execute(
            "SELECT f.id, c.mean_color FROM files f JOIN contents c ON c.hash = f.hash "
            f"WHERE f.id IN ({', '.join('?' * len(part))})",
            list(part),
        )
        found.update(rows.fetchall())
    return found


def ids_of_paths(db: Connection, paths: Sequence[str]) -> dict[str, int]:
    """Absolute path -> photo id, for the paths that are photos on disk."""
    roots = db.execute("SELECT id, path FROM roots").fetchall()
    found: dict[str, int] = {}
    for path in paths:
        for root_id, root in roots:
            prefix = os.path.join(os.fsdecode(root), "")
            if not path.startswith(prefix):
                continue
            row = db.execute(
                f"SELECT f.id FROM files f WHERE {_SHOWN} AND f.root_id = ? AND f.path = ?",
                (root_id, os.fsencode(path[len(prefix) :])),
            ).fetchone()
            if row:
                found[path] = row[0]
    return found


def problems(db: Connection, state: str = "problem") -> list[Problem]:
    """All files that should be pictures but could not be read, by path.

    With `state` "other": the files that are no pictures, and what they are.
    """
    rows = db.execute(
        "SELECT r.path, f.path, f.reason, f.size FROM files f JOIN roots r ON r.id = f.root_id "
        "WHERE f.state = ? AND f.gone IS NULL ORDER BY r.path, f.path",
        (state,),
    )
    return [Problem(absolute(root, path), reason, size) for root, path, reason, size in rows]


# --- Counts --------------------------------------------------------------------------------------


def counts(db: Connection) -> Counts:
    """The numbers of the tree."""
    row = db.execute(
        f"""SELECT count(*), coalesce(sum(f.size), 0), coalesce(sum(f.cluster IS NOT NULL), 0),
                   coalesce(sum(f.grouped AND f.cluster IS NULL), 0),
                   coalesce(sum(f.ymd IS NULL), 0), coalesce(sum(f.country_code IS NULL), 0),
                   coalesce(sum(f.root_id IN (SELECT id FROM roots WHERE NOT online)), 0)
            FROM files f WHERE {_SHOWN}"""
    ).fetchone()
    problems_ = db.execute(
        "SELECT count(*) FROM files WHERE state = 'problem' AND gone IS NULL"
    ).fetchone()
    photos_, size, clustered, unsorted, undated, unplaced, offline = row
    return Counts(
        photos=photos_, bytes=size, clustered=clustered, unsorted=unsorted, undated=undated,
        unplaced=unplaced, problems=problems_[0], offline=offline,
    )  # fmt: skip


def dates(db: Connection) -> list[DateCount]:
    """Days with photos, newest first."""
    rows = db.execute(
        f"SELECT f.ymd, count(*) FROM files f WHERE {_SHOWN} AND f.ymd IS NOT NULL "
        "GROUP BY f.ymd ORDER BY f.ymd DESC"
    )
    return [DateCount(d // 10_000, d // 100 % 100, d % 100, n) for d, n in rows]


def places(db: Connection) -> list[PlaceCount]:
    """Cities with photos, by name."""
    rows = db.execute(
        f"SELECT f.country_code, f.country, f.region, f.city, count(*) FROM files f "
        f"WHERE {_SHOWN} AND f.country_code IS NOT NULL "
        "GROUP BY f.country_code, f.region, f.city ORDER BY f.country, f.region, f.city"
    )
    return [PlaceCount(*row) for row in rows]


# --- Clusters ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClusterTree:
    """The leaves of the current run and the joins above them, cut at a level."""

    parent: dict[int, int | None]  # shown cluster -> the folder that holds it
    leaves: dict[int, tuple[int, ...]]  # shown cluster -> its leaves
    titles: dict[int, str]
    quality: dict[int, float]


def cluster_tree(db: Connection, level: int | None, named: Mapping[int, str]) -> ClusterTree:
    """Leaves, and above them the folders that `level` joins make (None: the run's own choice).

    Level 0 shows the leaves alone; each level joins the two most alike folders. A folder shows its
    leaves directly: two levels, whatever the order in which they were joined. `named` are the
    user's titles; they win over the machine's.
    """
    rows = db.execute(
        "SELECT id, step, first, second, title, quality FROM clusters "
        f"WHERE run = {_RUN} ORDER BY step, id"
    ).fetchall()
    cut = _level(db) if level is None else level
    members = {i: (i,) for i, step, *_ in rows if step is None}
    parent: dict[int, int | None] = dict.fromkeys(members)
    folders: dict[int, tuple[int, ...]] = {}
    for i, step, first, second, *_ in rows:
        if step is None or step >= cut:
            continue
        folders[i] = tuple(
            leaf for child in (first, second) for leaf in folders.pop(child, (child,))
        )
    for folder, leaves in folders.items():
        parent[folder] = None
        parent.update(dict.fromkeys(leaves, folder))
    return ClusterTree(
        parent,
        {**members, **folders},
        {i: named.get(i, title) for i, _, _, _, title, _ in rows},
        {row[0]: row[5] for row in rows},
    )


def _level(db: Connection) -> int:
    row = db.execute("SELECT level FROM runs WHERE current = 1").fetchone()
    return int(row[0]) if row else 0


def leaves(db: Connection, cluster: int) -> tuple[int, ...]:
    """The leaves below a cluster of the current run, itself if it is one; () if unknown."""
    if not 0 < cluster < LARGEST:
        return ()
    rows = db.execute(
        f"""WITH RECURSIVE below(id) AS (
              SELECT id FROM clusters WHERE run = {_RUN} AND id = ?
              UNION SELECT first FROM clusters c JOIN below ON c.run = {_RUN} AND c.id = below.id
              UNION SELECT second FROM clusters c JOIN below ON c.run = {_RUN} AND c.id = below.id)
            SELECT id FROM clusters WHERE run = {_RUN} AND leaf IS NOT NULL
                   AND id IN (SELECT id FROM below) ORDER BY id""",
        (cluster,),
    )
    return tuple(row[0] for row in rows)


def level_count(db: Connection) -> int:
    """How many cuts there are, from the leaves alone (0) to all joined."""
    row = db.execute(f"SELECT count(step) FROM clusters WHERE run = {_RUN}").fetchone()
    return int(row[0]) + 1


def clusters(db: Connection, tree: ClusterTree) -> list[Cluster]:
    """The cluster folders that hold photos, biggest first, with cover photos."""
    rows = db.execute(
        f"""SELECT f.cluster, count(*), sum(f.size), min(f.ymd), max(f.ymd) FROM files f
            WHERE {_SHOWN} AND f.cluster IS NOT NULL GROUP BY f.cluster"""
    )
    leaf = {row[0]: row[1:] for row in rows}
    covers = {i: _typical(db, i) for i in leaf}
    shown = []
    for i, parent in tree.parent.items():
        stats = [leaf[x] for x in tree.leaves[i] if x in leaf]
        if not stats:
            continue
        years = [ymd // 10_000 for s in stats for ymd in s[2:] if ymd]
        shown.append(
            Cluster(
                id=i, parent=parent, title=tree.titles[i], size=sum(s[0] for s in stats),
                bytes=sum(s[1] for s in stats), quality=tree.quality[i],
                cover=_cover([covers[x] for x in tree.leaves[i] if x in covers]),
                year_span=(min(years), max(years)) if years else None,
            )
        )  # fmt: skip
    return sorted(shown, key=lambda c: (-c.size, c.id))


def _typical(db: Connection, leaf: int, count: int = 4) -> list[int]:
    """A leaf's most typical photos on disk, one a content."""
    rows = db.execute(
        "SELECT f.hash, f.id FROM files f INDEXED BY files_typical "
        f"WHERE f.cluster = ? AND {_SHOWN} ORDER BY f.rank, f.path",
        (leaf,),
    )
    found: dict[str, int] = {}
    for digest, photo in rows:
        found.setdefault(digest, photo)
        if len(found) == count:
            break
    return list(found.values())


def _cover(leaves: Sequence[Sequence[int]], count: int = 4) -> tuple[int, ...]:
    """Typical photos of all leaves in turn, the first of each first."""
    turns = [leaf[n] for n in range(count) for leaf in leaves if n < len(leaf)]
    return tuple(turns[:count])


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a content beside its pixels. `year` None: undated or only guessed."""

    name: str
    camera: bool
    year: int | None
    place: str | None


def about(db: Connection) -> dict[str, About]:
    """Content hash -> what one of its files says; for the titles of clusters."""
    rows = db.execute(
        f"""SELECT f.hash, f.path, c.camera IS NOT NULL, f.ymd / 10000, f.taken_guess, f.city
            FROM files f JOIN contents c ON c.hash = f.hash WHERE {_SHOWN} ORDER BY f.path DESC"""
    )
    return {
        digest: About(
            os.path.basename(os.fsdecode(path)), bool(camera), None if guess else year, city or None
        )
        for digest, path, camera, year, guess, city in rows
    }


def members(db: Connection) -> dict[int | None, list[tuple[str, float]]]:
    """Leaf (None: unsorted) -> (path, confidence) of its photos, most typical first."""
    rows = db.execute(
        f"""SELECT f.cluster, r.path, f.path, coalesce(f.confidence, 0.0)
            FROM files f JOIN roots r ON r.id = f.root_id
            WHERE {_SHOWN} ORDER BY f.rank, f.confidence DESC, r.path, f.path"""
    )
    found: dict[int | None, list[tuple[str, float]]] = {}
    for cluster, root, path, confidence in rows:
        found.setdefault(cluster, []).append((absolute(root, path), confidence))
    return found
