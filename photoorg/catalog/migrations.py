"""The schema, as an append-only list of migrations (sqlite-utils `Migrations`).

Never edit a migration that was released: add one. Each runs in one transaction.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from photoorg.catalog.corrections_schema import CORRECTIONS
from photoorg.catalog.counting_schema import COUNTING
from photoorg.catalog.facets import FACETS
from photoorg.catalog.glimpses_schema import GLIMPSES
from photoorg.catalog.library_map_schema import POSITIONS
from photoorg.catalog.listing_schema import LISTING
from photoorg.catalog.placements_schema import PLACEMENTS
from photoorg.catalog.rated_schema import RATED

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

#: `PRAGMA user_version` of a catalogue to which all migrations below were applied.
SCHEMA_VERSION = 15

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

_VERDICT_OF = """UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0), coalesce(v.favourite, 0), coalesce(v.protected, 0),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = new.hash)"""

_VERDICTS = f"""
CREATE TABLE verdicts (                 -- what the decisions come to, by content
    hash TEXT PRIMARY KEY,
    mark TEXT CHECK (mark IN ('kept', 'rejected')),
    rating INTEGER NOT NULL DEFAULT 0,  -- 0: none, 1 to 5
    favourite INTEGER NOT NULL DEFAULT 0,
    protected INTEGER NOT NULL DEFAULT 0,  -- this photo itself; a favourite is safe without it
    reviewed TEXT                       -- when a review that showed it was ended; NULL: never
) WITHOUT ROWID;
CREATE TABLE protected_folders (path BLOB PRIMARY KEY, created TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE not_alike (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX decisions_of_clusters ON decisions(kind) WHERE cluster IS NOT NULL;

ALTER TABLE files ADD COLUMN mark TEXT;  -- these five are copied here by the triggers below
ALTER TABLE files ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN protected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN reviewed INTEGER;  -- seconds since 1970: a third of the text's size
-- partial: a mark costs one small entry, not four large ones; lists read the whole table (70 ms)
CREATE INDEX files_marked ON files(state, gone, mark) WHERE mark IS NOT NULL;
CREATE INDEX files_favourites ON files(state, gone) WHERE favourite;
CREATE INDEX files_reviewed ON files(state, gone, cluster, reviewed) WHERE reviewed IS NOT NULL;

CREATE TRIGGER judged_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM verdicts WHERE hash = new.hash) BEGIN
    {_VERDICT_OF} WHERE id = new.id;
END;
CREATE TRIGGER judged_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    {_VERDICT_OF} WHERE id = new.id;
END;
CREATE TRIGGER verdict_comes AFTER INSERT ON verdicts BEGIN
    {_VERDICT_OF} WHERE hash = new.hash;
END;
CREATE TRIGGER verdict_changes AFTER UPDATE ON verdicts BEGIN
    {_VERDICT_OF} WHERE hash = new.hash;
END;
"""

_TRANSFERS = """
ALTER TABLE operations ADD COLUMN kind TEXT NOT NULL DEFAULT 'delete';  -- 'delete', 'move', 'copy'
ALTER TABLE operations ADD COLUMN payload TEXT NOT NULL DEFAULT '{}';
CREATE TABLE operation_files_2 (
    operation INTEGER NOT NULL REFERENCES operations(id),
    position INTEGER NOT NULL,
    file_id INTEGER REFERENCES files(id),  -- NULL: a companion, which is no photo
    path BLOB NOT NULL,                 -- absolute, as it was
    trash_path BLOB,                    -- where the file is now, for every kind of operation
    hash TEXT,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('planned', 'moving', 'trashed', 'failed', 'restored', 'lost', 'moved', 'copied')),
    reason TEXT,
    role TEXT NOT NULL DEFAULT 'photo' CHECK (role IN ('photo', 'companion', 'original')),
    belongs INTEGER,                    -- position of the photo that a companion goes with
    PRIMARY KEY (operation, position)
) WITHOUT ROWID;
INSERT INTO operation_files_2(operation, position, file_id, path, trash_path, hash, size, mtime_ns,
    state, reason) SELECT operation, position, file_id, path, trash_path, hash, size, mtime_ns,
    state, reason FROM operation_files;
DROP TABLE operation_files;
ALTER TABLE operation_files_2 RENAME TO operation_files;
CREATE INDEX operation_files_file ON operation_files(file_id);
"""

_STACKS = """
CREATE TABLE looks (                    -- machine output: a thumbnail measured (files.looks)
    hash TEXT PRIMARY KEY,
    version INTEGER NOT NULL,           -- of the measures; rows of another one are made anew
    hashes BLOB NOT NULL,               -- 16 perceptual hashes, uint64, little endian
    sharpness REAL NOT NULL,            -- 0..1
    exposure REAL NOT NULL,             -- 0..1
    contrast REAL NOT NULL,             -- standard deviation of the luma, 0..255
    compared INTEGER NOT NULL DEFAULT 0 -- whether it was compared with all that are
) WITHOUT ROWID;
CREATE INDEX looks_sharpness ON looks(hash, sharpness);
CREATE TABLE alike (                    -- machine output: pairs of contents that stack, a < b
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('variant', 'burst')),
    likeness REAL NOT NULL,             -- 0..1
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
"""

_SHARPNESS_OF = """UPDATE files SET sharpness =
        (SELECT l.sharpness FROM looks l WHERE l.hash = new.hash) WHERE id = new.id;"""

_SHARPNESS = f"""
ALTER TABLE files ADD COLUMN sharpness REAL;  -- copied by the triggers: 0.1 s a view, not 0.4
UPDATE files SET sharpness = (SELECT l.sharpness FROM looks l WHERE l.hash = files.hash)
    WHERE EXISTS (SELECT 1 FROM looks);
DROP INDEX looks_sharpness;
CREATE TRIGGER look_comes AFTER INSERT ON looks BEGIN
    UPDATE files SET sharpness = new.sharpness WHERE hash = new.hash;
END;
CREATE TRIGGER measured_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM looks WHERE hash = new.hash) BEGIN
    {_SHARPNESS_OF}
END;
CREATE TRIGGER measured_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    {_SHARPNESS_OF}
END;
"""

_FORMERLY = """(SELECT max(o.{0}) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards)"""

_VERDICT_OF_FILE = f"""UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce({_FORMERLY.format("favourite")}, 0)),
                max(coalesce(v.protected, 0), coalesce({_FORMERLY.format("protected")}, 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash)"""

# a photo stays protected, and a favourite, when another program writes into its file
_FORMER_CONTENTS = f"""
CREATE TABLE former_contents (          -- what a file held before another program wrote into it
    file INTEGER NOT NULL REFERENCES files(id),
    hash TEXT NOT NULL,
    guards INTEGER NOT NULL,            -- it was protected or a favourite, and what came was new:
                                        -- else names were swapped, and the verdict went along
    PRIMARY KEY (file, hash)
) WITHOUT ROWID;
CREATE INDEX former_contents_hash ON former_contents(hash);
DROP TRIGGER judged_file_changes;
DROP TRIGGER verdict_comes;
DROP TRIGGER verdict_changes;
CREATE TRIGGER judged_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    INSERT INTO former_contents(file, hash, guards) SELECT old.id, old.hash,
        old.gone IS NOT 'trashed'
        AND EXISTS (SELECT 1 FROM verdicts WHERE hash = old.hash AND (favourite OR protected))
        AND NOT EXISTS (SELECT 1 FROM files WHERE hash = new.hash AND id <> new.id)
        AND NOT EXISTS (SELECT 1 FROM former_contents WHERE hash = new.hash)
        WHERE old.hash IS NOT NULL
        ON CONFLICT(file, hash) DO UPDATE SET guards = max(guards, excluded.guards);
    {_VERDICT_OF_FILE} WHERE id = new.id;
END;
CREATE TRIGGER verdict_comes AFTER INSERT ON verdicts BEGIN
    {_VERDICT_OF_FILE} WHERE hash = new.hash;
    {_VERDICT_OF_FILE} WHERE id IN (SELECT file FROM former_contents WHERE hash = new.hash);
END;
CREATE TRIGGER verdict_changes AFTER UPDATE ON verdicts BEGIN
    {_VERDICT_OF_FILE} WHERE hash = new.hash;
    {_VERDICT_OF_FILE} WHERE id IN (SELECT file FROM former_contents WHERE hash = new.hash);
END;
"""

# all photos at once: `machine.show_run` writes those that change, in a tenth of the time
_SWITCH_OF_RUNS = """
DROP TRIGGER run_ends;
"""


# the order of the library is worked out anew only if something it depends on has changed
_ORDER_STATE = """
CREATE TABLE order_state (changes INTEGER NOT NULL, ordered INTEGER NOT NULL);
INSERT INTO order_state(changes, ordered) VALUES (1, 0);
CREATE TRIGGER order_comes AFTER INSERT ON files BEGIN
    UPDATE order_state SET changes = changes + 1;
END;
CREATE TRIGGER order_goes AFTER DELETE ON files BEGIN
    UPDATE order_state SET changes = changes + 1;
END;
CREATE TRIGGER order_changes AFTER UPDATE OF taken, utc_offset, camera, path, root_id, state, moment
ON files WHEN old.taken IS NOT new.taken OR old.utc_offset IS NOT new.utc_offset
    OR old.camera IS NOT new.camera OR old.path IS NOT new.path
    OR old.root_id IS NOT new.root_id OR old.state IS NOT new.state
    OR old.moment IS NOT new.moment BEGIN
    UPDATE order_state SET changes = changes + 1;
END;
"""


def migrations() -> Migrations:
    """The migration set; imports sqlite-utils (0.2 s), so call it only when one is pending."""
    from sqlite_utils import Migrations

    steps = Migrations("photoorg")

    @steps(name="0001_facts_machine_decisions")
    def _first(db: Database) -> None:
        for statement in _statements(_FACTS + _MACHINE + _DECISIONS):
            db.execute(statement)

    @steps(name="0002_verdicts_companions_transfers")
    def _second(db: Database) -> None:
        for statement in _statements(_VERDICTS + _TRANSFERS):
            db.execute(statement)

    @steps(name="0003_stacks")
    def _third(db: Database) -> None:
        for statement in _statements(_STACKS):
            db.execute(statement)

    @steps(name="0004_sharpness_of_files")
    def _fourth(db: Database) -> None:
        for statement in _statements(_SHARPNESS):
            db.execute(statement)

    @steps(name="0005_former_contents")
    def _fifth(db: Database) -> None:
        for statement in _statements(_FORMER_CONTENTS):
            db.execute(statement)

    @steps(name="0006_facets_and_tallies")
    def _sixth(db: Database) -> None:
        for statement in _statements(FACETS):
            db.execute(statement)

    @steps(name="0007_corrections")
    def _seventh(db: Database) -> None:
        for statement in _statements(CORRECTIONS):
            db.execute(statement)

    @steps(name="0008_placements")
    def _eighth(db: Database) -> None:
        for statement in _statements(PLACEMENTS):
            db.execute(statement)

    @steps(name="0009_switch_of_runs")
    def _ninth(db: Database) -> None:
        for statement in _statements(_SWITCH_OF_RUNS):
            db.execute(statement)

    @steps(name="0010_positions")
    def _tenth(db: Database) -> None:
        for statement in _statements(POSITIONS):
            db.execute(statement)

    @steps(name="0011_order_state")
    def _eleventh(db: Database) -> None:
        for statement in _statements(_ORDER_STATE):
            db.execute(statement)

    @steps(name="0012_listing")
    def _twelfth(db: Database) -> None:
        for statement in _statements(LISTING):
            db.execute(statement)

    @steps(name="0013_counting")
    def _thirteenth(db: Database) -> None:
        for statement in _statements(COUNTING):
            db.execute(statement)

    @steps(name="0014_glimpses")
    def _fourteenth(db: Database) -> None:
        for statement in _statements(GLIMPSES):
            db.execute(statement)

    @steps(name="0015_rated")
    def _fifteenth(db: Database) -> None:
        for statement in _statements(RATED):
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
