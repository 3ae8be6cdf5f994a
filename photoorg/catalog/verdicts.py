"""What the user's decisions come to, by content hash: marks, ratings, favourites, protection.

Each row could be rebuilt from `decisions`; it is here so that a view of 100,000 photos need not.
Triggers copy it to every file of that content. Write inside a transaction that also appends the
decision.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from photoorg.catalog.clock import now
from photoorg.records import Verdict

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection

#: Column -> its value where no decision was made.
DEFAULTS: Mapping[str, Any] = {
    "mark": None, "rating": 0, "favourite": 0, "protected": 0, "reviewed": None,
}  # fmt: skip

_BATCH = 500
Pair = tuple[str, str]


def values(db: Connection, column: str, hashes: Sequence[str]) -> list[Any]:
    """What stands in a column of `DEFAULTS` for each content, in that order."""
    found: dict[str, Any] = {}
    for part in _batches(hashes):
        rows = db.execute(
            f"SELECT hash, {_known(column)} FROM verdicts "
            f"WHERE hash IN ({', '.join('?' * len(part))})",
            list(part),
        )
        found.update(rows.fetchall())
    return [found.get(digest, DEFAULTS[column]) for digest in hashes]


def put(db: Connection, column: str, rows: Iterable[tuple[str, Any]]) -> None:
    """Set a column of `DEFAULTS` by content hash. Call inside a transaction."""
    db.executemany(
        f"INSERT INTO verdicts(hash, {_known(column)}) VALUES (?, ?) "
        f"ON CONFLICT(hash) DO UPDATE SET {column} = excluded.{column}",
        rows,
    )


def of_hashes(db: Connection, hashes: Sequence[str]) -> dict[str, Verdict]:
    """Content hash -> its verdict, without protected folders; hashes without one are left out."""
    found: dict[str, Verdict] = {}
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT hash, mark, rating, favourite, protected, reviewed FROM verdicts "
            f"WHERE hash IN ({', '.join('?' * len(part))})",
            list(part),
        )
        for digest, mark, rating, favourite, protected, reviewed in rows:
            found[digest] = Verdict(
                mark, rating, bool(favourite), bool(protected), reviewed=reviewed
            )
    return found


def formerly(db: Connection, hashes: Sequence[str]) -> dict[str, Verdict]:
    """Absolute path -> what protects the content that a file held before one of `hashes`."""
    found: dict[str, Verdict] = {}
    for part in _batches(hashes):
        rows = db.execute(
            "SELECT r.path, f.path, max(v.favourite), max(v.protected) FROM former_contents c "
            "JOIN files f ON f.id = c.file JOIN roots r ON r.id = f.root_id "
            "JOIN verdicts v ON v.hash = c.hash "
            f"WHERE c.guards AND f.hash IN ({', '.join('?' * len(part))}) GROUP BY f.id",
            list(part),
        )
        for root, path, favourite, protected in rows:
            name = os.path.join(os.fsdecode(root), os.fsdecode(path))
            found[name] = Verdict(favourite=bool(favourite), protected=bool(protected))
    return found


def former_hashes(db: Connection, ids: Sequence[int]) -> set[str]:
    """The contents that files held before, while these were protected or favourites."""
    found: set[str] = set()
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        rows = db.execute(
            "SELECT hash FROM former_contents "
            f"WHERE guards AND file IN ({', '.join('?' * len(part))})",
            list(part),
        )
        found.update(row[0] for row in rows)
    return found


def _known(column: str) -> str:
    if column not in DEFAULTS:
        raise ValueError(f"verdicts has no column {column}")
    return column


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def moment(seconds: int | None) -> str | None:
    """The stored text of a time that a trigger copied to `files` as seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()


# --- Protected folders ---------------------------------------------------------------------------


def protected_folders(db: Connection) -> list[str]:
    """The folders of which nothing may be deleted, absolute, by name."""
    rows = db.execute("SELECT path FROM protected_folders ORDER BY path")
    return [os.fsdecode(row[0]) for row in rows]


def set_protected_folder(db: Connection, path: str, protected: bool) -> None:
    """Protect a folder, or no longer. Call inside a transaction."""
    if protected:
        db.execute(
            "INSERT OR IGNORE INTO protected_folders(path, created) VALUES (?, ?)",
            (os.fsencode(path), now()),
        )
    else:
        db.execute("DELETE FROM protected_folders WHERE path = ?", (os.fsencode(path),))


def folder_over(path: str, folders: Iterable[str]) -> str | None:
    """The first of `folders` that holds `path` or is it; None if none does.

    By name, as the system compares names: a folder that was renamed is protected no more.
    """
    name = os.path.normcase(path)
    for folder in folders:
        if name == os.path.normcase(folder) or name.startswith(
            os.path.normcase(os.path.join(folder, ""))
        ):
            return folder
    return None


# --- Pictures that are not alike -----------------------------------------------------------------


def not_alike(db: Connection, hashes: Sequence[str]) -> set[Pair]:
    """The pairs among these contents of which the user said that they are not alike."""
    wanted = set(hashes)
    found: set[Pair] = set()
    for part in _batches(sorted(wanted)):
        rows = db.execute(
            f"SELECT a, b FROM not_alike WHERE a IN ({', '.join('?' * len(part))})", list(part)
        )
        found.update((a, b) for a, b in rows if b in wanted)
    return found


def set_not_alike(db: Connection, pairs: Iterable[Pair], separate: bool) -> None:
    """Note pairs (first < second) as not alike, or no longer. Call inside a transaction."""
    if separate:
        db.executemany("INSERT OR IGNORE INTO not_alike(a, b) VALUES (?, ?)", pairs)
    else:
        db.executemany("DELETE FROM not_alike WHERE a = ? AND b = ?", pairs)
