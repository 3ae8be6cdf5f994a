"""What a JPEG's first kilobytes tell: its metadata and the small preview that cameras put there.

A fiftieth of the work of reading the photo whole (design: FLOORS 2.6), so that a folder of 100,000
photos can be shown by date and place, with pictures, in a minute. All of it is provisional:
previews may be stale, have black bars or be absent, and nothing is known of the file's content.
A JPEG whose head has no EXIF says so: its date then comes from its name or its own time.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from photoorg.files.metadata import exif_metadata, exif_preview, with_xmp
from photoorg.records import Metadata

HEAD = 72 * 1024  # bytes: EXIF is one segment of at most 64 kB and stands in front


@dataclass(frozen=True, slots=True)
class FirstSight:
    """`preview`: a JPEG as it stands in the file, b"" if there is none; `orientation` turns it."""

    metadata: Metadata
    orientation: int
    preview: bytes


def first_sight(path: str) -> FirstSight | None:
    """Look at a file's head; None if it is no JPEG, or says more behind it. Raises `OSError`."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    # a link or a FIFO that took the file's place since it was listed is not followed, nor waited on
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    try:
        head = os.read(descriptor, HEAD)
    finally:
        os.close(descriptor)
    blocks = _blocks(head)
    if blocks is None:
        return None
    exif, xmp = blocks
    metadata, orientation = exif_metadata(exif)
    if xmp:
        metadata = with_xmp(metadata, xmp)
    return FirstSight(metadata, orientation, exif_preview(exif))


_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"


def _blocks(head: bytes) -> tuple[bytes, bytes] | None:
    """The EXIF (with "Exif" in front) and the XMP of a JPEG, each b"" if there is none.

    None if the head is of no JPEG, or ends among the segments in which these stand: what it does
    not say may come. But EXIF that has come is enough.
    """
    if not head.startswith(b"\xff\xd8\xff"):
        return None
    at, exif, xmp = 2, b"", b""
    while at + 4 <= len(head) and head[at] == 0xFF and 0xE0 <= head[at + 1] <= 0xEF:
        end = at + 2 + int.from_bytes(head[at + 2 : at + 4], "big")
        if not at + 4 <= end <= len(head):
            break
        if head[at + 1] == 0xE1 and not exif and head.startswith(_EXIF, at + 4):
            exif = head[at + 4 : end]
        elif head[at + 1] == 0xE1 and not xmp and head.startswith(_XMP, at + 4):
            xmp = head[at + 4 + len(_XMP) : end]
        at = end
    mark = head[at : at + 2]
    others = len(mark) == 2 and mark[0] == 0xFF and not 0xE0 <= mark[1] <= 0xEF
    return (exif, xmp) if exif or others else None


def turned(preview: bytes, orientation: int) -> bytes:
    """A preview with an EXIF block that says how it is turned, for readers that heed it.

    Nothing is decoded here: the bytes of a stranger are left to whoever shows pictures anyway.
    """
    if orientation == 1 or not preview:
        return preview
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + tiff
    return preview[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + preview[2:]
