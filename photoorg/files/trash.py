"""To the trash and back. Nothing here ever deletes a photo.

The move is Qt's (`QFile.moveToTrash`), which follows the freedesktop trash specification 1.0 on
Linux and asks the system on Windows and macOS; where there is no trash it fails and the file stays.
Every move is checked on disk from both sides, because the answer of a toolkit is not a fact.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from photoorg.errors import PhotoorgError
from photoorg.records import file_time

LONGEST_NAME = 255 - len(".trashinfo")  # bytes: the trash keeps a note of that name
_NO_UNICODE = (
    "The name of the file or of a folder above it holds characters that are not valid "
    "Unicode, and the system's trash cannot take it. Rename it, then try again."
)


class TrashError(PhotoorgError):
    """A file could not be moved to or from the trash. `reason` says why, for the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TrashEmptiedError(TrashError):
    """The file is no longer in the trash, though the trash is there."""


# --- to the trash --------------------------------------------------------------------------------


def move_to_trash(path: str) -> str:
    """Move one file to the trash and return its path there.

    A symbolic link is moved itself, not its target. Raises `TrashError`; then the file is where it
    was, unless the reason says otherwise.
    """
    before = _trashable(path)
    _make_data_folder()
    trashed, error = _qt_move(path)
    if os.path.lexists(path):
        raise TrashError(_why_not(path, error))
    if not trashed or not os.path.lexists(trashed):
        raise TrashError(
            "The file left its folder but did not arrive where the system's trash said it would. "
            "Open the trash of your desktop and look for it there."
        )
    if not _same_file(before, os.lstat(trashed)):
        raise TrashError(f"Another file than the chosen one lies in the trash now, as {trashed}.")
    return trashed


def _trashable(path: str) -> os.stat_result:
    """The file's status; refuses folders, vanished files and names that Qt would change.

    Qt keeps names as Unicode: for a name that is none it would act on another file.
    """
    from PySide6.QtCore import QFile

    try:
        status = os.lstat(path)
    except OSError as error:
        raise TrashError(_os_reason(error)) from error
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode)):
        raise TrashError("Only files are moved to the trash, and this is none.")
    if bytes(QFile.encodeName(path).data()) != os.fsencode(path):
        raise TrashError(_NO_UNICODE)
    return status


def _qt_move(path: str) -> tuple[str, str]:
    """The path in the trash, "" if Qt reports a failure; and Qt's words for it."""
    from PySide6.QtCore import QFile

    file = QFile(path)
    moved = file.moveToTrash()
    return (file.fileName() if moved else ""), file.errorString()


def _make_data_folder() -> None:
    """Qt's move fails ("Bad file descriptor") where $XDG_DATA_HOME does not exist yet."""
    if not _is_freedesktop():
        return
    folder = data_home()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TrashError(
            f"The trash needs the folder {folder}, which could not be made ({error.strerror}). "
            "Make it, or allow your user to."
        ) from error


def _same_file(before: os.stat_result, after: os.stat_result) -> bool:
    """By inode after a rename; by size and time where the system had to copy."""
    if before.st_dev == after.st_dev and before.st_ino == after.st_ino:
        return True
    return before.st_size == after.st_size and before.st_mtime_ns // 10**9 == (
        after.st_mtime_ns // 10**9
    )


def _why_not(path: str, qt_error: str) -> str:
    return (
        unfit_name(path)
        or unfit_folder(str(Path(path).parent))
        or f"The system's trash refused the file, and it stays where it is ({qt_error})."
    )


def unfit_name(path: str) -> str | None:
    """Why no trash takes a file of this name; None if one does."""
    if len(os.fsencode(os.path.basename(path))) > LONGEST_NAME:
        return "The name is too long for the trash, so the file stays. Shorten it, then try again."
    try:
        path.encode()
    except UnicodeEncodeError:
        return _NO_UNICODE
    return None


def unfit_folder(folder: str) -> str | None:
    """Why nothing in this folder could go to a trash; None if it could. Touches nothing."""
    inside = os.path.join(folder, "file")
    if not os.access(folder, os.W_OK | os.X_OK):
        if _is_read_only(folder):
            return f"The disk at {volume_of(inside)} is read-only, so the file stays where it is."
        return (
            f"Your user may not change the folder {folder}, so the file stays where it is. "
            "Allow it, then try again."
        )
    if not has_trash(inside):
        return (
            f"The disk at {volume_of(inside)} has no trash, so the file stays where it is: "
            "photoorg never deletes for good. Move it to another disk or delete it yourself."
        )
    return None


def _is_read_only(folder: str) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


# --- and back ------------------------------------------------------------------------------------


def restore(trash_path: str, original: str, *, size: int, mtime_ns: int) -> None:
    """Move a file from the trash back to `original`, never over another file.

    `size` and `mtime_ns` are those noted before it was deleted: a file that differs is not the one.
    Missing folders above `original` are made again. Raises `TrashError`; then nothing has changed.
    """
    _check_trashed(trash_path, size, mtime_ns)
    if _two_names(trash_path, original):
        Path(trash_path).unlink()  # a restore by a second name that was killed before its end
        drop_info(trash_path, original)
        return
    if os.path.lexists(original):
        raise TrashError(_occupied(original))
    with _parents(original):
        try:
            rename_exclusively(trash_path, original)
        except FileExistsError as error:
            raise TrashError(_occupied(original)) from error
        except OSError as error:
            raise TrashError(_os_reason(error)) from error
    if os.path.lexists(trash_path) or not os.path.lexists(original):
        raise TrashError("The system reported the file as moved back, but it is not there.")
    drop_info(trash_path, original)


def _check_trashed(trash_path: str, size: int, mtime_ns: int) -> None:
    try:
        status = os.lstat(trash_path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise _not_in_the_trash(trash_path) from error
        raise TrashError(_os_reason(error)) from error
    if (status.st_size, file_time(status)) != (size, mtime_ns):
        raise TrashError(
            f"The file in the trash is not the one that was deleted: {trash_path} has another size "
            "or time. Look at it and move it back yourself if it is what you want."
        )


def _two_names(trash_path: str, original: str) -> bool:
    """Whether both paths are names of one and the same file, so that one of them may go."""
    try:
        one, other = os.lstat(trash_path), os.lstat(original)
    except OSError:
        return False
    same = (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
    return same and one.st_nlink >= 2 and trash_path != original


def _not_in_the_trash(trash_path: str) -> TrashError:
    if Path(trash_path).parent.is_dir():
        return TrashEmptiedError(
            "The file is no longer in the trash: the trash was emptied, or it was taken out."
        )
    return TrashError("The disk with this trash is not connected. Connect it, then undo again.")


def _occupied(original: str) -> str:
    return (
        f"Another file has taken the place of {Path(original).name}; it is not overwritten. "
        "Rename or move that file, then undo again."
    )


@contextlib.contextmanager
def _parents(path: str) -> Iterator[None]:
    """Make the missing folders above `path`; take them away again if the block fails."""
    made: list[Path] = []
    try:
        _make_parents(Path(path).parent, made)
        yield
    except OSError as error:
        _remove_empty(made)
        raise TrashError(_os_reason(error)) from error
    except BaseException:
        _remove_empty(made)
        raise


def _make_parents(folder: Path, made: list[Path]) -> None:
    for missing in reversed([f for f in (folder, *folder.parents) if not f.is_dir()]):
        with contextlib.suppress(FileExistsError):  # if it is a file, the rename will say so
            missing.mkdir()
            made.append(missing)


def _remove_empty(folders: list[Path]) -> None:
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


def drop_info(trash_path: str, original: str) -> None:
    """Remove the trash's own note about a file that is back; only if it is about this file."""
    trashed = Path(trash_path)
    if trashed.parent.name != "files":
        return
    note = _note_of(trashed)
    with contextlib.suppress(OSError):
        noted = _noted_path(note)
        if noted is not None and noted.rsplit(b"/", 1)[-1] == os.fsencode(Path(original).name):
            note.unlink()


def _noted_path(note: Path) -> bytes | None:
    """Where a file lay before, as its .trashinfo says: absolute, or relative to its disk's top."""
    for line in note.read_bytes().splitlines():
        if line.startswith(b"Path="):
            return unquote_to_bytes(line[5:])
    return None


def _note_of(trashed: Path) -> Path:
    return trashed.parent.parent / "info" / f"{trashed.name}.trashinfo"


# --- a rename that cannot overwrite --------------------------------------------------------------

# What file systems and kernels answer to a call they do not know.
_UNSUPPORTED = {
    errno.EINVAL,
    errno.ENOSYS,
    errno.EPERM,
    errno.EMLINK,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
}


def rename_exclusively(source: str, target: str) -> None:
    """Rename, failing with FileExistsError if `target` exists; size, bytes and times unchanged.

    Three ways, as no one works everywhere: the kernel's own exclusive rename; a second hard link
    (not on FAT); and on what is left (some network mounts) a look before the rename, which leaves
    a gap of microseconds.
    """
    for way in (_kernel_rename, _link_rename):
        try:
            way(source, target)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        else:
            return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    Path(source).rename(target)


def _kernel_rename(source: str, target: str) -> None:
    if sys.platform == "win32":
        Path(source).rename(target)  # never overwrites there
        return
    call = _exclusive_rename()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(os.fsencode(source), os.fsencode(target)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), target)


def _exclusive_rename() -> Callable[[bytes, bytes], int] | None:
    """renameat2 (Linux 3.15, glibc 2.28) or renamex_np (macOS 10.12), if the C library has it."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        at_cwd, no_replace = -100, 1
        return lambda old, new: int(library.renameat2(at_cwd, old, at_cwd, new, no_replace))
    if hasattr(library, "renamex_np"):
        exclusive = 4
        return lambda old, new: int(library.renamex_np(old, new, exclusive))
    return None


def _link_rename(source: str, target: str) -> None:
    """Two names for the same file, then the first name goes: the file itself is never removed."""
    os.link(source, target, follow_symlinks=False)
    Path(source).unlink()


# --- which disks have a trash --------------------------------------------------------------------


def volume_of(path: str) -> str:
    """The mount point of the disk that holds `path` (which may have vanished)."""
    folder = _folder_of(path).resolve()
    return str(next(f for f in (folder, *folder.parents) if f.is_mount() or f == f.parent))


def has_trash(path: str) -> bool:
    """Whether the disk of `path` has a trash the user can use; a forecast that moves nothing."""
    if sys.platform == "win32":
        return _windows_has_bin(volume_of(path))
    if not _is_freedesktop():  # macOS: every local volume, made on demand
        return True
    home = _nearest_existing(data_home())
    if _folder_of(path).stat().st_dev == home.stat().st_dev:
        return _usable(data_home() / "Trash")
    top, user = Path(volume_of(path)), str(os.getuid())
    if _is_shared_trash(top / ".Trash") and _usable(top / ".Trash" / user):
        return True
    return _usable(top / f".Trash-{user}")


def _is_freedesktop() -> bool:
    return sys.platform not in ("win32", "darwin")


def data_home() -> Path:
    """$XDG_DATA_HOME, which must be absolute to count (XDG base directory specification)."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return named if named.is_absolute() else Path("~/.local/share").expanduser()


def _folder_of(path: str) -> Path:
    return _nearest_existing(Path(path).absolute().parent)


def _nearest_existing(folder: Path) -> Path:
    return next(f for f in (folder, *folder.parents) if f.is_dir() or f == f.parent)


def _is_shared_trash(folder: Path) -> bool:
    """A real folder with the sticky bit, as the specification demands before it may be used."""
    try:
        mode = folder.lstat().st_mode
    except OSError:
        return False
    return stat.S_ISDIR(mode) and bool(mode & stat.S_ISVTX)


def _usable(folder: Path) -> bool:
    """Whether files can be put into the folder, or it could be made."""
    existing = next(f for f in (folder, *folder.parents) if os.path.lexists(f) or f == f.parent)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _windows_has_bin(volume: str) -> bool:
    """Fixed disks have a recycle bin; memory sticks and network drives delete for good."""
    fixed = 3  # DRIVE_FIXED
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent from other systems' stubs
    return int(kernel.GetDriveTypeW(volume)) == fixed


def _os_reason(error: OSError) -> str:
    """The system's words as a sentence with what to do."""
    known = {
        errno.ENOENT: "The file is not there any more. Scan the folder again.",
        errno.EXDEV: (
            "The folder the file came from lies on another disk now. "
            "Connect the disk it was on, then undo again."
        ),
        errno.EACCES: "Your user may not change this folder. Allow it, then try again.",
        errno.EPERM: "Your user may not change this folder. Allow it, then try again.",
        errno.EROFS: "The disk is read-only. Make it writable, then try again.",
        errno.ENOSPC: "The disk is full. Free some space, then try again.",
        errno.ENOTDIR: "A file has taken the place of a folder above. Move it, then try again.",
    }
    words = error.strerror or "unknown reason"
    return known.get(error.errno or 0, f"The system refused: {words}. Try again.")
