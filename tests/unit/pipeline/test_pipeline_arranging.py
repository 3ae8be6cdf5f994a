"""Corrections of groups: they hold at once, for every copy, and are taken back exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, machine, queries
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.pipeline.library import Library
from photoorg.records import Arranged, Changes, Filter, Metadata, Picture

HASHES = [f"h{n:03}" for n in range(12)]
LEAF = [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, None, None]
SECOND = [2, 2, 3, None, 2, 1, 1, 1, 2, 2, None, None]


def put_run(library: Library, leaf: list[int | None], second: list[int | None] = SECOND) -> None:
    """Three leaves; 2 and 3 are in a folder, 4."""
    machine.put_run(
        library.db, model="m", checkpoint="r", level=1, parameters={},
        clusters=[
            ClusterRow(1, "Cats", 0.9, leaf=0), ClusterRow(2, "Bills", 0.8, leaf=1),
            ClusterRow(3, "Receipts", 0.7, leaf=2),
            ClusterRow(4, "Papers", 0.7, step=0, first=2, second=3),
            ClusterRow(5, "All", 0.7, step=1, first=4, second=1),
        ],
        assignments=[
            Assignment(h, c, 0.9, n, True, s)
            for n, (h, c, s) in enumerate(zip(HASHES, leaf, second, strict=True))
        ],
    )  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Twelve pictures and a copy of the first, in three leaves and unsorted."""
    opened = Library.open(tmp_path)
    root, _ = facts.ensure_root(opened.db, "/x")
    with opened.db.transaction():
        facts.put_contents(
            opened.db, [Picture(h, 1, 1, h, "JPEG", 1, 1, 1, b"", 0, Metadata()) for h in HASHES]
        )
        rows = [FileRow(h.encode(), 1, 1, "photo", h) for h in HASHES]
        facts.put_files(opened.db, root, [*rows, FileRow(b"copy", 1, 1, "photo", HASHES[0])])
    put_run(opened, LEAF)
    yield opened
    opened.close()


def ids(library: Library, *numbers: int) -> list[int]:
    return [i for n in numbers for i in queries.ids_of_hashes(library.db, [HASHES[n]])[:1]]


def groups(library: Library) -> dict[str, int | None]:
    """Content -> the cluster it is shown in; all copies agree."""
    found: dict[str, int | None] = {}
    for photo in library.photos(library.photo_ids(Filter())):
        assert found.setdefault(photo.hash, photo.cluster) == photo.cluster
    return found


def members(library: Library, cluster: int) -> list[str]:
    return sorted({p.hash for p in library.photos(library.photo_ids(Filter(cluster=cluster)))})


def state(library: Library) -> object:
    return (
        library.clusters(), library.counts(), groups(library),
        [(p.hash, p.confidence, p.placed) for p in library.photos(library.photo_ids(Filter()))],
        library.db.execute("SELECT * FROM placements").fetchall(),
        library.db.execute("SELECT * FROM not_here").fetchall(),
        library.db.execute("SELECT * FROM kept_clusters").fetchall(),
    )  # fmt: skip


def check_whole(library: Library) -> None:
    """Every photo in exactly one leaf or unsorted, in the tree, the views and the counts alike."""
    found = groups(library)
    leaves = {i for c in library.clusters() for i in library.leaves(c.id)}
    assert {c for c in found.values() if c is not None} <= leaves
    shown = {c.id: c.size for c in library.clusters(0)}
    for leaf, size in shown.items():
        assert library.photo_count(Filter(cluster=leaf)) == size
        placed = [p for p in library.photos(library.photo_ids(Filter(cluster=leaf))) if p.placed]
        assert {c.id: c.placed for c in library.clusters(0)}[leaf] == len(placed)
    counts = library.counts()
    assert sum(shown.values()) == counts.clustered
    assert counts.clustered + counts.unsorted == counts.photos
    assert library.photo_count(Filter(unsorted=True)) == counts.unsorted


def test_moved_photos_are_in_their_group_at_once_with_all_copies(library: Library) -> None:
    done = library.move(ids(library, 0, 10), 2)
    assert done == Arranged((2,), 2)
    assert done.changes == Changes(photos=True, clusters=True, decisions=True)
    assert members(library, 2) == ["h000", "h005", "h006", "h007", "h010"]
    assert [(c.id, c.size, c.placed) for c in library.clusters(0)] == [
        (2, 6, 3), (1, 4, 0), (3, 2, 0),
    ]  # fmt: skip  # the copy counts as a photo
    photo = library.photos(ids(library, 0))[0]
    assert (photo.cluster_title, photo.confidence, photo.placed) == ("Bills", 1.0, True)
    assert library.counts().unsorted == 1
    check_whole(library)


def test_what_changes_nothing_is_no_decision(library: Library) -> None:
    library.move(ids(library, 0), 2)
    before = library.db.execute("SELECT count(*) FROM decisions").fetchone()
    for nothing in (
        library.move(ids(library, 0), 2), library.move([], 2), library.pin(ids(library, 0)),
        library.unpin(ids(library, 5)), library.not_here(ids(library, 10)),
    ):  # fmt: skip
        assert nothing == Arranged()
        assert nothing.changes == Changes()
    assert library.db.execute("SELECT count(*) FROM decisions").fetchone() == before


def test_new_groups_stand_in_the_tree_with_their_names(library: Library) -> None:
    (made,) = library.new_group(ids(library, 0, 5), "  Best \n of ").clusters
    (other,) = library.new_group(ids(library, 1)).clusters
    (third,) = library.new_group(ids(library, 2)).clusters
    (fourth,) = library.new_group(ids(library, 10)).clusters
    assert (made, other, third, fourth) == (6, 7, 8, 9)
    titles = {c.id: (c.title, c.named, c.parent) for c in library.clusters(2)}
    assert titles[made] == ("Best of", True, None)
    assert titles[other] == ("Cats 2", False, None)
    assert titles[third][0] == "Cats 3"
    assert titles[fourth][0] == "New group"
    library.rename_cluster(made, "Prints")
    library.rename_cluster(other, "Tom")
    assert {c.id: c.title for c in library.clusters()}[made] == "Prints"
    assert library.leaves(made) == (made,)
    check_whole(library)


def test_merged_groups_are_one_also_for_photos_that_are_away(library: Library) -> None:
    with library.db.transaction():
        facts.set_gone(library.db, ids(library, 8), "missing")
    library.not_here(ids(library, 0))  # it goes to 2, and back by the merge
    assert groups(library)["h000"] == 2
    done = library.merge([1, 4])
    assert (done.clusters, done.photos) == ((1,), 10)
    with library.db.transaction():
        facts.set_gone(library.db, ids_of_all(library, 8), None)
    assert members(library, 1) == HASHES[:10]
    assert [c.id for c in library.clusters()] == [1]
    check_whole(library)


def ids_of_all(library: Library, number: int) -> list[int]:
    rows = library.db.execute("SELECT id FROM files WHERE hash = ?", (HASHES[number],))
    return [row[0] for row in rows]


def test_a_merged_group_keeps_the_name_that_the_user_gave(library: Library) -> None:
    library.rename_cluster(3, "Tax")
    assert library.merge([1, 3]).clusters == (3,)
    assert {c.id: c.title for c in library.clusters()}[3] == "Tax"
    library.undo_decision()
    library.rename_cluster(3, "")
    library.rename_cluster(4, "Office")  # of a folder
    assert library.merge([4]).clusters == (2,)
    assert {c.id: c.title for c in library.clusters(0)}[2] == "Office"


def test_split_parts_are_both_kept(library: Library) -> None:
    done = library.split_off(1, ids(library, 0, 1), "Kittens")
    assert done.clusters == (1, 6)
    assert (members(library, 6), members(library, 1)) == (HASHES[:2], HASHES[2:5])
    assert {c.id: c.placed for c in library.clusters(0)} == {1: 3, 6: 3, 2: 0, 3: 0}
    parts = [ids(library, 2), ids(library, 3), ids(library, 4)]
    assert library.split(1, parts).clusters == (1, 7, 8)
    assert [members(library, c) for c in (1, 7, 8)] == [["h002"], ["h003"], ["h004"]]
    check_whole(library)
    for parts in ([], [ids(library, 5)], [[], ids(library, 5, 6, 7)]):
        with pytest.raises(UsageError):
            library.split(2, parts)
    with pytest.raises(UsageError, match="in the group"):
        library.split_off(2, ids(library, 0))
    with pytest.raises(UsageError, match="two parts"):
        library.split_off(2, ids(library, 5, 6, 7))


def test_photos_that_do_not_belong_go_to_the_next_best_or_are_unsorted(library: Library) -> None:
    assert library.not_here(ids(library, 0, 3)) == Arranged((1,), 2)
    assert [groups(library)[h] for h in ("h000", "h003")] == [2, None]
    photo = library.photos(ids(library, 0))[0]
    assert (photo.confidence, photo.placed) == (pytest.approx(0.1), False)
    library.not_here(ids(library, 0))
    assert groups(library)["h000"] is None
    library.move(ids(library, 0), 1)  # the user thinks again
    assert groups(library)["h000"] == 1
    library.not_here(ids(library, 0))
    assert groups(library)["h000"] is None
    check_whole(library)


def test_pinned_photos_stay_and_unpinned_ones_go_where_the_run_has_them(library: Library) -> None:
    library.pin(ids(library, 0, 10))  # one is unsorted: nothing to keep
    library.pin_cluster(4)
    assert {c.id: c.placed for c in library.clusters(0)} == {1: 2, 2: 3, 3: 2}
    put_run(library, [2] * 12)
    assert [groups(library)[h] for h in HASHES[:2]] == [1, 2]
    assert members(library, 3) == ["h008", "h009"]
    library.unpin(ids(library, 0))
    library.unpin_cluster(3)
    assert groups(library) == dict.fromkeys(HASHES, 2)
    for _ in range(2):
        library.not_here(library.photo_ids(Filter()))
    with pytest.raises(UsageError, match="unsorted"):
        library.pin(library.photo_ids(Filter()))


def test_groups_live_on_when_no_run_knows_them(library: Library) -> None:
    library.rename_cluster(2, "Mine")
    library.move(ids(library, 0), 2)
    library.not_here(ids(library, 1))
    machine.put_run(
        library.db, model="m", checkpoint="r", level=0, parameters={},
        clusters=[ClusterRow(1, "All", 0.9, leaf=0)],
        assignments=[Assignment(h, 1, 0.9, n, True) for n, h in enumerate(HASHES[2:])],
    )  # fmt: skip
    found = groups(library)
    assert (found["h000"], found["h001"], found["h002"]) == (2, None, 1)
    (mine,) = [c for c in library.clusters(0) if c.id == 2]
    assert (mine.title, mine.parent, mine.size, mine.placed) == ("Mine", None, 2, 2)
    assert queries.hashes(library.db, mine.cover).popitem()[1] == "h000"
    assert machine.next_cluster_id(library.db) == 6


def test_placed_photos_that_come_back_are_where_they_were_put(library: Library) -> None:
    library.move(ids(library, 0), 3)
    with library.db.transaction():
        library.db.execute("DELETE FROM files WHERE hash = 'h000'")
    check_whole(library)
    root, _ = facts.ensure_root(library.db, "/x")
    with library.db.transaction():
        facts.put_files(library.db, root, [FileRow(b"new name", 1, 1, "photo", "h000")])
    assert groups(library)["h000"] == 3


def test_folders_and_unknown_clusters_are_refused(library: Library) -> None:
    for act in (
        lambda: library.move(ids(library, 0), 4), lambda: library.move(ids(library, 0), 99),
        lambda: library.merge([1]), lambda: library.merge([1, 99]), lambda: library.merge([]),
        lambda: library.new_group([]), lambda: library.split_off(4, ids(library, 5)),
        lambda: library.pin_cluster(99), lambda: library.unpin_cluster(99),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            act()
    assert library.undo_decision() is None


ACTIONS: list[tuple[str, str, Callable[[Library], Arranged]]] = [
    ("move", "moved 2 photos to Bills", lambda lib: lib.move(ids(lib, 0, 10), 2)),
    ("new-group", "made the group Best of 2 photos",
     lambda lib: lib.new_group(ids(lib, 0, 1), "Best")),
    ("not-here", "took 1 photo out of Best", lambda lib: lib.not_here(ids(lib, 0))),
    ("pin", "pinned 1 photo", lambda lib: lib.pin(ids(lib, 0))),
    ("not-here", "took 3 photos out of their groups",
     lambda lib: lib.not_here(ids(lib, 1, 2, 5))),
    ("merge", "merged 7 photos into Cats", lambda lib: lib.merge([1, 3])),
    ("split", "split Cats into 2 groups", lambda lib: lib.split_off(1, ids(lib, 8))),
    ("unpin", "unpinned 1 photo", lambda lib: lib.unpin(ids(lib, 8))),
]  # fmt: skip


def test_undo_and_redo_are_exact_and_say_what_they_did(library: Library) -> None:
    states = [state(library)]
    for _, _, act in ACTIONS:
        assert act(library).photos
        states.append(state(library))
        check_whole(library)
    for n in range(len(ACTIONS) - 1, -1, -1):
        decided = library.undo_decision()
        assert decided is not None
        assert (decided.kind, decided.text) == ACTIONS[n][:2]
        assert decided.photos
        assert state(library) == states[n]
    assert library.undo_decision() is None
    for n in range(len(ACTIONS)):
        library.redo_decision()
        assert state(library) == states[n + 1]


def test_an_id_that_was_made_and_taken_back_is_not_given_again(library: Library) -> None:
    assert library.new_group(ids(library, 0)).clusters == (6,)
    library.undo_decision()
    assert machine.next_cluster_id(library.db) == 7
