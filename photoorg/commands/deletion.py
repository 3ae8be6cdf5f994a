"""`photoorg delete`, `undo` and `history`: to the trash and back."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from typing import Any

from photoorg import output
from photoorg.commands import verdicts
from photoorg.commands.common import Document, add, known, open_library
from photoorg.errors import UsageError
from photoorg.records import Filter


def add_commands(commands: Any) -> None:
    """`delete`, `undo`, `history`."""
    delete = add(commands, "delete", "move photos to the trash (undoable)", _delete)
    what = delete.add_mutually_exclusive_group()
    what.add_argument("--cluster", type=int, metavar="ID")
    what.add_argument("--photos", nargs="+", metavar="PATH")
    delete.add_argument(
        "--rejected", action="store_true", help="those marked as rejected (of the cluster, or all)"
    )
    delete.add_argument("--keep", nargs="+", metavar="PATH", help="photos to leave alone")
    delete.add_argument(
        "--keep-rated", action="store_true", help="leave photos that are rated or marked as kept"
    )
    delete.add_argument(
        "--keep-sole", action="store_true", help="leave a copy of each picture: only doubles go"
    )
    delete.add_argument("--dry-run", action="store_true", help="only say what would happen")
    delete.add_argument("--yes", action="store_true", help="do it")
    undo = add(commands, "undo", "take the last deletion back", _undo)
    which = undo.add_mutually_exclusive_group()
    which.add_argument("--operation", type=int, metavar="ID", help="that deletion, not the last")
    which.add_argument(
        "--decision", action="store_true", help="the last mark, rating or name; see also redo"
    )
    which.add_argument("--all", action="store_true", help="all that the trash still holds")
    add(commands, "history", "list deletions and what can be taken back", _history)


def _delete(args: argparse.Namespace) -> Document:
    from photoorg.pipeline import report
    from photoorg.pipeline.delete import DeletionStopped
    from photoorg.pipeline.jobs import delete_job

    with open_library(args) as library:
        ids, keep, title = _to_delete(args, library)
        seen = library.forecast_delete(ids, keep)
        if args.keep_rated or args.keep_sole:
            keep += [*seen.rated_ids] if args.keep_rated else []
            keep += [*seen.sole_ids] if args.keep_sole else []
            seen = library.forecast_delete(ids, keep)
        if args.dry_run or not args.yes:
            if not args.dry_run:
                output.say("Nothing was deleted. To move these photos to the trash, add --yes.")
            return report.deletion(seen, None)
        try:
            with output.console() as ctx:
                return report.deletion(seen, delete_job(ctx, library, ids, title, keep))
        except DeletionStopped as stopped:
            output.print_document(args.command, report.deletion(seen, stopped.report), args.json)
            raise


def _to_delete(args: argparse.Namespace, library: Any) -> tuple[list[int], list[int], str]:
    """(ids of the photos to delete, ids to leave alone, how the history names it)."""
    from photoorg.pipeline.delete import title_of

    keep = list(known(args.keep or [], library).values())
    if args.photos is not None and args.rejected:
        raise UsageError("--photos names the photos already; leave --rejected out.")
    if args.photos is not None:
        ids, title = list(known(args.photos, library).values()), "Photos"
    elif args.cluster is not None or args.rejected:
        wanted = _of_cluster(args.cluster, library)
        title = title_of(library, wanted)
        ids = list(library.photo_ids(replace(wanted, mark="rejected" if args.rejected else None)))
    else:
        raise UsageError("Say what to delete: --cluster ID, --photos PATH... or --rejected.")
    kept = set(keep)
    return [i for i in ids if i not in kept], keep, title


def _of_cluster(cluster: int | None, library: Any) -> Filter:
    if cluster is not None and not library.leaves(cluster):
        raise UsageError(f"There is no cluster {cluster}. List them with: photoorg clusters")
    return Filter(cluster=cluster)


def _undo(args: argparse.Namespace) -> Document:
    from photoorg.pipeline.jobs import undo_all_job, undo_job

    if args.decision:
        return verdicts.undo_decision(args)
    with open_library(args) as library, output.console() as ctx:
        if args.all:
            return asdict(undo_all_job(ctx, library))
        return asdict(undo_job(ctx, library, args.operation))


def _history(args: argparse.Namespace) -> Document:
    with open_library(args) as library:
        return {"operations": [asdict(operation) for operation in library.history()]}
