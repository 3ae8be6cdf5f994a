"""The views: facts, machine output and decisions merged. The only place that merges them.

Every query reads what is shown: photos on disk (`gone IS NULL`), the current run, and the user's
titles over the machine's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from photoorg.catalog import placements, tallies, verdicts
from photoorg.catalog.facets import SEPARATOR
from photoorg.catalog.views import SHOWN
from photoorg.records import (
    LARGEST,
    Cluster,
    Counts,
    DateCount,
    Photo,
    Place,
    PlaceCount,
    Problem,
    Verdict,
)

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.records import (
        Mark,
    )

_RUN = "(SELECT id FROM runs WHERE current = 1)"

# --- Photos --------------------------------------------------------------------------------------


_PHOTO = """
SELECT f.id, r.path, f.path, f.hash, f.size, f.mtime_ns, c.format, c.width, c.height, c.mean_color,
       f.taken, f.taken_from, f.utc_offset, f.latitude, f.longitude,
       f.country_code, f.country, f.region, f.city, f.place_km,
       c.camera, f.cluster, f.confidence, r.online, c.metadata,
       f.mark, f.rating, f.favourite, f.protected, f.reviewed, f.sharpness,
       f.place_from, f.taken_guess, f.note, f.placed
FROM files f NOT INDEXED JOIN roots r ON r.id = f.root_id JOIN contents c ON c.hash = f.hash
WHERE f.state = 'photo' AND f.gone IS NULL AND f.id IN
"""


def photos(db: Connection, ids: Sequence[int], titles: Mapping[int, str]) -> list[Photo]:
    """The photos of `ids`, in that order; ids that are no longer shown are left out."""
    found: dict[int, Photo] = {}
    folders = verdicts.protected_folders(db)
    for part in _batches(ids):
        rows = db.execute(f"{_PHOTO} ({', '.join('?' * len(part))})", list(part))
        found.update((row[0], _photo(row, titles, folders)) for row in rows.fetchall())
    return [found[i] for i in ids if i in found]


_Item = TypeVar("_Item")


def _batches(ids: Sequence[_Item], size: int = 500) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _photo(row: tuple[Any, ...], titles: Mapping[int, str], folders: Sequence[str]) -> Photo:
    place = Place(*row[15:20]) if row[15] is not None else None
    path = absolute(row[1], row[2])
    return Photo(
        id=row[0],
        path=path,
        hash=row[3], bytes=row[4], mtime_ns=row[5], format=row[6], width=row[7], height=row[8],
        mean_color=row[9], taken=row[10], taken_from=row[11], utc_offset=row[12],
        latitude=row[13], longitude=row[14], place=place, camera=row[20],
        cluster=row[21], cluster_title=titles.get(row[21]), confidence=row[22],
        offline=not row[23], details=_details(row[24], row[30]),
        verdict=_verdict(*row[25:30], verdicts.folder_over(path, folders)),
        place_from=row[31], guessed_date=bool(row[32]), note=row[33], placed=bool(row[34]),
    )  # fmt: skip


def _details(metadata: str, sharpness: float | None) -> dict[str, Any]:
    details: dict[str, Any] = json.loads(metadata)
    return details if sharpness is None else {**details, "sharpness": sharpness}


@lru_cache(maxsize=4096)  # few differ, and a record costs 10 us to make
def _verdict(
    mark: Mark | None, rating: int, favourite: int, protected: int, reviewed: int | None,
    folder: str | None,
) -> Verdict:  # fmt: skip
    when = verdicts.moment(reviewed)
    return Verdict(mark, rating, bool(favourite), bool(protected), folder, when)


def verdicts_of(db: Connection, ids: Sequence[int]) -> dict[int, Verdict]:
    """Photo id -> what the user decided about it, also for photos in the trash."""
    folders = verdicts.protected_folders(db)
    found: dict[int, Verdict] = {}
    for part in _batches(ids):
        rows = db.execute(
            "SELECT f.id, r.path, f.path, f.mark, f.rating, f.favourite, f.protected, f.reviewed "
            "FROM files f JOIN roots r ON r.id = f.root_id "
            f"WHERE f.id IN ({', '.join('?' * len(part))})",
            list(part),
        )
        for i, root, path, *row in rows.fetchall():
            over = verdicts.folder_over(absolute(root, path), folders) if folders else None
            found[i] = _verdict(*row, over)
    return found


def ids_of_hashes(db: Connection, hashes: Sequence[str]) -> list[int]:
    """Ids of all shown photos with these contents."""
    found: list[int] = []
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT f.id FROM files f INDEXED BY files_hash "
            f"WHERE f.hash IN ({', '.join('?' * len(part))}) AND {SHOWN}",
            list(part),
        )
        found += [row[0] for row in rows.fetchall()]
    return found


def all_ids_of_hashes(db: Connection, hashes: Sequence[str]) -> list[int]:
    """Ids of all photos with these contents, also of those that are away or in the trash."""
    found: list[int] = []
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT id FROM files INDEXED BY files_hash "
            f"WHERE hash IN ({', '.join('?' * len(part))}) AND state = 'photo'",
            list(part),
        )
        found += [row[0] for row in rows.fetchall()]
    return found


def ids_that_held(db: Connection, hashes: Sequence[str]) -> list[int]:
    """Ids of all shown photos that held these contents while they were protected or favourites."""
    found: list[int] = []
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT DISTINCT f.id FROM former_contents c JOIN files f ON f.id = c.file "
            f"WHERE c.guards AND c.hash IN ({', '.join('?' * len(part))}) AND {SHOWN}",
            list(part),
        )
        found += [row[0] for row in rows.fetchall()]
    return found


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
                f"SELECT f.id FROM files f WHERE {SHOWN} AND f.root_id = ? AND f.path = ?",
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
    of = tallies.photos
    (total,) = tallies.rows(db, "all") or [("0", 0, 0)]
    cluster = of(db, "cluster")
    marks = of(db, "mark")
    roots = of(db, "root")
    away = [i for (i,) in db.execute("SELECT id FROM roots WHERE NOT online").fetchall()]
    problems_ = db.execute(
        "SELECT count(*) FROM files WHERE state = 'problem' AND gone IS NULL"
    ).fetchone()
    return Counts(
        photos=total[1], bytes=total[2],
        clustered=sum(n for leaf, n in cluster.items() if leaf >= 0),
        unsorted=cluster.get(tallies.UNSORTED, 0),
        undated=tallies.between(db, "day", 0, 0),
        unplaced=tallies.between(db, "place", "", ""),
        problems=problems_[0], offline=sum(roots.get(i, 0) for i in away),
        kept=marks.get("kept", 0), rejected=marks.get("rejected", 0),
        favourites=of(db, "favourite").get(1, 0),
    )  # fmt: skip


def dates(db: Connection) -> list[DateCount]:
    """Days with photos, newest first."""
    days = sorted(tallies.photos(db, "day").items(), reverse=True)
    return [DateCount(d // 10_000, d // 100 % 100, d % 100, n) for d, n in days if d]


def places(db: Connection) -> list[PlaceCount]:
    """Cities with photos, by name."""
    found = []
    for key, count in tallies.photos(db, "place").items():
        if key:
            code, region, city, country = key.split(SEPARATOR)
            found.append(PlaceCount(code, country, region, city, count))
    return sorted(found, key=lambda p: (p.country, p.region, p.city))


# --- Clusters ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClusterTree:
    """The leaves of the current run and the joins above them, cut at a level.

    Clusters of the user's that the run does not know are leaves without a folder at every level.
    """

    parent: dict[int, int | None]  # shown cluster -> the folder that holds it
    leaves: dict[int, tuple[int, ...]]  # shown cluster -> its leaves
    titles: dict[int, str]
    quality: dict[int, float]
    named: frozenset[int]  # those of which the title is the user's


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
    rows += _kept(db, {row[0] for row in rows})
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
        frozenset(named),
    )


def _kept(db: Connection, known: Container[int]) -> list[tuple[Any, ...]]:
    """Rows as of the run's leaves for the clusters that are the user's alone."""
    return [
        (i, None, None, None, row.title, 1.0)
        for i, row in placements.kept(db).items()
        if i not in known
    ]


def _level(db: Connection) -> int:
    row = db.execute("SELECT level FROM runs WHERE current = 1").fetchone()
    return int(row[0]) if row else 0


def leaves(db: Connection, cluster: int) -> tuple[int, ...]:
    """The leaves below a cluster, itself if it is one; () if unknown."""
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
    found = tuple(row[0] for row in rows)
    return found or ((cluster,) if cluster in placements.kept(db) else ())


def level_count(db: Connection) -> int:
    """How many cuts there are, from the leaves alone (0) to all joined."""
    row = db.execute(f"SELECT count(step) FROM clusters WHERE run = {_RUN}").fetchone()
    return int(row[0]) + 1


def clusters(db: Connection, tree: ClusterTree) -> list[Cluster]:
    """The cluster folders that hold photos, biggest first, with cover photos."""
    leaf: dict[int, tuple[Any, ...]] = {
        i: (photos_, size, *_day_span(db, i))
        for i, photos_, size in tallies.rows(db, "cluster")
        if i >= 0
    }
    covers = {i: _typical(db, i) for i in leaf}
    seen = _reviewed(db)
    own = tallies.photos(db, "placed")
    shown = []
    for i, parent in tree.parent.items():
        stats = [leaf[x] for x in tree.leaves[i] if x in leaf]
        if not stats:
            continue
        years = [ymd // 10_000 for s in stats for ymd in s[2:] if ymd]
        reviews = [seen[x] for x in tree.leaves[i] if x in seen]
        unreviewed = sum(s[0] for s in stats) - sum(count for count, _ in reviews)
        shown.append(
            Cluster(
                id=i, parent=parent, title=tree.titles[i], size=sum(s[0] for s in stats),
                bytes=sum(s[1] for s in stats), quality=tree.quality[i],
                cover=_cover([covers[x] for x in tree.leaves[i] if x in covers]),
                year_span=(min(years), max(years)) if years else None, unreviewed=unreviewed,
                reviewed=None if unreviewed else verdicts.moment(max(r[1] for r in reviews)),
                named=i in tree.named, placed=sum(own.get(x, 0) for x in tree.leaves[i]),
            )
        )  # fmt: skip
    return sorted(shown, key=lambda c: (-c.size, c.id))


def _day_span(db: Connection, leaf: int) -> list[int | None]:
    """The first and the last day of a leaf: two look-ups, where reading all of it takes long."""
    span: list[int | None] = []
    for direction in ("ASC", "DESC"):
        row = db.execute(
            f"SELECT f.ymd FROM files f INDEXED BY files_days WHERE {SHOWN} AND f.cluster = ? "
            f"AND f.ymd IS NOT NULL ORDER BY f.ymd {direction} LIMIT 1",
            (leaf,),
        ).fetchone()
        span.append(row[0] if row else None)
    return span


def _reviewed(db: Connection) -> dict[int, tuple[int, int]]:
    """Leaf -> (photos that an ended review has shown, when the last one ended)."""
    found: dict[int, tuple[int, int]] = {}
    for leaf, count in tallies.photos(db, "reviewed").items():
        if leaf >= 0:
            last = db.execute(
                f"SELECT max(f.reviewed) FROM files f WHERE {SHOWN} AND f.cluster = ? "
                "AND f.reviewed IS NOT NULL",
                (leaf,),
            ).fetchone()[0]
            found[leaf] = (count, last)
    return found


def _typical(db: Connection, leaf: int, count: int = 4) -> list[int]:
    """A leaf's most typical photos on disk, one a content."""
    rows = db.execute(
        "SELECT f.hash, f.id FROM files f INDEXED BY files_typical "
        f"WHERE f.cluster = ? AND {SHOWN} ORDER BY f.rank, f.path",
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
            FROM files f JOIN contents c ON c.hash = f.hash WHERE {SHOWN} ORDER BY f.path DESC"""
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
            WHERE {SHOWN} ORDER BY f.rank, f.confidence DESC, r.path, f.path"""
    )
    found: dict[int | None, list[tuple[str, float]]] = {}
    for cluster, root, path, confidence in rows:
        found.setdefault(cluster, []).append((absolute(root, path), confidence))
    return found
