"""Files that belong to a photo, and go and come back with it.

By name, within one folder:

- *pictures*: RAW and JPEG of one stem; an edited version and its original (Apple `IMG_E1234`,
  Google `-edited` in its languages, Android `~2`);
- *belongings*: sidecars (`a.xmp`, `a.jpg.xmp`, `a_01.jpg.xmp`, `a.AAE`, `IMG_O1234.AAE`,
  `a.jpg.json`, `a.jpg.supplemental-metadata.json` also cut short, ...) and a live photo's movie.

In doubt two files do not belong together: a picture whose stem two ordinary pictures share has no
other versions, a long film is no live photo, and a file that belongs to several pictures goes only
when all of them go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from photoorg.files.formats import named_like_picture, named_like_raw, suffix_of

LONGEST_LIVE = 32_000_000  # bytes: three seconds of 4K are 10 MB; what is longer is a film
_MOVIES = frozenset((".mov", ".mp4", ".m4v", ".3gp", ".mp"))
_SIDECARS = frozenset(
    (".xmp", ".aae", ".json", ".pp3", ".dop", ".cos", ".on1", ".arp", ".vrd", ".exv", ".nksc",
     ".acr", ".thm", ".wav")
)  # fmt: skip

# Takeout cuts a name short at 46 characters, ".json" not counted.
_TAKEOUT_LENGTH = 46
_TAKEOUT = "supplemental-metadata"
_NUMBERED = re.compile(r"^(?P<name>.+\.[^.()]+)(?P<number>\(\d+\))$")
_SUPPLEMENT = re.compile(r"^(?P<name>.+\.[^.]+)\.(?P<word>[a-z-]*)(?P<number>\(\d+\))?$")
_DARKTABLE = re.compile(r"^(?P<stem>.+)_\d\d(?P<suffix>\.[^.]+)$")
_APPLE = re.compile(r"^img_[eo](?=\d{4})")
_EDITED = re.compile(
    r"(?:-(?:edited|bearbeitet|modifié|editado|editada|modificato|bewerkt|redigerad|redigeret|"
    r"redigert|muokattu|edytowane|upraveno|düzenlendi|editat|編集済み|수정됨|已修改|已編輯|изменено)"
    r"|~\d)(?P<number>\(\d+\))?$"
)


@dataclass(slots=True)
class _Folder:
    """The names of one folder, in lower case where they are compared."""

    by_name: dict[str, list[str]] = field(default_factory=dict)  # pictures
    by_stem: dict[str, list[str]] = field(default_factory=dict)
    edited: dict[str, list[str]] = field(default_factory=dict)  # stem of the original -> versions
    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)  # other file -> its pictures
    owned: dict[str, list[str]] = field(default_factory=dict)  # picture -> other files


class Companions:
    """What goes along with photos; reads each folder once, so make a new one for each plan."""

    def __init__(self) -> None:
        self._folders: dict[str, _Folder] = {}

    def pictures(self, path: str) -> list[str]:
        """Other pictures that are the same photo: its RAW or JPEG, its original, its edits."""
        where, name = os.path.split(path)
        versions = _versions(self._folder(where), name)
        return [os.path.join(where, other) for other in versions if other != name]

    def belongings(self, going: Iterable[str]) -> dict[str, list[str]]:
        """Picture -> sidecars and movies that go with it, if all of `going` go.

        A file of several pictures is named once, and only if every one of them goes.
        """
        found: dict[str, list[str]] = {}
        by_folder: dict[str, list[str]] = {}
        for path in going:
            by_folder.setdefault(os.path.dirname(path), []).append(os.path.basename(path))
        for where, names in by_folder.items():
            folder, gone = self._folder(where), set(names)
            for name in names:
                files = [
                    file
                    for file in folder.owned.get(name, ())
                    if folder.owners[file][0] == name and gone.issuperset(folder.owners[file])
                ]
                if files:
                    found[os.path.join(where, name)] = [os.path.join(where, f) for f in files]
        return found

    def _folder(self, where: str) -> _Folder:
        if where not in self._folders:
            self._folders[where] = _read(where)
        return self._folders[where]


def companions(paths: Collection[str]) -> dict[str, list[str]]:
    """Photo -> all files that are one with it: versions of it, sidecars, movies."""
    known = Companions()
    found = {path: known.pictures(path) for path in paths}
    together = dict.fromkeys([*paths, *(p for others in found.values() for p in others)])
    for path, files in known.belongings(together).items():
        first = next((p for p in paths if p == path or path in found[p]), path)
        found[first] = found[first] + files
    return found


def belongings_in(files: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """Picture -> its sidecars and movies, by the names and sizes of all files of one folder.

    An edited version that has none of its own has those of its original.
    """
    folder = _sorted(files)
    found = dict(folder.owned)
    for name in (n for names in folder.edited.values() for n in names):
        if name not in found:
            others = [f for v in _versions(folder, name) for f in folder.owned.get(v, ())]
            if others:
                found[name] = others
    return found


# --- Reading a folder ----------------------------------------------------------------------------


def _read(where: str) -> _Folder:
    """Regular files only: a link is not the photo's own file. An unreadable folder is empty."""
    try:
        with os.scandir(where or ".") as entries:
            files = sorted(
                (e for e in entries if e.is_file(follow_symlinks=False)), key=lambda e: e.name
            )
            return _sorted((e.name, _size(e)) for e in files)
    except OSError:
        return _Folder()


def _size(entry: os.DirEntry[str]) -> int:
    """Only that of a movie matters; the others need no look at the disk."""
    movie = suffix_of(entry.name) in _MOVIES
    return entry.stat(follow_symlinks=False).st_size if movie else 0


def _sorted(files: Iterable[tuple[str, int]]) -> _Folder:
    folder, others = _Folder(), []
    for name, size in files:
        if named_like_picture(name):
            _add_picture(folder, name)
        elif _may_belong(name, size):
            others.append(name)
    movies = {name.casefold(): name for name in others if suffix_of(name) in _MOVIES}
    for name in others:
        _own(folder, name, _owners(folder, name, movies))
    return folder


def _may_belong(name: str, size: int) -> bool:
    suffix = suffix_of(name)
    return suffix in _SIDECARS or (suffix in _MOVIES and size <= LONGEST_LIVE)


def _add_picture(folder: _Folder, name: str) -> None:
    lower = name.casefold()
    stem = _stem(lower)
    folder.by_name.setdefault(lower, []).append(name)
    folder.by_stem.setdefault(stem, []).append(name)
    original = _original(stem)
    if original != stem:
        folder.edited.setdefault(original, []).append(name)


def _stem(name: str) -> str:
    return name[: len(name) - len(suffix_of(name))]


def _original(stem: str) -> str:
    """The stem of the original of an edited version; any other stem as it is (lower case)."""
    return _EDITED.sub(r"\g<number>", _APPLE.sub("img_", stem))


def _versions(folder: _Folder, name: str) -> list[str]:
    """All pictures that are one photo with `name`."""
    stem = _stem(name.casefold())
    for base in (_original(stem), stem):
        shots = folder.by_stem.get(base, [])
        if sum(not named_like_raw(shot) for shot in shots) > 1:
            continue  # of which of them would the others be versions?
        edits = folder.edited.get(base, [])
        if shots and name in (*shots, *edits):
            return [*shots, *edits]
    return [name]


def _own(folder: _Folder, name: str, owners: Iterable[str]) -> None:
    folder.owners[name] = tuple(owners)
    for owner in folder.owners[name]:
        folder.owned.setdefault(owner, []).append(name)


def _owners(folder: _Folder, name: str, movies: dict[str, str]) -> list[str]:
    """The pictures that a sidecar or movie belongs to; none if it stands for itself."""
    body = _stem(name.casefold())
    if suffix_of(name) in _MOVIES:
        return (
            folder.by_name.get(body) or _of_stem(folder, name.casefold()) or _of_stem(folder, body)
        )
    exact = folder.by_name.get(body) or _takeout(folder, name, body) or _darktable(folder, body)
    if exact:
        return exact
    if body in movies and movies[body] != name:
        return _owners(folder, movies[body], {})
    return _of_stem(folder, body)


def _of_stem(folder: _Folder, stem: str) -> list[str]:
    return folder.by_stem.get(stem) or folder.by_stem.get(_APPLE.sub("img_", stem), [])


def _darktable(folder: _Folder, body: str) -> list[str]:
    """A further development of one photo: "a_01.cr2.xmp" beside "a.cr2"."""
    match = _DARKTABLE.match(body)
    return folder.by_name.get(match["stem"] + match["suffix"], []) if match else []


def _takeout(folder: _Folder, name: str, body: str) -> list[str]:
    """Google's JSON: its middle word cut short or left out, its number behind the photo's name."""
    if suffix_of(name) != ".json":
        return []
    word = _SUPPLEMENT.match(body)
    if word and _TAKEOUT.startswith(word["word"]):  # "a.jpg.supple(1).json" is of "a(1).jpg"
        return _numbered(folder, word["name"], word["number"] or "")
    number = _NUMBERED.match(body)
    if number:  # "a.jpg(1).json" is, too
        return _numbered(folder, number["name"], number["number"])
    if len(body) == _TAKEOUT_LENGTH:
        cut = [n for lower, names in folder.by_name.items() if lower.startswith(body)
               for n in names]  # fmt: skip
        return cut if len(cut) == 1 else []
    return []


def _numbered(folder: _Folder, name: str, number: str) -> list[str]:
    suffix = suffix_of(name)
    return folder.by_name.get(_stem(name) + number + suffix, [])
