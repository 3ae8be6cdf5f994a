"""Which groupings are kept, which one is shown, and when the library is to be grouped again.

The rule: without a grouping, with another feature model, or when over a fifth of the photos are
new since it was learned, the library is learned anew. Fewer new photos are placed in seconds.
Groupings are kept in one line like the steps of an editor: the user goes back and forward, and a
new one takes the place of all that were gone back from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from photoorg.catalog import machine, tallies
from photoorg.errors import UsageError
from photoorg.pipeline import grouping
from photoorg.records import Groupings

if TYPE_CHECKING:
    from photoorg.catalog.machine import Run
    from photoorg.pipeline.library import Library
    from photoorg.records import Changes, GroupingReason

KEPT = 3  # groupings: the newest and two before it; 9 MB each and a model of at most 30 for 100,000
RETRAIN_SHARE = 0.2
OFFER_SHARE = 0.1  # of the library new, or in no group: worth a word
OFFER_LEAST = 20  # photos


def is_usable(library: Library, run: Run) -> bool:
    """Whether further photos can be placed in a run: same features, checkpoint still there."""
    same = run.model == grouping.FEATURE_MODEL
    return same and (library.paths.models / run.checkpoint).exists()


def due(library: Library, run: Run | None) -> GroupingReason | None:
    """Why the library is to be learned anew, by the rule above; None if it is not."""
    if run is None:
        return "first"
    if not is_usable(library, run):
        return "features" if run.model != grouping.FEATURE_MODEL else "lost"
    return "share" if new_since(library, run) > RETRAIN_SHARE * _known(run) else None


def new_since(library: Library, run: Run) -> int:
    """How many photos came since the current run was learned, or since the user went back to it."""
    new = machine.unlearned(library.db, run.id, grouping.FEATURE_MODEL)
    return max(0, new - _accepted(run))


def _accepted(run: Run) -> int:
    return int(run.parameters.get("accepted", 0))


def _known(run: Run) -> int:
    """The photos that a run is a grouping of."""
    return run.photos + _accepted(run)


# --- Back and forward ----------------------------------------------------------------------------


def beside(library: Library, current: Run | None, step: Literal[-1, 1]) -> Run | None:
    """The grouping before the current one (-1), or the one gone back from (1); None: there is none.

    One whose model is lost or of other features can not place what came since: it is passed over.
    """
    if current is None:
        return None
    kept = [run for run in machine.kept_runs(library.db) if is_usable(library, run)]
    if step < 0:
        return next((run for run in reversed(kept) if run.id < current.id), None)
    return next((run for run in kept if run.id > current.id), None)


def state(library: Library) -> Groupings:
    """What the window offers: back, forward, or to group again."""
    run = machine.current_run(library.db)
    if run is None:
        return Groupings()
    back, forward = beside(library, run, -1), beside(library, run, 1)
    new, grouped = new_since(library, run), tallies.photos(library.db, "cluster")
    unsorted = grouped.get(tallies.UNSORTED, 0)
    least = max(OFFER_LEAST, OFFER_SHARE * _known(run))
    return Groupings(
        run=run.id,
        created=run.created,
        before=back.created if back else None,
        after=forward.created if forward else None,
        new=new,
        unsorted=unsorted,
        unplaced=grouped.get(tallies.UNGROUPED, 0),
        offered=new > 0 and max(new, unsorted) >= least,
    )


def go(library: Library, step: Literal[-1, 1]) -> Changes:
    """Show the grouping before, or after, the current one; a decision, and undone as one.

    Photos that came since are not in it yet: `cluster.cluster` places them. Raises `UsageError` if
    there is no such grouping.
    """
    from photoorg.pipeline import decide

    current = machine.current_run(library.db)
    wanted = beside(library, current, step)
    if current is None or wanted is None:
        where = "before" if step < 0 else "after"
        raise UsageError(f"There is no grouping {where} this one that could be shown.")
    return decide.choose_grouping(library.db, current.id, wanted.id)


def tidy(library: Library) -> None:
    """After a run was added: drop those that are too old, and the models that nothing needs."""
    kept = machine.kept_runs(library.db)
    machine.drop_runs(library.db, [run.id for run in kept[:-KEPT]])
    drop_checkpoints(library)


def drop_forward(library: Library) -> None:
    """Forget the groupings that the user went back from: a new one takes their place."""
    run = machine.current_run(library.db)
    if run is not None:
        kept = machine.kept_runs(library.db)
        machine.drop_runs(library.db, [other.id for other in kept if other.id > run.id])


def drop_checkpoints(library: Library) -> None:
    """Delete the models of groupings that are not kept."""
    named = {run.checkpoint for run in machine.kept_runs(library.db)}
    for path in library.paths.models.glob("run-*.pt"):
        if path.name not in named:
            path.unlink(missing_ok=True)
