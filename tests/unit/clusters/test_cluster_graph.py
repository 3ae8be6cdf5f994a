"""Neighbours, the graph, communities and the merge tree, on cases small enough to work by hand."""

import numpy as np
import pytest
from scipy import sparse

from photoorg.clusters import communities, evidence, neighbours, partition, tree

LINE = np.array([[0.0], [1.0], [3.0], [10.0]], dtype=np.float32)


def graph_of(edges: list[tuple[int, int, float]], n: int) -> sparse.csr_matrix:
    dense = np.zeros((n, n))
    for a, b, weight in edges:
        dense[a, b] = dense[b, a] = weight
    return sparse.csr_matrix(dense)


TWO_TRIANGLES = graph_of(
    [(0, 1, 1), (0, 2, 1), (1, 2, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1), (2, 3, 1)], 6
)
SPLIT = np.array([0, 0, 0, 1, 1, 1])


def test_nearest_neighbours_of_points_on_a_line() -> None:
    index, distance = neighbours.nearest(LINE, LINE, 2, skip_self=True)
    assert index.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    assert distance.tolist() == [[1, 3], [1, 2], [2, 3], [7, 9]]


def test_blocks_do_not_change_neighbours(monkeypatch) -> None:
    x = np.random.default_rng(0).normal(size=(50, 5)).astype(np.float32)
    whole = neighbours.nearest(x, x, 7, skip_self=True)
    monkeypatch.setattr(neighbours, "BLOCK", 8)
    parts = neighbours.nearest(x, x, 7, skip_self=True)
    assert np.array_equal(whole[0], parts[0])


def test_nobody_has_more_neighbours_than_there_are() -> None:
    index, _ = neighbours.nearest(LINE, LINE, 20, skip_self=True)
    assert index.shape == (4, 3)


def test_local_weights_are_one_for_the_nearest_and_sum_to_log2_k() -> None:
    distance = np.array([[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]], dtype=np.float32)
    weights = neighbours.local_weights(distance)
    assert weights[:, 0].tolist() == [1.0, 1.0]
    assert weights.sum(axis=1) == pytest.approx([2.0, 2.0], abs=1e-3)
    assert weights[0] == pytest.approx(weights[1], abs=1e-4)  # the scale adapts to the density


def test_identical_points_have_full_weights() -> None:
    weights = neighbours.local_weights(np.zeros((3, 2), dtype=np.float32))
    assert (weights == 1.0).all()


def test_graph_is_symmetric_with_a_plus_b_minus_ab() -> None:
    index, distance = neighbours.nearest(LINE, LINE, 2, skip_self=True)
    directed = neighbours.local_weights(distance)
    joint = neighbours.graph(index, distance).toarray()
    assert np.allclose(joint, joint.T)
    a, b = directed[0, 1], directed[2, 1]  # 0 -> 2 and 2 -> 0
    assert joint[0, 2] == pytest.approx(a + b - a * b)


def test_modularity_worked_by_hand() -> None:
    # 7 edges; each triangle: 3 inner edges, degree 7 of 14: 2 (6/14 - (7/14)^2) = 5/14
    assert communities.modularity(TWO_TRIANGLES, SPLIT) == pytest.approx(5 / 14)
    assert communities.modularity(TWO_TRIANGLES, np.zeros(6, dtype=int)) == pytest.approx(0.0)
    # gamma 2: 12/14 - 2 (1/4 + 1/4)
    assert communities.modularity(TWO_TRIANGLES, SPLIT, 2.0) == pytest.approx(12 / 14 - 1)


def test_louvain_finds_the_two_triangles() -> None:
    for seed in range(5):
        labels = communities.louvain(TWO_TRIANGLES, seed=seed)
        assert communities.modularity(TWO_TRIANGLES, labels) == pytest.approx(5 / 14)


def test_compact_numbers_clusters_by_size() -> None:
    assert communities.compact(np.array([7, 3, 3, 9, 9])).tolist() == [2, 0, 0, 1, 1]


def test_between_counts_inner_edges_twice() -> None:
    assert communities.between(TWO_TRIANGLES, SPLIT).toarray().tolist() == [[6, 1], [1, 6]]


JOINED = np.array([[10.0, 4.0, 0.0], [4.0, 10.0, 1.0], [0.0, 1.0, 20.0]])


def test_merge_tree_joins_the_most_linked_first() -> None:
    merges, similarity = tree.merge_tree(JOINED)
    assert merges.tolist() == [[0, 1], [2, 3]]
    # w(0,1) w / (d0 d1) = 4 * 50 / (14 * 15); then 1 * 50 / (29 * 21)
    assert similarity == pytest.approx([200 / 210, 50 / 609])


def test_similarity_never_rises_along_the_tree() -> None:
    rng = np.random.default_rng(0)
    weight = rng.random((12, 12))
    _, similarity = tree.merge_tree(weight + weight.T)
    assert (np.diff(similarity) <= 0).all()


def test_cuts_are_nested() -> None:
    rng = np.random.default_rng(1)
    weight = rng.random((9, 9))
    merges, _ = tree.merge_tree(weight + weight.T)
    before = np.arange(9)
    for groups in range(9, 0, -1):
        now = tree.cut(merges, 9, groups)
        assert len(set(now.tolist())) == groups
        assert len({(a, b) for a, b in zip(before.tolist(), now.tolist(), strict=True)}) == len(
            set(before.tolist())
        )  # no group of the finer cut is torn apart
        before = now


def test_folders_hold_leaves_that_are_linked_enough() -> None:
    merges, similarity = tree.merge_tree(JOINED)
    assert tree.folders(merges, similarity, 3, least=0.5).tolist() == [0, 0, -1]
    assert tree.folders(merges, similarity, 3, least=2.0).tolist() == [-1, -1, -1]
    assert tree.folders(merges, similarity, 3, least=0.0).tolist() == [0, 0, 0]


def test_closely_coupled_clusters_are_one() -> None:
    # coupling 4/14 over 0.1; then 1/21 is not
    assert tree.join_coupled(JOINED, 0.1).tolist() == [0, 0, 1]
    assert tree.join_coupled(JOINED, 0.3).tolist() == [0, 1, 2]


def test_ward_joins_the_cheapest_pair() -> None:
    # clusters at 0 (4 photos), 3 (4 photos) and 10 (1 photo): costs 2*9 = 18, 0.8*49 = 39.2, 80
    x = np.array([[0.0]] * 4 + [[3.0]] * 4 + [[10.0]], dtype=np.float32)
    labels = np.repeat([0, 1, 2], [4, 4, 1])
    assert tree.ward_to([x], labels, 2).tolist() == [0, 0, 1]


def test_joining_for_modularity_spares_clusters_that_have_no_link() -> None:
    # 0 and 1 are large and linked (less than by chance), 2 and 3 small and linked to nobody
    joined = np.diag([100.0, 100.0, 4.0, 4.0])
    joined[0, 1] = joined[1, 0] = 40.0
    assert tree.modular_to(joined, 3, least=0.25).tolist() == [0, 0, 1, 2]
    assert tree.modular_to(joined, 3, least=0.0).tolist() == [0, 1, 2, 2]


def test_neighbour_number_grows_with_the_library_up_to_twenty() -> None:
    assert [evidence.neighbours_for(n) for n in (1, 2, 5, 100, 1500, 10**6)] == [0, 1, 3, 5, 19, 20]


def test_projection_keeps_distances_of_few_dimensions() -> None:
    x = np.random.default_rng(0).normal(size=(40, 6)).astype(np.float32)
    projection = evidence.fit_projection(x)
    unit = neighbours.unit_rows(x)
    flat = projection.apply(x)
    expected = np.linalg.norm(unit[:, None] - unit[None], axis=2)
    assert np.allclose(np.linalg.norm(flat[:, None] - flat[None], axis=2), expected, atol=1e-4)


def test_split_into_more_clusters_than_the_graph_has() -> None:
    x = np.arange(6, dtype=np.float32)[:, None]
    for k in (1, 2, 4, 6, 9):
        assert partition.split_into(TWO_TRIANGLES, [x], k, seed=0).max() + 1 == min(k, 6)


def test_alike_gives_each_point_and_the_nearest_by_angle() -> None:
    x = np.array([[1, 0], [5, 0.1], [0, 1], [0.1, 7]], dtype=np.float32)
    assert neighbours.alike(x, 1).tolist() == [[0, 1], [1, 0], [2, 3], [3, 2]]
    assert neighbours.alike(x, 9).shape == (4, 4)


def test_neighbours_of_many_points_are_nearly_always_the_nearest_ones() -> None:
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(40, 16))
    x = (centres[rng.integers(40, size=9000)] + 0.3 * rng.normal(size=(9000, 16))).astype(
        np.float32
    )
    found = neighbours.alike(x, 10)
    some = np.arange(0, 9000, 60)
    unit = neighbours.unit_rows(x)
    true, _ = neighbours.nearest(unit[some], unit, 11)
    kept = [len(set(found[i]) & set(row)) / 11 for i, row in zip(some, true.tolist(), strict=True)]
    assert (found[:, 0] == np.arange(9000)).all()
    assert np.mean(kept) > 0.9
    assert all(len(set(row)) == 11 for row in found[some].tolist())


def directions(*degrees: float) -> np.ndarray:
    """Ten photos each around leaves in these directions."""
    angles = np.radians(np.repeat(degrees, 10))
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_leaves_are_joined_by_how_alike_their_centres_are() -> None:
    labels = np.repeat([0, 1, 2, 3], 10)
    merges, similarity = tree.centre_tree([directions(0, 60, 90, 180)], labels, 4)
    # 60 and 90 degrees first; their mean likeness to 0 degrees is (cos 60 + cos 90) / 2 = 1 / 4;
    # that to 180 degrees of all three (cos 180 + cos 120 + cos 90) / 3 = -1 / 2
    assert merges.tolist() == [[1, 2], [0, 4], [3, 5]]
    assert similarity == pytest.approx([np.sqrt(0.75), 0.25, -0.5], abs=1e-6)
    assert tree.folders(merges, similarity, 4, least=0.4).tolist() == [-1, 0, 0, -1]


def test_kinds_of_evidence_are_heard_alike_whatever_their_scale() -> None:
    labels = np.repeat([0, 1, 2], 10)
    near, far = directions(0, 30, 90), 1000 * directions(0, 90, 30)
    merges, similarity = tree.centre_tree([near, far], labels, 3)
    assert merges[0].tolist() == [1, 2]  # 60 degrees in both; by the longer vectors alone 0 and 2
    assert similarity[0] == pytest.approx(0.5, abs=1e-6)


def test_trees_of_no_and_one_leaf_have_no_joins() -> None:
    for leaves in (0, 1):
        rows = directions(*range(leaves))
        merges, similarity = tree.centre_tree([rows], np.zeros(len(rows), dtype=np.int64), leaves)
        assert merges.shape == (0, 2)
        assert tree.folders(merges, similarity, leaves, 0.4).tolist() == [-1] * leaves
