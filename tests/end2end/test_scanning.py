"""What a scan makes of a folder: new, changed, moved, unchanged, missing, offline, problems."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers.pictures import picture, save, snapshot

from photoorg.errors import SurroundingsError
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Changes, Filter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    save(photos / "trip" / "a.jpg", 1, taken="2019:05:12 13:37:06", gps=(48.8584, 2.2945))
    save(photos / "trip" / "b.jpg", 2, taken="2020:01:31 08:00:00")
    save(photos / "IMG-20180203-WA0007.jpg", 3)
    return photos


@pytest.fixture
def library(tmp_path: Path) -> Any:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


def scan(library: Library, *folders: Path) -> dict[str, Any]:
    return index_job(NULL_CONTEXT, library, [str(f) for f in folders], cluster=False)


def counts(result: dict[str, Any]) -> dict[str, int]:
    names = ("photos", "new", "changed", "moved", "unchanged", "missing", "offline", "skipped")
    return {name: result[name] for name in names if result[name]}


def test_first_scan_then_nothing_to_do(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    assert counts(scan(library, folder)) == {"photos": 3, "new": 3}
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}
    assert snapshot(folder) == before  # originals are never modified


def test_dates_and_places_are_there_before_any_training(library: Library, folder: Path) -> None:
    scan(library, folder)
    assert [(d.year, d.month, d.day) for d in library.dates()] == [
        (2020, 1, 31), (2019, 5, 12), (2018, 2, 3),
    ]  # fmt: skip
    assert [(p.country, p.city, p.count) for p in library.places()] == [("France", "Paris", 1)]
    paris = library.photo_ids(Filter(place=("FR",)))
    assert [p.path for p in library.photos(paris)] == [str(folder / "trip" / "a.jpg")]
    assert library.photo_ids(Filter(place=("FR",), date=(2020,))).tolist() == []


def test_renamed_file_is_moved_and_keeps_its_row(library: Library, folder: Path) -> None:
    scan(library, folder)
    old = library.ids_of_paths([str(folder / "trip" / "b.jpg")])
    (folder / "trip" / "b.jpg").rename(folder / "renamed.jpg")
    assert counts(scan(library, folder)) == {"photos": 3, "moved": 1, "unchanged": 2}
    new = library.ids_of_paths([str(folder / "renamed.jpg")])
    assert list(new.values()) == list(old.values())


def test_changed_file_is_read_anew(library: Library, folder: Path) -> None:
    scan(library, folder)
    save(folder / "trip" / "a.jpg", 99, taken="2001:02:03 04:05:06", mtime=1_700_000_000)
    assert counts(scan(library, folder)) == {"photos": 3, "changed": 1, "unchanged": 2}
    assert 2001 in {d.year for d in library.dates()}


def test_touched_file_is_the_same_photo(library: Library, folder: Path) -> None:
    scan(library, folder)
    os.utime(folder / "trip" / "a.jpg", (1_650_000_000, 1_650_000_000))
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}


def test_missing_file_disappears_and_comes_back(library: Library, folder: Path) -> None:
    scan(library, folder)
    away = folder.parent / "a.jpg"
    (folder / "trip" / "a.jpg").rename(away)
    assert counts(scan(library, folder)) == {"photos": 2, "unchanged": 2, "missing": 1}
    assert library.counts().photos == 2
    away.rename(folder / "trip" / "a.jpg")
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}
    assert library.counts().photos == 3


def test_vanished_folder_is_offline_and_loses_nothing(library: Library, folder: Path) -> None:
    scan(library, folder)
    folder.rename(folder.parent / "unplugged")
    assert counts(scan(library, folder)) == {"offline": 3}
    assert library.counts().photos == 3
    assert all(p.offline for p in library.photos(library.photo_ids(Filter())))
    (folder.parent / "unplugged").rename(folder)
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}


def test_renamed_folder_keeps_all_its_photos(library: Library, folder: Path) -> None:
    scan(library, folder)
    before = {p.hash: p.id for p in library.photos(library.photo_ids(Filter()))}
    folder.rename(folder.parent / "renamed")
    assert counts(scan(library, folder.parent / "renamed")) == {"photos": 3, "moved": 3}
    assert [r.path for r in library.roots()] == [str(folder.parent / "renamed")]
    assert {p.hash: p.id for p in library.photos(library.photo_ids(Filter()))} == before


def test_another_folder_does_not_take_over_a_vanished_one(library: Library, folder: Path) -> None:
    scan(library, folder)
    folder.rename(folder.parent / "unplugged")
    save(folder.parent / "other" / "a.jpg", 50)
    assert counts(scan(library, folder.parent / "other")) == {"photos": 1, "new": 1, "offline": 3}


def test_deleted_subfolder_is_not_taken_for_an_unplugged_disk(
    library: Library, folder: Path
) -> None:
    save(folder.parent / "stick" / "z.jpg", 70)
    scan(library, folder, folder.parent / "stick")
    (folder.parent / "stick").rename(folder.parent / "gone")
    shutil.rmtree(folder / "trip")
    with pytest.raises(SurroundingsError, match="There is no folder"):
        scan(library, folder / "trip")


def test_file_times_beyond_what_sqlite_stores(library: Library, folder: Path) -> None:
    os.utime(folder / "trip" / "a.jpg", (9_999_999_999, 9_999_999_999))  # the year 2286
    if (folder / "trip" / "a.jpg").stat().st_mtime < 9_000_000_000:
        pytest.skip("this disk does not keep such times")
    assert counts(scan(library, folder)) == {"photos": 3, "new": 3}
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}


def test_mount_point_without_its_disk_is_offline(library: Library, folder: Path) -> None:
    scan(library, folder)
    folder.rename(folder.parent / "disk")
    folder.mkdir()
    assert counts(scan(library, folder)) == {"offline": 3}


def test_copies_are_two_photos_of_one_content(library: Library, folder: Path) -> None:
    shutil.copy2(folder / "trip" / "a.jpg", folder / "copy.jpg")
    assert counts(scan(library, folder)) == {"photos": 4, "new": 4}
    assert len({p.hash for p in library.photos(library.photo_ids(Filter()))}) == 3


def test_parent_folder_takes_over_a_known_one(library: Library, folder: Path) -> None:
    scan(library, folder / "trip")
    assert counts(scan(library, folder)) == {"photos": 3, "new": 1, "unchanged": 2}
    assert [r.path for r in library.roots()] == [str(folder)]
    assert counts(scan(library, folder / "trip")) == {"photos": 2, "unchanged": 2}


def test_folders_inside_each_other_are_scanned_once(library: Library, folder: Path) -> None:
    assert counts(scan(library, folder, folder / "trip")) == {"photos": 3, "new": 3}


def test_broken_files_never_stop_a_scan(library: Library, folder: Path) -> None:
    (folder / "empty.jpg").touch()
    whole = (folder / "trip" / "a.jpg").read_bytes()
    (folder / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "notes.txt").write_text("not a picture")
    picture(5).save(folder / "really-a-png.jpg", "PNG")
    result = scan(library, folder)
    assert counts(result) == {"photos": 4, "new": 4, "skipped": 1}
    reasons = {Path(p["path"]).name: p["reason"] for p in result["problems"]}
    assert set(reasons) == {"empty.jpg", "half.jpg"}
    assert all(len(reason) > 20 and "Error" not in reason for reason in reasons.values())
    again = scan(library, folder)
    assert counts(again) == {"photos": 4, "unchanged": 4, "skipped": 1}
    assert len(again["problems"]) == 2


def test_repaired_file_is_no_problem_any_more(library: Library, folder: Path) -> None:
    (folder / "late.jpg").touch()
    scan(library, folder)
    save(folder / "late.jpg", 7)
    result = scan(library, folder)
    assert result["problems"] == []
    assert result["photos"] == 4


def test_lost_thumbnails_are_made_again(library: Library, folder: Path) -> None:
    scan(library, folder)
    ids = library.photo_ids(Filter())
    before = library.thumbnails(ids)
    library.thumbnail_store.delete_many({p.hash for p in library.photos(ids)})
    assert library.thumbnails(ids) == {}
    assert counts(scan(library, folder)) == {"photos": 3, "unchanged": 3}
    assert library.thumbnails(ids) == before


def test_name_that_is_no_unicode(library: Library, folder: Path) -> None:
    odd = os.fsencode(folder) + b"/caf\xe9.jpg"
    shutil.copy(os.fsencode(folder / "trip" / "a.jpg"), odd)
    assert scan(library, folder)["photos"] == 4
    assert os.fsdecode(odd) in library.ids_of_paths([os.fsdecode(odd)])


@pytest.mark.parametrize("what", ["absent", "file", "empty", "only text"])
def test_folders_that_can_not_be_indexed_say_what_to_do(
    library: Library, tmp_path: Path, what: str
) -> None:
    target = tmp_path / "target"
    if what == "file":
        target.write_text("x")
    elif what != "absent":
        target.mkdir()
    if what == "only text":
        (target / "notes.txt").write_text("nothing here")
    with pytest.raises(SurroundingsError) as caught:
        scan(library, target)
    assert str(target) in caught.value.message
    assert caught.value.advice
    if what != "only text":
        assert library.roots() == []


def test_views_hear_of_photos_while_the_scan_runs(library: Library, folder: Path) -> None:
    heard: list[Changes] = []

    class Listener(type(NULL_CONTEXT)):  # type: ignore[misc]
        def changed(self, changes: Changes) -> None:
            heard.append(changes)

    index_job(Listener(), library, [str(folder)], cluster=False)
    assert Changes(photos=True) in heard
