"""Facts: what the scanner saw. Written by a scan (and by the trash), never by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from photoorg.catalog.clock import now
from photoorg.catalog.listing_schema import QUIET
from photoorg.records import Dated, Root

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.records import Metadata, Picture, Place


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A row of `files` as the scan needs it to tell new, changed, moved and unchanged apart."""

    id: int
    size: int
    mtime_ns: int
    state: str
    gone: str | None
    hash: str | None
    retry: bool
    sidecar: str | None = None  # JSON of records.Sidecar


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a scan writes about one file. `path` is relative to its root, as bytes."""

    path: bytes
    size: int
    mtime_ns: int
    state: str
    hash: str | None = None
    reason: str | None = None
    retry: bool = False
    dated: Dated | None = None
    place: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    place_from: str | None = None
    note: str | None = None
    moment: int | None = None  # None: what `moment_of` makes of its date
    sidecar: str | None = None  # JSON of records.Sidecar


# --- Roots ---------------------------------------------------------------------------------------


def roots(db: Connection) -> list[Root]:
    """All folders the user opened, with the photos known in each (present ones)."""
    rows = db.execute(
        """SELECT r.id, r.path, r.online, coalesce(t.photos, 0)
           FROM roots r LEFT JOIN tallies t ON t.facet = 'root' AND t.key = r.id ORDER BY r.id"""
    ).fetchall()
    return [Root(i, os.fsdecode(path), bool(online), n) for i, path, online, n in rows]


def ensure_root(db: Connection, folder: str) -> tuple[int, str]:
    """The root that holds `folder`, made if needed: (root id, folder relative to it or "").

    A folder inside a known root belongs to it. A folder that contains known roots takes their
    files over, rows and ids unchanged, so that nothing is read or embedded twice.
    """
    with db.transaction():
        known = [(i, os.fsdecode(p)) for i, p in db.execute("SELECT id, path FROM roots")]
        for root_id, path in known:
            if folder == path:
                return root_id, ""
            if folder.startswith(os.path.join(path, "")):
                return root_id, folder[len(os.path.join(path, "")) :]
        root_id = db.insert(
            "INSERT INTO roots(path, added) VALUES (?, ?)", (os.fsencode(folder), now())
        )
        for inner_id, path in known:
            if path.startswith(os.path.join(folder, "")):
                _absorb(db, inner_id, root_id, path[len(os.path.join(folder, "")) :])
        return root_id, ""


def _absorb(db: Connection, inner_id: int, root_id: int, prefix: str) -> None:
    db.execute(
        "UPDATE files SET root_id = ?, path = CAST(? || path AS BLOB) WHERE root_id = ?",
        (root_id, os.fsencode(os.path.join(prefix, "")), inner_id),
    )
    db.execute("DELETE FROM roots WHERE id = ?", (inner_id,))


def set_online(db: Connection, root_id: int, online: bool) -> None:
    """Note whether the root's disk is there."""
    db.execute("UPDATE roots SET online = ? WHERE id = ?", (int(online), root_id))


# --- Files ---------------------------------------------------------------------------------------


_KNOWN = "SELECT path, id, size, mtime_ns, state, gone, hash, retry, sidecar FROM files WHERE "
_BATCH = 500  # placeholders a statement

Entry = tuple[bytes, int, int]  # relative path, size, time


def quiet_photos(db: Connection, root_id: int, inside: str = "") -> set[Entry]:
    """Photos of which nothing is to be done as long as their size and time stay; 1 us each.

    Those of a root (below the relative folder `inside`) that are there, are not to be tried again,
    and have no sidecar.
    """
    part, values = below(inside)
    rows = db.execute(
        "SELECT path, size, mtime_ns FROM files INDEXED BY files_quiet "
        f"WHERE root_id = ? AND {QUIET}{part}",
        (root_id, *values),
    )
    return set(rows.fetchall())


def other_files(db: Connection, root_id: int, inside: str = "") -> dict[bytes, KnownFile]:
    """All rows but those, by relative path."""
    part, values = below(inside)
    return _by_path(db, f"root_id = ? AND NOT ({QUIET}){part}", (root_id, *values))


def files_at(db: Connection, root_id: int, paths: Iterable[bytes]) -> dict[bytes, KnownFile]:
    """The rows at these relative paths, as far as there are any."""
    wanted, found = list(paths), dict[bytes, KnownFile]()
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(part))
        found |= _by_path(db, f"root_id = ? AND path IN ({marks})", (root_id, *part))
    return found


def known_files(db: Connection, root_id: int, inside: str = "") -> dict[bytes, KnownFile]:
    """All rows of a root (below the relative folder `inside`), by relative path; 5 us each."""
    part, values = below(inside)
    return _by_path(db, f"root_id = ?{part}", (root_id, *values))


def below(inside: str) -> tuple[str, tuple[bytes, ...]]:
    """The condition for paths in a relative folder, "" being all."""
    if not inside:
        return "", ()
    first = os.fsencode(os.path.join(inside, ""))
    return " AND path >= ? AND path < ?", (first, first[:-1] + bytes([first[-1] + 1]))


def _by_path(db: Connection, condition: str, values: tuple[object, ...]) -> dict[bytes, KnownFile]:
    rows = db.execute(_KNOWN + condition, values).fetchall()
    return {
        path: KnownFile(i, size, mtime, state, gone, digest, bool(retry), sidecar)
        for path, i, size, mtime, state, gone, digest, retry, sidecar in rows
    }


def content_count(db: Connection) -> int:
    """How many different contents all photos have, those that are gone among them; 0.1 us each."""
    row = db.execute(
        """SELECT (SELECT count(*) FROM (SELECT DISTINCT hash FROM files WHERE hash IS NOT NULL))
                - (SELECT count(DISTINCT f.hash) FROM files f
                   WHERE f.state IN ('problem', 'other') AND f.hash IS NOT NULL AND NOT EXISTS
                       (SELECT 1 FROM files p WHERE p.hash = f.hash AND p.state = 'photo'))"""
    ).fetchone()
    return int(row[0])


def adopt_root(db: Connection, old: int, new: int) -> None:
    """Give the files of a root that was renamed to the root that has its new name."""
    with db.transaction():
        db.execute("UPDATE files SET root_id = ? WHERE root_id = ?", (new, old))
        db.execute("DELETE FROM roots WHERE id = ?", (old,))


def still_is(db: Connection, file_id: int, path: str, digest: str) -> bool:
    """Whether a row still stands for this path and content."""
    row = db.execute(
        "SELECT r.path, f.path, f.hash FROM files f JOIN roots r ON r.id = f.root_id "
        "WHERE f.id = ?",
        (file_id,),
    ).fetchone()
    if row is None:
        return False
    there = os.path.join(os.fsdecode(row[0]), os.fsdecode(row[1]))
    return (there, row[2]) == (path, digest)


def metadata_of(db: Connection, digest: str) -> str | None:
    """JSON of the records.Metadata of a content; None if it was never read."""
    row = db.execute("SELECT metadata FROM contents WHERE hash = ?", (digest,)).fetchone()
    return str(row[0]) if row else None


def missing_photos(db: Connection) -> dict[str, list[int]]:
    """Content hash -> ids of photos that earlier scans no longer found anywhere."""
    found: dict[str, list[int]] = {}
    rows = db.execute("SELECT hash, id FROM files WHERE state = 'photo' AND gone = 'missing'")
    for digest, file_id in rows:
        found.setdefault(digest, []).append(file_id)
    return found


def drop_empty_roots(db: Connection) -> None:
    """Forget roots of which no file was ever seen: folders opened by mistake."""
    with db.transaction():
        db.execute("DELETE FROM roots WHERE id NOT IN (SELECT root_id FROM files)")


_COLUMNS = (
    "root_id, path, size, mtime_ns, state, hash, reason, retry, taken, ymd, utc_offset, "
    "taken_from, taken_guess, country_code, country, region, city, place_km, "
    "latitude, longitude, place_from, note, moment, sidecar"
)
#: An id that neither a file nor a glimpse has: a glimpse keeps its own for its file.
FREE_ID = (
    "(SELECT coalesce(max(id), 0) + 1 FROM "
    "(SELECT max(id) AS id FROM files UNION ALL SELECT max(id) FROM glimpses))"
)
_ID = f"coalesce((SELECT id FROM glimpses WHERE root_id = ?1 AND path = ?2), {FREE_ID})"
_UPSERT = (
    f"INSERT INTO files(id, {_COLUMNS}) VALUES "
    f"({_ID}, {', '.join(f'?{n}' for n, _ in enumerate(_COLUMNS.split(', '), 1))}) "
    "ON CONFLICT(root_id, path) DO UPDATE SET gone = NULL, "
    + ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS.split(", ")[2:])
)
_MOVE = (
    "UPDATE files SET gone = NULL, "
    + ", ".join(f"{c} = ?" for c in _COLUMNS.split(", "))
    + " WHERE id = ?"
)


def put_files(db: Connection, root_id: int, rows: Iterable[FileRow]) -> None:
    """Insert files, or replace what is known about their paths. Call inside a transaction."""
    db.executemany(_UPSERT, [_values(root_id, row) for row in rows])


def move_files(db: Connection, root_id: int, rows: Iterable[tuple[int, FileRow]]) -> None:
    """Give known files (by id) their new path; the id stays. Call inside a transaction."""
    db.executemany(_MOVE, [(*_values(root_id, row), file_id) for file_id, row in rows])


def _values(root_id: int, row: FileRow) -> tuple[object, ...]:
    dated = row.dated or Dated(None, None, "none")
    placed = astuple(row.place) if row.place else (None,) * 5
    return (
        root_id, row.path, row.size, row.mtime_ns, row.state, row.hash, row.reason,
        int(row.retry), dated.taken, ymd(dated.taken), dated.utc_offset, dated.rule,
        int(dated.guess), *placed, row.latitude, row.longitude, row.place_from, row.note,
        moment_of(dated) if row.moment is None else row.moment, row.sidecar,
    )  # fmt: skip


def moment_of(dated: Dated) -> int | None:
    """Milliseconds since 1970 UTC; of a photo whose offset is unknown, as if its clock had UTC.

    `pipeline.ordering` then sets these by the offsets of the photos around them.
    """
    if dated.taken is None:
        return None
    local = datetime.fromisoformat(dated.taken).replace(tzinfo=UTC)
    sign = -1 if (dated.utc_offset or "").startswith("-") else 1
    hours, minutes = (dated.utc_offset or "+00:00")[1:].split(":")[:2]
    shift = sign * (int(hours) * 60 + int(minutes)) * 60_000
    return round(local.timestamp() * 1000) - shift


def ymd(taken: str | None) -> int | None:
    """20190512 for "2019-05-12T13:37:06": one integer that sorts and groups by day."""
    return int(taken[:10].replace("-", "")) if taken else None


def put_contents(db: Connection, pictures: Iterable[Picture]) -> None:
    """What pictures hold, by content hash. Call inside a transaction."""
    db.executemany(
        "INSERT OR REPLACE INTO contents(hash, format, width, height, orientation, mean_color, "
        "latitude, longitude, camera, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                p.hash, p.format, p.width, p.height, p.orientation, p.mean_color,
                p.metadata.latitude, p.metadata.longitude, camera(p.metadata),
                json.dumps({k: v for k, v in asdict(p.metadata).items() if v is not None}),
            )
            for p in pictures
        ],
    )  # fmt: skip


def camera(metadata: Metadata) -> str | None:
    """ "Google Pixel 3": make and model, the make not said twice."""
    make, model = metadata.camera_make or "", metadata.camera_model or ""
    if model.lower().startswith(make.lower()):
        return model or None
    return f"{make} {model}".strip()


def set_gone(db: Connection, ids: Sequence[int], gone: str | None) -> None:
    """Mark files as missing, in the trash, or (None) back on disk. Call inside a transaction."""
    db.executemany("UPDATE files SET gone = ? WHERE id = ?", [(gone, i) for i in ids])


def photo_hashes(db: Connection) -> list[str]:
    """Distinct contents of all photos that are on disk (or on a disk that is away), sorted."""
    rows = db.execute(
        "SELECT DISTINCT hash FROM files WHERE state = 'photo' AND gone IS NULL ORDER BY hash"
    )
    return [row[0] for row in rows]


def copies(db: Connection, hashes: Iterable[str]) -> dict[str, list[tuple[int, str, int, int]]]:
    """Content hash -> (id, path, size, mtime) of its files, where there are several.

    Only those on disks that are there.
    """
    wanted = set(hashes)
    several = db.execute(
        "SELECT hash FROM files WHERE hash IS NOT NULL AND state = 'photo' AND gone IS NULL "
        "GROUP BY hash HAVING count(*) > 1"
    ).fetchall()
    return {digest: _files_of(db, digest) for (digest,) in several if digest in wanted}


def _files_of(db: Connection, digest: str) -> list[tuple[int, str, int, int]]:
    rows = db.execute(
        "SELECT f.id, r.path, f.path, f.size, f.mtime_ns FROM files f "
        "JOIN roots r ON r.id = f.root_id AND r.online "
        "WHERE f.hash = ? AND f.state = 'photo' AND f.gone IS NULL ORDER BY f.id",
        (digest,),
    )
    return [
        (i, os.path.join(os.fsdecode(root), os.fsdecode(path)), size, mtime)
        for i, root, path, size, mtime in rows
    ]
