"""Which files a folder holds.

What is left out, and why:

- hidden files and folders (a leading dot): caches, trash folders and AppleDouble files live there;
- trash folders and caches of other programs: their pictures are copies, or thrown away;
- a folder that is a photoorg library: its thumbnails are no photos;
- symbolic links, to files and to folders: a linked photo would be counted twice, a link loop never
  ends, and deleting would move the link instead of the photo. The folder given to `walk` itself may
  be a link;
- FIFOs, sockets and devices: opening one may block for ever.
"""

# Paths are plain strings here: the walk is hot, and pathlib triples its cost.
# ruff: noqa: PTH100, PTH116

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from photoorg.paths import LibraryPaths
from photoorg.records import LARGEST, FoundFile, file_time

# Compared in lower case.
_SKIPPED_FOLDERS = frozenset(
    {
        # trash
        "$recycle.bin",
        "recycler",
        "recycled",
        "trash",
        "#recycle",
        "@recycle",
        "@recently-snapshot",
        # caches and system folders
        "@eadir",
        "@__thumb",
        "__macosx",
        "thmbnl",
        "#snapshot",
        "lost+found",
        "system volume information",
    }
)
_SKIPPED_FOLDER_PREFIXES = ("trash-",)
_SKIPPED_FOLDER_SUFFIXES = (".lrdata",)
_SKIPPED_FILES = frozenset({"thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini"})

Problem = Callable[[str, str], None]

_OURS = LibraryPaths(Path())
_LIBRARY = frozenset((_OURS.catalog.name, _OURS.thumbnails.name))
_UNREADABLE = (
    "This folder could not be opened: {why}. Its photos are not in the library. "
    "Allow your user to read it, then scan again."
)
_UNREADABLE_FILE = "This file could not be looked at: {why}."


@dataclass(slots=True)
class _Folder:
    path: str
    ancestors: frozenset[tuple[int, int]]  # (device, inode) of it and the folders above


@dataclass(slots=True)
class Listed:
    """A folder and its files that may be pictures, in no order.

    In columns: a tuple for each file would cost a tenth of the walk, and most are never looked at.
    """

    path: str
    names: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    @property
    def files(self) -> list[tuple[str, int, int]]:
        """The same as (name, size, time)."""
        return list(zip(self.names, self.sizes, self.times, strict=True))


def walk(root: str, problem: Problem) -> Iterator[FoundFile]:
    """Yield every file below `root` that may be a picture, folder by folder, sorted by name.

    `problem(path, reason)` is called for each folder that cannot be read; the walk goes on. The
    order depends on nothing but the names.
    """
    for folder in folders(root, problem):
        below = os.path.join(folder.path, "")
        for name, size, mtime_ns in sorted(folder.files):
            yield FoundFile(below + name, size, mtime_ns)


def folders(root: str, problem: Problem) -> Iterator[Listed]:
    """The same by folder, sorted by name; a fifth more than `os.scandir` and `stat` alone cost."""
    pending = [_Folder(os.path.abspath(root), frozenset())]
    while pending:
        folder = pending.pop()
        subfolders: list[str] = []
        listed = Listed(folder.path)
        _list(listed, _entries(folder, problem), subfolders, problem)
        yield listed
        pending.extend(
            _Folder(os.path.join(folder.path, name), folder.ancestors)
            for name in sorted(subfolders, reverse=True)
        )


def _entries(folder: _Folder, problem: Problem) -> list[os.DirEntry[str]]:
    """The entries of a folder; none if it is unreadable, a library, or its own ancestor."""
    try:
        status = os.stat(folder.path)
        identity = (status.st_dev, status.st_ino)
        if identity in folder.ancestors:  # a bind mount or a Windows junction back up the tree
            return []
        with os.scandir(folder.path) as entries:
            found = list(entries)
    except OSError as error:
        problem(folder.path, _UNREADABLE.format(why=error.strerror or "unknown reason"))
        return []
    folder.ancestors |= {identity}
    return [] if _is_library(found) else found


def _is_library(entries: list[os.DirEntry[str]]) -> bool:
    """Whether the folder is one of photoorg's own; both names, as "catalog.db" alone is common."""
    return {name for entry in entries if (name := entry.name)[-3:] == ".db"} >= _LIBRARY


def _skipped_folder(name: str) -> bool:
    lower = name.lower()
    return (
        name.startswith(".")
        or lower in _SKIPPED_FOLDERS
        or lower.startswith(_SKIPPED_FOLDER_PREFIXES)
        or lower.endswith(_SKIPPED_FOLDER_SUFFIXES)
    )


def _list(
    listed: Listed, entries: list[os.DirEntry[str]], subfolders: list[str], problem: Problem
) -> None:
    """Add the regular files to `listed`, and to `subfolders` the folders to be walked.

    All in one loop, as a call for each file would cost as much as asking the system for its size.
    """
    add, add_size, add_time = listed.names.append, listed.sizes.append, listed.times.append
    regular, folder, mask = stat.S_IFREG, stat.S_IFDIR, 0o170000
    for entry in entries:
        name = entry.name
        # the last letter of what is skipped, for a third of the cost of lowering the whole name
        if name[0] == "." or (name[-1] in "bBiI" and name.lower() in _SKIPPED_FILES):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        except OSError as error:
            if entry.is_dir(follow_symlinks=False):
                subfolders.append(name)  # what is wrong with it is told when it is opened
            else:
                problem(entry.path, _UNREADABLE_FILE.format(why=error.strerror or "unknown reason"))
            continue
        kind = status.st_mode & mask
        if kind == regular:
            mtime_ns = status.st_mtime_ns
            add(name)
            add_size(status.st_size)
            add_time(mtime_ns if 0 < mtime_ns < LARGEST else file_time(status))
        elif kind == folder and not _skipped_folder(name):
            subfolders.append(name)
