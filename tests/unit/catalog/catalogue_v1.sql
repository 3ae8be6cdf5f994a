BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'photoorg','0001_facts_machine_decisions','2026-11-21 04:34:05.556353+00:00');
CREATE TABLE assignments (
    run INTEGER NOT NULL REFERENCES runs(id),
    hash TEXT NOT NULL,
    cluster INTEGER,                    
    confidence REAL NOT NULL,
    rank INTEGER,                       
    trained INTEGER NOT NULL,           
    PRIMARY KEY (run, hash)
) WITHOUT ROWID;
INSERT INTO "assignments" VALUES(1,'h0',1,0.5,0,1);
INSERT INTO "assignments" VALUES(1,'h1',1,0.5,1,1);
INSERT INTO "assignments" VALUES(1,'h2',1,0.5,2,1);
INSERT INTO "assignments" VALUES(1,'h3',1,0.5,3,1);
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
INSERT INTO "clusters" VALUES(1,1,0,NULL,NULL,NULL,'Cats',0.9);
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
INSERT INTO "contents" VALUES('h0','JPEG',10,10,1,0,NULL,NULL,NULL,'{}');
INSERT INTO "contents" VALUES('h1','JPEG',10,10,1,0,NULL,NULL,NULL,'{}');
INSERT INTO "contents" VALUES('h2','JPEG',10,10,1,0,NULL,NULL,NULL,'{}');
INSERT INTO "contents" VALUES('h3','JPEG',10,10,1,0,NULL,NULL,NULL,'{}');
CREATE TABLE decisions (                
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT,
    cluster INTEGER,
    payload TEXT NOT NULL
);
INSERT INTO "decisions" VALUES(1,'2026-11-21T04:34:05+00:00','rename',NULL,1,'{"title": "My cats"}');
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
    rank INTEGER,
    UNIQUE (root_id, path)
);
INSERT INTO "files" VALUES(1,1,X'68302E6A7067',100,1,'photo',NULL,'h0',NULL,0,'2019-05-12T13:37:06',20190512,NULL,'exif-original',0,NULL,NULL,NULL,NULL,NULL,1,1,0.5,0);
INSERT INTO "files" VALUES(2,1,X'68312E6A7067',100,1,'photo',NULL,'h1',NULL,0,'2019-05-12T13:37:06',20190512,NULL,'exif-original',0,NULL,NULL,NULL,NULL,NULL,1,1,0.5,1);
INSERT INTO "files" VALUES(3,1,X'68322E6A7067',100,1,'photo','trashed','h2',NULL,0,'2019-05-12T13:37:06',20190512,NULL,'exif-original',0,NULL,NULL,NULL,NULL,NULL,1,1,0.5,2);
INSERT INTO "files" VALUES(4,1,X'68332E6A7067',100,1,'photo',NULL,'h3',NULL,0,'2019-05-12T13:37:06',20190512,NULL,'exif-original',0,NULL,NULL,NULL,NULL,NULL,1,1,0.5,3);
CREATE TABLE operation_files (
    operation INTEGER NOT NULL REFERENCES operations(id),
    position INTEGER NOT NULL,
    file_id INTEGER NOT NULL REFERENCES files(id),
    path BLOB NOT NULL,                 
    trash_path BLOB,
    hash TEXT,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('planned', 'moving', 'trashed', 'failed', 'restored', 'lost')),
    reason TEXT,
    PRIMARY KEY (operation, position)
) WITHOUT ROWID;
INSERT INTO "operation_files" VALUES(1,0,3,X'2F70686F746F732F68322E6A7067',X'2F686F6D652F6164612F2E6C6F63616C2F73686172652F54726173682F66696C65732F68322E6A7067','h2',100,1,'trashed',NULL);
INSERT INTO "operation_files" VALUES(1,1,4,X'2F70686F746F732F68332E6A7067',NULL,'h3',100,1,'failed','It changed since it was last read.');
CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone', 'partly undone'))
);
INSERT INTO "operations" VALUES(1,'2026-11-21T04:34:05+00:00','Cats','done');
CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,          
    online INTEGER NOT NULL DEFAULT 1,
    added TEXT NOT NULL
);
INSERT INTO "roots" VALUES(1,X'2F70686F746F73',1,'2026-11-21T04:34:05+00:00');
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
INSERT INTO "runs" VALUES(1,'2026-11-21T04:34:05+00:00','m',4,'run-1.pt',0,'{}',1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX files_hash ON files(hash);
CREATE INDEX files_date ON files(state, gone, ymd DESC, taken DESC, path);
CREATE INDEX files_place ON files(state, gone, country_code, region, city, country);
CREATE INDEX files_cluster ON files(state, gone, cluster, ymd DESC, taken DESC, path);
CREATE INDEX files_typical ON files(cluster, rank, path);
CREATE INDEX files_counts ON files(state, gone, cluster, grouped, root_id, size, ymd, country_code);
CREATE TRIGGER file_comes AFTER INSERT ON files WHEN new.hash IS NOT NULL BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank) =
        (SELECT count(*), a.cluster, a.confidence, coalesce(a.rank, 1000000000)
         FROM assignments a WHERE a.hash = new.hash
              AND a.run = (SELECT id FROM runs WHERE current = 1))
    WHERE id = new.id;
END;
CREATE TRIGGER file_changes AFTER UPDATE OF hash ON files WHEN new.hash IS NOT old.hash BEGIN
    UPDATE files SET (grouped, cluster, confidence, rank) =
        (SELECT count(*), a.cluster, a.confidence, coalesce(a.rank, 1000000000)
         FROM assignments a WHERE a.hash = new.hash
              AND a.run = (SELECT id FROM runs WHERE current = 1))
    WHERE id = new.id;
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
CREATE INDEX operation_files_file ON operation_files(file_id);
COMMIT;
PRAGMA user_version = 1;
