"""One file to a `Picture` or a `Refused`: a single read, hash, strict decode, metadata, thumbnail.

Runs inside a worker process (see `pool`), where a crash, a hang or a memory bomb hurts nobody.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass

from photoorg.files import reasons
from photoorg.files.decode import Decoded, decode
from photoorg.files.formats import (
    HEAD_BYTES,
    Content,
    looks_like_text,
    named_like_picture,
    recognise,
    suffix_of,
)
from photoorg.files.metadata import exif_metadata, with_xmp
from photoorg.files.reasons import UnreadableError
from photoorg.files.render import encode, mean_color, upright
from photoorg.records import THUMBNAIL_SIDE, Picture, Refused, file_time

MAX_FILE_BYTES = 500_000_000
_STILL_BEING_WRITTEN_S = 60.0  # a damaged file younger than this may be a copy under way


@dataclass(slots=True)
class _File:
    """An open file, and what is known about it so far."""

    path: str
    size: int
    mtime_ns: int
    hash: str | None = None


def read_picture(
    path: str, size: int, mtime_ns: int, side: int = THUMBNAIL_SIDE
) -> Picture | Refused:
    """Read one file whole; `side` is the longer side of its thumbnail, in pixels.

    `size` and `mtime_ns` are the walk's; the result has the read's own.

    Never raises for anything that is in the file or happens to it.
    """
    file = _File(path, size, mtime_ns)
    try:
        content, data = _read(file)
        if content.kind != "picture":
            return _no_picture(file, content)
        return _picture(file, content.name, data, side)
    except UnreadableError as error:
        return _refused(file, error.reason, retry=error.retry)
    except MemoryError:
        return _refused(file, reasons.TOO_MUCH_MEMORY)
    except OSError as error:
        return _refused(file, _os_reason(error), retry=True)


def _read(file: _File) -> tuple[Content, bytes]:
    """What the file is, and its bytes if it is a picture (videos are not read further)."""
    if not stat.S_ISREG(os.lstat(file.path).st_mode):
        raise UnreadableError(reasons.NOT_REGULAR)
    # O_NONBLOCK: opening a FIFO that takes the file's place just now returns at once.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(file.path, flags)
    with open(descriptor, "rb", buffering=0) as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError(reasons.NOT_REGULAR)
        file.size, file.mtime_ns = before.st_size, file_time(before)
        head = stream.read(HEAD_BYTES)
        content = recognise(head, file.path) if head else None
        if content is None or content.kind != "picture":
            return _unknown(head, content, file.path), b""
        if file.size > MAX_FILE_BYTES:
            raise UnreadableError(reasons.TOO_BIG_A_FILE.format(limit=MAX_FILE_BYTES // 1_000_000))
        stream.seek(0)
        data = stream.read()  # all at once: to join it to the head would copy it
        after = os.fstat(descriptor)
    same = data.startswith(head) and len(data) == file.size
    if not same or (after.st_size, file_time(after)) != (file.size, file.mtime_ns):
        raise UnreadableError(reasons.CHANGED, retry=True)
    file.hash = hashlib.sha256(data).hexdigest()
    return content, data


def _picture(file: _File, format: str, data: bytes, side: int) -> Picture:
    decoded = decode(data, format, side)
    metadata, orientation = exif_metadata(decoded.exif)
    if decoded.xmp:
        metadata = with_xmp(metadata, decoded.xmp)
    applied = orientation if decoded.turn else 1
    image = upright(decoded.small, applied)
    width, height = _upright_size(decoded, applied)
    assert file.hash is not None
    return Picture(
        path=file.path,
        size=file.size,
        mtime_ns=file.mtime_ns,
        hash=file.hash,
        format=format,
        width=width,
        height=height,
        orientation=orientation,
        thumbnail=encode(image),
        mean_color=mean_color(image),
        metadata=metadata,
    )


def _upright_size(decoded: Decoded, orientation: int) -> tuple[int, int]:
    size = decoded.width, decoded.height
    return size[::-1] if orientation >= 5 else size


# --- refusals ------------------------------------------------------------------------------------


def _unknown(head: bytes, content: Content | None, path: str) -> Content:
    """Content for what `recognise` could not name."""
    if content is not None:
        return content
    if not head:
        return Content("empty", "an empty file")
    return Content("other", "text") if looks_like_text(head) else Content("unknown", "unknown")


def _no_picture(file: _File, content: Content) -> Refused:
    """A problem if the file looks or is called like a picture; else simply not one."""
    suffix = suffix_of(file.path)
    if content.kind == "unsupported":
        return _refused(file, reasons.UNSUPPORTED.format(name=content.name))
    if not named_like_picture(file.path):
        return _refused(file, reasons.NOT_A_PICTURE.format(what=content.name), problem=False)
    if content.kind == "empty":
        return _refused(file, reasons.EMPTY)
    if content.kind == "other":
        what = content.name
        return _refused(file, reasons.NAMED_LIKE_A_PICTURE.format(suffix=suffix, what=what))
    return _refused(file, reasons.UNKNOWN_CONTENT.format(suffix=suffix))


def _refused(file: _File, reason: str, *, problem: bool = True, retry: bool = False) -> Refused:
    """A refusal; one of a file written a moment ago is to be tried again by the next scan."""
    young = problem and abs(time.time() - file.mtime_ns / 1e9) < _STILL_BEING_WRITTEN_S
    return Refused(
        path=file.path,
        size=file.size,
        mtime_ns=file.mtime_ns,
        problem=problem,
        reason=reason,
        retry=retry or young,
        hash=file.hash,
    )


def _os_reason(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE):
        return reasons.VANISHED
    if error.errno in (errno.EACCES, errno.EPERM):
        return reasons.NO_PERMISSION
    if error.errno in (errno.ELOOP, errno.ENXIO):
        return reasons.NOT_REGULAR
    return reasons.UNREADABLE.format(why=error.strerror or "unknown reason")
