"""The schema's step for the map of the library; see `catalog.library_map`."""

from __future__ import annotations

_LOOK_UP = """UPDATE files SET (map_x, map_y) =
        (SELECT p.x, p.y FROM (SELECT 1) LEFT JOIN positions p ON p.hash = files.hash
              AND p.run = (SELECT id FROM runs WHERE current = 1))"""

POSITIONS = f"""
CREATE TABLE positions (                -- machine output: where a content lies on the run's map
    run INTEGER NOT NULL REFERENCES runs(id),
    hash TEXT NOT NULL,
    x REAL NOT NULL,                    -- 0..1, both
    y REAL NOT NULL,
    PRIMARY KEY (run, hash)
) WITHOUT ROWID;
ALTER TABLE files ADD COLUMN map_x REAL;  -- of the current run, copied by `machine.show_run`
ALTER TABLE files ADD COLUMN map_y REAL;
CREATE INDEX files_map ON files(state, gone, map_x, map_y, cluster) WHERE map_x IS NOT NULL;

CREATE TRIGGER mapped_file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    {_LOOK_UP} WHERE id = new.id;
END;
CREATE TRIGGER mapped_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    {_LOOK_UP} WHERE id = new.id;
END;
"""
