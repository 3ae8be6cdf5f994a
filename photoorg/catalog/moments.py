"""The order of all photos by time, and by which rules they were dated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

_BATCH = 50_000

Row = tuple[int, str, str | None, str | None, int, bytes, int | None]


def dated_rows(db: Connection) -> Iterator[list[Row]]:
    """(id, taken, offset, camera, root, path, moment) of all dated photos, in large batches."""
    cursor = db.execute(
        "SELECT id, taken, utc_offset, camera, root_id, path, moment FROM files "
        "WHERE state = 'photo' AND taken IS NOT NULL"
    )
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def changes(db: Connection) -> int | None:
    """A number that every change of what the order depends on raises; None: all is in order."""
    found, ordered = db.execute("SELECT changes, ordered FROM order_state").fetchone()
    return None if found == ordered else int(found)


def set_ordered(db: Connection, changes: int) -> None:
    """Note that all is in order as of this number. Call inside a transaction."""
    db.execute("UPDATE order_state SET ordered = ?", (changes,))


def set_moments(db: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Write (moment, id). Call inside a transaction."""
    db.executemany("UPDATE files SET moment = ? WHERE id = ?", rows)


def set_sidecars(db: Connection, rows: Iterable[tuple[str | None, int]]) -> None:
    """Write (what lies beside it as JSON, id). Call inside a transaction, and settle then."""
    db.executemany("UPDATE files SET sidecar = ? WHERE id = ?", rows)


def dated_contents(db: Connection) -> list[str]:
    """The contents of all photos, also of those that are missing now: they may come back."""
    rows = db.execute("SELECT DISTINCT hash FROM files WHERE state = 'photo' ORDER BY hash")
    return [row[0] for row in rows.fetchall()]


def rules_version(db: Connection) -> int:
    """Of the rules by which all photos were dated and placed; 0: of older ones than are known."""
    row = db.execute("SELECT max(version) FROM rules").fetchone()
    return int(row[0] or 0)


def set_rules_version(db: Connection, version: int) -> None:
    """Note that all photos go by these rules now. Call inside a transaction."""
    db.execute("DELETE FROM rules")
    db.execute("INSERT INTO rules(version) VALUES (?)", (version,))
