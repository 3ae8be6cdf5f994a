"""The schema, as an append-only list of migrations (sqlite-utils `Migrations`).

Never edit a migration that was released: add one. Each runs in one transaction.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

#: `PRAGMA user_version` of a catalogue to which all migrations below were applied.
SCHEMA_VERSION = 1

_FACTS = """
CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,          -- os.fsencode: names need not be valid Unicode
    online INTEGER NOT NULL DEFAULT 1,
    added TEXT NOT NULL
);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL,                 -- relative to the root
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('photo', 'problem', 'other')),
    gone TEXT CHECK (gone IN ('missing', 'trashed')),  -- NULL: on disk when last seen
    hash TEXT,                          -- SHA-256; NULL when the file was not read whole
    reason TEXT,
    retry INTEGER NOT NULL DEFAULT 0,
    taken TEXT,                         -- local ISO 8601
    ymd INTEGER,                        -- 20190512; NULL: undated
    utc_offset TEXT,
    taken_from TEXT,
    taken_guess INTEGER NOT NULL DEFAULT 0,  -- by a weak rule, such as the file's own time
    country_code TEXT,                  -- NULL: unplaced
    country TEXT,
    region TEXT,
    city TEXT,
    place_km REAL,
    -- what the current run says of this hash, copied here by the triggers below: a view of a
    -- library of 100,000 photos must not join them to their assignments (1 s) to be drawn (20 ms)
    grouped INTEGER NOT NULL DEFAULT 0,
    cluster INTEGER,
    confidence REAL,
    rank INTEGER,
    UNIQUE (root_id, path)
);
CREATE INDEX files_hash ON files(hash);
CREATE INDEX files_date ON files(state, gone, ymd DESC, taken DESC, path);
CREATE INDEX files_place ON files(state, gone, country_code, region, city, country);
CREATE INDEX files_cluster ON files(state, gone, cluster, ymd DESC, taken DESC, path);
CREATE INDEX files_typical ON files(cluster, rank, path);
CREATE INDEX files_counts ON files(state, gone, cluster, grouped, root_id, size, ymd, country_code);
CREATE TABLE contents (
    hash TEXT PRIMARY KEY,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    orientation INTEGER NOT NULL,
    mean_color INTEGER NOT NULL,
    latitude REAL,
    longitude REAL,
    camera TEXT,
    metadata TEXT NOT NULL              -- JSON of records.Metadata, absent values left out
) WITHOUT ROWID;
"""

_LOOK_UP = """UPDATE files SET (grouped, cluster, confidence, rank) =
        (SELECT count(*), a.cluster, a.confidence, coalesce(a.rank, 1000000000)
         FROM assignments a WHERE a.hash = new.hash
              AND a.run = (SELECT id FROM runs WHERE current = 1))
    WHERE id = new.id;"""

_MACHINE = f"""
CREATE TABLE features (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    hash TEXT NOT NULL,
    data BLOB NOT NULL,                 -- float16, little endian; shape given by the model
    UNIQUE (model, hash)
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    model TEXT NOT NULL,
    photos INTEGER NOT NULL,            -- how many contents it was trained on
    checkpoint TEXT NOT NULL,           -- file name in the library's models folder
    level INTEGER NOT NULL,             -- how many joins the tree shows unless asked otherwise
    parameters TEXT NOT NULL,           -- JSON: seed, device, criterion
    current INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE clusters (                 -- leaves, and the folders made by joining two of them
    run INTEGER NOT NULL REFERENCES runs(id),
    id INTEGER NOT NULL,                -- a leaf's is stable from run to run, by matching
    leaf INTEGER,                       -- index in the checkpoint; NULL for a joined folder
    step INTEGER,                       -- joined at this step, 0 first; NULL for a leaf
    first INTEGER,
    second INTEGER,
    title TEXT NOT NULL,
    quality REAL NOT NULL,
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE TABLE assignments (
    run INTEGER NOT NULL REFERENCES runs(id),
    hash TEXT NOT NULL,
    cluster INTEGER,                    -- a leaf; NULL: unsorted
    confidence REAL NOT NULL,
    rank INTEGER,                       -- 0 is the cluster's most typical; NULL: not ranked
    trained INTEGER NOT NULL,           -- part of the training, or placed later
    PRIMARY KEY (run, hash)
) WITHOUT ROWID;

CREATE TRIGGER file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    {_LOOK_UP}
END;
CREATE TRIGGER file_changes AFTER UPDATE OF hash ON files WHEN new.hash IS NOT old.hash BEGIN
    {_LOOK_UP}
END;
CREATE TRIGGER assignment_comes AFTER INSERT ON assignments
WHEN new.run = (SELECT id FROM runs WHERE current = 1) BEGIN
    UPDATE files SET grouped = 1, cluster = new.cluster, confidence = new.confidence,
                     rank = coalesce(new.rank, 1000000000)
    WHERE hash = new.hash;
END;
CREATE TRIGGER run_ends AFTER UPDATE OF current ON runs WHEN old.current AND NOT new.current BEGIN
    UPDATE files SET grouped = 0, cluster = NULL, confidence = NULL, rank = NULL
    WHERE grouped;
END;
"""

_DECISIONS = """
CREATE TABLE decisions (                -- append-only
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT,
    cluster INTEGER,
    payload TEXT NOT NULL
);
CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone', 'partly undone'))
);
CREATE TABLE operation_files (
    operation INTEGER NOT NULL REFERENCES operations(id),
    position INTEGER NOT NULL,
    file_id INTEGER NOT NULL REFERENCES files(id),
    path BLOB NOT NULL,                 -- absolute, as it was
    trash_path BLOB,
    hash TEXT,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('planned', 'moving', 'trashed', 'failed', 'restored', 'lost')),
    reason TEXT,
    PRIMARY KEY (operation, position)
) WITHOUT ROWID;
CREATE INDEX operation_files_file ON operation_files(file_id);
"""


def migrations() -> Migrations:
    """The migration set; imports sqlite-utils (0.2 s), so call it only when one is pending."""
    from sqlite_utils import Migrations

    steps = Migrations("photoorg")

    @steps(name="0001_facts_machine_decisions")
    def _first(db: Database) -> None:
        for statement in _statements(_FACTS + _MACHINE + _DECISIONS):
            db.execute(statement)

    return steps


def _statements(script: str) -> list[str]:
    """Single statements: `executescript` would commit the migration's transaction."""
    found, statement = [], ""
    for line in script.splitlines():
        statement += line.split("--")[0] + "\n"
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found
