"""What a deletion would do, worked out on the catalogue and the disk. Touches nothing.

`plan` is what the deletion itself goes by, `forecast` what it says before: one cannot promise what
the other does not do. A photo and the files that are one with it are a family: all go, or none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from photoorg.catalog import facts
from photoorg.catalog.decisions import JournalRow
from photoorg.files import trash
from photoorg.files.companions import Companions
from photoorg.files.formats import named_like_raw
from photoorg.pipeline.protection import Guard
from photoorg.records import Failure, Forecast, VolumeForecast, file_time

if TYPE_CHECKING:
    from photoorg.pipeline.library import Library
    from photoorg.records import Photo

OFFLINE = "It lies on a disk that is away, so it stays."
ONE_SHOT_SECONDS = 60  # two pictures of one name that were taken further apart are two photos


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a family; `photo` None: it is no photo of the library."""

    path: str
    size: int
    mtime_ns: int
    photo: Photo | None = None
    chosen: bool = False

    @property
    def hash(self) -> str | None:
        """The content hash of a photo."""
        return self.photo.hash if self.photo else None


Family = list[Member]  # a chosen photo first


@dataclass(slots=True)
class Plan:
    """The families that go, and what stays with its reasons."""

    families: list[Family] = field(default_factory=list)
    protected: list[Failure] = field(default_factory=list)
    refused: list[Failure] = field(default_factory=list)
    offline: list[str] = field(default_factory=list)
    volumes: list[VolumeForecast] = field(default_factory=list)

    @property
    def stays(self) -> tuple[Failure, ...]:
        """All chosen photos that stay."""
        away = [Failure(path, OFFLINE) for path in self.offline]
        return (*self.protected, *self.refused, *away)

    def rows(self) -> list[JournalRow]:
        """The files that go as rows of a journal, each family together and its photo first."""
        rows: list[JournalRow] = []
        for family in self.families:
            first = len(rows)
            for member in family:
                rows.append(
                    JournalRow(
                        len(rows), member.photo.id if member.photo else None, member.path, None,
                        member.hash, member.size, member.mtime_ns, "planned",
                        "photo" if member.chosen else "companion",
                        None if len(rows) == first else first,
                    )
                )  # fmt: skip
        return rows


def forecast(library: Library, ids: Sequence[int], keep: Sequence[int] = ()) -> Forecast:
    """What deleting these photos would do; those of `keep` stay in any case. Touches nothing."""
    made = plan(library, ids, keep)
    members = [member for family in made.families for member in family]
    chosen = [member.photo for member in members if member.chosen and member.photo]
    rated = [m.photo for m in members if m.photo and _is_valued(m.photo)]
    sole = _sole(library, chosen, {m.photo.id for m in members if m.photo})
    return Forecast(
        photo_ids=tuple(photo.id for photo in chosen),
        paths=tuple(photo.path for photo in chosen),
        bytes=sum(member.size for member in members),
        companions=tuple(member.path for member in members if not member.chosen),
        protected=tuple(failure.path for failure in made.protected),
        volumes=tuple(made.volumes),
        offline=tuple(made.offline),
        rated=tuple(photo.path for photo in rated),
        sole=tuple(photo.path for photo in sole),
        refused=tuple(made.refused),
        rated_ids=tuple(photo.id for photo in rated),
        sole_ids=tuple(photo.id for photo in sole),
    )


def _is_valued(photo: Photo) -> bool:
    return photo.verdict.rating > 0 or photo.verdict.mark == "kept"


def _sole(library: Library, chosen: Sequence[Photo], going: set[int]) -> list[Photo]:
    """One of each picture of which no copy would stay that is there and unchanged."""
    first = {photo.hash: photo for photo in reversed(chosen)}
    several = facts.copies(library.db, first)
    safe = {digest for digest, files in several.items() if _one_stays(files, going)}
    return [p for p in chosen if first[p.hash] is p and p.hash not in safe]


def _one_stays(files: Sequence[tuple[int, str, int, int]], going: set[int]) -> bool:
    """Whether one of these copies, (id, path, size, mtime), would still be there, unchanged.

    Not if it is one of the files that go, seen at a second place (a folder mounted twice).
    """
    leaving = {_inode(path) for i, path, _, _ in files if i in going} - {None}
    return any(
        i not in going and not changed(path, size, mtime_ns) and _inode(path) not in leaving
        for i, path, size, mtime_ns in files
    )


def _inode(path: str) -> tuple[int, int] | None:
    """What tells one file from another; None for one of several names, which goes by itself."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_nlink == 1 else None


# --- The plan ------------------------------------------------------------------------------------


def plan(library: Library, ids: Sequence[int], keep: Sequence[int] = ()) -> Plan:
    """Which files go if these photos are deleted, and why others stay."""
    made, known = Plan(), Companions()
    stay = set(keep)
    photos = [p for p in library.photos(list(dict.fromkeys(ids))) if p.id not in stay]
    made.offline = [p.path for p in photos if p.offline]
    chosen = {p.path: p for p in photos if not p.offline}
    places = _Places()
    families = list(_families(library, chosen, stay, known))
    guard = Guard(library.db, [m.hash for family in families for m in family])
    families = [f for f in families if _may_go(made, f, guard, places)]
    while True:
        whole = _with_belongings(families, known)
        going = [
            family
            for family, pictures in zip(whole, families, strict=True)
            if len(family) == len(pictures) or _may_go(made, family, guard, places)
        ]
        if len(going) == len(whole):
            made.families = going
            made.volumes = _volumes(chosen, going, places)
            return made
        firsts = {family[0].path for family in going}  # a refused one may have shared a sidecar
        families = [family for family in families if family[0].path in firsts]


def families(library: Library, photos: Sequence[Photo]) -> list[Family]:
    """Photos with the other pictures that are the same photo, each file once; none left out."""
    chosen = {photo.path: photo for photo in photos}
    return list(_families(library, chosen, set(), Companions()))


def with_belongings(families: Sequence[Family]) -> list[Family]:
    """Families that go somewhere together, with their sidecars and movies as they are now."""
    return _with_belongings(families, Companions())


def _families(
    library: Library, chosen: dict[str, Photo], stay: set[int], known: Companions
) -> Iterator[Family]:
    """Each chosen photo with the other pictures that are the same photo; each file once."""
    beside = {path: known.pictures(path) for path in chosen}
    strangers = {p for paths in beside.values() for p in paths if p not in chosen}
    found = library.photos(list(library.ids_of_paths(sorted(strangers)).values()))
    others = {photo.path: photo for photo in found}
    seen: set[str] = set()
    for path, photo in chosen.items():
        if path in seen:
            continue
        family = [Member(path, photo.bytes, photo.mtime_ns, photo, True)]
        for peer in beside[path]:
            if peer in chosen and peer not in seen and _one_shot(photo, chosen[peer]):
                other = chosen[peer]
                family.append(Member(peer, other.bytes, other.mtime_ns, other, True))
            elif peer in others and _goes_along(photo, others[peer], stay):
                other = others[peer]
                family.append(Member(peer, other.bytes, other.mtime_ns, other))
            elif peer not in chosen and peer not in others and named_like_raw(peer):
                family += _unread(peer)
        seen.update(member.path for member in family)
        yield family


def _goes_along(photo: Photo, other: Photo, stay: set[int]) -> bool:
    """Whether a version of a photo that was not chosen goes with it: unless it is to be kept."""
    return other.id not in stay and other.verdict.mark != "kept" and _one_shot(photo, other)


def _one_shot(photo: Photo, other: Photo) -> bool:
    """Whether two pictures of one name can be of one moment, as far as their cameras say."""
    said = [p.taken for p in (photo, other) if p.taken and p.taken_from.startswith("exif")]
    if len(said) < 2:
        return True
    first, second = (datetime.fromisoformat(taken) for taken in said)
    return abs((first - second).total_seconds()) <= ONE_SHOT_SECONDS


def _unread(path: str) -> list[Member]:
    """A file that is no photo of the library, as it is now; [] if it has just vanished."""
    try:
        status = os.lstat(path)
    except OSError:
        return []
    return [Member(path, status.st_size, file_time(status))]


def _with_belongings(families: Sequence[Family], known: Companions) -> list[Family]:
    """The families with their sidecars and movies."""
    belongings = known.belongings(member.path for family in families for member in family)
    return [
        [
            *family,
            *(
                found
                for member in family
                for path in belongings.get(member.path, ())
                for found in _unread(path)
            ),
        ]
        for family in families
    ]


# --- What may not go -----------------------------------------------------------------------------


class _Places:
    """What is known of folders, each looked at once."""

    def __init__(self) -> None:
        self._reasons: dict[str, str | None] = {}
        self._volumes: dict[str, str] = {}

    def reason(self, path: str) -> str | None:
        """Why nothing in the folder of `path` can go."""
        where = os.path.dirname(path)
        if where not in self._reasons:
            self._reasons[where] = _unfit(where)
        return self._reasons[where]

    def volume(self, path: str) -> str:
        """The mount point of its disk."""
        where = os.path.dirname(path)
        if where not in self._volumes:
            self._volumes[where] = trash.volume_of(path)
        return self._volumes[where]


def _unfit(folder: str) -> str | None:
    if os.path.realpath(folder) != folder:
        return (
            f"The folder {folder} was replaced by a link since it was last read. "
            "Scan it where it is now, then decide."
        )
    return trash.unfit_folder(folder) if os.path.isdir(folder) else None


def _may_go(made: Plan, family: Family, guard: Guard, places: _Places) -> bool:
    """Whether a whole family may go; if not, its chosen photos are noted with the reason."""
    protected = {m.path: why for m in family if (why := guard.reason(m.path, m.hash))}
    refused = {m.path: why for m in family if (why := refusal(m, places.reason(m.path)))}
    if not protected and not refused:
        return True
    for member in family:
        if not member.chosen:
            continue
        if member.path in protected:
            made.protected.append(Failure(member.path, protected[member.path]))
        else:
            reasons = {**refused, **protected}
            path = member.path if member.path in refused else next(iter(reasons))
            made.refused.append(Failure(member.path, _because(member.path, path, reasons[path])))
    return False


def _because(path: str, other: str, reason: str) -> str:
    if path == other:
        return reason
    return f"{os.path.basename(other)} belongs to it and can not go: {reason}"


def refusal(member: Member, folder_reason: str | None) -> str | None:
    """Why a file can not go to the trash, as far as can be seen; None if it can."""
    return (
        changed(member.path, member.size, member.mtime_ns)
        or trash.unfit_name(member.path)
        or folder_reason
    )


def changed(path: str, size: int, mtime_ns: int) -> str | None:
    """Why the file on disk is not the one that was shown; None if it is."""
    try:
        found = os.lstat(path)
    except OSError:
        return "It is no longer there. Scan the folder again."
    if stat.S_ISLNK(found.st_mode):
        return "It was replaced by a link since it was last read. Scan the folder again."
    if (found.st_size, file_time(found)) != (size, mtime_ns):
        return "It changed since it was last read. Scan the folder again, then decide."
    return None


def _volumes(
    chosen: dict[str, Photo], families: Sequence[Family], places: _Places
) -> list[VolumeForecast]:
    """The disks, by mount point: what goes to the trash there, or what stays for want of one."""
    found: dict[str, VolumeForecast] = {}
    for path, photo in chosen.items():
        root = places.volume(path)
        if root not in found:
            found[root] = VolumeForecast(root, 0, trash.has_trash(path))
        old = found[root]
        if not old.trash:
            reason = f"The disk at {root} has no trash."
            found[root] = replace(
                old, photos=old.photos + 1, bytes=old.bytes + photo.bytes, reason=reason
            )
    for member in (member for family in families for member in family):
        old = found[places.volume(member.path)]
        found[old.root] = replace(
            old, photos=old.photos + member.chosen, bytes=old.bytes + member.size
        )
    return [found[root] for root in sorted(found) if found[root].photos]
