"""What goes with a photo, what stays with it, and what nothing may delete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.command import photoorg
from helpers.pictures import save, snapshot

from photoorg.files import trash
from photoorg.files.trash import TrashError
from photoorg.pipeline import delete as deleting
from photoorg.pipeline.jobs import delete_job, index_job, undo_all_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.jpg and its sidecars and movie; b.jpg and its edit; c.jpg twice; d.jpg."""
    photos = tmp_path / "photos"
    for n, name in enumerate(("a.jpg", "b.jpg", "b-edited.jpg", "c.jpg", "d.jpg")):
        save(photos / name, n, taken="2019:05:12 13:37:06")
    for name in ("a.jpg.xmp", "a.AAE", "a.mov"):
        (photos / name).write_bytes(name.encode())
        os.utime(photos / name, ns=(1, 1_500_000_000_123_456_789))
    (photos / "copies").mkdir()
    shutil.copy2(photos / "c.jpg", photos / "copies" / "c.jpg")
    return photos


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, opened, [str(folder)], cluster=False)
    yield opened
    opened.close()


def ids(library: Library, *names: str) -> list[int]:
    by_name = {p.path: p.id for p in library.photos(library.photo_ids(Filter()))}
    return [i for path, i in by_name.items() if path.endswith(tuple(f"/{n}" for n in names))]


def names(paths: tuple[str, ...]) -> set[str]:
    return {Path(path).name for path in paths}


def left(folder: Path) -> set[str]:
    return set(snapshot(folder))


def test_companions_go_and_come_back_as_one(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    seen = library.forecast_delete(ids(library, "a.jpg"))
    assert names(seen.companions) == {"a.jpg.xmp", "a.AAE", "a.mov"}
    assert seen.bytes == sum(len(before[name][0]) for name in before if name.startswith("a."))
    report = delete_job(NULL_CONTEXT, library, ids(library, "a.jpg"), "Photos")
    assert names(report.trashed) == {"a.jpg"}
    assert names(report.companions) == names(seen.companions)
    assert report.bytes == seen.bytes
    assert not {name for name in left(folder) if name.startswith("a.")}
    (operation,) = library.history()
    assert (operation.photos, operation.companions, operation.held) == (1, 3, 1)
    back = undo_job(NULL_CONTEXT, library)
    assert names(back.companions) == names(seen.companions)
    assert snapshot(folder) == before


def test_an_edited_version_goes_with_its_original(library: Library, folder: Path) -> None:
    report = delete_job(NULL_CONTEXT, library, ids(library, "b.jpg"), "Photos")
    assert (names(report.trashed), names(report.companions)) == ({"b.jpg"}, {"b-edited.jpg"})
    assert not ids(library, "b-edited.jpg")  # the catalogue knows
    undo_job(NULL_CONTEXT, library)
    assert len(ids(library, "b.jpg", "b-edited.jpg")) == 2


def test_a_version_that_is_to_be_kept_stays(library: Library, folder: Path) -> None:
    keep = ids(library, "b-edited.jpg")
    assert not library.forecast_delete(ids(library, "b.jpg"), keep).companions
    library.mark(keep, "kept")
    report = delete_job(NULL_CONTEXT, library, ids(library, "b.jpg"), "Photos")
    assert (names(report.trashed), report.companions) == ({"b.jpg"}, ())
    assert "b-edited.jpg" in left(folder)


def test_pictures_of_one_name_from_two_days_are_two(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "b.jpg", 1, taken="2019:05:12 13:37:06")
    save(tmp_path / "photos" / "b-edited.jpg", 2, taken="2021:05:12 13:37:06")
    opened = Library.open(tmp_path / "other")
    index_job(NULL_CONTEXT, opened, [str(tmp_path / "photos")], cluster=False)
    assert not opened.forecast_delete(ids(opened, "b.jpg")).companions
    opened.close()


@pytest.mark.parametrize("how", ["protect", "favour", "folder"])
def test_what_is_protected_is_not_deleted(library: Library, folder: Path, how: str) -> None:
    before = snapshot(folder)
    chosen = ids(library, "a.jpg")
    if how == "protect":
        library.protect(chosen, True)
    elif how == "favour":
        library.favour(chosen, True)
    else:
        library.protect_folder(str(folder), True)
    seen = library.forecast_delete(chosen)
    assert (seen.photo_ids, names(seen.protected), seen.companions) == ((), {"a.jpg"}, ())
    report = delete_job(NULL_CONTEXT, library, chosen, "Photos")
    assert report.operation is None
    assert "stays" in report.failed[0].reason
    answer = photoorg(
        "delete", "--photos", folder / "a.jpg", "--yes", "--json", library=library.folder
    )
    assert (answer.status, answer.document["trashed"]) == (3, [])
    assert snapshot(folder) == before


def test_every_copy_of_a_protected_photo_is_protected(library: Library, folder: Path) -> None:
    library.protect(ids(library, "copies/c.jpg"), True)
    report = delete_job(NULL_CONTEXT, library, ids(library, "c.jpg", "d.jpg"), "Photos")
    assert names(report.trashed) == {"d.jpg"}
    assert {"c.jpg", "copies/c.jpg"} <= left(folder)


def test_a_protected_version_holds_the_others(library: Library, folder: Path) -> None:
    library.favour(ids(library, "b-edited.jpg"), True)
    report = delete_job(NULL_CONTEXT, library, ids(library, "b.jpg"), "Photos")
    assert report.trashed == ()
    assert "b-edited.jpg belongs to it" in report.failed[0].reason
    assert {"b.jpg", "b-edited.jpg"} <= left(folder)


def test_a_protected_folder_holds_also_through_a_link(library: Library, folder: Path) -> None:
    """The folder is protected under the name of a link that leads to it."""
    link = folder.parent / "link"
    link.symlink_to(folder, target_is_directory=True)
    library.protect_folder(str(link), True)
    assert delete_job(NULL_CONTEXT, library, ids(library, "d.jpg"), "Photos").trashed == ()


def test_protection_during_a_deletion_holds_from_then_on(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "BATCH", 1)
    chosen = ids(library, "c.jpg", "copies/c.jpg", "d.jpg")

    class Protecting(type(NULL_CONTEXT)):  # type: ignore[misc]
        def progress(self, stage: str, done: int, total: int, text: str = "") -> None:
            library.protect(chosen, True)

    report = delete_job(Protecting(), library, chosen, "Photos")
    assert len(report.trashed) == 1
    assert len(report.failed) == 2


def test_rated_and_kept_photos_are_told(library: Library) -> None:
    library.rate(ids(library, "a.jpg"), 4)
    library.mark(ids(library, "d.jpg"), "kept")
    seen = library.forecast_delete(list(library.photo_ids(Filter())))
    assert names(seen.rated) == {"a.jpg", "d.jpg"}
    answer = photoorg(
        "delete", "--photos", *seen.paths, "--keep-rated", "--dry-run", "--json",
        library=library.folder,
    )  # fmt: skip
    assert answer.document["photos"] == 4
    assert answer.document["rated"] == []


def test_sole_copies_are_told_and_one_of_each_can_be_left(library: Library, folder: Path) -> None:
    both = ids(library, "c.jpg")
    assert len(both) == 2
    assert len(library.forecast_delete(both[:1]).sole) == 0  # a copy stays
    assert len(library.forecast_delete(both).sole) == 1  # none would
    (folder / "copies" / "c.jpg").write_bytes(b"edited since")
    assert len(library.forecast_delete(ids(library, "photos/c.jpg")).sole) == 1
    assert len(library.forecast_delete(ids(library, "d.jpg")).sole) == 1


def test_a_file_that_is_seen_twice_is_no_copy(library: Library, folder: Path) -> None:
    """A folder mounted at two places: the same file, not a second one."""
    lstat = os.lstat
    real, seen = str(folder / "c.jpg"), str(folder / "copies" / "c.jpg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "lstat", lambda path: lstat(real if str(path) == seen else path))
        assert len(library.forecast_delete(ids(library, "photos/c.jpg")).sole) == 1
    assert len(library.forecast_delete(ids(library, "photos/c.jpg")).sole) == 0


def test_only_doubles_go_on_request(library: Library, folder: Path) -> None:
    every = [str(folder / name) for name in ("c.jpg", "copies/c.jpg", "d.jpg")]
    answer = photoorg(
        "delete", "--photos", *every, "--keep-sole", "--yes", "--json", library=library.folder
    )
    assert len(answer.document["trashed"]) == 1
    assert "d.jpg" in left(folder)
    assert len({"c.jpg", "copies/c.jpg"} & left(folder)) == 1


def test_rejected_photos_are_deleted_by_command(library: Library, folder: Path) -> None:
    assert photoorg("delete", "--yes", library=library.folder).status == 2
    library.mark(ids(library, "d.jpg"), "rejected")
    answer = photoorg("delete", "--rejected", "--yes", "--json", library=library.folder)
    assert names(tuple(answer.document["trashed"])) == {"d.jpg"}
    listed = photoorg("history", "--json", library=library.folder).document["operations"]
    assert [(o["photos"], o["held"], o["kind"]) for o in listed] == [(1, 1, "delete")]


def test_a_companion_that_cannot_go_keeps_all_of_them(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    move = trash.move_to_trash

    def refuse_movies(path: str) -> str:
        if path.endswith(".mov"):
            raise TrashError("It is in use.")
        return move(path)

    monkeypatch.setattr(trash, "move_to_trash", refuse_movies)
    report = delete_job(NULL_CONTEXT, library, ids(library, "a.jpg", "d.jpg"), "Photos")
    assert names(report.trashed) == {"d.jpg"}
    reasons = {Path(f.path).name: f.reason for f in report.failed}
    assert reasons["a.mov"] == "It is in use."
    assert "a.mov" in reasons["a.jpg"]
    monkeypatch.undo()
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before


def test_a_photo_whose_name_was_taken_keeps_its_companions_in_the_trash(
    library: Library, folder: Path
) -> None:
    before = snapshot(folder)
    delete_job(NULL_CONTEXT, library, ids(library, "a.jpg"), "Photos")
    (folder / "a.jpg").write_text("somebody else's")
    assert undo_job(NULL_CONTEXT, library).restored == ()
    assert not (folder / "a.mov").exists()
    (folder / "a.jpg").unlink()
    undo_job(NULL_CONTEXT, library)
    assert snapshot(folder) == before


def test_a_photo_comes_back_without_a_companion_that_was_emptied(
    library: Library, folder: Path
) -> None:
    delete_job(NULL_CONTEXT, library, ids(library, "a.jpg"), "Photos")
    (Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files" / "a.mov").unlink()
    report = undo_job(NULL_CONTEXT, library)
    assert names(report.restored) == {"a.jpg"}
    assert [Path(f.path).name for f in report.failed] == ["a.mov"]
    assert "no longer in the trash" in report.failed[0].reason


def test_all_deletions_are_taken_back_at_once(library: Library, folder: Path) -> None:
    before = snapshot(folder)
    for name in ("a.jpg", "b.jpg", "d.jpg"):
        delete_job(NULL_CONTEXT, library, ids(library, f"photos/{name}"), name)
    (Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files" / "d.jpg").unlink()
    held = [(o.title, o.held, o.lost) for o in library.history()]
    assert held == [("d.jpg", 0, 1), ("b.jpg", 1, 0), ("a.jpg", 1, 0)]
    report = undo_all_job(NULL_CONTEXT, library)
    assert names(report.restored) == {"a.jpg", "b.jpg"}
    assert [Path(f.path).name for f in report.failed] == ["d.jpg"]
    assert {k: v for k, v in before.items() if k != "d.jpg"} == snapshot(folder)
    assert [o.state for o in library.operations()] == ["undone"] * 3


def test_verdicts_come_back_with_the_photo(library: Library, folder: Path) -> None:
    chosen = ids(library, "a.jpg")
    library.rate(chosen, 5)
    library.mark(chosen, "rejected")
    before = library.photos(chosen)
    delete_job(NULL_CONTEXT, library, chosen, "Photos")
    undo_job(NULL_CONTEXT, library)
    assert library.photos(chosen) == before
    assert before[0].verdict.rating == 5


def test_a_file_replaced_by_a_link_stays(library: Library, folder: Path) -> None:
    (folder / "d.jpg").rename(folder.parent / "elsewhere.jpg")
    (folder / "d.jpg").symlink_to(folder.parent / "elsewhere.jpg")
    (refused,) = library.forecast_delete(ids(library, "d.jpg")).refused
    assert "replaced by a link" in refused.reason
    report = delete_job(NULL_CONTEXT, library, ids(library, "d.jpg"), "Photos")
    assert "replaced by a link" in report.failed[0].reason
    assert (folder / "d.jpg").is_symlink()
    assert (folder.parent / "elsewhere.jpg").exists()


def test_a_folder_replaced_by_a_link_keeps_what_it_shows(library: Library, folder: Path) -> None:
    chosen = ids(library, "copies/c.jpg")
    (folder / "copies").rename(folder.parent / "elsewhere")
    (folder / "copies").symlink_to(folder.parent / "elsewhere", target_is_directory=True)
    report = delete_job(NULL_CONTEXT, library, chosen, "Photos")
    assert "replaced by a link" in report.failed[0].reason
    assert (folder.parent / "elsewhere" / "c.jpg").exists()


def test_a_disk_without_a_trash_is_refused_with_the_reason(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(folder)
    monkeypatch.setattr(trash, "has_trash", lambda path: False)
    seen = library.forecast_delete(ids(library, "a.jpg"))
    assert [(v.photos, v.trash) for v in seen.volumes] == [(1, False)]
    assert seen.photo_ids == ()
    assert "has no trash" in seen.refused[0].reason
    report = delete_job(NULL_CONTEXT, library, ids(library, "a.jpg"), "Photos")
    assert "never deletes for good" in report.failed[0].reason
    assert snapshot(folder) == before
