"""Opening the catalogue: migrations, the copy made before one, and transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import connection
from photoorg.catalog.migrations import SCHEMA_VERSION
from photoorg.errors import SurroundingsError
from photoorg.paths import LibraryPaths


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    made = LibraryPaths(tmp_path / "library")
    connection.prepare(made)
    return made


@pytest.fixture
def db(paths: LibraryPaths) -> Iterator[connection.Connection]:
    opened = connection.connect(paths.catalog)
    yield opened
    opened.close()


def test_catalogue_is_safe_against_crashes(db: connection.Connection) -> None:
    def pragma(name: str) -> object:
        return db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == connection.BUSY_TIMEOUT_MS


def test_preparing_twice_changes_nothing(paths: LibraryPaths, db: connection.Connection) -> None:
    db.insert("INSERT INTO roots(path, added) VALUES (?, ?)", (b"/photos", "now"))
    connection.prepare(paths)
    assert db.execute("SELECT count(*) FROM roots").fetchone()[0] == 1
    assert not paths.backups.exists()


def test_older_catalogue_is_copied_before_it_is_migrated(
    paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the next release will find today's catalogue."""
    from sqlite_utils import Migrations

    from photoorg.catalog import migrations

    with sqlite3.connect(paths.catalog) as old:
        old.execute("INSERT INTO roots(path, added) VALUES (x'2f61', 'then')")
    old.close()

    def with_a_second_step() -> Migrations:
        steps = migrations.migrations()
        steps(name="9999_test")(lambda db: db.execute("ALTER TABLE roots ADD COLUMN note TEXT"))
        return steps

    monkeypatch.setattr(connection, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(connection, "migrations", with_a_second_step)
    connection.prepare(paths)
    (copy,) = paths.backups.iterdir()
    with sqlite3.connect(copy) as before:
        assert before.execute("SELECT path, added FROM roots").fetchall() == [(b"/a", "then")]
    before.close()
    with sqlite3.connect(paths.catalog) as after:
        assert after.execute("SELECT path, note FROM roots").fetchall() == [(b"/a", None)]
        assert after.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION + 1
    after.close()


def test_failed_migration_leaves_the_catalogue_as_it_was(
    paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photoorg.catalog import migrations

    def failing() -> object:
        steps = migrations.migrations()

        @steps(name="9999_test")
        def _fails(db: object) -> None:
            db.execute("CREATE TABLE half(id)")  # type: ignore[attr-defined]
            raise RuntimeError("in the middle")

        return steps

    monkeypatch.setattr(connection, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(connection, "migrations", failing)
    with pytest.raises(RuntimeError):
        connection.prepare(paths)
    monkeypatch.undo()
    connection.prepare(paths)
    with sqlite3.connect(paths.catalog) as after:
        assert after.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert not after.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
    after.close()


def test_newer_catalogue_is_refused_untouched(paths: LibraryPaths) -> None:
    with sqlite3.connect(paths.catalog) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(SurroundingsError, match="newer photoorg"):
        connection.prepare(paths)


def test_transaction_is_all_or_nothing(db: connection.Connection) -> None:
    def interrupted() -> None:
        with db.transaction():
            db.execute("INSERT INTO roots(path, added) VALUES (x'61', 'now')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert db.execute("SELECT count(*) FROM roots").fetchone()[0] == 0


def test_our_own_mistakes_are_not_dressed_up(db: connection.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError):
        db.execute("SELECT nonsense FROM nowhere")
