"""What the command `export` writes: lists, CSV, JSON, scripts that a shell runs, sidecars."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.command import photoorg
from helpers.pictures import save, snapshot

from photoorg.files import xmp
from photoorg.pipeline import export, sidecars
from photoorg.pipeline.jobs import index_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.pipeline.listing import listing
from photoorg.records import NULL_CONTEXT, Filter, Photo

AWKWARD = (
    b"plain.jpg", b"it's \"quoted\".jpg", b"two\nlines\n.jpg", b"-rf.jpg", b"$(touch pwned).jpg",
    b"`touch pwned`.jpg", b"back\\slash\\n.jpg", b"\xff\xfe no utf-8 \xe9.jpg", b" spaces  .jpg",
    b"*?[a].jpg", b"; touch pwned #.jpg", b"no suffix", "ünïcödé 照片.jpg".encode(), b"'.jpg",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / 'it\'s -my- "photos"\n$HOME'
    for n, name in enumerate(AWKWARD):
        save(where / os.fsdecode(name), n)
    return where


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, opened, [str(folder)], cluster=False)
    yield opened
    opened.close()


def photos(library: Library) -> list[Photo]:
    return library.photos(list(library.photo_ids(Filter())))


def script(library: Library, tmp_path: Path, ids: list[int]) -> Path:
    path = tmp_path / "verdicts.sh"
    path.write_bytes(listing(library, ids, "sh").data)
    return path


def sh(path: Path, *args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", str(path), *args],
        capture_output=True,
        cwd=cwd,
        timeout=60,
        env={**os.environ, **env},
    )


# --- the script, really run ----------------------------------------------------------------------


def test_the_script_moves_exactly_the_chosen_files_whatever_their_names(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    found = photos(library)
    assert len(found) == len(AWKWARD)
    stays = found[0]
    before = snapshot(folder)
    path = script(library, tmp_path, [photo.id for photo in found[1:]])
    (tmp_path / "cwd").mkdir()

    shown = sh(path, cwd=tmp_path / "cwd")
    assert shown.returncode == 0, shown.stderr
    assert snapshot(folder) == before
    assert all(os.fsencode(photo.path) in shown.stdout for photo in found[1:])

    done = sh(path, "--to", "-o ut's", cwd=tmp_path / "cwd")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"13 photos moved, 0 stayed.\n")
    assert [p.name for p in folder.iterdir()] == [Path(stays.path).name]
    arrived = snapshot(tmp_path / "cwd" / "-o ut's")
    name = Path(stays.path).name
    assert arrived == {n: facts for n, facts in before.items() if n != name}
    assert not list(tmp_path.rglob("pwned"))


def test_the_script_overwrites_nothing(library: Library, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plain.jpg").write_text("somebody else's")
    (out / "no suffix").write_text("somebody else's")
    (folder / "plain.jpg.xmp").write_text("<a/>")
    path = script(library, tmp_path, [photo.id for photo in photos(library)])
    assert sh(path, "--to", str(out), cwd=tmp_path).returncode == 0
    assert (out / "plain.jpg").read_text() == "somebody else's"
    assert (out / "no suffix").read_text() == "somebody else's"
    assert (out / "plain (2).jpg").exists()
    assert (out / "plain (2).jpg.xmp").read_text() == "<a/>"
    assert (out / "no suffix (2)").exists()
    assert snapshot(folder) == {}


def test_the_script_leaves_what_changed_or_vanished_or_is_protected(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    found = photos(library)
    safe, edited, gone, link = found[:4]
    library.favour([safe.id], True)
    path = script(library, tmp_path, [photo.id for photo in found])
    Path(edited.path).write_bytes(b"edited")
    Path(gone.path).rename(tmp_path / "elsewhere.jpg")
    Path(link.path).rename(tmp_path / "real.jpg")
    Path(link.path).symlink_to(tmp_path / "real.jpg")
    done = sh(path, "--to", str(tmp_path / "out"), cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout.endswith(b"10 photos moved, 3 stayed.\n")
    left = {p.path for p in (safe, edited, link)}
    assert {str(p) for p in folder.iterdir()} == left
    assert Path(edited.path).read_bytes() == b"edited"


def test_the_script_hands_files_to_the_trash_one_by_one(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    """With a `gio` of ours, which notes what it is given byte for byte."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tmp_path / "trash").mkdir()
    gio = tools / "gio"
    gio.write_text(
        '#!/bin/sh\n[ "$1" = trash ] && [ "$2" = -- ] && [ $# -eq 3 ] || exit 1\n'
        f'mv -- "$3" {tmp_path}/trash/\n'
    )
    gio.chmod(0o755)
    before = snapshot(folder)
    path = script(library, tmp_path, [photo.id for photo in photos(library)])
    done = sh(path, "--trash", cwd=tmp_path, PATH=f"{tools}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert snapshot(tmp_path / "trash") == before
    assert snapshot(folder) == {}


def test_the_script_explains_itself_and_refuses_what_it_does_not_know(
    library: Library, tmp_path: Path
) -> None:
    path = script(library, tmp_path, [])
    assert sh(path, "--delete", cwd=tmp_path).returncode == 2
    assert sh(path, "--to", cwd=tmp_path).returncode != 0
    assert not [line for line in path.read_text().splitlines() if line.lstrip().startswith("rm ")]


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_of_lines_and_one_of_zero_bytes(library: Library, folder: Path) -> None:
    ids = list(library.photo_ids(Filter()))
    zero = listing(library, ids, "list", null=True).data
    assert sorted(zero.split(b"\0")[:-1]) == sorted(os.fsencode(p.path) for p in photos(library))
    lines = listing(library, ids, "list")
    assert (lines.photos, len(lines.left_out)) == (0, len(ids))  # the folder's name has two lines
    assert "--null" in lines.left_out[0].reason


def test_csv_and_json_say_every_verdict_and_every_byte_of_a_path(library: Library) -> None:
    found = photos(library)
    library.mark([found[0].id], "rejected")
    library.rate([found[1].id], 5)
    library.favour([found[2].id], True)
    ids = [photo.id for photo in found]
    text = listing(library, ids, "csv").data.decode("utf-8", "surrogateescape")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["path"] for row in rows] == [photo.path for photo in found]
    assert [rows[0]["mark"], rows[1]["rating"], rows[2]["favourite"]] == ["rejected", "5", "1"]
    said = json.loads(listing(library, ids, "json").data)["photos"]
    assert [row["path"] for row in said] == [photo.path for photo in found]
    assert [row["hash"] for row in said] == [photo.hash for photo in found]
    assert (said[0]["mark"], said[1]["rating"], said[2]["protected"]) == ("rejected", 5, True)


def test_the_command_writes_a_new_file_and_never_over_one(library: Library, tmp_path: Path) -> None:
    where, out = tmp_path / "library", tmp_path / "out.csv"
    library.mark([photos(library)[0].id], "rejected")
    answer = photoorg("export", "csv", "--out", out, "--json", library=where)
    assert answer.status == 0, answer.err
    assert (answer.document["photos"], answer.document["file"]) == (len(AWKWARD), str(out))
    again = photoorg("export", "csv", "--out", out, library=where)
    assert again.status == 3
    assert "not overwritten" in again.err
    assert photoorg("export", "sh", "--dry-run", "--json", library=where).document["photos"] == 1
    assert photoorg("export", library=where).status == 2
    assert photoorg("export", "csv", "--move", library=where).status == 2
    assert [p.name for p in tmp_path.glob(".*")] == []


def test_the_command_prints_the_bytes_as_they_are(library: Library, tmp_path: Path) -> None:
    library.mark([p.id for p in photos(library)], "rejected")
    done = subprocess.run(
        [sys.executable, "-m", "photoorg", "export", "list", "--null", "--library",
         str(tmp_path / "library")], capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b"\0") == len(AWKWARD)
    assert b"\xff\xfe no utf-8 \xe9.jpg\0" in done.stdout


def test_verdicts_of_a_read_only_library_can_be_exported(library: Library, tmp_path: Path) -> None:
    where = tmp_path / "library"
    library.mark([photos(library)[0].id], "rejected")
    library.close()
    where.chmod(0o500)
    try:
        answer = photoorg("export", "json", library=where)
    finally:
        where.chmod(0o700)
    assert answer.status == 0, answer.err
    assert len(answer.document["photos"]) == len(AWKWARD)


# --- copies, moves and sidecars by command -------------------------------------------------------


def test_the_command_forecasts_then_copies_then_undo_takes_back(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    where, out, before = tmp_path / "library", tmp_path / "out", snapshot(folder)
    library.mark([photo.id for photo in photos(library)[:3]], "kept")
    view = ("export", "--to", out, "--mark", "kept", "--json")
    answer = photoorg(*view, library=where)
    assert (answer.status, answer.document["dry_run"]) == (0, True)
    assert (answer.document["photos"], answer.document["done"]) == (3, [])
    assert not out.exists()
    answer = photoorg(*view, "--move", "--yes", library=where)
    assert answer.status == 0, answer.err
    assert len(answer.document["done"]) == 3
    assert len(list(out.iterdir())) == 3
    assert photoorg("undo", library=where).status == 0
    assert snapshot(folder) == before


def sidecar(photo: Photo) -> Path:
    return Path(xmp.sidecar_of(photo.path))


def test_sidecars_say_ratings_merge_what_is_there_and_can_be_taken_back(
    library: Library, folder: Path
) -> None:
    one, two, three, four = photos(library)[:4]
    library.rate([one.id, two.id], 4)
    library.mark([three.id], "rejected")
    foreign = xmp.merged(None, xmp.Tags(2, ("Theirs",)))
    assert foreign is not None
    sidecar(two).write_bytes(foreign)
    sidecar(two).chmod(0o640)
    os.utime(sidecar(two), ns=(10**18, 10**18))
    before = snapshot(folder)
    ids = [photo.id for photo in (one, two, three, four)]
    made = library.plan_export(ids, "xmp")
    assert (made.photos, made.silent, made.refused) == (3, 1, ())
    assert snapshot(folder) == before

    report = sidecars.write_sidecars(NULL_CONTEXT, library, ids, "Sidecars")
    assert [path for path, _ in report.done] == [one.path, two.path, three.path]
    assert b'xmp:Rating="4"' in sidecar(one).read_bytes()
    assert b'xmp:Rating="4"' in sidecar(two).read_bytes()
    assert b"<rdf:li>Theirs</rdf:li>" in sidecar(two).read_bytes()
    assert sidecar(two).stat().st_mode & 0o777 == 0o640
    assert b'xmp:Rating="-1"' in sidecar(three).read_bytes()
    assert not sidecar(four).exists()
    (kept,) = library.paths.backups.rglob("*.xmp")
    assert kept.read_bytes() == foreign
    photos_now = {name: facts for name, facts in snapshot(folder).items() if "xmp" not in name}
    assert photos_now == {name: facts for name, facts in before.items() if "xmp" not in name}
    assert library.plan_export(ids, "xmp").items == ()

    undone = undo_job(NULL_CONTEXT, library)
    assert undone.failed == ()
    assert snapshot(folder) == before


def test_a_sidecar_that_was_edited_since_stays(library: Library) -> None:
    one, two = photos(library)[:2]
    library.rate([one.id, two.id], 4)
    sidecars.write_sidecars(NULL_CONTEXT, library, [one.id, two.id], "Sidecars")
    sidecar(one).write_text("edited")
    undone = undo_job(NULL_CONTEXT, library)
    assert [f.path for f in undone.failed] == [str(sidecar(one))]
    assert sidecar(one).read_text() == "edited"
    assert not sidecar(two).exists()


def test_sidecars_that_left_with_their_photos_are_said_to_be_gone(
    library: Library, tmp_path: Path
) -> None:
    one, two = photos(library)[:2]
    library.rate([one.id, two.id], 4)
    foreign = xmp.merged(None, xmp.Tags(2, ("Theirs",)))
    assert foreign is not None
    sidecar(two).write_bytes(foreign)
    written = sidecars.write_sidecars(NULL_CONTEXT, library, [one.id, two.id], "Sidecars")
    export.transfer_photos(
        NULL_CONTEXT, library, [one.id, two.id], str(tmp_path / "out"), "move", "x"
    )
    undone = undo_job(NULL_CONTEXT, library, written.operation)
    assert undone.restored == ()
    assert {f.path for f in undone.failed} == {str(sidecar(one)), str(sidecar(two))}
    assert not sidecar(two).exists()
    assert len(list((tmp_path / "out").glob("*.xmp"))) == 2


def test_a_damaged_sidecar_is_left_alone(library: Library, tmp_path: Path) -> None:
    one = photos(library)[0]
    library.rate([one.id], 4)
    sidecar(one).write_text("no xml")
    answer = photoorg(
        "export", "--xmp", "--rating", "4", "--yes", "--json", library=tmp_path / "library"
    )
    assert answer.status == 2
    assert "left alone" in answer.err
    assert sidecar(one).read_text() == "no xml"
