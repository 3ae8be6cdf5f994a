"""Where a photo says that it was taken, and which source says so.

The camera's own record stands first; XMP and Google Takeout stand in where it is missing.
"""

from __future__ import annotations

from photoorg.records import Located, Metadata, Sidecar


def located(metadata: Metadata, sidecar: Sidecar | None = None) -> Located | None:
    """The position by the first source that has one: EXIF, XMP (in it, beside it), Takeout."""
    beside = sidecar or Sidecar("")
    sources = (
        (metadata.latitude, metadata.longitude, metadata.position_from or "exif"),
        (beside.xmp_latitude, beside.xmp_longitude, "xmp"),
        (beside.takeout_latitude, beside.takeout_longitude, "takeout"),
    )
    for latitude, longitude, source in sources:
        if latitude is not None and longitude is not None:
            return Located(latitude, longitude, source)
    return None
