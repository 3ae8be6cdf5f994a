"""Is a file whole, or cut short?

Decoders differ in how much they notice: libjpeg and libtiff fill what is missing with grey, an
animated GIF without its end shows the first frame, libheif never looks at the end. So the frame of
each format is checked by itself, before anything is decoded; it costs microseconds. Bytes after
the end (a video of a "live" photo, padding) are harmless and allowed.

A copy that broke off sometimes has its full length with nothing but zeros in the rest. In JPEG, PNG
and GIF the end marker is missing then; for the formats whose decoders paint over it (HEIF, AVIF,
WebP), zeros at the end of the compressed data are taken for missing data. What is damaged in the
middle is left to PNG's checksums and to the decoders: those of JPEG, GIF and compressed TIFF
notice, HEIF's and WebP's often do not, and uncompressed TIFF and BMP cannot.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from photoorg.files.tiff import Directory, Tiff


def is_complete(data: bytes, format: str) -> bool:
    """Whether the structure of the file closes. True for a format that has no end to check."""
    if format == "RAW":
        format = "TIFF" if data[:2] in (b"II", b"MM") else "CR3" if data[4:8] == b"ftyp" else ""
    check = _CHECKS.get(format)
    return check is None or check(data)


def _jpeg(data: bytes) -> bool:
    """An end-of-image marker must follow the start of the scan (ITU T.81, B.2.1).

    The search begins behind the header, where the EXIF thumbnail has its own end-of-image marker.
    """
    scan = jpeg_scan(data)
    return 0 < scan < data.rfind(b"\xff\xd9")


def jpeg_scan(data: bytes) -> int:
    """Where the first scan begins, 0 if the header does not lead there."""
    at = 2
    while at + 4 <= len(data):
        at = data.find(b"\xff", at)  # decoders skip stray bytes between segments, so do we
        if at < 0 or at + 4 > len(data):
            return 0
        marker = data[at + 1]
        if marker == 0xDA:
            return at
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD9:  # fill, or no length
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _png(data: bytes) -> bool:
    """The chunks must lead to a whole IEND (PNG, 5.3)."""
    return any(kind == b"IEND" for kind, _, _ in _png_chunks(data))


def png_checksums_hold(data: bytes) -> bool:
    """Whether the critical chunks are as they were written; Pillow does not look at the pixels'.

    Costs 1 ms a megabyte, where the decoding costs 100.
    """
    return all(
        zlib.crc32(data[at + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")
        for kind, at, end in _png_chunks(data)
        if kind[:1].isupper()
    )


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(type, begin, end) of each whole chunk, up to IEND."""
    at = 8
    while at + 12 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end


def png_xmp(data: bytes, limit: int) -> tuple[bytes, bytes]:
    """The picture without its XMP, and at most `limit` bytes of that.

    Pillow refuses a picture for an XMP of more than a megabyte.
    """
    for kind, at, end in _png_chunks(data):
        if kind == b"iTXt" and data.startswith(_PNG_XMP, at + 8):
            text = data[at + 8 : end - 4]
            packed = text[len(_PNG_XMP) : len(_PNG_XMP) + 1] == b"\x01"
            xmp = b"\x00".join(text[len(_PNG_XMP) + 2 :].split(b"\x00", 2)[2:])
            try:
                found = zlib.decompressobj().decompress(xmp, limit) if packed else xmp[:limit]
            except zlib.error:
                found = b""
            return data[:at] + data[end:], found
    return data, b""


_PNG_XMP = b"XML:com.adobe.xmp\x00"


def _webp(data: bytes) -> bool:
    """RIFF states the length of all that follows its first 8 bytes."""
    end = 8 + int.from_bytes(data[4:8], "little")
    return len(data) >= end and not _ends_in_zeros(data, end)


def _gif(data: bytes) -> bool:
    """The blocks must lead to the trailer, a semicolon (GIF89a, 27)."""
    at = 13 + _color_table(data, 10)
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return True
        if block == 0x21:  # extension: label, then sub-blocks
            at = _after_sub_blocks(data, at + 2)
        elif block == 0x2C:  # image: descriptor, color table, code size, sub-blocks
            at = _after_sub_blocks(data, at + 11 + _color_table(data, at + 9))
        else:
            at += 1
    return False


def _color_table(data: bytes, at: int) -> int:
    """The size in bytes of the color table that the packed field at `at` announces."""
    packed = data[at] if at < len(data) else 0
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _after_sub_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _boxes(data: bytes) -> bool:
    """Every box at the top level must end inside the file (ISO/IEC 14496-12, 4.2)."""
    at = 0
    while at + 8 <= len(data) and data[at + 4 : at + 8].isalnum():
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # to the end of the file
            return True
        if size < 8 or at + size > len(data):
            return False
        at += size
    return at > 0 and not _ends_in_zeros(data, at)


def _ends_in_zeros(data: bytes, end: int) -> bool:
    """Whether the last quarter (at most 64 kB) before `end` is zeros: no compressed data is."""
    length = max(256, min(65536, end // 4))
    return not data[max(0, end - length) : end].strip(b"\x00")


def _tiff(data: bytes) -> bool:
    """Directories, their values and the pixel data they point to must lie inside the file."""
    tiff = Tiff(data)
    if not tiff.order:
        return True  # BigTIFF: libtiff looks
    pages = list(tiff.directories())
    for page in list(pages):
        for tag in (0x014A, 0x8769, 0x8825):  # further pictures, EXIF, GPS
            offsets = tiff.integers(page.entries.get(tag))
            pages.extend(tiff.directory(offset) for offset in offsets[:16])
    return bool(pages) and all(_page_is_whole(tiff, page) for page in pages)


def _page_is_whole(tiff: Tiff, page: Directory) -> bool:
    return page.whole and all(
        offset + size <= len(tiff.data)
        for at, length in ((273, 279), (324, 325), (513, 514))  # strips, tiles, JPEG
        for offset, size in zip(
            tiff.integers(page.entries.get(at)),
            tiff.integers(page.entries.get(length)),
            strict=False,
        )
    )


_CHECKS = {
    "JPEG": _jpeg,
    "PNG": _png,
    "WEBP": _webp,
    "GIF": _gif,
    "HEIF": _boxes,
    "AVIF": _boxes,
    "CR3": _boxes,
    "TIFF": _tiff,
}
