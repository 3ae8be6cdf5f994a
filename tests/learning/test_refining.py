"""DEC from a confident start."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from photoorg.errors import Cancelled
from photoorg.learn import dec, refine, replicas
from photoorg.learn.autoencoder import Design, new_encoder, rebuild, state_of
from photoorg.learn.device import CPU
from photoorg.learn.refine import Refinement
from photoorg.learn.sources import RowSource, moments
from photoorg.records import NULL_CONTEXT, NullContext

DESIGN = Design(2, 6, code=4, widths=(8, 16))
QUICK = Refinement(epochs=4, fewest_steps=120, batch=32, looks=1)


def kinds(n: int = 240, noise: float = 0.3) -> tuple[RowSource, np.ndarray]:
    rng = np.random.default_rng(0)
    bases = rng.normal(size=(3, 2, 6, 6)) * 2.0
    labels = np.arange(n) % 3
    x = (bases[labels] + rng.normal(size=(n, 2, 6, 6)) * noise).astype(np.float32)

    def same(rows):
        return rows

    return RowSource(x, same, *moments(x, same)), labels.astype(np.int64)


def votes_for(labels: np.ndarray, share: float = 1.0) -> np.ndarray:
    rest = (1.0 - share) / 2.0
    return np.where(np.eye(3)[labels] > 0, share, rest).astype(np.float32)


def run(source: RowSource, votes: np.ndarray, how: Refinement = QUICK, seed: int = 0, **more):
    return refine.refine(
        DESIGN, source, votes, how, seed=seed, device=CPU, ctx=more.pop("ctx", NULL_CONTEXT), **more
    )


def test_a_good_start_stays() -> None:
    source, labels = kinds()
    refined = run(source, votes_for(labels))
    assert np.array_equal(refined.q.argmax(axis=1), labels)
    assert np.allclose(refined.q.sum(axis=1), 1.0, atol=1e-5)
    assert refined.loyalty == 1.0
    assert refined.codes.shape == (240, 4)
    assert refined.centres.shape == (3, 4)


@pytest.mark.parametrize("how", [QUICK, replace(QUICK, replicas=2, apart=4)])
def test_doubtful_photos_are_put_right_by_the_sure_ones(how: Refinement) -> None:
    source, labels = kinds()
    votes = votes_for(labels)
    wrong = np.arange(0, 240, 8)
    votes[wrong] = votes_for((labels[wrong] + 1) % 3, share=0.6)
    assert (votes.argmax(axis=1) == labels).mean() < 0.9
    refined = run(source, votes, how)
    assert (refined.q.argmax(axis=1) == labels).mean() > 0.99


def test_replicas_learn_the_same_side_by_side_and_in_turn() -> None:
    source, labels = kinds()
    how = replace(QUICK, epochs=2, fewest_steps=1, replicas=2, apart=2)
    one, two = (run(source, votes_for(labels), replace(how, cores=cores)) for cores in (1, 2))
    assert np.array_equal(one.q, two.q)
    assert not np.array_equal(one.q, run(source, votes_for(labels), replace(how, replicas=1)).q)


def test_each_replica_gets_an_equal_part_of_every_batch_and_all_are_seen_once() -> None:
    how = replace(QUICK, batch=32, apart=3)
    blocks = list(replicas.dealt(250, how, 2, torch.Generator().manual_seed(0)))
    assert [[len(part) for part in block] for block in blocks] == [[3, 3], [3, 3], [2, 2]]
    parts = [batch for block in blocks for part in block for batch in part]
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(250))
    assert {len(batch) for batch in parts} == {15, 16}


def test_a_few_sure_but_wrong_photos_are_outvoted() -> None:
    source, labels = kinds()
    taught = labels.copy()
    taught[:6] = (taught[:6] + 1) % 3
    refined = run(source, votes_for(taught))
    assert (refined.q.argmax(axis=1) == labels).mean() > 0.98


def test_a_cluster_nobody_is_sure_of_still_has_examples() -> None:
    share = np.full((6, 2), 0.0, dtype=np.float32)
    share[:3] = (0.99, 0.01)
    share[3:] = [(0.4, 0.6), (0.45, 0.55), (0.3, 0.7)]
    assert refine.confident(share, 0.9).tolist() == [True, True, True, True, False, True]


def test_noise_does_not_pass_for_loyalty() -> None:
    votes = votes_for(np.array([0, 1, 2, 0]))
    moved = votes_for(np.array([0, 1, 0, 1]))
    assert refine.loyalty_of(votes, moved) == 0.5
    unsure = votes_for(np.array([0, 1, 2, 0]), share=0.5)
    assert refine.loyalty_of(unsure, votes) == 1.0


def test_the_same_seed_gives_the_same_assignment() -> None:
    source, labels = kinds(90, noise=1.5)
    votes = votes_for(labels, share=0.8)
    first, again = run(source, votes), run(source, votes)
    assert np.array_equal(first.q, again.q)
    assert not np.array_equal(first.q, run(source, votes, seed=1).q)


def test_the_views_are_what_is_learned_from_and_the_mild_ones_what_is_asked() -> None:
    source, labels = kinds(60)
    seen = {"views": 0, "mild": 0}

    def counting(name: str):
        def view(x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
            seen[name] += len(x)
            return x

        return view

    how = Refinement(rounds=1, epochs=3, fewest_steps=1, batch=32, looks=2)
    run(source, votes_for(labels), how, views=counting("views"), mild=counting("mild"))
    assert seen == {"views": 180, "mild": 120}


def test_an_answer_that_was_taught_is_not_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source, labels = kinds(6)
    first = votes_for(labels, share=0.95)
    first[0] = (0.5, 0.3, 0.2)  # not sure enough to be taught
    second = np.roll(first, 1, axis=1)
    said = iter((first, second))
    monkeypatch.setattr(refine, "ask", lambda *_: next(said))
    how = Refinement(rounds=2, epochs=1, fewest_steps=1, batch=32)
    q = run(source, votes_for(labels), how).q
    members = np.flatnonzero(labels == labels[0])
    doubtful = [int(one) for one in members if not refine.confident(first, how.sure)[one]]
    assert doubtful == [0]
    assert np.allclose(q[0], (first[0] + second[0]) / 2)
    assert np.allclose(q[1:], second[1:])


def test_one_photo_and_none_are_no_reason_to_stop() -> None:
    source, labels = kinds(3)
    for count in (0, 1):
        few = (
            RowSource(source.rows[:count], source.unpack, source.mean, source.spread)
            if count
            else None
        )
        if few is not None:
            refined = run(few, votes_for(labels[:count]))
            assert refined.q.argmax(axis=1).tolist() == labels[:count].tolist()


def test_cancel_stops_it() -> None:
    source, labels = kinds(60)

    class Impatient(NullContext):
        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(source, votes_for(labels), ctx=Impatient())


def test_the_gaussian_assignment_is_the_limit_of_students() -> None:
    codes = torch.tensor([[0.0, 1.0], [2.0, 0.5]], dtype=torch.float64)
    centres = torch.tensor([[0.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
    limit = dec.soft_assignment(codes, centres, alpha=1e6)
    found = dec.log_gaussian_assignment(codes, centres).exp()
    assert torch.allclose(found, limit, atol=1e-4)
    # by hand: squared distances 1 and 1 for the first photo, 4.25 and 1.25 for the second
    near = 1 / (1 + np.exp(-1.5))
    assert np.allclose(found, [[0.5, 0.5], [1 - near, near]])


def test_an_encoder_comes_back_from_arrays_also_beside_a_decoder_of_old() -> None:
    encoder = new_encoder(DESIGN, 3).eval()
    state = {**state_of(encoder), "decoder.0.weight": np.zeros((2, 2), dtype=np.float32)}
    x = torch.randn(4, 2, 6, 6)
    assert torch.equal(rebuild(DESIGN, state).encode(x), encoder.encode(x))
    with pytest.raises(RuntimeError):
        rebuild(DESIGN, {})
