"""Groups corrected from the command line: moved, merged, split, pinned, named, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.pictures import save, snapshot
from helpers.shell import Shell

from photoorg.catalog import machine
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline import embed, grouping
from photoorg.pipeline.jobs import index_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(6):
        save(tmp_path / "photos" / f"p{n}.jpg", n, style=("scene", "page")[n % 2])
    return tmp_path / "photos"


@pytest.fixture
def shell(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Six photos in two leaves, the even ones and the odd ones."""
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    photos = sorted(library.photos(library.photo_ids(Filter())), key=lambda p: p.path)
    machine.put_run(
        library.db, model=grouping.FEATURE_MODEL, checkpoint="r", level=0, parameters={},
        clusters=[ClusterRow(1, "Scenes", 0.9, leaf=0), ClusterRow(2, "Pages", 0.8, leaf=1),
                  ClusterRow(3, "All", 0.8, step=0, first=1, second=2)],
        assignments=[Assignment(p.hash, 1 + n % 2, 0.8, n, True, 2 - n % 2)
                     for n, p in enumerate(photos)],
    )  # fmt: skip
    library.close()
    return Shell(tmp_path / "library", capsys)


def members(shell: Shell, cluster: int) -> list[str]:
    return sorted(shell.names("--cluster", cluster))


def test_moving_to_a_group_by_number_or_title_and_to_a_new_one(shell: Shell, folder: Path) -> None:
    before = snapshot(folder)
    done = shell.json("move", "--photos", folder / "p0.jpg", "--to", "pages")
    assert done == {
        "dry_run": False, "photos": 1, "changed": 1,
        "clusters": [{"id": 2, "title": "Pages", "size": 4, "named": False, "placed": 1}],
    }  # fmt: skip
    assert members(shell, 2) == ["p0.jpg", "p1.jpg", "p3.jpg", "p5.jpg"]
    shell("move", "--cluster", 1, "--to", 2)
    assert members(shell, 2) == [f"p{n}.jpg" for n in range(6)]
    done = shell.json("move", "--photos", folder / "p1.jpg", folder / "p2.jpg", "--new", "Best")
    ((cluster,), best) = ([c["id"] for c in done["clusters"]], done["clusters"][0])
    assert (best["title"], best["size"], best["named"], best["placed"]) == ("Best", 2, True, 2)
    assert members(shell, cluster) == ["p1.jpg", "p2.jpg"]
    (photo,) = [p for p in shell.json("photos", "--cluster", cluster)["photos"]
                if p["path"].endswith("p1.jpg")]  # fmt: skip
    assert (photo["cluster"], photo["confidence"], photo["placed"]) == (cluster, 1.0, True)
    tree = {c["id"]: c for c in shell.json("clusters")["clusters"]}
    assert (tree[cluster]["named"], tree[cluster]["placed"], tree[2]["placed"]) == (True, 2, 2)
    assert len(tree[cluster]["photos"]) == 2
    assert snapshot(folder) == before  # no file is touched by any of this


def test_merging_splitting_and_taking_back(shell: Shell, folder: Path) -> None:
    assert shell.json("merge", 3)["clusters"][0]["size"] == 6
    assert shell("undo", "--decision") == "Undone: merged 6 photos into Scenes.\n"
    assert members(shell, 1) == ["p0.jpg", "p2.jpg", "p4.jpg"]
    assert shell("redo") == "Done again: merged 6 photos into Scenes.\n"
    done = shell.json("split", 1, "--photos", folder / "p5.jpg", folder / "p4.jpg")
    assert [(c["size"], c["placed"]) for c in done["clusters"]] == [(4, 4), (2, 2)]
    assert members(shell, done["clusters"][1]["id"]) == ["p4.jpg", "p5.jpg"]


def test_a_group_falls_into_its_natural_parts(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], shell: Shell
) -> None:
    for n in range(6, 30):
        save(folder / f"p{n}.jpg", n, style=("scene", "page")[n % 2])
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    embed.embed(NULL_CONTEXT, library, "cpu")
    library.move(library.photo_ids(Filter()), 1)
    library.close()
    planned = shell.json("split", 1, "--parts", 2, "--dry-run")
    assert (planned["dry_run"], planned["changed"], len(planned["parts"])) == (True, 0, 2)
    assert len(members(shell, 1)) == 30
    done = shell.json("split", 1, "--parts", 2)
    parts = [{int(name[1:-4]) % 2 for name in members(shell, c["id"])} for c in done["clusters"]]
    assert sorted(parts, key=min) == [{0}, {1}]
    assert shell("split", 1, "--parts", 99) == ""
    assert shell.status == 2


def test_pinning_and_not_belonging(shell: Shell, folder: Path) -> None:
    assert shell.json("pin", "--photos", folder / "p0.jpg")["changed"] == 1
    assert shell.json("pin", "--cluster", 2)["clusters"][0]["placed"] == 3
    assert shell.json("unpin", "--cluster", 2)["changed"] == 3
    shell("not-here", "--photos", folder / "p0.jpg")
    assert members(shell, 2) == ["p0.jpg", "p1.jpg", "p3.jpg", "p5.jpg"]
    shell("not-here", "--photos", folder / "p0.jpg")
    assert shell.names("--unsorted") == ["p0.jpg"]
    assert [Path(p["path"]).name for p in shell.json("clusters")["unsorted"]] == ["p0.jpg"]


def test_naming_a_group(shell: Shell) -> None:
    done = shell.json("rename", 1, " My  cats ")
    assert (done["clusters"][0]["title"], done["clusters"][0]["named"]) == ("My cats", True)
    shell("undo", "--decision")
    assert {c["title"] for c in shell.json("clusters", "--level", 0)["clusters"]} == {
        "Scenes", "Pages",
    }  # fmt: skip


def test_photos_that_would_follow_are_offered_and_not_moved(
    tmp_path: Path, folder: Path, shell: Shell
) -> None:
    for n in range(6, 30):
        save(folder / f"p{n}.jpg", n, style=("scene", "page")[n % 2])
    library = Library.open(tmp_path / "library")
    index_job(NULL_CONTEXT, library, [str(folder)], cluster=False)
    embed.embed(NULL_CONTEXT, library, "cpu")
    assert library.followers() == []
    pages = [folder / f"p{n}.jpg" for n in range(1, 20, 2)]
    library.close()
    (made,) = shell.json("move", "--photos", *pages, "--new", "Papers")["clusters"]
    ((group,),) = [shell.json("followers")["clusters"]]
    assert (group["id"], group["title"]) == (made["id"], "Papers")
    names = {Path(p["path"]).name for p in group["photos"]}
    assert names <= {f"p{n}.jpg" for n in range(21, 30, 2)}
    assert names
    assert all(p["share"] >= 0.15 for p in group["photos"])
    assert len(members(shell, made["id"])) == 10
    shell("move", "--photos", *(p["path"] for p in group["photos"]), "--to", "Papers")
    shell("not-here", "--photos", group["photos"][0]["path"])
    assert shell.json("followers", "--cluster", 1)["clusters"] == []
    offered = [p["path"] for c in shell.json("followers")["clusters"] for p in c["photos"]]
    assert group["photos"][0]["path"] not in offered  # it was said once


@pytest.mark.parametrize("wrong", [
    ("move", "--to", "1"), ("move", "--photos", "p0.jpg"), ("move", "--cluster", "1", "--to", "x"),
    ("move", "--cluster", "1", "--to", "3"), ("merge", "1"), ("merge", "1", "9"), ("pin",),
    ("split", "9"), ("split", "3"), ("not-here", "--photos", "nowhere.jpg"), ("rename", "9", "x"),
    ("unpin", "--cluster", "9"), ("merge", "1", "9", "--dry-run"),
])  # fmt: skip
def test_what_can_not_be_done_is_said_and_changes_nothing(
    shell: Shell, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.chdir(folder)
    try:
        shell(*wrong)
    except SystemExit as stopped:  # argparse
        shell.status = int(str(stopped.code))
    assert shell.status == 2
    assert shell.json("verdicts")["photos"] == []
    assert sorted(len(members(shell, c)) for c in (1, 2)) == [3, 3]


def test_ambiguous_titles_are_asked_about(shell: Shell) -> None:
    shell("rename", 1, "Pages")
    shell("move", "--cluster", 1, "--to", "Pages")
    assert "Several groups are called Pages. Name one by its number: 1, 2" in shell.err
