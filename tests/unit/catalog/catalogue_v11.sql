BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'photoorg','0001_facts_machine_decisions','2026-11-28 21:49:57.307309+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'photoorg','0002_verdicts_companions_transfers','2026-11-28 21:49:57.342302+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'photoorg','0003_stacks','2026-11-28 21:49:57.357254+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'photoorg','0004_sharpness_of_files','2026-11-28 21:49:57.365451+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'photoorg','0005_former_contents','2026-11-28 21:49:57.381976+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'photoorg','0006_facets_and_tallies','2026-11-28 21:49:57.424519+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'photoorg','0007_corrections','2026-11-28 21:49:57.451554+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'photoorg','0008_placements','2026-11-28 21:49:57.490700+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'photoorg','0009_switch_of_runs','2026-11-28 21:49:57.500918+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'photoorg','0010_positions','2026-11-28 21:49:57.530197+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'photoorg','0011_order_state','2026-11-28 21:49:57.541230+00:00');
CREATE TABLE alike (                    
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('variant', 'burst')),
    likeness REAL NOT NULL,             
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE assignments (
    run INTEGER NOT NULL REFERENCES runs(id),
    hash TEXT NOT NULL,
    cluster INTEGER,                    
    confidence REAL NOT NULL,
    rank INTEGER,                       
    trained INTEGER NOT NULL, second INTEGER,           
    PRIMARY KEY (run, hash)
) WITHOUT ROWID;
CREATE TABLE clusters (                 
    run INTEGER NOT NULL REFERENCES runs(id),
    id INTEGER NOT NULL,                
    leaf INTEGER,                       
    step INTEGER,                       
    first INTEGER,
    second INTEGER,
    title TEXT NOT NULL,
    quality REAL NOT NULL,
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
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
    metadata TEXT NOT NULL              
) WITHOUT ROWID;
INSERT INTO "contents" VALUES('h0','JPEG',10,10,1,0,NULL,NULL,NULL,'{"notes": []}');
INSERT INTO "contents" VALUES('h1','JPEG',10,10,1,0,NULL,NULL,NULL,'{"notes": []}');
INSERT INTO "contents" VALUES('h2','JPEG',10,10,1,0,NULL,NULL,NULL,'{"notes": []}');
INSERT INTO "contents" VALUES('h3','JPEG',10,10,1,0,NULL,NULL,NULL,'{"notes": []}');
INSERT INTO "contents" VALUES('h5','JPEG',10,10,1,0,NULL,NULL,NULL,'{"notes": []}');
CREATE TABLE corrections (              
    hash TEXT PRIMARY KEY,
    taken TEXT,                         
    utc_offset TEXT,                    
    latitude REAL,
    longitude REAL,
    country_code TEXT,                  
    country TEXT,
    region TEXT,
    city TEXT,
    place_from TEXT CHECK (place_from IN ('user', 'estimate', 'none'))
) WITHOUT ROWID;
CREATE TABLE decisions (                
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT,
    cluster INTEGER,
    payload TEXT NOT NULL
);
INSERT INTO "decisions" VALUES(1,'2026-11-28T21:49:57+00:00','review',NULL,NULL,'{"hashes": ["h3"], "before": [null], "value": "2026-11-28T21:49:57+00:00"}');
CREATE TABLE features (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    hash TEXT NOT NULL,
    data BLOB NOT NULL,                 
    UNIQUE (model, hash)
);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL,                 
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('photo', 'problem', 'other')),
    gone TEXT CHECK (gone IN ('missing', 'trashed')),  
    hash TEXT,                          
    reason TEXT,
    retry INTEGER NOT NULL DEFAULT 0,
    taken TEXT,                         
    ymd INTEGER,                        
    utc_offset TEXT,
    taken_from TEXT,
    taken_guess INTEGER NOT NULL DEFAULT 0,  
    country_code TEXT,                  
    country TEXT,
    region TEXT,
    city TEXT,
    place_km REAL,
    
    
    grouped INTEGER NOT NULL DEFAULT 0,
    cluster INTEGER,
    confidence REAL,
    rank INTEGER, mark TEXT, rating INTEGER NOT NULL DEFAULT 0, favourite INTEGER NOT NULL DEFAULT 0, protected INTEGER NOT NULL DEFAULT 0, reviewed INTEGER, sharpness REAL, moment INTEGER, latitude REAL, longitude REAL, place_from TEXT, format TEXT, pixels INTEGER, camera TEXT, note TEXT, sidecar TEXT, placed INTEGER NOT NULL DEFAULT 0, map_x REAL, map_y REAL,
    UNIQUE (root_id, path)
);
INSERT INTO "files" VALUES(1,1,X'323032302F68302E6A7067',100000,1,'photo',NULL,'h0',NULL,0,'2020-05-12T13:00:00',20200512,'+12:00','exif-original',0,'FJ','Fiji','Northern','Labasa',1.0,0,NULL,NULL,1000000000,NULL,0,0,0,NULL,NULL,1589245200000,-16.43,179.36,'exif','JPEG',100,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "files" VALUES(2,1,X'323032312F68312E6A7067',200000,2,'photo',NULL,'h1',NULL,0,'2021-05-12T13:00:00',20210512,'+12:00','exif-original',0,'WS','Samoa','Tuamasaga','Apia',1.0,0,NULL,NULL,1000000000,NULL,0,0,0,NULL,NULL,1620781200000,-13.83,-171.76,'exif','JPEG',100,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "files" VALUES(3,1,X'323032322F68322E6A7067',300000,3,'photo',NULL,'h2',NULL,0,'2022-05-12T13:00:00',20220512,'+12:00','exif-original',0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,1000000000,NULL,0,0,0,NULL,NULL,1652317200000,NULL,NULL,NULL,'JPEG',100,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "files" VALUES(4,1,X'323032332F68332E6A7067',400000,4,'photo',NULL,'h3',NULL,0,'2023-05-12T13:00:00',20230512,'+12:00','exif-original',0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,1000000000,NULL,0,0,0,1795902597,NULL,1683853200000,NULL,NULL,NULL,'JPEG',100,NULL,NULL,'{"seen": "x"}',0,NULL,NULL);
INSERT INTO "files" VALUES(5,1,X'323032342F68342E6A7067',500000,5,'problem',NULL,'h4','It is damaged.',1,'2024-05-12T13:00:00',20240512,'+12:00','exif-original',0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,1000000000,NULL,0,0,0,NULL,NULL,1715475600000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "files" VALUES(6,1,X'323032352F68352E6A7067',600000,6,'photo','missing','h5',NULL,0,'2025-05-12T13:00:00',20250512,'+12:00','exif-original',0,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,1000000000,NULL,0,0,0,NULL,NULL,1747011600000,NULL,NULL,NULL,'JPEG',100,NULL,NULL,NULL,0,NULL,NULL);
CREATE TABLE former_contents (          
    file INTEGER NOT NULL REFERENCES files(id),
    hash TEXT NOT NULL,
    guards INTEGER NOT NULL,            
                                        
    PRIMARY KEY (file, hash)
) WITHOUT ROWID;
CREATE TABLE kept_clusters (            
    id INTEGER PRIMARY KEY,             
    title TEXT NOT NULL,                
    named INTEGER NOT NULL              
);
CREATE TABLE looks (                    
    hash TEXT PRIMARY KEY,
    version INTEGER NOT NULL,           
    hashes BLOB NOT NULL,               
    sharpness REAL NOT NULL,            
    exposure REAL NOT NULL,             
    contrast REAL NOT NULL,             
    compared INTEGER NOT NULL DEFAULT 0 
) WITHOUT ROWID;
CREATE TABLE named_places (             
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country_code TEXT NOT NULL,         
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    latitude REAL,                      
    longitude REAL,
    radius_km REAL NOT NULL DEFAULT 0
);
CREATE TABLE not_alike (a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE not_here (                 
    hash TEXT NOT NULL,
    cluster INTEGER NOT NULL,
    PRIMARY KEY (hash, cluster)
) WITHOUT ROWID;
CREATE TABLE "operation_files" (
    operation INTEGER NOT NULL REFERENCES operations(id),
    position INTEGER NOT NULL,
    file_id INTEGER REFERENCES files(id),  
    path BLOB NOT NULL,                 
    trash_path BLOB,                    
    hash TEXT,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('planned', 'moving', 'trashed', 'failed', 'restored', 'lost', 'moved', 'copied')),
    reason TEXT,
    role TEXT NOT NULL DEFAULT 'photo' CHECK (role IN ('photo', 'companion', 'original')),
    belongs INTEGER,                    
    PRIMARY KEY (operation, position)
) WITHOUT ROWID;
CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone', 'partly undone'))
, kind TEXT NOT NULL DEFAULT 'delete', payload TEXT NOT NULL DEFAULT '{}');
CREATE TABLE order_state (changes INTEGER NOT NULL, ordered INTEGER NOT NULL);
INSERT INTO "order_state" VALUES(7,0);
CREATE TABLE placements (               
    hash TEXT PRIMARY KEY,
    cluster INTEGER NOT NULL            
) WITHOUT ROWID;
CREATE TABLE positions (                
    run INTEGER NOT NULL REFERENCES runs(id),
    hash TEXT NOT NULL,
    x REAL NOT NULL,                    
    y REAL NOT NULL,
    PRIMARY KEY (run, hash)
) WITHOUT ROWID;
CREATE TABLE protected_folders (path BLOB PRIMARY KEY, created TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,          
    online INTEGER NOT NULL DEFAULT 1,
    added TEXT NOT NULL
);
INSERT INTO "roots" VALUES(1,X'2F70686F746F73',1,'2026-11-28T21:49:57+00:00');
CREATE TABLE rules (version INTEGER NOT NULL);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    model TEXT NOT NULL,
    photos INTEGER NOT NULL,            
    checkpoint TEXT NOT NULL,           
    level INTEGER NOT NULL,             
    parameters TEXT NOT NULL,           
    current INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE tallies (                  
    facet TEXT NOT NULL,
    key NOT NULL,
    photos INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (facet, key)
) WITHOUT ROWID;
INSERT INTO "tallies" VALUES('all',0,4,1000000);
INSERT INTO "tallies" VALUES('camera','',4,1000000);
INSERT INTO "tallies" VALUES('cell',-1,2,700000);
INSERT INTO "tallies" VALUES('cell',1471,1,100000);
INSERT INTO "tallies" VALUES('cell',1501,1,200000);
INSERT INTO "tallies" VALUES('cluster',-2,4,1000000);
INSERT INTO "tallies" VALUES('day',20200512,1,100000);
INSERT INTO "tallies" VALUES('day',20210512,1,200000);
INSERT INTO "tallies" VALUES('day',20220512,1,300000);
INSERT INTO "tallies" VALUES('day',20230512,1,400000);
INSERT INTO "tallies" VALUES('day',20250512,0,0);
INSERT INTO "tallies" VALUES('favourite',0,4,1000000);
INSERT INTO "tallies" VALUES('format','',0,0);
INSERT INTO "tallies" VALUES('format','JPEG',4,1000000);
INSERT INTO "tallies" VALUES('guess',0,4,1000000);
INSERT INTO "tallies" VALUES('mark','',4,1000000);
INSERT INTO "tallies" VALUES('pixels',0,0,0);
INSERT INTO "tallies" VALUES('pixels',31,4,1000000);
INSERT INTO "tallies" VALUES('place','',2,700000);
INSERT INTO "tallies" VALUES('place','FJNorthernLabasaFiji',1,100000);
INSERT INTO "tallies" VALUES('place','WSTuamasagaApiaSamoa',1,200000);
INSERT INTO "tallies" VALUES('rating',0,4,1000000);
INSERT INTO "tallies" VALUES('reviewed',-2,1,400000);
INSERT INTO "tallies" VALUES('reviewed',-1,3,600000);
INSERT INTO "tallies" VALUES('root',1,4,1000000);
INSERT INTO "tallies" VALUES('rule','exif-original',4,1000000);
INSERT INTO "tallies" VALUES('size',61,1,100000);
INSERT INTO "tallies" VALUES('size',62,1,200000);
INSERT INTO "tallies" VALUES('size',63,1,300000);
INSERT INTO "tallies" VALUES('size',64,1,400000);
INSERT INTO "tallies" VALUES('size',66,0,0);
INSERT INTO "tallies" VALUES('source','',2,700000);
INSERT INTO "tallies" VALUES('source','exif',2,300000);
CREATE TABLE verdicts (                 
    hash TEXT PRIMARY KEY,
    mark TEXT CHECK (mark IN ('kept', 'rejected')),
    rating INTEGER NOT NULL DEFAULT 0,  
    favourite INTEGER NOT NULL DEFAULT 0,
    protected INTEGER NOT NULL DEFAULT 0,  
    reviewed TEXT                       
) WITHOUT ROWID;
INSERT INTO "verdicts" VALUES('h3',NULL,0,0,0,'2026-11-28T21:49:57+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX files_hash ON files(hash);
CREATE INDEX files_typical ON files(cluster, rank, path);
CREATE INDEX decisions_of_clusters ON decisions(kind) WHERE cluster IS NOT NULL;
CREATE INDEX files_reviewed ON files(state, gone, cluster, reviewed) WHERE reviewed IS NOT NULL;
CREATE TRIGGER judged_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM verdicts WHERE hash = new.hash) BEGIN
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0), coalesce(v.favourite, 0), coalesce(v.protected, 0),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = new.hash) WHERE id = new.id;
END;
CREATE INDEX operation_files_file ON operation_files(file_id);
CREATE TRIGGER look_comes AFTER INSERT ON looks BEGIN
    UPDATE files SET sharpness = new.sharpness WHERE hash = new.hash;
END;
CREATE TRIGGER measured_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM looks WHERE hash = new.hash) BEGIN
    UPDATE files SET sharpness =
        (SELECT l.sharpness FROM looks l WHERE l.hash = new.hash) WHERE id = new.id;
END;
CREATE TRIGGER measured_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    UPDATE files SET sharpness =
        (SELECT l.sharpness FROM looks l WHERE l.hash = new.hash) WHERE id = new.id;
END;
CREATE INDEX former_contents_hash ON former_contents(hash);
CREATE TRIGGER judged_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    INSERT INTO former_contents(file, hash, guards) SELECT old.id, old.hash,
        old.gone IS NOT 'trashed'
        AND EXISTS (SELECT 1 FROM verdicts WHERE hash = old.hash AND (favourite OR protected))
        AND NOT EXISTS (SELECT 1 FROM files WHERE hash = new.hash AND id <> new.id)
        AND NOT EXISTS (SELECT 1 FROM former_contents WHERE hash = new.hash)
        WHERE old.hash IS NOT NULL
        ON CONFLICT(file, hash) DO UPDATE SET guards = max(guards, excluded.guards);
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce((SELECT max(o.favourite) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                max(coalesce(v.protected, 0), coalesce((SELECT max(o.protected) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash) WHERE id = new.id;
END;
CREATE TRIGGER verdict_comes AFTER INSERT ON verdicts BEGIN
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce((SELECT max(o.favourite) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                max(coalesce(v.protected, 0), coalesce((SELECT max(o.protected) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash) WHERE hash = new.hash;
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce((SELECT max(o.favourite) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                max(coalesce(v.protected, 0), coalesce((SELECT max(o.protected) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash) WHERE id IN (SELECT file FROM former_contents WHERE hash = new.hash);
END;
CREATE TRIGGER verdict_changes AFTER UPDATE ON verdicts BEGIN
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce((SELECT max(o.favourite) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                max(coalesce(v.protected, 0), coalesce((SELECT max(o.protected) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash) WHERE hash = new.hash;
    UPDATE files SET (mark, rating, favourite, protected, reviewed) =
        (SELECT v.mark, coalesce(v.rating, 0),
                max(coalesce(v.favourite, 0), coalesce((SELECT max(o.favourite) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                max(coalesce(v.protected, 0), coalesce((SELECT max(o.protected) FROM former_contents c JOIN verdicts o ON o.hash = c.hash
             WHERE c.file = files.id AND c.guards), 0)),
                CAST(strftime('%s', v.reviewed) AS INTEGER)
         FROM (SELECT 1) LEFT JOIN verdicts v ON v.hash = files.hash) WHERE id IN (SELECT file FROM former_contents WHERE hash = new.hash);
END;
CREATE TRIGGER known_file_comes AFTER INSERT ON files
WHEN EXISTS (SELECT 1 FROM contents WHERE hash = new.hash) BEGIN
    UPDATE files SET (format, pixels, camera) =
        (SELECT c.format, c.width * c.height, c.camera FROM contents c WHERE c.hash = new.hash)
    WHERE id = new.id;
END;
CREATE TRIGGER known_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    UPDATE files SET (format, pixels, camera) =
        (SELECT c.format, c.width * c.height, c.camera FROM contents c WHERE c.hash = new.hash)
    WHERE id = new.id;
END;
CREATE TRIGGER content_comes AFTER INSERT ON contents BEGIN
    UPDATE files SET format = new.format, pixels = new.width * new.height, camera = new.camera
    WHERE hash = new.hash;
END;
CREATE TRIGGER content_changes AFTER UPDATE ON contents BEGIN
    UPDATE files SET format = new.format, pixels = new.width * new.height, camera = new.camera
    WHERE hash = new.hash;
END;
CREATE INDEX files_date ON files(state, gone, moment DESC, path, ymd);
CREATE INDEX files_facets ON files(state, gone, moment DESC, path, ymd, cluster, country_code, region, city, latitude, longitude, format, camera, size, pixels, rating, mark, favourite, reviewed, taken_from, taken_guess, place_from, root_id, protected, country);
CREATE INDEX files_cluster ON files(state, gone, cluster, moment DESC, path, ymd, country_code, region, city, latitude, longitude, format, camera, size, pixels, rating, mark, favourite, reviewed, taken_from, taken_guess, place_from, root_id, protected, country);
CREATE INDEX files_place ON files(state, gone, country_code, region, city, moment DESC, path, ymd, cluster, latitude, longitude, format, camera, size, pixels, rating, mark, favourite, reviewed, taken_from, taken_guess, place_from, root_id, protected, country);
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
CREATE TRIGGER tally_comes AFTER INSERT ON files WHEN (new.state = 'photo' AND new.gone IS NULL) BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'all', 0, 1, new.size UNION ALL SELECT 'day', coalesce(new.ymd, 0), 1, new.size UNION ALL SELECT 'place', CASE WHEN new.country_code IS NULL THEN '' ELSE new.country_code || char(31) || coalesce(new.region, '') || char(31) || coalesce(new.city, '') || char(31) || coalesce(new.country, '') END, 1, new.size UNION ALL SELECT 'cluster', CASE WHEN new.cluster IS NOT NULL THEN new.cluster WHEN new.grouped THEN -1 ELSE -2 END, 1, new.size UNION ALL SELECT 'reviewed', CASE WHEN new.reviewed IS NULL THEN -1 ELSE coalesce(new.cluster, -2) END, 1, new.size UNION ALL SELECT 'root', new.root_id, 1, new.size UNION ALL SELECT 'rule', coalesce(new.taken_from, ''), 1, new.size UNION ALL SELECT 'guess', new.taken_guess, 1, new.size UNION ALL SELECT 'source', coalesce(new.place_from, ''), 1, new.size UNION ALL SELECT 'format', coalesce(new.format, ''), 1, new.size UNION ALL SELECT 'camera', coalesce(new.camera, ''), 1, new.size UNION ALL SELECT 'mark', coalesce(new.mark, ''), 1, new.size UNION ALL SELECT 'rating', new.rating, 1, new.size UNION ALL SELECT 'favourite', new.favourite, 1, new.size UNION ALL SELECT 'cell', coalesce(CAST((new.latitude + 90) / 5 AS INTEGER) * 100 + CAST((new.longitude + 180) / 5 AS INTEGER), -1), 1, new.size UNION ALL SELECT 'size', length(new.size) * 10 + substr(new.size, 1, 1), 1, new.size UNION ALL SELECT 'pixels', coalesce(length(new.pixels) * 10 + substr(new.pixels, 1, 1), 0), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_goes AFTER DELETE ON files WHEN (old.state = 'photo' AND old.gone IS NULL) BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'all', 0, -1, -old.size UNION ALL SELECT 'day', coalesce(old.ymd, 0), -1, -old.size UNION ALL SELECT 'place', CASE WHEN old.country_code IS NULL THEN '' ELSE old.country_code || char(31) || coalesce(old.region, '') || char(31) || coalesce(old.city, '') || char(31) || coalesce(old.country, '') END, -1, -old.size UNION ALL SELECT 'cluster', CASE WHEN old.cluster IS NOT NULL THEN old.cluster WHEN old.grouped THEN -1 ELSE -2 END, -1, -old.size UNION ALL SELECT 'reviewed', CASE WHEN old.reviewed IS NULL THEN -1 ELSE coalesce(old.cluster, -2) END, -1, -old.size UNION ALL SELECT 'root', old.root_id, -1, -old.size UNION ALL SELECT 'rule', coalesce(old.taken_from, ''), -1, -old.size UNION ALL SELECT 'guess', old.taken_guess, -1, -old.size UNION ALL SELECT 'source', coalesce(old.place_from, ''), -1, -old.size UNION ALL SELECT 'format', coalesce(old.format, ''), -1, -old.size UNION ALL SELECT 'camera', coalesce(old.camera, ''), -1, -old.size UNION ALL SELECT 'mark', coalesce(old.mark, ''), -1, -old.size UNION ALL SELECT 'rating', old.rating, -1, -old.size UNION ALL SELECT 'favourite', old.favourite, -1, -old.size UNION ALL SELECT 'cell', coalesce(CAST((old.latitude + 90) / 5 AS INTEGER) * 100 + CAST((old.longitude + 180) / 5 AS INTEGER), -1), -1, -old.size UNION ALL SELECT 'size', length(old.size) * 10 + substr(old.size, 1, 1), -1, -old.size UNION ALL SELECT 'pixels', coalesce(length(old.pixels) * 10 + substr(old.pixels, 1, 1), 0), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_turns AFTER UPDATE OF state, gone, size ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) <> (new.state = 'photo' AND new.gone IS NULL) OR old.size <> new.size BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'all', 0, -1, -old.size UNION ALL SELECT 'day', coalesce(old.ymd, 0), -1, -old.size UNION ALL SELECT 'place', CASE WHEN old.country_code IS NULL THEN '' ELSE old.country_code || char(31) || coalesce(old.region, '') || char(31) || coalesce(old.city, '') || char(31) || coalesce(old.country, '') END, -1, -old.size UNION ALL SELECT 'cluster', CASE WHEN old.cluster IS NOT NULL THEN old.cluster WHEN old.grouped THEN -1 ELSE -2 END, -1, -old.size UNION ALL SELECT 'reviewed', CASE WHEN old.reviewed IS NULL THEN -1 ELSE coalesce(old.cluster, -2) END, -1, -old.size UNION ALL SELECT 'root', old.root_id, -1, -old.size UNION ALL SELECT 'rule', coalesce(old.taken_from, ''), -1, -old.size UNION ALL SELECT 'guess', old.taken_guess, -1, -old.size UNION ALL SELECT 'source', coalesce(old.place_from, ''), -1, -old.size UNION ALL SELECT 'format', coalesce(old.format, ''), -1, -old.size UNION ALL SELECT 'camera', coalesce(old.camera, ''), -1, -old.size UNION ALL SELECT 'mark', coalesce(old.mark, ''), -1, -old.size UNION ALL SELECT 'rating', old.rating, -1, -old.size UNION ALL SELECT 'favourite', old.favourite, -1, -old.size UNION ALL SELECT 'cell', coalesce(CAST((old.latitude + 90) / 5 AS INTEGER) * 100 + CAST((old.longitude + 180) / 5 AS INTEGER), -1), -1, -old.size UNION ALL SELECT 'size', length(old.size) * 10 + substr(old.size, 1, 1), -1, -old.size UNION ALL SELECT 'pixels', coalesce(length(old.pixels) * 10 + substr(old.pixels, 1, 1), 0), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'all', 0, 1, new.size UNION ALL SELECT 'day', coalesce(new.ymd, 0), 1, new.size UNION ALL SELECT 'place', CASE WHEN new.country_code IS NULL THEN '' ELSE new.country_code || char(31) || coalesce(new.region, '') || char(31) || coalesce(new.city, '') || char(31) || coalesce(new.country, '') END, 1, new.size UNION ALL SELECT 'cluster', CASE WHEN new.cluster IS NOT NULL THEN new.cluster WHEN new.grouped THEN -1 ELSE -2 END, 1, new.size UNION ALL SELECT 'reviewed', CASE WHEN new.reviewed IS NULL THEN -1 ELSE coalesce(new.cluster, -2) END, 1, new.size UNION ALL SELECT 'root', new.root_id, 1, new.size UNION ALL SELECT 'rule', coalesce(new.taken_from, ''), 1, new.size UNION ALL SELECT 'guess', new.taken_guess, 1, new.size UNION ALL SELECT 'source', coalesce(new.place_from, ''), 1, new.size UNION ALL SELECT 'format', coalesce(new.format, ''), 1, new.size UNION ALL SELECT 'camera', coalesce(new.camera, ''), 1, new.size UNION ALL SELECT 'mark', coalesce(new.mark, ''), 1, new.size UNION ALL SELECT 'rating', new.rating, 1, new.size UNION ALL SELECT 'favourite', new.favourite, 1, new.size UNION ALL SELECT 'cell', coalesce(CAST((new.latitude + 90) / 5 AS INTEGER) * 100 + CAST((new.longitude + 180) / 5 AS INTEGER), -1), 1, new.size UNION ALL SELECT 'size', length(new.size) * 10 + substr(new.size, 1, 1), 1, new.size UNION ALL SELECT 'pixels', coalesce(length(new.pixels) * 10 + substr(new.pixels, 1, 1), 0), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_day AFTER UPDATE OF ymd ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.ymd, 0) IS NOT coalesce(new.ymd, 0) BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'day', coalesce(old.ymd, 0), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'day', coalesce(new.ymd, 0), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_place AFTER UPDATE OF country_code, country, region, city ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND CASE WHEN old.country_code IS NULL THEN '' ELSE old.country_code || char(31) || coalesce(old.region, '') || char(31) || coalesce(old.city, '') || char(31) || coalesce(old.country, '') END IS NOT CASE WHEN new.country_code IS NULL THEN '' ELSE new.country_code || char(31) || coalesce(new.region, '') || char(31) || coalesce(new.city, '') || char(31) || coalesce(new.country, '') END BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'place', CASE WHEN old.country_code IS NULL THEN '' ELSE old.country_code || char(31) || coalesce(old.region, '') || char(31) || coalesce(old.city, '') || char(31) || coalesce(old.country, '') END, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'place', CASE WHEN new.country_code IS NULL THEN '' ELSE new.country_code || char(31) || coalesce(new.region, '') || char(31) || coalesce(new.city, '') || char(31) || coalesce(new.country, '') END, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_cluster AFTER UPDATE OF grouped, cluster ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND CASE WHEN old.cluster IS NOT NULL THEN old.cluster WHEN old.grouped THEN -1 ELSE -2 END IS NOT CASE WHEN new.cluster IS NOT NULL THEN new.cluster WHEN new.grouped THEN -1 ELSE -2 END BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'cluster', CASE WHEN old.cluster IS NOT NULL THEN old.cluster WHEN old.grouped THEN -1 ELSE -2 END, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'cluster', CASE WHEN new.cluster IS NOT NULL THEN new.cluster WHEN new.grouped THEN -1 ELSE -2 END, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_reviewed AFTER UPDATE OF cluster, reviewed ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND CASE WHEN old.reviewed IS NULL THEN -1 ELSE coalesce(old.cluster, -2) END IS NOT CASE WHEN new.reviewed IS NULL THEN -1 ELSE coalesce(new.cluster, -2) END BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'reviewed', CASE WHEN old.reviewed IS NULL THEN -1 ELSE coalesce(old.cluster, -2) END, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'reviewed', CASE WHEN new.reviewed IS NULL THEN -1 ELSE coalesce(new.cluster, -2) END, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_root AFTER UPDATE OF root_id ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND old.root_id IS NOT new.root_id BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'root', old.root_id, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'root', new.root_id, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_rule AFTER UPDATE OF taken_from ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.taken_from, '') IS NOT coalesce(new.taken_from, '') BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'rule', coalesce(old.taken_from, ''), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'rule', coalesce(new.taken_from, ''), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_guess AFTER UPDATE OF taken_guess ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND old.taken_guess IS NOT new.taken_guess BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'guess', old.taken_guess, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'guess', new.taken_guess, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_source AFTER UPDATE OF place_from ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.place_from, '') IS NOT coalesce(new.place_from, '') BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'source', coalesce(old.place_from, ''), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'source', coalesce(new.place_from, ''), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_format AFTER UPDATE OF format ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.format, '') IS NOT coalesce(new.format, '') BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'format', coalesce(old.format, ''), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'format', coalesce(new.format, ''), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_camera AFTER UPDATE OF camera ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.camera, '') IS NOT coalesce(new.camera, '') BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'camera', coalesce(old.camera, ''), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'camera', coalesce(new.camera, ''), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_mark AFTER UPDATE OF mark ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(old.mark, '') IS NOT coalesce(new.mark, '') BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'mark', coalesce(old.mark, ''), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'mark', coalesce(new.mark, ''), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_rating AFTER UPDATE OF rating ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND old.rating IS NOT new.rating BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'rating', old.rating, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'rating', new.rating, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_favourite AFTER UPDATE OF favourite ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND old.favourite IS NOT new.favourite BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'favourite', old.favourite, -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'favourite', new.favourite, 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_cell AFTER UPDATE OF latitude, longitude ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(CAST((old.latitude + 90) / 5 AS INTEGER) * 100 + CAST((old.longitude + 180) / 5 AS INTEGER), -1) IS NOT coalesce(CAST((new.latitude + 90) / 5 AS INTEGER) * 100 + CAST((new.longitude + 180) / 5 AS INTEGER), -1) BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'cell', coalesce(CAST((old.latitude + 90) / 5 AS INTEGER) * 100 + CAST((old.longitude + 180) / 5 AS INTEGER), -1), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'cell', coalesce(CAST((new.latitude + 90) / 5 AS INTEGER) * 100 + CAST((new.longitude + 180) / 5 AS INTEGER), -1), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_pixels AFTER UPDATE OF pixels ON files
WHEN (old.state = 'photo' AND old.gone IS NULL) AND (new.state = 'photo' AND new.gone IS NULL) AND old.size = new.size
    AND coalesce(length(old.pixels) * 10 + substr(old.pixels, 1, 1), 0) IS NOT coalesce(length(new.pixels) * 10 + substr(new.pixels, 1, 1), 0) BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'pixels', coalesce(length(old.pixels) * 10 + substr(old.pixels, 1, 1), 0), -1, -old.size) WHERE (old.state = 'photo' AND old.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT * FROM (SELECT 'pixels', coalesce(length(new.pixels) * 10 + substr(new.pixels, 1, 1), 0), 1, new.size) WHERE (new.state = 'photo' AND new.gone IS NULL) ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE INDEX corrections_estimated ON corrections(hash) WHERE place_from = 'estimate';
CREATE TRIGGER tally_placed AFTER UPDATE OF placed, cluster, state, gone, size ON files
WHEN old.placed OR new.placed BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT 'placed', old.cluster, -1, -old.size WHERE old.placed AND old.state = 'photo' AND old.gone IS NULL ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
    INSERT INTO tallies(facet, key, photos, bytes) SELECT 'placed', new.cluster, 1, new.size WHERE new.placed AND new.state = 'photo' AND new.gone IS NULL ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_placed_goes AFTER DELETE ON files WHEN old.placed BEGIN
    INSERT INTO tallies(facet, key, photos, bytes) SELECT 'placed', old.cluster, -1, -old.size WHERE old.placed AND old.state = 'photo' AND old.gone IS NULL ON CONFLICT(facet, key) DO UPDATE SET photos = photos + excluded.photos, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE id = new.id;
END;
CREATE TRIGGER file_changes AFTER UPDATE OF hash ON files WHEN new.hash IS NOT old.hash BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE id = new.id;
END;
CREATE TRIGGER assignment_comes AFTER INSERT ON assignments
WHEN new.run = (SELECT id FROM runs WHERE current = 1) BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = new.hash;
END;
CREATE TRIGGER placement_comes AFTER INSERT ON placements BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = new.hash;
END;
CREATE TRIGGER placement_changes AFTER UPDATE ON placements BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = new.hash;
END;
CREATE TRIGGER placement_goes AFTER DELETE ON placements BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = old.hash;
END;
CREATE TRIGGER kept_comes AFTER INSERT ON kept_clusters
WHEN NOT EXISTS (SELECT 1 FROM clusters c JOIN runs r ON r.id = c.run
                 WHERE r.current = 1 AND c.id = new.id) BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash IN
        (SELECT hash FROM assignments WHERE run = (SELECT id FROM runs WHERE current = 1)
         AND (cluster = new.id OR second = new.id));
END;
CREATE TRIGGER kept_goes AFTER DELETE ON kept_clusters BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE cluster = old.id;
END;
CREATE TRIGGER not_here_comes AFTER INSERT ON not_here BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = new.hash;
END;
CREATE TRIGGER not_here_goes AFTER DELETE ON not_here BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank, placed) =
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
           LEFT JOIN kept_clusters l ON l.id = a.second)) WHERE hash = old.hash;
END;
CREATE INDEX files_map ON files(state, gone, map_x, map_y, cluster) WHERE map_x IS NOT NULL;
CREATE TRIGGER mapped_file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    UPDATE files SET (map_x, map_y) =
        (SELECT p.x, p.y FROM (SELECT 1) LEFT JOIN positions p ON p.hash = files.hash
              AND p.run = (SELECT id FROM runs WHERE current = 1)) WHERE id = new.id;
END;
CREATE TRIGGER mapped_file_changes AFTER UPDATE OF hash ON files
WHEN new.hash IS NOT old.hash BEGIN
    UPDATE files SET (map_x, map_y) =
        (SELECT p.x, p.y FROM (SELECT 1) LEFT JOIN positions p ON p.hash = files.hash
              AND p.run = (SELECT id FROM runs WHERE current = 1)) WHERE id = new.id;
END;
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
COMMIT;
PRAGMA user_version = 11;
