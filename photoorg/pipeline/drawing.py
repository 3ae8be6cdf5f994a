"""Draws the map of the library: a position for every photo of the current clustering.

After a training the positions come from its own neighbour graph. Photos that were placed since then
go beside those they resemble, and so does everything in a library that was grouped before there was
a map: then a sample of it is laid out first. Nothing moves but by a new training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from photoorg.catalog import library_map, machine
from photoorg.log import log_time

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photoorg.catalog.machine import Run
    from photoorg.clusters.evidence import Projection
    from photoorg.pipeline.grouping import Grouping
    from photoorg.pipeline.library import Library
    from photoorg.pipeline.starting import Start
    from photoorg.records import Context

    Floats = NDArray[np.float32]

T = TypeVar("T")
MOST_KNOWN = 10_000  # photos among which others look for their neighbours
STAGE = "Drawing the map"


def of_start(start: Start, kinds: Sequence[Floats], ctx: Context) -> Floats:
    """Positions (n, 2) in the unit square by the graph of a training; `kinds` as it used them."""
    import numpy as np

    from photoorg.clusters import layout

    n, chosen = len(kinds[0]), start.landmarks
    with log_time("learn", f"laying out {len(chosen)} photos"):
        first = layout.principal(kinds[0][chosen])
        known = layout.layout(start.weights, first, ctx.check_cancelled)
        every = np.empty((n, 2), dtype=np.float32)
        every[chosen] = known
        if len(chosen) < n:
            others = np.setdiff1d(np.arange(n), chosen)
            near = [(index[others], weight[others]) for index, weight in start.near]
            every[others] = layout.among(near, known)
        return layout.finished(every)


def store(library: Library, run: int, hashes: Sequence[str], result: Grouping) -> None:
    """Write the positions of a training."""
    if result.positions is not None:
        _put(library, run, hashes, result.positions)


def is_due(library: Library) -> bool:
    """Whether a grouped photo is not on the map yet."""
    run = machine.current_run(library.db)
    return run is not None and library_map.any_without_position(library.db, run.id)


def fill(ctx: Context, library: Library) -> None:
    """Put photos that are not on the map beside those they resemble. Cost: linear in them."""
    run = machine.current_run(library.db)
    if run is None:
        return
    lost = set(machine.hashes_without_features(library.db, run.model))
    todo = [h for h in library_map.without_position(library.db, run.id) if h not in lost]
    if not todo:
        return
    ctx.progress(STAGE, 0, len(todo))
    known = _sample(library_map.positions_of(library.db, run.id))
    if known:
        made = _beside(ctx, library, run, todo, known)
    else:
        made = _anew(ctx, library, run.model, todo)
    _put(library, run.id, todo, made)
    ctx.progress(STAGE, len(todo), len(todo))


def _put(library: Library, run: int, hashes: Sequence[str], xy: Floats) -> None:
    rows = zip(hashes, xy.tolist(), strict=True)
    library_map.put_positions(library.db, run, ((digest, x, y) for digest, (x, y) in rows))


def _sample(rows: Sequence[T]) -> Sequence[T]:
    """Evenly from all of them, at most `MOST_KNOWN`."""
    return rows[:: max(1, -(-len(rows) // MOST_KNOWN))]


def _beside(
    ctx: Context, library: Library, run: Run, todo: Sequence[str],
    known: Sequence[tuple[str, float, float]],
) -> Floats:  # fmt: skip
    import numpy as np

    from photoorg.clusters import layout
    from photoorg.pipeline import placing

    views = _learned_views(library, run)
    kinds, queries = _kinds(ctx, library, run.model, [row[0] for row in known], todo, views)
    xy = np.array([row[1:] for row in known], dtype=np.float32)
    return layout.beside(placing.near(queries, kinds, ctx), xy)


def _anew(ctx: Context, library: Library, model: str, todo: Sequence[str]) -> Floats:
    """A library that was grouped before there was a map: by the frozen features alone."""
    import numpy as np

    from photoorg.clusters import layout
    from photoorg.clusters.evidence import joint_graph
    from photoorg.pipeline import placing

    chosen = _sample(todo)
    kinds, queries = _kinds(ctx, library, model, chosen, todo)
    weights = joint_graph(kinds, ctx.check_cancelled)[0]
    known = layout.layout(weights, layout.principal(kinds[0]), ctx.check_cancelled)
    if len(chosen) == len(todo):
        return layout.finished(known)
    every = layout.among(placing.near(queries, kinds, ctx), known)
    every[np.isin(np.array(todo), np.array(chosen))] = known
    return layout.finished(every)


def _learned_views(library: Library, run: Run) -> Sequence[Projection]:
    """The projections that the training made, none if they are lost: new ones take seconds."""
    from photoorg.errors import SurroundingsError
    from photoorg.learn import checkpoint
    from photoorg.pipeline import placing

    try:
        held = checkpoint.load(library.paths.models / run.checkpoint)
        return placing.Model.from_plain(held, run.model).views
    except SurroundingsError:
        return ()


def _kinds(
    ctx: Context, library: Library, model: str, known: Sequence[str], todo: Sequence[str],
    views: Sequence[Projection] = (),
) -> tuple[list[Floats], list[Floats]]:  # fmt: skip
    """The frozen kinds of evidence of known photos and of those that look for a place.

    Without `views` they are projected anew.
    """
    from photoorg.pipeline import evidence

    rows = _features(library, model, known)
    views = views or evidence.fit(rows, model)
    kinds = evidence.apply(views, rows, model, ctx)
    return kinds, evidence.apply(views, _features(library, model, todo), model, ctx)


def _features(library: Library, model: str, hashes: Sequence[str]) -> NDArray[np.uint8]:
    import numpy as np

    blobs = machine.features(library.db, model, hashes)
    return np.stack([np.frombuffer(blob, np.uint8) for blob in blobs])
