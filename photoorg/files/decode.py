"""Bytes of a picture file to small pixels, strictly, within a memory budget.

Only formats that were recognised by content reach Pillow, and only the one decoder that fits: the
other forty (PostScript, FITS, ...) are never tried on a stranger's bytes.
"""

from __future__ import annotations

import functools
import io
import re
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import (
    AvifImagePlugin,  # noqa: F401 - registers itself, and so do those below
    BmpImagePlugin,  # noqa: F401
    GifImagePlugin,  # noqa: F401
    Image,
    ImageFile,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from photoorg.files import reasons, xmp_reading
from photoorg.files.complete import is_complete, jpeg_scan, png_checksums_hold, png_xmp
from photoorg.files.reasons import UnreadableError
from photoorg.files.render import fitted, thumbnail
from photoorg.records import THUMBNAIL_SIDE

MEMORY_BUDGET = 900_000_000  # bytes for one picture: its file and its pixels

# libjpeg is fed by blocks, and each costs a turn of the interpreter: one block for the whole file.
_DECODER_BLOCK = 1 << 24

# Our own check below is the limit; Pillow's is a second one behind it. Never None.
Image.MAX_IMAGE_PIXELS = 2_200_000_000
warnings.simplefilter("error", Image.DecompressionBombWarning)
ImageFile.LOAD_TRUNCATED_IMAGES = False

# Peak bytes per pixel while decoding, measured: the decoder's planes and Pillow's own pixels.
_BYTES_PER_PIXEL = {"HEIF": 8, "AVIF": 8, "WEBP": 16, "GIF": 9}
_BYTES_PER_PIXEL_OF_MODE = {"1": 2, "L": 1, "P": 9, "I;16": 10, "RGB": 4, "LA": 12, "RGBA": 12}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture. `width` and `height` are as stored, before `orientation` is applied.

    `small` is the RGB thumbnail, not yet upright. `exif` and `xmp` are the raw blocks, b"" if
    absent. `turn` is False where the decoder has turned the picture already (HEIF).
    """

    small: Image.Image
    width: int
    height: int
    exif: bytes = b""
    xmp: bytes = b""
    turn: bool = True


def decode(data: bytes, format: str, side: int = THUMBNAIL_SIDE) -> Decoded:
    """Decode a recognised picture; raises `UnreadableError` with the reason for the user.

    `side` is the longer side of the small picture, in pixels.

    Strict: a file that is cut short or whose entropy-coded data is damaged is refused, as half a
    picture would be clustered and dated like a whole one and its damage never be noticed.
    """
    if not is_complete(data, format):
        raise UnreadableError(reasons.TRUNCATED)
    if format == "PNG" and not png_checksums_hold(data):
        raise UnreadableError(reasons.DAMAGED)
    try:
        return _decode_raw(data, side) if format == "RAW" else _decode(data, format, side)
    except (UnreadableError, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise UnreadableError(reasons.UNSUPPORTED_VARIANT.format(name=format)) from error
    except Exception as error:  # decoders raise anything on damaged data, down to IndexError
        raise UnreadableError(_reason(error, format)) from error


def _reason(error: Exception, format: str) -> str:
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
        return reasons.TOO_MUCH_MEMORY
    text = str(error).lower()
    if "truncated" in text or "end of file" in text or "not enough image data" in text:
        return reasons.TRUNCATED
    if "unsupported" in text or "not supported" in text:
        return reasons.UNSUPPORTED_VARIANT.format(name=format)
    if "memory" in text or "alloc" in text:
        return reasons.TOO_MUCH_MEMORY
    return reasons.DAMAGED


def _decode(data: bytes, format: str, side: int) -> Decoded:
    if format == "HEIF":
        _register_heif()
    xmp = b""
    if format == "PNG":
        data, xmp = png_xmp(data, xmp_reading.LARGEST + 1)
    image = Image.open(io.BytesIO(data), formats=(format,))
    width, height = image.size
    size = fitted(width, height, side)
    _check_budget(data, format, image)
    pixels = _jpeg_pixels(data, image, size) if format == "JPEG" else _loaded(image)
    info = {str(key): value for key, value in image.info.items()}
    width, height = image.size if format == "HEIF" else (width, height)
    return Decoded(
        small=thumbnail(pixels, size, _bytes(info.get("icc_profile"))),
        width=width,
        height=height,
        exif=_exif(info, data, format),
        xmp=xmp or _xmp(image, info, format),
        turn=format != "HEIF",
    )


def _loaded(image: Image.Image) -> Image.Image:
    if isinstance(image, ImageFile.ImageFile):
        image.decodermaxblock = _DECODER_BLOCK
    image.load()
    return image


def _check_budget(data: bytes, format: str, image: Image.Image) -> None:
    """Refuse before decoding what would not fit: the header says how many pixels will come."""
    width, height = image.size
    pixels = width * height
    if format == "JPEG":  # decoded at 1/8; a progressive one keeps all its coefficients, 2 bytes
        needed = pixels // 64 * 8 + (pixels * 6 if "progressive" in image.info else 0)
    else:
        by_mode = _BYTES_PER_PIXEL_OF_MODE.get(image.mode, 8)
        needed = pixels * _BYTES_PER_PIXEL.get(format, by_mode)
    if needed + len(data) > MEMORY_BUDGET:
        raise UnreadableError(reasons.TOO_MANY_PIXELS.format(width=width, height=height))


# --- JPEG ----------------------------------------------------------------------------------------


def _jpeg_pixels(data: bytes, image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Decode at the smallest of libjpeg's scales that is not below `size`.

    Huffman decoding is 85 % of the work and cannot be skipped (design: FLOORS 2.3). simplejpeg
    reports libjpeg's warnings, which Pillow drops: a damaged scan is refused. What simplejpeg does
    not know (CMYK, odd subsampling) and files with stray bytes between segments, which are
    harmless, go to Pillow, which still refuses a scan that is cut short.
    """
    if image.mode in ("RGB", "L"):
        pixels = _strict_jpeg(data, "RGB" if image.mode == "RGB" else "GRAY", size)
        if pixels is not None:
            return pixels
    image.draft(None, size)
    return _loaded(image)


def _strict_jpeg(data: bytes, space: str, size: tuple[int, int]) -> Image.Image | None:
    simplejpeg = _simplejpeg()
    if simplejpeg is None:
        return None
    try:
        pixels = simplejpeg.decode_jpeg(
            data, space, min_width=size[0], min_height=size[1], min_factor=1, strict=True
        )
    except ValueError as error:
        if re.search("premature end|bad huffman|bad arithmetic|instead of rst", str(error), re.I):
            raise UnreadableError(reasons.DAMAGED) from error
        return None
    return Image.fromarray(pixels[:, :, 0] if space == "GRAY" else pixels)


@functools.lru_cache(maxsize=1)
def _simplejpeg() -> Any:
    try:
        import simplejpeg
    except ImportError:
        return None
    return simplejpeg


# --- HEIF and RAW --------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def _register_heif() -> None:
    try:
        import pi_heif
    except ImportError as error:
        raise UnreadableError(reasons.NO_HEIF_SUPPORT, retry=True) from error
    pi_heif.options.DECODE_THREADS = 1  # the pool has a process per core already
    pi_heif.register_heif_opener()


def _decode_raw(data: bytes, side: int) -> Decoded:
    """A RAW file by the JPEG its camera put inside; developing it would take seconds."""
    preview, (width, height) = _preview(data)
    decoded = _decode(preview, "JPEG", side)
    return Decoded(
        small=decoded.small,
        width=width,
        height=height,
        exif=data if data[:2] in (b"II", b"MM") else decoded.exif,
        xmp=decoded.xmp,
    )


def _preview(data: bytes) -> tuple[bytes, tuple[int, int]]:
    try:
        import rawpy
    except ImportError as error:
        raise UnreadableError(reasons.NO_RAW_SUPPORT, retry=True) from error
    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            preview = raw.extract_thumb()
            size = (int(raw.sizes.width), int(raw.sizes.height))
    except rawpy.LibRawError as error:
        raise UnreadableError(reasons.NO_PREVIEW) from error
    jpeg = preview.data
    if not isinstance(jpeg, bytes) or not jpeg_scan(jpeg):  # some cameras store plain pixels
        raise UnreadableError(reasons.NO_PREVIEW)
    return jpeg, size


# --- metadata blocks -----------------------------------------------------------------------------


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else b""


def _exif(info: dict[str, Any], data: bytes, format: str) -> bytes:
    if format == "TIFF":
        return data
    return _bytes(info.get("exif")) or _hex_profile(_bytes(info.get("Raw profile type exif")))


def _hex_profile(text: bytes) -> bytes:
    """EXIF as ImageMagick used to write it into PNG texts: three header lines, then hexadecimal."""
    try:
        return bytes.fromhex(b"".join(text.split(b"\n")[3:]).decode("ascii"))
    except ValueError:
        return b""


def _xmp(image: Image.Image, info: dict[str, Any], format: str) -> bytes:
    if format == "TIFF":
        return _bytes(getattr(image, "tag_v2", {}).get(700))
    return _bytes(info.get("xmp") or info.get("XML:com.adobe.xmp"))
