"""A library of any size from a small one: its rows many times over, for measurements.

A million rows through the code of a scan take ten minutes; copied inside SQLite, without indexes
and triggers, one. Every copy differs from its original in path and content alone, so what the
triggers would have counted is counted already: the tallies of one, so many times.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

# What tells the copies apart: another folder, and another content in place of the first 8 digits.
_OWN = {
    "files": {
        "path": "CAST(printf('%04d/', n.value) || path AS BLOB)",
        "hash": "printf('%08x', n.value) || substr(hash, 9)",
    },
    "contents": {"hash": "printf('%08x', n.value) || substr(hash, 9)"},
    "assignments": {"hash": "printf('%08x', n.value) || substr(hash, 9)"},
    "verdicts": {"hash": "printf('%08x', n.value) || substr(hash, 9)"},
}


def multiply(db: Connection, times: int) -> None:
    """Make `times` libraries of the one that is there, itself among them, inside one library.

    For made-up libraries only: sidecars, features, looks and decisions are not copied.
    """
    with _at_rest(db), db.transaction():
        for table, own in _OWN.items():
            columns = [name for name in _columns(db, table) if name != "id"]
            values = ", ".join(own.get(name, f'"{name}"') for name in columns)
            named = ", ".join(f'"{name}"' for name in columns)
            db.execute(
                "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n "
                f"WHERE value + 1 < ?) INSERT INTO {table}({named}) SELECT {values} "
                f"FROM n CROSS JOIN {table}",
                (times,),
            )
        db.execute("UPDATE tallies SET photos = photos * ?, bytes = bytes * ?", (times, times))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _columns(db: Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]


@contextmanager
def _at_rest(db: Connection) -> Iterator[None]:
    """Without the indexes and triggers of the tables that grow; they are made anew in the end."""
    listed = ", ".join(f"'{table}'" for table in _OWN)
    made = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "
        f"AND tbl_name IN ({listed}) AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _ in made:
        db.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in sorted(made, key=lambda row: row[0] == "trigger"):
        db.execute(sql)
