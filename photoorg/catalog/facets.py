"""The schema's sixth step: what the filters ask about, beside each photo, and counts kept ready.

A view of a million photos must be counted in 50 ms, while reading a million index entries takes
100. So `tallies` holds how many photos and bytes each value of each facet has, kept true by
triggers. What is written costs more for it: a photo that is scanned 0.25 ms instead of 0.1 (its
decoding takes 20), most of it in the indexes.
"""

from __future__ import annotations

SEPARATOR = "\x1f"  # between the names of a place in its tally's key

# facet -> (columns of `files` it is made of, the key of a row). No key is NULL.
FACET_KEYS = {
    "all": ("", "0"),
    "day": ("ymd", "coalesce({0}.ymd, 0)"),
    "place": (
        "country_code, country, region, city",
        "CASE WHEN {0}.country_code IS NULL THEN '' ELSE {0}.country_code || char(31) || "
        "coalesce({0}.region, '') || char(31) || coalesce({0}.city, '') || char(31) || "
        "coalesce({0}.country, '') END",
    ),
    "cluster": (
        "grouped, cluster",
        "CASE WHEN {0}.cluster IS NOT NULL THEN {0}.cluster WHEN {0}.grouped THEN -1 ELSE -2 END",
    ),
    "reviewed": (
        "cluster, reviewed",
        "CASE WHEN {0}.reviewed IS NULL THEN -1 ELSE coalesce({0}.cluster, -2) END",
    ),
    "root": ("root_id", "{0}.root_id"),
    "rule": ("taken_from", "coalesce({0}.taken_from, '')"),
    "guess": ("taken_guess", "{0}.taken_guess"),
    "source": ("place_from", "coalesce({0}.place_from, '')"),
    "format": ("format", "coalesce({0}.format, '')"),
    "camera": ("camera", "coalesce({0}.camera, '')"),
    "mark": ("mark", "coalesce({0}.mark, '')"),
    "rating": ("rating", "{0}.rating"),
    "favourite": ("favourite", "{0}.favourite"),
    # of 5 degrees: how many photos lie in a rectangle, nearly
    "cell": (
        "latitude, longitude",
        "coalesce(CAST(({0}.latitude + 90) / 5 AS INTEGER) * 100 "
        "+ CAST(({0}.longitude + 180) / 5 AS INTEGER), -1)",
    ),
    # by the number of digits and the first one: 75 is 5 MB to 6 MB, and larger ones come later
    "size": ("", "length({0}.size) * 10 + substr({0}.size, 1, 1)"),
    "pixels": (
        "pixels",
        "coalesce(length({0}.pixels) * 10 + substr({0}.pixels, 1, 1), 0)",
    ),
}

_COLUMNS = """
-- when it was taken, in ms since 1970 UTC: what photos are ordered by; NULL: undated
ALTER TABLE files ADD COLUMN moment INTEGER;
-- where it was taken and what says so: "exif", "xmp", "takeout", "user" or "estimate"
ALTER TABLE files ADD COLUMN latitude REAL;
ALTER TABLE files ADD COLUMN longitude REAL;
ALTER TABLE files ADD COLUMN place_from TEXT;
-- copied from `contents` by the triggers below, for the filters
ALTER TABLE files ADD COLUMN format TEXT;
ALTER TABLE files ADD COLUMN pixels INTEGER;
ALTER TABLE files ADD COLUMN camera TEXT;
-- a sentence on what is odd about its date or place
ALTER TABLE files ADD COLUMN note TEXT;
"""

# local time minus the offset, where it is known; `dates.order` improves on this for the others
_MOMENT = """CAST(strftime('%s', substr(taken, 1, 19)) AS INTEGER) * 1000
    + CASE WHEN substr(taken, 20, 1) = '.'
           THEN CAST(substr(substr(taken, 21) || '000', 1, 3) AS INTEGER) ELSE 0 END
    - CASE WHEN length(utc_offset) >= 6
           THEN (CAST(substr(utc_offset, 2, 2) AS INTEGER) * 60
                 + CAST(substr(utc_offset, 5, 2) AS INTEGER)) * 60000
                * CASE WHEN substr(utc_offset, 1, 1) = '-' THEN -1 ELSE 1 END
           ELSE 0 END"""

_FILL = f"""
UPDATE files SET (latitude, longitude, place_from, format, pixels, camera) =
        (SELECT c.latitude, c.longitude,
                CASE WHEN c.latitude IS NOT NULL AND c.longitude IS NOT NULL THEN 'exif' END,
                c.format, c.width * c.height, c.camera
         FROM contents c WHERE c.hash = files.hash)
    WHERE hash IN (SELECT hash FROM contents);
UPDATE files SET moment = {_MOMENT} WHERE taken IS NOT NULL;
"""

_CONTENT_OF = """UPDATE files SET (format, pixels, camera) =
        (SELECT c.format, c.width * c.height, c.camera FROM contents c WHERE c.hash = new.hash)
    WHERE id = new.id;"""

_COPIES = f"""
CREATE TRIGGER known_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM contents WHERE hash = new.hash) BEGIN
    {_CONTENT_OF}
END;
CREATE TRIGGER known_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    {_CONTENT_OF}
END;
CREATE TRIGGER content_comes AFTER INSERT ON contents BEGIN
    UPDATE files SET format = new.format, pixels = new.width * new.height, camera = new.camera
    WHERE hash = new.hash;
END;
CREATE TRIGGER content_changes AFTER UPDATE ON contents BEGIN
    UPDATE files SET format = new.format, pixels = new.width * new.height, camera = new.camera
    WHERE hash = new.hash;
END;
"""

# What filters ask for, in the large indexes: a row that does not fit is passed over (0.1 us)
# without being looked up in the table (1.2 us). They cost 150 bytes a photo each.
_REST = (
    "ymd", "cluster", "country_code", "region", "city", "latitude", "longitude", "format",
    "camera", "size", "pixels", "rating", "mark", "favourite", "reviewed", "taken_from",
    "taken_guess", "place_from", "root_id", "protected", "country",
)  # fmt: skip


def _large(name: str, *leading: str) -> str:
    rest = [column for column in _REST if column not in leading]
    return f"CREATE INDEX {name} ON files(state, gone, {', '.join([*leading, *rest])});"


# Each has the order of its view, so that a page of it is read without sorting. `state` and `gone`
# lead all: of a partial index SQLite would read the table to see them (before 3.45).
_INDEXES = f"""
DROP INDEX files_date;
DROP INDEX files_place;
DROP INDEX files_cluster;
DROP INDEX files_counts;
DROP INDEX files_marked;
DROP INDEX files_favourites;
CREATE INDEX files_date ON files(state, gone, moment DESC, path, ymd);
{_large("files_facets", "moment DESC", "path")}
{_large("files_cluster", "cluster", "moment DESC", "path")}
{_large("files_place", "country_code", "region", "city", "moment DESC", "path")}
CREATE INDEX files_days ON files(state, gone, cluster, ymd);
CREATE INDEX files_where ON files(state, gone, latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX files_size ON files(state, gone, size DESC, path);
CREATE INDEX files_shapes ON files(state, gone, format, size, reviewed, rating, mark, favourite,
    pixels, taken_guess, taken_from, camera);
CREATE INDEX files_pixels ON files(state, gone, pixels);
CREATE INDEX files_odd ON files(state, gone, coalesce(confidence, 2), path);
CREATE INDEX files_blurred ON files(state, gone, coalesce(sharpness, 2), path);
CREATE INDEX files_sure ON files(state, gone, rank IS NULL, rank, confidence DESC, path);
CREATE INDEX files_format ON files(state, gone, format, moment DESC);
CREATE INDEX files_camera ON files(state, gone, camera, moment DESC);
CREATE INDEX files_rule ON files(state, gone, taken_from, moment DESC);
CREATE INDEX files_marked ON files(state, gone, mark, moment DESC) WHERE mark IS NOT NULL;
CREATE INDEX files_rated ON files(state, gone, rating, moment DESC) WHERE rating > 0;
CREATE INDEX files_source ON files(state, gone, place_from, moment DESC)
    WHERE place_from IS NOT NULL;
CREATE INDEX files_guessed ON files(state, gone, moment DESC) WHERE taken_guess;
CREATE INDEX files_favourites ON files(state, gone, moment DESC) WHERE favourite;
"""


def _shown(row: str) -> str:
    return f"({row}.state = 'photo' AND {row}.gone IS NULL)"


def _tally(facets: list[str], row: str, sign: str) -> str:
    """The statement that adds a row to its tallies, or takes it out of them."""
    keys = " UNION ALL ".join(
        f"SELECT '{name}', {FACET_KEYS[name][1].format(row)}, {sign}1, {sign}{row}.size"
        for name in facets
    )
    return (
        f"INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM ({keys}) "
        f"WHERE {_shown(row)} ON CONFLICT(facet, key) DO UPDATE SET "
        "photos = photos + excluded.photos, bytes = bytes + excluded.bytes;"
    )


def _tally_triggers() -> str:
    names = list(FACET_KEYS)
    parts = [
        f"CREATE TRIGGER tally_comes AFTER INSERT ON files WHEN {_shown('new')} BEGIN\n"
        f"    {_tally(names, 'new', '')}\nEND;",
        f"CREATE TRIGGER tally_goes AFTER DELETE ON files WHEN {_shown('old')} BEGIN\n"
        f"    {_tally(names, 'old', '-')}\nEND;",
        "CREATE TRIGGER tally_turns AFTER UPDATE OF state, gone, size ON files\n"
        f"WHEN {_shown('old')} <> {_shown('new')} OR old.size <> new.size BEGIN\n"
        f"    {_tally(names, 'old', '-')}\n    {_tally(names, 'new', '')}\nEND;",
    ]
    for name, (columns, key) in FACET_KEYS.items():
        if not columns:
            continue
        # together with a change of state or size it is counted by `tally_turns`, whole
        parts.append(
            f"CREATE TRIGGER tally_{name} AFTER UPDATE OF {columns} ON files\n"
            f"WHEN {_shown('old')} AND {_shown('new')} AND old.size = new.size\n"
            f"    AND {key.format('old')} IS NOT {key.format('new')} BEGIN\n"
            f"    {_tally([name], 'old', '-')}\n    {_tally([name], 'new', '')}\nEND;"
        )
    return "\n".join(parts)


def _first_tallies() -> str:
    return "\n".join(
        f"INSERT INTO tallies(facet, key, photos, bytes) SELECT '{name}', {key.format('f')}, "
        f"count(*), sum(f.size) FROM files f WHERE {_shown('f')} GROUP BY 2;"
        for name, (_, key) in FACET_KEYS.items()
    )


_TALLIES = """
CREATE TABLE tallies (                  -- of the photos that are shown; kept by the triggers
    facet TEXT NOT NULL,
    key NOT NULL,
    photos INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (facet, key)
) WITHOUT ROWID;
"""

FACETS = "\n".join(
    (_COLUMNS, _FILL, _COPIES, _INDEXES, _TALLIES, _first_tallies(), _tally_triggers())
)
