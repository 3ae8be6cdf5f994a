"""Corrections: by content, undoable, and the same as if all were worked out from scratch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.pictures import save, snapshot

from photoorg.catalog import facts
from photoorg.catalog.facts import FileRow
from photoorg.decisions.corrected import Change
from photoorg.errors import UsageError
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.pipeline.ordering import order
from photoorg.pipeline.recomputing import settle
from photoorg.records import (
    NULL_CONTEXT,
    ClearDate,
    ClearPlace,
    EstimatePlace,
    Filter,
    Metadata,
    NoPlace,
    Picture,
    Place,
    SetDate,
    SetPlace,
    SetZone,
    ShiftDate,
)

PARIS, ROUEN, TOKYO = (48.8584, 2.2945), (49.4431, 1.0993), (35.6812, 139.7671)


def put(library: Library, folder: Path, photos: dict[str, tuple[str, Metadata]]) -> None:
    """Photos into the catalogue as a scan would leave them: name -> (format, metadata)."""
    root, _ = facts.ensure_root(library.db, str(folder))
    with library.db.transaction():
        facts.put_contents(
            library.db,
            [
                Picture(name, 1, 1, name, kind, 1, 1, 1, b"", 0, data)
                for name, (kind, data) in photos.items()
            ],
        )
        rows = [FileRow(n.encode(), 1, 1_500_000_000 * 10**9, "photo", n) for n in photos]
        facts.put_files(library.db, root, rows)
        settle(library.db, list(photos))
    order(library.db)


def shot(taken: str, at: tuple[float, float] | None = None, camera: str | None = "X") -> Metadata:
    latitude, longitude = at or (None, None)
    return Metadata(
        date_time_original=taken, latitude=latitude, longitude=longitude, camera_model=camera
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def said(library: Library) -> list[tuple[Any, ...]]:
    """All that `files` says of dates and places, by path."""
    return library.db.execute(
        "SELECT path, taken, ymd, utc_offset, taken_from, taken_guess, moment, country_code, "
        "country, region, city, place_km, latitude, longitude, place_from, note "
        "FROM files ORDER BY path"
    ).fetchall()


def by_name(library: Library) -> dict[str, int]:
    return {Path(p.path).name: p.id for p in library.photos(library.photo_ids(Filter()))}


# --- the property: nothing but the decisions counts ----------------------------------------------


def _change(rng: random.Random) -> Change:
    return rng.choice([
        SetDate("2003-04-05T06:07:08", None, rng.choice(["nothing", "time", "distances"])),
        SetDate("1999-12-31T23:59:59", "+05:30"),
        ShiftDate(rng.choice([-3600, 86_400, 5_000_000])),
        SetZone(rng.choice(["Asia/Tokyo", "America/St_Johns"])),
        SetZone("Asia/Tokyo", moves=True, clock="Europe/Paris"),
        ClearDate(),
        SetPlace(*rng.choice([PARIS, TOKYO])),
        SetPlace(*ROUEN, Place("FR", "France", "Normandy", "Grandma", 0.0)),
        NoPlace(),
        ClearPlace(),
        EstimatePlace(3600),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_random_corrections_undone_and_rescanned_come_to_the_same_as_from_scratch(
    tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    folder = tmp_path / "photos"
    for n in range(6):
        taken = f"2019:05:{10 + n} 13:37:06" if n != 4 else None
        save(folder / f"p{n}.jpg", n, taken=taken, gps=[PARIS, TOKYO, None][n % 3])
    (folder / "copy.jpg").write_bytes((folder / "p0.jpg").read_bytes())
    files = snapshot(folder)
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    untouched = said(library)
    history = [untouched]
    for _ in range(25):
        step = rng.random()
        if step < 0.55:
            names = list(by_name(library).values())
            chosen = rng.sample(names, rng.randint(1, len(names)))
            if library.correct(chosen, _change(rng)).decisions:
                history.append(said(library))
        elif step < 0.65:
            placed = [p for p in library.photos(list(by_name(library).values())) if p.place]
            if placed:
                photo = rng.choice(placed)
                assert photo.place is not None
                circle = ((photo.latitude or 0.0, photo.longitude or 0.0), 0.5)
                args = circle if rng.random() < 0.5 else (None, 0.0)
                name = rng.choice(["Home", "Work", ""])
                if library.name_place(photo.place, name, *args).decisions:
                    history.append(said(library))
        elif step < 0.85 and len(history) > 1:
            assert library.undo_decision() is not None
            history.pop()
            assert said(library) == history[-1]
        elif step < 0.95:
            library.close()
            library = Library.open(tmp_path / "library")
            index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
        with library.db.transaction():
            settle(library.db, facts.photo_hashes(library.db))
        order(library.db)
        assert said(library) == history[-1]
    while library.undo_decision() is not None:
        pass
    assert said(library) == untouched
    assert snapshot(folder) == files
    library.close()


def test_undo_and_redo_go_step_by_step_through_marks_and_corrections(
    library: Library, tmp_path: Path
) -> None:
    put(library, tmp_path, {n: ("JPEG", shot("2019:05:12 13:00:00", PARIS)) for n in "abc"})
    ids = list(by_name(library).values())
    states = [said(library)]
    acts = [
        lambda: library.correct(ids, ShiftDate(60)),
        lambda: library.mark(ids[:1], "kept"),
        lambda: library.correct(ids[:2], SetPlace(*TOKYO)),
        lambda: library.correct(ids[:1], SetZone("Asia/Kolkata")),
    ]
    for act in acts:
        assert act().decisions
        states.append(said(library))
    for state in states[-2::-1]:
        assert library.undo_decision() is not None
        assert said(library) == state
    for state in states[1:]:
        assert library.redo_decision() is not None
        assert said(library) == state


def test_what_changes_nothing_is_no_decision(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, {"a": ("JPEG", shot("2019:05:12 13:00:00"))})
    ids = list(by_name(library).values())
    assert not library.correct(ids, ClearDate()).decisions
    assert not library.correct(ids, NoPlace()).decisions
    assert library.correct(ids, SetPlace(*PARIS)).decisions
    assert not library.correct(ids, SetPlace(*PARIS)).decisions
    place = library.photos(ids)[0].place
    assert place is not None
    assert not library.name_place(place, place.city).decisions
    assert library.undo_decision() is not None
    assert library.undo_decision() is None


def test_plan_says_what_then_happens(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, {
        "a": ("JPEG", shot("2019:05:12 13:00:00", PARIS)), "b": ("JPEG", shot("", PARIS)),
    })  # fmt: skip
    ids = by_name(library)
    library.correct([ids["b"]], SetDate("2001-02-03T04:05:06"))
    changes = (ShiftDate(3600), SetZone("Asia/Tokyo"), SetPlace(*TOKYO), NoPlace(), ClearDate())
    for change in changes:
        before = said(library)
        plan = library.plan_correction(list(ids.values()), change)
        assert said(library) == before
        library.correct(list(ids.values()), change)
        found = {p.id: p for p in library.photos(list(ids.values()))}
        assert plan.changed == len(plan.examples)
        for one in plan.examples:
            photo = found[one.id]
            assert (photo.taken, photo.utc_offset) == (one.after.taken, one.after.utc_offset)
            assert photo.place == one.place_after


def test_date_of_the_user_and_place_of_the_user_do_not_undo_each_other(
    library: Library, tmp_path: Path
) -> None:
    put(library, tmp_path, {"a": ("JPEG", shot("2019:07:12 13:00:00"))})
    ids = list(by_name(library).values())
    library.correct(ids, SetPlace(*PARIS))
    (photo,) = library.photos(ids)
    assert (photo.utc_offset, photo.taken_from) == ("+02:00", "exif-original")
    library.correct(ids, ShiftDate(3600))
    library.correct(ids, ClearPlace())
    (photo,) = library.photos(ids)
    assert (photo.taken, photo.place) == ("2019-07-12T14:00:00", None)
    library.correct(ids, ClearDate())
    assert library.photos(ids)[0].taken == "2019-07-12T13:00:00"


def test_thousands_of_photos_are_one_decision(library: Library, tmp_path: Path) -> None:
    names = [f"{n:05}" for n in range(4_000)]
    put(library, tmp_path, {n: ("JPEG", shot("2019:05:12 13:00:00", PARIS)) for n in names})
    ids = list(by_name(library).values())
    library.correct(ids, ShiftDate(86_400))
    assert library.db.execute("SELECT count(*) FROM decisions").fetchone()[0] == 1
    counted = library.db.execute("SELECT ymd, count(*) FROM files GROUP BY ymd").fetchall()
    assert counted == [(20190513, 4_000)]
    undone = library.undo_decision()
    assert undone is not None
    assert len(undone.photos) == 4_000
    assert {p.taken for p in library.photos(ids[:50])} == {"2019-05-12T13:00:00"}


# --- estimates -----------------------------------------------------------------------------------


@pytest.fixture
def journey(library: Library, tmp_path: Path) -> Library:
    put(library, tmp_path, {
        "placed.jpg": ("JPEG", shot("2019:05:12 13:00:00", PARIS)),
        "near.jpg": ("JPEG", shot("2019:05:12 13:20:00")),
        "far.jpg": ("JPEG", shot("2019:05:12 18:00:00")),
        "other.jpg": ("JPEG", shot("2019:05:12 13:01:00", camera="Y")),
        "received.jpg": ("JPEG", shot("2019:05:12 13:02:00", camera=None)),
        "Screenshot_1.jpg": ("JPEG", shot("2019:05:12 13:03:00")),
        "IMG-20190512-WA0001.jpg": ("JPEG", shot("2019:05:12 13:04:00")),
        "drawn.png": ("PNG", shot("2019:05:12 13:05:00")),
        "undated.jpg": ("JPEG", shot("")),
        "train.jpg": ("JPEG", shot("2019:05:13 10:30:00")),
        "from.jpg": ("JPEG", shot("2019:05:13 10:00:00", PARIS)),
        "to.jpg": ("JPEG", shot("2019:05:13 11:00:00", ROUEN)),
    })  # fmt: skip
    return library


def test_only_photos_of_the_same_camera_near_in_time_are_estimated(journey: Library) -> None:
    ids = by_name(journey)
    plan = journey.plan_correction(list(ids.values()), EstimatePlace(3600))
    assert plan.changed == 1
    assert dict(plan.left_out) == {
        "placed": 3, "no camera": 1, "received": 3, "vague date": 1, "nothing near": 2,
        "on the way": 1,
    }  # fmt: skip
    journey.correct(list(ids.values()), EstimatePlace(3600))
    photos = {Path(p.path).name: p for p in journey.photos(list(ids.values()))}
    near = photos["near.jpg"]
    assert near.place is not None
    assert (near.place.city, near.place_from) == ("Paris", "estimate")
    assert near.utc_offset is None  # an estimate sets no time zone
    assert [n for n, p in photos.items() if p.place_from == "estimate"] == ["near.jpg"]
    assert list(journey.photo_ids(Filter(estimated=True))) == [ids["near.jpg"]]


def test_estimates_are_no_evidence_and_all_go_at_once(journey: Library) -> None:
    ids, before = by_name(journey), said(journey)
    journey.correct([ids["near.jpg"]], EstimatePlace(3600))
    # 4:40 h after the estimate, 5:00 h after the photo that says where it was
    assert journey.plan_correction([ids["far.jpg"]], EstimatePlace(17_000)).changed == 0
    assert journey.plan_correction([ids["far.jpg"]], EstimatePlace(18_000)).changed == 1
    assert journey.clear_estimates().decisions
    assert said(journey) == before
    journey.undo_decision()
    assert journey.photo_count(Filter(estimated=True)) == 1


def test_place_that_was_taken_away_is_not_estimated_again(journey: Library) -> None:
    ids = by_name(journey)
    journey.correct([ids["placed.jpg"]], NoPlace())
    plan = journey.plan_correction([ids["placed.jpg"]], EstimatePlace(10**7))
    assert dict(plan.left_out) == {"taken away": 1}


# --- names ---------------------------------------------------------------------------------------


def test_circle_is_named_within_its_radius_only(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, {
        "home": ("JPEG", shot("2019:05:12 13:00:00", PARIS)),
        "near": ("JPEG", shot("2019:05:12 13:00:00", (48.8590, 2.2950))),
        "away": ("JPEG", shot("2019:05:12 13:00:00", (48.8700, 2.3300))),
    })  # fmt: skip
    ids = by_name(library)
    place = library.photos([ids["home"]])[0].place
    assert place is not None
    library.name_place(place, "  Our \n flat ", PARIS, 0.3)

    def cities() -> list[str]:
        photos = library.photos([ids["home"], ids["near"], ids["away"]])
        return [p.place.city for p in photos if p.place]

    assert cities() == ["Our flat", "Our flat", "Paris"]
    library.name_place(place, "", PARIS, 0.3)
    assert cities() == ["Paris"] * 3
    library.undo_decision()
    assert cities()[0] == "Our flat"


def test_circle_across_the_date_line_is_found(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, {
        "east": ("JPEG", shot("2019:05:12 13:00:00", (-16.80, 179.999))),
        "west": ("JPEG", shot("2019:05:12 13:00:00", (-16.80, -179.999))),
    })  # fmt: skip
    ids = by_name(library)
    place = library.photos([ids["east"]])[0].place
    assert place is not None
    library.name_place(place, "Taveuni", (-16.80, 179.999), 1.0)
    photos = library.photos([ids["east"], ids["west"]])
    assert [p.place.city for p in photos if p.place] == ["Taveuni", "Taveuni"]


@pytest.mark.parametrize(
    "change",
    [SetZone("Nowhere/At_All"), SetPlace(91.0, 0.0), SetPlace(0.0, 0.0), SetPlace(1.0, 181.0),
     SetPlace(float("nan"), 1.0), EstimatePlace(0)],
)  # fmt: skip
def test_nonsense_is_refused(library: Library, tmp_path: Path, change: Change) -> None:
    put(library, tmp_path, {"a": ("JPEG", shot("2019:05:12 13:00:00"))})
    ids = list(by_name(library).values())
    with pytest.raises(UsageError):
        library.correct(ids, change)
    with pytest.raises(UsageError):
        library.plan_correction(ids, change)
