"""Export: files into a folder, sidecars beside photos, lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from photoorg.records.deleting import Failure

ExportKind = Literal["move", "copy", "xmp"]


ListingKind = Literal["list", "csv", "json", "sh"]


@dataclass(frozen=True, slots=True)
class ExportItem:
    """One file of a plan. For a sidecar, `target` is the sidecar and `path` its photo.

    `photo_id` None: no photo of the library. `belongs` is the index of the item it goes along
    with, None for a photo that was chosen. `hash` None: the bytes were not read yet.
    """

    path: str
    target: str
    bytes: int
    mtime_ns: int
    hash: str | None
    photo_id: int | None
    belongs: int | None = None


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export would do, worked out before anything is touched.

    `folder` is where files go ("" for sidecars). `free` is the free space on its disk in bytes,
    `needed` what is written there (None and 0 where nothing is: a move on one disk). `renamed`
    are (path, new name) of files whose name is taken there. `refused` stay, each with its reason.
    `silent` counts photos of which a sidecar would have nothing new to say.
    """

    kind: ExportKind
    folder: str
    items: tuple[ExportItem, ...]
    refused: tuple[Failure, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    free: int | None = None
    needed: int = 0
    silent: int = 0

    @property
    def photos(self) -> int:
        """How many of the chosen photos it is about."""
        return sum(item.belongs is None for item in self.items)

    @property
    def companions(self) -> int:
        """How many files go along with them."""
        return len(self.items) - self.photos

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(item.bytes for item in self.items)

    @property
    def fits(self) -> bool:
        """Whether the disk has room for what is written there."""
        return self.free is None or self.needed <= self.free


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export really did, checked on disk. `done` are (path, where it is now) of photos."""

    operation: int | None
    kind: ExportKind
    folder: str
    done: tuple[tuple[str, str], ...]
    companions: int
    failed: tuple[Failure, ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of verdicts that was written: where, of how many photos, and which are not in it."""

    path: str
    photos: int
    left_out: tuple[Failure, ...] = ()
