"""The JSON documents of the commands, made from the same views that the window shows."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import asdict, fields, replace
from importlib import metadata
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from photoorg import __version__
from photoorg.catalog import connection, machine, queries
from photoorg.errors import PhotoorgError
from photoorg.paths import LibraryPaths, default_library, log_folder
from photoorg.pipeline.library import Library
from photoorg.records import (
    NO_VERDICT,
    NULL_CONTEXT,
    Filter,
)

if TYPE_CHECKING:
    from photoorg.records import (
        DeleteReport,
        Forecast,
        Order,
        Photo,
        Verdict,
    )

Document = dict[str, Any]


def clusters(library: Library, level: int | None) -> Document:
    """`photoorg clusters`: folders of folders carry no photos of their own, their leaves do."""
    run = machine.current_run(library.db)
    members = queries.members(library.db)
    shown = library.clusters(level)
    covers = {p.id: p.path for p in library.photos([c.cover[0] for c in shown if c.cover])}
    return {
        "run": run.id if run else None,
        "levels": library.levels(),
        "clusters": [
            {
                "id": c.id, "parent": c.parent, "title": c.title, "size": c.size,
                "bytes": c.bytes, "quality": round(c.quality, 4),
                "unreviewed": c.unreviewed, "reviewed": c.reviewed,
                "named": c.named, "placed": c.placed,
                "cover": covers.get(c.cover[0]) if c.cover else None,
                "photos": _members(members.get(c.id, [])),
            }
            for c in shown
        ],
        "unsorted": _members(members.get(None, [])),
    }  # fmt: skip


def library_map(library: Library, wanted: Filter) -> Document:
    """`photoorg map`: x and y in 0..1, similar photos near each other; `missing`: not on it yet."""
    run = machine.current_run(library.db)
    ids, x, y, leaf = library.map_spots(wanted)
    spots = {i: at for i, *at in zip(ids, x, y, leaf, strict=True)}
    rows = []
    for photo in library.photos(library.photo_ids(wanted)):
        if photo.id in spots:
            left, top, cluster = spots[photo.id]
            rows.append(
                {
                    "path": photo.path, "x": round(left, 6), "y": round(top, 6),
                    "cluster": cluster if cluster >= 0 else None,
                }
            )  # fmt: skip
    missing = library.photo_count(wanted) - len(rows)
    return {"run": run.id if run else None, "photos": rows, "missing": missing}


def _members(photos: list[tuple[str, float]]) -> list[Document]:
    return [{"path": path, "confidence": round(c, 4)} for path, c in photos]


def photos(library: Library, wanted: Filter, limit: int | None, order: Order = "date") -> Document:
    """`photoorg photos`. `total` is without the limit; of an empty view it says what empties it."""
    ids = library.photo_ids(wanted, order, limit)
    total = len(ids) if limit is None else library.photo_count(wanted)
    document: Document = {"photos": [_photo(p) for p in library.photos(ids)], "total": total}
    return document if total else {**document, "without": _without(library, wanted)}


def _without(library: Library, wanted: Filter) -> list[Document]:
    """How many photos there would be with one condition less, most first; those that help."""
    names = [f.name for f in fields(Filter)]
    asked = [name for name in names if getattr(wanted, name) != getattr(Filter(), name)]
    left = [
        {"condition": name, "photos": library.photo_count(replace(wanted, **{name: default}))}
        for name in asked
        for default in [getattr(Filter(), name)]
    ]
    return sorted((x for x in left if x["photos"]), key=lambda x: -int(x["photos"]))


def _photo(p: Photo) -> Document:
    return {
        "path": p.path, "hash": p.hash, "bytes": p.bytes, "width": p.width, "height": p.height,
        "taken": p.taken, "taken_from": p.taken_from, "utc_offset": p.utc_offset,
        "place": _place(p), "cluster": p.cluster, "confidence": p.confidence,
        "format": p.format, "camera": p.camera, "guessed_date": p.guessed_date, "note": p.note,
        "placed": p.placed, "offline": p.offline, **_verdict(p.verdict),
    }  # fmt: skip


def _verdict(verdict: Verdict) -> Document:
    """`protected` is what counts: whether anything may delete the photo, for whatever reason."""
    return {**asdict(verdict), "protected": verdict.untouchable}


def verdicts(library: Library, wanted: Filter, limit: int | None) -> Document:
    """`photoorg verdicts`: the photos of a view that the user decided anything about."""
    ids = library.photo_ids(wanted)
    found = library.verdicts(ids)
    judged = [i for i in ids if replace(found[i], protected_folder=None) != NO_VERDICT][:limit]
    return {
        "photos": [
            {"path": p.path, "hash": p.hash, **_verdict(p.verdict)} for p in library.photos(judged)
        ],
        "protected_folders": library.protected_folders(),
    }


def _place(p: Photo) -> Document | None:
    if p.place is None:
        return None
    return {
        "country_code": p.place.country_code, "country": p.place.country,
        "region": p.place.region, "city": p.place.city, "lat": p.latitude, "lon": p.longitude,
        "from": p.place_from or "exif",
    }  # fmt: skip


def problems(library: Library, limit: int | None) -> Document:
    """`photoorg photos --problems`."""
    return {"photos": [], "problems": [asdict(p) for p in library.problems()[:limit]]}


def dates(library: Library) -> Document:
    """`photoorg dates`: years, months and days, newest first."""
    years = []
    for year, in_year in groupby(library.dates(), key=lambda d: d.year):
        months = []
        for month, in_month in groupby(in_year, key=lambda d: d.month):
            days = [{"day": d.day, "count": d.count} for d in in_month]
            months.append({"month": month, "count": _total(days), "days": days})
        years.append({"year": year, "count": _total(months), "months": months})
    return {
        "years": years,
        "undated": library.counts().undated,
        "rules": [{"rule": row.value, "count": row.count} for row in library.facet("rule")],
    }


def places(library: Library) -> Document:
    """`photoorg places`: countries, regions and cities by name."""
    countries = []
    rows = library.places()
    for (code, name), in_country in groupby(rows, key=lambda p: (p.country_code, p.country)):
        regions = []
        for region, in_region in groupby(in_country, key=lambda p: p.region):
            cities = [{"name": p.city, "count": p.count} for p in in_region]
            regions.append({"name": region, "count": _total(cities), "cities": cities})
        countries.append({"code": code, "name": name, "count": _total(regions), "regions": regions})
    return {
        "countries": countries,
        "unplaced": library.counts().unplaced,
        "sources": [
            {"from": row.value, "count": row.count} for row in library.facet("source") if row.value
        ],
    }


def _total(parts: list[Document]) -> int:
    return sum(part["count"] for part in parts)


def deletion(seen: Forecast, done: DeleteReport | None) -> Document:
    """`photoorg delete`: the forecast, and what really happened (None: nothing was done)."""
    return {
        "dry_run": done is None,
        "photos": len(seen.photo_ids),
        "companions": len(seen.companions),
        "companion_files": list(done.companions if done else seen.companions),
        "bytes": seen.bytes,
        "protected": list(seen.protected),
        "rated": list(seen.rated),
        "sole": list(seen.sole),
        "refused": [asdict(f) for f in seen.refused],
        "offline": list(seen.offline),
        "volumes": [asdict(v) for v in seen.volumes],
        "trashed": list(done.trashed) if done else [],
        "failed": [asdict(f) for f in done.failed] if done else [],
        "operation": done.operation if done else None,
    }


# --- Doctor --------------------------------------------------------------------------------------

PACKAGES = (
    "torch", "torchvision", "timm", "PySide6-Essentials", "Pillow", "pi-heif", "rawpy", "numpy",
    "scikit-learn", "sqlite-utils",
)  # fmt: skip


def doctor(folder: Path | None) -> Document:
    """`photoorg doctor`: versions, the device in use and why, folders, the catalogue's health."""
    paths = LibraryPaths((folder or default_library()).absolute())
    return {
        "photoorg": __version__,
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "cpus": os.cpu_count(),
        "versions": {name: _version(name) for name in PACKAGES},
        "device": _device(),
        "processes": _processes(),
        "folders": {"library": str(paths.folder), "logs": str(log_folder())},
        "catalogue": _health(paths),
    }


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _device() -> Document:
    from photoorg.pipeline import device, grouping

    said: list[str] = []

    class Listener(type(NULL_CONTEXT)):  # type: ignore[misc]
        def message(self, text: str) -> None:
            said.append(text)

    name = device.resolve("auto", Listener())
    why = said[0] if said else f"{name} is the fastest device that works here."
    return {"name": name, "why": why, "features": grouping.FEATURE_MODEL}


def _processes() -> Document:
    """How many processes `torchrun` started, by what they exchange numbers, and who they are."""
    from photoorg.learn import ranks

    team = ranks.team()
    if team is None:
        return {"count": 1, "backend": None, "members": []}
    return {
        "count": team.size,
        "backend": team.backend,
        "members": [asdict(member) for member in team.members],
    }


def _health(paths: LibraryPaths) -> Document:
    if not paths.catalog.exists():
        return {"state": "absent", "advice": "Make a library with: photoorg index FOLDER"}
    try:
        library = Library.open(paths.folder)
    except PhotoorgError as error:
        return {"state": "unusable", "advice": str(error)}
    try:
        check = connection.quick_check(library.db)
        return {
            "state": "good" if check == "ok" else "damaged", "check": check,
            "file_bytes": paths.catalog.stat().st_size, **asdict(library.counts()),
            "roots": [asdict(root) for root in library.roots()],
        }  # fmt: skip
    finally:
        library.close()
