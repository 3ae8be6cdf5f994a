"""Two processes that learn one network: the same numbers as one process, up to rounding."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import shared_work
from helpers.command import CHECKOUT, environment

from photoorg.learn import ranks
from photoorg.learn.team import Member, engine

Results = dict[str, np.ndarray]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def alone() -> Results:
    return shared_work.results()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results]:
    """What each of two processes got."""
    folder, port = tmp_path_factory.mktemp("ranks"), free_port()
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "helpers.shared_work", str(folder)],
            cwd=CHECKOUT / "tests",
            stderr=subprocess.PIPE,
            env=environment(
                RANK=str(rank), WORLD_SIZE="2", MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port),
                GLOO_SOCKET_IFNAME="lo" if sys.platform == "linux" else None,
            ),
        )
        for rank in range(2)
    ]  # fmt: skip
    for process in processes:
        _, errors = process.communicate(timeout=200)
        assert process.returncode == 0, errors.decode()
    return load(folder / "0.npz"), load(folder / "1.npz")


def load(path: Path) -> Results:
    with np.load(path) as archive:
        return dict(archive)


@pytest.mark.parametrize("part", ["five", "one"])
def test_batch_normalisation_is_that_of_the_whole_batch(
    alone: Results, both: tuple[Results, Results], part: str
) -> None:
    for name in ("out", "dx"):  # each rank has its rows; of one row, the first rank has none
        whole = np.concatenate([one[f"{part}_{name}"] for one in both])
        np.testing.assert_allclose(whole, alone[f"{part}_{name}"], atol=2e-6)
    for name in ("dw", "db", "mean", "variance"):
        for one in both:
            np.testing.assert_allclose(
                one[f"{part}_{name}"], alone[f"{part}_{name}"], rtol=1e-5, atol=1e-5
            )


def test_a_step_follows_the_mean_over_the_whole_batch(
    alone: Results, both: tuple[Results, Results]
) -> None:
    for name in ("step_weight", "step_loss"):
        for one in both:
            np.testing.assert_allclose(one[name], alone[name], rtol=1e-5)


def test_learning_is_the_same_in_two_processes(
    alone: Results, both: tuple[Results, Results]
) -> None:
    for name in ("learn_train_loss", "learn_dec_loss", "learn_codes", "learn_q"):
        np.testing.assert_array_equal(both[0][name], both[1][name], err_msg=name)
        np.testing.assert_allclose(both[0][name], alone[name], rtol=2e-3, atol=2e-3, err_msg=name)


def test_networks_of_their_own_are_trained_by_crews_and_come_to_all(
    alone: Results, both: tuple[Results, Results]
) -> None:
    assert not np.allclose(alone["voices_first"], alone["voices_second"], atol=0.1)
    for name in ("voices_first", "voices_second", "learn_replicas_q", "learn_replicas_loss"):
        np.testing.assert_array_equal(both[0][name], both[1][name], err_msg=name)
        np.testing.assert_allclose(both[0][name], alone[name], rtol=1e-5, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("size", [2, 3, 8])
def test_every_rank_is_in_one_of_the_crews(size: int) -> None:
    crews = [ranks.crew_of(rank, size, 2) for rank in range(size)]
    for number in (0, 1):
        members = [rank for rank in range(size) if crews[rank].number == number]
        assert [crews[rank].rank for rank in members] == list(range(len(members)))
        assert {crews[rank].size for rank in members} == {len(members)}
        assert {crews[rank].leader for rank in members} == {members[0]}
        assert abs(len(members) - size / 2) < 1


def test_shares_cover_all_rows_once() -> None:
    for total in (0, 1, 7, 256):
        for size in (1, 2, 3, 8):
            shares = [ranks.slice_of(total, rank, size) for rank in range(size)]
            rows = [row for share in shares for row in range(share.begin, share.stop)]
            assert rows == list(range(total))
            lengths = {share.stop - share.begin for share in shares}
            assert max(lengths) - min(lengths) <= 1


def test_graphics_cards_are_used_only_if_each_process_has_one() -> None:
    assert engine([Member(0, "a", 1, "H"), Member(1, "b", 2, "H")]) == "cpu:gloo,cuda:nccl"
    assert engine([Member(0, "a", 1, "H"), Member(1, "a", 2)]) == "gloo"
