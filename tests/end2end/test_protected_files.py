"""A protected photo or a favourite stays so when another program writes into its file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from photoorg.catalog import facts
from photoorg.pipeline.delete import delete
from photoorg.pipeline.forecast import forecast
from photoorg.pipeline.library import Library
from photoorg.pipeline.protection import FAVOURITE, PROTECTED, Guard
from photoorg.pipeline.scan import scan
from photoorg.records import NULL_CONTEXT, Filter

NAMES = ("a.jpg", "b.jpg", "c.jpg")


def paint(path: Path, shade: int) -> None:
    Image.new("RGB", (64, 48), (shade, 90, 160)).save(path)
    os.utime(path, (1_600_000_000 + shade, 1_600_000_000 + shade))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for shade, name in enumerate(NAMES):
        paint(folder / name, 10 * shade)
    return folder


@pytest.fixture
def library(tmp_path: Path, photos: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    scan(NULL_CONTEXT, opened, [str(photos)])
    yield opened
    opened.close()


def photo_id(library: Library, path: Path) -> int:
    return library.ids_of_paths([str(path)])[str(path)]


def edited(library: Library, path: Path, shade: int = 200) -> int:
    """The file as another program leaves it, read again; the id of its photo."""
    before = library.photos([photo_id(library, path)])[0].hash
    paint(path, shade)
    scan(NULL_CONTEXT, library, [str(path.parent)])
    found = library.photos([photo_id(library, path)])[0]
    assert found.hash != before
    return found.id


@pytest.mark.parametrize(("verb", "reason"), [("protect", PROTECTED), ("favour", FAVOURITE)])
def test_edited_file_can_not_be_deleted(
    library: Library, photos: Path, verb: str, reason: str
) -> None:
    path = photos / "a.jpg"
    getattr(library, verb)([photo_id(library, path)], True)
    one = edited(library, path)
    assert forecast(library, [one]).protected == (str(path),)
    report = delete(NULL_CONTEXT, library, [one], "Photos")
    assert report.trashed == ()
    assert [(f.path, f.reason) for f in report.failed] == [(str(path), reason)]
    assert path.exists()


def test_last_guard_knows_it_even_if_the_plan_does_not(library: Library, photos: Path) -> None:
    path = photos / "a.jpg"
    library.protect([photo_id(library, path)], True)
    digest = library.photos([edited(library, path)])[0].hash
    assert Guard(library.db, [digest]).reason(str(path), digest) == PROTECTED


def test_views_show_an_edited_file_as_protected(library: Library, photos: Path) -> None:
    path = photos / "a.jpg"
    library.favour([photo_id(library, path)], True)
    one = edited(library, path)
    assert library.verdicts([one])[one].favourite
    assert list(library.photo_ids(Filter(favourite=True))) == [one]
    assert list(library.photo_ids(Filter(protected=True))) == [one]
    assert library.counts().favourites == 1


def test_it_holds_through_several_edits_a_move_and_a_restart(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    path = photos / "a.jpg"
    library.protect([photo_id(library, path)], True)
    edited(library, path, 200)
    edited(library, path, 210)
    path.rename(photos / "new name.jpg")
    scan(NULL_CONTEXT, library, [str(photos)])
    library.close()
    again = Library.open(tmp_path / "library")
    one = photo_id(again, photos / "new name.jpg")
    assert again.verdicts([one])[one].protected
    assert forecast(again, [one]).protected == (str(photos / "new name.jpg"),)
    again.close()


def test_it_ends_when_the_user_ends_it_and_comes_back_by_undo(
    library: Library, photos: Path
) -> None:
    path = photos / "a.jpg"
    library.protect([photo_id(library, path)], True)
    one = edited(library, path)
    library.protect([one], False)
    assert forecast(library, [one]).paths == (str(path),)
    undone = library.undo_decision()
    assert undone is not None
    assert undone.photos == (one,)
    assert forecast(library, [one]).protected == (str(path),)
    library.redo_decision()
    assert not library.verdicts([one])[one].protected


def test_taking_back_the_protection_of_the_old_content_frees_the_new_one(
    library: Library, photos: Path
) -> None:
    path = photos / "a.jpg"
    library.protect([photo_id(library, path)], True)
    one = edited(library, path)
    library.undo_decision()
    assert not library.verdicts([one])[one].protected
    assert forecast(library, [one]).paths == (str(path),)


def test_photos_that_were_never_protected_gain_nothing(library: Library, photos: Path) -> None:
    library.protect([photo_id(library, photos / "a.jpg")], True)
    one = edited(library, photos / "b.jpg")
    assert not library.verdicts([one])[one].untouchable
    assert forecast(library, [one]).paths == (str(photos / "b.jpg"),)


def test_a_new_photo_under_the_name_of_a_deleted_one_is_not_protected(
    library: Library, photos: Path
) -> None:
    """Its content became a favourite through another copy, after this file had gone."""
    path, copy = photos / "a.jpg", photos / "copy.jpg"
    copy.write_bytes(path.read_bytes())
    scan(NULL_CONTEXT, library, [str(photos)])
    delete(NULL_CONTEXT, library, [photo_id(library, path)], "Photos")
    library.favour([photo_id(library, copy)], True)
    paint(path, 220)
    scan(NULL_CONTEXT, library, [str(photos)])
    one = photo_id(library, path)
    assert not library.verdicts([one])[one].untouchable


@pytest.mark.parametrize("count", [2, 3])
def test_protection_goes_along_when_names_are_swapped(
    library: Library, photos: Path, count: int
) -> None:
    """Each name holds another known photo now: no program has written into a protected one."""
    paths = [photos / name for name in NAMES[:count]]
    last = library.photos([photo_id(library, paths[-1])])[0].hash
    library.protect([photo_id(library, paths[-1])], True)
    held = [path.rename(path.with_suffix(".tmp")) for path in paths]
    for path, other in zip([*paths[1:], paths[0]], held, strict=True):
        other.rename(path)
    scan(NULL_CONTEXT, library, [str(photos)])
    found = library.photos(list(library.photo_ids(Filter(protected=True))))
    assert [(p.path, p.hash) for p in found] == [(str(paths[0]), last)]


def test_an_edited_file_is_protected_beside_a_backup_of_what_it_was(
    library: Library, photos: Path
) -> None:
    path, backup = photos / "a.jpg", photos / "a backup.jpg"
    library.protect([photo_id(library, path)], True)
    backup.write_bytes(path.read_bytes())
    edited(library, path)
    both = [photo_id(library, path), photo_id(library, backup)]
    assert set(forecast(library, both).protected) == {str(path), str(backup)}


def test_a_file_that_could_not_be_read_for_a_while_is_protected_after(
    library: Library, photos: Path
) -> None:
    path = photos / "a.jpg"
    one = photo_id(library, path)
    library.protect([one], True)
    path.write_bytes(path.read_bytes()[:50])
    scan(NULL_CONTEXT, library, [str(photos)])
    assert str(path) not in library.ids_of_paths([str(path)])
    paint(path, 230)
    scan(NULL_CONTEXT, library, [str(photos)])
    assert library.verdicts([one])[one].protected
    assert forecast(library, [one]).protected == (str(path),)


def test_many_verdicts_are_written_by_index(library: Library) -> None:
    """A mark on 30,000 photos must not read the whole table of files for each of them."""
    statement = library.db.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'verdict_changes'"
    ).fetchone()[0]
    for part in statement.split("BEGIN")[1].rsplit("END", 1)[0].split(";")[:2]:
        plan = library.db.execute(
            "EXPLAIN QUERY PLAN " + part.replace("new.hash", "'h'")
        ).fetchall()
        assert not [row for row in plan if row[3].startswith(("SCAN files", "SCAN c", "SCAN o"))]
    assert facts.roots(library.db)
