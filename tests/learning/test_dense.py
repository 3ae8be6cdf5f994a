"""Fully connected autoencoders: shapes, formulas by hand, and that they learn."""

import numpy as np
import pytest
import torch

from photoorg.errors import Cancelled
from photoorg.learn import dense
from photoorg.records import NULL_CONTEXT, NullContext

CPU = torch.device("cpu")


def points(n: int = 200) -> np.ndarray:
    """Points on a line in four dimensions, with a little noise."""
    rng = np.random.default_rng(0)
    line = rng.normal(size=(n, 1)) @ np.array([[1.0, -2.0, 0.5, 1.0]])
    return (line + 0.01 * rng.normal(size=(n, 4))).astype(np.float32)


def network(seed: int = 0, widths: tuple[int, ...] = (4, 8, 1)) -> dense.DenseAutoencoder:
    return dense.seeded(lambda: dense.DenseAutoencoder(widths), seed)


def test_bytes_become_numbers_from_0_to_1() -> None:
    rows = dense.Rows(np.array([[[0, 51], [255, 102]]], dtype=np.uint8), CPU)
    assert (rows.count, rows.width) == (1, 4)
    assert rows.take(np.array([0])).tolist()[0] == pytest.approx([0.0, 0.2, 1.0, 0.4])


def test_code_and_output_are_linear_unless_squashed() -> None:
    plain = network(widths=(4, 3, 2))
    assert [type(layer).__name__ for layer in plain.encoder] == ["Linear", "ReLU", "Linear"]
    assert [type(layer).__name__ for layer in plain.decoder] == ["Linear", "ReLU", "Linear"]
    squashed = dense.DenseAutoencoder((4, 3, 2), torch.nn.Sigmoid, squash=True)
    code, output = squashed(torch.randn(5, 4))
    assert code.shape == (5, 2)
    assert bool(((output > 0.0) & (output < 1.0)).all())


def test_training_rebuilds_a_line_through_one_number() -> None:
    rows, model = dense.Rows(points(), CPU), network()
    before = dense.mean_squared_error(model, rows)
    told = []
    losses = dense.train(
        model, rows, dense.Plan(60, 32, 1e-2),
        seed=0, ctx=NULL_CONTEXT, stage="", after_epoch=told.append,
    )  # fmt: skip
    after = dense.mean_squared_error(model, rows)
    assert after < 0.05 * before
    assert len(losses) == 60
    assert told == list(range(1, 61))
    few = np.array([3, 5])
    rebuilt = dense.reconstruct(model, rows, few)
    assert np.abs(rebuilt - points()[few]).mean() < 0.3


def test_the_same_seed_gives_the_same_codes() -> None:
    def codes(seed: int) -> np.ndarray:
        rows, model = dense.Rows(points(), CPU), network(seed)
        dense.train(model, rows, dense.Plan(2, 32), seed=seed, ctx=NULL_CONTEXT, stage="")
        return dense.encode(model, rows)

    assert np.array_equal(codes(1), codes(1))
    assert not np.array_equal(codes(1), codes(2))


def test_mean_squared_error_by_hand() -> None:
    model = network()
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    # all outputs are 0: (1 + 4 + 0 + 9) / 4 and 0, the mean of both
    rows = dense.Rows(np.array([[1, -2, 0, 3], [0, 0, 0, 0]], dtype=np.float32), CPU)
    assert dense.mean_squared_error(model, rows) == pytest.approx(14 / 8)


def test_dropout_keeps_the_mean() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.ones(10_000)
    dropped = dense.drop(x, 0.25, generator)
    assert dropped.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert float(dropped.mean()) == pytest.approx(1.0, abs=0.03)
    assert dense.drop(x, 0.0, generator) is x


def test_one_denoising_layer_by_hand() -> None:
    inner, outer = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    with torch.no_grad():
        inner.weight.copy_(torch.tensor([[1.0, 0.0], [0.0, -1.0]]))
        outer.weight.copy_(torch.tensor([[1.0, 1.0], [-1.0, 2.0]]))
        inner.bias.zero_()
        outer.bias.copy_(torch.tensor([0.5, 0.0]))
    x, no = torch.tensor([[2.0, 3.0]]), torch.Generator()

    def through(first: bool, last: bool) -> list[float]:
        return dense.denoise(x, inner, outer, first, last, 0.0, no)[0].tolist()

    # W1 x = (2, -3); rectified (2, 0). W2 (2, 0) + b = (2.5, -2), W2 (2, -3) + b = (-.5, -8)
    assert through(first=True, last=False) == [2.5, -2.0]
    assert through(first=False, last=False) == [2.5, 0.0]
    assert through(first=True, last=True) == [-0.5, -8.0]
    assert through(first=False, last=True) == [0.0, 0.0]


def test_layers_are_pretrained_one_after_the_other() -> None:
    rows, model = dense.Rows(points(), CPU), network(widths=(4, 8, 6, 2))
    before = dense.mean_squared_error(model, rows)
    losses = dense.pretrain_layers(
        model, rows, dense.Plan(30, 32, 1e-2), rate=0.1, seed=0, ctx=NULL_CONTEXT, stage=""
    )
    assert [len(layer) for layer in losses] == [30, 30, 30]
    assert all(layer[-1] < 0.7 * layer[0] for layer in losses)
    assert dense.mean_squared_error(model, rows) < before


def test_a_later_layer_leaves_the_earlier_ones_alone() -> None:
    model = network(widths=(4, 8, 2))
    inner, outer = dense.linear_layers(model.encoder), dense.linear_layers(model.decoder)[::-1]
    loss = dense.layer_loss(inner, outer[1], 2, 0.1)(torch.randn(8, 4), torch.Generator())
    loss.backward()
    assert inner[0].weight.grad is None
    assert inner[1].weight.grad is not None


def test_training_can_be_stopped_at_any_batch() -> None:
    class Impatient(NullContext):
        asked = 0

        def check_cancelled(self) -> None:
            self.asked += 1
            if self.asked == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        dense.train(
            network(), dense.Rows(points(), CPU), dense.Plan(50, 32),
            seed=0, ctx=Impatient(), stage="",
        )  # fmt: skip
