"""What the rules may look at, and how a stamp they find becomes local time with an offset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from photoorg.dates.stamp import Stamp, parse_metadata_date, parse_offset, possible
from photoorg.dates.zones import local_in, offset_in
from photoorg.records import Correction, Metadata, Sidecar


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the rules may look at. `file_time` is local time at the photo, or None.

    Without a position that is taken to be this computer's local time.
    """

    metadata: Metadata
    sidecar: Sidecar
    user: Correction
    path: str
    file_time: datetime | None
    zone: str | None  # at the photo's position
    today: datetime


def localised(stamp: Stamp, evidence: Evidence) -> Stamp:
    """The stamp in the local time of the photo, with the offset that is known."""
    users = parse_offset(evidence.user.utc_offset)
    if stamp.instant:
        zone = users or _any_offset(evidence.metadata) or evidence.zone
        shown = local_in(zone, stamp.local) if zone else None
        return replace(stamp, local=shown[0], offset=shown[1]) if shown else stamp
    if users:
        return replace(stamp, offset=users)
    if stamp.offset or not evidence.zone:
        return stamp
    gps = parse_metadata_date(evidence.metadata.gps_time)
    near = gps.local if gps and possible(gps, evidence.today) else None
    return replace(stamp, offset=offset_in(evidence.zone, stamp.local, near))


def _any_offset(metadata: Metadata) -> str | None:
    offsets = (metadata.offset_time_original, metadata.offset_time_digitized, metadata.offset_time)
    return next(filter(None, map(parse_offset, offsets)), None)


def file_time(mtime_ns: int, zone: str | None) -> datetime | None:
    """The file's time to the second, on the clocks of the zone, else on this computer's.

    None beyond what clocks can say.
    """
    seconds = mtime_ns // 1_000_000_000
    try:
        if zone:
            shown = local_in(zone, datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None))
            if shown:
                return shown[0]
        return datetime.fromtimestamp(seconds)
    except (OverflowError, OSError, ValueError):
        return None


def naive_local(moment: datetime) -> datetime:
    """A moment on this computer's clock."""
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
