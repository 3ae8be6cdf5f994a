"""DEC and IDEC as published: their losses by hand, their stopping rule, what they improve."""

import numpy as np
import pytest
import torch

from photoorg.learn import dec_paper, dense
from photoorg.records import NULL_CONTEXT

CPU = torch.device("cpu")


def data() -> tuple[dense.Rows, np.ndarray]:
    """Three groups of 100 points in six dimensions that overlap a little."""
    rng = np.random.default_rng(0)
    kinds = np.repeat(np.arange(3), 100)
    middles = 2.0 * np.eye(6)[:3]
    points = middles[kinds] + 0.5 * rng.normal(size=(300, 6))
    return dense.Rows(points.astype(np.float32), CPU), kinds


def started(rows: dense.Rows, kinds: np.ndarray) -> tuple[dense.DenseAutoencoder, np.ndarray]:
    """A trained autoencoder, and centres that are off: each group's first five points' mean."""
    model = dense.seeded(lambda: dense.DenseAutoencoder((6, 16, 3)), 0)
    dense.train(model, rows, dense.Plan(30, 32, 3e-3), seed=0, ctx=NULL_CONTEXT, stage="")
    codes = dense.encode(model, rows)
    return model, np.stack([codes[kinds == kind][:5].mean(axis=0) for kind in range(3)])


def refined(how: dec_paper.How) -> tuple[dec_paper.Clustered, np.ndarray, dense.Rows]:
    rows, kinds = data()
    model, centres = started(rows, kinds)
    end = dec_paper.refine(model, rows, centres, how, seed=0, ctx=NULL_CONTEXT, stage="")
    return end, kinds, rows


def test_joint_loss_by_hand() -> None:
    clustering, reconstruction = torch.tensor(0.3), torch.tensor(0.05)
    dec, idec = dec_paper.dec_plan(1), dec_paper.idec_plan(1)
    assert float(dec_paper.joint_loss(clustering, reconstruction, dec)) == pytest.approx(0.3)
    assert float(dec_paper.joint_loss(clustering, reconstruction, idec)) == pytest.approx(0.08)


def test_the_plans_are_those_of_the_papers() -> None:
    dec, idec = dec_paper.dec_plan(10), dec_paper.idec_plan(10)
    assert (dec.sgd, dec.rate, dec.reconstruction, dec.settled) == (True, 0.01, 0.0, 0.001)
    assert (idec.sgd, idec.clustering, idec.reconstruction) == (False, 0.1, 1.0)


@pytest.mark.parametrize("plan", [dec_paper.dec_plan, dec_paper.idec_plan])
def test_refining_sharpens_the_groups(plan) -> None:
    end, kinds, rows = refined(plan(560))
    assert (end.clusters == kinds).mean() > 0.95
    assert np.array_equal(dec_paper.place(end.model, end.centres, rows), end.clusters)
    course = end.course
    assert len(course.loss) == len(course.changed) == len(course.snapshots)
    assert np.array_equal(course.snapshots[-1], end.clusters)


def test_it_stops_when_few_clusters_change() -> None:
    end, _, _ = refined(dec_paper.dec_plan(140 * 200))
    assert len(end.course.changed) < 200
    assert end.course.changed[-1] < 0.001


def test_dec_leaves_the_decoder_and_the_given_network_alone() -> None:
    rows, kinds = data()
    model, centres = started(rows, kinds)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    how = dec_paper.dec_plan(140)
    end = dec_paper.refine(model, rows, centres, how, seed=0, ctx=NULL_CONTEXT, stage="")
    after = end.model.state_dict()
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert all(torch.equal(after[name], before[name]) for name in before if "decoder" in name)
    assert not torch.equal(after["encoder.0.weight"], before["encoder.0.weight"])


def test_the_same_seed_refines_alike() -> None:
    first, second = (refined(dec_paper.idec_plan(280))[0] for _ in range(2))
    assert np.array_equal(first.clusters, second.clusters)
    assert np.array_equal(first.centres, second.centres)
