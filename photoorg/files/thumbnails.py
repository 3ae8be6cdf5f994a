"""The store of thumbnails: one SQLite file of its own, a cache that may be deleted.

One file beats a folder of files (design: FLOORS 3.2): transactional without an fsync per file and
twice as fast to read at random. Pages of 2 kB waste half a kB a thumbnail, about 11 kB in all; in
pages of 16 kB, one thumbnail in each, it would be 16.6 kB, read in 6 us instead of 8.
The schema is one table, so the plain `sqlite3` module does.
"""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.errors import SurroundingsError
from photoorg.log import logger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

_BATCH = 500  # placeholders per statement; SQLite allows 999 everywhere
_BUSY_TIMEOUT_S = 10.0


class ThumbnailStore:
    """Thumbnails by content hash. Safe to use from several threads and several processes.

    Connections are lent to one thread at a time, so that readers run beside the one writer (WAL)
    and no connection outlives its thread. A file that SQLite cannot read is set aside as
    "thumbnails.db.damaged" and begun anew: the next scan fills it again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._generation = 0  # counts how often the file was begun anew
        self._closed = False
        with self._borrowed():  # a file that cannot be used is found out now
            pass

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store (hash, JPEG) pairs in one transaction; a hash that is there is replaced."""
        self._write("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", items)

    def get(self, hash: str) -> bytes | None:
        """The JPEG of one picture, None if it is not stored."""
        return self.get_many([hash]).get(hash)

    def get_many(self, hashes: Sequence[str]) -> dict[str, bytes]:
        """The JPEGs of those of `hashes` that are stored."""
        query = "SELECT hash, jpeg FROM thumbnails WHERE hash IN ({})"
        return dict(self._select(query, hashes))

    def missing(self, hashes: Iterable[str]) -> set[str]:
        """Those of `hashes` that are not stored."""
        wanted = set(hashes)
        query = "SELECT hash FROM thumbnails WHERE hash IN ({})"
        return wanted - {row[0] for row in self._select(query, list(wanted))}

    def count(self) -> int:
        """How many are stored; 0 of a file that turns out to be damaged."""
        with self._borrowed() as connection:
            return int(connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0])
        return 0

    def delete_many(self, hashes: Iterable[str]) -> None:
        """Forget the thumbnails of these pictures; those not stored are passed over."""
        self._write("DELETE FROM thumbnails WHERE hash = ?", [(hash,) for hash in hashes])

    def close(self) -> None:
        """Close all connections. The store cannot be used afterwards."""
        with self._lock:
            self._closed = True
            self._drop_idle()

    # --- below: connections ---

    def _select(self, query: str, hashes: Sequence[str]) -> list[tuple[str, bytes]]:
        """All rows, asked for in batches; none if the file turns out to be damaged."""
        rows: list[tuple[str, bytes]] = []
        with self._borrowed() as connection:
            for start in range(0, len(hashes), _BATCH):
                batch = hashes[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                rows += connection.execute(query.format(marks), batch).fetchall()
            return rows
        return []

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """One transaction; on damage the rows are lost, as all the others (a cache)."""
        with self._borrowed() as connection, connection:
            connection.executemany(statement, rows)

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection. Damage ends the block and begins the file anew; other errors raise."""
        generation, connection = self._take()
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            self._begin_anew_after(error, generation)
        finally:
            self._give_back(connection, generation)

    def _take(self) -> tuple[int, sqlite3.Connection]:
        with self._lock:
            generation = self._generation
            if self._closed:
                raise ValueError("The thumbnail store is closed")
            if self._idle:
                return generation, self._idle.pop()
        try:
            return generation, _connect(self.path)
        except sqlite3.DatabaseError as error:
            self._begin_anew_after(error, generation)
        return self._take()

    def _give_back(self, connection: sqlite3.Connection, generation: int) -> None:
        with self._lock:
            if self._closed or generation != self._generation:
                connection.close()
            else:
                self._idle.append(connection)

    def _begin_anew_after(self, error: sqlite3.DatabaseError, generation: int) -> None:
        """Set the file aside if it is damaged, unless a thread has done so since `generation`."""
        if not _is_damage(error):
            raise _cannot_use(self.path, error) from error
        with self._lock:
            if generation != self._generation:
                return
            logger("files").warning("%s was damaged; the next scan makes it anew", self.path)
            self._generation += 1
            self._drop_idle()
            _set_aside(self.path)

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


def thumbnail_pixels(jpegs: Sequence[bytes], side: int) -> NDArray[np.uint8]:
    """Decode stored thumbnails to RGB squares, (n, side, side, 3) uint8, for a network.

    The picture is squashed to the square, as cropping would lose the edges of panoramas and
    screenshots. A thumbnail that cannot be decoded gives a grey square.
    """
    import numpy as np

    pixels = np.full((len(jpegs), side, side, 3), 128, dtype=np.uint8)
    for index, jpeg in enumerate(jpegs):
        image = _open_thumbnail(jpeg)
        if image is not None:
            pixels[index] = np.asarray(image.resize((side, side), _bicubic(), reducing_gap=3.0))
    return pixels


def _open_thumbnail(jpeg: bytes) -> Image.Image | None:
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(jpeg), formats=("JPEG",))
        return image.convert("RGB")
    except (OSError, SyntaxError, ValueError):
        return None


def _bicubic() -> int:
    from PIL import Image

    return Image.Resampling.BICUBIC


def _connect(path: Path) -> sqlite3.Connection:
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _connect_to_read(path)
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA page_size = 2048")  # holds only while the file is empty
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS thumbnails (hash TEXT PRIMARY KEY, jpeg BLOB NOT NULL)"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """A store that can not be written: read as a file at rest, without the WAL's shared memory."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is bad, not the disk, the lock or the permission."""
    code = getattr(error, "sqlite_errorcode", None)
    damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return code is not None and (code & 0xFF) in damage


def _set_aside(path: Path) -> None:
    """Rename the damaged file and drop its WAL, which belongs to no other file."""
    damaged = path.with_name(f"{path.name}.damaged")
    try:
        with contextlib.suppress(FileNotFoundError):
            path.replace(damaged)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_use(path, error) from error


def _cannot_use(path: Path, error: sqlite3.Error | OSError) -> SurroundingsError:
    return SurroundingsError(
        f"The thumbnails in {path} could not be read or saved ({error}).",
        "Check that the folder exists, that your user may write to it, that the disk is not full "
        "and that no other program holds the file.",
    )
