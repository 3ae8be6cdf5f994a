"""Finding a file in the trash by where it came from: needed only after a kill in mid-deletion."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from photoorg.files.trash import data_home, volume_of
from photoorg.records import file_time


def find_in_trash(original: str, *, size: int, mtime_ns: int) -> str | None:
    """The path in the trash of the file that was `original`; None if none fits.

    By the notes of the freedesktop trash specification; size and time must fit too. Elsewhere
    (Windows, macOS) None: the file is in the system's trash, but only the user can take it out.
    """
    if sys.platform in ("win32", "darwin"):
        return None
    wanted = os.fsencode(original)
    for trash, top in _trashes(original):
        for note in _notes(trash, Path(original).stem):
            if _noted(note, top) != wanted:
                continue
            trashed = trash / "files" / note.name.removesuffix(".trashinfo")
            if _fits(trashed, size, mtime_ns):
                return str(trashed)
    return None


def _trashes(original: str) -> Iterator[tuple[Path, Path | None]]:
    """(trash, folder that its notes are relative to) where the file may be."""
    yield data_home() / "Trash", None
    top, user = Path(volume_of(original)), str(os.getuid())
    yield top / ".Trash" / user, top
    yield top / f".Trash-{user}", top


def _notes(trash: Path, stem: str) -> list[Path]:
    """Notes about files of that name, newest first: a trash may hold 100,000 others."""
    try:
        with os.scandir(trash / "info") as entries:
            found = [e for e in entries if e.name.startswith(stem)]
            found.sort(key=lambda e: -e.stat().st_mtime_ns)
    except OSError:
        return []
    return [Path(e.path) for e in found]


def _noted(note: Path, top: Path | None) -> bytes | None:
    """The original path that a note tells."""
    try:
        lines = note.read_bytes().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(b"Path="):
            path = unquote_to_bytes(line[5:])
            return path if top is None else os.path.join(os.fsencode(top), path)
    return None


def _fits(trashed: Path, size: int, mtime_ns: int) -> bool:
    try:
        status = trashed.lstat()
    except OSError:
        return False
    return (status.st_size, file_time(status)) == (size, mtime_ns)
