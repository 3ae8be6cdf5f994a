"""Candidates for stacks: near hashes in linear time, shots in a row; folding pairs to stacks."""

from __future__ import annotations

import numpy as np
import pytest

from photoorg.clusters import candidates
from photoorg.clusters.candidates import CROWD, Hashes, Ints, in_a_row, near_pairs
from photoorg.clusters.folding import LONGEST_BURST, fold


def strangers(n: int, seed: int = 0) -> Hashes:
    """Random hashes; the parts are a few bits away from the whole."""
    rng = np.random.default_rng(seed)
    whole = rng.integers(0, 2**63, n, dtype=np.uint64) & ~np.uint64(1)
    return np.stack([whole, *(flipped(whole, 6, rng) for _ in range(15))], axis=1)


def flipped(hashes: Hashes, bits: int, rng: np.random.Generator) -> Hashes:
    for _ in range(bits):
        hashes = hashes ^ (np.uint64(1) << rng.integers(1, 64, len(hashes)).astype(np.uint64))
    return hashes


def with_twins(n: int, bits: int, seed: int = 1) -> tuple[Hashes, set[tuple[int, int]]]:
    """The second half of the rows are copies of the first with some bits of the whole changed."""
    rng = np.random.default_rng(seed)
    first = strangers(n // 2, seed)
    second = first.copy()
    second[:, 0] = flipped(first[:, rng.integers(0, 16)], bits, rng)
    return np.concatenate([first, second]), {(i, i + n // 2) for i in range(n // 2)}


@pytest.mark.parametrize(("bits", "least"), [(0, 1.0), (2, 1.0), (4, 0.99), (6, 0.95)])
def test_near_hashes_meet(bits: int, least: float) -> None:
    hashes, twins = with_twins(2000, bits)
    found = {(int(i), int(j)) for i, j in near_pairs(hashes, np.ones(2000, bool))}
    assert len(found & twins) >= least * len(twins)
    assert len(found - twins) < 20  # strangers hardly ever


def test_pairs_are_ordered_distinct_and_of_the_fresh_only() -> None:
    hashes, twins = with_twins(400, 1)
    fresh = np.zeros(400, bool)
    fresh[200:220] = True
    pairs = near_pairs(hashes, fresh)
    found = {(int(i), int(j)) for i, j in pairs}
    assert len(found) == len(pairs)
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert found & twins == {(i, i + 200) for i in range(20)}
    assert all(fresh[i] or fresh[j] for i, j in found)
    assert len(near_pairs(hashes, np.zeros(400, bool))) == 0


@pytest.mark.parametrize("n", [0, 1])
def test_few_photos_have_no_pairs(n: int) -> None:
    assert near_pairs(strangers(n), np.ones(n, bool)).shape == (0, 2)


def test_the_work_grows_with_the_photos_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Comparisons of hashes are counted: five times the photos, at most seven times the work."""
    work = []
    close = candidates._close

    def counted(hashes: Hashes, kept: Ints, part: Ints, low: Ints, high: Ints) -> Ints:
        work.append(int(np.minimum(high - low, CROWD).sum()))
        return close(hashes, kept, part, low, high)

    monkeypatch.setattr(candidates, "_close", counted)
    counts = []
    for n in (4000, 20_000):
        work.clear()
        near_pairs(strangers(n), np.ones(n, bool))
        counts.append(sum(work))
    assert counts[1] < 7 * counts[0]


def test_a_thousand_blank_pages_stay_connected_without_all_meeting_all() -> None:
    hashes = np.repeat(strangers(1), 1000, axis=0)
    pairs = near_pairs(hashes, np.ones(1000, bool))
    assert len(pairs) < 20 * 2 * CROWD * 1000
    links = [(str(i), str(j), False, 1.0) for i, j in pairs.tolist()]
    assert [len(f.members) for f in fold(links, set(), lambda _: None)] == [1000]


def test_shots_in_a_row_are_of_one_camera_and_seconds_apart() -> None:
    camera = np.array([0, 0, 0, 1, 0, -1, 0])
    seconds = np.array([0.0, 2.0, 4.0, 3.0, 60.0, 1.0, np.nan])
    pairs = in_a_row(camera, seconds, gap=3.0, reach=3)
    assert pairs.tolist() == [[0, 1], [1, 2]]


def test_reach_limits_the_comparisons_of_a_long_burst() -> None:
    n = 50
    pairs = in_a_row(np.zeros(n, np.int64), np.arange(n) / 10.0, gap=5.0, reach=3)
    assert len(pairs) == 3 * n - 6


# --- folding -------------------------------------------------------------------------------------


def members(*links: tuple[str, str, bool, float], apart: set[tuple[str, str]] = frozenset(),
            seconds: dict[str, float] | None = None) -> list[list[str]]:  # fmt: skip
    found = fold(links, set(apart), (seconds or {}).get)
    return sorted(sorted(f.members) for f in found)


def test_pairs_that_share_a_photo_are_one_stack() -> None:
    assert members(("a", "b", False, 1.0), ("b", "c", False, 0.9), ("x", "y", False, 1.0)) == [
        ["a", "b", "c"], ["x", "y"],
    ]  # fmt: skip


def test_what_the_user_called_not_alike_is_never_together_not_even_through_a_third() -> None:
    links = (("a", "c", False, 1.0), ("b", "c", False, 0.9))
    assert members(*links, apart={("a", "b")}) == [["a", "c"]]
    assert members(("a", "b", False, 1.0), apart={("a", "b")}) == []


def test_a_chain_of_shots_ends_after_a_minute() -> None:
    links = [(f"{n:03}", f"{n + 1:03}", True, 0.9) for n in range(40)]
    seconds = {f"{n:03}": 4.0 * n for n in range(41)}
    stacks = members(*links, seconds=seconds)
    for stack in stacks:
        assert seconds[stack[-1]] - seconds[stack[0]] <= LONGEST_BURST
    assert len(stacks) > 1


def test_a_stack_is_as_sure_as_its_weakest_link_and_a_burst_by_one_shot_in_a_row() -> None:
    (stack,) = fold([("a", "b", False, 0.99), ("b", "c", True, 0.8)], set(), lambda _: 0.0)
    assert stack.burst
    assert stack.likeness == 0.8
