"""What a file is, told by its first bytes; its name only breaks ties.

Magic numbers: the specifications of the formats (JPEG ITU T.81, PNG W3C, GIF89a, TIFF 6.0,
RIFF/WebP, ISO/IEC 14496-12 `ftyp` brands for HEIF, AVIF and video).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from photoorg.files.tiff import Tiff

_DNG_VERSION = 50706  # the tag that makes a TIFF a DNG
HEAD_BYTES = 4096  # what `recognise` needs to see of a file


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    `kind` is "picture" (photoorg reads it), "unsupported" (a picture it does not read) or "other";
    `name` is a format name ("JPEG") or, for "other", words that fit "the content is ...".
    """

    kind: str
    name: str


def _suffixes(names: str) -> frozenset[str]:
    return frozenset(names.split())


_RAW_SUFFIXES = _suffixes(
    ".3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .fff .iiq .k25 .kdc .mef .mos .mrw .nef .nrw .orf "
    ".pef .raf .raw .rw2 .rwl .sr2 .srf .srw .x3f"
)
_READ_SUFFIXES = _suffixes(
    ".jpg .jpeg .jpe .jfif .jif .mpo .png .apng .webp .tif .tiff .gif .bmp .dib .avif .avifs "
    ".heic .heif .hif .heics .heifs"
)
# Slower than a JPEG by a factor of ten to twenty, so they get a longer deadline.
_SLOW_SUFFIXES = _RAW_SUFFIXES | _suffixes(".heic .heif .hif .heics .heifs .avif .avifs")

_UNSUPPORTED_SUFFIXES = {
    ".bpg": "BPG",
    ".cin": "Cineon",
    ".cur": "Windows cursor",
    ".dcm": "DICOM",
    ".dds": "DDS",
    ".djvu": "DjVu",
    ".dpx": "DPX",
    ".emf": "EMF",
    ".exr": "OpenEXR",
    ".ff": "farbfeld",
    ".fit": "FITS",
    ".fits": "FITS",
    ".flc": "FLC animation",
    ".fli": "FLI animation",
    ".flif": "FLIF",
    ".ftc": "FTEX",
    ".ftu": "FTEX",
    ".hdr": "Radiance HDR",
    ".icns": "Apple icon",
    ".ico": "icon (ICO)",
    ".iff": "IFF",
    ".j2c": "JPEG 2000",
    ".j2k": "JPEG 2000",
    ".jp2": "JPEG 2000",
    ".jpc": "JPEG 2000",
    ".jpf": "JPEG 2000",
    ".jpx": "JPEG 2000",
    ".jxl": "JPEG XL",
    ".jxr": "JPEG XR",
    ".msp": "Microsoft Paint (MSP)",
    ".p7": "PAM",
    ".pam": "PAM",
    ".pbm": "PBM",
    ".pcd": "Photo CD",
    ".pcx": "PCX",
    ".pfm": "PFM",
    ".pgm": "PGM",
    ".pict": "PICT",
    ".pnm": "PNM",
    ".ppm": "PPM",
    ".psb": "Photoshop",
    ".psd": "Photoshop",
    ".qoi": "QOI",
    ".ras": "Sun raster",
    ".rgb": "SGI",
    ".sgi": "SGI",
    ".spider": "SPIDER",
    ".svg": "SVG",
    ".svgz": "SVG",
    ".tga": "TGA",
    ".wbmp": "WBMP",
    ".wdp": "JPEG XR",
    ".wmf": "WMF",
    ".xbm": "XBM",
    ".xcf": "GIMP (XCF)",
    ".xpm": "XPM",
}

_HEIF_BRANDS = frozenset(
    b"heic heix heim heis hevc hevx hevm hevs mif1 msf1 mif2 mif3 miaf heif".split()
)
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_VIDEO_BRANDS = (b"qt  ", b"iso", b"mp4", b"mp7", b"M4", b"avc1", b"3g", b"dash", b"MSNV", b"hvc1")

_UNSUPPORTED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "Photoshop"),
    (b"DDS ", "DDS"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"v/1\x01", "OpenEXR"),
    (b"\x00\x00\x01\x00", "icon (ICO)"),
    (b"\x00\x00\x02\x00", "Windows cursor"),
    (b"\x01\xda\x00", "SGI"),
    (b"\x01\xda\x01", "SGI"),
    (b"farbfeld", "farbfeld"),
    (b"FTEX", "FTEX"),
    (b"FTU", "FTEX"),
    (b"DanM", "Microsoft Paint (MSP)"),
    (b"LinS", "Microsoft Paint (MSP)"),
    (b"Y\xa6j\x95", "Sun raster"),
    (b"qoif", "QOI"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"#?RGBE", "Radiance HDR"),
    (b"SIMPLE  =", "FITS"),
    (b"BPG\xfb", "BPG"),
    (b"FLIF", "FLIF"),
    (b"AT&TFORM", "DjVu"),
    (b"gimp xcf", "GIMP (XCF)"),
    (b"icns", "Apple icon"),
    (b"/* XPM */", "XPM"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
)

_OTHER_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"PK\x05\x06", "an archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ\x00", "a compressed file"),
    (b"(\xb5/\xfd", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"FLV\x01", "a video"),
    (b"0&\xb2u\x8ef\xcf\x11", "a video or a sound"),
    (b"\x00\x00\x01\xba", "a video"),
    (b"\x00\x00\x01\xb3", "a video"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"MThd", "a sound"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"\x89HDF", "a data file"),
)

_TEXT_BYTES = re.compile(rb"[^\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]*\Z")


def suffix_of(path: str) -> str:
    """The suffix in lower case with its dot, "" if there is none."""
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 - hot


def slow_by_name(path: str) -> bool:
    """Whether the name says RAW, HEIC or AVIF, which take far longer to decode than JPEG."""
    return suffix_of(path) in _SLOW_SUFFIXES


def named_like_raw(path: str) -> bool:
    """Whether the suffix is a camera's own RAW format."""
    return suffix_of(path) in _RAW_SUFFIXES


def named_like_picture(path: str) -> bool:
    """Whether the suffix is one of a picture, read by photoorg or not."""
    suffix = suffix_of(path)
    return suffix in _READ_SUFFIXES or suffix in _RAW_SUFFIXES or suffix in _UNSUPPORTED_SUFFIXES


def recognise(head: bytes, path: str) -> Content | None:
    """What the file is, from its first `HEAD_BYTES` bytes; None if neither they nor its name say.

    The content decides. The name is asked only about what bytes cannot tell: a RAW file from the
    TIFF it is built on, and pictures without a magic number (TGA, SPIDER, XBM).
    """
    return (
        _supported(head, suffix_of(path))
        or _unsupported(head, suffix_of(path))
        or _other(head)
        or _by_name(suffix_of(path))
    )


def _supported(head: bytes, suffix: str) -> Content | None:
    name = None
    if head.startswith(b"\xff\xd8\xff"):
        name = "JPEG"
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        name = "PNG"
    elif head.startswith((b"GIF87a", b"GIF89a")):
        name = "GIF"
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        name = "WEBP"
    elif head.startswith(b"BM") and _is_bmp(head):
        name = "BMP"
    elif _is_raw(head, suffix):
        name = "RAW"
    elif head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        name = "TIFF"
    elif head[4:8] == b"ftyp":
        name = _iso_picture(head, suffix)
    return None if name is None else Content("picture", name)


def _is_bmp(head: bytes) -> bool:
    """ "BM" opens many texts too; the size of the header that follows is one of a few."""
    return int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124)


def _is_raw(head: bytes, suffix: str) -> bool:
    if head.startswith((b"FUJIFILMCCD-RAW", b"FOVb", b"\x00MRM", b"IIRO", b"IIRS", b"MMOR")):
        return True
    if head.startswith(b"IIU\x00") or head[6:14] == b"HEAPCCDR" or head[8:11] == b"CR\x02":
        return True
    if head[4:8] == b"ftyp" and head[8:12] == b"crx ":
        return True
    if not head.startswith((b"II*\x00", b"MM\x00*")):
        return False
    tiff = Tiff(head)
    return suffix in _RAW_SUFFIXES or _DNG_VERSION in tiff.directory(tiff.first_at()).entries


def _brands(head: bytes) -> list[bytes]:
    """The major brand, then the compatible ones (ISO/IEC 14496-12, 4.3)."""
    size = min(int.from_bytes(head[:4], "big"), len(head), 256)
    return [head[8:12]] + [head[at : at + 4] for at in range(16, size - 3, 4)]


def _iso_picture(head: bytes, suffix: str) -> str | None:
    """HEIF or AVIF by the brands; a video shares the container and gives None.

    An unknown brand under a picture's name is left to the decoder of that name.
    """
    brands = _brands(head)
    if brands[0] in _AVIF_BRANDS:
        return "AVIF"
    if brands[0] in _HEIF_BRANDS:
        return "AVIF" if _AVIF_BRANDS.intersection(brands) else "HEIF"
    if brands[0].startswith(_VIDEO_BRANDS):
        return None
    return {".heic": "HEIF", ".heif": "HEIF", ".hif": "HEIF", ".avif": "AVIF"}.get(suffix)


def _unsupported(head: bytes, suffix: str) -> Content | None:
    for magic, name in _UNSUPPORTED_MAGIC:
        if head.startswith(magic):
            return Content("unsupported", name)
    if re.match(rb"P[1-7]\s", head) and (suffix in _UNSUPPORTED_SUFFIXES or head[3:4].isdigit()):
        return Content("unsupported", "PNM")
    if head[4:6] in (b"\x11\xaf", b"\x12\xaf"):
        return Content("unsupported", "FLI animation")
    if head[128:132] == b"DICM":
        return Content("unsupported", "DICOM")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg\b", head, re.S):
        return Content("unsupported", "SVG")
    return None


def _other(head: bytes) -> Content | None:
    for magic, name in _OTHER_MAGIC:
        if head.startswith(magic):
            return Content("other", name)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return Content("other", "a video")
    if head.startswith(b"RIFF"):
        return Content("other", "a video or a sound")
    if head[257:262] == b"ustar":
        return Content("other", "an archive")
    return None


def _by_name(suffix: str) -> Content | None:
    name = _UNSUPPORTED_SUFFIXES.get(suffix)
    return None if name is None else Content("unsupported", name)


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes hold nothing but printable characters, in UTF-8 or a code page."""
    return bool(head) and _TEXT_BYTES.match(head) is not None
