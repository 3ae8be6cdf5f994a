"""The commands from outside: JSON, exit status, and advice for everything a user can run into."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.command import Answer, environment, photoorg
from helpers.pictures import save, snapshot

from photoorg import cli
from photoorg.__main__ import COMMANDS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    photos = tmp_path_factory.mktemp("photos")
    save(photos / "paris.jpg", 1, taken="2019:05:12 13:37:06", gps=(48.8584, 2.2945))
    save(photos / "b.jpg", 2, taken="2019:05:13 08:00:00")
    save(photos / "c.jpg", 3, taken="2020:01:31 08:00:00")
    (photos / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    return photos


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Path:
    place = tmp_path / "library"
    answer = photoorg("index", folder, "--no-cluster", library=place)
    assert answer.status == 0, answer.err
    return place


def refused(answer: Answer, status: int = 3) -> str:
    """The advice on standard error; fails on a traceback or on output."""
    assert answer.status == status, answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""
    return answer.err


def test_index_says_what_it_found(tmp_path: Path, folder: Path) -> None:
    answer = photoorg("index", folder, "--no-cluster", "--json", library=tmp_path / "library")
    found = answer.document
    assert (found["photos"], found["new"], found["unchanged"]) == (3, 3, 0)
    assert [Path(p["path"]).name for p in found["problems"]] == ["broken.jpg"]
    assert set(found["seconds"]) == {"scan", "decode", "embed", "cluster", "stacks", "total"}


def test_dates(library: Path) -> None:
    found = photoorg("dates", "--json", library=library).document
    assert found["undated"] == 0
    assert [(y["year"], y["count"]) for y in found["years"]] == [(2020, 1), (2019, 2)]
    assert found["years"][1]["months"] == [
        {"month": 5, "count": 2, "days": [{"day": 13, "count": 1}, {"day": 12, "count": 1}]}
    ]


def test_places(library: Path) -> None:
    found = photoorg("places", "--json", library=library).document
    assert found["unplaced"] == 2
    (country,) = found["countries"]
    assert (country["code"], country["name"], country["count"]) == ("FR", "France", 1)
    assert country["regions"][0]["cities"] == [{"name": "Paris", "count": 1}]


def test_photos_of_a_view(library: Path, folder: Path) -> None:
    def names(*args: str) -> list[str]:
        found = photoorg("photos", "--json", *args, library=library).document["photos"]
        return [Path(p["path"]).name for p in found]

    assert names() == ["c.jpg", "b.jpg", "paris.jpg"]
    assert names("--date", "2019") == ["b.jpg", "paris.jpg"]
    assert names("--date", "2019-05-12") == ["paris.jpg"]
    assert names("--place", "FR") == ["paris.jpg"]
    assert names("--unplaced", "--limit", "1") == ["c.jpg"]
    (photo,) = photoorg(
        "photos", "--json", "--place", "FR/Île-de-France/Paris", library=library
    ).document["photos"]
    assert photo["path"] == str(folder / "paris.jpg")
    assert photo["taken"] == "2019-05-12T13:37:06"
    assert photo["utc_offset"] == "+02:00"  # by its position
    assert photo["place"]["city"] == "Paris"
    assert photo["place"]["lat"] == pytest.approx(48.8584, abs=1e-4)


def test_problems_have_reasons(library: Path) -> None:
    (problem,) = photoorg("photos", "--problems", "--json", library=library).document["problems"]
    assert problem["path"].endswith("broken.jpg")
    assert problem["reason"].endswith(".")


def test_delete_needs_a_yes_and_undo_takes_it_back(
    tmp_path: Path, folder: Path, library: Path
) -> None:
    before, target = snapshot(folder), folder / "b.jpg"
    asked = photoorg("delete", "--photos", target, "--json", library=library)
    assert asked.status == 0
    assert asked.document["dry_run"] is True
    assert asked.document["photos"] == 1
    assert "--yes" in asked.err
    assert snapshot(folder) == before

    done = photoorg("delete", "--photos", target, "--yes", "--json", library=library).document
    assert done["trashed"] == [str(target)]
    assert done["dry_run"] is False
    assert not target.exists()
    assert photoorg("dates", "--json", library=library).document["years"][1]["count"] == 1

    back = photoorg("undo", "--json", library=library).document
    assert (back["operation"], back["restored"]) == (done["operation"], [str(target)])
    assert (back["failed"], back["companions"]) == ([], [])
    assert snapshot(folder) == before
    assert "nothing to undo" in refused(photoorg("undo", library=library), status=2)
    again = photoorg("undo", "--operation", str(back["operation"]), library=library)
    assert "it is back" in refused(again, status=2)
    unknown = photoorg("undo", "--operation", "999", library=library)
    assert "no operation 999" in refused(unknown, status=2)


def test_keep_leaves_photos_alone(folder: Path, library: Path) -> None:
    paths = [folder / "b.jpg", folder / "c.jpg"]
    found = photoorg(
        "delete", "--photos", *paths, "--keep", folder / "c.jpg", "--dry-run", "--json",
        library=library,
    ).document  # fmt: skip
    assert found["photos"] == 1


def test_unknown_photos_stop_a_deletion_before_it_begins(folder: Path, library: Path) -> None:
    answer = photoorg(
        "delete", "--photos", folder / "b.jpg", folder / "typo.jpg", "--yes", library=library
    )
    assert "typo.jpg" in refused(answer, status=2)
    assert (folder / "b.jpg").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("index",),
        ("photos", "--date", "2019-13"),
        ("photos", "--cluster", "12345"),
        ("delete", "--cluster", "12345", "--yes"),
        ("clusters", "--level", "7"),
        ("photos", "--cluster", "99999999999999999999"),
        ("photos", "--date", ""),
        ("photos", "--place", ""),
        ("photos", "--limit", "-1"),
        ("photos", "--cluster", "1", "--unsorted"),
        ("index", ""),
        ("--json", "clusters"),
        ("nonsense-option", "--what"),
    ],
)
def test_wrong_usage(library: Path, args: tuple[str, ...]) -> None:
    refused(photoorg(*args, library=library), status=2)


# --- Bad surroundings ----------------------------------------------------------------------------


def test_no_such_folder(tmp_path: Path) -> None:
    answer = photoorg("index", tmp_path / "absent", library=tmp_path / "library")
    assert "There is no folder" in refused(answer)


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = photoorg("index", tmp_path / "empty", library=tmp_path / "library")
    assert "no pictures" in refused(answer)


def test_no_library_yet(tmp_path: Path) -> None:
    answer = photoorg("clusters", library=tmp_path / "library")
    assert "photoorg index FOLDER" in refused(answer)
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("command", [("clusters",), ("index", ".")])
def test_corrupt_catalogue(library: Path, command: tuple[str, ...]) -> None:
    for left in library.glob("catalog.db-*"):
        left.unlink()
    (library / "catalog.db").write_bytes(b"this is no database at all" * 1000)
    assert "damaged" in refused(photoorg(*command, library=library))


def test_catalogue_damaged_in_the_middle(library: Path) -> None:
    for left in library.glob("catalog.db-*"):
        left.unlink()
    whole = bytearray((library / "catalog.db").read_bytes())
    whole[16384:] = os.urandom(len(whole) - 16384)
    (library / "catalog.db").write_bytes(whole)
    assert "damaged" in refused(photoorg("dates", library=library))


def test_newer_catalogue(library: Path) -> None:
    with sqlite3.connect(library / "catalog.db") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    assert "Update photoorg" in refused(photoorg("dates", library=library))


def test_catalogue_of_another_program(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalog.db") as db:
        db.execute("CREATE TABLE recipes(id)")
    db.close()
    assert "another program" in refused(photoorg("dates", library=tmp_path))


def test_locked_catalogue(library: Path, folder: Path) -> None:
    db = sqlite3.connect(library / "catalog.db", isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    try:
        answer = photoorg("index", folder, library=library)
    finally:
        db.close()
    assert "in use" in refused(answer)


def test_second_writer_is_refused(library: Path, folder: Path) -> None:
    import fcntl

    with (library / "writer.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        answer = photoorg("index", folder, library=library)
        assert "Another photoorg" in refused(answer)
        assert photoorg("dates", library=library).status == 0  # reading goes on


def test_library_folder_without_permission(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = photoorg("index", folder, library=tmp_path / "file" / "library")
    assert "--library" in refused(answer)


def test_folder_without_permission(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    save(closed / "a.jpg", 1)
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user reads everything, whatever the permissions")
        answer = photoorg("index", closed, library=tmp_path / "library")
        assert "permissions" in refused(answer)
    finally:
        closed.chmod(0o755)


def test_full_disk(tmp_path: Path, folder: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user can not mount a small disk to fill")
    try:
        answer = photoorg("index", folder, "--no-cluster", library=disk / "library")
        assert "full" in refused(answer) or "free space" in answer.err
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_without_a_screen_the_same_job_runs_in_the_terminal(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    answer = photoorg(library=tmp_path / "library", **nothing)
    assert "photoorg FOLDER" in refused(answer)
    answer = photoorg(folder, library=tmp_path / "library", **nothing)
    assert answer.status == 0, answer.err
    for word in ("3 photos", "Clusters", "2019", "France"):
        assert word in answer.out
    dead = photoorg(folder, library=tmp_path / "library", **{**nothing, "DISPLAY": ":987"})
    assert dead.status == 0, dead.err


def test_interrupted_scan_goes_on_from_there(tmp_path: Path) -> None:
    for n in range(400):
        save(tmp_path / "many" / f"{n}.jpg", n)
    command = [sys.executable, "-m", "photoorg", "index", str(tmp_path / "many"), "--no-cluster"]
    command += ["--library", str(tmp_path / "library")]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
    assert child.stderr
    while "Reading" not in child.stderr.readline():
        pass
    time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, said = child.communicate(timeout=30)
    if "400 photos" in out:
        pytest.skip("the machine was too fast to be interrupted")
    assert child.returncode == 130
    assert "Traceback" not in said
    again = photoorg(
        "index", tmp_path / "many", "--no-cluster", "--json", library=tmp_path / "library"
    ).document
    assert again["photos"] == 400


def test_nobody_reading_the_messages_stops_nothing(tmp_path: Path, folder: Path) -> None:
    """As in `photoorg index ... 2> >(true)`: the result is what counts."""
    command = [sys.executable, "-m", "photoorg", "index", str(folder), "--no-cluster", "--json"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*command, "--library", str(tmp_path / "library")],
        stdout=subprocess.PIPE, stderr=write, env=environment(), text=True,
    )  # fmt: skip
    os.close(write)
    assert done.returncode == 0
    assert Answer(0, done.stdout, "").document["photos"] == 3


def test_deletion_that_did_nothing_is_a_failure(folder: Path, library: Path) -> None:
    blocked = library.parent / "no folder"
    blocked.write_text("a file where the trash should be")
    answer = photoorg(
        "delete", "--photos", folder / "b.jpg", "--yes", "--json",
        library=library, XDG_DATA_HOME=str(blocked),
    )  # fmt: skip
    assert answer.status == 3
    assert answer.document["trashed"] == []
    assert answer.document["failed"][0]["reason"]
    assert (folder / "b.jpg").exists()


def test_empty_catalogue_beside_thumbnails_is_damage(library: Path) -> None:
    for left in library.glob("catalog.db-*"):
        left.unlink()
    (library / "catalog.db").write_bytes(b"")
    assert "damaged" in refused(photoorg("photos", library=library))


def test_doctor(library: Path) -> None:
    found = photoorg("doctor", "--json", library=library).document
    assert found["versions"]["torch"]
    assert found["device"]["name"] in ("cpu", "cuda", "mps")
    assert found["catalogue"]["state"] == "good"
    assert found["catalogue"]["photos"] == 3
    assert found["catalogue"]["file_bytes"] == (library / "catalog.db").stat().st_size
    assert found["catalogue"]["bytes"] < 100_000  # of the photos


def test_every_command_is_taken_for_one_and_not_for_a_folder() -> None:
    parsers = cli._parser()._subparsers
    assert parsers is not None
    (commands,) = [action.choices for action in parsers._group_actions]
    assert {*commands, "run-job"} == set(COMMANDS)
