"""The catalogue's row of a photo, dated and placed: the same for a scan and for an undo."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from photoorg.catalog.facts import FileRow
from photoorg.records import Metadata, Place

if TYPE_CHECKING:
    from photoorg.places import Gazetteer


def photo_row(
    relative: bytes, path: str, size: int, mtime_ns: int, digest: str, data: Metadata
) -> FileRow:
    """What is stored of a picture file; `relative` is its path below its root."""
    from photoorg.dates import date_photo

    return FileRow(
        relative, size, mtime_ns, "photo", digest,
        dated=date_photo(data, path, mtime_ns), place=_place(data.latitude, data.longitude),
    )  # fmt: skip


def _place(latitude: float | None, longitude: float | None) -> Place | None:
    if latitude is None or longitude is None:
        return None
    return _gazetteer().place(latitude, longitude)


@cache
def _gazetteer() -> Gazetteer:
    """Read once a process, at the first photo with coordinates (0.2 s)."""
    from photoorg.places import Gazetteer

    return Gazetteer()
