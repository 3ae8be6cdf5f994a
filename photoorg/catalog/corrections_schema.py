"""The tables of the user's corrections: migration 7."""

CORRECTIONS = """
CREATE TABLE corrections (              -- what the decisions about dates and places come to
    hash TEXT PRIMARY KEY,
    taken TEXT,                         -- local ISO 8601; NULL: left to the rules
    utc_offset TEXT,                    -- alone: the rules' local time, in this offset
    latitude REAL,
    longitude REAL,
    country_code TEXT,                  -- names that were picked; NULL: the gazetteer's
    country TEXT,
    region TEXT,
    city TEXT,
    place_from TEXT CHECK (place_from IN ('user', 'estimate', 'none'))
) WITHOUT ROWID;
CREATE INDEX corrections_estimated ON corrections(hash) WHERE place_from = 'estimate';
CREATE TABLE named_places (             -- names that the user gave, for photos to come as well
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL,         -- the place that is meant, as the gazetteer names it
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    latitude REAL,                      -- of a circle; NULL: all that lies in that place
    longitude REAL,
    radius_km REAL NOT NULL DEFAULT 0
);
CREATE TABLE rules (version INTEGER NOT NULL);  -- by which all photos were dated and placed
ALTER TABLE files ADD COLUMN sidecar TEXT;  -- JSON of records.Sidecar: what lies beside the file
"""
