"""The slower formats, each against a bare decode of the same file."""

from __future__ import annotations

import time

from photoorg.benchmark.speed import bare
from photoorg.benchmark.speed.measure import in_turn
from photoorg.benchmark.speed.photos import FORMATS, Photos
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import Bar, Row, not_measured, of_pair
from photoorg.records import Context, Picture

FORMAT = Bar(1.25)


def rows(photos: Photos, sizes: Sizes, ctx: Context) -> list[Row]:
    """A row for each format; files it could not get say why."""
    found = []
    for name in FORMATS:
        if name in photos.formats:
            found.append(one(name, photos.formats[name], sizes.turns, ctx))
        else:
            found.append(not_measured(name, FORMAT, photos.why.get(name, "there is no file.")))
    return found


def one(name: str, path: str, turns: int, ctx: Context) -> Row:
    """CPU time of one file: hash, strict decode, metadata, thumbnail."""
    from photoorg.files.reader import read_picture

    picture = read_picture(path, 0, 0)
    if not isinstance(picture, Picture):
        return not_measured(name, FORMAT, f"this file is refused: {picture.reason}")
    pair = in_turn(
        lambda: read_picture(path, 0, 0), lambda: bare.DECODERS[name](path), turns,
        clock=time.process_time, check=ctx.check_cancelled,
    )  # fmt: skip
    size = f"{picture.width} x {picture.height}, {picture.size / 1e6:.1f} MB; CPU time"
    peer = "a bare decode of the same file to 256 pixels"
    return of_pair(name, pair.times(1000), "ms a photo", FORMAT, peer, size)
