"""What the files beside a photo say of it: XMP sidecars, Takeout's JSON, a live photo's movie.

A scan hands its listing over folder by folder (`Listing.add_folder`), so nothing is listed twice,
and reads only what is new or changed: `Sidecar.seen` tells the files by name, size and time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace

from photoorg.files import position, takeout, xmp_reading
from photoorg.files.companions import belongings_in
from photoorg.files.formats import suffix_of
from photoorg.files.movie import movie_time
from photoorg.files.walk import Listed
from photoorg.records import FoundFile, Metadata, Sidecar

_MOVIES = frozenset((".mov", ".mp4", ".m4v", ".3gp", ".mp"))
_READ = frozenset((".xmp", ".json")) | _MOVIES
_TELLING = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(_READ)))})$", re.MULTILINE)
_UNREADABLE = "{} beside it could not be read: {}."


class Listing:
    """The sidecars of a folder tree, by photo, once its folders were added."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[FoundFile, ...]] = {}

    def add_folder(self, listed: Listed) -> None:
        """The files of a folder; 0.1 us each where none is a sidecar."""
        if not _TELLING.search("\n".join(listed.names).lower()):
            return
        folder, files = os.path.join(listed.path, ""), listed.files
        by_name = {name: FoundFile(folder + name, size, time) for name, size, time in files}
        owned = belongings_in((name, size) for name, size, _ in sorted(files))
        for picture, found in owned.items():
            telling = [by_name[n] for n in _ranked(picture, found) if suffix_of(n) in _READ]
            if telling:
                self._found[folder + picture] = tuple(telling)

    def photos(self) -> Iterable[str]:
        """The paths of the photos that have any."""
        return self._found.keys()

    def of(self, path: str) -> tuple[FoundFile, ...]:
        """The files that say something of a photo, the most telling first."""
        return self._found.get(path, ())

    def read(self, path: str, metadata: Metadata) -> Sidecar | None:
        """What they say; None without any. `metadata` is the photo's own: see `read`."""
        files = self.of(path)
        return read(files, metadata) if files else None

    def is_current(self, path: str, known: str | None) -> bool:
        """Whether the JSON of a `Sidecar` (None: there was none) is of the files as they are."""
        files = self.of(path)
        if not files or known is None:
            return not files and known is None
        return known.startswith(_start(seen(files)))


def seen(files: Iterable[FoundFile]) -> str:
    """Tells files by name, size and time."""
    listed = "\n".join(f"{os.path.basename(f.path)}:{f.size}:{f.mtime_ns}" for f in files)
    return hashlib.sha256(os.fsencode(listed)).hexdigest()[:16]


def read(files: Sequence[FoundFile], metadata: Metadata) -> Sidecar:
    """What the files say, field by field the first that says something.

    Of a photo that knows its own time the movie is not opened: most live photos do, and on a
    network disk each costs a hundredth of a second.
    """
    found = Sidecar(seen(files))
    for file in files:
        suffix = suffix_of(file.path)
        if suffix in _MOVIES and (metadata.date_time_original or found.movie_time):
            continue
        try:
            found = _READERS.get(suffix, _with_movie)(found, file)
        except OSError as error:  # "?": it never looks current, so the next scan tries again
            note = _UNREADABLE.format(os.path.basename(file.path), error.strerror or "no reason")
            found = replace(found, seen=f"{seen(files)}?", notes=(*found.notes, _shown(note)))
    placed = (metadata.latitude, found.xmp_latitude, found.takeout_latitude) != (None, None, None)
    return replace(found, notes=position.without_notes(found.notes)) if placed else found


def to_json(sidecar: Sidecar) -> str:
    """As it is kept in the catalogue; `seen` stands in front, for `Listing.is_current`."""
    said = {key: value for key, value in asdict(sidecar).items() if value}
    return json.dumps({"seen": sidecar.seen} | said)


def from_json(text: str) -> Sidecar:
    """The inverse of `to_json`."""
    said = json.loads(text)
    return Sidecar(**said | {"notes": tuple(said.get("notes", ()))})


def _start(mark: str) -> str:
    return json.dumps({"seen": mark})[:-1]


def _ranked(picture: str, names: Iterable[str]) -> list[str]:
    """Files named after the very picture first: of "a.jpg", "a.jpg.xmp" before "a.xmp"."""
    whole = picture.casefold()
    return sorted(names, key=lambda n: (not n.casefold().startswith(whole), len(n), n))


def _beginning(file: FoundFile, limit: int) -> bytes:
    with open(file.path, "rb") as stream:
        return stream.read(limit + 1)


def _with_xmp(found: Sidecar, file: FoundFile) -> Sidecar:
    said = xmp_reading.read_xmp(_beginning(file, xmp_reading.LARGEST))
    found = replace(found, xmp_date=found.xmp_date or said.date, notes=(*found.notes, *said.notes))
    if found.xmp_latitude is None:
        found = replace(found, xmp_latitude=said.latitude, xmp_longitude=said.longitude)
    return found


def _with_json(found: Sidecar, file: FoundFile) -> Sidecar:
    name = os.path.basename(file.path)
    said = takeout.read_takeout(_beginning(file, takeout.LARGEST), _shown(name))
    notes = (*found.notes, *said.notes)
    if found.takeout_time is not None or not said.ours:
        return replace(found, notes=notes)
    return replace(
        found,
        takeout_time=said.time,
        takeout_latitude=said.latitude,
        takeout_longitude=said.longitude,
        notes=notes,
    )


def _with_movie(found: Sidecar, file: FoundFile) -> Sidecar:
    return replace(found, movie_time=movie_time(file.path))


_READERS: dict[str, Callable[[Sidecar, FoundFile], Sidecar]] = {
    ".xmp": _with_xmp,
    ".json": _with_json,
}


def _shown(text: str) -> str:
    """A name that need not be valid Unicode, as text that any file can hold."""
    return os.fsencode(text).decode("utf-8", "replace")
