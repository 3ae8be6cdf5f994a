"""The jobs: plain functions `job(ctx, library, ...)` that the window and the commands start."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from photoorg.catalog import facts, machine
from photoorg.errors import SurroundingsError
from photoorg.pipeline import answering, delete, preloading, settling, undo
from photoorg.pipeline.lock import held
from photoorg.records import (
    Changes,
)

if TYPE_CHECKING:
    from photoorg.catalog.machine import Run
    from photoorg.pipeline import regroup
    from photoorg.pipeline.library import Library
    from photoorg.records import (
        Context,
        DeleteReport,
        ExportKind,
        ExportReport,
        ListingKind,
        Saved,
        UndoReport,
    )


def index_job(
    ctx: Context,
    library: Library,
    folders: Sequence[str],
    *,
    cluster: bool = True,
    device: str = "auto",
) -> dict[str, Any]:
    """Scan, date, place, make thumbnails; then embed and cluster (unless `cluster` is False).

    Incremental, and resumable after a stop or a kill. Returns the JSON of the command `index`.
    """
    started = time.perf_counter()
    library.check_writable()
    with held(library.paths.writer_lock):
        settling.recover(library)
        report, scan_seconds, decode_seconds = _scan(ctx, library, folders, cluster)
    seconds = {"scan": scan_seconds, "decode": decode_seconds}
    seconds |= {"embed": 0.0, "cluster": 0.0, "stacks": 0.0}
    used, regrouped = "none", None
    if cluster:
        with held(library.paths.learning_lock):
            before = machine.current_run(library.db)
            seconds["embed"], seconds["cluster"], used = _learn(ctx, library, device)
            regrouped = _regrouped(library, before)
            seconds["stacks"] = _stack(ctx, library)
    seconds["total"] = time.perf_counter() - started
    tree = library.clusters()
    leaves = {c.id for c in tree} - {c.parent for c in tree}
    return {
        **report,
        "clusters": len(leaves),
        "regrouped": regrouped,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "device": used,
    }


def _scan(
    ctx: Context, library: Library, folders: Sequence[str], cluster: bool
) -> tuple[dict[str, Any], float, float]:
    from photoorg.pipeline.scan import scan

    report = scan(ctx, library, folders, preloading.begin if cluster else lambda: None)
    found = report.photos + report.missing + report.offline + len(report.problems)
    if not found:
        facts.drop_empty_roots(library.db)
        raise SurroundingsError(
            f"There are no pictures in {', '.join(folders)}.",
            "Choose a folder that holds JPEG, PNG, HEIC or other pictures.",
        )
    counts = {
        name: getattr(report, name)
        for name in (
            "photos", "new", "changed", "moved", "unchanged", "missing", "offline", "skipped",
        )
    }  # fmt: skip
    said = {
        name: [{"path": p.path, "reason": p.reason} for p in files]
        for name, files in (("problems", report.problems), ("skipped_files", report.skipped_files))
    }
    return {**counts, **said}, report.scan_seconds, report.decode_seconds


def _learn(ctx: Context, library: Library, device: str) -> tuple[float, float, str]:
    """Embed and cluster what needs it; (seconds, seconds, device or "none" if nothing did)."""
    from photoorg.pipeline import cluster, drawing

    if not cluster.is_due(library) and not drawing.is_due(library):
        return 0.0, 0.0, "none"
    started = time.perf_counter()
    used = _embedded(ctx, library, device)
    embedded = time.perf_counter()
    cluster.cluster(ctx, library, used)
    drawing.fill(ctx, library)
    ctx.changed(Changes(clusters=True))
    return embedded - started, time.perf_counter() - embedded, used


def _embedded(ctx: Context, library: Library, device: str) -> str:
    """Recognise what is in the photos that came; the device that is used."""
    from photoorg.pipeline.device import resolve
    from photoorg.pipeline.embed import STAGE, embed

    ctx.progress(STAGE, 0, 0)  # importing torch takes seconds: say what is coming
    used = resolve(device, ctx)
    embed(ctx, library, used)
    return used


def _regrouped(library: Library, before: Run | None) -> dict[str, Any] | None:
    """What a grouping that the rule asked for has changed; None if there was none, or no other."""
    from photoorg.pipeline import regroup

    run = machine.current_run(library.db)
    if before is None or run is None or run.id == before.id:
        return None
    return regroup.document(regroup.compared(library, before.id, run.id))


def regroup_job(
    ctx: Context,
    library: Library,
    *,
    device: str = "auto",
    way: regroup.Step | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Group all photos again, or show the grouping before or after. The JSON of `regroup`."""
    from photoorg.pipeline import regroup

    library.check_writable()
    with held(library.paths.learning_lock):
        if way is not None:
            found = regroup.step(ctx, library, way)
            _learn(ctx, library, device)  # what came since is placed
        else:
            used = _embedded(ctx, library, device)
            found = regroup.group_again(ctx, library, used, dry_run)
    state = library.groupings()
    return {
        **regroup.document(found),
        "dry_run": dry_run,
        "back": state.before is not None,
        "forward": state.after is not None,
    }


def place_job(ctx: Context, library: Library, *, device: str = "auto") -> dict[str, Any]:
    """Place the photos that the grouping which is shown does not know yet."""
    library.check_writable()
    with held(library.paths.learning_lock):
        before = library.groupings().unplaced
        _learn(ctx, library, device)
    return {"placed": before - library.groupings().unplaced}


def _stack(ctx: Context, library: Library) -> float:
    """Measure and compare what is new; how many seconds it took."""
    from photoorg.pipeline import stacks

    started = time.perf_counter()
    stacks.update(ctx, library)
    return time.perf_counter() - started


def delete_job(
    ctx: Context, library: Library, photo_ids: Sequence[int], title: str, keep: Sequence[int] = ()
) -> DeleteReport:
    """Move photos to the trash as one undoable operation; those of `keep` stay in any case."""
    return delete.delete(ctx, library, photo_ids, title, keep)


def undo_job(ctx: Context, library: Library, operation: int | None = None) -> UndoReport:
    """Take an operation back; None: the newest of which files can be."""
    return undo.undo(ctx, library, operation)


def undo_all_job(ctx: Context, library: Library) -> UndoReport:
    """Take back every deletion, as far as the trash still holds the files."""
    return undo.undo_all(ctx, library)


def export_job(
    ctx: Context,
    library: Library,
    photo_ids: Sequence[int],
    kind: ExportKind,
    folder: str,
    title: str,
) -> ExportReport:
    """Move or copy photos into a folder, or write sidecars beside them; one undoable operation."""
    from photoorg.pipeline import export, sidecars

    if kind == "xmp":
        return sidecars.write_sidecars(ctx, library, photo_ids, title)
    return export.transfer_photos(ctx, library, photo_ids, folder, kind, title)


def listing_job(
    ctx: Context, library: Library, photo_ids: Sequence[int], kind: ListingKind, path: str
) -> Saved:
    """Write photos and their verdicts to a new file for other programs."""
    from photoorg.pipeline import listing

    ctx.progress("Writing the list", 0, 0)
    return listing.save(listing.listing(library, photo_ids, kind), path)


def run(name: str, ctx: Context, library: Library, args: dict[str, Any]) -> dict[str, Any]:
    """Run a job by name, for the child process; the result is plain JSON."""
    if name in answering.QUESTIONS:
        return answering.answer(name, ctx, library, **args)
    if name == "index":
        return index_job(ctx, library, **args)
    if name == "regroup":
        return regroup_job(ctx, library, **args)
    if name == "place":
        return place_job(ctx, library, **args)
    if name == "delete":
        return asdict(delete_job(ctx, library, **args))
    if name == "undo":
        return asdict(undo_job(ctx, library, **args))
    raise ValueError(f"no job named {name}")
