"""Looks of photos and the pairs that stack. Machine output, keyed by content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection


@dataclass(frozen=True, slots=True)
class LookRow:
    """A measured thumbnail, as stored."""

    hash: str
    hashes: bytes
    sharpness: float
    exposure: float
    contrast: float


@dataclass(frozen=True, slots=True)
class Shot:
    """What is known of a content that takes part in comparing. `taken` is local ISO 8601.

    `taken` is None where no rule was sure of the time of day.
    """

    hash: str
    hashes: bytes
    contrast: float
    compared: bool
    camera: str | None
    taken: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """Two contents that stack, `a` < `b`; `kind` is "variant" or "burst"."""

    a: str
    b: str
    kind: str
    likeness: float


_PRESENT = "f.state = 'photo' AND f.gone IS NULL"


def hashes_without_look(db: Connection, version: int) -> list[str]:
    """Contents of present photos that were not measured yet, or by another version; sorted."""
    rows = db.execute(
        f"""SELECT DISTINCT f.hash FROM files f
            LEFT JOIN looks l ON l.hash = f.hash AND l.version = ?
            WHERE {_PRESENT} AND l.hash IS NULL ORDER BY f.hash""",
        (version,),
    )
    return [row[0] for row in rows]


def put_looks(db: Connection, version: int, rows: Iterable[LookRow]) -> None:
    """Store measured thumbnails in one transaction; they are yet to be compared."""
    with db.transaction():
        db.executemany(
            "INSERT OR REPLACE INTO looks(hash, version, hashes, sharpness, exposure, contrast) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(r.hash, version, r.hashes, r.sharpness, r.exposure, r.contrast) for r in rows],
        )


def any_to_compare(db: Connection) -> bool:
    """Whether a present photo was measured and not compared yet."""
    row = db.execute(
        f"SELECT EXISTS (SELECT 1 FROM looks l JOIN files f ON f.hash = l.hash "
        f"WHERE NOT l.compared AND {_PRESENT})"
    ).fetchone()
    return bool(row[0])


def shots(db: Connection) -> list[Shot]:
    """The measured contents of present photos, one row each, by hash."""
    rows = db.execute(
        f"""SELECT l.hash, l.hashes, l.contrast, l.compared, c.camera,
                   min(CASE WHEN f.taken_guess THEN NULL ELSE f.taken END)
            FROM files f JOIN looks l ON l.hash = f.hash JOIN contents c ON c.hash = f.hash
            WHERE {_PRESENT} GROUP BY l.hash ORDER BY l.hash"""
    )
    return [Shot(h, b, contrast, bool(done), camera, taken) for h, b, contrast, done, camera, taken
            in rows]  # fmt: skip


def put_links(db: Connection, links: Iterable[Link]) -> None:
    """Store pairs in one transaction; one that is there is replaced."""
    with db.transaction():
        db.executemany(
            "INSERT OR REPLACE INTO alike(a, b, kind, likeness) VALUES (?, ?, ?, ?)",
            [(link.a, link.b, link.kind, link.likeness) for link in links],
        )


def set_compared(db: Connection, hashes: Sequence[str]) -> None:
    """Note that these were compared with all others, in one transaction."""
    with db.transaction():
        db.executemany("UPDATE looks SET compared = 1 WHERE hash = ?", [(h,) for h in hashes])


def links(db: Connection) -> list[Link]:
    """All pairs, the surest kind first, the most alike first."""
    rows = db.execute("SELECT a, b, kind, likeness FROM alike ORDER BY kind DESC, likeness DESC")
    return [Link(*row) for row in rows]


def apart(db: Connection) -> set[tuple[str, str]]:
    """The pairs of which the user said that they are not alike."""
    return {(a, b) for a, b in db.execute("SELECT a, b FROM not_alike")}


def copied(db: Connection) -> list[str]:
    """Contents that several present files hold."""
    rows = db.execute(
        f"SELECT f.hash FROM files f WHERE {_PRESENT} GROUP BY f.hash HAVING count(*) > 1"
    )
    return [row[0] for row in rows]


def files_of(db: Connection, hashes: Sequence[str]) -> dict[str, list[int]]:
    """Content hash -> ids of its present photos, by path."""
    found: dict[str, list[int]] = {}
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        rows = db.execute(
            f"SELECT f.hash, f.id FROM files f WHERE {_PRESENT} "
            f"AND f.hash IN ({', '.join('?' * len(part))}) ORDER BY f.path",
            list(part),
        )
        for digest, file_id in rows:
            found.setdefault(digest, []).append(file_id)
    return found


def quality(db: Connection, hashes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Content hash -> (sharpness, exposure); those not measured are left out."""
    found: dict[str, tuple[float, float]] = {}
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        rows = db.execute(
            "SELECT hash, sharpness, exposure FROM looks "
            f"WHERE hash IN ({', '.join('?' * len(part))})",
            list(part),
        )
        found.update((digest, (sharp, light)) for digest, sharp, light in rows)
    return found


def freed(db: Connection) -> list[tuple[str, int, int]]:
    """(month, photos, bytes) that deletions moved away for good so far, oldest month first."""
    rows = db.execute(
        """SELECT substr(o.created, 1, 7), sum(j.role = 'photo'), sum(j.size)
           FROM operations o JOIN operation_files j ON j.operation = o.id
           WHERE o.kind = 'delete' AND j.state IN ('trashed', 'lost')
           GROUP BY 1 ORDER BY 1"""
    )
    return [(month, photos, size) for month, photos, size in rows]


def taken(db: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """Content hash -> local time of a file whose date is no guess; others are left out."""
    found: dict[str, str] = {}
    for start in range(0, len(hashes), 500):
        part = hashes[start : start + 500]
        rows = db.execute(
            f"SELECT f.hash, min(f.taken) FROM files f WHERE {_PRESENT} AND NOT f.taken_guess "
            f"AND f.taken IS NOT NULL AND f.hash IN ({', '.join('?' * len(part))}) GROUP BY f.hash",
            list(part),
        )
        found.update(rows.fetchall())
    return found


def feature(db: Connection, model: str, digest: str) -> bytes | None:
    """The stored feature row of a content; None if it has none."""
    row = db.execute(
        "SELECT data FROM features WHERE model = ? AND hash = ?", (model, digest)
    ).fetchone()
    return row[0] if row else None
