"""Where photos lie on the map: by run and content, copied to the files of the current run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from photoorg.catalog import facts, library_map, machine
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline.library import Library
from photoorg.records import Filter, Metadata, Picture

Spot = tuple[float, float]


def add(library: Library, names: str) -> None:
    root, _ = facts.ensure_root(library.db, "/x")
    pictures = [Picture(f"/x/{n}", 9, 1, n, "JPEG", 9, 9, 1, b"", 0, Metadata()) for n in names]
    with library.db.transaction():
        facts.put_contents(library.db, pictures)
        facts.put_files(library.db, root, [FileRow(n.encode(), 9, 1, "photo", n) for n in names])


def group(library: Library, names: str) -> int:
    return machine.put_run(
        library.db, model="m", checkpoint="c", level=0, parameters={},
        clusters=[ClusterRow(1, "Cats", 0.9, leaf=0)],
        assignments=[Assignment(n, 1 if n != "d" else None, 0.9, 0, True) for n in names],
    )  # fmt: skip


def spots(library: Library, wanted: Filter | None = None) -> dict[str, tuple[float, float, int]]:
    ids, x, y, leaf = library.map_spots(wanted or Filter())
    names = {p.id: p.hash for p in library.photos(ids)}
    return {names[i]: (a, b, c) for i, a, b, c in zip(ids, x, y, leaf, strict=True)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Four photos in a run, three of them on the map."""
    opened = Library.open(tmp_path)
    add(opened, "abcd")
    run = group(opened, "abcd")
    library_map.put_positions(opened.db, run, [("a", 0.1, 0.2), ("b", 0.3, 0.4), ("d", 0.5, 0.6)])
    yield opened
    opened.close()


def test_photos_have_their_positions_and_clusters(library: Library) -> None:
    assert spots(library) == {"a": (0.1, 0.2, 1), "b": (0.3, 0.4, 1), "d": (0.5, 0.6, -1)}
    assert library_map.any_without_position(library.db, 1)
    assert library_map.without_position(library.db, 1) == ["c"]


def test_filters_narrow_the_map_as_they_narrow_the_wall(library: Library) -> None:
    assert set(spots(library, Filter(cluster=1))) == {"a", "b"}
    assert set(spots(library, Filter(unsorted=True))) == {"d"}
    chosen = tuple(i for i in library.photo_ids(Filter()) if library.photos([i])[0].hash == "b")
    assert set(spots(library, Filter(ids=chosen))) == {"b"}


def test_a_copy_that_comes_later_lies_where_its_content_lies(library: Library) -> None:
    root, _ = facts.ensure_root(library.db, "/x")
    with library.db.transaction():
        facts.put_files(library.db, root, [FileRow(b"copy", 9, 1, "photo", "a")])
    ids, x, _, _ = library.map_spots(Filter())
    assert sorted(x) == [0.1, 0.1, 0.3, 0.5]
    assert len(set(ids)) == 4


def test_a_file_with_another_content_moves_and_a_trashed_one_goes(library: Library) -> None:
    library.db.execute("UPDATE files SET hash = 'b' WHERE hash = 'a'")
    library.db.execute("UPDATE files SET gone = 'trashed' WHERE hash = 'd'")
    _, x, _, _ = library.map_spots(Filter())
    assert list(x) == [0.3, 0.3]


def test_a_new_run_has_a_map_of_its_own_and_the_old_one_can_return(library: Library) -> None:
    run = group(library, "abcd")
    assert spots(library) == {}
    library_map.put_positions(library.db, run, [("c", 0.7, 0.8)])
    library_map.put_positions(library.db, 1, [("c", 0.9, 0.9)])  # not the current one
    assert spots(library) == {"c": (0.7, 0.8, 1)}
    with library.db.transaction():
        machine.show_run(library.db, 1)
    assert set(spots(library)) == {"a", "b", "c", "d"}


def test_a_photo_that_no_run_knows_is_not_asked_for(library: Library) -> None:
    add(library, "e")
    assert library_map.without_position(library.db, 1) == ["c"]
    library_map.put_positions(library.db, 1, [("c", 0.0, 0.0)])
    assert not library_map.any_without_position(library.db, 1)
