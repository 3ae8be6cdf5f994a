"""Embedding against the backbone's bare forward pass, training against a bare PyTorch loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from photoorg.benchmark.speed.measure import in_turn
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, not_measured, of_pair
from photoorg.learn import features, refine, replicas, train
from photoorg.learn.autoencoder import ConvAutoencoder, design_for
from photoorg.learn.device import ABSENT, LABELS, why_not
from photoorg.learn.sources import RowSource, moments, unpacker, views_for
from photoorg.pipeline import grouping, starting
from photoorg.records import NULL_CONTEXT, Context

EMBEDDING, TRAINING = Bar(1.15), Bar(1.10)
CLUSTERS = 16
STEPS = 12  # of each network in a turn

Bytes = NDArray[np.uint8]


def rows(sizes: Sizes, ctx: Context) -> list[Row]:
    """Embedding on the processor and, where there is one, on a graphics card; training."""
    if not grouping.HAS_WEIGHTS:
        why = "the network that recognises contents is not installed."
        return [
            not_measured("embedding", EMBEDDING, why),
            not_measured("training step", TRAINING, why),
        ]
    count = max(features.CHUNK, min(2 * sizes.read, 4 * features.CHUNK))
    return [
        embedding(count, sizes.turns, ctx),
        on_graphics(8 * count, sizes.turns, ctx),
        training(sizes.turns, ctx),
    ]


def pictures(count: int) -> Bytes:
    """Squares as the network gets them; what they show does not change its cost."""
    chance = np.random.default_rng(1)
    side = grouping.INPUT_SIDE
    return chance.integers(0, 256, (count, side, side, 3), dtype=np.uint8)


def embedding(count: int, turns: int, ctx: Context) -> Row:
    """Pixels to stored rows, against the forward pass: same batch (one photo), same threads."""
    extractor, pixels = features.BackboneExtractor(), pictures(count)
    cpu = torch.device("cpu")
    network = extractor.network(cpu)
    inputs = [torch.from_numpy(one).permute(2, 0, 1)[None].float() for one in pixels]

    def ours() -> None:
        for _ in features.extract(extractor, lambda i, j: pixels[i:j], count, cpu, NULL_CONTEXT):
            pass

    def forward(one: Tensor) -> None:
        with torch.inference_mode():
            network(one)

    threads = os.cpu_count() or 1
    with ThreadPoolExecutor(threads, initializer=features.one_thread) as pool:
        pair = in_turn(
            ours, lambda: list(pool.map(forward, inputs)), turns, check=ctx.check_cancelled
        )
    return of_pair(
        "embedding", pair.times(1000 / count), "ms a photo", EMBEDDING,
        "the backbone's forward pass", f"batches of one on {threads} threads; {count} photos",
    )  # fmt: skip


def on_graphics(count: int, turns: int, ctx: Context) -> Row:
    """The same in batches on CUDA or Apple's graphics."""
    name = "embedding on a graphics card"
    kind = next((kind for kind in ("cuda", "mps") if why_not(kind) is None), None)
    if kind is None:
        return not_measured(name, EMBEDDING, f"of graphics cards {ABSENT}.")
    extractor, pixels, device = features.BackboneExtractor(), pictures(count), torch.device(kind)
    network = extractor.network(device)
    inputs = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().to(device)

    def ours() -> None:
        for _ in features.extract(extractor, lambda i, j: pixels[i:j], count, device, NULL_CONTEXT):
            pass

    def bare() -> None:
        with torch.inference_mode(), torch.autocast(kind, enabled=kind == "cuda"):
            for start in range(0, count, features.CHUNK):
                maps, _ = network(inputs[start : start + features.CHUNK])
            maps.sum().item()  # waits for the device

    pair = in_turn(ours, bare, turns, check=ctx.check_cancelled)
    return of_pair(
        name, pair.times(1000 / count), "ms a photo", EMBEDDING,
        "the backbone's forward pass on pixels that are there already",
        f"{LABELS[kind]}; batches of {features.CHUNK}; {count} photos",
    )  # fmt: skip


# --- Training -------------------------------------------------------------------------------------


def training(turns: int, ctx: Context) -> Row:
    """So many steps of the autoencoder and of DEC, against the same networks in plain loops."""
    schedule = train.Schedule(epochs=1)
    how = refine.Refinement(rounds=1, epochs=1, fewest_steps=0)
    source = maps(STEPS * schedule.batch)
    ready = torch.from_numpy(source.take(np.arange(source.count)).numpy())
    target = np.arange(source.count) % CLUSTERS
    with starting.fixed_arithmetic():
        pair = in_turn(
            lambda: ours(source, schedule, how, target),
            lambda: plain(ready, schedule, how, torch.from_numpy(target)),
            turns, check=ctx.check_cancelled,
        )  # fmt: skip
    steps = STEPS + STEPS * schedule.batch // how.batch
    return of_pair(
        "training step", pair.times(1000 / steps), "ms a step", TRAINING,
        "the same networks in a bare PyTorch loop, inputs ready as float32",
        f"mean over {STEPS} steps of the autoencoder ({schedule.batch} photos) and "
        f"{steps - STEPS} of DEC ({how.batch} photos), {train.THREADS} thread",
    )  # fmt: skip


def maps(count: int) -> RowSource:
    """Rows as they are stored, of so many photos."""
    chance = np.random.default_rng(2)
    stored = chance.integers(90, 170, (count, grouping.FEATURE_BYTES), dtype=np.uint8)
    unpack = unpacker(grouping.FEATURE_MODEL)
    return RowSource(stored, unpack, *moments(stored, unpack))


def ours(
    source: RowSource, schedule: train.Schedule, how: refine.Refinement, target: NDArray[np.int64]
) -> None:
    """One pass of each network as a grouping makes them, changed views and all."""
    design = design_for(source.channels, source.side, starting.CODE)
    cpu, views = torch.device("cpu"), views_for(grouping.FEATURE_MODEL)
    train.train_autoencoder(
        design, source, schedule, seed=0, device=cpu, ctx=NULL_CONTEXT, views=views
    )
    network = refine.untrained(design, CLUSTERS, 0, cpu)
    lesson = replicas.Lesson(source, np.arange(source.count), target, views)
    replicas.learn(network, lesson, 1, how, 0, NULL_CONTEXT, lambda epoch: None)


def plain(ready: Tensor, schedule: train.Schedule, how: refine.Refinement, target: Tensor) -> None:
    """Forward, loss, backward, AdamW; nothing else."""
    design = design_for(ready.shape[1], ready.shape[2], starting.CODE)
    autoencoder = ConvAutoencoder(design).to(memory_format=torch.channels_last)
    loop(
        autoencoder, ready, schedule.batch, schedule.rate,
        lambda x, _: nn.functional.mse_loss(autoencoder(x)[1], x),
    )  # fmt: skip
    network = refine.untrained(design, CLUSTERS, 0, torch.device("cpu"))
    loop(
        network, ready, how.batch, how.rate,
        lambda x, chosen: nn.functional.nll_loss(network(x), target[chosen]),
    )  # fmt: skip


def loop(
    network: nn.Module,
    ready: Tensor,
    batch: int,
    rate: float,
    loss_of: Callable[[Tensor, Tensor], Tensor],
) -> None:
    """One shuffled pass over inputs that are ready."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate)
    network.train()
    for chosen in torch.randperm(len(ready)).split(batch):  # type: ignore[no-untyped-call]
        x = ready[chosen].to(memory_format=torch.channels_last)
        optimiser.zero_grad(set_to_none=True)
        loss_of(x, chosen).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
