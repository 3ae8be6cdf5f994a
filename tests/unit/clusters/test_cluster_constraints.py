"""The user's groups in the neighbour graph: on graphs made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from photoorg.clusters import constraints, partition
from photoorg.clusters.constraints import Given
from photoorg.clusters.identity import match, match_joins

NONE, NEW = -1, -1


def cliques(*sizes: int, bridge: float = 0.05) -> sparse.csr_matrix:
    """Cliques of these sizes in a row, each linked weakly to the next."""
    parts = [np.ones((n, n)) - np.eye(n) for n in sizes]
    weights = sparse.block_diag(parts).tolil()
    ends = np.cumsum(sizes)
    for end in ends[:-1]:
        weights[end - 1, end] = weights[end, end - 1] = bridge
    return weights.tocsr()


def given(placed: dict[int, int], before: list[int], users: int) -> Given:
    array = np.full(len(before), NONE)
    for photo, group in placed.items():
        array[photo] = group
    return Given(array, np.array(before), users)


def test_photos_put_together_are_one_node_with_all_their_edges() -> None:
    weights = sparse.csr_matrix(
        np.array([[0, 7, 1, 0], [7, 0, 0, 3], [1, 0, 0, 4], [0, 3, 4, 0.0]])
    )
    loops, node = constraints.contracted(weights, np.array([0, 0, NONE, NONE]))
    assert loops.toarray().tolist() == [[14, 1, 3], [1, 0, 4], [3, 4, 0]]
    assert node.tolist() == [0, 0, 1, 2]
    assert loops.sum() == weights.sum()


def test_photos_that_are_not_alike_draw_nothing_together() -> None:
    weights = cliques(6, 6, 6)
    said = given({0: 0, 6: 0, 12: 0}, [0, *[1] * 5] * 3, 1)
    joined, node = constraints.contracted(weights, said.placed)
    assert node.tolist() == list(range(18))
    found = constraints.arranged(weights, partition.find(joined, 0)[node], said)
    assert len({int(found[i]) for i in (0, 6, 12)}) == 1
    others = [set(found[1 + 6 * n : 6 + 6 * n].tolist()) for n in range(3)]
    assert len(set.union(*others, {int(found[0])})) == 4


def test_without_placed_photos_the_graph_is_the_same() -> None:
    weights = cliques(3, 4)
    joined, node = constraints.contracted(weights, np.full(7, NONE))
    assert (joined != weights).nnz == 0
    assert node.tolist() == list(range(7))


def test_merged_groups_stay_one_cluster() -> None:
    weights = cliques(6, 6, 6)
    apart = partition.find(weights, 0)
    assert len(set(apart.tolist())) == 3
    said = given(dict.fromkeys((*range(6), *range(12, 18)), 0), [0] * 6 + [1] * 6 + [0] * 6, 1)
    joined, node = constraints.contracted(weights, said.placed)
    found = constraints.arranged(weights, partition.find(joined, 0)[node], said)
    assert len(set(found[said.fixed].tolist())) == 1


def test_split_groups_stay_two_clusters_and_new_photos_join_the_part_they_are_like() -> None:
    weights = cliques(5, 5, bridge=3.0)
    said = given({0: 0, 1: 0, 2: 0, 3: 0, 6: 1, 7: 1, 8: 1, 9: 1},
                 [0, 0, 0, 0, NEW, NEW, 1, 1, 1, 1], 2)  # fmt: skip
    found = constraints.arranged(weights, np.zeros(10, dtype=np.int64), said)
    assert found.tolist() == [0] * 5 + [1] * 5


def test_a_photo_that_was_moved_leaves_both_groups_what_they_were() -> None:
    weights = cliques(8, 8)
    said = given({0: 1}, [1] + [2] * 7 + [1] * 8, 2)  # from a group of the machine's; 0 is not used
    said = Given(np.where(said.placed == 1, 0, NONE), np.where(said.before == 1, 0, 1), 1)
    found = constraints.arranged(weights, np.repeat([0, 1], 8), said)
    assert found[0] == found[8]
    assert len(set(found[1:8].tolist())) == len(set(found[8:].tolist())) == 1
    assert found[1] != found[8]


def one_theme(n: int, moved: int, rest: int) -> tuple[sparse.csr_matrix, Given]:
    """A clique of `n` of which `moved` went to a new group, in a cluster with `rest` others."""
    said = given(dict.fromkeys(range(moved), 0), [0] * moved + [1] * (n - moved + rest), 1)
    return cliques(n, rest), said


@pytest.mark.parametrize(
    ("moved", "follow"), [(1, False), (5, False), (9, False), (11, True), (15, True)]
)
def test_photos_follow_when_most_of_their_like_were_moved(moved: int, follow: bool) -> None:
    weights, said = one_theme(20, moved, 30)
    found = constraints.arranged(weights, np.zeros(50, dtype=np.int64), said)
    assert (found[:20] == found[0]).all() == follow
    assert (found[moved:] == found[-1]).all() == (not follow)
    assert (found[20:] == found[-1]).all(), "others never follow"


def test_a_named_group_that_the_machine_swallowed_goes_on_with_its_photos() -> None:
    """Ten photos stand for it; the others that were shown there speak for it, too."""
    weights = cliques(30, 40)
    said = given(dict.fromkeys(range(10), 0), [0] * 30 + [1] * 40, 1)
    found = constraints.arranged(weights, np.zeros(70, dtype=np.int64), said)
    assert found.tolist() == [1] * 30 + [0] * 40


def test_a_group_goes_on_as_the_cluster_that_shares_half_with_it() -> None:
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])
    before = np.array([0, 0, 0, NEW, 1, 1, 0, 2, 2])
    assert constraints.homes(labels, Given(np.full(9, NONE), before, 2)).tolist() == [0, -1]


def test_every_placed_photo_is_in_its_group_whatever_the_partition_says() -> None:
    rng = np.random.default_rng(0)
    for seed in range(30):
        n, users = 40, int(rng.integers(1, 6))
        dense = rng.random((n, n)) * (rng.random((n, n)) < 0.2)
        weights = sparse.csr_matrix(np.triu(dense, 1) + np.triu(dense, 1).T)
        placed = rng.integers(-1, users, n)
        placed[:users] = np.arange(users)
        before = np.where(placed >= 0, placed, rng.integers(-1, users + 1, n))
        said = Given(placed, before, users)
        joined, node = constraints.contracted(weights, placed)
        found = constraints.arranged(weights, partition.find(joined, seed)[node], said)
        clusters = [set(found[placed == group].tolist()) for group in range(users)]
        assert all(len(one) == 1 for one in clusters)
        assert len(set.union(*clusters)) == users
        assert sorted(set(found.tolist())) == list(range(found.max() + 1))


def test_votes_of_placed_photos_are_certain_where_their_neighbours_agree() -> None:
    votes = np.array([[0.4, 0.6], [0.3, 0.7], [0.8, 0.2]], dtype=np.float32)
    sure = constraints.held(votes, np.array([1, 1, 1]), np.array([True, False, True]))
    assert sure[0].tolist() == [0.0, 1.0]
    assert np.array_equal(sure[1:], votes[1:])


def test_the_second_best_needs_half_of_what_is_left() -> None:
    both = np.array([[0.9, 0.06, 0.04], [0.4, 0.3, 0.3], [1.0, 0.0, 0.0]], dtype=np.float32)
    labels = np.zeros(3, dtype=np.int64)
    assert constraints.second_best(both, labels).tolist() == [1, 1, -1]
    four = np.array([[0.4, 0.2, 0.2, 0.2]], dtype=np.float32)
    assert constraints.second_best(four, labels[:1]).tolist() == [-1]
    assert constraints.second_best(both[:, :1], labels).tolist() == [-1] * 3


def test_what_is_known_of_a_leaf_goes_where_its_photos_went() -> None:
    learned, now = np.array([0, 0, 0, 0, 1]), np.array([0, 2, 2, 2, 0])
    assert constraints.transfer(learned, now, 3, 4).tolist() == [
        [0.25, 0.0, 0.75, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0],
    ]  # fmt: skip
    same = constraints.transfer(learned, learned, 3, 3)
    assert np.array_equal(same, np.eye(3, dtype=np.float32))


def test_fixed_clusters_keep_their_ids_against_any_overlap() -> None:
    old, new = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 1])
    assert match(old, new, 3, 2, {0: 2}).tolist() == [2, 1]
    assert match(old, new, 3, 2, {0: 1}).tolist() == [1, -1]


def test_named_folders_go_on_as_what_is_most_like_them() -> None:
    old, new = np.repeat([0, 1, 2, 3], 4), np.repeat([0, 1, 2, 3], 4)
    old_joins = [[0, 1], [0, 1, 2, 3]]
    new_joins = [[1, 2], [1, 2, 3], [0, 1, 2, 3]]
    assert match_joins(old, new, old_joins, new_joins).tolist() == [-1, -1, 1]
    assert match_joins(old, new, old_joins, new_joins, [True, False]).tolist() == [0, -1, 1]
