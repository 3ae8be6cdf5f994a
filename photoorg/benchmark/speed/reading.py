"""Reading photos: the full pass against the bare decode, one core against two, and first sight."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from photoorg.benchmark.speed import bare
from photoorg.benchmark.speed.measure import Pair, in_turn
from photoorg.benchmark.speed.photos import Photos
from photoorg.benchmark.speed.plan import Sizes
from photoorg.benchmark.speed.rows import AT_LEAST, Bar, Row, not_measured, of_pair
from photoorg.pipeline.library import Library
from photoorg.records import Context, FoundFile, Picture

FULL_PASS, TWO_CORES, FIRST_SIGHT = Bar(1.25), Bar(1.85, sign=AT_LEAST), Bar(0.05)
INPUT_SIDE = 224


def rows(photos: Photos, sizes: Sizes, ctx: Context) -> list[Row]:
    """The three rows about reading."""
    paths = list(itertools.islice(itertools.cycle(photos.jpegs), sizes.read))
    return [
        full_pass(paths, photos, sizes.turns, ctx),
        two_cores(paths, sizes.turns, ctx),
        first_sight(paths, sizes.turns, ctx),
    ]


def full_pass(paths: Sequence[str], photos: Photos, turns: int, ctx: Context) -> Row:
    """CPU time a photo, one core, this process; photo by photo in turn with the floor."""
    pair = in_turn(
        lambda: each(read_whole, paths), lambda: each(bare.grey_eighth, paths), turns,
        clock=time.process_time, check=ctx.check_cancelled,
    )  # fmt: skip
    return of_pair(
        "full pass", pair.times(1000 / len(paths)), "ms a photo", FULL_PASS,
        "the file read, decoded at 1/8 in grey by libjpeg-turbo",
        f"read, hash, EXIF, thumbnail, network input; JPEGs of {photos.megabytes:.1f} MB; CPU time",
    )  # fmt: skip


def each(act: Callable[[str], object], paths: Sequence[str]) -> None:
    """Do it for every file."""
    for path in paths:
        act(path)


def read_whole(path: str) -> None:
    """All that is done to a photo before the network sees it."""
    from photoorg.files.reader import read_picture
    from photoorg.files.thumbnails import thumbnail_pixels

    picture = read_picture(path, 0, 0)
    if isinstance(picture, Picture):
        thumbnail_pixels([picture.thumbnail], INPUT_SIDE)


# --- Two cores ------------------------------------------------------------------------------------


def two_cores(paths: Sequence[str], turns: int, ctx: Context) -> Row:
    """Photos a second by the scan's worker processes: two of them, and one."""
    from photoorg.files.pool import ReaderPool, default_workers

    if default_workers() < 2:
        return not_measured("full pass on two cores", TWO_CORES, "there is one core here.")
    found = [FoundFile(path, Path(path).stat().st_size, 0) for path in paths]
    with ReaderPool(workers=1) as one, ReaderPool(workers=2) as two:

        def read(pool: ReaderPool) -> None:
            for _ in pool.read(found, while_waiting=ctx.check_cancelled):
                pass

        pair = in_turn(lambda: read(two), lambda: read(one), turns)
    return of_pair(
        "full pass on two cores", rates(pair, len(paths)), "photos/s", TWO_CORES,
        "one worker process", "worker processes of the scan; wall time",
        "The second core was not free, or they share memory and clock.",
    )  # fmt: skip


def rates(pair: Pair, count: int) -> Pair:
    """Seconds for `count` items as items a second."""
    return Pair(tuple(count / one for one in pair.own), tuple(count / one for one in pair.against))


# --- First sight ----------------------------------------------------------------------------------


def first_sight(paths: Sequence[str], turns: int, ctx: Context) -> Row:
    """Date, place and preview from the head of each file, against its full pass; CPU time.

    As a scan does it, but for the thread: with its row in the catalogue, and forgotten again.
    """
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library")
        try:
            look = looker(library)
            if not look(paths):
                why = "none of these photos has a preview in its EXIF."
                return not_measured("first sight", FIRST_SIGHT, why)
            pair = in_turn(
                lambda: look(paths), lambda: each(read_whole, paths), turns,
                clock=time.process_time, check=ctx.check_cancelled,
            )  # fmt: skip
        finally:
            library.close()
    return of_pair(
        "first sight", pair.times(1000 / len(paths)), "ms a photo", FIRST_SIGHT, "the full pass",
        "date, place and a provisional thumbnail from the head of the file; CPU time",
    )  # fmt: skip


def looker(library: Library) -> Callable[[Sequence[str]], int]:
    """What looks at files and dates and places them; it returns how many previews it found."""
    from photoorg.catalog import facts, glimpses
    from photoorg.files.first_sight import first_sight as look
    from photoorg.pipeline.rows import Rows, Seen

    root_id, _ = facts.ensure_root(library.db, str(library.folder))

    def looked(paths: Sequence[str]) -> int:
        seen = [(path, look(path)) for path in paths]
        known = [
            Seen(os.fsencode(path), path, 0, 0, "", sight.metadata)
            for path, sight in seen
            if sight is not None
        ]
        sights = [sight for _, sight in seen if sight is not None]
        made = [
            glimpses.Glimpse(row, sight.orientation, facts.camera(sight.metadata))
            for row, sight in zip(Rows(library.db).make(known), sights, strict=True)
        ]
        with library.db.transaction():
            glimpses.put(library.db, root_id, made)
            glimpses.drop_all(library.db, root_id)
        return sum(bool(sight and sight.preview) for _, sight in seen)

    return looked
