"""The main job from outside: index, clusters, delete a cluster, undo; kills, moves and changes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.command import environment, photoorg
from helpers.pictures import save, snapshot

from photoorg.pipeline.library import Library

STYLES = ("scene", "page", "check")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty pictures of three kinds."""
    folder = tmp_path_factory.mktemp("made") / "photos"
    for n in range(60):
        taken = f"2019:{1 + n % 12:02}:12 13:{n:02}:06"
        save(folder / f"{n:02}.jpg", n, style=STYLES[n % 3], taken=taken)
    return folder


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> tuple[Path, Any]:
    """A library of them, indexed undisturbed; and what `index` said."""
    library = tmp_path_factory.mktemp("indexed") / "library"
    answer = photoorg("index", pictures, "--json", library=library)
    assert answer.status == 0, answer.err
    return library, answer.document


@pytest.fixture
def mine(tmp_path: Path, pictures: Path, indexed: tuple[Path, Any]) -> tuple[Path, Path]:
    """A copy of pictures and library of the test's own: (folder, library)."""
    folder, library = tmp_path / "photos", tmp_path / "library"
    shutil.copytree(pictures, folder)
    for name in ("models", "thumbnails.db", "catalog.db"):
        source = indexed[0] / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, library_folder(library, name))
    move_root(library, pictures, folder)
    return folder, library


def library_folder(library: Path, name: str) -> Path:
    library.mkdir(exist_ok=True)
    return library / name


def move_root(library: Path, old: Path, new: Path) -> None:
    """As if the library had been made of the copy: saves a training per test."""
    import sqlite3

    with sqlite3.connect(library / "catalog.db") as db:
        db.execute("UPDATE roots SET path = ? WHERE path = ?", (os.fsencode(new), os.fsencode(old)))
    db.close()


def clusters(library: Path) -> Any:
    return photoorg("clusters", "--json", library=library).document


def leaf_of(found: Any) -> dict[str, int | None]:
    """File name -> leaf cluster; fails if a photo is in two places."""
    parents = {c["parent"] for c in found["clusters"]}
    placed = [
        (Path(p["path"]).name, c["id"])
        for c in found["clusters"] if c["id"] not in parents for p in c["photos"]
    ]  # fmt: skip
    placed += [(Path(p["path"]).name, None) for p in found["unsorted"]]
    assert len(dict(placed)) == len(placed)
    return dict(placed)


def test_every_photo_is_in_exactly_one_leaf_or_unsorted(indexed: tuple[Path, Any]) -> None:
    library, said = indexed
    found = clusters(library)
    assert len(leaf_of(found)) == said["photos"] == 60
    parents = {c["parent"] for c in found["clusters"]}
    leaves = [c for c in found["clusters"] if c["id"] not in parents]
    assert said["clusters"] == len(leaves)
    for cluster in leaves:
        assert cluster["size"] == len(cluster["photos"])
        assert 0 <= cluster["quality"] <= 1
        assert all(0 <= p["confidence"] <= 1 for p in cluster["photos"])
        assert Path(cluster["cover"]).is_file()
        assert cluster["title"].strip()


def test_kinds_of_pictures_are_told_apart(indexed: tuple[Path, Any]) -> None:
    """Each leaf holds one kind: an eye could not confuse them, so the clusters must not."""
    kinds: dict[int | None, set[str]] = {}
    for name, leaf in leaf_of(clusters(indexed[0])).items():
        kinds.setdefault(leaf, set()).add(STYLES[int(name[:2]) % 3])
    mixed = {leaf: found for leaf, found in kinds.items() if len(found) > 1}
    assert not mixed
    assert len(kinds) >= 3


def test_second_run_has_nothing_to_do(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    before = clusters(library)
    said = photoorg("index", folder, "--json", library=library).document
    assert (said["unchanged"], said["new"], said["changed"], said["moved"]) == (60, 0, 0, 0)
    assert said["device"] == "none"  # nothing was embedded, torch was not even imported
    assert clusters(library) == before


def test_renamed_file_keeps_its_cluster_without_embedding(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    before = leaf_of(clusters(library))
    (folder / "07.jpg").rename(folder / "renamed.jpg")
    said = photoorg("index", folder, "--json", library=library).document
    assert (said["moved"], said["unchanged"], said["device"]) == (1, 59, "none")
    after = leaf_of(clusters(library))
    assert after.pop("renamed.jpg") == before.pop("07.jpg")
    assert after == before


def test_changed_file_is_embedded_and_placed_anew(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    before = leaf_of(clusters(library))
    save(folder / "00.jpg", 999, style="page")  # was a scene
    said = photoorg("index", folder, "--json", library=library).document
    assert (said["changed"], said["unchanged"]) == (1, 59)
    assert said["device"] != "none"
    after = leaf_of(clusters(library))
    pages = {leaf for name, leaf in before.items() if int(name[:2]) % 3 == 1}
    assert after.pop("00.jpg") in pages
    before.pop("00.jpg")
    assert after == before  # nobody else moved: a few photos are placed, not retrained


@pytest.mark.long
@pytest.mark.slow
def test_damaged_model_is_learned_anew(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    (model,) = (library / "models").iterdir()
    model.write_bytes(model.read_bytes()[:1000])
    save(folder / "new.jpg", 777, style="page")
    answer = photoorg("index", folder, library=library)
    assert answer.status == 0, answer.err
    assert "learned anew" in answer.err
    assert len(leaf_of(clusters(library))) == 61


def test_deleted_cluster_comes_back_as_it_was(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    before, tree = snapshot(folder), clusters(library)
    chosen = tree["clusters"][0]
    paths = {p["path"] for p in chosen["photos"]}
    done = photoorg("delete", "--cluster", chosen["id"], "--yes", "--json", library=library)
    assert set(done.document["trashed"]) == paths
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    assert {p.name for p in trash.iterdir()} == {Path(p).name for p in paths}
    assert chosen["id"] not in {c["id"] for c in clusters(library)["clusters"]}
    assert set(photoorg("undo", "--json", library=library).document["restored"]) == paths
    assert snapshot(folder) == before
    assert clusters(library) == tree


def without_chance(library: Path) -> Any:
    """All that the views say; run numbers and times left out."""
    found = clusters(library)
    found.pop("run")
    return found, *(
        photoorg(*command, "--json", library=library).document
        for command in (("photos",), ("dates",), ("places",))
    )


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_killed_at_any_moment_it_ends_with_the_same_catalogue(
    tmp_path: Path, pictures: Path, indexed: tuple[Path, Any]
) -> None:
    library = tmp_path / "library"
    command = [sys.executable, "-m", "photoorg", "index", str(pictures), "--library", str(library)]
    total = indexed[1]["seconds"]["total"]
    for share in (0.1, 0.5, 0.8):
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment())
        time.sleep(max(0.3, total * share))
        child.send_signal(signal.SIGKILL)
        child.wait()
    answer = photoorg("index", pictures, library=library)
    assert answer.status == 0, answer.err
    assert without_chance(library) == without_chance(indexed[0])


@pytest.mark.long
@pytest.mark.slow
def test_same_seed_same_clusters(tmp_path: Path, pictures: Path, indexed: tuple[Path, Any]) -> None:
    library = tmp_path / "library"
    assert photoorg("index", pictures, library=library).status == 0
    assert without_chance(library) == without_chance(indexed[0])


@pytest.mark.long
@pytest.mark.slow
def test_few_new_photos_are_placed_many_train_anew(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    first = clusters(library)
    opened = Library.open(library)
    parents = [c.id for c in opened.clusters(opened.levels() - 1) if c.parent is None]
    opened.rename_cluster(parents[0], "Everything I drew")
    opened.close()
    for n in range(5):
        save(folder / f"new{n}.jpg", 500 + n, style="page")
    assert photoorg("index", folder, library=library).status == 0
    placed = clusters(library)
    assert placed["run"] == first["run"]
    assert len(leaf_of(placed)) == 65
    for n in range(20):
        save(folder / f"more{n}.jpg", 600 + n, style=STYLES[n % 3])
    assert photoorg("index", folder, library=library).status == 0
    trained = clusters(library)
    assert trained["run"] > first["run"]
    assert len(leaf_of(trained)) == 85
    kept = [name for name, leaf in leaf_of(first).items() if leaf_of(trained)[name] == leaf]
    assert len(kept) >= 0.9 * 60  # clusters keep their identity
    opened = Library.open(library)
    levels = range(opened.levels())
    titles = {c.title for level in levels for c in opened.clusters(level)}
    opened.close()
    assert "Everything I drew" in titles  # a joined folder keeps its name too


@pytest.mark.long
@pytest.mark.slow
def test_grouping_again_is_reported_and_can_be_taken_back(mine: tuple[Path, Path]) -> None:
    folder, library = mine
    for n in range(6):
        save(folder / f"new{n}.jpg", 500 + n, style="page")
    assert photoorg("index", folder, library=library).status == 0
    before = clusters(library)
    said = photoorg("regroup", "--json", library=library)
    assert said.status == 0, said.err
    found, after = said.document, clusters(library)
    was, now = leaf_of(before), leaf_of(after)
    assert (found["run"], found["before"]) == (after["run"], before["run"])
    assert found["kept"] == sum(now[name] == leaf for name, leaf in was.items())
    assert found["moved"] == 66 - found["kept"] == sum(m["photos"] for m in found["moves"])
    assert found["reason"] == "asked"
    assert all(m["why"].endswith(".") for m in found["moves"])
    old, new = ({leaf for leaf in side.values() if leaf is not None} for side in (was, now))
    assert {c["id"] for c in found["clusters_new"]} == new - old
    assert {c["id"] for c in found["clusters_gone"]} == old - new
    back = photoorg("regroup", "--back", "--json", library=library).document
    assert (back["run"], back["forward"]) == (before["run"], True)
    assert leaf_of(clusters(library)) == was
    assert "photos moved" in photoorg("regroup", "--forward", library=library).out
    assert leaf_of(clusters(library)) == now
    answer = photoorg("regroup", "--forward", library=library)
    assert (answer.status, answer.err.count("There is no grouping after")) == (2, 1)
