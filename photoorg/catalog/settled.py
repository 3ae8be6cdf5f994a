"""What files say of their date and place: read for a correction, written where it became new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from photoorg.catalog.facts import moment_of, ymd
from photoorg.records import Dated, Place

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.facts import FileRow

_BATCH = 500


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _marks(items: Sequence[object]) -> str:
    return ", ".join("?" * len(items))


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo as a correction finds it. `has_offset`: its metadata names an offset from UTC."""

    id: int
    hash: str
    path: str
    dated: Dated
    moment: int | None
    latitude: float | None
    longitude: float | None
    place: Place | None
    place_from: str | None
    camera: str | None
    format: str
    has_offset: bool


def shown(db: Connection, ids: Sequence[int]) -> list[Shown]:
    """The photos of `ids`, in that order; ids that are no longer shown are left out."""
    found: dict[int, Shown] = {}
    for part in _batches(ids):
        rows = db.execute(
            "SELECT f.id, f.hash, r.path, f.path, f.taken, f.utc_offset, f.taken_from, "
            "f.taken_guess, f.moment, f.latitude, f.longitude, f.country_code, f.country, "
            "f.region, f.city, f.place_km, f.place_from, c.camera, c.format, "
            "c.metadata LIKE '%\"offset_time%' "
            "FROM files f JOIN roots r ON r.id = f.root_id JOIN contents c ON c.hash = f.hash "
            f"WHERE f.state = 'photo' AND f.gone IS NULL AND f.id IN ({_marks(part)})",
            list(part),
        )
        found.update((row[0], _shown(row)) for row in rows.fetchall())
    return [found[i] for i in ids if i in found]


def _shown(row: tuple[Any, ...]) -> Shown:
    return Shown(
        id=row[0], hash=row[1], path=os.path.join(os.fsdecode(row[2]), os.fsdecode(row[3])),
        dated=Dated(row[4], row[5], row[6] or "none", bool(row[7])), moment=row[8],
        latitude=row[9], longitude=row[10],
        place=Place(*row[11:16]) if row[11] is not None else None,
        place_from=row[16], camera=row[17], format=row[18], has_offset=bool(row[19]),
    )  # fmt: skip


_PARTS = (
    ("taken", "ymd", "utc_offset", "taken_from", "taken_guess"),
    ("country_code", "country", "region", "city", "place_km"),
    ("latitude", "longitude", "place_from"),
    ("note",),
)
#: What settling may change of a file; a row of `Unsettled.said`, and of `_said`, in this order.
_SETTLED = tuple(name for part in _PARTS for name in part)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A file with all that its date and place are worked out from, and what it says now."""

    id: int
    relative: bytes
    path: str
    size: int
    mtime_ns: int
    hash: str
    metadata: str
    sidecar: str | None
    said: tuple[Any, ...]


def unsettled(db: Connection, hashes: Sequence[str]) -> Iterator[list[Unsettled]]:
    """The files of these contents, also those that are away; some hundred at a time."""
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT f.id, r.path, f.path, f.size, f.mtime_ns, f.hash, c.metadata, f.sidecar, "
            f"{', '.join(f'f.{name}' for name in _SETTLED)} "
            "FROM files f JOIN roots r ON r.id = f.root_id JOIN contents c ON c.hash = f.hash "
            f"WHERE f.state = 'photo' AND f.hash IN ({_marks(part)})",
            list(part),
        ).fetchall()
        yield [
            Unsettled(
                id=row[0], relative=row[2],
                path=os.path.join(os.fsdecode(row[1]), os.fsdecode(row[2])),
                size=row[3], mtime_ns=row[4], hash=row[5], metadata=row[6], sidecar=row[7],
                said=row[8:],
            )
            for row in rows
        ]  # fmt: skip


def put_settled(db: Connection, rows: Iterable[tuple[Unsettled, FileRow]]) -> int:
    """Write what files say of their date and place where it is new; how many were written.

    Only the columns of what changed: each that is written costs all indexes that hold it, and a
    date alone is in ten of them.
    """
    changed: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for old, new in rows:
        said = dict(zip(_SETTLED, _said(new), strict=True))
        was = dict(zip(_SETTLED, old.said, strict=True))
        parts = [part for part in _PARTS if any(said[name] != was[name] for name in part)]
        if not parts:
            continue
        columns = tuple(name for part in parts for name in part)
        values = [said[name] for name in columns]
        if _PARTS[0] in parts and new.dated is not None:
            columns, values = (*columns, "moment"), [*values, moment_of(new.dated)]
        changed.setdefault(columns, []).append((*values, old.id))
    for columns, values_of in changed.items():
        setting = ", ".join(f"{name} = ?" for name in columns)
        db.executemany(f"UPDATE files SET {setting} WHERE id = ?", values_of)
    return sum(len(values_of) for values_of in changed.values())


def _said(row: FileRow) -> tuple[Any, ...]:
    dated = row.dated or Dated(None, None, "none")
    return (
        dated.taken, ymd(dated.taken), dated.utc_offset, dated.rule, int(dated.guess),
        *(astuple(row.place) if row.place else (None,) * 5),
        row.latitude, row.longitude, row.place_from, row.note,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a camera was, and when (milliseconds since 1970)."""

    moment: int
    latitude: float
    longitude: float


def sightings(db: Connection, cameras: Iterable[str]) -> dict[str, list[Sighting]]:
    """Camera -> where its photos say it was, in order of time; without estimates and guesses."""
    found: dict[str, list[Sighting]] = {}
    for camera in sorted(set(cameras)):
        rows = db.execute(
            "SELECT moment, latitude, longitude FROM files WHERE state = 'photo' "
            "AND gone IS NULL AND camera = ? AND place_from <> 'estimate' "
            "AND NOT taken_guess AND moment IS NOT NULL AND latitude IS NOT NULL "
            "ORDER BY moment, latitude, longitude",
            (camera,),
        )
        found[camera] = [Sighting(*row) for row in rows]
    return found
