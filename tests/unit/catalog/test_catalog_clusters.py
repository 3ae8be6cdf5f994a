"""The cluster tree: leaves, folders that join them at a level, the user's names, ids over runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, machine, queries
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.pipeline.library import Library
from photoorg.records import Filter, Metadata, Picture


def picture(digest: str) -> Picture:
    return Picture(f"/x/{digest}", 100, 1, digest, "JPEG", 10, 10, 1, b"", 0, Metadata())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Nine photos in three leaves (4, 3, 1) and one unsorted; leaves 2 and 3 are most alike."""
    opened = Library.open(tmp_path)
    root, _ = facts.ensure_root(opened.db, "/x")
    hashes = [f"h{n}" for n in range(9)]
    with opened.db.transaction():
        facts.put_contents(opened.db, [picture(h) for h in hashes])
        facts.put_files(opened.db, root, [FileRow(h.encode(), 100, 1, "photo", h) for h in hashes])
    leaf = [1, 1, 1, 1, 2, 2, 2, 3, None]
    machine.put_run(
        opened.db, model="m", checkpoint="run-1.pt", level=1, parameters={},
        clusters=[
            ClusterRow(1, "Cats", 0.9, leaf=0), ClusterRow(2, "Bills", 0.8, leaf=1),
            ClusterRow(3, "Receipts", 0.7, leaf=2),
            ClusterRow(4, "Papers", 0.75, step=0, first=2, second=3),
            ClusterRow(5, "All", 0.5, step=1, first=4, second=1),
        ],
        assignments=[
            Assignment(h, c, 1 - n / 10, n, True)
            for n, (h, c) in enumerate(zip(hashes, leaf, strict=True))
        ],
    )  # fmt: skip
    yield opened
    opened.close()


def tree(library: Library, level: int | None = None) -> list[tuple[int, int | None, int]]:
    return [(c.id, c.parent, c.size) for c in library.clusters(level)]


def test_levels_move_the_cut(library: Library) -> None:
    assert library.levels() == 3
    assert tree(library, 0) == [(1, None, 4), (2, None, 3), (3, None, 1)]
    assert tree(library, 1) == [(1, None, 4), (4, None, 4), (2, 4, 3), (3, 4, 1)]
    assert tree(library, 2) == [(5, None, 8), (1, 5, 4), (2, 5, 3), (3, 5, 1)]
    assert tree(library) == tree(library, 1)  # the run's own choice
    with pytest.raises(UsageError):
        library.clusters(3)


def test_folder_holds_the_photos_of_its_leaves(library: Library) -> None:
    assert len(library.photo_ids(Filter(cluster=2))) == 3
    assert len(library.photo_ids(Filter(cluster=4))) == 4
    assert len(library.photo_ids(Filter(cluster=5))) == 8
    assert len(library.photo_ids(Filter(unsorted=True))) == 1
    assert library.leaves(99) == ()


def test_cover_is_most_typical_first(library: Library) -> None:
    by_id = {c.id: c for c in library.clusters(1)}
    hashes = queries.hashes(library.db, by_id[1].cover)
    assert [hashes[i] for i in by_id[1].cover] == ["h0", "h1", "h2", "h3"]
    assert len(by_id[4].cover) == 4  # from both leaves


def test_users_name_wins_and_can_be_taken_back(library: Library) -> None:
    library.rename_cluster(1, "  My \n cats ")
    assert {c.id: c.title for c in library.clusters()}[1] == "My cats"
    library.rename_cluster(1, "")
    assert {c.id: c.title for c in library.clusters()}[1] == "Cats"
    with pytest.raises(UsageError):
        library.rename_cluster(99, "Nothing")


def test_new_run_replaces_the_old_one_in_all_views(library: Library) -> None:
    library.rename_cluster(1, "My cats")
    machine.put_run(
        library.db, model="m", checkpoint="run-2.pt", level=0, parameters={},
        clusters=[ClusterRow(1, "Animals", 0.9, leaf=0)],
        assignments=[Assignment(f"h{n}", 1, 0.9, n, True) for n in range(9)],
    )  # fmt: skip
    assert tree(library) == [(1, None, 9)]
    assert library.clusters()[0].title == "My cats"
    assert machine.next_cluster_id(library.db) == 6  # ids are never given twice


def test_photos_in_the_trash_count_nowhere(library: Library) -> None:
    (photo,) = library.photos(library.photo_ids(Filter(cluster=3)))
    with library.db.transaction():
        facts.set_gone(library.db, [photo.id], "trashed")
    assert 3 not in {c.id for c in library.clusters()}
    assert library.counts().photos == 8
