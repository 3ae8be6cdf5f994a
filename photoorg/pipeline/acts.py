"""What all processes of a job do together: learning a network, refining it, recognising contents.

Here is the side of the ranks that follow: they call the very function that rank 0 is in, with the
same arguments, and `learn.ranks` divides the work inside. Rank 0 orders the acts of learning from
`starting.together`. Only recognising has two sides: what rank 0 hands out are stored thumbnails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from photoorg.errors import SurroundingsError
from photoorg.files.thumbnails import thumbnail_pixels
from photoorg.learn import features, ranks
from photoorg.learn.device import choose_device
from photoorg.learn.team import Posted, cores, receive
from photoorg.pipeline import grouping, learning, starting
from photoorg.pipeline.starting import Run

if TYPE_CHECKING:
    from photoorg.learn.device import Device
    from photoorg.learn.team import Order, Team
    from photoorg.records import Context

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Thumbnails = Callable[[int, int], Sequence[bytes]]
Block = tuple[int, int, Bytes]

END = "end"


def serve(team: Team, ctx: Context) -> None:
    """Every rank but 0: do what is ordered until the end."""
    while (order := team.next_order(ctx.check_cancelled)).act != END:
        ACTS[order.act](order, ctx)


# --- Learning ------------------------------------------------------------------------------------


def run_of(order: Order, ctx: Context) -> Run:
    """The run that rank 0 is in, as this rank sees it."""
    plain = order.plain
    device = same_device(plain["device"], ctx)
    rows, augment = order.arrays["rows"], plain["augment"]
    return Run(rows, plain["model"], plain["seed"], device, ctx, augment=augment, k=plain["k"])


def same_device(kind: str, ctx: Context) -> Device:
    """The device of the kind that rank 0 uses; raises `SurroundingsError` if it does not work."""
    device = choose_device(kind, ctx)
    if device.type != kind:
        raise SurroundingsError(
            "it has no graphics card that works.", "Give --device cpu to use the processors."
        )
    return device


def do_train(order: Order, ctx: Context) -> None:
    """This rank's part of `train_network`."""
    run = run_of(order, ctx)
    with starting.fixed_arithmetic(), ranks.act():
        starting.train_share(run, starting.source_of(run.rows, run.model))


def do_refine(order: Order, ctx: Context) -> None:
    """This rank's part of `refine_network`."""
    run = run_of(order, ctx)
    with starting.fixed_arithmetic(), ranks.act():
        source = starting.source_of(run.rows, run.model)
        learning.refine_network(run, source, order.arrays["votes"])


# --- Recognising contents ------------------------------------------------------------------------


def thumbnail_features(
    thumbnails: Thumbnails, count: int, device: str, ctx: Context
) -> Iterator[Block]:
    """`grouping.thumbnail_features` on all ranks: each decodes and recognises a chunk at a time.

    What travels are the stored JPEGs (11 kB a photo; the pixels would be 150 kB) and the
    rows that come back. While rank 0 writes a round of rows, the others work on the next.
    """
    team = ranks.team()
    assert team is not None
    where = choose_device(device, ctx)
    team.order("features", {"device": where.type, "model": grouping.FEATURE_MODEL}, {})
    rounds = rounds_of(count, team.size)
    with Recogniser(where, ctx) as recognise:
        posted = post(thumbnails, rounds[0]) if rounds else []
        for number, blocks in enumerate(rounds, 1):
            ctx.check_cancelled()
            found = [(*blocks[0], recognise(thumbnails(*blocks[0])))]
            found += [(*block, rows_from(rank, block)) for rank, block in others(blocks)]
            wait(posted)
            posted = post(thumbnails, rounds[number]) if number < len(rounds) else []
            yield from found
    wait([Posted(lengths_of([]), rank) for rank in range(1, team.size)])


def rounds_of(count: int, size: int) -> list[list[tuple[int, int]]]:
    """The chunks of `count` photos, as many a round as there are ranks."""
    starts = range(0, count, features.CHUNK)
    chunks = [(start, min(start + features.CHUNK, count)) for start in starts]
    return [chunks[i : i + size] for i in range(0, len(chunks), size)]


def others(blocks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Rank and chunk of a round, but for rank 0's."""
    return enumerate(blocks[1:], 1)


def post(thumbnails: Thumbnails, blocks: Sequence[tuple[int, int]]) -> list[Posted]:
    """Send the other ranks their chunks of a round: the lengths of the JPEGs, then these."""
    posted = []
    for rank, block in others(blocks):
        jpegs = list(thumbnails(*block))
        data = np.frombuffer(bytearray().join(jpegs), dtype=np.uint8)
        posted += [Posted(lengths_of(jpegs), rank), Posted(data, rank)]
    return posted


def lengths_of(jpegs: Sequence[bytes]) -> Ints:
    """How many there are and how long each is; none means that all is done."""
    lengths = np.zeros(features.CHUNK + 1, dtype=np.int64)
    lengths[0], lengths[1 : len(jpegs) + 1] = len(jpegs), [len(jpeg) for jpeg in jpegs]
    return lengths


def wait(posted: Sequence[Posted]) -> None:
    """Until all has arrived."""
    for one in posted:
        one.wait()


def rows_from(rank: int, block: tuple[int, int]) -> Bytes:
    """The rows that another rank made of a chunk."""
    rows = np.empty((block[1] - block[0], grouping.FEATURE_BYTES), dtype=np.uint8)
    receive(rows, rank)
    return rows


def do_features(order: Order, ctx: Context) -> None:
    """Recognise chunks until an empty one comes."""
    if order.plain["model"] != grouping.FEATURE_MODEL:
        raise SurroundingsError(
            "its network that recognises contents is another one.",
            "Install the same packages and weights on all machines.",
        )
    lengths = np.zeros(features.CHUNK + 1, dtype=np.int64)
    with Recogniser(same_device(order.plain["device"], ctx), ctx) as recognise:
        while receive(lengths, 0)[0]:
            ctx.check_cancelled()
            sizes = lengths[1 : lengths[0] + 1]
            data = receive(np.empty(int(sizes.sum()), dtype=np.uint8), 0).tobytes()
            ends = np.cumsum(sizes).tolist()
            rows = recognise([data[a:b] for a, b in zip([0, *ends], ends, strict=False)])
            Posted(rows, 0).wait()


class Recogniser:
    """Rows of stored thumbnails, on as many threads as this process has cores."""

    def __init__(self, device: Device, ctx: Context) -> None:
        self._extractor = features.extractor_for(grouping.FEATURE_MODEL)
        self._device, self._ctx = device, ctx
        self._pool = ThreadPoolExecutor(cores(), initializer=features.one_thread)

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __call__(self, jpegs: Sequence[bytes]) -> Bytes:
        """(m, FEATURE_BYTES)."""
        pixels = thumbnail_pixels(jpegs, grouping.INPUT_SIDE)
        return features.rows_of(self._extractor, pixels, self._device, self._pool, self._ctx)


ACTS: dict[str, Callable[[Order, Context], None]] = {
    "train": do_train,
    "refine": do_refine,
    "features": do_features,
}
