"""The schema's twelfth step: what a scan compares a listing with, in an index of its own.

The table has 500 bytes a photo, of which a rescan needs 50: reading the index takes 1 us a photo
with its tuple, reading the table 2. It adds 60 bytes a photo to the catalogue, and 1 % to the time
in which rows are written.
"""

from __future__ import annotations

#: Of such a row nothing is to be done as long as its file has this size and time. The indexes are
#: used only where this, or `NOT (...)` of it, stands word for word.
QUIET = "state = 'photo' AND gone IS NULL AND NOT retry AND sidecar IS NULL"

LISTING = f"""
CREATE INDEX files_quiet ON files(root_id, path, size, mtime_ns) WHERE {QUIET};
CREATE INDEX files_other ON files(root_id, path) WHERE NOT ({QUIET});
"""
