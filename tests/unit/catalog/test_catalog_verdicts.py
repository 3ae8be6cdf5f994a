"""Views by what the user decided: filters, orders, counts; verdicts belong to the content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, machine, queries, stacks
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.catalog.stacks import LookRow
from photoorg.pipeline.library import Library
from photoorg.records import Dated, Filter, Metadata, Picture, Verdict

DAYS = {"a": "2021-01-01", "b": "2020-01-01", "c": None, "d": "2019-01-01", "e": "2022-01-01"}


def add(library: Library, root: int, path: str, digest: str, size: int = 100) -> None:
    day = DAYS.get(digest)
    dated = Dated(f"{day}T12:00:00", None, "exif-original") if day else None
    picture = Picture(path, size, 1, digest, "JPEG", 10, 10, 1, b"", 0, Metadata())
    with library.db.transaction():
        facts.put_contents(library.db, [picture])
        row = FileRow(path.encode(), size, 1, "photo", digest, dated=dated)
        facts.put_files(library.db, root, [row])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Photos a to e in /x, and a copy of a in /x/copies; cluster 1 is a, b, c; cluster 2 is d."""
    opened = Library.open(tmp_path)
    root, _ = facts.ensure_root(opened.db, "/x")
    for n, name in enumerate("abcde"):
        add(opened, root, f"{name}.jpg", name, 100 + n)
    add(opened, root, "copies/a.jpg", "a")
    machine.put_run(
        opened.db, model="m", checkpoint="r", level=0, parameters={},
        clusters=[ClusterRow(1, "Cats", 0.9, leaf=0), ClusterRow(2, "Dogs", 0.9, leaf=1)],
        assignments=[
            Assignment("a", 1, 0.9, 0, True), Assignment("b", 1, 0.2, 1, True),
            Assignment("c", 1, 0.5, 2, True), Assignment("d", 2, 0.7, 0, True),
            Assignment("e", None, 0.1, None, True),
        ],
    )  # fmt: skip
    yield opened
    opened.close()


def names(library: Library, order: str = "date", **wanted: object) -> list[str]:
    ids = library.photo_ids(Filter(**wanted), order)  # type: ignore[arg-type]
    return [Path(p.path).relative_to("/x").as_posix() for p in library.photos(ids)]


def ids(library: Library, *paths: str) -> list[int]:
    return list(library.ids_of_paths([f"/x/{path}" for path in paths]).values())


def test_orders(library: Library) -> None:
    assert names(library, "date")[:2] == ["e.jpg", "a.jpg"]
    assert names(library, "date")[-1] == "c.jpg"
    assert names(library, "oldest") == [
        "d.jpg", "b.jpg", "a.jpg", "copies/a.jpg", "e.jpg", "c.jpg",
    ]  # fmt: skip
    assert names(library, "confidence", cluster=1)[0] == "a.jpg"
    assert names(library, "odd", cluster=1)[:2] == ["b.jpg", "c.jpg"]
    assert names(library, "odd")[0] == "e.jpg"
    assert names(library, "size")[0] == "e.jpg"


def test_most_blurred_first_and_what_was_not_measured_last(library: Library) -> None:
    sharpness = {"a": 0.9, "b": 0.1, "d": 0.5, "late": 0.3}
    stacks.put_looks(
        library.db, 1, [LookRow(h, b"", value, 0.5, 50.0) for h, value in sharpness.items()]
    )
    root, _ = facts.ensure_root(library.db, "/x")
    add(library, root, "late.jpg", "late")  # measured before, or elsewhere
    assert names(library, "sharpness") == [
        "b.jpg", "late.jpg", "d.jpg", "a.jpg", "copies/a.jpg", "c.jpg", "e.jpg",
    ]  # fmt: skip
    add(library, root, "b.jpg", "edited")
    assert names(library, "sharpness")[0] == "late.jpg"
    assert [p.details.get("sharpness") for p in library.photos(ids(library, "a.jpg"))] == [0.9]


def test_each_filter_finds_its_photos(library: Library) -> None:
    library.mark(ids(library, "b.jpg", "d.jpg"), "rejected")
    library.mark(ids(library, "c.jpg"), "kept")
    library.rate(ids(library, "b.jpg"), 3)
    library.rate(ids(library, "e.jpg"), 5)
    library.favour(ids(library, "d.jpg"), True)
    library.protect(ids(library, "e.jpg"), True)
    library.finish_review(ids(library, "b.jpg", "c.jpg", "d.jpg"))
    assert names(library, mark="rejected") == ["b.jpg", "d.jpg"]
    assert names(library, mark="kept") == ["c.jpg"]
    assert names(library, marked=False) == ["e.jpg", "a.jpg", "copies/a.jpg"]
    assert names(library, marked=True) == ["b.jpg", "d.jpg", "c.jpg"]
    assert names(library, least_rating=3) == ["e.jpg", "b.jpg"]
    assert names(library, least_rating=4) == ["e.jpg"]
    assert names(library, favourite=True) == ["d.jpg"]
    assert names(library, protected=True) == ["e.jpg", "d.jpg"]
    assert names(library, unreviewed=True) == ["e.jpg", "a.jpg", "copies/a.jpg"]
    # together, and with the other conditions
    assert names(library, cluster=1, mark="rejected") == ["b.jpg"]
    assert names(library, cluster=1, marked=False, order="size") == ["a.jpg", "copies/a.jpg"]
    assert names(library, date=(2020,), mark="rejected") == ["b.jpg"]
    assert names(library, unplaced=True, mark="kept") == ["c.jpg"]
    assert names(library, unsorted=True, least_rating=1) == ["e.jpg"]
    counts = library.counts()
    assert (counts.kept, counts.rejected, counts.favourites) == (1, 2, 1)


def test_folders(library: Library) -> None:
    assert names(library, folder="/x/copies") == ["copies/a.jpg"]
    assert len(names(library, folder="/x")) == 6
    assert len(names(library, folder="/")) == 6
    assert names(library, folder="/x/copie") == []
    assert names(library, folder="/x/copies/a") == []
    assert names(library, folder="/elsewhere") == []


def test_protected_folder_protects_what_is_in_it(library: Library) -> None:
    library.protect_folder("/x/copies", True)
    assert names(library, protected=True) == ["copies/a.jpg"]
    (copy,) = library.photos(ids(library, "copies/a.jpg"))
    assert copy.verdict == Verdict(protected_folder="/x/copies")
    assert copy.verdict.untouchable
    (other,) = library.photos(ids(library, "a.jpg"))
    assert not other.verdict.untouchable  # the same picture, in a folder that is not protected
    root, _ = facts.ensure_root(library.db, "/x")
    add(library, root, "copies/new.jpg", "n")
    assert len(names(library, protected=True)) == 2
    library.protect_folder("/x/copies", False)
    assert names(library, protected=True) == []


def test_every_copy_has_the_verdict_also_one_that_comes_later(library: Library) -> None:
    library.rate(ids(library, "a.jpg"), 4)
    library.mark(ids(library, "copies/a.jpg"), "kept")
    root, _ = facts.ensure_root(library.db, "/x")
    add(library, root, "again.jpg", "a")
    wanted = ids(library, "a.jpg", "copies/a.jpg", "again.jpg")
    assert set(library.verdicts(wanted).values()) == {Verdict("kept", 4)}
    assert {p.verdict for p in library.photos(wanted)} == {Verdict("kept", 4)}


def test_other_content_at_the_same_path_has_its_own_verdict(library: Library) -> None:
    library.mark(ids(library, "b.jpg"), "rejected")
    library.rate(ids(library, "c.jpg"), 5)
    root, _ = facts.ensure_root(library.db, "/x")
    add(library, root, "b.jpg", "edited")
    assert library.verdicts(ids(library, "b.jpg")) == {ids(library, "b.jpg")[0]: Verdict()}
    add(library, root, "b.jpg", "c")
    assert list(library.verdicts(ids(library, "b.jpg")).values()) == [Verdict(rating=5)]
    add(library, root, "b.jpg", "b")
    assert names(library, mark="rejected") == ["b.jpg"]


def test_new_clusters_leave_verdicts_alone(library: Library) -> None:
    library.mark(ids(library, "b.jpg"), "rejected")
    library.finish_review(ids(library, "b.jpg"))
    before = library.verdicts(library.photo_ids(Filter()))
    machine.put_run(
        library.db, model="m", checkpoint="r2", level=0, parameters={},
        clusters=[ClusterRow(3, "All", 0.9, leaf=0)],
        assignments=[Assignment(h, 3, 0.5, 0, True) for h in "abcde"],
    )  # fmt: skip
    assert library.verdicts(library.photo_ids(Filter())) == before
    (cluster,) = library.clusters()
    assert (cluster.unreviewed, cluster.reviewed) == (5, None)


def test_reviewed_cluster_is_done_until_a_new_photo_comes(library: Library) -> None:
    library.finish_review(library.photo_ids(Filter(cluster=1)))
    done, other = sorted(library.clusters(), key=lambda c: c.id)
    assert done.unreviewed == 0
    assert done.reviewed is not None
    assert (other.unreviewed, other.reviewed) == (1, None)
    assert library.verdicts(ids(library, "b.jpg")).popitem()[1].reviewed == done.reviewed

    root, _ = facts.ensure_root(library.db, "/x")
    add(library, root, "new.jpg", "n")
    run = machine.current_run(library.db)
    assert run is not None
    machine.add_assignments(library.db, run.id, [Assignment("n", 1, 0.9, 3, False)])
    (asking,) = [c for c in library.clusters() if c.id == 1]
    assert (asking.unreviewed, asking.reviewed) == (1, None)
    assert names(library, cluster=1, unreviewed=True) == ["new.jpg"]


def test_folder_of_clusters_is_done_when_all_of_its_leaves_are(library: Library) -> None:
    machine.put_run(
        library.db, model="m", checkpoint="r3", level=1, parameters={},
        clusters=[
            ClusterRow(4, "Cats", 0.9, leaf=0), ClusterRow(5, "Dogs", 0.9, leaf=1),
            ClusterRow(6, "Pets", 0.9, step=0, first=4, second=5),
        ],
        assignments=[Assignment("a", 4, 0.9, 0, True), Assignment("b", 5, 0.9, 0, True)],
    )  # fmt: skip
    library.finish_review(ids(library, "b.jpg"))
    state = {c.id: (c.unreviewed, c.reviewed is not None) for c in library.clusters()}
    assert state == {6: (2, False), 4: (2, False), 5: (0, True)}
    library.finish_review(library.photo_ids(Filter(cluster=6)))
    assert {c.unreviewed for c in library.clusters()} == {0}


def test_photos_in_the_trash_count_in_no_view_and_keep_their_verdict(library: Library) -> None:
    chosen = ids(library, "b.jpg")
    library.mark(chosen, "rejected")
    with library.db.transaction():
        facts.set_gone(library.db, chosen, "trashed")
    assert library.counts().rejected == 0
    assert names(library, mark="rejected") == []
    assert list(library.verdicts(chosen).values()) == [Verdict("rejected")]


def test_no_view_reads_photos_one_by_one_through_an_index(library: Library) -> None:
    """What decides whether a view of 100,000 photos takes 60 ms or 300: the plan, not the load."""

    def plan(order: str = "date", **wanted: object) -> str:
        seen: list[str] = []
        library.db.set_trace_callback(seen.append)
        library.photo_ids(Filter(**wanted), order)  # type: ignore[arg-type]
        library.db.set_trace_callback(None)
        (query,) = [sql for sql in seen if "SELECT f.id" in sql]
        rows = library.db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
        return "; ".join(row[3] for row in rows)

    assert "COVERING INDEX files_date" in plan()
    assert "TEMP B-TREE" not in plan()
    for wanted in ({"marked": False}, {"unreviewed": True}, {"protected": True},
                   {"folder": "/x/copies"}):  # fmt: skip
        assert "COVERING INDEX files_facets" in plan(**wanted), wanted
        assert "COVERING INDEX files_cluster" in plan(cluster=1, **wanted)
    for wanted, index in (({"mark": "kept"}, "marked"), ({"favourite": True}, "favourites"),
                          ({"least_rating": 2}, "rated")):  # fmt: skip
        assert f"INDEX files_{index}" in plan(**wanted), "of nothing, nothing is looked up"
    assert plan("size").startswith("SCAN f")
    assert "COVERING INDEX files_facets" in plan(text="cat"), "its paths are not in memory yet"
    for more in ({}, {"cluster": 1}, {"unreviewed": True}):
        assert "USING INTEGER PRIMARY KEY" in plan(text="cat", **more)

    def sources(sql: str) -> list[str]:
        return [row[3] for row in library.db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]

    seen: list[str] = []
    library.db.set_trace_callback(seen.append)
    queries.counts(library.db)
    library.clusters()
    library.db.set_trace_callback(None)
    for sql in seen:
        if "count(*)" in sql and "FROM files" in sql:
            used = " ".join(sources(sql))
            assert "COVERING INDEX" in used or "files_favourites" in used, sql
