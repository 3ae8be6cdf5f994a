"""Opening the catalogue: pragmas, migrations, and SQLite's errors turned into advice.

Raw `sqlite3` in all hot paths; sqlite-utils only when a migration is pending, since importing it
costs 0.2 s and a window should not pay that at every start.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg.catalog.migrations import SCHEMA_VERSION, migrations
from photoorg.errors import SurroundingsError

if TYPE_CHECKING:
    from photoorg.paths import LibraryPaths

BUSY_TIMEOUT_MS = 5_000
CACHE_KB = 16_384  # for the indexes of `files`: with SQLite's 2 MB a scan writes 1.4 times as long

_ADVICE = (
    ("database is locked", "The library {path} is in use by another program.",
     "Close the other photoorg or wait until its job is done, then try again."),
    ("not a database", "The catalogue {path} is damaged: it is not a photoorg catalogue.",
     "Move this file away and put back a copy from the 'backups' folder beside it, or index "
     "your photos again. Your photos are not touched."),
    ("malformed", "The catalogue {path} is damaged.",
     "Move this file away and put back a copy from the 'backups' folder beside it, or index "
     "your photos again. Your photos are not touched."),
    ("is full", "The disk that holds {path} is full.", "Free some space and try again."),
    ("readonly", "The catalogue {path} can not be written.",
     "Check the permissions of its folder, or name another one with --library."),
    ("unable to open", "The catalogue {path} can not be opened.",
     "Check the permissions of its folder, or name another one with --library."),
    ("disk i/o error", "The disk that holds {path} reports an error, or is full.",
     "Check the disk and its free space, then try again."),
)  # fmt: skip


def explain(error: sqlite3.Error, path: object) -> SurroundingsError | None:
    """The user's version of an SQLite error; None if it is our bug."""
    text = str(error).lower()
    for needle, message, advice in _ADVICE:
        if needle in text:
            return SurroundingsError(message.format(path=path), advice)
    return None


@contextmanager
def _explained(path: object) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error


class Cursor(sqlite3.Cursor):
    """A cursor whose errors say what to do."""

    def _path(self) -> object:
        return getattr(self.connection, "path", "")

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """As sqlite3's, with explained errors."""
        with _explained(self._path()):
            super().execute(sql, parameters)
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """As sqlite3's, with explained errors."""
        with _explained(self._path()):
            super().executemany(sql, parameters)
        return self

    def fetchone(self) -> Any:
        """As sqlite3's, with explained errors."""
        with _explained(self._path()):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        """As sqlite3's, with explained errors."""
        with _explained(self._path()):
            return super().fetchall()

    def fetchmany(self, size: int | None = 1000) -> list[Any]:
        """As sqlite3's, with explained errors; a quarter of the time of one row after another."""
        with _explained(self._path()):
            return super().fetchmany(size)

    def __next__(self) -> Any:
        """As sqlite3's, with explained errors."""
        with _explained(self._path()):
            return super().__next__()


class Connection(sqlite3.Connection):
    """A connection in autocommit mode; write inside `transaction()`."""

    path: Path = Path()
    readonly: SurroundingsError | None = None  # why nothing may be written through it

    def cursor(self, factory: Any = None) -> Any:
        """A `Cursor` of ours."""
        return super().cursor(factory or Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        """As sqlite3's, with explained errors (sqlite3's own would use a plain cursor)."""
        cursor: Cursor = self.cursor()
        return cursor.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """As sqlite3's, with explained errors."""
        cursor: Cursor = self.cursor()
        return cursor.executemany(sql, parameters)

    def wait_up_to(self, seconds: float) -> None:
        """How long a statement waits for another program's transaction before it fails."""
        self.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def insert(self, sql: str, parameters: Any) -> int:
        """Insert one row; returns its id."""
        row_id = self.execute(sql, parameters).lastrowid
        assert row_id is not None
        return row_id

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One write transaction: the lock is taken at once, so that it can not fail half-way."""
        if self.readonly is not None:
            raise SurroundingsError(self.readonly.message, self.readonly.advice)
        self.execute("BEGIN IMMEDIATE")
        try:
            yield self
        except BaseException:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise
        try:
            self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open a catalogue that is known to be there and of this version.

    WAL with synchronous=FULL: a decision or a journal row that was committed survives a power
    loss (0.3 ms a commit; imports commit twice a second, so they do not feel it).
    """
    with _explained(path):
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?{_read_only(path) if read_only else 'mode=rw'}",
            uri=True,
            timeout=BUSY_TIMEOUT_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
    db.path = path
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    except BaseException:
        db.close()
        raise
    return db


def _read_only(path: Path) -> str:
    """SQLite can read a WAL catalogue only beside its shared memory, or as a file that is at rest.

    In a folder that can not be written that memory can not be made; the file then is at rest,
    unless a program that may write left a log beside it.
    """
    log = path.with_name(f"{path.name}-wal")
    at_rest = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "mode=ro&immutable=1" if at_rest else "mode=ro"


def check(paths: LibraryPaths) -> None:
    """See that a catalogue can be read as it is; raises `SurroundingsError`. Changes nothing."""
    db = connect(paths.catalog, read_only=True)
    try:
        if _version(db, paths.catalog) < SCHEMA_VERSION:
            raise SurroundingsError(
                f"The library {paths.folder} was made by an older photoorg and must be brought up "
                "to date, but it can only be read here.",
                "Close the other photoorg or allow your user to write the folder, then try again.",
            )
    finally:
        db.close()


def prepare(paths: LibraryPaths) -> None:
    """Make the catalogue if it is absent, bring it to this version if it is older.

    Raises `SurroundingsError` when it is newer, damaged, locked, or the folder can not be written.
    """
    try:
        paths.folder.mkdir(parents=True, exist_ok=True)
        if not paths.catalog.exists():
            paths.catalog.touch()
        elif not paths.catalog.stat().st_size and paths.thumbnails.exists():
            raise SurroundingsError(
                f"The catalogue {paths.catalog} is damaged: it is empty.",
                "Put back a copy from the 'backups' folder beside it, or delete this empty file "
                "and index your photos again. Your photos are not touched.",
            )
    except OSError as error:
        raise SurroundingsError(
            f"The library folder {paths.folder} can not be used: {error.strerror or error}.",
            "Choose another folder with --library, or correct its permissions.",
        ) from error
    db = connect(paths.catalog)
    try:
        version = _version(db, paths.catalog)
        if version < SCHEMA_VERSION:
            if version:
                _back_up(db, paths, version)
            _migrate(db)
    finally:
        db.close()


def _version(db: Connection, path: Path) -> int:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise SurroundingsError(
            f"The library {path.parent} was made by a newer photoorg "
            f"(catalogue version {version}; this photoorg knows {SCHEMA_VERSION}).",
            "Update photoorg, or name another library with --library. Nothing was changed.",
        )
    tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'files'").fetchone()[0]
    strangers = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version == 0 and strangers and not tables:
        # a first migration that was killed leaves at most sqlite-utils' own table behind
        ours = "SELECT count(*) FROM sqlite_master WHERE tbl_name = '_sqlite_migrations'"
        if db.execute(ours).fetchone()[0] != strangers:
            raise SurroundingsError(
                f"{path} is a database of another program.",
                "Name another folder with --library. Nothing was changed.",
            )
    return version


def _back_up(db: Connection, paths: LibraryPaths, version: int) -> None:
    """Copy the catalogue before a migration touches it (`VACUUM INTO`: consistent, compact)."""
    paths.backups.mkdir(exist_ok=True)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = paths.backups / f"catalog-v{version}-{stamp}.db"
    db.execute("VACUUM INTO ?", (str(target),))


def _migrate(db: Connection) -> None:
    from sqlite_utils import Database

    # 16 kB pages: the feature blobs are 1 to 40 kB; must be set before the first table
    db.execute("PRAGMA page_size = 16384")
    db.execute("PRAGMA journal_mode = WAL")
    with _explained(db.path):
        migrations().apply(Database(db))
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def quick_check(db: Connection) -> str:
    """ "ok", or what SQLite finds wrong with the file (reads all of it)."""
    return str(db.execute("PRAGMA quick_check").fetchone()[0])
