"""Places taken from photos of the same camera, taken about the same time. Only ever on request.

An estimate is for photos that a camera took and that say nothing of their place: never for
screenshots, pictures that were received, or dates that are guesses. Estimates are no evidence for
others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from photoorg.catalog import settled
from photoorg.pipeline.rows import distance_km
from photoorg.records import NO_CORRECTION, Correction

if TYPE_CHECKING:
    from photoorg.catalog.connection import Connection
    from photoorg.catalog.settled import Shown, Sighting

APART_KM = 25.0  # the photos before and after may lie so far apart, or nobody knows where this was

# formats that no camera writes, and names that screenshots and messengers give
_DRAWN = {"PNG", "GIF", "WEBP", "BMP", "ICO"}
_RECEIVED = re.compile(
    r"screen[ _-]?shot|screen[ _-]?cap|bildschirmfoto|captura|capture d.?[ée]cran|skärmavbild|"
    r"снимок экрана|スクリーンショット|屏幕截图|截屏|-WA\d{4}|^received_|^FB_IMG|^signal-|telegram|"
    r"^mmexport|whatsapp|^viber|^line_|^snapchat",
    re.IGNORECASE,
)
# rules that give a day at most, or a time that is not that of the shot
_VAGUE = {"file-name-day", "folder-name", "file-time", "exif-modified", "none"}


def estimates(
    db: Connection, photos: Sequence[Shown], said: Mapping[str, Correction], within_seconds: int
) -> dict[str, Correction | str]:
    """Content hash -> its estimated place, or why there is none."""
    found: dict[str, Correction | str] = {}
    fit: list[Shown] = []
    for photo in photos:
        why = _unfit(photo, said.get(photo.hash, NO_CORRECTION))
        if why:
            found[photo.hash] = why
        else:
            fit.append(photo)
    seen = settled.sightings(db, {photo.camera for photo in fit if photo.camera})
    for photo in fit:
        assert photo.camera is not None
        assert photo.moment is not None
        found[photo.hash] = _near(seen[photo.camera], photo.moment, within_seconds * 1000)
    return found


def _unfit(photo: Shown, said: Correction) -> str:
    """Why a photo gets no estimate; "" if it may."""
    if said.place_from == "none":
        return "taken away"
    if photo.latitude is not None and photo.place_from != "estimate":
        return "placed"
    if not photo.camera:
        return "no camera"
    if photo.format.upper() in _DRAWN or _RECEIVED.search(Path(photo.path).name):
        return "received"
    if photo.dated.taken is None or photo.moment is None:
        return "undated"
    if photo.dated.guess or photo.dated.rule in _VAGUE:
        return "vague date"
    return ""


def _near(seen: Sequence[Sighting], moment: int, within: int) -> Correction | str:
    """The nearest in time; none if those before and after it lie far apart."""
    at = bisect_left(seen, moment, key=lambda sighting: sighting.moment)
    around = [
        sighting
        for sighting in (*seen[max(0, at - 1) : at], *seen[at : at + 1])
        if abs(sighting.moment - moment) <= within
    ]
    if not around:
        return "nothing near"
    first, last = around[0], around[-1]
    if distance_km(first.latitude, first.longitude, last.latitude, last.longitude) > APART_KM:
        return "on the way"
    best = min(around, key=lambda sighting: abs(sighting.moment - moment))
    return Correction(latitude=best.latitude, longitude=best.longitude, place_from="estimate")
