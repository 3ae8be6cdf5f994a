"""Filters join with AND, whatever index the catalogue reads; counts are those of the photos."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from photoorg.catalog import facets, facts, machine
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline.library import Library
from photoorg.records import Dated, Filter, Metadata, Photo, Picture, Place

PLACES = (
    (Place("FR", "France", "Île-de-France", "Paris", 1.0), 48.85, 2.35),
    (Place("FR", "France", "Brittany", "Brest", 1.0), 48.39, -4.49),
    (Place("FJ", "Fiji", "Northern", "Labasa", 1.0), -16.43, 179.36),
    (Place("WS", "Samoa", "Tuamasaga", "Apia", 1.0), -13.83, -171.76),
    (Place("", "", "", "", 900.0), 0.5, -30.0),
)
RULES = ("exif-original", "file-name", "file-time", "user")
SOURCES = ("exif", "takeout", "user", "estimate")
CAMERAS = ("Pixel 3", "Canon EOS 80D", None)
MOODS = (None, "kept", "rejected")
COUNT = 300


def build(library: Library, chance: random.Random) -> None:
    """Photos with every mixture of what filters ask for, in two folders."""
    roots = [facts.ensure_root(library.db, folder)[0] for folder in ("/a", "/b")]
    for number in range(COUNT):
        put(library, roots[number % 2], f"IMG_{number:04}.jpg", f"h{number}", chance)
    machine.put_run(
        library.db, model="m", checkpoint="c", level=0, parameters={},
        clusters=[ClusterRow(i + 1, f"C{i}", 0.5, leaf=i) for i in range(3)],
        assignments=[
            Assignment(f"h{n}", chance.choice((1, 2, 3, None)), chance.random(), n, True)
            for n in range(0, COUNT, 2)
        ],
    )  # fmt: skip
    ids = list(library.photo_ids(Filter()))
    library.mark(chance.sample(ids, 60), "kept")
    library.mark(chance.sample(ids, 40), "rejected")
    for stars in range(1, 6):
        library.rate(chance.sample(ids, 15), stars)
    library.favour(chance.sample(ids, 20), True)
    library.finish_review(chance.sample(ids, 80))


def put(library: Library, root: int, path: str, digest: str, chance: random.Random) -> None:
    camera, wide = chance.choice(CAMERAS), chance.choice((640, 4000))
    picture = Picture(
        f"/{path}", 1, 1, digest, chance.choice(("JPEG", "HEIF", "PNG")), wide, 3000, 1, b"", 0,
        Metadata(camera_model=camera),
    )  # fmt: skip
    year, month = chance.choice((1999, 2019, 2024)), chance.randrange(1, 13)
    day = f"{year}-{month:02}-{chance.randrange(1, 32 if month == 12 else 29):02}"
    offset = chance.choice((None, "+14:00", "-11:00", "+05:30"))
    rule = chance.choice(RULES)
    dated = Dated(f"{day}T{chance.randrange(24):02}:30:00", offset, rule, rule == "file-time")
    at: dict[str, Any] = {}
    if chance.random() < 0.6:
        place, latitude, longitude = chance.choice(PLACES)
        at = {"place": place, "latitude": latitude, "longitude": longitude,
              "place_from": chance.choice(SOURCES)}  # fmt: skip
    row = FileRow(
        path.encode(), chance.choice((5, 999, 1000, 70_000, 5_000_000)), 1, "photo", digest,
        dated=dated if chance.random() < 0.9 else None, **at,
    )  # fmt: skip
    with library.db.transaction():
        facts.put_contents(library.db, [picture])
        facts.put_files(library.db, root, [row])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = Library.open(tmp_path_factory.mktemp("filters"))
    build(opened, random.Random(5))
    yield opened
    opened.close()


def fits(photo: Photo, wanted: Filter) -> bool:
    """What a filter means, said a second time without SQL."""
    day = int(photo.taken[:10].replace("-", "")) if photo.taken else None
    place = photo.place
    names = (place.country_code, place.region, place.city) if place else ()
    verdict = photo.verdict
    tests: dict[str, Callable[[Any], bool]] = {
        "cluster": lambda v: photo.cluster == v,
        "unsorted": lambda v: photo.cluster is None,
        "date": lambda v: day is not None and str(day).startswith(
            "".join((f"{v[0]:04}", *(f"{n:02}" for n in v[1:])))),
        "days": lambda v: day is not None and v[0] <= day <= v[1],
        "undated": lambda v: day is None,
        "place": lambda v: bool(place) and names[: len(v)] == v,
        "unplaced": lambda v: place is None,
        "bounds": lambda v: photo.latitude is not None and photo.longitude is not None
        and v[0] <= photo.latitude <= v[2]
        and (v[1] <= photo.longitude <= v[3] if v[1] <= v[3]
             else photo.longitude >= v[1] or photo.longitude <= v[3]),
        "rules": lambda v: photo.taken_from in v,
        "guessed_dates": lambda v: photo.guessed_date,
        "place_sources": lambda v: photo.place_from in v,
        "estimated": lambda v: photo.place_from == "estimate",
        "formats": lambda v: photo.format in v,
        "camera": lambda v: (photo.camera or "") == v,
        "least_bytes": lambda v: photo.bytes >= v,
        "most_bytes": lambda v: photo.bytes <= v,
        "least_pixels": lambda v: photo.width * photo.height >= v,
        "mark": lambda v: verdict.mark == v,
        "marked": lambda v: (verdict.mark is not None) == v,
        "least_rating": lambda v: verdict.rating >= v,
        "favourite": lambda v: verdict.favourite,
        "protected": lambda v: verdict.untouchable,
        "unreviewed": lambda v: verdict.reviewed is None,
        "folder": lambda v: photo.path.startswith(v + "/"),
        "text": lambda v: all(
            any(word.casefold() in text.casefold() for text in
                (photo.path, photo.camera or "", *names, place.country if place else ""))
            for word in v.split()),
        "ids": lambda v: photo.id in v,
    }  # fmt: skip
    asked = [f.name for f in fields(Filter) if getattr(wanted, f.name) != getattr(Filter(), f.name)]
    return all(tests[name](getattr(wanted, name)) for name in asked)


VALUES: dict[str, tuple[Any, ...]] = {
    "cluster": (1, 3), "unsorted": (True,), "date": ((2019,), (2024, 5), (2019, 2, 3)),
    "days": ((20190101, 20190228), (19990615, 20240615), (20240101, 20241231)),
    "undated": (True,), "place": (("FR",), ("FR", "Brittany"), ("WS", "Tuamasaga", "Apia"), ("",)),
    "unplaced": (True,),
    "bounds": (
        (40.0, -10.0, 50.0, 10.0), (-20.0, 170.0, 0.0, -170.0), (-90.0, -180.0, 90.0, 180.0),
    ),
    "rules": (("user",), ("file-name", "file-time")), "guessed_dates": (True,),
    "place_sources": (("exif", "user"),), "estimated": (True,),
    "formats": (("JPEG",), ("HEIF", "PNG")), "camera": ("Pixel 3", ""),
    "least_bytes": (6, 999, 1000, 1001, 5_000_000), "most_bytes": (4, 5, 999, 69_999, 70_000),
    "least_pixels": (1_920_001, 12_000_000), "mark": ("kept", "rejected"),
    "marked": (True, False), "least_rating": (1, 4), "favourite": (True,), "protected": (True,),
    "unreviewed": (True,), "folder": ("/a", "/b", "/c"),
    "text": ("img_0002", "PARIS", "île", "ÎLE-DE", "pixel img_00", "nowhere", "%", "_01"),
    "ids": ((7,), tuple(range(5, 90, 2)), (999_999_999,)),
}  # fmt: skip


def filters(chance: random.Random, count: int) -> list[Filter]:
    """Every value alone, then mixtures of two to five."""
    single = [Filter(**{name: value}) for name, values in VALUES.items() for value in values]
    mixed = []
    for _ in range(count):
        names = chance.sample(sorted(VALUES), chance.randrange(2, 6))
        mixed.append(Filter(**{name: chance.choice(VALUES[name]) for name in names}))
    return single + mixed


def test_every_field_of_the_filter_is_tried() -> None:
    assert set(VALUES) == {f.name for f in fields(Filter)}


def test_filters_mean_what_they_say_alone_and_together(library: Library) -> None:
    photos = library.photos(library.photo_ids(Filter()))
    assert len(photos) == COUNT
    found = 0
    for wanted in filters(random.Random(1), 200):
        expected = [photo.id for photo in photos if fits(photo, wanted)]
        assert list(library.photo_ids(wanted)) == expected, wanted
        assert library.photo_count(wanted) == len(expected), wanted
        assert (
            list(library.photo_ids(wanted, "oldest", 7))[:7]
            == list(library.photo_ids(wanted, "oldest"))[:7]
        ), wanted
        found += bool(expected)
    assert found > 90, "the mixtures must not all be empty"


def test_pages_are_the_beginning_of_the_whole(library: Library) -> None:
    for order in ("date", "oldest", "confidence", "odd", "size", "sharpness"):
        for wanted in (
            Filter(),
            Filter(cluster=1),
            Filter(formats=("PNG",)),
            Filter(unplaced=True),
        ):
            whole = library.photo_ids(wanted, order)  # type: ignore[arg-type]
            page = library.photo_ids(wanted, order, 11)  # type: ignore[arg-type]
            assert page == whole[:11], (order, wanted)


def test_days_positions_and_facets_are_those_of_the_view(library: Library) -> None:
    for wanted in filters(random.Random(2), 60):
        photos = library.photos(library.photo_ids(wanted))
        days = {(d.year, d.month, d.day): d.count for d in library.days(wanted)}
        assert sum(days.values()) == sum(p.taken is not None for p in photos)
        ids, latitudes, longitudes = library.positions(wanted)
        assert sorted(zip(ids, latitudes, longitudes, strict=True)) == sorted(
            (p.id, p.latitude, p.longitude) for p in photos if p.latitude is not None
        )
        formats = {row.value: row.count for row in library.facet("format", wanted)}
        assert formats == {
            f: sum(p.format == f for p in photos) for f in {p.format for p in photos}
        }


def test_order_is_by_the_moment_not_by_the_local_clock(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    root, _ = facts.ensure_root(library.db, "/x")
    # a flight over the date line: the local day goes back, time does not
    journey = (
        ("tokyo", "2019-05-12T17:00:00", "+09:00"),
        ("flight", "2019-05-12T18:30:00", "+12:00"),
        ("hawaii", "2019-05-12T07:00:00", "-10:00"),
    )
    with library.db.transaction():
        for name, taken, offset in journey:
            metadata = Picture(name, 1, 1, name, "JPEG", 1, 1, 1, b"", 0, Metadata())
            facts.put_contents(library.db, [metadata])
            dated = Dated(taken, offset, "exif-original")
            facts.put_files(
                library.db, root, [FileRow(name.encode(), 1, 1, "photo", name, dated=dated)]
            )
    moments = dict(library.db.execute("SELECT hash, moment FROM files").fetchall())
    assert moments["tokyo"] == 1557648000_000  # 08:00 UTC
    names = [p.hash for p in library.photos(library.photo_ids(Filter(), "oldest"))]
    assert names == ["flight", "tokyo", "hawaii"]
    assert library.photo_count(Filter(date=(2019, 5, 12))) == 3
    library.close()


def counted(db: sqlite3.Connection) -> dict[tuple[str, Any], tuple[int, int]]:
    """The tallies, counted anew from the photos."""
    found = {}
    for name, (_, key) in facets.FACET_KEYS.items():
        rows = db.execute(
            f"SELECT {key.format('f')}, count(*), sum(f.size) FROM files f "
            "WHERE f.state = 'photo' AND f.gone IS NULL GROUP BY 1"
        )
        found.update({(name, value): (count, size) for value, count, size in rows})
    return found


def kept(db: sqlite3.Connection) -> dict[tuple[str, Any], tuple[int, int]]:
    rows = db.execute("SELECT facet, key, photos, bytes FROM tallies WHERE photos <> 0").fetchall()
    return {(facet, key): (photos, size) for facet, key, photos, size in rows}


def test_tallies_stay_true_whatever_is_written(tmp_path: Path) -> None:
    library, chance = Library.open(tmp_path), random.Random(3)
    build(library, chance)
    assert kept(library.db) == counted(library.db)
    ids = list(library.photo_ids(Filter()))
    roots = [root.id for root in library.roots()]

    def trash() -> None:
        with library.db.transaction():
            facts.set_gone(library.db, chance.sample(ids, 5), chance.choice(("trashed", None)))

    def scan_again() -> None:
        number = chance.randrange(COUNT)  # the same path, with other bytes, date and place
        put(library, roots[number % 2], f"IMG_{number:04}.jpg", f"x{chance.randrange(40)}", chance)

    def break_one() -> None:
        with library.db.transaction():
            row = FileRow(f"IMG_{chance.randrange(COUNT):04}.jpg".encode(), 3, 1, "problem",
                          None, "damaged")  # fmt: skip
            facts.put_files(library.db, chance.choice(roots), [row])

    def judge() -> None:
        library.mark(chance.sample(ids, 3), chance.choice(("kept", "rejected", None)))
        library.rate(chance.sample(ids, 3), chance.randrange(6))
        library.undo_decision()

    def learn() -> None:
        hashes = [row[0] for row in library.db.execute("SELECT DISTINCT hash FROM files "
                                                       "WHERE hash IS NOT NULL")]  # fmt: skip
        machine.put_run(
            library.db, model="m", checkpoint="c", level=0, parameters={},
            clusters=[ClusterRow(9, "C", 0.5, leaf=0)],
            assignments=[Assignment(h, chance.choice((9, None)), 0.5, 1, True)
                         for h in chance.sample(hashes, 50)],
        )  # fmt: skip

    def forget() -> None:
        with library.db.transaction():
            library.db.execute("DELETE FROM former_contents")
            library.db.execute("DELETE FROM files WHERE state = 'problem'")

    for turn in range(120):
        chance.choice((trash, scan_again, scan_again, break_one, judge, learn, forget))()
        if turn % 10 == 0:
            assert kept(library.db) == counted(library.db), turn
    assert kept(library.db) == counted(library.db)
    assert library.counts().photos == len(library.photo_ids(Filter()))
    library.close()


def test_an_unknown_part_of_a_place_or_a_strange_word_finds_nothing(library: Library) -> None:
    for wanted in (
        Filter(place=("FR", "Bavaria")), Filter(place=("F",)), Filter(text="'; DROP TABLE files"),
        Filter(days=(20991301, 20991399)), Filter(date=(9999, 12)), Filter(cluster=99),
        Filter(bounds=(89.0, 0.0, 90.0, 1.0)),
    ):  # fmt: skip
        assert list(library.photo_ids(wanted)) == []
        assert library.photo_count(wanted) == 0
    assert replace(Filter(), text=" ") != Filter()
    assert library.photo_count(Filter(text=" ")) == COUNT


def test_a_word_that_most_places_have_is_looked_for_in_their_names(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Filter(text="an s")
    before = list(library.photo_ids(wanted))
    assert before
    monkeypatch.setattr("photoorg.catalog.conditions._MOST_PLACES", 0)
    assert list(library.photo_ids(wanted)) == before
