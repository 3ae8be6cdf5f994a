"""Files to another folder and back. Nothing is overwritten, no original is ever removed.

On one disk a move is a rename that fails where the name is taken. Between disks a file is copied,
flushed to the disk, read back and compared by SHA-256; what becomes of the original is the
caller's to say (the trash). The only thing unlinked here is an unfinished copy of our own.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from photoorg.errors import PhotoorgError
from photoorg.files.trash import rename_exclusively
from photoorg.records import file_time

CHUNK = 1 << 20  # bytes read at a time


class TransferError(PhotoorgError):
    """A file could not be moved or copied; it is where it was. `reason` says why, for the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# --- names ---------------------------------------------------------------------------------------


class FolderNames:
    """The names that are taken in a folder, and free ones for what comes.

    Compared as by a disk that ignores case and Unicode's forms: a plan must hold on each disk.
    """

    def __init__(self, folder: str) -> None:
        names = os.listdir(folder) if os.path.isdir(folder) else []
        self._taken = {_folded(name) for name in names}
        self._tried: dict[str, int] = {}

    def take(self, names: Sequence[str]) -> list[str]:
        """Free names for a photo (first) and its companions: their own, or all with one number.

        "a.jpg", "a.jpg.xmp" -> "a (2).jpg", "a (2).jpg.xmp": what belongs together still does.
        """
        first = _folded(names[0])
        stem = Path(names[0]).stem
        for number in count(self._tried.get(first, 1)):
            found = [_numbered(name, stem, number) for name in names]
            folded = {_folded(name) for name in found}
            if not folded & self._taken and len(folded) == len(found):
                self._tried[first] = number + 1
                self._taken |= folded
                return found
        raise AssertionError


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _numbered(name: str, stem: str, number: int) -> str:
    if number == 1:
        return name
    head = stem if name.startswith(stem) else Path(name).stem
    return f"{head} ({number}){name[len(head) :]}"


# --- moving and copying --------------------------------------------------------------------------


def move(source: str, target: str) -> bool:
    """Rename on one disk; False, and nothing done, if `target` lies on another one."""
    _check_regular(source)
    try:
        rename_exclusively(source, target)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise TransferError(_reason(error, target)) from error
    if os.path.lexists(source) or not os.path.lexists(target):
        raise TransferError("The system reported the file as moved, but it is not there.")
    return True


def copy(source: str, target: str, part: str, digest: str | None) -> str:
    """Copy bytes, times and permissions to the new file `target`; returns the bytes' SHA-256.

    Written as `part` (in the folder of `target`), flushed, read back, then named; call
    `sync_folder` after the last of several. `digest` is what the bytes must be; None: not known
    before. Raises `TransferError`; then there is no new file.
    """
    _check_regular(source)
    try:
        with _own_part(part):
            with _opened(part) as handle:
                found = _write(source, handle)
                if digest is not None and found != digest:
                    raise TransferError("It changed since it was last read. Scan the folder again.")
                shutil.copystat(source, part)
                os.fsync(handle)
            if sha256(part) != found:
                raise TransferError("The disk did not keep what was written to it. Check it.")
            rename_exclusively(part, target)
    except OSError as error:
        raise TransferError(_reason(error, target)) from error
    return found


def write_new(path: str, data: bytes, part: str) -> None:
    """Write a new file, whole or not at all. Raises `TransferError` if the name is taken."""
    try:
        with _own_part(part):
            with _opened(part) as handle:
                _write_all(handle, data)
                os.fsync(handle)
            rename_exclusively(part, path)
    except OSError as error:
        raise TransferError(_reason(error, path)) from error
    sync_folder(path)


def replace(path: str, data: bytes, part: str) -> None:
    """Put other content in place of a file, whole or not at all; its permissions stay.

    Only for what was backed up before. Raises `TransferError`; then the old content stands.
    """
    try:
        with _own_part(part):
            with _opened(part) as handle:
                _write_all(handle, data)
                with contextlib.suppress(OSError):  # a disk without permissions
                    Path(part).chmod(stat.S_IMODE(Path(path).stat().st_mode))
                os.fsync(handle)
            Path(part).replace(path)
    except OSError as error:
        raise TransferError(_reason(error, path)) from error
    sync_folder(path)


@contextlib.contextmanager
def _own_part(part: str) -> Iterator[None]:
    """A new file under a passing name, taken away again unless the block renames it."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    os.close(os.open(part, flags, 0o666))
    try:
        yield
    finally:
        drop_part(part)


@contextlib.contextmanager
def _opened(part: str) -> Iterator[int]:
    handle = os.open(part, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        yield handle
    finally:
        os.close(handle)  # before the rename: Windows renames no open file


def drop_part(part: str) -> None:
    """Take away an unfinished copy of ours, if there is one."""
    with contextlib.suppress(OSError):
        Path(part).unlink()


def _write(source: str, handle: int) -> str:
    digest = hashlib.sha256()
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    reading = os.open(source, flags)
    try:
        while chunk := os.read(reading, CHUNK):
            digest.update(chunk)
            _write_all(handle, chunk)
    finally:
        os.close(reading)
    return digest.hexdigest()


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def sha256(path: str) -> str:
    """Hexadecimal SHA-256 of a file, read from the disk itself where the system allows it."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(path: str) -> None:
    """Flush the folder above `path`, so that a new name outlives a power cut."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- and back ------------------------------------------------------------------------------------


def move_back(now: str, original: str, *, size: int, mtime_ns: int) -> bool:
    """Take a move back, never over another file; False: the folder lies on another disk now.

    Refuses a file that is not the one that was moved. Missing folders are made again.
    """
    check_same(now, size, mtime_ns)
    try:
        Path(original).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TransferError(_reason(error, original)) from error
    return move(now, original)


def check_same(path: str, size: int, mtime_ns: int) -> None:
    """Raise `TransferError` unless this regular file has this size and time."""
    status = _check_regular(path)
    if (status.st_size, file_time(status)) != (size, mtime_ns):
        raise TransferError(f"{path} was changed since; it stays where it is.")


def is_copy(path: str, size: int, digest: str | None) -> bool:
    """Whether a regular file of these very bytes lies there."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != size:
            return False
        return digest is None or sha256(path) == digest
    except OSError:
        return False


def _check_regular(path: str) -> os.stat_result:
    try:
        status = os.lstat(path)
    except OSError as error:
        raise TransferError(_reason(error, path)) from error
    if not stat.S_ISREG(status.st_mode):
        raise TransferError("It is no plain file any more (a link, or a folder), so it stays.")
    return status


def nearest_folder(path: str) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    wanted = Path(path)
    return next(f for f in (wanted, *wanted.parents) if f.is_dir() or f == f.parent)


def same_disk(path: str, folder: str) -> bool:
    """Whether a file can probably be renamed into a folder (which may not be there yet)."""
    try:
        return os.lstat(path).st_dev == nearest_folder(folder).stat().st_dev
    except OSError:
        return False


def free_bytes(folder: str) -> int | None:
    """Free space on the disk of a folder (which may not be there yet); None if not known."""
    try:
        return shutil.disk_usage(nearest_folder(folder)).free
    except OSError:
        return None


def _reason(error: OSError, path: str) -> str:
    """The system's words as a sentence with what to do."""
    known = {
        errno.ENOENT: "It is no longer there. Scan the folder again.",
        errno.EEXIST: f"There is a file {os.path.basename(path)} already; it is not overwritten.",
        errno.EACCES: f"Your user may not change the folder {os.path.dirname(path)}. Allow it.",
        errno.EPERM: f"Your user may not change the folder {os.path.dirname(path)}. Allow it.",
        errno.EROFS: "The disk is read-only. Make it writable, or choose another folder.",
        errno.ENOSPC: "The disk is full. Free some space, or choose another folder.",
        errno.EDQUOT: "Your share of the disk is used up. Free some space there.",
        errno.ENAMETOOLONG: "The name is too long for that disk. Shorten it, then try again.",
        errno.ELOOP: "It is no plain file any more (a link), so it stays.",
        errno.EFBIG: "The file is too large for that disk (FAT holds up to 4 GB).",
    }
    words = error.strerror or "unknown reason"
    return known.get(error.errno or 0, f"The system refused: {words}. Try again.")
