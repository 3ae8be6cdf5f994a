"""How long a library of a million photos takes to count, to page and to filter.

    .venv/bin/python packaging/measure_views.py [--photos 1000000] [--library DIR] [--json FILE]

writes made-up rows into a fresh library through the code that a scan uses (no picture is read), or
opens the one that an earlier run left in DIR, and prints the time of every question that the
window and the commands ask: the median and the worst of five, after one warm-up. The bar for a
count or a page is 50 ms.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from photoorg.catalog import facts, machine
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline.library import Library
from photoorg.records import Dated, Filter, Metadata, Picture, Place

BAR_MS = 50
CLUSTERS = 180
BATCH = 20_000
COUNTRIES = ("FR", "DE", "IN", "US", "JP", "BR", "IT", "ES", "GB", "NO", "ZA", "AU")
CAMERAS = ("Google Pixel 3", "Apple iPhone 12", "Canon EOS 80D", "NIKON D7500", "samsung SM-G991B")
RULES = ("exif-original",) * 14 + ("file-name", "file-name", "file-name-day", "file-time", "xmp")


def make(library: Library, count: int) -> None:
    """Rows with the skew of real libraries: few large clusters and cities, many small ones."""
    chance = random.Random(7)
    cities = [
        (Place(code, code.title(), f"Region {n % 9}", f"City {n}", 2.0),
         chance.uniform(-55, 70), chance.uniform(-180, 180))
        for n, code in ((n, chance.choice(COUNTRIES)) for n in range(900))
    ]  # fmt: skip
    root, _ = facts.ensure_root(library.db, "/photos")
    indexes = library.db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'files' "
        "AND sql IS NOT NULL AND name <> 'files_hash'"
    ).fetchall()
    for name, _ in indexes:  # made anew at the end: a third of the time
        library.db.execute(f"DROP INDEX {name}")
    for start in range(0, count, BATCH):
        made = [
            _photo(chance, n, cities[int(len(cities) * chance.random() ** 3)])
            for n in range(start, min(start + BATCH, count))
        ]
        with library.db.transaction():
            facts.put_contents(library.db, [picture for picture, _ in made])
            facts.put_files(library.db, root, [row for _, row in made])
    hashes = [row[0] for row in library.db.execute("SELECT hash FROM files ORDER BY id")]
    leaves = [ClusterRow(i + 1, f"Cluster {i + 1}", 0.5, leaf=i) for i in range(CLUSTERS)]
    machine.put_run(
        library.db, model="m", checkpoint="c", level=0, parameters={}, clusters=leaves,
        assignments=list(_assignments(chance, hashes)),
    )  # fmt: skip
    with library.db.transaction():
        library.db.executemany(
            "INSERT OR IGNORE INTO verdicts(hash, mark, rating, favourite, reviewed) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                (
                    chance.choice(hashes), chance.choice((None, "kept", "rejected")),
                    chance.randrange(6), int(chance.random() < 0.1), "2026-01-01T00:00:00+00:00",
                )
                for _ in range(count // 10)
            ],
        )  # fmt: skip
    for _, sql in indexes:
        library.db.execute(sql)
    library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _photo(
    chance: random.Random, number: int, where: tuple[Place, float, float]
) -> tuple[Picture, FileRow]:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    place, latitude, longitude = where
    at: dict[str, Any] = {}
    if chance.random() < 0.6:
        at = {
            "place": place, "place_from": "estimate" if chance.random() < 0.02 else "exif",
            "latitude": latitude + chance.gauss(0, 0.05),
            "longitude": longitude + chance.gauss(0, 0.05),
        }  # fmt: skip
    size = int(chance.lognormvariate(14.5, 0.8))
    dated = Dated(None, None, "none")
    year = 2026 - int(22 * chance.random() ** 2)
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    if chance.random() > 0.04:
        clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
        rule = chance.choice(RULES)
        dated = Dated(
            f"{year}-{month:02}-{day:02}T{clock}", "+02:00", rule, rule.startswith("file-")
        )
    path = f"{year}/{month:02}/IMG_{year}{month:02}{day:02}_{number:07}.jpg"
    wide = chance.choice((1080, 3000, 4000, 6000))
    picture = Picture(
        f"/photos/{path}", size, 1, digest, chance.choice(("JPEG",) * 8 + ("HEIF", "PNG")), wide,
        wide * 3 // 4, 1, b"", 0, Metadata(camera_model=chance.choice(CAMERAS)),
    )  # fmt: skip
    return picture, FileRow(path.encode(), size, 1, "photo", digest, dated=dated, **at)


def _assignments(chance: random.Random, hashes: list[str]) -> Iterator[Assignment]:
    for number, digest in enumerate(hashes):
        leaf = 1 + int(CLUSTERS * chance.random() ** 2)
        sure = chance.random()
        yield Assignment(digest, leaf if sure > 0.08 else None, sure, number, True)


def _questions(library: Library) -> dict[str, Callable[[], Any]]:
    largest = library.clusters()[0].id
    year = Filter(days=(20190101, 20191231))
    city = library.places()[0]
    named = (city.country_code, city.region, city.city)
    filters = {
        "all photos": Filter(),
        "a large cluster": Filter(cluster=largest),
        "unsorted": Filter(unsorted=True),
        "a year": year,
        "a day": Filter(date=(2024, 5, 17)),
        "undated": Filter(undated=True),
        "a country": Filter(place=("FR",)),
        "a city": Filter(place=named),
        "unplaced": Filter(unplaced=True),
        "a rectangle": Filter(bounds=(30.0, -10.0, 55.0, 30.0)),
        "a rectangle over the date line": Filter(bounds=(-60.0, 170.0, 10.0, -160.0)),
        "rated 4 or better": Filter(least_rating=4),
        "kept": Filter(mark="kept"),
        "favourites": Filter(favourite=True),
        "HEIF": Filter(formats=("HEIF",)),
        "a camera": Filter(camera=CAMERAS[0]),
        "dated by the file's time": Filter(rules=("file-time",)),
        "guessed dates": Filter(guessed_dates=True),
        "estimated places": Filter(estimated=True),
        "over 10 MB": Filter(least_bytes=10_000_000),
        "over 100 kB": Filter(least_bytes=100_000),
        "12 megapixels": Filter(least_pixels=12_000_000),
        "not reviewed": Filter(unreviewed=True),
        "text in the path": Filter(text="IMG_20190517"),
        "text nowhere": Filter(text="zebra"),
        "a cluster in a year": Filter(cluster=largest, days=(20190101, 20191231)),
        "a cluster in a country, rated": Filter(cluster=largest, place=("FR",), least_rating=3),
        "a year in a country": Filter(place=("FR",), date=(2024,)),
        "a year, HEIF, over 1 MB": Filter(
            days=(20240101, 20241231), formats=("HEIF",), least_bytes=1_000_000
        ),
        "JPEG over 500 kB, not reviewed": Filter(
            formats=("JPEG",), least_bytes=500_000, unreviewed=True
        ),
        "everything together": Filter(
            cluster=largest, days=(20100101, 20261231), place=("FR",), formats=("JPEG",),
            least_bytes=100_000, least_rating=1,
        ),
    }  # fmt: skip
    asked: dict[str, Callable[[], Any]] = {
        "counts beside the tree": library.counts,
        "years, months, days": library.dates,
        "places": library.places,
        "clusters with covers": library.clusters,
        "folders": library.roots,
        "rules with counts": lambda: library.facet("rule"),
    }
    for name, wanted in filters.items():
        asked[f"count: {name}"] = lambda wanted=wanted: library.photo_count(wanted)
        asked[f"first page: {name}"] = lambda wanted=wanted: library.photo_ids(wanted, limit=200)
    for order in ("oldest", "size", "confidence", "odd", "sharpness"):
        asked[f"first page, by {order}"] = lambda order=order: library.photo_ids(
            Filter(), order, limit=200
        )
    middle = library.photo_ids(Filter())[500_000:500_100] or library.photo_ids(Filter())[:100]
    asked["100 photos of the middle"] = lambda: library.photos(middle)
    asked["all ids (streamed)"] = lambda: library.photo_ids(Filter())
    asked["all positions"] = lambda: library.positions(Filter())
    return asked


def _timed(ask: Callable[[], Any]) -> tuple[float, float]:
    ask()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--library", metavar="DIR")
    parser.add_argument("--json", metavar="FILE")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(args.library or folder))
        if not library.counts().photos:
            start = time.perf_counter()
            make(library, args.photos)
            print(f"{args.photos} rows written in {time.perf_counter() - start:.0f} s")
        rows = []
        for name, ask in _questions(library).items():
            median, worst = _timed(ask)
            rows.append({"name": name, "median_ms": round(median, 2), "worst_ms": round(worst, 2)})
            over = "" if median < BAR_MS else "   over the bar"
            print(f"{name:45} {median:9.2f} {worst:9.2f}{over}", flush=True)
        library.close()
    if args.json:
        Path(args.json).write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
