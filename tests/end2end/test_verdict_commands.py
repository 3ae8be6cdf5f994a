"""Marks, ratings, favourites and protection from the command line, and taking them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.pictures import save, snapshot
from helpers.shell import Shell

from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(4):
        taken = f"20{19 + n}:05:12 13:37:06"
        save(tmp_path / "photos" / ("one", "two")[n % 2] / f"p{n}.jpg", n, taken=taken)
    return tmp_path / "photos"


@pytest.fixture
def shell(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    library.close()
    return Shell(tmp_path / "library", capsys)


def test_verdicts_show_in_the_photos_and_find_them(shell: Shell, folder: Path) -> None:
    before = snapshot(folder)
    done = shell.json("mark", "rejected", folder / "one" / "p0.jpg", folder / "two" / "p1.jpg")
    assert done == {"photos": 2, "changed": 2}
    assert shell.json("rate", 4, "--folder", folder / "one") == {"photos": 2, "changed": 2}
    assert shell.json("favourite", "--date", "2022") == {"photos": 1, "changed": 1}
    assert shell.json("reviewed", "--mark", "none") == {"photos": 2, "changed": 2}

    assert shell.names("--mark", "rejected") == ["p1.jpg", "p0.jpg"]
    assert shell.names("--mark", "none", "--order", "oldest") == ["p2.jpg", "p3.jpg"]
    assert shell.names("--rating", "3", "--mark", "rejected") == ["p0.jpg"]
    assert shell.names("--favourite") == ["p3.jpg"]
    assert shell.names("--protected") == ["p3.jpg"]
    assert shell.names("--unreviewed") == ["p1.jpg", "p0.jpg"]
    assert shell.names("--folder", folder / "two") == ["p3.jpg", "p1.jpg"]

    (photo,) = shell.json("photos", "--rating", "4", "--mark", "rejected")["photos"]
    assert (photo["mark"], photo["rating"], photo["favourite"]) == ("rejected", 4, False)
    assert (photo["protected"], photo["reviewed"]) == (False, None)
    assert snapshot(folder) == before  # no file is touched by any of this


def test_listing_names_what_was_decided_and_nothing_else(shell: Shell, folder: Path) -> None:
    assert shell.json("verdicts") == {"photos": [], "protected_folders": []}
    shell("mark", "kept", folder / "one" / "p2.jpg")
    shell("protect", f"{folder / 'two'}/")
    listed = shell.json("verdicts")
    (photo,) = listed["photos"]
    assert (photo["path"], photo["mark"]) == (str(folder / "one" / "p2.jpg"), "kept")
    assert listed["protected_folders"] == [str(folder / "two")]
    assert shell("verdicts").splitlines() == [
        f"{folder / 'one' / 'p2.jpg'}: kept",
        f"{folder / 'two'}: protected folder",
    ]


def test_undo_and_redo_of_decisions(shell: Shell, folder: Path) -> None:
    photo = folder / "one" / "p0.jpg"
    shell("mark", "kept", photo)
    shell("rate", "5", photo)
    undone = shell.json("undo", "--decision")
    assert (undone["kind"], undone["undone"]) == ("rate", True)
    assert (undone["text"], undone["photos"]) == ("rated 1 photo with 5", [str(photo)])
    assert shell("undo", "--decision") == "Undone: kept 1 photo.\n"
    assert shell.json("verdicts")["photos"] == []
    assert shell("redo") == "Done again: kept 1 photo.\n"
    shell("redo")
    (again,) = shell.json("verdicts")["photos"]
    assert (again["mark"], again["rating"]) == ("kept", 5)
    shell("redo")
    assert (shell.status, "nothing to redo" in shell.err) == (2, True)


def test_protection_holds_against_the_command_too(shell: Shell, folder: Path) -> None:
    before = snapshot(folder)
    done = shell.json("protect", folder / "two", folder / "one" / "p0.jpg")
    assert (done["photos"], done["changed"]) == (1, 1)
    assert done["protected_folders"] == [str(folder / "two")]
    shell("favourite", folder / "one" / "p2.jpg")
    shell("mark", "rejected", "--folder", folder)
    every = list(folder.rglob("*.jpg"))
    seen = shell.json("delete", "--photos", *every, "--dry-run")
    assert (seen["photos"], len(seen["protected"])) == (0, 4)
    shell("delete", "--photos", *every, "--yes")
    assert shell.status == 3
    shell("delete", "--rejected", "--yes")
    assert snapshot(folder) == before

    shell("protect", "--off", folder / "two")
    shell("protect", "--off", folder / "one" / "p0.jpg")
    shell("delete", "--rejected", "--yes")
    assert [path.name for path in folder.rglob("*.jpg")] == ["p2.jpg"]


@pytest.mark.parametrize(
    ("args", "advice"),
    [
        (["mark", "kept"], "Name the photos"),
        (["mark", "kept", "nowhere.jpg"], "not a photo of this library"),
        (["rate", "3", "--cluster", "99"], "no cluster 99"),
        (["protect", "nowhere/"], "There is no folder nowhere/"),
        (["not-alike", "nowhere.jpg"], "not a photo of this library"),
        (["undo", "--decision"], "nothing to undo"),
        (["redo"], "nothing to redo"),
    ],
)
def test_what_can_not_work_says_what_to_do(shell: Shell, args: list[str], advice: str) -> None:
    assert shell(*args) == ""
    assert (shell.status, advice in shell.err) == (2, True)


def test_photos_or_a_view_not_both(shell: Shell, folder: Path) -> None:
    shell("mark", "kept", folder / "one" / "p0.jpg", "--date", "2019")
    assert (shell.status, "not both" in shell.err) == (2, True)


@pytest.mark.parametrize("args", [["rate", "6"], ["mark", "maybe"], ["photos", "--order", "mood"]])
def test_wrong_words_are_wrong_usage(shell: Shell, args: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        shell(*args, "x.jpg")
    assert stopped.value.code == 2


def test_two_photos_that_are_not_alike(shell: Shell, folder: Path) -> None:
    pair = [folder / "one" / "p0.jpg", folder / "one" / "p2.jpg"]
    assert shell.json("not-alike", *pair) == {"photos": 2, "changed": 2}
    assert shell.json("not-alike", *pair) == {"photos": 2, "changed": 0}
