"""A library of a million photos: opened, browsed, filtered, grouped anew, deleted from, undone.

The same on thirty thousand at every run of the tests; how fast it is says `benchmark speed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from photoorg.benchmark.speed import libraries
from photoorg.catalog import facts, machine
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.pipeline.jobs import delete_job, undo_job
from photoorg.pipeline.library import Library
from photoorg.records import NULL_CONTEXT, Filter, Photo

FEW = 40
SIZES = [
    30_000,
    pytest.param(1_000_000, marks=[pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1800)]),
]


@pytest.fixture(scope="module", params=SIZES)
def size(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def filled(size: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of so many photos below `photos`, none of which has a file yet."""
    folder = tmp_path_factory.mktemp("million")
    library = Library.open(folder / "library")
    assert libraries.fill(library, size, NULL_CONTEXT, folder / "photos") == size
    library.close()
    return folder


@pytest.fixture
def library(filled: Path) -> Iterator[Library]:
    opened = Library.open(filled / "library")
    yield opened
    opened.close()


def write_files(photos: list[Photo]) -> None:
    """Files of the size and time that the catalogue knows; they take no room."""
    for photo in photos:
        Path(photo.path).parent.mkdir(parents=True, exist_ok=True)
        libraries.write_hollow(photo.path, photo.bytes, photo.mtime_ns)


def moment_of(photo: Photo) -> datetime:
    """When it was taken; a clock of unknown zone counts as UTC until the library is ordered."""
    return datetime.fromisoformat(f"{photo.taken}{photo.utc_offset or '+00:00'}")


def test_it_opens_and_every_view_leads_to_all_of_it(library: Library, size: int) -> None:
    counts = library.counts()
    assert counts.photos == size
    assert sum(day.count for day in library.dates()) == size - counts.undated
    wall = library.photo_ids(Filter())
    assert len(wall) == len(set(wall)) == size
    for start in (0, size // 2, size - 200):  # the first page, a jump, the very end
        page = list(wall[start : start + 200])
        photos = library.photos(page)
        assert [photo.id for photo in photos] == page
        moments = [moment_of(photo) for photo in photos if photo.taken]
        assert moments == sorted(moments, reverse=True)
    for cluster in library.clusters():
        assert library.photo_count(Filter(cluster=cluster.id)) == cluster.size


def test_filters_that_hold_together(library: Library) -> None:
    wanted = Filter(place=("FR",), mark="kept", formats=("JPEG",))
    found = library.photo_ids(wanted)
    assert 0 < len(found) == library.photo_count(wanted)
    some = library.photos(list(found[:100]))
    assert {(photo.place.country_code, photo.format) for photo in some if photo.place} == {
        ("FR", "JPEG")
    }
    assert {verdict.mark for verdict in library.verdicts(list(found[:100])).values()} == {"kept"}


def test_all_are_grouped_anew_and_back_again(library: Library, size: int) -> None:
    before = {cluster.id: cluster.size for cluster in library.clusters()}
    old = machine.current_run(library.db)
    assert old is not None
    hashes = facts.photo_hashes(library.db)
    leaves = [ClusterRow(1, "Even", 0.5, leaf=0), ClusterRow(2, "Odd", 0.5, leaf=1)]
    machine.put_run(
        library.db, model="made-up", checkpoint="none", level=0, parameters={}, clusters=leaves,
        assignments=[
            Assignment(digest, 1 + n % 2, 0.9, n, True) for n, digest in enumerate(hashes)
        ],
    )  # fmt: skip
    halves = {c.title: c for c in library.clusters() if c.title in ("Even", "Odd")}
    assert sum(half.size for half in halves.values()) == size
    for half in halves.values():
        assert half.size == library.photo_count(Filter(cluster=half.id)) == size // 2
    with library.db.transaction():
        machine.show_run(library.db, old.id)
    assert {cluster.id: cluster.size for cluster in library.clusters()} == before


def test_a_few_are_deleted_and_taken_back(library: Library, size: int) -> None:
    wall = library.photo_ids(Filter())
    chosen = list(wall[size // 3 : size // 3 + FEW])
    photos = library.photos(chosen)
    write_files(photos)
    report = delete_job(NULL_CONTEXT, library, chosen, "Some")
    assert len(report.trashed) == FEW
    assert not any(Path(photo.path).exists() for photo in photos)
    assert library.counts().photos == len(library.photo_ids(Filter())) == size - FEW
    undone = undo_job(NULL_CONTEXT, library)
    assert len(undone.restored) == FEW
    assert all(Path(photo.path).exists() for photo in photos)
    assert library.counts().photos == size
    assert list(library.photo_ids(Filter())) == list(wall)
