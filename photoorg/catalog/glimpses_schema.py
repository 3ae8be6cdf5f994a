"""The schema's fourteenth step: photos of which only the head has been looked at.

A table beside `files`, as slim as a view by date and place allows: a row of `files` costs 0.25 ms
with its indexes and tallies, and would be written twice; one of these costs 0.02. No query but
those of `catalog.glimpses` sees them, so nothing can be decided about them, deleted or exported.

A glimpse has the id that its file will have in `files`; views know it by the negative of it. So
what is on screen stays where it is when the photo has been read, and no code that takes the id of a
photo finds anything by a glimpse's.
"""

from __future__ import annotations

GLIMPSES = """
CREATE TABLE glimpses (
    id INTEGER PRIMARY KEY,             -- that of the file to come
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL,                 -- as in files, like all that follows
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    orientation INTEGER NOT NULL,       -- 1 to 8: how the preview in the file's head is turned
    taken TEXT,
    ymd INTEGER,
    utc_offset TEXT,
    taken_from TEXT,
    taken_guess INTEGER NOT NULL,
    country_code TEXT,
    country TEXT,
    region TEXT,
    city TEXT,
    place_km REAL,
    latitude REAL,
    longitude REAL,
    place_from TEXT,
    note TEXT,
    moment INTEGER,
    camera TEXT,
    UNIQUE (root_id, path)
);
CREATE INDEX glimpses_date ON glimpses(moment DESC, path);
CREATE INDEX glimpses_days ON glimpses(ymd, size);
CREATE INDEX glimpses_places ON glimpses(country_code, region, city, country);

-- a photo is shown once: by its file, from the moment that is there
CREATE TRIGGER glimpsed_file_comes AFTER INSERT ON files BEGIN
    DELETE FROM glimpses WHERE root_id = new.root_id AND path = new.path;
END;
CREATE TRIGGER glimpsed_file_moves AFTER UPDATE OF root_id, path ON files
WHEN new.root_id <> old.root_id OR new.path <> old.path BEGIN
    DELETE FROM glimpses WHERE root_id = new.root_id AND path = new.path;
END;
CREATE TRIGGER glimpsed_root_goes BEFORE DELETE ON roots BEGIN
    DELETE FROM glimpses WHERE root_id = old.id;
END;
"""
