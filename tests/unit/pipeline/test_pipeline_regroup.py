"""Groupings beside each other: which is shown, what moved and why, back, forward and undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from photoorg.catalog import facts, machine, tallies
from photoorg.catalog.facts import FileRow
from photoorg.catalog.machine import Assignment, ClusterRow
from photoorg.errors import UsageError
from photoorg.pipeline import grouping, regroup, runs
from photoorg.pipeline.library import Library
from photoorg.records import Filter, GroupMove, Metadata, Picture, Regrouped

Leaves = Sequence[int | None]
FIRST: Leaves = [1, 1, 1, 1, 2, 2, 2, None]
TITLES = {1: "Cats", 2: "Bills", 3: "Shoes"}


def add_photos(library: Library, names: Sequence[str]) -> None:
    """Photos that were scanned and recognised, in no group yet."""
    root, _ = facts.ensure_root(library.db, "/x")
    with library.db.transaction():
        facts.put_contents(
            library.db,
            [Picture(h, 9, 1, h, "JPEG", 1, 1, 1, b"", 0, Metadata()) for h in names],
        )
        rows = [FileRow(h.encode(), 9, 1, "photo", h) for h in names]
        facts.put_files(library.db, root, rows)
    machine.put_features(library.db, grouping.FEATURE_MODEL, [(h, b"") for h in names])


def group(library: Library, leaves: Leaves, sure: Sequence[float] = (), why: str = "asked") -> int:
    """What a training writes: photo n in the leaf at place n. Its checkpoint is there, too."""
    number = machine.next_run_id(library.db)
    library.paths.models.mkdir(exist_ok=True)
    (library.paths.models / f"run-{number}.pt").touch()
    known = sorted({leaf for leaf in leaves if leaf is not None})
    runs.drop_forward(library)
    made = machine.put_run(
        library.db, model=grouping.FEATURE_MODEL, checkpoint=f"run-{number}.pt", level=0,
        parameters={"why": why},
        clusters=[ClusterRow(i, TITLES[i], 0.9, leaf=n) for n, i in enumerate(known)],
        assignments=[
            Assignment(f"h{n:02}", leaf, sure[n] if sure else 0.95, n, True)
            for n, leaf in enumerate(leaves)
        ],
    )  # fmt: skip
    runs.tidy(library)
    return made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Eight photos in two groups, one unsorted."""
    opened = Library.open(tmp_path / "library")
    add_photos(opened, [f"h{n:02}" for n in range(8)])
    group(opened, FIRST, why="first")
    yield opened
    opened.close()


def shown(library: Library) -> Leaves:
    """The group of each photo, as every view shows it."""
    photos = sorted(library.photos(library.photo_ids(Filter())), key=lambda p: p.path)
    return [photo.cluster for photo in photos]


def in_tree(library: Library) -> dict[int, int]:
    return {cluster.id: cluster.size for cluster in library.clusters()}


def changed(library: Library) -> Regrouped:
    found = library.regrouping()
    assert found is not None
    return found


def moves(found: Regrouped) -> list[tuple[int | None, int | None, int, str]]:
    return [(m.source, m.target, len(m.ids), m.reason) for m in found.moves]


def test_a_new_grouping_says_who_moved_and_why(library: Library) -> None:
    assert library.regrouping() is None
    sure = [0.95, 0.95, 0.95, 0.6, 0.95, 0.95, 0.95, 0.95]
    group(library, FIRST, sure)  # photo 3 lies on the border
    add_photos(library, [f"h{n:02}" for n in range(8, 12)])
    group(library, [1, 1, 1, 2, 2, 2, None, 1, 3, 3, 3, 3])
    found = changed(library)
    assert (found.kept, found.moved, found.clusters) == (5, 3, 3)
    expected = {(1, 2, 1, "border"), (2, None, 1, "torn"), (None, 1, 1, "found")}
    assert set(moves(found)) == expected
    assert [(ref.title, ref.photos) for ref in found.came] == [("Shoes", 4)]
    assert not found.gone


def test_photos_that_new_ones_draw_into_a_group_of_its_own(library: Library) -> None:
    add_photos(library, [f"h{n:02}" for n in range(8, 12)])
    group(library, [1, 1, 3, 3, 2, 2, 2, None, 3, 3, 3, 3])
    (move,) = changed(library).moves
    assert (move.source, move.target, move.reason, move.newcomers) == (1, 3, "came", 4)
    assert regroup.why_moved(move) == "4 new photos made Shoes a group of its own."


def test_users_name_is_said_in_place_of_the_machines(library: Library) -> None:
    library.rename_cluster(2, "Tax")
    group(library, [1, 1, 1, 1, 1, 1, 1, None])
    found = changed(library)
    assert [ref.title for ref in found.gone] == ["Tax"]
    assert [regroup.why_moved(m) for m in found.moves] == ["Tax became a part of Cats."]


def test_back_and_forward_show_exactly_the_other_grouping(library: Library) -> None:
    other: Leaves = [1, 1, 3, 3, 3, 2, 2, 2]
    group(library, other)
    assert shown(library) == other
    assert in_tree(library) == {1: 2, 2: 3, 3: 3}
    library.group_back()
    assert shown(library) == FIRST
    assert in_tree(library) == {1: 4, 2: 3}
    assert tallies.photos(library.db, "cluster")[tallies.UNSORTED] == 1
    with pytest.raises(UsageError):
        library.group_back()
    library.group_forward()
    assert shown(library) == other
    with pytest.raises(UsageError):
        library.group_forward()


def test_going_back_is_a_step_like_any_other(library: Library) -> None:
    group(library, [1] * 8)
    library.group_back()
    library.mark(list(library.photo_ids(Filter()))[:1], "kept")
    library.undo_decision()
    decided = library.undo_decision()
    assert decided is not None
    assert decided.kind == "regroup"
    assert shown(library) == [1] * 8
    library.redo_decision()
    assert shown(library) == FIRST


def test_an_undo_to_a_grouping_that_is_not_kept_changes_nothing(library: Library) -> None:
    group(library, [1] * 8)
    library.group_back()
    group(library, [2] * 8)  # takes the place of the one gone back from
    library.undo_decision()
    assert shown(library) == [2] * 8


def test_a_grouping_takes_the_place_of_those_gone_back_from(library: Library) -> None:
    group(library, [1] * 8)
    library.group_back()
    group(library, [2] * 8)
    assert library.groupings().after is None
    library.group_back()
    assert shown(library) == FIRST


def test_a_few_groupings_are_kept_with_their_models(library: Library) -> None:
    for n in range(2 * runs.KEPT):
        group(library, [1 + n % 2] * 8)
    kept = machine.kept_runs(library.db)
    assert len(kept) == runs.KEPT
    models = {path.name for path in library.paths.models.iterdir()}
    assert models == {run.checkpoint for run in kept}
    (rows,) = library.db.execute("SELECT count(*) FROM assignments").fetchone()
    assert rows == runs.KEPT * 8


def test_no_cluster_id_is_given_twice(library: Library) -> None:
    group(library, [3] * 8)
    for _ in range(runs.KEPT):
        group(library, [1] * 8)
    assert machine.next_cluster_id(library.db) == 4  # though no kept grouping has 3 any more


def test_photos_that_came_since_are_in_no_group_of_the_one_before(library: Library) -> None:
    add_photos(library, ["h08"])
    group(library, [1] * 9)
    library.group_back()
    assert shown(library) == [*FIRST, None]
    assert library.groupings().unplaced == 1
    assert tallies.photos(library.db, "cluster")[-2] == 1  # not grouped yet, which is not unsorted


def test_the_rule_asks_for_a_grouping_when_a_fifth_is_new(library: Library) -> None:
    run = machine.current_run(library.db)
    assert runs.due(library, run) is None
    add_photos(library, ["h08"])
    assert runs.due(library, run) is None
    add_photos(library, ["h09"])
    assert runs.due(library, run) == "share"
    assert runs.due(library, None) == "first"


def test_what_was_gone_back_to_is_not_regrouped_at_once(library: Library) -> None:
    add_photos(library, [f"h{n:02}" for n in range(8, 14)])
    group(library, [1] * 14, why="share")
    library.group_back()
    assert runs.due(library, machine.current_run(library.db)) is None
    add_photos(library, [f"h{n:02}" for n in range(14, 18)])
    assert runs.due(library, machine.current_run(library.db)) == "share"


def test_a_grouping_without_its_model_is_passed_over(library: Library) -> None:
    (library.paths.models / "run-1.pt").unlink()
    assert runs.due(library, machine.current_run(library.db)) == "lost"
    group(library, [1] * 8)
    assert library.groupings().before is None


def test_grouping_again_is_offered_once_it_is_worth_it(library: Library) -> None:
    assert not library.groupings().offered
    add_photos(library, [f"n{n:02}" for n in range(runs.OFFER_LEAST)])
    state = library.groupings()
    assert (state.new, state.offered) == (runs.OFFER_LEAST, True)


def test_reasons_are_sentences() -> None:
    move = GroupMove(1, 2, "Cats", "Dogs", (7, 8, 9), "border", 50, 60, 0, 0.549, 0.7)
    assert regroup.why_moved(move) == (
        "They were on the border of two groups: certainty 54 % before, 70 % now."
    )
