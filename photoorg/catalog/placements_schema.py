"""The tables of the user's own groups, and what a file's group comes to: migration 8."""

# Where a file belongs: where the user put its content; else where the current run has it, unless
# the user said that it does not belong there, or that was a group of the user's and is no more;
# then the run's second choice, or unsorted. Written behind each change of a part of it, so that a
# view reads `files` alone. `rank` 1000000000: last.
GROUP_OF_FILE = """UPDATE files SET (grouped, cluster, confidence, rank, placed) =
    (SELECT run OR put,
            CASE WHEN put THEN place WHEN fits THEN cluster WHEN fits_second THEN second END,
            CASE WHEN put THEN 1.0 WHEN fits THEN confidence ELSE 1.0 - confidence END,
            CASE WHEN fits AND (NOT put OR place IS cluster) THEN coalesce(rank, 1000000000)
                 ELSE 1000000000 END,
            put
     FROM (SELECT a.hash IS NOT NULL AS run, p.hash IS NOT NULL AS put, p.cluster AS place,
                  a.cluster, a.second, a.confidence, a.rank,
                  b.hash IS NULL AND (a.cluster IS NULL OR c.id IS NOT NULL OR k.id IS NOT NULL)
                      AS fits,
                  s.hash IS NULL AND (d.id IS NOT NULL OR l.id IS NOT NULL) AS fits_second
           FROM (SELECT 1)
           LEFT JOIN placements p ON p.hash = files.hash
           LEFT JOIN assignments a ON a.run = (SELECT id FROM runs WHERE current = 1)
                                   AND a.hash = files.hash
           LEFT JOIN not_here b ON b.hash = a.hash AND b.cluster = a.cluster
           LEFT JOIN not_here s ON s.hash = a.hash AND s.cluster = a.second
           LEFT JOIN clusters c ON c.run = a.run AND c.id = a.cluster
           LEFT JOIN clusters d ON d.run = a.run AND d.id = a.second
           LEFT JOIN kept_clusters k ON k.id = a.cluster
           LEFT JOIN kept_clusters l ON l.id = a.second))"""

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
CREATE TRIGGER kept_comes AFTER INSERT ON kept_clusters
WHEN NOT EXISTS (SELECT 1 FROM clusters c JOIN runs r ON r.id = c.run
                 WHERE r.current = 1 AND c.id = new.id) BEGIN
    {GROUP_OF_FILE} WHERE hash IN
        (SELECT hash FROM assignments WHERE run = (SELECT id FROM runs WHERE current = 1)
         AND (cluster = new.id OR second = new.id));
END;
CREATE TRIGGER kept_goes AFTER DELETE ON kept_clusters BEGIN
    {GROUP_OF_FILE} WHERE cluster = old.id;
END;
CREATE TRIGGER not_here_comes AFTER INSERT ON not_here BEGIN
    {GROUP_OF_FILE} WHERE hash = new.hash;
END;
CREATE TRIGGER not_here_goes AFTER DELETE ON not_here BEGIN
    {GROUP_OF_FILE} WHERE hash = old.hash;
END;
"""
