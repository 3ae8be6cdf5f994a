"""The store of thumbnails: one SQLite file of its own, a cache that may be deleted.

One file beats a folder of files (design: FLOORS 3.2): transactional without an fsync per file and
twice as fast to read at random. `page_size` 16384 lets a thumbnail of about 8 kB lie in one page.
The schema is one table, so the plain `sqlite3` module does.
"""

from __future__ import annotations

import contextlib
import io
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

    Each thread gets its own connection, as SQLite runs readers beside the one writer in WAL mode.
    A file that SQLite cannot read is set aside as "thumbnails.db.damaged" and begun anew: the next
    scan fills it again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []
        self._closed = False
        try:
            self._connection()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise _cannot_open(path, error) from error
            self._begin_anew()

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store (hash, JPEG) pairs in one transaction; a hash that is there is replaced."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO thumbnails VALUES (?, ?)", items)

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

    def delete_many(self, hashes: Iterable[str]) -> None:
        """Forget the thumbnails of these pictures; those not stored are passed over."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM thumbnails WHERE hash = ?", [(h,) for h in hashes])

    def close(self) -> None:
        """Close the connections of all threads. The store cannot be used afterwards."""
        with self._lock:
            self._closed = True
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    # --- below: connections ---

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._closed:
                raise ValueError("The thumbnail store is closed")
            connection = _connect(self.path)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A write; on damage the file is begun anew and the caller's rows are lost (a cache)."""
        connection = self._connection()
        try:
            with connection:
                yield connection
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise _cannot_write(self.path, error) from error
            self._begin_anew()

    def _select(self, query: str, hashes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for start in range(0, len(hashes), _BATCH):
            batch = hashes[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            try:
                rows = self._connection().execute(query.format(marks), batch).fetchall()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._begin_anew()
                return
            yield from rows

    def _begin_anew(self) -> None:
        logger("files").warning("%s was damaged and is made anew by the next scan", self.path)
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()
            _set_aside(self.path)
        self._connection()


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
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA page_size = 16384")  # holds only while the file is empty
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS thumbnails (hash TEXT PRIMARY KEY, jpeg BLOB NOT NULL)"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is bad, not the disk, the lock or the permission."""
    code = getattr(error, "sqlite_errorcode", None)
    damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return code is not None and (code & 0xFF) in damage


def _set_aside(path: Path) -> None:
    """Rename the damaged file and drop its WAL, which belongs to no other file."""
    damaged = path.with_name(f"{path.name}.damaged")
    with contextlib.suppress(FileNotFoundError):
        path.replace(damaged)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _cannot_open(path: Path, error: sqlite3.Error) -> SurroundingsError:
    return SurroundingsError(
        f"The thumbnails in {path.parent} could not be opened ({error}).",
        "Check that the folder exists and that your user may write to it.",
    )


def _cannot_write(path: Path, error: sqlite3.Error) -> SurroundingsError:
    return SurroundingsError(
        f"Thumbnails could not be saved to {path} ({error}).",
        "Check that the disk is not full and that no other program holds the file.",
    )
