"""The autoencoder and the training loops."""

import numpy as np
import pytest
import torch

from photoorg.clusters.neighbours import alike
from photoorg.errors import Cancelled
from photoorg.learn import train
from photoorg.learn.autoencoder import ConvAutoencoder, Design, design_for
from photoorg.learn.device import CPU
from photoorg.learn.sources import RowSource, jiggle, mirror, moments
from photoorg.records import NULL_CONTEXT, NullContext


def blobs(n: int = 60, channels: int = 2, side: int = 6, kinds: int = 3) -> RowSource:
    rng = np.random.default_rng(0)
    bases = rng.normal(size=(kinds, channels, side, side)) * 2.0
    x = (bases[np.arange(n) % kinds] + rng.normal(size=(n, channels, side, side)) * 0.3).astype(
        "f4"
    )

    def same(rows):
        return rows

    return RowSource(x, same, *moments(x, same))


def fit(source: RowSource, seed: int = 0, epochs: int = 12, ctx=NULL_CONTEXT):
    design = Design(source.channels, source.side, code=4, widths=(8, 16))
    plan = train.Schedule(epochs=epochs, batch=16)
    with train.fixed_threads():
        return train.train_autoencoder(design, source, plan, seed=seed, device=CPU, ctx=ctx)


@pytest.mark.parametrize("shape", [(1, 28), (3, 32), (320, 3), (320, 7), (2, 5)])
def test_the_output_has_the_shape_of_the_input(shape: tuple[int, int]) -> None:
    channels, side = shape
    network = ConvAutoencoder(design_for(channels, side, 10)).eval()
    codes, output = network(torch.zeros(2, channels, side, side))
    assert codes.shape == (2, 10)
    assert output.shape == (2, channels, side, side)


def test_every_parameter_gets_a_gradient() -> None:
    network = ConvAutoencoder(design_for(1, 28, 10))
    x = torch.randn(4, 1, 28, 28)
    train.reconstruction_loss(network, x, x).backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())


def test_training_reconstructs_better_than_the_mean() -> None:
    _, history = fit(blobs(), epochs=30)
    assert history.loss[-1] < 0.5 * history.loss[0]
    assert history.loss[-1] < 0.6  # the mean alone gives 1: the inputs have variance 1


def test_reconstructing_neighbours_forgets_in_what_they_differ() -> None:
    rng = np.random.default_rng(0)
    kinds = np.arange(240) % 3
    bases, slant = rng.normal(size=(3, 2, 6, 6)) * 2.0, rng.normal(size=(2, 6, 6))
    x = (bases[kinds] + rng.normal(size=(240, 1, 1, 1)) * slant).astype("f4")
    source = RowSource(x, lambda rows: rows, *moments(x, lambda rows: rows))

    def spread(plan: train.Schedule) -> float:
        design = Design(source.channels, source.side, code=4, widths=(8, 16))
        with train.fixed_threads():
            network, _ = train.train_autoencoder(
                design, source, plan, seed=0, device=CPU, ctx=NULL_CONTEXT, alike=alike
            )
        output = network(source.take(np.arange(240)))[1].detach().numpy()
        means = np.stack([output[kinds == kind].mean(axis=0) for kind in range(3)])
        return float((output - means[kinds]).std())

    alone = train.Schedule(epochs=24, batch=16, neighbours=0)
    together = train.Schedule(epochs=24, batch=16, neighbours=60)
    assert spread(together) < 0.75 * spread(alone)


def test_the_reconstruction_error_is_in_the_units_of_the_inputs() -> None:
    source = blobs()
    network, _ = fit(source, epochs=30)
    error = train.reconstruction_error(network, source, source.spread)
    x = source.take(np.arange(source.count))
    gap = (network(x)[1].detach() - x).numpy() * source.spread
    assert error == pytest.approx(float(np.square(gap).mean()), rel=1e-4)


def test_the_same_seed_gives_the_same_codes_and_another_seed_others() -> None:
    source = blobs()
    codes = [train.encode(fit(source, seed)[0], source, CPU, NULL_CONTEXT) for seed in (3, 3, 4)]
    assert np.array_equal(codes[0], codes[1])
    assert not np.array_equal(codes[0], codes[2])


def test_training_leaves_the_callers_random_numbers_alone() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    fit(blobs(), epochs=1)
    assert torch.equal(torch.rand(3), expected)


class StopAfter(NullContext):
    def __init__(self, calls: int) -> None:
        self.left = calls

    def check_cancelled(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_cancel_stops_between_batches() -> None:
    ctx = StopAfter(5)
    with pytest.raises(Cancelled):
        fit(blobs(), epochs=1000, ctx=ctx)
    assert ctx.left == -1


def test_progress_counts_epochs() -> None:
    seen = []

    class Listener(NullContext):
        def progress(self, stage, done, total, text="") -> None:
            seen.append((stage, done, total))

    fit(blobs(), epochs=3, ctx=Listener())
    assert seen == [("Learning your photos", n, 3) for n in (1, 2, 3)]


def test_no_batch_is_a_single_photo() -> None:
    for count in (17, 33, 2):
        sizes = [len(part) for part in train.batches(count, 16, torch.Generator())]
        assert sum(sizes) == count
        assert min(sizes) > 1


def test_mirror_turns_left_to_right_and_nothing_else() -> None:
    x = torch.arange(8.0).reshape(1, 1, 2, 4).repeat(40, 1, 1, 1)
    changed = mirror(x, torch.Generator().manual_seed(0))
    turned = (changed == x.flip(3)).all(dim=(1, 2, 3))
    same = (changed == x).all(dim=(1, 2, 3))
    assert bool((turned | same).all())
    assert 5 < int(turned.sum()) < 35


def test_jiggle_moves_a_dot_only_a_little() -> None:
    x = torch.zeros(50, 1, 28, 28)
    x[:, :, 13:15, 13:15] = 1.0
    changed = jiggle(x, torch.Generator().manual_seed(0))
    place = torch.arange(28.0)
    across = (changed.sum(dim=2) * place).sum(dim=(1, 2)) / changed.sum(dim=(1, 2, 3))
    assert float((across - 13.5).abs().max()) < 4.0
    assert float(across.std()) > 0.5
