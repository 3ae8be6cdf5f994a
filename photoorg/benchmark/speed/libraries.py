"""Made-up libraries: rows as a scan writes them, with the skew of real ones, and no photos.

A few large clusters and cities, many small ones; more photos in late years than in early ones.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from photoorg.catalog import bulk, facts, machine
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline.library import Library
from photoorg.records import Context, Dated, Filter, Metadata, Picture, Place

CLUSTERS = 180
BATCH = 5_000
ORIGINALS = 10_000  # rows written one by one; more are copies of these
COUNTRIES = ("FR", "DE", "IN", "US", "JP", "BR", "IT", "ES", "GB", "NO", "ZA", "AU")
CAMERAS = ("Google Pixel 3", "Apple iPhone 12", "Canon EOS 80D", "NIKON D7500", "samsung SM-G991B")
ZONE = "+02:00"
RULES = ("exif-original",) * 14 + ("file-name", "file-name", "file-name-day", "file-time", "xmp")

Spot = tuple[Place, float, float]


def fill(library: Library, count: int, ctx: Context, root: Path = Path("/photos")) -> int:
    """Write about `count` photos below `root`; returns how many: whole multiples of `ORIGINALS`."""
    times = max(1, round(count / ORIGINALS))
    originals = round(count / times)
    root_id, _ = facts.ensure_root(library.db, str(root))
    chance = random.Random(7)
    for rows in _batches(chance, originals, root):
        ctx.check_cancelled()
        with library.db.transaction():
            facts.put_contents(library.db, [picture for picture, _ in rows])
            facts.put_files(library.db, root_id, [row for _, row in rows])
    _group(library, chance)
    _judge(library, chance)
    if times > 1:
        bulk.multiply(library.db, times)
    return originals * times


def _batches(
    chance: random.Random, count: int, root: Path
) -> Iterator[list[tuple[Picture, FileRow]]]:
    cities: list[Spot] = []
    for number in range(900):
        code = chance.choice(COUNTRIES)
        named = Place(code, code.title(), f"Region {number % 9}", f"City {number}", 2.0)
        cities.append((named, chance.uniform(-55, 70), chance.uniform(-180, 180)))
    for start in range(0, count, BATCH):
        yield [
            _photo(chance, number, root, cities[int(len(cities) * chance.random() ** 3)])
            for number in range(start, min(start + BATCH, count))
        ]


def _photo(chance: random.Random, number: int, root: Path, spot: Spot) -> tuple[Picture, FileRow]:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    at = _where(chance, spot)
    size = int(chance.lognormvariate(14.5, 0.8))
    year, month, day = _day(chance)
    dated, said = Dated(None, None, "none"), dict[str, Any]()
    if chance.random() > 0.04:
        clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
        rule = chance.choice(RULES)
        guessed = rule.startswith("file-")
        taken = f"{year}-{month:02}-{day:02}T{clock}"
        dated = Dated(taken, None if guessed else ZONE, rule, guessed)
        if not guessed:  # what the photo says, for a scan that dates it anew
            exif = taken.replace("-", ":").replace("T", " ")
            said = {"date_time_original": exif, "offset_time_original": ZONE}
    path = f"{year}/{month:02}/IMG_{year}{month:02}{day:02}_{number:07}.jpg"
    wide = chance.choice((1080, 3000, 4000, 6000))
    picture = Picture(
        str(root / path), size, 1, digest, chance.choice(("JPEG",) * 8 + ("HEIF", "PNG")), wide,
        wide * 3 // 4, 1, b"", 0, Metadata(camera_model=chance.choice(CAMERAS), **said),
    )  # fmt: skip
    return picture, FileRow(path.encode(), size, 1, "photo", digest, dated=dated, **at)


def _where(chance: random.Random, spot: Spot) -> dict[str, Any]:
    if chance.random() >= 0.6:
        return {}
    place, latitude, longitude = spot
    return {
        "place": place,
        "place_from": "estimate" if chance.random() < 0.02 else "exif",
        "latitude": latitude + chance.gauss(0, 0.05),
        "longitude": longitude + chance.gauss(0, 0.05),
    }


def _day(chance: random.Random) -> tuple[int, int, int]:
    return 2026 - int(22 * chance.random() ** 2), chance.randrange(1, 13), chance.randrange(1, 29)


def _group(library: Library, chance: random.Random) -> None:
    hashes = facts.photo_hashes(library.db)
    leaves = [ClusterRow(i + 1, f"Cluster {i + 1}", 0.5, leaf=i) for i in range(CLUSTERS)]
    machine.put_run(
        library.db, model="made-up", checkpoint="none", level=0, parameters={}, clusters=leaves,
        assignments=list(_assignments(chance, hashes)),
    )  # fmt: skip


def _assignments(chance: random.Random, hashes: list[str]) -> Iterator[Assignment]:
    for number, digest in enumerate(hashes):
        leaf = 1 + int(CLUSTERS * chance.random() ** 2)
        sure = chance.random()
        yield Assignment(digest, leaf if sure > 0.08 else None, sure, number, True)


def _judge(library: Library, chance: random.Random) -> None:
    """A tenth was reviewed: marked, rated, some of it a favourite."""
    ids = list(library.photo_ids(Filter()))
    some = chance.sample(ids, len(ids) // 10)
    for number in range(5):
        library.rate(some[number::6], number + 1)
    for share, mark in ((slice(0, None, 3), "kept"), (slice(1, None, 3), "rejected")):
        library.mark(some[share], mark)  # type: ignore[arg-type]
    library.favour(some[::10], True)
    library.finish_review(some)


# --- The files that such rows speak of ------------------------------------------------------------


def write_files(library: Library, root: Path, ctx: Context) -> None:
    """For each row a file of its size and time that takes no room; no reader would accept it."""
    known = facts.known_files(library.db, facts.ensure_root(library.db, str(root))[0])
    below = os.fsencode(root)
    made: set[bytes] = set()
    for number, (path, file) in enumerate(known.items()):
        if number % 1000 == 0:
            ctx.check_cancelled()
        whole = os.path.join(below, path)
        folder = os.path.dirname(whole)
        if folder not in made:
            Path(os.fsdecode(folder)).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        write_hollow(whole, file.size, file.mtime_ns)


def write_hollow(path: bytes | str, size: int, mtime_ns: int) -> None:
    """A file of this size and time that takes no room."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    os.truncate(descriptor, size)
    os.close(descriptor)
    os.utime(path, ns=(mtime_ns, mtime_ns))
