"""The tables of the user's own groups, and what a file's group comes to: migration 8."""

# Where a file belongs: where the user put its content; else where the current run has it, unless
# the user said that it does not belong there; then the run's second choice, or unsorted. Written
# behind each change of a part of it, so that a view reads `files` alone. `rank` 1000000000: last.
GROUP_OF_FILE = """UPDATE files SET (grouped, cluster, confidence, rank, placed) =
    (SELECT a.hash IS NOT NULL OR p.hash IS NOT NULL,
            CASE WHEN p.hash IS NOT NULL THEN p.cluster WHEN b.hash IS NULL THEN a.cluster
                 WHEN s.hash IS NULL THEN a.second END,
            CASE WHEN p.hash IS NOT NULL THEN 1.0 WHEN b.hash IS NULL THEN a.confidence
                 ELSE 1.0 - a.confidence END,
            CASE WHEN b.hash IS NOT NULL THEN 1000000000
                 WHEN p.hash IS NOT NULL AND p.cluster IS NOT a.cluster THEN 1000000000
                 ELSE coalesce(a.rank, 1000000000) END,
            p.hash IS NOT NULL
     FROM (SELECT 1)
     LEFT JOIN placements p ON p.hash = files.hash
     LEFT JOIN assignments a ON a.run = (SELECT id FROM runs WHERE current = 1)
                             AND a.hash = files.hash
     LEFT JOIN not_here b ON b.hash = a.hash AND b.cluster = a.cluster
     LEFT JOIN not_here s ON s.hash = a.hash AND s.cluster = a.second)"""

_COUNTED = "{0}.placed AND {0}.state = 'photo' AND {0}.gone IS NULL"


def _tally(row: str, sign: str) -> str:
    """The statement that adds a file to the tally of its group, or takes it out."""
    return (
        "INSERT INTO tallies(facet, key, photos, bytes) "
        f"SELECT 'placed', {row}.cluster, {sign}1, {sign}{row}.size "
        f"WHERE {_COUNTED.format(row)} ON CONFLICT(facet, key) DO UPDATE SET "
        "photos = photos + excluded.photos, bytes = bytes + excluded.bytes;"
    )


PLACEMENTS = f"""
CREATE TABLE placements (               -- where the decisions put a content
    hash TEXT PRIMARY KEY,
    cluster INTEGER NOT NULL            -- a leaf; has a row in kept_clusters
) WITHOUT ROWID;
CREATE TABLE not_here (                 -- groups in which a content must not be
    hash TEXT NOT NULL,
    cluster INTEGER NOT NULL,
    PRIMARY KEY (hash, cluster)
) WITHOUT ROWID;
CREATE TABLE kept_clusters (            -- groups that live on, whether a run has them or not
    id INTEGER PRIMARY KEY,             -- from the same numbers as clusters.id
    title TEXT NOT NULL,                -- where no run has a better one
    named INTEGER NOT NULL              -- the title is the user's, and wins
);
ALTER TABLE assignments ADD COLUMN second INTEGER;  -- the next best leaf; NULL: unsorted
ALTER TABLE files ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;  -- the user put it in its group
-- a file comes without it, and has it only then
CREATE TRIGGER tally_placed AFTER UPDATE OF placed, cluster, state, gone, size ON files
WHEN old.placed OR new.placed BEGIN
    {_tally("old", "-")}
    {_tally("new", "")}
END;
CREATE TRIGGER tally_placed_goes AFTER DELETE ON files WHEN old.placed BEGIN
    {_tally("old", "-")}
END;

DROP TRIGGER file_comes;
DROP TRIGGER file_changes;
DROP TRIGGER assignment_comes;
DROP TRIGGER run_ends;
CREATE TRIGGER file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    {GROUP_OF_FILE} WHERE id = new.id;
END;
CREATE TRIGGER file_changes AFTER UPDATE OF hash ON files WHEN new.hash IS NOT old.hash BEGIN
    {GROUP_OF_FILE} WHERE id = new.id;
END;
CREATE TRIGGER assignment_comes AFTER INSERT ON assignments
WHEN new.run = (SELECT id FROM runs WHERE current = 1) BEGIN
    {GROUP_OF_FILE} WHERE hash = new.hash;
END;
CREATE TRIGGER run_ends AFTER UPDATE OF current ON runs WHEN old.current AND NOT new.current BEGIN
    UPDATE files SET grouped = 0, cluster = NULL, confidence = NULL, rank = NULL
    WHERE grouped AND NOT placed;
    UPDATE files SET rank = 1000000000 WHERE placed;
END;
CREATE TRIGGER placement_comes AFTER INSERT ON placements BEGIN
    {GROUP_OF_FILE} WHERE hash = new.hash;
END;
CREATE TRIGGER placement_changes AFTER UPDATE ON placements BEGIN
    {GROUP_OF_FILE} WHERE hash = new.hash;
END;
CREATE TRIGGER placement_goes AFTER DELETE ON placements BEGIN
    {GROUP_OF_FILE} WHERE hash = old.hash;
END;
CREATE TRIGGER not_here_comes AFTER INSERT ON not_here BEGIN
    {GROUP_OF_FILE} WHERE hash = new.hash;
END;
CREATE TRIGGER not_here_goes AFTER DELETE ON not_here BEGIN
    {GROUP_OF_FILE} WHERE hash = old.hash;
END;
"""
